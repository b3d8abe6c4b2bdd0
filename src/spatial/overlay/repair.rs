//! Making a polygon valid.

use geo::bool_ops::{FillRule, OpType};
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::orient::{Direction, Orient};
use geo::{Coord, Intersects, Line, LineString, MakeValid, MultiPolygon, Polygon, Validation};

use super::boolean::{operate, unless_it_panics, usable};
use super::rings;

/// A valid polygon with the same inside; none when it is valid already.
///
/// The inside of each part is what an odd number of its rings' crossings separates from the outside: a bow tie keeps both
/// wings, a hole that equals its shell leaves nothing, a spike vanishes. Parts that overlap are united. Rings with a
/// coordinate that is not a number are left out.
pub fn repair(polygons: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
    if is_valid(polygons) {
        return None;
    }
    let mut united: Vec<LineString<f64>> = Vec::new();
    for part in polygons {
        let sound: Vec<_> = rings(part).filter(|ring| usable(ring)).cloned().collect();
        let cleaned = operate(sound.clone(), Vec::new(), OpType::Union, FillRule::EvenOdd)
            .or_else(|| by_triangles(sound))
            .unwrap_or_else(|| MultiPolygon::new(vec![]));
        for piece in &cleaned {
            united.extend(rings(piece).cloned());
        }
    }
    // Every piece has its exterior counter-clockwise and its holes the other way: inside is what goes round more than once.
    let repaired = operate(united, Vec::new(), OpType::Union, FillRule::Positive);
    Some(repaired.unwrap_or_else(|| MultiPolygon::new(vec![])))
}

/// The same by triangulation, slower, for the rare part that the boolean operation fails on.
fn by_triangles(rings: Vec<LineString<f64>>) -> Option<MultiPolygon<f64>> {
    let mut rings = rings.into_iter();
    let part = Polygon::new(rings.next()?, rings.collect());
    unless_it_panics(|| part.make_valid().ok())
        .flatten()
        .map(|made| made.orient(Direction::Default))
}

/// Whether the polygon is valid as OGC Simple Features has it: simple closed rings without spikes, holes inside their
/// shells, rings and parts that touch at single points at most.
pub fn is_valid(polygons: &MultiPolygon<f64>) -> bool {
    let sound = |ring: &LineString<f64>| usable(ring) && !ring.0.is_empty() && !has_spike(ring);
    if !polygons.iter().flat_map(rings).all(sound) {
        return false;
    }
    match polygons.0.as_slice() {
        // Most areas are one ring, and geo holds every side against every other.
        [alone] if alone.interiors().is_empty() => is_simple(alone.exterior()),
        _ => unless_it_panics(|| polygons.is_valid()) == Some(true),
    }
}

/// Whether the sides of a ring meet nowhere but where one ends and another begins. From left to right, so that each is held
/// only against those that begin before it ends.
fn is_simple(ring: &LineString<f64>) -> bool {
    let left = |side: &Line<f64>| side.start.x.min(side.end.x);
    let mut sides: Vec<Line<f64>> = ring.lines().collect();
    sides.sort_unstable_by(|a, b| left(a).total_cmp(&left(b)));
    sides.iter().enumerate().all(|(at, side)| {
        let right = side.start.x.max(side.end.x);
        let (low, high) = (side.start.y.min(side.end.y), side.start.y.max(side.end.y));
        let mut beside = sides[at + 1..].iter().take_while(|other| left(other) <= right);
        beside.all(|other| {
            let apart = other.start.y.max(other.end.y) < low || other.start.y.min(other.end.y) > high;
            apart || side.start == other.end || side.end == other.start || !side.intersects(other)
        })
    })
}

/// Whether a ring turns back on itself somewhere.
fn has_spike(ring: &LineString<f64>) -> bool {
    let mut corners: Vec<Coord<f64>> = ring.0.clone();
    corners.dedup();
    if corners.len() < 4 {
        return true;
    }
    corners.push(corners[1]);
    corners.windows(3).any(|three| {
        let (to, on) = (three[1] - three[0], three[2] - three[1]);
        to.x * on.x + to.y * on.y < 0.0
            && RobustKernel::orient2d(three[0], three[1], three[2]) == Orientation::Collinear
    })
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // areas of whole squares are exact
mod tests {
    use geo::{Area, Contains, Winding, polygon};
    use proptest::prelude::*;

    use super::*;

    fn one(polygon: Polygon<f64>) -> MultiPolygon<f64> {
        MultiPolygon::new(vec![polygon])
    }

    #[test]
    fn a_valid_polygon_needs_no_repair() {
        assert_eq!(
            repair(&one(
                polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 0.0, y: 4.0)]
            )),
            None
        );
        assert_eq!(repair(&MultiPolygon::new(vec![])), None);
    }

    #[test]
    fn a_bow_tie_becomes_its_two_wings() {
        let tie = one(polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 4.0), (x: 4.0, y: 0.0), (x: 0.0, y: 4.0)]);
        let repaired = repair(&tie).unwrap();
        assert_eq!(repaired.0.len(), 2);
        assert_eq!(repaired.unsigned_area(), 8.0);
        assert!(repaired.is_valid());
    }

    #[test]
    fn a_hole_that_equals_its_shell_leaves_nothing() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
        let gone = Polygon::new(square.exterior().clone(), vec![square.exterior().clone()]);
        assert_eq!(repair(&one(gone)), Some(MultiPolygon::new(vec![])));
    }

    #[test]
    fn a_spike_vanishes_and_a_part_given_twice_stays_once() {
        let spiked = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 9.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
        assert_eq!(repair(&one(spiked)).unwrap().unsigned_area(), 16.0);
        let square = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)];
        let twice = MultiPolygon::new(vec![square.clone(), square]);
        assert_eq!(repair(&twice).unwrap().unsigned_area(), 16.0);
    }

    #[test]
    fn a_ring_that_touches_itself_is_parted_there() {
        let touching = one(polygon![
            (x: 0.0, y: 0.0), (x: 2.0, y: 2.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 2.0, y: 2.0), (x: 0.0, y: 4.0),
        ]);
        let repaired = repair(&touching).unwrap();
        assert_eq!((repaired.0.len(), repaired.unsigned_area()), (2, 8.0));
    }

    /// Whether a ray to the right crosses the rings an odd number of times.
    fn odd(polygon: &Polygon<f64>, at: Coord<f64>) -> bool {
        let crossings = rings(polygon).flat_map(LineString::lines).filter(|line| {
            (line.start.y > at.y) != (line.end.y > at.y)
                && at.x
                    < line.start.x
                        + (at.y - line.start.y) * (line.end.x - line.start.x) / (line.end.y - line.start.y)
        });
        crossings.count() % 2 == 1
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn a_ring_is_valid_where_geo_finds_it_so(corners in prop::collection::vec((0..7_i32, 0..7_i32), 0..8)) {
            let ring = corners.iter().map(|&(x, y)| Coord { x: f64::from(x), y: f64::from(y) });
            let given = one(Polygon::new(ring.collect(), vec![]));
            let ring = given.0[0].exterior();
            let slow = !ring.0.is_empty() && !has_spike(ring) && given.is_valid();
            prop_assert_eq!(is_valid(&given), slow);
        }

        /// Any scribble on a small lattice: rings that cross, touch, overlap and double back.
        #[test]
        fn a_scribble_becomes_valid_with_the_same_inside(
            scribble in prop::collection::vec(prop::collection::vec((0..7_i32, 0..7_i32), 3..9), 1..3),
        ) {
            let offset = Coord { x: 155_000.0, y: 463_000.0 };
            let ring = |ring: &Vec<(i32, i32)>| ring.iter()
                .map(|&(x, y)| Coord { x: f64::from(x) * 8.0, y: f64::from(y) * 8.0 } + offset)
                .collect::<LineString<f64>>();
            let polygon = Polygon::new(ring(&scribble[0]), scribble[1..].iter().map(ring).collect());
            let given = one(polygon.clone());
            let repaired = repair(&given).unwrap_or(given);
            prop_assert!(is_valid(&repaired));
            for part in &repaired {
                prop_assert!(repair(&one(part.clone())).is_none());
            }
            for part in repaired.iter().filter(|_| !is_valid(&one(polygon.clone()))) {
                prop_assert!(part.exterior().is_ccw() && part.interiors().iter().all(Winding::is_cw));
            }
            // Points off every line that lattice points can span, or so near one that rounding matters little.
            for (x, y) in (0..24).flat_map(|x| (0..24).map(move |y| (x, y))) {
                let at = offset + Coord { x: f64::from(x) * 2.0 + 0.763_1, y: f64::from(y) * 2.0 + 0.410_3 };
                prop_assert_eq!(repaired.contains(&at), odd(&polygon, at), "at {:?}", at);
            }
        }
    }
}
