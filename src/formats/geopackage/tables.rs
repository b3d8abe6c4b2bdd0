//! What makes an SQLite file a GeoPackage: its marks, the tables that every one has, and the CRSs that it knows.
//!
//! Source: OGC 12-128r19, clause 1.1 and annex C.

use rusqlite::{Connection, params};

/// `GPKG`, which SQLite's header holds in a GeoPackage (requirement 2).
pub const APPLICATION_ID: i32 = 0x4750_4B47;
/// GeoPackage 1.3.
pub const VERSION: i32 = 10_300;
/// The number of WGS 84, which every GeoPackage knows; its coordinates stand longitude first.
pub const WGS_84: i32 = 4326;
/// The number in our files of a CRS that has none in the EPSG register.
const UNREGISTERED: i32 = 100_000;

/// The tables that every GeoPackage has. Stores that were made with these statements are out there: they never change.
pub const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
";

/// Makes an empty database a GeoPackage without contents.
pub fn create(file: &Connection) -> rusqlite::Result<()> {
    file.pragma_update(None, "application_id", APPLICATION_ID)?;
    file.pragma_update(None, "user_version", VERSION)?;
    file.execute_batch(TABLES)
}

/// The number under which a file of ours knows a CRS, by its number in the EPSG register where it has one.
pub fn srs_id(epsg: Option<u32>) -> i32 {
    epsg.and_then(|code| i32::try_from(code).ok())
        .unwrap_or(UNREGISTERED)
}

/// Adds a CRS, unless it is one that every file knows, and gives its number in the file.
pub fn add_crs(file: &Connection, epsg: Option<u32>, name: &str, wkt: &str) -> rusqlite::Result<i32> {
    let srs_id = srs_id(epsg);
    let organization = if epsg.is_some() { "EPSG" } else { "NONE" };
    file.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?2, ?4, NULL) ON CONFLICT DO NOTHING",
        params![name, srs_id, organization, wkt],
    )?;
    Ok(srs_id)
}
