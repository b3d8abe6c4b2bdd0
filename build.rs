//! Puts the page and its libraries into the binary: a table of everything that is served, with content types and digests.
//!
//! The libraries come from npm, by the lock file in `web/`; they are fetched here when they are not there yet.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// Library files that the page asks for as they are: where they are served, and where npm puts them.
const VENDOR: [(&str, &str); 1] = [(
    "/vendor/source-sans-3/source-sans-3-latin-wght-normal.woff2",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
)];
/// What scripts and styles begin at. Each becomes one file with all that it imports, Leaflet too.
const ENTRIES: [&str; 4] = ["main.js", "style.css", "statement.js", "statement.css"];
const PAGE: &str = "/index.html";

fn main() -> ExitCode {
    match embed() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn embed() -> Result<(), String> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let web = root.join("web");
    let modules = web.join("node_modules");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", web.join("page").display());
    println!(
        "cargo::rerun-if-changed={}",
        web.join("package-lock.json").display()
    );

    let bundler = modules
        .join(".bin")
        .join(if cfg!(windows) { "esbuild.cmd" } else { "esbuild" });
    let leaflet = modules.join("leaflet/dist/leaflet-src.esm.js");
    let fonts = VENDOR.iter().map(|(_, file)| modules.join(file));
    if fonts
        .chain([bundler.clone(), leaflet])
        .any(|file| !file.is_file())
    {
        fetch_libraries(&web)?;
    }
    let bundled = out.join("page");
    bundle(&bundler, &web, &bundled)?;
    announce(&web.join("page"), &bundled)?;
    let mut assets: Vec<(String, PathBuf)> = Vec::new();
    collect(
        &web.join("page"),
        "",
        &|path, kind| !made(kind) && path != PAGE,
        &mut assets,
    )
    .map_err(|error| format!("web/page cannot be read: {error}"))?;
    collect(&bundled, "", &|_, _| true, &mut assets)
        .map_err(|error| format!("the bundled page cannot be read: {error}"))?;
    for (path, file) in VENDOR {
        let file = modules.join(file);
        println!("cargo::rerun-if-changed={}", file.display());
        assets.push((path.to_owned(), file));
    }
    assets.sort();
    let table = table(&assets)?;
    let file = out.join("page_assets.rs");
    fs::write(&file, table).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// `npm ci`, which installs exactly what the lock file says; what only the page's own tests need is left out.
fn fetch_libraries(web: &Path) -> Result<(), String> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    match Command::new(npm)
        .args(["ci", "--omit=dev", "--no-audit", "--no-fund"])
        .current_dir(web)
        .output()
    {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stderr);
            let reason = said
                .lines()
                .find(|line| line.contains("error"))
                .unwrap_or("no reason given");
            Err(format!(
                "npm ci failed in web/, so the page's libraries are missing: {reason}"
            ))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(
            "npm is not installed: it fetches the page's libraries (install Node.js 20 or newer)".to_owned(),
        ),
        Err(error) => Err(format!("npm cannot be run: {error}")),
    }
}

/// Whether files of a content type are made by the bundler.
fn made(kind: &str) -> bool {
    kind.starts_with("text/javascript") || kind.starts_with("text/css")
}

/// Scripts and styles as few small files: a hundred modules would take a browser a hundred questions. What a first view does
/// without stands in files of its own.
fn bundle(bundler: &Path, web: &Path, into: &Path) -> Result<(), String> {
    if into.exists() {
        fs::remove_dir_all(into).map_err(|error| format!("{}: {error}", into.display()))?;
    }
    let done = Command::new(bundler)
        .args(ENTRIES.map(|entry| format!("page/{entry}")))
        .args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--splitting",
            "--chunk-names=parts/[name]-[hash]",
            "--target=es2022",
            "--charset=utf8",
        ])
        .args([
            "--external:/vendor/*",
            "--external:*.png",
            "--legal-comments=eof",
            "--log-level=warning",
        ])
        .arg(format!("--outdir={}", into.display()))
        .current_dir(web)
        .output()
        .map_err(|error| format!("{} cannot be run: {error}", bundler.display()))?;
    if done.status.success() {
        Ok(())
    } else {
        Err(format!(
            "the page cannot be bundled: {}",
            String::from_utf8_lossy(&done.stderr)
        ))
    }
}

/// The page names the parts that its script begins with, so that the browser fetches them beside it and not one after another.
fn announce(page: &Path, bundled: &Path) -> Result<(), String> {
    let read = |file: PathBuf| {
        fs::read_to_string(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
    };
    let script = read(bundled.join("main.js"))?;
    let links: String = script
        .split("from\"./")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .fold(String::new(), |mut links, part| {
            let _ = write!(links, "<link rel=\"modulepreload\" href=\"/{part}\" />");
            links
        });
    let html = read(page.join("index.html"))?.replacen("</head>", &format!("{links}</head>"), 1);
    let file = bundled.join("index.html");
    fs::write(&file, html).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}

/// Every file that is `wanted` by its path and content type, with the path under which it is served; `index.html` is `/`.
fn collect(
    folder: &Path,
    prefix: &str,
    wanted: &dyn Fn(&str, &str) -> bool,
    into: &mut Vec<(String, PathBuf)>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}/{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, wanted, into)?;
        } else if content_type(&path).is_some_and(|kind| wanted(&path, kind)) {
            let served = if path == PAGE { "/".to_owned() } else { path };
            into.push((served, entry.path()));
        }
    }
    Ok(())
}

fn content_type(path: &str) -> Option<&'static str> {
    match Path::new(path).extension()?.to_str()? {
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "woff2" => Some("font/woff2"),
        _ => None,
    }
}

/// The table as Rust, sorted by path.
fn table(assets: &[(String, PathBuf)]) -> Result<String, String> {
    let mut code = String::from("static ASSETS: &[Asset] = &[\n");
    for (path, file) in assets {
        let bytes = fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        let digest = Sha256::digest(&bytes)
            .iter()
            .take(16)
            .fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            });
        let kind = content_type(&file.to_string_lossy()).unwrap_or("application/octet-stream");
        let quoted = format!("\"{digest}\"");
        let _ = writeln!(
            code,
            "    Asset {{ path: {path:?}, content_type: {kind:?}, bytes: include_bytes!({:?}), etag: {quoted:?} }},",
            file.display().to_string()
        );
    }
    code.push_str("];\n");
    Ok(code)
}
