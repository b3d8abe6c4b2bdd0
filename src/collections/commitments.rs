//! Commitments: what the grants that are known promise per calendar year, and what ends in it.

use serde_json::{Map, Value as Json, json};

use super::explain::{self, Account, Figure};
use super::spending::{count, euros, knows_grants, only};
use super::{Collection, Parameter, Query};
use crate::analysis::commitments::{self, MOST_YEARS, Row};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Commitments;

const PROPERTIES: [Property; 8] = [
    Property::new("year", Kind::Integer, "Jaar", "Year"),
    Property::new(
        "committedEuros",
        Kind::Number,
        "Toegezegd in het jaar",
        "Committed in the year",
    )
    .in_unit("EUR"),
    Property::new(
        "multiYearEuros",
        Kind::Number,
        "Waarvan voor langer dan een jaar gegeven",
        "Of which given for longer than a year",
    )
    .in_unit("EUR"),
    Property::new(
        "openEndedEuros",
        Kind::Number,
        "Daarnaast zonder einddatum",
        "Beside it without an end",
    )
    .in_unit("EUR"),
    Property::new(
        "grants",
        Kind::Integer,
        "Subsidies en opdrachten in het jaar",
        "Subsidies and commissions in the year",
    ),
    Property::new(
        "grantsWithoutAmount",
        Kind::Integer,
        "Waarvan zonder bekend bedrag",
        "Of which without a known amount",
    ),
    Property::new(
        "grantsEnding",
        Kind::Integer,
        "Subsidies en opdrachten die in het jaar aflopen",
        "Subsidies and commissions that end in the year",
    ),
    Property::new(
        "eurosEnding",
        Kind::Number,
        "Euro per jaar dat in het jaar afloopt",
        "Euros a year that end in the year",
    )
    .in_unit("EUR/a"),
];

impl Collection for Commitments {
    fn id(&self) -> &'static str {
        "commitments"
    }

    fn title_nl(&self) -> &'static str {
        "Toezeggingen"
    }

    fn title_en(&self) -> &'static str {
        "Commitments"
    }

    fn description_nl(&self) -> &'static str {
        "Per kalenderjaar, vanaf dat van de datum tot het laatste waarin een bekende subsidie of opdracht afloopt: wat voor dat jaar is \
        toegezegd, naar het aantal dagen dat het in dat jaar geldt, en wat er afloopt. Wat geen einddatum heeft staat apart. Het jaar \
        van aflopen is dat van de laatste dag met geld."
    }

    fn description_en(&self) -> &'static str {
        "Per calendar year, from that of the date to the last in which a known grant ends: what is committed for that year, by the days \
        on which it is in force in it, and what ends. What has no end stands apart. A grant ends in the year of the last day on which \
        it is paid."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
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
            geometry: GeometryKind::None,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        if !knows_grants(study) {
            return Vec::new();
        }
        let report = commitments::run(study, &params(query));
        report.rows.iter().map(feature).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::money::commitment(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }

    fn own_parameters(&self, _: &Study, _: &Query) -> Map<String, Json> {
        [("mostYears".to_owned(), json!(MOST_YEARS))]
            .into_iter()
            .collect()
    }
}

/// The question to the analysis.
pub(super) fn params(query: &Query) -> commitments::Params {
    commitments::Params {
        date: query.selection.date,
        only: only(query),
    }
}

fn feature(row: &Row) -> Feature {
    Feature {
        id: row.year.to_string(),
        geometry: None,
        values: vec![
            Value::Integer(row.year.into()),
            euros(Some(row.committed())),
            euros(Some(row.multi_year())),
            euros(Some(row.open_ended())),
            count(row.promised.len()),
            count(row.without_amount()),
            count(row.grants_ending()),
            euros(Some(row.ending())),
        ],
    }
}
