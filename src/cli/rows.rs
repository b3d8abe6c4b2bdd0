//! The answer to a question as rows under columns: a table, CSV or JSON, with explanations below.

use serde_json::{Map, Value as Json, json};

use super::Failure;
use crate::collections::explain::{self, Explanation};
use crate::collections::words::Lang;
use crate::domain::feature::{FeatureSet, Kind, Property, Schema, Value};
use crate::export;
use crate::study::Study;

/// Rows of one or more collections under the same columns.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) parameters: Map<String, Json>,
    /// How much the city's coverage of the one type that is asked differs at half the spacing; null where the demand has no
    /// spacing to halve.
    pub(super) resolution_error: Option<Json>,
    pub(super) schema: Option<Schema>,
    pub(super) rows: Vec<Vec<Value>>,
    pub(super) explanations: Vec<Explanation>,
}

impl Answer {
    pub(super) fn add(&mut self, set: FeatureSet, service_type: Option<&str>) {
        let mut schema = set.schema;
        if service_type.is_some() {
            schema.properties.push(Property::new(
                "serviceType",
                Kind::Text,
                "Soort voorziening",
                "Service type",
            ));
        }
        self.schema = Some(schema);
        for feature in set.features {
            let mut row = feature.values;
            row.extend(service_type.map(|code| Value::Text(code.to_owned())));
            self.rows.push(row);
        }
    }

    fn columns(&self) -> Vec<String> {
        let properties = self.schema.iter().flat_map(|schema| &schema.properties);
        properties.map(|property| property.name.to_string()).collect()
    }

    /// `{parameters, revision, sources, features: [properties…], explanations?}`, a line per feature and explanation.
    pub(super) fn json(&self, study: &Study, explained: bool) -> Result<Vec<u8>, Failure> {
        let sources: Vec<Json> = study
            .sources
            .iter()
            .map(|source| json!({ "name": source.name, "layer": source.layer, "date": source.date }))
            .collect();
        let mut about = json!({
            "parameters": self.parameters,
            "revision": study.revision.number,
            "sources": sources,
        });
        if let Some(error) = &self.resolution_error {
            about["resolutionError"] = error.clone();
        }
        let mut bytes = about.to_string().into_bytes();
        // The features go where the object would close.
        bytes.pop();
        bytes.extend_from_slice(b",\"features\":[");
        for (at, (row, schema)) in self.rows.iter().zip(self.schema.iter().cycle()).enumerate() {
            bytes.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
            export::json::properties(schema, row, &mut bytes)
                .map_err(|error| Failure::Failed(error.to_string()))?;
        }
        bytes.extend_from_slice(b"\n]");
        if explained {
            bytes.extend_from_slice(b",\"explanations\":[");
            for (at, explanation) in self.explanations.iter().enumerate() {
                bytes.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
                serde_json::to_writer(&mut bytes, explanation)
                    .map_err(|error| Failure::Failed(error.to_string()))?;
            }
            bytes.extend_from_slice(b"\n]");
        }
        bytes.extend_from_slice(b"}\n");
        Ok(bytes)
    }

    pub(super) fn csv(&self) -> Result<Vec<u8>, Failure> {
        let failed = |error: csv::Error| Failure::Failed(error.to_string());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns()).map_err(failed)?;
        for row in &self.rows {
            writer
                .write_record(row.iter().map(|value| export::csv::cell(value).into_owned()))
                .map_err(failed)?;
        }
        writer
            .into_inner()
            .map_err(|error| Failure::Failed(error.to_string()))
    }

    /// The table, and below it how its figures came about.
    pub(super) fn text(&self, lang: Lang) -> Vec<u8> {
        let mut bytes = self.table();
        bytes.extend_from_slice(explain::text(&self.explanations, lang).as_bytes());
        bytes
    }

    /// Columns side by side, numbers to the right, unknown as a dash.
    fn table(&self) -> Vec<u8> {
        let cells: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(shown).collect())
            .collect();
        let columns = self.columns();
        let widths: Vec<usize> = (0..columns.len())
            .map(|column| {
                let of_cells = cells
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.chars().count());
                of_cells
                    .chain([columns[column].chars().count()])
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut table = String::new();
        let mut line = |cells: &[String], values: Option<&[Value]>| {
            let mut text = String::new();
            for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let number =
                    values.is_some_and(|row| matches!(row[column], Value::Number(_) | Value::Integer(_)));
                let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
                let (before, after) = if number {
                    (padding.as_str(), "")
                } else {
                    ("", padding.as_str())
                };
                text.extend([before, cell, after, "  "]);
            }
            table.push_str(text.trim_end());
            table.push('\n');
        };
        line(&columns, None);
        for (row, values) in cells.iter().zip(&self.rows) {
            line(row, Some(values));
        }
        table.into_bytes()
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => format!("{number:.4}"),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Date(date) => date.to_string(),
        Value::TextList(list) => list.join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::feature::GeometryKind;

    #[test]
    fn a_table_shows_unknown_as_a_dash_and_numbers_to_the_right() {
        let answer = Answer {
            schema: Some(Schema {
                geometry: GeometryKind::None,
                properties: vec![
                    Property::new("code", Kind::Text, "Code", "Code"),
                    Property::new("coverage", Kind::Number, "Dekking", "Coverage"),
                ],
            }),
            rows: vec![
                vec![Value::Text("A".to_owned()), Value::Number(0.5)],
                vec![Value::Text("BB".to_owned()), Value::Null],
            ],
            ..Answer::default()
        };
        let text = String::from_utf8(answer.table()).unwrap();
        assert_eq!(text, "code  coverage\nA       0.5000\nBB    –\n");
    }
}
