//! What gaps tell of a confidential layer.

use geo::Point;

use super::*;
use crate::collections::fixture::{city, confidential_snapshot};

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
