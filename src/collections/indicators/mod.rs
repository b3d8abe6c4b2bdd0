//! Indicators: the monitor of the city. What it measures itself comes by import, value by value; what follows from its
//! facilities, residents and criteria is computed, and kept of every revision.

mod names;
mod series;

use jiff::civil::Date;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::words::Lang;
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::indicators;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::indicator::Reading;
use crate::domain::{AreaCode, Layer, Level, PopulationGroup};
use crate::study::{Selection, Study};

pub use names::Asked;
pub(super) use names::{computed_of, names, title};
use series::Entry;

/// The collection.
pub struct Indicators;

/// More values than these take too much memory at once.
const MOST_VALUES: usize = 250_000;

const PROPERTIES: [Property; 24] = [
    Property::new(
        "name",
        Kind::Text,
        "Naam van de indicator",
        "Name of the indicator",
    ),
    Property::new("titleEn", Kind::Text, "Naam in het Engels", "Name in English"),
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("areaName", Kind::Text, "Naam van het gebied", "Name of the area"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("date", Kind::Date, "Datum", "Date"),
    Property::new("value", Kind::Number, "Waarde", "Value"),
    Property::new("unit", Kind::Text, "Eenheid", "Unit"),
    Property::new("baseline", Kind::Number, "Nulmeting", "Baseline"),
    Property::new(
        "baselineDate",
        Kind::Date,
        "Datum van de nulmeting",
        "Date of the baseline",
    ),
    Property::new(
        "change",
        Kind::Number,
        "Verandering sinds de nulmeting",
        "Change since the baseline",
    ),
    Property::new("direction", Kind::Text, "Gewenste richting", "Wanted direction"),
    Property::new(
        "improved",
        Kind::Boolean,
        "In de gewenste richting",
        "In the wanted direction",
    ),
    Property::new("ambition", Kind::Number, "Ambitie", "Ambition"),
    Property::new("ambitionMet", Kind::Boolean, "Ambitie gehaald", "Ambition met"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new("criterionId", Kind::Text, "Norm", "Criterion"),
    Property::new("computed", Kind::Boolean, "Berekend", "Computed"),
    Property::new(
        "revision",
        Kind::Integer,
        "Bewaard bij revisie",
        "Kept of revision",
    ),
    Property::new(
        "measuredBy",
        Kind::Text,
        "Wie het heeft gemeten",
        "Who measured it",
    ),
    Property::new("source", Kind::Text, "Bron", "Source"),
    Property::new("indicator", Kind::Text, "Indicator", "Indicator"),
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
];

impl Collection for Indicators {
    fn id(&self) -> &'static str {
        "indicators"
    }

    fn title_nl(&self) -> &'static str {
        "Indicatoren"
    }

    fn title_en(&self) -> &'static str {
        "Indicators"
    }

    fn description_nl(&self) -> &'static str {
        "De monitor: per indicator en gebied elke waarde tot en met de datum, naast de nulmeting. Wat elders is gemeten komt uit de \
        ingelezen bestanden; het aantal voorzieningen, de concentratie, de dekking, wat er aan de normen ontbreekt, de eigen \
        bijdragen naar inkomen en het aandeel van algemene voorzieningen in het geld zijn berekend, en per revisie bewaard voor wijken, programmagebieden en gemeenten. Zonder nulmeting is \
        die leeg, nooit 0."
    }

    fn description_en(&self) -> &'static str {
        "The monitor: per indicator and area every value until the date, beside the baseline. What was measured elsewhere comes from \
        the imported files; the number of facilities, their concentration, coverage, what is short of the criteria, own \
        contributions by income and the share of general facilities in the money are computed, and kept of every revision for districts, programme areas and municipalities. Without a \
        baseline it is empty, never 0."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::Indicator,
            Parameter::ServiceType,
            Parameter::OneGroup,
            Parameter::Date,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Indicators,
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
            Layer::Facilities,
            Layer::Grants,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::None,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let confidential = study.demand_confidential();
        series::all(study, query)
            .iter()
            .map(|entry| feature(study, entry, confidential))
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::indicators::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        let values = series::asked(study, query).len() * series::areas(study, query).len();
        (values > MOST_VALUES).then(|| {
            let reason = format!(
                "has to be given: all indicators of all areas are some {values} values, and an answer has at most {MOST_VALUES}; or ask one area"
            );
            InvalidParam::new(Parameter::Indicator.name(), reason)
        })
    }
}

fn feature(study: &Study, entry: &Entry, confidential: bool) -> Feature {
    let area = entry.place.map(|place| study.areas.get(place));
    let computed = entry.computed;
    let service_type = computed.and_then(|of| of.service_type(study));
    let id = entry.id(study);
    let [label, label_en] = entry.labels.clone();
    let called = |lang: Lang| computed.map(|of| names::title(lang, study, of));
    let name = called(Lang::Nl).or(label);
    let mut values = vec![
        Value::Text(name.unwrap_or_else(|| entry.indicator.clone())),
        Value::text(called(Lang::En).or(label_en)),
        Value::text(entry.area.as_ref().map(AreaCode::as_str)),
        Value::text(area.map(|of| of.name.as_str())),
        Value::text(area.map(|of| of.level.name())),
        Value::date(entry.date),
        Value::number(entry.value),
        Value::text(entry.unit.as_deref()),
        Value::number(entry.baseline),
        Value::date(entry.baseline_date),
        Value::number(entry.change),
        Value::text(entry.direction.as_deref()),
        Value::boolean(entry.improved()),
        Value::number(entry.ambition),
        Value::boolean(entry.ambition_met()),
        Value::text(service_type.map(|of| study.taxonomy.types()[of].code.as_str())),
        Value::text(computed.and_then(|of| of.group(study)).map(PopulationGroup::name)),
        Value::text(
            computed
                .and_then(|of| of.criterion(study))
                .map(|of| of.id.as_str()),
        ),
        Value::Boolean(computed.is_some()),
        Value::integer(entry.revision.and_then(|of| i64::try_from(of).ok())),
        Value::text(entry.measured_by.as_deref()),
        Value::Text(entry.source.clone()),
        Value::Text(entry.indicator.clone()),
        Value::Text(id.clone()),
    ];
    if confidential {
        values.push(Value::Boolean(entry.suppressed));
    }
    Feature {
        id,
        geometry: None,
        values,
    }
}

/// What is kept of a revision: every computed indicator of its districts, programme areas and municipalities as it is on a day.
/// What may not be told is kept as unknown. Those of neighbourhoods can be asked of any revision.
pub fn readings(study: &Study, date: Date) -> Vec<Reading> {
    let selection = Selection::on(date);
    let areas = [Level::District, Level::Programme, Level::Municipality]
        .into_iter()
        .flat_map(|level| study.areas.at(level))
        // A reading knows its area by the code alone.
        .filter(|(place, area)| study.areas.place(area.code.as_str()) == Some(*place))
        .map(|(place, _)| place)
        .collect();
    let computed = indicators::all(study, &selection, None);
    let rows = series::computed(study, &selection, computed, areas);
    rows.into_iter()
        .map(|(row, _)| Reading {
            revision: study.revision.number,
            date,
            indicator: row.indicator.name(study),
            area: study.areas.get(row.area).code.clone(),
            value: row.value,
        })
        .collect()
}
