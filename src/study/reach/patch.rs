//! The reach of an edited study, made from that of the study it was edited from: only neighbourhoods from which something
//! that came or went can be noticed are measured again.

use std::sync::Arc;

use geo::{Coord, Rect};

use super::{Block, Reach, Travel};
use crate::study::{Base, Demand, Study};

/// More facilities that came or went than this, and measuring everything is no slower.
const MOST: usize = 64;

/// Where facilities went from and came to.
#[derive(Default)]
pub(super) struct Changes {
    pub gone: Vec<Coord<f64>>,
    /// With their places in the study's list.
    pub came: Vec<(u32, Coord<f64>)>,
}

impl Changes {
    /// All these places.
    pub fn places(&self) -> impl Iterator<Item = &Coord<f64>> {
        self.gone.iter().chain(self.came.iter().map(|(_, at)| at))
    }
}

/// What changed between the facilities that counted before and those that count now, both ascending; none when too much.
fn changes(study: &Study, base: &Base, before: &[u32], now: &[u32]) -> Option<Changes> {
    let stood = |place: u32| base.study.facilities.location(place);
    let stands = |place: u32| study.facilities.location(place).map(|at| (place, at));
    let mut changes = Changes::default();
    let (mut before, mut now) = (before.iter().copied().peekable(), now.iter().copied().peekable());
    loop {
        match (before.peek().copied(), now.peek().copied()) {
            (None, None) => return Some(changes),
            (Some(old), Some(new)) if old == new => {
                // Only what an edit touched can have moved.
                if base.changed.contains(&old) && stood(old) != stands(new).map(|(_, at)| at) {
                    changes.gone.extend(stood(old));
                    changes.came.extend(stands(new));
                }
                before.next();
                now.next();
            }
            (old, Some(new)) if old.is_none_or(|old| new < old) => {
                changes.came.extend(stands(new));
                now.next();
            }
            (old, _) => {
                changes.gone.extend(old.and_then(stood));
                before.next();
            }
        }
        if changes.gone.len() + changes.came.len() > MOST {
            return None;
        }
    }
}

/// Plain metres from a place to the nearest point of a box.
fn apart(bounds: &Rect<f64>, from: Coord<f64>) -> f64 {
    let x = (bounds.min().x - from.x).max(from.x - bounds.max().x).max(0.0);
    let y = (bounds.min().y - from.y).max(from.y - bounds.max().y).max(0.0);
    x.hypot(y)
}

/// The reach before some edits, and what they changed.
pub(super) struct Patch {
    pub before: Arc<Reach>,
    changes: Changes,
}

impl Patch {
    /// What leads from the reach before the edits of a study to that to `facilities`; none when too much changed.
    pub fn between(study: &Study, base: &Base, before: Arc<Reach>, facilities: &[u32]) -> Option<Self> {
        let changes = changes(study, base, &before.facilities, facilities)?;
        Some(Self { before, changes })
    }

    /// The block of a neighbourhood by `travel`, made from the one before the edits: the same one where nothing is noticed.
    pub fn block(
        &self,
        before: &Arc<Block>,
        demand: &Demand,
        neighbourhood: u32,
        travel: &Travel,
    ) -> Arc<Block> {
        let noticed = demand.bounds(neighbourhood).is_some_and(|bounds| {
            // The farthest was rounded to single precision; a little more is surely not less.
            let limit = travel.norm.0.max(f64::from(before.farthest)) * (1.0 + 1e-6);
            let mut places = self.changes.places();
            places.any(|at| apart(&bounds, *at) * travel.factor <= limit)
        });
        let changed = noticed.then(|| before.changed(demand, travel, &self.changes));
        changed.flatten().map_or_else(|| Arc::clone(before), Arc::new)
    }
}
