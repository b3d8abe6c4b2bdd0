//! Features go out: one file per format, each writes any collection.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Geojson,
    Csv,
}
