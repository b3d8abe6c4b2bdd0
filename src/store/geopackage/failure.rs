//! What can go wrong inside the store, before it is known under which path.

use std::path::Path;

use rusqlite::ErrorCode;

use super::locks;
use crate::domain::Layer;
use crate::store::StoreError;

/// A reason of the store itself or of SQLite; [`Failure::at`] makes the error that callers see.
#[derive(Debug)]
pub(super) enum Failure {
    Sql(rusqlite::Error),
    Tampered { layer: Layer, key: String },
    Damaged(String),
    MissingColumn { table: String, column: String },
    UnknownRevision(u64),
    Newer { found: u32, known: u32 },
    NotAStore,
    OtherCrs { found: String, expected: String },
    Failed(String),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl Failure {
    /// The error for the store at `path`.
    pub(super) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Sql(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => StoreError::DiskFull,
                Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked {
                    holder: locks::writer(&path),
                    path,
                },
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged {
                    path,
                    reason: error.to_string(),
                },
                _ => StoreError::Failed {
                    path,
                    reason: error.to_string(),
                },
            },
            Self::Tampered { layer, key } => StoreError::Tampered {
                path,
                layer: layer.to_string(),
                key,
            },
            Self::Damaged(reason) => StoreError::Damaged { path, reason },
            Self::MissingColumn { table, column } => StoreError::MissingColumn { path, table, column },
            Self::UnknownRevision(number) => StoreError::UnknownRevision(number),
            Self::Newer { found, known } => StoreError::Newer { path, found, known },
            Self::NotAStore => StoreError::NotAStore { path },
            Self::OtherCrs { found, expected } => StoreError::OtherCrs {
                path,
                found,
                expected,
            },
            Self::Failed(reason) => StoreError::Failed { path, reason },
        }
    }
}
