//! The filters of what counts, as they are asked and told.

use super::*;
use crate::collections::fixture::{city, snapshot};

/// The first library speaks Tigrinya and is open at night; of the second nothing is known.
fn some_known() -> Study {
    let mut snapshot = snapshot();
    let first = &mut snapshot.layers.facilities[0];
    first.opening_hours = Some("Mo-Fr 13:00-21:00; Sa 10:00-12:00".to_owned());
    first.wheelchair = Some("limited".to_owned());
    first.languages = vec!["ti".to_owned(), "nl".to_owned()];
    first.own_contribution = Some("income".to_owned());
    first.target_groups = vec!["65+".to_owned(), "low income".to_owned()];
    Study::new(&city(), snapshot)
}

#[test]
fn every_collection_counts_only_what_offers_what_is_asked() {
    let study = some_known();
    for filter in [
        "open=weekday-evening",
        "open=weekend",
        "open=2026-06-03T14:00",
        "wheelchair=limited",
        "language=TI",
        "contribution=income",
        "targetGroup=65 ",
        "targetGroup=Low Income",
        "scheme=Libraries",
    ] {
        let typed = format!("serviceType=LRN-BIEB&distance=2000&{filter}");
        assert_eq!(ids(&ask(&study, "facilities", filter)), ["lib-1"], "{filter}");
        let areas = ask(&study, "neighbourhoods", &typed);
        near(number(&areas, "BU00010101", "facilityCount"), 1.0);
        near(number(&areas, "BU00010101", "meanCount"), 1.0);
        assert!(ids(&ask(&study, "overlaps", &typed)).is_empty());
        near(
            number(&ask(&study, "service-types", filter), "LRN-BIEB", "facilityCount"),
            1.0,
        );
        let facilities = ask(&study, "facilities", &typed);
        near(number(&facilities, "lib-1", "uniqueCoverage"), 1500.0);
    }
    let none = "serviceType=LRN-BIEB&distance=2000&wheelchair=yes";
    assert!(ids(&ask(&study, "facilities", none)).is_empty());
    near(
        number(&ask(&study, "municipalities", none), "GM0001", "coverage"),
        0.0,
    );
}

#[test]
fn what_is_asked_and_who_does_not_say_stand_among_the_parameters() {
    let study = some_known();
    let of = |collection: &str, query: &str| parse(&study, collection, query).unwrap().parameters;
    let asked = "open=weekend&wheelchair=yes&language=ti&contribution=none&targetGroup=65 &scheme=Libraries";
    let typed = of("districts", &format!("serviceType=LRN-BIEB&{asked}"));
    for (name, value) in [
        ("open", json!("weekend")),
        ("wheelchair", json!("yes")),
        ("language", json!("ti")),
        ("contribution", json!("none")),
        ("targetGroup", json!("65+")),
        ("scheme", json!("Libraries")),
        ("openUnknown", json!(1)),
        ("wheelchairUnknown", json!(1)),
        ("languageUnknown", json!(1)),
        ("contributionUnknown", json!(1)),
        ("targetGroupUnknown", json!(1)),
    ] {
        assert_eq!(typed[name], value, "{name}");
    }
    // The second library, the garden that nobody can find, and the one without a type.
    assert_eq!(of("facilities", "language=nl")["languageUnknown"], json!(3));
    assert_eq!(
        of("facilities", "language=nl&role=subsidy")["languageUnknown"],
        json!(0)
    );
    let plain = of("districts", "serviceType=LRN-BIEB");
    assert!(plain.keys().all(|name| !name.ends_with("Unknown")));
}

#[test]
fn what_nobody_has_is_wrong_and_the_nearest_is_named() {
    let study = some_known();
    let wrong = |query: &str| parse(&study, "gaps", query).unwrap_err().remove(0);
    for (query, name, said) in [
        (
            "open=evening",
            "open",
            "weekday-evening, weekend or a moment such as 2026-05-01T19:30",
        ),
        ("open=2026-06-03 14:00", "open", "a moment"),
        ("wheelchair=no", "wheelchair", "yes or limited"),
        ("contribution=fixed", "contribution", "none or income"),
        ("language=xx", "language", "a language of any facility"),
        (
            "targetGroup=low incom",
            "targetGroup",
            "; the nearest is low income",
        ),
        ("scheme=Librarys", "scheme", "; the nearest is Libraries"),
    ] {
        let wrong = wrong(query);
        assert_eq!(wrong.name, name);
        assert!(wrong.reason.contains(said), "{wrong}");
    }
    assert!(
        parse(&study, "grants", "scheme=Libraries").is_err(),
        "takes no role"
    );
}

#[test]
fn a_smaller_choice_is_told_with_the_nth_nearest() {
    let study = study();
    let question = "serviceType=LRN-BIEB&nth=2";
    let set = ask(&study, "districts", question);
    let (first, second) = (
        number(&set, "WK000101", "meanDistanceM").unwrap(),
        number(&set, "WK000101", "meanNthDistanceM").unwrap(),
    );
    assert!(first < second && second < first + 30.0, "{first} {second}");
    assert_eq!(
        number(
            &ask(&study, "districts", "serviceType=LRN-BIEB&nth=3"),
            "WK000101",
            "meanNthDistanceM"
        ),
        None
    );
    assert!(
        ask(&study, "districts", "serviceType=LRN-BIEB")
            .schema
            .position("meanNthDistanceM")
            .is_none()
    );
    assert!(
        ask(&study, "districts", "nth=2")
            .schema
            .position("meanNthDistanceM")
            .is_none()
    );
    assert_eq!(
        parse(&study, "districts", question).unwrap().parameters["nth"],
        json!(2)
    );
    for text in ["1", "11", "two", ""] {
        let wrong = parse(&study, "districts", &format!("serviceType=LRN-BIEB&nth={text}")).unwrap_err();
        assert_eq!(wrong[0].name, "nth", "{text}");
    }
    let hidden = ask(&confidential_study(), "neighbourhoods", question);
    assert!(number(&hidden, "BU00010101", "meanNthDistanceM").is_some());
    assert_eq!(number(&hidden, "BU00010102", "meanNthDistanceM"), None);
}
