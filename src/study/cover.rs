//! Which demand points lie within a distance of some places: what new sites are chosen from.
//!
//! The points of a place are kept as runs of points that stand next to each other in the study's demand. The demand of a
//! neighbourhood stands together and its lattice goes row by row, so a place at the heart of a city, within a kilometre of
//! twelve hundred points, has some sixty runs.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use geo::{Coord, Rect};

use super::Study;
use crate::domain::Metres;
use crate::spatial::tree::BoxTree;

/// Bytes of covers that a study and those edited from it remember.
const REMEMBERED: usize = 256 << 20;

/// The demand points within a distance of each of some places. Points go by their place in the study's demand.
pub struct Cover {
    /// The distance that counts; straight lines times the detour factor.
    pub norm: Metres,
    /// Where each place's runs begin; one more than there are places.
    starts: Vec<usize>,
    /// First point of each run, and the one after its last.
    runs: Vec<(u32, u32)>,
    /// Per neighbourhood the places that reach some of its points, ascending.
    reaching: Vec<Vec<u32>>,
}

/// Metres from `from` to the nearest and to the farthest corner or side of a box.
fn metres_to(bounds: &Rect<f64>, from: Coord<f64>) -> (f64, f64) {
    let (low, high) = (bounds.min(), bounds.max());
    let near = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
    let far = |low: f64, high: f64, at: f64| (at - low).abs().max((high - at).abs());
    let nearest = near(low.x, high.x, from.x).hypot(near(low.y, high.y, from.y));
    (
        nearest,
        far(low.x, high.x, from.x).hypot(far(low.y, high.y, from.y)),
    )
}

/// A count of points as the runs hold it; more than four thousand million do not fit in a study.
#[allow(clippy::cast_possible_truncation)]
fn index(point: usize) -> u32 {
    point as u32
}

impl Cover {
    fn measured(study: &Study, places: &[Coord<f64>], norm: Metres) -> Self {
        let (demand, factor) = (&study.demand, study.settings.detour_factor);
        let count = study.areas.neighbourhood_count;
        let bounds: Vec<Option<Rect<f64>>> = (0_u32..).take(count).map(|at| demand.bounds(at)).collect();
        let tree = BoxTree::new(bounds.iter().copied());
        let metres = norm.0 / factor * (1.0 + 1e-9);
        let mut cover = Self {
            norm,
            starts: Vec::with_capacity(places.len() + 1),
            runs: Vec::new(),
            reaching: vec![Vec::new(); count],
        };
        for (place, from) in (0_u32..).zip(places) {
            cover.starts.push(cover.runs.len());
            for neighbourhood in tree.near(*from, metres) {
                let Some(bounds) = bounds[neighbourhood as usize] else {
                    continue;
                };
                let points = demand.of(neighbourhood);
                let (_, farthest) = metres_to(&bounds, *from);
                if farthest * (1.0 + 1e-9) <= norm.0 / factor {
                    cover.add(cover.starts[place as usize], points);
                    cover.reaching[neighbourhood as usize].push(place);
                    continue;
                }
                let reached = |point: &usize| {
                    let apart = demand.points[*point] - *from;
                    (apart.x * apart.x + apart.y * apart.y).sqrt() * factor <= norm.0
                };
                let (mut some, mut start) = (false, None);
                for point in points.clone().chain([points.end]) {
                    let inside = point < points.end && reached(&point);
                    match (inside, start) {
                        (true, None) => start = Some(point),
                        (false, Some(from)) => {
                            cover.add(cover.starts[place as usize], from..point);
                            (some, start) = (true, None);
                        }
                        _ => {}
                    }
                }
                if some {
                    cover.reaching[neighbourhood as usize].push(place);
                }
            }
        }
        cover.starts.push(cover.runs.len());
        cover
    }

    /// Adds a run to the place whose runs begin at `start`; one that goes on where the last ended makes it longer.
    fn add(&mut self, start: usize, points: Range<usize>) {
        if points.is_empty() {
            return;
        }
        let (from, to) = (index(points.start), index(points.end));
        match self.runs.get_mut(start..).and_then(<[_]>::last_mut) {
            Some(last) if last.1 == from => last.1 = to,
            _ => self.runs.push((from, to)),
        }
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The runs of points within the distance of a place, ascending: the first and the one after the last.
    pub fn runs(&self, place: u32) -> &[(u32, u32)] {
        let place = place as usize;
        &self.runs[self.starts[place]..self.starts[place + 1]]
    }

    /// The points within the distance of a place, ascending.
    pub fn points(&self, place: u32) -> impl Iterator<Item = usize> {
        self.runs(place)
            .iter()
            .flat_map(|(from, to)| *from as usize..*to as usize)
    }

    /// The places within the distance of some point of a neighbourhood, ascending.
    pub fn reaching(&self, neighbourhood: u32) -> &[u32] {
        self.reaching
            .get(neighbourhood as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// Bytes that it takes, roughly.
    fn bytes(&self) -> usize {
        let reaching: usize = self.reaching.iter().map(Vec::len).sum();
        self.runs.len() * size_of::<(u32, u32)>()
            + self.starts.len() * size_of::<usize>()
            + reaching * size_of::<u32>()
    }
}

struct Remembered {
    places: Vec<Coord<f64>>,
    cover: Arc<Cover>,
}

/// The covers that were asked for, the last asked last; shared by the studies that have the same demand.
#[derive(Clone, Default)]
pub(super) struct Memory(Arc<Mutex<Vec<Remembered>>>);

impl Study {
    /// The demand points within a distance of some places, in metres of the city's CRS; measured once while it is remembered.
    /// What stands where plays no part.
    pub fn cover(&self, places: &[Coord<f64>], norm: Metres) -> Arc<Cover> {
        // A thread that panicked while it held the lock left a list that is whole all the same.
        let held = || self.covers.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut remembered = held();
        #[allow(clippy::float_cmp)] // the same question, not the same result
        let known = remembered
            .iter()
            .position(|of| of.cover.norm.0 == norm.0 && of.places == places);
        if let Some(at) = known {
            let of = remembered.remove(at);
            let cover = Arc::clone(&of.cover);
            remembered.push(of);
            return cover;
        }
        drop(remembered);
        let cover = Arc::new(Cover::measured(self, places, norm));
        let mut remembered = held();
        remembered.push(Remembered {
            places: places.to_vec(),
            cover: Arc::clone(&cover),
        });
        let bytes = |of: &Remembered| of.cover.bytes() + size_of_val(&*of.places);
        let mut total: usize = remembered.iter().map(bytes).sum();
        while total > REMEMBERED && !remembered.is_empty() {
            total -= bytes(&remembered[0]);
            remembered.remove(0);
        }
        cover
    }
}
