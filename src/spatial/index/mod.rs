//! Which points lie near a point.
//!
//! Cells made for the question take the place of an R-tree here. Beside rstar's bulk-loaded tree, building included, the
//! nearest of 50 points for each of 60,000 places, twenty times over, takes 0.3 of its time, and all pairs within 400 m
//! among 250,000 points of twenty types a quarter (tests/speed tells how to measure). What has an extent, or comes and goes,
//! stands in an R-tree: [`super::tree`].

mod nearest;
mod pairs;
mod several;

use std::sync::OnceLock;

use geo::Coord;

use nearest::Nearest;

/// Points per cell, were they spread evenly.
const POINTS_PER_CELL: f64 = 2.0;
/// A little more than one: a bound times this is surely not below the true value.
const SLACK: f64 = 1.0 + 1e-9;

/// Points in the plane, made ready to be asked which lie near. Coordinates and distances are metres in a projected CRS;
/// a point's index is its place in the list it came in. A point with a coordinate that is not finite is never found.
///
/// A distance is √(dx² + dy²) in double precision, and two points are equally near when dx² + dy² is the same number.
pub struct PointIndex {
    points: Vec<Coord<f64>>,
    lattice: Lattice,
    /// Where each cell's points begin in `members`; one more than there are cells.
    starts: Vec<u32>,
    members: Vec<Member>,
    /// Made when the nearest is first asked for; none where the points are too few or too alike.
    nearest: OnceLock<Option<Nearest>>,
}

/// A point in the plane and its index.
#[derive(Clone, Copy)]
struct Member {
    at: Coord<f64>,
    index: u32,
}

/// Square cells over the points' bounds.
#[derive(Clone, Copy)]
struct Lattice {
    corner: Coord<f64>,
    side: f64,
    columns: u32,
    rows: u32,
}

/// The whole part of a number, at least nought.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> u32 {
    value as u32
}

/// A count as an index; more than four thousand million points do not fit.
#[allow(clippy::cast_possible_truncation)]
fn index(value: usize) -> u32 {
    value as u32
}

#[allow(clippy::cast_precision_loss)]
fn real(value: usize) -> f64 {
    value as f64
}

fn squared(from: Coord<f64>, to: Coord<f64>) -> f64 {
    let apart = to - from;
    apart.x * apart.x + apart.y * apart.y
}

impl Lattice {
    fn over(members: &[Member]) -> Self {
        let mut low = Coord {
            x: f64::INFINITY,
            y: f64::INFINITY,
        };
        let mut high = Coord {
            x: f64::NEG_INFINITY,
            y: f64::NEG_INFINITY,
        };
        for Member { at, .. } in members {
            low = Coord {
                x: low.x.min(at.x),
                y: low.y.min(at.y),
            };
            high = Coord {
                x: high.x.max(at.x),
                y: high.y.max(at.y),
            };
        }
        let cells = (real(members.len()) / POINTS_PER_CELL).max(1.0);
        let extent = high - low;
        let side = (extent.x * extent.y / cells)
            .sqrt()
            .max(extent.x.max(extent.y) / cells);
        if !(side.is_finite() && side > 0.0) {
            return Self {
                corner: Coord::zero(),
                side: f64::INFINITY,
                columns: 1,
                rows: 1,
            };
        }
        Self {
            corner: low,
            side,
            columns: whole(extent.x / side) + 1,
            rows: whole(extent.y / side) + 1,
        }
    }

    fn column(&self, x: f64) -> u32 {
        whole((x - self.corner.x) / self.side).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> u32 {
        whole((y - self.corner.y) / self.side).min(self.rows - 1)
    }
}

impl PointIndex {
    /// Makes the points ready.
    pub fn new(points: Vec<Coord<f64>>) -> Self {
        let finite: Vec<_> = (0..)
            .zip(&points)
            .filter(|(_, at)| at.x.is_finite() && at.y.is_finite())
            .map(|(index, &at)| Member { at, index })
            .collect();
        let lattice = Lattice::over(&finite);
        let cell = |at: Coord<f64>| {
            lattice.row(at.y) as usize * lattice.columns as usize + lattice.column(at.x) as usize
        };
        let mut starts = vec![0_u32; lattice.columns as usize * lattice.rows as usize + 1];
        for member in &finite {
            starts[cell(member.at)] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut members = finite.clone();
        for member in finite.iter().rev() {
            let start = &mut starts[cell(member.at)];
            *start -= 1;
            members[*start as usize] = *member;
        }
        Self {
            points,
            lattice,
            starts,
            members,
            nearest: OnceLock::new(),
        }
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The point of that index.
    ///
    /// # Panics
    /// When there is no such point.
    pub fn point(&self, i: u32) -> Coord<f64> {
        self.points[i as usize]
    }

    /// The nearest point and its distance; of equally near ones the lowest index. None without points, or from nowhere.
    /// The first call makes the cells that later ones are answered from.
    pub fn nearest(&self, from: Coord<f64>) -> Option<(u32, f64)> {
        let cells = self.nearest.get_or_init(|| Nearest::new(&self.members));
        let found = cells.as_ref().and_then(|cells| cells.find(from));
        let (index, squared) = found.or_else(|| self.nearest_by_rings(from))?;
        Some((index, squared.sqrt()))
    }

    /// The same as [`Self::nearest`], for a few questions: it does not make the cells that many are answered from.
    pub fn nearest_once(&self, from: Coord<f64>) -> Option<(u32, f64)> {
        let (index, squared) = self.nearest_by_rings(from)?;
        Some((index, squared.sqrt()))
    }

    /// The nearest point, and its distance's square, by looking in ever wider rings of cells.
    fn nearest_by_rings(&self, from: Coord<f64>) -> Option<(u32, f64)> {
        if self.members.is_empty() || !from.x.is_finite() || !from.y.is_finite() {
            return None;
        }
        let (column, row) = (self.lattice.column(from.x), self.lattice.row(from.y));
        let mut best = (f64::INFINITY, u32::MAX);
        for ring in 0..self.lattice.columns.max(self.lattice.rows) {
            // What is left to see is `ring` cells away or more. Rounding and a start outside the lattice only add.
            let unseen = (f64::from(ring) - 1.0).max(0.0) * self.lattice.side;
            if best.0 * SLACK < unseen * unseen {
                break;
            }
            self.ring(column, row, ring, |member| {
                let distance = squared(from, member.at);
                if (distance, member.index) < best {
                    best = (distance, member.index);
                }
            });
        }
        (best.1 != u32::MAX).then_some((best.1, best.0))
    }

    /// Visits the members of the cells that are exactly `ring` columns or rows away.
    fn ring(&self, column: u32, row: u32, ring: u32, mut visit: impl FnMut(&Member)) {
        let (left, right) = (
            i64::from(column) - i64::from(ring),
            i64::from(column) + i64::from(ring),
        );
        let (bottom, top) = (i64::from(row) - i64::from(ring), i64::from(row) + i64::from(ring));
        let (columns, rows) = (i64::from(self.lattice.columns), i64::from(self.lattice.rows));
        for y in bottom.max(0)..=top.min(rows - 1) {
            if y == bottom || y == top {
                self.row_between(y, left.max(0), right.min(columns - 1))
                    .iter()
                    .for_each(&mut visit);
            } else {
                for x in [left, right] {
                    if (0..columns).contains(&x) {
                        self.row_between(y, x, x).iter().for_each(&mut visit);
                    }
                }
            }
        }
    }

    /// The members of a row's cells from the first to the last column.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // callers stay within the lattice
    fn row_between(&self, row: i64, first: i64, last: i64) -> &[Member] {
        let start = row as usize * self.lattice.columns as usize;
        let (from, to) = (
            self.starts[start + first as usize],
            self.starts[start + last as usize + 1],
        );
        &self.members[from as usize..to as usize]
    }

    /// Calls `found(index, distance)` for every point no farther than `radius`, in any order.
    pub fn within(&self, from: Coord<f64>, radius: f64, mut found: impl FnMut(u32, f64)) {
        if self.members.is_empty()
            || radius.is_nan()
            || radius < 0.0
            || !from.x.is_finite()
            || !from.y.is_finite()
        {
            return;
        }
        let reach = radius * SLACK;
        let (left, right) = (
            self.lattice.column(from.x - reach),
            self.lattice.column(from.x + reach),
        );
        for row in self.lattice.row(from.y - reach)..=self.lattice.row(from.y + reach) {
            for member in self.row_between(row.into(), left.into(), right.into()) {
                let distance = squared(from, member.at).sqrt();
                if distance <= radius {
                    found(member.index, distance);
                }
            }
        }
    }

    /// Calls `found(i, j, distance)` once for every two points no farther apart than `radius`, with i < j, in any order.
    pub fn pairs(&self, radius: f64, found: impl FnMut(u32, u32, f64)) {
        if radius >= 0.0 {
            pairs::pairs(&self.members, radius, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::coord;
    use proptest::prelude::*;

    use super::*;

    fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
        squared(a, b).sqrt()
    }

    fn slow_nearest(points: &[Coord<f64>], from: Coord<f64>) -> Option<(u32, f64)> {
        (0..)
            .zip(points)
            .min_by(|a, b| squared(from, *a.1).total_cmp(&squared(from, *b.1)))
            .map(|(i, &at)| (i, distance(from, at)))
    }

    fn slow_within(points: &[Coord<f64>], from: Coord<f64>, radius: f64) -> Vec<(u32, f64)> {
        (0..)
            .zip(points)
            .map(|(i, &at)| (i, distance(from, at)))
            .filter(|found| found.1 <= radius)
            .collect()
    }

    fn within(index: &PointIndex, from: Coord<f64>, radius: f64) -> Vec<(u32, f64)> {
        let mut all = Vec::new();
        index.within(from, radius, |i, distance| all.push((i, distance)));
        all.sort_by_key(|found| found.0);
        all
    }

    #[test]
    fn of_equally_near_points_the_lowest_index_is_the_nearest() {
        let index = PointIndex::new(vec![
            coord! { x: 3.0, y: 0.0 },
            coord! { x: -3.0, y: 0.0 },
            coord! { x: 3.0, y: 0.0 },
        ]);
        assert_eq!(index.nearest(coord! { x: 0.0, y: 4.0 }), Some((0, 5.0)));
        assert_eq!(index.nearest(coord! { x: -1.0, y: 0.0 }), Some((1, 2.0)));
        assert_eq!(index.len(), 3);
        assert_eq!(index.point(1), coord! { x: -3.0, y: 0.0 });
    }

    #[test]
    fn without_points_or_numbers_nothing_is_near() {
        let none = PointIndex::new(vec![]);
        assert!(none.is_empty());
        assert_eq!(none.nearest(Coord::zero()), None);
        assert_eq!(within(&none, Coord::zero(), 1.0), []);
        let index = PointIndex::new(vec![coord! { x: f64::NAN, y: 0.0 }, coord! { x: 1.0, y: 0.0 }]);
        assert_eq!(index.nearest(Coord::zero()), Some((1, 1.0)));
        assert_eq!(index.nearest(coord! { x: 0.0, y: f64::NAN }), None);
        assert_eq!(within(&index, Coord::zero(), f64::INFINITY), [(1, 1.0)]);
        assert_eq!(within(&index, Coord::zero(), f64::NAN), []);
        assert_eq!(within(&index, Coord::zero(), -1.0), []);
        index.pairs(f64::INFINITY, |_, _, _| panic!("one point has no pair"));
    }

    /// Coordinates that fall together often, spread wide, or lie on one line, near the origin and far from it.
    fn points(most: usize) -> impl Strategy<Value = Vec<Coord<f64>>> {
        let offset = prop::sample::select(vec![0.0, 155_000.0, -463_000.0]);
        let shape = prop::sample::select(vec![(1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (0.001, 1000.0)]);
        let whole = prop::collection::vec((0..12_i32, 0..12_i32), 0..most).prop_map(|all| {
            all.into_iter()
                .map(|(x, y)| (f64::from(x), f64::from(y)))
                .collect::<Vec<_>>()
        });
        let any = prop::collection::vec((-50.0..50.0, -50.0..50.0), 0..most);
        (offset, shape, prop_oneof![whole, any]).prop_map(|(offset, (wide, high), all)| {
            all.into_iter()
                .map(|(x, y)| coord! { x: offset + x * wide, y: offset + y * high })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn nearest_agrees_with_measuring_every_point(all in points(80), near in points(20)) {
            let index = PointIndex::new(all.clone());
            for from in near.into_iter().chain(all.iter().copied()) {
                prop_assert_eq!(index.nearest(from), slow_nearest(&all, from));
                prop_assert_eq!(index.nearest_once(from), slow_nearest(&all, from));
            }
        }

        #[test]
        fn within_agrees_with_measuring_every_point(
            all in points(80), near in points(10),
            radius in prop_oneof![Just(0.0), Just(1.0), Just(5.0), 0.0..200.0],
        ) {
            let index = PointIndex::new(all.clone());
            for from in near.into_iter().chain(all.iter().copied().take(10)) {
                prop_assert_eq!(within(&index, from, radius), slow_within(&all, from, radius));
            }
        }

        #[test]
        fn pairs_agrees_with_measuring_every_two(
            all in points(60), radius in prop_oneof![Just(0.0), Just(1.0), Just(5.0), 0.0..200.0],
        ) {
            let mut found = Vec::new();
            PointIndex::new(all.clone()).pairs(radius, |i, j, distance| found.push((i, j, distance)));
            found.sort_by_key(|pair| (pair.0, pair.1));
            let mut expected = Vec::new();
            for (i, &a) in (0_u32..).zip(&all) {
                for (j, &b) in (0_u32..).zip(&all).skip(i as usize + 1) {
                    if distance(a, b) <= radius {
                        expected.push((i, j, distance(a, b)));
                    }
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
