//! What analyses read about travel: for each demand point how far the nearest facility is and how many are near enough.

mod block;
mod distances;
mod memory;
mod patch;
mod sets;
mod travel;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::{Selection, Study};
use crate::domain::{Metres, PopulationGroup};

pub use block::{Block, Sums};
pub use distances::{Distances, Spread, Step};
pub(super) use memory::Memory;
pub use sets::Near;
pub use travel::Travel;

/// Travel from every demand point to one set of facilities, under one norm: a [`Block`] per neighbourhood, shared with the
/// reaches of other studies in which nothing changed there.
pub struct Reach {
    pub norm: Metres,
    /// The facilities that count, as places in the study's list, ascending.
    pub facilities: Vec<u32>,
    blocks: Vec<Option<Arc<Block>>>,
    /// Per population group and area, made when a group is first asked for.
    sums: [OnceLock<Vec<Sums>>; PopulationGroup::ALL.len()],
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
            sums: Default::default(),
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

    /// The sums of every area of the study's list for a group, added up once: nothing where an area was not measured.
    pub fn sums(&self, study: &Study, group: PopulationGroup) -> &[Sums] {
        self.sums[group as usize].get_or_init(|| {
            let count = study.areas.neighbourhood_count;
            let of = |neighbourhood: u32| {
                self.of(neighbourhood).map_or_else(Sums::default, |block| {
                    block.sums(&study.areas, &study.demand, neighbourhood, group)
                })
            };
            let mut sums: Vec<Sums> = (0_u32..).take(count).map(of).collect();
            for area in &study.areas.list[count..] {
                let mut total = Sums::default();
                for neighbourhood in &area.neighbourhoods {
                    total += sums[*neighbourhood as usize];
                }
                sums.push(total);
            }
            sums
        })
    }
}

impl Study {
    /// The reach of a type (its place in the taxonomy) for a selection, over the whole city.
    pub fn reach(&self, selection: &Selection, service_type: usize) -> Arc<Reach> {
        let facilities = self.counting(selection, service_type);
        let norm = selection.norm(self, service_type);
        self.reaches.reach((&facilities, norm, selection.mode), || {
            if let Some(base) = &self.base {
                let before = base.study.reach(selection, service_type);
                if let Some(reach) = patch::patched(self, base, &before, &facilities, norm) {
                    return reach;
                }
            }
            let everywhere: Vec<u32> = (0_u32..).take(self.areas.neighbourhood_count).collect();
            Reach::measured(self, facilities.to_vec(), norm, &everywhere)
        })
    }

    /// The located facilities of a type (its place in the taxonomy) that count for a selection, by place; looked up once.
    pub fn counting(&self, selection: &Selection, service_type: usize) -> Arc<[u32]> {
        self.reaches.counting(selection, service_type, || {
            let (facilities, grants) = (&self.facilities, &self.grants);
            match &self.base {
                None => facilities.of_type(grants, selection, service_type),
                Some(base) => {
                    let before = base.study.counting(selection, service_type);
                    facilities.of_type_after(&before, &base.changed, grants, selection, service_type)
                }
            }
        })
    }

    /// The reach over the whole city to what stands in it.
    pub fn reach_inside(&self, selection: &Selection, service_type: usize) -> Arc<Reach> {
        let mut facilities = self.counting(selection, service_type).to_vec();
        facilities.retain(|place| self.facilities.get(*place).neighbourhood.is_some());
        let everywhere: Vec<u32> = (0_u32..).take(self.areas.neighbourhood_count).collect();
        let norm = selection.norm(self, service_type);
        Arc::new(Reach::measured(self, facilities, norm, &everywhere))
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
        let mut facilities = self.counting(selection, service_type).to_vec();
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
