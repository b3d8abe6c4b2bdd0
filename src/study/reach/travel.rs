//! How one gets from a place to facilities.

use geo::{Coord, Rect};

use crate::domain::Metres;
use crate::spatial::index::PointIndex;
use crate::study::Study;

/// Stands for a facility where none, or more than one, lies within the norm.
pub(super) const NONE: u32 = u32::MAX;

/// Straight lines to a set of facilities: Euclidean metres times the detour factor. The factor is applied before comparing
/// with the norm, so that what is drawn and what is counted agree.
pub struct Travel {
    /// The facilities, as places in the study's list; the index counts them from 0.
    pub places: Vec<u32>,
    pub norm: Metres,
    pub(super) factor: f64,
    index: PointIndex,
}

/// What a demand point finds.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    /// Metres to the nearest; infinite where none can be reached.
    pub nearest: f32,
    /// How many lie within the norm; 65,535 means that many or more.
    pub count: u16,
    /// Place of the one within the norm, else [`NONE`].
    pub only: u32,
}

/// Metres as a reach holds them: 4 bytes, right to a millimetre up to 16 km.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn single(metres: f64) -> f32 {
    metres as f32
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

    /// The neighbourhoods with a demand point that may have a facility within the norm, ascending: no other has one.
    pub fn around(&self, study: &Study) -> impl Iterator<Item = u32> {
        let neighbourhoods = (0_u32..).take(study.areas.neighbourhood_count);
        neighbourhoods.filter(|at| study.demand.bounds(*at).is_some_and(|of| self.may_reach(&of)))
    }

    /// Whether a facility may lie within the norm of some place in a box.
    fn may_reach(&self, bounds: &Rect<f64>) -> bool {
        let half = bounds.width().hypot(bounds.height()) / 2.0;
        // A little more is surely not less.
        let most = (self.norm.0 / self.factor + half) * (1.0 + 1e-6);
        let nearest = self.index.nearest_once(bounds.center());
        nearest.is_some_and(|(_, metres)| metres <= most)
    }

    /// Metres between two places.
    pub(super) fn metres(&self, from: Coord<f64>, to: Coord<f64>) -> f64 {
        let apart = from - to;
        (apart.x * apart.x + apart.y * apart.y).sqrt() * self.factor
    }

    /// Their square, to compare with.
    pub(super) fn squared_metres(&self, from: Coord<f64>, to: Coord<f64>) -> f64 {
        let apart = from - to;
        (apart.x * apart.x + apart.y * apart.y) * self.factor * self.factor
    }

    /// The metres to the n-th nearest facility; none where there are fewer. What is measured on the way stays in `near`.
    pub fn nth(&self, from: Coord<f64>, n: usize, near: &mut Vec<(u32, f64)>) -> Option<f64> {
        self.index.nearest_n(from, n, near);
        let (_, metres) = near.get(n.checked_sub(1)?)?;
        Some(metres * self.factor)
    }

    /// Calls `found` for every facility within the norm, as an index into `places`, in any order.
    pub fn within(&self, from: Coord<f64>, mut found: impl FnMut(u32)) {
        self.metres_within(from, |facility, _| found(facility));
    }

    /// The same with the metres to each.
    pub fn metres_within(&self, from: Coord<f64>, mut found: impl FnMut(u32, f64)) {
        let metres = self.norm.0 / self.factor * (1.0 + 1e-9);
        self.index.within(from, metres, |facility, distance| {
            let distance = distance * self.factor;
            if distance <= self.norm.0 {
                found(facility, distance);
            }
        });
    }

    /// What a demand point finds, where very many ask.
    pub(super) fn measure(&self, from: Coord<f64>) -> Measured {
        self.measured(from, self.index.nearest(from))
    }

    /// What a demand point finds, where few ask.
    pub(super) fn measure_once(&self, from: Coord<f64>) -> Measured {
        self.measured(from, self.index.nearest_once(from))
    }

    fn measured(&self, from: Coord<f64>, nearest: Option<(u32, f64)>) -> Measured {
        let mut measured = Measured {
            nearest: f32::INFINITY,
            count: 0,
            only: NONE,
        };
        let Some((first, metres)) = nearest.map(|(first, metres)| (first, metres * self.factor)) else {
            return measured;
        };
        measured.nearest = single(metres);
        if metres <= self.norm.0 {
            let mut last = first;
            self.within(from, |facility| {
                measured.count = measured.count.saturating_add(1);
                last = facility;
            });
            if measured.count == 1 {
                measured.only = self.places[last as usize];
            }
        }
        measured
    }
}
