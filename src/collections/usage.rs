//! Usage: how much each facility is used, beside whom it is for and what it costs.

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::facility_hidden;
use super::{Collection, Parameter, Query};
use crate::analysis::usage;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, MunicipalRole};
use crate::study::Study;

/// The collection.
pub struct Usage;

const PROPERTIES: [Property; 12] = [
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "visitorsPerYear",
        Kind::Number,
        "Bezoekers per jaar",
        "Visitors per year",
    )
    .in_unit("1/a"),
    Property::new(
        "residentsInReach",
        Kind::Number,
        "Inwoners binnen de normafstand",
        "Residents within the norm distance",
    ),
    Property::new(
        "visitorsPerResident",
        Kind::Number,
        "Bezoekers per jaar ÷ inwoners binnen de normafstand",
        "Visitors per year ÷ residents within the norm distance",
    )
    .in_unit("1/a"),
    Property::new("capacity", Kind::Number, "Capaciteit", "Capacity"),
    Property::new("occupancy", Kind::Number, "Bezetting", "Occupancy"),
    Property::new(
        "occupancyRate",
        Kind::Number,
        "Bezetting ÷ capaciteit",
        "Occupancy ÷ capacity",
    ),
    Property::new(
        "municipalRole",
        Kind::Text,
        "Rol van de gemeente",
        "Role of the municipality",
    ),
    Property::new("eurosPerYear", Kind::Number, "Euro per jaar", "Euros a year").in_unit("EUR/a"),
    Property::new(
        "eurosPerVisitor",
        Kind::Number,
        "Euro per bezoeker",
        "Euros per visitor",
    )
    .in_unit("EUR"),
];

impl Collection for Usage {
    fn id(&self) -> &'static str {
        "usage"
    }

    fn title_nl(&self) -> &'static str {
        "Gebruik"
    }

    fn title_en(&self) -> &'static str {
        "Usage"
    }

    fn description_nl(&self) -> &'static str {
        "Hoe de voorzieningen worden gebruikt: bezoekers naast de inwoners binnen de normafstand van de soort, bezetting naast capaciteit, \
        en wat een bezoek de gemeente kost. Wat niemand heeft opgegeven is leeg."
    }

    fn description_en(&self) -> &'static str {
        "How the facilities are used: visitors beside the residents within the norm distance of the type, occupancy beside capacity, and \
        what a visit costs the municipality. What nobody reported is empty."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::Group,
            Parameter::Mode,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Role,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Facilities,
            Layer::Grants,
            Layer::Neighbourhoods,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::Point,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = usage::Params {
            selection: query.selection.clone(),
            facilities: query.facilities(study),
        };
        let report = usage::run(study, &params);
        report.rows.iter().map(|row| feature(study, row)).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::usage::usage(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

fn feature(study: &Study, row: &usage::Row) -> Feature {
    let facility = &study.facilities.get(row.facility).facility;
    let confidential = study.demand_confidential();
    let reached = row.residents_in_reach.zip(row.unique_coverage);
    let suppressed = confidential && reached.is_some_and(|(all, alone)| facility_hidden(all, alone));
    let told = |figure: Option<f64>| Value::number(figure.filter(|_| !suppressed));
    let mut values = vec![
        Value::Text(facility.id.to_string()),
        Value::text(facility.name.as_deref()),
        Value::text(facility.service_type.as_ref().map(ToString::to_string)),
        Value::number(facility.visitors_per_year),
        told(row.residents_in_reach),
        told(row.visitors_per_resident),
        Value::number(facility.capacity),
        Value::number(facility.occupancy),
        Value::number(row.occupancy_rate),
        Value::text(row.role.map(MunicipalRole::name)),
        Value::number(row.euros_per_year.map(|euros| euros.0)),
        Value::number(row.euros_per_visitor.map(|euros| euros.0)),
    ];
    if confidential {
        values.push(Value::Boolean(suppressed));
    }
    Feature {
        id: facility.id.to_string(),
        geometry: facility.location.map(Geometry::Point),
        values,
    }
}
