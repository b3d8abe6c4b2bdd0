//! What stands near what: whether the nearest neighbours of one service type are of another more often than by chance.
//!
//! The global co-location quotient of Leslie & Kronenfeld (2011), "The Colocation Quotient: A New Measure of Spatial Association
//! Between Categorical Subsets of Points", Geographical Analysis 43(3), with their random labelling for the p-values: the
//! places stay and the types are shuffled over them. It compares facilities with facilities, not with residents or land: that
//! the centre holds much of everything does not make a quotient high.

use std::ops::Range;

use geo::Coord;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;

use crate::domain::units::ratio;
use crate::spatial::tree::BoxTree;
use crate::study::{Selection, Study};

/// Where the shuffles begin. The generator gives the same numbers on every machine and in every version, so that the same
/// question to the same revision has the same answer.
pub const SEED: u64 = 2011;

/// Sums of shares that differ by less than this part of themselves are the same, added up in another order.
const ROUNDING: f64 = 1e-9;

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// With a service type only the pairs from it; facilities of every type are neighbours all the same.
    pub selection: Selection,
    /// How often the types are shuffled.
    pub permutations: usize,
}

/// How often facilities of one type have one of another as their nearest neighbour.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Places of the types in the taxonomy: whose neighbours are looked at, and which neighbours are counted.
    pub a: usize,
    pub b: usize,
    /// Located facilities of each.
    pub count_a: usize,
    pub count_b: usize,
    /// Facilities of A whose nearest neighbour is of B; where several are equally near, each counts its part.
    pub neighbours: f64,
    /// Their share of A ÷ the share of B among all others: 1 is what chance gives, above it they stand together.
    pub quotient: Option<f64>,
    /// How likely chance gives a quotient as far from 1 on either side, from the shuffles.
    pub p_value: f64,
}

/// Pairs by the first type, then by the second, as in the taxonomy; types with one facility are in none.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub pairs: Vec<Pair>,
}

/// Finds the quotients among the located facilities that have a type.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    let located = study.facilities.located(&study.grants, selection);
    let (types, points): (Vec<usize>, Vec<Coord<f64>>) = located
        .iter()
        .filter_map(|place| {
            let service_type = study.facilities.get(*place).service_type?;
            Some((service_type, study.facilities.location(*place)?))
        })
        .unzip();
    let mut present = types.clone();
    present.sort_unstable();
    present.dedup();
    let mut labels: Vec<usize> = types
        .iter()
        .map(|of| present.partition_point(|other| other < of))
        .collect();
    let mut counts = vec![0; present.len()];
    for label in &labels {
        counts[*label] += 1;
    }
    let neighbours = Neighbours::of(&points);
    let observed = neighbours.tally(&labels, present.len());
    let (mut above, mut below) = (vec![1_usize; observed.len()], vec![1_usize; observed.len()]);
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    for _ in 0..params.permutations {
        labels.shuffle(&mut random);
        let shuffled = neighbours.tally(&labels, present.len());
        for (at, (found, real)) in shuffled.iter().zip(&observed).enumerate() {
            let rounding = ROUNDING * (1.0 + real);
            above[at] += usize::from(*found >= real - rounding);
            below[at] += usize::from(*found <= real + rounding);
        }
    }
    let mut pairs = Vec::new();
    for a in 0..present.len() {
        for b in 0..present.len() {
            if counts[a] < 2 || counts[b] < 2 || !selection.asks(study, Some(present[a])) {
                continue;
            }
            let at = a * present.len() + b;
            let others_of_b = counts[b] - usize::from(a == b);
            let chance = ratio(others_of_b as f64, (labels.len() - 1) as f64);
            let share = observed[at] / counts[a] as f64;
            let less_likely = above[at].min(below[at]) as f64 / (params.permutations + 1) as f64;
            pairs.push(Pair {
                a: present[a],
                b: present[b],
                count_a: counts[a],
                count_b: counts[b],
                neighbours: observed[at],
                quotient: chance.and_then(|chance| ratio(share, chance)),
                p_value: (2.0 * less_likely).min(1.0),
            });
        }
    }
    Report { pairs }
}

/// Who is whose nearest neighbour, by place in a list of facilities. It depends on where they stand alone, so it is found once
/// for all shuffles.
struct Neighbours {
    /// Facilities that share their place with others: each other's neighbours.
    together: Vec<Vec<u32>>,
    /// Facilities alone at their place, each with where its neighbours stand in `nearest`.
    alone: Vec<(u32, Range<usize>)>,
    nearest: Vec<u32>,
}

impl Neighbours {
    fn of(points: &[Coord<f64>]) -> Self {
        let (places, members) = crate::spatial::clusters::sites(points);
        let tree = BoxTree::of_points(places.iter().copied().map(Some));
        let (mut together, mut alone, mut nearest) = (Vec::new(), Vec::new(), Vec::new());
        for ((site, at), members_here) in (0_u32..).zip(&places).zip(&members) {
            if let [itself] = members_here[..] {
                let start = nearest.len();
                for other in tree.nearest_others(*at, site) {
                    nearest.extend_from_slice(&members[other as usize]);
                }
                alone.push((itself, start..nearest.len()));
            } else {
                together.push(members_here.clone());
            }
        }
        Self {
            together,
            alone,
            nearest,
        }
    }

    /// How many facilities of each type have a nearest neighbour of each type, row by row. `labels` gives each facility's
    /// type, below `types`.
    fn tally(&self, labels: &[usize], types: usize) -> Vec<f64> {
        let mut found = vec![0.0; types * types];
        for (itself, range) in &self.alone {
            let row = labels[*itself as usize] * types;
            let part = 1.0 / range.len() as f64;
            for neighbour in &self.nearest[range.clone()] {
                found[row + labels[*neighbour as usize]] += part;
            }
        }
        // At one place everybody is everybody's neighbour: counting types does for thousands what pairs would not.
        let mut here = vec![0_usize; types];
        for members in &self.together {
            for member in members {
                here[labels[*member as usize]] += 1;
            }
            let mut held: Vec<usize> = members.iter().map(|member| labels[*member as usize]).collect();
            held.sort_unstable();
            held.dedup();
            for a in &held {
                for b in &held {
                    let pairs = here[*a] * (here[*b] - usize::from(a == b));
                    found[a * types + b] += pairs as f64 / (members.len() - 1) as f64;
                }
            }
            for label in held {
                here[label] = 0;
            }
        }
        found
    }
}
