//! The tables of a layer: their columns and the statements on them.
//!
//! Per layer stand three tables. `facilities`, say, is the layer as GDAL and QGIS see it: the present records, one column
//! per field under the field's own camelCase name, so that a field is called the same in a file, an answer and the store.
//! `facilities_standing` holds per key what we know of the present record: its row, since which revision it stands, its
//! digest. That is kept apart from the layer so that a row that was deleted, added or renamed by another program is
//! noticed and can be named as well as one that was changed. `facilities_history` holds records that were replaced or
//! removed: known from revision `rev_from` until before `rev_to`.

use geo::Geometry;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Row, ToSql};

use crate::domain::feature::{Kind, Value};
use crate::domain::record::{Field, FieldError, Record};
use crate::domain::{Area, DemandRecord, Facility, Grant, Indicator, Layer, LayerRecord};

/// The fields of a layer's records, key first.
pub(super) fn fields(layer: Layer) -> &'static [Field] {
    match layer {
        Layer::Facilities => Facility::FIELDS,
        Layer::Grants => Grant::FIELDS,
        Layer::Neighbourhoods | Layer::Districts | Layer::Municipalities => Area::FIELDS,
        Layer::Demand => DemandRecord::FIELDS,
        Layer::Indicators => Indicator::FIELDS,
    }
}

/// GeoPackage's name of the layer's geometry type; none for a layer of attributes.
pub(super) fn geometry_type(layer: Layer) -> Option<&'static str> {
    match layer {
        Layer::Facilities | Layer::Demand => Some("POINT"),
        Layer::Neighbourhoods | Layer::Districts | Layer::Municipalities => Some("MULTIPOLYGON"),
        Layer::Grants | Layer::Indicators => None,
    }
}

/// Puts a record of `layer` together.
pub(super) fn record(
    layer: Layer,
    geometry: Option<Geometry<f64>>,
    values: Vec<Value>,
) -> Result<LayerRecord, FieldError> {
    match layer {
        Layer::Facilities => Facility::from_values(geometry, values).map(LayerRecord::Facility),
        Layer::Grants => Grant::from_values(geometry, values).map(LayerRecord::Grant),
        Layer::Neighbourhoods | Layer::Districts | Layer::Municipalities => {
            Area::from_values(geometry, values).map(LayerRecord::Area)
        }
        Layer::Demand => DemandRecord::from_values(geometry, values).map(LayerRecord::Demand),
        Layer::Indicators => Indicator::from_values(geometry, values).map(LayerRecord::Indicator),
    }
}

/// The name of the source in a record's values; every layer has one.
pub(super) fn source(layer: Layer, values: &[Value]) -> Option<&str> {
    let column = fields(layer).iter().position(|field| field.name == "source")?;
    match values.get(column) {
        Some(Value::Text(name)) => Some(name),
        _ => None,
    }
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        // A list is a JSON array, for a text in it may hold any separator.
        Kind::Text | Kind::TextList => "TEXT",
        Kind::Number => "DOUBLE",
        Kind::Integer => "INTEGER",
        Kind::Boolean => "BOOLEAN",
        Kind::Date => "DATE",
    }
}

/// The statements that make the tables of a layer.
pub(super) fn create(layer: Layer) -> String {
    use std::fmt::Write as _;
    let mut columns = String::new();
    if let Some(geometry) = geometry_type(layer) {
        let _ = write!(columns, ", geom {geometry}");
    }
    for field in fields(layer) {
        let _ = write!(columns, ", \"{}\" {}", field.name, sql_type(field.kind));
    }
    format!(
        "CREATE TABLE {layer} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{columns});
         CREATE TABLE {layer}_standing (
           key TEXT PRIMARY KEY NOT NULL, fid INTEGER NOT NULL, rev_from INTEGER NOT NULL, digest BLOB NOT NULL
         ) WITHOUT ROWID;
         CREATE TABLE {layer}_history (
           fid INTEGER PRIMARY KEY NOT NULL, key TEXT NOT NULL, rev_from INTEGER NOT NULL, rev_to INTEGER NOT NULL,
           digest BLOB NOT NULL{columns});"
    )
}

/// The statement that adds a field's column to a table of an older file.
pub(super) fn add_column(table: &str, field: &Field) -> String {
    format!(
        "ALTER TABLE {table} ADD COLUMN \"{}\" {}",
        field.name,
        sql_type(field.kind)
    )
}

/// The columns of a record with geometry first, each after `prefix`; an attribute layer's geometry is null.
fn columns(layer: Layer, prefix: &str) -> String {
    let mut names = vec![if geometry_type(layer).is_some() {
        format!("{prefix}geom")
    } else {
        "NULL".to_owned()
    }];
    names.extend(
        fields(layer)
            .iter()
            .map(|field| format!("{prefix}\"{}\"", field.name)),
    );
    names.join(", ")
}

/// Present records in the order of their keys: key, digest, geometry, fields.
pub(super) fn select_present(layer: Layer) -> String {
    format!(
        "SELECT s.key, s.digest, {} FROM {layer}_standing s LEFT JOIN {layer} l ON l.fid = s.fid ORDER BY s.key",
        columns(layer, "l.")
    )
}

/// The same for the records that were known at revision `?1`.
pub(super) fn select_known_at(layer: Layer) -> String {
    format!(
        "SELECT s.key, s.digest, {} FROM {layer}_standing s LEFT JOIN {layer} l ON l.fid = s.fid WHERE s.rev_from <= ?1
         UNION ALL
         SELECT h.key, h.digest, {} FROM {layer}_history h WHERE h.rev_from <= ?1 AND ?1 < h.rev_to
         ORDER BY 1",
        columns(layer, "l."),
        columns(layer, "h.")
    )
}

/// The present record with key `?1`: fid, digest, geometry, fields.
pub(super) fn select_one(layer: Layer) -> String {
    format!(
        "SELECT s.fid, s.digest, {} FROM {layer}_standing s LEFT JOIN {layer} l ON l.fid = s.fid WHERE s.key = ?1",
        columns(layer, "l.")
    )
}

/// The key of a row that we did not put into the layer.
pub(super) fn select_stranger(layer: Layer) -> String {
    let key = fields(layer).first().map_or("fid", |field| field.name);
    format!(
        "SELECT coalesce(\"{key}\", 'fid ' || fid) FROM {layer}
         WHERE fid NOT IN (SELECT fid FROM {layer}_standing) ORDER BY fid LIMIT 1"
    )
}

/// Takes out the rows that we did not put into the layer.
pub(super) fn delete_strangers(layer: Layer) -> String {
    format!("DELETE FROM {layer} WHERE fid NOT IN (SELECT fid FROM {layer}_standing)")
}

/// Writes a row: fid (null: the next), geometry where the layer has one, fields.
pub(super) fn write(layer: Layer) -> String {
    let names: Vec<String> = std::iter::once("fid".to_owned())
        .chain(geometry_type(layer).map(|_| "geom".to_owned()))
        .chain(fields(layer).iter().map(|field| format!("\"{}\"", field.name)))
        .collect();
    let places = vec!["?"; names.len()].join(", ");
    format!(
        "INSERT OR REPLACE INTO {layer} ({}) VALUES ({places})",
        names.join(", ")
    )
}

/// Notes what stands: key, fid, revision, digest.
pub(super) fn write_standing(layer: Layer) -> String {
    format!("INSERT OR REPLACE INTO {layer}_standing (key, fid, rev_from, digest) VALUES (?1, ?2, ?3, ?4)")
}

/// Copies the present record with key `?1` to the history; it was known until before revision `?2`. A row that somebody
/// deleted leaves its key and digest, so that an older revision names it and does not pass over it.
pub(super) fn archive(layer: Layer) -> String {
    let names = columns(layer, "");
    let (into, from) = if geometry_type(layer).is_some() {
        (names, columns(layer, "l."))
    } else {
        let strip = |list: String| list.trim_start_matches("NULL, ").to_owned();
        (strip(names), strip(columns(layer, "l.")))
    };
    format!(
        "INSERT INTO {layer}_history (key, rev_from, rev_to, digest, {into})
         SELECT s.key, s.rev_from, ?2, s.digest, {from}
         FROM {layer}_standing s LEFT JOIN {layer} l ON l.fid = s.fid WHERE s.key = ?1 AND s.rev_from < ?2"
    )
}

/// A value on its way into a column.
pub(super) struct Column<'a>(pub(super) &'a Value);

impl ToSql for Column<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Number(number) => (*number).into(),
            Value::Integer(number) => (*number).into(),
            Value::Boolean(yes) => i64::from(*yes).into(),
            Value::Date(date) => date.to_string().into(),
            Value::TextList(items) => serde_json::to_string(items)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?
                .into(),
        })
    }
}

/// The values that stand in the columns of `row` from `first` on; none where one is not of its field's kind.
pub(super) fn values(layer: Layer, row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Vec<Value>>> {
    let fields = fields(layer);
    let mut values = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        match value(field.kind, row.get_ref(first + index)?) {
            Some(value) => values.push(value),
            None => return Ok(None),
        }
    }
    Ok(Some(values))
}

fn value(kind: Kind, column: ValueRef<'_>) -> Option<Value> {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    Some(match (kind, column) {
        (_, ValueRef::Null) => Value::Null,
        (Kind::Text, ValueRef::Text(bytes)) => Value::Text(text(bytes)?.to_owned()),
        (Kind::Number, ValueRef::Real(number)) => Value::Number(number),
        (Kind::Integer, ValueRef::Integer(number)) => Value::Integer(number),
        (Kind::Boolean, ValueRef::Integer(number @ (0 | 1))) => Value::Boolean(number == 1),
        (Kind::Date, ValueRef::Text(bytes)) => Value::Date(text(bytes)?.parse().ok()?),
        (Kind::TextList, ValueRef::Text(bytes)) => Value::TextList(serde_json::from_slice(bytes).ok()?),
        _ => return None,
    })
}
