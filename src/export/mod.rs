//! Features go out: one file per format, each writes any collection.

pub mod csv;
pub mod geojson;
pub mod json;

use std::io::{self, Write};

use crate::domain::feature::FeatureSet;
use crate::spatial::projection::Crs;

/// What a download says about itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub collection: String,
    pub title: String,
    /// The parameters in force, by name.
    pub parameters: serde_json::Map<String, serde_json::Value>,
    pub revision: u64,
    /// When the revision was committed, RFC 3339.
    pub time_stamp: String,
    /// Licences and attributions of the sources that it was made of.
    pub attribution: Vec<String>,
}

/// A format that any collection can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    Geojson,
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Geojson, Self::Csv];

    /// The name in requests and on the command line, which is also the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Geojson => "geojson",
            Self::Csv => "csv",
        }
    }

    /// Media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Geojson => "application/geo+json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// Writes features, already in `crs`, in a format.
pub fn write(
    format: Format,
    set: &FeatureSet,
    crs: &Crs,
    about: &About,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Geojson => geojson::write(set, crs, about, out),
        Format::Csv => csv::write(set, crs, out),
    }
}
