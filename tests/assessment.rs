//! Verdicts by hand: a made city of two neighbourhoods, every measure, and what cannot be judged.

use std::sync::Arc;

use crate::support::{DAY, city, facility, square, study};
use jiff::civil::date;
use wijkkaart::analysis::assessment::{self, Reason, Row, Verdict};
use wijkkaart::config::City;
use wijkkaart::domain::criterion::Criteria;
use wijkkaart::domain::{Facility, Layers};
use wijkkaart::study::{Selection, Study};

/// Two neighbourhoods of 200 m side by side, 1,600 residents (100 at each of 16 points) and 320 households in the first, nobody in the
/// second; of a third the residents are not known. They are districts of their own.
fn made(criteria: &str, facilities: Vec<Facility>) -> Study {
    let criteria: Criteria = toml::from_str(criteria).expect("criteria");
    let city = City { criteria, ..city() };
    let mut areas = vec![
        square("BU00010001", (0.0, 0.0), 200.0, Some(1600.0)),
        square("BU00020002", (200.0, 0.0), 200.0, Some(0.0)),
        square("BU00030003", (400.0, 0.0), 200.0, None),
    ];
    areas[0].households = Some(320.0);
    let layers = Layers {
        areas,
        facilities,
        ..Layers::default()
    };
    study(&city, layers)
}

fn criterion(more: &str) -> String {
    format!(
        "[[criteria]]\nid = 'c'\nversion = 1\nservice_type = 'LRN-BIEB'\nlevel = 'neighbourhood'\nscope = 'all'\nsource = 'test'\n{more}\n"
    )
}

fn rows(study: &Study) -> Vec<Row> {
    let params = assessment::Params {
        selection: Selection::on(DAY),
        areas: None,
    };
    assessment::run(study, &params).rows
}

/// The row of the first neighbourhood.
fn first(more: &str, facilities: Vec<Facility>) -> Row {
    rows(&made(&criterion(more), facilities)).swap_remove(0)
}

fn library(id: &str, place: (f64, f64)) -> Facility {
    facility(id, "LRN-BIEB", place)
}

#[test]
fn coverage_is_short_by_residents() {
    // Three of the sixteen points lie within 50 m of (0, 0)'s nearest point: (25, 25), (75, 25) and (25, 75) within 80 m.
    let corner = || vec![library("a", (0.0, 0.0))];
    let row = first(
        "measure = 'coverage'\nrequired = 0.5\nambition = 1.0\ndistance_m = 80",
        corner(),
    );
    assert_eq!(row.value, Some(300.0 / 1600.0));
    assert_eq!((row.verdict, row.short_by), (Verdict::Short, Some(500.0)));
    assert_eq!(row.ambition_met, Some(false));
    let row = first(
        "measure = 'coverage'\nrequired = 0.1875\ndistance_m = 80",
        corner(),
    );
    assert_eq!(
        (row.verdict, row.short_by, row.ambition_met),
        (Verdict::Met, None, None)
    );
    let row = first(
        "measure = 'coverage'\nrequired = 0.1\nsurplus_above = 0.15\ndistance_m = 80",
        corner(),
    );
    assert_eq!(row.verdict, Verdict::Surplus);
}

#[test]
fn mean_distance_is_met_by_less_and_short_by_those_who_go_farther() {
    // In the middle: four points at √(25² + 25²), eight at √(75² + 25²), four at √(75² + 75²).
    let middle = || vec![library("a", (100.0, 100.0))];
    let near = |x: f64, y: f64| x.hypot(y);
    let mean = (4.0 * near(25.0, 25.0) + 8.0 * near(75.0, 25.0) + 4.0 * near(75.0, 75.0)) / 16.0;
    let row = first("measure = 'meanDistance'\nrequired = 80", middle());
    assert!((row.value.expect("a mean") - mean).abs() < 1e-4);
    assert_eq!(row.verdict, Verdict::Met);
    let row = first("measure = 'meanDistance'\nrequired = 60", middle());
    assert_eq!((row.verdict, row.short_by), (Verdict::Short, Some(1200.0)));
    let none = first("measure = 'meanDistance'\nrequired = 60", vec![]);
    assert_eq!(
        (none.verdict, none.reason),
        (Verdict::Unknown, Some(Reason::NothingInReach))
    );
}

#[test]
fn facilities_are_short_in_whole_ones() {
    let two = || {
        vec![
            library("a", (50.0, 50.0)),
            library("b", (150.0, 50.0)),
            library("c", (250.0, 50.0)),
        ]
    };
    let row = first("measure = 'count'\nrequired = 3", two());
    assert_eq!(
        (row.value, row.verdict, row.short_by),
        (Some(2.0), Verdict::Short, Some(1.0))
    );
    // 2 per 1,600 is 1.25 per 1,000; 2 per 1,000 takes 3.2, so two more; 2.5 takes 4, two more exactly.
    let row = first("measure = 'per1000'\nrequired = 2", two());
    assert_eq!(
        (row.value, row.verdict, row.short_by),
        (Some(1.25), Verdict::Short, Some(2.0))
    );
    let row = first("measure = 'per1000'\nrequired = 2.5", two());
    assert_eq!(row.short_by, Some(2.0));
    let row = first("measure = 'per1000'\nrequired = 1.25", two());
    assert_eq!(row.verdict, Verdict::Met);
}

#[test]
fn what_is_not_told_makes_a_verdict_unknown_unless_the_rest_is_enough() {
    let offered = |amounts: &[Option<f64>]| -> Vec<Facility> {
        let one = |(n, amount): (usize, &Option<f64>)| Facility {
            capacity: *amount,
            floor_area_m2: *amount,
            ..library(&format!("f{n}"), (100.0, 100.0))
        };
        amounts.iter().enumerate().map(one).collect()
    };
    let capacity = "measure = 'capacityPer1000'\nrequired = 50";
    // 50 per 1,000 of 1,600 residents are 80 places.
    let row = first(capacity, offered(&[Some(60.0), Some(10.0)]));
    assert_eq!(
        (row.value, row.verdict, row.short_by),
        (Some(43.75), Verdict::Short, Some(10.0))
    );
    let row = first(capacity, offered(&[Some(60.0), None]));
    assert_eq!(
        (row.value, row.verdict, row.reason),
        (None, Verdict::Unknown, Some(Reason::CapacityMissing))
    );
    assert_eq!(row.short_by, None);
    let row = first(capacity, offered(&[Some(80.0), None]));
    assert_eq!(
        (row.verdict, row.reason),
        (Verdict::Met, Some(Reason::CapacityMissing))
    );
    // 125 m² per 1,000 dwellings: 40 m² for 320 households.
    let floor = "measure = 'floorAreaPer1000Dwellings'\nrequired = 125";
    let row = first(floor, offered(&[Some(30.0)]));
    assert_eq!(
        (row.value, row.verdict, row.short_by),
        (Some(93.75), Verdict::Short, Some(10.0))
    );
    let row = first(floor, offered(&[None]));
    assert_eq!(
        (row.verdict, row.reason),
        (Verdict::Unknown, Some(Reason::FloorAreaMissing))
    );
}

#[test]
fn where_nobody_lives_or_nobody_knows_there_is_no_verdict() {
    let there = vec![library("a", (250.0, 50.0)), library("b", (450.0, 50.0))];
    for measure in ["coverage", "meanDistance", "per1000", "capacityPer1000"] {
        let all = rows(&made(
            &criterion(&format!("measure = '{measure}'\nrequired = 0.5")),
            there.clone(),
        ));
        assert_eq!(all.len(), 3);
        for row in &all[1..] {
            assert_eq!(
                (row.verdict, row.reason),
                (Verdict::Unknown, Some(Reason::NoResidents)),
                "{measure}"
            );
            assert_eq!((row.value, row.short_by), (None, None), "{measure}");
        }
    }
    let all = rows(&made(
        &criterion("measure = 'floorAreaPer1000Dwellings'\nrequired = 0.5"),
        there.clone(),
    ));
    assert_eq!(all[1].reason, Some(Reason::NoHouseholds));
    // A count needs nobody.
    let all = rows(&made(&criterion("measure = 'count'\nrequired = 1"), there));
    let verdicts: Vec<Verdict> = all.iter().map(|row| row.verdict).collect();
    assert_eq!(verdicts, [Verdict::Short, Verdict::Met, Verdict::Met]);
    let walking = first("measure = 'coverage'\nrequired = 0.5\nmode = 'walking'", vec![]);
    assert_eq!(
        (walking.verdict, walking.reason),
        (Verdict::Unknown, Some(Reason::NoNetwork))
    );
    let nothing = first("measure = 'coverage'", vec![]);
    assert_eq!(nothing.reason, Some(Reason::NothingRequired));
}

#[test]
fn scope_version_and_date_choose_what_is_judged() {
    let named = criterion("measure = 'count'\nrequired = 1")
        .replace("scope = 'all'", "scope = ['WK00020', 'WK00030']");
    let study = made(&named, vec![]);
    let codes: Vec<String> = rows(&study)
        .iter()
        .map(|row| study.areas.get(row.area).code.to_string())
        .collect();
    let parents: Vec<_> = study
        .areas
        .neighbourhoods()
        .iter()
        .map(|of| of.parent.clone().expect("a district").to_string())
        .collect();
    let expected: Vec<String> = study
        .areas
        .neighbourhoods()
        .iter()
        .zip(&parents)
        .filter(|(_, parent)| ["WK00020", "WK00030"].contains(&parent.as_str()))
        .map(|(of, _)| of.code.to_string())
        .collect();
    assert_eq!(codes, expected);
    let old = criterion("measure = 'count'\nrequired = 1\nvalid_to = '2027-01-01'");
    let new = criterion("measure = 'count'\nrequired = 2\nvalid_from = '2026-06-01'")
        .replace("version = 1", "version = 2");
    let study = Arc::new(made(&format!("{old}{new}"), vec![]));
    let judged_on = |day| {
        let params = assessment::Params {
            selection: Selection::on(day),
            areas: None,
        };
        let rows = assessment::run(&study, &params).rows;
        rows.iter()
            .map(|row| study.criteria.criteria[row.criterion].version)
            .collect::<Vec<_>>()
    };
    assert_eq!(judged_on(date(2026, 1, 1)), [1, 1, 1]);
    assert_eq!(judged_on(DAY), [2, 2, 2], "of two in force the later");
    assert_eq!(judged_on(date(2028, 1, 1)), [2, 2, 2]);
}
