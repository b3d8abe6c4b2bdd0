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
    /// Who set it; none: a proposal.
    pub source: Option<String>,
    pub source_url: Option<String>,
    /// Whether nobody set it yet; without a word it is one where it has no source.
    pub proposal: Option<bool>,
    pub note: Option<String>,
    /// The note in English.
    pub note_en: Option<String>,
}

impl Criterion {
    /// Whether of two values of its measure the first is as good as the second or better: nearer for distances, more for all else.
    fn as_good(&self, value: f64, other: f64) -> bool {
        match self.measure {
            Measure::MeanDistance => value <= other,
            _ => value >= other,
        }
    }

    /// Whether nobody set it: a proposal of who wrote it down.
    pub fn is_proposal(&self) -> bool {
        self.proposal.unwrap_or(self.source.is_none())
    }

    /// A field of it that makes no sense, and why.
    pub fn wrong(&self) -> Option<(&'static str, String)> {
        let levels = [
            ("required", self.required),
            ("ambition", self.ambition),
            ("surplus_above", self.surplus_above),
        ];
        for (field, level) in levels {
            let Some(level) = level else { continue };
            if !(level >= 0.0 && level.is_finite()) {
                return Some((field, format!("{level} is not a number of 0 or more")));
            }
            if self.measure == Measure::Coverage && level > 1.0 {
                return Some((field, format!("{level} is not a share between 0 and 1")));
            }
            if let Some(required) = self.required.filter(|required| !self.as_good(level, *required)) {
                return Some((
                    field,
                    format!("{level} is less than what is required, {required}"),
                ));
            }
        }
        if let Some(norm) = self
            .distance_m
            .filter(|norm| !(norm.0 > 0.0 && norm.0.is_finite()))
        {
            return Some(("distance_m", format!("{} is not a distance above 0", norm.0)));
        }
        if self
            .source
            .as_ref()
            .is_some_and(|source| source.trim().is_empty())
        {
            return Some(("source", "is empty: leave it out for a proposal".to_owned()));
        }
        if self.source.is_none() && self.proposal == Some(false) {
            return Some((
                "source",
                "is missing, and proposal is false: say who set it".to_owned(),
            ));
        }
        if let Scope::Word(word) = &self.scope
            && word != "all"
        {
            return Some((
                "scope",
                format!("'{word}' is neither \"all\" nor a list of area codes"),
            ));
        }
        match (self.valid_from, self.valid_to) {
            (Some(from), Some(to)) if to < from => {
                Some(("valid_to", format!("{to} is before valid_from {from}")))
            }
            _ => None,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn criterion(more: &str) -> Criterion {
        let source = if more.contains("proposal") {
            ""
        } else {
            "source = 'x'\n"
        };
        toml::from_str(&format!(
            "id = 'c'\nversion = 1\nservice_type = 'A'\n{source}{more}"
        ))
        .unwrap()
    }

    #[test]
    fn without_a_source_it_is_a_proposal_and_may_say_so_with_one() {
        let rest = "scope = 'all'\nmeasure = 'count'";
        assert!(!criterion(rest).is_proposal());
        assert!(criterion(&format!("proposal = true\n{rest}")).is_proposal());
        assert!(criterion(&format!("# no proposal\n{rest}")).is_proposal());
        assert!(criterion(&format!("proposal = true\nsource = 'Ours'\n{rest}")).is_proposal());
        let without = criterion(&format!("proposal = false\n{rest}")).wrong();
        assert_eq!(without.map(|(field, _)| field), Some("source"));
        let empty = criterion(&format!("proposal = true\nsource = ' '\n{rest}")).wrong();
        assert_eq!(empty.map(|(field, _)| field), Some("source"));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (more, field) in [
            ("scope = 'al'\nmeasure = 'count'", "scope"),
            ("scope = 'all'\nmeasure = 'coverage'\nrequired = 80", "required"),
            ("scope = 'all'\nmeasure = 'count'\nrequired = -1", "required"),
            (
                "scope = 'all'\nmeasure = 'count'\nrequired = 3\nambition = 2",
                "ambition",
            ),
            (
                "scope = 'all'\nmeasure = 'meanDistance'\nrequired = 500\nambition = 600",
                "ambition",
            ),
            (
                "scope = 'all'\nmeasure = 'count'\nrequired = 3\nsurplus_above = 2",
                "surplus_above",
            ),
            (
                "scope = 'all'\nmeasure = 'coverage'\ndistance_m = 0",
                "distance_m",
            ),
            (
                "scope = 'all'\nmeasure = 'count'\nvalid_from = '2026-01-01'\nvalid_to = '2025-01-01'",
                "valid_to",
            ),
        ] {
            let wrong = criterion(more).wrong();
            assert_eq!(wrong.map(|(field, _)| field), Some(field), "{more}");
        }
    }

    #[test]
    fn what_makes_sense_passes() {
        for more in [
            "scope = ['WK1']\nmeasure = 'coverage'\nrequired = 0.8\nambition = 1.0\ndistance_m = 500",
            "scope = 'all'\nmeasure = 'meanDistance'\nrequired = 500\nambition = 300\nsurplus_above = 200",
            "scope = 'all'\nmeasure = 'count'",
        ] {
            assert_eq!(criterion(more).wrong(), None, "{more}");
        }
    }
}
