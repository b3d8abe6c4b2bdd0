//! How a figure came about: what was counted, by which rule, from which sources, and what is missing.
//!
//! A collection tells what it counted for a figure by [`Collection::account`]; the rule stands in [`definitions`]; everything
//! else is put together here. A collection that tells nothing is explained by its rule, its value and its sources.

mod account;
pub(super) mod areas;
pub(super) mod assessments;
pub(super) mod caveats;
pub(super) mod changes;
pub mod definitions;
pub(super) mod differences;
pub(super) mod facilities;
pub(super) mod gaps;
pub(super) mod indicators;
pub(super) mod money;
pub(super) mod others;
pub(super) mod overlaps;
pub(super) mod siting;
pub(super) mod spread;
pub(super) mod stopping;
pub(super) mod supply;
#[cfg(test)]
mod tests;
mod text;
pub(super) mod together;
pub(super) mod usage;
pub(super) mod versions;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::words::phrases::sentence;
use super::words::rounding::Rounding;
use super::words::{Lang, Text, date, figure};
use super::{Collection, InvalidParam, Query, nearest};
use crate::config::City;
use crate::domain::Layer;
use crate::domain::feature::{Feature, FeatureSet, Kind, Property, Schema, Value};
use crate::study::Study;

pub use account::{Account, Counted, Parts, People, Quantity, Term};
pub use caveats::Caveat;
pub use definitions::Definition;
pub use text::text;

/// Most facilities that an explanation lists; how many there are is told beside.
pub const MOST_FACILITIES: usize = 200;

/// Properties that are a number of residents, for where nothing but their title tells it.
const COUNTS_RESIDENTS: [&str; 11] = [
    "coveredWithoutCapacity",
    "demandInReach",
    "gainResidents",
    "groupResidents",
    "residents",
    "residentsInReach",
    "residentsServed",
    "residentsUncovered",
    "residentsUnreachable",
    "residentsUnserved",
    "sharedResidents",
];

/// A question and its answer, of which a figure is to be explained.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub city: &'a City,
    pub collection: &'a dyn Collection,
    pub study: &'a Study,
    pub query: &'a Query,
    /// The answer to the query, in any CRS.
    pub set: &'a FeatureSet,
    /// Residents are told to a multiple of this number; 1: to whole people.
    pub residents_to: u16,
}

/// One figure of an answer.
#[derive(Clone, Copy)]
pub struct Figure<'a> {
    pub study: &'a Study,
    pub query: &'a Query,
    pub schema: &'a Schema,
    pub feature: &'a Feature,
    pub property: &'a Property,
    pub value: &'a Value,
    /// How exactly its sentences tell residents.
    pub rounding: &'a Rounding,
}

impl<'a> Figure<'a> {
    /// Another value of the same feature.
    pub fn other(&self, property: &str) -> Option<&'a Value> {
        self.feature.values.get(self.schema.position(property)?)
    }

    /// Another text of the same feature.
    pub fn text(&self, property: &str) -> Option<&'a str> {
        match self.other(property)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Another number of the same feature.
    pub fn number(&self, property: &str) -> Option<f64> {
        number(self.other(property)?)
    }

    /// Whether the feature's small counts are not told, nor what would reveal them.
    pub fn hidden(&self) -> bool {
        self.other("suppressed") == Some(&Value::Boolean(true))
    }
}

/// A value as a number, where it is one.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

/// Why a figure cannot be explained: it is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unexplained {
    #[error("there is no such feature")]
    NoFeature,
    #[error(transparent)]
    NoProperty(InvalidParam),
}

/// The title of a figure in both languages, its rule and where the rule comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    pub nl: String,
    pub en: String,
    /// The literature that the rule is taken from; none for a value that is only passed on.
    pub source: Option<&'static str>,
}

/// The revision that was asked.
#[derive(Clone, Debug, Serialize)]
pub struct AtRevision {
    pub number: u64,
    pub time: String,
}

/// A facility that was counted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CountedFacility {
    pub id: String,
    pub name: Option<String>,
    pub service_type: Option<String>,
    pub neighbourhood_code: Option<String>,
    /// Metres from where `distanceFrom` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
}

/// The residents on whom a figure rests.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    pub kind: &'static str,
    /// Demand points; none where they are confidential.
    pub points: Option<usize>,
    /// Residents of the group at those points; none where they may not be told or nobody knows them.
    pub residents: Option<f64>,
    /// Neighbourhoods of which the residents are unknown.
    pub residents_missing: usize,
    /// Their codes.
    pub missing: Vec<String>,
    /// Codes of the neighbourhoods of which the group's share is imputed.
    pub imputed: Vec<String>,
    /// Metres between the points, where they are a lattice.
    pub spacing: Option<f64>,
}

/// A source that the figure is made of.
#[derive(Clone, Debug, Serialize)]
pub struct UsedSource {
    pub name: String,
    pub layer: Layer,
    pub date: String,
    pub licence: Option<String>,
    pub attribution: Option<String>,
}

/// How a figure came about.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    pub collection: &'static str,
    pub id: String,
    pub property: String,
    pub title: Text,
    pub value: Json,
    pub unit: Option<&'static str>,
    pub definition: Rule,
    pub parameters: Map<String, Json>,
    pub revision: AtRevision,
    /// The facilities that were counted, at most [`MOST_FACILITIES`]; none where the figure counts no facilities.
    pub facilities: Option<Vec<CountedFacility>>,
    pub facilities_total: Option<usize>,
    /// From where the facilities' distances are measured.
    pub distance_from: Option<Text>,
    pub demand: Option<Demand>,
    pub parts: Option<Parts>,
    pub sources: Vec<UsedSource>,
    pub caveats: Vec<Caveat>,
    /// How much the city's coverage of the type differs at half the spacing of the lattice.
    pub resolution_error: Option<f64>,
    /// The number to a multiple of which residents are rounded in the texts; none where they are not, or where no text tells any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residents_to: Option<u16>,
    pub sentences: Text,
}

/// Explains one figure. `resolution` is asked only where the figure rests on who is reached.
pub fn explain(
    asked: &Asked,
    id: &str,
    property: &str,
    resolution: impl FnOnce() -> Option<f64>,
) -> Result<Explanation, Unexplained> {
    let Asked {
        city,
        collection,
        study,
        query,
        set,
        residents_to,
    } = *asked;
    let rounding = Rounding::to(residents_to);
    let at = set
        .schema
        .position(property)
        .ok_or_else(|| Unexplained::NoProperty(unknown_property(asked, property)))?;
    let feature = set.features.iter().find(|feature| feature.id == id);
    let feature = feature.ok_or(Unexplained::NoFeature)?;
    let described = &set.schema.properties[at];
    let value = feature.values.get(at).unwrap_or(&Value::Null);
    let figure = Figure {
        study,
        query,
        schema: &set.schema,
        feature,
        property: described,
        value,
        rounding: &rounding,
    };
    let account = collection.account(&figure);
    let caveats = caveats::of(city, &figure, &account);
    let sentences = account
        .sentences
        .unwrap_or_else(|| Text::each(|lang| plainly(lang, &figure)));
    let mut layers = account.layers.unwrap_or(collection.layers()).to_vec();
    // What counts in a role or of a scheme follows from the grants.
    let paid = query.selection.role.is_some() || query.selection.access.scheme.is_some();
    if account.counted.is_some() && paid && !layers.contains(&Layer::Grants) {
        layers.push(Layer::Grants);
    }
    let facilities = account.counted.as_ref().map(|of| of.listed(study));
    Ok(Explanation {
        collection: collection.id(),
        id: feature.id.clone(),
        property: described.name.to_string(),
        title: Text::new(&*described.title_nl, &*described.title_en),
        value: json_of(value),
        unit: described.unit,
        definition: rule(collection, described, account.rule),
        parameters: query.parameters.clone(),
        revision: AtRevision {
            number: study.revision.number,
            time: study.revision.time.to_string(),
        },
        facilities,
        facilities_total: account.counted.as_ref().map(|of| of.places.len()),
        distance_from: account.counted.and_then(|of| of.distance_from),
        demand: account
            .people
            .map(|of| of.demand(study, account.group.unwrap_or(query.selection.group))),
        parts: account.parts,
        sources: sources(study, &layers, &account.sources),
        caveats,
        resolution_error: if account.reached { resolution() } else { None },
        residents_to: rounding.told(),
        sentences,
    })
}

/// The rule of a property. One that has none of its own, such as a column that was kept, is what its title says.
fn rule(collection: &dyn Collection, property: &Property, own: Option<&'static Definition>) -> Rule {
    match own.or_else(|| definitions::of(collection.id(), &property.name)) {
        Some(of) => Rule {
            nl: of.nl.to_owned(),
            en: of.en.to_owned(),
            source: of.source,
        },
        None => Rule {
            nl: sentence(&property.title_nl),
            en: sentence(&property.title_en),
            source: None,
        },
    }
}

fn unknown_property(asked: &Asked, property: &str) -> InvalidParam {
    let shown: String = property.chars().take(60).collect();
    let typed = definitions::of(asked.collection.id(), property).is_some();
    let reason = if typed {
        format!("'{shown}' is in the answer only where a serviceType, or what else it needs, is asked")
    } else {
        let names = asked.set.schema.properties.iter().map(|of| of.name.as_ref());
        let hint = nearest(property, names)
            .map(|near| format!("; the nearest is {near}"))
            .unwrap_or_default();
        format!("'{shown}' is not a property of {}{hint}", asked.collection.id())
    };
    InvalidParam::new("property", reason)
}

/// The sources of some layers; of those named, only these.
fn sources(study: &Study, layers: &[Layer], named: &[(Layer, String)]) -> Vec<UsedSource> {
    let used = study.sources.iter().filter(|source| {
        layers.contains(&source.layer)
            && (named.is_empty()
                || named
                    .iter()
                    .any(|(layer, name)| *layer == source.layer && *name == source.name.as_str()))
    });
    used.map(|source| UsedSource {
        name: source.name.to_string(),
        layer: source.layer,
        date: source.date.to_string(),
        licence: source.licence.clone(),
        attribution: source.attribution.clone(),
    })
    .collect()
}

/// A value as JSON; -0 is 0 to every reader but looks like an error.
pub(super) fn json_of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => json!(text),
        Value::Number(number) => json!(number + 0.0),
        Value::Integer(number) => json!(number),
        Value::Boolean(yes) => json!(yes),
        Value::Date(date) => json!(date.to_string()),
        Value::TextList(list) => json!(list),
    }
}

/// A value in words.
pub fn said(lang: Lang, property: &Property, value: &Value) -> String {
    let unit = match property.unit {
        None => String::new(),
        Some("m") => lang.pick(" meter", " metres").to_owned(),
        Some("m2") => " m²".to_owned(),
        Some("km2") => " km²".to_owned(),
        Some("1/km2") => lang.pick(" per km²", " per km²").to_owned(),
        Some("1/a") => lang.pick(" per jaar", " a year").to_owned(),
        Some("EUR/a") => lang.pick(" euro per jaar", " euros a year").to_owned(),
        Some(other) => format!(" {other}"),
    };
    match value {
        Value::Null => lang.pick("onbekend", "unknown").to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => format!("{}{unit}", figure(lang, *number)),
        Value::Integer(number) => format!("{}{unit}", figure(lang, *number as f64)),
        Value::Boolean(true) => lang.pick("ja", "yes").to_owned(),
        Value::Boolean(false) => lang.pick("nee", "no").to_owned(),
        Value::Date(day) => date(lang, *day),
        Value::TextList(list) => list.join(", "),
    }
}

/// `Title: value.`
fn plainly(lang: Lang, figure: &Figure) -> String {
    let title = lang.pick(&figure.property.title_nl, &figure.property.title_en);
    if figure.hidden() && figure.value.is_null() {
        return caveats::suppressed().of(lang).to_owned();
    }
    let value = match number(figure.value) {
        Some(residents) if COUNTS_RESIDENTS.contains(&figure.property.name.as_ref()) => {
            figure.rounding.people_or(lang, residents, |lang, _| {
                said(lang, figure.property, figure.value)
            })
        }
        _ => said(lang, figure.property, figure.value),
    };
    format!("{title}: {value}.")
}

/// Whether a property holds numbers.
pub fn numeric(property: &Property) -> bool {
    matches!(property.kind, Kind::Number | Kind::Integer)
}
