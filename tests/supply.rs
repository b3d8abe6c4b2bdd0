//! What is offered, divided over the residents in reach, against a slow and obvious calculation on random cities: every demand point
//! against every facility.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::{DAY, city, facility, square, study};
use proptest::prelude::*;
use wijkkaart::analysis::supply::{self, Division, Method, Of, Params, Report, Weights};
use wijkkaart::analysis::{coverage, usage};
use wijkkaart::domain::{Facility, Layers, PopulationGroup};
use wijkkaart::study::{Edit, Selection, Study};

const TYPE: &str = "LRN-BIEB";
const NORM: f64 = 190.0;

fn made(residents: &[Option<u16>], facilities: Vec<Facility>) -> Arc<Study> {
    let area = |(n, residents): (usize, &Option<u16>)| {
        let corner = ((n % 3) as f64 * 200.0, (n / 3) as f64 * 200.0);
        let code = format!("BU000{}{n}", n / 3);
        square(&code, corner, 200.0, residents.map(f64::from))
    };
    let layers = Layers {
        areas: residents.iter().enumerate().map(area).collect(),
        facilities,
        ..Layers::default()
    };
    Arc::new(study(&city(), layers))
}

fn selection(group: PopulationGroup) -> Selection {
    let mut selection = Selection::on(DAY).of(TYPE).within_metres(NORM);
    selection.group = group;
    selection
}

fn params(study: &Study, group: PopulationGroup, division: &Division) -> Params {
    Params {
        selection: selection(group),
        service_type: study.taxonomy.position(TYPE).expect("built in"),
        division: division.clone(),
        areas: (0_u32..).zip(&study.areas.list).map(|(at, _)| at).collect(),
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn both_close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => close(a, b),
        _ => false,
    }
}

/// Demand points with their weight and neighbourhood.
fn people(study: &Study, group: PopulationGroup) -> Vec<(geo::Coord<f64>, f64, u32)> {
    let mut people = Vec::new();
    for at in (0_u32..).take(study.areas.neighbourhood_count) {
        study.demand.weights(&study.areas, at, group, |point, weight| {
            people.push((study.demand.points[point], weight, at));
        });
    }
    people
}

/// The answer by the definitions alone: w of every point and facility in one table.
fn slowly(study: &Study, group: PopulationGroup, division: &Division) -> Report {
    let people = people(study, group);
    let mut places: Vec<u32> = study.facilities.in_order();
    places.sort_unstable();
    let facilities: Vec<&Facility> = places
        .iter()
        .map(|at| &study.facilities.get(*at).facility)
        .collect();
    let offered: Vec<Option<f64>> = facilities.iter().map(|of| division.of.amount(of)).collect();
    let bands: Vec<f64> = match division.method {
        Method::TwoStep => vec![1.0],
        _ => division
            .weights
            .clone()
            .unwrap_or_default()
            .to_string()
            .split(',')
            .map(|w| w.parse().expect("a weight"))
            .collect(),
    };
    let metres = |from: geo::Coord<f64>, of: &Facility| {
        let at = of.location.expect("located").0;
        ((from.x - at.x).powi(2) + (from.y - at.y).powi(2)).sqrt()
    };
    let weight = |metres: f64| {
        let n = bands.len() as f64;
        let band = (0..bands.len()).find(|k| metres <= NORM * (k + 1) as f64 / n);
        band.map_or(0.0, |k| bands[k])
    };
    let table: Vec<Vec<f64>> = people
        .iter()
        .map(|(from, ..)| {
            let told = facilities.iter().zip(&offered);
            let own: Vec<f64> = told
                .map(|(of, offered)| {
                    if offered.is_some() {
                        weight(metres(*from, of))
                    } else {
                        0.0
                    }
                })
                .collect();
            let sum: f64 = own.iter().sum();
            match division.method {
                Method::ThreeStep if sum > 0.0 => own.iter().map(|w| w * w / sum).collect(),
                _ => own,
            }
        })
        .collect();
    let demand = |j: usize| -> f64 { people.iter().zip(&table).map(|((_, p, _), w)| p * w[j]).sum() };
    let suppliers: Vec<supply::Supplier> = (0..places.len())
        .map(|j| supply::Supplier {
            facility: places[j],
            amount: offered[j],
            demand: offered[j].map(|_| demand(j)),
            ratio: offered[j]
                .filter(|_| demand(j) > 0.0)
                .map(|offered| offered / demand(j)),
        })
        .collect();
    let row = |(area, of): (u32, &wijkkaart::study::StudyArea)| {
        let mut row = supply::Row {
            area,
            residents: None,
            access: None,
            served: None,
            without_capacity: None,
            uncovered: None,
            in_reach: BTreeSet::new(),
            untold: 0,
            imputed: false,
            neighbourhoods_missing: of
                .neighbourhoods
                .iter()
                .filter(|at| study.areas.groups[**at as usize].residents.is_none())
                .count(),
        };
        if row.neighbourhoods_missing == of.neighbourhoods.len() {
            return row;
        }
        let (mut sums, mut access) = ([0.0; 4], 0.0);
        for ((from, p, _), w) in people
            .iter()
            .zip(&table)
            .filter(|((.., at), _)| of.neighbourhoods.contains(at))
        {
            let near: Vec<usize> = (0..places.len())
                .filter(|j| metres(*from, facilities[*j]) <= NORM)
                .collect();
            sums[0] += p;
            if *p <= 0.0 {
                continue;
            }
            row.in_reach.extend(near.iter().map(|j| places[*j]));
            let kind = if near.is_empty() {
                3
            } else if near.iter().any(|j| offered[*j].unwrap_or(0.0) > 0.0) {
                1
            } else {
                2
            };
            sums[kind] += p;
            let own: f64 = suppliers
                .iter()
                .zip(w)
                .map(|(of, w)| of.ratio.unwrap_or(0.0) * w)
                .sum();
            access += p * own;
        }
        let silent = |at: &&u32| division.of.amount(&study.facilities.get(**at).facility).is_none();
        row.untold = row.in_reach.iter().filter(silent).count();
        row.residents = Some(sums[0]);
        row.served = Some(sums[1]);
        row.without_capacity = Some(sums[2]);
        row.uncovered = Some(sums[3]);
        let known = sums[0] > 0.0 && (sums[1] > 0.0 || row.untold == 0);
        row.access = known.then(|| access / sums[0]);
        row
    };
    let rows = (0_u32..).zip(&study.areas.list).map(row).collect();
    Report { suppliers, rows }
}

fn residents() -> impl Strategy<Value = Vec<Option<u16>>> {
    prop::collection::vec(prop::option::weighted(0.9, 0_u16..400), 6)
}

/// Facilities on a coarse grid, so that some stand together; some tell nothing, some have no room, some stand where nobody comes.
fn facilities() -> impl Strategy<Value = Vec<Facility>> {
    let one = (
        0_i32..17,
        0_i32..13,
        prop::option::weighted(0.7, 0_u16..5),
        prop::option::of(1_u16..900),
    );
    prop::collection::btree_map("[a-c]{1,3}", one, 0..9).prop_map(|places| {
        let at = |n: i32| f64::from(n) * 50.0;
        let made = places.into_iter().map(|(id, (x, y, capacity, area))| {
            let mut facility = facility(&id, TYPE, (at(x), at(y)));
            facility.capacity = capacity.map(|of| f64::from(of) * 12.5);
            facility.floor_area_m2 = area.map(f64::from);
            facility
        });
        made.collect()
    })
}

fn divisions() -> impl Strategy<Value = Division> {
    let weights = prop::collection::vec(1_u16..100, 1..7).prop_map(|mut weights| {
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let text: Vec<String> = weights
            .iter()
            .map(|of| (f64::from(*of) / 100.0).to_string())
            .collect();
        text.join(",").parse::<Weights>().expect("weights")
    });
    (
        prop::sample::select(Of::ALL.to_vec()),
        prop::sample::select(Method::ALL.to_vec()),
        prop::option::of(weights),
    )
        .prop_map(|(of, method, weights)| Division { of, method, weights })
}

fn groups() -> impl Strategy<Value = PopulationGroup> {
    prop::sample::select(vec![PopulationGroup::All, PopulationGroup::Age65Plus])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_is_that_of_the_definitions(
        residents in residents(), facilities in facilities(), division in divisions(), group in groups(),
    ) {
        let study = made(&residents, facilities);
        let (found, slow) = (supply::run(&study, &params(&study, group, &division)), slowly(&study, group, &division));
        prop_assert_eq!(found.suppliers.len(), slow.suppliers.len());
        for (a, b) in found.suppliers.iter().zip(&slow.suppliers) {
            prop_assert_eq!((a.facility, a.amount), (b.facility, b.amount));
            prop_assert!(both_close(a.demand, b.demand) && both_close(a.ratio, b.ratio), "{:?} {:?}", a, b);
        }
        for (a, b) in found.rows.iter().zip(&slow.rows) {
            let figures = |row: &supply::Row| [row.residents, row.access, row.served, row.without_capacity, row.uncovered];
            let alike = figures(a).into_iter().zip(figures(b)).all(|(a, b)| both_close(a, b));
            prop_assert!(alike, "{:?} {:?}", a, b);
            prop_assert_eq!((&a.in_reach, a.untold, a.neighbourhoods_missing), (&b.in_reach, b.untold, b.neighbourhoods_missing));
        }
    }

    #[test]
    fn all_that_somebody_can_reach_is_divided_and_nothing_else(
        residents in residents(), facilities in facilities(), division in divisions(), group in groups(),
    ) {
        let study = made(&residents, facilities);
        let report = supply::run(&study, &params(&study, group, &division));
        let whole: f64 = report.suppliers.iter().filter(|of| of.demand.is_some_and(|demand| demand > 0.0)).filter_map(|of| of.amount).sum();
        let neighbourhoods = &report.rows[..study.areas.neighbourhood_count];
        // Where all in reach are silent there is nothing to divide.
        let divided: f64 = neighbourhoods.iter().filter_map(|row| Some(row.access? * row.residents?)).sum();
        prop_assert!((divided - whole).abs() <= 1e-9 * whole.max(1.0), "{} {}", divided, whole);
    }

    #[test]
    fn three_counts_are_disjoint_and_add_up_to_the_residents(
        residents in residents(), facilities in facilities(), division in divisions(), group in groups(),
    ) {
        let study = made(&residents, facilities);
        let asked = params(&study, group, &division);
        let report = supply::run(&study, &asked);
        let covered = coverage::run(&study, &coverage::Params {
            selection: asked.selection.clone(),
            service_type: asked.service_type,
            areas: asked.areas.clone(),
        });
        for (row, covered) in report.rows.iter().zip(&covered.rows) {
            let known = [row.served, row.without_capacity, row.uncovered].into_iter().sum::<Option<f64>>();
            prop_assert!(both_close(known, row.residents), "{:?}", row);
            prop_assert!(both_close(row.uncovered, covered.residents_unserved), "{:?}", row);
            prop_assert_eq!(row.residents, covered.residents);
        }
    }

    #[test]
    fn neither_the_order_of_the_list_nor_an_edit_changes_a_figure(
        residents in residents(),
        (sorted, shuffled) in facilities().prop_flat_map(|of| (Just(of.clone()), Just(of).prop_shuffle())),
        division in divisions(),
    ) {
        let told = |study: &Study| {
            let report = supply::run(study, &params(study, PopulationGroup::All, &division));
            let rows: Vec<_> = report.rows.iter().map(|row| (row.access, row.served, row.uncovered, row.untold)).collect();
            let mut suppliers: Vec<_> = report.suppliers.iter().map(|of| {
                (study.facilities.get(of.facility).facility.id.to_string(), of.demand, of.ratio)
            }).collect();
            suppliers.sort_by(|a, b| a.0.cmp(&b.0));
            (rows, suppliers)
        };
        let first = told(&made(&residents, sorted));
        prop_assert_eq!(&told(&made(&residents, shuffled.clone())), &first);
        let edits = shuffled.into_iter().map(|of| Edit::Put(Box::new(of))).collect();
        let edited = made(&residents, Vec::new()).edited(edits).expect("known");
        let (rows, suppliers) = told(&edited);
        prop_assert!(suppliers.iter().zip(&first.1).all(|(a, b)| a.0 == b.0 && both_close(a.1, b.1) && both_close(a.2, b.2)));
        prop_assert!(rows.iter().zip(&first.0).all(|(a, b)| both_close(a.0, b.0) && a.1 == b.1 && a.2 == b.2 && a.3 == b.3));
    }

    #[test]
    fn two_steps_count_the_residents_in_reach(residents in residents(), facilities in facilities()) {
        let study = made(&residents, facilities);
        let report = supply::run(&study, &params(&study, PopulationGroup::All, &Division::default()));
        let asked = usage::Params {
            selection: selection(PopulationGroup::All),
            facilities: report.suppliers.iter().map(|of| of.facility).collect(),
        };
        for (supplier, used) in report.suppliers.iter().zip(usage::run(&study, &asked).rows) {
            let reached = used.residents_in_reach.filter(|_| supplier.amount.is_some());
            prop_assert!(both_close(supplier.demand, reached));
        }
    }
}

#[test]
fn who_can_choose_divides_their_demand_by_weight() {
    // All residents at one point; a facility on it and one in the second of two bands.
    let mut layers = Layers {
        areas: vec![square("BU00000", (0.0, 0.0), 50.0, Some(90.0))],
        ..Layers::default()
    };
    for (id, x, capacity) in [("near", 25.0, 30.0), ("far", 175.0, 6.0)] {
        let mut of = facility(id, TYPE, (x, 25.0));
        of.capacity = Some(capacity);
        layers.facilities.push(of);
    }
    let study = study(&city(), layers);
    assert_eq!(study.demand.len(), 1);
    let report = |method| {
        let division = Division {
            method,
            weights: Some("1,0.5".parse().expect("weights")),
            ..Division::default()
        };
        let report = supply::run(&study, &params(&study, PopulationGroup::All, &division));
        let of = |id: &str| {
            let place = study.facilities.place(id).expect("known");
            *report
                .suppliers
                .iter()
                .find(|of| of.facility == place)
                .expect("counted")
        };
        (of("near").demand, of("far").demand, report.rows[0].access)
    };
    let near =
        |found: Option<f64>, by_hand: f64| assert!(both_close(found, Some(by_hand)), "{found:?} {by_hand}");
    let (here, there, access) = report(Method::TwoStep);
    near(here, 90.0);
    near(there, 90.0);
    near(access, 36.0 / 90.0);
    let (here, there, access) = report(Method::Enhanced);
    near(here, 90.0);
    near(there, 45.0);
    near(access, 36.0 / 90.0);
    // Two thirds of their demand goes where the weight is 1, one third where it is a half.
    let (here, there, access) = report(Method::ThreeStep);
    near(here, 60.0);
    near(there, 15.0);
    near(access, 36.0 / 90.0);
}
