//! Overlaps, and whom a facility alone reaches.

use std::collections::BTreeSet;

use wijkkaart::analysis::overlaps;

use super::cities::Town;
use super::rows::{Expected, key, same, same_metres};

pub fn overlapping(town: &Town, expected: &Expected) {
    let (of_pairs, of_singles) = (expected.rows("overlaps"), expected.rows("uniqueCoverage"));
    let mut questions: BTreeSet<(String, String)> = BTreeSet::new();
    for name in of_singles.keys().chain(of_pairs.keys()) {
        let (service_type, group, _) = key(name);
        questions.insert((service_type.expect("a type").to_owned(), group.to_string()));
    }
    let (mut pairs, mut singles) = (0, 0);
    for (service_type, group) in &questions {
        let params = overlaps::Params {
            selection: expected.selection(Some(service_type), group.parse().expect("a group")),
            jaccard: 0.5,
            of: None,
        };
        let report = overlaps::run(&town.study, &params);
        for overlap in &report.overlaps {
            let (a, b) = (town.name(overlap.a), town.name(overlap.b));
            let what = format!("{service_type} {group} {a} | {b}");
            let straight = of_pairs.get(&what);
            let row = straight.or_else(|| of_pairs.get(&format!("{service_type} {group} {b} | {a}")));
            let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
            same(&what, &row["jaccard"], Some(overlap.jaccard), 1e-6);
            let shared = Some(overlap.shared_residents);
            same(&what, &row["sharedResidents"], shared, 1e-6);
            same_metres(&what, &row["distanceM"], Some(overlap.distance.0));
            if row.get("eurosPerYearA").is_some() && straight.is_some() {
                let (a, b) = (overlap.euros_per_year_a, overlap.euros_per_year_b);
                same(&what, &row["eurosPerYearA"], a.map(|euros| euros.0), 1e-9);
                same(&what, &row["eurosPerYearB"], b.map(|euros| euros.0), 1e-9);
            }
            pairs += 1;
        }
        for unique in &report.unique {
            let what = format!("{service_type} {group} {}", town.name(unique.facility));
            let row = of_singles.get(&what);
            let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
            let reached = Some(unique.residents_in_reach);
            same(&what, &row["residentsInReach"], reached, 1e-6);
            same(&what, &row["uniqueCoverage"], Some(unique.unique_coverage), 1e-6);
            singles += 1;
        }
    }
    assert_eq!(pairs, of_pairs.len());
    assert_eq!(singles, of_singles.len());
}
