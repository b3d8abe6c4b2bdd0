//! Gaps: the sample's added up per type and group, the real city's one by one.

use std::collections::BTreeMap;

use geo::Area as _;
use wijkkaart::analysis::gaps;
use wijkkaart::domain::{Level, PopulationGroup};

use super::cities::Town;
use super::rows::{Expected, key, same};

/// A gap: place of its area, cells, residents, square metres.
type Gap = (u32, usize, f64, f64);

/// The gaps of a type and group, most residents first within an area.
fn found(town: &Town, expected: &Expected, service_type: &str, group: PopulationGroup) -> Vec<Gap> {
    let params = gaps::Params {
        selection: expected.selection(Some(service_type), group),
        areas: town
            .study
            .areas
            .at(Level::Neighbourhood)
            .map(|(place, _)| place)
            .collect(),
    };
    let gaps = gaps::run(&town.study, &params).gaps;
    gaps.iter()
        .map(|gap| (gap.area, gap.cells, gap.residents, gap.polygon.unsigned_area()))
        .collect()
}

/// How many gaps there are, and what they add up to.
pub fn added_up(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("gaps") {
        let (service_type, group, _) = key(name);
        let found = found(town, expected, service_type.expect("a type"), group);
        assert_eq!(row["gaps"].as_u64(), Some(found.len() as u64), "{name}");
        let cells: usize = found.iter().map(|gap| gap.1).sum();
        let residents = found.iter().map(|gap| gap.2).sum();
        let square_metres = found.iter().map(|gap| gap.3).sum();
        same(name, &row["cells"], Some(cells as f64), 0.0);
        same(name, &row["residents"], Some(residents), 1e-6);
        same(name, &row["areaM2"], Some(square_metres), 1e-6);
    }
}

/// Every gap of some types, recognised by its size.
pub fn each(town: &Town, expected: &Expected, service_types: &[&str]) {
    let mut known: BTreeMap<String, Vec<Gap>> = BTreeMap::new();
    for service_type in service_types {
        for group in [PopulationGroup::All, PopulationGroup::Age65Plus] {
            for gap in found(town, expected, service_type, group) {
                let name = format!("{service_type} {group} {}", town.study.areas.get(gap.0).code);
                known.entry(name).or_default().push(gap);
            }
        }
    }
    assert_eq!(known.len(), expected.rows("gaps").len());
    for (name, rows) in expected.rows("gaps") {
        let rows = rows.as_array().expect("gaps of an area");
        let mut left = known.remove(name).unwrap_or_else(|| panic!("{name} has no gap"));
        assert_eq!(rows.len(), left.len(), "{name}");
        for row in rows {
            let area = row["areaM2"].as_f64().expect("an area");
            let near = |gap: &Gap| (gap.3 - area).abs() <= 1e-6 * area.max(1.0);
            let at = left.iter().position(near);
            let at = at.unwrap_or_else(|| panic!("{name}: no gap of {area} m²"));
            let (_, cells, residents, _) = left.remove(at);
            assert_eq!(row["cells"].as_u64(), Some(cells as u64), "{name}");
            same(name, &row["residents"], Some(residents), 1e-6);
        }
    }
}
