//! What changed between two days, and what each part of the change comes from.
//!
//! The figures of the one day are led to those of the other in steps: first what the list says otherwise by now (corrections), then
//! what closed, what opened, what moved, then where people live and how the city is divided, last what is required. A part is what
//! the figure changes by at its step, so that the parts add up to the change; where several causes bear on the same residents, the
//! earlier step has the effect. Seen from the later day to the earlier, the same steps count back.

mod exact;
mod facilities;
mod figures;
mod path;

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::criterion::Criterion;
use crate::domain::{AreaCode, Level};
use crate::study::{Selection, Study};

pub use exact::Parts;
pub use facilities::{Event, Presence};
pub use path::{Path, Stage, events, path};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// The day to which, with type (none: every one), group and distance. Criteria bring their own group and distance.
    pub selection: Selection,
    /// The day from which.
    pub from: Date,
}

/// Why a figure changed, in the order in which causes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The later list says otherwise of what was there already, or does not say since when it is there.
    Correction,
    Closed,
    Opened,
    Moved,
    /// Residents, where they live, and the borders of areas.
    Residents,
    /// Another version of the criterion.
    Criterion,
}

impl Cause {
    /// Every cause, in their order.
    pub const ALL: [Self; 6] = [
        Self::Correction,
        Self::Closed,
        Self::Opened,
        Self::Moved,
        Self::Residents,
        Self::Criterion,
    ];
}

/// What is measured of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Located facilities that stand in it.
    FacilityCount,
    /// Residents of the group, as the demand holds them.
    Residents,
    /// Those within the norm distance.
    Served,
    Unserved,
    Coverage,
    /// Metres to the nearest, over those who can reach one.
    MeanDistance,
    /// What is short of a criterion; 0 where it is met.
    Short,
}

/// An area on both days; its code and level make it the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaThen {
    pub code: AreaCode,
    pub level: Level,
    /// Its place in the study of the day from which; none: it did not exist.
    pub before: Option<u32>,
    /// Its place in the study of the day to which.
    pub after: Option<u32>,
}

/// One figure of one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place in [`Report::areas`].
    pub area: usize,
    /// Place of the type in the taxonomy; none: of all facilities, or of no type.
    pub service_type: Option<usize>,
    pub measure: Measure,
    /// Place in [`Report::criteria`] of the criterion that is measured.
    pub criterion: Option<usize>,
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// `after − before`, exactly; none where one of them is not known.
    pub change: Option<f64>,
    /// Add up to the change, exactly.
    pub parts: Parts,
}

/// A criterion on both days.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionThen {
    /// Its version on the day from which; none: it was not in force.
    pub before: Option<Criterion>,
    /// Its version on the day to which.
    pub after: Option<Criterion>,
    /// What is short of it, as the versions measure it. Two versions that measure different things stand apart.
    pub unit: &'static str,
}

impl CriterionThen {
    /// The version that says what it is about: the newer one where there are two.
    pub fn either(&self) -> Option<&Criterion> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The areas that there are now, in the order of their study, then those that are no more.
    pub areas: Vec<AreaThen>,
    pub criteria: Vec<CriterionThen>,
    /// Every figure, changed or not, of the types that anything can have changed for; by area.
    pub rows: Vec<Row>,
    /// What became of the facilities, of every type that is asked.
    pub events: Vec<Event>,
}

/// Takes the changes apart from what is known of a day (`before`) to what is known of another (`after`).
pub fn run(before: &Arc<Study>, after: &Study, params: &Params) -> Report {
    along(&path(before, after, params))
}

/// The same along a path that was found before.
pub fn along(path: &Path) -> Report {
    along_in(path, |_| true)
}

/// The same with rows of the areas alone that are `asked`.
pub fn along_in(path: &Path, asked: impl Fn(&AreaThen) -> bool) -> Report {
    let (areas, criteria, rows) = figures::all(path, asked);
    Report {
        areas,
        criteria,
        rows,
        events: path.events.clone(),
    }
}

/// The area's name on the day that it exists, the later one first.
pub fn name<'a>(area: &AreaThen, before: &'a Study, after: &'a Study) -> &'a str {
    match (area.after, area.before) {
        (Some(place), _) => &after.areas.get(place).name,
        (None, Some(place)) => &before.areas.get(place).name,
        (None, None) => "",
    }
}
