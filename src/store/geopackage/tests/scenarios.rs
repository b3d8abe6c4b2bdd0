use serde_json::json;

use super::*;
use crate::domain::scenario::Scenario;
use crate::store::geopackage::{connection, schema};

fn scenario(name: &str, note: &str) -> Scenario {
    let document = json!({
        "note": note,
        "add": [{ "lon": 4.65, "lat": 51.8, "serviceType": "LRN-BIEB", "capacity": 12.5 }],
        "move": [{ "id": "a", "lon": 4.123_456_789, "lat": 51.81 }],
        "remove": ["b"],
    });
    Scenario::read(name, &document).unwrap()
}

#[test]
fn scenarios_are_kept_by_name_replaced_and_removed() {
    let kept = Kept::new();
    assert!(kept.store.scenarios().unwrap().is_empty());
    let before = kept.store.head().unwrap();
    for (name, note) in [("west", "first"), ("east", "only"), ("west", "second")] {
        kept.store.keep_scenario(&scenario(name, note)).unwrap();
    }
    let again = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    assert_eq!(
        again.scenarios().unwrap(),
        [scenario("east", "only"), scenario("west", "second")]
    );
    assert_eq!(again.head().unwrap(), before, "no revision comes of it");
    assert!(again.remove_scenario("west").unwrap());
    assert!(!again.remove_scenario("west").unwrap());
    assert_eq!(kept.store.scenarios().unwrap(), [scenario("east", "only")]);
}

#[test]
fn one_that_was_changed_behind_our_back_is_named_and_can_be_mended() {
    let kept = Kept::new();
    kept.store.keep_scenario(&scenario("west", "ours")).unwrap();
    kept.sql("UPDATE wijkkaart_scenarios SET scenario = replace(scenario, 'ours', 'theirs')");
    let error = kept.store.scenarios().unwrap_err().to_string();
    assert!(
        error.contains("'west'") && error.contains("behind our back"),
        "{error}"
    );
    kept.store.keep_scenario(&scenario("west", "ours")).unwrap();
    assert_eq!(kept.store.scenarios().unwrap().len(), 1);
}

#[test]
fn a_store_of_the_schema_before_gets_them_after_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.gpkg");
    let mut old = connection::writer(&path).unwrap();
    schema::migrate(&mut old, &path, &rd(), &schema::STEPS[..2]).unwrap();
    drop(old);
    let store = GeoPackageStore::open(&path, &rd()).unwrap();
    store.keep_scenario(&scenario("west", "")).unwrap();
    assert_eq!(store.scenarios().unwrap().len(), 1);
    assert!(folder.path().join("store.gpkg.schema-2.backup").exists());
}
