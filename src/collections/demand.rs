//! The demand points: where residents live, as the analyses see them.

use geo::{Geometry, Point};

use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Demand;

const GENERAL: [Property; 2] = [
    Property::new(
        "residents",
        Kind::Number,
        "Inwoners van de groep",
        "Residents of the group",
    ),
    Property::new("areaCode", Kind::Text, "Buurt", "Neighbourhood"),
];

const TYPED: [Property; 2] = [
    Property::new(
        "distanceM",
        Kind::Number,
        "Afstand tot de dichtstbijzijnde",
        "Distance to the nearest",
    )
    .in_unit("m"),
    Property::new(
        "served",
        Kind::Boolean,
        "Binnen de normafstand",
        "Within the norm distance",
    ),
];

impl Collection for Demand {
    fn id(&self) -> &'static str {
        "demand"
    }

    fn title_nl(&self) -> &'static str {
        "Vraagpunten"
    }

    fn title_en(&self) -> &'static str {
        "Demand points"
    }

    fn description_nl(&self) -> &'static str {
        "Punten met de inwoners waarvoor zij staan; met een soort voorziening ook de afstand tot de dichtstbijzijnde."
    }

    fn description_en(&self) -> &'static str {
        "Points with the residents that they stand for; with a service type also the distance to the nearest facility."
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
            Parameter::Facilities,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Demand,
            Layer::Facilities,
            Layer::Grants,
        ]
    }

    fn schema(&self, _: &Study, query: &Query) -> Schema {
        let mut properties = GENERAL.to_vec();
        if query.selection.service_type.is_some() {
            properties.extend(TYPED);
        }
        Schema {
            geometry: GeometryKind::Point,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        if !self.served(study) {
            return Vec::new();
        }
        let mut features = Vec::with_capacity(study.demand.len());
        for (place, area) in (0_u32..).zip(study.areas.neighbourhoods()) {
            if !query.covers(study, Some(place)) {
                continue;
            }
            let reach = query
                .service_type(study)
                .map(|of| study.reach_in(&query.selection, of, place));
            let block = reach.as_deref().map(|reach| reach.of(place));
            let first = study.demand.of(place).start;
            study
                .demand
                .weights(&study.areas, place, query.selection.group, |point, weight| {
                    let mut values = vec![Value::number(Some(weight)), Value::Text(area.code.to_string())];
                    if let Some(block) = block {
                        values.push(Value::number(block.map(|of| f64::from(of.nearest(point)))));
                        values.push(Value::boolean(block.map(|of| of.served(point))));
                    }
                    features.push(Feature {
                        id: format!("{}-{}", area.code, point - first + 1),
                        geometry: Some(Geometry::Point(Point(study.demand.points[point]))),
                        values,
                    });
                });
        }
        features
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::others::demand(figure)
    }

    fn travels(&self, query: &Query) -> bool {
        query.selection.service_type.is_some()
    }

    fn served(&self, study: &Study) -> bool {
        !study.demand_confidential()
    }
}
