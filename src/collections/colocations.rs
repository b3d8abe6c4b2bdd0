//! Co-locations: which service types have which others as their nearest neighbour, beyond chance.

use serde_json::{Map, Value as Json, json};

use super::explain::{self, Account, Figure};
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

    fn account(&self, figure: &Figure) -> Account {
        explain::together::colocation(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }

    fn own_parameters(&self, _: &Study, _: &Query) -> Map<String, Json> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::collections::fixture::{city, snapshot};
    use crate::collections::tests::{ask, ids, near, number, parse};
    use crate::study::Study;

    /// Two libraries, and two gardens each 20 m from one of them.
    fn study() -> Study {
        let mut snapshot = snapshot();
        let mut gardens = snapshot.layers.facilities[..2].to_vec();
        for garden in &mut gardens {
            garden.id = format!("garden-{}", garden.id).into();
            garden.service_type = Some("ONT-TUIN".into());
            garden.location = garden.location.map(|at| at + (0.0, 20.0).into());
        }
        snapshot.layers.facilities.extend(gardens);
        Study::new(&city(), snapshot)
    }

    #[test]
    fn pairs_tell_how_often_they_are_neighbours_and_how_sure_that_is() {
        let study = study();
        let set = ask(&study, "colocations", "permutations=199");
        let pairs = [
            "ONT-TUIN~ONT-TUIN",
            "ONT-TUIN~LRN-BIEB",
            "LRN-BIEB~ONT-TUIN",
            "LRN-BIEB~LRN-BIEB",
        ];
        assert_eq!(ids(&set), pairs);
        for (pair, neighbours, quotient) in [(pairs[0], 0.0, 0.0), (pairs[1], 2.0, 1.5), (pairs[2], 2.0, 1.5)]
        {
            near(number(&set, pair, "countA"), 2.0);
            near(number(&set, pair, "countB"), 2.0);
            near(number(&set, pair, "neighbours"), neighbours);
            near(number(&set, pair, "quotient"), quotient);
            near(number(&set, pair, "permutations"), 199.0);
            let p = number(&set, pair, "pValue").unwrap();
            // Four of the six ways to hand out the types make such neighbours.
            assert!(p > 0.9, "{p}");
        }
        let from = ask(&study, "colocations", "serviceType=LRN-BIEB&permutations=199");
        assert_eq!(ids(&from), pairs[2..]);
    }

    #[test]
    fn shuffles_and_seed_are_told() {
        let study = study();
        let told = parse(&study, "colocations", "").unwrap().parameters;
        assert_eq!(
            json!(told),
            json!({ "date": "2026-06-01", "permutations": 999, "seed": 2011 })
        );
        for wrong in ["98", "10000", "x", "1e3"] {
            assert!(
                parse(&study, "colocations", &format!("permutations={wrong}")).is_err(),
                "{wrong}"
            );
        }
    }
}
