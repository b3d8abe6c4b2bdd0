//! Collects what there is to say while a file is read: every fault with its place, bounded in number.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Finding, IngestError, Report, Severity};

/// Findings of one kind that are written out; of more, only the number is told.
const MOST_PER_CODE: u64 = 100;

/// Why a file, row or field is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub code: &'static str,
    pub row: Option<u64>,
    pub field: Option<String>,
    pub message: String,
}

impl Refusal {
    /// A refusal of the whole file.
    pub fn file(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            row: None,
            field: None,
            message: message.into(),
        }
    }

    /// A refusal of one row.
    pub fn row(code: &'static str, row: u64, message: impl Into<String>) -> Self {
        Self {
            row: Some(row),
            ..Self::file(code, message)
        }
    }
}

/// The findings so far.
#[derive(Default)]
pub(super) struct Findings {
    file: String,
    list: Vec<Finding>,
    said: BTreeMap<(&'static str, bool), u64>,
    refused: BTreeSet<(String, Option<u64>)>,
}

impl Findings {
    /// From here on the findings are about `file`.
    pub fn in_file(&mut self, file: &str) {
        file.clone_into(&mut self.file);
    }

    /// Keeps a refusal.
    pub fn refuse(&mut self, refusal: Refusal) {
        let Refusal {
            code,
            row,
            field,
            message,
        } = refusal;
        self.refused.insert((self.file.clone(), row));
        self.say(Severity::Error, code, row, field, message);
    }

    /// Refuses a row for one of its fields.
    pub fn error(&mut self, code: &'static str, row: u64, field: &str, message: impl Into<String>) {
        self.refuse(Refusal {
            field: Some(field.to_owned()),
            ..Refusal::row(code, row, message)
        });
    }

    /// Somebody should look; the file is read all the same.
    pub fn warn(
        &mut self,
        code: &'static str,
        row: impl Into<Option<u64>>,
        field: Option<&str>,
        message: impl Into<String>,
    ) {
        self.say(
            Severity::Warning,
            code,
            row.into(),
            field.map(str::to_owned),
            message.into(),
        );
    }

    fn say(
        &mut self,
        severity: Severity,
        code: &'static str,
        row: Option<u64>,
        field: Option<String>,
        message: String,
    ) {
        let said = self.said.entry((code, severity == Severity::Error)).or_default();
        *said += 1;
        if *said <= MOST_PER_CODE {
            self.list.push(Finding {
                code,
                severity,
                file: self.file.clone(),
                row,
                field,
                message,
            });
        }
    }

    /// The report: of `accepted` records, or of a refusal.
    pub fn report(mut self, accepted: u64) -> Result<Report, IngestError> {
        for ((code, error), said) in &self.said {
            if *said > MOST_PER_CODE {
                self.list.push(Finding {
                    code,
                    severity: if *error {
                        Severity::Error
                    } else {
                        Severity::Warning
                    },
                    file: self.file.clone(),
                    row: None,
                    field: None,
                    message: format!("and {} more of this kind", said - MOST_PER_CODE),
                });
            }
        }
        let report = Report {
            accepted: if self.refused.is_empty() { accepted } else { 0 },
            refused: self.refused.len() as u64,
            warnings: self.list,
        };
        if report.refused == 0 {
            Ok(report)
        } else {
            Err(IngestError(Box::new(report)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_row_is_counted_once_and_the_report_is_bounded() {
        let mut findings = Findings::default();
        findings.in_file("list.csv");
        for row in 2..502 {
            findings.error("invalid_value", row, "capacity", "no number");
            findings.error("invalid_value", row, "occupancy", "no number");
        }
        let report = findings.report(7).unwrap_err().0;
        assert_eq!((report.accepted, report.refused), (0, 500));
        assert_eq!(report.warnings.len(), 101);
        assert_eq!(
            report.warnings[0].to_string(),
            "list.csv, row 2, capacity: no number [invalid_value]"
        );
        assert_eq!(report.warnings[100].message, "and 900 more of this kind");
    }
}
