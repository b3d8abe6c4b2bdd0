//! Co-locations: which service types have which others as their nearest neighbour, beyond chance.

use serde_json::{Map, Value as Json, json};

use super::{Collection, Parameter, Query};
use crate::analysis::colocation;
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Colocations;

const PROPERTIES: [Property; 9] = [
    Property::new("serviceTypeA", Kind::Text, "Soort A", "Service type A"),
    Property::new("serviceTypeB", Kind::Text, "Soort B", "Service type B"),
    Property::new(
        "countA",
        Kind::Integer,
        "Aantal voorzieningen van soort A",
        "Number of facilities of type A",
    ),
    Property::new(
        "countB",
        Kind::Integer,
        "Aantal voorzieningen van soort B",
        "Number of facilities of type B",
    ),
    Property::new(
        "neighbours",
        Kind::Number,
        "Aantal van soort A met soort B als naaste buur",
        "Number of type A with type B as nearest neighbour",
    ),
    Property::new(
        "quotient",
        Kind::Number,
        "Co-locatiequotiënt: boven 1 vaker naaste buur dan bij toeval",
        "Co-location quotient: above 1 more often nearest neighbours than by chance",
    ),
    Property::new(
        "pValue",
        Kind::Number,
        "Kans dat toeval zo'n quotiënt geeft (tweezijdig, 0–1)",
        "How likely chance gives such a quotient (two-sided, 0–1)",
    ),
    Property::new(
        "permutations",
        Kind::Integer,
        "Keren dat de soorten zijn geschud",
        "Times that the types were shuffled",
    ),
    Property::new(
        "seed",
        Kind::Integer,
        "Begin van de toevalsreeks",
        "Seed of the shuffles",
    ),
];

impl Collection for Colocations {
    fn id(&self) -> &'static str {
        "colocations"
    }

    fn title_nl(&self) -> &'static str {
        "Soorten bij elkaar"
    }

    fn title_en(&self) -> &'static str {
        "Co-locations"
    }

    fn description_nl(&self) -> &'static str {
        "Per paar soorten of voorzieningen van soort A vaker dan bij toeval een voorziening van soort B als naaste buur hebben \
         (co-locatiequotiënt). Soorten met één voorziening tellen als buur mee, maar krijgen geen paar."
    }

    fn description_en(&self) -> &'static str {
        "Per pair of service types whether facilities of type A have one of type B as their nearest neighbour more often than by \
         chance (co-location quotient). Types with one facility count as neighbours, but get no pair."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Role,
            Parameter::Permutations,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[Layer::Facilities, Layer::Grants]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::None,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = colocation::Params {
            selection: query.selection.clone(),
            permutations: query.permutations,
        };
        let pairs = colocation::run(study, &params).pairs;
        pairs
            .iter()
            .map(|pair| feature(study, pair, query.permutations))
            .collect()
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }

    fn own_parameters(&self, _: &Study) -> Map<String, Json> {
        Map::from_iter([("seed".to_owned(), json!(colocation::SEED))])
    }
}

fn feature(study: &Study, pair: &colocation::Pair, permutations: usize) -> Feature {
    let code = |of: usize| study.taxonomy.types()[of].code.to_string();
    let count = |of: usize| Value::integer(i64::try_from(of).ok());
    Feature {
        id: format!("{}~{}", code(pair.a), code(pair.b)),
        geometry: None,
        values: vec![
            Value::Text(code(pair.a)),
            Value::Text(code(pair.b)),
            count(pair.count_a),
            count(pair.count_b),
            Value::number(Some(pair.neighbours)),
            Value::number(pair.quotient),
            Value::number(Some(pair.p_value)),
            count(permutations),
            Value::integer(i64::try_from(colocation::SEED).ok()),
        ],
    }
}
