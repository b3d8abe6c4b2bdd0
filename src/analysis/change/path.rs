//! The steps from what one day was like to what another was like.

use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use super::facilities::{self, Event};
use super::{Cause, Params};
use crate::study::{Edit, Selection, Study};

/// A study that is lent or our own.
enum Held<'a> {
    Lent(&'a Study),
    Own(Arc<Study>),
}

/// What is asked at a step of the path.
pub struct Stage<'a> {
    study: Held<'a>,
    /// The day on which it is asked.
    pub date: Date,
}

impl Deref for Stage<'_> {
    type Target = Study;

    fn deref(&self) -> &Study {
        match &self.study {
            Held::Lent(study) => study,
            Held::Own(study) => study,
        }
    }
}

/// The path from the earlier day to the later one, whichever was asked first.
pub struct Path<'a> {
    pub(super) params: Params,
    /// Whether the day from which is the earlier one.
    pub forward: bool,
    /// What became of the facilities of the types that are asked.
    pub events: Vec<Event>,
    /// The earlier day, and after each cause of [`Cause::ALL`] but the criteria; the last is the later day.
    pub stages: Vec<Stage<'a>>,
    /// Whether residents and borders may differ: not where the two days are asked of one and the same study.
    pub(super) residents_differ: bool,
}

impl<'a> Path<'a> {
    /// The stage of the day from which.
    pub fn before(&self) -> &Stage<'a> {
        &self.stages[if self.forward { 0 } else { self.stages.len() - 1 }]
    }

    /// The stage of the day to which.
    pub fn after(&self) -> &Stage<'a> {
        &self.stages[if self.forward { self.stages.len() - 1 } else { 0 }]
    }

    /// What is asked on the day of a stage.
    pub fn selection(&self, stage: &Stage) -> Selection {
        Selection {
            date: stage.date,
            ..self.params.selection.clone()
        }
    }
}

/// Which of two days is the earlier: the one with the earlier date; of one date that of the earlier revision.
fn forward(before: &Study, after: &Study, params: &Params) -> bool {
    let (from, to) = (params.from, params.selection.date);
    (from, before.revision.number) <= (to, after.revision.number)
}

/// What became of the facilities of the types that are asked, from the earlier day to the later.
pub fn events(before: &Study, after: &Study, params: &Params) -> Vec<Event> {
    let (then, now) = ((before, params.from), (after, params.selection.date));
    let mut events = if forward(before, after, params) {
        facilities::events(then, now)
    } else {
        facilities::events(now, then)
    };
    let asked = params.selection.service_type.as_ref();
    let position = asked.map(|code| after.taxonomy.position(code.as_str()));
    events.retain(|event| position.is_none_or(|of| event.of_type(of)));
    events
}

/// Finds the path.
pub fn path<'a>(before: &'a Arc<Study>, after: &'a Study, params: &Params) -> Path<'a> {
    let (from, to) = (params.from, params.selection.date);
    let same = std::ptr::eq(Arc::as_ptr(before), after);
    let forward = forward(before, after, params);
    let (mut study, later) = match (forward, same) {
        (true, _) => (Arc::clone(before), after),
        (false, true) => (Arc::clone(before), before.as_ref()),
        (false, false) => (Arc::new(after.parts()), before.as_ref()),
    };
    let events = events(before, after, params);
    let own = |study: &Arc<Study>| Stage {
        study: Held::Own(Arc::clone(study)),
        date: from.min(to),
    };
    let mut stages = vec![own(&study)];
    for cause in [Cause::Correction, Cause::Closed, Cause::Opened, Cause::Moved] {
        let edits: Vec<Edit> = events
            .iter()
            .filter(|event| event.cause == cause)
            .map(|event| event.edit.clone())
            .collect();
        if !edits.is_empty() {
            // What is taken out stands in it, so that no edit is refused.
            study = study.edited(edits).map_or(study, Arc::new);
        }
        stages.push(own(&study));
    }
    stages.push(Stage {
        study: Held::Lent(later),
        date: from.max(to),
    });
    Path {
        params: params.clone(),
        forward,
        events,
        stages,
        residents_differ: !same,
    }
}
