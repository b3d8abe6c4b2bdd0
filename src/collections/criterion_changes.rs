//! What a new version of a criterion changes, per area that it or the version before it is for.

use std::collections::{HashMap, HashSet};

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::assessments::{name_of, unit_of};
use super::explain::{self, Account, Figure};
use super::suppression::{self, AreaKey};
use super::{Collection, Parameter, Query};
use crate::analysis::assessment::{self, Verdict};
use crate::analysis::versions::{self, Row};
use crate::domain::Layer;
use crate::domain::criterion::{Criterion, Measure, Scope};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::{Selection, Study};

/// The collection.
pub struct CriterionChanges;

const PROPERTIES: [Property; 26] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("criterionId", Kind::Text, "Norm", "Criterion"),
    Property::new("versionBefore", Kind::Integer, "Versie vóór", "Version before"),
    Property::new("versionAfter", Kind::Integer, "Versie na", "Version after"),
    Property::new(
        "validFrom",
        Kind::Date,
        "Versie na geldt vanaf",
        "Version after in force from",
    ),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new(
        "changedFields",
        Kind::TextList,
        "Wat de norm anders zegt",
        "What the criterion says otherwise",
    ),
    Property::new("unitBefore", Kind::Text, "Eenheid vóór", "Unit before"),
    Property::new("unitAfter", Kind::Text, "Eenheid na", "Unit after"),
    Property::new("valueBefore", Kind::Number, "Waarde vóór", "Value before"),
    Property::new("valueAfter", Kind::Number, "Waarde na", "Value after"),
    Property::new("requiredBefore", Kind::Number, "Vereist vóór", "Required before"),
    Property::new("requiredAfter", Kind::Number, "Vereist na", "Required after"),
    Property::new("verdictBefore", Kind::Text, "Oordeel vóór", "Verdict before"),
    Property::new("verdictAfter", Kind::Text, "Oordeel na", "Verdict after"),
    Property::new(
        "verdictChanged",
        Kind::Boolean,
        "Ander oordeel",
        "Another verdict",
    ),
    Property::new("shortByBefore", Kind::Number, "Tekort vóór", "Short by before"),
    Property::new("shortByAfter", Kind::Number, "Tekort na", "Short by after"),
    Property::new("shortUnit", Kind::Text, "Tekort in", "Short in"),
    Property::new(
        "sourceBefore",
        Kind::Text,
        "Wie de versie vóór stelde",
        "Who set the version before",
    ),
    Property::new(
        "source",
        Kind::Text,
        "Wie de versie na stelde",
        "Who set the version after",
    ),
    Property::new("note", Kind::Text, "Toelichting", "Note"),
    Property::new(
        "noteEn",
        Kind::Text,
        "Toelichting in het Engels",
        "Note in English",
    ),
];

/// What a version says otherwise than the one before it, as `field old → new`; of a note, which may be long, only that it differs.
fn changed_fields(old: &Criterion, new: &Criterion) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let text = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let scope = |of: &Criterion| match &of.scope {
        Scope::Word(word) => word.clone(),
        Scope::Areas(codes) => codes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(","),
    };
    let said = |of: &Criterion| {
        [
            ("serviceType", of.service_type.to_string()),
            ("group", of.group.to_string()),
            ("level", of.level.to_string()),
            ("scope", scope(of)),
            ("measure", name_of(of.measure).to_owned()),
            ("required", number(of.required)),
            ("ambition", number(of.ambition)),
            ("surplusAbove", number(of.surplus_above)),
            ("distanceM", number(of.distance_m.map(|metres| metres.0))),
            ("mode", of.mode.name().to_owned()),
            ("validFrom", text(of.valid_from.map(|day| day.to_string()))),
            ("validTo", text(of.valid_to.map(|day| day.to_string()))),
            ("source", text(of.source.clone())),
            ("sourceUrl", text(of.source_url.clone())),
            ("proposal", of.is_proposal().to_string()),
            ("note", text(of.note.clone())),
            ("noteEn", text(of.note_en.clone())),
        ]
    };
    let both = said(old).into_iter().zip(said(new));
    both.filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| match field {
            "note" | "noteEn" => field.to_owned(),
            _ => format!("{field} {old} → {new}"),
        })
        .collect()
}

fn travels(criterion: &Criterion) -> bool {
    matches!(criterion.measure, Measure::Coverage | Measure::MeanDistance)
}

/// The areas of which no figure over people may be told: the two versions may bring two distances, which would tell who live
/// between them.
fn hidden(study: &Study, query: &Query, old: &Criterion, new: &Criterion) -> HashSet<AreaKey> {
    if !study.demand_confidential() {
        return HashSet::new();
    }
    let both = [old, new].into_iter().filter(|of| travels(of));
    let types: HashSet<_> = both.clone().map(|of| of.service_type.clone()).collect();
    let of_type = |code: &crate::domain::ServiceTypeCode| {
        let distances = both.clone().map(|of| of.distance_m).chain([None]);
        let stages: Vec<(&Study, Selection)> = distances
            .map(|distance| {
                let selection = Selection {
                    distance,
                    ..Selection::on(query.selection.date).of(code.clone())
                };
                (study, selection)
            })
            .collect();
        let service_type = study.taxonomy.position(code.as_str());
        suppression::hidden_over_time(&stages, service_type)
    };
    types.iter().flat_map(of_type).collect()
}

impl Collection for CriterionChanges {
    fn id(&self) -> &'static str {
        "criterion-changes"
    }

    fn title_nl(&self) -> &'static str {
        "Wat een nieuwe norm verandert"
    }

    fn title_en(&self) -> &'static str {
        "Criterion changes"
    }

    fn description_nl(&self) -> &'static str {
        "Elke versie van een norm naast de versie ervoor, beide beoordeeld met wat er op dezelfde dag is: wat de norm anders zegt, en wat dat per gebied voor het oordeel betekent."
    }

    fn description_en(&self) -> &'static str {
        "Every version of a criterion beside the version before it, both judged on what there is on the same day: what the criterion says otherwise, and what that means for the verdict per area."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[Parameter::ServiceType, Parameter::Date, Parameter::Area]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
            Layer::Facilities,
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
        let params = versions::Params {
            selection: query.selection.clone(),
            areas: query.areas(study),
        };
        let criteria = &study.criteria.criteria;
        let mut hides: HashMap<usize, HashSet<AreaKey>> = HashMap::new();
        let rows = versions::run(study, &params).rows.into_iter();
        rows.map(|row| {
            let (old, new) = (&criteria[row.before], &criteria[row.after]);
            let hidden = hides
                .entry(row.after)
                .or_insert_with(|| hidden(study, query, old, new));
            let area = study.areas.get(row.area);
            let suppressed = hidden.contains(&(area.level, area.code.clone()));
            feature(study, &row, (old, new), suppressed)
        })
        .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::versions::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

fn feature(study: &Study, row: &Row, (old, new): (&Criterion, &Criterion), suppressed: bool) -> Feature {
    let area = study.areas.get(row.area);
    let told = |value: Option<f64>| Value::number(value.filter(|_| !suppressed));
    let verdict = |of: &Option<assessment::Row>| {
        let verdict = of.as_ref()?.verdict;
        Some(if suppressed { Verdict::Unknown } else { verdict }.name())
    };
    let (then, now) = (&row.found_before, &row.found_after);
    let unit = (assessment::lacking(old.measure), assessment::lacking(new.measure));
    let differs = then
        .as_ref()
        .zip(now.as_ref())
        .map(|(then, now)| then.verdict != now.verdict);
    let short = |of: &Option<assessment::Row>| told(of.as_ref().and_then(assessment::Row::shortage));
    let mut values = vec![
        Value::Text(area.code.to_string()),
        Value::Text(area.name.clone()),
        Value::Text(area.level.to_string()),
        Value::Text(new.id.clone()),
        Value::Integer(i64::from(old.version)),
        Value::Integer(i64::from(new.version)),
        Value::date(new.valid_from),
        Value::Text(new.service_type.to_string()),
        Value::Text(new.group.to_string()),
        Value::list(&changed_fields(old, new)),
        Value::text(Some(unit_of(old.measure))),
        Value::text(Some(unit_of(new.measure))),
        told(then.as_ref().and_then(|of| of.value)),
        told(now.as_ref().and_then(|of| of.value)),
        Value::number(old.required),
        Value::number(new.required),
        Value::text(verdict(then)),
        Value::text(verdict(now)),
        Value::boolean(differs.filter(|_| !suppressed)),
        short(then),
        short(now),
        // Two versions that lack different things are not to be compared in one unit.
        Value::text(Some(unit.1).filter(|_| unit.0 == unit.1)),
        Value::text(old.source.as_deref()),
        Value::text(new.source.as_deref()),
        Value::text(new.note.as_deref()),
        Value::text(new.note_en.as_deref()),
    ];
    if study.demand_confidential() {
        values.push(Value::Boolean(suppressed));
    }
    Feature {
        id: format!("{}:{}-{}:{}", new.id, old.version, new.version, area.code),
        geometry: area.bounds.map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values,
    }
}
