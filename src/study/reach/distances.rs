//! How far residents have to go, from near to far: what measures of inequality are made of.

use super::Reach;
use crate::domain::units::ratio;
use crate::domain::{Metres, PopulationGroup};
use crate::study::Study;

/// Weights that add up to a part of their sum may miss it by their rounding.
const ROUNDING: f64 = 1e-12;

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
                    weights.push(weight)
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

    /// Σ p·d ÷ Σ p; none where nobody is.
    pub fn mean(&self) -> Option<f64> {
        ratio(self.metres, self.residents)
    }

    /// The smallest distance within which a part of the residents (0–1) is; none where nobody is.
    pub fn quantile(&self, part: f64) -> Option<f64> {
        let enough = part * self.residents * (1.0 - ROUNDING);
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
