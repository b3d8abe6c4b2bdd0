//! Groups of points no wider than a diameter: agglomeration by complete linkage.
//!
//! Every point starts as a cluster of its own; again and again the two clusters whose farthest points are nearest become one,
//! as long as these lie no farther apart than the diameter. Of pairs equally far apart goes first the one with the lowest
//! points: that of the one cluster, then that of the other.
//!
//! Clusters too far apart to become one stay so whatever either becomes part of. So only pairs within the diameter are kept,
//! and every merger leaves fewer of them: time and memory go with those pairs, not with the square or cube of the points.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use geo::Coord;

use super::index::PointIndex;

/// Points that became one cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Places of the points in the list they came in, ascending.
    pub members: Vec<u32>,
    /// Metres between its two farthest points.
    pub width: f64,
}

/// Two clusters that may become one, each named by the site of its lowest point, the lower first.
#[derive(Clone, Copy, PartialEq)]
struct Pair {
    distance: f64,
    a: u32,
    b: u32,
}

impl Eq for Pair {}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        let nearer = self.distance.total_cmp(&other.distance);
        nearer.then_with(|| (self.a, self.b).cmp(&(other.a, other.b)))
    }
}

/// The clusters of two points or more, by their lowest point. Coordinates and diameter are metres in a projected CRS; a
/// point with a coordinate that is not finite stays alone.
pub fn complete_linkage(points: &[Coord<f64>], diameter: f64) -> Vec<Cluster> {
    // What lies at one place is merged before anything else, in whichever order; however many there are, they make no pairs.
    let (places, members) = sites(points);
    let mut linkage = Linkage::new(members);
    PointIndex::new(places).pairs(diameter, |a, b, distance| linkage.add(a, b, distance));
    linkage.run();
    let clusters = linkage.members.into_iter().zip(linkage.widths);
    clusters
        .filter(|(members, _)| members.len() > 1)
        .map(|(mut members, width)| {
            members.sort_unstable();
            Cluster { members, width }
        })
        .collect()
}

/// The different places at which points lie, by their lowest point, and the points of each, ascending.
pub fn sites(points: &[Coord<f64>]) -> (Vec<Coord<f64>>, Vec<Vec<u32>>) {
    // Adding nought makes one number of both noughts.
    let at = |place: u32| points[place as usize] + Coord::zero();
    let mut order: Vec<u32> = (0_u32..).zip(points).map(|(place, _)| place).collect();
    order.sort_unstable_by(|a, b| {
        let (one, other) = (at(*a), at(*b));
        let across = one.x.total_cmp(&other.x);
        across.then(one.y.total_cmp(&other.y)).then(a.cmp(b))
    });
    let mut members: Vec<Vec<u32>> = order
        .chunk_by(|a, b| at(*a) == at(*b))
        .map(<[u32]>::to_vec)
        .collect();
    members.sort_unstable();
    let places = members.iter().map(|members| at(members[0])).collect();
    (places, members)
}

/// Clusters on their way; each stands at the site of its lowest point.
struct Linkage {
    /// Points of the cluster; none where it became part of a lower one.
    members: Vec<Vec<u32>>,
    widths: Vec<f64>,
    /// The clusters that it may still join, ascending, with the metres between the farthest points of the two.
    near: Vec<Vec<(u32, f64)>>,
}

/// Place of a cluster in a list by cluster.
fn position(near: &[(u32, f64)], cluster: u32) -> Result<usize, usize> {
    near.binary_search_by_key(&cluster, |(of, _)| *of)
}

impl Linkage {
    fn new(members: Vec<Vec<u32>>) -> Self {
        Self {
            widths: vec![0.0; members.len()],
            near: vec![Vec::new(); members.len()],
            members,
        }
    }

    fn add(&mut self, a: u32, b: u32, distance: f64) {
        self.near[a as usize].push((b, distance));
        self.near[b as usize].push((a, distance));
    }

    /// Merges while there are pairs. Each cluster that may join higher ones waits with the first of those pairs. What it waits
    /// with may be overtaken by a merger, but never by anything that would go earlier: distances only grow and pairs only
    /// part. So the first of all that still holds is the pair to merge, and one that does not is looked for again.
    fn run(&mut self) {
        for near in &mut self.near {
            near.sort_unstable_by_key(|(of, _)| *of);
        }
        let clusters = (0_u32..).zip(&self.near).map(|(cluster, _)| cluster);
        let mut waiting: BinaryHeap<Reverse<Pair>> = clusters
            .filter_map(|cluster| self.first(cluster))
            .map(Reverse)
            .collect();
        while let Some(Reverse(pair)) = waiting.pop() {
            let near = &self.near[pair.a as usize];
            if position(near, pair.b).is_ok_and(|at| near[at].1 == pair.distance) {
                self.merge(pair);
            }
            waiting.extend(self.first(pair.a).map(Reverse));
        }
    }

    /// The pair of a cluster and a higher one that goes before its others.
    fn first(&self, cluster: u32) -> Option<Pair> {
        let near = &self.near[cluster as usize];
        let higher = near[near.partition_point(|(other, _)| *other < cluster)..].iter();
        let pairs = higher.map(|(other, distance)| Pair {
            distance: *distance,
            a: cluster,
            b: *other,
        });
        pairs.min()
    }

    fn merge(&mut self, Pair { distance, a, b }: Pair) {
        let joining = std::mem::take(&mut self.members[b as usize]);
        self.members[a as usize].extend(joining);
        self.widths[a as usize] = distance;
        let of_a = std::mem::take(&mut self.near[a as usize]);
        let of_b = std::mem::take(&mut self.near[b as usize]);
        let mut both = Vec::with_capacity(of_a.len().min(of_b.len()));
        for (other, to_a) in of_a.iter().filter(|(other, _)| *other != b) {
            match position(&of_b, *other) {
                Ok(at) => {
                    let farthest = to_a.max(of_b[at].1);
                    both.push((*other, farthest));
                    self.tell(*other, a, farthest);
                }
                Err(_) => self.part(*other, a),
            }
        }
        for (other, _) in of_b.iter().filter(|(other, _)| *other != a) {
            self.part(*other, b);
        }
        self.near[a as usize] = both;
    }

    /// Makes a cluster know how far another is now.
    fn tell(&mut self, cluster: u32, other: u32, distance: f64) {
        let near = &mut self.near[cluster as usize];
        if let Ok(at) = position(near, other) {
            near[at].1 = distance;
        }
    }

    /// Makes a cluster forget another.
    fn part(&mut self, cluster: u32, other: u32) {
        let near = &mut self.near[cluster as usize];
        if let Ok(at) = position(near, other) {
            near.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn apart(a: Coord<f64>, b: Coord<f64>) -> f64 {
        let apart = b - a;
        (apart.x * apart.x + apart.y * apart.y).sqrt()
    }

    /// The definition, word for word: all pairs of clusters, all pairs of their points, again after every merger.
    fn slow(points: &[Coord<f64>], diameter: f64) -> Vec<Cluster> {
        let mut clusters: Vec<Vec<u32>> = (0_u32..).zip(points).map(|(place, _)| vec![place]).collect();
        let farthest = |a: &[u32], b: &[u32]| {
            let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
            pairs
                .map(|(a, b)| apart(points[*a as usize], points[*b as usize]))
                .fold(0.0, f64::max)
        };
        loop {
            let mut best: Option<(f64, u32, u32, usize, usize)> = None;
            for (one, a) in clusters.iter().enumerate() {
                for (other, b) in clusters.iter().enumerate() {
                    let (low_a, low_b) = (*a.iter().min().unwrap(), *b.iter().min().unwrap());
                    let distance = farthest(a, b);
                    let nearer = best.is_none_or(|best| (distance, low_a, low_b) < (best.0, best.1, best.2));
                    if low_a < low_b && distance <= diameter && nearer {
                        best = Some((distance, low_a, low_b, one, other));
                    }
                }
            }
            let Some((_, _, _, one, other)) = best else { break };
            let joining = std::mem::take(&mut clusters[other]);
            clusters[one].extend(joining);
            clusters.remove(other);
        }
        let mut clusters: Vec<Cluster> = clusters
            .into_iter()
            .filter(|members| members.len() > 1)
            .map(|mut members| {
                members.sort_unstable();
                let width = farthest(&members, &members);
                Cluster { members, width }
            })
            .collect();
        clusters.sort_by(|a, b| a.members.cmp(&b.members));
        clusters
    }

    fn raster(step: f64, across: i32) -> impl Strategy<Value = Vec<Coord<f64>>> {
        let ordinate = move || (-across..across).prop_map(move |n| f64::from(n) * step);
        let point = (ordinate(), ordinate()).prop_map(|(x, y)| Coord { x, y });
        prop::collection::vec(point, 0..26)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        /// On a raster most distances come up more than once, many points share a place, and many pairs are just as far apart
        /// as the diameter.
        #[test]
        fn clusters_on_a_raster_are_what_the_definition_says(
            points in (1..7_i32).prop_flat_map(|across| raster(25.0, across)),
            diameter in prop::sample::select(vec![25.0, 50.0, 75.0, 100.0, 125.0]),
        ) {
            prop_assert_eq!(complete_linkage(&points, diameter), slow(&points, diameter));
        }

        #[test]
        fn clusters_anywhere_are_what_the_definition_says(
            points in prop::collection::vec((0.0..400.0_f64, 0.0..400.0_f64).prop_map(|(x, y)| Coord { x, y }), 0..40),
            diameter in 20.0..300.0_f64,
        ) {
            prop_assert_eq!(complete_linkage(&points, diameter), slow(&points, diameter));
        }
    }

    fn row(places: &[f64]) -> Vec<Coord<f64>> {
        places.iter().map(|x| Coord { x: *x, y: 0.0 }).collect()
    }

    #[test]
    fn of_equal_distances_the_one_with_the_lowest_points_goes_first() {
        // Each lies 60 m from the next: the first two are one place, and with them the third would be 120 m wide.
        let of = |places: &[f64]| -> Vec<Vec<u32>> {
            let clusters = complete_linkage(&row(places), 100.0);
            clusters.into_iter().map(|of| of.members).collect()
        };
        assert_eq!(of(&[0.0, 60.0, 120.0]), [[0, 1]]);
        assert_eq!(of(&[60.0, 120.0, 0.0]), [[0, 1]]);
        assert_eq!(of(&[0.0, 120.0, 60.0]), [[0, 2]]);
        assert_eq!(of(&[0.0, 60.0, 120.0, 180.0]), [[0, 1], [2, 3]]);
    }

    #[test]
    fn ten_thousand_at_one_place_are_one_cluster_and_what_is_nowhere_is_alone() {
        let mut points = vec![Coord { x: 5.0, y: -0.0 }; 5000];
        points.extend(vec![Coord { x: 5.0, y: 0.0 }; 5000]);
        points.push(Coord { x: f64::NAN, y: 0.0 });
        points.push(Coord { x: 105.0, y: 0.0 });
        let clusters = complete_linkage(&points, 100.0);
        assert_eq!(clusters.len(), 1);
        assert_eq!((clusters[0].members.len(), clusters[0].width), (10_001, 100.0));
        assert_eq!(complete_linkage(&points, 99.0)[0].width, 0.0);
        assert!(complete_linkage(&[], 100.0).is_empty());
    }
}
