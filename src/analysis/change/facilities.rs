//! What became of the facilities between two days.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Distance, Euclidean};
use jiff::civil::Date;

use super::Cause;
use crate::domain::likeness::folded;
use crate::domain::{Facility, FacilityId};
use crate::study::{Edit, Study};

/// Without addresses to compare, what stands this near to where it stood has not moved: its place was found more precisely.
const MOVED_M: f64 = 25.0;

/// Whether a facility counts on both days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Stayed,
    /// Only on the later day.
    Came,
    /// Only on the earlier day.
    Left,
}

/// Something that became of a facility.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: FacilityId,
    /// One of [`Cause::Correction`], [`Cause::Closed`], [`Cause::Opened`] and [`Cause::Moved`].
    pub cause: Cause,
    pub presence: Presence,
    /// The types whose facilities it changes, as places in the taxonomy; none: not classified. Two where a type was corrected.
    pub types: Vec<Option<usize>>,
    /// What it changes in the study of the day before.
    pub(super) edit: Edit,
}

impl Event {
    /// Whether it changes the facilities of a type.
    pub fn of_type(&self, service_type: Option<usize>) -> bool {
        self.types.contains(&service_type)
    }
}

/// What became of the facilities from one day in one study to a later day in another, by id; a correction comes before what else
/// became of the same facility. Only located facilities count, for only they are in a figure.
pub(super) fn events(earlier: (&Study, Date), later: (&Study, Date)) -> Vec<Event> {
    let (then, now) = (there(earlier), there(later));
    let ids: BTreeSet<&FacilityId> = then.keys().chain(now.keys()).copied().collect();
    let mut events = Vec::new();
    for id in ids {
        match (then.get(id), now.get(id)) {
            (Some(old), Some(new)) => stayed(later.0, earlier.0, old, new, &mut events),
            (Some(old), None) => left(earlier, later, old, &mut events),
            (None, Some(new)) => came(earlier.1, later.0, new, &mut events),
            (None, None) => {}
        }
    }
    events
}

/// The located facilities that are valid on a day.
fn there((study, date): (&Study, Date)) -> BTreeMap<&FacilityId, &Facility> {
    let facilities = study.facilities.list.iter().filter(|of| !of.removed);
    facilities
        .map(|of| &of.facility)
        .filter(|of| of.location.is_some() && of.valid_on(date))
        .map(|of| (&of.id, of))
        .collect()
}

fn type_of(study: &Study, facility: &Facility) -> Option<usize> {
    study.taxonomy.position(facility.service_type.as_ref()?.as_str())
}

/// A facility as it is put among those of an earlier day, whenever it is valid itself.
fn always(facility: &Facility) -> Facility {
    Facility {
        valid_from: None,
        valid_to: None,
        ..facility.clone()
    }
}

fn put(cause: Cause, presence: Presence, types: Vec<Option<usize>>, facility: Facility) -> Event {
    Event {
        id: facility.id.clone(),
        cause,
        presence,
        types,
        edit: Edit::Put(Box::new(facility)),
    }
}

fn stayed(now: &Study, then: &Study, old: &Facility, new: &Facility, events: &mut Vec<Event>) {
    let moved = has_moved(old, new);
    let types = vec![type_of(then, old), type_of(now, new)];
    let corrected = old.service_type != new.service_type
        || old.capacity != new.capacity
        || old.floor_area_m2 != new.floor_area_m2
        || (old.location != new.location && !moved);
    if corrected {
        let location = if moved { old.location } else { new.location };
        let facility = Facility {
            location,
            ..always(new)
        };
        events.push(put(Cause::Correction, Presence::Stayed, types, facility));
    }
    if moved {
        events.push(put(
            Cause::Moved,
            Presence::Stayed,
            vec![type_of(now, new)],
            always(new),
        ));
    }
}

/// Whether a facility stands elsewhere, and not only according to a better list: its address differs, or, where there are no
/// addresses to compare, it stands clearly further off.
fn has_moved(old: &Facility, new: &Facility) -> bool {
    let (Some(from), Some(to)) = (old.location, new.location) else {
        return false;
    };
    let differ =
        |old: &Option<String>, new: &Option<String>| Some(folded(old.as_deref()?) != folded(new.as_deref()?));
    let squeezed = |code: &Option<String>| code.as_deref().map(|code| folded(code).replace(' ', ""));
    let postcodes = (squeezed(&old.postcode), squeezed(&new.postcode));
    let compared = [
        differ(&old.address, &new.address),
        differ(&postcodes.0, &postcodes.1),
    ];
    if from == to {
        false
    } else if compared == [None, None] {
        Euclidean.distance(from, to) > MOVED_M
    } else {
        compared.contains(&Some(true))
    }
}

fn left((then, from): (&Study, Date), (now, to): (&Study, Date), old: &Facility, events: &mut Vec<Event>) {
    let removed = |cause, of| Event {
        id: old.id.clone(),
        cause,
        presence: Presence::Left,
        types: vec![of],
        edit: Edit::Remove(old.id.clone()),
    };
    let known = now.facilities.place(old.id.as_str());
    let known = known.map(|place| &now.facilities.get(place).facility);
    let ended = |of: &&Facility| of.valid_on(from) && of.valid_to.is_some_and(|end| end <= to);
    let (before, after) = (type_of(then, old), known.and_then(|of| type_of(now, of)));
    match known.filter(ended) {
        None => events.push(removed(Cause::Correction, before)),
        Some(_) if before == after => events.push(removed(Cause::Closed, before)),
        // It was of another type all along, and that is what closed.
        Some(known) => {
            let facility = Facility {
                location: known.location.or(old.location),
                ..always(known)
            };
            events.push(put(
                Cause::Correction,
                Presence::Left,
                vec![before, after],
                facility,
            ));
            events.push(removed(Cause::Closed, after));
        }
    }
}

fn came(from: Date, now: &Study, new: &Facility, events: &mut Vec<Event>) {
    let opened = new.valid_from.is_some_and(|since| since > from);
    let cause = if opened { Cause::Opened } else { Cause::Correction };
    events.push(put(cause, Presence::Came, vec![type_of(now, new)], always(new)));
}

#[cfg(test)]
mod tests {
    use geo::Point;

    use super::*;

    fn at(x: f64, address: Option<&str>, postcode: Option<&str>) -> Facility {
        let mut facility = Facility::new("f", "list");
        facility.location = Some(Point::new(x, 0.0));
        facility.address = address.map(str::to_owned);
        facility.postcode = postcode.map(str::to_owned);
        facility
    }

    #[test]
    fn a_move_is_another_place_at_another_address_or_clearly_off_without_addresses() {
        let moved = |a: &Facility, b: &Facility| {
            assert_eq!(has_moved(a, b), has_moved(b, a));
            has_moved(a, b)
        };
        let old = at(0.0, Some("Plein 1"), Some("3311 AA"));
        assert!(!moved(&old, &at(0.0, Some("Markt 2"), None)), "the same place");
        assert!(moved(&old, &at(30.0, Some("Markt 2"), None)));
        assert!(moved(&old, &at(5.0, Some("Plein 1"), Some("3311 AB"))));
        assert!(
            !moved(&old, &at(900.0, Some("plein 1"), Some("3311AA"))),
            "found better"
        );
        assert!(moved(&at(0.0, None, None), &at(26.0, Some("Plein 1"), None)));
        assert!(!moved(&at(0.0, None, None), &at(25.0, None, None)));
        let mut lost = old.clone();
        lost.location = None;
        assert!(!moved(&old, &lost));
    }
}
