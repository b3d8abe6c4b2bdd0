//! What `export` writes as a GeoPackage or a workbook is taken in again as it was.

use std::process::Output;

use serde_json::Value;

use super::{Folder, command, with_facilities};

/// The properties of every feature, without those that say where it was read.
fn rows(answer: &Value) -> Vec<Value> {
    let features = answer["features"].as_array().expect("features");
    let properties = features.iter().map(|feature| {
        let mut properties = feature["properties"].clone();
        let members = properties.as_object_mut().expect("an object");
        members.retain(|name, _| !["source", "sourceDate"].contains(&name.as_str()));
        properties
    });
    properties.collect()
}

fn corners(answer: &Value) -> Vec<Value> {
    let features = answer["features"].as_array().expect("features");
    features
        .iter()
        .map(|feature| feature["geometry"].clone())
        .collect()
}

#[test]
fn neighbourhoods_that_were_exported_are_the_same_areas_when_they_are_imported() {
    let folder = with_facilities();
    let inside = "export neighbourhoods --crs EPSG:28992";
    let before = folder.json(inside);
    for crs in ["--crs EPSG:28992", ""] {
        folder.done(&format!("export neighbourhoods --format gpkg -o out.gpkg {crs}"));
        let other = Folder::new();
        std::fs::copy(folder.path("out.gpkg"), other.path("areas.gpkg")).expect("copied");
        other.done("import neighbourhoods areas.gpkg");
        other.write("list.csv", super::FACILITIES);
        other.done("import facilities list.csv --crs EPSG:28992 --date 2026-01-01");
        let after = other.json(inside);
        if crs.is_empty() {
            // Through degrees and back the datum shift is right to less than a millimetre, which shows in no figure.
            for (before, after) in rows(&before).iter().zip(&rows(&after)) {
                let square = |row: &Value| row["areaKm2"].as_f64().expect("a number");
                assert!((square(before) - square(after)).abs() < 1e-6, "{before} {after}");
                assert_eq!(
                    (&before["code"], &before["residents"]),
                    (&after["code"], &after["residents"])
                );
            }
        } else {
            assert_eq!(rows(&before), rows(&after));
            assert_eq!(corners(&before), corners(&after));
        }
    }
}

#[test]
fn facilities_that_were_exported_are_the_same_when_they_are_imported() {
    let folder = with_facilities();
    let before = folder.json("export facilities");
    for format in ["gpkg", "xlsx"] {
        let file = format!("out.{format}");
        folder.done(&format!("export facilities --format {format} -o {file}"));
        let other = Folder::new();
        other.done("import neighbourhoods areas.csv --crs EPSG:28992");
        std::fs::copy(folder.path(&file), other.path(&file)).expect("copied");
        other.done(&format!(
            "import facilities {file} --crs EPSG:4326 --date 2026-01-01"
        ));
        let after = other.json("export facilities");
        assert_eq!(rows(&before), rows(&after), "{format}");
        assert_eq!(corners(&before), corners(&after), "{format}");
    }
}

#[test]
fn a_file_leaves_nothing_behind_and_is_the_same_on_standard_output() {
    let folder = with_facilities();
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let run = |arguments: &str| -> Output {
        command()
            .args(arguments.split_whitespace())
            .args(["--city", "."])
            .env("TMPDIR", temporary.path())
            .current_dir(folder.path(""))
            .output()
            .expect("runs")
    };
    for format in ["gpkg", "xlsx"] {
        let out = run(&format!("export districts --format {format}"));
        assert!(out.status.success());
        assert!(
            run(&format!("export districts --format {format} -o out"))
                .status
                .success()
        );
        assert_eq!(out.stdout, std::fs::read(folder.path("out")).expect("readable"));
    }
    assert_eq!(std::fs::read_dir(temporary.path()).expect("readable").count(), 0);
}
