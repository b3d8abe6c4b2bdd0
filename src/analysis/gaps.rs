//! Where the unreached live: connected lattice cells with unserved demand, within one neighbourhood or district.

use std::collections::{BTreeMap, HashMap};

use geo::MultiPolygon;

use crate::domain::Metres;
use crate::spatial::overlay;
use crate::study::demand::cell_of;
use crate::study::{Reach, Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// The areas, as places in the study's list: gaps end at their borders. Neighbourhoods, or districts to see them merged.
    pub areas: Vec<u32>,
}

/// A gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Made of type, area and lowest cell: the same gap has the same id in every answer.
    pub id: String,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// Place of the area in the study's list.
    pub area: u32,
    /// Residents of the group who live in it and are not reached.
    pub residents: f64,
    /// Lattice cells that it is made of.
    pub cells: usize,
    /// The cells, clipped to the area.
    pub polygon: MultiPolygon<f64>,
}

/// All gaps, by type, area and lowest cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub gaps: Vec<Gap>,
}

type Cell = (i64, i64);

/// The cells of a gap clipped to its area, by both: where many types are lacking, their gaps are often the same.
type Clipped = HashMap<(u32, Vec<Cell>), MultiPolygon<f64>>;

/// Finds the gaps.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    let mut gaps = Vec::new();
    let mut clipped = Clipped::new();
    for service_type in selection.types(study) {
        let reach_in = study.reach_in_each(selection, service_type);
        for place in &params.areas {
            let unserved = unserved_cells(study, selection, &reach_in(*place), *place);
            for cells in connected(&unserved) {
                gaps.push(gap(study, service_type, *place, cells, &mut clipped));
            }
        }
    }
    Report { gaps }
}

/// Unserved residents per lattice cell, in the order of the cells.
fn unserved_cells(study: &Study, selection: &Selection, reach: &Reach, area: u32) -> Vec<(Cell, f64)> {
    let mut unserved = Vec::new();
    unserved_points(study, selection, reach, area, |_, cell, weight, _| {
        unserved.push((cell, weight));
    });
    // Points of one cell stay in their order, so that sums come out the same every time.
    unserved.sort_by_key(|(cell, _)| *cell);
    unserved.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        if same {
            earlier.1 += later.1;
        }
        same
    });
    unserved
}

/// Calls `each` for every demand point in an area that is not served, with its neighbourhood, its cell, its weight above 0 and
/// the metres to the nearest facility.
fn unserved_points(
    study: &Study,
    selection: &Selection,
    reach: &Reach,
    area: u32,
    mut each: impl FnMut(u32, Cell, f64, f32),
) {
    let spacing = study.demand.spacing;
    for neighbourhood in &study.areas.get(area).neighbourhoods {
        let Some(block) = reach.of(*neighbourhood) else {
            continue;
        };
        study
            .demand
            .weights(&study.areas, *neighbourhood, selection.group, |point, weight| {
                if weight > 0.0 && !block.served(point) {
                    let at = study.demand.points[point];
                    let cell = (cell_of(at.x, spacing), cell_of(at.y, spacing));
                    each(*neighbourhood, cell, weight, block.nearest(point));
                }
            });
    }
}

/// What one gap is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Residents per neighbourhood, as places in the study's list.
    pub residents: BTreeMap<u32, f64>,
    /// Metres to the nearest facility of whoever in it lives farthest from one; none where there is no facility.
    pub farthest: Option<Metres>,
}

/// What the gap with this id, of a type and in an area, is made of; none where there is no such gap.
pub fn parts(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    area: u32,
    id: &str,
) -> Option<Parts> {
    let reach = study.reach_in(selection, service_type, area);
    let cells = unserved_cells(study, selection, &reach, area);
    let group = connected(&cells)
        .into_iter()
        .find(|group| id_of(study, service_type, area, group[0].0) == id)?;
    let mut parts = Parts::default();
    let mut farthest = 0.0_f32;
    unserved_points(
        study,
        selection,
        &reach,
        area,
        |neighbourhood, cell, weight, metres| {
            if group.binary_search_by_key(&cell, |(of, _)| *of).is_ok() {
                *parts.residents.entry(neighbourhood).or_insert(0.0) += weight;
                farthest = farthest.max(metres);
            }
        },
    );
    parts.farthest = farthest.is_finite().then(|| Metres(f64::from(farthest)));
    Some(parts)
}

fn id_of(study: &Study, service_type: usize, area: u32, (column, row): Cell) -> String {
    let (code, area) = (
        &study.taxonomy.types()[service_type].code,
        &study.areas.get(area).code,
    );
    format!("{code}:{area}:{column}:{row}")
}

/// Groups of cells that touch along a side, each in ascending order, by their lowest cell. The cells come in ascending order,
/// so that those left of a column are passed once, and groups are merged as they meet (Hoshen & Kopelman 1976).
fn connected(cells: &[(Cell, f64)]) -> Vec<Vec<(Cell, f64)>> {
    // The lowest cell known to hang together with each; a lowest one names itself.
    let mut lowest: Vec<usize> = (0..cells.len()).collect();
    let mut beside = 0;
    for at in 0..cells.len() {
        let (column, row) = cells[at].0;
        while cells[beside].0 < (column - 1, row) {
            beside += 1;
        }
        let left = (cells[beside].0 == (column - 1, row)).then_some(beside);
        let below = at
            .checked_sub(1)
            .filter(|below| cells[*below].0 == (column, row - 1));
        for met in left.into_iter().chain(below) {
            let (a, b) = (root(&mut lowest, at), root(&mut lowest, met));
            lowest[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<Vec<(Cell, f64)>> = Vec::new();
    let mut place = vec![0; cells.len()];
    for at in 0..cells.len() {
        let first = root(&mut lowest, at);
        if first == at {
            place[at] = groups.len();
            groups.push(Vec::new());
        }
        groups[place[first]].push(cells[at]);
    }
    groups
}

/// The lowest cell of a group, with the way to it made shorter.
fn root(lowest: &mut [usize], mut at: usize) -> usize {
    while lowest[at] != at {
        lowest[at] = lowest[lowest[at]];
        at = lowest[at];
    }
    at
}

fn gap(
    study: &Study,
    service_type: usize,
    place: u32,
    unserved: Vec<(Cell, f64)>,
    clipped: &mut Clipped,
) -> Gap {
    let area = study.areas.get(place);
    let residents = unserved.iter().map(|(_, weight)| weight).sum();
    let cells: Vec<Cell> = unserved.into_iter().map(|(cell, _)| cell).collect();
    Gap {
        id: id_of(study, service_type, place, cells[0]),
        service_type,
        area: place,
        residents,
        cells: cells.len(),
        polygon: clipped
            .entry((place, cells))
            .or_insert_with_key(|(_, cells)| {
                let outline = overlay::cells_outline(cells, study.demand.spacing);
                overlay::intersection(&outline, &area.geometry)
            })
            .clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_that_touch_at_a_corner_are_two_groups() {
        let cell = |at| (at, 1.0);
        let groups = connected(&[(0, 0), (1, 1), (1, 2), (5, 5)].map(cell));
        let expected = [vec![(0, 0)], vec![(1, 1), (1, 2)], vec![(5, 5)]];
        assert_eq!(
            groups,
            expected.map(|group| group.into_iter().map(cell).collect::<Vec<_>>())
        );
    }

    proptest! {
        #[test]
        fn groups_are_those_that_walking_from_cell_to_cell_finds(cells in prop::collection::btree_set((-6..6_i64, -6..6_i64), 0..80)) {
            let found = connected(&cells.iter().map(|cell| (*cell, 1.0)).collect::<Vec<_>>());
            let mut left = cells;
            let mut expected = Vec::new();
            while let Some(start) = left.pop_first() {
                let (mut group, mut open) = (vec![start], vec![start]);
                while let Some((k, l)) = open.pop() {
                    for next in [(k + 1, l), (k - 1, l), (k, l + 1), (k, l - 1)] {
                        if left.remove(&next) {
                            group.push(next);
                            open.push(next);
                        }
                    }
                }
                group.sort_unstable();
                expected.push(group.into_iter().map(|cell| (cell, 1.0)).collect::<Vec<_>>());
            }
            prop_assert_eq!(found, expected);
        }
    }
}
