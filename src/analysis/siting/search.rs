//! What a search works with, and what its answer is made of.

use std::sync::Arc;

use geo::Coord;

use super::gains::Gains;
use super::{Candidate, Method, Params, People, Present, Report, Site};
use super::{candidates, capacitated, exact, greedy, lscp, median, meeting};
use crate::domain::units::ratio;
use crate::study::{Cover, Reach, Study};

/// A question made ready.
pub(super) struct Search<'a> {
    pub study: &'a Study,
    pub params: &'a Params,
    pub places: Vec<Candidate>,
    pub cover: Arc<Cover>,
    /// What stays; none where nothing does.
    pub reach: Option<Arc<Reach>>,
    /// Per demand point, the residents of the group.
    pub weights: Vec<f64>,
    /// Per demand point, the residents who are not served by what stays, in millionths.
    pub left: Vec<i64>,
    pub people: Vec<People>,
}

/// Residents in whole millionths.
#[allow(clippy::cast_possible_truncation)] // nowhere live nine million million people
fn millionths(residents: f64) -> i64 {
    (residents * 1e6).round() as i64
}

/// What is told of the whole choice.
struct Verdict {
    objective: Option<f64>,
    bound: Option<f64>,
    optimal: bool,
    /// Whether an exact answer was looked for where it was asked.
    looked: bool,
}

impl<'a> Search<'a> {
    pub fn new(study: &'a Study, params: &'a Params) -> Self {
        let (selection, of) = (&params.selection, params.service_type);
        let places = candidates::list(study, params);
        let at: Vec<Coord<f64>> = places.iter().map(|place| place.at).collect();
        let cover = study.cover(&at, selection.norm(study, of));
        let reach = (params.present == Present::Locked).then(|| study.reach(selection, of));
        let count = study.demand.len();
        let (mut weights, mut left) = (vec![0.0; count], vec![0; count]);
        let mut people = vec![People::default(); study.areas.neighbourhood_count];
        for (neighbourhood, here) in (0_u32..).zip(&mut people) {
            let block = reach.as_ref().and_then(|reach| reach.of(neighbourhood));
            study
                .demand
                .weights(&study.areas, neighbourhood, selection.group, |point, weight| {
                    here.residents += weight;
                    weights[point] = weight;
                    if block.is_some_and(|block| block.served(point)) {
                        here.served += weight;
                    } else {
                        left[point] = millionths(weight);
                    }
                });
        }
        Self {
            study,
            params,
            places,
            cover,
            reach,
            weights,
            left,
            people,
        }
    }

    /// Some sites in the order in which they add the most; those that add nobody stay behind.
    fn ordered(&self, sites: &[u32]) -> Vec<u32> {
        let mut gains = Gains::among(self.study, &self.cover, self.left.clone(), sites);
        let (mut ordered, _) = greedy::sites(&mut gains, sites.len());
        let rest = sites.iter().filter(|site| !ordered.contains(site));
        let rest: Vec<u32> = rest.copied().collect();
        ordered.extend(rest);
        ordered
    }

    /// The sites that serve the most.
    pub fn most(&self) -> Report {
        let params = self.params;
        let mut gains = Gains::new(self.study, &self.cover, self.left.clone());
        let (mut chosen, mut bound) = greedy::sites(&mut gains, params.k);
        let mut optimal = bound <= gains.total();
        let mut looked = true;
        if params.method == Method::Exact && !optimal {
            let found = exact::sites(&self.cover, &self.left, params.k, &chosen, params.limit);
            bound = bound.min(found.bound);
            optimal = found.optimal;
            looked = found.looked;
            if let Some(better) = found.chosen {
                chosen = self.ordered(&better);
            }
        }
        let sites = self.sites(&chosen);
        let gain = gain_of(&sites);
        let bound = if optimal {
            gain
        } else {
            gain.max(bound as f64 / 1e6)
        };
        let verdict = Verdict {
            objective: Some(gain),
            bound: Some(bound),
            optimal,
            looked,
        };
        self.report(sites, &verdict)
    }

    /// The fewest sites that serve all who can be served.
    pub fn fewest(&self) -> Report {
        let mut gains = Gains::new(self.study, &self.cover, self.left.clone());
        let (mut chosen, _) = greedy::sites(&mut gains, self.places.len());
        let (mut bound, mut optimal) = (usize::from(!chosen.is_empty()), chosen.len() < 2);
        let mut looked = true;
        if self.params.method == Method::Exact && !optimal {
            let found = lscp::sites(&self.cover, &self.left, &chosen, self.params.limit);
            (bound, optimal, looked) = (found.bound, found.optimal, found.looked);
            if let Some(fewer) = found.chosen {
                chosen = self.ordered(&fewer);
            }
        }
        if optimal {
            bound = chosen.len();
        }
        let verdict = Verdict {
            objective: Some(chosen.len() as f64),
            bound: Some(bound as f64),
            optimal,
            looked,
        };
        self.report(self.sites(&chosen), &verdict)
    }

    /// The sites with which residents have the least far to go.
    pub fn nearest(&self) -> Report {
        let metres = median::Metres::new(self);
        let found = median::sites(&metres, self.params);
        let mut sites = self.sites(&found.chosen);
        for (site, mean) in sites.iter_mut().zip(&found.means) {
            site.mean_distance = *mean;
        }
        let verdict = Verdict {
            objective: found.mean,
            bound: if found.optimal { found.mean } else { found.bound },
            optimal: found.optimal,
            looked: true,
        };
        self.report(sites, &verdict)
    }

    /// The sites that serve the most when each can serve only so many.
    pub fn most_in_places(&self) -> Report {
        let found = capacitated::sites(self);
        let sites = self.with_gains(&found.sites);
        let gain = gain_of(&sites);
        let verdict = Verdict {
            objective: Some(gain),
            bound: Some(if found.optimal {
                gain
            } else {
                gain.max(found.bound)
            }),
            optimal: found.optimal,
            looked: found.looked,
        };
        self.report(sites, &verdict)
    }

    /// The fewest sites with which areas reach their goal; none without a goal.
    pub fn meeting(&self) -> Report {
        let goal = self.params.goal.clone().unwrap_or_default();
        let found = meeting::sites(self, &goal);
        let verdict = Verdict {
            objective: Some(found.chosen.len() as f64),
            bound: Some(found.bound as f64),
            optimal: found.optimal,
            looked: found.looked,
        };
        Report {
            unmet: found.unmet,
            ..self.report(self.sites(&found.chosen), &verdict)
        }
    }

    /// What sites bring, one after the other: all who have no other within the norm distance.
    fn sites(&self, chosen: &[u32]) -> Vec<Site> {
        let mut unserved: Vec<bool> = self.left.iter().map(|left| *left > 0).collect();
        let own = chosen.iter().map(|place| {
            let new = self.cover.points(*place);
            let new = new.filter(|point| std::mem::take(&mut unserved[*point]));
            (*place, new.map(|point| (point, self.weights[point])).collect())
        });
        let own: Vec<_> = own.collect();
        self.with_gains(&own)
    }

    /// Sites with the residents that each serves: their points, ascending, and how many.
    fn with_gains(&self, sites: &[(u32, Vec<(usize, f64)>)]) -> Vec<Site> {
        let mut served = self.served();
        let residents = self.residents();
        let site = |(place, own): &(u32, Vec<(usize, f64)>)| {
            let mut gains: Vec<(u32, f64)> = Vec::new();
            let (mut gain, mut at) = (0.0, 0_u32);
            for (point, residents) in own {
                while self.study.demand.of(at).end <= *point {
                    at += 1;
                }
                gain += residents;
                match gains.last_mut().filter(|(last, _)| *last == at) {
                    Some((_, sum)) => *sum += residents,
                    None => gains.push((at, *residents)),
                }
            }
            served += gain;
            Site {
                candidate: self.places[*place as usize].clone(),
                gain,
                gains,
                served,
                coverage: ratio(served, residents),
                mean_distance: None,
            }
        };
        sites.iter().map(site).collect()
    }

    pub fn residents(&self) -> f64 {
        self.people.iter().map(|of| of.residents).sum()
    }

    fn served(&self) -> f64 {
        self.people.iter().map(|of| of.served).sum()
    }

    fn report(&self, sites: Vec<Site>, verdict: &Verdict) -> Report {
        Report {
            gain: gain_of(&sites),
            sites,
            method: if verdict.looked {
                self.params.method
            } else {
                Method::Greedy
            },
            objective: verdict.objective,
            bound: verdict.bound,
            optimal: verdict.optimal,
            candidates: self.places.len(),
            residents: self.residents(),
            served: self.served(),
            people: self.people.clone(),
            unmet: Vec::new(),
        }
    }
}

fn gain_of(sites: &[Site]) -> f64 {
    // A sum of nothing would be −0.
    sites.iter().fold(0.0, |sum, site| sum + site.gain)
}
