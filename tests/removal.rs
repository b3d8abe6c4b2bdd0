//! Removal and usage against slow and obvious calculations, on random cities: what a set loses is measured by really taking it
//! away.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::{DAY, city, facility, square, study};
use proptest::prelude::*;
use wijkkaart::analysis::removal::{self, Method, Removal};
use wijkkaart::analysis::{coverage, overlaps, usage};
use wijkkaart::domain::{Euros, Facility, Grant, GrantKind, Layers, Level};
use wijkkaart::study::{Edit, Selection, Study};

const TYPE: &str = "LRN-BIEB";
const NORM: f64 = 150.0;

fn made(residents: &[u16], facilities: Vec<Facility>, grants: Vec<Grant>) -> Arc<Study> {
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
        grants,
        ..Layers::default()
    };
    Arc::new(study(&city(), layers))
}

fn selection() -> Selection {
    Selection::on(DAY).of(TYPE).within_metres(NORM)
}

/// Residents of the city who are served.
fn served(study: &Study) -> f64 {
    let selection = selection();
    let params = coverage::Params {
        service_type: study.taxonomy.position(TYPE).expect("built in"),
        areas: study
            .areas
            .at(Level::Municipality)
            .map(|(place, _)| place)
            .collect(),
        selection,
    };
    coverage::run(study, &params).rows[0]
        .residents_served
        .unwrap_or(0.0)
}

/// Residents who lose the service when facilities stop: take them away, and see.
fn measured(study: &Arc<Study>, set: &[String]) -> f64 {
    let edits = set.iter().map(|id| Edit::Remove(id.as_str().into())).collect();
    served(study) - served(&study.edited(edits).expect("known"))
}

fn removals(study: &Study, k: usize) -> Vec<Removal> {
    let params = removal::Params {
        selection: selection(),
        k,
    };
    removal::run(study, &params).removals
}

fn ids(study: &Study, removal: &Removal) -> Vec<String> {
    let id = |place: &u32| study.facilities.get(*place).facility.id.to_string();
    removal.facilities.iter().map(id).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn residents() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(0_u16..400, 6)
}

/// Facilities on a coarse grid, so that some stand together; ids whose order is not that in which they are listed.
fn facilities() -> impl Strategy<Value = Vec<Facility>> {
    prop::collection::btree_map("[a-c]{1,3}", (0_i32..13, 0_i32..9), 0..8).prop_map(|places| {
        let at = |n: i32| f64::from(n) * 50.0;
        let made = places
            .into_iter()
            .map(|(id, (x, y))| facility(&id, TYPE, (at(x), at(y))));
        made.collect()
    })
}

/// The set of those that loses the fewest, of equals the first by ids; each is tried.
fn least(study: &Arc<Study>, sets: Vec<Vec<String>>) -> (f64, Vec<String>) {
    let millionths = |lost: f64| (lost * 1e6).round();
    sets.into_iter()
        .map(|set| (measured(study, &set), set))
        .min_by(|a, b| {
            millionths(a.0)
                .total_cmp(&millionths(b.0))
                .then_with(|| a.1.cmp(&b.1))
        })
        .expect("some set")
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_removal_loses_what_really_removing_loses_and_no_set_of_its_size_loses_fewer(
        residents in residents(),
        facilities in facilities(),
    ) {
        let study = made(&residents, facilities, Vec::new());
        let all: Vec<String> = study.facilities.list.iter().map(|of| of.facility.id.to_string()).collect();
        let total: f64 = residents.iter().map(|of| f64::from(*of)).sum();
        let found = removals(&study, 5);
        prop_assert_eq!(found.len(), all.len() + all.len().min(5).saturating_sub(1));
        let before = served(&study);
        let mut alone = Vec::new();
        let mut last: Option<Vec<String>> = None;
        for removal in &found {
            let set = ids(&study, removal);
            let lost = measured(&study, &set);
            prop_assert!(close(removal.residents_lost, lost), "{:?} {} {}", set, removal.residents_lost, lost);
            prop_assert!(close(removal.residents_served, before - lost));
            prop_assert_eq!(removal.lost_share.is_some(), before > 0.0);
            prop_assert!(removal.lost_share.is_none_or(|share| close(share, lost / before)));
            prop_assert!(removal.coverage_before.is_none_or(|share| close(share, before / total)));
            prop_assert!(removal.coverage_after.is_none_or(|share| close(share, (before - lost) / total)));
            match set.len() {
                1 => alone.push(((lost * 1e6).round(), set[0].clone(), removal.rank)),
                size => {
                    let sets = match &last {
                        Some(last) if size > 3 => {
                            let others = all.iter().filter(|of| !last.contains(of));
                            let grown = others.map(|of| {
                                let mut set = [last.as_slice(), std::slice::from_ref(of)].concat();
                                set.sort();
                                set
                            });
                            grown.collect()
                        }
                        _ => combinations(&all, size),
                    };
                    prop_assert_eq!(&set, &least(&study, sets).1);
                    let method = if size > 3 { Method::Stepwise } else { Method::Exact };
                    prop_assert_eq!((removal.method, removal.rank), (method, 1));
                    last = Some(set);
                }
            }
        }
        prop_assert!(alone.is_sorted(), "{:?}", alone);
        prop_assert!(alone.iter().zip(1..).all(|(of, rank)| of.2 == rank));
    }

    #[test]
    fn a_removal_of_one_loses_its_unique_coverage(residents in residents(), facilities in facilities()) {
        let study = made(&residents, facilities, Vec::new());
        let params = overlaps::Params { selection: selection(), jaccard: 0.5, of: None };
        let unique: BTreeMap<u32, f64> = overlaps::run(&study, &params)
            .unique
            .iter()
            .map(|of| (of.facility, of.unique_coverage))
            .collect();
        for removal in removals(&study, 1) {
            prop_assert_eq!(Some(&removal.residents_lost), unique.get(&removal.facilities[0]));
        }
    }

    #[test]
    fn neither_the_order_of_the_list_nor_an_edit_changes_a_removal(
        residents in residents(),
        (sorted, shuffled) in facilities().prop_flat_map(|of| (Just(of.clone()), Just(of).prop_shuffle())),
    ) {
        let told = |study: &Study| -> Vec<String> {
            let removals = removals(study, 4).into_iter();
            let told = removals.map(|of| format!("{:?} {:?}", ids(study, &of), Removal { facilities: Vec::new(), ..of }));
            told.collect()
        };
        let first = told(&made(&residents, sorted, Vec::new()));
        prop_assert_eq!(&told(&made(&residents, shuffled.clone(), Vec::new())), &first);
        let edits = shuffled.into_iter().map(|of| Edit::Put(Box::new(of))).collect();
        let edited = made(&residents, Vec::new(), Vec::new()).edited(edits).expect("known");
        prop_assert_eq!(&told(&edited), &first);
    }

    #[test]
    fn usage_divides_by_the_residents_within_the_norm(
        residents in residents(),
        mut facilities in facilities(),
        reported in prop::collection::vec(prop::option::of((0_u16..3, 0_u16..3, 0_u16..3)), 8),
    ) {
        for (facility, reported) in facilities.iter_mut().zip(&reported) {
            if let Some((visitors, capacity, occupancy)) = reported {
                facility.visitors_per_year = Some(f64::from(*visitors) * 500.0);
                facility.capacity = Some(f64::from(*capacity) * 10.0);
                facility.occupancy = Some(f64::from(*occupancy) * 4.0);
            }
        }
        let study = made(&residents, facilities.clone(), Vec::new());
        let params = usage::Params { selection: selection(), facilities: study.facilities.in_order() };
        let rows = usage::run(&study, &params).rows;
        prop_assert_eq!(rows.len(), facilities.len());
        for row in rows {
            let place = row.facility;
            let only = study.facilities.get(place).facility.clone();
            // Alone in the city it serves exactly those within its reach.
            let reach = served(&made(&residents, vec![only.clone()], Vec::new()));
            prop_assert!(row.residents_in_reach.is_some_and(|residents| close(residents, reach)));
            let share = |part: Option<f64>, whole: f64| part.filter(|_| whole > 0.0).map(|part| part / whole);
            let per_resident = share(only.visitors_per_year, reach);
            prop_assert_eq!(row.visitors_per_resident.is_some(), per_resident.is_some());
            prop_assert!(row.visitors_per_resident.zip(per_resident).is_none_or(|(a, b)| close(a, b)));
            prop_assert_eq!(row.occupancy_rate, share(only.occupancy, only.capacity.unwrap_or(0.0)));
            prop_assert!(row.euros_per_year.is_none() && row.euros_per_visitor.is_none());
        }
    }
}

fn grant(id: &str, euros: Option<f64>, facilities: &[&str]) -> Grant {
    Grant {
        kind: Some(GrantKind::Subsidy),
        euros_per_year: euros.map(Euros),
        facilities: facilities.iter().map(|of| (*of).into()).collect(),
        ..Grant::new(id, "grants")
    }
}

#[test]
fn twins_lose_nobody_alone_and_together_all_that_they_held() {
    let twins = vec![
        facility("a", TYPE, (300.0, 100.0)),
        facility("b", TYPE, (300.0, 100.0)),
        facility("c", TYPE, (0.0, 400.0)),
    ];
    let study = made(&[160; 6], twins, Vec::new());
    let found = removals(&study, 3);
    let lost: Vec<(Vec<String>, f64)> = found
        .iter()
        .map(|of| (ids(&study, of), of.residents_lost))
        .collect();
    let without = |set: &[&str]| {
        let set: Vec<String> = set.iter().map(|of| (*of).to_owned()).collect();
        measured(&study, &set)
    };
    assert_eq!((lost[0].1, lost[1].1), (0.0, 0.0));
    assert!(lost[2].1 > 0.0 && close(lost[2].1, without(&["c"])));
    assert!(without(&["a", "b"]) > lost[2].1);
    assert_eq!(lost[3].0, ["a", "c"], "one of the twins stays");
    assert!(close(lost[3].1, lost[2].1));
    assert!(close(lost[4].1, served(&study)), "nothing is left");
    assert_eq!(found[4].coverage_after, Some(0.0));
}

#[test]
fn a_sum_of_euros_is_known_only_where_every_part_is() {
    let facilities = ["a", "b", "c", "d"]
        .into_iter()
        .zip(0..)
        .map(|(id, n)| facility(id, TYPE, (100.0 + 200.0 * f64::from(n % 3), 300.0)))
        .collect();
    let grants = vec![
        grant("one", Some(3000.0), &["a", "b"]),
        grant("more", Some(500.0), &["b"]),
        grant("unknown", None, &["c"]),
        grant("known", Some(700.0), &["c"]),
    ];
    let study = made(&[160; 6], facilities, grants);
    let euros: BTreeMap<String, Option<f64>> = removals(&study, 1)
        .iter()
        .map(|of| {
            assert_eq!(
                of.loss_per_euro,
                of.euros_per_year.map(|euros| of.residents_lost / euros.0)
            );
            (ids(&study, of).concat(), of.euros_per_year.map(|euros| euros.0))
        })
        .collect();
    let of = |id: &str| euros[id];
    assert_eq!(
        (of("a"), of("b"), of("c"), of("d")),
        (Some(1500.0), Some(2000.0), None, None)
    );
    let params = usage::Params {
        selection: selection(),
        facilities: study.facilities.in_order(),
    };
    let rows = usage::run(&study, &params).rows;
    assert_eq!(rows[1].euros_per_year, Some(Euros(2000.0)));
    assert_eq!(rows[1].euros_per_visitor, None, "nobody counted the visitors");
}
