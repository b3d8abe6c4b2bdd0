//! A damaged file is refused with what to do about it, and never gives a wrong record.

use super::*;
use crate::store::StoreError;

/// The bytes of a closed store with history in it, and what it holds.
fn bytes() -> (Vec<u8>, Vec<LayerRecord>) {
    let kept = Kept::new();
    for round in 0..3 {
        kept.put(
            (0..60)
                .map(|n| facility(&format!("f{n}"), &format!("name {round}")))
                .collect(),
        );
    }
    let records = kept.load(None);
    let path = kept.path();
    drop(kept.store);
    (std::fs::read(path).unwrap(), records)
}

fn open(bytes: &[u8]) -> Result<Vec<LayerRecord>, StoreError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.gpkg");
    std::fs::write(&path, bytes).unwrap();
    let store = GeoPackageStore::open(&path, &rd())?;
    let mut records = Vec::new();
    store.load(None, &mut |record| records.push(record))?;
    Ok(records)
}

#[test]
fn a_file_that_was_cut_is_refused_with_the_way_back() {
    let (bytes, _) = bytes();
    for length in [4096, bytes.len() / 2, bytes.len() - 4096] {
        let error = open(&bytes[..length]).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{length}: {error}");
        assert!(error.to_string().contains("restore a backup"), "{error}");
    }
}

#[test]
fn a_file_whose_first_page_is_empty_is_damaged_and_not_somebody_elses() {
    let (mut bytes, _) = bytes();
    bytes[..4096].fill(0);
    let error = open(&bytes).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn flipped_bytes_give_an_error_or_the_right_records() {
    let (whole, records) = bytes();
    // A fixed sequence of places, so that a failure comes back.
    let mut place = 88_172_645_463_325_252_u64;
    let mut refused = 0;
    for round in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..8 {
            place ^= place << 13;
            place ^= place >> 7;
            place ^= place << 17;
            let index = usize::try_from(place % bytes.len() as u64).unwrap();
            bytes[index] ^= 0x5a;
        }
        match open(&bytes) {
            Ok(found) => assert!(found == records, "round {round}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 0);
}
