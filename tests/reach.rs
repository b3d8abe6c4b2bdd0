//! A reach is measured where it is asked: what comes out is what measuring every point at once gives, to the last bit, whatever
//! was asked before, in whichever order, and also after edits.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::{DAY, city, facility, square, study};
use geo::Coord;
use proptest::prelude::*;
use wijkkaart::analysis::{coverage, distances, gaps, overlaps};
use wijkkaart::domain::{Facility, Layers, Metres, PopulationGroup};
use wijkkaart::study::{Edit, Reach, Selection, Study};

const TYPE: &str = "LRN-BIEB";
/// Neighbourhoods along each side of the city.
const SIDE: u32 = 4;

fn at((x, y): (i32, i32)) -> (f64, f64) {
    (f64::from(x) * 23.0, f64::from(y) * 23.0)
}

/// Sixteen neighbourhoods in four districts, and facilities in and around them.
fn made(places: &[(i32, i32)]) -> Study {
    let areas = (0..SIDE * SIDE).map(|n| {
        let corner = (f64::from(n % SIDE) * 300.0, f64::from(n / SIDE) * 300.0);
        let code = format!("BU0000{:02}{:02}", n / SIDE, n % SIDE);
        square(&code, corner, 300.0, Some(f64::from(50 + 31 * n)))
    });
    let facilities = (0..).zip(places).map(|(n, place)| named(n, *place));
    let layers = Layers {
        areas: areas.collect(),
        facilities: facilities.collect(),
        ..Layers::default()
    };
    study(&city(), layers)
}

fn named(n: usize, place: (i32, i32)) -> Facility {
    facility(&format!("f{n}"), TYPE, at(place))
}

fn selection(within: bool, norm: f64, group: PopulationGroup) -> Selection {
    Selection {
        within,
        group,
        ..Selection::on(DAY).of(TYPE).within_metres(norm)
    }
}

/// A question about one area.
#[derive(Clone, Debug)]
struct Ask {
    area: u32,
    selection: Selection,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Covered,
    Far,
    Gaps,
    Overlaps,
}

fn ask() -> impl Strategy<Value = Ask> {
    let what = prop_oneof![
        Just(What::Covered),
        Just(What::Far),
        Just(What::Gaps),
        Just(What::Overlaps),
    ];
    let norm = prop_oneof![Just(180.0), Just(430.0)];
    let group = prop_oneof![Just(PopulationGroup::All), Just(PopulationGroup::Age65Plus)];
    let areas = SIDE * SIDE + SIDE;
    (0..areas, any::<bool>(), norm, group, what).prop_map(|(area, within, norm, group, what)| Ask {
        area,
        selection: selection(within, norm, group),
        what,
    })
}

/// What is said of one area, in full precision.
fn answer(study: &Study, ask: &Ask) -> String {
    let (selection, service_type) = (ask.selection.clone(), ask.selection.types(study)[0]);
    let areas = vec![ask.area];
    match ask.what {
        What::Covered => {
            let params = coverage::Params {
                selection,
                service_type,
                areas,
            };
            format!("{:?}", coverage::run(study, &params))
        }
        What::Far => {
            let params = distances::Params {
                groups: vec![selection.group],
                selection,
                service_type,
                areas,
            };
            format!("{:?}", distances::run(study, &params))
        }
        What::Gaps => format!("{:?}", gaps::run(study, &gaps::Params { selection, areas })),
        What::Overlaps => {
            let mut of = study.facilities.standing_in(&study.areas, ask.area);
            of.sort_unstable();
            let params = overlaps::Params {
                selection,
                jaccard: 0.2,
                of: Some(of),
            };
            let by_id = |of: &overlaps::Unique| study.facilities.get(of.facility).facility.id.clone();
            let mut report = overlaps::run(study, &params);
            report.unique.sort_by_key(by_id);
            let told = report.unique.iter();
            // An edited study has its facilities at other places in its list.
            let unique = told.map(|of| (by_id(of), of.residents_in_reach, of.unique_coverage));
            let id = |place| study.facilities.get(place).facility.id.clone();
            let pairs = report.overlaps.iter();
            let pairs: BTreeSet<String> = pairs
                .map(|of| {
                    format!(
                        "{} {} {:?} {:?}",
                        id(of.a),
                        id(of.b),
                        of.jaccard,
                        of.shared_residents
                    )
                })
                .collect();
            format!("{:?} {pairs:?}", unique.collect::<Vec<_>>())
        }
    }
}

/// Compares every block of a reach with every facility measured from every point.
fn measured_right(study: &Study, reach: &Reach, neighbourhoods: &[u32]) -> Result<(), TestCaseError> {
    let apart = |from: Coord<f64>, place: u32| {
        let to = study.facilities.location(place).expect("located");
        let way = from - to;
        (way.x * way.x + way.y * way.y).sqrt() * study.settings.detour_factor
    };
    for at in neighbourhoods {
        let block = reach.of(*at).expect("a neighbourhood");
        for point in study.demand.of(*at) {
            let from = study.demand.points[point];
            let metres = || reach.facilities.iter().map(|place| (apart(from, *place), *place));
            let near: Vec<u32> = metres()
                .filter(|(far, _)| *far <= reach.norm.0)
                .map(|(_, place)| place)
                .collect();
            #[allow(clippy::cast_possible_truncation)] // as a reach keeps it
            let nearest = metres().map(|(far, _)| far).fold(f64::INFINITY, f64::min) as f32;
            prop_assert_eq!(block.nearest(point), nearest);
            prop_assert_eq!(usize::from(block.count(point)), near.len());
            let only = if let [only] = near[..] { Some(only) } else { None };
            prop_assert_eq!(block.only(point), only);
        }
    }
    Ok(())
}

fn place() -> impl Strategy<Value = (i32, i32)> {
    (-8..60_i32, -8..60_i32)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_asked_piece_by_piece_equals_what_is_measured_at_once(
        places in prop::collection::vec(place(), 1..10),
        edits in prop::collection::vec((0..12_usize, prop::option::weighted(0.7, place())), 0..6),
        asks in prop::collection::vec(ask(), 1..20),
        early in 0..20_usize,
    ) {
        let start = Arc::new(made(&places));
        // Some is asked of the city before it is edited, so that some of it is measured there and the rest is not.
        for ask in asks.iter().take(early) {
            answer(&start, ask);
        }
        let mut steps = Vec::new();
        let mut there: BTreeSet<usize> = (0..places.len()).collect();
        for (n, to) in edits {
            match to {
                Some(to) => {
                    there.insert(n);
                    steps.push(Edit::Put(Box::new(named(n, to))));
                }
                None if there.remove(&n) => steps.push(Edit::Remove(format!("f{n}").into())),
                None => {}
            }
        }
        let edited = Arc::new(start.edited(steps).expect("all are known"));
        for study in [&start, &edited] {
            // The same parts without any memory: one is measured everywhere before it is asked anything, one for each question.
            let whole = study.parts();
            let everywhere: Vec<u32> = (0..SIDE * SIDE).collect();
            for ask in &asks {
                let reach = whole.reach(&ask.selection, ask.selection.types(study)[0]);
                measured_right(study, &reach, &everywhere)?;
            }
            for ask in &asks {
                let said = answer(study, ask);
                prop_assert_eq!(&said, &answer(&whole, ask));
                prop_assert_eq!(&said, &answer(&study.parts(), ask));
                let reach = study.reach_in(&ask.selection, ask.selection.types(study)[0], ask.area);
                measured_right(study, &reach, &study.areas.get(ask.area).neighbourhoods)?;
            }
        }
    }

    #[test]
    fn what_some_facilities_share_and_alone_reach_is_what_all_tell_of_them(
        places in prop::collection::vec(place(), 1..12),
        area in 0..SIDE * SIDE + SIDE,
        norm in prop_oneof![Just(90.0), Just(260.0), Just(700.0)],
    ) {
        let (study, selection) = (made(&places), selection(false, norm, PopulationGroup::All));
        let mut of = study.facilities.standing_in(&study.areas, area);
        of.sort_unstable();
        let params = |of| overlaps::Params { selection: selection.clone(), jaccard: 1e-9, of };
        let (all, some) = (params(None), params(Some(of.clone())));
        let asked = |place: &u32| of.binary_search(place).is_ok();
        let mut expected = overlaps::run(&study.parts(), &all);
        expected.overlaps.retain(|pair| asked(&pair.a) || asked(&pair.b));
        expected.unique.retain(|alone| asked(&alone.facility));
        prop_assert_eq!(overlaps::run(&study, &some), expected);
        let mut unique = overlaps::unique(&study.parts(), &selection, None);
        unique.retain(|alone| asked(&alone.facility));
        prop_assert_eq!(overlaps::unique(&study, &selection, Some(&of)), unique);
        // A bound over fewer neighbourhoods is a bound still: every pair that is found met somewhere.
        let pairs = overlaps::run(&study, &some).overlaps.len();
        prop_assert!(overlaps::meetings(&study, &some) >= pairs as f64);
        prop_assert!(overlaps::meetings(&study, &some) <= overlaps::meetings(&study, &all));
    }
}

#[test]
fn asking_of_one_area_measures_from_that_area_alone() {
    let study = made(&[(2, 2), (30, 30), (50, 4)]);
    let selection = selection(false, 180.0, PopulationGroup::All);
    let service_type = selection.types(&study)[0];
    let reach = study.reach(&selection, service_type);
    let measured = || -> Vec<u32> { (0..SIDE * SIDE).filter(|at| reach.is_measured(*at)).collect() };
    assert_eq!(measured(), [0_u32; 0]);
    let of = |areas: Vec<u32>| coverage::Params {
        selection: selection.clone(),
        service_type,
        areas,
    };
    coverage::run(&study, &of(vec![5]));
    assert_eq!(measured(), [5]);
    let (district, _) = study
        .areas
        .at(wijkkaart::domain::Level::District)
        .nth(1)
        .expect("four districts");
    coverage::run(&study, &of(vec![district]));
    assert_eq!(measured(), [4, 5, 6, 7]);
    // Whoever asks what depends on the facility in a corner measures where it can be noticed.
    overlaps::unique(&study, &selection, Some(&[0]));
    assert_eq!(measured(), [0, 4, 5, 6, 7]);
    assert_eq!(reach.norm, Metres(180.0));
}
