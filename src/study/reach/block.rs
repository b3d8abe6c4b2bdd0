//! The reach of one neighbourhood: the part of a [`Reach`](super::Reach) that an edit replaces or leaves.

use std::ops::Range;
use std::sync::OnceLock;

use super::patch::Changes;
use super::travel::{Measured, NONE, Travel, single};
use crate::domain::PopulationGroup;
use crate::study::{Areas, Demand};

/// Travel from the demand points of one neighbourhood. Points go by their place in the study's demand.
pub struct Block {
    points: Range<usize>,
    nearest: Box<[f32]>,
    count: Box<[u16]>,
    only: Box<[u32]>,
    /// Metres of the point that has to go farthest.
    pub(super) farthest: f32,
    /// Per population group, made when they are first asked for.
    sums: [OnceLock<Sums>; PopulationGroup::ALL.len()],
}

/// Sums over demand points, and what is known of them, that the figures of any area can be added up from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Residents of the group.
    pub residents: f64,
    /// Those with a facility within the norm.
    pub served: f64,
    /// Those who can reach one at all.
    pub reachable: f64,
    /// Σ p·d over the reachable, in metres.
    pub distance: f64,
    /// Σ p·m over the reachable.
    pub count: f64,
    /// Σ p·max(0, m−1) over the reachable.
    pub surplus: f64,
    /// Whether of some neighbourhood it is known how many residents of the group it has.
    pub known: bool,
    /// Neighbourhoods, other than water, of which that is not known and which are in no sum.
    pub missing: u32,
    /// Whether some group share was imputed.
    pub imputed: bool,
}

impl std::ops::AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.residents += other.residents;
        self.served += other.served;
        self.reachable += other.reachable;
        self.distance += other.distance;
        self.count += other.count;
        self.surplus += other.surplus;
        self.known |= other.known;
        self.missing += other.missing;
        self.imputed |= other.imputed;
    }
}

impl Block {
    /// Measures from the demand points of a neighbourhood.
    pub(super) fn new(demand: &Demand, neighbourhood: u32, travel: &Travel) -> Self {
        let points = demand.of(neighbourhood);
        let measured = demand.points[points.clone()]
            .iter()
            .map(|from| travel.measure(*from));
        Self::of(points, &measured.collect::<Vec<_>>())
    }

    fn of(points: Range<usize>, measured: &[Measured]) -> Self {
        Self {
            points,
            nearest: measured.iter().map(|of| of.nearest).collect(),
            count: measured.iter().map(|of| of.count).collect(),
            only: measured.iter().map(|of| of.only).collect(),
            farthest: measured.iter().map(|of| of.nearest).fold(0.0, f32::max),
            sums: Default::default(),
        }
    }

    /// The block after facilities went from and came to some places; none where no point notices. Only points that may have
    /// lost their nearest, or all but one, are measured again; the others count what went and came.
    pub(super) fn changed(&self, demand: &Demand, travel: &Travel, changes: &Changes) -> Option<Self> {
        let notices = |point: usize| {
            // A little more than the distance within which something counts is surely not less.
            let limit = travel.norm.0.max(f64::from(self.nearest(point))) * (1.0 + 1e-6);
            changes
                .places()
                .any(|at| travel.squared_metres(demand.points[point], *at) <= limit * limit)
        };
        if !self.points.clone().any(notices) {
            return None;
        }
        let measured = self.points.clone().map(|point| {
            let from = demand.points[point];
            let at = self.at(point);
            let mut now = Measured {
                nearest: self.nearest[at],
                count: self.count[at],
                only: self.only[at],
            };
            if !notices(point) {
                return now;
            }
            let nearest = now.nearest;
            let mut lost = now.count == u16::MAX;
            for gone in &changes.gone {
                let metres = travel.metres(from, *gone);
                lost |= single(metres) == nearest;
                if metres <= travel.norm.0 {
                    now.count = now.count.saturating_sub(1);
                    now.only = NONE;
                }
            }
            for (place, came) in &changes.came {
                let metres = travel.metres(from, *came);
                now.nearest = now.nearest.min(single(metres));
                if metres <= travel.norm.0 {
                    now.count = now.count.saturating_add(1);
                    now.only = if now.count == 1 { *place } else { NONE };
                }
            }
            // Which one is left of several is not known.
            if lost || (now.count == 1 && now.only == NONE) {
                return travel.measure_once(from);
            }
            now
        });
        Some(Self::of(self.points.clone(), &measured.collect::<Vec<_>>()))
    }

    /// Bytes that it takes, roughly.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.points.len() * (size_of::<f32>() + size_of::<u16>() + size_of::<u32>())
    }

    fn at(&self, point: usize) -> usize {
        point - self.points.start
    }

    /// Metres to the nearest; infinite where none can be reached.
    pub fn nearest(&self, point: usize) -> f32 {
        self.nearest[self.at(point)]
    }

    /// How many lie within the norm; 65,535 means that many or more.
    pub fn count(&self, point: usize) -> u16 {
        self.count[self.at(point)]
    }

    /// Place of the one facility within the norm where it is one.
    pub fn only(&self, point: usize) -> Option<u32> {
        Some(self.only[self.at(point)]).filter(|place| *place != NONE)
    }

    /// Whether the point has a facility within the norm.
    pub fn served(&self, point: usize) -> bool {
        self.count(point) > 0
    }

    /// The neighbourhood's sums for a group, added up once.
    pub fn sums(&self, areas: &Areas, demand: &Demand, neighbourhood: u32, group: PopulationGroup) -> Sums {
        *self.sums[group as usize].get_or_init(|| {
            let known = demand.knows(areas, neighbourhood, group);
            let mut sums = Sums {
                known,
                missing: u32::from(!known && !areas.get(neighbourhood).water),
                imputed: demand.imputed(areas, neighbourhood, group),
                ..Sums::default()
            };
            demand.weights(areas, neighbourhood, group, |point, weight| {
                sums.residents += weight;
                let nearest = f64::from(self.nearest(point));
                if nearest.is_finite() {
                    sums.reachable += weight;
                    sums.distance += weight * nearest;
                    let count = f64::from(self.count(point));
                    sums.count += weight * count;
                    sums.surplus += weight * (count - 1.0).max(0.0);
                }
                if self.served(point) {
                    sums.served += weight;
                }
            });
            sums
        })
    }
}
