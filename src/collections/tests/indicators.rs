//! The monitor of the made city, computed by hand.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::*;
use crate::collections::fixture::{city, confidential_snapshot, snapshot, study_with_hub};
use crate::collections::indicators::readings;
use crate::config::City;
use crate::domain::indicator::{Reading, is_computed};
use crate::domain::{Euros, Grant, Provision};

const TODAY: &str = "2026-06-01";

/// Today's value of an indicator in an area.
fn value(set: &FeatureSet, indicator: &str, area: &str) -> Option<f64> {
    number(set, &format!("{indicator}:{area}:{TODAY}"), "value")
}

fn all_areas(study: &Study, indicator: &str) -> Vec<Option<f64>> {
    let set = ask(study, "indicators", &format!("indicator={indicator}"));
    assert_eq!(set.features.len(), 8, "{indicator}");
    [
        "BU00010101",
        "BU00010102",
        "BU00010201",
        "BU00010202",
        "WK000101",
        "WK000102",
        "middle",
        "GM0001",
    ]
    .map(|area| value(&set, indicator, area))
    .to_vec()
}

fn assert_near(found: &[Option<f64>], expected: &[Option<f64>]) {
    let near = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    };
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(near),
        "{found:?} instead of {expected:?}"
    );
}

fn known(values: [f64; 8]) -> Vec<Option<f64>> {
    values.map(Some).to_vec()
}

#[test]
fn general_facilities_are_counted_where_they_stand() {
    let study = study();
    // Two libraries in A, one of no type in B; one without a place, one closed and one planned are nowhere.
    assert_eq!(
        all_areas(&study, "facility-count"),
        known([2.0, 1.0, 0.0, 0.0, 3.0, 0.0, 1.0, 3.0])
    );
    assert_eq!(
        all_areas(&study, "facility-count:LRN-BIEB"),
        known([2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 2.0])
    );
    assert_eq!(all_areas(&study, "facility-count:ONT-TUIN"), known([0.0; 8]));
    // Specialist care that may become general is not general yet.
    let mut snapshot = snapshot();
    snapshot.layers.facilities[1].conversion_candidate = Some(true);
    let study = Study::new(&city(), snapshot);
    assert_eq!(
        all_areas(&study, "facility-count:LRN-BIEB"),
        known([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    );
    let set = ask(&study, "indicators", "indicator=facility-count&area=GM0001");
    let id = format!("facility-count:GM0001:{TODAY}");
    near(number(&set, &id, "value"), 2.0);
    let text = |property: &str| set.value(&id, property).cloned();
    assert_eq!(text("direction"), Some(Value::Text("more efficient".to_owned())));
    assert_eq!(text("unit"), Some(Value::Text("count".to_owned())));
    assert_eq!(text("source"), Some(Value::Text("Wijkkaart".to_owned())));
    assert_eq!(text("computed"), Some(Value::Boolean(true)));
    assert_eq!(text("baseline"), Some(Value::Null), "nothing was kept yet");
}

#[test]
fn concentration_is_the_share_that_stands_in_a_hub() {
    // Two libraries of nobody stand together, which is no hub yet: nought of what stands there, and null where nothing does.
    let (nought, null) = (Some(0.0), None);
    assert_eq!(
        all_areas(&study(), "concentration"),
        [nought, nought, null, null, nought, null, nought, nought]
    );
    let two_of_three = Some(2.0 / 3.0);
    assert_near(
        &all_areas(&study_with_hub(), "concentration"),
        &[
            Some(1.0),
            nought,
            null,
            null,
            two_of_three,
            null,
            nought,
            two_of_three,
        ],
    );
}

#[test]
fn coverage_is_of_all_and_of_the_types_own_group() {
    // Of the 400 points of B, 188 lie within 1,000 m of the second library: two rows of ten for each of the six nearest
    // distances north and south, then two of nine and two of eight. C is unknown, and D too far away.
    let west = 1000.0 + 500.0 * 188.0 / 400.0;
    assert_near(
        &all_areas(&study(), "coverage:LRN-BIEB:all"),
        &[
            Some(1.0),
            Some(0.47),
            None,
            Some(0.0),
            Some(west / 1500.0),
            Some(0.0),
            Some(0.47),
            Some(west / 1900.0),
        ],
    );
    let study = study();
    let names = |query: &str| -> Vec<String> {
        let set = ask(&study, "indicators", &format!("area=GM0001&{query}"));
        let district = set
            .features
            .iter()
            .filter_map(|of| of.id.strip_suffix(&format!(":WK000101:{TODAY}")));
        district.map(str::to_owned).collect()
    };
    assert_eq!(
        names("serviceType=LRN-BIEB"),
        ["facility-count:LRN-BIEB", "coverage:LRN-BIEB:all"]
    );
    assert_eq!(
        names("serviceType=SPL-PLEK"),
        [
            "facility-count:SPL-PLEK",
            "coverage:SPL-PLEK:all",
            "coverage:SPL-PLEK:0-15"
        ]
    );
    assert_eq!(names("serviceType=LRN-BIEB&group=65 "), ["coverage:LRN-BIEB:65+"]);
    assert_eq!(
        names("indicator=coverage:LRN-BIEB:65 "),
        ["coverage:LRN-BIEB:65+"]
    );
    assert_eq!(names("indicator=coverage:SPL-PLEK").len(), 2);
    assert_eq!(names("indicator=coverage").len(), 29);
    assert_eq!(
        names("indicator=coverage:LRN-BIEB:all&serviceType=ONT-TUIN").len(),
        0
    );
    assert_eq!(names("").len(), 1 + 22 + 1 + 29 + 1, "no criteria");
    assert!(
        names("").iter().all(|name| is_computed(name)),
        "no source can take their names"
    );
    let wrong = parse(&study, "indicators", "indicator=facility-cuont").unwrap_err();
    assert!(
        wrong[0].reason.ends_with("the nearest is facility-count"),
        "{wrong:?}"
    );
}

#[test]
fn what_is_short_of_a_criterion_is_nought_where_it_is_met_and_null_where_unknown() {
    let criteria = "
        [[criteria]]\nid = 'near'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nsource = 'test'
        measure = 'coverage'\nrequired = 1.0\nvalid_to = 2026-01-01\n
        [[criteria]]\nid = 'near'\nversion = 2\nservice_type = 'LRN-BIEB'\nscope = 'all'\nsource = 'test'
        measure = 'coverage'\nrequired = 0.8\nvalid_from = 2026-01-01\n
        [[criteria]]\nid = 'two'\nversion = 1\nservice_type = 'LRN-BIEB'\nlevel = 'neighbourhood'
        scope = ['WK000101']\nsource = 'test'\nmeasure = 'count'\nrequired = 2\n
        [[criteria]]\nid = 'walk'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nsource = 'test'
        measure = 'coverage'\nrequired = 0.8\nmode = 'walking'\n";
    let city = City {
        criteria: toml::from_str(&criteria.replace("2026-01-01", "'2026-01-01'")).unwrap(),
        ..city()
    };
    let study = Study::new(&city, snapshot());
    let set = ask(&study, "indicators", "indicator=short");
    let found: Vec<(&str, Option<f64>)> = ids(&set)
        .into_iter()
        .map(|id| (id, number(&set, id, "value")))
        .collect();
    assert_eq!(
        found,
        [
            // 82 % in the west; in the east 80 % of 400 are lacking.
            ("short:near:WK000101:2026-06-01", Some(0.0)),
            ("short:near:WK000102:2026-06-01", Some(320.0)),
            ("short:two:BU00010101:2026-06-01", Some(0.0)),
            ("short:two:BU00010102:2026-06-01", Some(2.0)),
            ("short:walk:WK000101:2026-06-01", None),
            ("short:walk:WK000102:2026-06-01", None),
        ]
    );
    let of = |property: &str| set.value("short:near:WK000102:2026-06-01", property).cloned();
    assert_eq!(of("unit"), Some(Value::Text("residents".to_owned())));
    assert_eq!(of("direction"), Some(Value::Text("down".to_owned())));
    assert_eq!(of("criterionId"), Some(Value::Text("near".to_owned())));
    let before = ask(&study, "indicators", "indicator=short:near&date=2025-06-01");
    near(number(&before, "short:near:WK000101:2025-06-01", "value"), 265.0);
    // The library in D had not closed yet.
    near(number(&before, "short:near:WK000102:2025-06-01", "value"), 0.0);
    // What was short of the first version is no baseline for the second.
    let mut study = study;
    let kept = |day, value| reading(6, day, "short:near", Some(value));
    study.readings = Arc::new(vec![kept(date(2025, 6, 1), 265.0), kept(date(2026, 2, 1), 40.0)]);
    let set = ask(&study, "indicators", "indicator=short:near");
    let of = |day: &str, property| number(&set, &format!("short:near:WK000101:{day}"), property);
    let row = |day| (of(day, "value"), of(day, "baseline"), of(day, "change"));
    assert_eq!(row("2025-06-01"), (Some(265.0), None, None));
    assert_eq!(row("2026-02-01"), (Some(40.0), Some(40.0), None));
    assert_eq!(row(TODAY), (Some(0.0), Some(40.0), Some(-40.0)));
}

#[test]
fn contributions_by_income_count_from_their_first_day_and_silence_is_not_no() {
    let mut snapshot = snapshot();
    let libraries = &mut snapshot.layers.facilities[..2];
    for library in libraries.iter_mut() {
        library.own_contribution = Some("income".to_owned());
    }
    libraries[1].own_contribution_from = Some(date(2026, 7, 1));
    let study = Study::new(&city(), snapshot);
    let name = "income-contributions";
    // The one facility of B tells nothing; where none stands there is none.
    let (one, none, unknown) = (Some(1.0), Some(0.0), None);
    assert_eq!(
        all_areas(&study, name),
        [one, unknown, none, none, one, none, unknown, one]
    );
    let later = ask(
        &study,
        "indicators",
        "indicator=income-contributions&date=2026-08-01",
    );
    near(
        number(&later, "income-contributions:GM0001:2026-08-01", "value"),
        2.0,
    );
}

fn reading(revision: u64, day: Date, indicator: &str, value: Option<f64>) -> Reading {
    Reading {
        revision,
        date: day,
        indicator: indicator.to_owned(),
        area: "WK000101".into(),
        value,
    }
}

#[test]
fn what_was_kept_goes_before_what_is_computed_now() {
    let mut study = study();
    let (january, march) = (date(2026, 1, 1), date(2026, 3, 1));
    let coverage = "coverage:LRN-BIEB:all";
    study.readings = Arc::new(vec![
        reading(3, january, coverage, Some(0.1)),
        reading(5, january, coverage, Some(0.5)),
        reading(6, march, coverage, None),
        reading(6, date(2026, 6, 1), coverage, Some(0.6)),
        reading(7, date(2026, 9, 1), coverage, Some(0.9)),
    ]);
    let set = ask(
        &study,
        "indicators",
        &format!("indicator={coverage}&area=WK000101"),
    );
    let of = |day: &str, property: &str| number(&set, &format!("{coverage}:WK000101:{day}"), property);
    let district: Vec<&str> = ids(&set).into_iter().filter(|id| id.contains("WK")).collect();
    assert_eq!(district.len(), 3, "{district:?}");
    assert_eq!(of("2026-01-01", "value"), Some(0.5), "the last of that day");
    assert_eq!(of("2026-01-01", "revision"), Some(5.0));
    assert_eq!(of("2026-01-01", "change"), None, "it is the baseline");
    assert_eq!(of("2026-03-01", "value"), None);
    assert_eq!(of("2026-03-01", "baseline"), Some(0.5));
    assert_eq!(of("2026-03-01", "change"), None);
    let now = 1235.0 / 1500.0;
    near(of(TODAY, "value"), now);
    near(of(TODAY, "change"), now - 0.5);
    assert_eq!(of(TODAY, "revision"), None);
    let today = format!("{coverage}:WK000101:{TODAY}");
    assert_eq!(set.value(&today, "improved"), Some(&Value::Boolean(true)));
    assert_eq!(set.value(&today, "baselineDate"), Some(&Value::Date(january)));
    // On the day of the first reading that is the baseline, and shown as computed.
    let first = ask(
        &study,
        "indicators",
        &format!("indicator={coverage}&area=WK000101&date=2026-01-01"),
    );
    let id = format!("{coverage}:WK000101:2026-01-01");
    near(number(&first, &id, "value"), now);
    near(number(&first, &id, "baseline"), 0.5);
}

#[test]
fn readings_are_those_of_districts_and_above_and_equal_what_is_asked() {
    let study = study();
    let kept = readings(&study, date(2026, 6, 1));
    assert_eq!(
        kept.len(),
        4 * (1 + 22 + 1 + 29 + 1) + 1,
        "the share is of the city"
    );
    let set = ask(&study, "indicators", "");
    for reading in &kept {
        assert_eq!(reading.revision, 7);
        assert!(!reading.area.as_str().starts_with("BU"));
        assert_eq!(
            value(&set, &reading.indicator, reading.area.as_str()),
            reading.value,
            "{reading:?}"
        );
    }
}

#[test]
fn few_people_are_not_told_now_nor_of_the_past() {
    let criteria = "[[criteria]]\nid = 'near'\nversion = 1\nservice_type = 'LRN-BIEB'\nlevel = 'neighbourhood'\nscope = 'all'
        source = 'test'\nmeasure = 'coverage'\nrequired = 1.0\ndistance_m = 100\n";
    let city = City {
        criteria: toml::from_str(criteria).unwrap(),
        ..city()
    };
    let mut study = Study::new(&city, confidential_snapshot());
    study.readings = Arc::new(vec![reading(
        3,
        date(2026, 1, 1),
        "coverage:LRN-BIEB:all",
        Some(0.97),
    )]);
    let set = ask(&study, "indicators", "serviceType=LRN-BIEB");
    let told = |id: &str| {
        let hidden = set.value(id, "suppressed") == Some(&Value::Boolean(true));
        assert!(!hidden || number(&set, id, "value").is_none(), "{id}");
        assert!(!hidden || number(&set, id, "baseline").is_none(), "{id}");
        !hidden
    };
    for (area, shown) in [
        ("BU00010101", true),
        ("BU00010102", false),
        ("BU00010202", false),
        // With A it would tell of the three in B, and all but two are served in the city.
        ("WK000101", false),
        ("GM0001", false),
    ] {
        assert_eq!(
            told(&format!("coverage:LRN-BIEB:all:{area}:{TODAY}")),
            shown,
            "{area}"
        );
    }
    assert!(!told("coverage:LRN-BIEB:all:WK000101:2026-01-01"));
    assert!(!told(&format!("short:near:BU00010102:{TODAY}")));
    assert!(
        told(&format!("facility-count:LRN-BIEB:BU00010102:{TODAY}")),
        "of things, not of people"
    );
    let kept = readings(&study, date(2026, 6, 1));
    let of = |area: &str| {
        let found = kept
            .iter()
            .find(|of| of.indicator == "coverage:LRN-BIEB:all" && of.area.as_str() == area);
        found.map(|of| of.value)
    };
    assert_eq!(of("GM0001"), Some(None));
}

#[test]
fn a_programme_area_with_the_code_of_another_has_ids_of_its_own() {
    let mut city = city();
    city.programme_areas[0].code = "WK000101".into();
    let study = Study::new(&city, snapshot());
    let set = ask(&study, "indicators", "indicator=facility-count");
    let of = |area: &str| value(&set, "facility-count", area);
    assert_eq!((of("WK000101"), of("programme~WK000101")), (Some(3.0), Some(1.0)));
    let mut study = study;
    let kept = readings(&study, date(2026, 1, 1));
    study.readings = Arc::new(kept.clone());
    let set = ask(&study, "indicators", "indicator=facility-count");
    let baseline = |area: &str| number(&set, &format!("facility-count:{area}:{TODAY}"), "baseline");
    assert_eq!(
        (baseline("WK000101"), baseline("programme~WK000101")),
        (Some(3.0), None)
    );
    let readings = kept
        .iter()
        .filter(|of| of.indicator == "facility-count" && of.area.as_str() == "WK000101");
    assert_eq!(readings.map(|of| of.value).collect::<Vec<_>>(), [Some(3.0)]);
}

#[test]
fn the_general_share_is_of_the_money_of_which_it_is_known_what_it_is_for() {
    let mut snapshot = snapshot();
    snapshot.layers.facilities[1].conversion_candidate = Some(true);
    let first = snapshot.layers.grants[0].clone();
    let grant = |id: &str, euros: Option<f64>, facilities: &[&str], provision| Grant {
        id: id.into(),
        euros_per_year: euros.map(Euros),
        facilities: facilities.iter().map(|id| (*id).into()).collect(),
        provision,
        ..first.clone()
    };
    let ended = Grant {
        to: Some(date(2026, 6, 1)),
        ..grant("g-6", Some(1e6), &["lib-2"], None)
    };
    // 50,000 for the first library. Half of 60,000 goes to the second, where specialist care stands. 120,000 is for specialist
    // care, as its source says. Of 10,000 nobody says what it is for, and of one grant not how much it is.
    snapshot.layers.grants.extend([
        grant("g-2", Some(60_000.0), &["lib-1", "lib-2"], None),
        grant("g-3", Some(120_000.0), &[], Some(Provision::Specialist)),
        grant("g-4", Some(10_000.0), &[], None),
        grant("g-5", None, &["lib-1"], None),
        ended,
    ]);
    let study = Study::new(&city(), snapshot);
    let set = ask(&study, "indicators", "indicator=general-share");
    assert_eq!(ids(&set), [format!("general-share:GM0001:{TODAY}")]);
    near(value(&set, "general-share", "GM0001"), 80_000.0 / 230_000.0);
    assert!(
        ask(&study, "indicators", "indicator=general-share&area=WK000101")
            .features
            .is_empty()
    );
    let nothing = ask(&study, "indicators", "indicator=general-share&date=2030-01-01");
    assert_eq!(number(&nothing, "general-share:GM0001:2030-01-01", "value"), None);
}

#[test]
fn a_source_gives_what_is_aimed_at_of_a_computed_one_and_no_value() {
    let mut snapshot = snapshot();
    let aim = |area: &str, ambition: f64, year: i16| crate::domain::Indicator {
        id: format!("facility-count:{area}:{year}-01-01"),
        area: Some(area.into()),
        date: Some(date(year, 1, 1)),
        value: None,
        unit: None,
        direction: None,
        measured_by: None,
        source: "aims".into(),
        ambition: Some(ambition),
        label: None,
        label_en: None,
    };
    snapshot.layers.indicators = vec![
        aim("GM0001", 5.0, 2025),
        aim("GM0001", 4.0, 2026),
        aim("GM0001", 9.0, 2030),
    ];
    let study = Study::new(&city(), snapshot);
    let set = ask(
        &study,
        "indicators",
        "indicator=facility-count&area=GM0001&date=2026-06-01",
    );
    let of = |id: &str| number(&set, id, "ambition");
    near(of("facility-count:GM0001:2026-06-01"), 4.0);
    assert_eq!(of("facility-count:WK000101:2026-06-01"), None);
    let values = set
        .features
        .iter()
        .filter(|of| of.id.starts_with("facility-count:GM0001"));
    assert_eq!(values.count(), 1, "the aim is no value of its own");
}
