//! What goes in, and what is refused.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use super::{FACILITIES, Folder, command, with_facilities};
use crate::support::shared;

#[test]
fn importing_again_keeps_ids_and_closes_what_is_missing() {
    let folder = with_facilities();
    let before = folder.facility("Bieb Noord", "").expect("there");
    folder.write(
        "list.csv",
        &FACILITIES.replace(
            "Bieb Zuid;LRN-BIEB;100175,0;400175,0\n",
            "Bieb Oost;LRN-BIEB;100300;400100\n",
        ),
    );
    let said = folder.done("import facilities list.csv --crs EPSG:28992 --date 2026-06-01");
    assert!(
        said.contains("1 added") && said.contains("1 closed") && said.contains("1 unchanged"),
        "{said}"
    );
    let after = folder.facility("Bieb Noord", "").expect("still there");
    assert_eq!(before["id"], after["id"]);
    assert!(folder.facility("Bieb Zuid", "--date 2026-06-01").is_none());
    let closed = folder
        .facility("Bieb Zuid", "--date 2026-05-31")
        .expect("open until then");
    assert_eq!(closed["properties"]["validTo"], "2026-06-01");
    let known_then = folder
        .facility("Bieb Zuid", "--revision 2")
        .expect("not closed at that revision");
    assert_eq!(known_then["properties"]["validTo"], Value::Null);
    folder.refused("export facilities --revision 99");
}

#[test]
fn another_source_leaves_the_first_alone() {
    let folder = with_facilities();
    folder.write(
        "other.csv",
        "naam;soort;x;y\nBieb West;bibliotheek;100050;400150\n",
    );
    folder.done("import facilities other.csv --crs EPSG:28992");
    assert_eq!(
        folder.json("export facilities")["features"]
            .as_array()
            .map(Vec::len),
        Some(3)
    );
}

#[test]
fn a_refused_row_refuses_the_file_and_names_its_place() {
    let folder = with_facilities();
    folder.write(
        "wrong.csv",
        "naam;soort;x;y\nGoed;bibliotheek;100050;400150\nFout;bibliotheeek;100050;400150\n",
    );
    let reason = folder.refused("import facilities wrong.csv --crs EPSG:28992 --report report.json");
    assert!(
        reason.contains("wrong.csv, row 3") && reason.contains("LRN-BIEB"),
        "{reason}"
    );
    let report: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path("report.json")).expect("written"))
            .expect("JSON");
    assert_eq!(report["refused"], 1);
    let finding = &report["warnings"][0];
    assert_eq!(
        (&finding["row"], &finding["severity"]),
        (&Value::from(3), &Value::from("error"))
    );
    assert!(folder.facility("Goed", "").is_none(), "nothing is half stored");
    folder.done("import facilities wrong.csv --crs EPSG:28992 --unknown-type keep");
    assert_eq!(
        folder.facility("Fout", "").expect("kept")["properties"]["sourceType"],
        "bibliotheeek"
    );
}

#[test]
fn a_dry_run_keeps_nothing_and_coordinates_need_a_crs() {
    let folder = with_facilities();
    folder.write("more.csv", "naam;soort;x;y\nNieuw;bibliotheek;100050;400150\n");
    folder.done("import facilities more.csv --crs EPSG:28992 --dry-run");
    assert!(folder.facility("Nieuw", "").is_none());
    let reason = folder.refused("import facilities more.csv");
    assert!(reason.contains("missing_crs"), "{reason}");
}

#[test]
fn an_empty_file_is_done_with_a_warning_and_closes_nothing() {
    let folder = with_facilities();
    folder.write("list.csv", "naam;soort;x;y\n");
    let output = folder.run("import facilities list.csv --crs EPSG:28992");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("empty_input"));
    assert!(folder.facility("Bieb Noord", "").is_some());
}

#[test]
fn an_import_that_is_killed_leaves_the_old_revision_or_the_new_one() {
    let Some(data) = shared("data/dordrecht") else {
        return;
    };
    let folder = Folder::new();
    let (first, second) = (data.join("buurten-2023.geojson"), data.join("gebieden-rd.gpkg"));
    let first = first.to_str().expect("text");
    folder.done(&format!("import neighbourhoods {first}"));
    let second = format!("{}|layername=buurten", second.to_str().expect("text"));
    let mut revision = 1;
    for delay in (0..12).map(|n| Duration::from_millis(20 + n * 25)) {
        let file = if revision % 2 == 0 { first } else { &second };
        let mut child = command()
            .args([
                "import",
                "neighbourhoods",
                file,
                "--source",
                "areas",
                "--city",
                ".",
            ])
            .current_dir(folder.0.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(delay);
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("ends");
        let answer = folder.json("analyze density --format json");
        let now = answer["revision"].as_u64().expect("a number");
        assert!(now == revision || now == revision + 1, "{now} after {revision}");
        let rows = answer["features"].as_array().expect("rows");
        let neighbourhoods = rows.iter().filter(|row| row["level"] == "neighbourhood");
        assert_eq!(neighbourhoods.count(), 133, "nothing is half stored");
        revision = now;
    }
}

#[test]
fn a_grant_for_an_unknown_facility_is_told() {
    let folder = with_facilities();
    folder.write(
        "grants.csv",
        "id;scheme;kind;eurosPerYear;facilities\ng;s;subsidy;1000;nope\n",
    );
    let output = folder.run("import grants grants.csv");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown_facility"));
    assert!(String::from_utf8_lossy(&folder.run("check").stderr).contains("facility nope is in no source"));
}
