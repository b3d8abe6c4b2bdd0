//! What stands in a row of a sheet.

use crate::collections::sheet::Sheet;
use crate::domain::feature::{FeatureSet, Value};

/// A row of a section.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    set: &'a FeatureSet,
    values: &'a [Value],
}

/// The rows of a section; none where there is no such section.
pub fn rows<'a>(sheet: &'a Sheet, section: &str) -> Vec<Row<'a>> {
    let Some(set) = sheet.section(section) else {
        return Vec::new();
    };
    let rows = set.features.iter().map(|feature| Row {
        set,
        values: &feature.values,
    });
    rows.collect()
}

impl<'a> Row<'a> {
    /// A value; none where it is null or there is no such property.
    pub fn value(self, property: &str) -> Option<&'a Value> {
        let value = self.values.get(self.set.schema.position(property)?)?;
        Some(value).filter(|value| !value.is_null())
    }

    pub fn number(self, property: &str) -> Option<f64> {
        match self.value(property)? {
            Value::Number(number) => Some(*number),
            Value::Integer(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// A number of things; 0 where it is not told.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count of facilities
    pub fn count(self, property: &str) -> usize {
        self.number(property).unwrap_or(0.0) as usize
    }

    pub fn text(self, property: &str) -> Option<&'a str> {
        match self.value(property)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn flag(self, property: &str) -> Option<bool> {
        match self.value(property)? {
            Value::Boolean(yes) => Some(*yes),
            _ => None,
        }
    }
}
