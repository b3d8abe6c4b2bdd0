//! Overlaps: pairs of facilities that give the same service to the same people.

use geo::{Geometry, Line, LineString};
use serde_json::{Map, Value as Json, json};

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::small;
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::overlaps;
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Overlaps;

/// How often two facilities may meet at a demand point in the making of an answer: some seconds of work.
const MOST_MEETINGS: f64 = 4e9;

const PROPERTIES: [Property; 9] = [
    Property::new("facilityA", Kind::Text, "Voorziening A", "Facility A"),
    Property::new("facilityB", Kind::Text, "Voorziening B", "Facility B"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "jaccard",
        Kind::Number,
        "Gedeeld bereik ÷ gezamenlijk bereik (0–1)",
        "Shared reach ÷ joint reach (0–1)",
    ),
    Property::new(
        "distanceM",
        Kind::Number,
        "Onderlinge afstand",
        "Distance between the two",
    )
    .in_unit("m"),
    Property::new(
        "sharedResidents",
        Kind::Number,
        "Inwoners binnen bereik van beide",
        "Residents in reach of both",
    ),
    Property::new(
        "targetGroupUnknown",
        Kind::Boolean,
        "Doelgroep van een van beide onbekend",
        "Target group of one of the two unknown",
    ),
    Property::new(
        "eurosPerYearA",
        Kind::Number,
        "Euro per jaar voor A",
        "Euros a year for A",
    )
    .in_unit("EUR/a"),
    Property::new(
        "eurosPerYearB",
        Kind::Number,
        "Euro per jaar voor B",
        "Euros a year for B",
    )
    .in_unit("EUR/a"),
];

impl Collection for Overlaps {
    fn id(&self) -> &'static str {
        "overlaps"
    }

    fn title_nl(&self) -> &'static str {
        "Dubbelingen"
    }

    fn title_en(&self) -> &'static str {
        "Overlaps"
    }

    fn description_nl(&self) -> &'static str {
        "Paren voorzieningen van dezelfde soort en voor dezelfde doelgroep die grotendeels dezelfde inwoners bereiken."
    }

    fn description_en(&self) -> &'static str {
        "Pairs of facilities of one type and for one target group that largely reach the same residents."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Line
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

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::Line,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        overlaps::run(study, &params(study, query))
            .overlaps
            .iter()
            .filter_map(|overlap| feature(study, overlap))
            .collect()
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        let meetings = overlaps::meetings(study, &params(study, query));
        (meetings > MOST_MEETINGS).then(|| {
            let reason = format!(
                "brings two facilities together {meetings:.1e} times, and an answer is made of at most {MOST_MEETINGS:.0e}: ask a \
                shorter distance, one service type or an area"
            );
            InvalidParam::new(Parameter::Distance.name(), reason)
        })
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::overlaps::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }

    fn own_parameters(&self, study: &Study, _: &Query) -> Map<String, Json> {
        Map::from_iter([("overlapJaccard".to_owned(), json!(study.settings.overlap_jaccard))])
    }
}

fn params(study: &Study, query: &Query) -> overlaps::Params {
    overlaps::Params {
        selection: query.selection.clone(),
        jaccard: study.settings.overlap_jaccard,
        of: query.standing_in_area(study),
    }
}

fn feature(study: &Study, overlap: &overlaps::Overlap) -> Option<Feature> {
    let facilities = &study.facilities;
    let (a, b) = (
        &facilities.get(overlap.a).facility.id,
        &facilities.get(overlap.b).facility.id,
    );
    let line = Line::new(facilities.location(overlap.a)?, facilities.location(overlap.b)?);
    let confidential = study.demand_confidential();
    let suppressed = confidential && small(overlap.shared_residents);
    let mut values = vec![
        Value::Text(a.to_string()),
        Value::Text(b.to_string()),
        Value::Text(study.taxonomy.types()[overlap.service_type].code.to_string()),
        Value::number((!suppressed).then_some(overlap.jaccard)),
        Value::number(Some(overlap.distance.0)),
        Value::number((!suppressed).then_some(overlap.shared_residents)),
        Value::Boolean(overlap.target_group_unknown),
        Value::number(overlap.euros_per_year_a.map(|euros| euros.0)),
        Value::number(overlap.euros_per_year_b.map(|euros| euros.0)),
    ];
    if confidential {
        values.push(Value::Boolean(suppressed));
    }
    Some(Feature {
        id: format!("{a}~{b}"),
        geometry: Some(Geometry::LineString(LineString::from(line))),
        values,
    })
}
