//! Siting against slow and obvious calculations on random cities: every choice is tried, and what sites add is measured by really
//! putting them there.

use std::sync::Arc;
use std::time::Duration;

use crate::support::{DAY, city, facility, square, study};
use geo::{Coord, Point};
use proptest::prelude::*;
use wijkkaart::analysis::coverage;
use wijkkaart::analysis::siting::{self, Candidates, Method, Model, Params, Present, Report};
use wijkkaart::domain::{Facility, Layers, Level, Metres};
use wijkkaart::study::{Edit, Selection, Study};

const TYPE: &str = "LRN-BIEB";
const OTHER: &str = "VER-SPORT";
const NORM: f64 = 150.0;

fn made(residents: &[u16], facilities: Vec<Facility>) -> Arc<Study> {
    let area = |(n, residents): (usize, &u16)| {
        let corner = ((n % 3) as f64 * 200.0, (n / 3) as f64 * 200.0);
        square(
            &format!("BU000{}{n}", n / 3),
            corner,
            200.0,
            Some(f64::from(*residents)),
        )
    };
    let layers = Layers {
        areas: residents.iter().enumerate().map(area).collect(),
        facilities,
        ..Layers::default()
    };
    Arc::new(study(&city(), layers))
}

fn selection() -> Selection {
    Selection::on(DAY).of(TYPE).within_metres(NORM)
}

fn params(study: &Study, k: usize, candidates: Candidates, method: Method) -> Params {
    Params {
        selection: selection(),
        service_type: study.taxonomy.position(TYPE).expect("built in"),
        k,
        candidates,
        area: None,
        present: Present::Locked,
        model: Model::Coverage,
        method,
        capacity: 5000.0,
        goal: None,
        limit: Duration::from_secs(10),
    }
}

/// Residents of the city who are served with facilities at some places more.
fn served_with(study: &Arc<Study>, places: &[Coord<f64>]) -> f64 {
    let new = |(n, at): (usize, &Coord<f64>)| {
        let mut new = facility(&format!("new-{n}"), TYPE, (at.x, at.y));
        new.location = Some(Point(*at));
        Edit::Put(Box::new(new))
    };
    let edited = study
        .edited(places.iter().enumerate().map(new).collect())
        .expect("known");
    let params = coverage::Params {
        service_type: edited.taxonomy.position(TYPE).expect("built in"),
        areas: edited
            .areas
            .at(Level::Municipality)
            .map(|(place, _)| place)
            .collect(),
        selection: selection(),
    };
    coverage::run(&edited, &params).rows[0]
        .residents_served
        .unwrap_or(0.0)
}

fn chosen(report: &Report) -> Vec<Coord<f64>> {
    report.sites.iter().map(|site| site.candidate.at).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

fn residents() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(0_u16..400, 6)
}

/// Facilities on a coarse grid, so that some stand together.
fn facilities(kind: &'static str) -> impl Strategy<Value = Vec<Facility>> {
    prop::collection::btree_map("[a-c]{1,3}", (0_i32..13, 0_i32..9), 0..5).prop_map(move |places| {
        let at = |n: i32| f64::from(n) * 50.0;
        let made = places
            .into_iter()
            .map(|(id, (x, y))| facility(&format!("{kind}-{id}"), kind, (at(x), at(y))));
        made.collect()
    })
}

fn points() -> impl Strategy<Value = Vec<Coord<f64>>> {
    let at = |n: i32| f64::from(n) * 35.0;
    let point = (-2_i32..20, -2_i32..14).prop_map(move |(x, y)| Coord { x: at(x), y: at(y) });
    prop::collection::vec(point, 1..9)
}

/// Every choice of at most k places.
fn choices(places: &[Coord<f64>], k: usize) -> Vec<Vec<Coord<f64>>> {
    match (k, places) {
        (0, _) | (_, []) => vec![Vec::new()],
        (_, [first, rest @ ..]) => {
            let mut with = choices(rest, k - 1);
            for choice in &mut with {
                choice.push(*first);
            }
            with.extend(choices(rest, k));
            with
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_best_choice_is_found_and_greedy_is_near_enough_to_it(
        residents in residents(), present in facilities(TYPE), points in points(), k in 1_usize..4,
    ) {
        let study = made(&residents, present);
        let before = served_with(&study, &[]);
        let best = choices(&points, k)
            .iter()
            .map(|choice| served_with(&study, choice) - before)
            .fold(0.0, f64::max);
        let given = Candidates::Given(points);
        let greedy = siting::run(&study, &params(&study, k, given.clone(), Method::Greedy));
        let exact = siting::run(&study, &params(&study, k, given, Method::Exact));
        prop_assert!(exact.optimal);
        prop_assert!(close(exact.gain, best), "{} {best}", exact.gain);
        prop_assert!(close(exact.bound.unwrap_or(0.0), best) && exact.gap().is_some_and(|gap| gap < 1e-9));
        let part = 1.0 - (-1.0_f64).exp();
        prop_assert!(greedy.gain >= part * best - 1e-6 && greedy.gain <= best + 1e-6);
        prop_assert!(greedy.bound.is_some_and(|bound| bound >= best - 1e-5), "{:?} {best}", greedy.bound);
        prop_assert!(!greedy.optimal || close(greedy.gain, best));
        for report in [greedy, exact] {
            prop_assert!(close(report.served, before));
            let places = chosen(&report);
            prop_assert!(places.len() <= k);
            for (n, site) in report.sites.iter().enumerate() {
                let (with, without) = (served_with(&study, &places[..=n]), served_with(&study, &places[..n]));
                prop_assert!(close(site.served, with), "{} {with}", site.served);
                prop_assert!(close(site.gain, with - without));
                prop_assert!(close(site.gains.iter().map(|(_, gain)| gain).sum(), site.gain));
                prop_assert!(site.gain > 0.0);
                if n > 0 {
                    prop_assert!(site.gain <= report.sites[n - 1].gain + 1e-6);
                }
            }
        }
    }

    /// Each step of greedy takes the first of those that add the most, to a millionth of a resident.
    #[test]
    fn each_step_takes_the_first_of_the_best(
        residents in residents(), present in facilities(TYPE), points in points(),
    ) {
        let study = made(&residents, present);
        let report = siting::run(&study, &params(&study, 5, Candidates::Given(points.clone()), Method::Greedy));
        let mut taken: Vec<Coord<f64>> = Vec::new();
        for site in &report.sites {
            let with = |at: &Coord<f64>| {
                let mut places = taken.clone();
                places.push(*at);
                served_with(&study, &places)
            };
            let most = points.iter().map(with).fold(0.0, f64::max);
            let first = points.iter().find(|at| with(at) > most - 1e-4).expect("some point");
            prop_assert!(close(with(first), site.served), "{} {}", with(first), site.served);
            taken.push(site.candidate.at);
        }
    }

    #[test]
    fn free_ones_may_go_and_absent_ones_are_not_there(
        residents in residents(), present in facilities(TYPE), points in points(), k in 1_usize..3,
    ) {
        let study = made(&residents, present.clone());
        let empty = made(&residents, Vec::new());
        let own = present.iter().filter_map(|of| of.location.map(|at| at.0));
        let all: Vec<Coord<f64>> = own.chain(points.iter().copied()).collect();
        for (what, places) in [(Present::Free, all), (Present::Absent, points.clone())] {
            let best = choices(&places, k)
                .iter()
                .map(|choice| served_with(&empty, choice))
                .fold(0.0, f64::max);
            let mut params = params(&study, k, Candidates::Given(points.clone()), Method::Exact);
            params.present = what;
            let report = siting::run(&study, &params);
            prop_assert!(report.optimal && report.served == 0.0);
            prop_assert!(close(report.gain, best), "{} {best}", report.gain);
        }
    }
}

/// Mean metres to the nearest of what stands and of some places, over all residents.
fn mean_distance(study: &Arc<Study>, present: &[Coord<f64>], places: &[Coord<f64>]) -> Option<f64> {
    let (mut way, mut people) = (0.0, 0.0);
    for neighbourhood in (0_u32..).take(study.areas.neighbourhood_count) {
        let group = wijkkaart::domain::PopulationGroup::All;
        study
            .demand
            .weights(&study.areas, neighbourhood, group, |point, weight| {
                let at = study.demand.points[point];
                let all = present.iter().chain(places);
                let nearest = all
                    .map(|to| (at.x - to.x).hypot(at.y - to.y))
                    .fold(f64::INFINITY, f64::min);
                people += weight;
                way += if weight > 0.0 { weight * nearest } else { 0.0 };
            });
    }
    Some(way / people).filter(|mean| mean.is_finite())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_fewest_sites_serve_all_who_can_be_served(
        residents in residents(), present in facilities(TYPE), points in points(),
    ) {
        let study = made(&residents, present);
        let all = served_with(&study, &points);
        let enough = |choice: &Vec<Coord<f64>>| served_with(&study, choice) > all - 1e-6;
        let every = choices(&points, points.len());
        let fewest = every.iter().filter(|choice| enough(choice)).map(Vec::len).min().unwrap_or(0);
        for method in Method::ALL {
            let mut params = params(&study, 1, Candidates::Given(points.clone()), method);
            params.model = Model::Fewest;
            let report = siting::run(&study, &params);
            let count = report.sites.len();
            prop_assert!(close(report.served + report.gain, all));
            prop_assert!(count >= fewest && report.bound <= Some(fewest as f64));
            prop_assert_eq!(report.objective, Some(count as f64));
            if method == Method::Exact {
                prop_assert!(report.optimal && count == fewest, "{} {}", count, fewest);
            }
        }
    }

    #[test]
    fn the_median_is_that_of_the_best_choice(
        residents in residents(), present in facilities(TYPE), points in points(), k in 1_usize..4,
        what in prop_oneof![Just(Present::Locked), Just(Present::Absent)],
    ) {
        let study = made(&residents, present.clone());
        let stays: Vec<Coord<f64>> = match what {
            Present::Locked => present.iter().filter_map(|of| of.location.map(|at| at.0)).collect(),
            _ => Vec::new(),
        };
        let least = choices(&points, k)
            .iter()
            .filter_map(|choice| mean_distance(&study, &stays, choice))
            .reduce(f64::min);
        for method in Method::ALL {
            let mut params = params(&study, k, Candidates::Given(points.clone()), method);
            (params.model, params.present) = (Model::Median, what);
            let report = siting::run(&study, &params);
            let told = mean_distance(&study, &stays, &chosen(&report));
            let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-3,
                (a, b) => a == b,
            };
            prop_assert!(near(report.objective, told), "{:?} {told:?}", report.objective);
            prop_assert!(report.sites.len() <= k);
            if let Some(last) = report.sites.last() {
                prop_assert!(near(last.mean_distance, told));
            }
            if report.optimal {
                prop_assert!(near(report.objective, least), "{method:?} {:?} {least:?}", report.objective);
            }
            prop_assert!(report.bound.is_none_or(|bound| least.is_none_or(|least| bound <= least + 1e-3)));
            prop_assert!(method == Method::Greedy || report.optimal);
        }
    }

    /// With room for all it is maximal covering; with less nobody is served twice and no site serves too many.
    #[test]
    fn sites_that_can_serve_only_so_many_serve_no_more(
        residents in residents(), present in facilities(TYPE), points in points(), k in 1_usize..4,
        capacity in prop_oneof![Just(1e7), 10.0..200.0_f64],
    ) {
        let study = made(&residents, present);
        let ask = |model, method| {
            let mut params = params(&study, k, Candidates::Given(points.clone()), method);
            (params.model, params.capacity) = (model, capacity);
            siting::run(&study, &params)
        };
        let most = ask(Model::Coverage, Method::Exact);
        let (greedy, exact) = (ask(Model::Capacitated, Method::Greedy), ask(Model::Capacitated, Method::Exact));
        prop_assert!(exact.optimal);
        prop_assert!(greedy.gain <= exact.gain + 1e-5, "{} {}", greedy.gain, exact.gain);
        prop_assert!(exact.gain <= most.gain + 1e-4);
        for report in [&greedy, &exact] {
            prop_assert!(report.sites.iter().all(|site| site.gain <= capacity + 1e-4));
            prop_assert!(report.bound.is_some_and(|bound| bound >= exact.gain - 1e-4));
        }
        if capacity > 1e6 {
            prop_assert!((exact.gain - most.gain).abs() < 1e-4, "{} {}", exact.gain, most.gain);
        }
        // Every choice of sites is a transport problem; the most that flows is the least that cuts it (Hall's theorem for sums).
        let best = choices(&points, k)
            .iter()
            .map(|choice| {
                let cuts = choices(choice, choice.len());
                let cut = |kept: &Vec<Coord<f64>>| {
                    let others = (choice.len() - kept.len()) as f64 * capacity;
                    served_with(&study, kept) - most.served + others
                };
                cuts.iter().map(cut).fold(f64::INFINITY, f64::min)
            })
            .fold(0.0, f64::max);
        prop_assert!((exact.gain - best).abs() < 1e-3, "{} {best}", exact.gain);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_fewest_sites_meet_the_goal_in_every_area_that_can(
        residents in residents(), present in facilities(TYPE), points in points(), required in 0.1..1.0_f64,
    ) {
        let study = made(&residents, present);
        let areas: Vec<u32> = study.areas.at(Level::District).map(|(place, _)| place).collect();
        let coverage = |places: &[Coord<f64>]| -> Vec<f64> {
            let new = |(n, at): (usize, &Coord<f64>)| {
                Edit::Put(Box::new(facility(&format!("new-{n}"), TYPE, (at.x, at.y))))
            };
            let edited = study.edited(places.iter().enumerate().map(new).collect()).expect("known");
            let params = coverage::Params {
                service_type: edited.taxonomy.position(TYPE).expect("built in"),
                areas: areas.clone(),
                selection: selection(),
            };
            // Where nobody lives nobody lacks anything.
            coverage::run(&edited, &params).rows.iter().map(|row| row.coverage.unwrap_or(1.0)).collect()
        };
        let most = coverage(&points);
        let met = |found: &[f64]| {
            found.iter().zip(&most).all(|(found, most)| *most < required - 1e-6 || *found >= required - 1e-5)
        };
        let fewest = choices(&points, points.len())
            .iter()
            .filter(|choice| met(&coverage(choice)))
            .map(Vec::len)
            .min()
            .expect("all of them");
        for method in Method::ALL {
            let mut params = params(&study, 1, Candidates::Given(points.clone()), method);
            params.model = Model::Meeting;
            params.goal = Some(siting::Goal { required, areas: areas.clone() });
            let report = siting::run(&study, &params);
            prop_assert!(met(&coverage(&chosen(&report))), "{method:?}");
            let unmet: Vec<u32> = report.unmet.iter().map(|(area, _)| *area).collect();
            let cannot = areas.iter().zip(&most).filter(|(_, most)| **most < required - 1e-6);
            prop_assert_eq!(unmet, cannot.map(|(area, _)| *area).collect::<Vec<u32>>());
            prop_assert!(report.sites.len() >= fewest && report.bound <= Some(fewest as f64));
            if method == Method::Exact {
                prop_assert!(report.optimal && report.sites.len() == fewest, "{} {}", report.sites.len(), fewest);
            }
        }
    }
}

fn ids(study: &Study, report: &Report) -> Vec<String> {
    report.sites.iter().map(|site| site.candidate.id(study)).collect()
}

#[test]
fn candidates_are_cells_hubs_places_or_points_and_may_have_to_lie_in_an_area() {
    let standing = vec![
        facility("b", OTHER, (100.0, 100.0)),
        facility("a", OTHER, (100.0, 100.0)),
        facility("c", "ONT-BUURTHUIS", (120.0, 100.0)),
        facility("d", OTHER, (500.0, 100.0)),
    ];
    let study = made(&[100, 0, 60, 0, 0, 0], standing);
    let ask = |candidates: Candidates, area: Option<&str>| {
        let mut params = params(&study, 9, candidates, Method::Greedy);
        params.area = area.map(|code| study.areas.place(code).expect("there"));
        siting::run(&study, &params)
    };
    let places = ask(Candidates::Places, None);
    assert_eq!(
        (places.candidates, ids(&study, &places)),
        (3, vec!["a".to_owned(), "d".to_owned()])
    );
    assert!(places.optimal && close(places.gain, 160.0));
    assert_eq!(ids(&study, &ask(Candidates::Places, Some("BU00002"))), ["d"]);
    assert_eq!(ids(&study, &ask(Candidates::Hubs, None)), ["hub:a"]);
    // Cells of 200 m with demand: the first and the third.
    let cells = ask(Candidates::Lattice(Metres(200.0)), None);
    assert_eq!(
        (cells.candidates, ids(&study, &cells)),
        (2, vec!["cell:0:0".to_owned(), "cell:2:0".to_owned()])
    );
    let points = vec![Coord { x: 500.0, y: 100.0 }, Coord { x: 900.0, y: 900.0 }];
    let given = ask(Candidates::Given(points), None);
    assert_eq!(
        (given.candidates, ids(&study, &given)),
        (2, vec!["point:1".to_owned()])
    );
    assert_eq!(given.worth(0.3), 1);
    assert_eq!(given.worth(0.4), 0);
    assert!(ask(Candidates::Given(Vec::new()), None).sites.is_empty());
}

#[test]
fn a_place_where_one_stands_already_adds_nobody() {
    let study = made(&[100; 6], vec![facility("a", TYPE, (100.0, 100.0))]);
    let report = siting::run(&study, &params(&study, 3, Candidates::Places, Method::Exact));
    assert!(report.sites.is_empty() && report.optimal);
    assert_eq!(
        (report.gain, report.bound, report.gap()),
        (0.0, Some(0.0), Some(0.0))
    );
}
