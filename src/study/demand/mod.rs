//! Where the residents are: points, each with the residents it stands for.

mod gathered;

use std::ops::Range;

use geo::{BoundingRect, Coord, MultiPoint, Rect};

use super::areas::Areas;
use crate::domain::PopulationGroup;
use crate::spatial::overlay;

pub use gathered::Gathered;

/// How the points came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemandKind {
    /// Each neighbourhood's residents spread evenly over lattice points.
    Lattice,
    /// An imported layer: address points, squares.
    Layer,
}

impl DemandKind {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lattice => "lattice",
            Self::Layer => "layer",
        }
    }
}

/// Demand points, those of one neighbourhood together, neighbourhoods by code. Only points for which somebody may live there:
/// water, empty neighbourhoods and those with unknown residents have none.
pub struct Demand {
    pub kind: DemandKind,
    /// Side of the lattice cells in metres, to which demand of any kind is binned for gaps.
    pub spacing: f64,
    pub points: Vec<Coord<f64>>,
    /// Residents per point, all ages.
    pub residents: Vec<f64>,
    /// Residents per age band and point, where the layer counts them.
    counts: Option<Box<[Vec<f64>; 5]>>,
    /// Whether every point of the layer counts every band, so that no share was needed.
    counts_complete: bool,
    /// Per neighbourhood and age band, where the layer counts any: whether every point counts the band or has a share of it.
    bands_known: Vec<[bool; 5]>,
    /// Per neighbourhood, the places of its points.
    ranges: Vec<Range<usize>>,
    /// Per neighbourhood, the bounds of its points.
    bounds: Vec<Option<Rect<f64>>>,
    /// Per neighbourhood, whether it is known how many people its points stand for.
    known: Vec<bool>,
    /// Points of the layer that lie in no neighbourhood, or in water, and take no part.
    pub outside: usize,
    /// Points of the layer that had no residents of their own and got an equal part of their neighbourhood's.
    pub shared: usize,
    /// Residents of neighbourhoods in which the layer has no point.
    pub residents_without_point: f64,
}

impl Demand {
    /// Makes demand of a layer, or, where there is none, of the neighbourhoods themselves.
    pub fn new(layer: Gathered, areas: &Areas, spacing: f64) -> Self {
        if layer.is_empty() {
            Self::lattice(areas, spacing)
        } else {
            layer.placed(areas, spacing)
        }
    }

    /// Spreads each neighbourhood's residents evenly over the points `((k + ½)s, (l + ½)s)` that lie in it; a neighbourhood
    /// too small for one gets an interior point.
    pub fn lattice(areas: &Areas, spacing: f64) -> Self {
        let mut inside: Vec<Vec<Coord<f64>>> = vec![Vec::new(); areas.neighbourhood_count];
        let inhabited: Vec<bool> = areas
            .groups
            .iter()
            .map(|figures| figures.residents.is_some_and(|r| r > 0.0))
            .collect();
        for (place, area) in areas.neighbourhoods().iter().enumerate() {
            let (Some(bounds), true) = (area.bounds, inhabited[place]) else {
                continue;
            };
            let columns = cell_of(bounds.min().x, spacing)..=cell_of(bounds.max().x, spacing);
            for row in cell_of(bounds.min().y, spacing)..=cell_of(bounds.max().y, spacing) {
                for column in columns.clone() {
                    let point = cell_centre((column, row), spacing);
                    if areas
                        .neighbourhood_at(point)
                        .is_some_and(|at| at as usize == place)
                    {
                        inside[place].push(point);
                    }
                }
            }
            if inside[place].is_empty() {
                inside[place].extend(overlay::interior_point(&area.geometry));
            }
        }
        let mut demand = Self::empty(DemandKind::Lattice, spacing);
        for (points, figures) in inside.into_iter().zip(&areas.groups) {
            let start = demand.points.len();
            #[allow(clippy::cast_precision_loss)] // fewer points than 2^53
            let each = figures.residents.unwrap_or(0.0) / points.len().max(1) as f64;
            demand.residents.extend(std::iter::repeat_n(each, points.len()));
            demand.points.extend(points);
            demand.close(start);
            demand.known.push(figures.residents.is_some());
        }
        demand
    }

    fn empty(kind: DemandKind, spacing: f64) -> Self {
        Self {
            kind,
            spacing,
            points: Vec::new(),
            residents: Vec::new(),
            counts: None,
            counts_complete: false,
            bands_known: Vec::new(),
            ranges: Vec::new(),
            bounds: Vec::new(),
            known: Vec::new(),
            outside: 0,
            shared: 0,
            residents_without_point: 0.0,
        }
    }

    /// Ends a neighbourhood's points, which began at `start`.
    fn close(&mut self, start: usize) {
        let points = &self.points[start..];
        self.bounds
            .push(MultiPoint::from(points.to_vec()).bounding_rect());
        self.ranges.push(start..self.points.len());
    }

    /// Bounds of the points of a neighbourhood; none without points.
    pub fn bounds(&self, neighbourhood: u32) -> Option<Rect<f64>> {
        self.bounds.get(neighbourhood as usize).copied().flatten()
    }

    /// Number of points.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether nobody lives anywhere that we know of.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The places of the points of a neighbourhood.
    pub fn of(&self, neighbourhood: u32) -> Range<usize> {
        self.ranges
            .get(neighbourhood as usize)
            .cloned()
            .unwrap_or_default()
    }

    /// Residents per point of one group: calls `each(point, weight)` for the points of a neighbourhood.
    pub fn weights(
        &self,
        areas: &Areas,
        neighbourhood: u32,
        group: PopulationGroup,
        mut each: impl FnMut(usize, f64),
    ) {
        let range = self.of(neighbourhood);
        match (group.band(), &self.counts) {
            (Some(band), Some(counts)) => {
                for point in range {
                    each(point, counts[band][point]);
                }
            }
            _ => {
                let share = areas.groups[neighbourhood as usize].share(group).unwrap_or(0.0);
                for point in range {
                    each(point, self.residents[point] * share);
                }
            }
        }
    }

    /// Whether a neighbourhood's weights for `group` rest on an imputed share.
    pub fn imputed(&self, areas: &Areas, neighbourhood: u32, group: PopulationGroup) -> bool {
        !self.counts_complete && areas.groups[neighbourhood as usize].imputed(group)
    }

    /// Whether it is known how many people of `group` live in a neighbourhood, as far as the demand goes.
    pub fn knows(&self, areas: &Areas, neighbourhood: u32, group: PopulationGroup) -> bool {
        let known = self.known.get(neighbourhood as usize).copied().unwrap_or(false);
        let by_share = || areas.groups[neighbourhood as usize].share(group).is_some();
        known
            && match group.band() {
                Some(band) if self.counts.is_some() => self.bands_known[neighbourhood as usize][band],
                _ => by_share(),
            }
    }
}

/// The lattice cell of an ordinate: `k` with `k·s ≤ ordinate < (k + 1)·s`.
#[allow(clippy::cast_possible_truncation)] // coordinates of a projected CRS are far below 2^63 cells
pub fn cell_of(ordinate: f64, spacing: f64) -> i64 {
    (ordinate / spacing).floor() as i64
}

/// The middle of a lattice cell.
#[allow(clippy::cast_precision_loss)] // cell numbers stay far below 2^53
pub fn cell_centre((column, row): (i64, i64), spacing: f64) -> Coord<f64> {
    Coord {
        x: (column as f64 + 0.5) * spacing,
        y: (row as f64 + 0.5) * spacing,
    }
}
