//! What analyses read about travel: for each demand point how far the nearest facility is and how many are near enough.

mod block;
mod distances;
mod memory;
mod patch;
mod sets;
mod travel;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use super::waiting::go_on;
use super::{Demand, Selection, Study};
use crate::domain::{Metres, PopulationGroup};

pub use block::{Block, Sums};
pub use distances::{Distances, Spread, Step};
pub(super) use memory::Memory;
use patch::Patch;
pub use sets::Near;
pub use travel::Travel;

/// Bytes that a facility takes in a reach, roughly: its place, and what finds it when it is the nearest.
const BYTES_OF_FACILITY: usize = 128;

/// Travel from every demand point to one set of facilities, under one norm: a [`Block`] per neighbourhood, shared with the
/// reaches of other studies in which nothing changed there. A neighbourhood is measured from when it is first asked for: who
/// asks of one area does not wait for a country.
pub struct Reach {
    pub norm: Metres,
    /// The facilities that count, as places in the study's list, ascending.
    pub facilities: Vec<u32>,
    travel: Travel,
    demand: Arc<Demand>,
    /// The reach that it was made from; none: it is measured.
    patch: Option<Patch>,
    blocks: Vec<OnceLock<Arc<Block>>>,
    /// Bytes of all blocks of the reaches that are remembered together.
    bytes: Arc<AtomicUsize>,
}

impl Reach {
    /// The reach to `facilities`, all of them located. What is measured is added to `bytes`.
    fn new(
        study: &Study,
        facilities: Vec<u32>,
        norm: Metres,
        patch: Option<Patch>,
        bytes: Arc<AtomicUsize>,
    ) -> Self {
        let mut blocks = Vec::new();
        blocks.resize_with(study.areas.neighbourhood_count, OnceLock::new);
        bytes.fetch_add(
            blocks.len() * size_of::<OnceLock<Arc<Block>>>() + facilities.len() * BYTES_OF_FACILITY,
            Ordering::Relaxed,
        );
        Self {
            norm,
            travel: Travel::straight(study, facilities.clone(), norm),
            facilities,
            demand: Arc::clone(&study.demand),
            patch,
            blocks,
            bytes,
        }
    }

    /// One that nobody remembers.
    fn once(study: &Study, facilities: Vec<u32>, norm: Metres) -> Self {
        Self::new(study, facilities, norm, None, Arc::default())
    }

    /// The part of one neighbourhood; none where there is no such neighbourhood. Work that nobody waits for any more stops here.
    pub fn of(&self, neighbourhood: u32) -> Option<&Block> {
        go_on();
        let block = self.blocks.get(neighbourhood as usize)?;
        Some(block.get_or_init(|| self.measured(neighbourhood)))
    }

    /// Whether a neighbourhood was measured from already.
    pub fn is_measured(&self, neighbourhood: u32) -> bool {
        let block = self.blocks.get(neighbourhood as usize);
        block.is_some_and(|block| block.get().is_some())
    }

    fn measured(&self, neighbourhood: u32) -> Arc<Block> {
        let patched = self.patch.as_ref().and_then(|patch| {
            let before = patch.before.shared(neighbourhood)?;
            Some(patch.block(before, &self.demand, neighbourhood, &self.travel))
        });
        let block = patched.unwrap_or_else(|| {
            let block = Block::new(&self.demand, neighbourhood, &self.travel);
            Arc::new(block)
        });
        self.bytes.fetch_add(block.bytes(), Ordering::Relaxed);
        block
    }

    fn shared(&self, neighbourhood: u32) -> Option<&Arc<Block>> {
        self.of(neighbourhood)?;
        self.blocks.get(neighbourhood as usize)?.get()
    }

    /// The sums of an area (its place in the study's list) for a group. They are added up neighbourhood by neighbourhood.
    pub fn sums(&self, study: &Study, area: u32, group: PopulationGroup) -> Sums {
        self.total(study, &study.areas.get(area).neighbourhoods, group)
    }

    /// The sums of the whole city for a group.
    pub fn city_sums(&self, study: &Study, group: PopulationGroup) -> Sums {
        let everywhere: Vec<u32> = (0_u32..).take(self.blocks.len()).collect();
        self.total(study, &everywhere, group)
    }

    fn total(&self, study: &Study, neighbourhoods: &[u32], group: PopulationGroup) -> Sums {
        let mut total = Sums::default();
        for at in neighbourhoods {
            if let Some(block) = self.of(*at) {
                total += block.sums(&study.areas, &study.demand, *at, group);
            }
        }
        total
    }
}

impl Study {
    /// The reach of a type (its place in the taxonomy) for a selection, over the whole city.
    pub fn reach(&self, selection: &Selection, service_type: usize) -> Arc<Reach> {
        let facilities = self.counting(selection, service_type);
        let norm = selection.norm(self, service_type);
        self.reaches.reach((&facilities, norm, selection.mode), |bytes| {
            let patch = self.base.as_ref().and_then(|base| {
                let before = base.study.reach(selection, service_type);
                Patch::between(self, base, before, &facilities)
            });
            Reach::new(self, facilities.to_vec(), norm, patch, bytes)
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
        let norm = selection.norm(self, service_type);
        Arc::new(Reach::once(self, facilities, norm))
    }

    /// The reach for the residents of each of several areas, as [`Study::reach_in`] tells it: that of the whole city is looked up
    /// once for all of them.
    pub fn reach_in_each(&self, selection: &Selection, service_type: usize) -> impl Fn(u32) -> Arc<Reach> {
        let everywhere = (!selection.within).then(|| self.reach(selection, service_type));
        move |area| {
            everywhere
                .as_ref()
                .map_or_else(|| self.reach_in(selection, service_type, area), Arc::clone)
        }
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
        Arc::new(Reach::once(self, facilities, norm))
    }
}
