//! A workload as the peers' generator writes it.
#![allow(dead_code)] // each bench uses its own part

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use geo::{Coord, MultiPolygon};
use geojson::FeatureCollection;
use wijkkaart::spatial::locate::Locator;

/// How many service types there are.
pub const TYPES: usize = 20;

/// The inputs in memory. Coordinates are metres in EPSG:28992.
pub struct Workload {
    pub neighbourhoods: Vec<MultiPolygon<f64>>,
    pub facilities: Vec<Coord<f64>>,
    pub types: Vec<usize>,
    pub addresses: Vec<Coord<f64>>,
    pub weights: Vec<u32>,
    /// Whether only the first type is asked of the operations that are slow for the peers.
    pub country: bool,
}

impl Workload {
    /// Reads a workload's files, keeping every `stride`-th address.
    pub fn load(data: &Path, name: &str, stride: usize) -> Result<Self, Box<dyn Error>> {
        let folder = data.join(name);
        let mut workload = Self {
            neighbourhoods: neighbourhoods(&folder.join("neighbourhoods.geojson"))?,
            facilities: Vec::new(),
            types: Vec::new(),
            addresses: Vec::new(),
            weights: Vec::new(),
            country: name != "W1",
        };
        rows(
            &folder.join("facilities.csv"),
            ["type", "x", "y"],
            1,
            |[kind, x, y]| {
                workload.types.push(kind.parse()?);
                workload.facilities.push(Coord {
                    x: x.parse()?,
                    y: y.parse()?,
                });
                Ok(())
            },
        )?;
        rows(
            &folder.join("addresses.csv"),
            ["w", "x", "y"],
            stride,
            |[weight, x, y]| {
                workload.weights.push(weight.parse()?);
                workload.addresses.push(Coord {
                    x: x.parse()?,
                    y: y.parse()?,
                });
                Ok(())
            },
        )?;
        Ok(workload)
    }

    /// The neighbourhood of each facility and of each address.
    pub fn assigned(&self) -> (Vec<Option<u32>>, Vec<Option<u32>>) {
        let locator = Locator::new(&self.neighbourhoods);
        let locate = |points: &[Coord<f64>]| points.iter().map(|&point| locator.locate(point)).collect();
        (locate(&self.facilities), locate(&self.addresses))
    }

    /// The facilities of one type.
    pub fn facilities_of(&self, kind: usize) -> Vec<Coord<f64>> {
        let all = self.facilities.iter().zip(&self.types);
        all.filter(|&(_, &of)| of == kind).map(|(&at, _)| at).collect()
    }
}

fn opened(path: &Path) -> Result<BufReader<File>, Box<dyn Error>> {
    Ok(BufReader::new(
        File::open(path).map_err(|error| format!("{}: {error}", path.display()))?,
    ))
}

fn neighbourhoods(path: &Path) -> Result<Vec<MultiPolygon<f64>>, Box<dyn Error>> {
    let collection: FeatureCollection = serde_json::from_reader(opened(path)?)?;
    let mut all = Vec::new();
    for feature in collection.features {
        let geometry = feature.geometry.ok_or("a neighbourhood has no geometry")?;
        all.push(match geo::Geometry::try_from(geometry)? {
            geo::Geometry::Polygon(polygon) => polygon.into(),
            geo::Geometry::MultiPolygon(polygons) => polygons,
            _ => return Err("a neighbourhood is not a polygon".into()),
        });
    }
    Ok(all)
}

/// Calls `row` with the named columns of every `stride`-th row.
fn rows(
    path: &Path,
    columns: [&str; 3],
    stride: usize,
    mut row: impl FnMut([&str; 3]) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(opened(path)?);
    let names = reader.headers()?.clone();
    let place = |column: &str| {
        names
            .iter()
            .position(|name| name == column)
            .ok_or(format!("no column '{column}'"))
    };
    let places = [place(columns[0])?, place(columns[1])?, place(columns[2])?];
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record)? {
        if number % stride == 0 {
            row(places.map(|place| record.get(place).unwrap_or_default()))?;
        }
        number += 1;
    }
    Ok(())
}
