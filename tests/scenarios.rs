//! Scenarios on the command line, and what a server that runs beside it makes of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::server::{Server, sample};
use serde_json::{Value as Json, json};

struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store.gpkg")
    }

    fn file(&self, name: &str, document: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, document).unwrap();
        path
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
            .args(arguments)
            .arg("--city")
            .arg(sample())
            .arg("--store")
            .arg(self.store())
            .env("WIJKKAART_LOG", "error")
            .output()
            .unwrap()
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn refused(&self, arguments: &[&str], status: i32) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The first library of the sample.
fn library() -> String {
    let list = std::fs::read_to_string(sample().join("facilities.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(list.as_bytes());
    let mut ids = rows
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[2] == "LRN-BIEB");
    ids.next().unwrap()[0].to_owned()
}

#[test]
fn a_scenario_is_put_listed_shown_asked_and_removed() {
    let kept = Kept::new();
    let document = json!({
        "name": "west-2030",
        "note": "Een bibliotheek erbij,\nen een weg",
        "add": [{ "lon": 4.6512, "lat": 51.7951, "serviceType": "LRN-BIEB", "name": "Nieuw", "capacity": 40 }],
        "move": [],
        "remove": [library()],
    });
    let file = kept.file("west.json", &document.to_string());
    kept.done(&["scenario", "put", "west-2030", text(&file)]);
    assert_eq!(
        kept.done(&["scenario", "list"]),
        "west-2030\t+1 ~0 -1\tEen bibliotheek erbij,\n"
    );
    let shown: Json = serde_json::from_str(&kept.done(&["scenario", "show", "west-2030"])).unwrap();
    assert_eq!(shown, document);

    // What the command line says in the scenario is what the server says, and the page that asks it.
    let server = Server::on(&kept.store());
    let coverage = [
        "analyze",
        "coverage",
        "--service-type",
        "LRN-BIEB",
        "--date",
        "2026-12-01",
        "--format",
        "json",
    ];
    let answer: Json =
        serde_json::from_str(&kept.done(&[&coverage[..], &["--scenario", "west-2030"]].concat())).unwrap();
    assert_eq!(answer["parameters"]["scenario"], "west-2030");
    let url = "/v1/collections/districts/items?serviceType=LRN-BIEB&date=2026-12-01&limit=1000";
    let (as_it_is, there) = (
        server.get(url).1,
        server.get(&format!("{url}&scenario=west-2030")).1,
    );
    assert_ne!(as_it_is["features"], there["features"]);
    for feature in there["features"].as_array().unwrap() {
        let rows = answer["features"].as_array().unwrap();
        let row = rows.iter().find(|row| row["code"] == feature["id"]).unwrap();
        assert_eq!(row["coverage"], feature["properties"]["coverage"]);
    }
    let (status, differences) =
        server.get("/v1/collections/differences/items?scenario=west-2030&date=2026-12-01&limit=1000");
    assert_eq!(status, 200);
    let export = [
        "export",
        "differences",
        "--scenario",
        "west-2030",
        "--date",
        "2026-12-01",
        "--format",
        "geojson",
    ];
    let exported: Json = serde_json::from_str(&kept.done(&export)).unwrap();
    assert_eq!(exported["features"], differences["features"]);
    assert!(exported["features"].as_array().is_some_and(|of| !of.is_empty()));
    // What if says of the same change the same.
    let question = json!({
        "serviceType": "LRN-BIEB", "date": "2026-12-01", "add": [{ "lon": 4.6512, "lat": 51.7951, "capacity": 40 }], "remove": [library()],
    });
    let (_, what_if) = server.post("/v1/what-if", &question);
    for area in what_if["areas"].as_array().unwrap() {
        for measure in ["residentsServed", "coverage", "meanDistanceM"] {
            let id = format!("{}:LRN-BIEB:{measure}", area["code"].as_str().unwrap());
            let told = differences["features"]
                .as_array()
                .unwrap()
                .iter()
                .find(|of| of["id"] == *id);
            let change = told.map_or(0.0, |of| of["properties"]["change"].as_f64().unwrap());
            assert_eq!(area["change"][measure].as_f64().unwrap(), change, "{id}");
        }
    }

    // Prose says where it is about.
    for more in [["--service-type", "LRN-BIEB"], ["--area", "WK050507"]] {
        let report = kept.done(&[&["analyze", "report", "--scenario", "west-2030"][..], &more].concat());
        assert!(
            report.contains("\n> Dit is niet de stad zoals zij is, maar het scenario 'west-2030'"),
            "{report}"
        );
    }

    // A server notices at once what another process puts.
    let less = kept.file("less.json", "{}");
    kept.done(&["scenario", "put", "west-2030", text(&less)]);
    assert_eq!(
        server.get(&format!("{url}&scenario=west-2030")).1["features"],
        as_it_is["features"]
    );
    kept.done(&["scenario", "remove", "west-2030"]);
    assert_eq!(server.get(&format!("{url}&scenario=west-2030")).0, 400);
    assert_eq!(kept.done(&["scenario", "list"]), "");
    for what in ["show", "remove"] {
        let reason = kept.refused(&["scenario", what, "west-2030"], 1);
        assert!(reason.contains("there is no scenario 'west-2030'"), "{reason}");
    }
    let reason = kept.refused(&[&coverage[..], &["--scenario", "west-2030"]].concat(), 2);
    assert!(reason.contains("--scenario: there is no scenario"), "{reason}");
}

#[test]
fn what_is_no_scenario_is_refused_with_everything_that_is_wrong() {
    let kept = Kept::new();
    let file = kept.file(
        "wrong.json",
        r#"{ "add": [{ "lon": 51.8, "lat": 4.65, "serviceType": "LRN-BIEB" }, { "lon": 4.65, "lat": 51.8, "serviceType": "LRN" }], "remove": ["nobody"] }"#,
    );
    let reason = kept.refused(&["scenario", "put", "wrong", text(&file)], 1);
    for part in [
        "add[0]",
        "longitude comes first",
        "add[1].serviceType",
        "remove[0]",
        "nobody",
    ] {
        assert!(reason.contains(part), "{part}: {reason}");
    }
    let other = kept.file("other.json", "{}");
    assert!(
        kept.refused(&["scenario", "put", "No good", text(&other)], 1)
            .contains("name")
    );
    let broken = kept.file("broken.json", "{");
    assert!(
        kept.refused(&["scenario", "put", "broken", text(&broken)], 1)
            .contains("broken.json")
    );
    let nowhere = kept.folder.path().join("nowhere.json");
    assert!(
        kept.refused(&["scenario", "put", "nowhere", text(&nowhere)], 1)
            .contains("nowhere.json")
    );
    assert_eq!(kept.done(&["scenario", "list"]), "");
}
