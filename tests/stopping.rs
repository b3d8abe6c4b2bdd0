//! Which can go, against every set: each is really taken away, and what is left is measured from nothing.

use std::sync::Arc;
use std::time::Duration;

use crate::support::{DAY, city, facility, square, study};
use proptest::prelude::*;
use wijkkaart::analysis::assessment::{self, Verdict};
use wijkkaart::analysis::coverage;
use wijkkaart::analysis::stopping::{self, Aim, LOOKS, Method, Outcome, Params, Report, Set};
use wijkkaart::domain::{Euros, Facility, Grant, GrantKind, Layers, Level, PopulationGroup};
use wijkkaart::study::{Edit, Selection, Study};

const TYPE: &str = "LRN-BIEB";
const NORM: f64 = 150.0;

fn made(residents: &[u16], facilities: Vec<Facility>, euros: &[Option<u16>], criteria: &str) -> Arc<Study> {
    let area = |(n, residents): (usize, &u16)| {
        let corner = ((n % 3) as f64 * 200.0, (n / 3) as f64 * 200.0);
        let code = format!("BU000{}{n}", n / 3);
        square(&code, corner, 200.0, Some(f64::from(*residents)))
    };
    let grants = facilities.iter().zip(euros).filter_map(|(of, euros)| {
        let grant = Grant {
            kind: Some(GrantKind::Subsidy),
            euros_per_year: Some(Euros(f64::from((*euros)?))),
            facilities: vec![of.id.clone()],
            ..Grant::new(format!("g-{}", of.id), "grants")
        };
        Some(grant)
    });
    let layers = Layers {
        areas: residents.iter().enumerate().map(area).collect(),
        grants: grants.collect(),
        facilities,
        ..Layers::default()
    };
    let mut city = city();
    city.criteria = toml::from_str(criteria).expect("criteria");
    Arc::new(study(&city, layers))
}

fn params(study: &Study, k: usize) -> Params {
    Params {
        selection: Selection::on(DAY).of(TYPE).within_metres(NORM),
        service_type: study.taxonomy.position(TYPE).expect("built in"),
        k,
        aim: Aim::Residents,
        floor: None,
        level: Some(Level::District),
        groups: Vec::new(),
        keep_criteria: false,
        area: None,
        limit: Duration::from_secs(20),
        looks: LOOKS,
    }
}

fn without(study: &Arc<Study>, set: &[String]) -> Arc<Study> {
    let edits = set.iter().map(|id| Edit::Remove(id.as_str().into())).collect();
    Arc::new(study.edited(edits).expect("known"))
}

/// Residents of a group in an area, and those of them who are served.
fn people(study: &Study, group: PopulationGroup, area: u32) -> (f64, f64) {
    let params = coverage::Params {
        selection: Selection {
            group,
            ..Selection::on(DAY).of(TYPE).within_metres(NORM)
        },
        service_type: study.taxonomy.position(TYPE).expect("built in"),
        areas: vec![area],
    };
    let row = &coverage::run(study, &params).rows[0];
    (row.residents.unwrap_or(0.0), row.residents_served.unwrap_or(0.0))
}

fn areas(study: &Study, level: Option<Level>) -> Vec<u32> {
    let of = |level| {
        study
            .areas
            .at(level)
            .map(|(place, _)| place)
            .collect::<Vec<u32>>()
    };
    let smaller = level.filter(|of| *of != Level::Municipality).map(of);
    [of(Level::Municipality), smaller.unwrap_or_default()].concat()
}

fn groups(params: &Params) -> Vec<PopulationGroup> {
    match params.groups.as_slice() {
        [] => vec![params.selection.group],
        groups => groups.to_vec(),
    }
}

/// The parts of what has to stay in each area and group that are missing, together.
fn shortage(before: &Study, after: &Study, params: &Params) -> f64 {
    let mut short = 0.0;
    for area in areas(before, params.level) {
        for group in groups(params) {
            let ((residents, served), (_, left)) = (people(before, group, area), people(after, group, area));
            if let Some(floor) = params.floor.filter(|_| residents > 0.0) {
                let needed = served.min(floor * residents);
                if left < needed - 1e-9 * residents {
                    short += (needed - left) / needed;
                }
            }
        }
    }
    short
}

/// Whether every criterion that was met is met.
fn criteria_kept(before: &Study, after: &Study, params: &Params) -> bool {
    let asked = assessment::Params {
        selection: params.selection.clone(),
        areas: None,
    };
    let met = |verdict| matches!(verdict, Verdict::Met | Verdict::Surplus);
    let rows = assessment::run(before, &asked).rows.into_iter();
    rows.zip(assessment::run(after, &asked).rows)
        .all(|(before, after)| !met(before.verdict) || met(after.verdict))
}

fn ids(study: &Study) -> Vec<String> {
    let list = study.facilities.in_order();
    list.iter()
        .map(|place| study.facilities.get(*place).facility.id.to_string())
        .collect()
}

fn named(study: &Study, set: &Set) -> Vec<String> {
    let id = |place: &u32| study.facilities.get(*place).facility.id.to_string();
    set.facilities.iter().map(id).collect()
}

fn combinations(ids: &[String], size: usize) -> Vec<Vec<String>> {
    match (size, ids) {
        (0, _) => vec![Vec::new()],
        (_, []) => Vec::new(),
        (_, [first, rest @ ..]) => {
            let mut with = combinations(rest, size - 1);
            for set in &mut with {
                set.insert(0, first.clone());
            }
            with.extend(combinations(rest, size));
            with
        }
    }
}

/// Millionths of residents lost and cents saved, in the order in which they count; less is better.
type Score = (i64, i64);

#[allow(clippy::cast_possible_truncation)]
fn score(study: &Arc<Study>, set: &[String], params: &Params) -> Score {
    let city = study.areas.at(Level::Municipality).next().expect("a city").0;
    let served = |study: &Study| people(study, params.selection.group, city).1;
    let lost = ((served(study) - served(&without(study, set))) * 1e6).round() as i64;
    let saved: f64 = set
        .iter()
        .filter_map(|id| {
            let place = study.facilities.place(id)?;
            let euros = study.facilities.euros_per_year(place, &study.grants, DAY);
            euros.map(|euros| euros.0)
        })
        .sum();
    let saved = -(saved * 100.0).round() as i64;
    match params.aim {
        Aim::Residents => (lost, saved),
        Aim::Euros => (saved, lost),
    }
}

/// The best set of a size by trying all of them.
fn best(study: &Arc<Study>, params: &Params, size: usize) -> Option<(Score, Vec<String>)> {
    let fits = |set: &Vec<String>| {
        let after = without(study, set);
        shortage(study, &after, params) == 0.0
            && (!params.keep_criteria || criteria_kept(study, &after, params))
    };
    let all = combinations(&ids(study), size).into_iter().filter(fits);
    all.map(|set| (score(study, &set, params), set)).min()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

fn residents() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(0_u16..400, 6)
}

/// Facilities on a coarse grid, so that some stand together; ids whose order is not that in which they are listed.
fn facilities() -> impl Strategy<Value = Vec<Facility>> {
    prop::collection::btree_map("[a-c]{1,3}", (0_i32..13, 0_i32..9, 0_u8..5), 1..8).prop_map(|places| {
        let at = |n: i32| f64::from(n) * 50.0;
        let made = places.into_iter().map(|(id, (x, y, capacity))| {
            let mut made = facility(&id, TYPE, (at(x), at(y)));
            made.capacity = (capacity > 0).then(|| f64::from(capacity) * 10.0);
            made
        });
        made.collect()
    })
}

fn asked() -> impl Strategy<
    Value = (
        Aim,
        Option<f64>,
        Option<Level>,
        Vec<PopulationGroup>,
        PopulationGroup,
    ),
> {
    let aim = prop_oneof![Just(Aim::Residents), Just(Aim::Euros)];
    let floor = prop::option::of((0_u8..=20).prop_map(|of| f64::from(of) / 20.0));
    let levels = vec![
        None,
        Some(Level::Municipality),
        Some(Level::District),
        Some(Level::Neighbourhood),
    ];
    let some = prop::sample::subsequence(PopulationGroup::ALL.to_vec(), 0..3);
    let group = prop::sample::select(PopulationGroup::ALL.to_vec());
    (aim, floor, prop::sample::select(levels), some, group)
}

fn euros() -> impl Strategy<Value = Vec<Option<u16>>> {
    prop::collection::vec(prop::option::of((0_u16..5).prop_map(|of| of * 500)), 8)
}

/// Holds an answer against the best of all sets.
fn right(study: &Arc<Study>, params: &Params, report: &Report, tried: bool) -> Result<(), TestCaseError> {
    let all = ids(study);
    prop_assert_eq!(report.sizes.len(), params.k.min(all.len()));
    for size in &report.sizes {
        let expected = best(study, params, size.size);
        match (&size.outcome, expected) {
            (Outcome::Found { set, optimal, bound }, Some((score_of_best, best))) => {
                let found = named(study, set);
                if tried {
                    prop_assert_eq!(&found, &best, "{:?}", params);
                }
                prop_assert_eq!(
                    score(study, &found, params),
                    score_of_best,
                    "{:?} {:?}",
                    found,
                    best
                );
                prop_assert!(
                    *optimal && (bound.is_some() || set.euros_saved.is_none()),
                    "{:?}",
                    size
                );
                told(study, params, set)?;
            }
            (Outcome::Impossible { nearest }, None) => {
                let (set, obstacle) = nearest.as_ref().expect("some set comes nearest");
                let after = without(study, &named(study, set));
                let least = combinations(&all, size.size)
                    .into_iter()
                    .map(|set| shortage(study, &without(study, &set), params))
                    .fold(f64::INFINITY, f64::min);
                let own = shortage(study, &after, params);
                // With criteria the worst may be one of theirs.
                prop_assert!(params.keep_criteria || close(own, least), "{} {}", own, least);
                let worse = obstacle.value.is_none_or(|value| value != obstacle.level);
                prop_assert!(worse, "{:?}", obstacle);
                if obstacle.criterion.is_none() {
                    let (residents, left) = people(&after, obstacle.group, obstacle.area);
                    prop_assert!(obstacle.value.is_some_and(|value| close(value, left / residents)));
                    prop_assert!(obstacle.value < Some(obstacle.level));
                }
            }
            (found, expected) => prop_assert!(false, "{:?} instead of {:?}", found, expected),
        }
    }
    Ok(())
}

/// Holds the figures of a set against what is measured when it is really gone.
fn told(study: &Arc<Study>, params: &Params, set: &Set) -> Result<(), TestCaseError> {
    let names = named(study, set);
    let after = without(study, &names);
    let city = study.areas.at(Level::Municipality).next().expect("a city").0;
    let group = params.selection.group;
    let ((residents, served), (_, left)) = (people(study, group, city), people(&after, group, city));
    prop_assert!(close(set.residents_lost, served - left));
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    prop_assert!(same(set.coverage_before, share(served, residents)));
    prop_assert!(same(set.coverage_after, share(left, residents)));
    for (id, alone) in names.iter().zip(&set.alone) {
        let left = people(&without(study, std::slice::from_ref(id)), group, city).1;
        prop_assert!(close(*alone, served - left));
    }
    let paid: Vec<Option<f64>> = set
        .facilities
        .iter()
        .map(|place| study.facilities.euros_per_year(*place, &study.grants, DAY))
        .map(|euros| euros.map(|of| of.0))
        .collect();
    let known: Vec<f64> = paid.iter().flatten().copied().collect();
    prop_assert_eq!(set.euros_unknown, paid.len() - known.len());
    let sum = (!known.is_empty()).then(|| known.iter().sum());
    prop_assert_eq!(set.euros_saved.map(|of| of.0), sum);
    let mut rows = set.areas.iter();
    for area in areas(study, params.level) {
        for group in groups(params) {
            let row = rows.next().expect("a row for each area and group");
            prop_assert_eq!((row.area, row.group), (area, group));
            let ((residents, served), (_, left)) = (people(study, group, area), people(&after, group, area));
            prop_assert!(close(row.residents_lost, served - left));
            prop_assert!(same(row.coverage_before, share(served, residents)));
            prop_assert!(same(row.coverage_after, share(left, residents)));
            let below = params.floor.is_some_and(|floor| {
                share(served, residents).is_some_and(|coverage| coverage < floor - 1e-9)
            });
            prop_assert_eq!(row.below_already, below);
            if let Some(after) = row.coverage_after.filter(|_| !below) {
                prop_assert!(params.floor.is_none_or(|floor| after >= floor - 1e-9));
            }
        }
    }
    prop_assert!(rows.next().is_none());
    Ok(())
}

/// A criterion of each measure, which random cities now and then meet.
fn criteria() -> impl Strategy<Value = String> {
    let one = (
        prop::sample::select(vec![
            ("coverage", 0.1),
            ("count", 1.0),
            ("per1000", 1.0),
            ("meanDistance", 40.0),
            ("capacityPer1000", 10.0),
        ]),
        1_u8..6,
        prop::sample::select(vec!["municipality", "district"]),
        prop::sample::select(vec!["all", "65+"]),
        prop::option::of(100_u16..300),
    );
    prop::collection::vec(one, 0..3).prop_map(|all| {
        let all = all.into_iter().enumerate().map(|(n, ((measure, unit), times, level, group, metres))| {
            let distance = metres.map_or(String::new(), |metres| format!("distance_m = {metres}\n"));
            let required = unit * f64::from(times);
            format!(
                "[[criteria]]\nid = 'c{n}'\nversion = 1\nservice_type = '{TYPE}'\ngroup = '{group}'\nlevel = '{level}'\n\
                 scope = 'all'\nmeasure = '{measure}'\nrequired = {required:?}\n{distance}source = 'a test'\n"
            )
        });
        all.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_set_that_keeps_the_floors_is_better(
        residents in residents(), facilities in facilities(), euros in euros(), asked in asked(), k in 1_usize..5,
    ) {
        let study = made(&residents, facilities, &euros, "");
        let (aim, floor, level, groups, group) = asked;
        let mut params = Params { aim, floor, level, groups, ..params(&study, k) };
        params.selection.group = group;
        right(&study, &params, &stopping::run(&study, &params), true)?;
    }

    #[test]
    fn the_model_finds_what_trying_finds(
        residents in residents(), facilities in facilities(), euros in euros(), asked in asked(), k in 1_usize..5,
    ) {
        let study = made(&residents, facilities, &euros, "");
        let (aim, floor, level, groups, group) = asked;
        let mut params = Params { aim, floor, level, groups, looks: 0, ..params(&study, k) };
        params.selection.group = group;
        let report = stopping::run(&study, &params);
        right(&study, &params, &report, false)?;
        let modelled = report.sizes.iter().filter(|of| matches!(of.outcome, Outcome::Found { .. }));
        prop_assert!(modelled.clone().all(|of| of.method == Method::Mip && of.gap(aim) == Some(0.0)));
    }

    #[test]
    fn a_criterion_that_is_met_stays_met(
        residents in residents(), facilities in facilities(), euros in euros(), asked in asked(), criteria in criteria(),
        model in any::<bool>(),
    ) {
        let study = made(&residents, facilities, &euros, &criteria);
        let (aim, floor, level, groups, group) = asked;
        let looks = if model { 0 } else { LOOKS };
        let mut params = Params { aim, floor, level, groups, keep_criteria: true, looks, ..params(&study, 3) };
        params.selection.group = group;
        right(&study, &params, &stopping::run(&study, &params), !model)?;
    }
}

/// Twins in the west, one more in the east.
#[test]
fn the_best_two_need_not_hold_the_best_one() {
    let at = |id: &str, x: f64| facility(id, TYPE, (x, 100.0));
    let study = made(
        &[160, 160, 160],
        vec![at("a", 100.0), at("b", 100.0), at("c", 500.0)],
        &[Some(1000), Some(2000), Some(9000)],
        "",
    );
    let mut params = params(&study, 2);
    let sets = |params: &Params| -> Vec<Option<Vec<String>>> {
        let sizes = stopping::run(&study, params).sizes.into_iter();
        sizes
            .map(|of| match of.outcome {
                Outcome::Found { set, .. } => Some(named(&study, &set)),
                _ => None,
            })
            .collect()
    };
    let list = |ids: &[&str]| Some(ids.iter().map(|of| (*of).to_owned()).collect::<Vec<_>>());
    // One by one each twin can go and nobody loses anything: b is the dearer. Together they would leave the west without.
    assert_eq!(sets(&params), [list(&["b"]), list(&["b", "c"])]);
    let report = stopping::run(&study, &params);
    let Outcome::Found { set, .. } = &report.sizes[1].outcome else {
        panic!("two can go")
    };
    assert_eq!(set.alone[0], 0.0);
    assert!(close(set.residents_lost, set.alone[1]) && set.alone[1] > 0.0);
    assert_eq!((set.euros_saved, set.euros_unknown), (Some(Euros(11_000.0)), 0));
    // No area may get lower: one twin can go, no two can.
    params.floor = Some(1.0);
    assert_eq!(sets(&params), [list(&["b"]), None]);
    let report = stopping::run(&study, &params);
    let Outcome::Impossible {
        nearest: Some((_, obstacle)),
    } = &report.sizes[1].outcome
    else {
        panic!("no two can go")
    };
    assert!(obstacle.value < Some(obstacle.level) && obstacle.criterion.is_none());
    // By euros the dearest goes first, and unknown euros are no nought.
    params.floor = None;
    params.aim = Aim::Euros;
    assert_eq!(sets(&params), [list(&["c"]), list(&["b", "c"])]);
    let unknown = made(
        &[160, 160, 160],
        vec![at("a", 100.0), at("b", 500.0)],
        &[None, None],
        "",
    );
    let Outcome::Found { set, .. } = &stopping::run(&unknown, &params).sizes[1].outcome else {
        panic!("two can go")
    };
    assert_eq!((set.euros_saved, set.euros_unknown), (None, 2));
}

/// Only what stands in the area may stop, and everybody counts.
#[test]
fn an_area_says_what_may_stop() {
    let facilities = vec![
        facility("a", TYPE, (100.0, 100.0)),
        facility("b", TYPE, (500.0, 100.0)),
        facility("c", TYPE, (100.0, 300.0)),
    ];
    let study = made(&[160; 6], facilities, &[], "");
    let params = Params {
        area: study.areas.place("WK0001"),
        ..params(&study, 3)
    };
    let report = stopping::run(&study, &params);
    assert_eq!((report.candidates, report.sizes.len()), (1, 1));
    let Outcome::Found { set, .. } = &report.sizes[0].outcome else {
        panic!("one can go")
    };
    assert_eq!(named(&study, set), ["c"]);
}
