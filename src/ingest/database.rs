//! Databases that strangers made: opened read-only, with limits on size and time, and looked at before a table is read.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use super::findings::{Findings, Refusal};

/// Nothing honest takes longer to read.
const LONGEST: Duration = Duration::from_secs(20);
/// A geometry or text that is longer is refused by SQLite itself.
const MOST_CELL_BYTES: i32 = 64 << 20;

/// Opens a copy read-only and without trust. `out_of_time` tells afterwards whether a query was stopped for its length.
pub(super) fn open(copy: &Path, out_of_time: &Arc<AtomicBool>) -> rusqlite::Result<Connection> {
    // A URI needs its special characters escaped; names of temporary files have none but slashes.
    let uri = format!("file:{}?immutable=1", copy.display());
    let connection = Connection::open_with_flags(
        uri,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MOST_CELL_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 0)?;
    let (began, out_of_time) = (Instant::now(), Arc::clone(out_of_time));
    connection.progress_handler(
        10_000,
        Some(move || {
            let late = began.elapsed() > LONGEST;
            out_of_time.fetch_or(late, Ordering::Relaxed);
            late
        }),
    );
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    Ok(connection)
}

/// Why the database cannot be read.
pub(super) fn refusal_of(error: &rusqlite::Error, out_of_time: bool) -> Refusal {
    let code = match error.sqlite_error_code() {
        _ if out_of_time => "query_limit",
        Some(ErrorCode::TooBig | ErrorCode::OperationInterrupted | ErrorCode::OutOfMemory) => "query_limit",
        Some(ErrorCode::NotADatabase) => "not_a_database",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure) => "corrupt_database",
        _ => "corrupt_geopackage",
    };
    Refusal::file(code, error.to_string())
}

/// Whether it is a sound database and says that it is a GeoPackage.
pub(super) fn inspect(
    connection: &Connection,
    findings: &mut Findings,
    refused: &impl Fn(&rusqlite::Error) -> Refusal,
) -> Result<(), Refusal> {
    let id: u32 = connection
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .map_err(|error| refused(&error))?;
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| refused(&error))?;
    if verdict != "ok" {
        return Err(Refusal::file("corrupt_database", verdict));
    }
    if ![*b"GPKG", *b"GP10", *b"GP11"]
        .map(u32::from_be_bytes)
        .contains(&id)
    {
        findings.warn(
            "unmarked_geopackage",
            None,
            None,
            "the database does not say that it is a GeoPackage; read as one",
        );
    }
    Ok(())
}

/// A view or virtual table runs what its maker wrote; only tables hold still.
pub(super) fn check_is_table(
    connection: &Connection,
    name: &str,
    refused: &impl Fn(&rusqlite::Error) -> Refusal,
) -> Result<(), Refusal> {
    let found: Option<(String, Option<String>)> = connection
        .query_row(
            "SELECT type, sql FROM sqlite_schema WHERE lower(name) = lower(?1) AND type IN ('table', 'view')",
            [name],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(|error| refused(&error))?;
    match found {
        None => Err(Refusal::file(
            "corrupt_geopackage",
            format!("the layer '{name}' is listed and not there"),
        )),
        Some((kind, sql)) => {
            let sql = sql.unwrap_or_default().to_ascii_uppercase();
            if kind == "view" || sql.starts_with("CREATE VIRTUAL") {
                Err(Refusal::file(
                    "unsupported_layer",
                    format!("the layer '{name}' is a view or virtual table; only tables are read"),
                ))
            } else {
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_by(sql: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        Connection::open(file.path()).unwrap().execute_batch(sql).unwrap();
        file
    }

    fn refused(error: &rusqlite::Error) -> Refusal {
        refusal_of(error, false)
    }

    #[test]
    fn only_a_table_is_a_layer_and_a_view_or_virtual_table_is_refused() {
        let file = made_by(
            "CREATE TABLE real (a); CREATE VIEW seen AS SELECT a FROM real; \
             CREATE VIRTUAL TABLE made USING fts5(a);",
        );
        let connection = open(file.path(), &Arc::default()).unwrap();
        let code = |name| {
            check_is_table(&connection, name, &refused)
                .err()
                .map(|refusal| refusal.code)
        };
        assert_eq!(code("REAL"), None);
        assert_eq!(code("seen"), Some("unsupported_layer"));
        assert_eq!(code("made"), Some("unsupported_layer"));
        assert_eq!(code("absent"), Some("corrupt_geopackage"));
    }

    #[test]
    fn nothing_is_written_to_the_copy() {
        let file = made_by("CREATE TABLE real (a);");
        let connection = open(file.path(), &Arc::default()).unwrap();
        assert!(connection.execute_batch("INSERT INTO real VALUES (1)").is_err());
        assert!(connection.execute_batch("ATTACH ':memory:' AS other").is_err());
    }

    #[test]
    fn what_is_no_database_is_refused_and_an_unmarked_one_told() {
        let text = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(
            text.path(),
            "no database at all, but a text of some length".repeat(40),
        )
        .unwrap();
        let verdict = open(text.path(), &Arc::default())
            .map_err(|error| refused(&error))
            .and_then(|connection| inspect(&connection, &mut Findings::default(), &refused));
        assert_eq!(verdict.unwrap_err().code, "not_a_database");

        let file = made_by("CREATE TABLE real (a);");
        let mut findings = Findings::default();
        inspect(
            &open(file.path(), &Arc::default()).unwrap(),
            &mut findings,
            &refused,
        )
        .unwrap();
        assert_eq!(
            findings.report(0).unwrap().warnings[0].code,
            "unmarked_geopackage"
        );
    }
}
