//! Who loses the service when facilities stop, and how facilities are used.

use std::collections::BTreeSet;

use serde_json::Value;
use wijkkaart::analysis::{removal, usage};

use super::cities::Town;
use super::rows::{Expected, key, same};

/// Facilities that stop together at most in the expected answers.
const LARGEST: usize = 5;

/// Removals of one facility and of the best sets.
pub fn removals(town: &Town, expected: &Expected) {
    let (singles, sets) = (expected.rows("removalSingles"), expected.rows("removalSets"));
    let questions: BTreeSet<(&str, &str)> = sets
        .keys()
        .map(|name| {
            let mut words = name.split(' ');
            (words.next().expect("a type"), words.next().expect("a group"))
        })
        .collect();
    let mut found = 0;
    for (service_type, group) in questions {
        let params = removal::Params {
            selection: expected.selection(Some(service_type), group.parse().expect("a group")),
            k: LARGEST,
        };
        for removal in removal::run(&town.study, &params).removals {
            let names = town.names(&removal.facilities);
            let (what, rows) = match names.as_slice() {
                [one] => (format!("{service_type} {group} {one}"), singles),
                more => (format!("{service_type} {group} {}", more.len()), sets),
            };
            let row = rows.get(&what);
            let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
            let euros = removal.euros_per_year.map(|euros| euros.0);
            same(&what, &row["residentsLost"], Some(removal.residents_lost), 1e-6);
            same(&what, &row["eurosSaved"], euros, 1e-9);
            same(&what, &row["lossPerEuro"], removal.loss_per_euro, 1e-9);
            if names.len() == 1 {
                assert_eq!(row["rank"].as_u64(), Some(removal.rank as u64), "{what}");
            } else {
                assert_eq!(row["facilities"], Value::from(names), "{what}");
                assert_eq!(row["method"], removal.method.name(), "{what}");
            }
            found += 1;
        }
    }
    assert_eq!(found, singles.len() + sets.len());
}

pub fn used(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("usage") {
        let (service_type, group, facility) = key(name);
        let params = usage::Params {
            selection: expected.selection(service_type, group),
            facilities: vec![town.facility(facility)],
        };
        let found = &usage::run(&town.study, &params).rows[0];
        let visitors = found.visitors_per_resident;
        same(name, &row["visitorsPerResident"], visitors, 1e-6);
        same(name, &row["occupancyRate"], found.occupancy_rate, 1e-9);
    }
}
