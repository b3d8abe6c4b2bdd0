//! What analyses read about travel: for each demand point how far the nearest facility is and how many are near enough.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Selection, Study};
use crate::domain::Metres;
use crate::domain::criterion::Mode;
use crate::spatial::index::PointIndex;

/// Stands in [`Reach::only`] where no facility, or more than one, lies within the norm.
pub const NONE: u32 = u32::MAX;

/// Reaches that a study remembers before it starts afresh: every type at a few distances.
const REMEMBERED: usize = 512;

/// Travel from every demand point to one set of facilities, under one norm.
pub struct Reach {
    pub norm: Metres,
    /// The facilities that count, as places in the study's list, ascending.
    pub facilities: Vec<u32>,
    /// Metres to the nearest; infinite where none can be reached.
    pub nearest: Vec<f32>,
    /// How many lie within the norm; 65,535 means that many or more.
    pub count: Vec<u16>,
    /// The one facility within the norm where it is one, else [`NONE`].
    pub only: Vec<u32>,
}

impl Reach {
    /// Straight-line travel from the demand of `neighbourhoods` to `facilities`; other points stay unreached.
    fn straight_line(study: &Study, facilities: Vec<u32>, norm: Metres, neighbourhoods: &[u32]) -> Self {
        let points = study.demand.len();
        let mut reach = Self {
            norm,
            nearest: vec![f32::INFINITY; points],
            count: vec![0; points],
            only: vec![NONE; points],
            facilities,
        };
        let located: Vec<_> = reach
            .facilities
            .iter()
            .filter_map(|place| study.facilities.location(*place))
            .collect();
        let index = PointIndex::new(located);
        let factor = study.settings.detour_factor;
        for neighbourhood in neighbourhoods {
            for point in study.demand.of(*neighbourhood) {
                let from = study.demand.points[point];
                let Some((nearest, metres)) = index.nearest(from) else {
                    continue;
                };
                let metres = metres * factor;
                #[allow(clippy::cast_possible_truncation)]
                // 12 bytes a point; right to a millimetre up to 16 km
                {
                    reach.nearest[point] = metres as f32;
                }
                if metres > norm.0 {
                    continue;
                }
                let (mut count, mut last) = (0_u16, nearest);
                // The factor is applied before comparing, so that what is drawn and what is counted agree.
                index.within(from, norm.0 / factor * (1.0 + 1e-9), |facility, distance| {
                    if distance * factor <= norm.0 {
                        count = count.saturating_add(1);
                        last = facility;
                    }
                });
                reach.count[point] = count;
                if count == 1 {
                    reach.only[point] = reach.facilities[last as usize];
                }
            }
        }
        reach
    }

    /// Whether the point has a facility within the norm.
    pub fn served(&self, point: usize) -> bool {
        self.count[point] > 0
    }
}

type Key = (Vec<u32>, u64, Mode);

/// The reaches of a study that were asked for, so that nothing is computed twice.
#[derive(Default)]
pub(super) struct Memory(Mutex<HashMap<Key, Arc<Reach>>>);

impl Study {
    /// The reach of a type (its place in the taxonomy) for a selection, over the whole city.
    pub fn reach(&self, selection: &Selection, service_type: usize) -> Arc<Reach> {
        let facilities = self.facilities.of_type(&self.grants, selection, service_type);
        let norm = selection.norm(self, service_type);
        let key = (facilities, norm.0.to_bits(), selection.mode);
        // A thread that panicked while it held the lock left a map that is whole all the same.
        if let Some(reach) = self
            .reaches
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return Arc::clone(reach);
        }
        let everywhere: Vec<u32> = (0_u32..).take(self.areas.neighbourhood_count).collect();
        let reach = Arc::new(Reach::straight_line(self, key.0.clone(), norm, &everywhere));
        let mut memory = self.reaches.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(key, Arc::clone(&reach));
        reach
    }

    /// The reach for the residents of one area: with `facilities=within` only what stands in the area counts.
    pub fn reach_in(&self, selection: &Selection, service_type: usize, area: u32) -> Arc<Reach> {
        if !selection.within {
            return self.reach(selection, service_type);
        }
        let neighbourhoods = &self.areas.get(area).neighbourhoods;
        let mut facilities = self.facilities.of_type(&self.grants, selection, service_type);
        facilities.retain(|place| {
            self.facilities
                .get(*place)
                .neighbourhood
                .is_some_and(|at| neighbourhoods.contains(&at))
        });
        let norm = selection.norm(self, service_type);
        Arc::new(Reach::straight_line(self, facilities, norm, neighbourhoods))
    }
}
