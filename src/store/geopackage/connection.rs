//! Connections to the file. All access goes through SQLite: to open and close the file beside it would drop the locks that
//! SQLite holds on it in this process.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::failure::Failure;

/// How long a statement waits for another program to let go of the file.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// Opens the file for writing, and makes it when it is absent.
pub(super) fn writer(path: &Path) -> Result<Connection, Failure> {
    let connection = open(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    // A commit is on disk before it is answered.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Other programs may have added triggers that call functions of theirs (QGIS's spatial index does).
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    Ok(connection)
}

/// Opens the file for reading. Readers and the writer do not wait for each other.
pub(super) fn reader(path: &Path) -> Result<Connection, Failure> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Makes the file keep a write-ahead log.
pub(super) fn keep_journal(connection: &Connection) -> Result<(), Failure> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode == "wal" {
        Ok(())
    } else {
        Err(Failure::Failed("no write-ahead log can be kept here".to_owned()))
    }
}

/// Moves the log into the file, so that other programs find all of it there. What was committed is on disk already, so it
/// waits for nobody: where a reader is in the way the next commit does it.
pub(super) fn checkpoint(connection: &Connection) {
    let moved = connection
        .busy_timeout(Duration::ZERO)
        .and_then(|()| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
        .and_then(|()| connection.busy_timeout(BUSY_WAIT));
    if let Err(error) = moved {
        tracing::debug!(%error, "the log stays beside the store until the next commit");
    }
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, Failure> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // The first statement that reads the file; what is no database shows here.
    connection
        .pragma_query(None, "schema_version", |_| Ok(()))
        .map_err(|error| not_a_database(path, error))?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Tells a file of another kind from a store whose first page was lost.
fn not_a_database(path: &Path, error: rusqlite::Error) -> Failure {
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return error.into();
    }
    let mut start = [1; 16];
    let read =
        std::fs::File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut start));
    if read.is_ok() && start == [0; 16] {
        Failure::Damaged("its first page is empty".to_owned())
    } else {
        Failure::NotAStore
    }
}
