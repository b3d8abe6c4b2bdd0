//! GeoPackages that strangers made: a copy is opened, read-only and without trust, and only real tables are read.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};

use super::database::{check_is_table, inspect, open, refusal_of};
use super::findings::{Findings, Refusal};
use super::names;
use super::table::{Cell, RawRow, RawTable, TableCrs, check_width};
use crate::domain::Layer;
use crate::formats::geopackage::{BlobError, decode};
use crate::spatial::projection::Crs;

/// A table of the file that could be meant.
struct Candidate {
    name: String,
    /// Its geometry column and CRS number; none for a table of attributes.
    geometry: Option<(String, i64)>,
}

/// Reads the one table that holds `layer`, or the one called `wanted`.
pub(super) fn read(
    file: &str,
    copy: &Path,
    layer: Layer,
    wanted: Option<&str>,
    findings: &mut Findings,
) -> Result<RawTable, Refusal> {
    let out_of_time = Arc::new(AtomicBool::new(false));
    let refused = |error: &rusqlite::Error| refusal_of(error, out_of_time.load(Ordering::Relaxed));
    let connection = open(copy, &out_of_time).map_err(|error| refused(&error))?;
    inspect(&connection, findings, &refused)?;
    let candidates = candidates(&connection, layer).map_err(|error| refused(&error))?;
    let chosen = choose(&connection, candidates, layer, wanted, findings).map_err(|choice| match choice {
        Choice::Refused(refusal) => refusal,
        Choice::Failed(error) => refused(&error),
    })?;
    check_is_table(&connection, &chosen.name, &refused)?;
    let crs = match &chosen.geometry {
        None => TableCrs::Missing,
        Some((_, srs_id)) => crs(&connection, *srs_id, &refused)?,
    };
    let mut table = rows(&connection, file, &chosen, findings, &refused)?;
    table.crs = crs;
    table.has_geometry = chosen.geometry.is_some();
    Ok(table)
}

fn candidates(connection: &Connection, layer: Layer) -> rusqlite::Result<Vec<Candidate>> {
    let mut statement = connection.prepare(
        "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c \
         JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name) \
         WHERE c.data_type = 'features' ORDER BY c.table_name LIMIT 1000",
    )?;
    let mut found = statement
        .query_map([], |row| {
            Ok(Candidate {
                name: row.get(0)?,
                geometry: Some((row.get(1)?, row.get(2)?)),
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    // Facilities without place may stand in a table without geometry; where there are features, those are meant.
    let plain_too = match layer {
        Layer::Grants | Layer::Indicators => true,
        Layer::Facilities => found.is_empty(),
        _ => false,
    };
    if plain_too {
        let mut statement = connection.prepare(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'attributes' ORDER BY table_name LIMIT 1000",
        )?;
        let plain = statement
            .query_map([], |row| {
                Ok(Candidate {
                    name: row.get(0)?,
                    geometry: None,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        found.extend(plain);
    }
    Ok(found)
}

enum Choice {
    Refused(Refusal),
    Failed(rusqlite::Error),
}

impl From<rusqlite::Error> for Choice {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error)
    }
}

fn choose(
    connection: &Connection,
    mut candidates: Vec<Candidate>,
    layer: Layer,
    wanted: Option<&str>,
    findings: &mut Findings,
) -> Result<Candidate, Choice> {
    let names = |candidates: &[Candidate]| {
        let names: Vec<&str> = candidates.iter().map(|c| c.name.as_str()).collect();
        names.join(", ")
    };
    if let Some(wanted) = wanted {
        let all = names(&candidates);
        return candidates
            .into_iter()
            .find(|candidate| candidate.name == wanted)
            .ok_or_else(|| {
                let message = format!("there is no layer '{wanted}'; there are: {all}");
                Choice::Refused(Refusal::file("unknown_layer", message))
            });
    }
    if candidates.len() > 1 {
        let named: Vec<usize> = (0..candidates.len())
            .filter(|index| names::names_layer(&candidates[*index].name, layer))
            .collect();
        let mut fitting = named;
        if fitting.is_empty() {
            for (index, candidate) in candidates.iter().enumerate() {
                let columns = column_names(connection, &candidate.name)?;
                if names::has_code_of(&columns, layer) {
                    fitting.push(index);
                }
            }
        }
        let all = names(&candidates);
        match fitting.as_slice() {
            [one] => {
                let chosen = candidates.swap_remove(*one);
                findings.warn(
                    "layer_chosen",
                    None,
                    None,
                    format!("of the layers {all}, '{}' was read as {layer}", chosen.name),
                );
                return Ok(chosen);
            }
            _ => {
                let message = format!("the file holds several layers: {all}; write FILE|layername=NAME");
                return Err(Choice::Refused(Refusal::file("ambiguous_input", message)));
            }
        }
    }
    candidates.pop().ok_or_else(|| {
        Choice::Refused(Refusal::file(
            "no_layer",
            "the GeoPackage holds no layer of features",
        ))
    })
}

fn column_names(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare("SELECT name FROM pragma_table_info(?1) LIMIT 2000")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

fn crs(
    connection: &Connection,
    srs_id: i64,
    refused: &impl Fn(&rusqlite::Error) -> Refusal,
) -> Result<TableCrs, Refusal> {
    if srs_id == 0 || srs_id == -1 {
        return Ok(TableCrs::Missing);
    }
    let entry: Option<(String, i64, String)> = connection
        .query_row(
            "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
            [srs_id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
        .map_err(|error| refused(&error))?;
    let Some((organization, number, definition)) = entry else {
        return Err(Refusal::file(
            "unsupported_crs",
            format!("the layer is in CRS {srs_id}, which the file does not describe"),
        ));
    };
    let named = organization
        .eq_ignore_ascii_case("EPSG")
        .then(|| Crs::parse(&format!("EPSG:{number}")).ok())
        .flatten();
    match named {
        Some(crs) => Ok(TableCrs::Stated(crs)),
        None => Crs::from_wkt(&definition)
            .map(TableCrs::Stated)
            .map_err(|error| Refusal::file("unsupported_crs", error.to_string())),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn rows(
    connection: &Connection,
    file: &str,
    chosen: &Candidate,
    findings: &mut Findings,
    refused: &impl Fn(&rusqlite::Error) -> Refusal,
) -> Result<RawTable, Refusal> {
    let columns = column_names(connection, &chosen.name).map_err(|error| refused(&error))?;
    check_width(columns.len())?;
    let keys: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 AND lower(type) = 'integer'")
        .and_then(|mut statement| {
            statement
                .query_map([&chosen.name], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()
        })
        .map_err(|error| refused(&error))?;
    let geometry = chosen.geometry.as_ref().map(|(column, _)| column.as_str());
    let is_geometry = |name: &String| geometry.is_some_and(|column| column.eq_ignore_ascii_case(name));
    if geometry.is_some() && !columns.iter().any(is_geometry) {
        return Err(Refusal::file(
            "corrupt_geopackage",
            "the geometry column is not there",
        ));
    }
    // The row number that SQLite gives is no property of the record, unless it is what the record is called by.
    let is_row_number = |name: &String| {
        keys.contains(name)
            && matches!(
                name.to_ascii_lowercase().as_str(),
                "fid" | "ogc_fid" | "objectid" | "rowid"
            )
    };
    let kept: Vec<String> = columns
        .iter()
        .filter(|name| !is_geometry(name) && !is_row_number(name))
        .cloned()
        .collect();
    let list: Vec<String> = geometry
        .iter()
        .map(|name| quoted(name))
        .chain(kept.iter().map(|name| quoted(name)))
        .collect();
    let list = if list.is_empty() {
        "1".to_owned()
    } else {
        list.join(", ")
    };
    let sql = format!("SELECT {list} FROM {}", quoted(&chosen.name));
    let mut table = RawTable::new(file, kept)?;
    let mut statement = connection.prepare(&sql).map_err(|error| refused(&error))?;
    let mut rows = statement.query([]).map_err(|error| refused(&error))?;
    let mut number = 0;
    while let Some(row) = rows.next().map_err(|error| refused(&error))? {
        number += 1;
        let mut raw = RawRow {
            number,
            ..RawRow::default()
        };
        let mut first = 0;
        if let Some((_, srs_id)) = &chosen.geometry {
            first = 1;
            let value = row.get_ref(0).map_err(|error| refused(&error))?;
            match shape(value, *srs_id, number, findings) {
                ControlFlow::Continue(shape) => raw.geometry = shape,
                ControlFlow::Break(refusal) => {
                    findings.refuse(refusal);
                    continue;
                }
            }
        }
        for column in 0..table.columns.len() {
            let value = row.get_ref(first + column).map_err(|error| refused(&error))?;
            raw.cells.push(cell(value));
        }
        table.rows.push(raw);
    }
    Ok(table)
}

fn shape(
    value: ValueRef<'_>,
    srs_id: i64,
    number: u64,
    findings: &mut Findings,
) -> ControlFlow<Refusal, Option<geo::Geometry<f64>>> {
    let refuse = |code, message: String| {
        ControlFlow::Break(Refusal {
            field: Some("geometry".to_owned()),
            ..Refusal::row(code, number, message)
        })
    };
    match value {
        ValueRef::Null => ControlFlow::Continue(None),
        ValueRef::Blob(blob) => match decode(blob) {
            Ok((shape, own)) => {
                if i64::from(own) != srs_id {
                    findings.warn(
                        "crs_mismatch",
                        number,
                        Some("geometry"),
                        format!("the geometry says CRS {own}, its layer {srs_id}; read as the layer says"),
                    );
                }
                if shape.is_none() {
                    findings.warn(
                        "empty_geometry",
                        number,
                        Some("geometry"),
                        "the geometry is empty",
                    );
                }
                ControlFlow::Continue(shape)
            }
            Err(BlobError::Type(kind)) => refuse(
                "unsupported_geometry",
                format!("geometry type {kind} is not supported"),
            ),
            Err(error) => refuse("corrupt_geometry", error.to_string()),
        },
        _ => refuse("corrupt_geometry", "the geometry is no blob".to_owned()),
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Cell::Empty,
        ValueRef::Integer(n) => Cell::Integer(n.into()),
        ValueRef::Real(n) if n.is_finite() => Cell::Number(n),
        ValueRef::Real(n) => Cell::Text(n.to_string()),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
    }
}
