//! What was known when: every import leaves a revision, every record belongs to a source.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ids::{GrantId, SourceName};
use super::layer::{Layer, Layers};

/// Who may see a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    #[default]
    Public,
    /// Only signed-in readers; until readers can sign in it is never served.
    Internal,
}

/// Where records came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub name: SourceName,
    pub layer: Layer,
    /// Names of the imported files, without their folders.
    pub files: Vec<String>,
    /// SHA-256 of the files, in hexadecimal.
    pub sha256: String,
    /// The day for which the source is true: `import --date`, else the day of the import.
    pub date: Date,
    pub licence: Option<String>,
    pub attribution: Option<String>,
    pub visibility: Visibility,
    /// A layer of observed people: small counts are suppressed and the layer itself is never served.
    pub confidential: bool,
}

/// One step in the history of the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revision {
    /// 0 is the empty store; each commit adds one.
    pub number: u64,
    /// When it was committed.
    pub time: Timestamp,
    /// Who or what committed it.
    pub who: String,
    /// The source that was imported, with its date and checksum; none for the empty store.
    pub source: Option<Source>,
    pub counts: Counts,
}

/// What a commit did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub added: u64,
    pub changed: u64,
    pub closed: u64,
    pub removed: u64,
    pub unchanged: u64,
}

/// What one commit changes. Records that are equal to what the store holds cost nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeSet {
    pub source: Source,
    /// Records to add, or to replace where the key is known.
    pub put: Layers,
    /// Keys of records that cease to exist in the layer of the source: areas and demand of a replaced layer, grants that were withdrawn.
    pub remove: Vec<String>,
    pub counts: Counts,
}

/// Everything that is known at a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    pub revision: Revision,
    pub layers: Layers,
    /// The sources in force, latest import of each.
    pub sources: Vec<Source>,
}

impl Snapshot {
    /// The source called `name`.
    pub fn source(&self, name: &SourceName) -> Option<&Source> {
        self.sources.iter().find(|source| source.name == *name)
    }

    /// Whether a grant with this id is known.
    pub fn has_grant(&self, id: &GrantId) -> bool {
        self.layers.grants.iter().any(|grant| grant.id == *id)
    }
}
