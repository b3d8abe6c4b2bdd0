//! What changes tell, and what they tell of a confidential layer.

use std::sync::Arc;

use geo::Point;
use jiff::civil::date;

use super::*;
use crate::collections::fixture::{city, confidential_snapshot, facility, snapshot};
use crate::collections::{Before, Query};

/// The changes from what one study knows of the summer of 2025 to what another knows of that of 2026.
fn compared(before: Study, after: &Study, more: &str) -> FeatureSet {
    let query = parse(after, "changes", &format!("from=2025-06-01&{more}")).unwrap();
    let before = Before {
        study: Arc::new(before),
        date: date(2025, 6, 1),
    };
    let query = Query {
        before: Some(before),
        ..query
    };
    run(get("changes").unwrap(), after, &query)
}

/// The figures of people in a set, by row: before, after, change and every part.
fn told(set: &FeatureSet) -> Vec<(&str, Vec<f64>)> {
    let properties = [
        "before",
        "after",
        "change",
        "opened",
        "closed",
        "moved",
        "residentsPart",
        "criterionPart",
        "correction",
        "inseparable",
    ];
    let people = set
        .features
        .iter()
        .filter(|feature| !feature.id.ends_with("facilityCount"));
    people
        .map(|feature| {
            let numbers = properties
                .iter()
                .filter_map(|name| number(set, &feature.id, name));
            (feature.id.as_str(), numbers.collect())
        })
        .filter(|(_, numbers): &(_, Vec<f64>)| !numbers.is_empty())
        .collect()
}

#[test]
fn what_closed_is_told_with_its_part() {
    let study = study();
    let set = compared(super::study(), &study, "serviceType=LRN-BIEB");
    // The library in the middle of D, of whose 400 residents all live within a kilometre of it.
    let row = "BU00010202:LRN-BIEB:residentsServed";
    near(number(&set, row, "before"), 400.0);
    near(number(&set, row, "closed"), -400.0);
    near(number(&set, row, "change"), -400.0);
    near(number(&set, row, "facilitiesClosed"), 1.0);
    assert_eq!(set.value(row, "suppressed"), None);
    assert!(
        set.value("BU00010101:LRN-BIEB:residentsServed", "change")
            .is_none(),
        "nothing changed"
    );
    // Its residents went farther than nobody knows in between: the others of the city are all in reach.
    near(number(&set, "GM0001:LRN-BIEB:facilityCount", "closed"), -1.0);
    let areas = compared(super::study(), &study, "serviceType=LRN-BIEB&area=WK000102");
    let codes: Vec<&str> = ids(&areas)
        .iter()
        .map(|id| id.split(':').next().unwrap())
        .collect();
    assert!(
        !codes.is_empty()
            && codes
                .iter()
                .all(|code| ["BU00010201", "BU00010202", "WK000102"].contains(code))
    );
}

#[test]
fn an_area_on_one_day_only_has_no_change() {
    let mut younger = snapshot();
    younger.layers.areas.remove(0);
    let after = Study::new(&city(), younger);
    let set = compared(study(), &after, "serviceType=LRN-BIEB");
    let row = "BU00010101:residents";
    near(number(&set, row, "before"), 1000.0);
    for name in ["after", "change", "residentsPart", "closed"] {
        assert_eq!(number(&set, row, name), None, "{name}");
    }
    assert_eq!(set.value(row, "onlyIn"), Some(&Value::Text("before".to_owned())));
    let back = compared(Study::new(&city(), snapshot()), &study(), "serviceType=LRN-BIEB");
    assert!(
        back.features
            .iter()
            .all(|of| back.value(&of.id, "onlyIn") == Some(&Value::Null))
    );
}

#[test]
fn a_difference_of_a_few_observed_people_is_not_told_nor_what_gives_it_away() {
    // D has two residents, who lose their library: of D, its district and the city nothing is told, nor of B with its three.
    let set = compared(
        confidential_study(),
        &confidential_study(),
        "serviceType=LRN-BIEB",
    );
    assert!(told(&set).is_empty(), "{:?}", told(&set));
    near(number(&set, "BU00010202:LRN-BIEB:facilityCount", "closed"), -1.0);
    let row = "BU00010202:LRN-BIEB:residentsServed";
    assert_eq!(set.value(row, "suppressed"), Some(&Value::Boolean(true)));
    // Four hundred in D, and forty of each band, may be told.
    let many = |residents: f64| {
        let mut snapshot = confidential_snapshot();
        snapshot.layers.demand.retain(|point| point.id != "p2");
        snapshot.layers.demand[1].residents = Some(residents);
        Study::new(&city(), snapshot)
    };
    let set = compared(many(400.0), &many(400.0), "serviceType=LRN-BIEB");
    near(number(&set, row, "closed"), -400.0);
    // Four hundred that become 403: three came.
    let set = compared(many(400.0), &many(403.0), "serviceType=LRN-BIEB");
    assert!(
        told(&set).iter().all(|(id, _)| !id.starts_with("BU00010202")),
        "{:?}",
        told(&set)
    );
    assert!(
        told(&set).iter().all(|(id, _)| !id.starts_with("GM")),
        "{:?}",
        told(&set)
    );
    // A hundred before, and nothing confidential then: now it is.
    let set = compared(study(), &confidential_study(), "serviceType=LRN-BIEB");
    assert!(
        told(&set)
            .iter()
            .all(|(id, _)| !id.starts_with("BU00010202") && !id.starts_with("BU00010102"))
    );
}

#[test]
fn steps_between_that_would_tell_of_a_few_are_hidden_with_the_rest() {
    // Three live where only a library that moved away twice over would reach: 40 on both days, 43 in between.
    let state = |new: bool| {
        let mut snapshot = confidential_snapshot();
        let point = snapshot.layers.demand[0].clone();
        let at = |residents: f64, x: f64, id: &str| crate::domain::DemandRecord {
            id: id.to_owned(),
            residents: Some(residents),
            location: Point::new(x, 420_400.0),
            ..point.clone()
        };
        snapshot.layers.demand = vec![at(40.0, 100_100.0, "p1"), at(3.0, 100_800.0, "p2")];
        snapshot.layers.facilities = vec![facility("lib-1", Some("LRN-BIEB"), Some((100_100.0, 420_400.0)))];
        let mut east = facility("lib-2", Some("LRN-BIEB"), Some((101_900.0, 420_400.0)));
        // It closed in the spring, and another opened in its reach of the three.
        east.location = Some(Point::new(101_700.0, 420_400.0));
        east.valid_to = Some(date(2026, 1, 1));
        let mut other = facility("lib-3", Some("LRN-BIEB"), Some((101_750.0, 420_400.0)));
        other.valid_from = Some(date(2026, 2, 1));
        if new {
            snapshot.layers.facilities.extend([east, other]);
        }
        Study::new(&city(), snapshot)
    };
    let set = compared(state(true), &state(true), "serviceType=LRN-BIEB");
    for (id, numbers) in told(&set) {
        let few = |value: &f64| value.abs() > 1e-6 && value.abs() < 5.0;
        assert!(
            id.contains("coverage") || id.contains("meanDistance") || !numbers.iter().any(few),
            "{id} {numbers:?}"
        );
        assert!(!id.starts_with("BU00010101"), "{id} {numbers:?}");
    }
}

#[test]
fn a_day_is_known_by_the_list_before_the_first_that_is_later() {
    let mut study = Study::new(&city(), snapshot());
    let known = |study: &Study| [2024, 2025, 2026].map(|year| study.known_on(date(year, 6, 1)));
    assert_eq!(known(&study), [7, 7, 7], "nobody kept what lists there were");
    study.facility_lists = Arc::new(vec![(2, date(2025, 1, 1)), (5, date(2026, 1, 1))]);
    assert_eq!(
        known(&study),
        [7, 4, 7],
        "of 2024 there is no list, of 2026 none is later"
    );
    // A change asks what was known then; back in time, and where a revision is named, that is not so.
    let asked = |text: &str| parse(&study, "changes", text).unwrap().compared_with(&study);
    assert_eq!(
        asked("from=2025-06-01&date=2026-06-01"),
        Some((4, date(2025, 6, 1)))
    );
    assert_eq!(
        asked("from=2025-06-01&date=2025-01-01"),
        Some((7, date(2025, 6, 1)))
    );
    assert_eq!(
        asked("from=2025-06-01&date=2026-06-01&fromRevision=3"),
        Some((3, date(2025, 6, 1)))
    );
}
