//! GeoJSON, RFC 7946, feature by feature: only one is in memory as JSON at a time.

use std::collections::HashMap;
use std::fmt;

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::findings::{Findings, Refusal};
use super::table::{Cell, RawRow, RawTable, TableCrs, check_width};
use crate::spatial::projection::Crs;

/// Collections in collections; nobody means more.
const DEEPEST_COLLECTION: usize = 8;

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
            let geometry = reader.geometry(&Value::Object(document), 1, 0)?;
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
        let wrong = |message: &str| Refusal::row("invalid_geojson", number, message);
        let Value::Object(mut feature) = feature else {
            return Err(wrong("the feature is not an object"));
        };
        if feature.get("type").and_then(Value::as_str) != Some("Feature") {
            return Err(wrong("type is not Feature"));
        }
        let geometry = match feature.get("geometry") {
            None => return Err(wrong("the feature has no geometry member")),
            Some(Value::Null) => None,
            Some(geometry) => self.geometry(geometry, number, 0)?,
        };
        let id = match feature.get("id") {
            None | Some(Value::Null) => None,
            Some(id) => Some(identifier(id).map_err(|message| Refusal::row("invalid_id", number, message))?),
        };
        let mut cells = Vec::new();
        match feature.remove("properties") {
            None | Some(Value::Null) => {}
            Some(Value::Object(properties)) => {
                check_width(properties.len()).map_err(|refusal| Refusal {
                    row: Some(number),
                    ..refusal
                })?;
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
            }
            Some(_) => return Err(wrong("properties is not an object")),
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

    fn geometry(
        &mut self,
        value: &Value,
        number: u64,
        depth: usize,
    ) -> Result<Option<Geometry<f64>>, Refusal> {
        let wrong = |message: &str| Refusal::row("invalid_geojson", number, message);
        let Value::Object(object) = value else {
            return Err(wrong("the geometry is not an object"));
        };
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
        if kind == "GeometryCollection" {
            if depth >= DEEPEST_COLLECTION {
                return Err(Refusal::row(
                    "nesting_too_deep",
                    number,
                    "collections are nested too deep",
                ));
            }
            let Some(Value::Array(parts)) = object.get("geometries") else {
                return Err(wrong("the collection has no geometries"));
            };
            let mut geometries = Vec::new();
            for part in parts {
                geometries.extend(self.geometry(part, number, depth + 1)?);
            }
            return Ok(Some(Geometry::GeometryCollection(GeometryCollection(geometries)))
                .filter(|g| !is_empty_collection(g)));
        }
        if !matches!(
            kind,
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
        ) {
            return Err(wrong("the geometry's type is not one of GeoJSON"));
        }
        let coordinates = object
            .get("coordinates")
            .ok_or_else(|| wrong("the geometry has no coordinates"))?;
        let mut shape = Shape {
            number,
            unclosed: false,
        };
        if matches!(coordinates, Value::Array(items) if items.is_empty()) {
            self.findings.warn(
                "empty_geometry",
                number,
                Some("geometry"),
                "the geometry is empty",
            );
            return Ok(None);
        }
        let geometry = match kind {
            "Point" => Geometry::Point(Point(shape.position(coordinates)?)),
            "MultiPoint" => Geometry::MultiPoint(MultiPoint(
                shape.positions(coordinates)?.into_iter().map(Point).collect(),
            )),
            "LineString" => Geometry::LineString(shape.line(coordinates)?),
            "MultiLineString" => Geometry::MultiLineString(MultiLineString(
                shape.each(coordinates, |shape, line| shape.line(line))?,
            )),
            "Polygon" => Geometry::Polygon(shape.polygon(coordinates)?),
            _ => Geometry::MultiPolygon(MultiPolygon(
                shape.each(coordinates, |shape, polygon| shape.polygon(polygon))?,
            )),
        };
        if shape.unclosed {
            self.findings.warn(
                "unclosed_ring",
                number,
                Some("geometry"),
                "a ring did not end where it began; closed",
            );
        }
        Ok(Some(geometry))
    }
}

fn is_empty_collection(geometry: &Geometry<f64>) -> bool {
    matches!(geometry, Geometry::GeometryCollection(parts) if parts.0.is_empty())
}

/// An identifier exactly as it was written.
fn identifier(id: &Value) -> Result<String, String> {
    match id {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) if number.is_f64() && number.as_f64().is_none_or(|n| n.abs() >= 9e15) => Err(
            format!("{number} is too large a number to be kept exactly; write it as text"),
        ),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err("the id is neither text nor a number".to_owned()),
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

/// Reads the coordinates of one geometry.
struct Shape {
    number: u64,
    unclosed: bool,
}

impl Shape {
    fn wrong(&self, message: &str) -> Refusal {
        Refusal {
            field: Some("geometry".to_owned()),
            ..Refusal::row("invalid_coordinate", self.number, message)
        }
    }

    fn each<T>(
        &mut self,
        value: &Value,
        mut read: impl FnMut(&mut Self, &Value) -> Result<T, Refusal>,
    ) -> Result<Vec<T>, Refusal> {
        let Value::Array(items) = value else {
            return Err(self.wrong("coordinates are not an array"));
        };
        items.iter().map(|item| read(self, item)).collect()
    }

    fn position(&self, value: &Value) -> Result<Coord<f64>, Refusal> {
        let Value::Array(ordinates) = value else {
            return Err(self.wrong("a position is not an array"));
        };
        if !ordinates.iter().all(Value::is_number) {
            return Err(self.wrong("a position holds something else than numbers"));
        }
        match (
            ordinates.first().and_then(Value::as_f64),
            ordinates.get(1).and_then(Value::as_f64),
        ) {
            (Some(x), Some(y)) => Ok(Coord { x, y }),
            _ => Err(self.wrong("a position needs two numbers")),
        }
    }

    fn positions(&mut self, value: &Value) -> Result<Vec<Coord<f64>>, Refusal> {
        self.each(value, |shape, position| shape.position(position))
    }

    fn line(&mut self, value: &Value) -> Result<LineString<f64>, Refusal> {
        let positions = self.positions(value)?;
        if positions.len() < 2 {
            return Err(Refusal::row(
                "invalid_geometry",
                self.number,
                "a line needs two positions",
            ));
        }
        Ok(LineString(positions))
    }

    fn polygon(&mut self, value: &Value) -> Result<Polygon<f64>, Refusal> {
        let rings = self.each(value, |shape, ring| {
            let mut ring = LineString(shape.positions(ring)?);
            if !ring.is_closed() {
                shape.unclosed = true;
                ring.close();
            }
            if ring.0.len() < 4 {
                return Err(Refusal::row(
                    "invalid_geometry",
                    shape.number,
                    "a ring needs four positions, the last equal to the first",
                ));
            }
            Ok(ring)
        })?;
        let mut rings = rings.into_iter();
        let exterior = rings
            .next()
            .ok_or_else(|| Refusal::row("invalid_geometry", self.number, "a polygon has no ring"))?;
        Ok(Polygon::new(exterior, rings.collect()))
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
        let id = |id: &str| identifier(&serde_json::from_str(id).unwrap());
        assert_eq!(id("9007199254740993").unwrap(), "9007199254740993");
        assert_eq!(id("9223372036854775808").unwrap(), "9223372036854775808");
        assert_eq!(id("1.5").unwrap(), "1.5");
        assert_eq!(id("\"007\"").unwrap(), "007");
        assert!(id("36893488147419103232").is_err());
    }
}
