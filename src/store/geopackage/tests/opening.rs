use super::*;
use crate::domain::{Grant, Provision};
use crate::store::StoreError;
use crate::store::geopackage::failure::Failure;
use crate::store::geopackage::{connection, schema};

#[test]
fn a_new_store_is_empty_and_at_revision_0() {
    let kept = Kept::new();
    let head = kept.store.head().unwrap();
    assert_eq!((head.number, head.source.clone()), (0, None));
    assert_eq!(kept.store.history().unwrap(), vec![head]);
    assert!(kept.load(None).is_empty());
    assert!(kept.load(Some(0)).is_empty());
}

#[test]
fn it_is_a_geopackage_1_3_in_the_citys_crs() {
    let kept = Kept::new();
    let file = Connection::open(kept.path()).unwrap();
    let pragma = |name: &str| -> i64 { file.pragma_query_value(None, name, |row| row.get(0)).unwrap() };
    assert_eq!(pragma("application_id"), 0x4750_4B47);
    assert_eq!(pragma("user_version"), 10_300);
    let systems: Vec<i64> = file
        .prepare("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(systems, [-1, 0, 4326, 28992]);
}

#[test]
fn a_store_keeps_what_it_holds_when_it_is_opened_again() {
    let kept = Kept::new();
    let revision = kept.put(vec![facility("a", "A")]);
    let again = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    assert_eq!(again.head().unwrap(), revision);
    assert_eq!(load(&again, None), [LayerRecord::Facility(facility("a", "A"))]);
}

#[test]
fn an_empty_file_becomes_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.gpkg");
    std::fs::write(&path, "").unwrap();
    let store = GeoPackageStore::open(&path, &rd()).unwrap();
    assert_eq!(store.head().unwrap().number, 0);
}

#[test]
fn what_is_no_store_of_ours_is_refused_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "Not a database, and longer than the header of one. ".repeat(20),
    )
    .unwrap();
    let other = folder.path().join("other.gpkg");
    Connection::open(&other)
        .unwrap()
        .execute_batch("PRAGMA application_id = 0x47504B47; CREATE TABLE gpkg_contents (table_name TEXT)")
        .unwrap();
    for path in [text, other] {
        let before = std::fs::read(&path).unwrap();
        let refused = GeoPackageStore::open(&path, &rd()).map(|_| ());
        assert!(
            matches!(refused, Err(StoreError::NotAStore { .. })),
            "{refused:?}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error_that_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nowhere/store.gpkg");
    let error = GeoPackageStore::open(&path, &rd()).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("nowhere/store.gpkg"), "{error}");
}

#[test]
fn a_newer_schema_is_refused() {
    let kept = Kept::new();
    kept.sql("UPDATE wijkkaart_store SET schema_version = 7");
    let refused = GeoPackageStore::open(&kept.path(), &rd()).map(|_| ());
    assert!(
        matches!(
            refused,
            Err(StoreError::Newer {
                found: 7,
                known: 4,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn another_crs_is_refused_by_name() {
    let kept = Kept::new();
    let refused = GeoPackageStore::open(&kept.path(), &Crs::parse("EPSG:25831").unwrap()).map(|_| ());
    let message = refused.unwrap_err().to_string();
    assert!(
        message.contains("EPSG:28992") && message.contains("EPSG:25831"),
        "{message}"
    );
}

#[test]
fn a_column_that_is_not_there_is_named_with_its_table_and_the_way_out() {
    for (statement, table, column) in [
        (
            "ALTER TABLE indicators DROP COLUMN measuredBy",
            "indicators",
            "measuredBy",
        ),
        (
            "ALTER TABLE grants_history DROP COLUMN shares",
            "grants_history",
            "shares",
        ),
        (
            "ALTER TABLE wijkkaart_revisions DROP COLUMN records",
            "wijkkaart_revisions",
            "records",
        ),
        ("DROP TABLE demand_standing", "demand_standing", "key"),
    ] {
        let kept = Kept::new();
        kept.put(vec![facility("a", "A")]);
        kept.sql(statement);
        let error = GeoPackageStore::open(&kept.path(), &rd())
            .map(|_| ())
            .unwrap_err();
        assert!(
            matches!(error, StoreError::MissingColumn { .. }),
            "{statement}: {error}"
        );
        let message = error.to_string();
        for part in [
            format!("table '{table}'"),
            format!("column '{column}'"),
            "import again".to_owned(),
        ] {
            assert!(message.contains(&part), "{message}");
        }
    }
}

#[test]
fn a_column_or_table_too_many_is_fine() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    kept.sql(
        "ALTER TABLE facilities ADD COLUMN remark TEXT; CREATE TABLE layer_styles (a);
         ALTER TABLE indicators RENAME COLUMN measuredBy TO MEASUREDBY",
    );
    let again = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    assert_eq!(load(&again, None), [LayerRecord::Facility(facility("a", "A"))]);
}

fn add_a_table(store: &Connection, _: &Crs) -> Result<(), Failure> {
    store.execute_batch("CREATE TABLE later (a)")?;
    Ok(())
}

fn fail(store: &Connection, _: &Crs) -> Result<(), Failure> {
    store.execute_batch("DROP TABLE facilities")?;
    Err(Failure::Failed("on purpose".to_owned()))
}

#[test]
fn an_older_schema_is_stepped_up_after_a_backup() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    let mut writer = connection::writer(&kept.path()).unwrap();
    let steps = [schema::STEPS, &[add_a_table]].concat();
    schema::migrate(&mut writer, &kept.path(), &rd(), &steps).unwrap();
    let version: u32 = writer
        .query_row(
            "SELECT schema_version FROM wijkkaart_store, (SELECT count(*) FROM later)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(version, 5);

    let backup = kept.folder.path().join("store.gpkg.schema-4.backup");
    let backup = GeoPackageStore::open(&backup, &rd()).unwrap();
    assert_eq!(load(&backup, None), [LayerRecord::Facility(facility("a", "A"))]);
}

#[test]
fn a_step_that_fails_leaves_the_store_as_it_was() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    let mut writer = connection::writer(&kept.path()).unwrap();
    let steps = [schema::STEPS, &[add_a_table, fail]].concat();
    assert!(schema::migrate(&mut writer, &kept.path(), &rd(), &steps).is_err());
    let again = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    assert_eq!(load(&again, None), [LayerRecord::Facility(facility("a", "A"))]);
}

/// A store as version 1 made it: without the fields that came later, without readings and scenarios.
fn as_version_1(kept: &Kept) {
    kept.sql(
        "DROP TABLE wijkkaart_scenarios; DROP TABLE wijkkaart_readings; DROP TABLE wijkkaart_reading_names;
         ALTER TABLE grants DROP COLUMN recipientShares; ALTER TABLE grants DROP COLUMN provision;
         ALTER TABLE grants_history DROP COLUMN recipientShares; ALTER TABLE grants_history DROP COLUMN provision;
         ALTER TABLE indicators DROP COLUMN ambition; ALTER TABLE indicators_history DROP COLUMN ambition;
         ALTER TABLE indicators DROP COLUMN label; ALTER TABLE indicators_history DROP COLUMN label;
         ALTER TABLE indicators DROP COLUMN labelEn; ALTER TABLE indicators_history DROP COLUMN labelEn;
         UPDATE wijkkaart_store SET schema_version = 1",
    );
}

#[test]
fn a_store_of_version_1_is_stepped_up_with_every_revision_of_it() {
    let kept = Kept::new();
    let grant = |scheme: &str| Grant {
        scheme: Some(scheme.to_owned()),
        ..Grant::new("g", "money")
    };
    let put = |grant: Grant| {
        let mut changes = changes(Layer::Grants, "money");
        changes.put.grants = vec![grant];
        let head = kept.store.head().unwrap();
        done(kept.store.commit(head.number, &changes, "steward").unwrap())
    };
    put(grant("Old"));
    put(grant("New"));
    as_version_1(&kept);
    let again = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    assert_eq!(load(&again, Some(1)), [LayerRecord::Grant(grant("Old"))]);
    assert_eq!(load(&again, None), [LayerRecord::Grant(grant("New"))]);
    assert!(kept.folder.path().join("store.gpkg.schema-1.backup").exists());
    // What came later is kept from now on, and noticed when it is changed behind our back.
    let special = Grant {
        provision: Some(Provision::Specialist),
        ..grant("New")
    };
    let mut changes = changes(Layer::Grants, "money");
    changes.put.grants = vec![special.clone()];
    done(again.commit(2, &changes, "steward").unwrap());
    assert_eq!(load(&again, None), [LayerRecord::Grant(special)]);
    kept.sql("UPDATE grants SET provision = 'general'");
    let error = again.load(None, &mut |_| {}).unwrap_err();
    assert!(matches!(error, StoreError::Tampered { .. }), "{error}");
}
