//! Importing: read, compare with what the store holds, commit as one revision.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::merge::merge;
use super::{App, AppError, FILL, as_of, check};
use crate::config::{City, Mapping, SourceConfig, UnknownType};
use crate::domain::revision::{Revision, Snapshot, Source, Visibility};
use crate::domain::{FacilityId, Layer, Layers, SourceName};
use crate::ingest::{self, Context, Finding, IngestError, Ingested, Report, Request, Severity};
use crate::spatial::projection::Crs;
use crate::store::{Commit, Store, StoreError, Untouched};

/// How often an import starts again because somebody else committed meanwhile.
const TRIES: usize = 5;

/// What is imported and how; the flags of `import` or a `[[sources]]` of the city.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub layer: Layer,
    pub files: Vec<PathBuf>,
    /// None: the first file's stem.
    pub source: Option<SourceName>,
    pub mapping: Mapping,
    pub crs: Option<Crs>,
    /// None: today.
    pub date: Option<Date>,
    pub unknown_type: UnknownType,
    pub licence: Option<String>,
    pub attribution: Option<String>,
    pub visibility: Visibility,
    pub confidential: bool,
}

impl ImportOptions {
    /// The options of a source that the city names; files are sought in its folder.
    pub fn of(city: &City, source: &SourceConfig) -> Result<Self, AppError> {
        Ok(Self {
            layer: source.layer,
            files: vec![city.folder.join(&source.file)],
            source: source.name.clone(),
            mapping: source.mapping.clone(),
            crs: source.crs.as_deref().map(Crs::parse).transpose()?,
            date: source.date,
            unknown_type: source.unknown_type,
            licence: source.licence.clone(),
            attribution: source.attribution.clone(),
            visibility: source.visibility,
            confidential: source.confidential,
        })
    }

    /// The options of an import by hand. Where the city names a source of that name and layer, its mapping, rights and visibility
    /// hold for the new files too: what was internal does not become public by importing it again.
    pub fn for_import(
        city: &City,
        layer: Layer,
        files: Vec<PathBuf>,
        source: Option<SourceName>,
    ) -> Result<Self, AppError> {
        let mut options = Self {
            layer,
            files,
            source,
            mapping: Mapping::default(),
            crs: None,
            date: None,
            unknown_type: UnknownType::Refuse,
            licence: None,
            attribution: None,
            visibility: Visibility::Public,
            confidential: false,
        };
        let name = options.source_name();
        for known in city.sources.iter().filter(|known| known.layer == layer) {
            if known.source_name() == name {
                let known = Self::of(city, known)?;
                options = Self {
                    files: options.files,
                    source: Some(name),
                    date: None,
                    ..known
                };
                break;
            }
        }
        Ok(options)
    }

    fn source_name(&self) -> SourceName {
        let stem = || {
            self.files
                .first()
                .and_then(|file| file.file_stem())
                .map(|stem| stem.to_string_lossy())
        };
        self.source
            .clone()
            .or_else(|| stem().map(|stem| SourceName::from(&*stem)))
            .unwrap_or_else(|| self.layer.name().into())
    }

    fn request(&self, today: Date) -> Request {
        Request {
            layer: self.layer,
            files: self.files.clone(),
            source: self.source_name(),
            mapping: self.mapping.clone(),
            crs: self.crs.clone(),
            date: self.date.unwrap_or(today),
            unknown_type: self.unknown_type,
        }
    }

    fn described(&self, request: &Request, sha256: String) -> Source {
        let name = |file: &PathBuf| file.file_name().map(|name| name.to_string_lossy().into_owned());
        Source {
            name: request.source.clone(),
            layer: self.layer,
            files: self.files.iter().filter_map(name).collect(),
            sha256,
            date: request.date,
            licence: self.licence.clone(),
            attribution: self.attribution.clone(),
            visibility: self.visibility,
            confidential: self.confidential,
        }
    }
}

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    pub report: Report,
    /// None: a dry run, or nothing to import.
    pub revision: Option<Revision>,
}

/// Reads the files against what is known of the city.
pub(super) fn read(city: &City, options: &ImportOptions, known: &Layers) -> Result<Ingested, IngestError> {
    let context = Context {
        crs: &city.crs,
        taxonomy: &city.taxonomy,
        present: &known.facilities,
        extent: App::extent(known),
    };
    ingest::read(&options.request(city.today()), context)
}

impl App {
    /// Imports files as one revision, or not at all. A dry run does everything but keep.
    pub fn import(&self, options: &ImportOptions, dry_run: bool) -> Result<Imported, AppError> {
        let imported = self.import_as("import", options, dry_run)?;
        if imported.revision.is_some() {
            self.keep_readings();
        }
        Ok(imported)
    }

    fn import_as(&self, who: &str, options: &ImportOptions, dry_run: bool) -> Result<Imported, AppError> {
        for _ in 0..TRIES {
            let (known, touched) = known(self.store.as_ref())?;
            let Ingested {
                layers,
                mut report,
                sha256,
            } = read(&self.city, options, &known.layers)?;
            let request = options.request(self.city.today());
            let source = options.described(&request, sha256);
            if layers.is_empty() {
                // A file without records says nothing about those that we hold.
                return Ok(Imported {
                    report,
                    revision: None,
                });
            }
            report.warnings.extend(remarks(&known, &layers, &source));
            let mut changes = merge(&known.layers, layers, &source).map_err(|claimed| {
                let message = format!("'{}' belongs to the source '{}'", claimed.key, claimed.by);
                refused(&options.files, report.clone(), "duplicate_id", message)
            })?;
            let put = changes.put.keys();
            let mended = touched
                .into_iter()
                .filter(|(layer, key)| *layer == source.layer && !put.contains(key));
            changes.remove.extend(mended.map(|(_, key)| key));
            if dry_run {
                return Ok(Imported {
                    report,
                    revision: None,
                });
            }
            if let Commit::Done(revision) = self.store.commit(known.revision.number, &changes, who)? {
                return Ok(Imported {
                    report,
                    revision: Some(revision),
                });
            }
        }
        Err(AppError::Conflict)
    }

    /// Loads the sources that the city names and the store lacks, in the order of the city's file. All are read before the
    /// first is kept: one that would be refused refuses them all.
    pub fn fill(&self) -> Result<(), AppError> {
        let errors: Vec<Finding> = check(&self.city, &Layers::default())?
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        if !errors.is_empty() {
            let refused = errors.len() as u64;
            return Err(IngestError(Box::new(Report {
                accepted: 0,
                refused,
                warnings: errors,
            }))
            .into());
        }
        let (_, present) = self.store.load(None, &mut |_| {})?;
        for source in &self.city.sources {
            if present.iter().any(|known| source.describes(known)) {
                continue;
            }
            let imported = self.import_as(FILL, &ImportOptions::of(&self.city, source)?, false)?;
            for warning in &imported.report.warnings {
                tracing::warn!(code = warning.code, "{warning}");
            }
        }
        Ok(())
    }
}

/// What the store holds as we wrote it, with layer and key of what was changed behind our back: an import mends its own.
pub(super) fn known(store: &dyn Store) -> Result<(Snapshot, Vec<(Layer, String)>), StoreError> {
    let mut layers = Layers::default();
    let Untouched {
        revision,
        sources,
        touched,
    } = store.load_untouched(&mut |record| layers.push(record))?;
    Ok((
        Snapshot {
            revision,
            layers,
            sources,
        },
        touched,
    ))
}

/// What is odd about records beside those that the store holds.
fn remarks(known: &Snapshot, new: &Layers, source: &Source) -> Vec<Finding> {
    let remark = |code: &'static str, field: Option<String>, message: String| Finding {
        code,
        severity: Severity::Warning,
        file: source.files.join(", "),
        row: None,
        field,
        message,
    };
    let mut remarks = Vec::new();
    let facilities: HashSet<&FacilityId> = known.layers.facilities.iter().map(|of| &of.id).collect();
    for grant in &new.grants {
        for id in grant.facilities.iter().filter(|id| !facilities.contains(id)) {
            let message =
                format!("facility {id} is not known; its part of the money belongs to no type or area");
            remarks.push(remark(
                "unknown_facility",
                Some(format!("grant {}", grant.id)),
                message,
            ));
        }
    }
    let others = known
        .sources
        .iter()
        .filter(|of| of.layer == source.layer && of.name != source.name);
    let newest = as_of::newest_of(source, &known.sources);
    if let Some(newest) = newest.filter(|newest| *newest > source.date) {
        let message = format!(
            "these are dated {}, before the {} of {newest} that they replace: they count for every day from then on; import those again \
             to have them back",
            source.date,
            source.layer.name()
        );
        remarks.push(remark("older_than_known", None, message));
    }
    let same = known
        .sources
        .iter()
        .find(|of| of.layer == source.layer && of.name == source.name);
    let lists = [Layer::Facilities, Layer::Grants].contains(&source.layer);
    if let Some(same) = same.filter(|same| lists && same.date > source.date) {
        let message = format!(
            "these are dated {}, before those of {} that they replace: what they lack is closed on {}",
            source.date, same.date, source.date
        );
        remarks.push(remark("older_than_known", None, message));
    }
    if source.layer == Layer::Demand {
        for other in others {
            let message = format!(
                "the demand of '{}' stands beside it: residents of both are added up",
                other.name
            );
            remarks.push(remark("other_demand_source", None, message));
        }
    }
    remarks
}

fn refused(files: &[PathBuf], mut report: Report, code: &'static str, message: String) -> IngestError {
    let file = files.first().map_or_else(|| Path::new(""), PathBuf::as_path);
    report.refused += 1;
    report.warnings.push(Finding {
        code,
        severity: Severity::Error,
        file: file.display().to_string(),
        row: None,
        field: Some("id".to_owned()),
        message,
    });
    IngestError(Box::new(report))
}
