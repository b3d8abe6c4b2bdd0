//! Putting rings together to polygons.

use std::collections::HashMap;

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::orient::{Direction, Orient};
use geo::{Area, Coord, LineString, MultiPolygon, Polygon};

use super::rings;
use crate::spatial::locate::Locator;

/// The same inside as valid polygons: rings that pass no corner twice, each hole in its shell, exteriors
/// counter-clockwise and holes clockwise.
///
/// A boolean operation knows the border right, but where rings touch it may leave two holes as one ring or give a hole to
/// the wrong shell. So its rings are parted where they touch themselves, and what each is follows from how many others it
/// lies in: in none or two it is a shell, in one or three a hole of the smallest of them.
pub(super) fn assemble(polygons: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let alone =
        |polygon: &Polygon<f64>| polygon.interiors().is_empty() && !passes_a_corner_twice(polygon.exterior());
    let polygons = if polygons.iter().all(alone) {
        polygons.0
    } else {
        nested(&polygons)
    };
    polygons
        .into_iter()
        .map(|polygon| polygon.orient(Direction::Default))
        .collect()
}

fn nested(polygons: &MultiPolygon<f64>) -> Vec<Polygon<f64>> {
    let mut rings: Vec<_> = polygons
        .iter()
        .flat_map(rings)
        .flat_map(loops)
        .map(|ring| MultiPolygon::new(vec![Polygon::new(ring, vec![])]))
        .map(|ring| (ring.unsigned_area(), ring))
        .filter(|(area, _)| *area > 0.0)
        .collect();
    // Rings do not cross, so one that holds a point inside a smaller one holds all of that.
    rings.sort_by(|a, b| b.0.total_cmp(&a.0));
    let locator = Locator::new(rings.iter().map(|(_, ring)| ring));
    let mut shells: Vec<Option<Polygon<f64>>> = Vec::new();
    for (place, (_, ring)) in (0_u32..).zip(&rings) {
        let border = ring.0[0].exterior();
        let within = point_within(border);
        let around: Vec<_> = (0..place)
            .filter(|&larger| locator.contains(larger, within))
            .collect();
        let shell = around
            .last()
            .filter(|_| around.len() % 2 == 1)
            .and_then(|&shell| shells[shell as usize].as_mut());
        if let Some(shell) = shell {
            shell.interiors_push(border.clone());
            shells.push(None);
        } else {
            shells.push(Some(ring.0[0].clone()));
        }
    }
    shells.into_iter().flatten().collect()
}

/// A point inside a ring: at its lowest corner the middle of the triangle with its two neighbours, or, where the ring
/// runs through that triangle, the middle between the corner and what of the ring lies deepest in it.
fn point_within(ring: &LineString<f64>) -> Coord<f64> {
    let corners = corners(ring);
    let count = corners.len();
    let lowest = (0..count).min_by(|&a, &b| {
        corners[a]
            .y
            .total_cmp(&corners[b].y)
            .then(corners[a].x.total_cmp(&corners[b].x))
    });
    let Some(lowest) = lowest else {
        return Coord::zero();
    };
    let (mut a, corner, mut b) = (
        corners[(lowest + count - 1) % count],
        corners[lowest],
        corners[(lowest + 1) % count],
    );
    if RobustKernel::orient2d(a, corner, b) == Orientation::Clockwise {
        std::mem::swap(&mut a, &mut b);
    }
    let left = |from, to, at| RobustKernel::orient2d(from, to, at) != Orientation::Clockwise;
    let depth = |at: Coord<f64>| (b - a).x * (at - a).y - (b - a).y * (at - a).x;
    let deepest = corners
        .iter()
        .filter(|&&at| at != a && at != b && at != corner)
        .filter(|&&at| left(a, corner, at) && left(corner, b, at) && left(b, a, at))
        .max_by(|&&one, &&other| depth(one).abs().total_cmp(&depth(other).abs()));
    deepest.map_or((a + corner + b) / 3.0, |&deep| (corner + deep) / 2.0)
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
        let parts = assemble(joined.into());
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
        let parts = assemble(ring.into());
        assert_eq!((parts.0.len(), parts.unsigned_area()), (2, 32.0 - 1.5));
        assert_eq!(parts.iter().map(|part| part.interiors().len()).sum::<usize>(), 1);
        assert!(parts.is_valid());
    }
}
