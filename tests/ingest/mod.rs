//! What an import makes of a file, and what it says of one that it refuses.

mod areas;
mod facilities;
mod own_files;
mod tables;

use geo::{Coord, Rect};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use wijkkaart::config::{Mapping, UnknownType};
use wijkkaart::domain::feature::{Feature, FeatureSet, GeometryKind, Kind, Property, Schema, Value};
use wijkkaart::domain::{Facility, Layer, MunicipalRole, Taxonomy};
use wijkkaart::ingest::{Context, Ingested, Report, Request, Severity, read};
use wijkkaart::spatial::projection::Crs;

/// A file with this name and text, to be read as `layer`.
struct Import {
    request: Request,
    present: Vec<Facility>,
    extent: Option<Rect<f64>>,
    _folder: tempfile::TempDir,
}

impl Import {
    fn new(layer: Layer, name: &str, text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        Self {
            request: Request {
                layer,
                files: vec![file],
                source: "list".into(),
                mapping: Mapping::default(),
                crs: None,
                date: date(2026, 1, 1),
                unknown_type: UnknownType::Refuse,
            },
            present: Vec::new(),
            extent: None,
            _folder: folder,
        }
    }

    fn run(&self) -> Result<Ingested, Report> {
        let crs = Crs::parse("EPSG:28992").unwrap();
        let taxonomy = Taxonomy::built_in().unwrap();
        let context = Context {
            crs: &crs,
            taxonomy: &taxonomy,
            present: &self.present,
            extent: self.extent,
        };
        read(&self.request, context).map_err(|error| *error.0)
    }

    fn facilities(&self) -> Vec<Facility> {
        self.run().unwrap().layers.facilities
    }

    /// The codes and rows of what was refused.
    fn refused(&self) -> Vec<(&'static str, Option<u64>)> {
        let report = self.run().map(|ingested| ingested.report).unwrap_err();
        assert_eq!(report.accepted, 0);
        let errors = report
            .warnings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.map(|finding| (finding.code, finding.row)).collect()
    }

    fn warned(&self) -> Vec<&'static str> {
        let report = self.run().unwrap().report;
        report.warnings.iter().map(|finding| finding.code).collect()
    }
}

fn facilities(text: &str) -> Import {
    Import::new(Layer::Facilities, "list.csv", text)
}
