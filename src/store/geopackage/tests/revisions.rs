use std::sync::Barrier;

use super::*;
use crate::store::StoreError;

#[test]
fn every_revision_can_be_asked_for() {
    let kept = Kept::new();
    kept.put(vec![facility("b", "first"), facility("a", "A")]);
    kept.put(vec![facility("b", "second")]);
    let mut gone = changes(Layer::Facilities, "list");
    gone.remove = vec!["a".to_owned(), "never there".to_owned()];
    done(kept.store.commit(2, &gone, "steward").unwrap());

    let names = |revision| -> Vec<String> {
        kept.load(revision)
            .into_iter()
            .map(|record| match record {
                LayerRecord::Facility(facility) => facility.name.unwrap(),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    assert_eq!(names(Some(0)), [""; 0]);
    assert_eq!(names(Some(1)), ["A", "first"]);
    assert_eq!(names(Some(2)), ["A", "second"]);
    assert_eq!(names(Some(3)), ["second"]);
    assert_eq!(names(None), ["second"]);
    let unknown = kept.store.load(Some(4), &mut |_| ()).unwrap_err();
    assert!(matches!(unknown, StoreError::UnknownRevision(4)));
}

#[test]
fn a_commit_is_a_revision_with_its_source_counts_and_author() {
    let kept = Kept::new();
    let revision = kept.put(vec![facility("a", "A")]);
    assert_eq!(revision.number, 1);
    assert_eq!(revision.who, "steward");
    assert_eq!(revision.counts.added, 1);
    assert_eq!(revision.source, Some(source(Layer::Facilities, "list")));
    assert_eq!(kept.store.head().unwrap(), revision);
    assert_eq!(kept.store.history().unwrap().last(), Some(&revision));
    let (loaded, sources) = kept.store.load(None, &mut |_| ()).unwrap();
    assert_eq!(
        (loaded, sources),
        (revision, vec![source(Layer::Facilities, "list")])
    );
}

#[test]
fn a_record_that_stands_as_it_is_put_writes_nothing() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A"), facility("b", "B")]);
    kept.put(vec![facility("a", "A"), facility("b", "changed")]);
    let count = |table: &str| -> i64 {
        let file = Connection::open(kept.path()).unwrap();
        file.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(count("facilities"), 2);
    assert_eq!(count("facilities_history"), 1);
    assert_eq!(count("facilities_standing WHERE rev_from = 1"), 1);
}

#[test]
fn a_key_that_is_both_removed_and_put_stays() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    let mut both = put("list", vec![facility("a", "A")]);
    both.remove = vec!["a".to_owned()];
    done(kept.store.commit(1, &both, "steward").unwrap());
    assert_eq!(kept.load(None), [LayerRecord::Facility(facility("a", "A"))]);
}

#[test]
fn a_source_whose_records_were_all_replaced_is_out_of_force() {
    let kept = Kept::new();
    let mut old = changes(Layer::Neighbourhoods, "buurten-2023");
    old.put.areas = vec![area("BU1", Level::Neighbourhood, "buurten-2023")];
    done(kept.store.commit(0, &old, "steward").unwrap());
    let mut new = changes(Layer::Neighbourhoods, "buurten-2024");
    new.put.areas = vec![area("BU2", Level::Neighbourhood, "buurten-2024")];
    new.remove = vec!["BU1".to_owned()];
    done(kept.store.commit(1, &new, "steward").unwrap());

    let sources = |revision| kept.store.load(revision, &mut |_| ()).unwrap().1;
    assert_eq!(sources(Some(1)), [old.source]);
    assert_eq!(sources(None), [new.source]);
    assert_eq!(kept.load(Some(1)), [LayerRecord::Area(old.put.areas[0].clone())]);
}

#[test]
fn of_a_source_that_was_imported_twice_the_latest_import_is_in_force() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    let mut again = put("list", vec![]);
    again.source.sha256 = "11".repeat(32);
    done(kept.store.commit(1, &again, "steward").unwrap());
    let (_, sources) = kept.store.load(None, &mut |_| ()).unwrap();
    assert_eq!(sources, [again.source]);
}

#[test]
fn a_commit_on_an_old_base_is_a_conflict_and_changes_nothing() {
    let kept = Kept::new();
    let head = kept.put(vec![facility("a", "A")]);
    let late = kept
        .store
        .commit(0, &put("list", vec![facility("a", "late")]), "other")
        .unwrap();
    assert_eq!(late, Commit::Conflict(head));
    assert_eq!(kept.load(None), [LayerRecord::Facility(facility("a", "A"))]);
}

#[test]
fn a_record_that_could_not_be_read_again_is_refused_with_all_that_came_with_it() {
    let kept = Kept::new();
    let mut backwards = facility("b", "B");
    backwards.valid_from = Some(date(2025, 1, 1));
    backwards.valid_to = Some(date(2024, 1, 1));
    let error = kept
        .store
        .commit(0, &put("list", vec![facility("a", "A"), backwards]), "steward")
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("facilities 'b' cannot be kept: validTo"),
        "{error}"
    );
    assert_eq!(kept.store.head().unwrap().number, 0);
    assert!(kept.load(None).is_empty());
    kept.put(vec![facility("a", "A")]);
}

#[test]
fn of_two_writers_at_once_one_is_done_and_the_other_has_a_conflict() {
    let kept = Kept::new();
    let barrier = Barrier::new(2);
    let outcomes = std::thread::scope(|scope| {
        let writers = ["a", "b"].map(|id| {
            let (path, barrier) = (kept.path(), &barrier);
            scope.spawn(move || {
                let store = GeoPackageStore::open(&path, &rd()).unwrap();
                barrier.wait();
                store.commit(0, &put("list", vec![facility(id, id)]), id).unwrap()
            })
        });
        writers.map(|writer| writer.join().unwrap())
    });
    let (Commit::Done(revision), Commit::Conflict(head)) = (match outcomes {
        [Commit::Conflict(head), done] => (done, Commit::Conflict(head)),
        [done, other] => (done, other),
    }) else {
        panic!("both were done, or neither");
    };
    assert_eq!(revision, head);
    assert_eq!(kept.load(None).len(), 1);
}

#[test]
fn a_load_sees_one_moment_whatever_is_committed_meanwhile() {
    let kept = Kept::new();
    kept.put((0..50).map(|n| facility(&format!("{n:02}"), "before")).collect());
    let mut names = Vec::new();
    let (revision, _) = kept
        .store
        .load(None, &mut |record| {
            if names.is_empty() {
                kept.put((0..50).map(|n| facility(&format!("{n:02}"), "after")).collect());
            }
            if let LayerRecord::Facility(facility) = record {
                names.extend(facility.name);
            }
        })
        .unwrap();
    assert_eq!(revision.number, 1);
    assert_eq!(names, vec!["before"; 50]);
    assert_eq!(kept.store.head().unwrap().number, 2);
}

#[test]
fn another_process_writes_when_the_import_lets_go_of_the_write_lock() {
    let kept = Kept::new();
    let other = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    let import = kept.store.write_lock().unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            other
                .commit(0, &put("list", vec![facility("x", "other")]), "other")
                .unwrap()
        });
        kept.put(vec![facility("a", "import")]);
        drop(import);
        assert!(matches!(waiting.join().unwrap(), Commit::Conflict(head) if head.number == 1));
    });
}

#[test]
fn a_file_held_by_another_program_is_told_as_locked() {
    let kept = Kept::new();
    let other = Connection::open(kept.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = kept.store.commit(0, &put("list", vec![]), "steward").unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    kept.put(vec![facility("a", "A")]);
}

#[test]
fn a_commit_leaves_nothing_in_the_log() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    let log = kept.folder.path().join("store.gpkg-wal");
    assert_eq!(std::fs::metadata(log).unwrap().len(), 0);
}
