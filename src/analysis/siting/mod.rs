//! Where new sites serve the most residents.
//!
//! Maximal covering (Church & ReVelle 1974): of the candidates, the k that bring the most residents within the norm distance who
//! are not there yet. Greedy takes, one by one, the candidate that adds the most; that is at least 1 − 1/e of what the best choice
//! adds (Nemhauser, Wolsey & Fisher 1978), over what the present ones serve already. Exact asks HiGHS for the best choice, and says
//! how far from it the answer can be when the time was up first. The other models stand in files of their own: [`lscp`] the fewest
//! sites that serve all, [`median`] the shortest way, [`capacitated`] sites that can serve only so many, [`meeting`] the fewest
//! that meet a criterion.
//!
//! Gains are compared in whole millionths of a resident, so that equal ones are equal whatever the order they are added up in;
//! of equal candidates the first counts. What is told is added up in full precision.

mod candidates;
mod capacitated;
mod exact;
mod gains;
mod greedy;
mod lscp;
mod median;
mod meeting;
mod search;

use std::time::Duration;

use crate::domain::units::ratio;
use crate::study::{Selection, Study};

pub use candidates::{Candidate, Candidates, Name, names_cell};
pub use median::MOST_DISTANCES;
use search::Search;

/// What is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// The k sites that serve the most residents.
    #[default]
    Coverage,
    /// The fewest sites that serve everybody whom the candidates can serve; k plays no part.
    Fewest,
    /// The k sites with which residents have the least far to go to the nearest, in the mean.
    Median,
    /// The k sites that serve the most residents when each can serve only so many.
    Capacitated,
    /// The fewest sites with which every area reaches its goal; k plays no part.
    Meeting,
}

/// The coverage that areas are to have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goal {
    /// Share of the residents of the group (0–1).
    pub required: f64,
    /// Their places in the study's list.
    pub areas: Vec<u32>,
}

impl Model {
    /// Every model.
    pub const ALL: [Self; 5] = [
        Self::Coverage,
        Self::Fewest,
        Self::Median,
        Self::Capacitated,
        Self::Meeting,
    ];

    /// The name in questions and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coverage => "mclp",
            Self::Fewest => "lscp",
            Self::Median => "pmedian",
            Self::Capacitated => "capacitated",
            Self::Meeting => "criterion",
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
    /// Residents that each site can serve, where it can serve only so many.
    pub capacity: f64,
    /// What is to be reached, where the fewest sites are looked for that reach it.
    pub goal: Option<Goal>,
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
    /// Mean metres to the nearest with this site and those before it; none where that is not what is looked for.
    pub mean_distance: Option<f64>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Fewer than were asked where more add nobody.
    pub sites: Vec<Site>,
    pub method: Method,
    /// Residents that the sites add together.
    pub gain: f64,
    /// What is made as good as can be: residents that the sites add, how many sites there are, or mean metres to the nearest; none
    /// where nobody lives.
    pub objective: Option<f64>,
    /// No choice has a better objective than this; none where nothing is known of it.
    pub bound: Option<f64>,
    /// Whether it is known that no choice is better than this one.
    pub optimal: bool,
    /// How many candidates there are.
    pub candidates: usize,
    /// Residents of the city, and those served without the sites; of `free` and `none` without any site.
    pub residents: f64,
    pub served: f64,
    /// The same of each neighbourhood, by its place.
    pub people: Vec<People>,
    /// Areas that cannot reach their goal, and the residents that they lack with a site at every candidate.
    pub unmet: Vec<(u32, f64)>,
}

/// Residents of the group in a neighbourhood, and those served without the sites.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct People {
    pub residents: f64,
    pub served: f64,
}

impl Report {
    /// The largest part by which the best choice may be better: |objective − bound| ÷ the larger of the two; 0 where it is optimal.
    pub fn gap(&self) -> Option<f64> {
        let (objective, bound) = (self.objective?, self.bound?);
        Some(ratio((objective - bound).abs(), objective.max(bound)).unwrap_or(0.0))
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

/// Finds the sites.
pub fn run(study: &Study, params: &Params) -> Report {
    let search = Search::new(study, params);
    match params.model {
        Model::Coverage => search.most(),
        Model::Fewest => search.fewest(),
        Model::Median => search.nearest(),
        Model::Capacitated => search.most_in_places(),
        Model::Meeting => search.meeting(),
    }
}

/// How many candidates there are for a question.
pub fn candidates(study: &Study, params: &Params) -> usize {
    candidates::list(study, params).len()
}
