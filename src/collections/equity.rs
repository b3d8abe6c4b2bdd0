//! Equity: how unequally far the residents of an area have to go, group by group.

use std::collections::HashSet;

use geo::Geometry;

use super::areas::{SUPPRESSED, tidy};
use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query, suppression};
use crate::analysis::equity;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, PopulationGroup};
use crate::study::Study;

/// The collection.
pub struct Equity;

const PROPERTIES: [Property; 16] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new(
        "residents",
        Kind::Number,
        "Inwoners van de groep",
        "Residents of the group",
    ),
    Property::new(
        "residentsUnreachable",
        Kind::Number,
        "Inwoners die er geen kunnen bereiken",
        "Residents who can reach none",
    ),
    Property::new(
        "meanDistanceM",
        Kind::Number,
        "Gemiddelde afstand tot de dichtstbijzijnde",
        "Mean distance to the nearest",
    )
    .in_unit("m"),
    Property::new(
        "medianDistanceM",
        Kind::Number,
        "Afstand die de helft niet hoeft te overschrijden",
        "Distance that half of them need not exceed",
    )
    .in_unit("m"),
    Property::new(
        "p90DistanceM",
        Kind::Number,
        "Afstand die negen van de tien niet hoeven te overschrijden",
        "Distance that nine in ten need not exceed",
    )
    .in_unit("m"),
    Property::new(
        "gini",
        Kind::Number,
        "Ongelijkheid in afstand (Gini; 0: voor ieder gelijk)",
        "Inequality of distance (Gini; 0: the same for all)",
    ),
    Property::new(
        "fgt0",
        Kind::Number,
        "Deel voorbij de normafstand (0–1)",
        "Share beyond the norm distance (0–1)",
    ),
    Property::new(
        "fgt1",
        Kind::Number,
        "Gemiddeld tekort: hoe ver voorbij de normafstand, als deel ervan",
        "Mean shortfall: how far beyond the norm distance, as a part of it",
    ),
    Property::new(
        "fgt2",
        Kind::Number,
        "Gemiddeld tekort in het kwadraat: wie het verst moet, telt het zwaarst",
        "Mean squared shortfall: those who go farthest weigh most",
    ),
    Property::new(
        "ratioToCity",
        Kind::Number,
        "Gemiddelde afstand ÷ die van alle inwoners van de stad",
        "Mean distance ÷ that of all residents of the city",
    ),
    Property::new(
        "imputed",
        Kind::Boolean,
        "Aandeel van de groep geschat",
        "Share of the group estimated",
    ),
];

/// The groups that are asked: the one that is named, or every one.
pub(super) fn groups(query: &Query) -> Vec<PopulationGroup> {
    query
        .group
        .map_or_else(|| PopulationGroup::ALL.to_vec(), |group| vec![group])
}

impl Collection for Equity {
    fn id(&self) -> &'static str {
        "equity"
    }

    fn title_nl(&self) -> &'static str {
        "Gelijkheid van bereik"
    }

    fn title_en(&self) -> &'static str {
        "Equity"
    }

    fn description_nl(&self) -> &'static str {
        "Hoe ongelijk ver inwoners het hebben tot de dichtstbijzijnde, per gebied en bevolkingsgroep: gemiddelde, mediaan, Gini en het tekort van wie voorbij de normafstand woont. Over inwoners die er een kunnen bereiken."
    }

    fn description_en(&self) -> &'static str {
        "How unequally far residents have to go to the nearest, per area and population group: mean, median, Gini and the shortfall of those beyond the norm distance. Over residents who can reach one."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::OneGroup,
            Parameter::Mode,
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
        let areas: Vec<u32> = (0_u32..)
            .zip(&study.areas.list)
            .map(|(place, _)| place)
            .filter(|place| query.covers_area(study, *place))
            .collect();
        // Of every type at once each area's shape would stand in the answer again for every type and group.
        let shaped = query.selection.service_type.is_some();
        let mut features = Vec::new();
        for service_type in query.selection.types(study) {
            let hidden = suppression::hidden_in_any_group(study, &query.selection, service_type, &areas);
            let params = equity::Params {
                selection: query.selection.clone(),
                service_type,
                groups: groups(query),
                areas: areas.clone(),
            };
            let rows = equity::run(study, &params).rows;
            let told = rows
                .iter()
                .map(|row| feature(study, row, service_type, &hidden, shaped));
            features.extend(told);
        }
        features
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::spread::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

fn feature(
    study: &Study,
    row: &equity::Row,
    service_type: usize,
    hidden: &HashSet<u32>,
    shaped: bool,
) -> Feature {
    let area = study.areas.get(row.area);
    let code = &study.taxonomy.types()[service_type].code;
    let suppressed = hidden.contains(&row.area);
    let told = |value: Option<f64>| Value::number(value.filter(|_| !suppressed));
    let mut values = vec![
        Value::Text(area.code.to_string()),
        Value::Text(area.name.clone()),
        Value::Text(area.level.to_string()),
        Value::Text(code.to_string()),
        Value::Text(row.group.to_string()),
        told(row.residents.map(tidy)),
        told(row.residents_unreachable.map(tidy)),
        told(row.mean),
        told(row.median),
        told(row.p90),
        told(row.gini),
        told(row.fgt[0]),
        told(row.fgt[1]),
        told(row.fgt[2]),
        told(row.ratio_to_city),
        Value::Boolean(row.imputed),
    ];
    if study.demand_confidential() {
        values.push(Value::Boolean(suppressed));
    }
    Feature {
        id: format!("{code}:{}:{}", area.code, row.group),
        geometry: area
            .bounds
            .filter(|_| shaped)
            .map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values,
    }
}
