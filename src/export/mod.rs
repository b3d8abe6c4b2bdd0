//! Features go out: one file per format, each writes any collection.

pub mod csv;
pub mod geojson;
pub mod gpkg;
pub mod json;
pub mod xlsx;

use std::io::{self, Write};

use jiff::Timestamp;

use crate::domain::feature::{FeatureSet, Value};
use crate::domain::revision::Source;
use crate::spatial::projection::Crs;

/// What a download says about itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub collection: String,
    pub title_nl: String,
    pub title_en: String,
    /// What the collection holds and how that is defined.
    pub description_nl: String,
    pub description_en: String,
    /// The city that was asked.
    pub city: String,
    /// What the city says of all its data, such as that it is a sample.
    pub notice_nl: Option<String>,
    pub notice_en: Option<String>,
    /// The parameters in force, by name.
    pub parameters: serde_json::Map<String, serde_json::Value>,
    pub revision: u64,
    /// When the revision was committed.
    pub time: Timestamp,
    /// The sources that it was made of.
    pub sources: Vec<Source>,
    /// Their licences and attributions.
    pub attribution: Vec<String>,
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The format has no room for it.
    #[error(
        "{format} holds at most {most} {what} and these are {found}; \
         ask fewer (an area, a type), or another format such as CSV or GeoJSON"
    )]
    TooMany {
        format: &'static str,
        what: &'static str,
        most: usize,
        found: usize,
    },
    #[error("the file could not be made: {0}")]
    Failed(String),
}

/// A format that any collection can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    Geojson,
    Csv,
    Xlsx,
    Gpkg,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Geojson, Self::Csv, Self::Xlsx, Self::Gpkg];

    /// The name in requests and on the command line, which is also the extension of its files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Geojson => "geojson",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Gpkg => "gpkg",
        }
    }

    /// Media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Geojson => "application/geo+json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Gpkg => "application/geopackage+sqlite3",
        }
    }

    /// Whether its files are text, which a terminal can show.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Geojson | Self::Csv)
    }
}

/// Writes features, already in `crs`, in a format. The same features and `about` give the same bytes.
pub fn write(
    format: Format,
    set: &FeatureSet,
    crs: &Crs,
    about: &About,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    match format {
        Format::Geojson => Ok(geojson::write(set, crs, about, out)?),
        Format::Csv => Ok(csv::write(set, crs, out)?),
        Format::Xlsx => xlsx::write(set, crs, about, out),
        Format::Gpkg => gpkg::write(set, crs, about, out),
    }
}

/// Names of the columns in which the two coordinates of a point stand.
fn point_columns(crs: &Crs) -> [&'static str; 2] {
    if crs.is_geographic() {
        ["lon", "lat"]
    } else {
        ["x", "y"]
    }
}

/// A coordinate as texts and sheets show it: degrees with seven decimals, metres with three.
fn rounded(ordinate: f64, crs: &Crs) -> f64 {
    let scale = if crs.is_geographic() { 1e7 } else { 1e3 };
    // Adding nought makes a plain nought of -0.
    (ordinate * scale).round() / scale + 0.0
}

/// The id's own column, unless it is a property too.
fn has_id_column(set: &FeatureSet) -> bool {
    set.schema.position("id").is_none()
}

/// A list where a format has none.
fn joined(list: &[String]) -> Value {
    Value::Text(list.join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_of_its_own_that_the_command_line_knows() {
        for format in Format::ALL {
            let known = <Format as clap::ValueEnum>::from_str(format.name(), false);
            assert_eq!(known, Ok(format));
        }
    }
}
