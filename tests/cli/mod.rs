//! The command line, by running the program on folders and files as a user would.

mod explained;
mod figures;
mod files;
mod folder;
mod imports;
mod sample;

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A city folder of its own, with two square neighbourhoods to import.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        folder.write(
            "city.toml",
            "name = 'Made'\ncrs = 'EPSG:28992'\ntimezone = 'Europe/Amsterdam'",
        );
        folder.write("areas.csv", AREAS);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("writable");
    }

    /// Runs `wijkkaart` in the folder of this city.
    fn run(&self, arguments: &str) -> Output {
        let arguments = arguments.split_whitespace();
        command()
            .args(arguments)
            .args(["--city", "."])
            .current_dir(self.0.path())
            .output()
            .expect("runs")
    }

    fn done(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }

    fn refused(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments}: {output:?}");
        String::from_utf8(output.stderr).expect("text")
    }

    fn json(&self, arguments: &str) -> Value {
        serde_json::from_str(&self.done(arguments)).expect("JSON")
    }

    /// The facilities as the API gives them, by id.
    fn facility(&self, name: &str, more: &str) -> Option<Value> {
        let answer = self.json(&format!("export facilities {more}"));
        let features = answer["features"].as_array().expect("features").clone();
        features
            .into_iter()
            .find(|feature| feature["properties"]["name"] == name)
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
}

/// The lattice has 16 points in each square; WKT in RD.
const AREAS: &str = "buurtcode;buurtnaam;wijkcode;gemeentecode;aantal_inwoners;wkt\n\
    BU00010001;Eerste;WK000100;GM0001;1600;POLYGON((100000 400000,100200 400000,100200 400200,100000 400200,100000 400000))\n\
    BU00010002;Tweede;WK000100;GM0001;-99997;POLYGON((100200 400000,100400 400000,100400 400200,100200 400200,100200 400000))\n";

const FACILITIES: &str =
    "naam;soort;x;y\nBieb Noord;bibliotheek;100025;400025\nBieb Zuid;LRN-BIEB;100175,0;400175,0\n";

fn with_facilities() -> Folder {
    let folder = Folder::new();
    folder.write("list.csv", FACILITIES);
    folder.done("import neighbourhoods areas.csv --crs EPSG:28992");
    folder.done("import facilities list.csv --crs EPSG:28992 --date 2026-01-01");
    folder
}
