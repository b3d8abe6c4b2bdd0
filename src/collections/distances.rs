//! Distances: how many residents live how far from the nearest.

use super::areas::tidy;
use super::equity::groups;
use super::{Collection, Parameter, Query};
use crate::analysis::distances::{self, Row};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, Level, PopulationGroup};
use crate::study::Study;

/// The collection.
pub struct Distances;

const PROPERTIES: [Property; 10] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new("normM", Kind::Number, "Normafstand", "Norm distance").in_unit("m"),
    Property::new(
        "fromM",
        Kind::Number,
        "Verder dan (leeg: kan er geen bereiken)",
        "Farther than (empty: can reach none)",
    )
    .in_unit("m"),
    Property::new(
        "toM",
        Kind::Number,
        "Tot en met (leeg: geen grens)",
        "Up to (empty: no end)",
    )
    .in_unit("m"),
    Property::new(
        "residents",
        Kind::Number,
        "Inwoners die zo ver van de dichtstbijzijnde wonen",
        "Residents who live that far from the nearest",
    ),
    Property::new(
        "share",
        Kind::Number,
        "Deel van de inwoners (0–1)",
        "Share of the residents (0–1)",
    ),
    Property::new(
        "cumulativeShare",
        Kind::Number,
        "Deel van de inwoners dat zo ver of dichterbij woont (0–1); tot de normafstand is dat de dekking",
        "Share of the residents who live that far or nearer (0–1); up to the norm distance that is the coverage",
    ),
    Property::new(
        "withinNorm",
        Kind::Boolean,
        "Binnen de normafstand",
        "Within the norm distance",
    ),
];

impl Collection for Distances {
    fn id(&self) -> &'static str {
        "distances"
    }

    fn title_nl(&self) -> &'static str {
        "Afstanden"
    }

    fn title_en(&self) -> &'static str {
        "Distances"
    }

    fn description_nl(&self) -> &'static str {
        "Hoeveel inwoners hoe ver van de dichtstbijzijnde wonen, in klassen van een kwart van de normafstand tot twee keer die afstand, daarna zonder grens, en wie er geen kan bereiken; van de gemeente, of van het gevraagde gebied."
    }

    fn description_en(&self) -> &'static str {
        "How many residents live how far from the nearest, in classes of a quarter of the norm distance up to twice that distance, then without end, and who can reach none; of the municipality, or of the area that is asked."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::OneGroup,
            Parameter::Mode,
            Parameter::Date,
            Parameter::Role,
            Parameter::Facilities,
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

    /// Classes cut observed people finer than can be kept from telling of a few.
    fn served(&self, study: &Study) -> bool {
        !study.demand_confidential()
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::None,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let areas = match query.area {
            Some(area) => vec![area],
            None => study
                .areas
                .at(Level::Municipality)
                .map(|(place, _)| place)
                .collect(),
        };
        let mut features = Vec::new();
        for service_type in query.selection.types(study) {
            let params = distances::Params {
                selection: query.selection.clone(),
                service_type,
                groups: groups(query),
                areas: areas.clone(),
            };
            for row in distances::run(study, &params).rows {
                features.extend(of_row(study, &row, service_type));
            }
        }
        features
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

fn of_row(study: &Study, row: &Row, service_type: usize) -> Vec<Feature> {
    let code = study.taxonomy.types()[service_type].code.to_string();
    let area = study.areas.get(row.area).code.to_string();
    let group: PopulationGroup = row.group;
    let known = |residents: f64| row.residents.map(|_| tidy(residents));
    let feature = |name: String, range: [Option<f64>; 2], residents: f64, within: Option<f64>| Feature {
        id: format!("{code}:{area}:{group}:{name}"),
        geometry: None,
        values: vec![
            Value::Text(area.clone()),
            Value::Text(code.clone()),
            Value::Text(group.to_string()),
            Value::Number(row.norm.0),
            Value::number(range[0]),
            Value::number(range[1]),
            Value::number(known(residents)),
            Value::number(row.share(residents)),
            Value::number(within.and_then(|within| row.share(within))),
            Value::Boolean(range[1].is_some_and(|end| end <= row.norm.0)),
        ],
    };
    let mut features: Vec<Feature> = row
        .classes
        .iter()
        .enumerate()
        .map(|(at, of)| {
            let range = [Some(of.from), of.to];
            feature((at + 1).to_string(), range, of.residents, Some(of.within))
        })
        .collect();
    features.push(feature(
        "unreachable".to_owned(),
        [None, None],
        row.unreachable,
        None,
    ));
    features
}
