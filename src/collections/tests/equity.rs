//! Equity and Lorenz curves of the city that can be computed by hand.

use super::*;

#[test]
fn every_area_answers_for_every_group_unless_one_is_asked() {
    let study = study();
    let set = ask(&study, "equity", "serviceType=LRN-BIEB");
    // Four neighbourhoods, two districts, a municipality and a programme area, six groups each.
    assert_eq!(set.features.len(), 8 * 6);
    assert_eq!(set.features[0].id, "LRN-BIEB:BU00010101:all");
    assert!(set.features.iter().all(|of| of.geometry.is_some()));
    let parameters = |query: &str| parse(&study, "equity", query).unwrap().parameters;
    assert!(!parameters("serviceType=LRN-BIEB").contains_key("group"));
    let old = "serviceType=LRN-BIEB&group=65 ";
    assert_eq!(parameters(old)["group"], json!("65+"));
    assert_eq!(ask(&study, "equity", old).features.len(), 8);
    let west = ask(&study, "equity", "serviceType=LRN-BIEB&group=all&area=WK000101");
    assert_eq!(
        ids(&west),
        [
            "LRN-BIEB:BU00010101:all",
            "LRN-BIEB:BU00010102:all",
            "LRN-BIEB:WK000101:all"
        ]
    );
}

#[test]
fn without_a_service_type_every_type_is_told() {
    let study = study();
    let types = study.taxonomy.types().len();
    for collection in ["equity", "lorenz"] {
        let (all, one) = (
            ask(&study, collection, ""),
            ask(&study, collection, "serviceType=LRN-BIEB"),
        );
        assert_eq!(all.features.len(), types * one.features.len(), "{collection}");
        for of in &one.features {
            let same = all.features.iter().find(|other| other.id == of.id);
            assert_eq!(same.map(|other| &other.values), Some(&of.values), "{collection}");
        }
        assert_eq!(parse(&study, collection, "group=7").unwrap_err().len(), 1);
    }
}

#[test]
fn figures_are_those_of_the_area_collections_and_ratios_to_the_city() {
    let study = study();
    let question = "serviceType=LRN-BIEB&distance=2000";
    let (equity, areas) = (
        ask(&study, "equity", question),
        ask(&study, "districts", question),
    );
    for (id, code) in [
        ("LRN-BIEB:WK000101:all", "WK000101"),
        ("LRN-BIEB:WK000102:all", "WK000102"),
    ] {
        for (own, theirs) in [
            ("residents", "groupResidents"),
            ("meanDistanceM", "meanDistanceM"),
        ] {
            near(number(&equity, id, own), number(&areas, code, theirs).unwrap());
        }
    }
    near(number(&equity, "LRN-BIEB:GM0001:all", "fgt0"), 400.0 / 1900.0);
    near(number(&equity, "LRN-BIEB:GM0001:all", "ratioToCity"), 1.0);
    let (own, city) = (
        number(&equity, "LRN-BIEB:WK000102:all", "meanDistanceM").unwrap(),
        number(&equity, "LRN-BIEB:GM0001:all", "meanDistanceM").unwrap(),
    );
    near(
        number(&equity, "LRN-BIEB:WK000102:all", "ratioToCity"),
        own / city,
    );
    // Everyone aged 65 or more lives where the others do, evenly: the same distances.
    for property in ["meanDistanceM", "medianDistanceM", "p90DistanceM", "gini", "fgt1"] {
        near(
            number(&equity, "LRN-BIEB:BU00010202:65+", property),
            number(&equity, "LRN-BIEB:BU00010202:all", property).unwrap(),
        );
    }
    // Nobody knows who live in C, and no library stands for those of whom nothing is known.
    for property in ["residents", "meanDistanceM", "gini", "fgt0", "ratioToCity"] {
        assert_eq!(
            number(&equity, "LRN-BIEB:BU00010201:all", property),
            None,
            "{property}"
        );
    }
}

#[test]
fn a_curve_is_drawn_of_the_municipality_or_of_the_area_that_is_asked() {
    let study = study();
    let set = ask(&study, "lorenz", "serviceType=LRN-BIEB&group=all");
    assert_eq!(set.features.len(), 101);
    near(number(&set, "LRN-BIEB:GM0001:all:0.00", "distanceShare"), 0.0);
    near(number(&set, "LRN-BIEB:GM0001:all:1.00", "distanceShare"), 1.0);
    let half = number(&set, "LRN-BIEB:GM0001:all:0.50", "distanceShare").unwrap();
    assert!(0.0 < half && half < 0.5);
    let of_area = ask(&study, "lorenz", "serviceType=LRN-BIEB&area=WK000101");
    assert_eq!(of_area.features.len(), 6 * 101);
    assert!(
        of_area
            .features
            .iter()
            .all(|of| of.id.starts_with("LRN-BIEB:WK000101:"))
    );
    let unknown = ask(&study, "lorenz", "serviceType=LRN-BIEB&group=all&area=BU00010201");
    assert_eq!(
        number(&unknown, "LRN-BIEB:BU00010201:all:0.50", "distanceShare"),
        None
    );
}

#[test]
fn of_a_few_observed_people_neither_is_told_for_any_group() {
    let study = confidential_study();
    let question = "serviceType=LRN-BIEB";
    let set = ask(&study, "equity", question);
    // Twenty and ten of a hundred are many enough; of three and of two nothing is told.
    near(number(&set, "LRN-BIEB:BU00010101:all", "residents"), 100.0);
    for id in [
        "LRN-BIEB:BU00010102:all",
        "LRN-BIEB:BU00010102:65+",
        "LRN-BIEB:BU00010202:all",
        "LRN-BIEB:WK000101:all",
    ] {
        for property in [
            "residents",
            "meanDistanceM",
            "medianDistanceM",
            "gini",
            "fgt0",
            "ratioToCity",
        ] {
            assert_eq!(number(&set, id, property), None, "{id} {property}");
        }
        assert_eq!(set.value(id, "suppressed"), Some(&Value::Boolean(true)));
    }
    let curve = ask(&study, "lorenz", "serviceType=LRN-BIEB&area=WK000101");
    assert!(
        curve
            .features
            .iter()
            .all(|of| curve.value(&of.id, "distanceShare") == Some(&Value::Null))
    );
    assert_eq!(
        curve.value("LRN-BIEB:WK000101:all:0.50", "suppressed"),
        Some(&Value::Boolean(true))
    );
}
