//! An R-tree over boxes: what meets a box, what lies within a distance of it.
//!
//! It finds things that have an extent or come and go: areas, facilities on the map, features of an answer. Where millions of
//! points ask for the nearest of a fixed set, [`super::index`] has cells made for that question.

use geo::{Coord, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Entry = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Boxes, each with its place in the list it came from. Coordinates are whatever the boxes are in; distances are Euclidean.
pub struct BoxTree(RTree<Entry>);

fn corners(of: &Rect<f64>) -> ([f64; 2], [f64; 2]) {
    ([of.min().x, of.min().y], [of.max().x, of.max().y])
}

fn finite(of: &Rect<f64>) -> bool {
    [of.min(), of.max()]
        .iter()
        .all(|at| at.x.is_finite() && at.y.is_finite())
}

impl BoxTree {
    /// Loads boxes in bulk; what has no box, or one with a coordinate that is not finite, is never found.
    pub fn new(boxes: impl IntoIterator<Item = Option<Rect<f64>>>) -> Self {
        let entries = (0_u32..)
            .zip(boxes)
            .filter_map(|(place, bounds)| {
                let (low, high) = corners(&bounds.filter(finite)?);
                Some(Entry::new(Rectangle::from_corners(low, high), place))
            })
            .collect();
        Self(RTree::bulk_load(entries))
    }

    /// Loads points in bulk.
    pub fn of_points(points: impl IntoIterator<Item = Option<Coord<f64>>>) -> Self {
        Self::new(points.into_iter().map(|at| at.map(|at| Rect::new(at, at))))
    }

    /// The places of the boxes that share at least a point with `bounds`, ascending.
    pub fn meeting(&self, bounds: &Rect<f64>) -> Vec<u32> {
        if !finite(bounds) {
            return Vec::new();
        }
        let (low, high) = corners(bounds);
        let envelope = AABB::from_corners(low, high);
        let found = self.0.locate_in_envelope_intersecting(&envelope);
        let mut places: Vec<u32> = found.map(|entry| entry.data).collect();
        places.sort_unstable();
        places
    }

    /// The places of the boxes no farther than `distance` from a point, ascending.
    pub fn near(&self, from: Coord<f64>, distance: f64) -> Vec<u32> {
        // Also false where a number is not one.
        if !(distance >= 0.0 && from.x.is_finite() && from.y.is_finite()) {
            return Vec::new();
        }
        let found = self
            .0
            .locate_within_distance([from.x, from.y], distance * distance);
        let mut places: Vec<u32> = found.map(|entry| entry.data).collect();
        places.sort_unstable();
        places
    }

    /// The places of the boxes nearest to a point, itself left out, ascending: more than one where several are equally near.
    pub fn nearest_others(&self, from: Coord<f64>, itself: u32) -> Vec<u32> {
        if !(from.x.is_finite() && from.y.is_finite()) {
            return Vec::new();
        }
        let all = self.0.nearest_neighbor_iter_with_distance_2(&[from.x, from.y]);
        let mut others = all.filter(|(entry, _)| entry.data != itself).peekable();
        let least = others.peek().map(|(_, distance)| *distance);
        let nearest = others.take_while(|(_, distance)| Some(*distance) == least);
        let mut places: Vec<u32> = nearest.map(|(entry, _)| entry.data).collect();
        places.sort_unstable();
        places
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn boxes() -> impl Strategy<Value = Vec<Option<Rect<f64>>>> {
        let side = prop_oneof![Just(0.0), 0.0..30.0_f64];
        let one = (-50.0..50.0_f64, -50.0..50.0_f64, side.clone(), side).prop_map(|(x, y, width, height)| {
            Rect::new(
                Coord { x, y },
                Coord {
                    x: x + width,
                    y: y + height,
                },
            )
        });
        prop::collection::vec(prop::option::weighted(0.9, one), 0..60)
    }

    fn apart(of: &Rect<f64>, from: Coord<f64>) -> f64 {
        let x = (of.min().x - from.x).max(from.x - of.max().x).max(0.0);
        let y = (of.min().y - from.y).max(from.y - of.max().y).max(0.0);
        x * x + y * y
    }

    proptest! {
        #[test]
        fn it_finds_what_looking_at_every_box_finds(
            all in boxes(), asked in boxes(), distance in prop_oneof![Just(0.0), 0.0..80.0_f64],
        ) {
            let tree = BoxTree::new(all.clone());
            for asked in asked.into_iter().flatten() {
                let meets = |of: &Rect<f64>| {
                    of.min().x <= asked.max().x && asked.min().x <= of.max().x
                        && of.min().y <= asked.max().y && asked.min().y <= of.max().y
                };
                let slow = |keep: &dyn Fn(&Rect<f64>) -> bool| -> Vec<u32> {
                    (0_u32..).zip(&all).filter(|(_, of)| of.as_ref().is_some_and(keep)).map(|(at, _)| at).collect()
                };
                prop_assert_eq!(tree.meeting(&asked), slow(&meets));
                let from = asked.min();
                prop_assert_eq!(tree.near(from, distance), slow(&|of| apart(of, from) <= distance * distance));
            }
        }

        /// Whole metres make many of them equally near.
        #[test]
        fn the_nearest_others_are_all_at_the_least_distance(
            points in prop::collection::vec((-4..4_i32, -4..4_i32), 0..40),
        ) {
            let points: Vec<_> = points.iter().map(|(x, y)| Coord { x: f64::from(*x), y: f64::from(*y) }).collect();
            let tree = BoxTree::of_points(points.iter().copied().map(Some));
            for (itself, from) in (0_u32..).zip(&points) {
                let far = |at: &Coord<f64>| apart(&Rect::new(*at, *at), *from);
                let others = || (0_u32..).zip(&points).filter(|(other, _)| *other != itself);
                let least = others().map(|(_, at)| far(at)).fold(f64::INFINITY, f64::min);
                let slow: Vec<u32> = others().filter(|(_, at)| far(at) == least).map(|(other, _)| other).collect();
                prop_assert_eq!(tree.nearest_others(*from, itself), slow);
            }
        }
    }

    #[test]
    fn what_is_nowhere_is_never_found() {
        let nowhere = Rect::new(Coord { x: f64::NAN, y: 0.0 }, Coord { x: 1.0, y: 1.0 });
        let everywhere = Rect::new(Coord { x: -9.0, y: -9.0 }, Coord { x: 9.0, y: 9.0 });
        let tree = BoxTree::of_points([None, Some(Coord { x: 1.0, y: 1.0 })]);
        assert_eq!(tree.meeting(&everywhere), [1]);
        assert!(tree.meeting(&nowhere).is_empty());
        assert!(tree.near(Coord { x: 1.0, y: f64::NAN }, 3.0).is_empty());
        assert!(tree.near(Coord { x: 1.0, y: 1.0 }, f64::NAN).is_empty());
        assert!(BoxTree::new([Some(nowhere)]).meeting(&everywhere).is_empty());
    }
}
