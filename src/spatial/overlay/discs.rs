//! The union of discs of one size.
//!
//! The borders of two discs cross in two points at most, so what one covers of the other's border is one stretch. The
//! stretches that nobody covers are the border of the union: each ends where it enters another disc, whose free stretch
//! goes on from there. Only where the borders of three discs meet in one point, or rounding makes it seem so, may a
//! stretch not find its successor; the discs that hang together there are then given whole to the boolean union, which
//! also puts the borders together to polygons.

use std::collections::HashMap;

use geo::bool_ops::{FillRule, OpType};
use geo::{Coord, LineString, MultiPolygon};

use super::boolean::{operate, usable};
use crate::spatial::index::PointIndex;

/// Centres this near, as a share of the radius, are one, and discs that overlap less than this do not touch.
const SAME: f64 = 1e-9;
/// How far beyond a side's ends, as a share of its length, a crossing is still taken for one at its end.
const LOOSE: f64 = 1e-9;
/// How many pairs of sides are tried from the estimate on to find the two that cross.
const TRIES: usize = 16;
/// How many sides to either hand are looked at after that.
const AROUND: i64 = 2;

/// The union of discs of one radius (metres), each drawn as a regular polygon with its corners on the circle at the
/// angles 2πk ÷ segments. Empty without centres, for a radius that is not above nought or fewer than three segments.
pub fn union_of_discs(centres: &[Coord<f64>], radius: f64, segments: usize) -> MultiPolygon<f64> {
    if !(radius > 0.0 && radius.is_finite()) || segments < 3 {
        return MultiPolygon::new(vec![]);
    }
    let shape = Shape::new(radius, segments);
    let mut centres: Vec<_> = centres
        .iter()
        .copied()
        .filter(|&centre| usable(&LineString::new(vec![centre])))
        .collect();
    // Half a turn must be a whole number of sides for a disc to look the same from its neighbour.
    let borders = if segments.is_multiple_of(2) {
        thin_out(&mut centres, radius * SAME);
        borders(&centres, &shape)
    } else {
        centres.iter().map(|&centre| shape.whole(centre)).collect()
    };
    operate(borders, Vec::new(), OpType::Union, FillRule::Positive)
        .unwrap_or_else(|| MultiPolygon::new(vec![]))
}

/// Leaves out centres that lie with an earlier one.
fn thin_out(centres: &mut Vec<Coord<f64>>, distance: f64) {
    let mut stays = vec![true; centres.len()];
    PointIndex::new(centres.clone()).pairs(distance, |_, later, _| stays[later as usize] = false);
    let mut stays = stays.into_iter();
    centres.retain(|_| stays.next().unwrap_or(true));
}

/// A disc about the origin. Places on its border are counted in sides from the first corner, counter-clockwise; whole
/// turns more or less are the same place.
struct Shape {
    corners: Vec<Coord<f64>>,
    radius: f64,
    sides: f64,
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]
impl Shape {
    fn new(radius: f64, segments: usize) -> Self {
        let angle = |k| std::f64::consts::TAU * k as f64 / segments as f64;
        let corners = (0..segments)
            .map(|k| Coord {
                x: radius * angle(k).cos(),
                y: radius * angle(k).sin(),
            })
            .collect();
        Self {
            corners,
            radius,
            sides: segments as f64,
        }
    }

    /// The border of a disc that no other touches.
    fn whole(&self, centre: Coord<f64>) -> LineString<f64> {
        let mut ring: LineString<f64> = self.corners.iter().map(|&corner| centre + corner).collect();
        ring.close();
        ring
    }

    fn corner(&self, k: i64) -> Coord<f64> {
        self.corners[k.rem_euclid(self.corners.len() as i64) as usize]
    }

    /// Adds the corners of a free stretch of a disc's border: where it begins and the disc's own up to its end.
    fn follow(&self, centre: Coord<f64>, stretch: &Stretch, border: &mut Vec<Coord<f64>>) {
        let side = stretch.from.floor();
        let (from, to) = (self.corner(side as i64), self.corner(side as i64 + 1));
        border.push(centre + from + (to - from) * (stretch.from - side));
        border.extend(
            (side as i64 + 1..)
                .take_while(|&k| (k as f64) < stretch.to)
                .map(|k| centre + self.corner(k)),
        );
    }

    /// What of the border a disc covers whose centre is `away`.
    ///
    /// Where the border leaves that disc, a chord of both begins; by symmetry the border enters at `away` less that point,
    /// which is the same place on that disc as the opposite one is on this.
    fn crossing(&self, away: Coord<f64>) -> Crossing {
        let half = away.x.hypot(away.y) / 2.0;
        let side = std::f64::consts::TAU / self.sides;
        let inner = self.radius * (side / 2.0).cos();
        let towards = away.y.atan2(away.x) / side;
        let off_middle = (towards - towards.floor() - 0.5) * side;
        if half * off_middle.cos() >= inner * (1.0 - SAME) {
            return Crossing::Apart;
        }
        let spread = (half / f64::midpoint(self.radius, inner)).min(1.0).acos() / side;
        // The side that leaves the other disc, and the side of the other disc it crosses there.
        let mut own = (towards + spread).floor() as i64;
        let mut other = (towards - spread + self.sides / 2.0).floor() as i64;
        for _ in 0..TRIES {
            let Some((far, other_far)) = self.leaves(own, other, away) else {
                break;
            };
            let beyond = |far: f64| i64::from(far > 1.0 + LOOSE) - i64::from(far < -LOOSE);
            if beyond(far) == 0 && beyond(other_far) == 0 {
                return self.covered(own, far, other, other_far);
            }
            own += beyond(far);
            other += beyond(other_far);
        }
        // Near sides that run alike the way there may lead round in a circle: then every two near ones are looked at.
        for (i, j) in (-AROUND..=AROUND).flat_map(|i| (-AROUND..=AROUND).map(move |j| (own + i, other + j))) {
            let on_side = |far: f64| (-LOOSE..=1.0 + LOOSE).contains(&far);
            if let Some((far, other_far)) = self.leaves(i, j, away)
                && on_side(far)
                && on_side(other_far)
            {
                return self.covered(i, far, j, other_far);
            }
        }
        Crossing::Unclear
    }

    /// Where on the line through a side, and on that through a side of the disc that is `away`, the first leaves what lies
    /// left of the second; none when they run alike or the other way across.
    fn leaves(&self, own: i64, other: i64, away: Coord<f64>) -> Option<(f64, f64)> {
        let (start, other_start) = (self.corner(own), self.corner(other) + away);
        let (along, other_along) = (
            self.corner(own + 1) - start,
            self.corner(other + 1) + away - other_start,
        );
        let turn = along.x * other_along.y - along.y * other_along.x;
        if turn <= LOOSE * (along.x * along.x + along.y * along.y) {
            return None;
        }
        let between = other_start - start;
        let far = (between.x * other_along.y - between.y * other_along.x) / turn;
        Some((far, (between.x * along.y - between.y * along.x) / turn))
    }

    fn covered(&self, own: i64, far: f64, other: i64, other_far: f64) -> Crossing {
        let from = other as f64 + other_far.clamp(0.0, 1.0) - self.sides / 2.0;
        Crossing::Covered {
            from,
            to: own as f64 + far.clamp(0.0, 1.0),
        }
    }
}

/// What of a disc's border a neighbour covers.
enum Crossing {
    Apart,
    Covered {
        from: f64,
        to: f64,
    },
    /// The two overlap, but rounding hides where they cross.
    Unclear,
}

/// A stretch of a disc's border between two places on it, the first within the first round.
#[derive(Clone, Copy)]
struct Stretch {
    disc: u32,
    from: f64,
    to: f64,
    /// The disc that is left where the stretch begins.
    behind: u32,
    /// The disc that is entered where the stretch ends.
    ahead: u32,
}

/// Closed borders that enclose the union: counter-clockwise around it, clockwise around its holes.
fn borders(centres: &[Coord<f64>], shape: &Shape) -> Vec<LineString<f64>> {
    let mut groups = Groups::new(centres.len());
    let mut covered = Vec::new();
    let mut unclear = Vec::new();
    PointIndex::new(centres.to_vec()).pairs(2.0 * shape.radius, |i, j, _| {
        match shape.crossing(centres[j as usize] - centres[i as usize]) {
            Crossing::Apart => return,
            Crossing::Covered { from, to } => {
                let half = shape.sides / 2.0;
                for (disc, by, turn) in [(i, j, 0.0), (j, i, half)] {
                    let from = (from + turn).rem_euclid(shape.sides);
                    let to = from + (to + turn - from).rem_euclid(shape.sides);
                    covered.push(Stretch {
                        disc,
                        from,
                        to,
                        behind: by,
                        ahead: by,
                    });
                }
            }
            Crossing::Unclear => unclear.push(i),
        }
        groups.join(i, j);
    });
    covered.sort_unstable_by(|a, b| a.disc.cmp(&b.disc).then(a.from.total_cmp(&b.from)));

    let mut traced = vec![true; centres.len()];
    for disc in unclear {
        traced[groups.of(disc) as usize] = false;
    }
    let free: Vec<_> = covered
        .chunk_by(|a, b| a.disc == b.disc)
        .flat_map(|own| free(own, shape.sides))
        .collect();
    let mut borders = Vec::new();
    for (first, border) in trace(&free, centres, shape) {
        let group = groups.of(first) as usize;
        match border {
            Some(border) => borders.push((group, border)),
            None => traced[group] = false,
        }
    }
    let mut result: Vec<_> = borders
        .into_iter()
        .filter(|(group, _)| traced[*group])
        .map(|(_, border)| border)
        .collect();
    for (disc, &centre) in (0..).zip(centres) {
        let group = groups.of(disc);
        if groups.alone(group) || !traced[group as usize] {
            result.push(shape.whole(centre));
        }
    }
    result
}

/// The stretches of a disc's border that no neighbour covers, from those that one does in the order in which they begin.
fn free(covered: &[Stretch], sides: f64) -> Vec<Stretch> {
    // What ends last reaches into this round from the one before.
    let Some(last) = covered.iter().max_by(|a, b| a.to.total_cmp(&b.to)) else {
        return Vec::new();
    };
    let (mut reached, mut behind) = (last.to - sides, last.behind);
    let mut free = Vec::new();
    for stretch in covered {
        if stretch.from > reached {
            free.push(Stretch {
                from: reached,
                to: stretch.from,
                behind,
                ..*stretch
            });
        }
        if stretch.to > reached {
            (reached, behind) = (stretch.to, stretch.behind);
        }
    }
    free
}

/// Joins free stretches to closed borders, each with a disc it runs along; none for one that does not close.
fn trace(free: &[Stretch], centres: &[Coord<f64>], shape: &Shape) -> Vec<(u32, Option<LineString<f64>>)> {
    let by_start: HashMap<(u32, u32), usize> = free
        .iter()
        .enumerate()
        .map(|(place, stretch)| ((stretch.disc, stretch.behind), place))
        .collect();
    let mut taken = vec![false; free.len()];
    let mut borders = Vec::new();
    for first in 0..free.len() {
        if taken[first] {
            continue;
        }
        let mut corners = Vec::new();
        let mut at = Some(first);
        while let Some(place) = at.filter(|&place| !taken[place]) {
            taken[place] = true;
            let stretch = &free[place];
            shape.follow(centres[stretch.disc as usize], stretch, &mut corners);
            at = by_start.get(&(stretch.ahead, stretch.disc)).copied();
        }
        let closed = at == Some(first);
        let border = closed.then(|| {
            let mut ring = LineString::new(corners);
            ring.close();
            ring
        });
        borders.push((free[first].disc, border));
    }
    borders
}

/// Discs that hang together, each group known by one of its discs.
struct Groups {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self {
            parent: (0..).take(count).collect(),
            size: vec![1; count],
        }
    }

    fn of(&mut self, mut disc: u32) -> u32 {
        while self.parent[disc as usize] != disc {
            self.parent[disc as usize] = self.parent[self.parent[disc as usize] as usize];
            disc = self.parent[disc as usize];
        }
        disc
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.of(a), self.of(b));
        if a != b {
            let (small, large) = if self.size[a as usize] < self.size[b as usize] {
                (a, b)
            } else {
                (b, a)
            };
            self.parent[small as usize] = large;
            self.size[large as usize] += self.size[small as usize];
        }
    }

    fn alone(&self, group: u32) -> bool {
        self.size[group as usize] == 1
    }
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
            segments in prop::sample::select(vec![3_usize, 4, 5, 6, 16, 64]),
        ) {
            let centres: Vec<Coord<f64>> = centres.into_iter().map(Coord::from).collect();
            let union = union_of_discs(&centres, 800.0, segments);
            prop_assert!(union.is_valid());
            let outline = Shape::new(800.0, segments).corners;
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
