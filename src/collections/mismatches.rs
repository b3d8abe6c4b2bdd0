//! Funding mismatches: grants for nothing that is known or open, and facilities without the grant that they should have.

use geo::Geometry;

use super::explain::{self, Account, Figure};
use super::spending::{euros, only};
use super::{Collection, Parameter, Query};
use crate::analysis::mismatches::{self, Mismatch};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, MunicipalRole, ServiceTypeCode};
use crate::study::Study;

/// The collection.
pub struct FundingMismatches;

const PROPERTIES: [Property; 14] = [
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
    Property::new("kind", Kind::Text, "Wat er niet klopt", "What does not fit"),
    Property::new("grantId", Kind::Text, "Subsidie of opdracht", "Grant"),
    Property::new("facilityId", Kind::Text, "Voorziening", "Facility"),
    Property::new(
        "name",
        Kind::Text,
        "Naam van de voorziening",
        "Name of the facility",
    ),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("scheme", Kind::Text, "Regeling", "Scheme"),
    Property::new("recipient", Kind::Text, "Ontvanger", "Recipient"),
    Property::new("eurosPerYear", Kind::Number, "Euro per jaar", "Euros a year").in_unit("EUR/a"),
    Property::new(
        "role",
        Kind::Text,
        "Rol van de gemeente",
        "Role of the municipality",
    ),
    Property::new("neighbourhoodCode", Kind::Text, "Buurt", "Neighbourhood"),
    Property::new("districtCode", Kind::Text, "Wijk", "District"),
    Property::new(
        "lastGrantEnded",
        Kind::Date,
        "Laatste subsidie of opdracht opgehouden op",
        "Last grant stopped on",
    ),
    Property::new("source", Kind::Text, "Bron", "Source"),
];

impl Collection for FundingMismatches {
    fn id(&self) -> &'static str {
        "funding-mismatches"
    }

    fn title_nl(&self) -> &'static str {
        "Geld en voorzieningen die niet kloppen"
    }

    fn title_en(&self) -> &'static str {
        "Funding mismatches"
    }

    fn description_nl(&self) -> &'static str {
        "Wat er op de datum niet klopt: een subsidie of opdracht zonder voorziening (grantWithoutFacility), voor een voorziening die \
        niemand kent (grantForUnknownFacility) of die niet open is (grantForFacilityNotOpen); een open voorziening die volgens de bron \
        subsidie of opdracht heeft zonder dat er een geldt (facilityWithoutGrant), of waarvan alle zijn afgelopen (grantEnded)."
    }

    fn description_en(&self) -> &'static str {
        "What does not fit on the date: a grant without a facility (grantWithoutFacility), for a facility that nobody knows \
        (grantForUnknownFacility) or that is not open (grantForFacilityNotOpen); an open facility that has a subsidy or commission by \
        its source while none is in force (facilityWithoutGrant), or of which all have ended (grantEnded)."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Scheme,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[Layer::Grants, Layer::Facilities, Layer::Neighbourhoods]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::Point,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = mismatches::Params {
            date: query.selection.date,
            only: only(query),
        };
        let found = mismatches::run(study, &params).mismatches;
        found.iter().map(|of| feature(study, query, of)).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::money::mismatch(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}

fn feature(study: &Study, query: &Query, of: &Mismatch) -> Feature {
    let grant = of.grant.and_then(|grant| study.grants.get(grant));
    let known = of.place.map(|place| study.facilities.get(place));
    let facility = known.map(|known| &known.facility);
    let role = of
        .place
        .and_then(|place| study.facilities.role(place, &study.grants, query.selection.date));
    let at = known.and_then(|known| known.neighbourhood);
    let about: Vec<String> = [grant.map(|grant| grant.id.to_string()), of.facility.clone()]
        .into_iter()
        .flatten()
        .collect();
    let id = format!("{}:{}", of.kind.name(), about.join("~"));
    let source = grant.map(|grant| &grant.source).or(facility.map(|of| &of.source));
    Feature {
        geometry: facility.and_then(|of| of.location).map(Geometry::Point),
        values: vec![
            Value::Text(id.clone()),
            Value::Text(of.kind.name().to_owned()),
            Value::text(grant.map(|grant| grant.id.to_string())),
            Value::text(of.facility.clone()),
            Value::text(facility.and_then(|of| of.name.clone())),
            Value::text(
                facility
                    .and_then(|of| of.service_type.as_ref())
                    .map(ServiceTypeCode::to_string),
            ),
            Value::text(grant.and_then(|grant| grant.scheme.clone())),
            Value::text(grant.and_then(|grant| grant.recipient.clone())),
            euros(of.cents),
            Value::text(role.map(MunicipalRole::name)),
            Value::text(at.map(|at| study.areas.get(at).code.to_string())),
            Value::text(
                at.and_then(|at| study.areas.district_of(at))
                    .map(ToString::to_string),
            ),
            Value::date(of.ended),
            Value::text(source.map(ToString::to_string)),
        ],
        id,
    }
}
