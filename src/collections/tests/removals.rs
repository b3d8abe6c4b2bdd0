//! Removals and usage of the city that can be computed by hand.

use super::*;
use crate::collections::fixture::{city, snapshot};

#[test]
fn twins_lose_nobody_alone_and_everybody_together() {
    let study = study();
    let set = ask(&study, "removals", "serviceType=LRN-BIEB&distance=2000&k=3");
    let (one, two, both) = ("LRN-BIEB:lib-1", "LRN-BIEB:lib-2", "LRN-BIEB:lib-1+lib-2");
    assert_eq!(ids(&set), [one, two, both], "there are no three");
    for (id, size, rank, lost) in [
        (one, 1.0, 1.0, 0.0),
        (two, 1.0, 2.0, 0.0),
        (both, 2.0, 1.0, 1500.0),
    ] {
        near(number(&set, id, "setSize"), size);
        near(number(&set, id, "rank"), rank);
        near(number(&set, id, "residentsLost"), lost);
        near(number(&set, id, "residentsLostShare"), lost / 1500.0);
        near(number(&set, id, "coverageBefore"), 1500.0 / 1900.0);
        near(number(&set, id, "coverageAfter"), (1500.0 - lost) / 1900.0);
        assert_eq!(set.value(id, "method"), Some(&Value::Text("exact".to_owned())));
    }
    let texts = |texts: [&str; 2]| Value::TextList(texts.map(str::to_owned).to_vec());
    assert_eq!(set.value(both, "facilities"), Some(&texts(["lib-1", "lib-2"])));
    assert_eq!(
        set.value(both, "names"),
        Some(&texts(["=Name of lib-1", "=Name of lib-2"]))
    );
    let place = |id: &str| {
        set.features
            .iter()
            .find(|of| of.id == id)
            .unwrap()
            .geometry
            .clone()
    };
    assert_eq!(
        place(both),
        Some(Geometry::Point((100_500.0, 420_500.0).into())),
        "in the middle"
    );
}

#[test]
fn a_loss_per_euro_needs_euros_of_every_facility() {
    let study = study();
    let set = ask(&study, "removals", "serviceType=LRN-BIEB&distance=2000&k=2");
    let (one, two, both) = ("LRN-BIEB:lib-1", "LRN-BIEB:lib-2", "LRN-BIEB:lib-1+lib-2");
    near(number(&set, one, "eurosPerYear"), 50_000.0);
    near(number(&set, one, "lossPerEuro"), 0.0);
    assert_eq!(set.value(one, "eurosKnown"), Some(&Value::Boolean(true)));
    for id in [two, both] {
        assert_eq!(number(&set, id, "eurosPerYear"), None);
        assert_eq!(number(&set, id, "lossPerEuro"), None);
        assert_eq!(set.value(id, "eurosKnown"), Some(&Value::Boolean(false)));
    }
}

#[test]
fn removals_are_of_every_type_and_of_sets_that_touch_the_area() {
    let study = study();
    let singles = ["LRN-BIEB:lib-1", "LRN-BIEB:lib-2"];
    assert_eq!(
        ids(&ask(&study, "removals", "")),
        singles,
        "what lies nowhere or has no type is in no set"
    );
    assert_eq!(ids(&ask(&study, "removals", "k=2&area=BU00010101")).len(), 3);
    assert!(ids(&ask(&study, "removals", "k=2&area=WK000102")).is_empty());
    assert_eq!(
        ids(&ask(&study, "removals", "role=subsidy&k=2")),
        ["LRN-BIEB:lib-1"]
    );
    assert_eq!(
        parse(&study, "removals", "k=2").unwrap().parameters["k"],
        json!(2)
    );
    for wrong in ["k=0", "k=11", "k=x", "k="] {
        assert_eq!(
            parse(&study, "removals", wrong).unwrap_err()[0].name,
            "k",
            "{wrong}"
        );
    }
}

#[test]
fn usage_stands_beside_those_in_reach_and_unknown_stays_unknown() {
    let mut snapshot = snapshot();
    let one = &mut snapshot.layers.facilities[0];
    (one.visitors_per_year, one.capacity, one.occupancy) = (Some(30_000.0), Some(80.0), Some(100.0));
    snapshot.layers.facilities[1].visitors_per_year = Some(0.0);
    let study = Study::new(&city(), snapshot);
    let set = ask(&study, "usage", "distance=2000");
    assert_eq!(ids(&set), ["lib-1", "lib-2", "lost", "unclassified"]);
    near(number(&set, "lib-1", "residentsInReach"), 1500.0);
    near(number(&set, "lib-1", "visitorsPerResident"), 20.0);
    near(number(&set, "lib-1", "occupancyRate"), 1.25);
    near(number(&set, "lib-1", "eurosPerVisitor"), 5.0 / 3.0);
    assert_eq!(
        set.value("lib-1", "municipalRole"),
        Some(&Value::Text("subsidy".to_owned()))
    );
    near(number(&set, "lib-2", "visitorsPerResident"), 0.0);
    for property in ["capacity", "occupancyRate", "eurosPerYear", "eurosPerVisitor"] {
        assert_eq!(number(&set, "lib-2", property), None, "{property}");
    }
    for id in ["lost", "unclassified"] {
        for property in ["visitorsPerYear", "residentsInReach", "visitorsPerResident"] {
            assert_eq!(number(&set, id, property), None, "{id} {property}");
        }
    }
    assert_eq!(ids(&ask(&study, "usage", "role=subsidy")), ["lib-1"]);
    assert_eq!(ids(&ask(&study, "usage", "area=BU00010102")), ["unclassified"]);
    assert!(ids(&ask(&study, "usage", "datetime=../..")).contains(&"closed"));
}
