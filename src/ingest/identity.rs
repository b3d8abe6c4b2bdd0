//! An identifier is given once and kept: a record without one is known again by what it is.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::domain::likeness::{folded, same_facility};
use crate::domain::{Facility, FacilityId, ServiceTypeCode, SourceName};

/// A facility as it was read, with the identifier that its file gives it.
pub(super) struct Draft {
    pub facility: Facility,
    pub has_id: bool,
}

/// What two records of one facility always share.
type Likeness = (Option<ServiceTypeCode>, String);

fn likeness(facility: &Facility) -> Likeness {
    (
        facility.service_type.clone(),
        folded(facility.name.as_deref().unwrap_or_default()),
    )
}

/// Gives every draft without identifier the one that the same facility has in `present`, or a new one that follows from
/// what it is, so that the same file always gives the same identifiers.
pub(super) fn assign(drafts: &mut [Draft], present: &[Facility], source: &SourceName) {
    let mut taken: HashSet<FacilityId> = present.iter().map(|facility| facility.id.clone()).collect();
    let given: HashSet<FacilityId> = drafts
        .iter()
        .filter(|draft| draft.has_id)
        .map(|draft| draft.facility.id.clone())
        .collect();
    let mut known: HashMap<Likeness, Vec<&Facility>> = HashMap::new();
    for facility in present
        .iter()
        .filter(|facility| facility.source == *source && !given.contains(&facility.id))
    {
        known.entry(likeness(facility)).or_default().push(facility);
    }
    for alike in known.values_mut() {
        // Those that still stand go before closed ones.
        alike.sort_by(|a, b| (a.valid_to.is_some(), &a.id).cmp(&(b.valid_to.is_some(), &b.id)));
    }
    taken.extend(given);
    let mut twins = HashMap::new();
    for draft in drafts.iter_mut().filter(|draft| !draft.has_id) {
        let same = known.get_mut(&likeness(&draft.facility)).and_then(|alike| {
            let same = alike
                .iter()
                .position(|facility| same_facility(facility, &draft.facility))?;
            Some(alike.remove(same).id.clone())
        });
        let id = same.unwrap_or_else(|| new_id(&draft.facility, &taken, &mut twins));
        taken.insert(id.clone());
        draft.facility.id = id;
    }
}

/// `twins` remembers up to which number a stem was given.
fn new_id(facility: &Facility, taken: &HashSet<FacilityId>, twins: &mut HashMap<String, u64>) -> FacilityId {
    let place = facility
        .location
        .map(|point| format!("{:.0} {:.0}", point.x(), point.y()))
        .unwrap_or_default();
    let service_type = facility
        .service_type
        .as_ref()
        .map(ServiceTypeCode::as_str)
        .unwrap_or_default();
    let name = folded(facility.name.as_deref().unwrap_or_default());
    let stem = hash(&[facility.source.as_str(), service_type, &name, &place]);
    let mut id = FacilityId::from(stem.as_str());
    let next = twins.entry(stem.clone()).or_insert(2);
    while taken.contains(&id) {
        id = format!("{stem}-{next}").into();
        *next += 1;
    }
    id
}

/// A short text that follows from `parts`: 16 hexadecimal digits.
pub(super) fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hexadecimal(&hasher.finalize()[..8])
}

/// Bytes as hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Point;

    fn draft(name: &str, x: f64) -> Draft {
        let mut facility = Facility::new("", "list");
        facility.name = Some(name.to_owned());
        facility.location = Some(Point::new(x, 0.0));
        Draft {
            facility,
            has_id: false,
        }
    }

    fn ids(drafts: &[Draft]) -> Vec<String> {
        drafts.iter().map(|draft| draft.facility.id.to_string()).collect()
    }

    #[test]
    fn the_same_file_gets_the_same_ids_and_twins_get_different_ones() {
        let make = || vec![draft("De Kiel", 0.0), draft("De Kiel", 0.0), draft("De Kil", 0.0)];
        let (mut first, mut second) = (make(), make());
        assign(&mut first, &[], &"list".into());
        assign(&mut second, &[], &"list".into());
        assert_eq!(ids(&first), ids(&second));
        let unique: HashSet<String> = ids(&first).into_iter().collect();
        assert_eq!(unique.len(), 3);
    }

    #[test]
    fn an_id_is_kept_when_the_record_moves_less_than_a_metre_or_stands_elsewhere_in_the_file() {
        let mut first = vec![draft("A", 0.0), draft("B", 50.0), draft("B", 50.0)];
        assign(&mut first, &[], &"list".into());
        let present: Vec<Facility> = first.iter().map(|draft| draft.facility.clone()).collect();
        let mut again = vec![
            draft("b", 50.6),
            draft("New", 9.0),
            draft("A", 0.4),
            draft("B", 50.0),
        ];
        assign(&mut again, &present, &"list".into());
        let (first, again) = (ids(&first), ids(&again));
        assert_eq!(again[2], first[0]);
        let twins: HashSet<&String> = [&again[0], &again[3]].into();
        assert_eq!(twins, [&first[1], &first[2]].into());
        assert!(!first.contains(&again[1]));
    }

    #[test]
    fn records_of_another_source_are_not_taken_over() {
        let mut first = vec![draft("A", 0.0)];
        first[0].facility.source = "other".into();
        assign(&mut first, &[], &"other".into());
        let present = vec![first[0].facility.clone()];
        let mut mine = vec![draft("A", 0.0)];
        assign(&mut mine, &present, &"list".into());
        assert_ne!(ids(&mine), ids(&first));
    }
}
