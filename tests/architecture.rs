//! The rooms of the house import one way only, and nothing of one city stands in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each room with the rooms that it may import. `config` and the coordinate reference systems of `spatial` are read by
/// every room that has to know in which CRS the city stands.
const ROOMS: [(&str, &[&str]); 14] = [
    ("domain", &[]),
    ("formats", &["domain"]),
    ("spatial", &["domain"]),
    ("config", &["domain", "spatial"]),
    ("study", &["domain", "spatial", "config"]),
    ("analysis", &["domain", "spatial", "config", "study"]),
    (
        "collections",
        &["domain", "spatial", "config", "study", "analysis"],
    ),
    ("ingest", &["domain", "spatial", "formats", "config"]),
    ("store", &["domain", "spatial", "formats"]),
    ("export", &["domain", "spatial", "formats"]),
    (
        "app",
        &[
            "domain",
            "spatial",
            "formats",
            "config",
            "study",
            "analysis",
            "collections",
            "ingest",
            "store",
            "export",
        ],
    ),
    (
        "api",
        &[
            "domain",
            "spatial",
            "formats",
            "config",
            "study",
            "analysis",
            "collections",
            "ingest",
            "store",
            "export",
            "app",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "spatial",
            "formats",
            "config",
            "study",
            "analysis",
            "collections",
            "ingest",
            "store",
            "export",
            "app",
            "api",
        ],
    ),
    ("main", &["cli"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder of ours");
    for entry in entries {
        let path = entry.expect("readable").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && name != "node_modules" {
            files(&path, extensions, found);
        } else if path
            .extension()
            .is_some_and(|e| extensions.iter().any(|known| e == *known))
        {
            found.push(path);
        }
    }
}

/// The room in which a source file stands: its first folder, or its own name.
fn room(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).expect("a source file");
    let first = inside
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a text names as `crate::room` or `wijkkaart::room`.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for marker in ["crate::", "wijkkaart::"] {
        for (at, _) in code.match_indices(marker) {
            let rest = &code[at + marker.len()..];
            let name = |text: &str| {
                text.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect::<String>()
            };
            match rest.strip_prefix('{') {
                Some(list) => {
                    let list = list.split('}').next().unwrap_or_default();
                    found.extend(list.split(',').map(|item| name(item.trim())));
                }
                None => {
                    found.insert(name(rest));
                }
            }
        }
    }
    found
}

#[test]
fn rooms_import_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut sources = Vec::new();
    files(&root().join("src"), &["rs"], &mut sources);
    assert!(sources.len() > 40, "the sources were not found");
    let mut wrong = Vec::new();
    for file in sources {
        let room = room(&file);
        if room == "lib" {
            continue;
        }
        let Some(may) = allowed.get(room.as_str()) else {
            wrong.push(format!("{} stands in no room", file.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("readable");
        for import in imports(&text) {
            if allowed.contains_key(import.as_str()) && import != room && !may.contains(&import.as_str()) {
                wrong.push(format!("{} imports {import}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_of_one_city_stands_in_the_code() {
    let mut sources = Vec::new();
    files(&root().join("src"), &["rs"], &mut sources);
    files(&root().join("web"), &["js", "css", "html"], &mut sources);
    let of_tests = |file: &PathBuf| {
        file.components()
            .any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
    };
    sources.retain(|file| !of_tests(&file.strip_prefix(root()).unwrap_or(file).to_owned()));
    let mut wrong = Vec::new();
    for file in sources {
        let text = std::fs::read_to_string(&file).expect("readable");
        // Tests beside the code may be about a real place, and the default city is a folder like any other.
        let code = text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .replace("data/dordrecht", "");
        for (number, line) in code.lines().enumerate() {
            let plain = line.to_lowercase();
            if !plain.trim_start().starts_with("//")
                && ["dordrecht", "dordt-west", "dordt west", "gm0505"]
                    .iter()
                    .any(|name| plain.contains(name))
            {
                wrong.push(format!("{}:{}: {line}", file.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_stays_clear() {
    let known = [
        "Cargo.lock",
        "Cargo.toml",
        "Makefile",
        "build.rs",
        "deny.toml",
        "LICENSE",
        "LICENSES",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
        "publiccode.yml",
        "src",
        "data",
        "web",
        "tests",
        "target",
    ];
    let entries = std::fs::read_dir(root()).expect("our own folder");
    let names = entries.map(|entry| {
        entry
            .expect("readable")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    let strange: Vec<String> = names
        .filter(|name| !name.starts_with('.') && !known.contains(&name.as_str()))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}
