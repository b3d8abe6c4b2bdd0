//! The sites with which residents have the least far to go to the nearest, in the mean: the p-median (Hakimi 1964).
//!
//! What a choice saves of everybody's way over what is there without it is a sum in which each further site saves less. So the k
//! sites that would each save the most alone bound what any k can save, beside those that were taken. Greedy takes the site that
//! saves the most, one by one, and then exchanges one for another while that saves more (Teitz & Bart 1968). Exact goes through all
//! choices and leaves out those that this bound rules out.

use std::time::Instant;

use super::search::Search;
use super::{Method, Params};
use crate::domain::units::ratio;

/// Distances from demand points to candidates that are held at most; more candidates are refused.
pub const MOST_DISTANCES: usize = 20_000_000;

/// Savings that differ by less than this part of everybody's way are equal: it is what adding up in another order leaves.
const SAME: f64 = 1e-12;

/// The way to every candidate from every point where somebody lives.
pub(super) struct Metres {
    weights: Vec<f64>,
    /// To the nearest that stays. Without one, a metre more than to the farthest candidate: nobody goes as far, whatever is chosen.
    now: Vec<f64>,
    /// Whether something stays.
    some: bool,
    /// Per candidate, to every point; right to a millimetre up to 16 km.
    to: Vec<Vec<f32>>,
    residents: f64,
}

/// What came out.
pub(super) struct Found {
    /// In the order in which they save the most.
    pub chosen: Vec<u32>,
    /// Mean metres to the nearest, after each of them and after all.
    pub means: Vec<Option<f64>>,
    pub mean: Option<f64>,
    /// No choice of as many has a lower mean.
    pub bound: Option<f64>,
    pub optimal: bool,
}

impl Metres {
    pub fn new(search: &Search) -> Self {
        let (study, factor) = (search.study, search.study.settings.detour_factor);
        let mut lived = Vec::new();
        let (mut weights, mut now) = (Vec::new(), Vec::new());
        for neighbourhood in (0_u32..).take(study.areas.neighbourhood_count) {
            let block = search.reach.as_ref().and_then(|reach| reach.of(neighbourhood));
            for point in study.demand.of(neighbourhood) {
                if search.weights[point] > 0.0 {
                    lived.push(study.demand.points[point]);
                    weights.push(search.weights[point]);
                    now.push(block.map_or(f64::INFINITY, |block| f64::from(block.nearest(point))));
                }
            }
        }
        #[allow(clippy::cast_possible_truncation)] // 4 bytes hold a millimetre
        let to_all = |place: &super::Candidate| -> Vec<f32> {
            let apart = lived.iter().map(|at| *at - place.at);
            apart
                .map(|apart| (apart.x.hypot(apart.y) * factor) as f32)
                .collect()
        };
        let to: Vec<Vec<f32>> = search.places.iter().map(to_all).collect();
        let some = now.iter().all(|metres| metres.is_finite());
        if !some {
            now.fill(0.0);
            for to in &to {
                for (now, to) in now.iter_mut().zip(to) {
                    *now = now.max(f64::from(*to) + 1.0);
                }
            }
        }
        Self {
            residents: weights.iter().sum(),
            weights,
            now,
            some,
            to,
        }
    }

    /// What a site saves of everybody's way where the nearest is `now` metres away.
    fn saved(&self, place: u32, now: &[f64]) -> f64 {
        let points = self.to[place as usize].iter().zip(now).zip(&self.weights);
        let saved = points.map(|((to, now), weight)| weight * (now - f64::from(*to)).max(0.0));
        saved.sum()
    }

    /// The way to the nearest after a site is taken.
    fn taken(&self, place: u32, now: &[f64]) -> Vec<f64> {
        let points = self.to[place as usize].iter().zip(now);
        points.map(|(to, now)| now.min(f64::from(*to))).collect()
    }

    fn way(&self, now: &[f64]) -> f64 {
        now.iter()
            .zip(&self.weights)
            .map(|(now, weight)| now * weight)
            .sum()
    }

    fn mean(&self, chosen: usize, way: f64) -> Option<f64> {
        ratio(way, self.residents).filter(|_| self.some || chosen > 0)
    }

    /// What differs by less is equal.
    fn same(&self) -> f64 {
        self.way(&self.now) * SAME
    }

    /// One by one the site that saves the most of some, the first of equal ones.
    fn greedy(&self, k: usize, among: &[u32]) -> Vec<u32> {
        let (mut chosen, mut now) = (Vec::new(), self.now.clone());
        while chosen.len() < k {
            let (mut best, mut most) = (None, self.same());
            for place in among {
                let saved = self.saved(*place, &now);
                if saved > most + self.same() {
                    (best, most) = (Some(*place), saved);
                }
            }
            let Some(best) = best else { break };
            now = self.taken(best, &now);
            chosen.push(best);
        }
        chosen
    }

    /// Exchanges a site for another while that saves more, the best exchange first.
    fn exchanged(&self, mut chosen: Vec<u32>) -> Vec<u32> {
        loop {
            // Per point the nearest and the next nearest of what stays and the sites, and which site is the nearest.
            let mut near: Vec<(f64, f64, usize)> =
                self.now.iter().map(|now| (*now, *now, usize::MAX)).collect();
            for (at, place) in chosen.iter().enumerate() {
                for (near, to) in near.iter_mut().zip(&self.to[*place as usize]) {
                    let to = f64::from(*to);
                    if to < near.0 {
                        *near = (to, near.0, at);
                    } else {
                        near.1 = near.1.min(to);
                    }
                }
            }
            let mut best: Option<(f64, usize, u32)> = None;
            for (place, to) in (0_u32..).zip(&self.to) {
                // What is saved whichever goes, and what more is lost when a certain one goes (Whitaker 1983).
                let (mut saved, mut lost) = (0.0, vec![0.0; chosen.len()]);
                for (((first, second, at), to), weight) in near.iter().zip(to).zip(&self.weights) {
                    let to = f64::from(*to);
                    if to < *first {
                        saved += weight * (first - to);
                    } else if *at != usize::MAX {
                        lost[*at] += weight * (to.min(*second) - first);
                    }
                }
                for (at, lost) in lost.iter().enumerate() {
                    let better = saved - lost;
                    if better > best.map_or(self.same() * 10.0, |(most, ..)| most) {
                        best = Some((better, at, place));
                    }
                }
            }
            let Some((_, at, place)) = best else { return chosen };
            chosen[at] = place;
        }
    }
}

/// The choices that are left to try.
struct Branches<'a> {
    metres: &'a Metres,
    until: Instant,
    best: f64,
    chosen: Vec<u32>,
    /// The most that a choice which was not tried in time may save.
    untried: f64,
}

impl Branches<'_> {
    /// Tries `more` sites of some beside those in `taken`, which save `saved`.
    fn try_all(&mut self, taken: &mut Vec<u32>, saved: f64, now: &[f64], among: &[u32], more: usize) {
        if saved > self.best {
            self.best = saved;
            self.chosen.clone_from(taken);
        }
        if more == 0 || among.is_empty() {
            return;
        }
        let mut of: Vec<(f64, u32)> = among
            .iter()
            .map(|place| (self.metres.saved(*place, now), *place))
            .collect();
        of.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let least = self.metres.same();
        for at in 0..of.len() {
            let most: f64 = of[at..].iter().take(more).map(|(saved, _)| saved).sum();
            if saved + most <= self.best + least {
                return;
            }
            if Instant::now() >= self.until {
                self.untried = self.untried.max(saved + most);
                return;
            }
            let (own, place) = of[at];
            taken.push(place);
            if more == 1 {
                // The first saves the most of all.
                self.try_all(taken, saved + own, now, &[], 0);
                taken.pop();
                return;
            }
            let rest: Vec<u32> = of[at + 1..].iter().map(|(_, place)| *place).collect();
            let then = self.metres.taken(place, now);
            self.try_all(taken, saved + own, &then, &rest, more - 1);
            taken.pop();
        }
    }
}

/// At most k sites.
pub(super) fn sites(metres: &Metres, params: &Params) -> Found {
    let all: Vec<u32> = (0_u32..).take(metres.to.len()).collect();
    let way = metres.way(&metres.now);
    let saving = |chosen: &[u32]| {
        let now = chosen
            .iter()
            .fold(metres.now.clone(), |now, place| metres.taken(*place, &now));
        way - metres.way(&now)
    };
    let mut chosen = metres.exchanged(metres.greedy(params.k, &all));
    let mut single: Vec<f64> = all
        .iter()
        .map(|place| metres.saved(*place, &metres.now))
        .collect();
    single.sort_by(|a, b| b.total_cmp(a));
    let mut most: f64 = single.iter().take(params.k).sum();
    let mut optimal = chosen.len() < params.k || params.k == 1;
    if params.method == Method::Exact && !optimal {
        let mut branches = Branches {
            metres,
            until: Instant::now() + params.limit,
            best: saving(&chosen),
            chosen: chosen.clone(),
            untried: 0.0,
        };
        branches.try_all(&mut Vec::new(), 0.0, &metres.now, &all, params.k);
        optimal = branches.untried <= branches.best;
        most = most.min(branches.best.max(branches.untried));
        chosen = branches.chosen;
    }
    let chosen = metres.greedy(chosen.len(), &chosen);
    let mut now = metres.now.clone();
    let mut means = Vec::with_capacity(chosen.len());
    for (at, place) in chosen.iter().enumerate() {
        now = metres.taken(*place, &now);
        means.push(metres.mean(at + 1, metres.way(&now)));
    }
    Found {
        mean: metres.mean(chosen.len(), metres.way(&now)),
        means,
        bound: metres.mean(params.k, (way - most).max(0.0)),
        optimal,
        chosen,
    }
}
