//! The collections of a city that can be computed by hand, and what their parameters accept.

mod equity;
mod filters;
mod indicators;
mod measured;
mod monitor;
mod parameters;
mod removals;
mod stopping;
mod supply;
mod suppression;
mod time;

use geo::{Area, Geometry};
use serde_json::json;

use super::fixture::{confidential_study, study, today};
use super::{InvalidParam, Query, all, get, run};
use crate::domain::feature::{FeatureSet, Value};
use crate::study::Study;

pub(super) fn parse(study: &Study, collection: &str, query: &str) -> Result<Query, Vec<InvalidParam>> {
    let pairs: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Query::parse(get(collection).unwrap(), study, &today(), &pairs)
}

pub(super) fn ask(study: &Study, collection: &str, query: &str) -> FeatureSet {
    run(
        get(collection).unwrap(),
        study,
        &parse(study, collection, query).unwrap(),
    )
}

pub(super) fn ids(set: &FeatureSet) -> Vec<&str> {
    set.features.iter().map(|feature| feature.id.as_str()).collect()
}

pub(super) fn number(set: &FeatureSet, id: &str, property: &str) -> Option<f64> {
    match set.value(id, property) {
        Some(Value::Number(number)) => Some(*number),
        #[allow(clippy::cast_precision_loss)]
        Some(Value::Integer(number)) => Some(*number as f64),
        Some(Value::Null) => None,
        other => panic!("{id} {property}: {other:?}"),
    }
}

pub(super) fn near(actual: Option<f64>, expected: f64) {
    let actual = actual.unwrap_or(f64::NAN);
    assert!((actual - expected).abs() < 1e-6, "{actual} instead of {expected}");
}

#[test]
fn every_feature_has_a_value_for_every_property() {
    for study in [study(), confidential_study()] {
        for collection in all() {
            for query in ["", "serviceType=LRN-BIEB"] {
                let Ok(query) = parse(&study, collection.id(), query) else {
                    continue;
                };
                let set = run(*collection, &study, &query);
                let width = set.schema.properties.len();
                assert!(
                    set.features.iter().all(|of| of.values.len() == width),
                    "{}",
                    collection.id()
                );
                let mut names: Vec<_> = set.schema.properties.iter().map(|of| of.name.clone()).collect();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), width, "{}", collection.id());
            }
        }
    }
}

#[test]
fn areas_without_a_type_count_facilities_and_leave_the_typed_properties_out() {
    let set = ask(&study(), "neighbourhoods", "");
    assert_eq!(
        ids(&set),
        ["BU00010101", "BU00010102", "BU00010201", "BU00010202"]
    );
    near(number(&set, "BU00010101", "facilityCount"), 2.0);
    near(number(&set, "BU00010101", "facilitiesPerKm2"), 2.0);
    near(number(&set, "BU00010101", "facilitiesPer1000"), 2.0);
    near(number(&set, "BU00010102", "facilityCount"), 1.0);
    assert!(set.schema.position("coverage").is_none());
    assert_eq!(number(&set, "BU00010201", "residents"), None);
}

#[test]
fn coverage_is_the_share_of_residents_within_the_norm() {
    let study = study();
    let question = "serviceType=LRN-BIEB&distance=2000";
    let set = ask(&study, "neighbourhoods", question);
    near(number(&set, "BU00010101", "coverage"), 1.0);
    near(number(&set, "BU00010102", "residentsServed"), 500.0);
    near(number(&set, "BU00010202", "residentsUnserved"), 400.0);
    near(number(&set, "BU00010101", "meanCount"), 2.0);
    near(number(&set, "BU00010101", "redundancyRatio"), 0.5);
    let city = ask(&study, "municipalities", question);
    near(number(&city, "GM0001", "coverage"), 1500.0 / 1900.0);
    near(number(&city, "GM0001", "residentsMissing"), 1.0);
}

#[test]
fn sums_are_told_without_the_noise_of_their_last_bits() {
    let study = study();
    // 400 points of 0.1 residents each do not add up to 40 in binary numbers.
    let noise: f64 = std::iter::repeat_n(0.1, 400).sum();
    assert_ne!(noise, 40.0);
    for (collection, id, question, property, sum) in [
        (
            "neighbourhoods",
            "BU00010202",
            "group=65+",
            "residentsUnserved",
            40.0,
        ),
        (
            "neighbourhoods",
            "BU00010202",
            "group=65+",
            "groupResidents",
            40.0,
        ),
        (
            "neighbourhoods",
            "BU00010101",
            "group=65+",
            "residentsServed",
            100.0,
        ),
        ("municipalities", "GM0001", "group=65+", "residentsUnserved", 40.0),
        (
            "municipalities",
            "GM0001",
            "group=65+&role=none",
            "residentsUnreachable",
            190.0,
        ),
    ] {
        let set = ask(
            &study,
            collection,
            &format!("serviceType=LRN-BIEB&distance=2000&{question}"),
        );
        assert_eq!(number(&set, id, property), Some(sum), "{id} {property}");
    }
}

#[test]
fn what_nobody_knows_is_null_and_never_zero() {
    let set = ask(&study(), "neighbourhoods", "serviceType=LRN-BIEB");
    for property in [
        "coverage",
        "residentsServed",
        "residentsUnserved",
        "meanDistanceM",
        "meanCount",
    ] {
        assert_eq!(number(&set, "BU00010201", property), None, "{property}");
    }
}

#[test]
fn within_counts_only_what_stands_in_the_area() {
    let set = ask(
        &study(),
        "neighbourhoods",
        "serviceType=LRN-BIEB&distance=2000&facilities=within",
    );
    near(number(&set, "BU00010101", "coverage"), 1.0);
    near(number(&set, "BU00010102", "coverage"), 0.0);
}

#[test]
fn an_area_returns_itself_and_what_lies_in_it() {
    let study = study();
    assert_eq!(
        ids(&ask(&study, "neighbourhoods", "area=WK000101")),
        ["BU00010101", "BU00010102"]
    );
    assert_eq!(
        ids(&ask(&study, "neighbourhoods", "area=middle")),
        ["BU00010102", "BU00010201"]
    );
    assert_eq!(ids(&ask(&study, "districts", "area=WK000101")), ["WK000101"]);
    assert_eq!(
        ids(&ask(&study, "facilities", "area=WK000101")),
        ["lib-1", "lib-2", "unclassified"]
    );
    assert!(ids(&ask(&study, "overlaps", "area=WK000102")).is_empty());
    assert_eq!(ids(&ask(&study, "overlaps", "area=BU00010101")), ["lib-1~lib-2"]);
    assert_eq!(ids(&ask(&study, "grants", "area=WK000101")), ["g-1"]);
    assert!(ids(&ask(&study, "grants", "area=WK000102")).is_empty());
}

#[test]
fn facilities_are_those_valid_on_the_date_and_in_the_interval() {
    let study = study();
    let now = ask(&study, "facilities", "");
    assert_eq!(ids(&now), ["lib-1", "lib-2", "lost", "unclassified"]);
    assert_eq!(now.value("lost", "located"), Some(&Value::Boolean(false)));
    assert_eq!(
        now.value("unclassified", "colour"),
        Some(&Value::Text("red".to_owned()))
    );
    assert!(ids(&ask(&study, "facilities", "date=2025-01-01")).contains(&"closed"));
    let ever = ask(&study, "facilities", "datetime=../..");
    assert_eq!(ever.features.len(), 6);
    assert_eq!(
        ever.value("closed", "status"),
        Some(&Value::Text("closed".to_owned()))
    );
    assert_eq!(
        ever.value("planned", "status"),
        Some(&Value::Text("planned".to_owned()))
    );
}

#[test]
fn a_role_follows_from_the_grants_in_force_on_the_date() {
    let study = study();
    assert_eq!(ids(&ask(&study, "facilities", "role=subsidy")), ["lib-1"]);
    assert!(ids(&ask(&study, "facilities", "role=subsidy&date=2028-01-01")).is_empty());
    assert!(ids(&ask(&study, "facilities", "role=none")).is_empty());
}

#[test]
fn who_depends_on_one_facility_is_told_with_a_type_or_a_distance() {
    let study = study();
    let set = ask(&study, "facilities", "serviceType=LRN-BIEB&distance=2000");
    near(number(&set, "lib-1", "residentsInReach"), 1500.0);
    near(number(&set, "lib-1", "uniqueCoverage"), 0.0);
    let any = ask(&study, "facilities", "distance=500");
    assert_eq!(number(&any, "unclassified", "residentsInReach"), None);
    assert!(
        ask(&study, "facilities", "")
            .schema
            .position("uniqueCoverage")
            .is_none()
    );
}

#[test]
fn two_libraries_for_the_same_people_overlap() {
    let set = ask(&study(), "overlaps", "distance=2000");
    assert_eq!(ids(&set), ["lib-1~lib-2"]);
    near(number(&set, "lib-1~lib-2", "jaccard"), 1.0);
    near(number(&set, "lib-1~lib-2", "sharedResidents"), 1500.0);
    near(number(&set, "lib-1~lib-2", "distanceM"), 30.0);
    near(number(&set, "lib-1~lib-2", "eurosPerYearA"), 50_000.0);
    assert_eq!(number(&set, "lib-1~lib-2", "eurosPerYearB"), None);
}

#[test]
fn a_gap_is_where_the_unreached_live() {
    let study = study();
    for (level, area) in [("neighbourhood", "BU00010202"), ("district", "WK000102")] {
        let set = ask(
            &study,
            "gaps",
            &format!("serviceType=LRN-BIEB&distance=2000&level={level}"),
        );
        let [gap] = set.features.as_slice() else {
            panic!("{:?}", ids(&set))
        };
        assert_eq!(
            set.value(&gap.id, "areaCode"),
            Some(&Value::Text(area.to_owned()))
        );
        near(number(&set, &gap.id, "residents"), 400.0);
        near(number(&set, &gap.id, "cells"), 400.0);
        let Some(Geometry::MultiPolygon(polygon)) = &gap.geometry else {
            panic!("no polygon")
        };
        near(Some(polygon.unsigned_area()), 1e6);
    }
}

#[test]
fn demand_points_hold_the_residents_of_the_group() {
    let study = study();
    let set = ask(
        &study,
        "demand",
        "serviceType=LRN-BIEB&distance=2000&group=65+&area=BU00010101",
    );
    assert_eq!(set.features.len(), 400);
    near(number(&set, "BU00010101-1", "residents"), 0.25);
    assert_eq!(set.value("BU00010101-400", "served"), Some(&Value::Boolean(true)));
}

#[test]
fn service_types_count_what_is_valid() {
    let set = ask(&study(), "service-types", "");
    near(number(&set, "LRN-BIEB", "facilityCount"), 2.0);
    near(
        number(
            &ask(&study(), "service-types", "date=2025-06-01"),
            "LRN-BIEB",
            "facilityCount",
        ),
        3.0,
    );
}

#[test]
fn small_counts_of_observed_people_are_not_told_nor_what_reveals_them() {
    let study = confidential_study();
    let question = "serviceType=LRN-BIEB";
    let wrong = parse(&study, "neighbourhoods", "serviceType=LRN-BIEB&distance=100").unwrap_err();
    assert_eq!(
        wrong[0].name, "distance",
        "two distances would tell who live between them"
    );
    let set = ask(&study, "neighbourhoods", question);
    near(number(&set, "BU00010101", "residentsServed"), 100.0);
    assert_eq!(
        set.value("BU00010101", "suppressed"),
        Some(&Value::Boolean(false))
    );
    for property in [
        "coverage",
        "residentsServed",
        "residentsUnserved",
        "meanDistanceM",
    ] {
        assert_eq!(number(&set, "BU00010102", property), None, "{property}");
    }
    assert_eq!(set.value("BU00010102", "suppressed"), Some(&Value::Boolean(true)));
    // A, told, and the west would give B away.
    assert_eq!(
        number(&ask(&study, "districts", question), "WK000101", "residentsServed"),
        None
    );
    let gaps = ask(&study, "gaps", question);
    assert!(
        gaps.features
            .iter()
            .all(|gap| number(&gaps, &gap.id, "residents").is_none())
    );
    assert!(!gaps.features.is_empty());
    assert!(!get("demand").unwrap().served(&study));
    assert!(ask(&study, "demand", "").features.is_empty());
}

#[test]
fn what_counts_is_told_with_its_defaults() {
    let study = study();
    let of = |collection: &str, query: &str| parse(&study, collection, query).unwrap().parameters;
    let typed = of("districts", "serviceType=LRN-BIEB&group=65 ");
    assert_eq!(typed["distance"], json!(1000.0));
    assert_eq!(typed["group"], json!("65+"));
    assert_eq!(typed["mode"], json!("straight-line"));
    assert_eq!(typed["date"], json!("2026-06-01"));
    assert_eq!(typed["facilities"], json!("all"));
    assert_eq!(typed["demandKind"], json!("lattice"));
    assert_eq!(typed["residentsMissing"], json!(1));
    let untyped = of("districts", "");
    assert!(!untyped.contains_key("distance") && !untyped.contains_key("serviceType"));
    assert_eq!(of("overlaps", "")["overlapJaccard"], json!(0.5));
    assert_eq!(
        of("facilities", "datetime=2026-05-01/2026-05-31")["date"],
        json!("2026-05-31")
    );
}

#[test]
fn every_parameter_that_is_wrong_is_named_with_its_reason() {
    let study = study();
    let question = "serviceType=LRN-BIB&distance=-1&group=70+&mode=walking&date=1-2-2026&role=x&facilities=x&area=BU1&distanc=5";
    let wrong = parse(&study, "districts", question).unwrap_err();
    let names: Vec<&str> = wrong.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "serviceType",
            "distance",
            "group",
            "mode",
            "date",
            "role",
            "facilities",
            "area",
            "distanc"
        ]
    );
    assert!(wrong[0].reason.contains("LRN-BIEB"), "{}", wrong[0]);
    assert!(wrong[3].reason.contains("no walking network"), "{}", wrong[3]);
    assert!(wrong[8].reason.contains("distance"), "{}", wrong[8]);
}

#[test]
fn a_distance_is_above_nothing_and_no_further_than_a_hundred_kilometres() {
    let study = study();
    for text in ["0", "-5", "nan", "inf", "100001", "1e400", "", "abc", "5 m"] {
        assert!(
            parse(&study, "gaps", &format!("distance={text}")).is_err(),
            "{text}"
        );
    }
    for text in ["0.5", "100000", "1e3"] {
        assert!(
            parse(&study, "gaps", &format!("distance={text}")).is_ok(),
            "{text}"
        );
    }
}

#[test]
fn a_date_with_a_datetime_or_a_name_given_twice_is_wrong() {
    let study = study();
    assert!(parse(&study, "facilities", "date=2026-01-01&datetime=2026-01-01").is_err());
    assert!(parse(&study, "facilities", "date=2026-01-01&date=2026-01-01").is_err());
}
