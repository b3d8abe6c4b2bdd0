//! Uniting areas that share borders.

use std::collections::HashMap;

use geo::bool_ops::{FillRule, OpType};
use geo::{Area, Coord, LineString, MultiPolygon, Polygon};
use rstar::{AABB, RTree};

use super::boolean::{operate, usable};
use super::repair::{is_valid, repair};
use super::rings;
use crate::spatial::index::PointIndex;

/// Corners this near, in metres, are one, and a corner this near a side lies on it: more than rounding to millimetres
/// moves a border, less than any border means.
const SNAP: f64 = 0.002;
/// A hole smaller than this, in square metres, is what two neighbours' borders leave between them, not a place.
const SMALLEST_HOLE_M2: f64 = 1.0;

/// The union of the parts. Neighbours whose common border differs by no more than rounding are joined without a seam.
///
/// Corners of different parts that lie together are made one; then the sides that two neighbours share cancel, and only
/// what remains, the outer border and whatever overlaps, is united.
pub fn dissolve<'a>(parts: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> MultiPolygon<f64> {
    dissolve_checked(parts.into_iter().map(|part| (part, is_valid(part))))
}

/// The same for parts of which it is known whether they are valid ([`is_valid`]), as where one part is united with several sets.
pub fn dissolve_checked<'a>(
    parts: impl IntoIterator<Item = (&'a MultiPolygon<f64>, bool)>,
) -> MultiPolygon<f64> {
    let mut corners = Corners::default();
    let mut sides = Vec::new();
    for (part, valid) in parts {
        let repaired = if valid { None } else { repair(part) };
        for polygon in repaired.as_ref().unwrap_or(part) {
            enter(polygon, &mut corners, &mut sides);
        }
    }
    corners.snap();
    for side in &mut sides {
        *side = (corners.same[side.0 as usize], corners.same[side.1 as usize]);
    }
    let sides = without_shared(sides);
    let sides = without_shared(split_at_corners(sides, &corners.at));
    let borders: Vec<_> = borders(&sides)
        .iter()
        .map(|border| corners.ring(border))
        .collect();
    let united = operate(borders, Vec::new(), OpType::Union, FillRule::Positive);
    united.map_or_else(
        || MultiPolygon::new(vec![]),
        |united| united.into_iter().map(without_slivers).collect(),
    )
}

/// A directed side between two corners, with the inside on its left.
type Side = (u32, u32);

/// The distinct corners of all parts.
#[derive(Default)]
struct Corners {
    at: Vec<Coord<f64>>,
    by_place: HashMap<(u64, u64), u32>,
    /// For each corner the one that stands for it.
    same: Vec<u32>,
}

impl Corners {
    fn index(&mut self, corner: Coord<f64>) -> u32 {
        // Adding nought makes the two noughts one.
        let place = ((corner.x + 0.0).to_bits(), (corner.y + 0.0).to_bits());
        *self.by_place.entry(place).or_insert_with(|| {
            self.at.push(corner);
            u32::try_from(self.at.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// Makes corners that lie together one: the first of them.
    fn snap(&mut self) {
        let index = PointIndex::new(self.at.clone());
        let mut pairs = Vec::new();
        index.pairs(SNAP, |i, j, _| pairs.push((i, j)));
        pairs.sort_unstable();
        self.same = (0..).take(self.at.len()).collect();
        for (i, j) in pairs {
            // A corner that already gave way to another does not draw more after it.
            if self.same[i as usize] == i && self.same[j as usize] == j {
                self.same[j as usize] = i;
            }
        }
    }

    fn ring(&self, border: &[u32]) -> LineString<f64> {
        let mut ring: LineString<f64> = border.iter().map(|&corner| self.at[corner as usize]).collect();
        ring.close();
        ring
    }
}

/// Enters a valid polygon's sides, the inside on their left.
fn enter(polygon: &Polygon<f64>, corners: &mut Corners, sides: &mut Vec<Side>) {
    if !rings(polygon).all(usable) {
        return;
    }
    for (place, ring) in rings(polygon).enumerate() {
        let counter_clockwise = Polygon::new(ring.clone(), vec![]).signed_area() > 0.0;
        let along = counter_clockwise == (place == 0);
        for line in ring.lines() {
            let (from, to) = (corners.index(line.start), corners.index(line.end));
            sides.push(if along { (from, to) } else { (to, from) });
        }
    }
}

/// The sides that no opposite side cancels.
fn without_shared(mut sides: Vec<Side>) -> Vec<Side> {
    sides.retain(|side| side.0 != side.1);
    // Together come the sides between the same two corners, whichever way they run.
    sides.sort_unstable_by_key(|&(from, to)| (from.min(to), from.max(to), from));
    let mut kept = Vec::new();
    for same in sides.chunk_by(|a, b| (a.0.min(a.1), a.0.max(a.1)) == (b.0.min(b.1), b.0.max(b.1))) {
        let up = same.iter().filter(|side| side.0 < side.1).count();
        let down = same.len() - up;
        let (low, high) = (same[0].0.min(same[0].1), same[0].0.max(same[0].1));
        let side = if up > down { (low, high) } else { (high, low) };
        kept.extend(std::iter::repeat_n(side, up.abs_diff(down)));
    }
    kept
}

/// Splits the sides at the corners that lie on them, as where three areas meet and one of them has no corner.
fn split_at_corners(sides: Vec<Side>, at: &[Coord<f64>]) -> Vec<Side> {
    let mut used: Vec<u32> = sides.iter().map(|side| side.0).collect();
    used.sort_unstable();
    used.dedup();
    let tree = RTree::bulk_load(
        used.iter()
            .map(|&corner| {
                rstar::primitives::GeomWithData::new(<[f64; 2]>::from(at[corner as usize]), corner)
            })
            .collect(),
    );
    let mut split = Vec::with_capacity(sides.len());
    let mut between = Vec::new();
    for (from, to) in sides {
        let (start, end) = (at[from as usize], at[to as usize]);
        let along = end - start;
        let length = along.x.hypot(along.y);
        let low = [start.x.min(end.x) - SNAP, start.y.min(end.y) - SNAP];
        let high = [start.x.max(end.x) + SNAP, start.y.max(end.y) + SNAP];
        between.clear();
        for near in tree.locate_in_envelope(&AABB::from_corners(low, high)) {
            let [x, y] = *near.geom();
            let off = Coord { x, y } - start;
            let (far, beside) = (
                (off.x * along.x + off.y * along.y) / length,
                (along.x * off.y - along.y * off.x) / length,
            );
            if near.data != from && near.data != to && beside.abs() <= SNAP && far > 0.0 && far < length {
                between.push((far, near.data));
            }
        }
        between.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut last = from;
        for &(_, corner) in &between {
            split.push((last, corner));
            last = corner;
        }
        split.push((last, to));
    }
    split
}

/// Joins sides to closed borders. As many sides leave a corner as reach it, so every way ends where it began; which way is
/// taken where borders meet does not matter, for what they enclose adds up to the same.
fn borders(sides: &[Side]) -> Vec<Vec<u32>> {
    let mut from: HashMap<u32, Vec<u32>> = HashMap::new();
    for &(start, end) in sides {
        from.entry(start).or_default().push(end);
    }
    let mut borders = Vec::new();
    for &(start, _) in sides {
        let mut border = Vec::new();
        let mut at = start;
        while let Some(next) = from.get_mut(&at).and_then(Vec::pop) {
            border.push(at);
            at = next;
        }
        if !border.is_empty() {
            borders.push(border);
        }
    }
    borders
}

fn without_slivers(polygon: Polygon<f64>) -> Polygon<f64> {
    let (exterior, mut interiors) = polygon.into_inner();
    interiors.retain(|hole| Polygon::new(hole.clone(), vec![]).unsigned_area() >= SMALLEST_HOLE_M2);
    Polygon::new(exterior, interiors)
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // areas of whole squares are exact
mod tests {
    use geo::{Validation, polygon};
    use proptest::prelude::*;

    use super::super::cells_outline;
    use super::*;

    fn rectangle(left: f64, bottom: f64, right: f64, top: f64) -> MultiPolygon<f64> {
        MultiPolygon::new(vec![polygon![
            (x: left, y: bottom), (x: right, y: bottom), (x: right, y: top), (x: left, y: top),
        ]])
    }

    #[test]
    fn neighbours_that_share_a_border_become_one_without_a_seam() {
        let (left, right) = (
            rectangle(0.0, 0.0, 10.0, 10.0),
            rectangle(10.000_000_001, 0.0, 20.0, 10.0),
        );
        let whole = dissolve([&left, &right]);
        assert_eq!(whole.0.len(), 1);
        assert!(whole.0[0].interiors().is_empty());
        assert_eq!(whole.0[0].exterior().0.len(), 5);
        assert_eq!(whole.unsigned_area(), 200.0);
    }

    #[test]
    fn a_neighbour_without_a_corner_where_others_meet_leaves_no_sliver() {
        let parts = [
            rectangle(0.0, 0.0, 20.0, 10.0),
            rectangle(0.0, 10.000_4, 10.0, 20.0),
            rectangle(10.0, 9.999_7, 20.0, 20.0),
        ];
        let whole = dissolve(&parts);
        assert_eq!((whole.0.len(), whole.0[0].interiors().len()), (1, 0));
        assert!((whole.unsigned_area() - 400.0).abs() < 0.05);
    }

    #[test]
    fn a_hole_as_large_as_a_place_stays_and_a_sliver_goes() {
        let around = |gap: f64| {
            [
                rectangle(0.0, 0.0, 30.0, 10.0),
                rectangle(0.0, 20.0, 30.0, 30.0),
                rectangle(0.0, 10.0, 10.0, 20.0),
                rectangle(10.0 + gap, 10.0, 30.0, 20.0),
            ]
        };
        assert_eq!(dissolve(&around(10.0)).0[0].interiors().len(), 1);
        assert_eq!(dissolve(&around(0.05)).0[0].interiors().len(), 0);
    }

    #[test]
    fn overlapping_parts_and_the_same_part_twice_count_once() {
        let (a, b) = (rectangle(0.0, 0.0, 10.0, 10.0), rectangle(5.0, 5.0, 15.0, 15.0));
        assert_eq!(dissolve([&a, &b, &a]).unsigned_area(), 175.0);
        assert_eq!(dissolve([]).0, []);
        assert_eq!(dissolve([&MultiPolygon::new(vec![])]).0, []);
    }

    #[test]
    fn a_bow_tie_among_the_parts_keeps_both_wings() {
        let tie = MultiPolygon::new(vec![
            polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 4.0), (x: 4.0, y: 0.0), (x: 0.0, y: 4.0)],
        ]);
        assert_eq!(
            dissolve([&tie, &rectangle(4.0, 0.0, 8.0, 4.0)]).unsigned_area(),
            24.0
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        /// Cells dealt out to parts, with noise far below a millimetre on every corner, come together as the union of all.
        #[test]
        fn parts_of_a_lattice_come_together_whatever_the_noise(
            cells in prop::collection::vec(((0..8_i64, 0..8_i64), 0..4_usize), 0..60),
            noise in prop::collection::vec(-1e-7..1e-7_f64, 32),
        ) {
            let mut parts: Vec<Vec<(i64, i64)>> = vec![vec![]; 4];
            for &(cell, part) in &cells {
                parts[part].push(cell);
            }
            let mut trembling = noise.iter().cycle();
            let mut tremble = || trembling.next().copied().unwrap_or(0.0);
            let outlines: Vec<_> = parts.iter().map(|part| {
                let mut outline = cells_outline(part, 50.0);
                for polygon in &mut outline.0 {
                    let mut shake = |ring: &mut LineString<f64>| {
                        for corner in ring.coords_mut() {
                            *corner = *corner + Coord { x: 155_000.0 + tremble(), y: 463_000.0 + tremble() };
                        }
                        let last = ring.0.len() - 1;
                        ring.0[last] = ring.0[0];
                    };
                    polygon.exterior_mut(&mut shake);
                    polygon.interiors_mut(|rings| rings.iter_mut().for_each(&mut shake));
                }
                outline
            }).collect();
            let all: Vec<_> = cells.iter().map(|cell| cell.0).collect();
            let (expected, whole) = (cells_outline(&all, 50.0), dissolve(&outlines));
            prop_assert!((whole.unsigned_area() - expected.unsigned_area()).abs() < 0.01);
            prop_assert_eq!(whole.0.len(), expected.0.len());
            let holes = |polygons: &MultiPolygon<f64>| polygons.iter().map(|p| p.interiors().len()).sum::<usize>();
            prop_assert_eq!(holes(&whole), holes(&expected));
            prop_assert!(whole.is_valid());
        }
    }
}
