//! Which can go together beside what CBC finds: what the best set loses and saves, for several sets can be as good.

use std::time::Duration;

use wijkkaart::analysis::stopping::{self, Aim, LOOKS, Method, Outcome, Params};
use wijkkaart::domain::Level;

use super::cities::Town;
use super::rows::{Expected, key, same};

/// A question as the rows are keyed: `LRN-BIEB all district 0.5 all,65+ residents 2`.
fn asked(town: &Town, expected: &Expected, row: &str, looks: u64) -> Params {
    let (service_type, group, rest) = key(row);
    let words: Vec<&str> = rest.split(' ').collect();
    let [level, floor, groups, aim, k] = *words else {
        panic!("{row} says too little")
    };
    let service_type = service_type.expect("a type");
    let floor: f64 = floor.parse().expect("a share");
    let aims = Aim::ALL.into_iter();
    Params {
        selection: expected.selection(Some(service_type), group),
        service_type: town.service_type(service_type),
        k: k.parse().expect("a number"),
        aim: aims.into_iter().find(|of| of.name() == aim).expect("an aim"),
        floor: (floor > 0.0).then_some(floor),
        level: Some(level.parse::<Level>().expect("a level")),
        groups: groups.split(',').map(|of| of.parse().expect("a group")).collect(),
        keep_criteria: false,
        area: None,
        limit: Duration::from_secs(30),
        looks,
    }
}

/// The best sets, tried and by the model.
pub fn gone(town: &Town, expected: &Expected) {
    for (row, figures) in expected.rows("stopping") {
        for (looks, method) in [(LOOKS, Method::Enumeration), (0, Method::Mip)] {
            let report = stopping::run(&town.study, &asked(town, expected, row, looks));
            let last = report.sizes.last().expect("a size");
            match &last.outcome {
                Outcome::Found { set, optimal, .. } => {
                    assert!(*optimal && last.method == method, "{row} {method:?}");
                    same(row, &figures["residentsLost"], Some(set.residents_lost), 1e-6);
                    same(row, &figures["coverageAfter"], set.coverage_after, 1e-6);
                    if let Some(saved) = figures["eurosSaved"].as_f64() {
                        let own = set.euros_saved.map_or(0.0, |euros| euros.0);
                        assert!((own - saved).abs() < 0.1, "{row}: {own} instead of {saved}");
                    }
                }
                Outcome::Impossible { nearest } => {
                    assert!(figures["residentsLost"].is_null() && nearest.is_some(), "{row}");
                }
                Outcome::Unknown => panic!("{row} {method:?}: nothing was found"),
            }
        }
    }
}
