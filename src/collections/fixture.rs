//! A city of four neighbourhoods, each a square kilometre in a row from west to east, that figures can be computed of by hand.
//!
//! A (1,000 residents, two libraries at its middle, 30 m apart) and B (500) make the west; C (unknown) and D (400) the east.
//! The lattice has 400 points in each.

use geo::{MultiPolygon, Point, Rect};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::Today;
use crate::config::City;
use crate::domain::revision::{Counts, Revision, Snapshot, Source, Visibility};
use crate::domain::{Area, DemandRecord, Euros, Facility, Grant, GrantKind, Layer, Layers, Level};
use crate::study::Study;

/// The city's configuration.
pub fn city() -> City {
    let folder = tempfile::tempdir().unwrap();
    let toml = "name = 'Test'\ncrs = 'EPSG:28992'\ntimezone = 'Europe/Amsterdam'\nnotice_nl = 'Verzonnen'\n\
        [[programme_areas]]\ncode = 'middle'\nname = 'Middle'\nneighbourhoods = ['BU00010102', 'BU00010201']\n";
    std::fs::write(folder.path().join("city.toml"), toml).unwrap();
    City::read(folder.path()).unwrap()
}

/// The first of June 2026.
pub fn today() -> Today {
    Today {
        date: date(2026, 6, 1),
        timezone: TimeZone::get("Europe/Amsterdam").unwrap(),
    }
}

fn area(code: &str, name: &str, column: f64, residents: Option<f64>) -> Area {
    let west = 100_000.0 + column * 1000.0;
    let square = Rect::new((west, 420_000.0), (west + 1000.0, 421_000.0)).to_polygon();
    Area {
        code: code.into(),
        name: name.to_owned(),
        level: Level::Neighbourhood,
        parent_code: None,
        municipality_code: None,
        municipality_name: None,
        residents,
        households: None,
        land_km2: None,
        water: false,
        percentages: [Some(20.0), None, None, None, Some(10.0)],
        counts: [None; 5],
        source: "areas".into(),
        geometry: MultiPolygon::from(square),
    }
}

/// A facility of the list.
pub fn facility(id: &str, service_type: Option<&str>, at: Option<(f64, f64)>) -> Facility {
    let mut facility = Facility::new(id, "list");
    facility.name = Some(format!("=Name of {id}"));
    facility.service_type = service_type.map(Into::into);
    facility.location = at.map(|(x, y)| Point::new(x, y));
    facility
}

fn source(name: &str, layer: Layer) -> Source {
    Source {
        name: name.into(),
        layer,
        files: vec![format!("{name}.csv")],
        sha256: String::new(),
        date: date(2026, 1, 1),
        licence: Some("CC0-1.0".to_owned()),
        attribution: Some("The council".to_owned()),
        visibility: Visibility::Public,
        confidential: false,
    }
}

/// What is known of the city.
pub fn snapshot() -> Snapshot {
    let library = Some("LRN-BIEB");
    let mut closed = facility("closed", library, Some((103_500.0, 420_500.0)));
    closed.valid_to = Some(date(2026, 1, 1));
    let mut planned = facility("planned", library, Some((103_500.0, 420_500.0)));
    planned.valid_from = Some(date(2027, 1, 1));
    let mut unclassified = facility("unclassified", None, Some((101_500.0, 420_500.0)));
    unclassified.kept = vec!["colour=red".to_owned()];
    let facilities = vec![
        facility("lib-1", library, Some((100_485.0, 420_500.0))),
        facility("lib-2", library, Some((100_515.0, 420_500.0))),
        facility("lost", Some("ONT-TUIN"), None),
        closed,
        planned,
        unclassified,
    ];
    let grant = Grant {
        scheme: Some("Libraries".to_owned()),
        kind: Some(GrantKind::Subsidy),
        euros_per_year: Some(Euros(50_000.0)),
        from: Some(date(2026, 1, 1)),
        to: Some(date(2027, 1, 1)),
        facilities: vec!["lib-1".into()],
        ..Grant::new("g-1", "money")
    };
    let areas = vec![
        area("BU00010101", "A", 0.0, Some(1000.0)),
        area("BU00010102", "B", 1.0, Some(500.0)),
        area("BU00010201", "C", 2.0, None),
        area("BU00010202", "D", 3.0, Some(400.0)),
    ];
    Snapshot {
        revision: Revision {
            number: 7,
            time: Timestamp::UNIX_EPOCH,
            who: "test".to_owned(),
            source: None,
            counts: Counts::default(),
        },
        layers: Layers {
            facilities,
            grants: vec![grant],
            areas,
            ..Layers::default()
        },
        sources: vec![
            source("list", Layer::Facilities),
            source("areas", Layer::Neighbourhoods),
        ],
    }
}

/// The city made ready to ask.
pub fn study() -> Study {
    Study::new(&city(), snapshot())
}

/// The same with a garden of the council in place of the second library, at the same address as the first.
pub fn study_with_hub() -> Study {
    let mut snapshot = snapshot();
    for facility in &mut snapshot.layers.facilities[..2] {
        facility.address = Some("Plein 1".to_owned());
        facility.postcode = Some("1000 AA".to_owned());
    }
    let garden = &mut snapshot.layers.facilities[1];
    garden.service_type = Some("ONT-TUIN".into());
    garden.organisation = Some("Council".to_owned());
    garden.finding_place = Some(true);
    Study::new(&city(), snapshot)
}

/// The same with residents from a confidential layer: 100 in A, three in B and two in D, each at one point.
pub fn confidential_study() -> Study {
    Study::new(&city(), confidential_snapshot())
}

/// What that study is made of.
pub fn confidential_snapshot() -> Snapshot {
    let mut snapshot = snapshot();
    for (id, residents, x) in [
        ("p1", 100.0, 100_400.0),
        ("p2", 3.0, 101_400.0),
        ("p3", 2.0, 103_400.0),
    ] {
        snapshot.layers.demand.push(DemandRecord {
            id: id.to_owned(),
            residents: Some(residents),
            counts: [None; 5],
            source: "addresses".into(),
            location: Point::new(x, 420_400.0),
        });
    }
    snapshot.sources.push(Source {
        confidential: true,
        ..source("addresses", Layer::Demand)
    });
    snapshot
}
