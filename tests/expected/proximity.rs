//! What stands together and what stands near what: hubs, concentration, co-location quotients and kernel density.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::Coord;
use serde_json::{Value, json};
use wijkkaart::analysis::{colocation, concentration, hubs, kernel};
use wijkkaart::domain::{Layers, Metres};
use wijkkaart::spatial::clusters;
use wijkkaart::study::{Edit, Selection, Study};

use super::cities::Town;
use super::rows::{Expected, same, same_metres};
use crate::support::{self, DAY};

/// How often types are shuffled: as often as answers do it.
const SHUFFLES: usize = 999;

/// `400 VER-SPORT` → metres, and the study that holds the facilities of that type alone, or all where it is `untyped`.
///
/// Asked of a type, the program forms hubs of all facilities and tells those with that type among them. The expected answer forms
/// them of that type alone, so the study asked here holds no other.
fn asked(town: &Town, question: &str) -> (Metres, Arc<Study>) {
    let (diameter, of) = question.split_once(' ').expect("a diameter and a type");
    let diameter = Metres(diameter.parse().expect("metres"));
    if of == "untyped" {
        return (diameter, Arc::clone(&town.study));
    }
    let all = town.study.facilities.list.iter().map(|of| &of.facility);
    let others = all.filter(|facility| {
        facility
            .service_type
            .as_ref()
            .is_none_or(|code| code.as_str() != of)
    });
    let edits = others.map(|facility| Edit::Remove(facility.id.clone())).collect();
    (
        diameter,
        Arc::new(town.study.edited(edits).expect("known facilities")),
    )
}

/// Every hub with its members, and how many groups there are, single facilities being one each.
pub fn together(town: &Town, expected: &Expected) {
    let (rows, mut found) = (expected.rows("hubs"), 0);
    for (question, counts) in expected.rows("hubCounts") {
        let (diameter, study) = asked(town, question);
        let selection = Selection::on(DAY);
        let located = study.facilities.located(&study.grants, &selection);
        let points: Vec<Coord<f64>> = located
            .iter()
            .filter_map(|place| study.facilities.location(*place))
            .collect();
        let clusters = clusters::complete_linkage(&points, diameter.0);
        let merged: usize = clusters.iter().map(|cluster| cluster.members.len() - 1).sum();
        let hubs = hubs::run(
            &study,
            &hubs::Params {
                selection,
                diameter,
                of: None,
            },
        )
        .hubs;
        assert_eq!(
            counts,
            &json!({"groups": points.len() - merged, "hubs": hubs.len()}),
            "{question}"
        );
        for hub in &hubs {
            let names = town.names(&hub.facilities);
            let what = format!("{question} {}", names[0]);
            let row = rows.get(&what);
            let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
            let types = hub.service_types.iter().map(|at| &study.taxonomy.types()[*at]);
            let types: BTreeSet<&str> = types.map(|of| of.code.as_str()).collect();
            let district = hub
                .neighbourhood
                .and_then(|at| study.areas.get(at).parent.clone());
            let told = [
                ("members", json!(names)),
                ("serviceTypes", json!(types)),
                ("organisationCount", json!(hub.organisations.len())),
                ("sameAddress", json!(hub.same_address)),
                ("findingPlace", json!(hub.finding_place)),
                ("districtCode", json!(district.map(|code| code.to_string()))),
            ];
            for (property, found) in told {
                if let Some(expected) = row.get(property) {
                    assert_eq!(expected, &found, "{what} {property}");
                }
            }
            let metres = [("widthM", hub.width.0), ("x", hub.centre.x), ("y", hub.centre.y)];
            for (property, found) in metres {
                if let Some(expected) = row.get(property) {
                    same_metres(&format!("{what} {property}"), expected, Some(found));
                }
            }
            found += 1;
        }
    }
    assert_eq!(found, rows.len());
}

/// Which share of an area's facilities stands in a hub.
pub fn concentrated(town: &Town, expected: &Expected) {
    for question in expected.rows("hubCounts").keys() {
        let (diameter, study) = asked(town, question);
        let prefix = format!("{question} ");
        let rows = expected.rows("concentration").iter();
        let rows: Vec<(&str, &Value)> = rows
            .filter_map(|(name, row)| Some((name.strip_prefix(&prefix)?, row)))
            .collect();
        assert!(!rows.is_empty(), "{question} asks of no area");
        let params = concentration::Params {
            selection: Selection::on(DAY),
            diameter,
            areas: rows.iter().map(|(code, _)| town.area(code)).collect(),
        };
        let report = concentration::run(&study, &params).rows;
        for ((code, row), found) in rows.iter().zip(&report) {
            let what = format!("{question} {code}");
            assert_eq!(row["facilityCount"].as_u64(), found.facility_count, "{what}");
            assert_eq!(row["inHub"].as_u64(), found.facilities_in_hubs, "{what}");
            same(&what, &row["concentration"], found.concentration, 1e-9);
        }
    }
}

/// Groups of facilities on a raster, where only their ids tell which of equally near ones go together.
pub fn on_a_raster(expected: &Expected) {
    let rows = expected.rows("grid");
    let metres = |value: &Value| value.as_f64().expect("metres");
    let of_row = |(id, row): (&String, &Value)| {
        let place = (metres(&row["x"]), metres(&row["y"]));
        let mut facility = support::facility(id, "LRN-BIEB", place);
        facility.organisation = Some(format!("organisation of {id}"));
        facility
    };
    let layers = Layers {
        facilities: rows.iter().map(of_row).collect(),
        areas: vec![support::square(
            "BU00000",
            (104_900.0, 423_900.0),
            400.0,
            Some(1.0),
        )],
        ..Layers::default()
    };
    let study = support::study(&support::city(), layers);
    let params = hubs::Params {
        selection: Selection::on(DAY),
        diameter: Metres(100.0),
        of: None,
    };
    let hubs = hubs::run(&study, &params).hubs;
    for (id, row) in rows {
        let place = study.facilities.place(id).expect("a facility of the raster");
        let hub = hubs.iter().find(|hub| hub.facilities.contains(&place));
        let members = hub.map_or(vec![place], |hub| hub.facilities.clone());
        let name = |place: &u32| study.facilities.get(*place).facility.id.to_string();
        let names: Vec<String> = members.iter().map(name).collect();
        assert_eq!(row["group"], json!(names), "{id}");
    }
}

/// How far a tail of [`SHUFFLES`] shuffles may stray from the tail `t` of very many: five standard errors and a little.
fn strays(t: f64) -> f64 {
    0.002 + 5.0 * ((t * (1.0 - t)).max(1e-4) / SHUFFLES as f64).sqrt()
}

/// Quotients of every pair, and the p-values as far as chance leaves them.
pub fn near_each_other(town: &Town, expected: &Expected) {
    let rows = expected.rows("colocation");
    let pair = |name: &str| -> (String, String) {
        let (a, b) = name.split_once(' ').expect("two types");
        (a.to_owned(), b.to_owned())
    };
    let pairs = rows.keys().map(|name| pair(name));
    let chosen: BTreeSet<String> = pairs.filter(|(a, b)| a != b).map(|(a, _)| a).collect();
    let params = colocation::Params {
        selection: Selection::on(DAY),
        permutations: SHUFFLES,
    };
    let mut found = 0;
    for pair in colocation::run(&town.study, &params).pairs {
        let code = |at: usize| town.study.taxonomy.types()[at].code.as_str();
        let (a, b) = (code(pair.a), code(pair.b));
        if a != b && !chosen.contains(a) {
            continue;
        }
        let what = format!("{a} {b}");
        let row = rows.get(&what);
        let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
        assert_eq!(row["facilitiesA"], json!(pair.count_a), "{what}");
        assert_eq!(row["facilitiesB"], json!(pair.count_b), "{what}");
        same(&what, &row["neighbours"], Some(pair.neighbours), 1e-9);
        same(&what, &row["clq"], pair.quotient, 1e-9);
        let tails = ["upper", "lower"].map(|tail| row[tail].as_f64().expect("a tail"));
        let p = row["pValue"].as_f64().expect("a p-value");
        // The p-value is twice the lesser tail, whichever of the two that is in a run.
        let allowed = 2.0 * strays(tails[0]).max(strays(tails[1]));
        assert!(
            (pair.p_value - p).abs() <= allowed,
            "{what}: expected {p}, found {}, allowed {allowed}",
            pair.p_value
        );
        found += 1;
    }
    assert_eq!(found, rows.len());
}

/// The surface of each type: how many cells have a value, what these add up to, the highest and some of the others.
pub fn spread(town: &Town, expected: &Expected, one_by_one: bool) {
    let mut shown = 0;
    for (service_type, row) in expected.rows("kernel") {
        let params = kernel::Params {
            selection: Selection::on(DAY).of(service_type.as_str()),
            bandwidth: Metres(expected.asked("bandwidthM")),
            cell: Metres(expected.asked("cellM")),
            neighbourhoods: (0_u32..).take(town.study.areas.neighbourhood_count).collect(),
        };
        let cells = kernel::run(&town.study, &params).cells;
        assert_eq!(row["cells"], json!(cells.len()), "{service_type}");
        let mut values: Vec<f64> = cells.iter().map(|cell| cell.facilities_per_km2).collect();
        same(service_type, &row["sum"], Some(values.iter().sum()), 1e-9);
        values.sort_by(|a, b| b.total_cmp(a));
        for (rank, expected) in row["ranked"].as_object().expect("ranks") {
            let at: usize = rank.parse().expect("a rank");
            let what = format!("{service_type} ranked {rank}");
            same(&what, expected, values.get(at - 1).copied(), 1e-9);
        }
        for cell in cells.iter().filter(|_| one_by_one) {
            let what = format!("{service_type} {} {}", cell.column, cell.row);
            if let Some(expected) = expected.rows("kernelCells").get(&what) {
                same(&what, expected, Some(cell.facilities_per_km2), 1e-9);
                shown += 1;
            }
        }
    }
    assert!(!one_by_one || shown == expected.rows("kernelCells").len());
}
