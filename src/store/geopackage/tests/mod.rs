//! Tests with real files.

mod behind_our_back;
mod crash;
mod damage;
mod model;
mod opening;
mod readings;
mod revisions;
mod scenarios;

use std::path::PathBuf;

use geo::{MultiPolygon, Point, Rect, polygon};
use jiff::civil::date;
use rusqlite::Connection;
use tempfile::TempDir;

use super::GeoPackageStore;
use crate::domain::revision::{ChangeSet, Counts, Revision, Source, Visibility};
use crate::domain::{Area, Facility, Layer, LayerRecord, Layers, Level};
use crate::spatial::projection::Crs;
use crate::store::{Commit, Store};

fn rd() -> Crs {
    Crs::parse("EPSG:28992").unwrap()
}

/// A folder with a store in it.
struct Kept {
    folder: TempDir,
    store: GeoPackageStore,
}

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = GeoPackageStore::open(&folder.path().join("store.gpkg"), &rd()).unwrap();
        Self { folder, store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.gpkg")
    }

    /// What another program would do.
    fn sql(&self, statements: &str) {
        Connection::open(self.path())
            .unwrap()
            .execute_batch(statements)
            .unwrap();
    }

    fn load(&self, revision: Option<u64>) -> Vec<LayerRecord> {
        load(&self.store, revision)
    }

    fn put(&self, facilities: Vec<Facility>) -> Revision {
        let head = self.store.head().unwrap();
        done(
            self.store
                .commit(head.number, &put("list", facilities), "steward")
                .unwrap(),
        )
    }
}

fn load(store: &GeoPackageStore, revision: Option<u64>) -> Vec<LayerRecord> {
    let mut records = Vec::new();
    store.load(revision, &mut |record| records.push(record)).unwrap();
    records
}

fn done(commit: Commit) -> Revision {
    match commit {
        Commit::Done(revision) => revision,
        Commit::Conflict(head) => panic!("conflict with revision {}", head.number),
    }
}

fn source(layer: Layer, name: &str) -> Source {
    Source {
        name: name.into(),
        layer,
        files: vec![format!("{name}.csv")],
        sha256: "00".repeat(32),
        date: date(2025, 1, 1),
        licence: Some("CC0-1.0".to_owned()),
        attribution: None,
        visibility: Visibility::Public,
        confidential: false,
    }
}

fn changes(layer: Layer, name: &str) -> ChangeSet {
    ChangeSet {
        source: source(layer, name),
        put: Layers::default(),
        remove: Vec::new(),
        counts: Counts::default(),
    }
}

fn put(name: &str, facilities: Vec<Facility>) -> ChangeSet {
    let mut changes = changes(Layer::Facilities, name);
    changes.counts.added = facilities.len() as u64;
    changes.put.facilities = facilities;
    changes
}

fn facility(id: &str, name: &str) -> Facility {
    let mut facility = Facility::new(id, "list");
    facility.name = Some(name.to_owned());
    facility.location = Some(Point::new(105_000.0, 425_000.0));
    facility
}

fn area(code: &str, level: Level, source: &str) -> Area {
    Area {
        code: code.into(),
        name: format!("Area {code}"),
        level,
        parent_code: None,
        municipality_code: Some("GM0505".into()),
        municipality_name: None,
        residents: Some(1200.0),
        households: None,
        land_km2: Some(0.25),
        water: false,
        percentages: [Some(20.0); 5],
        counts: [None; 5],
        source: source.into(),
        geometry: square(105_000.0, 425_000.0),
    }
}

fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    let hole = polygon![(x: x + 10.0, y: y + 10.0), (x: x + 20.0, y: y + 10.0), (x: x + 20.0, y: y + 20.0)];
    let square = Rect::new((x, y), (x + 500.0, y + 500.0)).to_polygon();
    MultiPolygon::new(vec![geo::Polygon::new(
        square.exterior().clone(),
        vec![hole.exterior().clone()],
    )])
}
