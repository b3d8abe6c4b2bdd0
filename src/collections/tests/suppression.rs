//! What gaps, removals and usage tell of a confidential layer.

use geo::Point;

use super::*;
use crate::collections::fixture::{city, confidential_snapshot, facility};
use crate::domain::DemandRecord;

#[test]
fn the_cells_of_small_gaps_are_hidden_and_their_names_tell_no_cell() {
    let study = confidential_study();
    // A type that has no located facility: everybody is beyond it. A has 100 residents, B three, D two.
    let gaps = ask(&study, "gaps", "serviceType=ONT-TUIN");
    let of = |code: &str| {
        let in_area = gaps
            .features
            .iter()
            .filter(|gap| gaps.value(&gap.id, "areaCode") == Some(&Value::Text(code.to_owned())));
        let [gap] = in_area.collect::<Vec<_>>().try_into().unwrap();
        gap
    };
    let told = of("BU00010101");
    near(number(&gaps, &told.id, "residents"), 100.0);
    near(number(&gaps, &told.id, "cells"), 1.0);
    assert!(told.geometry.is_some());
    assert_eq!(gaps.value(&told.id, "suppressed"), Some(&Value::Boolean(false)));
    for (code, column) in [("BU00010102", "2028"), ("BU00010202", "2068")] {
        let gap = of(code);
        assert_eq!(gap.geometry, None, "{code}");
        assert_eq!(number(&gaps, &gap.id, "residents"), None);
        assert_eq!(number(&gaps, &gap.id, "cells"), None);
        assert_eq!(gaps.value(&gap.id, "suppressed"), Some(&Value::Boolean(true)));
        assert!(!gap.id.contains(column), "{}", gap.id);
    }
}

#[test]
fn what_the_gaps_of_neighbourhoods_hide_those_of_districts_do_not_tell() {
    let mut snapshot = confidential_snapshot();
    snapshot.layers.demand.retain(|point| point.id == "p1");
    // Beside the hundred of A, in the next cell across the border.
    for (id, residents, x) in [("p4", 100.0, 100_975.0), ("p5", 3.0, 101_025.0)] {
        let mut point = snapshot.layers.demand[0].clone();
        point.id = id.to_owned();
        point.residents = Some(residents);
        point.location = Point::new(x, 420_025.0);
        snapshot.layers.demand.push(point);
    }
    let study = Study::new(&city(), snapshot);
    let residents = |level: &str| {
        let set = ask(&study, "gaps", &format!("serviceType=ONT-TUIN&level={level}"));
        let west = set.features.iter().filter(|gap| {
            matches!(set.value(&gap.id, "areaCode"), Some(Value::Text(code)) if ["BU00010101", "BU00010102", "WK000101"].contains(&code.as_str()))
        });
        west.map(|gap| (number(&set, &gap.id, "residents"), gap.geometry.is_some()))
            .collect::<Vec<_>>()
    };
    let hidden = (None, false);
    assert_eq!(
        residents("neighbourhood"),
        [(Some(100.0), true), (Some(100.0), true), hidden]
    );
    // 103 in one district's gap would leave three for B, and show their cell.
    assert_eq!(residents("district"), [hidden, hidden]);
}

/// Observed people at some places of one line, and libraries on it.
fn observed(people: &[(f64, f64)], libraries: &[(&str, f64)]) -> Study {
    let mut snapshot = confidential_snapshot();
    let record = snapshot.layers.demand[0].clone();
    let at = |x: f64| Point::new(x, 420_400.0);
    snapshot.layers.demand = (0..)
        .zip(people)
        .map(|(n, (residents, x))| DemandRecord {
            id: format!("p{n}"),
            residents: Some(*residents),
            location: at(*x),
            ..record.clone()
        })
        .collect();
    snapshot.layers.facilities = libraries
        .iter()
        .map(|(id, x)| facility(id, Some("LRN-BIEB"), Some((*x, 420_400.0))))
        .collect();
    Study::new(&city(), snapshot)
}

/// People in A, B and D.
fn in_three(residents: [f64; 3]) -> Vec<(f64, f64)> {
    residents
        .into_iter()
        .zip([100_400.0, 101_400.0, 103_400.0])
        .collect()
}

#[test]
fn what_a_removal_would_tell_of_a_few_is_not_told() {
    let hidden = |study: &Study, query: &str| -> Vec<String> {
        let set = ask(study, "removals", query);
        let untold = |id: &&str| {
            let suppressed = set.value(id, "suppressed") == Some(&Value::Boolean(true));
            for property in [
                "residentsLost",
                "residentsLostShare",
                "coverageAfter",
                "lossPerEuro",
            ] {
                assert!(
                    !suppressed || number(&set, id, property).is_none(),
                    "{id} {property}"
                );
            }
            assert_eq!(suppressed, number(&set, id, "residentsLost").is_none(), "{id}");
            suppressed
        };
        ids(&set).into_iter().filter(untold).map(str::to_owned).collect()
    };
    let (a, b, d) = (100_000.0, 101_900.0, 103_400.0);
    // Both tell of enough; so does what they lose together.
    let enough = observed(&in_three([100.0, 30.0, 20.0]), &[("a", a), ("b", b)]);
    assert!(hidden(&enough, "k=2").is_empty());
    near(
        number(&ask(&enough, "removals", "k=2"), "LRN-BIEB:a+b", "residentsLost"),
        130.0,
    );
    // Three live at b, and everybody else is known.
    let few = observed(&in_three([100.0, 3.0, 20.0]), &[("a", a), ("b", b), ("d", d)]);
    let set = ask(&few, "removals", "");
    assert_eq!(
        hidden(&few, "").len(),
        3,
        "one neighbourhood alone is hidden, so the city is"
    );
    assert_eq!(number(&set, "LRN-BIEB:a", "coverageBefore"), None);
    // Two few ones: of the city the sum may be told, of each of the two nothing, nor of a set with one of them.
    let two = observed(&in_three([100.0, 3.0, 4.0]), &[("a", a), ("b", b), ("d", d)]);
    assert_eq!(hidden(&two, "k=2"), ["LRN-BIEB:b", "LRN-BIEB:d", "LRN-BIEB:b+d"]);
    near(
        number(&ask(&two, "removals", ""), "LRN-BIEB:a", "coverageBefore"),
        1.0,
    );
    // Both a and b have 18 in reach; were it told that 15 have no other, three would have c too.
    let people = [(15.0, 100_400.0), (3.0, 101_400.0), (20.0, 101_950.0)];
    let beside = observed(&people, &[("a", 100_900.0), ("b", 100_900.0), ("c", 102_400.0)]);
    near(
        number(&ask(&beside, "overlaps", ""), "a~b", "sharedResidents"),
        18.0,
    );
    assert_eq!(hidden(&beside, "k=2"), ["LRN-BIEB:a+b"]);
}

#[test]
fn usage_of_a_facility_that_few_can_reach_is_not_told() {
    let mut two = observed(
        &in_three([100.0, 3.0, 4.0]),
        &[("a", 100_000.0), ("b", 101_900.0)],
    );
    let set = ask(&two, "usage", "");
    assert_eq!(set.value("a", "suppressed"), Some(&Value::Boolean(false)));
    near(number(&set, "a", "residentsInReach"), 100.0);
    assert_eq!(set.value("b", "suppressed"), Some(&Value::Boolean(true)));
    assert_eq!(number(&set, "b", "residentsInReach"), None);
    assert_eq!(number(&set, "b", "visitorsPerResident"), None);
    two = observed(
        &in_three([100.0, 30.0, 4.0]),
        &[("a", 100_000.0), ("b", 101_900.0)],
    );
    assert_eq!(
        ask(&two, "usage", "").value("b", "suppressed"),
        Some(&Value::Boolean(false))
    );
}
