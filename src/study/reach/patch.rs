//! The reach of an edited study, made from that of the study it was edited from: only neighbourhoods from which something
//! that came or went can be noticed are measured again.

use std::sync::Arc;

use geo::{Coord, Rect};

use super::{Block, Reach, Travel};
use crate::domain::Metres;
use crate::study::{Base, Study};

/// More facilities that came or went than this, and measuring everything is no slower.
const MOST: usize = 64;

/// Places where facilities were that no longer count or stand elsewhere now, and where they now are; none when too many.
fn changed_places(study: &Study, base: &Base, before: &[u32], now: &[u32]) -> Option<Vec<Coord<f64>>> {
    let stood = |place: u32| base.study.facilities.location(place);
    let stands = |place: u32| study.facilities.location(place);
    let mut places = Vec::new();
    let (mut before, mut now) = (before.iter().copied().peekable(), now.iter().copied().peekable());
    loop {
        let (old, new) = (before.peek().copied(), now.peek().copied());
        match (old, new) {
            (None, None) => return Some(places),
            (Some(old), Some(new)) if old == new => {
                // Only what an edit touched can have moved.
                if base.changed.contains(&old) && stood(old) != stands(new) {
                    places.extend(stood(old));
                    places.extend(stands(new));
                }
                before.next();
                now.next();
            }
            (old, Some(new)) if old.is_none_or(|old| new < old) => {
                places.extend(stands(new));
                now.next();
            }
            (old, _) => {
                places.extend(old.and_then(stood));
                before.next();
            }
        }
        if places.len() > MOST {
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

/// The reach to `facilities`, sharing with `before` what is the same; none when too much changed.
pub(super) fn patched(
    study: &Study,
    base: &Base,
    before: &Reach,
    facilities: &[u32],
    norm: Metres,
) -> Option<Reach> {
    let changed = changed_places(study, base, &before.facilities, facilities)?;
    let factor = study.settings.detour_factor;
    let travel = Travel::straight(study, facilities.to_vec(), norm);
    let blocks = (0_u32..).zip(&before.blocks).map(|(neighbourhood, block)| {
        let block = block.as_ref()?;
        let noticed = study.demand.bounds(neighbourhood).is_some_and(|bounds| {
            // The farthest was rounded to single precision; a little more is surely not less.
            let limit = norm.0.max(f64::from(block.farthest)) * (1.0 + 1e-6);
            changed.iter().any(|at| apart(&bounds, *at) * factor <= limit)
        });
        Some(if noticed {
            Arc::new(Block::new(&study.demand, neighbourhood, &travel))
        } else {
            Arc::clone(block)
        })
    });
    let blocks = blocks.collect();
    Some(Reach {
        norm,
        blocks,
        facilities: travel.places,
    })
}
