//! GDAL, and with it QGIS, reads the store file.

use std::process::Command;

use geo::{Point, Rect};
use jiff::civil::date;
use wijkkaart::domain::revision::{ChangeSet, Counts, Source, Visibility};
use wijkkaart::domain::{Area, Facility, Layer, Layers, Level};
use wijkkaart::spatial::projection::Crs;
use wijkkaart::store::geopackage::GeoPackageStore;
use wijkkaart::store::{Commit, Store};

fn changes(layer: Layer, put: Layers) -> ChangeSet {
    ChangeSet {
        source: Source {
            name: "example".into(),
            layer,
            files: Vec::new(),
            sha256: String::new(),
            date: date(2025, 1, 1),
            licence: None,
            attribution: None,
            visibility: Visibility::Public,
            confidential: false,
        },
        put,
        remove: Vec::new(),
        counts: Counts::default(),
    }
}

fn neighbourhood() -> Area {
    Area {
        code: "BU05050301".into(),
        name: "Example".to_owned(),
        level: Level::Neighbourhood,
        parent_code: None,
        municipality_code: None,
        municipality_name: None,
        residents: Some(1000.0),
        households: None,
        land_km2: None,
        water: false,
        percentages: [None; 5],
        counts: [None; 5],
        source: "example".into(),
        geometry: Rect::new((105_000.0, 425_000.0), (106_000.0, 426_000.0))
            .to_polygon()
            .into(),
    }
}

fn facility(name: &str) -> Facility {
    let mut facility = Facility::new("f-1", "example");
    facility.name = Some(name.to_owned());
    facility.target_groups = vec!["65+".to_owned(), "carers".to_owned()];
    facility.dordtpas = Some(true);
    facility.capacity = Some(80.0);
    facility.valid_from = Some(date(2020, 3, 1));
    facility.location = Some(Point::new(105_500.0, 425_500.0));
    facility
}

#[test]
fn ogrinfo_lists_the_layers_with_the_right_crs_and_nothing_to_complain_of() {
    if Command::new("ogrinfo").arg("--version").output().is_err() {
        println!("skipped: ogrinfo is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.gpkg");
    let store = GeoPackageStore::open(&path, &Crs::parse("EPSG:28992").unwrap()).unwrap();
    let mut first = Layers::default();
    first.areas.push(neighbourhood());
    first.facilities.push(facility("before"));
    let mut second = Layers::default();
    second.facilities.push(facility("Buurthuis"));
    for (base, put) in [(0, first), (1, second)] {
        let commit = store
            .commit(base, &changes(Layer::Facilities, put), "test")
            .unwrap();
        assert!(matches!(commit, Commit::Done(_)));
    }
    // What stands in the file alone: a copy without its log.
    let copy = folder.path().join("copy.gpkg");
    drop(store);
    std::fs::copy(&path, &copy).unwrap();

    for file in [&path, &copy] {
        let output = Command::new("ogrinfo")
            .arg("-ro")
            .arg("-al")
            .arg(file)
            .output()
            .unwrap();
        let (text, complaints) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(output.status.success() && complaints.is_empty(), "{complaints}");
        let layers: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("Layer name: "))
            .collect();
        let mut sorted = layers.clone();
        sorted.sort_unstable();
        assert_eq!(
            sorted,
            [
                "demand",
                "districts",
                "facilities",
                "grants",
                "indicators",
                "municipalities",
                "neighbourhoods"
            ]
        );
        assert_eq!(text.matches("\"Amersfoort / RD New\"").count(), 5, "{text}");
        for expected in [
            "Geometry: Multi Polygon",
            "Extent: (105500.000000, 425500.000000) - (105500.000000, 425500.000000)",
            "name (String) = Buurthuis",
            "capacity (Real) = 80",
            "dordtpas (Integer(Boolean)) = 1",
            "validFrom (Date) = 2020/03/01",
            "POINT (105500 425500)",
            "code (String) = BU05050301",
        ] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }
}
