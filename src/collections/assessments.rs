//! What is needed where: the verdict of every criterion in force for every area that it is for.

use std::collections::{BTreeSet, HashSet};

use geo::Geometry;
use serde_json::{Map, Value as Json, json};

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query, suppression};
use crate::analysis::assessment::{self, Row, Verdict};
use crate::domain::Layer;
use crate::domain::criterion::Measure;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Assessments;

const PROPERTIES: [Property; 26] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("criterionId", Kind::Text, "Norm", "Criterion"),
    Property::new(
        "version",
        Kind::Integer,
        "Versie van de norm",
        "Version of the criterion",
    ),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new("measure", Kind::Text, "Maat", "Measure"),
    Property::new("distanceM", Kind::Number, "Normafstand", "Norm distance").in_unit("m"),
    Property::new("mode", Kind::Text, "Hoe gemeten", "How measured"),
    Property::new("value", Kind::Number, "Waarde", "Value"),
    Property::new("required", Kind::Number, "Vereist", "Required"),
    Property::new("ambition", Kind::Number, "Ambitie", "Ambition"),
    Property::new("verdict", Kind::Text, "Oordeel", "Verdict"),
    Property::new("ambitionMet", Kind::Boolean, "Ambitie gehaald", "Ambition met"),
    Property::new("shortBy", Kind::Number, "Tekort", "Short by"),
    Property::new("shortUnit", Kind::Text, "Tekort in", "Short in"),
    Property::new("reason", Kind::Text, "Wat ontbreekt", "What is missing"),
    Property::new("unit", Kind::Text, "Eenheid van de waarde", "Unit of the value"),
    Property::new(
        "imputed",
        Kind::Boolean,
        "Aandeel van de groep geschat",
        "Share of the group estimated",
    ),
    Property::new(
        "householdsForDwellings",
        Kind::Boolean,
        "Huishoudens staan voor woningen",
        "Households stand for dwellings",
    ),
    Property::new(
        "source",
        Kind::Text,
        "Wie de norm stelde",
        "Who set the criterion",
    ),
    Property::new("sourceUrl", Kind::Text, "Waar dat staat", "Where that is written"),
    Property::new(
        "proposal",
        Kind::Boolean,
        "Voorstel: niemand stelde de norm",
        "Proposal: nobody set the criterion",
    ),
    Property::new("note", Kind::Text, "Toelichting", "Note"),
    Property::new(
        "noteEn",
        Kind::Text,
        "Toelichting in het Engels",
        "Note in English",
    ),
];

/// The name of a measure in answers.
pub(super) fn name_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Coverage => "coverage",
        Measure::Count => "count",
        Measure::Per1000 => "per1000",
        Measure::MeanDistance => "meanDistance",
        Measure::CapacityPer1000 => "capacityPer1000",
        Measure::FloorAreaPer1000Dwellings => "floorAreaPer1000Dwellings",
    }
}

/// The unit of a measure's values.
pub(super) fn unit_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Coverage => "1",
        Measure::Count => "facilities",
        Measure::Per1000 => "facilities per 1,000 residents",
        Measure::MeanDistance => "m",
        Measure::CapacityPer1000 => "places per 1,000 residents",
        Measure::FloorAreaPer1000Dwellings => "m2 per 1,000 households",
    }
}

impl Collection for Assessments {
    fn id(&self) -> &'static str {
        "assessments"
    }

    fn title_nl(&self) -> &'static str {
        "Wat waar nodig is"
    }

    fn title_en(&self) -> &'static str {
        "Assessments"
    }

    fn description_nl(&self) -> &'static str {
        "Elke norm die op de datum geldt, beoordeeld voor elk gebied waarvoor zij is: gehaald, tekort, ruim of onbekend, met de regel en wie hem stelde."
    }

    fn description_en(&self) -> &'static str {
        "Every criterion in force on the date, judged for every area that it is for: met, short, surplus or unknown, with the rule and who set it."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Date,
            Parameter::Role,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
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
            geometry: GeometryKind::Polygon,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = assessment::Params {
            selection: query.selection.clone(),
            areas: query.areas(study),
        };
        let rows = assessment::run(study, &params).rows;
        let mut features = Vec::with_capacity(rows.len());
        for of_criterion in rows.chunk_by(|a, b| a.criterion == b.criterion) {
            let hidden = hidden(study, query, of_criterion);
            features.extend(of_criterion.iter().map(|row| feature(study, row, &hidden)));
        }
        features
    }

    /// Areas of criteria of which only a part lies in the area that is asked: they are in no row.
    fn own_parameters(&self, study: &Study, query: &Query) -> Map<String, Json> {
        let judged = assessment::in_force(study, &query.selection).into_iter();
        let partly: BTreeSet<&str> = judged
            .flat_map(|place| assessment::areas_of(&study.areas, &study.criteria.criteria[place]))
            .filter(|area| query.covers_partly(study, *area))
            .map(|area| study.areas.get(area).code.as_str())
            .collect();
        let mut own = Map::new();
        if !partly.is_empty() {
            own.insert("partlyInside".to_owned(), json!(partly));
        }
        own
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::assessments::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// The areas of which a figure over people may not be told.
fn hidden(study: &Study, query: &Query, rows: &[Row]) -> HashSet<u32> {
    let Some(first) = rows.first() else {
        return HashSet::new();
    };
    let criterion = &study.criteria.criteria[first.criterion];
    let areas: Vec<u32> = rows.iter().map(|row| row.area).collect();
    suppression::hidden_for_criterion(study, &query.selection, criterion, &areas)
}

/// Whether it matters how far people have to go.
fn travels(measure: Measure) -> bool {
    matches!(measure, Measure::Coverage | Measure::MeanDistance)
}

fn feature(study: &Study, row: &Row, hidden: &HashSet<u32>) -> Feature {
    let area = study.areas.get(row.area);
    let criterion = &study.criteria.criteria[row.criterion];
    let suppressed = hidden.contains(&row.area);
    let told = |value: Option<f64>| Value::number(value.filter(|_| !suppressed));
    let verdict = if suppressed { Verdict::Unknown } else { row.verdict };
    let reason = if suppressed {
        Some("suppressed")
    } else {
        row.reason.map(assessment::Reason::name)
    };
    let short = told(row.short_by);
    let short_unit = (!short.is_null()).then(|| assessment::lacking(criterion.measure));
    let mut values = vec![
        Value::Text(area.code.to_string()),
        Value::Text(area.name.clone()),
        Value::Text(area.level.to_string()),
        Value::Text(criterion.id.clone()),
        Value::Integer(i64::from(criterion.version)),
        Value::Text(criterion.service_type.to_string()),
        Value::Text(criterion.group.to_string()),
        Value::Text(name_of(criterion.measure).to_owned()),
        Value::number(row.distance.map(|metres| metres.0)),
        Value::text(travels(criterion.measure).then(|| criterion.mode.name())),
        told(row.value),
        Value::number(criterion.required),
        Value::number(criterion.ambition),
        Value::Text(verdict.name().to_owned()),
        Value::boolean(row.ambition_met.filter(|_| !suppressed)),
        short,
        Value::text(short_unit),
        Value::text(reason),
        Value::Text(unit_of(criterion.measure).to_owned()),
        Value::Boolean(row.imputed),
        Value::Boolean(criterion.measure == Measure::FloorAreaPer1000Dwellings),
        Value::text(criterion.source.as_deref()),
        Value::text(criterion.source_url.as_deref()),
        Value::Boolean(criterion.is_proposal()),
        Value::text(criterion.note.as_deref()),
        Value::text(criterion.note_en.as_deref()),
    ];
    if study.demand_confidential() {
        values.push(Value::Boolean(suppressed));
    }
    Feature {
        id: format!("{}:{}:{}", criterion.id, criterion.version, area.code),
        geometry: area.bounds.map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values,
    }
}
