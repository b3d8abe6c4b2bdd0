//! Every library that we link or serve has a licence that `deny.toml` allows.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn allowed() -> Vec<String> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml")).expect("readable");
    let deny: toml::Value = toml::from_str(&text).expect("valid");
    let allow = deny["licenses"]["allow"].as_array().expect("a list");
    allow
        .iter()
        .filter_map(|licence| licence.as_str().map(str::to_owned))
        .collect()
}

/// Whether an SPDX expression can be met with the allowed licences: one side of each OR, both sides of each AND.
fn acceptable(expression: &str, allowed: &[String]) -> bool {
    let plain = expression.replace('/', " OR ");
    let plain = plain.trim();
    // Split at the operators outside parentheses, OR binding weaker than AND.
    for (operator, any) in [(" OR ", true), (" AND ", false)] {
        let mut depth = 0_i32;
        for (at, c) in plain.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 && plain[at..].starts_with(operator) {
                let (left, right) = (&plain[..at], &plain[at + operator.len()..]);
                let (left, right) = (acceptable(left, allowed), acceptable(right, allowed));
                return if any { left || right } else { left && right };
            }
        }
    }
    match plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => acceptable(inner, allowed),
        None => allowed.iter().any(|licence| licence == plain),
    }
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    let allowed = vec!["MIT".to_owned(), "Unicode-3.0".to_owned()];
    assert!(acceptable("MIT OR GPL-3.0", &allowed));
    assert!(acceptable("(GPL-3.0 OR MIT) AND Unicode-3.0", &allowed));
    assert!(acceptable("MIT/Apache-2.0", &allowed));
    assert!(!acceptable("MIT AND GPL-3.0", &allowed));
    assert!(!acceptable("", &allowed));
}

#[test]
fn every_crate_has_an_allowed_licence() {
    let about = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs")
        .stdout;
    let about = String::from_utf8(about).expect("text");
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host");
    // Only what is built here has been downloaded.
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            host,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let (allowed, packages) = (allowed(), metadata["packages"].as_array().expect("a list"));
    assert!(packages.len() > 50);
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| !acceptable(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_library_of_the_page_has_an_allowed_licence() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/package-lock.json");
    let lock: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("JSON");
    let (allowed, packages) = (allowed(), lock["packages"].as_object().expect("packages"));
    // What is only used to test the page is not given to anybody.
    let served = packages
        .iter()
        .filter(|(name, package)| !name.is_empty() && package["dev"] != true);
    let wrong: Vec<String> = served
        .filter(|(_, package)| !acceptable(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|(name, package)| format!("{name}: {}", package["license"]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
