//! What analyses read about travel: for each demand point how far the nearest facility is and how many are near enough.

mod block;
mod distances;
mod memory;
mod patch;
mod sets;

use std::collections::HashSet;
use std::sync::Arc;

use geo::Coord;

use super::{Selection, Study};
use crate::domain::Metres;
use crate::spatial::index::PointIndex;

pub use block::{Block, Sums};
pub use distances::{Distances, Spread, Step};
pub(super) use memory::Memory;

/// Stands in a block where no facility, or more than one, lies within the norm.
const NONE: u32 = u32::MAX;

/// Travel from every demand point to one set of facilities, under one norm: a [`Block`] per neighbourhood, shared with the
/// reaches of other studies in which nothing changed there.
pub struct Reach {
    pub norm: Metres,
    /// The facilities that count, as places in the study's list, ascending.
    pub facilities: Vec<u32>,
    blocks: Vec<Option<Arc<Block>>>,
}

/// How one gets from a place to facilities: Euclidean metres times the detour factor. The factor is applied before
/// comparing, so that what is drawn and what is counted agree.
pub struct Travel {
    /// The facilities, as places in the study's list; the index counts them from 0.
    pub places: Vec<u32>,
    pub norm: Metres,
    factor: f64,
    index: PointIndex,
}

impl Travel {
    /// Straight lines to `places`, all of them located.
    pub fn straight(study: &Study, places: Vec<u32>, norm: Metres) -> Self {
        let located = places
            .iter()
            .filter_map(|place| study.facilities.location(*place))
            .collect();
        Self {
            places,
            norm,
            factor: study.settings.detour_factor,
            index: PointIndex::new(located),
        }
    }

    /// The nearest facility, as an index into `places`, and the metres to it.
    pub fn nearest(&self, from: Coord<f64>) -> Option<(u32, f64)> {
        let (facility, metres) = self.index.nearest(from)?;
        Some((facility, metres * self.factor))
    }

    /// The metres to the n-th nearest facility; none where there are fewer. What is measured on the way stays in `near`.
    pub fn nth(&self, from: Coord<f64>, n: usize, near: &mut Vec<(u32, f64)>) -> Option<f64> {
        self.index.nearest_n(from, n, near);
        let (_, metres) = near.get(n.checked_sub(1)?)?;
        Some(metres * self.factor)
    }

    /// Calls `found` for every facility within the norm, as an index into `places`, in any order.
    pub fn within(&self, from: Coord<f64>, mut found: impl FnMut(u32)) {
        let metres = self.norm.0 / self.factor * (1.0 + 1e-9);
        self.index.within(from, metres, |facility, distance| {
            if distance * self.factor <= self.norm.0 {
                found(facility);
            }
        });
    }
}

impl Reach {
    /// Measures from the demand of `neighbourhoods`; the others stay unmeasured.
    fn measured(study: &Study, facilities: Vec<u32>, norm: Metres, neighbourhoods: &[u32]) -> Self {
        let travel = Travel::straight(study, facilities, norm);
        let mut blocks = vec![None; study.areas.neighbourhood_count];
        for neighbourhood in neighbourhoods {
            blocks[*neighbourhood as usize] =
                Some(Arc::new(Block::new(&study.demand, *neighbourhood, &travel)));
        }
        Self {
            norm,
            facilities: travel.places,
            blocks,
        }
    }

    /// Bytes that it takes, roughly; blocks shared with others are counted too.
    fn bytes(&self) -> usize {
        let blocks: usize = self.blocks.iter().flatten().map(|block| block.bytes()).sum();
        blocks
            + self.blocks.len() * size_of::<Option<Arc<Block>>>()
            + self.facilities.len() * size_of::<u32>()
    }

    /// The part of one neighbourhood; none where it was not measured from there.
    pub fn of(&self, neighbourhood: u32) -> Option<&Block> {
        self.blocks.get(neighbourhood as usize)?.as_deref()
    }
}

impl Study {
    /// The reach of a type (its place in the taxonomy) for a selection, over the whole city.
    pub fn reach(&self, selection: &Selection, service_type: usize) -> Arc<Reach> {
        let facilities = self.facilities.of_type(&self.grants, selection, service_type);
        let norm = selection.norm(self, service_type);
        self.reaches
            .get((facilities, norm, selection.mode), |facilities| {
                let before = self
                    .base
                    .as_ref()
                    .map(|base| (base, base.study.reach(selection, service_type)));
                if let Some((base, before)) = before
                    && let Some(reach) = patch::patched(self, base, &before, &facilities, norm)
                {
                    return reach;
                }
                let everywhere: Vec<u32> = (0_u32..).take(self.areas.neighbourhood_count).collect();
                Reach::measured(self, facilities, norm, &everywhere)
            })
    }

    /// The reach for the residents of one area: with `facilities=within` only what stands in the area counts.
    pub fn reach_in(&self, selection: &Selection, service_type: usize, area: u32) -> Arc<Reach> {
        if !selection.within {
            return self.reach(selection, service_type);
        }
        let inside: HashSet<u32> = self
            .facilities
            .standing_in(&self.areas, area)
            .into_iter()
            .collect();
        let mut facilities = self.facilities.of_type(&self.grants, selection, service_type);
        facilities.retain(|place| inside.contains(place));
        let norm = selection.norm(self, service_type);
        Arc::new(Reach::measured(
            self,
            facilities,
            norm,
            &self.areas.get(area).neighbourhoods,
        ))
    }
}
