//! What closing means beside who has no other, and a report in prose on it.

use wijkkaart::analysis::closing;
use wijkkaart::collections::words::Lang;
use wijkkaart::collections::{self, Query, Today, report};
use wijkkaart::domain::PopulationGroup;
use wijkkaart::study::Edit;

use super::cities::Town;
use super::rows::{Expected, key, same};
use crate::support::{self, DAY};

/// Each facility of a type that closes alone costs those who have no other. Gives how many they were.
pub fn alone(town: &Town, expected: &Expected, service_type: &str) -> usize {
    let study = &town.study;
    let params = closing::Params {
        selection: expected.selection(Some(service_type), PopulationGroup::All),
        service_type: town.service_type(service_type),
        neighbourhoods: (0_u32..).take(study.areas.neighbourhood_count).collect(),
    };
    let mut closed = 0;
    for (name, row) in expected.rows("uniqueCoverage") {
        let (of, group, facility) = key(name);
        if of != Some(service_type) || group != PopulationGroup::All {
            continue;
        }
        let place = town.facility(facility);
        let id = study.facilities.get(place).facility.id.clone();
        let after = study.edited(vec![Edit::Remove(id)]).expect("there");
        let report = closing::run(study, &after, &params);
        same(name, &row["uniqueCoverage"], Some(report.lost), 1e-6);
        closed += 1;
    }
    closed
}

/// A report on libraries within 1,000 metres, one of which closes.
pub fn told(town: &Town) -> String {
    let study = &town.study;
    let today = Today {
        date: DAY,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let pairs = [("serviceType", "LRN-BIEB"), ("distance", "1000")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let areas = collections::get("neighbourhoods").expect("a collection");
    let query = Query::parse(areas, study, &today, &pairs).expect("a question");
    let libraries = study
        .facilities
        .of_type(&study.grants, &query.selection, town.service_type("LRN-BIEB"));
    let ask = report::Ask {
        city: &support::city(),
        study,
        query: &query,
        close: &[study.facilities.get(libraries[0]).facility.id.to_string()],
    };
    let said = report::write(&ask, Lang::Nl).expect("a report");
    said.replace('\u{a0}', " ")
}
