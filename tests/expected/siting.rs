//! The best sites beside those that spopt finds with CBC: what the best choice adds, for several choices can be as good.

use std::time::Duration;

use geo::{Coord, Point};
use wijkkaart::analysis::coverage;
use wijkkaart::analysis::siting::{self, Candidates, Method, Model, Params, Present, Report};
use wijkkaart::domain::{Facility, Metres, PopulationGroup};
use wijkkaart::study::{Edit, Selection, Study};

use super::cities::Town;
use super::rows::{Expected, key, same};
use crate::support::DAY;

/// Where the facilities of a type stand.
fn standing(study: &Study, service_type: &str) -> Vec<Coord<f64>> {
    let selection = Selection::on(DAY).of(service_type);
    let of = study.taxonomy.position(service_type).expect("a known type");
    let places = study.counting(&selection, of);
    let at = places
        .iter()
        .filter_map(|place| study.facilities.location(*place));
    at.collect()
}

/// `places`, `lattice-500` or a type whose places are given.
fn candidates(study: &Study, name: &str) -> Candidates {
    match name.split_once('-') {
        None if name == "places" => Candidates::Places,
        Some(("lattice", side)) => Candidates::Lattice(Metres(side.parse().expect("metres"))),
        _ => Candidates::Given(standing(study, name)),
    }
}

/// A question as the rows are keyed: `LRN-BIEB 65+ places 3`.
pub fn asked(study: &Study, expected: &Expected, row: &str, model: Model, method: Method) -> Params {
    let (service_type, group, rest) = key(row);
    let mut words = rest.split(' ');
    let candidates = candidates(study, words.next().expect("candidates"));
    let service_type = service_type.expect("a type");
    Params {
        selection: expected.selection(Some(service_type), group),
        service_type: study.taxonomy.position(service_type).expect("a known type"),
        k: words.next().map_or(1, |k| k.parse().expect("a number")),
        candidates,
        area: None,
        present: match words.next() {
            Some("none") => Present::Absent,
            _ => Present::Locked,
        },
        model,
        method,
        capacity: 5000.0,
        goal: None,
        limit: Duration::from_secs(30),
    }
}

/// Maximal covering: what the best choice adds, and what greedy adds beside it.
pub fn covered(town: &Town, expected: &Expected) {
    for (row, figures) in expected.rows("mclp") {
        let ask = |method| -> Report {
            let params = asked(&town.study, expected, row, Model::Coverage, method);
            siting::run(&town.study, &params)
        };
        let (greedy, exact) = (ask(Method::Greedy), ask(Method::Exact));
        assert!(exact.optimal, "{row}: {:?} of {:?}", exact.objective, exact.bound);
        same(row, &figures["gainResidents"], Some(exact.gain), 1e-6);
        let coverage = exact.sites.last().and_then(|last| last.coverage);
        same(row, &figures["coverageAfter"], coverage, 1e-6);
        assert!(
            greedy.gain <= exact.gain + 1e-6 && greedy.bound >= Some(exact.gain - 1e-3),
            "{row}"
        );
        assert!(
            greedy.gain >= (1.0 - (-1.0_f64).exp()) * exact.gain - 1e-6,
            "{row}"
        );
    }
}

/// Covering sets: how few sites serve all who can be served.
pub fn all_served(town: &Town, expected: &Expected) {
    for (row, figures) in expected.rows("lscp") {
        let params = asked(&town.study, expected, row, Model::Fewest, Method::Exact);
        let report = siting::run(&town.study, &params);
        assert!(
            report.optimal,
            "{row}: {:?} of {:?}",
            report.objective, report.bound
        );
        same(row, &figures["sites"], report.objective, 0.0);
    }
}

/// The p-median.
pub fn shortest(town: &Town, expected: &Expected) {
    let study = &town.study;
    for (row, figures) in expected.rows("pmedian") {
        for method in Method::ALL {
            let report = siting::run(study, &asked(study, expected, row, Model::Median, method));
            let least = figures["meanDistanceM"].as_f64().expect("metres");
            assert!(report.bound.is_some_and(|bound| bound <= least + 1e-3), "{row}");
            if method == Method::Exact {
                assert!(report.optimal, "{row}");
                same(row, &figures["meanDistanceM"], report.objective, 1e-6);
            }
        }
    }
}

/// Residents of the city with a library within a kilometre, with libraries at some places more; and of each district.
fn with_libraries(town: &Town, places: &[Coord<f64>]) -> Vec<f64> {
    let library = |(n, at): (usize, &Coord<f64>)| {
        let mut library = Facility::new(format!("new-{n}"), "facilities");
        library.service_type = Some("LRN-BIEB".into());
        library.location = Some(Point(*at));
        Edit::Put(Box::new(library))
    };
    let edited = town
        .study
        .edited(places.iter().enumerate().map(library).collect())
        .expect("known");
    let areas = ["GM0505", "WK050503", "WK050504", "WK050505"];
    let params = coverage::Params {
        selection: Selection::on(DAY).of("LRN-BIEB").within_metres(1000.0),
        service_type: town.service_type("LRN-BIEB"),
        areas: areas.map(|code| town.area(code)).to_vec(),
    };
    let rows = coverage::run(&edited, &params).rows.into_iter();
    rows.map(|row| row.residents_served.expect("known")).collect()
}

/// The next two libraries: what they add is what is found when they are really there, and at no other place would one of them
/// add more.
pub fn the_next_two_libraries(town: &Town, expected: &Expected) {
    let row = "LRN-BIEB all places 2";
    let ask = |method| {
        siting::run(
            &town.study,
            &asked(&town.study, expected, row, Model::Coverage, method),
        )
    };
    let (greedy, exact) = (ask(Method::Greedy), ask(Method::Exact));
    assert!(exact.optimal && (greedy.gain - exact.gain).abs() < 1e-6);
    let before = with_libraries(town, &[]);
    let places: Vec<Coord<f64>> = exact.sites.iter().map(|site| site.candidate.at).collect();
    let after = with_libraries(town, &places);
    let gained: Vec<f64> = after
        .iter()
        .zip(&before)
        .map(|(after, before)| after - before)
        .collect();
    assert!((gained[0] - exact.gain).abs() < 1e-6, "{gained:?}");
    // Wijk 03, 04 and 05: by hand from the answer of the service.
    for (gained, known) in gained.iter().zip([20_415.1, 5_111.7, 4_252.5, 9_702.8]) {
        assert!((gained - known).abs() < 0.1, "{gained} {known}");
    }
    let selection = Selection {
        group: PopulationGroup::All,
        ..Selection::on(DAY)
    };
    let others = town.study.facilities.located(&town.study.grants, &selection);
    for other in others
        .iter()
        .filter_map(|place| town.study.facilities.location(*place))
        .step_by(3)
    {
        for at in 0..places.len() {
            let mut moved = places.clone();
            moved[at] = other;
            assert!(with_libraries(town, &moved)[0] <= after[0] + 1e-6);
        }
    }
}
