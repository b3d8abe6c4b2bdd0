//! The digest by which an edit behind our back is noticed.
//!
//! SHA-256 over an encoding in which every part tells its kind and length, so that no two records share one.

use sha2::{Digest as _, Sha256};

use super::table;
use crate::domain::Layer;
use crate::domain::feature::Value;

/// SHA-256 of one record.
pub(super) type Digest = [u8; 32];

/// The digest of a record of `layer` with these values, key first, and this geometry blob.
pub(super) fn of(layer: Layer, values: &[Value], geometry: Option<&[u8]>) -> Digest {
    let mut hash = Sha256::new();
    text(&mut hash, b'L', layer.name());
    for (field, value) in table::fields(layer).iter().zip(values) {
        if field.later {
            // A record that says nothing here keeps the digest that it had before the field came.
            if value.is_null() {
                continue;
            }
            text(&mut hash, b'A', field.name);
        }
        match value {
            Value::Null => hash.update(b"0"),
            Value::Text(content) => text(&mut hash, b'T', content),
            Value::Number(number) => {
                hash.update(b"N");
                // SQLite keeps no negative zero.
                hash.update((number + 0.0).to_le_bytes());
            }
            Value::Integer(number) => {
                hash.update(b"I");
                hash.update(number.to_le_bytes());
            }
            Value::Boolean(yes) => hash.update(if *yes { b"Y" } else { b"F" }),
            Value::Date(date) => {
                hash.update(b"D");
                hash.update(date.year().to_le_bytes());
                hash.update(date.month().to_le_bytes());
                hash.update(date.day().to_le_bytes());
            }
            Value::TextList(items) => {
                hash.update(b"S");
                length(&mut hash, items.len());
                for item in items {
                    text(&mut hash, b'T', item);
                }
            }
        }
    }
    if let Some(blob) = geometry {
        hash.update(b"G");
        length(&mut hash, blob.len());
        hash.update(blob);
    }
    hash.finalize().into()
}

fn length(hash: &mut Sha256, length: usize) {
    hash.update((length as u64).to_le_bytes());
}

fn text(hash: &mut Sha256, kind: u8, content: &str) {
    hash.update([kind]);
    length(hash, content.len());
    hash.update(content.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[&str]) -> Vec<Value> {
        values
            .iter()
            .map(|text| Value::Text((*text).to_owned()))
            .collect()
    }

    #[test]
    fn what_moves_from_one_value_to_the_next_changes_the_digest() {
        let digest = |values: &[Value]| of(Layer::Grants, values, None);
        assert_ne!(digest(&texts(&["ab", "c"])), digest(&texts(&["a", "bc"])));
        assert_ne!(digest(&texts(&["a"])), digest(&[Value::list(&["a".to_owned()])]));
        assert_ne!(digest(&[Value::Null]), digest(&texts(&[""])));
        assert_ne!(digest(&[Value::Number(1.0)]), digest(&[Value::Integer(1)]));
    }

    #[test]
    fn layer_and_geometry_are_part_of_it() {
        let values = texts(&["a"]);
        let plain = of(Layer::Facilities, &values, None);
        assert_ne!(plain, of(Layer::Demand, &values, None));
        assert_ne!(plain, of(Layer::Facilities, &values, Some(b"")));
    }

    #[test]
    fn both_zeros_are_one_number() {
        let digest = |zero| of(Layer::Demand, &[Value::Number(zero)], None);
        assert_eq!(digest(0.0), digest(-0.0));
    }
}
