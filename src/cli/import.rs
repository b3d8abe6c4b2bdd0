//! `import` and `check`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{CityArgs, Failure};
use crate::app::{App, AppError, ImportOptions, check};
use crate::config::UnknownType;
use crate::domain::{Layer, Layers};
use crate::ingest::{Finding, Report, Severity};
use crate::spatial::projection::Crs;

/// `wijkkaart import LAYER FILE…`
#[derive(Args)]
pub struct Import {
    /// facilities, grants, neighbourhoods, districts, municipalities, demand or indicators.
    layer: Layer,
    /// GeoJSON, shapefile (.shp or .zip), GeoPackage, CSV or XLSX.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    city: CityArgs,
    /// Name of the source that owns the records; without it the first file's stem.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// A field of ours and the column that holds it.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    map: Vec<(String, String)>,
    /// What a text in a field means.
    #[arg(long, value_name = "FIELD:TEXT=VALUE", value_parser = translation)]
    value: Vec<(String, String, String)>,
    /// A column to keep although it is no field of ours.
    #[arg(long, value_name = "COLUMN")]
    keep: Vec<String>,
    /// The coordinate reference system of a file that does not name its own.
    #[arg(long, value_name = "EPSG:n")]
    crs: Option<String>,
    /// The day for which the files are true; without it today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// What to do with a service type that is not in the taxonomy; without it, refuse.
    #[arg(long, value_enum)]
    unknown_type: Option<UnknownType>,
    /// Do everything but keep.
    #[arg(long)]
    dry_run: bool,
    /// Write the report as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("write it as FIELD=COLUMN")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

fn translation(text: &str) -> Result<(String, String, String), String> {
    let wrong = "write it as FIELD:TEXT=VALUE";
    let (field, rest) = text.split_once(':').ok_or(wrong)?;
    let (from, to) = rest.rsplit_once('=').ok_or(wrong)?;
    Ok((
        field.trim().to_owned(),
        from.trim().to_owned(),
        to.trim().to_owned(),
    ))
}

impl Import {
    /// Imports, says what was done, and writes the report whether or not the files were accepted.
    pub(super) fn run(self) -> Result<(), Failure> {
        let city = self.city.city()?;
        let store = self.city.store(&city);
        let crs = self.crs.as_deref().map(Crs::parse).transpose();
        let crs = crs.map_err(|error| Failure::Usage(format!("--crs: {error}")))?;
        let named = ImportOptions::for_import(&city, self.layer, self.files, self.source.map(Into::into))?;
        let mut mapping = named.mapping.clone();
        mapping.map.extend(self.map);
        mapping.keep.extend(self.keep);
        for (field, from, to) in self.value {
            mapping.values.entry(field).or_default().insert(from, to);
        }
        let options = ImportOptions {
            mapping,
            crs: crs.or(named.crs.clone()),
            date: self.date,
            unknown_type: self.unknown_type.unwrap_or(named.unknown_type),
            ..named
        };
        let app = App::open_to_import(city, &store)?;
        let imported = app.import(&options, self.dry_run);
        let report = match &imported {
            Ok(imported) => Some(&imported.report),
            Err(AppError::Ingest(refused)) => Some(refused.0.as_ref()),
            Err(_) => None,
        };
        if let (Some(path), Some(report)) = (&self.report, report) {
            write_report(path, report)?;
        }
        let imported = imported?;
        tell(&imported.report.warnings);
        let accepted = imported.report.accepted;
        match imported.revision {
            Some(revision) => {
                let counts = revision.counts;
                println!(
                    "{accepted} {} accepted: {} added, {} changed, {} closed, {} removed, {} unchanged; revision {}",
                    self.layer,
                    counts.added,
                    counts.changed,
                    counts.closed,
                    counts.removed,
                    counts.unchanged,
                    revision.number
                );
            }
            None => println!("{accepted} {} accepted; nothing was kept", self.layer),
        }
        Ok(())
    }
}

fn write_report(path: &PathBuf, report: &Report) -> Result<(), Failure> {
    let json = serde_json::to_vec_pretty(report).map_err(|error| Failure::Failed(error.to_string()))?;
    std::fs::write(path, json).map_err(|error| Failure::file(path, &error))
}

fn tell(findings: &[Finding]) {
    for finding in findings {
        let word = if finding.severity == Severity::Error {
            "error"
        } else {
            "warning"
        };
        eprintln!("{word}: {finding}");
    }
}

/// `wijkkaart check`
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    city: CityArgs,
}

impl Check {
    /// Tells every finding; fails where something would be refused.
    pub(super) fn run(self) -> Result<(), Failure> {
        let city = self.city.city()?;
        let store = self.city.store(&city);
        let mut stored = Layers::default();
        if store.exists() {
            let app = App::open_unfilled(city.clone(), &store)?;
            stored = app.layers()?;
            let revision = app.study().revision.number;
            println!(
                "{}: revision {revision}, every row is as it was written",
                store.display()
            );
        }
        let findings = check(&city, &stored)?;
        tell(&findings);
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        let warnings = findings.len() - errors;
        let summary = format!(
            "{}: {} sources, {} service types, {} criteria; {errors} errors, {warnings} warnings",
            city.name,
            city.sources.len(),
            city.taxonomy.types().len(),
            city.criteria.criteria.len()
        );
        if errors > 0 {
            return Err(Failure::Failed(summary));
        }
        println!("{summary}");
        Ok(())
    }
}
