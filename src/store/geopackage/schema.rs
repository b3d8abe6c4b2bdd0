//! What makes a file a store: the GeoPackage tables, ours beside them, and the steps from an older schema to this one.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::failure::Failure;
use super::{connection, readings, revisions, scenarios, table};
use crate::domain::Layer;
use crate::domain::revision::{Counts, Revision};
use crate::formats::geopackage::tables;
use crate::spatial::projection::Crs;

/// Up to this size the whole file is checked at the start, which then takes some tens of milliseconds.
const CHECK_WHOLE_BYTES: u64 = 32 << 20;

/// Changes the schema by one version.
pub(super) type Step = fn(&Connection, &Crs) -> Result<(), Failure>;

/// The steps from an empty file to the present schema; their number is the schema's version. A step that once was released
/// never changes.
pub(super) const STEPS: &[Step] = &[version_1, version_2, version_3, version_4];

/// Our own tables beside those of the layers.
const OURS: &str = "
CREATE TABLE wijkkaart_store (schema_version INTEGER NOT NULL, srs_id INTEGER NOT NULL);
CREATE TABLE wijkkaart_revisions (
  number INTEGER PRIMARY KEY NOT NULL, layer TEXT, source TEXT,
  records INTEGER NOT NULL, -- that stand at this revision, over all layers
  revision TEXT NOT NULL);  -- as JSON
CREATE INDEX wijkkaart_revisions_source ON wijkkaart_revisions (layer, source, number);
";

fn version_1(store: &Connection, crs: &Crs) -> Result<(), Failure> {
    tables::create(store)?;
    store.execute_batch(OURS)?;
    let wkt = crs.wkt().map_err(|error| Failure::Failed(error.to_string()))?;
    let srs_id = tables::add_crs(store, crs.epsg(), crs.name(), &wkt)?;
    store.execute("INSERT INTO wijkkaart_store VALUES (1, ?1)", [srs_id])?;
    for layer in Layer::ALL {
        store.execute_batch(&table::create(layer))?;
        let geometry = table::geometry_type(layer);
        store.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?1, ?2, ?1, ?3)",
            params![
                layer.name(),
                if geometry.is_some() {
                    "features"
                } else {
                    "attributes"
                },
                geometry.map(|_| srs_id),
            ],
        )?;
        if let Some(geometry) = geometry {
            store.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
                params![layer.name(), geometry, srs_id],
            )?;
        }
    }
    let empty = Revision {
        number: 0,
        time: jiff::Timestamp::now(),
        who: env!("CARGO_PKG_NAME").to_owned(),
        source: None,
        counts: Counts::default(),
    };
    revisions::add(store, &empty, 0)
}

/// Brings the fields that came later (a new file has them from its tables' first statements) and the readings.
fn version_2(store: &Connection, _: &Crs) -> Result<(), Failure> {
    add_later_fields(store)?;
    store.execute_batch(readings::TABLES)?;
    Ok(())
}

/// Adds what the tables of the layers have not got yet.
fn add_later_fields(store: &Connection) -> Result<(), Failure> {
    let present = columns(store)?;
    for layer in Layer::ALL {
        for field in table::fields(layer).iter().filter(|field| field.later) {
            for table in [layer.name().to_owned(), format!("{layer}_history")] {
                if !present.contains(&folded(&table, field.name)) {
                    store.execute_batch(&table::add_column(&table, field))?;
                }
            }
        }
    }
    Ok(())
}

/// Brings the scenarios.
fn version_3(store: &Connection, _: &Crs) -> Result<(), Failure> {
    store.execute_batch(scenarios::TABLES)?;
    Ok(())
}

/// Brings what indicators are called.
fn version_4(store: &Connection, _: &Crs) -> Result<(), Failure> {
    add_later_fields(store)
}

/// The number under which the file knows the city's CRS.
pub(super) fn srs_id(crs: &Crs) -> i32 {
    tables::srs_id(crs.epsg())
}

/// The schema's version: 0 for a file in which nothing was made yet.
fn version(store: &Connection) -> Result<u32, Failure> {
    let ours: bool = store.query_row(
        "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = 'wijkkaart_store'",
        [],
        |row| row.get(0),
    )?;
    if ours {
        return store
            .query_row("SELECT schema_version FROM wijkkaart_store", [], |row| row.get(0))
            .optional()?
            .ok_or_else(|| Failure::Damaged("its schema version is gone".to_owned()));
    }
    let things: u32 = store.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i32 = store.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if things == 0 && application == 0 {
        Ok(0)
    } else {
        Err(Failure::NotAStore)
    }
}

/// Brings the store at `path` to the schema that `steps` lead to, in one transaction, after a copy of what stood there. A
/// store that is newer, or no store of ours, is refused untouched.
pub(super) fn migrate(store: &mut Connection, path: &Path, crs: &Crs, steps: &[Step]) -> Result<(), Failure> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let refuse_newer = |found: u32| {
        if found > known {
            Err(Failure::Newer { found, known })
        } else {
            Ok(found)
        }
    };
    if refuse_newer(version(store)?)? == known {
        return Ok(());
    }
    // Only now that it is known to be ours.
    connection::keep_journal(store)?;
    let change = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been here first.
    let found = refuse_newer(version(&change)?)?;
    if found > 0 && found < known {
        back_up(path, found)?;
    }
    for step in steps.iter().skip(found as usize) {
        step(&change, crs)?;
    }
    change.execute("UPDATE wijkkaart_store SET schema_version = ?1", [known])?;
    change.commit()?;
    connection::checkpoint(store);
    Ok(())
}

/// Where the copy goes that is made before a store of schema `version` is changed.
fn backup_path(path: &Path, version: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".schema-{version}.backup"));
    name.into()
}

fn back_up(path: &Path, version: u32) -> Result<(), Failure> {
    let target = backup_path(path, version);
    let mut unfinished = target.clone().into_os_string();
    unfinished.push(".part");
    let io = |error: &std::io::Error| Failure::Failed(format!("no backup could be made: {error}"));
    if Path::new(&unfinished).exists() {
        std::fs::remove_file(&unfinished).map_err(|error| io(&error))?;
    }
    connection::reader(path)?.backup("main", &unfinished, None)?;
    std::fs::rename(&unfinished, &target).map_err(|error| io(&error))
}

/// Refuses a store whose coordinates are in another CRS than the city's.
pub(super) fn check_crs(store: &Connection, crs: &Crs) -> Result<(), Failure> {
    let (organization, code, name, wkt): (String, i64, String, String) = store
        .query_row(
            "SELECT organization, organization_coordsys_id, srs_name, definition
             FROM wijkkaart_store JOIN gpkg_spatial_ref_sys USING (srs_id)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()?
        .ok_or_else(|| Failure::Damaged("its coordinate reference system is gone".to_owned()))?;
    let registered = organization.eq_ignore_ascii_case("EPSG");
    let same = match crs.epsg() {
        Some(epsg) => registered && i64::from(epsg) == code,
        None => !registered && crs.wkt().is_ok_and(|own| own == wkt),
    };
    if same {
        return Ok(());
    }
    Err(Failure::OtherCrs {
        found: if registered { format!("EPSG:{code}") } else { name },
        expected: crs.to_string(),
    })
}

/// Refuses a damaged file. Every record is compared with its digest, and counted, whenever it is loaded, so damage never
/// shows as a wrong record however large the file; what this adds is that the structure round them is looked at before
/// anything is written. In a large file that is done for our bookkeeping only, for reading all of it would delay the start.
pub(super) fn check_structure(store: &Connection, path: &Path) -> Result<(), Failure> {
    let whole = std::fs::metadata(path).is_ok_and(|file| file.len() <= CHECK_WHOLE_BYTES);
    let tables: &[&str] = if whole {
        &["1"]
    } else {
        &[
            "sqlite_schema",
            "wijkkaart_store",
            "wijkkaart_revisions",
            "gpkg_contents",
        ]
    };
    for table in tables {
        let found: String = store.query_row(&format!("PRAGMA quick_check({table})"), [], |row| row.get(0))?;
        if found != "ok" {
            return Err(Failure::Damaged(found.lines().collect::<Vec<_>>().join("; ")));
        }
    }
    Ok(())
}

/// The columns of every table in a file, in the order in which they were made.
const COLUMNS: &str = "
SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.rowid, c.cid";

/// Table and column of each column in a file, in the order in which they were made.
fn in_order(file: &Connection) -> Result<Vec<(String, String)>, Failure> {
    let mut statement = file.prepare(COLUMNS)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A column as it is compared: SQLite takes names in any case for the same.
fn folded(table: &str, column: &str) -> (String, String) {
    (table.to_lowercase(), column.to_lowercase())
}

fn columns(file: &Connection) -> Result<HashSet<(String, String)>, Failure> {
    let all = in_order(file)?;
    Ok(all.iter().map(|(table, column)| folded(table, column)).collect())
}

/// Refuses a store in which a column of ours is not there: its schema has our version and yet is not ours. What other
/// programs added is no matter.
pub(super) fn check_columns(store: &Connection) -> Result<(), Failure> {
    // The statements that make the tables say which columns they have; so they are asked, and nothing is said twice.
    let declared = Connection::open_in_memory()?;
    for statements in [tables::TABLES, OURS, readings::TABLES, scenarios::TABLES] {
        declared.execute_batch(statements)?;
    }
    for layer in Layer::ALL {
        declared.execute_batch(&table::create(layer))?;
    }
    let present = columns(store)?;
    match in_order(&declared)?
        .into_iter()
        .find(|(table, column)| !present.contains(&folded(table, column)))
    {
        Some((table, column)) => Err(Failure::MissingColumn { table, column }),
        None => Ok(()),
    }
}
