//! Equity and the n-th nearest against slow and obvious calculations from the definitions, on random cities.

use crate::support::{DAY, city, facility, square, study};
use proptest::prelude::*;
use wijkkaart::analysis::{ages, coverage, distances, equity, lorenz, nth_nearest};
use wijkkaart::domain::{Area, Facility, Layers, Metres, PopulationGroup};
use wijkkaart::study::{Selection, Study};

const TYPE: &str = "LRN-BIEB";
const SIDE: f64 = 200.0;
const SPACING: f64 = 50.0;

/// Two rows of three squares; districts are the rows.
fn areas(residents: &[Option<f64>; 6]) -> Vec<Area> {
    let place = |n: usize| ((n % 3) as f64 * SIDE, (n / 3) as f64 * SIDE);
    (0..6)
        .map(|n| square(&format!("BU000{}{}", n / 3, n), place(n), SIDE, residents[n]))
        .collect()
}

fn made(residents: &[Option<f64>; 6], facilities: Vec<Facility>) -> Study {
    let areas = areas(residents);
    let layers = Layers {
        areas,
        facilities,
        ..Layers::default()
    };
    study(&city(), layers)
}

/// The demand points of a neighbourhood with the residents of each, as the definition gives them.
fn demand(n: usize, residents: &[Option<f64>; 6], share: f64) -> Vec<((f64, f64), f64)> {
    let corner = ((n % 3) as f64 * SIDE, (n / 3) as f64 * SIDE);
    let each = residents[n].unwrap_or(0.0) * share / 16.0;
    let at = |k: usize| (k as f64 + 0.5) * SPACING;
    (0..16)
        .map(|k| ((corner.0 + at(k % 4), corner.1 + at(k / 4)), each))
        .filter(|(_, each)| *each > 0.0)
        .collect()
}

/// Metres to every facility, ascending.
fn metres((x, y): (f64, f64), facilities: &[Facility]) -> Vec<f64> {
    let to = |of: &Facility| {
        let at = of.location.expect("located");
        ((at.x() - x).powi(2) + (at.y() - y).powi(2)).sqrt()
    };
    let mut all: Vec<f64> = facilities.iter().map(to).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// Distances are kept to a millimetre.
fn near(actual: Option<f64>, expected: Option<f64>) -> bool {
    match (actual, expected) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-5 * (1.0 + b.abs()),
        (a, b) => a == b,
    }
}

fn residents() -> impl Strategy<Value = [Option<f64>; 6]> {
    prop::array::uniform6(prop::option::weighted(0.85, (0_u32..500).prop_map(f64::from)))
}

fn facilities() -> impl Strategy<Value = Vec<Facility>> {
    // Whole multiples of 25 m put facilities on demand points, and distances exactly at the norm.
    prop::collection::vec((-4_i32..28, -4_i32..20), 0..7).prop_map(|places| {
        let at = |n: i32| f64::from(n) * 25.0;
        let of = |(n, (x, y)): (usize, (i32, i32))| facility(&format!("f{n}"), TYPE, (at(x), at(y)));
        places.into_iter().enumerate().map(of).collect()
    })
}

/// Every area, and the neighbourhoods in it.
fn everywhere(study: &Study) -> Vec<u32> {
    (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn equity_is_what_its_definitions_say(
        residents in residents(),
        facilities in facilities(),
        norm in prop::sample::select(vec![75.0, 125.0, 150.0, 250.0]),
    ) {
        let study = made(&residents, facilities.clone());
        let service_type = study.taxonomy.position(TYPE).expect("a built-in type");
        let selection = Selection::on(DAY).of(TYPE).within_metres(norm);
        let groups = vec![PopulationGroup::All, PopulationGroup::Age65Plus];
        let params = equity::Params {
            selection: selection.clone(), service_type, groups: groups.clone(), areas: everywhere(&study),
        };
        let rows = equity::run(&study, &params).rows;
        prop_assert_eq!(rows.len(), params.areas.len() * 2);
        let of_city: Vec<_> = (0..6).flat_map(|n| demand(n, &residents, 1.0)).collect();
        let mean = |points: &[((f64, f64), f64)]| {
            let people: f64 = points.iter().map(|(_, p)| p).sum();
            let sum: f64 = points.iter().map(|(at, p)| p * metres(*at, &facilities)[0]).sum();
            (people > 0.0).then(|| sum / people)
        };
        for row in &rows {
            // Every square counts fifteen per cent aged 65 or more.
            let share = if row.group == PopulationGroup::All { 1.0 } else { 0.15 };
            let members = &study.areas.get(row.area).neighbourhoods;
            let points: Vec<_> = members.iter().flat_map(|n| demand(*n as usize, &residents, share)).collect();
            let people: f64 = points.iter().map(|(_, p)| p).sum();
            prop_assert!(near(Some(row.residents.unwrap_or(0.0)), Some(people)));
            if facilities.is_empty() {
                prop_assert!(near(Some(row.residents_unreachable.unwrap_or(0.0)), Some(people)));
                let figures = [row.mean, row.median, row.p90, row.gini, row.fgt[0], row.ratio_to_city];
                prop_assert_eq!(figures, [None; 6]);
                continue;
            }
            let own = mean(&points);
            prop_assert!(near(row.mean, own));
            let city = mean(&of_city).filter(|mean| *mean > 0.0);
            prop_assert!(near(row.ratio_to_city, own.zip(city).map(|(own, city)| own / city)));
            let each: Vec<(f64, f64)> = points.iter().map(|(at, p)| (metres(*at, &facilities)[0], *p)).collect();
            for (alpha, actual) in (0..3).zip(row.fgt) {
                let short = each.iter().filter(|(d, _)| *d > norm).map(|(d, p)| p * ((d - norm) / norm).powi(alpha));
                let short: f64 = short.sum();
                prop_assert!(near(actual, (people > 0.0).then(|| short / people)), "{alpha}");
            }
            let apart: f64 = each.iter().flat_map(|(d, p)| each.iter().map(move |(e, q)| p * q * (d - e).abs())).sum();
            let gini = own.filter(|mean| *mean > 0.0).map(|mean| apart / (2.0 * people * people * mean));
            prop_assert!(near(row.gini, gini));
            for (part, actual) in [(0.5, row.median), (0.9, row.p90)] {
                let within = |limit: f64| each.iter().filter(|(d, _)| *d <= limit).map(|(_, p)| p).sum::<f64>();
                let reaching = each.iter().map(|(d, _)| *d).filter(|d| within(*d) >= part * people * (1.0 - 1e-9));
                let smallest = reaching.reduce(f64::min);
                prop_assert!(near(actual, smallest), "{part}: {actual:?} {smallest:?}");
            }
        }

        // Who can reach one and is not covered is beyond the norm.
        for group in groups {
            let asked = Selection { group, ..selection.clone() };
            let of = coverage::Params { selection: asked, service_type, areas: params.areas.clone() };
            for covered in coverage::run(&study, &of).rows {
                let row = rows.iter().find(|row| row.area == covered.area && row.group == group).unwrap();
                let reachable = covered.residents.zip(covered.residents_unreachable).map(|(all, none)| all - none);
                let beyond = reachable.zip(covered.residents_served).map(|(all, served)| all - served);
                let share = beyond.zip(reachable.filter(|all| *all > 0.0)).map(|(beyond, all)| beyond / all);
                prop_assert!(near(row.fgt[0], share));
            }
        }
    }

    #[test]
    fn a_curve_rises_from_nothing_to_all_and_stays_below_the_diagonal(
        residents in residents(), facilities in facilities(),
    ) {
        let study = made(&residents, facilities);
        let service_type = study.taxonomy.position(TYPE).expect("a built-in type");
        let selection = Selection::on(DAY).of(TYPE);
        let groups = PopulationGroup::ALL.to_vec();
        let areas = everywhere(&study);
        let curves = lorenz::Params { selection: selection.clone(), service_type, groups: groups.clone(), areas: areas.clone() };
        let rows = equity::run(&study, &equity::Params { selection, service_type, groups, areas }).rows;
        for (drawn, row) in lorenz::run(&study, &curves).rows.iter().zip(rows) {
            prop_assert_eq!((drawn.area, drawn.group), (row.area, row.group));
            prop_assert_eq!(drawn.curve.is_some(), row.gini.is_some());
            let Some(curve) = &drawn.curve else { continue };
            prop_assert_eq!((curve.len(), curve[0], curve[100]), (101, 0.0, 1.0));
            for (at, pair) in curve.windows(2).enumerate() {
                prop_assert!(pair[0] <= pair[1] + 1e-12 && pair[0] <= at as f64 / 100.0 + 1e-12);
            }
            // A hundred straight pieces lie above the curve, but not far.
            let area: f64 = curve.windows(2).map(|pair| (pair[0] + pair[1]) / 200.0).sum();
            let gini = row.gini.unwrap();
            prop_assert!(1.0 - 2.0 * area <= gini + 1e-9 && gini <= 1.0 - 2.0 * area + 0.02);
        }
    }

    #[test]
    fn the_nth_nearest_is_the_nth_of_all_distances(
        residents in residents(), facilities in facilities(), nth in 1..8_usize, within in any::<bool>(),
    ) {
        let study = made(&residents, facilities.clone());
        let service_type = study.taxonomy.position(TYPE).expect("a built-in type");
        let selection = Selection { within, ..Selection::on(DAY).of(TYPE) };
        let params = nth_nearest::Params { selection, service_type, nth, areas: everywhere(&study) };
        for row in nth_nearest::run(&study, &params).rows {
            let members = &study.areas.get(row.area).neighbourhoods;
            let counting: Vec<Facility> = facilities.iter().filter(|of| {
                let at = study.areas.neighbourhood_at(of.location.expect("located").0);
                !within || at.is_some_and(|at| members.contains(&at))
            }).cloned().collect();
            let points: Vec<_> = members.iter().flat_map(|n| demand(*n as usize, &residents, 1.0)).collect();
            let people: f64 = points.iter().map(|(_, p)| p).sum();
            let sum: Option<f64> = points.iter().map(|(at, p)| Some(p * metres(*at, &counting).get(nth - 1)?)).sum();
            prop_assert!(near(row.mean_distance, sum.filter(|_| people > 0.0).map(|sum| sum / people)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn up_to_a_distance_live_those_whom_a_norm_of_that_distance_would_cover(
        residents in prop::array::uniform6(prop::option::of(0_u32..900)),
        places in prop::collection::vec((-100.0..700.0_f64, -100.0..500.0_f64), 0..5),
        norm in prop_oneof![Just(50.0), Just(75.0), Just(200.0), 10.0..600.0_f64],
        within in any::<bool>(),
    ) {
        let residents = residents.map(|of| of.map(f64::from));
        let facilities: Vec<Facility> = places.iter().enumerate().map(|(n, at)| facility(&n.to_string(), TYPE, *at)).collect();
        let study = made(&residents, facilities);
        let selection = Selection { distance: Some(Metres(norm)), within, ..Selection::on(DAY).of(TYPE) };
        let service_type = study.taxonomy.position(TYPE).unwrap();
        let areas: Vec<u32> = (0..u32::try_from(study.areas.list.len()).unwrap()).collect();
        let groups = PopulationGroup::ALL.to_vec();
        let asked = distances::Params { selection: selection.clone(), service_type, groups: groups.clone(), areas: areas.clone() };
        let rows = distances::run(&study, &asked).rows;
        prop_assert_eq!(rows.len(), areas.len() * groups.len());
        for row in &rows {
            let cover = |metres: f64| {
                let params = coverage::Params {
                    selection: Selection { distance: Some(Metres(metres)), group: row.group, ..selection.clone() },
                    service_type,
                    areas: vec![row.area],
                };
                coverage::run(&study, &params).rows.remove(0)
            };
            let at_norm = cover(norm);
            prop_assert_eq!(row.residents, at_norm.residents);
            for class in &row.classes {
                prop_assert!(class.residents > -1e-9);
                if let Some(to) = class.to {
                    prop_assert!(near(row.share(class.within), cover(to).coverage), "{to} m: {row:?}");
                }
            }
            prop_assert!(row.classes.iter().any(|class| class.to == Some(norm)));
            let told: f64 = row.classes.iter().map(|class| class.residents).sum::<f64>() + row.unreachable;
            if let Some(all) = row.residents {
                prop_assert!((told - all).abs() < 1e-6, "{told} of {all}");
            }
        }
        // Ages and those in none of them are all who live there.
        for row in ages::run(&study, &ages::Params { areas }).rows {
            let bands: f64 = row.bands.iter().flatten().sum();
            prop_assert_eq!(row.residents.is_some(), row.rest().is_some());
            if let (Some(all), Some(rest)) = (row.residents, row.rest()) {
                prop_assert!((bands + rest - all).abs() < 1e-9);
                prop_assert!(rest.abs() < 1e-6, "every percentage is known, and they make 100: {rest}");
            }
        }
    }
}
