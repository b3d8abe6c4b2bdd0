//! GeoJSON, RFC 7946, feature by feature: only one is in memory as JSON at a time.
//!
//! What a feature and a geometry are is the `geojson` crate's matter. Walking the document is ours: the crate's own reader
//! of features tells neither the `crs` member nor which feature is wrong, and does not look behind the last one.

mod geometry;

use std::collections::HashMap;
use std::fmt;

use geojson::Feature;
use geojson::feature::Id;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::findings::{Findings, Refusal};
use super::table::{Cell, RawRow, RawTable, TableCrs, check_width};
use crate::spatial::projection::Crs;

/// Reads a feature collection, a feature or a bare geometry.
pub(super) fn read(file: &str, bytes: &[u8], findings: &mut Findings) -> Result<RawTable, Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = Reader {
        findings,
        columns: HashMap::new(),
        table: RawTable::new(file, Vec::new())?,
        refusal: None,
    };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let document = (&mut reader).deserialize(&mut json);
    if let Some(refusal) = reader.refusal.take() {
        return Err(refusal);
    }
    let document = document.map_err(|error| refusal_of(&error))?;
    json.end().map_err(|error| refusal_of(&error))?;
    let crs = crs(document.get("crs"), reader.findings)?;
    match document.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") if document.contains_key("features") => {}
        Some("Feature") => reader.feature(Value::Object(document), 1)?,
        Some(
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
            | "GeometryCollection",
        ) => {
            let geometry = geometry::read(Value::Object(document), 1, reader.findings)?;
            reader.table.rows.push(RawRow {
                number: 1,
                geometry,
                ..RawRow::default()
            });
        }
        Some("FeatureCollection") => {
            return Err(Refusal::file(
                "invalid_geojson",
                "the collection has no features member",
            ));
        }
        _ => {
            return Err(Refusal::file(
                "invalid_geojson",
                "type is not FeatureCollection, Feature or a geometry",
            ));
        }
    }
    reader.table.crs = crs;
    reader.table.has_geometry = true;
    Ok(reader.table)
}

fn refusal_of(error: &serde_json::Error) -> Refusal {
    let message = error.to_string();
    let code = if message.starts_with("recursion limit") {
        "nesting_too_deep"
    } else if error.is_data() {
        "invalid_geojson"
    } else {
        "invalid_json"
    };
    Refusal::file(code, message)
}

/// The `crs` member of GeoJSON 2008, by name; a link is never followed.
fn crs(member: Option<&Value>, findings: &mut Findings) -> Result<TableCrs, Refusal> {
    match member {
        None => Ok(TableCrs::Implied(Crs::crs84())),
        Some(Value::Null) => {
            findings.warn(
                "crs_null",
                None,
                None,
                "crs is null, which says nothing; read as CRS84",
            );
            Ok(TableCrs::Implied(Crs::crs84()))
        }
        Some(crs) => {
            let name = (crs.get("type").and_then(Value::as_str) == Some("name"))
                .then(|| crs.pointer("/properties/name").and_then(Value::as_str))
                .flatten()
                .ok_or_else(|| Refusal::file("unsupported_crs", "crs is not given by name"))?;
            Crs::parse(name)
                .map(TableCrs::Stated)
                .map_err(|error| Refusal::file("unsupported_crs", error.to_string()))
        }
    }
}

struct Reader<'a> {
    findings: &'a mut Findings,
    columns: HashMap<String, usize>,
    table: RawTable,
    /// What stops the reading, carried past serde, which knows only messages.
    refusal: Option<Refusal>,
}

impl<'de> DeserializeSeed<'de> for &mut Reader<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

/// The top of the document: everything but `features`, which goes into the table as it comes.
impl<'de> Visitor<'de> for &mut Reader<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut document = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" if document.contains_key("features") => {
                    return Err(A::Error::custom("features stands twice"));
                }
                "features" => {
                    map.next_value_seed(Features(self))?;
                    document.insert(key, Value::Null);
                }
                "type" | "crs" | "id" | "geometry" | "properties" | "coordinates" | "geometries" => {
                    document.insert(key, map.next_value()?);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(document)
    }
}

struct Features<'a, 'b>(&'a mut Reader<'b>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(feature) = seq.next_element::<Value>()? {
            number += 1;
            if let Err(refusal) = self.0.feature(feature, number) {
                // Without place the fault is one of the whole file and reading on has no sense.
                if refusal.row.is_none() {
                    self.0.refusal = Some(refusal);
                    return Err(A::Error::custom("stopped"));
                }
                self.0.findings.refuse(refusal);
            }
        }
        Ok(())
    }
}

impl Reader<'_> {
    fn feature(&mut self, feature: Value, number: u64) -> Result<(), Refusal> {
        let wrong = |message: String| Refusal::row("invalid_geojson", number, message);
        let Value::Object(mut feature) = feature else {
            return Err(wrong("the feature is not an object".to_owned()));
        };
        // Taken out by ourselves: to the crate a geometry that is left out is the same as none, and of a wrong one or a
        // wrong identifier it does not tell which of them is wrong.
        let geometry = match feature.shift_remove("geometry") {
            None => return Err(wrong("the feature has no geometry member".to_owned())),
            Some(Value::Null) => None,
            Some(geometry) => geometry::read(geometry, number, self.findings)?,
        };
        let id = feature
            .shift_remove("id")
            .map_or(Ok(None), identifier)
            .map_err(|message| Refusal::row("invalid_id", number, message))?;
        let feature = serde_json::from_value::<Feature>(Value::Object(feature))
            .map_err(|error| wrong(error.to_string()))?;
        let properties = feature.properties.unwrap_or_default();
        check_width(properties.len()).map_err(|refusal| Refusal {
            row: Some(number),
            ..refusal
        })?;
        let mut cells = Vec::new();
        for (name, value) in properties {
            let column = match self.columns.get(&name) {
                Some(column) => *column,
                None => self.add_column(name)?,
            };
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = as_cell(value);
            }
        }
        self.table.rows.push(RawRow {
            number,
            id,
            geometry,
            cells,
        });
        Ok(())
    }

    fn add_column(&mut self, name: String) -> Result<usize, Refusal> {
        let column = self.table.columns.len();
        check_width(column + 1)?;
        self.table.columns.push(name.clone());
        self.columns.insert(name, column);
        Ok(column)
    }
}

/// An identifier exactly as it was written; none where it is null.
fn identifier(id: Value) -> Result<Option<String>, String> {
    match serde_json::from_value::<Option<Id>>(id).map_err(|error| error.to_string())? {
        None => Ok(None),
        Some(Id::String(text)) => Ok(Some(text)),
        Some(Id::Number(number)) if number.is_f64() && number.as_f64().is_none_or(|n| n.abs() >= 9e15) => {
            Err(format!(
                "{number} is too large a number to be kept exactly; write it as text"
            ))
        }
        Some(Id::Number(number)) => Ok(Some(number.to_string())),
    }
}

fn as_cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(b) => Cell::Boolean(b),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(n), _, _) => Cell::Integer(n.into()),
            (_, Some(n), _) => Cell::Integer(n.into()),
            (_, _, Some(n)) => Cell::Number(n),
            _ => Cell::Text(number.to_string()),
        },
        Value::String(text) => Cell::Text(text),
        Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => Cell::List(
            items
                .into_iter()
                .filter_map(|item| as_cell(item).text())
                .collect(),
        ),
        nested => Cell::Text(nested.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(json: &str) -> String {
        let mut findings = Findings::default();
        match read("a.geojson", json.as_bytes(), &mut findings) {
            Err(refusal) => refusal.code.to_owned(),
            Ok(table) => match findings.report(0) {
                Err(error) => error.0.warnings[0].code.to_owned(),
                Ok(report) => format!("{} rows, {} warnings", table.rows.len(), report.warnings.len()),
            },
        }
    }

    fn with_coordinates(coordinates: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{{"name":"x"}},"geometry":{{"type":"Point","coordinates":{coordinates}}}}}"#
        )
    }

    #[test]
    fn what_is_not_geojson_is_refused_by_kind() {
        assert_eq!(code(&with_coordinates("[4.6,51.8,2]")), "1 rows, 0 warnings");
        assert_eq!(code(&with_coordinates("[\"4\",51.8]")), "invalid_coordinate");
        assert_eq!(code(&with_coordinates("[4.6,null]")), "invalid_coordinate");
        assert_eq!(code(&with_coordinates("[4.6]")), "invalid_coordinate");
        assert_eq!(code(&with_coordinates("[NaN,1]")), "invalid_json");
        assert_eq!(code(&(with_coordinates("[4,5]") + "x")), "invalid_json");
        assert_eq!(code(r#"{"type":"feature","geometry":null}"#), "invalid_geojson");
        assert_eq!(code(r#"{"type":"Feature","properties":{}}"#), "invalid_geojson");
        assert_eq!(code(&"[".repeat(100_000)), "invalid_geojson");
        assert_eq!(
            code(&format!(
                r#"{{"type":"Feature","geometry":null,"properties":{}"#,
                "[".repeat(9999)
            )),
            "nesting_too_deep"
        );
    }

    #[test]
    fn an_open_ring_is_closed_with_a_warning_and_a_short_one_refused() {
        let polygon = |ring: &str| {
            code(&format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":null,"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}]}}"#
            ))
        };
        assert_eq!(polygon("[[0,0],[1,0],[1,1],[0,0]]"), "1 rows, 0 warnings");
        assert_eq!(polygon("[[0,0],[1,0],[1,1]]"), "1 rows, 1 warnings");
        assert_eq!(polygon("[[0,0],[1,0],[0,0]]"), "invalid_geometry");
    }

    #[test]
    fn an_id_is_kept_as_it_was_written() {
        let id = |id: &str| identifier(serde_json::from_str(id).unwrap()).map(Option::unwrap);
        assert_eq!(id("9007199254740993").unwrap(), "9007199254740993");
        assert_eq!(id("9223372036854775808").unwrap(), "9223372036854775808");
        assert_eq!(id("1.5").unwrap(), "1.5");
        assert_eq!(id("\"007\"").unwrap(), "007");
        assert!(id("36893488147419103232").is_err());
    }
}
