//! Lorenz curves: which share of all metres the residents who live nearest go.

use super::areas::SUPPRESSED;
use super::equity::groups;
use super::{Collection, Parameter, Query, suppression};
use crate::analysis::lorenz;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, Level};
use crate::study::Study;

/// The collection.
pub struct Lorenz;

const PROPERTIES: [Property; 5] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new(
        "populationShare",
        Kind::Number,
        "Deel van de inwoners, wie het dichtstbij woont eerst (0–1)",
        "Share of the residents, those who live nearest first (0–1)",
    ),
    Property::new(
        "distanceShare",
        Kind::Number,
        "Deel van alle meters dat zij samen gaan (0–1)",
        "Share of all metres that they go together (0–1)",
    ),
];

impl Collection for Lorenz {
    fn id(&self) -> &'static str {
        "lorenz"
    }

    fn title_nl(&self) -> &'static str {
        "Lorenzkrommen"
    }

    fn title_en(&self) -> &'static str {
        "Lorenz curves"
    }

    fn description_nl(&self) -> &'static str {
        "Welk deel van alle meters tot de dichtstbijzijnde gaat naar het deel van de inwoners dat het dichtstbij woont; van de gemeente, of van het gevraagde gebied."
    }

    fn description_en(&self) -> &'static str {
        "Which share of all metres to the nearest falls to the share of the residents who live nearest; of the municipality, or of the area that is asked."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
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
            geometry: GeometryKind::None,
            properties,
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
            let hidden = suppression::hidden_in_any_group(study, &query.selection, service_type, &areas);
            let params = lorenz::Params {
                selection: query.selection.clone(),
                service_type,
                groups: groups(query),
                areas: areas.clone(),
            };
            let rows = lorenz::run(study, &params).rows;
            let curves = rows
                .iter()
                .flat_map(|row| curve(study, row, service_type, hidden.contains(&row.area)));
            features.extend(curves);
        }
        features
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// The points of one curve.
fn curve(
    study: &Study,
    row: &lorenz::Row,
    service_type: usize,
    suppressed: bool,
) -> impl Iterator<Item = Feature> {
    let of = study.taxonomy.types()[service_type].code.to_string();
    let code = study.areas.get(row.area).code.to_string();
    let (group, shares) = (row.group, row.curve.clone().filter(|_| !suppressed));
    let confidential = study.demand_confidential();
    (0..=lorenz::PARTS).map(move |part| {
        let population = f64::from(part) / f64::from(lorenz::PARTS);
        let share = shares.as_ref().and_then(|shares| shares.get(part as usize));
        let mut values = vec![
            Value::Text(code.clone()),
            Value::Text(of.clone()),
            Value::Text(group.to_string()),
            Value::Number(population),
            Value::number(share.copied()),
        ];
        if confidential {
            values.push(Value::Boolean(suppressed));
        }
        Feature {
            id: format!("{of}:{code}:{group}:{population:.2}"),
            geometry: None,
            values,
        }
    })
}
