//! What an import has to say: counted, and each finding with file, row and field.

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file is refused.
    Error,
    /// The record is kept; somebody should look.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable name, e.g. `unknown_service_type`, `missing_crs`.
    pub code: &'static str,
    pub severity: Severity,
    pub file: String,
    /// Record in the file, counted from 1; in a table the heading is row 1 and the first record row 2.
    pub row: Option<u64>,
    pub field: Option<String>,
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {} [{}]", self.message, self.code)
    }
}

/// The report of an import. Anything refused refuses the whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub accepted: u64,
    pub refused: u64,
    pub warnings: Vec<Finding>,
}

/// Why an import was refused: at least one finding of severity error, in the order of the file, with the report so far.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.warnings.iter().filter(|f| f.severity == Severity::Error).map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct IngestError(pub Box<Report>);
