//! Whether there is enough.

use std::collections::BTreeMap;

use wijkkaart::analysis::supply::{self, Division, Params, Report};
use wijkkaart::domain::PopulationGroup;
use wijkkaart::study::{Edit, Study};

use super::cities::Town;
use super::rows::{Expected, key, same};

/// The question of a row: a type, a group, and by which rule supply is divided.
type Question = (String, PopulationGroup, String);

/// `3sfca:capacity:1,0.5` as a rule.
fn division(text: &str) -> Division {
    let mut words = text.split(':');
    let mut next = || words.next().unwrap_or_default();
    Division {
        method: next().parse().expect("a method"),
        of: next().parse().expect("what is divided"),
        weights: words.next().map(|weights| weights.parse().expect("weights")),
    }
}

/// The city with capacities made up of each facility's place in its file, which tells none: every seventh stays silent.
pub fn made_up(town: &Town) -> Study {
    let edits = town.study.facilities.in_order().into_iter().map(|at| {
        let mut facility = town.study.facilities.get(at).facility.clone();
        let place: u32 = facility.id.as_str().parse().expect("a place in the file");
        facility.capacity = (place % 7 != 3).then(|| 10.0 + f64::from(place * 37 % 91));
        Edit::Put(Box::new(facility))
    });
    town.study.edited(edits.collect()).expect("known facilities")
}

/// Compares every facility and area that is expected.
pub fn divided(town: &Town, study: &Study, expected: &Expected) {
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    let mut report = |(service_type, group, rule): Question| -> Report {
        let params = Params {
            selection: expected.selection(Some(&service_type), group),
            service_type: town.service_type(&service_type),
            division: division(&rule),
            areas: (0_u32..).zip(&study.areas.list).map(|(at, _)| at).collect(),
        };
        let name = format!("{service_type} {group} {rule}");
        reports
            .entry(name)
            .or_insert_with(|| supply::run(study, &params))
            .clone()
    };
    let mut question = |name: &str| {
        let (service_type, group, rest) = key(name);
        let (rule, what) = rest.split_once(' ').expect("a rule");
        let asked = (service_type.expect("a type").to_owned(), group, rule.to_owned());
        (report(asked), what.to_owned())
    };
    for (name, row) in expected.rows("facilities") {
        let (report, facility) = question(name);
        let place = town.facility(&facility);
        let found = report.suppliers.iter().find(|of| of.facility == place);
        let found = found.unwrap_or_else(|| panic!("{name} is missing"));
        same(name, &row["demand"], found.demand, 1e-9);
        same(name, &row["ratio"], found.ratio, 1e-9);
    }
    for (name, row) in expected.rows("areas") {
        let (report, area) = question(name);
        let found = &report.rows[town.area(&area) as usize];
        same(name, &row["access"], found.access, 1e-9);
        same(name, &row["served"], found.served, 1e-9);
        same(name, &row["withoutCapacity"], found.without_capacity, 1e-9);
        same(name, &row["uncovered"], found.uncovered, 1e-9);
        assert_eq!(row["untold"].as_u64(), Some(found.untold as u64), "{name}");
    }
}
