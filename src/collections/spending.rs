//! Spending: a year's money of the grants in force, by what it is for, where, through whom and until when.

use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query};
use crate::analysis::spending::{self, By, Only, Row};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Cents, Layer};
use crate::study::Study;

/// The collection.
pub struct Spending;

const PROPERTIES: [Property; 12] = [
    Property::new("by", Kind::Text, "Verdeeld naar", "Grouped by"),
    Property::new("code", Kind::Text, "Code", "Code"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new(
        "reason",
        Kind::Text,
        "Waarom er geen code is",
        "Why there is no code",
    ),
    Property::new("eurosPerYear", Kind::Number, "Euro per jaar", "Euros a year").in_unit("EUR/a"),
    Property::new(
        "share",
        Kind::Number,
        "Deel van het gevraagde geld (0–1)",
        "Share of the money that is asked (0–1)",
    ),
    Property::new(
        "eurosPerResident",
        Kind::Number,
        "Euro per jaar per inwoner",
        "Euros a year per resident",
    )
    .in_unit("EUR/a"),
    Property::new(
        "grants",
        Kind::Integer,
        "Subsidies en opdrachten",
        "Subsidies and commissions",
    ),
    Property::new(
        "grantsWithoutAmount",
        Kind::Integer,
        "Waarvan zonder bekend bedrag",
        "Of which without a known amount",
    ),
    Property::new("facilities", Kind::Integer, "Voorzieningen", "Facilities"),
    Property::new(
        "allocatedEuros",
        Kind::Number,
        "Waarvan verdeeld zonder verdeling in de bron",
        "Of which divided without shares in the source",
    )
    .in_unit("EUR/a"),
    Property::new(
        "sharedEuros",
        Kind::Number,
        "Waarvan ook in een ander programmagebied geteld",
        "Of which counted in another programme area too",
    )
    .in_unit("EUR/a"),
];

impl Collection for Spending {
    fn id(&self) -> &'static str {
        "spending"
    }

    fn title_nl(&self) -> &'static str {
        "Uitgaven"
    }

    fn title_en(&self) -> &'static str {
        "Spending"
    }

    fn description_nl(&self) -> &'static str {
        "Waar het geld heen gaat van de subsidies en opdrachten die op de datum gelden, in euro per jaar: per soort, gebied, regeling, \
        ontvanger of wat anders is gevraagd. Een bedrag voor meer plekken of ontvangers wordt verdeeld zoals de bron zegt, anders gelijk, \
        in hele centen. Wat nergens bij hoort, staat in een rij zonder code met de reden; zo is elke verdeling samen hetzelfde bedrag. \
        Alleen als programmagebieden een buurt delen, telt dat geld in beide: zie sharedEuros."
    }

    fn description_en(&self) -> &'static str {
        "Where the money of the subsidies and commissions in force on the date goes, in euros a year: per service type, area, scheme, \
        recipient or whatever is asked. An amount for several places or recipients is divided as the source says, else equally, in \
        whole cents. What belongs nowhere stands in a row without code with the reason, so that every grouping has the same total. \
        Only where programme areas share a neighbourhood does its money count in both: see sharedEuros."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::By,
            Parameter::ServiceType,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Scheme,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Grants,
            Layer::Facilities,
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
        ]
    }

    fn schema(&self, _: &Study, query: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if query.by != By::Programme {
            properties.pop();
        }
        if query.by.level().is_none() {
            properties.retain(|of| of.name != "eurosPerResident");
        }
        Schema {
            geometry: GeometryKind::None,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        if !knows_grants(study) {
            return Vec::new();
        }
        let report = spending::run(study, &params(query));
        report
            .rows
            .iter()
            .map(|row| feature(study, query.by, row))
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::money::spending(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}

/// Whether anybody told of grants: where nobody did, what is paid is unknown and not nothing.
pub(super) fn knows_grants(study: &Study) -> bool {
    !study.grants.is_empty() || study.sources.iter().any(|source| source.layer == Layer::Grants)
}

/// What money is asked.
pub(super) fn only(query: &Query) -> Only {
    Only {
        service_type: query.selection.service_type.clone(),
        area: query.area,
        scheme: query.selection.access.scheme.clone(),
    }
}

/// The question to the analysis.
pub(super) fn params(query: &Query) -> spending::Params {
    spending::Params {
        date: query.selection.date,
        by: query.by,
        only: only(query),
    }
}

/// The id of a row's feature.
pub(super) fn id(by: By, row: &Row) -> String {
    match (row.key.code(), row.key.reason()) {
        (_, Some(reason)) => format!("{}!{}", by.name(), reason.name()),
        (code, None) => format!("{}:{}", by.name(), code.unwrap_or_default()),
    }
}

/// What the key of a row is called.
pub(super) fn name(study: &Study, by: By, row: &Row) -> Option<String> {
    let code = row.key.code()?;
    match by {
        By::ServiceType => study.taxonomy.get(code).map(|of| of.label_nl.clone()),
        By::Facility => {
            let place = study.facilities.place(code)?;
            study.facilities.get(place).facility.name.clone()
        }
        By::Scheme | By::Recipient => Some(code.to_owned()),
        _ => row.area.map(|area| study.areas.get(area).name.clone()),
    }
}

/// A number of things.
pub(super) fn count(number: usize) -> Value {
    Value::integer(i64::try_from(number).ok())
}

/// An amount in euros.
pub(super) fn euros(cents: Option<Cents>) -> Value {
    Value::number(cents.map(|cents| cents.euros().0))
}

fn feature(study: &Study, by: By, row: &Row) -> Feature {
    let mut values = vec![
        Value::Text(by.name().to_owned()),
        Value::text(row.key.code()),
        Value::text(name(study, by, row)),
        Value::text(row.key.reason().map(spending::Reason::name)),
        euros(row.cents),
        Value::number(row.share),
    ];
    if by.level().is_some() {
        values.push(Value::number(row.per_resident));
    }
    values.extend([
        count(row.paid.len()),
        count(row.without_amount()),
        count(row.facilities.len()),
        euros(row.allocated()),
    ]);
    if by == By::Programme {
        values.push(euros(row.cents.map(|_| row.shared)));
    }
    Feature {
        id: id(by, row),
        geometry: None,
        values,
    }
}
