//! What stands near what: hubs, concentration, co-location and kernel density against slow and obvious calculations.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{DAY, city, facility, square, study};
use geo::Coord;
use proptest::prelude::*;
use wijkkaart::analysis::{colocation, concentration, hubs, kernel};
use wijkkaart::domain::{Area, Facility, Layers, Metres, MunicipalRole, ServiceTypeCode};
use wijkkaart::study::{Selection, Study};

const TYPES: [&str; 3] = ["LRN-BIEB", "SPL-PLEK", "ONT-BUURTHUIS"];
const SIDE: f64 = 200.0;

/// Two rows of three squares; the second row is a programme area with the first square.
fn made(facilities: Vec<Facility>) -> Study {
    let mut city = city();
    city.programme_areas = vec![wijkkaart::config::ProgrammeArea {
        code: "south".into(),
        name: "South".to_owned(),
        districts: vec!["WK0001".into()],
        neighbourhoods: vec!["BU00000".into()],
    }];
    let place = |n: usize| ((n % 3) as f64 * SIDE, (n / 3) as f64 * SIDE);
    let areas: Vec<Area> = (0..6)
        .map(|n| square(&format!("BU000{}{}", n / 3, n), place(n), SIDE, Some(100.0)))
        .collect();
    study(
        &city,
        Layers {
            areas,
            facilities,
            ..Layers::default()
        },
    )
}

fn at(of: &Facility) -> Coord<f64> {
    of.location.expect("located").0
}

fn apart(a: &Facility, b: &Facility) -> f64 {
    let apart = at(b) - at(a);
    (apart.x * apart.x + apart.y * apart.y).sqrt()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

/// Facilities on a raster of 25 m, inside the city and outside it, with ids whose order is not that of their numbers.
fn facilities(most: usize) -> impl Strategy<Value = Vec<Facility>> {
    let organisation = prop::sample::select(vec![
        None,
        Some("Wel Zijn"),
        Some(" wel zijn "),
        Some("Anders"),
        Some(" "),
    ]);
    let address = prop::sample::select(vec![None, Some("Plein 1"), Some("plein 1 "), Some("Plein 2")]);
    let finding = prop::sample::select(vec![None, Some(false), Some(false), Some(true)]);
    let one = (
        (-2_i32..28, -2_i32..18),
        prop::option::weighted(0.9, 0..TYPES.len()),
        organisation,
        address,
        finding,
    );
    prop::collection::vec(one, 0..most).prop_map(|all| {
        let each = all.into_iter().enumerate();
        each.map(|(n, ((x, y), of, organisation, address, finding))| {
            let place = (f64::from(x) * 25.0, f64::from(y) * 25.0);
            let mut facility = facility(&format!("f{n}"), TYPES[of.unwrap_or(0)], place);
            facility.service_type = of.map(|of| TYPES[of].into());
            facility.organisation = organisation.map(str::to_owned);
            facility.address = address.map(str::to_owned);
            facility.postcode = address.map(|_| "3311 AB".to_owned());
            facility.finding_place = finding;
            facility
        })
        .collect()
    })
}

/// Complete linkage word for word, over facilities by id.
fn slow_clusters(mut facilities: Vec<&Facility>, diameter: f64) -> Vec<Vec<&Facility>> {
    facilities.sort_by(|a, b| a.id.cmp(&b.id));
    let mut clusters: Vec<Vec<&Facility>> = facilities.into_iter().map(|of| vec![of]).collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for (one, a) in clusters.iter().enumerate() {
            for (other, b) in clusters.iter().enumerate().skip(one + 1) {
                let pairs = a.iter().flat_map(|a| b.iter().map(move |b| apart(a, b)));
                let farthest = pairs.fold(0.0, f64::max);
                // Clusters stand in the order of their lowest ids, so the first of equals is the one that goes first.
                if farthest <= diameter && best.is_none_or(|(least, ..)| farthest < least) {
                    best = Some((farthest, one, other));
                }
            }
        }
        let Some((_, one, other)) = best else {
            return clusters;
        };
        let joining = clusters.remove(other);
        clusters[one].extend(joining);
        clusters[one].sort_by(|a, b| a.id.cmp(&b.id));
    }
}

fn distinct<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> BTreeSet<String> {
    let folded = texts.flatten().map(|text| text.trim().to_lowercase());
    folded.filter(|text| !text.is_empty()).collect()
}

fn slow_hubs(facilities: &[Facility], diameter: f64) -> Vec<Vec<&Facility>> {
    let mut clusters = slow_clusters(facilities.iter().collect(), diameter);
    clusters.retain(|members| {
        let types = distinct(
            members
                .iter()
                .map(|of| of.service_type.as_ref().map(ServiceTypeCode::as_str)),
        );
        types.len() > 1 || distinct(members.iter().map(|of| of.organisation.as_deref())).len() > 1
    });
    clusters
}

fn hubs_of(study: &Study, selection: Selection, diameter: f64) -> Vec<hubs::Hub> {
    hubs_with(study, selection, diameter, None)
}

fn hubs_with(study: &Study, selection: Selection, diameter: f64, of: Option<Vec<u32>>) -> Vec<hubs::Hub> {
    let params = hubs::Params {
        selection,
        diameter: Metres(diameter),
        of,
    };
    hubs::run(study, &params).hubs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn hubs_are_what_their_definition_says(
        facilities in facilities(32),
        diameter in prop::sample::select(vec![50.0, 75.0, 100.0]),
    ) {
        let study = made(facilities.clone());
        let id = |place: &u32| study.facilities.get(*place).facility.id.clone();
        let found = hubs_of(&study, Selection::on(DAY), diameter);
        let expected = slow_hubs(&facilities, diameter);
        prop_assert_eq!(found.len(), expected.len());
        for (hub, members) in found.iter().zip(&expected) {
            let ids: Vec<_> = members.iter().map(|of| of.id.clone()).collect();
            prop_assert_eq!(hub.facilities.iter().map(id).collect::<Vec<_>>(), ids);
            let types = members.iter().map(|of| of.service_type.as_ref().map(ServiceTypeCode::as_str));
            prop_assert_eq!(hub.service_types.len(), distinct(types).len());
            let organisations = distinct(members.iter().map(|of| of.organisation.as_deref()));
            let named = distinct(hub.organisations.iter().map(|of| Some(of.as_str())));
            prop_assert_eq!((hub.organisations.len(), &named), (organisations.len(), &organisations));
            let known = members.iter().filter(|of| of.address.is_some()).count() == members.len();
            let addresses = distinct(members.iter().map(|of| of.address.as_deref()));
            prop_assert_eq!(hub.same_address, known && addresses.len() == 1);
            let says = |said| members.iter().filter(|of| of.finding_place == Some(said)).count();
            let finding = match (says(true), says(false)) {
                (0, no) if no == members.len() => Some(false),
                (0, _) => None,
                _ => Some(true),
            };
            prop_assert_eq!(hub.finding_place, finding);
            let pairs = members.iter().flat_map(|a| members.iter().map(move |b| apart(a, b)));
            prop_assert_eq!(hub.width.0, pairs.fold(0.0, f64::max));
            prop_assert!(hub.width.0 <= diameter);
            let mean = |of: fn(Coord<f64>) -> f64| members.iter().map(|m| of(at(m))).sum::<f64>() / members.len() as f64;
            prop_assert!(close(hub.centre.x, mean(|at| at.x)) && close(hub.centre.y, mean(|at| at.y)));
            prop_assert_eq!(hub.neighbourhood, study.areas.neighbourhood_at(hub.centre));
        }
        for code in TYPES {
            let place = study.taxonomy.position(code).expect("a built-in type");
            let holding: Vec<_> = found.iter().filter(|hub| hub.service_types.contains(&place)).cloned().collect();
            prop_assert_eq!(hubs_of(&study, Selection::on(DAY).of(code), diameter), holding);
        }
    }

    #[test]
    fn the_hubs_of_some_facilities_are_those_that_hold_one_of_them(
        facilities in facilities(48),
        diameter in prop::sample::select(vec![25.0, 50.0, 100.0]),
        of in prop::collection::btree_set(0..48_u32, 0..8),
    ) {
        let study = made(facilities.clone());
        let of: Vec<u32> = of.into_iter().filter(|place| (*place as usize) < facilities.len()).collect();
        let mut expected = hubs_of(&study, Selection::on(DAY), diameter);
        expected.retain(|hub| hub.facilities.iter().any(|place| of.contains(place)));
        prop_assert_eq!(hubs_with(&study, Selection::on(DAY), diameter, Some(of)), expected);
    }

    #[test]
    fn concentration_is_the_share_that_stands_in_a_hub(
        facilities in facilities(32),
        code in prop::option::of(prop::sample::select(TYPES.to_vec())),
    ) {
        let study = made(facilities.clone());
        let hubs = slow_hubs(&facilities, 100.0);
        let asked = |of: &&Facility| code.is_none_or(|code| of.service_type.as_ref().is_some_and(|of| of.as_str() == code));
        let selection = code.map_or_else(|| Selection::on(DAY), |code| Selection::on(DAY).of(code));
        let areas = (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect();
        let params = concentration::Params { selection, diameter: Metres(100.0), areas };
        let rows = concentration::run(&study, &params).rows;
        prop_assert_eq!(rows.len(), 6 + 2 + 1 + 1);
        for row in rows {
            let alone = concentration::Params { areas: vec![row.area], ..params.clone() };
            prop_assert_eq!(&concentration::run(&study, &alone).rows[..], std::slice::from_ref(&row));
            let area = study.areas.get(row.area);
            let inside = |of: &&Facility| {
                let neighbourhood = study.areas.neighbourhood_at(at(of));
                neighbourhood.is_some_and(|of| area.neighbourhoods.contains(&of))
            };
            let there = facilities.iter().filter(inside).filter(asked).count();
            let holding: Vec<usize> = hubs
                .iter()
                .map(|hub| hub.iter().copied().filter(inside).filter(asked).count())
                .filter(|count| *count > 0)
                .collect();
            let in_hubs: usize = holding.iter().sum();
            prop_assert_eq!(row.facility_count, Some(there as u64), "{}", area.code);
            prop_assert_eq!(row.facilities_in_hubs, Some(in_hubs as u64), "{}", area.code);
            prop_assert_eq!(row.hubs, Some(holding.len() as u64), "{}", area.code);
            prop_assert_eq!(row.concentration, (there > 0).then(|| in_hubs as f64 / there as f64));
        }
    }

    #[test]
    fn co_location_quotients_are_what_their_definition_says(facilities in facilities(40)) {
        let study = made(facilities.clone());
        let params = colocation::Params { selection: Selection::on(DAY), permutations: 99 };
        let report = colocation::run(&study, &params);
        prop_assert_eq!(&report, &colocation::run(&study, &params));
        let mut expected = BTreeMap::new();
        let typed: Vec<&Facility> = facilities.iter().filter(|of| of.service_type.is_some()).collect();
        let is = |of: &Facility, code: &str| of.service_type.as_ref().is_some_and(|of| of.as_str() == code);
        let count = |code: &str| typed.iter().filter(|of| is(of, code)).count();
        for a in TYPES {
            for b in TYPES {
                if count(a) < 2 || count(b) < 2 { continue; }
                let mut neighbours = 0.0;
                for one in typed.iter().filter(|of| is(of, a)) {
                    let others: Vec<_> = typed.iter().filter(|other| other.id != one.id).collect();
                    let least = others.iter().map(|other| apart(one, other)).fold(f64::INFINITY, f64::min);
                    let nearest: Vec<_> = others.iter().filter(|other| apart(one, other) == least).collect();
                    let of_b = nearest.iter().filter(|other| is(other, b)).count();
                    neighbours += of_b as f64 / nearest.len() as f64;
                }
                let others_of_b = count(b) - usize::from(a == b);
                let quotient = (neighbours / count(a) as f64) / (others_of_b as f64 / (typed.len() - 1) as f64);
                let place = |code| study.taxonomy.position(code).expect("a built-in type");
                expected.insert((place(a), place(b)), (count(a), count(b), neighbours, quotient));
            }
        }
        let pairs: Vec<_> = report.pairs.iter().map(|pair| (pair.a, pair.b)).collect();
        prop_assert_eq!(&pairs, &expected.keys().copied().collect::<Vec<_>>());
        for pair in &report.pairs {
            let (count_a, count_b, neighbours, quotient) = expected[&(pair.a, pair.b)];
            prop_assert_eq!((pair.count_a, pair.count_b), (count_a, count_b));
            prop_assert!(close(pair.neighbours, neighbours), "{} {}", pair.neighbours, neighbours);
            prop_assert!(pair.quotient.is_some_and(|found| close(found, quotient)), "{:?} {}", pair.quotient, quotient);
            prop_assert!(pair.p_value >= 2.0 / 100.0 && pair.p_value <= 1.0);
        }
        for code in TYPES {
            let selection = Selection::on(DAY).of(code);
            let of_type = colocation::run(&study, &colocation::Params { selection, ..params.clone() }).pairs;
            let place = study.taxonomy.position(code).expect("a built-in type");
            let from: Vec<_> = report.pairs.iter().filter(|pair| pair.a == place).cloned().collect();
            prop_assert_eq!(of_type, from, "what is asked of one type is what is said of it among all");
        }
    }

    #[test]
    fn kernel_density_is_what_its_definition_says(
        facilities in facilities(12),
        code in prop::option::of(prop::sample::select(TYPES.to_vec())),
        bandwidth in prop::sample::select(vec![20.0, 100.0, 333.0]),
        side in prop::sample::select(vec![25.0, 50.0, 70.0]),
        places in prop::sample::subsequence((0_u32..6).collect::<Vec<_>>(), 0..=6),
    ) {
        let study = made(facilities.clone());
        let selection = code.map_or_else(|| Selection::on(DAY), |code| Selection::on(DAY).of(code));
        let params = kernel::Params {
            selection, bandwidth: Metres(bandwidth), cell: Metres(side), neighbourhoods: places.clone(),
        };
        let cells = kernel::run(&study, &params).cells;
        let mut expected = Vec::new();
        for row in -2..20_i64 {
            for column in -2..30_i64 {
                let middle = Coord { x: (column as f64 + 0.5) * side, y: (row as f64 + 0.5) * side };
                let neighbourhood = study.areas.neighbourhood_at(middle).filter(|at| places.contains(at));
                let counts = |of: &&Facility| code.is_none_or(|code| of.service_type.as_ref().is_some_and(|of| of.as_str() == code));
                let density: f64 = facilities.iter().filter(counts).map(|of| {
                    let apart = at(of) - middle;
                    let u = (apart.x * apart.x + apart.y * apart.y).sqrt() / bandwidth;
                    let k = if u < 1.0 { 3.0 / std::f64::consts::PI * (1.0 - u * u).powi(2) } else { 0.0 };
                    k / (bandwidth * bandwidth) * 1e6
                }).sum();
                if let Some(neighbourhood) = neighbourhood.filter(|_| density > 0.0) {
                    expected.push((column, row, neighbourhood, density));
                }
            }
        }
        prop_assert_eq!(cells.len(), expected.len());
        for (cell, (column, row, neighbourhood, density)) in cells.iter().zip(&expected) {
            prop_assert_eq!((cell.column, cell.row, cell.neighbourhood), (*column, *row, *neighbourhood));
            prop_assert!(close(cell.facilities_per_km2, *density), "{} {}", cell.facilities_per_km2, density);
        }
    }
}

#[test]
fn only_located_facilities_that_are_valid_and_in_the_asked_role_make_hubs() {
    let mut all: Vec<Facility> = (0..4)
        .map(|n| facility(&format!("f{n}"), TYPES[n % 2], (50.0 + n as f64, 50.0)))
        .collect();
    all[1].valid_to = Some(DAY);
    all[2].municipal_role = Some(MunicipalRole::Both);
    all[3].location = None;
    let ids = |facilities: &[Facility], selection| -> Vec<Vec<u32>> {
        let study = made(facilities.to_vec());
        hubs_of(&study, selection, 100.0)
            .into_iter()
            .map(|hub| hub.facilities)
            .collect()
    };
    assert!(
        ids(&all, Selection::on(DAY)).is_empty(),
        "two libraries of nobody in particular are no hub"
    );
    let before = DAY.yesterday().expect("a day");
    assert_eq!(ids(&all, Selection::on(before)), [[0, 1, 2]]);
    let subsidised = Selection {
        role: Some(MunicipalRole::Subsidy),
        ..Selection::on(before)
    };
    assert!(ids(&all, subsidised.clone()).is_empty());
    all[1].municipal_role = Some(MunicipalRole::Subsidy);
    assert_eq!(ids(&all, subsidised), [[1, 2]]);
}

/// Numbers without a pattern that matters, the same on every run.
struct Scatter(u64);

impl Scatter {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }
}

fn pairs(facilities: Vec<Facility>, permutations: usize) -> Vec<colocation::Pair> {
    let params = colocation::Params {
        selection: Selection::on(DAY),
        permutations,
    };
    colocation::run(&made(facilities), &params).pairs
}

fn scattered(
    many: usize,
    seed: u64,
    of: impl Fn(usize, &mut Scatter) -> (&'static str, f64),
) -> Vec<Facility> {
    let mut scatter = Scatter(seed);
    (0..many)
        .map(|n| {
            let (code, x) = of(n, &mut scatter);
            facility(&format!("f{n:03}"), code, (x, scatter.next() * 400.0))
        })
        .collect()
}

#[test]
fn types_that_keep_apart_have_small_p_values_on_both_sides() {
    // Libraries in the west, playgrounds in the east.
    let apart = scattered(60, 7, |n, scatter| {
        (TYPES[n % 2], (n % 2) as f64 * 400.0 + scatter.next() * 200.0)
    });
    for pair in pairs(apart, 999) {
        assert!(pair.p_value <= 0.01, "{pair:?}");
        let quotient = pair.quotient.expect("two of each");
        assert!(
            if pair.a == pair.b {
                quotient > 1.8
            } else {
                quotient < 0.2
            },
            "{pair:?}"
        );
    }
}

#[test]
fn types_without_a_pattern_seldom_have_small_p_values() {
    let mut values = Vec::new();
    for seed in 1..=60 {
        let facilities = scattered(60, seed, |_, scatter| {
            (TYPES[usize::from(scatter.next() < 0.4)], scatter.next() * 600.0)
        });
        values.extend(pairs(facilities, 199).iter().map(|pair| pair.p_value));
    }
    let share = |most: f64| values.iter().filter(|p| **p <= most).count() as f64 / values.len() as f64;
    assert_eq!(values.len(), 240);
    // Few enough below each mark, and not so few that the test could never find anything.
    assert!(share(0.05) <= 0.09, "{}", share(0.05));
    assert!(share(0.20) <= 0.26 && share(0.20) >= 0.05, "{}", share(0.20));
    assert!(share(0.50) >= 0.25, "{}", share(0.50));
}

#[test]
fn a_p_value_is_near_the_one_over_all_ways_to_hand_out_the_types() {
    // Four libraries and four playgrounds, some at one place and some as far from two others: 70 ways.
    let places = [
        (0.0, 0.0),
        (0.0, 0.0),
        (50.0, 0.0),
        (50.0, 30.0),
        (200.0, 0.0),
        (230.0, 0.0),
        (260.0, 0.0),
        (260.0, 0.0),
    ];
    let of = |libraries: u32| -> Vec<Facility> {
        let code = |n: usize| {
            if libraries >> n & 1 == 1 {
                TYPES[0]
            } else {
                TYPES[1]
            }
        };
        places
            .iter()
            .enumerate()
            .map(|(n, at)| facility(&format!("f{n}"), code(n), *at))
            .collect()
    };
    let ways: Vec<u32> = (0..256_u32).filter(|bits| bits.count_ones() == 4).collect();
    // 99 shuffles are enough to have the quotients, which do not depend on them.
    let found: Vec<Vec<f64>> = ways
        .iter()
        .map(|way| pairs(of(*way), 99).iter().map(|pair| pair.neighbours).collect())
        .collect();
    for (way, observed) in ways.iter().zip(&found).step_by(9) {
        for (at, pair) in pairs(of(*way), 9999).iter().enumerate() {
            let share = |keep: &dyn Fn(f64) -> bool| {
                found.iter().filter(|other| keep(other[at])).count() as f64 / found.len() as f64
            };
            let (above, below) = (
                share(&|other| other >= observed[at] - 1e-9),
                share(&|other| other <= observed[at] + 1e-9),
            );
            let exact = (2.0 * above.min(below)).min(1.0);
            // Four standard errors of a share of 9,999.
            assert!(
                (pair.p_value - exact).abs() < 8.0 * (0.25 / 9999.0_f64).sqrt(),
                "{pair:?} {exact}"
            );
        }
    }
}

#[test]
fn thousands_at_one_place_are_all_each_others_neighbours() {
    let facilities: Vec<Facility> = (0..3000)
        .map(|n| facility(&format!("f{n:04}"), TYPES[usize::from(n % 3 == 0)], (10.0, 10.0)))
        .collect();
    for pair in pairs(facilities, 99) {
        assert!(pair.quotient.is_some_and(|of| close(of, 1.0)), "{pair:?}");
        assert_eq!(pair.p_value, 1.0, "every way to hand them out is the same");
    }
}

#[test]
fn the_shuffles_are_the_same_for_ever() {
    // Whoever asked once and asks again gets the same p-values, also of a later version of this program.
    let facilities = scattered(24, 3, |n, scatter| (TYPES[n % 3], scatter.next() * 600.0));
    let said: Vec<String> = pairs(facilities, 999)
        .iter()
        .map(|pair| format!("{:.3}", pair.p_value))
        .collect();
    assert_eq!(
        said.join(" "),
        "1.000 0.538 0.858 0.570 0.548 1.000 0.238 0.346 1.000"
    );
}

#[test]
fn a_kernel_makes_one_facility_of_each() {
    let areas = vec![square("BU00000", (0.0, 0.0), 6000.0, None)];
    let mut facilities: Vec<Facility> = [
        (2000.0, 2000.0),
        (2500.0, 3100.0),
        (3333.3, 2777.7),
        (3999.0, 4000.0),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, at)| facility(&format!("f{n}"), TYPES[0], at))
    .collect();
    facilities[3].service_type = None;
    facilities.push(Facility::new("nowhere", "facilities"));
    let layers = Layers {
        areas,
        facilities,
        ..Layers::default()
    };
    let study = study(&city(), layers);
    let total = |selection: Selection, bandwidth: f64, side: f64| -> f64 {
        let params = kernel::Params {
            selection,
            bandwidth: Metres(bandwidth),
            cell: Metres(side),
            neighbourhoods: vec![0],
        };
        let cells = kernel::run(&study, &params).cells;
        cells
            .iter()
            .map(|cell| cell.facilities_per_km2 * side * side / 1e6)
            .sum()
    };
    for (bandwidth, side) in [(500.0, 25.0), (1000.0, 25.0), (1900.0, 50.0)] {
        let (all, typed) = (
            total(Selection::on(DAY), bandwidth, side),
            total(Selection::on(DAY).of(TYPES[0]), bandwidth, side),
        );
        assert!(
            (all - 4.0).abs() < 1e-3 && (typed - 3.0).abs() < 1e-3,
            "{all} {typed}"
        );
    }
}

#[test]
fn a_kernel_is_highest_where_the_facility_stands() {
    let study = made(vec![facility("f", TYPES[0], (125.0, 75.0))]);
    let params = kernel::Params {
        selection: Selection::on(DAY),
        bandwidth: Metres(60.0),
        cell: Metres(50.0),
        neighbourhoods: vec![0],
    };
    let cells = kernel::run(&study, &params).cells;
    let of = |column, row| cells.iter().find(|cell| (cell.column, cell.row) == (column, row));
    let top = 3e6 / (std::f64::consts::PI * 3600.0);
    let beside = top * (1.0_f64 - 2500.0 / 3600.0).powi(2);
    let near = |found: Option<&kernel::Cell>, density: f64| {
        found.is_some_and(|of| close(of.facilities_per_km2, density))
    };
    assert!(near(of(2, 1), top), "{cells:?}");
    assert!(near(of(1, 1), beside) && near(of(2, 2), beside));
    assert_eq!(cells.len(), 5, "corners lie 70 m away: {cells:?}");
}
