//! What several tests share: a city made by hand, and where real data may lie.
#![allow(dead_code)] // each test file uses its own part

pub mod server;

use std::path::PathBuf;
use std::sync::OnceLock;

use geo::{MultiPolygon, Point, Rect};
use jiff::civil::{Date, date};
use wijkkaart::config::City;
use wijkkaart::domain::revision::{Counts, Revision, Snapshot};
use wijkkaart::domain::{Area, Facility, Layers, Level};
use wijkkaart::study::Study;

/// The day on which the made city is asked.
pub const DAY: Date = date(2026, 11, 21);

/// The folder with real data and hostile files, which is not part of the project: `../shared`, or what the environment names. None,
/// said in a line, where it is absent.
pub fn shared(what: &str) -> Option<PathBuf> {
    let root = std::env::var_os("WIJKKAART_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = root.join(what);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: ../shared/{what} is not here");
    None
}

/// A city in EPSG:28992 with the default settings and the built-in taxonomy.
pub fn city() -> City {
    static CITY: OnceLock<City> = OnceLock::new();
    let read = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(
            folder.path().join("city.toml"),
            "name = 'Made'\ncrs = 'EPSG:28992'",
        )
        .expect("writable");
        City::read(folder.path()).expect("a valid city")
    };
    CITY.get_or_init(read).clone()
}

/// A square neighbourhood with its lower left corner at (x, y); districts are the first nine characters of the code.
pub fn square(code: &str, (x, y): (f64, f64), side: f64, residents: Option<f64>) -> Area {
    Area {
        code: code.into(),
        name: code.to_owned(),
        level: Level::Neighbourhood,
        parent_code: Some(code[..code.len() - 1].replace("BU", "WK").into()),
        municipality_code: Some("GM0001".into()),
        municipality_name: Some("Made".to_owned()),
        residents,
        households: None,
        land_km2: None,
        water: false,
        percentages: [Some(20.0), Some(10.0), Some(30.0), Some(25.0), Some(15.0)],
        counts: [None; 5],
        source: "areas".into(),
        geometry: MultiPolygon::new(vec![Rect::new((x, y), (x + side, y + side)).to_polygon()]),
    }
}

/// A facility of a type at a place.
pub fn facility(id: &str, service_type: &str, (x, y): (f64, f64)) -> Facility {
    let mut facility = Facility::new(id, "facilities");
    facility.service_type = Some(service_type.into());
    facility.location = Some(Point::new(x, y));
    facility
}

/// A study of records.
pub fn study(city: &City, layers: Layers) -> Study {
    let revision = Revision {
        number: 1,
        time: jiff::Timestamp::UNIX_EPOCH,
        who: "test".to_owned(),
        source: None,
        counts: Counts::default(),
    };
    Study::new(
        city,
        Snapshot {
            revision,
            layers,
            sources: Vec::new(),
        },
    )
}
