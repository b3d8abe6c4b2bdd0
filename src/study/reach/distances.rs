//! How far residents have to go, from near to far: what measures of inequality are made of.

use super::Reach;
use super::travel::single;
use crate::domain::units::ratio;
use crate::domain::{Metres, PopulationGroup};
use crate::study::Study;

/// Weights that should add up to a part of their sum exactly may miss it by their rounding.
const ROUNDING: f64 = 1e-9;

/// The demand points of an area by their distance to the nearest facility, for the groups to be weighed by.
pub struct Distances {
    neighbourhoods: Vec<u32>,
    /// Points from which a facility can be reached, the nearest first.
    sorted: Vec<Point>,
    points: usize,
    norm: Metres,
}

#[derive(Clone, Copy)]
struct Point {
    metres: f32,
    /// Place among the points of the area's neighbourhoods, one neighbourhood after the other.
    at: u32,
    beyond: bool,
}

/// Residents at one distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub metres: f64,
    pub residents: f64,
    /// Whether that is beyond the norm distance.
    pub beyond: bool,
}

/// The residents of one group who can reach a facility, the nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    steps: Vec<Step>,
    residents: f64,
    /// Σ p·d.
    metres: f64,
    norm: Metres,
}

impl Reach {
    /// The distances from the demand points of an area (its place in the study's list).
    pub fn distances(&self, study: &Study, area: u32) -> Distances {
        let neighbourhoods = study.areas.get(area).neighbourhoods.clone();
        let (mut sorted, mut at) = (Vec::new(), 0_u32);
        for neighbourhood in &neighbourhoods {
            let block = self.of(*neighbourhood);
            for point in study.demand.of(*neighbourhood) {
                let of = block.map(|block| (block.nearest(point), !block.served(point)));
                if let Some((metres, beyond)) = of.filter(|(metres, _)| metres.is_finite()) {
                    sorted.push(Point { metres, at, beyond });
                }
                at += 1;
            }
        }
        sorted.sort_unstable_by(|a, b| a.metres.total_cmp(&b.metres).then(a.at.cmp(&b.at)));
        Distances {
            neighbourhoods,
            sorted,
            points: at as usize,
            norm: self.norm,
        }
    }
}

impl Distances {
    /// The residents of a group at these distances.
    pub fn of_group(&self, study: &Study, group: PopulationGroup) -> Spread {
        let mut weights = Vec::with_capacity(self.points);
        for neighbourhood in &self.neighbourhoods {
            study
                .demand
                .weights(&study.areas, *neighbourhood, group, |_, weight| {
                    weights.push(weight);
                });
        }
        let steps = self.sorted.iter().map(|point| Step {
            metres: f64::from(point.metres),
            residents: weights[point.at as usize],
            beyond: point.beyond,
        });
        Spread::new(steps.filter(|step| step.residents > 0.0).collect(), self.norm)
    }
}

impl Spread {
    /// Residents by distance; `steps` ascend.
    pub fn new(steps: Vec<Step>, norm: Metres) -> Self {
        Self {
            residents: steps.iter().map(|step| step.residents).sum(),
            metres: steps.iter().map(|step| step.residents * step.metres).sum(),
            steps,
            norm,
        }
    }

    /// The residents who can reach a facility.
    pub fn residents(&self) -> f64 {
        self.residents
    }

    /// The residents who go no farther than `metres`. At the norm distance they are those served; elsewhere a distance counts as
    /// it is kept, in single precision.
    pub fn within(&self, metres: f64) -> f64 {
        let end = f64::from(single(metres));
        let inside = |step: &&Step| {
            if metres == self.norm.0 {
                !step.beyond
            } else {
                step.metres <= end
            }
        };
        self.steps.iter().filter(inside).map(|step| step.residents).sum()
    }

    /// Σ p·d ÷ Σ p; none where nobody is.
    pub fn mean(&self) -> Option<f64> {
        ratio(self.metres, self.residents)
    }

    /// The smallest distance within which a part of the residents (0–1) is; none where nobody is.
    pub fn quantile(&self, part: f64) -> Option<f64> {
        let enough = (part - ROUNDING) * self.residents;
        let mut passed = 0.0;
        let reaching = self.steps.iter().find(|step| {
            passed += step.residents;
            passed >= enough
        });
        reaching.or(self.steps.last()).map(|step| step.metres)
    }

    /// The Gini coefficient of distance, 0 (all go equally far) to 1: Σ_i Σ_j p_i·p_j·|d_i − d_j| ÷ (2·P²·mean). None where
    /// the mean is 0 or nobody is.
    ///
    /// In the order of distance the double sum is 2 Σ_k (d_k+1 − d_k)·F_k·(P − F_k), F_k being the residents up to the k-th:
    /// every gap is crossed by each pair with one on either side. No term is negative, so nothing cancels out.
    pub fn gini(&self) -> Option<f64> {
        let mut passed = 0.0;
        let crossed = self.steps.windows(2).map(|pair| {
            passed += pair[0].residents;
            (pair[1].metres - pair[0].metres) * passed * (self.residents - passed).max(0.0)
        });
        ratio(crossed.sum(), self.residents * self.metres)
    }

    /// Foster, Greer & Thorbecke's measure of shortfall, the norm distance S being the line: Σ p·((d − S) ÷ S)^α over those
    /// beyond S ÷ Σ p. α = 0 is the part beyond, 1 adds how far, 2 weighs the farthest most. None where nobody is.
    pub fn shortfall(&self, alpha: i32) -> Option<f64> {
        let norm = self.norm.0;
        // A distance was rounded to single precision: what lies a hair beyond may seem to lie within.
        let far = self.steps.iter().filter(|step| step.beyond);
        let of = far.map(|step| step.residents * ((step.metres - norm).max(0.0) / norm).powi(alpha));
        ratio(of.sum(), self.residents)
    }

    /// The Lorenz curve: of the residents by distance, which share of all metres the first part of them goes, at parts 0, 1 ÷
    /// `parts`, … 1 and straight between one step and the next. None where nobody goes any metre.
    pub fn lorenz(&self, parts: u32) -> Option<Vec<f64>> {
        let whole = ratio(1.0, self.metres)?;
        let mut steps = self.steps.iter().peekable();
        let (mut residents, mut metres) = (0.0, 0.0);
        let curve = (0..=parts).map(|part| {
            if part == parts {
                return 1.0;
            }
            let asked = self.residents * f64::from(part) / f64::from(parts);
            while let Some(step) = steps.next_if(|step| residents + step.residents <= asked) {
                residents += step.residents;
                metres += step.residents * step.metres;
            }
            let of_next = steps.peek().map_or(0.0, |step| (asked - residents) * step.metres);
            ((metres + of_next) * whole).min(1.0)
        });
        Some(curve.collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NORM: f64 = 300.0;

    fn spread(pairs: &[(f64, f64)]) -> Spread {
        let step = |(metres, residents): &(f64, f64)| Step {
            metres: *metres,
            residents: *residents,
            beyond: *metres > NORM,
        };
        Spread::new(pairs.iter().map(step).collect(), Metres(NORM))
    }

    fn close(a: Option<f64>, b: Option<f64>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * (1.0 + b.abs()),
            (a, b) => a == b,
        }
    }

    #[test]
    fn of_two_one_of_whom_goes_all_the_way_the_coefficient_is_a_half() {
        let all_to_one = spread(&[(0.0, 1.0), (400.0, 1.0)]);
        assert_eq!(all_to_one.gini(), Some(0.5));
        assert_eq!(all_to_one.mean(), Some(200.0));
        assert_eq!(
            (all_to_one.quantile(0.5), all_to_one.quantile(0.51)),
            (Some(0.0), Some(400.0))
        );
        assert_eq!(all_to_one.lorenz(4), Some(vec![0.0, 0.0, 0.0, 0.5, 1.0]));
        assert_eq!(
            [0, 1, 2].map(|alpha| all_to_one.shortfall(alpha)),
            [0.5, 1.0 / 6.0, 1.0 / 18.0].map(Some)
        );
        assert_eq!(spread(&[(7.0, 3.0)]).gini(), Some(0.0));
    }

    #[test]
    fn of_nobody_and_of_those_who_go_nowhere_nothing_is_told() {
        let nobody = spread(&[]);
        assert_eq!(
            (nobody.mean(), nobody.quantile(0.5), nobody.gini()),
            (None, None, None)
        );
        assert_eq!((nobody.shortfall(0), nobody.lorenz(2)), (None, None));
        let at_the_door = spread(&[(0.0, 5.0)]);
        assert_eq!((at_the_door.gini(), at_the_door.lorenz(2)), (None, None));
        assert_eq!(
            (at_the_door.mean(), at_the_door.shortfall(0)),
            (Some(0.0), Some(0.0))
        );
    }

    /// Residents by distance, many at the same and some exactly at the norm.
    fn residents() -> impl Strategy<Value = Vec<(f64, f64)>> {
        let metres = prop_oneof![(0..8_u32).prop_map(|n| f64::from(n) * 100.0), 0.0..2000.0_f64];
        let weight = prop_oneof![Just(1.0 / 3.0), Just(2.5), 0.001..500.0_f64];
        prop::collection::vec((metres, weight), 0..40).prop_map(|mut pairs| {
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
            pairs
        })
    }

    proptest! {
        #[test]
        fn measures_are_what_their_definitions_say(pairs in residents(), part in 0.01..1.0_f64) {
            let spread = spread(&pairs);
            let people: f64 = pairs.iter().map(|(_, p)| p).sum();
            let metres: f64 = pairs.iter().map(|(d, p)| d * p).sum();
            let mean = (people > 0.0).then(|| metres / people);
            prop_assert!(close(spread.mean(), mean));

            let differences: f64 = pairs.iter()
                .flat_map(|(d, p)| pairs.iter().map(move |(e, q)| p * q * (d - e).abs()))
                .sum();
            let gini = mean.filter(|mean| *mean > 0.0).map(|mean| differences / (2.0 * people * people * mean));
            prop_assert!(close(spread.gini(), gini), "{:?} {:?}", spread.gini(), gini);

            for alpha in 0..3 {
                let short: f64 = pairs.iter()
                    .filter(|(d, _)| *d > NORM)
                    .map(|(d, p)| p * ((d - NORM) / NORM).powi(alpha))
                    .sum();
                prop_assert!(close(spread.shortfall(alpha), (people > 0.0).then(|| short / people)));
            }

            let within = |limit: f64| pairs.iter().filter(|(d, _)| *d <= limit).map(|(_, p)| p).sum::<f64>();
            for part in [part, 0.5, 0.9] {
                let smallest = pairs.iter().map(|(d, _)| *d).find(|d| within(*d) >= (part - ROUNDING) * people);
                prop_assert_eq!(spread.quantile(part), smallest);
            }

            if let Some(curve) = spread.lorenz(20) {
                prop_assert_eq!((curve.len(), curve[0], curve[20]), (21, 0.0, 1.0));
                for (at, share) in (0_u32..).zip(&curve) {
                    // The first to come, each taken whole until the last, of whom a part.
                    let mut left = people * f64::from(at) / 20.0;
                    let mut gone = 0.0;
                    for (d, p) in &pairs {
                        let taken = left.clamp(0.0, *p);
                        gone += taken * d;
                        left -= taken;
                    }
                    prop_assert!((share - gone / metres).abs() < 1e-9, "{at}: {share} {}", gone / metres);
                }
            }
        }

        #[test]
        fn the_coefficient_is_twice_what_lies_between_the_curve_and_the_diagonal(pairs in residents()) {
            let spread = spread(&pairs);
            let people: f64 = pairs.iter().map(|(_, p)| p).sum();
            let metres: f64 = pairs.iter().map(|(d, p)| d * p).sum();
            if metres > 0.0 {
                let (mut before, mut area) = (0.0, 0.0);
                for (d, p) in &pairs {
                    let after = before + p * d / metres;
                    area += f64::midpoint(before, after) * p / people;
                    before = after;
                }
                prop_assert!(close(spread.gini(), Some(1.0 - 2.0 * area)));
            }
        }
    }
}
