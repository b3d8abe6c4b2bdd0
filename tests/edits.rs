//! An edited study answers as one made from nothing with the same facilities: every figure, to the last bit.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::{DAY, city, facility, square, study};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use wijkkaart::analysis::{colocation, coverage, density, hubs, kernel, overlaps};
use wijkkaart::domain::{Area, Facility, Layers, Metres, PopulationGroup};
use wijkkaart::study::access::Wheelchair;
use wijkkaart::study::{Access, Edit, Selection, Study, UnknownFacility};

const TYPES: [&str; 2] = ["LRN-BIEB", "VER-SPORT"];
/// A day on which more is open than on [`DAY`].
const LATER: Date = date(2027, 6, 1);

/// Nine neighbourhoods: of one nobody knows the residents, of one not how old they are, and one is water.
fn made(facilities: Vec<Facility>) -> Study {
    let mut areas: Vec<Area> = (0..9)
        .map(|n| {
            let corner = (f64::from(n % 3) * 400.0, f64::from(n / 3) * 400.0);
            square(
                &format!("BU000{}{n}", n / 3),
                corner,
                400.0,
                Some(f64::from(100 + 17 * n)),
            )
        })
        .collect();
    areas[2].residents = None;
    areas[4].percentages = [None; 5];
    areas[8].water = true;
    let layers = Layers {
        areas,
        facilities,
        ..Layers::default()
    };
    study(&city(), layers)
}

#[derive(Clone, Debug)]
enum Step {
    Put(usize, usize, (i32, i32), Kind),
    Remove(usize),
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Plain,
    WithoutSteps,
    OpenedLater,
    Nowhere,
}

/// A facility of the name, type, place and kind of a step.
fn as_put(id: usize, of: usize, (x, y): (i32, i32), kind: Kind) -> Facility {
    let mut new = facility(&format!("f{id}"), TYPES[of], (at(x), at(y)));
    match kind {
        Kind::Plain => {}
        Kind::WithoutSteps => new.wheelchair = Some("yes".to_owned()),
        Kind::OpenedLater => new.valid_from = Some(LATER),
        Kind::Nowhere => new.location = None,
    }
    new
}

fn at(n: i32) -> f64 {
    f64::from(n) * 25.0
}

fn step() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![
        4 => Just(Kind::Plain), 2 => Just(Kind::WithoutSteps), 1 => Just(Kind::OpenedLater), 1 => Just(Kind::Nowhere),
    ];
    prop_oneof![
        3 => (0..8_usize, 0..2_usize, (-4..52_i32, -4..52_i32), kind)
            .prop_map(|(id, of, place, kind)| Step::Put(id, of, place, kind)),
        1 => (0..8_usize).prop_map(Step::Remove),
    ]
}

fn selections() -> Vec<Selection> {
    let norms = [150.0, 420.0];
    let of = |code: &'static str| norms.map(move |norm| Selection::on(DAY).of(code).within_metres(norm));
    let mut all: Vec<Selection> = TYPES.into_iter().flat_map(of).collect();
    let first = all[0].clone();
    all.push(Selection {
        date: LATER,
        group: PopulationGroup::Age65Plus,
        ..first.clone()
    });
    all.push(Selection {
        access: Access {
            wheelchair: Some(Wheelchair::Yes),
            ..Access::default()
        },
        ..first
    });
    all
}

/// Everything that the two are asked, by ids.
fn answers(study: &Study) -> Vec<String> {
    let id = |place: u32| study.facilities.get(place).facility.id.to_string();
    let mut said = Vec::new();
    for selection in selections() {
        for within in [false, true] {
            let selection = Selection {
                within,
                ..selection.clone()
            };
            let service_type = selection.types(study)[0];
            let areas = (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect();
            let params = coverage::Params {
                selection,
                service_type,
                areas,
            };
            said.extend(
                coverage::run(study, &params)
                    .rows
                    .iter()
                    .map(|row| format!("{row:?}")),
            );
        }
        let reach = study.reach(&selection, selection.types(study)[0]);
        for (at, area) in (0_u32..).zip(study.areas.neighbourhoods()) {
            let block = reach.of(at).expect("measured everywhere");
            said.extend(study.demand.of(at).map(|point| {
                let only = block.only(point).map(id);
                format!(
                    "{} {} {} {only:?}",
                    area.code,
                    block.nearest(point),
                    block.count(point)
                )
            }));
        }
        let report = overlaps::run(
            study,
            &overlaps::Params {
                selection: selection.clone(),
                jaccard: 0.2,
                of: None,
            },
        );
        let mut joint: Vec<String> = report
            .overlaps
            .iter()
            .map(|of| {
                format!(
                    "{} {} {:.9} {:.9} {:?}",
                    id(of.a),
                    id(of.b),
                    of.jaccard,
                    of.shared_residents,
                    of.distance
                )
            })
            .collect();
        joint.extend(report.unique.iter().map(|of| {
            format!(
                "{} {:.9} {:.9}",
                id(of.facility),
                of.residents_in_reach,
                of.unique_coverage
            )
        }));
        joint.sort();
        said.extend(joint);
    }
    let everything = Selection::on(DAY);
    let params = hubs::Params {
        selection: everything.clone(),
        diameter: Metres(200.0),
        of: None,
    };
    said.extend(hubs::run(study, &params).hubs.into_iter().map(|mut hub| {
        let ids: Vec<String> = std::mem::take(&mut hub.facilities).into_iter().map(id).collect();
        format!("{ids:?} {hub:?}")
    }));
    let params = colocation::Params {
        selection: everything.clone(),
        permutations: 99,
    };
    said.push(format!("{:?}", colocation::run(study, &params)));
    let params = kernel::Params {
        selection: everything,
        bandwidth: Metres(300.0),
        cell: Metres(100.0),
        neighbourhoods: (0..9).collect(),
    };
    said.push(format!("{:?}", kernel::run(study, &params)));
    for (place, area) in (0_u32..).zip(&study.areas.list) {
        let inside: Vec<String> = study
            .facilities
            .standing_in(&study.areas, place)
            .into_iter()
            .map(id)
            .collect();
        said.push(format!("{} {inside:?}", area.code));
    }
    let order = study.facilities.in_order().into_iter().map(id);
    said.push(order.collect::<Vec<_>>().join(" "));
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn it_equals_one_made_from_nothing(first in prop::collection::vec(step(), 0..8), edits in prop::collection::vec(step(), 1..10)) {
        let mut now: BTreeMap<String, Facility> = BTreeMap::new();
        let name = |id: usize| format!("f{id}");
        for step in first {
            if let Step::Put(id, of, place, kind) = step { now.insert(name(id), as_put(id, of, place, kind)); }
        }
        let start = Arc::new(made(now.values().cloned().collect()));
        // What was asked before must not colour what is asked after.
        answers(&start);
        let mut edited = Arc::clone(&start);
        for step in edits {
            let edit = match step {
                Step::Put(id, of, place, kind) => {
                    now.insert(name(id), as_put(id, of, place, kind));
                    Edit::Put(Box::new(as_put(id, of, place, kind)))
                }
                Step::Remove(id) => {
                    let known = now.remove(&name(id)).is_some();
                    let edit = Edit::Remove(name(id).into());
                    if !known {
                        prop_assert_eq!(edited.edited(vec![edit]).err(), Some(UnknownFacility(name(id).into())));
                        continue;
                    }
                    edit
                }
            };
            edited = Arc::new(edited.edited(vec![edit]).expect("known"));
        }
        let afresh = made(now.values().cloned().collect());
        prop_assert_eq!(answers(&edited), answers(&afresh));
    }
}

#[test]
fn undoing_gives_the_first_state() {
    let start = Arc::new(made(vec![
        facility("f1", TYPES[0], (100.0, 100.0)),
        facility("f2", TYPES[0], (900.0, 900.0)),
    ]));
    let moved = Edit::Put(Box::new(facility("f1", TYPES[0], (800.0, 100.0))));
    let back = Edit::Put(Box::new(facility("f1", TYPES[0], (100.0, 100.0))));
    let there = Arc::new(start.edited(vec![moved]).expect("known"));
    assert_ne!(answers(&start), answers(&there));
    assert_eq!(
        answers(&start),
        answers(&there.edited(vec![back]).expect("known"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn moved_across_a_border_it_changes_only_what_it_should(
        others in prop::collection::vec((0..48_i32, 0..48_i32), 0..5),
        (x, y) in (1..15_i32, 1..47_i32),
    ) {
        // From the first row of districts to the second, the others where they are.
        let at_first = (at(y), at(x));
        let at_last = (at(y), at(x) + 400.0);
        let mut facilities: Vec<Facility> = others
            .iter()
            .enumerate()
            .map(|(n, (x, y))| facility(&format!("o{n}"), TYPES[0], (at(*x), at(*y))))
            .collect();
        facilities.push(facility("moved", TYPES[0], at_first));
        let before = Arc::new(made(facilities));
        let after = before.edited(vec![Edit::Put(Box::new(facility("moved", TYPES[0], at_last)))]).expect("known");
        let home = |study: &Study| {
            let place = study.facilities.place("moved").expect("there");
            study.facilities.get(place).neighbourhood.expect("inside")
        };
        let (from, to) = (home(&before), home(&after));
        prop_assert_ne!(before.areas.district_of(from), before.areas.district_of(to));
        let norm = 150.0;
        let selection = Selection::on(DAY).of(TYPES[0]).within_metres(norm);
        let areas: Vec<u32> = (0_u32..).zip(&before.areas.list).map(|(place, _)| place).collect();
        let counts = |study: &Study| {
            let params = density::Params { selection: selection.clone(), areas: areas.clone() };
            density::run(study, &params).rows.into_iter().map(|row| row.facility_count.unwrap_or(0)).collect::<Vec<_>>()
        };
        let served = |study: &Study| {
            let params = coverage::Params { selection: selection.clone(), service_type: selection.types(study)[0], areas: areas.clone() };
            coverage::run(study, &params).rows.into_iter().map(|row| row.residents_served).collect::<Vec<_>>()
        };
        let (counted, counted_after) = (counts(&before), counts(&after));
        let (reached, reached_after) = (served(&before), served(&after));
        for (row, place) in areas.iter().enumerate() {
            let area = before.areas.get(*place);
            let holds = |at: &u32| u64::from(area.neighbourhoods.contains(at));
            prop_assert_eq!(counted_after[row] + holds(&from), counted[row] + holds(&to), "{}", area.code);
            let bounds = area.bounds.expect("a place");
            let far = |(x, y): (f64, f64)| {
                let dx = (bounds.min().x - x).max(x - bounds.max().x).max(0.0);
                let dy = (bounds.min().y - y).max(y - bounds.max().y).max(0.0);
                dx.hypot(dy) > norm
            };
            if far(at_first) && far(at_last) {
                prop_assert_eq!(reached[row], reached_after[row], "{}", area.code);
            }
        }
    }

    #[test]
    fn an_overlap_is_the_same_from_either_side(a in (0..48_i32, 0..48_i32), b in (0..48_i32, 0..48_i32)) {
        let jaccard = |first: (i32, i32), second: (i32, i32)| {
            let place = |(x, y): (i32, i32)| (at(x), at(y));
            let study = made(vec![facility("a", TYPES[0], place(first)), facility("b", TYPES[0], place(second))]);
            let params = overlaps::Params { selection: Selection::on(DAY).of(TYPES[0]).within_metres(420.0), jaccard: 1e-9, of: None };
            let found = overlaps::run(&study, &params).overlaps;
            found.first().map(|of| (of.jaccard, of.shared_residents, of.distance))
        };
        prop_assert_eq!(jaccard(a, b), jaccard(b, a));
    }
}
