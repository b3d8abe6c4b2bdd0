//! Concentrations: which share of an area's facilities stands in a hub, for areas of every level.

use geo::Geometry;
use serde_json::{Map, Value as Json};

use super::explain::{self, Account, Figure};
use super::hubs::diameter_in_force;
use super::{Collection, Parameter, Query};
use crate::analysis::concentration;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, Level, Metres};
use crate::study::Study;

/// The collection.
pub struct Concentrations;

/// Levels in the order of the answer.
pub(super) const LEVELS: [Level; 4] = [
    Level::Neighbourhood,
    Level::District,
    Level::Programme,
    Level::Municipality,
];

const PROPERTIES: [Property; 7] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new(
        "facilityCount",
        Kind::Integer,
        "Voorzieningen met een bekende plek",
        "Located facilities",
    ),
    Property::new(
        "facilitiesInHubs",
        Kind::Integer,
        "Waarvan op een vindplaats",
        "Of which in a hub",
    ),
    Property::new(
        "concentration",
        Kind::Number,
        "Deel van de voorzieningen op een vindplaats (0–1)",
        "Share of facilities in a hub (0–1)",
    ),
    Property::new(
        "hubs",
        Kind::Integer,
        "Vindplaatsen waarvan hier een voorziening staat",
        "Hubs of which a facility stands here",
    ),
];

impl Collection for Concentrations {
    fn id(&self) -> &'static str {
        "concentrations"
    }

    fn title_nl(&self) -> &'static str {
        "Concentratie op vindplaatsen"
    }

    fn title_en(&self) -> &'static str {
        "Concentration in hubs"
    }

    fn description_nl(&self) -> &'static str {
        "Per buurt, wijk, programmagebied en gemeente welk deel van de voorzieningen op een vindplaats staat. Vindplaatsen worden \
         eerst over de hele stad gevormd. Met een soort: alleen voorzieningen van die soort tellen."
    }

    fn description_en(&self) -> &'static str {
        "Per neighbourhood, district, programme area and municipality which share of its facilities stands in a hub. Hubs are \
         formed over the whole city first. With a service type: only facilities of that type count."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Date,
            Parameter::Datetime,
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
        ]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::Polygon,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let areas = LEVELS
            .into_iter()
            .flat_map(|level| study.areas.at(level))
            .map(|(place, _)| place)
            .filter(|place| query.covers_area(study, *place))
            .collect();
        let params = concentration::Params {
            selection: query.selection.clone(),
            diameter: Metres(study.settings.hub_diameter_m),
            areas,
        };
        let rows = concentration::run(study, &params).rows;
        rows.iter().map(|row| feature(study, row)).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::together::concentration(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }

    fn own_parameters(&self, study: &Study, _: &Query) -> Map<String, Json> {
        diameter_in_force(study)
    }
}

fn feature(study: &Study, row: &concentration::Row) -> Feature {
    let area = study.areas.get(row.area);
    let count = |of: Option<u64>| Value::integer(of.and_then(|count| i64::try_from(count).ok()));
    Feature {
        // A programme area may have the code of a real one.
        id: format!("{}:{}", area.level, area.code),
        geometry: area.bounds.map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values: vec![
            Value::Text(area.code.to_string()),
            Value::Text(area.name.clone()),
            Value::Text(area.level.to_string()),
            count(row.facility_count),
            count(row.facilities_in_hubs),
            Value::number(row.concentration),
            count(row.hubs),
        ],
    }
}

#[cfg(test)]
mod tests {
    use crate::collections::fixture::study_with_hub;
    use crate::collections::tests::{ask, ids, near, number};

    #[test]
    fn areas_of_every_level_tell_what_stands_together() {
        let study = study_with_hub();
        let set = ask(&study, "concentrations", "");
        assert_eq!(
            ids(&set),
            [
                "neighbourhood:BU00010101",
                "neighbourhood:BU00010102",
                "neighbourhood:BU00010201",
                "neighbourhood:BU00010202",
                "district:WK000101",
                "district:WK000102",
                "programme:middle",
                "municipality:GM0001"
            ]
        );
        for (id, facilities, in_hubs, hubs) in [
            ("neighbourhood:BU00010101", 2.0, 2.0, 1.0),
            ("district:WK000101", 3.0, 2.0, 1.0),
            ("programme:middle", 1.0, 0.0, 0.0),
            ("municipality:GM0001", 3.0, 2.0, 1.0),
        ] {
            near(number(&set, id, "facilityCount"), facilities);
            near(number(&set, id, "facilitiesInHubs"), in_hubs);
            near(number(&set, id, "concentration"), in_hubs / facilities);
            near(number(&set, id, "hubs"), hubs);
        }
        assert_eq!(
            number(&set, "district:WK000102", "concentration"),
            None,
            "nothing stands there"
        );
        near(number(&set, "district:WK000102", "facilityCount"), 0.0);
    }

    #[test]
    fn a_type_counts_its_own_facilities_and_an_area_chooses() {
        let study = study_with_hub();
        let set = ask(&study, "concentrations", "serviceType=LRN-BIEB&area=WK000101");
        assert_eq!(set.features.len(), 3);
        near(number(&set, "district:WK000101", "facilityCount"), 1.0);
        near(number(&set, "district:WK000101", "concentration"), 1.0);
    }
}
