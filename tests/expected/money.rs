//! Where money goes, what is promised and what does not fit.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use wijkkaart::analysis::spending::{self, By, Only};
use wijkkaart::collections::{self, Query, Today};
use wijkkaart::domain::feature::{Feature, FeatureSet, Value};

use super::cities::Town;
use super::rows::{Expected, Rows};
use crate::support::DAY;

fn ask(town: &Town, collection: &str, by: Option<By>) -> FeatureSet {
    let collection = collections::get(collection).expect("a collection");
    let today = Today {
        date: DAY,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let by = by.map(|by| ("by".to_owned(), by.name().to_owned()));
    let pairs: Vec<_> = by.into_iter().collect();
    let query = Query::parse(collection, &town.study, &today, &pairs).expect("a question");
    collections::run(collection, &town.study, &query)
}

/// Amounts are exact, and so is everything counted; shares have the bits of the same division.
fn same(set: &FeatureSet, feature: &Feature, key: &str, expected: &Rows) {
    let row = expected
        .get(key)
        .unwrap_or_else(|| panic!("{key} was not expected"));
    for (property, wanted) in row.as_object().expect("a row") {
        let at = set.schema.position(property);
        let found = at.map_or(&Value::Null, |at| &feature.values[at]);
        let found = match found {
            Value::Number(number) => Some(*number),
            Value::Integer(number) => Some(*number as f64),
            _ => None,
        };
        assert_eq!(found, wanted.as_f64(), "{key} {property}");
    }
}

/// Spending by everything that it can be grouped by, in whole cents.
pub fn spent(town: &Town, expected: &Expected) {
    let rows = expected.rows("spending");
    let total = &expected.rows("total")["all"];
    let mut seen = BTreeSet::new();
    for by in By::ALL {
        let set = ask(town, "spending", Some(by));
        let text = |feature: &Feature, property: &str| {
            let at = set.schema.position(property).expect("a property");
            match &feature.values[at] {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            }
        };
        let mut cents = 0.0;
        for feature in &set.features {
            let at = set.schema.position("eurosPerYear").expect("euros");
            if let Value::Number(euros) = feature.values[at] {
                cents += (euros * 100.0).round();
            }
            let code = text(feature, "code").or_else(|| Some(format!("!{}", text(feature, "reason")?)));
            let key = format!("{} {}", by.name(), code.expect("a code or a reason"));
            let one_of_many = by == By::Facility && !rows.contains_key(&key) && !key.contains(" vb-9");
            let grants = set.value(&feature.id, "grants");
            // Types and areas without money have a row too.
            if !one_of_many && grants != Some(&Value::Integer(0)) {
                same(&set, feature, &key, rows);
                seen.insert(key);
            }
        }
        assert_eq!(
            Some(cents / 100.0),
            total["eurosPerYear"].as_f64(),
            "by {}",
            by.name()
        );
    }
    let missed: Vec<&String> = rows.keys().filter(|key| !seen.contains(*key)).collect();
    assert!(missed.is_empty(), "{missed:?}");
    let provided = spending::provided(&town.study, DAY, &Only::default());
    assert_eq!(provided.general_share(), total["generalShare"].as_f64());
}

/// What is promised for each year.
pub fn committed(town: &Town, expected: &Expected) {
    let set = ask(town, "commitments", None);
    let rows = expected.rows("commitments");
    for feature in &set.features {
        same(&set, feature, &feature.id, rows);
    }
    assert_eq!(set.features.len(), rows.len());
}

/// What does not fit.
pub fn unmatched(town: &Town, expected: &Expected) {
    let set = ask(town, "funding-mismatches", None);
    let rows = expected.rows("mismatches");
    for feature in &set.features {
        same(&set, feature, &feature.id, rows);
    }
    let found: BTreeSet<&str> = set.features.iter().map(|of| of.id.as_str()).collect();
    let wanted: BTreeSet<&str> = rows.keys().map(String::as_str).collect();
    assert_eq!(found, wanted);
    assert!(rows.values().all(Json::is_object));
}
