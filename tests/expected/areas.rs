//! Areas, where facilities lie, who is reached and how densely facilities stand.

use serde_json::Value;
use wijkkaart::analysis::{coverage, density};

use super::cities::Town;
use super::rows::{Expected, key, same, same_metres};

/// Every area, with its size and its residents.
pub fn areas(town: &Town, expected: &Expected) {
    let areas = &town.study.areas;
    for (code, row) in expected.rows("areas") {
        let area = areas.get(town.area(code));
        let figures = [
            ("areaKm2", Some(area.area_km2), 1e-6),
            ("landKm2", area.land_km2, 1e-9),
            ("residents", area.residents, 1e-9),
        ];
        for (figure, found, tolerance) in figures {
            same(&format!("{code} {figure}"), &row[figure], found, tolerance);
        }
    }
    assert_eq!(expected.rows("areas").len(), areas.list.len());
}

/// The neighbourhood of every facility.
pub fn neighbourhoods(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("facilities") {
        let facility = town.study.facilities.get(town.facility(name));
        let found = facility
            .neighbourhood
            .map(|at| town.study.areas.get(at).code.to_string());
        assert_eq!(row["neighbourhood"].as_str(), found.as_deref(), "{name}");
    }
}

/// Who is reached, as far as a row tells it.
pub fn covered(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("coverage") {
        let (service_type, group, code) = key(name);
        let params = coverage::Params {
            selection: expected.selection(service_type, group),
            service_type: town.service_type(service_type.expect("a type")),
            areas: vec![town.area(code)],
        };
        let found = &coverage::run(&town.study, &params).rows[0];
        let figures = [
            ("coverage", found.coverage),
            ("meanCount", found.mean_count),
            ("redundancyRatio", found.redundancy_ratio),
            ("meanDistanceM", found.mean_distance),
            ("residentsServed", found.residents_served),
            ("residentsUnserved", found.residents_unserved),
        ];
        for (figure, found) in figures {
            if let Some(expected) = row.get(figure) {
                same(&format!("{name} {figure}"), expected, found, 1e-6);
            }
        }
        same_metres(name, &row["meanDistanceM"], found.mean_distance);
        if let Some(imputed) = row.get("imputed").and_then(Value::as_bool) {
            assert_eq!(imputed, found.imputed, "{name}");
        }
    }
}

/// How densely facilities stand, in square kilometres and among residents.
pub fn dense(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("density") {
        let (service_type, group, code) = key(name);
        let params = density::Params {
            selection: expected.selection(service_type, group),
            areas: vec![town.area(code)],
        };
        let found = &density::run(&town.study, &params).rows[0];
        assert_eq!(row["facilityCount"].as_u64(), found.facility_count, "{name}");
        let figures = [
            ("facilitiesPerKm2", found.facilities_per_km2),
            ("facilitiesPer1000", found.facilities_per_1000),
        ];
        for (figure, found) in figures {
            same(&format!("{name} {figure}"), &row[figure], found, 1e-6);
        }
    }
}
