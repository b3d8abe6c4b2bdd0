//! Accessibility: whether there is enough for the residents of each area.

use std::collections::HashSet;

use geo::Geometry;

use super::areas::{SUPPRESSED, tidy};
use super::explain::{self, Account, Figure};
use super::supply::{PARAMETERS, refused, types};
use super::suppression::{self, small};
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::{coverage, supply};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Accessibility;

const PROPERTIES: [Property; 11] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "residents",
        Kind::Number,
        "Inwoners van de groep",
        "Residents of the group",
    ),
    Property::new(
        "accessPer1000",
        Kind::Number,
        "Bereikbare plaatsen (of m²) per 1.000 inwoners, voor zover bekend",
        "Accessible places (or m²) per 1,000 residents, as far as known",
    ),
    Property::new(
        "residentsServed",
        Kind::Number,
        "Inwoners in bereik van een bekende capaciteit",
        "Residents in reach of a known capacity",
    ),
    Property::new(
        "coveredWithoutCapacity",
        Kind::Number,
        "Inwoners in bereik van alleen voorzieningen zonder (bekende) capaciteit",
        "Residents in reach only of facilities without (known) capacity",
    ),
    Property::new(
        "residentsUncovered",
        Kind::Number,
        "Inwoners zonder voorziening binnen de normafstand",
        "Residents without a facility within the norm distance",
    ),
    Property::new(
        "capacityUnknown",
        Kind::Integer,
        "Voorzieningen in bereik die hun capaciteit niet noemen",
        "Facilities in reach that do not tell their capacity",
    ),
    Property::new(
        "imputed",
        Kind::Boolean,
        "Aandeel van de groep geschat",
        "Share of the group estimated",
    ),
];

impl Collection for Accessibility {
    fn id(&self) -> &'static str {
        "accessibility"
    }

    fn title_nl(&self) -> &'static str {
        "Genoeg in bereik"
    }

    fn title_en(&self) -> &'static str {
        "Accessibility"
    }

    fn description_nl(&self) -> &'static str {
        "Of er genoeg is, per gebied: wat voorzieningen bieden, verdeeld over de inwoners van de hele stad die er binnen de normafstand van wonen \
         (2SFCA, E2SFCA of 3SFCA). Inwoners in bereik van een bekende capaciteit, in bereik van alleen voorzieningen zonder, en zonder bereik zijn \
         samen alle inwoners. Capaciteit die niemand noemt wordt niet ingevuld."
    }

    fn description_en(&self) -> &'static str {
        "Whether there is enough, per area: what facilities offer, divided over the residents of the whole city who live within the norm distance \
         of them (2SFCA, E2SFCA or 3SFCA). Residents in reach of a known capacity, in reach only of facilities without, and out of reach are \
         together all residents. A capacity that nobody tells is not filled in."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &PARAMETERS
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
        let areas: Vec<u32> = (0_u32..).zip(&study.areas.list).map(|(at, _)| at).collect();
        // Of every type at once each area's shape would stand in the answer again for every type.
        let shaped = query.selection.service_type.is_some();
        let mut features = Vec::new();
        for service_type in types(study, query) {
            let params = supply::Params {
                selection: query.selection.clone(),
                service_type,
                division: query.division.clone(),
                areas: areas.clone(),
            };
            let rows = supply::run(study, &params).rows;
            let hidden = hidden(study, &params, &rows);
            let asked = rows.iter().filter(|row| query.covers_area(study, row.area));
            features.extend(asked.map(|row| feature(study, row, service_type, &hidden, shaped)));
        }
        features
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::supply::area(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        refused(study, query)
    }
}

/// The areas of which nothing may be told, `rows` being those of every area: some count of theirs is small, or coverage does not
/// tell of them either, or one neighbourhood alone in them is hidden.
fn hidden(study: &Study, params: &supply::Params, rows: &[supply::Row]) -> HashSet<u32> {
    if !study.demand_confidential() {
        return HashSet::new();
    }
    let asked = coverage::Params {
        selection: params.selection.clone(),
        service_type: params.service_type,
        areas: params.areas.clone(),
    };
    let covered = coverage::run(study, &asked).rows;
    let mut hidden = suppression::hidden_rows(study, &params.selection, params.service_type, &covered);
    let tells_of_few = |row: &&supply::Row| {
        let counts = [row.residents, row.served, row.without_capacity, row.uncovered];
        counts.into_iter().flatten().any(small)
    };
    hidden.extend(rows.iter().filter(tells_of_few).map(|row| row.area));
    let alone = |area: &u32| {
        let inside = &study.areas.get(*area).neighbourhoods;
        inside.iter().filter(|at| hidden.contains(at)).count() == 1
    };
    let around: Vec<u32> = params.areas.iter().copied().filter(alone).collect();
    hidden.extend(around);
    hidden
}

fn feature(
    study: &Study,
    row: &supply::Row,
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
        told(row.residents.map(tidy)),
        told(row.access.map(|access| access * 1000.0)),
        told(row.served.map(tidy)),
        told(row.without_capacity.map(tidy)),
        told(row.uncovered.map(tidy)),
        Value::integer(i64::try_from(row.untold).ok().filter(|_| !suppressed)),
        Value::Boolean(row.imputed),
    ];
    if study.demand_confidential() {
        values.push(Value::Boolean(suppressed));
    }
    Feature {
        // A programme area may have the code of a real one.
        id: format!("{}:{}:{code}", area.level, area.code),
        geometry: area
            .bounds
            .filter(|_| shaped)
            .map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values,
    }
}
