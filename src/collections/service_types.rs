//! The taxonomy: which service types there are and how many facilities of each.

use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct ServiceTypes;

const PROPERTIES: [Property; 7] = [
    Property::new("code", Kind::Text, "Code", "Code"),
    Property::new("labelNl", Kind::Text, "Naam (Nederlands)", "Name (Dutch)"),
    Property::new("labelEn", Kind::Text, "Naam (Engels)", "Name (English)"),
    Property::new("group", Kind::Text, "Groep", "Group"),
    Property::new(
        "populationGroup",
        Kind::Text,
        "Bevolkingsgroep",
        "Population group",
    ),
    Property::new(
        "distanceM",
        Kind::Number,
        "Eigen normafstand",
        "Own norm distance",
    )
    .in_unit("m"),
    Property::new(
        "facilityCount",
        Kind::Integer,
        "Aantal voorzieningen",
        "Number of facilities",
    ),
];

impl Collection for ServiceTypes {
    fn id(&self) -> &'static str {
        "service-types"
    }

    fn title_nl(&self) -> &'static str {
        "Soorten voorzieningen"
    }

    fn title_en(&self) -> &'static str {
        "Service types"
    }

    fn description_nl(&self) -> &'static str {
        "De soorten voorzieningen van de stad, met het aantal dat op de datum geldt."
    }

    fn description_en(&self) -> &'static str {
        "The city's service types, with the number of facilities valid on the date."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[Parameter::Date, Parameter::Datetime, Parameter::Role]
    }

    fn layers(&self) -> &'static [Layer] {
        &[Layer::Facilities, Layer::Grants]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::None,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let types = study.taxonomy.types();
        let mut counts = vec![0_i64; types.len()];
        for place in study.facilities.counted(&study.grants, &query.selection) {
            if let Some(of) = study.facilities.get(place).service_type {
                counts[of] += 1;
            }
        }
        types
            .iter()
            .zip(counts)
            .map(|(of, count)| Feature {
                id: of.code.to_string(),
                geometry: None,
                values: vec![
                    Value::Text(of.code.to_string()),
                    Value::Text(of.label_nl.clone()),
                    Value::Text(of.label_en.clone()),
                    Value::Text(of.group.clone()),
                    Value::Text(of.population_group.to_string()),
                    Value::number(of.distance_m.map(|metres| metres.0)),
                    Value::Integer(count),
                ],
            })
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::others::service_type(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}
