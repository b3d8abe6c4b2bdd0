//! The facilities that are listed, beside a slow and obvious filter.

use std::collections::HashSet;

use geo::Point;
use proptest::prelude::*;

use super::{explained, ids};
use crate::collections::fixture::{city, snapshot, today};
use crate::domain::{Facility, Grant, GrantKind, MunicipalRole};
use crate::study::Study;

/// The located facilities that count for a question about an area, by going through all of them.
fn by_hand(
    study: &Study,
    service_type: Option<&str>,
    inside: Option<&str>,
    role: Option<MunicipalRole>,
) -> Vec<String> {
    let day = today().date;
    let paid = |facility: &Facility| {
        let grants = study.grants.iter().filter(|grant| {
            grant.from.is_none_or(|from| from <= day)
                && grant.to.is_none_or(|to| day < to)
                && grant.facilities.contains(&facility.id)
        });
        let kinds: HashSet<bool> = grants
            .filter_map(|grant| grant.kind)
            .map(|kind| kind == GrantKind::Subsidy)
            .collect();
        match (kinds.contains(&true), kinds.contains(&false)) {
            (true, true) => Some(MunicipalRole::Both),
            (true, false) => Some(MunicipalRole::Subsidy),
            (false, true) => Some(MunicipalRole::Commission),
            _ => None,
        }
    };
    let mut found: Vec<String> = study
        .facilities
        .list
        .iter()
        .filter(|of| {
            let facility = &of.facility;
            let role_now = facility.municipal_role.or_else(|| paid(facility));
            let stands = |code: &str| {
                let area = study
                    .areas
                    .list
                    .iter()
                    .find(|area| area.code.as_str() == code)
                    .unwrap();
                let at = facility.location.map(|at| study.areas.neighbourhood_at(at.0));
                at.flatten().is_some_and(|at| area.neighbourhoods.contains(&at))
            };
            facility.location.is_some()
                && facility.valid_from.is_none_or(|from| from <= day)
                && facility.valid_to.is_none_or(|to| day < to)
                && service_type.is_none_or(|code| {
                    facility
                        .service_type
                        .as_ref()
                        .is_some_and(|of| of.as_str() == code)
                })
                && inside.is_none_or(stands)
                && match role {
                    None => true,
                    Some(asked) => {
                        role_now == Some(asked)
                            || (role_now == Some(MunicipalRole::Both) && asked != MunicipalRole::None)
                    }
                }
        })
        .map(|of| of.facility.id.to_string())
        .collect();
    found.sort();
    found
}

/// The made city with more facilities, of other types, roles and days.
fn busy_study(places: &[(u8, f64, f64, u8)]) -> Study {
    let mut snapshot = snapshot();
    for (number, (kind, x, y, more)) in places.iter().enumerate() {
        let mut facility = Facility::new(format!("f{number:03}"), "list");
        let types = [Some("LRN-BIEB"), Some("ONT-TUIN"), None];
        facility.service_type = types[usize::from(*kind % 3)].map(Into::into);
        facility.location = (more % 7 != 0).then(|| Point::new(*x, *y));
        facility.municipal_role =
            [None, Some(MunicipalRole::Subsidy), Some(MunicipalRole::None)][usize::from(more % 3)];
        facility.valid_to = (more % 5 == 0).then(|| today().date);
        snapshot.layers.grants.push(Grant {
            kind: Some(if more % 2 == 0 {
                GrantKind::Subsidy
            } else {
                GrantKind::Commission
            }),
            facilities: vec![facility.id.clone()],
            ..Grant::new(format!("g{number:03}").as_str(), "money")
        });
        snapshot.layers.facilities.push(facility);
    }
    Study::new(&city(), snapshot)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_facilities_listed_are_those_of_an_obvious_filter(
        places in prop::collection::vec((0_u8..3, 99_800.0..104_200.0_f64, 419_900.0..421_100.0_f64, 0_u8..100), 0..40)
    ) {
        let study = busy_study(&places);
        for (role, asked) in [("", None), ("&role=subsidy", Some(MunicipalRole::Subsidy)), ("&role=none", Some(MunicipalRole::None))] {
            for (collection, id) in [("neighbourhoods", "BU00010101"), ("districts", "WK000102"), ("municipalities", "GM0001"), ("programme-areas", "middle")] {
                let found = |query: &str, property: &str| {
                    let explanation = explained(&study, collection, query, id, property);
                    let mut ids: Vec<String> = ids(&explanation).into_iter().map(str::to_owned).collect();
                    ids.sort();
                    assert_eq!(explanation.facilities_total, Some(ids.len()));
                    ids
                };
                let library = format!("serviceType=LRN-BIEB{role}");
                prop_assert_eq!(found(&role.replace('&', ""), "facilityCount"), by_hand(&study, None, Some(id), asked));
                prop_assert_eq!(found(&library, "facilitiesPerKm2"), by_hand(&study, Some("LRN-BIEB"), Some(id), asked));
                for property in ["coverage", "meanDistanceM", "residentsUnserved"] {
                    prop_assert_eq!(found(&library, property), by_hand(&study, Some("LRN-BIEB"), None, asked));
                    let within = format!("{library}&facilities=within");
                    prop_assert_eq!(found(&within, property), by_hand(&study, Some("LRN-BIEB"), Some(id), asked));
                }
            }
        }
    }
}

#[test]
fn more_than_two_hundred_facilities_are_told_and_not_listed() {
    let places: Vec<(u8, f64, f64, u8)> = (0..250)
        .map(|at| (0, 100_100.0 + f64::from(at), 420_500.0, 1))
        .collect();
    let study = busy_study(&places);
    let explanation = explained(
        &study,
        "municipalities",
        "serviceType=LRN-BIEB",
        "GM0001",
        "coverage",
    );
    assert_eq!(explanation.facilities_total, Some(252));
    assert_eq!(explanation.facilities.map(|of| of.len()), Some(200));
}
