//! What a collection tells of one of its figures.

use serde::Serialize;

use super::caveats::Caveat;
use super::{CountedFacility, Definition, Demand, MOST_FACILITIES};
use crate::collections::words::Text;
use crate::collections::words::phrases::Share;
use crate::collections::words::rounding::Rounding;
use crate::domain::{Layer, PopulationGroup};
use crate::study::{DemandKind, Study};

/// What was counted for a figure, and how that is said. What is left empty has no part in it, or nothing is known of it.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub counted: Option<Counted>,
    pub people: Option<People>,
    /// The group that these people are of, where it is another than the one that is asked.
    pub group: Option<PopulationGroup>,
    /// Neighbourhoods whose residents of a group are added up as their source gives them, without points.
    pub heads: Option<(Vec<u32>, PopulationGroup)>,
    pub parts: Option<Parts>,
    /// The layers that it rests on, grants aside where only the role that is asked needs them; none: all of the collection's.
    pub layers: Option<&'static [Layer]>,
    /// The sources among them, where it is known which; empty: all of these layers.
    pub sources: Vec<(Layer, String)>,
    /// Whether it rests on who is reached, so that the lattice's resolution matters.
    pub reached: bool,
    /// Whether it rests on the area of land.
    pub land: bool,
    /// Areas that the figure is about, as places in the study's list; empty: the whole city.
    pub areas: Vec<u32>,
    /// What there is to know before believing it, beside what follows from the rest.
    pub also: Vec<Caveat>,
    /// One or two plain sentences that tell the figure.
    pub sentences: Option<Text>,
    /// Its rule, where that is not the one of its property.
    pub rule: Option<&'static Definition>,
}

/// The facilities that were counted.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Places in the study's list, by id, or the nearest first where distances are known.
    pub places: Vec<u32>,
    /// Metres to each of them.
    pub distances: Option<Vec<f64>>,
    /// From where.
    pub distance_from: Option<Text>,
    /// Whether only located facilities could be counted.
    pub located: bool,
    /// Place of the one type that was asked in the taxonomy; none: any type.
    pub service_type: Option<usize>,
}

impl Counted {
    /// Facilities at some places, in the order of their ids.
    pub fn new(study: &Study, mut places: Vec<u32>, service_type: Option<usize>) -> Self {
        places.sort_by(|a, b| id(study, *a).cmp(id(study, *b)));
        Self {
            places,
            service_type,
            located: true,
            ..Self::default()
        }
    }

    /// The same with metres to each, the nearest first.
    #[must_use]
    pub fn from(mut self, study: &Study, from: Text, metres: impl Fn(u32) -> Option<f64>) -> Self {
        let mut far: Vec<(f64, u32)> = self
            .places
            .iter()
            .filter_map(|place| Some((metres(*place)?, *place)))
            .collect();
        if far.len() == self.places.len() {
            far.sort_by(|a, b| {
                a.0.total_cmp(&b.0)
                    .then_with(|| id(study, a.1).cmp(id(study, b.1)))
            });
            self.places = far.iter().map(|(_, place)| *place).collect();
            self.distances = Some(far.into_iter().map(|(metres, _)| metres).collect());
            self.distance_from = Some(from);
        }
        self
    }

    /// The first of them as they are shown.
    pub(super) fn listed(&self, study: &Study) -> Vec<CountedFacility> {
        let shown = self.places.iter().take(MOST_FACILITIES).enumerate();
        shown
            .map(|(at, place)| {
                let of = study.facilities.get(*place);
                CountedFacility {
                    id: of.facility.id.to_string(),
                    name: of.facility.name.clone(),
                    service_type: of.facility.service_type.as_ref().map(ToString::to_string),
                    neighbourhood_code: of.neighbourhood.map(|at| study.areas.get(at).code.to_string()),
                    distance_m: self.distances.as_ref().and_then(|metres| metres.get(at)).copied(),
                }
            })
            .collect()
    }
}

fn id(study: &Study, place: u32) -> &str {
    study.facilities.get(place).facility.id.as_str()
}

/// The residents who were counted.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Neighbourhoods, as places in the study's list.
    pub neighbourhoods: Vec<u32>,
    /// Whether their number may not be told.
    pub hidden: bool,
}

impl People {
    /// The residents of some neighbourhoods.
    pub fn of(neighbourhoods: Vec<u32>) -> Self {
        Self {
            neighbourhoods,
            hidden: false,
        }
    }

    /// The residents of the whole city. Its sum over a confidential layer is not told: parts of it might be hidden.
    pub fn everyone(study: &Study) -> Self {
        Self {
            neighbourhoods: (0_u32..).take(study.areas.neighbourhood_count).collect(),
            hidden: study.demand_confidential(),
        }
    }

    /// Neighbourhoods (other than water) of which nobody knows how many of the group live there.
    pub(super) fn missing(&self, study: &Study, group: PopulationGroup) -> Vec<u32> {
        let unknown = |at: &u32| !study.areas.get(*at).water && !study.demand.knows(&study.areas, *at, group);
        self.neighbourhoods.iter().copied().filter(unknown).collect()
    }

    /// Neighbourhoods of which the group's share is imputed, as far as anything is known to impute it with.
    pub(super) fn imputed(&self, study: &Study, group: PopulationGroup) -> Vec<u32> {
        let imputed = |at: &u32| {
            study.demand.imputed(&study.areas, *at, group) && study.demand.knows(&study.areas, *at, group)
        };
        self.neighbourhoods.iter().copied().filter(imputed).collect()
    }

    pub(super) fn demand(&self, study: &Study, group: PopulationGroup) -> Demand {
        let (mut points, mut residents) = (0, 0.0);
        for at in &self.neighbourhoods {
            points += study.demand.of(*at).len();
            study
                .demand
                .weights(&study.areas, *at, group, |_, weight| residents += weight);
        }
        let codes = |places: Vec<u32>| -> Vec<String> {
            places
                .into_iter()
                .map(|at| study.areas.get(at).code.to_string())
                .collect()
        };
        let missing = codes(self.missing(study, group));
        let knows = |at: &u32| study.demand.knows(&study.areas, *at, group);
        let known = self.neighbourhoods.iter().any(knows);
        Demand {
            kind: study.demand.kind.name(),
            points: (!study.demand_confidential()).then_some(points),
            // Without the noise of its last bits.
            residents: (known && !self.hidden).then_some((residents * 1e6).round() / 1e6),
            residents_missing: missing.len(),
            missing,
            imputed: codes(self.imputed(study, group)),
            spacing: (study.demand.kind == DemandKind::Lattice).then_some(study.demand.spacing),
        }
    }
}

/// A named amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantity {
    pub title: Text,
    pub value: f64,
    /// `residents` where that is what it counts; none for anything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// The value as the sentence would tell it, where residents are rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Box<Text>>,
}

impl Quantity {
    /// A number of residents, with its Dutch and English name.
    pub fn residents(rounding: &Rounding, (nl, en, value): (&str, &str, f64)) -> Self {
        let shown = || Box::new(Text::each(|lang| rounding.people(lang, value)));
        Self {
            unit: Some("residents"),
            shown: (!rounding.exact()).then(shown),
            ..Self::from((nl, en, value))
        }
    }

    /// The residents of a whole who are reached: with those who are not they add up to it, rounded too.
    pub fn reached(rounding: &Rounding, (nl, en, share): (&str, &str, Share)) -> Self {
        let shown = || Box::new(Text::each(|lang| rounding.reached(lang, share)));
        Self {
            unit: Some("residents"),
            shown: (!rounding.exact()).then(shown),
            ..Self::from((nl, en, share.part))
        }
    }
}

impl From<(&str, &str, f64)> for Quantity {
    /// Anything but residents, with its Dutch and English name.
    fn from((nl, en, value): (&str, &str, f64)) -> Self {
        Self {
            title: Text::new(nl, en),
            value: value + 0.0,
            unit: None,
            shown: None,
        }
    }
}

/// One term of a sum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term {
    /// Code of the area, or id of whatever the sum is made of.
    pub code: String,
    pub name: Option<String>,
    pub value: Option<f64>,
}

impl Term {
    /// A term for an area at a place of the study's list.
    pub fn area(study: &Study, place: u32, value: Option<f64>) -> Self {
        let area = study.areas.get(place);
        Self {
            code: area.code.to_string(),
            name: Some(area.name.clone()),
            value: value.map(|value| value + 0.0),
        }
    }
}

/// What a figure is computed from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Parts {
    /// value = numerator ÷ denominator
    Ratio {
        numerator: Quantity,
        denominator: Quantity,
    },
    /// value = the sum of the terms that are known
    Sum { terms: Vec<Term> },
}

impl Parts {
    /// One amount divided by another.
    pub fn ratio(numerator: impl Into<Quantity>, denominator: impl Into<Quantity>) -> Self {
        Self::Ratio {
            numerator: numerator.into(),
            denominator: denominator.into(),
        }
    }
}
