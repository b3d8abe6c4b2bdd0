use super::*;
use crate::domain::Reading;
use crate::store::StoreError;

fn reading(revision: u64, indicator: &str, area: &str, value: Option<f64>) -> Reading {
    Reading {
        revision,
        date: date(2026, 1, 1),
        indicator: indicator.to_owned(),
        area: area.into(),
        value,
    }
}

#[test]
fn readings_are_kept_per_revision_and_replaced_as_a_whole() {
    let kept = Kept::new();
    kept.put(vec![facility("a", "A")]);
    kept.put(vec![facility("a", "B")]);
    let first = [
        reading(1, "concentration", "GM0001", None),
        reading(1, "facility-count", "GM0001", Some(1.0)),
        reading(1, "facility-count", "WK000101", Some(0.0)),
    ];
    kept.store.keep_readings(1, &first).unwrap();
    let second = [reading(2, "facility-count", "GM0001", Some(2.0))];
    kept.store.keep_readings(2, &first).unwrap();
    kept.store.keep_readings(2, &second).unwrap();
    assert_eq!(kept.store.readings(Some(1)).unwrap(), first);
    assert_eq!(kept.store.readings(None).unwrap(), [&first[..], &second].concat());
    let again = GeoPackageStore::open(&kept.path(), &rd()).unwrap();
    assert_eq!(again.readings(None).unwrap().len(), 4);
}

#[test]
fn readings_of_a_revision_that_is_not_there_are_refused() {
    let kept = Kept::new();
    let refused = kept.store.keep_readings(9, &[reading(9, "x", "y", None)]);
    assert!(
        matches!(refused, Err(StoreError::UnknownRevision(9))),
        "{refused:?}"
    );
    assert!(kept.store.readings(None).unwrap().is_empty());
}
