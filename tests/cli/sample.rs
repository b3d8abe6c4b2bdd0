//! The sample city, as it is given out.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use super::command;

/// The sample with a store of its own.
fn sample(store: &Path, arguments: &[&str]) -> Output {
    command()
        .args(arguments)
        .arg("--store")
        .arg(store)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("runs")
}

#[test]
fn the_sample_is_checked_without_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = sample(&folder.path().join("store.gpkg"), &["check"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_money_of_the_sample_is_told_as_a_planner_adds_it_up() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store.gpkg");
    let rows = |arguments: &str| -> Vec<Value> {
        let all: Vec<&str> = arguments
            .split(' ')
            .chain(["--date", "2026-11-21", "--format", "json"])
            .collect();
        let output = sample(&store, &all);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        answer["features"].as_array().expect("rows").clone()
    };
    let district = rows("analyze grants --by district --area WK050508");
    assert_eq!(district.len(), 1);
    // Four play areas and exercise spots at 2,400 and six grants that are all for places in this district.
    let euros = 4.0 * 2_400.0 + 26_000.0 + 37_500.0 + 286_000.0 + 540_000.0 + 165_000.0 + 46_000.0;
    assert_eq!(district[0]["eurosPerYear"], euros);
    assert_eq!(district[0]["eurosPerResident"], euros / 8_495.0);
    assert_eq!(
        district[0]["allocatedEuros"], 9_600.0,
        "the joint budget stays in the district whole"
    );
    // Of the joint budget of 184,999.99 the shares are 9,249,999.5, 5,549,999.7 and 3,699,999.8 cents: the last two get a cent over.
    let of_scheme = [
        "analyze",
        "grants",
        "--by",
        "recipient",
        "--scheme",
        "Gezamenlijk budget (voorbeeld)",
    ];
    let output = sample(
        &store,
        &[&of_scheme[..], &["--date", "2026-11-21", "--format", "csv"]].concat(),
    );
    let csv = String::from_utf8(output.stdout).expect("text");
    for line in [
        "Wijkkracht,,92499.99,",
        "Ontmoet,,55500,",
        "Raad en Daad,,37000,",
        "Geldwijs,,71500,",
    ] {
        assert!(csv.contains(line), "{line}: {csv}");
    }
    let kinds: Vec<String> = rows("analyze mismatches")
        .iter()
        .map(|row| row["kind"].as_str().expect("a kind").to_owned())
        .collect();
    for kind in [
        "grantWithoutFacility",
        "grantForUnknownFacility",
        "grantForFacilityNotOpen",
        "facilityWithoutGrant",
        "grantEnded",
    ] {
        assert!(kinds.iter().any(|of| of == kind), "{kind}");
    }
    let output = sample(
        &store,
        &[
            "analyze",
            "grants",
            "--by",
            "recipient",
            "--date",
            "2026-11-21",
            "--explain",
        ],
    );
    let said = String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " ");
    assert!(
        said.contains("Voorbeeldstichting Raad en Daad: € 274.000 per jaar, uit 6 subsidies en opdrachten op 21 november 2026."),
        "{said}"
    );
    let years = rows("analyze commitments");
    assert_eq!(years.last().expect("a year")["year"], 2028);
    assert_eq!(years[0]["openEndedEuros"], 250_000.0);
    let output = sample(&store, &["export", "grants", "--date", "2026-11-21"]);
    let grants: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told = |id: &str| {
        let features = grants["features"].as_array().expect("features");
        let of = &features.iter().find(|of| of["id"] == id).expect("a grant")["properties"];
        let partners = of["partners"].as_array().map_or(0, Vec::len);
        json!([
            partners,
            of["joint"],
            of["provision"],
            of["multiYear"],
            of["facilityCount"]
        ])
    };
    assert_eq!(told("vbg-903"), json!([4, true, "general", true, 4]));
    assert_eq!(
        told("vbg-913"),
        json!([1, false, "specialist", true, 1]),
        "its facility could become general"
    );
    assert_eq!(told("vbg-918"), json!([3, true, "specialist", null, 0]));
    assert_eq!(
        told("vbg-919"),
        json!([1, false, null, false, 1]),
        "nobody knows its facility"
    );
}

#[test]
fn the_programme_area_holds_exactly_the_facilities_of_its_neighbourhoods() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store.gpkg");
    let read = |arguments: &[&str]| -> Value {
        let output = sample(&store, arguments);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let all = read(&["export", "facilities", "--format", "geojson"]);
    let west = read(&[
        "export",
        "facilities",
        "--area",
        "dordt-west",
        "--format",
        "geojson",
    ]);
    let inside = |feature: &&Value| {
        let code = feature["properties"]["neighbourhoodCode"]
            .as_str()
            .unwrap_or_default();
        ["BU050503", "BU050504", "BU050507"]
            .iter()
            .any(|district| code.starts_with(district))
            || ["BU05050800", "BU05050801"].contains(&code)
    };
    let ids = |features: Vec<&Value>| features.into_iter().map(|f| f["id"].clone()).collect::<Vec<_>>();
    let all = all["features"].as_array().expect("features");
    let expected = ids(all.iter().filter(inside).collect());
    assert!(expected.len() > 20 && expected.len() < all.len());
    assert_eq!(
        ids(west["features"].as_array().expect("features").iter().collect()),
        expected
    );
    let neighbourhoods = read(&["export", "neighbourhoods", "--area", "dordt-west"]);
    assert_eq!(neighbourhoods["features"].as_array().map(Vec::len), Some(29));
}

#[test]
fn gdal_reads_what_is_exported() {
    if Command::new("ogrinfo").arg("--version").output().is_err() {
        eprintln!("skipped: ogrinfo is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("dordt-west.geojson");
    let path = file.to_str().expect("text");
    let output = sample(
        &folder.path().join("store.gpkg"),
        &["export", "facilities", "--area", "dordt-west", "-o", path],
    );
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let count = serde_json::from_str::<Value>(&std::fs::read_to_string(&file).expect("written"))
        .expect("JSON")["features"]
        .as_array()
        .map_or(0, Vec::len);
    let seen = Command::new("ogrinfo")
        .args(["-so", "-al", path])
        .output()
        .expect("runs");
    let seen = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(seen.contains(&format!("Feature Count: {count}")), "{seen}");
    assert!(seen.contains("WGS 84") && seen.contains("serviceType"), "{seen}");
}

#[test]
fn the_fewest_libraries_that_meet_a_criterion_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store.gpkg");
    let ask = |more: &[&str]| {
        let question = ["analyze", "siting", "--candidates", "places", "--format", "json"];
        sample(&store, &[&question[..], more].concat())
    };
    let output = ask(&["--criterion", "bibliotheek-afstand", "--area", "dordt-west"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["parameters"]["model"], "criterion");
    assert_eq!(answer["parameters"]["criterion"], "bibliotheek-afstand");
    assert!(answer["features"].is_array());
    for wrong in [["--criterion", "nope"], ["--model", "criterion"]] {
        let output = ask(&wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}
