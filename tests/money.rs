//! Money by hand: every grouping of the same grants has the same total, to the cent.

use std::collections::BTreeMap;

use crate::support::{DAY, city, facility, square, study};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use wijkkaart::analysis::commitments;
use wijkkaart::analysis::mismatches::{self, Kind};
use wijkkaart::analysis::spending::{self, By, Key, Only, Reason, Report, Row};
use wijkkaart::config::{City, ProgrammeArea};
use wijkkaart::domain::{Cents, Euros, Facility, Grant, GrantKind, Layers, MunicipalRole, Provision};
use wijkkaart::study::Study;

/// Three neighbourhoods of 200 m side by side, the first two of one district; of the third the residents are unknown.
fn made(facilities: Vec<Facility>, grants: Vec<Grant>) -> Study {
    let city = City {
        programme_areas: vec![
            programme("west", &["BU00010001", "BU00010002"]),
            programme("east", &["BU00010002"]),
        ],
        ..city()
    };
    let layers = Layers {
        areas: vec![
            square("BU00010001", (0.0, 0.0), 200.0, Some(1600.0)),
            square("BU00010002", (200.0, 0.0), 200.0, Some(400.0)),
            square("BU00020003", (400.0, 0.0), 200.0, None),
        ],
        facilities,
        grants,
        ..Layers::default()
    };
    study(&city, layers)
}

fn programme(code: &str, neighbourhoods: &[&str]) -> ProgrammeArea {
    ProgrammeArea {
        code: code.into(),
        name: code.to_owned(),
        districts: Vec::new(),
        neighbourhoods: neighbourhoods.iter().map(|code| (*code).into()).collect(),
    }
}

fn grant(id: &str, euros: f64, facilities: &[&str]) -> Grant {
    Grant {
        kind: Some(GrantKind::Subsidy),
        euros_per_year: Some(Euros(euros)),
        facilities: facilities.iter().map(|of| (*of).into()).collect(),
        ..Grant::new(id, "grants")
    }
}

/// A facility in each neighbourhood, one outside, one nowhere, one of no type.
fn places() -> Vec<Facility> {
    let mut specialist = facility("b", "ONT-TUIN", (300.0, 100.0));
    specialist.conversion_candidate = Some(true);
    let mut untyped = facility("untyped", "LRN-BIEB", (500.0, 100.0));
    untyped.service_type = None;
    let mut nowhere = facility("nowhere", "LRN-BIEB", (0.0, 0.0));
    nowhere.location = None;
    vec![
        facility("a", "LRN-BIEB", (100.0, 100.0)),
        specialist,
        untyped,
        nowhere,
        facility("outside", "LRN-BIEB", (5000.0, 100.0)),
    ]
}

fn spend(study: &Study, by: By, only: Only) -> Report {
    let params = spending::Params { date: DAY, by, only };
    spending::run(study, &params)
}

/// Cents by code or reason.
fn by(study: &Study, by: By) -> BTreeMap<String, i128> {
    let rows = spend(study, by, Only::default()).rows;
    let with = rows.iter().filter(|row| !row.paid.is_empty());
    with.map(|row| (named(&row.key), row.cents.unwrap_or_default().0))
        .collect()
}

fn named(key: &Key) -> String {
    match key {
        Key::Of(code) => code.clone(),
        Key::Without(reason) => format!("!{}", reason.name()),
    }
}

fn row<'a>(report: &'a Report, code: &str) -> &'a Row {
    let found = report.rows.iter().find(|row| named(&row.key) == code);
    found.unwrap_or_else(|| panic!("{code} is missing"))
}

fn expected(rows: &[(&str, i128)]) -> BTreeMap<String, i128> {
    rows.iter()
        .map(|(code, cents)| ((*code).to_owned(), *cents))
        .collect()
}

#[test]
fn a_grant_goes_to_its_facilities_in_whole_cents_and_what_has_no_place_is_told() {
    let grants = vec![
        grant("three", 100.0, &["a", "b", "nobody"]),
        grant("none", 50.01, &[]),
        Grant {
            shares: vec![3.0, 1.0, 0.0],
            ..grant("shares", 10.0, &["a", "untyped", "nowhere"])
        },
        grant("far", 7.0, &["outside"]),
        Grant {
            euros_per_year: None,
            ..grant("unknown", 0.0, &["a"])
        },
        Grant {
            to: Some(DAY),
            ..grant("over", 1000.0, &["a"])
        },
    ];
    let study = made(places(), grants);
    assert_eq!(
        by(&study, By::ServiceType),
        expected(&[
            ("LRN-BIEB", 3334 + 750 + 700),
            ("ONT-TUIN", 3333),
            ("!unclassified", 250),
            ("!unknownFacility", 3333),
            ("!noFacility", 5001),
        ])
    );
    assert_eq!(
        by(&study, By::Neighbourhood),
        expected(&[
            ("BU00010001", 4084),
            ("BU00010002", 3333),
            ("BU00020003", 250),
            ("!notLocated", 0),
            ("!outsideCity", 700),
            ("!unknownFacility", 3333),
            ("!noFacility", 5001),
        ])
    );
    assert_eq!(
        by(&study, By::Provision),
        expected(&[
            ("general", 3334 + 1000 + 700),
            ("specialist", 3333),
            ("!provisionUnknown", 3333 + 5001)
        ])
    );
    let report = spend(&study, By::District, Only::default());
    assert_eq!(report.total, Cents(16_701));
    let west = row(&report, "WK0001000");
    assert_eq!(west.cents, Some(Cents(4084 + 3333)));
    assert_eq!(west.per_resident, Some(74.17 / 2000.0));
    assert_eq!(west.share, Some(7417.0 / 16_701.0));
    assert_eq!(
        (west.paid.len(), west.without_amount(), west.facilities.len()),
        (3, 1, 2)
    );
    assert_eq!(
        west.allocated(),
        Some(Cents(6667)),
        "a third of it went to nobody"
    );
    assert_eq!(
        row(&report, "WK0002000").per_resident,
        None,
        "nobody knows how many live there"
    );
    let whole = spend(&study, By::Kind, Only::default());
    assert_eq!(
        row(&whole, "subsidy").allocated(),
        Some(Cents(0)),
        "nothing had to be divided"
    );
    let (general, specialist) = (5034.0, 3333.0);
    let provided = spending::provided(&study, DAY, &Only::default());
    assert_eq!(provided.general_share(), Some(general / (general + specialist)));
    assert_eq!(provided.unknown, Cents(8334));
}

#[test]
fn what_is_asked_of_an_area_and_a_type_is_a_part_of_the_same_money() {
    let study = made(
        places(),
        vec![grant("g", 100.0, &["a", "b", "untyped"]), grant("none", 9.0, &[])],
    );
    let place = study.areas.place("BU00010001");
    let only = Only {
        area: place,
        ..Only::default()
    };
    let report = spend(&study, By::Neighbourhood, only.clone());
    assert_eq!(report.rows.len(), 1);
    assert_eq!(report.total, Cents(3334));
    assert_eq!(report.rows[0].per_resident, Some(33.34 / 1600.0));
    let district = spend(&study, By::District, only);
    assert_eq!(district.rows[0].cents, Some(Cents(3334)));
    assert_eq!(
        district.rows[0].per_resident, None,
        "the money of a part is not that of all residents"
    );
    let gardens = Only {
        service_type: Some("ONT-TUIN".into()),
        ..Only::default()
    };
    assert_eq!(spend(&study, By::Recipient, gardens).total, Cents(3333));
    let none = Only {
        scheme: Some("no such".to_owned()),
        ..Only::default()
    };
    assert_eq!(spend(&study, By::Recipient, none).total, Cents(0));
}

#[test]
fn programme_areas_that_share_a_neighbourhood_both_show_its_money_and_say_so() {
    let study = made(places(), vec![grant("g", 100.0, &["a", "b", "untyped"])]);
    let report = spend(&study, By::Programme, Only::default());
    assert_eq!(report.total, Cents(10_000));
    assert_eq!(
        (row(&report, "west").cents, row(&report, "west").shared),
        (Some(Cents(6667)), Cents(3333))
    );
    assert_eq!(
        (row(&report, "east").cents, row(&report, "east").shared),
        (Some(Cents(3333)), Cents(3333))
    );
    assert_eq!(row(&report, "!outsideAreas").cents, Some(Cents(3333)));
}

#[test]
fn a_joint_budget_is_divided_over_its_partners() {
    let joint = Grant {
        recipient: Some("One; Other; Third".to_owned()),
        ..grant("g", 100.0, &["a", "b"])
    };
    let study = made(
        places(),
        vec![
            joint.clone(),
            Grant {
                recipient: Some("One".to_owned()),
                ..grant("h", 1.0, &["a"])
            },
        ],
    );
    assert_eq!(
        by(&study, By::Recipient),
        expected(&[("One", 3434), ("Other", 3333), ("Third", 3333)])
    );
    let report = spend(&study, By::Recipient, Only::default());
    assert_eq!(
        row(&report, "One").allocated(),
        Some(Cents(3334)),
        "its own grant is divided by nobody"
    );
    let shares = Grant {
        recipient_shares: vec![0.5, 0.25, 0.25],
        ..joint
    };
    let study = made(places(), vec![shares]);
    assert_eq!(
        by(&study, By::Recipient),
        expected(&[("One", 5000), ("Other", 2500), ("Third", 2500)])
    );
    assert_eq!(
        row(&spend(&study, By::Recipient, Only::default()), "One").allocated(),
        Some(Cents(0))
    );
}

#[test]
fn a_grant_ends_in_the_year_of_its_last_day() {
    let lasting = |id: &str, euros: f64, from: Option<Date>, to: Option<Date>| Grant {
        from,
        to,
        ..grant(id, euros, &["a"])
    };
    let new_year = |year: i16| Some(date(year, 1, 1));
    let study = made(
        places(),
        vec![
            lasting("year", 365.0, new_year(2026), new_year(2027)),
            lasting("long", 36_600.0, new_year(2025), Some(date(2028, 7, 1))),
            lasting("open", 10.0, new_year(2027), None),
            lasting("ever", 366.0, None, Some(date(2028, 1, 2))),
        ],
    );
    assert_eq!(
        by(&study, By::EndYear),
        expected(&[("2026", 36_500), ("2028", 3_660_000 + 36_600)])
    );
    let params = commitments::Params {
        date: DAY,
        only: Only::default(),
    };
    let rows = commitments::run(&study, &params).rows;
    let told: Vec<_> = rows
        .iter()
        .map(|of| {
            (
                of.year,
                of.committed().0,
                of.multi_year().0,
                of.open_ended().0,
                of.grants_ending(),
                of.ending().0,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (2026, 36_500 + 3_660_000 + 36_600, 3_660_000, 0, 1, 36_500),
            (2027, 3_660_000 + 36_600, 3_660_000, 1000, 0, 0),
            // 182 of 366 days until July, and one day of the other.
            (2028, 1_820_000 + 100, 1_820_000, 1000, 2, 3_696_600),
        ]
    );
}

#[test]
fn a_grant_that_ends_in_another_age_does_not_fill_the_table() {
    let for_ever = Grant {
        to: Some(date(9999, 12, 31)),
        ..grant("g", 1.0, &["a"])
    };
    let params = commitments::Params {
        date: DAY,
        only: Only::default(),
    };
    let rows = commitments::run(&made(places(), vec![for_ever]), &params).rows;
    assert_eq!(rows.len(), 31);
    assert!(rows.iter().all(|row| row.committed() == Cents(100)));
}

#[test]
fn money_and_facilities_that_do_not_fit_are_found() {
    let with_role = |id: &str, role| Facility {
        municipal_role: Some(role),
        ..facility(id, "LRN-BIEB", (100.0, 100.0))
    };
    let ended = |id: &str, euros: f64, to: Date, of: &str| Grant {
        to: Some(to),
        ..grant(id, euros, &[of])
    };
    let mut closed = facility("closed", "LRN-BIEB", (100.0, 100.0));
    closed.valid_to = Some(DAY);
    let facilities = vec![
        with_role("stated", MunicipalRole::Subsidy),
        with_role("paid", MunicipalRole::Both),
        with_role("without", MunicipalRole::None),
        facility("quiet", "LRN-BIEB", (100.0, 100.0)),
        facility("late", "LRN-BIEB", (100.0, 100.0)),
        facility("next", "LRN-BIEB", (100.0, 100.0)),
        closed,
    ];
    let mut next = grant("next", 8.0, &["next"]);
    next.from = Some(date(2027, 1, 1));
    let mut joint = grant("joint", 100.0, &["late", "nobody"]);
    joint.recipient = Some("One;Other".to_owned());
    joint.to = Some(date(2027, 1, 1));
    let grants = vec![
        grant("paid", 1.0, &["paid"]),
        grant("nothing", 5.0, &[]),
        Grant {
            facilities: vec!["nobody".into(), "paid".into()],
            ..joint
        },
        grant("closed", 3.0, &["closed"]),
        ended("first", 10.0, date(2024, 1, 1), "late"),
        ended("last", 20.0, date(2026, 1, 1), "late"),
        ended("over", 30.0, date(2026, 1, 1), "without"),
        ended("past", 40.0, date(2026, 1, 1), "next"),
        next,
    ];
    let study = made(facilities, grants);
    let found = mismatches::run(
        &study,
        &mismatches::Params {
            date: DAY,
            only: Only::default(),
        },
    )
    .mismatches;
    let told: Vec<_> = found
        .iter()
        .map(|of| {
            let grant = of.grant.map(|at| study.grants[at].id.to_string());
            (
                of.kind,
                grant.unwrap_or_default(),
                of.facility.clone().unwrap_or_default(),
                of.cents.map(|cents| cents.0),
                of.ended,
            )
        })
        .collect();
    let is = |kind, grant: &str, facility: &str, cents, ended| {
        (kind, grant.to_owned(), facility.to_owned(), cents, ended)
    };
    assert_eq!(
        told,
        [
            is(Kind::GrantWithoutFacility, "nothing", "", Some(500), None),
            is(Kind::GrantForUnknownFacility, "joint", "nobody", Some(5000), None),
            is(Kind::GrantForFacilityNotOpen, "closed", "closed", Some(300), None),
            is(Kind::FacilityWithoutGrant, "", "stated", None, None),
            is(
                Kind::GrantEnded,
                "last",
                "late",
                Some(2000),
                Some(date(2026, 1, 1))
            ),
        ]
    );
}

fn any_grant() -> impl Strategy<Value = Grant> {
    let known = ["a", "b", "untyped", "nowhere", "outside", "nobody", "no one"];
    let partner = prop_oneof![Just("One"), Just("Other"), Just("Third"), Just("Fourth")];
    let day = prop_oneof![
        Just(None),
        (2020_i16..2032, 1_i8..13).prop_map(|(year, month)| Some(date(year, month, 1)))
    ];
    let named = |names: &'static [&'static str]| {
        prop_oneof![
            Just(None),
            prop::sample::select(names).prop_map(|name| Some(name.to_owned()))
        ]
    };
    (
        prop_oneof![1 => Just(None), 6 => (0_u32..50_000_000).prop_map(|cents| Some(Euros(f64::from(cents) / 100.0)))],
        prop::sample::subsequence(known.to_vec(), 0..5),
        prop::collection::vec(partner, 0..4),
        any::<[bool; 2]>(),
        prop::collection::vec(0.01..1.0_f64, 8),
        (day.clone(), day),
        (named(&["Scheme", "Rule"]), prop::sample::select(vec![None, Some(GrantKind::Subsidy), Some(GrantKind::Commission)])),
        prop::sample::select(vec![None, Some(Provision::General), Some(Provision::Specialist)]),
    )
        .prop_map(|(euros, facilities, partners, with_shares, weights, (from, to), (scheme, kind), provision)| {
            let shares = |with: bool, count: usize| if with { weights[..count].to_vec() } else { Vec::new() };
            Grant {
                euros_per_year: euros,
                shares: shares(with_shares[0], facilities.len()),
                recipient_shares: shares(with_shares[1], partners.len()),
                recipient: (!partners.is_empty()).then(|| partners.join(";")),
                facilities: facilities.into_iter().map(Into::into).collect(),
                from,
                to,
                scheme,
                kind,
                provision,
                ..Grant::new("g", "grants")
            }
        })
}

proptest! {
    #[test]
    fn every_grouping_has_the_total_of_the_grants_in_force(grants in prop::collection::vec(any_grant(), 0..12)) {
        let cents = |grant: &Grant| grant.euros_per_year.map_or(0, |euros| {
            #[allow(clippy::cast_possible_truncation)]
            let cents = (euros.0 * 100.0).round() as i128;
            cents
        });
        let named = grants.into_iter().enumerate().map(|(n, grant)| Grant { id: format!("g{n}").into(), ..grant });
        let grants: Vec<Grant> = named.collect();
        let total: i128 = grants.iter().filter(|grant| grant.in_force(DAY)).map(cents).sum();
        let study = made(places(), grants.clone());
        for by in By::ALL {
            let report = spend(&study, by, Only::default());
            prop_assert_eq!(report.total.0, total);
            let sum: i128 = report.rows.iter().filter_map(|row| row.cents).map(|cents| cents.0).sum();
            // What two programme areas share shows twice, once too often.
            let twice: i128 = report.rows.iter().map(|row| row.shared.0).sum();
            prop_assert_eq!(2 * sum - twice, 2 * total, "by {}", by.name());
            prop_assert!(by == By::Programme || twice == 0);
            for row in &report.rows {
                let of_paid: i128 = row.paid.iter().filter_map(|paid| paid.cents).map(|cents| cents.0).sum();
                prop_assert_eq!(row.cents.unwrap_or_default().0, of_paid);
                prop_assert!(row.allocated().unwrap_or_default().0 <= of_paid);
                prop_assert_eq!(row.cents.is_none(), !row.paid.is_empty() && row.without_amount() == row.paid.len());
            }
        }
        // A facility has what the other analyses say of it, wherever all its amounts are known.
        let report = spend(&study, By::Facility, Only::default());
        for place in study.facilities.in_order() {
            let id = study.facilities.get(place).facility.id.as_str();
            let row = report.rows.iter().find(|row| row.key.code() == Some(id));
            let told = study.facilities.euros_per_year(place, &study.grants, DAY);
            match row {
                Some(row) if row.without_amount() == 0 => prop_assert_eq!(told, row.cents.map(Cents::euros)),
                _ => prop_assert_eq!(told, None),
            }
        }
        // Asking area by area, and type by type, finds the same money as grouping it.
        let districts = spend(&study, By::District, Only::default());
        for row in districts.rows.iter().filter(|row| row.area.is_some()) {
            let only = Only { area: row.area, ..Only::default() };
            prop_assert_eq!(spend(&study, By::Recipient, only).total, row.cents.unwrap_or_default());
        }
        let provided = spending::provided(&study, DAY, &Only::default());
        prop_assert_eq!((provided.general + provided.specialist + provided.unknown).0, total);
        let none = districts.rows.iter().find(|row| row.key.reason() == Some(Reason::NoFacility));
        let without: i128 = grants.iter().filter(|grant| grant.in_force(DAY) && grant.facilities.is_empty()).map(cents).sum();
        prop_assert_eq!(none.and_then(|row| row.cents).unwrap_or_default().0, without);
    }
}
