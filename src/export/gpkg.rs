//! GeoPackage: one layer with the features, what each column means, and where it all comes from.
//!
//! Coordinates stand in the CRS that was asked, as in every other format: without one WGS 84, longitude first, which is what
//! GeoPackage prescribes for every CRS. The provenance is a JSON text under the metadata extension, the meaning of the columns
//! stands under the schema extension; GDAL and QGIS read both. Everything that is dated bears the time of the revision, so the
//! same answer gives the same bytes. Source: OGC 12-128r19, annexes F.8 and F.9.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use geo::{BoundingRect, Geometry, LineString, MultiPolygon, Rect};
use rusqlite::limits::Limit;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params, params_from_iter};
use serde_json::{Map, Value as Json, json};

use super::{About, ExportError, geojson, has_id_column, joined};
use crate::domain::feature::{Feature, FeatureSet, GeometryKind, Kind, Value};
use crate::formats::geopackage::{encode, tables};
use crate::spatial::projection::Crs;

/// The tables of the metadata and the schema extension.
const EXTENSIONS: &str = "
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
  ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'),
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');
";

/// What the provenance is written in: JSON, for no metadata standard knows revisions and parameters.
const JSON_STANDARD: &str = "https://www.rfc-editor.org/rfc/rfc8259";

/// Columns of our own, which no property may be called.
const OWN: [&str; 2] = ["fid", "geom"];

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// A value as it is bound.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Number(number) => ToSqlOutput::Borrowed(ValueRef::Real(number + 0.0)),
            Value::Integer(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Boolean(yes) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*yes))),
            Value::Date(day) => ToSqlOutput::from(day.to_string()),
            Value::TextList(list) => match joined(list) {
                Value::Text(text) => ToSqlOutput::from(text),
                _ => ToSqlOutput::Borrowed(ValueRef::Null),
            },
        })
    }
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::TextList => "TEXT",
        Kind::Number => "DOUBLE",
        Kind::Integer => "INTEGER",
        Kind::Boolean => "BOOLEAN",
        Kind::Date => "DATE",
    }
}

/// A name as it stands in a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Names for columns, each once: SQLite takes names in any case for the same and ends them at a NUL.
fn unique<'a>(wanted: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: Vec<String> = OWN.iter().map(|name| (*name).to_owned()).collect();
    wanted
        .map(|name| {
            let plain = name.replace('\0', "");
            let plain = if plain.is_empty() {
                "column".to_owned()
            } else {
                plain
            };
            let mut free = plain.clone();
            let mut number = 2_u32;
            while taken.contains(&free.to_lowercase()) {
                free = format!("{plain}_{number}");
                number += 1;
            }
            taken.push(free.to_lowercase());
            free
        })
        .collect()
}

/// A geometry as its layer holds it: areas are all of several parts, whether they need it or not.
fn alike(geometry: &Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::Polygon(polygon) => Geometry::MultiPolygon(MultiPolygon::new(vec![polygon.clone()])),
        Geometry::Line(line) => Geometry::LineString(LineString::from(line)),
        other => other.clone(),
    }
}

/// GeoPackage's name of the type that all geometries of a set have; none where it holds none.
fn geometry_type(set: &FeatureSet) -> Option<&'static str> {
    let (name, fits): (_, fn(&Geometry<f64>) -> bool) = match set.schema.geometry {
        GeometryKind::None => return None,
        GeometryKind::Point => ("POINT", |of| matches!(of, Geometry::Point(_))),
        GeometryKind::Line => ("LINESTRING", |of| {
            matches!(of, Geometry::LineString(_) | Geometry::Line(_))
        }),
        GeometryKind::Polygon => ("MULTIPOLYGON", |of| {
            matches!(of, Geometry::Polygon(_) | Geometry::MultiPolygon(_))
        }),
    };
    let mut geometries = set.features.iter().filter_map(|of| of.geometry.as_ref());
    Some(if geometries.all(fits) { name } else { "GEOMETRY" })
}

/// The bounds of all features.
fn bounds(set: &FeatureSet) -> Option<Rect<f64>> {
    let boxes = set
        .features
        .iter()
        .filter_map(|of| of.geometry.as_ref()?.bounding_rect());
    boxes.reduce(|a, b| {
        Rect::new(
            (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
            (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
        )
    })
}

/// Everything about the file but its features, as JSON.
fn provenance(about: &About) -> Json {
    let sources = about.sources.iter().map(|source| {
        json!({
            "name": source.name,
            "layer": source.layer,
            "date": source.date.to_string(),
            "licence": source.licence,
            "attribution": source.attribution,
        })
    });
    let mut members = Map::new();
    for (name, value) in [
        ("name", json!(about.collection)),
        ("titleNl", json!(about.title_nl)),
        ("titleEn", json!(about.title_en)),
        ("descriptionNl", json!(about.description_nl)),
        ("descriptionEn", json!(about.description_en)),
        ("city", json!(about.city)),
        ("noticeNl", json!(about.notice_nl)),
        ("noticeEn", json!(about.notice_en)),
    ] {
        members.insert(name.to_owned(), value);
    }
    members.extend(geojson::about(about));
    members.insert("sources".to_owned(), Json::Array(sources.collect()));
    Json::Object(members)
}

/// A layer on its way into a file.
struct Layer<'a> {
    file: &'a Connection,
    set: &'a FeatureSet,
    about: &'a About,
    /// The table of the features.
    table: String,
    /// Its columns but the id of the row and the geometry.
    columns: Vec<String>,
    geometry: Option<&'static str>,
    srs_id: i32,
    /// The time of the revision, as GeoPackage writes times.
    time: String,
}

impl Layer<'_> {
    fn create(&self) -> Result<(), ExportError> {
        let kinds = self.set.schema.properties.iter().map(|of| sql_type(of.kind));
        let id = has_id_column(self.set).then_some("TEXT");
        let mut columns = vec!["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()];
        columns.extend(self.geometry.map(|of| format!("geom {of}")));
        let own = self.columns.iter().zip(id.into_iter().chain(kinds));
        columns.extend(own.map(|(name, kind)| format!("{} {kind}", quoted(name))));
        let most = self.file.limit(Limit::SQLITE_LIMIT_COLUMN)?;
        let most = usize::try_from(most).unwrap_or(0);
        if columns.len() > most {
            return Err(ExportError::TooMany {
                format: "a table of GeoPackage",
                what: "columns",
                most,
                found: columns.len(),
            });
        }
        let table = quoted(&self.table);
        self.file
            .execute_batch(&format!("CREATE TABLE {table} ({})", columns.join(", ")))?;
        Ok(())
    }

    fn register(&self) -> Result<(), ExportError> {
        let bounds = bounds(self.set).filter(|_| self.geometry.is_some());
        let about = self.about;
        self.file.execute(
            "INSERT INTO gpkg_contents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                self.table,
                if self.geometry.is_some() {
                    "features"
                } else {
                    "attributes"
                },
                format!("{} / {}", about.title_nl, about.title_en),
                format!("{} / {}", about.description_nl, about.description_en),
                self.time,
                bounds.map(|of| of.min().x),
                bounds.map(|of| of.min().y),
                bounds.map(|of| of.max().x),
                bounds.map(|of| of.max().y),
                self.geometry.map(|_| self.srs_id),
            ],
        )?;
        if let Some(geometry) = self.geometry {
            self.file.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
                params![self.table, geometry, self.srs_id],
            )?;
        }
        Ok(())
    }

    fn fill(&self) -> Result<(), ExportError> {
        let mut names: Vec<String> = self.geometry.map(|_| "geom".to_owned()).into_iter().collect();
        names.extend(self.columns.iter().map(|name| quoted(name)));
        let table = quoted(&self.table);
        let statement = if names.is_empty() {
            format!("INSERT INTO {table} DEFAULT VALUES")
        } else {
            let places = vec!["?"; names.len()].join(", ");
            format!("INSERT INTO {table} ({}) VALUES ({places})", names.join(", "))
        };
        let mut statement = self.file.prepare(&statement)?;
        for feature in &self.set.features {
            self.insert(&mut statement, feature)?;
        }
        Ok(())
    }

    fn insert(&self, statement: &mut rusqlite::Statement<'_>, feature: &Feature) -> rusqlite::Result<()> {
        let geometry = feature.geometry.as_ref().map(alike);
        let blob = geometry.map(|of| encode(&of, self.srs_id));
        let geometry = self.geometry.map(|_| blob);
        let id = Value::Text(feature.id.clone());
        let id = has_id_column(self.set).then_some(&id);
        let values = id.into_iter().chain(&feature.values).map(Bound);
        let values: Vec<Bound<'_>> = values.collect();
        let geometry = geometry.iter().map(|of| of as &dyn ToSql);
        let all = geometry.chain(values.iter().map(|of| of as &dyn ToSql));
        statement.execute(params_from_iter(all))?;
        Ok(())
    }

    fn explain(&self) -> Result<(), ExportError> {
        self.file.execute_batch(EXTENSIONS)?;
        self.file.execute(
            "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?1, 'application/json', ?2)",
            params![JSON_STANDARD, provenance(self.about).to_string()],
        )?;
        self.file.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('table', ?1, NULL, NULL, ?2, 1, NULL)",
            params![self.table, self.time],
        )?;
        let first = usize::from(has_id_column(self.set));
        for (column, property) in self.columns.iter().skip(first).zip(&self.set.schema.properties) {
            let unit = property.unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
            self.file.execute(
                "INSERT INTO gpkg_data_columns VALUES (?1, ?2, ?3, ?4, ?5, NULL, NULL)",
                params![
                    self.table,
                    column,
                    property.name,
                    format!("{}{unit}", property.title_nl),
                    format!("{}{unit}", property.title_en),
                ],
            )?;
        }
        Ok(())
    }
}

fn fill(path: &Path, set: &FeatureSet, crs: &Crs, about: &About) -> Result<(), ExportError> {
    let mut file = Connection::open(path)?;
    // Nobody else sees the file before it is whole, and one that is not is thrown away.
    file.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    file.pragma_update(None, "synchronous", "OFF")?;
    let change = file.transaction()?;
    tables::create(&change)?;
    let srs_id = if *crs == Crs::crs84() {
        tables::WGS_84
    } else {
        let wkt = crs
            .wkt()
            .map_err(|error| ExportError::Failed(error.to_string()))?;
        tables::add_crs(&change, crs.epsg(), crs.name(), &wkt)?
    };
    let id = has_id_column(set).then_some("id");
    let own = set.schema.properties.iter().map(|of| of.name.as_ref());
    let layer = Layer {
        file: &change,
        set,
        about,
        table: about.collection.replace('-', "_"),
        columns: unique(id.into_iter().chain(own)),
        geometry: geometry_type(set),
        srs_id,
        time: about.time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    };
    layer.create()?;
    layer.register()?;
    layer.fill()?;
    layer.explain()?;
    change.commit()?;
    file.close().map_err(|(_, error)| ExportError::from(error))
}

/// Writes a whole set. The file is made in a folder of its own, which is gone whatever happens.
pub fn write(set: &FeatureSet, crs: &Crs, about: &About, out: &mut dyn Write) -> Result<(), ExportError> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("export.gpkg");
    fill(&path, set, crs, about)?;
    io::copy(&mut File::open(&path)?, out)?;
    folder.close()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_sqlite_takes_for_the_same_get_names_of_their_own() {
        let names = unique(["id", "ID", "fid", "Geom", "", "a\0b", "AB", "ab_2"].into_iter());
        assert_eq!(
            names,
            ["id", "ID_2", "fid_2", "Geom_2", "column", "ab", "AB_2", "ab_2_2"]
        );
    }
}
