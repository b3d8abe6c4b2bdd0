//! The facilities in which a scenario differs from the city as it is, or from another scenario.

use geo::Geometry;

use super::differences::other_state;
use super::{Collection, Parameter, Query};
use crate::analysis::altered;
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct ScenarioFacilities;

const PROPERTIES: [Property; 7] = [
    Property::new("fate", Kind::Text, "Wat ermee gebeurt", "What becomes of it"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("capacity", Kind::Number, "Capaciteit", "Capacity"),
    Property::new("movedM", Kind::Number, "Verplaatst over", "Moved by").in_unit("m"),
    Property::new(
        "neighbourhoodBefore",
        Kind::Text,
        "Buurt vóór",
        "Neighbourhood before",
    ),
    Property::new(
        "neighbourhoodAfter",
        Kind::Text,
        "Buurt na",
        "Neighbourhood after",
    ),
];

impl Collection for ScenarioFacilities {
    fn id(&self) -> &'static str {
        "scenario-facilities"
    }

    fn title_nl(&self) -> &'static str {
        "Voorzieningen van een scenario"
    }

    fn title_en(&self) -> &'static str {
        "Facilities of a scenario"
    }

    fn description_nl(&self) -> &'static str {
        "De voorzieningen die er in het gevraagde scenario bij komen, verplaatst zijn of weg zijn, vergeleken met de stad zoals zij is of met een ander scenario. Het punt is waar zij staan; wat weg is, waar het stond."
    }

    fn description_en(&self) -> &'static str {
        "The facilities that in the scenario that is asked are added, moved or removed, compared with the city as it is or with another scenario. The point is where they stand; of what is gone, where it stood."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[Parameter::FromScenario, Parameter::ServiceType, Parameter::Area]
    }

    fn layers(&self) -> &'static [Layer] {
        &[Layer::Facilities]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::Point,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let before = other_state(study, query);
        let report = altered::run(&before, study, &altered::Params);
        let rows = report.rows.into_iter().filter_map(|row| {
            let then = row.before.map(|place| before.facilities.get(place));
            let now = row.after.map(|place| study.facilities.get(place));
            let shown = now.or(then)?;
            let asked = query.selection.asks(study, shown.service_type);
            let inside = [then, now]
                .into_iter()
                .flatten()
                .any(|of| query.covers(study, of.neighbourhood));
            if !asked || !inside {
                return None;
            }
            let places = (
                then.and_then(|of| of.facility.location),
                now.and_then(|of| of.facility.location),
            );
            let moved = places.0.zip(places.1).map(|(from, to)| {
                let apart = to - from;
                apart.x().hypot(apart.y())
            });
            let home = |of: Option<&crate::study::StudyFacility>| {
                Value::text(
                    of.and_then(|of| of.neighbourhood)
                        .map(|at| study.areas.get(at).code.to_string()),
                )
            };
            let facility = &shown.facility;
            Some(Feature {
                id: row.id.to_string(),
                geometry: facility.location.map(Geometry::Point),
                values: vec![
                    Value::text(Some(row.fate.name())),
                    Value::text(facility.name.as_deref()),
                    Value::text(facility.service_type.as_ref().map(ToString::to_string)),
                    Value::number(facility.capacity),
                    Value::number(moved),
                    home(then),
                    home(now),
                ],
            })
        });
        rows.collect()
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}
