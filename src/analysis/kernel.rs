//! How thickly facilities stand, as a surface: kernel density, which knows no borders between areas.
//!
//! Each facility is spread over the plane by the quartic kernel (Silverman 1986, "Density Estimation for Statistics and Data
//! Analysis", equation 4.5): K(u) = 3/π·(1 − u²)² for u below 1, u the plain distance ÷ the bandwidth. Over the plane that makes
//! one facility; what falls outside the city's neighbourhoods is not shown, and nothing is added to make up for it.

use std::f64::consts::PI;

use geo::Coord;

use crate::domain::Metres;
use crate::study::demand::{cell_centre, cell_of};
use crate::study::{Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// Without a service type every located facility counts, classified or not.
    pub selection: Selection,
    /// How far a facility spreads, in plain metres.
    pub bandwidth: Metres,
    /// Side of the cells, in metres.
    pub cell: Metres,
    /// The neighbourhoods to answer for, as places in the study's list.
    pub neighbourhoods: Vec<u32>,
}

/// The density in the middle of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The cell's middle lies at ((column + ½)·side, (row + ½)·side) in the city's CRS.
    pub column: i64,
    pub row: i64,
    /// Place of the neighbourhood in which its middle lies.
    pub neighbourhood: u32,
    /// Facilities per square kilometre.
    pub facilities_per_km2: f64,
}

/// The cells with a density above 0, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub cells: Vec<Cell>,
}

/// How many cells there are at most, with a density or without: the area of the neighbourhoods ÷ that of a cell.
pub fn most_cells(study: &Study, neighbourhoods: &[u32], cell: Metres) -> f64 {
    let areas = neighbourhoods
        .iter()
        .map(|at| study.areas.get(*at).area_km2 * 1e6);
    areas.sum::<f64>() / (cell.0 * cell.0)
}

/// Adds up the kernels of the facilities that count.
pub fn run(study: &Study, params: &Params) -> Report {
    let (side, reach) = (params.cell.0, params.bandwidth.0);
    let mut cells = cells_in(study, &params.neighbourhoods, side);
    let rows = Rows::of(&cells);
    for place in study.facilities.located(&study.grants, &params.selection) {
        if !params
            .selection
            .asks(study, study.facilities.get(place).service_type)
        {
            continue;
        }
        let Some(at) = study.facilities.location(place) else {
            continue;
        };
        let near = |ordinate: f64| cell_of(ordinate - reach, side)..=cell_of(ordinate + reach, side);
        for (number, start, end) in rows.among(near(at.y)) {
            let row = &mut cells[start..end];
            let columns = near(at.x);
            let first = row.partition_point(|cell| cell.column < *columns.start());
            for cell in row[first..]
                .iter_mut()
                .take_while(|cell| columns.contains(&cell.column))
            {
                let middle = cell_centre((cell.column, number), side);
                cell.facilities_per_km2 += kernel(middle - at, reach);
            }
        }
    }
    cells.retain(|cell| cell.facilities_per_km2 > 0.0);
    let scale = 1e6 * 3.0 / (PI * reach * reach);
    for cell in &mut cells {
        cell.facilities_per_km2 *= scale;
    }
    Report { cells }
}

/// (1 − u²)² at a distance; 0 from the bandwidth on.
fn kernel(apart: Coord<f64>, bandwidth: f64) -> f64 {
    let squared = (apart.x * apart.x + apart.y * apart.y) / (bandwidth * bandwidth);
    let inside = (1.0 - squared).max(0.0);
    inside * inside
}

/// The cells whose middle lies in one of the neighbourhoods, row by row, without density yet.
fn cells_in(study: &Study, neighbourhoods: &[u32], side: f64) -> Vec<Cell> {
    let mut cells = Vec::new();
    for place in neighbourhoods {
        let Some(bounds) = study.areas.get(*place).bounds else {
            continue;
        };
        for row in cell_of(bounds.min().y, side)..=cell_of(bounds.max().y, side) {
            for column in cell_of(bounds.min().x, side)..=cell_of(bounds.max().x, side) {
                if study.areas.neighbourhood_at(cell_centre((column, row), side)) == Some(*place) {
                    cells.push(Cell {
                        column,
                        row,
                        neighbourhood: *place,
                        facilities_per_km2: 0.0,
                    });
                }
            }
        }
    }
    cells.sort_unstable_by_key(|cell| (cell.row, cell.column));
    cells
}

/// Where each row begins and ends in a list of cells.
struct Rows(Vec<(i64, usize, usize)>);

impl Rows {
    fn of(cells: &[Cell]) -> Self {
        let mut end = 0;
        let rows = cells.chunk_by(|a, b| a.row == b.row).map(|row| {
            let start = end;
            end += row.len();
            (row[0].row, start, end)
        });
        Self(rows.collect())
    }

    fn among(&self, numbers: std::ops::RangeInclusive<i64>) -> impl Iterator<Item = (i64, usize, usize)> {
        let first = self.0.partition_point(|(row, ..)| row < numbers.start());
        let rows = self.0[first..].iter().copied();
        rows.take_while(move |(row, ..)| numbers.contains(row))
    }
}
