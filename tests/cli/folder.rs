//! City folders that change: what is hidden, filled, altered behind our back or named twice.

use serde_json::Value;

use super::{FACILITIES, Folder, with_facilities};

#[test]
fn what_becomes_internal_is_no_longer_given_out() {
    let folder = with_facilities();
    let toml = "name = 'Made'\ncrs = 'EPSG:28992'\n[[sources]]\nlayer = 'facilities'\nfile = 'list.csv'\nvisibility = 'internal'";
    folder.write("city.toml", toml);
    assert!(folder.facility("Bieb Noord", "").is_none());
    let answer = folder.json("analyze coverage --service-type LRN-BIEB --distance 50 --format json");
    assert_eq!(
        answer["features"][0]["coverage"], 0.0,
        "nor does it show in a figure"
    );
}

#[test]
fn a_filling_that_would_be_refused_keeps_nothing_and_one_that_was_cut_short_is_finished() {
    let folder = Folder::new();
    folder.write("list.csv", &FACILITIES.replace("LRN-BIEB", "NOPE"));
    let sources = "\n[[sources]]\nlayer = 'neighbourhoods'\nfile = 'areas.csv'\ncrs = 'EPSG:28992'\n\
        [[sources]]\nlayer = 'facilities'\nfile = 'list.csv'\ncrs = 'EPSG:28992'\n";
    folder.write(
        "city.toml",
        &format!("name = 'Made'\ncrs = 'EPSG:28992'{sources}"),
    );
    assert!(folder.refused("analyze density").contains("NOPE"));
    folder.write("list.csv", FACILITIES);
    assert_eq!(folder.json("analyze density --format json")["revision"], 2);
    let more = "[[sources]]\nlayer = 'facilities'\nname = 'more'\nfile = 'more.csv'\ncrs = 'EPSG:28992'\n";
    folder.write("more.csv", "naam;soort;x;y\nNieuw;bibliotheek;100050;400150\n");
    folder.write(
        "city.toml",
        &format!("name = 'Made'\ncrs = 'EPSG:28992'{sources}{more}"),
    );
    assert_eq!(folder.json("analyze density --format json")["revision"], 3);
}

#[test]
fn what_was_changed_behind_our_back_is_named_and_mended_by_importing_again() {
    let folder = with_facilities();
    let store = rusqlite::Connection::open(folder.path("store.gpkg")).expect("opens");
    assert_eq!(
        store.execute(
            "UPDATE facilities SET name = 'Stiekem' WHERE name = 'Bieb Noord'",
            []
        ),
        Ok(1)
    );
    drop(store);
    assert!(
        folder
            .refused("export facilities")
            .contains("changed behind our back")
    );
    folder.done("import facilities list.csv --crs EPSG:28992");
    assert!(folder.facility("Bieb Noord", "").is_some() && folder.facility("Stiekem", "").is_none());
    assert_eq!(
        folder.json("export facilities")["features"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_programme_area_that_takes_the_code_of_another_is_told_and_hides_nothing() {
    let folder = with_facilities();
    let area = |code: &str| {
        format!("\n[[programme_areas]]\ncode = '{code}'\nname = 'Samen'\nneighbourhoods = ['BU00010001']\n")
    };
    // The district is in no file of its own: it is composed of its neighbourhoods.
    for (code, level) in [("BU00010002", "neighbourhood"), ("WK000100", "district")] {
        let city = format!("name = 'Made'\ncrs = 'EPSG:28992'{}", area(code));
        folder.write("city.toml", &city);
        let output = folder.run("check");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        assert!(
            told.contains(&format!("{code} is the code of a {level} too"))
                && told.contains("[duplicate_code]"),
            "{told}"
        );
    }
    let real = folder.json("export facilities --area WK000100");
    let inside = folder.json("export neighbourhoods --area WK000100");
    let count = |answer: &Value| answer["features"].as_array().map(Vec::len);
    assert_eq!((count(&real), count(&inside)), (Some(2), Some(2)));
    folder.write(
        "city.toml",
        &format!("name = 'Made'\ncrs = 'EPSG:28992'{}", area("west")),
    );
    assert!(!String::from_utf8_lossy(&folder.run("check").stderr).contains("duplicate_code"));
}
