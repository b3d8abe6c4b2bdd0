//! Where new sites serve the most residents.
//!
//! Maximal covering (Church & ReVelle 1974): of the candidates, the k that bring the most residents within the norm distance who
//! are not there yet. Greedy takes, one by one, the candidate that adds the most; that is at least 1 − 1/e of what the best choice
//! adds (Nemhauser, Wolsey & Fisher 1978), over what the present ones serve already. Exact asks HiGHS for the best choice, and says
//! how far from it the answer can be when the time was up first.
//!
//! Gains are compared in whole millionths of a resident, so that equal ones are equal whatever the order they are added up in;
//! of equal candidates the first counts. What is told is added up in full precision.

mod candidates;
mod exact;
mod gains;
mod greedy;
mod solver;

use std::sync::Arc;
use std::time::Duration;

use geo::Coord;

use crate::domain::Metres;
use crate::domain::units::ratio;
use crate::study::{Cover, Selection, Study};

pub use candidates::{Candidate, Candidates, Name};
use gains::Gains;

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The k sites that serve the most residents.
    #[default]
    Coverage,
}

impl Model {
    /// Every model.
    pub const ALL: [Self; 1] = [Self::Coverage];

    /// The name in questions and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coverage => "mclp",
        }
    }
}

/// How it is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// One site after the other, each the best next.
    #[default]
    Greedy,
    /// The best choice of all, or as near to it as is found in time.
    Exact,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 2] = [Self::Greedy, Self::Exact];

    /// The name in questions and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Greedy => "greedy",
            Self::Exact => "exact",
        }
    }
}

/// What becomes of the present facilities of the type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Present {
    /// They stay, and the sites come beside them.
    #[default]
    Locked,
    /// They are candidates like the others: those that are not chosen go.
    Free,
    /// As if there were none.
    Absent,
}

impl Present {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Locked, Self::Free, Self::Absent];

    /// The name in questions and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Free => "free",
            Self::Absent => "none",
        }
    }
}

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// How many sites are looked for, 1 or more.
    pub k: usize,
    pub candidates: Candidates,
    /// Place of the area in which candidates stand; none: anywhere.
    pub area: Option<u32>,
    pub present: Present,
    pub model: Model,
    pub method: Method,
    /// Longest that an exact answer is looked for.
    pub limit: Duration,
}

/// One of the sites, in the order in which they add the most.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub candidate: Candidate,
    /// Residents of the group who come within the norm distance with this site, after those before it.
    pub gain: f64,
    /// Those per neighbourhood, where there are any: its place and how many.
    pub gains: Vec<(u32, f64)>,
    /// Residents of the city served with this site and those before it, and their share; null where nobody lives.
    pub served: f64,
    pub coverage: Option<f64>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Fewer than were asked where more add nobody.
    pub sites: Vec<Site>,
    pub method: Method,
    /// Residents that the sites add together.
    pub gain: f64,
    /// No choice adds more residents than this.
    pub bound: f64,
    /// Whether it is known that no choice adds more than this one.
    pub optimal: bool,
    /// How many candidates there are.
    pub candidates: usize,
    /// Residents of the city, and those served without the sites; of `free` and `none` without any site.
    pub residents: f64,
    pub served: f64,
    /// The same of each neighbourhood, by its place.
    pub people: Vec<People>,
}

/// Residents of the group in a neighbourhood, and those served without the sites.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct People {
    pub residents: f64,
    pub served: f64,
}

impl Report {
    /// (bound − gain) ÷ bound: the largest part of what could be gained that the answer may lack; 0 where it is optimal.
    pub fn gap(&self) -> f64 {
        ratio(self.bound - self.gain, self.bound).unwrap_or(0.0).max(0.0)
    }

    /// Share of the city's residents served without the sites.
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.served, self.residents)
    }

    /// How many sites there are before the first from which on each adds less than a share of the city's residents.
    pub fn worth(&self, least: f64) -> usize {
        let enough = |site: &Site| site.gain >= least * self.residents;
        self.sites.iter().rposition(enough).map_or(0, |last| last + 1)
    }
}

/// What a search works with.
struct Search {
    places: Vec<Candidate>,
    cover: Arc<Cover>,
    /// Per demand point, the residents of the group.
    weights: Vec<f64>,
    /// Per demand point, the residents who are not served by what stays, in millionths.
    left: Vec<i64>,
    people: Vec<People>,
    residents: f64,
    served: f64,
}

/// Residents in whole millionths.
#[allow(clippy::cast_possible_truncation)] // nowhere live nine million million people
fn millionths(residents: f64) -> i64 {
    (residents * 1e6).round() as i64
}

/// Finds the sites.
pub fn run(study: &Study, params: &Params) -> Report {
    let search = Search::new(study, params);
    let mut gains = Gains::new(study, &search.cover, search.left.clone());
    let (mut chosen, mut bound) = greedy::sites(&mut gains, params.k);
    let mut optimal = bound <= gains.total();
    if params.method == Method::Exact && !optimal {
        let found = exact::sites(&search.cover, &search.left, params.k, &chosen, params.limit);
        bound = bound.min(found.bound);
        optimal = found.optimal;
        if let Some(better) = found.chosen {
            // In the order in which they add the most.
            let mut gains = Gains::among(study, &search.cover, search.left.clone(), &better);
            chosen = greedy::sites(&mut gains, params.k).0;
        }
    }
    search.report(study, params, &chosen, bound, optimal)
}

impl Search {
    fn new(study: &Study, params: &Params) -> Self {
        let (selection, of) = (&params.selection, params.service_type);
        let places = candidates::list(study, params);
        let at: Vec<Coord<f64>> = places.iter().map(|place| place.at).collect();
        let norm: Metres = selection.norm(study, of);
        let cover = study.cover(&at, norm);
        let reach = (params.present == Present::Locked).then(|| study.reach(selection, of));
        let count = study.demand.len();
        let (mut weights, mut left) = (vec![0.0; count], vec![0; count]);
        let mut people = vec![People::default(); study.areas.neighbourhood_count];
        for neighbourhood in (0_u32..).take(study.areas.neighbourhood_count) {
            let block = reach.as_ref().and_then(|reach| reach.of(neighbourhood));
            let here = &mut people[neighbourhood as usize];
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
            places,
            cover,
            weights,
            left,
            residents: people.iter().map(|of| of.residents).sum(),
            served: people.iter().map(|of| of.served).sum(),
            people,
        }
    }

    /// What sites bring, one after the other.
    fn report(&self, study: &Study, params: &Params, chosen: &[u32], bound: i64, optimal: bool) -> Report {
        let mut unserved: Vec<bool> = self.left.iter().map(|left| *left > 0).collect();
        let (mut served, mut gain) = (self.served, 0.0);
        let mut sites = Vec::with_capacity(chosen.len());
        for place in chosen {
            let mut gains: Vec<(u32, f64)> = Vec::new();
            let mut own = 0.0;
            let neighbourhoods = (0_u32..).take(study.areas.neighbourhood_count);
            let mut neighbourhoods = neighbourhoods.map(|at| (at, study.demand.of(at).end)).peekable();
            for point in self.cover.points(*place) {
                while neighbourhoods.next_if(|(_, end)| *end <= point).is_some() {}
                if !std::mem::take(&mut unserved[point]) {
                    continue;
                }
                own += self.weights[point];
                let Some((at, _)) = neighbourhoods.peek() else {
                    break;
                };
                match gains.last_mut().filter(|(last, _)| last == at) {
                    Some((_, sum)) => *sum += self.weights[point],
                    None => gains.push((*at, self.weights[point])),
                }
            }
            served += own;
            gain += own;
            sites.push(Site {
                candidate: self.places[*place as usize].clone(),
                gain: own,
                gains,
                served,
                coverage: ratio(served, self.residents),
            });
        }
        Report {
            sites,
            method: params.method,
            gain,
            bound: if optimal {
                gain
            } else {
                gain.max(bound as f64 / 1e6)
            },
            optimal,
            candidates: self.places.len(),
            residents: self.residents,
            served: self.served,
            people: self.people.clone(),
        }
    }
}
