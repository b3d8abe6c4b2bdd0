//! The facilities themselves, with where they stand, what the municipality has to do with them, and who depends on them.

use std::borrow::Cow;
use std::collections::HashMap;

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::facility_hidden;
use super::{Collection, Parameter, Query};
use crate::analysis::overlaps;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, MunicipalRole};
use crate::study::Study;

/// The collection.
pub struct Facilities;

const OWN: [Property; 28] = [
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "sourceType",
        Kind::Text,
        "Soort volgens de bron",
        "Type according to the source",
    ),
    Property::new("organisation", Kind::Text, "Organisatie", "Organisation"),
    Property::new("address", Kind::Text, "Adres", "Address"),
    Property::new("postcode", Kind::Text, "Postcode", "Postcode"),
    Property::new("town", Kind::Text, "Plaats", "Town"),
    Property::new("targetGroups", Kind::TextList, "Doelgroepen", "Target groups"),
    Property::new(
        "municipalRole",
        Kind::Text,
        "Rol van de gemeente",
        "Role of the municipality",
    ),
    Property::new(
        "ownContribution",
        Kind::Text,
        "Eigen bijdrage",
        "Own contribution",
    ),
    Property::new(
        "ownContributionFrom",
        Kind::Date,
        "Eigen bijdrage vanaf",
        "Own contribution from",
    ),
    Property::new("dordtpas", Kind::Boolean, "Stadspas geldig", "City pass accepted"),
    Property::new("floorAreaM2", Kind::Number, "Vloeroppervlakte", "Floor area").in_unit("m2"),
    Property::new("capacity", Kind::Number, "Capaciteit", "Capacity"),
    Property::new("occupancy", Kind::Number, "Bezetting", "Occupancy"),
    Property::new(
        "visitorsPerYear",
        Kind::Number,
        "Bezoekers per jaar",
        "Visitors per year",
    )
    .in_unit("1/a"),
    Property::new("openingHours", Kind::Text, "Openingstijden", "Opening hours"),
    Property::new("languages", Kind::TextList, "Talen", "Languages"),
    Property::new(
        "wheelchair",
        Kind::Text,
        "Toegankelijk met rolstoel",
        "Wheelchair access",
    ),
    Property::new("ownership", Kind::Text, "Eigendom", "Ownership"),
    Property::new("url", Kind::Text, "Website", "Website"),
    Property::new("findingPlace", Kind::Boolean, "Vindplaats", "Finding place"),
    Property::new(
        "conversionCandidate",
        Kind::Boolean,
        "Kan van functie veranderen",
        "Candidate for conversion",
    ),
    Property::new("validFrom", Kind::Date, "Geldig vanaf", "Valid from"),
    Property::new("validTo", Kind::Date, "Geldig tot", "Valid to"),
    Property::new(
        "sourceDate",
        Kind::Date,
        "Peildatum van de bron",
        "Date of the source",
    ),
    Property::new("source", Kind::Text, "Bron", "Source"),
];

const DERIVED: [Property; 4] = [
    Property::new("neighbourhoodCode", Kind::Text, "Buurt", "Neighbourhood"),
    Property::new("districtCode", Kind::Text, "Wijk", "District"),
    Property::new("located", Kind::Boolean, "Plek bekend", "Located"),
    Property::new(
        "status",
        Kind::Text,
        "Open, gesloten of gepland op de datum",
        "Open, closed or planned on the date",
    ),
];

const REACH: [Property; 2] = [
    Property::new(
        "uniqueCoverage",
        Kind::Number,
        "Inwoners die alleen deze binnen de normafstand hebben",
        "Residents who have only this one within the norm distance",
    ),
    Property::new(
        "residentsInReach",
        Kind::Number,
        "Inwoners binnen de normafstand",
        "Residents within the norm distance",
    ),
];

/// Columns that were kept on request, in alphabetical order, none of them called as a property of ours.
fn kept_columns(study: &Study) -> Vec<String> {
    let mut names: Vec<String> = study
        .facilities
        .list
        .iter()
        .flat_map(|of| &of.facility.kept)
        .filter_map(|entry| entry.split_once('=').map(|(name, _)| name.to_owned()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| {
        !OWN.iter()
            .chain(&DERIVED)
            .chain(&REACH)
            .any(|property| property.name == *name)
    });
    names
}

impl Collection for Facilities {
    fn id(&self) -> &'static str {
        "facilities"
    }

    fn title_nl(&self) -> &'static str {
        "Voorzieningen"
    }

    fn title_en(&self) -> &'static str {
        "Facilities"
    }

    fn description_nl(&self) -> &'static str {
        "Voorzieningen die op de datum gelden; met een soort of afstand ook hoeveel inwoners van elk afhankelijk zijn."
    }

    fn description_en(&self) -> &'static str {
        "Facilities valid on the date; with a service type or distance also how many residents depend on each."
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

    fn schema(&self, study: &Study, query: &Query) -> Schema {
        let mut properties = OWN.to_vec();
        properties.extend(DERIVED);
        if self.travels(query) {
            properties.extend(REACH);
            if study.demand_confidential() {
                properties.push(SUPPRESSED);
            }
        }
        properties.extend(kept_columns(study).into_iter().map(|name| Property {
            title_nl: Cow::Owned(name.clone()),
            title_en: Cow::Owned(name.clone()),
            name: Cow::Owned(name),
            kind: Kind::Text,
            unit: None,
        }));
        Schema {
            geometry: GeometryKind::Point,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let kept = kept_columns(study);
        let reach: Option<HashMap<u32, overlaps::Unique>> = self.travels(query).then(|| {
            overlaps::unique(study, &query.selection, query.standing_in_area(study).as_deref())
                .into_iter()
                .map(|unique| (unique.facility, unique))
                .collect()
        });
        query
            .facilities(study)
            .into_iter()
            .map(|place| feature(study, query, place, reach.as_ref(), &kept))
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::facilities::account(figure)
    }

    fn travels(&self, query: &Query) -> bool {
        query.selection.service_type.is_some() || query.selection.distance.is_some()
    }
}

fn feature(
    study: &Study,
    query: &Query,
    place: u32,
    reach: Option<&HashMap<u32, overlaps::Unique>>,
    kept: &[String],
) -> Feature {
    let of = study.facilities.get(place);
    let facility = &of.facility;
    let date = query.selection.date;
    let status = match (facility.valid_from, facility.valid_to) {
        (Some(from), _) if date < from => "planned",
        (_, Some(to)) if to <= date => "closed",
        _ => "open",
    };
    let role = study.facilities.role(place, &study.grants, date);
    let mut values = vec![
        Value::Text(facility.id.to_string()),
        Value::text(facility.name.as_deref()),
        Value::text(facility.service_type.as_ref().map(ToString::to_string)),
        Value::text(facility.source_type.as_deref()),
        Value::text(facility.organisation.as_deref()),
        Value::text(facility.address.as_deref()),
        Value::text(facility.postcode.as_deref()),
        Value::text(facility.town.as_deref()),
        Value::list(&facility.target_groups),
        Value::text(role.map(MunicipalRole::name)),
        Value::text(facility.own_contribution.as_deref()),
        Value::date(facility.own_contribution_from),
        Value::boolean(facility.dordtpas),
        Value::number(facility.floor_area_m2),
        Value::number(facility.capacity),
        Value::number(facility.occupancy),
        Value::number(facility.visitors_per_year),
        Value::text(facility.opening_hours.as_deref()),
        Value::list(&facility.languages),
        Value::text(facility.wheelchair.as_deref()),
        Value::text(facility.ownership.as_deref()),
        Value::text(facility.url.as_deref()),
        Value::boolean(facility.finding_place),
        Value::boolean(facility.conversion_candidate),
        Value::date(facility.valid_from),
        Value::date(facility.valid_to),
        Value::date(facility.source_date),
        Value::Text(facility.source.to_string()),
        Value::text(of.neighbourhood.map(|at| study.areas.get(at).code.to_string())),
        Value::text(
            of.neighbourhood
                .and_then(|at| study.areas.district_of(at))
                .map(ToString::to_string),
        ),
        Value::Boolean(facility.location.is_some()),
        Value::Text(status.to_owned()),
    ];
    if let Some(reach) = reach {
        let unique = reach.get(&place);
        let hidden = study.demand_confidential()
            && unique.is_some_and(|of| facility_hidden(of.residents_in_reach, of.unique_coverage));
        let told = unique.filter(|_| !hidden);
        values.push(Value::number(told.map(|unique| unique.unique_coverage)));
        values.push(Value::number(told.map(|unique| unique.residents_in_reach)));
        if study.demand_confidential() {
            values.push(Value::Boolean(hidden));
        }
    }
    values.extend(kept.iter().map(|name| {
        let entry = facility
            .kept
            .iter()
            .filter_map(|entry| entry.split_once('='))
            .find(|(of, _)| of == name);
        Value::text(entry.map(|(_, value)| value))
    }));
    Feature {
        id: facility.id.to_string(),
        geometry: facility.location.map(Geometry::Point),
        values,
    }
}
