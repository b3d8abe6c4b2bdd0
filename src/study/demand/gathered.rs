//! A demand layer as it comes, point by point, kept in columns: a country has ten million of them.

use geo::Coord;

use super::{Demand, DemandKind};
use crate::domain::{DemandRecord, SourceName};
use crate::study::areas::Areas;

/// Points of a layer in the order of their ids. Unknown numbers are NaN.
#[derive(Default)]
pub struct Gathered {
    points: Vec<Coord<f64>>,
    residents: Vec<f64>,
    /// Per age band, where some point counts one.
    counts: Option<Box<[Vec<f64>; 5]>>,
    /// Whether some point does not count every band.
    incomplete: bool,
    sources: Vec<SourceName>,
    /// Per point, the place of its source in `sources`.
    source: Vec<u16>,
}

/// Leaves out what is not to be kept.
fn only<T>(column: &mut Vec<T>, keep: &[bool]) {
    let mut kept = keep.iter();
    column.retain(|_| kept.next().copied().unwrap_or(false));
}

fn known(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

impl Gathered {
    /// Adds a point.
    pub fn push(&mut self, record: &DemandRecord) {
        // A city has a handful of demand sources; what would be the 65,536th counts as the last.
        let source = self.sources.iter().rposition(|of| *of == record.source);
        let source = source.unwrap_or_else(|| {
            self.sources.push(record.source.clone());
            self.sources.len() - 1
        });
        self.source.push(u16::try_from(source).unwrap_or(u16::MAX));
        if self.counts.is_none() && record.counts.iter().any(Option::is_some) {
            let before = || vec![f64::NAN; self.points.len()];
            self.counts = Some(Box::new(std::array::from_fn(|_| before())));
        }
        self.incomplete |= record.counts.iter().any(Option::is_none);
        if let Some(counts) = &mut self.counts {
            for (column, count) in counts.iter_mut().zip(record.counts) {
                column.push(count.unwrap_or(f64::NAN));
            }
        }
        self.points.push(record.location.0);
        self.residents.push(record.residents.unwrap_or(f64::NAN));
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Leaves out the points of sources that are not `shown`.
    pub fn retain_sources(&mut self, shown: impl Fn(&SourceName) -> bool) {
        let shown: Vec<bool> = self.sources.iter().map(shown).collect();
        if shown.iter().all(|shown| *shown) {
            return;
        }
        let keep: Vec<bool> = self
            .source
            .iter()
            .map(|of| shown.get(usize::from(*of)).copied().unwrap_or(false))
            .collect();
        only(&mut self.points, &keep);
        only(&mut self.residents, &keep);
        only(&mut self.source, &keep);
        self.counts
            .iter_mut()
            .flat_map(|columns| columns.iter_mut())
            .for_each(|column| only(column, &keep));
    }

    /// The points in the order of their neighbourhoods, each with the residents it stands for.
    pub(super) fn placed(self, areas: &Areas, spacing: f64) -> Demand {
        let mut demand = Demand::empty(DemandKind::Layer, spacing);
        // Nobody lives in water; a point there is one that lies wrong.
        let place = |at: &Coord<f64>| {
            areas
                .neighbourhood_at(*at)
                .filter(|place| !areas.get(*place).water)
        };
        let places: Vec<u32> = self
            .points
            .iter()
            .map(|at| place(at).unwrap_or(u32::MAX))
            .collect();
        let mut starts = vec![0_usize; areas.neighbourhood_count + 1];
        for place in &places {
            match starts.get_mut(*place as usize + 1) {
                Some(count) => *count += 1,
                None => demand.outside += 1,
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        // Points by neighbourhood, within one in the order they came.
        let mut order = vec![0_u32; starts[areas.neighbourhood_count]];
        let mut next = starts.clone();
        for (point, place) in (0_u32..).zip(&places) {
            if let Some(slot) = next
                .get_mut(*place as usize)
                .filter(|_| (*place as usize) < areas.neighbourhood_count)
            {
                order[*slot] = point;
                *slot += 1;
            }
        }
        drop(places);
        demand.points.reserve_exact(order.len());
        demand.residents.reserve_exact(order.len());
        let mut counts: [Vec<f64>; 5] = Default::default();
        for (range, figures) in starts.windows(2).zip(&areas.groups) {
            let inside = &order[range[0]..range[1]];
            let residents = |point: &u32| known(self.residents[*point as usize]);
            let start = demand.points.len();
            let mut bands_known = [true; 5];
            let given: f64 = inside.iter().filter_map(residents).sum();
            let without = inside.iter().filter(|point| residents(point).is_none()).count();
            let left = (figures.residents.unwrap_or(0.0) - given).max(0.0);
            #[allow(clippy::cast_precision_loss)] // fewer points than 2^53
            let each = left / without.max(1) as f64;
            if inside.is_empty() {
                demand.residents_without_point += figures.residents.unwrap_or(0.0);
            }
            for point in inside {
                // Nobody knows how many live at a point without a figure in a neighbourhood without one.
                let own = residents(point);
                let Some(residents) = own.or(figures.residents.map(|_| each)) else {
                    continue;
                };
                demand.shared += usize::from(own.is_none());
                demand.points.push(self.points[*point as usize]);
                demand.residents.push(residents);
                if let Some(given) = &self.counts {
                    for (band, column) in counts.iter_mut().enumerate() {
                        let of_share = figures.shares[band].map(|share| residents * share);
                        let count = known(given[band][*point as usize]).or(of_share);
                        // A band that a point neither counts nor has a share of makes it unknown, not nobody.
                        bands_known[band] &= count.is_some();
                        column.push(count.unwrap_or(0.0));
                    }
                }
            }
            demand.close(start);
            demand.bands_known.push(bands_known);
            let nobody = figures.residents == Some(0.0);
            demand.known.push(nobody || demand.points.len() > start);
        }
        demand.counts_complete = !self.incomplete;
        demand.counts = self.counts.is_some().then(|| Box::new(counts));
        demand
    }
}
