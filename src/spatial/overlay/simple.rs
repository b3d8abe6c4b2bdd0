//! Polygons whose rings touch themselves, taken apart where they do.

use std::collections::HashMap;

use geo::orient::{Direction, Orient};
use geo::{Area, Coord, InteriorPoint, Intersects, LineString, MultiPolygon, Polygon};

use super::rings;

/// The same polygons with rings that pass no corner twice, exteriors counter-clockwise and holes clockwise.
///
/// A boolean operation may leave two holes that touch at a corner as one ring, or wind a hole as its shell is wound.
pub(super) fn simple(polygons: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let oriented = polygons
        .into_iter()
        .map(|polygon| polygon.orient(Direction::Default));
    MultiPolygon::new(oriented.flat_map(take_apart).collect())
}

/// A polygon with its inside on the left of every ring, as polygons without corners that a ring passes twice.
fn take_apart(polygon: Polygon<f64>) -> Vec<Polygon<f64>> {
    if !rings(&polygon).any(passes_a_corner_twice) {
        return vec![polygon];
    }
    let loops = rings(&polygon)
        .flat_map(loops)
        .map(|ring| Polygon::new(ring, vec![]));
    // What goes round counter-clockwise has the inside within; what goes the other way round is a hole.
    let (shells, holes): (Vec<_>, Vec<_>) = loops.partition(|ring| ring.signed_area() > 0.0);
    let mut parts = shells.clone();
    for hole in holes {
        let Some(within) = hole.interior_point() else {
            continue;
        };
        let around = shells
            .iter()
            .zip(&mut parts)
            .filter(|(shell, _)| shell.intersects(&within));
        if let Some((_, part)) = around.min_by(|a, b| a.0.unsigned_area().total_cmp(&b.0.unsigned_area())) {
            part.interiors_push(hole.exterior().clone());
        }
    }
    parts
}

/// A corner as a key; adding nought makes the two noughts one.
fn place(corner: Coord<f64>) -> (u64, u64) {
    ((corner.x + 0.0).to_bits(), (corner.y + 0.0).to_bits())
}

/// The corners of a ring, the first not repeated at the end.
fn corners(ring: &LineString<f64>) -> &[Coord<f64>] {
    &ring.0[..ring.0.len().saturating_sub(1)]
}

fn passes_a_corner_twice(ring: &LineString<f64>) -> bool {
    let mut places: Vec<_> = corners(ring).iter().copied().map(place).collect();
    places.sort_unstable();
    places.windows(2).any(|two| two[0] == two[1])
}

/// The loops a ring consists of: whenever the way comes back to a corner, what lies between is one.
fn loops(ring: &LineString<f64>) -> Vec<LineString<f64>> {
    let mut loops = Vec::new();
    let mut way: Vec<Coord<f64>> = Vec::new();
    let mut passed = HashMap::new();
    let corners = corners(ring);
    for &corner in corners.iter().chain(corners.first()) {
        if let Some(&start) = passed.get(&place(corner)) {
            let mut closed = LineString::new(way.drain(start..).collect());
            for inner in &closed.0 {
                passed.remove(&place(*inner));
            }
            closed.close();
            loops.push(closed);
        }
        passed.insert(place(corner), way.len());
        way.push(corner);
    }
    loops
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // areas of whole squares are exact
mod tests {
    use geo::{Validation, polygon};

    use super::*;

    #[test]
    fn holes_that_touch_as_one_ring_become_two() {
        let joined = polygon![
            exterior: [(x: 0.0, y: 0.0), (x: 8.0, y: 0.0), (x: 8.0, y: 8.0), (x: 0.0, y: 8.0)],
            interiors: [[
                (x: 2.0, y: 2.0), (x: 4.0, y: 2.0), (x: 4.0, y: 4.0), (x: 6.0, y: 4.0), (x: 6.0, y: 6.0),
                (x: 4.0, y: 6.0), (x: 4.0, y: 4.0), (x: 2.0, y: 4.0),
            ]],
        ];
        let parts = simple(joined.into());
        assert_eq!(
            (parts.0.len(), parts.0[0].interiors().len(), parts.unsigned_area()),
            (1, 2, 56.0)
        );
        assert!(parts.is_valid());
    }

    #[test]
    fn a_ring_round_two_wings_and_a_hole_that_touches_becomes_polygons() {
        let ring = polygon![
            // Two squares that touch at (4, 4); the first with a hole that touches its corner (0, 0).
            (x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 8.0, y: 4.0), (x: 8.0, y: 8.0), (x: 4.0, y: 8.0),
            (x: 4.0, y: 4.0), (x: 0.0, y: 4.0), (x: 0.0, y: 0.0), (x: 1.0, y: 2.0), (x: 2.0, y: 1.0),
        ];
        let parts = simple(ring.into());
        assert_eq!((parts.0.len(), parts.unsigned_area()), (2, 32.0 - 1.5));
        assert_eq!(parts.iter().map(|part| part.interiors().len()).sum::<usize>(), 1);
        assert!(parts.is_valid());
    }
}
