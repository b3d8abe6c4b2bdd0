//! Boolean operations on a frame of our own.
//!
//! The operations run on a lattice of whole numbers. Which lattice, is left to the frame here: its origin at a whole
//! metre, its unit a power of two (0.02 mm for a city), so that what is exactly on one line on the lattice is so in the
//! result as well, and a result that was valid there stays valid.

use std::panic::{AssertUnwindSafe, catch_unwind};

use geo::bool_ops::{BooleanOps, FillRule, OpType};
use geo::{Coord, LineString, MapCoordsInPlace, MultiPolygon};

use super::assemble::assemble;
use super::rings;

/// Farther than any projection in metres reaches from its origin.
const FARTHEST: f64 = 1e9;

/// What both polygons hold. Empty should the operation fail on odd input.
pub fn intersection(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    operate(
        all_rings(a),
        all_rings(b),
        OpType::Intersection,
        FillRule::EvenOdd,
    )
    .unwrap_or_else(|| MultiPolygon::new(vec![]))
}

/// What the first polygon holds and the second does not. The first as it is should the operation fail on odd input.
pub fn difference(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    operate(all_rings(a), all_rings(b), OpType::Difference, FillRule::EvenOdd).unwrap_or_else(|| a.clone())
}

fn all_rings(polygons: &MultiPolygon<f64>) -> Vec<LineString<f64>> {
    polygons.iter().flat_map(rings).cloned().collect()
}

/// Whether all coordinates of a ring can be reckoned with.
pub(super) fn usable(ring: &LineString<f64>) -> bool {
    ring.coords()
        .all(|corner| corner.x.abs() <= FARTHEST && corner.y.abs() <= FARTHEST)
}

/// Runs what may panic on input that nobody foresaw.
pub(super) fn unless_it_panics<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

/// One boolean operation on rings; none when it fails.
pub(super) fn operate(
    mut subject: Vec<LineString<f64>>,
    mut clip: Vec<LineString<f64>>,
    operation: OpType,
    rule: FillRule,
) -> Option<MultiPolygon<f64>> {
    subject.retain(usable);
    clip.retain(usable);
    let Some(origin) = centre(subject.iter().chain(&clip)) else {
        return Some(MultiPolygon::new(vec![]));
    };
    let mut reach = f64::MIN_POSITIVE;
    for corner in subject
        .iter_mut()
        .chain(&mut clip)
        .flat_map(LineString::coords_mut)
    {
        *corner = *corner - origin;
        reach = reach.max(corner.x.abs()).max(corner.y.abs());
    }
    // Two lone points at the corners of the frame make it symmetric and its size a power of two.
    let reach = reach.log2().ceil().exp2();
    for sign in [-1.0, 1.0] {
        let corner = Coord {
            x: sign * reach,
            y: sign * reach,
        };
        subject.push(LineString::new(vec![corner, corner]));
    }
    let (mut subject, mut clip) = (Rings(subject), Rings(clip));
    let direct = unless_it_panics(|| subject.boolean_op_with_fill_rule(&clip, operation, rule));
    let mut result = direct.or_else(|| {
        // What trips over the order in which borders come may yet pass with east and north exchanged.
        subject.mirror();
        clip.mirror();
        let rule = match rule {
            FillRule::Positive => FillRule::Negative,
            FillRule::Negative => FillRule::Positive,
            same => same,
        };
        let mut mirrored = unless_it_panics(|| subject.boolean_op_with_fill_rule(&clip, operation, rule))?;
        mirrored.map_coords_in_place(mirrored_corner);
        Some(mirrored)
    })?;
    result.map_coords_in_place(|corner| corner + origin);
    Some(assemble(result))
}

fn mirrored_corner(corner: Coord<f64>) -> Coord<f64> {
    Coord {
        x: corner.y,
        y: corner.x,
    }
}

/// The whole metre nearest the middle of the rings' bounds.
fn centre<'a>(rings: impl Iterator<Item = &'a LineString<f64>>) -> Option<Coord<f64>> {
    let (low, high) = rings.flat_map(LineString::coords).fold(None, |bounds, &corner| {
        let (low, high): (Coord<f64>, Coord<f64>) = bounds.unwrap_or((corner, corner));
        let low = Coord {
            x: low.x.min(corner.x),
            y: low.y.min(corner.y),
        };
        Some((
            low,
            Coord {
                x: high.x.max(corner.x),
                y: high.y.max(corner.y),
            },
        ))
    })?;
    Some(Coord {
        x: f64::midpoint(low.x, high.x).round(),
        y: f64::midpoint(low.y, high.y).round(),
    })
}

/// Rings without the polygons they belong to: the fill rule tells what is inside.
struct Rings(Vec<LineString<f64>>);

impl Rings {
    fn mirror(&mut self) {
        self.0
            .iter_mut()
            .for_each(|ring| ring.map_coords_in_place(mirrored_corner));
    }
}

impl BooleanOps for Rings {
    type Scalar = f64;

    fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        self.0.iter()
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, clippy::cast_precision_loss)] // areas of whole squares are exact
mod tests {
    use geo::{Area, Validation, polygon};
    use proptest::prelude::*;

    use super::super::cells_outline;
    use super::*;

    #[test]
    fn what_is_cut_from_a_square_leaves_the_rest() {
        let square = |left: f64, side: f64| {
            MultiPolygon::new(vec![polygon![
                (x: left, y: 0.0), (x: left + side, y: 0.0), (x: left + side, y: side), (x: left, y: side),
            ]])
        };
        let (a, b) = (square(155_000.0, 10.0), square(155_004.0, 10.0));
        assert_eq!(intersection(&a, &b).unsigned_area(), 60.0);
        assert_eq!(difference(&a, &b).unsigned_area(), 40.0);
        let nothing = MultiPolygon::new(vec![]);
        assert_eq!(intersection(&a, &nothing).0, []);
        assert_eq!(difference(&a, &nothing).unsigned_area(), 100.0);
        assert_eq!(difference(&nothing, &a).0, []);
        assert_eq!(difference(&nothing, &nothing).0, []);
    }

    proptest! {
        /// On lattice cells a boolean operation is one on sets.
        #[test]
        fn cells_are_cut_as_sets_are(a in cells(), b in cells()) {
            let (first, second) = (cells_outline(&a, 50.0), cells_outline(&b, 50.0));
            let of = |keep: &dyn Fn(&(i64, i64)) -> bool| {
                let mut kept: Vec<_> = a.iter().copied().filter(keep).collect();
                kept.sort_unstable();
                kept.dedup();
                kept.len() as f64 * 2500.0
            };
            let (both, rest) = (intersection(&first, &second), difference(&first, &second));
            prop_assert_eq!(both.unsigned_area(), of(&|cell| b.contains(cell)));
            prop_assert_eq!(rest.unsigned_area(), of(&|cell| !b.contains(cell)));
            prop_assert!(both.is_valid() && rest.is_valid());
        }

        /// Whatever the coordinates, there is an answer and no panic.
        #[test]
        fn odd_coordinates_do_no_harm(a in wild(), b in wild()) {
            let (both, rest) = (intersection(&a, &b), difference(&a, &b));
            prop_assert!(both.unsigned_area().is_finite());
            prop_assert!(rest.unsigned_area().is_finite() || !a.unsigned_area().is_finite());
        }
    }

    fn cells() -> impl Strategy<Value = Vec<(i64, i64)>> {
        prop::collection::vec((3000..3008_i64, 9000..9008_i64), 0..40)
    }

    fn wild() -> impl Strategy<Value = MultiPolygon<f64>> {
        let number = prop_oneof![
            8 => -10.0..10.0_f64,
            4 => (-3..3_i32).prop_map(f64::from),
            1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::MAX, 1e-300, 1e9, -0.0]),
        ];
        let ring = prop::collection::vec((number.clone(), number), 0..8);
        prop::collection::vec(prop::collection::vec(ring, 0..3), 0..3).prop_map(|polygons| {
            let polygon = |mut rings: Vec<Vec<(f64, f64)>>| {
                let exterior = rings.pop().unwrap_or_default();
                geo::Polygon::new(exterior.into(), rings.into_iter().map(LineString::from).collect())
            };
            polygons.into_iter().map(polygon).collect()
        })
    }
}
