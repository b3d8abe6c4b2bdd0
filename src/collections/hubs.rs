//! Hubs: places where facilities of several kinds or several organisations stand together.

use geo::{Geometry, Point};
use serde_json::{Map, Value as Json, json};

use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query};
use crate::analysis::hubs;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Facility, Layer, Metres};
use crate::study::Study;

/// The collection.
pub struct Hubs;

const PROPERTIES: [Property; 11] = [
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
    Property::new(
        "facilityCount",
        Kind::Integer,
        "Aantal voorzieningen",
        "Number of facilities",
    ),
    Property::new(
        "serviceTypes",
        Kind::TextList,
        "Soorten voorzieningen",
        "Service types",
    ),
    Property::new("organisations", Kind::TextList, "Organisaties", "Organisations"),
    Property::new("facilities", Kind::TextList, "Voorzieningen", "Facilities"),
    Property::new(
        "names",
        Kind::TextList,
        "Namen van de voorzieningen",
        "Names of the facilities",
    ),
    Property::new(
        "sameAddress",
        Kind::Boolean,
        "Alle op hetzelfde bekende adres",
        "All at the same known address",
    ),
    Property::new(
        "findingPlace",
        Kind::Boolean,
        "Vindplaats volgens de bron van een van de voorzieningen",
        "Finding place according to the source of one of the facilities",
    ),
    Property::new(
        "widthM",
        Kind::Number,
        "Grootste onderlinge afstand",
        "Largest distance between two",
    )
    .in_unit("m"),
    Property::new(
        "neighbourhoodCode",
        Kind::Text,
        "Buurt van het midden",
        "Neighbourhood of its centre",
    ),
    Property::new(
        "districtCode",
        Kind::Text,
        "Wijk van het midden",
        "District of its centre",
    ),
];

/// The setting that hubs rest on, as answers tell it.
pub fn diameter_in_force(study: &Study) -> Map<String, Json> {
    Map::from_iter([("hubDiameterM".to_owned(), json!(study.settings.hub_diameter_m))])
}

impl Collection for Hubs {
    fn id(&self) -> &'static str {
        "hubs"
    }

    fn title_nl(&self) -> &'static str {
        "Vindplaatsen"
    }

    fn title_en(&self) -> &'static str {
        "Hubs"
    }

    fn description_nl(&self) -> &'static str {
        "Plekken waar voorzieningen van twee of meer soorten of organisaties bij elkaar staan, geen twee verder uiteen dan de \
         ingestelde doorsnede. Met een soort: alleen de plekken met die soort."
    }

    fn description_en(&self) -> &'static str {
        "Places where facilities of two or more service types or organisations stand together, no two of them farther apart \
         than the diameter that is set. With a service type: only the places that hold it."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
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
        &[Layer::Facilities, Layer::Grants, Layer::Neighbourhoods]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::Point,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = hubs::Params {
            selection: query.selection.clone(),
            diameter: Metres(study.settings.hub_diameter_m),
            of: query.standing_in_area(study),
        };
        hubs::run(study, &params)
            .hubs
            .iter()
            .map(|hub| feature(study, hub))
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::together::hub(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }

    fn own_parameters(&self, study: &Study, _: &Query) -> Map<String, Json> {
        diameter_in_force(study)
    }
}

fn feature(study: &Study, hub: &hubs::Hub) -> Feature {
    let records: Vec<&Facility> = hub
        .facilities
        .iter()
        .map(|place| &study.facilities.get(*place).facility)
        .collect();
    let ids: Vec<String> = records.iter().map(|of| of.id.to_string()).collect();
    let names: Vec<String> = records.iter().filter_map(|of| of.name.clone()).collect();
    let types = study.taxonomy.types();
    let codes: Vec<String> = hub
        .service_types
        .iter()
        .map(|of| types[*of].code.to_string())
        .collect();
    let id = hub.id(study);
    let neighbourhood = hub.neighbourhood.map(|at| study.areas.get(at));
    Feature {
        id: id.clone(),
        geometry: Some(Geometry::Point(Point(hub.centre))),
        values: vec![
            Value::Text(id),
            Value::integer(i64::try_from(ids.len()).ok()),
            Value::list(&codes),
            Value::list(&hub.organisations),
            Value::list(&ids),
            Value::list(&names),
            Value::Boolean(hub.same_address),
            Value::boolean(hub.finding_place),
            Value::number(Some(hub.width.0)),
            Value::text(neighbourhood.map(|area| area.code.to_string())),
            Value::text(
                neighbourhood
                    .and_then(|area| area.parent.as_ref())
                    .map(ToString::to_string),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collections::fixture::{study, study_with_hub};
    use crate::collections::tests::{ask, ids, near, number, parse};

    #[test]
    fn a_hub_tells_what_stands_there() {
        let study = study_with_hub();
        let set = ask(&study, "hubs", "");
        assert_eq!(ids(&set), ["hub:lib-1"]);
        let of = |property: &str| set.value("hub:lib-1", property).cloned().unwrap_or_default();
        let list = |texts: &[&str]| Value::TextList(texts.iter().map(ToString::to_string).collect());
        assert_eq!(of("id"), Value::Text("hub:lib-1".to_owned()));
        assert_eq!(of("facilityCount"), Value::Integer(2));
        assert_eq!(of("serviceTypes"), list(&["ONT-TUIN", "LRN-BIEB"]));
        assert_eq!(of("organisations"), list(&["Council"]));
        assert_eq!(of("facilities"), list(&["lib-1", "lib-2"]));
        assert_eq!(of("names"), list(&["=Name of lib-1", "=Name of lib-2"]));
        assert_eq!(of("sameAddress"), Value::Boolean(true));
        assert_eq!(of("findingPlace"), Value::Boolean(true));
        near(number(&set, "hub:lib-1", "widthM"), 30.0);
        assert_eq!(of("neighbourhoodCode"), Value::Text("BU00010101".to_owned()));
        assert_eq!(of("districtCode"), Value::Text("WK000101".to_owned()));
        let middle = Geometry::Point(Point::new(100_500.0, 420_500.0));
        assert_eq!(set.features[0].geometry, Some(middle));
    }

    #[test]
    fn what_is_asked_chooses_hubs_and_is_told() {
        let study = study_with_hub();
        for (question, count) in [
            ("serviceType=LRN-BIEB", 1),
            ("serviceType=ONT-BUURTHUIS", 0),
            ("area=BU00010101", 1),
            ("area=WK000102", 0),
            ("area=GM0001", 1),
            ("role=subsidy", 0),
            ("date=2027-06-01", 1),
        ] {
            assert_eq!(ask(&study, "hubs", question).features.len(), count, "{question}");
        }
        let told = parse(&study, "hubs", "date=2026-06-01").unwrap().parameters;
        assert_eq!(
            json!(told),
            json!({ "date": "2026-06-01", "hubDiameterM": 100.0 })
        );
        assert!(parse(&study, "hubs", "distance=100").is_err());
    }

    #[test]
    fn two_libraries_of_nobody_in_particular_are_no_hub() {
        assert!(ask(&study(), "hubs", "").features.is_empty());
    }
}
