//! The parameters of the collections: what they are called, which values they take, and how they become a [`Query`].

mod described;
mod filters;
mod hints;
mod in_force;
mod needs;
mod query;
mod siting;
mod stopping;
mod time;

use super::indicators;
use crate::analysis::spending::By;
use crate::analysis::supply::{Method, Of};
use crate::domain::criterion::Mode;
use crate::domain::feature::Kind;
use crate::domain::{Level, PopulationGroup};
use crate::study::Study;
use crate::study::access::{Contribution, Wheelchair};

pub use hints::nearest;
pub use needs::Needs;
pub use query::{Query, Today};
pub use siting::Sites;
pub use stopping::Stops;
pub use time::{Before, asked_day};

/// Furthest norm distance that can be asked, in metres.
pub const MAX_DISTANCE_M: f64 = 100_000.0;

/// Why a parameter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InvalidParam {
    pub name: String,
    pub reason: String,
}

impl InvalidParam {
    /// The parameter and what is wrong with it.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reason: reason.into(),
        }
    }
}

/// A parameter of one or more collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    ServiceType,
    Distance,
    Group,
    /// The group where a collection answers for each apart.
    OneGroup,
    Mode,
    Date,
    Datetime,
    From,
    FromRevision,
    FromScenario,
    Role,
    /// What there has to be enough of.
    Of,
    /// How supply is divided over demand.
    SupplyMethod,
    /// What weighs how far away.
    Weights,
    Facilities,
    Area,
    Level,
    Nth,
    K,
    Bandwidth,
    Cell,
    Permutations,
    By,
    /// Which indicators.
    Indicator,
    /// How many sites are looked for.
    SiteCount,
    Candidates,
    /// Side of the cells of which the middles are candidates.
    CandidateCell,
    /// Places of one's own choice.
    CandidatePoints,
    Model,
    Method,
    Present,
    TimeLimit,
    StopBelow,
    /// Residents that each site can serve.
    SiteCapacity,
    /// The criterion that sites are to meet.
    SiteCriterion,
    /// What makes one set that stops better than another.
    StopBy,
    /// The share of residents who must still be reached.
    Floor,
    FloorLevel,
    FloorGroups,
    /// That criteria which are met stay met.
    KeepCriteria,
    Open,
    Wheelchair,
    Language,
    Contribution,
    TargetGroup,
    Scheme,
    Conversion,
}

/// More values than these are not listed.
const FEW: usize = 100;

fn few(words: &[String]) -> Vec<String> {
    if words.len() > FEW {
        Vec::new()
    } else {
        words.to_vec()
    }
}

impl Parameter {
    /// camelCase name in requests.
    pub const fn name(self) -> &'static str {
        self.described().name
    }

    /// What kind of value it takes.
    pub const fn kind(self) -> Kind {
        self.described().kind
    }

    /// Unit of its value.
    pub const fn unit(self) -> Option<&'static str> {
        self.described().unit
    }

    /// What it does, in Dutch.
    pub const fn title_nl(self) -> &'static str {
        self.described().nl
    }

    /// What it does, in English.
    pub const fn title_en(self) -> &'static str {
        self.described().en
    }

    /// The values that it takes, where those are few.
    pub fn allowed(self, study: &Study) -> Vec<String> {
        let names: Vec<&str> = match self {
            Self::ServiceType => study.taxonomy.types().iter().map(|of| of.code.as_str()).collect(),
            Self::Group | Self::OneGroup => PopulationGroup::ALL.iter().map(|group| group.name()).collect(),
            // Walking needs a network, which no layer brings yet.
            Self::Mode => vec![Mode::StraightLine.name()],
            Self::Role => vec!["subsidy", "commission", "both", "none"],
            Self::Of => Of::ALL.map(Of::name).to_vec(),
            Self::SupplyMethod => Method::ALL.map(Method::name).to_vec(),
            Self::Facilities => vec!["all", "within"],
            Self::By => By::ALL.map(By::name).to_vec(),
            Self::Level => vec![Level::Neighbourhood.name(), Level::District.name()],
            Self::Wheelchair => Wheelchair::ALL.map(Wheelchair::name).to_vec(),
            Self::Contribution => Contribution::ALL.map(Contribution::name).to_vec(),
            Self::Language => return few(&study.facilities.words().languages),
            Self::TargetGroup => return few(&study.facilities.words().target_groups),
            Self::Scheme => return few(&filters::schemes(study)),
            Self::Conversion => vec!["yes", "no"],
            Self::Candidates | Self::Model | Self::Method | Self::Present => siting::allowed(self),
            Self::StopBy | Self::FloorLevel | Self::KeepCriteria => stopping::allowed(self),
            Self::Indicator => return few(&indicators::names(study)),
            _ => Vec::new(),
        };
        names.into_iter().map(str::to_owned).collect()
    }
}
