//! The embedded store: a GeoPackage 1.3 that GDAL and QGIS can read.
//!
//! The file is SQLite with a write-ahead log and `synchronous=FULL`: one writer, any number of readers, each of which sees
//! one moment. The layers hold what is known now; what was known before stands beside them (`table.rs` tells how), so a
//! revision costs what it changed. Other programs may read the file; a change that one of them makes is noticed when it is
//! loaded and named, and importing the source again mends it.

mod commit;
mod connection;
mod digest;
mod failure;
mod load;
mod locks;
mod readings;
mod revisions;
mod scenarios;
mod schema;
mod table;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use rusqlite::Connection;

use self::failure::Failure;
pub use self::locks::{ServeLock, WriteLock, serve_lock};
use super::{Commit, Store, StoreError, Untouched};
use crate::domain::revision::{ChangeSet, Revision, Source};
use crate::domain::scenario::Scenario;
use crate::domain::{LayerRecord, Reading};
use crate::spatial::projection::Crs;

/// A city's store in one file.
pub struct GeoPackageStore {
    path: PathBuf,
    srs_id: i32,
    /// None after a failed commit: what a connection believes after the disk failed it is not worth much.
    writer: Mutex<Option<Connection>>,
    /// For short questions; a load has a connection of its own.
    reader: Mutex<Connection>,
    /// The write lock, while somebody in this process holds it for this store.
    write_lock: Mutex<Weak<File>>,
}

impl GeoPackageStore {
    /// Opens the store at `path`, or makes an empty one where there is no file, for a city that computes in `crs`.
    ///
    /// An older schema is brought up to date after a copy of the file was put beside it. Refused, untouched: a newer schema, a
    /// file that is no store of ours, another CRS, a damaged file, a table that lacks a column of ours.
    pub fn open(path: &Path, crs: &Crs) -> Result<Self, StoreError> {
        Self::prepare(path, crs).map_err(|failure| failure.at(path))
    }

    fn prepare(path: &Path, crs: &Crs) -> Result<Self, Failure> {
        let mut writer = connection::writer(path)?;
        schema::migrate(&mut writer, path, crs, schema::STEPS)?;
        schema::check_crs(&writer, crs)?;
        schema::check_structure(&writer, path)?;
        schema::check_columns(&writer)?;
        Ok(Self {
            path: path.to_owned(),
            srs_id: schema::srs_id(crs),
            reader: Mutex::new(connection::reader(path)?),
            writer: Mutex::new(Some(writer)),
            write_lock: Mutex::default(),
        })
    }

    fn load_with(
        &self,
        revision: Option<u64>,
        touched: load::Touched<'_>,
        sink: &mut dyn FnMut(LayerRecord),
    ) -> Result<(Revision, Vec<Source>), StoreError> {
        let mut load = || {
            let mut reader = connection::reader(&self.path)?;
            let moment = reader.transaction()?;
            load::load(&moment, revision, touched, sink)
        };
        load().map_err(|failure: Failure| failure.at(&self.path))
    }

    /// Does something with the writing connection while nobody else writes.
    fn write<T>(&self, change: impl FnOnce(&mut Connection) -> Result<T, Failure>) -> Result<T, StoreError> {
        let _lock = self.write_lock()?;
        let mut writer = guard(&self.writer);
        let written = || {
            let mut connection = match writer.take() {
                Some(connection) => connection,
                None => connection::writer(&self.path)?,
            };
            let done = change(&mut connection)?;
            connection::checkpoint(&connection);
            *writer = Some(connection);
            Ok(done)
        };
        written().map_err(|failure: Failure| failure.at(&self.path))
    }

    /// Keeps other processes from writing until it is dropped, for an import that reads first and commits later. Waits some
    /// seconds for another writer, then says who it is. Commits through this same store go on, one after the other; their
    /// `base` keeps them honest.
    pub fn write_lock(&self) -> Result<WriteLock, StoreError> {
        let mut held = guard(&self.write_lock);
        let file = match held.upgrade() {
            Some(file) => file,
            None => locks::write_lock(&self.path)?,
        };
        *held = Arc::downgrade(&file);
        Ok(file.into())
    }
}

/// What a thread that panicked left behind is whole: no change to these spans two steps.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store for GeoPackageStore {
    /// One look-up by key, some microseconds: a server may ask every second whether another process has committed.
    fn head(&self) -> Result<Revision, StoreError> {
        match revisions::head(&guard(&self.reader)) {
            Ok(known) => Ok(known.revision),
            Err(failure) => Err(failure.at(&self.path)),
        }
    }

    /// Layers come in the order of [`crate::domain::Layer::ALL`]. After an error what `sink` was given is worth nothing.
    fn load(
        &self,
        revision: Option<u64>,
        sink: &mut dyn FnMut(LayerRecord),
    ) -> Result<(Revision, Vec<Source>), StoreError> {
        self.load_with(
            revision,
            &mut |layer, key| Err(Failure::Tampered { layer, key }),
            sink,
        )
    }

    fn load_untouched(&self, sink: &mut dyn FnMut(LayerRecord)) -> Result<Untouched, StoreError> {
        let mut touched = Vec::new();
        let (revision, sources) = self.load_with(
            None,
            &mut |layer, key| {
                touched.push((layer, key));
                Ok(())
            },
            sink,
        )?;
        Ok(Untouched {
            revision,
            sources,
            touched,
        })
    }

    fn commit(&self, base: u64, changes: &ChangeSet, who: &str) -> Result<Commit, StoreError> {
        self.write(|connection| commit::commit(connection, self.srs_id, base, changes, who))
    }

    /// Revision 0, the empty store, is the first.
    fn history(&self) -> Result<Vec<Revision>, StoreError> {
        revisions::all(&guard(&self.reader)).map_err(|failure| failure.at(&self.path))
    }

    fn keep_readings(&self, revision: u64, readings: &[Reading]) -> Result<(), StoreError> {
        self.write(|connection| readings::keep(connection, revision, readings))
    }

    fn readings(&self, revision: Option<u64>) -> Result<Vec<Reading>, StoreError> {
        readings::all(&guard(&self.reader), revision.unwrap_or(u64::MAX))
            .map_err(|failure| failure.at(&self.path))
    }

    fn scenarios(&self) -> Result<Vec<Scenario>, StoreError> {
        scenarios::all(&guard(&self.reader)).map_err(|failure| failure.at(&self.path))
    }

    fn keep_scenario(&self, scenario: &Scenario) -> Result<(), StoreError> {
        self.write(|connection| scenarios::keep(connection, scenario))
    }

    fn remove_scenario(&self, name: &str) -> Result<bool, StoreError> {
        self.write(|connection| scenarios::remove(connection, name))
    }
}
