//! Files come in: one reader per format, one way to make records of what they read, one report of what was refused and where.

pub mod report;

use std::path::PathBuf;

use jiff::civil::Date;

use crate::config::{Mapping, UnknownType};
use crate::domain::{Facility, Layer, Layers, SourceName, Taxonomy};
use crate::spatial::projection::Crs;
pub use report::{Finding, IngestError, Report, Severity};

/// What an import is asked to do.
#[derive(Clone, Debug)]
pub struct Request {
    pub layer: Layer,
    pub files: Vec<PathBuf>,
    pub source: SourceName,
    pub mapping: Mapping,
    /// The CRS of files that do not name theirs; a file that names another is refused.
    pub crs: Option<Crs>,
    /// The day for which the files are true.
    pub date: Date,
    pub unknown_type: UnknownType,
}

/// What the records are read against.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The city's CRS, in which records are kept.
    pub crs: &'a Crs,
    pub taxonomy: &'a Taxonomy,
    /// The facilities that the store holds, so that records without id are known again.
    pub present: &'a [Facility],
    /// Bounds of the city's areas in its CRS, where there are any: what lies far outside gets a warning.
    pub extent: Option<geo::Rect<f64>>,
}

/// Records that can be kept, and what there was to say about them.
#[derive(Clone, Debug)]
pub struct Ingested {
    pub layers: Layers,
    pub report: Report,
    /// SHA-256 of all files, in hexadecimal.
    pub sha256: String,
}
