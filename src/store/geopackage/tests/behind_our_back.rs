//! What another program does to the file is noticed, named, and mended by the next import.

use super::*;
use crate::store::StoreError;

fn kept() -> Kept {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A"), facility("b", "B")]);
    let mut areas = changes(Layer::Districts, "wijken");
    areas.put.areas = vec![area("WK1", Level::District, "wijken")];
    done(kept.store.commit(1, &areas, "steward").unwrap());
    kept
}

fn tampered(kept: &Kept) -> (String, String) {
    match kept.store.load(None, &mut |_| ()) {
        Err(StoreError::Tampered { layer, key, .. }) => (layer, key),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_of_edit_is_noticed_and_named() {
    let edits = [
        (
            "UPDATE facilities SET name = 'Z' WHERE id = 'b'",
            "facilities",
            "b",
        ),
        (
            "UPDATE facilities SET capacity = 5 WHERE id = 'b'",
            "facilities",
            "b",
        ),
        (
            "UPDATE facilities SET capacity = 'many' WHERE id = 'b'",
            "facilities",
            "b",
        ),
        (
            "UPDATE facilities SET validTo = '2024-02-30' WHERE id = 'b'",
            "facilities",
            "b",
        ),
        ("UPDATE facilities SET id = 'c' WHERE id = 'b'", "facilities", "b"),
        (
            "UPDATE facilities SET geom = NULL WHERE id = 'b'",
            "facilities",
            "b",
        ),
        (
            "UPDATE districts SET geom = substr(geom, 1, 90) || x'00' || substr(geom, 92)",
            "districts",
            "WK1",
        ),
        ("DELETE FROM facilities WHERE id = 'b'", "facilities", "b"),
        (
            "INSERT INTO facilities (id, source) VALUES ('new', 'list')",
            "facilities",
            "new",
        ),
        (
            "INSERT INTO facilities (geom) VALUES (NULL)",
            "facilities",
            "fid 3",
        ),
        (
            "INSERT INTO grants (id, source) VALUES ('g', 'list')",
            "grants",
            "g",
        ),
        (
            "UPDATE facilities_standing SET digest = zeroblob(32) WHERE key = 'b'",
            "facilities",
            "b",
        ),
    ];
    for (edit, layer, key) in edits {
        let kept = kept();
        kept.sql(edit);
        assert_eq!(tampered(&kept), (layer.to_owned(), key.to_owned()), "{edit}");
        let message = kept.store.load(None, &mut |_| ()).unwrap_err().to_string();
        assert!(message.contains("import its source again"), "{message}");
    }
}

#[test]
fn a_changed_row_of_the_past_is_noticed_where_it_is_asked_for() {
    let kept = kept();
    kept.put(vec![facility("a", "changed")]);
    kept.sql("UPDATE facilities_history SET name = 'Z'");
    assert_eq!(kept.load(None).len(), 3);
    let error = kept.store.load(Some(1), &mut |_| ()).unwrap_err();
    assert!(matches!(error, StoreError::Tampered { key, .. } if key == "a"));
}

#[test]
fn a_row_of_the_past_that_is_gone_is_noticed() {
    let kept = kept();
    kept.put(vec![facility("a", "changed")]);
    kept.sql("DELETE FROM facilities_history");
    let error = kept.store.load(Some(1), &mut |_| ()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("1 of the 2 records of revision 1 are left"),
        "{error}"
    );
}

#[test]
fn importing_the_source_again_mends_it() {
    let edits = [
        "UPDATE facilities SET name = 'Z', geom = NULL WHERE id = 'b'",
        "UPDATE facilities SET id = 'c' WHERE id = 'b'",
        "DELETE FROM facilities WHERE id = 'b'",
        "INSERT INTO facilities (id, source) VALUES ('new', 'list')",
        "DELETE FROM facilities; INSERT INTO facilities (id, source) VALUES ('b', 'list')",
    ];
    for edit in edits {
        let kept = kept();
        let before = kept.load(None);
        kept.sql(edit);
        tampered(&kept);
        kept.put(vec![facility("a", "A"), facility("b", "B")]);
        assert_eq!(kept.load(None), before, "{edit}");
        assert_eq!(kept.load(Some(2)), before, "{edit}");
        assert_eq!(kept.load(Some(1)).len(), 2, "{edit}");
    }
}

#[test]
fn what_was_replaced_after_an_edit_is_named_in_its_old_revision() {
    let kept = kept();
    kept.sql("DELETE FROM facilities WHERE id = 'b'");
    kept.put(vec![facility("b", "another B")]);
    assert_eq!(kept.load(None).len(), 3);
    let error = kept.store.load(Some(1), &mut |_| ()).unwrap_err();
    assert!(matches!(error, StoreError::Tampered { key, .. } if key == "b"));
}

#[test]
fn a_trigger_that_needs_functions_we_do_not_have_stops_no_commit() {
    let kept = kept();
    kept.sql(
        "CREATE TRIGGER rtree_facilities AFTER INSERT ON facilities BEGIN SELECT ST_MinX(NEW.geom); END",
    );
    kept.put(vec![facility("c", "C")]);
    assert_eq!(kept.load(None).len(), 4);
}

#[test]
fn an_import_that_is_to_mend_can_read_the_rest_and_is_told_the_keys() {
    let kept = kept();
    kept.sql("DELETE FROM facilities WHERE id = 'a'; UPDATE facilities SET id = 'c' WHERE id = 'b'");
    let mut records = Vec::new();
    let found = kept
        .store
        .load_untouched(&mut |record| records.push(record))
        .unwrap();
    assert_eq!(
        records,
        [LayerRecord::Area(area("WK1", Level::District, "wijken"))]
    );
    let key = |key: &str| (Layer::Facilities, key.to_owned());
    assert_eq!(found.touched, [key("a"), key("b")]);

    let mut mend = put("list", vec![facility("a", "A")]);
    mend.remove = found.touched.into_iter().map(|(_, key)| key).collect();
    done(
        kept.store
            .commit(found.revision.number, &mend, "steward")
            .unwrap(),
    );
    assert_eq!(kept.load(None).len(), 2);
}
