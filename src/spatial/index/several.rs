//! The n nearest points, by looking in ever wider rings of cells until nothing nearer can be left.

use geo::Coord;

use super::{PointIndex, SLACK, squared};

impl PointIndex {
    /// Puts the `n` nearest points in `found` with their distances, the nearest first and of equally near ones the lowest
    /// index; all of them where there are no more. None from nowhere.
    pub fn nearest_n(&self, from: Coord<f64>, n: usize, found: &mut Vec<(u32, f64)>) {
        found.clear();
        if n == 0 || !from.x.is_finite() || !from.y.is_finite() {
            return;
        }
        let (column, row) = (self.lattice.column(from.x), self.lattice.row(from.y));
        for ring in 0..self.lattice.columns.max(self.lattice.rows) {
            // What is left to see is `ring` cells away or more. Rounding and a start outside the lattice only add.
            let unseen = (f64::from(ring) - 1.0).max(0.0) * self.lattice.side;
            if found.len() == n && found[n - 1].1 * SLACK < unseen * unseen {
                break;
            }
            // Until the end the squares of the distances stand in the list, so that ties are those of the numbers compared.
            self.ring(column, row, ring, |member| {
                let far = squared(from, member.at);
                let at = found.partition_point(|(index, of)| (*of, *index) < (far, member.index));
                if at < n {
                    found.truncate(n - 1);
                    found.insert(at, (member.index, far));
                }
            });
        }
        for (_, far) in found {
            *far = far.sqrt();
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::coord;
    use proptest::prelude::*;

    use super::*;

    fn slow(points: &[Coord<f64>], from: Coord<f64>, n: usize) -> Vec<(u32, f64)> {
        let mut all: Vec<(f64, u32)> = (0..)
            .zip(points)
            .filter(|(_, at)| at.x.is_finite() && at.y.is_finite())
            .map(|(index, at)| (squared(from, *at), index))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        all.into_iter()
            .take(n)
            .map(|(far, index)| (index, far.sqrt()))
            .collect()
    }

    /// Points that fall together often, spread wide, or lie on one line, near the origin and far from it; some nowhere.
    fn points(most: usize) -> impl Strategy<Value = Vec<Coord<f64>>> {
        let offset = prop::sample::select(vec![0.0, 155_000.0, -463_000.0]);
        let shape = prop::sample::select(vec![(1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (0.001, 1000.0)]);
        let ordinate =
            || prop_oneof![8 => (0..12_i32).prop_map(f64::from), 4 => -50.0..50.0, 1 => Just(f64::NAN)];
        let all = prop::collection::vec((ordinate(), ordinate()), 0..most);
        (offset, shape, all).prop_map(|(offset, (wide, high), all)| {
            all.into_iter()
                .map(|(x, y)| coord! { x: offset + x * wide, y: offset + y * high })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn the_n_nearest_are_those_that_measuring_every_point_finds(
            all in points(80), near in points(20), n in 0..12_usize,
        ) {
            let index = PointIndex::new(all.clone());
            let mut found = vec![(7, 7.0)];
            for from in near.into_iter().chain(all.iter().copied()) {
                index.nearest_n(from, n, &mut found);
                let expected = if from.x.is_finite() && from.y.is_finite() { slow(&all, from, n) } else { Vec::new() };
                prop_assert_eq!(&found, &expected);
                if n > 0 {
                    prop_assert_eq!(found.first().copied(), index.nearest(from));
                }
            }
        }
    }
}
