//! Where the city is kept. The [`Store`] trait speaks domain; no SQL crosses it.

pub mod geopackage;

use std::path::PathBuf;

use crate::domain::indicator::Reading;
use crate::domain::layer::{Layer, LayerRecord};
use crate::domain::revision::{ChangeSet, Revision, Source};
use crate::domain::scenario::Scenario;

/// Why the store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path} is held by {holder}")]
    Locked { path: PathBuf, holder: String },
    #[error("{path} was made by a newer version of the program (schema {found}, this one knows {known})")]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("{path} is not a store of ours")]
    NotAStore { path: PathBuf },
    #[error("{path} keeps coordinates in {found}, the city uses {expected}")]
    OtherCrs {
        path: PathBuf,
        found: String,
        expected: String,
    },
    #[error(
        "{path}: the table '{table}' has no column '{column}', which this version of the program keeps; open it with the \
         version that made it, restore a backup, or move the file away and import again"
    )]
    MissingColumn {
        path: PathBuf,
        table: String,
        column: String,
    },
    #[error("{path} is damaged: {reason}; restore a backup, or move the file away and import again")]
    Damaged { path: PathBuf, reason: String },
    #[error("{layer} '{key}' in {path} was changed behind our back; import its source again")]
    Tampered {
        path: PathBuf,
        layer: String,
        key: String,
    },
    #[error("the disk is full")]
    DiskFull,
    #[error("{path} cannot be written")]
    ReadOnly { path: PathBuf },
    #[error("revision {0} is not known")]
    UnknownRevision(u64),
    #[error("{path}: {reason}")]
    Failed { path: PathBuf, reason: String },
}

/// What came of a commit.
#[derive(Clone, Debug, PartialEq)]
pub enum Commit {
    /// The revision that now is the head.
    Done(Revision),
    /// Somebody else committed since `base`; nothing was changed. Holds the present head.
    Conflict(Revision),
}

/// What [`Store::load_untouched`] tells beside the records.
#[derive(Clone, Debug, PartialEq)]
pub struct Untouched {
    /// The head.
    pub revision: Revision,
    /// The sources in force.
    pub sources: Vec<Source>,
    /// Layer and key of each record that is not as we wrote it.
    pub touched: Vec<(Layer, String)>,
}

/// Keeps every revision of a city's records.
pub trait Store: Send + Sync {
    /// The newest revision; number 0 for an empty store.
    fn head(&self) -> Result<Revision, StoreError>;

    /// Gives `sink` every record as it was known at `revision` (none: the head), in the order of layer and key, and returns that
    /// revision with the sources in force then. All of it is one moment: a commit that happens meanwhile is not seen.
    fn load(
        &self,
        revision: Option<u64>,
        sink: &mut dyn FnMut(LayerRecord),
    ) -> Result<(Revision, Vec<Source>), StoreError>;

    /// Gives `sink` the head's records that are as we wrote them, and returns with revision and sources the layer and key of
    /// those that were changed behind our back: what an import needs that is to mend them. Whatever it puts under such a key
    /// is written anew; a key that it does not put belongs in [`ChangeSet::remove`].
    fn load_untouched(&self, sink: &mut dyn FnMut(LayerRecord)) -> Result<Untouched, StoreError>;

    /// Makes `changes` the new head if the head still is `base`. When it returns [`Commit::Done`] the change is on disk; when it
    /// does not return, or fails, nothing of it is.
    fn commit(&self, base: u64, changes: &ChangeSet, who: &str) -> Result<Commit, StoreError>;

    /// Every revision, oldest first.
    fn history(&self) -> Result<Vec<Revision>, StoreError>;

    /// Keeps the figures that were computed of one revision, in place of those kept of it before. They are no records of the
    /// city: no revision comes of it.
    fn keep_readings(&self, revision: u64, readings: &[Reading]) -> Result<(), StoreError>;

    /// The figures kept of a revision (none: the head) and those before it, by revision, indicator and area.
    fn readings(&self, revision: Option<u64>) -> Result<Vec<Reading>, StoreError>;

    /// Every scenario, by name.
    fn scenarios(&self) -> Result<Vec<Scenario>, StoreError>;

    /// Keeps a scenario in place of the one with its name. No revision comes of it.
    fn keep_scenario(&self, scenario: &Scenario) -> Result<(), StoreError>;

    /// Takes a scenario away; tells whether there was one of that name.
    fn remove_scenario(&self, name: &str) -> Result<bool, StoreError>;
}
