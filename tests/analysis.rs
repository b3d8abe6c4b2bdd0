//! The analyses against slow and obvious calculations from the definitions, on random cities.

use crate::support::{DAY, city, facility, square, study};
use geo::{Area as _, Point};
use proptest::prelude::*;
use wijkkaart::analysis::{coverage, density, gaps, overlaps};
use wijkkaart::collections::{self, Query, Today};
use wijkkaart::domain::{Area, DemandRecord, Facility, Layers, Level, PopulationGroup};
use wijkkaart::study::{Selection, Study};

const TYPE: &str = "LRN-BIEB";
const SIDE: f64 = 200.0;
const SPACING: f64 = 50.0;

/// Two rows of three squares that share borders; the borders run through lattice points where `shift` is 25.
fn areas(residents: &[Option<f64>; 6], shift: f64) -> Vec<Area> {
    let place = |n: usize| ((n % 3) as f64 * SIDE + shift, (n / 3) as f64 * SIDE + shift);
    (0..6)
        .map(|n| square(&format!("BU000{}{}", n / 3, n), place(n), SIDE, residents[n]))
        .collect()
}

/// A demand point as the definition gives it: place, neighbourhood, residents.
type OraclePoint = ((f64, f64), usize, f64);

fn oracle_demand(areas: &[Area]) -> Vec<OraclePoint> {
    let inside = |area: &Area, (x, y): (f64, f64)| {
        let line = area.geometry.0[0].exterior();
        let xs = || line.0.iter().map(|c| c.x);
        let ys = || line.0.iter().map(|c| c.y);
        let (min_x, max_x) = (xs().fold(f64::MAX, f64::min), xs().fold(f64::MIN, f64::max));
        let (min_y, max_y) = (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max));
        min_x <= x && x <= max_x && min_y <= y && y <= max_y
    };
    let mut places: Vec<Vec<(f64, f64)>> = vec![Vec::new(); areas.len()];
    for k in -2..40 {
        for l in -2..40 {
            let point = ((f64::from(k) + 0.5) * SPACING, (f64::from(l) + 0.5) * SPACING);
            if let Some(first) = areas.iter().position(|area| inside(area, point)) {
                places[first].push(point);
            }
        }
    }
    let mut demand = Vec::new();
    for (n, points) in places.iter().enumerate() {
        let each = areas[n].residents.unwrap_or(0.0) / points.len() as f64;
        demand.extend(
            points
                .iter()
                .map(|point| (*point, n, each))
                .filter(|(_, _, each)| *each > 0.0),
        );
    }
    demand
}

fn distance((x, y): (f64, f64), of: &Facility) -> f64 {
    let at = of.location.expect("located");
    ((at.x() - x).powi(2) + (at.y() - y).powi(2)).sqrt()
}

fn made(areas: Vec<Area>, facilities: Vec<Facility>) -> Study {
    study(
        &city(),
        Layers {
            areas,
            facilities,
            ..Layers::default()
        },
    )
}

fn library(study: &Study) -> usize {
    study.taxonomy.position(TYPE).expect("a built-in type")
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn residents() -> impl Strategy<Value = [Option<f64>; 6]> {
    prop::array::uniform6(prop::option::weighted(0.85, (0_u32..500).prop_map(f64::from)))
}

fn facilities() -> impl Strategy<Value = Vec<Facility>> {
    // Whole multiples of 25 m put facilities on borders and demand points, and distances exactly at the norm.
    prop::collection::vec((-4_i32..36, -4_i32..28), 0..7).prop_map(|places| {
        let at = |n: i32| f64::from(n) * 25.0;
        places
            .into_iter()
            .enumerate()
            .map(|(n, (x, y))| facility(&format!("f{n}"), TYPE, (at(x), at(y))))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn coverage_is_what_its_definition_says(
        residents in residents(),
        facilities in facilities(),
        shift in prop::sample::select(vec![0.0, 25.0, 7.3]),
        norm in prop::sample::select(vec![75.0, 150.0, 250.0]),
        within in any::<bool>(),
    ) {
        let areas = areas(&residents, shift);
        let demand = oracle_demand(&areas);
        let study = made(areas.clone(), facilities.clone());
        let selection = Selection { within, ..Selection::on(DAY).of(TYPE).within_metres(norm) };
        let every = (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect();
        let params = coverage::Params { selection, service_type: library(&study), areas: every };
        for row in coverage::run(&study, &params).rows {
            let area = study.areas.get(row.area);
            let members: Vec<usize> = area.neighbourhoods.iter().map(|n| *n as usize).collect();
            let counting: Vec<&Facility> = facilities
                .iter()
                .filter(|f| {
                    let at = f.location.expect("located").0;
                    !within || study.areas.neighbourhood_at(at).is_some_and(|n| members.contains(&(n as usize)))
                })
                .collect();
            let (mut all, mut served, mut sum_d, mut sum_m, mut surplus) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (point, _, weight) in demand.iter().filter(|(_, n, _)| members.contains(n)) {
                let m = counting.iter().filter(|f| distance(*point, f) <= norm).count() as f64;
                let nearest = counting.iter().map(|f| distance(*point, f)).fold(f64::INFINITY, f64::min);
                all += weight;
                served += if m >= 1.0 { *weight } else { 0.0 };
                if nearest.is_finite() { sum_d += weight * nearest; }
                sum_m += weight * m;
                surplus += weight * (m - 1.0).max(0.0);
            }
            let known = members.iter().any(|n| residents[*n].is_some());
            prop_assert_eq!(row.residents_served.is_some(), known);
            let row_served = row.residents_served.unwrap_or(0.0);
            prop_assert!(close(row_served, served), "{} {} {}", area.code, row_served, served);
            prop_assert_eq!(row.coverage.is_some(), all > 0.0);
            if let Some(coverage) = row.coverage { prop_assert!(close(coverage, served / all)); }
            if counting.is_empty() || all == 0.0 {
                prop_assert_eq!(row.mean_distance, None);
                prop_assert!(close(row.residents_unreachable.unwrap_or(0.0), all));
            } else {
                prop_assert!((row.mean_distance.unwrap() - sum_d / all).abs() < 1e-3);
                prop_assert!(close(row.mean_count.unwrap(), sum_m / all));
            }
            prop_assert_eq!(row.redundancy_ratio.is_some(), sum_m > 0.0);
            if let Some(ratio) = row.redundancy_ratio { prop_assert!(close(ratio, surplus / sum_m)); }
        }
    }

    #[test]
    fn unique_coverage_is_what_the_city_loses_without_that_facility(
        residents in residents(),
        facilities in facilities(),
        norm in prop::sample::select(vec![75.0, 150.0, 250.0]),
    ) {
        let selection = Selection::on(DAY).of(TYPE).within_metres(norm);
        let served = |facilities: Vec<Facility>| {
            let study = made(areas(&residents, 0.0), facilities);
            let city: Vec<u32> = study.areas.at(Level::Municipality).map(|(place, _)| place).collect();
            let params = coverage::Params {
                selection: selection.clone(), service_type: library(&study), areas: city,
            };
            coverage::run(&study, &params).rows[0].residents_served.unwrap_or(0.0)
        };
        let all = served(facilities.clone());
        let study = made(areas(&residents, 0.0), facilities.clone());
        let params = overlaps::Params { selection: selection.clone(), jaccard: 0.5, of: None };
        for unique in overlaps::run(&study, &params).unique {
            let id = &study.facilities.get(unique.facility).facility.id;
            let without = facilities.iter().filter(|f| f.id != *id).cloned().collect();
            prop_assert!(close(unique.unique_coverage, all - served(without)), "{}", id);
        }
    }

    #[test]
    fn overlaps_are_every_pair_that_shares_enough_residents(
        residents in residents(),
        facilities in facilities(),
        threshold in prop::sample::select(vec![0.25, 0.5, 1.0]),
    ) {
        let areas = areas(&residents, 0.0);
        let demand = oracle_demand(&areas);
        let norm = 150.0;
        let mut expected = Vec::new();
        for (n, a) in facilities.iter().enumerate() {
            for b in &facilities[n + 1..] {
                let (mut both, mut either) = (0.0, 0.0);
                for (point, _, weight) in &demand {
                    let (in_a, in_b) = (distance(*point, a) <= norm, distance(*point, b) <= norm);
                    if in_a && in_b { both += weight; }
                    if in_a || in_b { either += weight; }
                }
                if either > 0.0 && both / either >= threshold + 1e-9 {
                    expected.push((a.id.clone(), b.id.clone(), both / either, both));
                }
            }
        }
        let study = made(areas, facilities);
        let selection = Selection::on(DAY).of(TYPE).within_metres(norm);
        let report = overlaps::run(&study, &overlaps::Params { selection, jaccard: threshold + 1e-9, of: None });
        prop_assert_eq!(report.overlaps.len(), expected.len());
        for (overlap, (a, b, jaccard, shared)) in report.overlaps.iter().zip(&expected) {
            prop_assert_eq!(&study.facilities.get(overlap.a).facility.id, a);
            prop_assert_eq!(&study.facilities.get(overlap.b).facility.id, b);
            prop_assert!(close(overlap.jaccard, *jaccard) && close(overlap.shared_residents, *shared));
        }
    }

    #[test]
    fn of_some_facilities_it_tells_what_it_tells_of_all(
        residents in residents(),
        facilities in facilities(),
        norm in prop::sample::select(vec![60.0, 150.0, 400.0]),
        chosen in prop::collection::vec(any::<bool>(), 7),
    ) {
        let study = made(areas(&residents, 0.0), facilities.clone());
        let selection = Selection::on(DAY).of(TYPE).within_metres(norm);
        let of: Vec<u32> = (0_u32..).zip(&facilities).filter(|(place, _)| chosen[*place as usize]).map(|(place, _)| place).collect();
        let ask = |of| overlaps::run(&study, &overlaps::Params { selection: selection.clone(), jaccard: 0.1, of });
        let (all, some) = (ask(None), ask(Some(of.clone())));
        prop_assert_eq!(&overlaps::unique(&study, &selection, None), &all.unique);
        prop_assert_eq!(&overlaps::unique(&study, &selection, Some(&of)), &some.unique);
        let overlaps::Report { mut overlaps, mut unique } = all;
        overlaps.retain(|pair| of.contains(&pair.a) || of.contains(&pair.b));
        unique.retain(|one| of.contains(&one.facility));
        prop_assert_eq!(overlaps, some.overlaps);
        prop_assert_eq!(unique, some.unique);
    }

    #[test]
    fn gaps_hold_all_unserved_residents_and_stay_inside_their_area(
        residents in residents(),
        facilities in facilities(),
        shift in prop::sample::select(vec![0.0, 7.3]),
        level in prop::sample::select(vec![Level::Neighbourhood, Level::District]),
    ) {
        let study = made(areas(&residents, shift), facilities);
        let selection = Selection::on(DAY).of(TYPE).within_metres(150.0);
        let places: Vec<u32> = study.areas.at(level).map(|(place, _)| place).collect();
        let report = gaps::run(&study, &gaps::Params { selection: selection.clone(), areas: places.clone() });
        let params = coverage::Params { selection, service_type: library(&study), areas: places };
        for row in coverage::run(&study, &params).rows {
            let inside: Vec<_> = report.gaps.iter().filter(|gap| gap.area == row.area).collect();
            let total: f64 = inside.iter().map(|gap| gap.residents).sum();
            prop_assert!(close(total, row.residents_unserved.unwrap_or(0.0)), "{:?}", row);
            for gap in inside {
                prop_assert!(gap.residents > 0.0);
                let area = gap.polygon.unsigned_area();
                prop_assert!(area > 0.0 && area <= gap.cells as f64 * SPACING * SPACING + 1e-6);
            }
        }
        let mut ids: Vec<_> = report.gaps.iter().map(|gap| &gap.id).collect();
        ids.dedup();
        prop_assert_eq!(ids.len(), report.gaps.len());
    }

    #[test]
    fn the_order_in_which_facilities_are_listed_changes_nothing(
        residents in residents(),
        facilities in facilities().prop_shuffle(),
    ) {
        let mut sorted = facilities.clone();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        let report = |facilities| {
            let study = made(areas(&residents, 0.0), facilities);
            let selection = Selection::on(DAY).of(TYPE).within_metres(150.0);
            overlaps::run(&study, &overlaps::Params { selection, jaccard: 0.1, of: None })
        };
        prop_assert_eq!(report(facilities), report(sorted));
    }
}

#[test]
fn a_group_weighs_its_percentage_and_a_missing_one_takes_the_mean_of_its_district() {
    let residents = [Some(100.0), Some(300.0), None, Some(50.0), Some(0.0), Some(10.0)];
    let mut areas = areas(&residents, 0.0);
    areas[0].percentages[4] = Some(10.0);
    areas[1].percentages[4] = Some(30.0);
    areas[2].residents = Some(200.0);
    areas[2].percentages[4] = None;
    // The whole other district has no figure: it takes the city's mean.
    areas[3..].iter_mut().for_each(|area| area.percentages[4] = None);
    areas[4].counts[4] = None;
    let study = made(areas, Vec::new());
    let mean = (100.0 * 0.10 + 300.0 * 0.30) / 400.0;
    let of = |place: u32| density::residents_of(&study, place, PopulationGroup::Age65Plus).unwrap();
    assert!(close(of(0), 10.0) && close(of(1), 90.0));
    assert!(close(of(2), 200.0 * mean));
    assert!(close(of(3), 50.0 * mean));
    let flagged: Vec<bool> = (0..6)
        .map(|n| study.demand.imputed(&study.areas, n, PopulationGroup::Age65Plus))
        .collect();
    assert_eq!(
        flagged,
        [false, false, true, true, false, true],
        "nobody lives in the fifth"
    );
    assert!((0..6).all(|n| !study.demand.imputed(&study.areas, n, PopulationGroup::All)));
}

#[test]
fn unknown_residents_are_left_out_and_told_and_water_carries_no_demand() {
    let residents = [Some(100.0), None, Some(0.0), Some(50.0), Some(60.0), Some(70.0)];
    let mut areas = areas(&residents, 0.0);
    areas[5].water = true;
    let study = made(areas, vec![facility("f", TYPE, (100.0, 100.0))]);
    let city: Vec<u32> = study
        .areas
        .at(Level::Municipality)
        .map(|(place, _)| place)
        .collect();
    let selection = Selection::on(DAY).of(TYPE).within_metres(10_000.0);
    let params = coverage::Params {
        selection,
        service_type: library(&study),
        areas: city,
    };
    let row = &coverage::run(&study, &params).rows[0];
    assert!(close(row.residents.unwrap(), 210.0), "{:?}", row.residents);
    assert_eq!(row.neighbourhoods_missing, 1);
    assert_eq!(row.coverage, Some(1.0));
}

#[test]
fn density_counts_closed_and_unclassified_facilities_as_they_should() {
    let residents = [Some(1000.0), Some(0.0), None, None, None, None];
    let mut closed = facility("closed", TYPE, (50.0, 50.0));
    closed.valid_to = Some(DAY);
    let mut unclassified = facility("unclassified", TYPE, (50.0, 50.0));
    unclassified.service_type = None;
    let facilities = vec![
        closed,
        unclassified,
        facility("open", TYPE, (60.0, 50.0)),
        facility("other", "SPL-PLEK", (60.0, 60.0)),
        facility("outside", TYPE, (-500.0, 0.0)),
    ];
    let study = made(areas(&residents, 0.0), facilities);
    let count = |selection: Selection| {
        let rows = density::run(
            &study,
            &density::Params {
                selection,
                areas: vec![0, 1],
            },
        )
        .rows;
        (
            rows[0].facility_count.unwrap_or_default(),
            rows[0].facilities_per_1000,
            rows[0].facilities_per_km2,
            rows[1].facilities_per_1000,
        )
    };
    let land = SIDE * SIDE / 1e6;
    assert_eq!(count(Selection::on(DAY)), (3, Some(3.0), Some(3.0 / land), None));
    assert_eq!(
        count(Selection::on(DAY).of(TYPE)),
        (1, Some(1.0), Some(1.0 / land), None)
    );
    let before = jiff::civil::date(2026, 11, 20);
    assert_eq!(
        count(Selection::on(before).of(TYPE)).0,
        2,
        "validTo is the first day that it is closed"
    );
}

#[test]
fn a_district_is_its_neighbourhoods_and_a_programme_area_is_a_named_set() {
    let mut city = city();
    city.programme_areas = vec![wijkkaart::config::ProgrammeArea {
        code: "west".into(),
        name: "West".to_owned(),
        districts: vec!["WK0000".into()],
        neighbourhoods: vec!["BU00014".into()],
    }];
    let areas = areas(&[Some(1.0); 6], 0.0);
    let study = study(
        &city,
        Layers {
            areas,
            ..Layers::default()
        },
    );
    let members = |code: &str| {
        study
            .areas
            .get(study.areas.place(code).unwrap())
            .neighbourhoods
            .clone()
    };
    assert_eq!(members("WK0000"), [0, 1, 2]);
    assert_eq!(members("west"), [0, 1, 2, 4]);
    assert_eq!(members("GM0001"), [0, 1, 2, 3, 4, 5]);
    let west = study.areas.get(study.areas.place("west").unwrap());
    assert_eq!(west.residents, Some(4.0));
    assert!((west.area_km2 - 4.0 * SIDE * SIDE / 1e6).abs() < 1e-9);
}

/// Demand at a place of the made city.
fn demand(id: &str, (x, y): (f64, f64), residents: Option<f64>) -> DemandRecord {
    DemandRecord {
        id: id.to_owned(),
        residents,
        counts: [None; 5],
        source: "demand".into(),
        location: Point::new(x, y),
    }
}

fn rows_of_city(study: &Study, group: PopulationGroup) -> Vec<coverage::Row> {
    let selection = Selection {
        group,
        ..Selection::on(DAY).of(TYPE).within_metres(1000.0)
    };
    let areas = (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect();
    coverage::run(
        study,
        &coverage::Params {
            selection,
            service_type: library(study),
            areas,
        },
    )
    .rows
}

#[test]
fn a_demand_layer_makes_no_zero_of_what_it_does_not_know() {
    let residents = [Some(100.0), Some(300.0), None, None, Some(50.0), Some(0.0)];
    let mut areas = areas(&residents, 0.0);
    areas[4].water = true;
    let records = vec![
        demand("a", (50.0, 50.0), Some(60.0)),
        demand("b", (60.0, 50.0), None),
        demand("unknown", (450.0, 50.0), None),
        demand("counted", (50.0, 250.0), Some(7.0)),
        demand("in the water", (250.0, 250.0), Some(9.0)),
        demand("nowhere", (-500.0, 0.0), Some(9.0)),
    ];
    let facilities = vec![facility("f", TYPE, (50.0, 50.0))];
    let study = study(
        &city(),
        Layers {
            areas,
            demand: records,
            facilities,
            ..Layers::default()
        },
    );
    let served: Vec<Option<f64>> = rows_of_city(&study, PopulationGroup::All)[..6]
        .iter()
        .map(|row| row.residents_served)
        .collect();
    // Two points share the first's 100; nothing is known of the second, which has residents and no point, nor of the third.
    assert_eq!(served, [Some(100.0), None, None, Some(7.0), None, Some(0.0)]);
    assert_eq!((study.demand.outside, study.demand.shared), (2, 1));
    assert_eq!(study.demand.residents_without_point, 300.0);
    assert_eq!(study.demand.len(), 3);
}

#[test]
fn a_group_that_nobody_counts_has_no_figures() {
    let mut areas = areas(&[Some(100.0); 6], 0.0);
    for area in &mut areas {
        area.percentages = [None; 5];
    }
    let study = made(areas, vec![facility("f", TYPE, (50.0, 50.0))]);
    for row in rows_of_city(&study, PopulationGroup::Age65Plus) {
        assert_eq!(
            (row.residents, row.residents_served, row.coverage),
            (None, None, None)
        );
    }
    assert!(
        rows_of_city(&study, PopulationGroup::All)
            .iter()
            .all(|row| row.coverage == Some(1.0))
    );
}

#[test]
fn a_band_that_a_layer_of_residents_leaves_out_is_unknown_and_not_nobody() {
    let mut areas = areas(&[Some(100.0); 6], 0.0);
    for area in &mut areas {
        area.percentages = [None; 5];
    }
    let point = |id: &str, x: f64, aged: Option<f64>| DemandRecord {
        id: id.to_owned(),
        location: Point::new(x, 50.0),
        residents: Some(40.0),
        counts: [None, None, None, None, aged],
        source: "people".into(),
    };
    let layers = Layers {
        areas,
        facilities: vec![facility("f", TYPE, (50.0, 50.0))],
        demand: vec![point("a", 20.0, Some(10.0)), point("b", 30.0, Some(5.0))],
        ..Layers::default()
    };
    let study = study(&city(), layers);
    let of = |group| rows_of_city(&study, group)[0].residents;
    assert_eq!(of(PopulationGroup::Age65Plus), Some(15.0));
    assert_eq!(of(PopulationGroup::Age0To15), None, "nobody counted them");
    assert_eq!(of(PopulationGroup::All), Some(80.0));
}

#[test]
fn a_district_whose_neighbourhoods_are_not_known_has_no_count() {
    let mut area = square("BU00001", (0.0, 0.0), SIDE, Some(10.0));
    area.level = Level::District;
    let study = made(vec![area], vec![facility("f", TYPE, (50.0, 50.0))]);
    let params = density::Params {
        selection: Selection::on(DAY),
        areas: vec![0],
    };
    assert_eq!(density::run(&study, &params).rows[0].facility_count, None);
}

#[test]
fn overlaps_of_very_many_facilities_in_one_place_are_refused_unless_few_are_asked() {
    let residents = [Some(160.0); 6];
    // On the demand point in the corner of one neighbourhood, and in reach of all 96.
    let crowd = (0..6_500).map(|n| facility(&format!("f{n}"), TYPE, (25.0, 25.0)));
    let alone = facility("alone", TYPE, (575.0, 375.0));
    let study = made(areas(&residents, 0.0), crowd.chain([alone]).collect());
    let collection = collections::get("overlaps").expect("a collection");
    let today = Today {
        date: DAY,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let ask = |area: Option<&str>| {
        let mut pairs = vec![
            ("serviceType".to_owned(), TYPE.to_owned()),
            ("distance".to_owned(), "1000".to_owned()),
        ];
        pairs.extend(area.map(|area| ("area".to_owned(), area.to_owned())));
        Query::parse(collection, &study, &today, &pairs)
    };
    let wrong = ask(None).expect_err("6,501 × 6,501 × 96 is more than four thousand million");
    assert_eq!(wrong[0].name, "distance");
    assert!(wrong[0].reason.contains("4.1e9"), "{}", wrong[0].reason);
    assert!(ask(Some("BU00000")).is_err(), "where the crowd stands");
    let query = ask(Some("BU00015")).expect("one facility beside the others");
    assert_eq!(collection.features(&study, &query).len(), 6_500);
}
