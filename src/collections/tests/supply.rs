//! Supply and accessibility of the city that can be computed by hand.

use super::*;
use crate::collections::fixture::{city, confidential_snapshot, snapshot};

/// 30 places in the first library, none told in the second; both reach all of A and, from 2,000 m, all of B.
fn furnished() -> Study {
    let mut snapshot = snapshot();
    snapshot.layers.facilities[0].capacity = Some(30.0);
    snapshot.layers.facilities[1].floor_area_m2 = Some(250.0);
    Study::new(&city(), snapshot)
}

const NEAR: &str = "serviceType=LRN-BIEB&distance=1700";

#[test]
fn what_there_is_is_divided_over_who_can_reach_it() {
    let study = furnished();
    let set = ask(&study, "supply", NEAR);
    assert_eq!(ids(&set), ["lib-1", "lib-2"], "only what is open on the day");
    // From everywhere in A and B, and from nowhere in D.
    near(number(&set, "lib-1", "demandInReach"), 1500.0);
    near(number(&set, "lib-1", "ratioPer1000"), 20.0);
    for property in ["capacity", "demandInReach", "ratioPer1000"] {
        assert_eq!(number(&set, "lib-2", property), None, "it tells no {property}");
    }
    let areas = ask(&study, "accessibility", NEAR);
    assert_eq!(areas.features.len(), 8);
    let told = |code: &str, property| number(&areas, &format!("{code}:LRN-BIEB"), property);
    near(told("neighbourhood:BU00010101", "accessPer1000"), 20.0);
    near(told("neighbourhood:BU00010202", "accessPer1000"), 0.0);
    assert_eq!(
        told("neighbourhood:BU00010201", "accessPer1000"),
        None,
        "nobody knows who live there"
    );
    let city = "municipality:GM0001";
    near(told(city, "accessPer1000"), 30.0 / 1.9);
    near(told(city, "residentsServed"), 1500.0);
    near(told(city, "coveredWithoutCapacity"), 0.0);
    near(told(city, "residentsUncovered"), 400.0);
    near(told(city, "capacityUnknown"), 1.0);
    near(told("neighbourhood:BU00010202", "capacityUnknown"), 0.0);
}

#[test]
fn floor_area_is_asked_apart() {
    let study = furnished();
    let question = format!("{NEAR}&of=floorArea");
    let set = ask(&study, "supply", &question);
    assert_eq!(number(&set, "lib-1", "ratioPer1000"), None);
    near(number(&set, "lib-2", "ratioPer1000"), 250.0 / 1.5);
    let areas = ask(&study, "accessibility", &question);
    near(
        number(&areas, "municipality:GM0001:LRN-BIEB", "accessPer1000"),
        250.0 / 1.9,
    );
}

#[test]
fn what_nobody_tells_is_not_filled_in() {
    let study = study();
    let areas = ask(&study, "accessibility", NEAR);
    let told = |code: &str, property| number(&areas, &format!("{code}:LRN-BIEB"), property);
    let city = "municipality:GM0001";
    assert_eq!(
        told(city, "accessPer1000"),
        None,
        "that is not known to be nothing"
    );
    near(told(city, "residentsServed"), 0.0);
    near(told(city, "coveredWithoutCapacity"), 1500.0);
    near(told(city, "residentsUncovered"), 400.0);
    near(told(city, "capacityUnknown"), 2.0);
    near(told("neighbourhood:BU00010202", "accessPer1000"), 0.0);
}

#[test]
fn the_nearer_weighs_more_where_that_is_asked() {
    let study = furnished();
    let told = |method: &str| {
        let question = format!("serviceType=LRN-BIEB&distance=1700&method={method}");
        let areas = ask(&study, "accessibility", &question);
        ["BU00010101", "BU00010102"]
            .map(|code| number(&areas, &format!("neighbourhood:{code}:LRN-BIEB"), "accessPer1000").unwrap())
    };
    let [near_by, far] = told("e2sfca");
    assert!(near_by > far && far > 0.0, "{near_by} {far}");
    near(Some(near_by * 1.0 + far * 0.5), 30.0);
    // There is nothing to choose from with one that takes part: all residents take all of their demand there.
    let three = told("3sfca");
    near(Some(three[0]), near_by);
    near(Some(three[1]), far);
    let [one, same] = told("e2sfca&weights=0.5,0.5");
    near(Some(one), 20.0);
    near(Some(same), 20.0);
}

#[test]
fn the_rule_of_division_is_told_and_one_that_cannot_be_used_is_refused() {
    let study = furnished();
    let told = |question: &str| json!(parse(&study, "accessibility", question).unwrap().parameters);
    assert_eq!(told("")["method"], "2sfca");
    assert_eq!(told("")["of"], "capacity");
    assert_eq!(told("").get("weights"), None);
    assert_eq!(told("method=e2sfca")["weights"], "1,0.68,0.22");
    assert_eq!(told("method=3sfca&weights=1,0.50")["weights"], "1,0.5");
    for (question, name) in [
        ("method=4sfca", "method"),
        ("of=beds", "of"),
        ("method=e2sfca&weights=0.2,1", "weights"),
        ("weights=1,0.5", "weights"),
    ] {
        for collection in ["supply", "accessibility"] {
            let wrong = parse(&study, collection, question).unwrap_err();
            assert_eq!(wrong[0].name, name, "{question}");
        }
    }
}

#[test]
fn without_a_type_every_type_is_told_that_there_is() {
    let study = furnished();
    for collection in ["supply", "accessibility"] {
        let (all, one) = (
            ask(&study, collection, ""),
            ask(&study, collection, "serviceType=LRN-BIEB"),
        );
        assert_eq!(ids(&all), ids(&one), "the only type with a located facility");
    }
    assert!(ask(&study, "supply", "serviceType=ONT-TUIN").features.is_empty());
    let gardens = ask(&study, "accessibility", "serviceType=ONT-TUIN");
    near(
        number(&gardens, "municipality:GM0001:ONT-TUIN", "accessPer1000"),
        0.0,
    );
    near(
        number(&gardens, "municipality:GM0001:ONT-TUIN", "residentsUncovered"),
        1900.0,
    );
    let west = ask(&study, "accessibility", "serviceType=LRN-BIEB&area=WK000101");
    assert_eq!(
        ids(&west),
        [
            "neighbourhood:BU00010101:LRN-BIEB",
            "neighbourhood:BU00010102:LRN-BIEB",
            "district:WK000101:LRN-BIEB"
        ]
    );
    assert!(
        ask(&study, "supply", "serviceType=LRN-BIEB&area=WK000102")
            .features
            .is_empty()
    );
}

#[test]
fn a_few_confidential_residents_are_not_told_of() {
    let mut snapshot = confidential_snapshot();
    snapshot.layers.facilities[0].capacity = Some(30.0);
    let study = Study::new(&city(), snapshot);
    assert!(study.demand_confidential());
    let question = "serviceType=LRN-BIEB";
    let areas = ask(&study, "accessibility", question);
    for (code, told) in [("BU00010101", true), ("BU00010102", false), ("BU00010202", false)] {
        let id = format!("neighbourhood:{code}:LRN-BIEB");
        assert_eq!(areas.value(&id, "suppressed"), Some(&Value::Boolean(!told)));
        for property in ["residents", "residentsUncovered", "capacityUnknown"] {
            assert_eq!(number(&areas, &id, property).is_some(), told, "{id} {property}");
        }
    }
    for larger in ["district:WK000101", "district:WK000102"] {
        let id = format!("{larger}:LRN-BIEB");
        assert_eq!(
            areas.value(&id, "suppressed"),
            Some(&Value::Boolean(true)),
            "one neighbourhood alone is hidden in it"
        );
    }
    for method in ["method=e2sfca", "method=3sfca"] {
        let wrong = parse(&study, "supply", method).unwrap_err();
        assert!(wrong[0].reason.contains("confidential"), "{}", wrong[0]);
    }
}
