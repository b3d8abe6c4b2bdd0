//! What analyses read about travel: for each demand point how far the nearest facility is and how many are near enough.

mod block;
mod distances;
mod memory;
mod patch;
mod sets;
mod travel;

use std::collections::HashSet;
use std::sync::Arc;

use super::{Selection, Study};
use crate::domain::Metres;

pub use block::{Block, Sums};
pub use distances::{Distances, Spread, Step};
pub(super) use memory::Memory;
pub use travel::Travel;

/// Travel from every demand point to one set of facilities, under one norm: a [`Block`] per neighbourhood, shared with the
/// reaches of other studies in which nothing changed there.
pub struct Reach {
    pub norm: Metres,
    /// The facilities that count, as places in the study's list, ascending.
    pub facilities: Vec<u32>,
    blocks: Vec<Option<Arc<Block>>>,
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
