//! Grants: money from a scheme to a recipient, for one or more facilities.

use super::explain::{self, Account, Figure};
use super::spending::count;
use super::{Collection, Parameter, Query};
use crate::analysis::spending;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Grant, GrantKind, Layer, Provision};
use crate::study::{Study, StudyFacility};

/// The collection.
pub struct Grants;

const PROPERTIES: [Property; 15] = [
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
    Property::new("scheme", Kind::Text, "Regeling", "Scheme"),
    Property::new("recipient", Kind::Text, "Ontvanger", "Recipient"),
    Property::new(
        "kind",
        Kind::Text,
        "Subsidie of opdracht",
        "Subsidy or commission",
    ),
    Property::new("eurosPerYear", Kind::Number, "Euro per jaar", "Euros a year").in_unit("EUR/a"),
    Property::new("from", Kind::Date, "Vanaf", "From"),
    Property::new("to", Kind::Date, "Tot", "To"),
    Property::new("facilities", Kind::TextList, "Voorzieningen", "Facilities"),
    Property::new(
        "allocated",
        Kind::Boolean,
        "Gelijk verdeeld, want zonder verdeling in de bron",
        "Divided equally, for the source gives no shares",
    ),
    Property::new("source", Kind::Text, "Bron", "Source"),
    Property::new("partners", Kind::TextList, "Partners", "Partners"),
    Property::new("joint", Kind::Boolean, "Gezamenlijk budget", "Joint budget"),
    Property::new(
        "provision",
        Kind::Text,
        "Algemeen of specialistisch",
        "General or specialist",
    ),
    Property::new(
        "multiYear",
        Kind::Boolean,
        "Voor langer dan een jaar",
        "For longer than a year",
    ),
    Property::new(
        "facilityCount",
        Kind::Integer,
        "Aantal voorzieningen",
        "Number of facilities",
    ),
];

impl Collection for Grants {
    fn id(&self) -> &'static str {
        "grants"
    }

    fn title_nl(&self) -> &'static str {
        "Subsidies en opdrachten"
    }

    fn title_en(&self) -> &'static str {
        "Grants"
    }

    fn description_nl(&self) -> &'static str {
        "Subsidies en opdrachten die op de datum gelden; met een soort of gebied alleen die voor zo'n voorziening."
    }

    fn description_en(&self) -> &'static str {
        "Subsidies and commissions in force on the date; with a type or area only those for such a facility."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[Layer::Grants, Layer::Facilities]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::None,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let mut grants: Vec<&Grant> = study
            .grants
            .iter()
            .filter(|grant| query.in_time(grant.from, grant.to) && is_for(study, query, grant))
            .collect();
        grants.sort_by(|a, b| a.id.cmp(&b.id));
        grants.into_iter().map(|grant| feature(study, grant)).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::others::grant(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}

/// Whether some facility of the grant is of the type and in the area that were asked.
fn is_for(study: &Study, query: &Query, grant: &Grant) -> bool {
    if query.area.is_none() && query.selection.service_type.is_none() {
        return true;
    }
    let asked = |of: &StudyFacility| {
        query.covers(study, of.neighbourhood)
            && (query.selection.service_type.is_none()
                || of.facility.service_type == query.selection.service_type)
    };
    grant
        .facilities
        .iter()
        .filter_map(|id| study.facilities.place(id.as_str()))
        .any(|place| asked(study.facilities.get(place)))
}

/// What it pays for: `general`, `specialist`, or `mixed` where its facilities differ; none: unknown of some part.
fn provision(study: &Study, grant: &Grant) -> Option<&'static str> {
    let of = |place: Option<u32>| spending::provision(grant, place.map(|place| study.facilities.get(place)));
    let places = grant
        .facilities
        .iter()
        .map(|id| study.facilities.place(id.as_str()));
    let each: Option<Vec<Provision>> = places.map(of).collect();
    match each?.split_first() {
        None => of(None).map(Provision::name),
        Some((first, rest)) if rest.iter().all(|other| other == first) => Some(first.name()),
        Some(_) => Some("mixed"),
    }
}

fn feature(study: &Study, grant: &Grant) -> Feature {
    let facilities: Vec<String> = grant.facilities.iter().map(ToString::to_string).collect();
    Feature {
        id: grant.id.to_string(),
        geometry: None,
        values: vec![
            Value::Text(grant.id.to_string()),
            Value::text(grant.scheme.as_deref()),
            Value::text(grant.recipient.as_deref()),
            Value::text(grant.kind.map(GrantKind::name)),
            Value::number(grant.euros_per_year.map(|euros| euros.0)),
            Value::date(grant.from),
            Value::date(grant.to),
            Value::list(&facilities),
            Value::Boolean(grant.allocated()),
            Value::Text(grant.source.to_string()),
            Value::list(
                &grant
                    .partners()
                    .into_iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            ),
            Value::Boolean(grant.joint()),
            Value::text(provision(study, grant)),
            Value::boolean(grant.multi_year()),
            count(grant.facilities.len()),
        ],
    }
}
