//! The union of discs of one size.

use geo::bool_ops::{FillRule, OpType};
use geo::{Coord, LineString, MultiPolygon};

use super::boolean::operate;

/// The union of discs of one radius (metres), each drawn as a regular polygon with its corners on the circle at the
/// angles 2πk ÷ segments. Empty without centres, for a radius that is not above nought or fewer than three segments.
pub fn union_of_discs(centres: &[Coord<f64>], radius: f64, segments: usize) -> MultiPolygon<f64> {
    if !(radius > 0.0 && radius.is_finite()) || segments < 3 {
        return MultiPolygon::new(vec![]);
    }
    let outline = outline(radius, segments);
    let discs = centres.iter().map(|&centre| {
        let mut disc: LineString<f64> = outline.iter().map(|&corner| centre + corner).collect();
        disc.close();
        disc
    });
    operate(discs.collect(), Vec::new(), OpType::Union, FillRule::Positive)
        .unwrap_or_else(|| MultiPolygon::new(vec![]))
}

/// The corners of a disc about the origin, counter-clockwise.
#[allow(clippy::cast_precision_loss)] // segments are few
fn outline(radius: f64, segments: usize) -> Vec<Coord<f64>> {
    let angle = |k| std::f64::consts::TAU * k as f64 / segments as f64;
    (0..segments)
        .map(|k| Coord {
            x: radius * angle(k).cos(),
            y: radius * angle(k).sin(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use geo::{Area, Validation};
    use proptest::prelude::*;

    use super::*;

    /// How far apart two areas of some square kilometres may lie by the lattice of the boolean operations.
    const NEAR: f64 = 1.0;

    #[test]
    fn a_disc_has_the_area_of_its_polygon() {
        let disc = union_of_discs(
            &[Coord {
                x: 155_000.0,
                y: 463_000.0,
            }],
            800.0,
            64,
        );
        let sixty_four = 0.5 * 64.0 * 800.0_f64.powi(2) * (std::f64::consts::TAU / 64.0).sin();
        assert!((disc.unsigned_area() - sixty_four).abs() < NEAR);
        assert_eq!(disc.0[0].exterior().0.len(), 65);
    }

    #[test]
    fn without_discs_there_is_nothing() {
        let centre = [Coord { x: 0.0, y: 0.0 }];
        assert_eq!(union_of_discs(&[], 800.0, 64).0, []);
        for (radius, segments) in [(0.0, 64), (-1.0, 64), (f64::NAN, 64), (800.0, 2)] {
            assert_eq!(union_of_discs(&centre, radius, segments).0, []);
        }
    }

    /// Whether a point lies in one of the discs, and how near the border it is.
    fn held(outline: &[Coord<f64>], centres: &[Coord<f64>], at: Coord<f64>) -> (bool, f64) {
        let depth = |centre: Coord<f64>| {
            let sides = outline.iter().zip(outline.iter().cycle().skip(1));
            sides
                .map(|(&a, &b)| {
                    let (side, to) = (b - a, at - centre - a);
                    (side.x * to.y - side.y * to.x) / side.x.hypot(side.y)
                })
                .fold(f64::INFINITY, f64::min)
        };
        let deepest = centres
            .iter()
            .map(|&centre| depth(centre))
            .fold(f64::NEG_INFINITY, f64::max);
        (deepest > 0.0, deepest.abs())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

        #[test]
        fn it_holds_what_one_of_the_discs_holds(
            centres in prop_oneof![
                prop::collection::vec((0.0..5000.0, 0.0..5000.0), 1..40),
                prop::collection::vec((0..12_i32, 0..12_i32), 1..40).prop_map(|all| {
                    all.into_iter().map(|(x, y)| (f64::from(x) * 400.0, f64::from(y) * 400.0)).collect()
                }),
            ],
            segments in prop::sample::select(vec![3_usize, 4, 5, 16, 64]),
        ) {
            let centres: Vec<Coord<f64>> = centres.into_iter().map(Coord::from).collect();
            let union = union_of_discs(&centres, 800.0, segments);
            prop_assert!(union.is_valid());
            let outline = outline(800.0, segments);
            let locator = crate::spatial::locate::Locator::new([&union]);
            for (x, y) in (-9..60).flat_map(|x| (-9..60).map(move |y| (x, y))) {
                let at = Coord { x: f64::from(x) * 100.0, y: f64::from(y) * 100.0 };
                let (inside, margin) = held(&outline, &centres, at);
                if margin > 1e-3 {
                    prop_assert_eq!(locator.contains(0, at), inside, "at {:?}", at);
                }
            }
        }
    }
}
