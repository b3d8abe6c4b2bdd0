//! The monitor beside slow and obvious calculations.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::Point;
use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::collections::fixture::{city, snapshot};
use crate::domain::indicator::Reading;
use crate::domain::{Facility, Indicator};

const NAME: &str = "coverage:LRN-BIEB:all";

fn day(number: i16) -> Date {
    Date::ZERO + jiff::Span::new().days(i64::from(number) + 740_000)
}

/// Date, value, baseline and change of every row, in the order of the answer.
type Line = (Option<Date>, Option<f64>, Option<f64>, Option<f64>);

fn lines(set: &FeatureSet, area: &str) -> Vec<Line> {
    let inside = set
        .features
        .iter()
        .filter(|of| set.value(&of.id, "areaCode") == Some(&Value::Text(area.to_owned())));
    let line = |id: &str| {
        let date = match set.value(id, "date") {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        let number = |property| number(set, id, property);
        (date, number("value"), number("baseline"), number("change"))
    };
    inside.map(|of| line(&of.id)).collect()
}

/// What a series must look like, value by value: `first` is the first that is known.
fn expected(values: &[(Option<Date>, Option<f64>)], first: Option<usize>) -> Vec<Line> {
    let baseline = first.and_then(|first| values[first].1);
    let line = |(at, (date, value)): (usize, &(Option<Date>, Option<f64>))| {
        let change = match (value, baseline) {
            (Some(value), Some(baseline)) if first != Some(at) => Some(value - baseline),
            _ => None,
        };
        (*date, *value, baseline, change)
    };
    values.iter().enumerate().map(line).collect()
}

fn same(found: &[Line], expected: &[Line]) -> bool {
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-8,
        (a, b) => a == b,
    };
    found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(a, b)| a.0 == b.0 && near(a.1, b.1) && near(a.2, b.2) && near(a.3, b.3))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_last_reading_of_each_day_is_shown_beside_the_first(
        kept in prop::collection::vec((0_i16..12, prop::option::of(-5.0..5.0_f64)), 0..20),
        asked in 0_i16..12,
    ) {
        let mut study = study();
        // Revisions in the order in which they were kept, whatever day they are of.
        study.readings = Arc::new((1_u64..).zip(&kept).map(|(revision, (of, value))| Reading {
            revision,
            date: day(*of),
            indicator: NAME.to_owned(),
            area: "WK000101".into(),
            value: *value,
        }).collect());
        let asked = day(asked);
        let mut last: BTreeMap<Date, Option<f64>> = BTreeMap::new();
        for (of, value) in &kept {
            if day(*of) <= asked {
                last.insert(day(*of), *value);
            }
        }
        let mut values: Vec<(Option<Date>, Option<f64>)> = last.iter().map(|(day, value)| (Some(*day), *value)).collect();
        let now = number(&ask(&study, "districts", &format!("serviceType=LRN-BIEB&date={asked}")), "WK000101", "coverage");
        values.push((Some(asked), now));
        let first = values[..values.len() - 1].iter().position(|(_, value)| value.is_some());
        let mut rows = expected(&values, first);
        let at = rows.len() - 1;
        if at > 0 && rows[at - 1].0 == Some(asked) {
            rows.remove(at - 1);
        }
        let set = ask(&study, "indicators", &format!("indicator={NAME}&date={asked}"));
        let found = lines(&set, "WK000101");
        prop_assert!(same(&found, &rows), "{:?} instead of {:?}", found, rows);
    }

    #[test]
    fn an_imported_series_is_every_value_known_until_the_day(
        records in prop::collection::btree_map(prop::option::of(0_i16..12), prop::option::of(-5.0..5.0_f64), 0..8),
        asked in 0_i16..12,
    ) {
        let mut snapshot = snapshot();
        let record = |(of, value): (&Option<i16>, &Option<f64>)| {
            let date = of.map(day);
            Indicator {
                id: format!("lonely:WK000101:{}", date.map(|day| day.to_string()).unwrap_or_default()),
                area: Some("WK000101".into()),
                date,
                value: *value,
                unit: None,
                direction: Some("down".to_owned()),
                measured_by: None,
                source: "monitor".into(),
                ambition: Some(0.0),
                label: None,
                label_en: None,
            }
        };
        // The latest first, so that order comes of the days.
        snapshot.layers.indicators = records.iter().rev().map(record).collect();
        let study = Study::new(&city(), snapshot);
        let values: Vec<(Option<Date>, Option<f64>)> = records
            .iter()
            .map(|(of, value)| (of.map(day), *value))
            .filter(|(of, _)| of.is_none_or(|of| of <= day(asked)))
            .collect();
        let first = values.iter().position(|(_, value)| value.is_some());
        let set = ask(&study, "indicators", &format!("area=WK000101&date={}", day(asked)));
        let measured = FeatureSet {
            features: set.features.iter().filter(|of| of.id.starts_with("lonely:")).cloned().collect(),
            schema: set.schema.clone(),
        };
        let (found, rows) = (lines(&measured, "WK000101"), expected(&values, first));
        prop_assert!(same(&found, &rows), "{:?} instead of {:?}", found, rows);
        for of in &measured.features {
            let yes = |property: &str| match measured.value(&of.id, property) {
                Some(Value::Boolean(yes)) => Some(*yes),
                _ => None,
            };
            let number = |property| number(&measured, &of.id, property);
            prop_assert_eq!(yes("improved"), number("change").filter(|change| *change != 0.0).map(|change| change < 0.0));
            prop_assert_eq!(yes("ambitionMet"), number("value").map(|value| value <= 1e-9));
        }
    }

    #[test]
    fn counts_are_those_of_going_through_all_facilities(
        places in prop::collection::vec((0_u8..3, 99_800.0..104_200.0_f64, 0_u8..60), 0..40),
    ) {
        let mut snapshot = snapshot();
        for (number, (kind, x, more)) in places.iter().enumerate() {
            let mut facility = Facility::new(format!("f{number:03}"), "list");
            facility.service_type = [Some("LRN-BIEB"), Some("ONT-TUIN"), None][usize::from(*kind)].map(Into::into);
            facility.location = (more % 7 != 0).then(|| Point::new(*x, 420_300.0));
            facility.conversion_candidate = [None, Some(true), Some(false)][usize::from(more % 3)];
            facility.own_contribution = [None, Some("income"), Some("none"), Some("a lot")][usize::from(more % 4)].map(str::to_owned);
            facility.own_contribution_from = (more % 5 == 0).then(|| today().date + jiff::Span::new().days(1));
            facility.valid_to = (more % 11 == 0).then(|| today().date);
            snapshot.layers.facilities.push(facility);
        }
        let study = Study::new(&city(), snapshot);
        let set = ask(&study, "indicators", "");
        for (area, west, east) in [("BU00010101", 0.0, 1.0), ("WK000101", 0.0, 2.0), ("middle", 1.0, 3.0), ("GM0001", 0.0, 4.0)] {
            let inside: Vec<&Facility> = study.facilities.list.iter().map(|of| &of.facility).filter(|of| {
                let open = of.valid_from.is_none_or(|from| from <= today().date) && of.valid_to.is_none_or(|to| to > today().date);
                open && of.location.is_some_and(|at| at.x() >= 100_000.0 + west * 1000.0 && at.x() <= 100_000.0 + east * 1000.0)
            }).collect();
            let general = |of: &&&Facility| of.conversion_candidate != Some(true);
            let value = |name: &str| number(&set, &format!("{name}:{area}:{}", today().date), "value");
            let count = inside.iter().filter(general).count();
            near(value("facility-count"), count as f64);
            for code in ["LRN-BIEB", "ONT-TUIN"] {
                let of_type = inside.iter().filter(general).filter(|of| of.service_type.as_ref().is_some_and(|of| of.as_str() == code));
                near(value(&format!("facility-count:{code}")), of_type.count() as f64);
            }
            let word = |of: &&Facility, words: &[&str]| of.own_contribution.as_deref().is_some_and(|word| words.contains(&word));
            let telling = inside.iter().filter(|of| word(of, &["income", "none"])).count();
            let asking = inside.iter().filter(|of| word(of, &["income"]) && of.own_contribution_from.is_none()).count();
            if telling == 0 && !inside.is_empty() {
                prop_assert_eq!(value("income-contributions"), None);
            } else {
                near(value("income-contributions"), asking as f64);
            }
        }
    }
}
