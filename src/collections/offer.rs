//! The offer: what there is of each type in an area, and what the municipality has to do with it.

use geo::Geometry;

use super::concentrations::LEVELS;
use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query};
use crate::analysis::offer::{self, Told};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Offer;

const PROPERTIES: [Property; 21] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("facilityCount", Kind::Integer, "Voorzieningen", "Facilities"),
    Property::new("organisations", Kind::Integer, "Organisaties", "Organisations"),
    Property::new(
        "roleSubsidy",
        Kind::Integer,
        "Met alleen subsidie",
        "With a subsidy only",
    ),
    Property::new(
        "roleCommission",
        Kind::Integer,
        "Met alleen een opdracht",
        "With a commission only",
    ),
    Property::new(
        "roleBoth",
        Kind::Integer,
        "Met subsidie en opdracht",
        "With a subsidy and a commission",
    ),
    Property::new(
        "roleNone",
        Kind::Integer,
        "Zonder rol van de gemeente",
        "Without a role of the municipality",
    ),
    Property::new("roleUnknown", Kind::Integer, "Rol niet bekend", "Role unknown"),
    Property::new("findingPlaces", Kind::Integer, "Vindplaatsen", "Finding places"),
    Property::new(
        "conversionCandidates",
        Kind::Integer,
        "Gespecialiseerde zorg die algemeen kan worden",
        "Specialist care that could become general",
    ),
    Property::new(
        "incomeContributions",
        Kind::Integer,
        "Met een eigen bijdrage naar inkomen",
        "With an own contribution by income",
    ),
    Property::new(
        "contributionUnknown",
        Kind::Integer,
        "Eigen bijdrage niet bekend",
        "Own contribution unknown",
    ),
    Property::new(
        "capacity",
        Kind::Number,
        "Plaatsen, voor zover bekend",
        "Places, as far as known",
    ),
    Property::new(
        "capacityKnown",
        Kind::Integer,
        "Voorzieningen die hun plaatsen noemen",
        "Facilities that tell their places",
    ),
    Property::new(
        "floorAreaM2",
        Kind::Number,
        "Vloeroppervlak, voor zover bekend",
        "Floor area, as far as known",
    )
    .in_unit("m2"),
    Property::new(
        "floorAreaKnown",
        Kind::Integer,
        "Voorzieningen die hun vloeroppervlak noemen",
        "Facilities that tell their floor area",
    ),
    Property::new(
        "visitorsPerYear",
        Kind::Number,
        "Bezoekers per jaar, voor zover bekend",
        "Visitors per year, as far as known",
    )
    .in_unit("1/a"),
    Property::new(
        "visitorsKnown",
        Kind::Integer,
        "Voorzieningen die hun bezoekers noemen",
        "Facilities that tell their visitors",
    ),
];

impl Collection for Offer {
    fn id(&self) -> &'static str {
        "offer"
    }

    fn title_nl(&self) -> &'static str {
        "Aanbod"
    }

    fn title_en(&self) -> &'static str {
        "Offer"
    }

    fn description_nl(&self) -> &'static str {
        "Wat er per gebied en soort is: voorzieningen met een bekende plek, de rol van de gemeente, vindplaatsen, gespecialiseerde zorg die \
        algemeen kan worden, eigen bijdragen naar inkomen, plaatsen, vloeroppervlak en bezoekers. Soorten waarvan er geen is, staan er niet in."
    }

    fn description_en(&self) -> &'static str {
        "What there is per area and type: located facilities, the role of the municipality, finding places, specialist care that could become \
        general, own contributions by income, places, floor area and visitors. Types of which there is none are left out."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
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
        ]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::Polygon,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = offer::Params {
            selection: query.selection.clone(),
            areas: LEVELS
                .into_iter()
                .flat_map(|level| study.areas.at(level))
                .map(|(place, _)| place)
                .filter(|place| query.covers_area(study, *place))
                .collect(),
        };
        let rows = offer::run(study, &params).rows;
        rows.iter().map(|row| feature(study, row)).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::together::offer(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}

fn feature(study: &Study, row: &offer::Row) -> Feature {
    let area = study.areas.get(row.area);
    let code = row
        .service_type
        .and_then(|of| study.taxonomy.types().get(of))
        .map(|of| of.code.as_str());
    let count = |of: u64| Value::integer(i64::try_from(of).ok());
    let told = |of: Told| [Value::number(of.sum), count(of.by)];
    let mut values = vec![
        Value::Text(area.code.to_string()),
        Value::Text(area.name.clone()),
        Value::Text(area.level.to_string()),
        Value::text(code),
        count(row.facility_count),
        count(row.organisations),
        count(row.roles.subsidy),
        count(row.roles.commission),
        count(row.roles.both),
        count(row.roles.none),
        count(row.roles.unknown),
        count(row.finding_places),
        count(row.conversion_candidates),
        count(row.income_contributions),
        count(row.contribution_unknown),
    ];
    values.extend(
        [row.capacity, row.floor_area_m2, row.visitors_per_year]
            .map(told)
            .into_iter()
            .flatten(),
    );
    Feature {
        // A programme area may have the code of a real one.
        id: format!("{}:{}:{}", area.level, area.code, code.unwrap_or("-")),
        geometry: area.bounds.map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::collections::fixture::{city, snapshot, study_with_hub};
    use crate::collections::tests::{ask, ids, near, number};
    use crate::study::Study;

    #[test]
    fn what_there_is_is_counted_per_area_and_type() {
        let study = study_with_hub();
        let set = ask(&study, "offer", "area=WK000101");
        assert_eq!(
            ids(&set),
            [
                "neighbourhood:BU00010101:ONT-TUIN",
                "neighbourhood:BU00010101:LRN-BIEB",
                "neighbourhood:BU00010102:-",
                "district:WK000101:ONT-TUIN",
                "district:WK000101:LRN-BIEB",
                "district:WK000101:-",
            ],
            "what is not classified comes last, what stands nowhere not at all"
        );
        let library = |property| number(&set, "district:WK000101:LRN-BIEB", property);
        for (property, by_hand) in [
            ("facilityCount", 1.0),
            ("roleSubsidy", 1.0),
            ("roleUnknown", 0.0),
            ("organisations", 0.0),
            ("contributionUnknown", 1.0),
            ("capacityKnown", 0.0),
        ] {
            near(library(property), by_hand);
        }
        assert_eq!(library("capacity"), None, "none tells it: that is not 0");
        near(number(&set, "district:WK000101:ONT-TUIN", "findingPlaces"), 1.0);
    }

    #[test]
    fn conversion_candidates_are_counted_and_can_be_asked_apart() {
        let mut snapshot = snapshot();
        for (facility, capacity) in snapshot.layers.facilities[..2].iter_mut().zip([30.0, 12.5]) {
            facility.capacity = Some(capacity);
            facility.own_contribution = Some("income".to_owned());
        }
        snapshot.layers.facilities[0].conversion_candidate = Some(true);
        // It is to ask by income from a later day on.
        snapshot.layers.facilities[1].own_contribution_from = Some(date(2030, 1, 1));
        let study = Study::new(&city(), snapshot);
        let id = "municipality:GM0001:LRN-BIEB";
        let set = ask(&study, "offer", "serviceType=LRN-BIEB");
        near(number(&set, id, "conversionCandidates"), 1.0);
        near(number(&set, id, "incomeContributions"), 1.0);
        near(number(&set, id, "contributionUnknown"), 0.0);
        near(number(&set, id, "capacity"), 42.5);
        near(number(&set, id, "capacityKnown"), 2.0);
        let general = ask(&study, "offer", "serviceType=LRN-BIEB&conversion=no");
        near(number(&general, id, "facilityCount"), 1.0);
        near(number(&general, id, "capacity"), 12.5);
        let specialist = ask(&study, "facilities", "conversion=yes");
        assert_eq!(ids(&specialist), ["lib-1"]);
    }
}
