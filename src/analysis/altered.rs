//! Which facilities are different between two states of a city: those that came, that stand elsewhere and that are gone.

use crate::domain::FacilityId;
use crate::study::Study;

/// The question: what is compared is all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Params;

/// What became of a facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Added,
    Moved,
    Removed,
}

impl Fate {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Moved => "moved",
            Self::Removed => "removed",
        }
    }
}

/// One facility that is different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: FacilityId,
    pub fate: Fate,
    /// Its place in the list of the study before; none where it was not there.
    pub before: Option<u32>,
    /// Its place in the list of the study after; none where it is not there.
    pub after: Option<u32>,
}

/// The answer, by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub rows: Vec<Row>,
}

impl Report {
    /// Places in the taxonomy of the types of what is different, before and after, each once and ascending.
    pub fn types(&self, before: &Study, after: &Study) -> Vec<usize> {
        let of = |study: &Study, place: Option<u32>| study.facilities.get(place?).service_type;
        let both = |row: &Row| [of(before, row.before), of(after, row.after)];
        let mut types: Vec<usize> = self.rows.iter().flat_map(both).flatten().collect();
        types.sort_unstable();
        types.dedup();
        types
    }
}

/// Compares the facilities of two studies by id, whatever the day.
pub fn run(before: &Study, after: &Study, _: &Params) -> Report {
    // Mostly a facility stands at the same place of both lists.
    let place_in = |study: &Study, place: u32, id: &FacilityId| {
        let there = study.facilities.list.get(place as usize);
        let same = there.is_some_and(|of| !of.removed && of.facility.id == *id);
        if same {
            Some(place)
        } else {
            study.facilities.place(id.as_str())
        }
    };
    let mut rows = Vec::new();
    let mut add = |id: &FacilityId, fate, before, after| {
        rows.push(Row {
            id: id.clone(),
            fate,
            before,
            after,
        });
    };
    for (place, then) in (0_u32..)
        .zip(&before.facilities.list)
        .filter(|(_, of)| !of.removed)
    {
        let id = &then.facility.id;
        match place_in(after, place, id) {
            None => add(id, Fate::Removed, Some(place), None),
            Some(now) if before.facilities.location(place) != after.facilities.location(now) => {
                add(id, Fate::Moved, Some(place), Some(now));
            }
            Some(_) => {}
        }
    }
    for (place, now) in (0_u32..)
        .zip(&after.facilities.list)
        .filter(|(_, of)| !of.removed)
    {
        let id = &now.facility.id;
        if place_in(before, place, id).is_none() {
            add(id, Fate::Added, None, Some(place));
        }
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    Report { rows }
}
