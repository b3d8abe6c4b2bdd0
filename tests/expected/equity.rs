//! How unequally far residents go, and how far to the second and third nearest.

use wijkkaart::analysis::{equity, lorenz, nth_nearest};

use super::cities::Town;
use super::rows::{Expected, key, same, same_metres};

/// Distance to the nearest: its middle, its far end, how unequal it is and how much of it lies beyond the norm.
pub fn unequal(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("equity") {
        let (service_type, group, code) = key(name);
        let (areas, groups) = (vec![town.area(code)], vec![group]);
        let selection = expected.selection(service_type, group);
        let service_type = town.service_type(service_type.expect("a type"));
        let params = equity::Params {
            selection: selection.clone(),
            service_type,
            groups: groups.clone(),
            areas: areas.clone(),
        };
        let found = &equity::run(&town.study, &params).rows[0];
        let distances = [
            ("meanDistanceM", found.mean),
            ("medianDistanceM", found.median),
            ("p90DistanceM", found.p90),
        ];
        for (figure, found) in distances {
            same(&format!("{name} {figure}"), &row[figure], found, 1e-6);
            same_metres(&format!("{name} {figure}"), &row[figure], found);
        }
        let measures = [
            ("gini", found.gini),
            ("fgt0", found.fgt[0]),
            ("fgt1", found.fgt[1]),
            ("fgt2", found.fgt[2]),
        ];
        for (figure, found) in measures {
            same(&format!("{name} {figure}"), &row[figure], found, 1e-6);
        }
        let params = lorenz::Params {
            selection,
            service_type,
            groups,
            areas,
        };
        let curve = lorenz::run(&town.study, &params).rows.remove(0).curve;
        assert_eq!(row["lorenz"].is_null(), curve.is_none(), "{name} lorenz");
        for (share, expected) in row["lorenz"].as_object().into_iter().flatten() {
            let share: f64 = share.parse().expect("a share");
            let at = |part: &u32| (f64::from(*part) / f64::from(lorenz::PARTS) - share).abs() < 1e-9;
            let found = curve.iter().flatten().zip(0..).find(|(_, part)| at(part));
            let found = found.map(|(share, _)| *share);
            same(&format!("{name} lorenz {share}"), expected, found, 1e-6);
        }
    }
}

/// What is left to choose from.
pub fn next_nearest(town: &Town, expected: &Expected) {
    for (name, row) in expected.rows("nthNearest") {
        let (service_type, group, code) = key(name);
        for (nth, figure) in [(2, "meanNthDistanceM2"), (3, "meanNthDistanceM3")] {
            let params = nth_nearest::Params {
                selection: expected.selection(service_type, group),
                service_type: town.service_type(service_type.expect("a type")),
                nth,
                areas: vec![town.area(code)],
            };
            let found = nth_nearest::run(&town.study, &params).rows[0].mean_distance;
            same(&format!("{name} {figure}"), &row[figure], found, 1e-6);
            same_metres(&format!("{name} {figure}"), &row[figure], found);
        }
    }
}
