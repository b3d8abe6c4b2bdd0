//! What is needed where: a required level and an ambition, dated, with its source.

use jiff::civil::Date;
use serde::Deserialize;

use super::area::Level;
use super::ids::{AreaCode, ServiceTypeCode};
use super::population::PopulationGroup;
use super::units::Metres;

/// The areas for which a criterion holds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Scope {
    /// `"all"`: the whole city.
    Word(String),
    Areas(Vec<AreaCode>),
}

/// What a criterion measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    Coverage,
    Count,
    Per1000,
    MeanDistance,
    CapacityPer1000,
    FloorAreaPer1000Dwellings,
}

/// How people travel.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    #[default]
    StraightLine,
    Walking,
}

impl Mode {
    /// The name in parameters and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::StraightLine => "straight-line",
            Self::Walking => "walking",
        }
    }
}

/// One criterion of `criteria.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: String,
    pub version: u32,
    pub service_type: ServiceTypeCode,
    #[serde(default)]
    pub group: PopulationGroup,
    #[serde(default = "district", deserialize_with = "level")]
    pub level: Level,
    pub scope: Scope,
    pub measure: Measure,
    /// The least that is needed: a share (0–1) for coverage, metres for distances, a number otherwise.
    pub required: Option<f64>,
    pub ambition: Option<f64>,
    pub surplus_above: Option<f64>,
    pub distance_m: Option<Metres>,
    #[serde(default)]
    pub mode: Mode,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    /// Who set it; a proposal without a source says so here.
    pub source: String,
    pub source_url: Option<String>,
    pub note: Option<String>,
}

fn district() -> Level {
    Level::District
}

fn level<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Level, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

/// The criteria of a city.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    #[serde(default)]
    pub criteria: Vec<Criterion>,
}
