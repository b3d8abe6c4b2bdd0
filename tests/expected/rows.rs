//! An expected answer: sections of rows, keyed by words with spaces between them.

use std::path::Path;

use serde_json::{Map, Value};
use wijkkaart::domain::PopulationGroup;
use wijkkaart::study::Selection;

use crate::support::DAY;

/// The norm of the answers that do not say what was asked.
const NORM_M: f64 = 1000.0;

pub type Rows = Map<String, Value>;

pub struct Expected {
    sections: Rows,
    /// The norm distance that was asked, in metres.
    pub norm: f64,
}

impl Expected {
    pub fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/expected")
            .join(name);
        let text = std::fs::read_to_string(path).expect("an expected answer");
        let sections: Rows = serde_json::from_str(&text).expect("JSON");
        let told = sections
            .get("parameters")
            .and_then(|told| told["all"]["normM"].as_f64());
        Self {
            norm: told.unwrap_or(NORM_M),
            sections,
        }
    }

    pub fn rows(&self, section: &str) -> &Rows {
        let rows = self.sections[section].as_object().expect("rows");
        assert!(!rows.is_empty(), "{section} is empty");
        rows
    }

    /// What was asked, by the name of the parameter.
    pub fn asked(&self, parameter: &str) -> f64 {
        let told = &self.rows("parameters")["all"][parameter];
        told.as_f64().unwrap_or_else(|| panic!("{parameter} is not told"))
    }

    /// What counts in a row of one type (none: all) and group.
    pub fn selection(&self, service_type: Option<&str>, group: PopulationGroup) -> Selection {
        let mut selection = Selection::on(DAY).within_metres(self.norm);
        selection.service_type = service_type.map(Into::into);
        selection.group = group;
        selection
    }
}

/// `LRN-BIEB 65+ BU05050100` → type (none: untyped), group, rest.
pub fn key(key: &str) -> (Option<&str>, PopulationGroup, &str) {
    let mut parts = key.splitn(3, ' ');
    let service_type = parts.next().filter(|text| *text != "untyped");
    let group = parts
        .next()
        .expect("a group")
        .parse()
        .expect("a population group");
    (service_type, group, parts.next().unwrap_or_default())
}

/// Compares one figure: null with null, numbers to `tolerance` relative to their size above 1.
pub fn same(what: &str, expected: &Value, found: Option<f64>, tolerance: f64) {
    match (expected.as_f64(), found) {
        (None, None) => {}
        (Some(expected), Some(found)) => {
            let allowed = tolerance * expected.abs().max(1.0);
            assert!(
                (expected - found).abs() <= allowed,
                "{what}: expected {expected}, found {found}"
            );
        }
        (expected, found) => panic!("{what}: expected {expected:?}, found {found:?}"),
    }
}

/// Compares metres, or a coordinate, to a millimetre.
pub fn same_metres(what: &str, expected: &Value, found: Option<f64>) {
    match (expected.as_f64(), found) {
        (None, None) => {}
        (Some(expected), Some(found)) => assert!(
            (expected - found).abs() < 1e-3,
            "{what}: expected {expected} m, found {found} m"
        ),
        (expected, found) => panic!("{what}: expected {expected:?}, found {found:?}"),
    }
}
