//! What goes out as a workbook or a GeoPackage comes back as it was, with what it says of itself, and does no harm.

use std::io::Read;
use std::process::Command;

use geo::{MultiPolygon, Point, Rect};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use wijkkaart::config::{Mapping, UnknownType};
use wijkkaart::domain::feature::{Feature, FeatureSet, GeometryKind, Kind, Property, Schema, Value};
use wijkkaart::domain::revision::{Source, Visibility};
use wijkkaart::domain::{Facility, Layer, Layers, Taxonomy};
use wijkkaart::export::{self, About, Format};
use wijkkaart::ingest::{Context, Request, read};
use wijkkaart::spatial::projection::Crs;

fn about() -> About {
    let mut parameters = serde_json::Map::new();
    parameters.insert("date".to_owned(), "2026-11-21".into());
    parameters.insert("distance".to_owned(), 800.into());
    About {
        collection: "facilities".to_owned(),
        title_nl: "Voorzieningen".to_owned(),
        title_en: "Facilities".to_owned(),
        city: "Made".to_owned(),
        parameters,
        revision: 7,
        time: "2026-11-21T10:11:12.345678Z".parse().unwrap(),
        sources: vec![Source {
            name: "list".into(),
            layer: Layer::Facilities,
            files: Vec::new(),
            sha256: String::new(),
            date: date(2026, 1, 1),
            licence: Some("CC0-1.0".to_owned()),
            attribution: Some("The council".to_owned()),
            visibility: Visibility::Public,
            confidential: false,
        }],
        attribution: vec!["list: The council, CC0-1.0".to_owned()],
        ..About::default()
    }
}

fn points(properties: Vec<Property>, rows: Vec<Vec<Value>>) -> FeatureSet {
    let features = (0..).zip(rows).map(|(at, values)| Feature {
        id: format!("f{at}"),
        geometry: Some(Point::new(4.65 + f64::from(at) / 1e4, 51.8).into()),
        values,
    });
    FeatureSet {
        features: features.collect(),
        schema: Schema {
            geometry: GeometryKind::Point,
            properties,
        },
    }
}

fn written(format: Format, set: &FeatureSet) -> Vec<u8> {
    let mut bytes = Vec::new();
    export::write(format, set, &Crs::crs84(), &about(), &mut bytes).unwrap();
    bytes
}

/// What an import makes of a file of ours.
fn imported(layer: Layer, format: Format, bytes: &[u8]) -> Layers {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("out.{}", format.name()));
    std::fs::write(&file, bytes).unwrap();
    let request = Request {
        layer,
        files: vec![file],
        source: "list".into(),
        mapping: Mapping::default(),
        crs: None,
        date: date(2026, 1, 1),
        unknown_type: UnknownType::Refuse,
    };
    let context = Context {
        crs: &Crs::parse("EPSG:28992").unwrap(),
        taxonomy: &Taxonomy::built_in().unwrap(),
        present: &[],
        extent: None,
    };
    let read = read(&request, context).map_err(|error| *error.0);
    read.unwrap().layers
}

fn text(name: &'static str) -> Property {
    Property::new(name, Kind::Text, name, name)
}

/// The parts of a workbook as one text.
fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        archive.by_index(at).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

#[test]
fn values_of_every_kind_come_back_as_they_were() {
    let set = points(
        vec![
            text("id"),
            text("name"),
            text("postcode"),
            Property::new("capacity", Kind::Number, "Capaciteit", "Capacity"),
            Property::new("dordtpas", Kind::Boolean, "Pas", "Pass"),
            Property::new("validFrom", Kind::Date, "Vanaf", "From"),
            Property::new("targetGroups", Kind::TextList, "Doelgroepen", "Target groups"),
            Property::new("facilityCount", Kind::Integer, "Aantal", "Number"),
        ],
        vec![
            vec![
                Value::Text("007".to_owned()),
                Value::Text("=HYPERLINK(\"http://example.org\")".to_owned()),
                Value::Text("0123".to_owned()),
                Value::Number(80.5),
                Value::Boolean(true),
                Value::Date(date(2020, 3, 1)),
                Value::TextList(vec!["65+".to_owned(), "carers".to_owned()]),
                Value::Integer(3),
            ],
            std::iter::once(Value::Text("nothing".to_owned()))
                .chain(vec![Value::Null; 7])
                .collect(),
        ],
    );
    for format in [Format::Xlsx, Format::Gpkg] {
        let facilities = imported(Layer::Facilities, format, &written(format, &set)).facilities;
        let [first, second]: [Facility; 2] = facilities.try_into().unwrap();
        assert_eq!(first.id.as_str(), "007", "a code is no number");
        assert_eq!(first.name.as_deref(), Some("=HYPERLINK(\"http://example.org\")"));
        assert_eq!(first.postcode.as_deref(), Some("0123"));
        assert_eq!(first.capacity, Some(80.5));
        assert_eq!(first.dordtpas, Some(true));
        assert_eq!(first.valid_from, Some(date(2020, 3, 1)));
        assert_eq!(first.target_groups, ["65+", "carers"]);
        assert!(first.location.is_some());
        assert_eq!(
            (second.name, second.capacity, second.valid_from),
            (None, None, None)
        );
    }
}

#[test]
fn a_workbook_holds_no_formula_and_no_link_and_says_where_it_comes_from() {
    let names = [
        "=1+1",
        "+31 78",
        "-2",
        "@x",
        "\tx",
        "https://example.org",
        "a&<b>",
    ];
    let rows = names.map(|name| vec![Value::Text(name.to_owned())]).to_vec();
    let parts = unzipped(&written(Format::Xlsx, &points(vec![text("name")], rows)));
    assert!(!parts.contains("<f>") && !parts.contains("<f ") && !parts.contains("hyperlink"));
    for told in [
        "<t>=1+1</t>",
        "quotePrefix=\"1\"",
        "state=\"frozen\"",
        "<autoFilter ref=\"A1:D8\"",
        "<t>The council</t>",
        "<t>CC0-1.0</t>",
        "2026-11-21T10:11:12.345678Z",
        "<dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-11-21T10:11:12Z",
        "Herkomst - Provenance",
        "<t>Lengtegraad</t>",
    ] {
        assert!(parts.contains(told), "{told} is not in {parts}");
    }
}

#[test]
fn a_text_that_no_cell_holds_is_cut_and_the_provenance_says_so() {
    let long = "lang ".repeat(10_000);
    let rows = vec![
        vec![Value::Text(long.clone())],
        vec![Value::Text("kort".to_owned())],
    ];
    let set = points(vec![text("name")], rows);
    let parts = unzipped(&written(Format::Xlsx, &set));
    assert!(
        parts.contains(
            "1 texts were cut after 32767 characters, a cell holds no more; the first is name of f0"
        )
    );
    let whole = imported(Layer::Facilities, Format::Gpkg, &written(Format::Gpkg, &set)).facilities;
    assert_eq!(
        whole[0].name.as_deref(),
        Some(long.trim()),
        "a GeoPackage holds it"
    );
}

#[test]
fn a_sheet_that_would_be_too_long_is_refused_before_anything_is_written() {
    let feature = Feature {
        id: String::new(),
        geometry: None,
        values: Vec::new(),
    };
    let set = FeatureSet {
        schema: Schema {
            geometry: GeometryKind::None,
            properties: Vec::new(),
        },
        features: vec![feature; 1_048_576],
    };
    let mut out = Vec::new();
    let refused = export::write(Format::Xlsx, &set, &Crs::crs84(), &about(), &mut out).unwrap_err();
    assert!(
        refused.to_string().contains("at most 1048575 features"),
        "{refused}"
    );
    assert!(out.is_empty());
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let rows = vec![vec![Value::Text("a".to_owned())], vec![Value::Null]];
    let set = points(vec![text("name")], rows);
    for format in Format::ALL {
        assert_eq!(written(format, &set), written(format, &set), "{}", format.name());
    }
}

#[test]
fn a_set_without_geometry_or_features_is_a_file_all_the_same() {
    for geometry in [GeometryKind::None, GeometryKind::Polygon] {
        let set = FeatureSet {
            schema: Schema {
                geometry,
                properties: Vec::new(),
            },
            features: Vec::new(),
        };
        for format in Format::ALL {
            assert!(!written(format, &set).is_empty());
        }
    }
}

#[test]
fn gdal_reads_a_geopackage_with_its_crs_its_extent_and_its_provenance() {
    if Command::new("ogrinfo").arg("--version").output().is_err() {
        println!("skipped: ogrinfo is not installed");
        return;
    }
    let square = |x: f64| MultiPolygon::from(Rect::new((x, 425_000.0), (x + 500.0, 425_500.0)).to_polygon());
    let feature = |id: &str, x: f64| Feature {
        id: id.to_owned(),
        geometry: Some(square(x).into()),
        values: vec![Value::Number(1.5), Value::Text("\"; DROP TABLE x".to_owned())],
    };
    let set = FeatureSet {
        features: vec![feature("a", 105_000.0), feature("b", 106_000.0)],
        schema: Schema {
            geometry: GeometryKind::Polygon,
            properties: vec![
                Property::new("landKm2", Kind::Number, "Land", "Land").in_unit("km2"),
                text("na\"me; DROP TABLE areas"),
            ],
        },
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.gpkg");
    let rd = Crs::parse("EPSG:28992").unwrap();
    export::write(
        Format::Gpkg,
        &set,
        &rd,
        &about(),
        &mut std::fs::File::create(&path).unwrap(),
    )
    .unwrap();
    let output = Command::new("ogrinfo")
        .arg("-ro")
        .arg("-al")
        .arg("-mdd")
        .arg("all")
        .arg(&path)
        .output()
        .unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaints.is_empty(), "{complaints}");
    let told = String::from_utf8_lossy(&output.stdout);
    for expected in [
        "Layer name: facilities",
        "Geometry: Multi Polygon",
        "Feature Count: 2",
        "Extent: (105000.000000, 425000.000000) - (106500.000000, 425500.000000)",
        "Amersfoort / RD New",
        "landKm2 (Real) = 1.5",
        "na\"me; DROP TABLE areas (String) = \"; DROP TABLE x",
        "\"revision\":7",
    ] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_text_comes_back(
        texts in vec(("['=+@\\-\t\r\n \"a;,_x0D4\u{1}\u{1f}\u{fffe}\u{e9}]{0,9}", "\\PC{0,8}"), 1..8),
    ) {
        let rows = texts.iter().map(|(name, address)| {
            vec![Value::Text(name.clone()), Value::Text(address.clone())]
        });
        let set = points(vec![text("name"), text("address")], rows.collect());
        for format in [Format::Xlsx, Format::Gpkg] {
            let facilities = imported(Layer::Facilities, format, &written(format, &set)).facilities;
            // Blanks at the ends are no part of a text, and nothing else is none.
            let kept = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            for (facility, (name, address)) in facilities.iter().zip(&texts) {
                prop_assert_eq!(&facility.name, &kept(name));
                prop_assert_eq!(&facility.address, &kept(address));
            }
            prop_assert_eq!(facilities.len(), texts.len());
        }
    }
}
