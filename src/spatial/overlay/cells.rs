//! The outline of lattice cells.

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};

/// A lattice corner or a cell's lower left corner.
type Corner = (i64, i64);

/// The union of the cells [k·s, (k+1)·s] × [l·s, (l+1)·s], (k, l) given and s the spacing in metres: a polygon for every
/// group of cells that hang together by their sides, with its holes. Cells may come in any order and more than once.
///
/// The border is traced, not computed: every corner of the result is a corner of a cell, exactly.
pub fn cells_outline(cells: &[(i64, i64)], spacing: f64) -> MultiPolygon<f64> {
    let mut cells = cells.to_vec();
    cells.sort_unstable();
    cells.dedup();
    let mut left = vec![true; cells.len()];
    let mut polygons = Vec::new();
    for first in 0..cells.len() {
        if left[first] {
            polygons.push(outline(&group(first, &cells, &mut left), spacing));
        }
    }
    MultiPolygon::new(polygons)
}

/// Takes the cells that hang together with the first, ascending, out of those left.
fn group(first: usize, cells: &[Corner], left: &mut [bool]) -> Vec<Corner> {
    let mut group = Vec::new();
    let mut open = vec![first];
    left[first] = false;
    while let Some(at) = open.pop() {
        let (k, l) = cells[at];
        group.push((k, l));
        let beside = [
            (k.checked_add(1), Some(l)),
            (k.checked_sub(1), Some(l)),
            (Some(k), l.checked_add(1)),
            (Some(k), l.checked_sub(1)),
        ];
        let beside = beside.into_iter().filter_map(|(k, l)| k.zip(l));
        let known = beside.filter_map(|cell| cells.binary_search(&cell).ok());
        open.extend(known.filter(|at| std::mem::take(&mut left[*at])));
    }
    group.sort_unstable();
    group
}

/// The polygon of cells that hang together, ascending.
fn outline(group: &[Corner], spacing: f64) -> Polygon<f64> {
    // Sides between a cell of the group and none, each with the cell on its left: from a corner, where to.
    let mut sides: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for &(k, l) in group {
        let (right, top) = (k.saturating_add(1), l.saturating_add(1));
        let (before, below) = (k.saturating_sub(1), l.saturating_sub(1));
        let around = [
            ((k, below), (k, l), (right, l)),
            ((right, l), (right, l), (right, top)),
            ((k, top), (right, top), (k, top)),
            ((before, l), (k, top), (k, l)),
        ];
        for (beyond, from, to) in around {
            if group.binary_search(&beyond).is_err() {
                sides.entry(from).or_default().push(to);
            }
        }
    }

    let mut exterior = LineString::new(vec![]);
    let mut interiors = Vec::new();
    while let Some((&start, _)) = sides.first_key_value() {
        let corners = trace(start, &mut sides);
        let ring = ring(&corners, spacing);
        // The lowest corner of all is on the exterior, and sides are taken from the lowest up.
        if exterior.0.is_empty() {
            exterior = ring;
        } else {
            interiors.push(ring);
        }
    }
    Polygon::new(exterior, interiors)
}

/// Follows sides round until back at the start, and takes them away. Where two cells touch only at a corner, the way
/// turns right: the two are of one group, so that what lies between is a hole of its own that touches there.
fn trace(start: Corner, sides: &mut BTreeMap<Corner, Vec<Corner>>) -> Vec<Corner> {
    let mut corners = vec![start];
    let (mut from, mut at) = (start, start);
    while let Some(ways) = sides.get_mut(&at) {
        let to = if ways.len() == 1 || from == at {
            ways.remove(0)
        } else {
            let right = (
                at.0.wrapping_add(at.1.wrapping_sub(from.1)),
                at.1.wrapping_sub(at.0.wrapping_sub(from.0)),
            );
            let choice = ways.iter().position(|&way| way == right).unwrap_or(0);
            ways.remove(choice)
        };
        if ways.is_empty() {
            sides.remove(&at);
        }
        (from, at) = (at, to);
        if at == start {
            break;
        }
        corners.push(at);
    }
    corners
}

/// A closed ring of the corners where the way turns.
#[allow(clippy::cast_precision_loss)] // cells are counted, not astronomical
fn ring(corners: &[Corner], spacing: f64) -> LineString<f64> {
    let count = corners.len();
    let turns = (0..count).filter(|&i| {
        let (before, at, after) = (
            corners[(i + count - 1) % count],
            corners[i],
            corners[(i + 1) % count],
        );
        (before.0 == at.0) != (at.0 == after.0)
    });
    let mut ring = LineString::new(
        turns
            .map(|i| Coord {
                x: corners[i].0 as f64 * spacing,
                y: corners[i].1 as f64 * spacing,
            })
            .collect(),
    );
    ring.close();
    ring
}

#[cfg(test)]
#[allow(clippy::float_cmp, clippy::cast_precision_loss)] // areas of whole squares are exact
mod tests {
    use geo::{Area, Contains, Validation, Winding};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_in_a_ring_have_a_hole() {
        let all: Vec<_> = (0..3)
            .flat_map(|k| (0..3).map(move |l| (k, l)))
            .filter(|&cell| cell != (1, 1))
            .collect();
        let outline = cells_outline(&all, 50.0);
        assert_eq!(outline.0.len(), 1);
        assert_eq!(outline.0[0].exterior().0.len(), 5);
        assert_eq!(outline.0[0].interiors().len(), 1);
        assert_eq!(outline.unsigned_area(), 8.0 * 2500.0);
    }

    #[test]
    fn cells_that_touch_at_a_corner_are_two_polygons() {
        assert_eq!(cells_outline(&[(0, 0), (1, 1)], 1.0).0.len(), 2);
        assert_eq!(cells_outline(&[], 1.0).0, []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn the_outline_is_valid_and_holds_its_cells_and_no_other(
            cells in prop::collection::vec((-4..4_i64, -4..4_i64), 0..60),
        ) {
            let outline = cells_outline(&cells, 50.0);
            prop_assert!(outline.is_valid());
            for polygon in &outline {
                prop_assert!(polygon.exterior().is_ccw());
                prop_assert!(polygon.interiors().iter().all(Winding::is_cw));
            }
            let mut held = 0;
            for (k, l) in (-5..5).flat_map(|k| (-5..5).map(move |l| (k, l))) {
                let middle = Coord { x: (k as f64 + 0.5) * 50.0, y: (l as f64 + 0.5) * 50.0 };
                prop_assert_eq!(outline.contains(&middle), cells.contains(&(k, l)));
                held += usize::from(cells.contains(&(k, l)));
            }
            prop_assert_eq!(outline.unsigned_area(), held as f64 * 2500.0);
        }
    }
}
