//! Files come in: one reader per format, one way to make records of what they read, one report of what was refused and where.

mod areas;
mod codepage;
mod columns;
mod csv;
mod database;
mod dbf;
mod demand;
mod facilities;
mod fill;
mod findings;
mod geojson;
mod geometry;
mod geopackage;
mod grants;
mod identity;
mod indicators;
mod input;
mod names;
mod places;
pub mod report;
mod rings;
mod shapefile;
mod shapes;
mod sheet;
mod table;
mod values;
mod vocabulary;
mod xlsx;
mod xml;
mod zip;

use std::path::PathBuf;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::config::{Mapping, UnknownType};
use crate::domain::{Facility, Layer, Layers, SourceName, Taxonomy};
use crate::spatial::projection::Crs;
use fill::{Filling, Seen};
use findings::{Findings, Refusal};
use geometry::Placer;
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

/// Reads the files of a request into records of its layer, in the city's CRS. One error refuses everything.
///
/// A file is a shapefile (`.shp` with its files beside it, or `.zip` of one), GeoJSON, GeoPackage, CSV or XLSX; of one with
/// several layers or sheets, `FILE|layername=NAME` names the one that is meant.
pub fn read(request: &Request, context: Context<'_>) -> Result<Ingested, IngestError> {
    let mut findings = Findings::default();
    let mut checksum = Sha256::new();
    let mut tables = Vec::new();
    let files = input::inputs(&request.files);
    if files.is_empty() {
        findings.refuse(Refusal::file("no_file", "no file was named"));
    }
    for path in files {
        findings.in_file(&input::name(path));
        match input::read(path, request.layer, &mut checksum, &mut findings) {
            Ok(table) => tables.push(table),
            Err(refusal) => findings.refuse(refusal),
        }
    }
    let layers = records(tables, request, context, &mut findings);
    let report = findings.report(layers.len() as u64)?;
    Ok(Ingested {
        layers,
        report,
        sha256: identity::hexadecimal(&checksum.finalize()),
    })
}

fn records(
    tables: Vec<table::RawTable>,
    request: &Request,
    context: Context<'_>,
    findings: &mut Findings,
) -> Layers {
    let mut layers = Layers::default();
    let mut drafts = Vec::new();
    let mut seen = Seen::default();
    let has_place = !matches!(request.layer, Layer::Grants | Layer::Indicators);
    for mut table in tables {
        findings.in_file(&table.file);
        if table.rows.is_empty() {
            findings.warn("empty_input", None, None, "the file holds no record");
            continue;
        }
        let mut elsewhere = Vec::new();
        if has_place {
            match places::locate(&mut table, &request.mapping, findings) {
                Ok(columns) => elsewhere = columns,
                Err(refusal) => {
                    findings.refuse(refusal);
                    continue;
                }
            }
        }
        let placer = if has_place {
            Placer::new(&table, request.crs.as_ref(), context, findings)
        } else {
            None
        };
        let columns = columns::bind(&table, request.layer, &request.mapping, &elsewhere, findings);
        let filling = Filling::new(&table, columns, placer, request, context);
        match (request.layer, request.layer.level()) {
            (_, Some(level)) => layers
                .areas
                .extend(areas::read(&filling, level, &mut seen, findings)),
            (Layer::Grants, _) => layers.grants.extend(grants::read(&filling, &mut seen, findings)),
            (Layer::Demand, _) => layers.demand.extend(demand::read(&filling, &mut seen, findings)),
            (Layer::Indicators, _) => {
                layers
                    .indicators
                    .extend(indicators::read(&filling, &mut seen, findings));
            }
            _ => drafts.extend(facilities::read(&filling, &mut seen, findings)),
        }
    }
    layers.facilities = facilities::finish(drafts, context.present, &request.source);
    layers
}
