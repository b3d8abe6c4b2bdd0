//! Real files of a real city, in every format, say the same.

use crate::support;
use std::collections::BTreeMap;
use std::path::PathBuf;

use geo::Area as _;
use jiff::civil::date;
use wijkkaart::config::{Mapping, UnknownType};
use wijkkaart::domain::{Area, Facility, Layer, Taxonomy};
use wijkkaart::ingest::{Context, IngestError, Ingested, Request, read};
use wijkkaart::spatial::projection::Crs;

fn request(layer: Layer, file: PathBuf) -> Request {
    Request {
        layer,
        files: vec![file],
        source: "test".into(),
        mapping: Mapping::default(),
        crs: None,
        date: date(2026, 1, 1),
        unknown_type: UnknownType::Refuse,
    }
}

fn import(request: &Request, present: &[Facility]) -> Result<Ingested, IngestError> {
    let crs = Crs::parse("EPSG:28992").unwrap();
    let taxonomy = Taxonomy::built_in().unwrap();
    let context = Context {
        crs: &crs,
        taxonomy: &taxonomy,
        present,
        extent: None,
    };
    read(request, context)
}

fn areas(layer: Layer, file: PathBuf) -> BTreeMap<String, Area> {
    let ingested = import(&request(layer, file), &[]).unwrap();
    for finding in &ingested.report.warnings {
        println!("{finding}");
    }
    ingested
        .layers
        .areas
        .into_iter()
        .map(|area| (area.code.to_string(), area))
        .collect()
}

#[test]
fn the_same_neighbourhoods_come_out_of_geojson_shapefile_and_geopackage() {
    let Some(folder) = support::shared("data/dordrecht") else {
        return;
    };
    let read_all = || {
        [
            "buurten-2023.geojson",
            "shp/dordrecht_buurten_rd.shp",
            "gebieden-rd.gpkg",
        ]
        .map(|file| areas(Layer::Neighbourhoods, folder.join(file)))
    };
    let began = std::time::Instant::now();
    let [geojson, shapefile, geopackage] = read_all();
    println!("three readings in {:?}", began.elapsed());
    for other in [&geojson, &shapefile, &geopackage] {
        assert_eq!(other.len(), 133);
        assert!(other.keys().eq(geojson.keys()));
        let residents: f64 = other.values().filter_map(|area| area.residents).sum();
        assert!((residents - 121_430.0).abs() < 1e-9, "{residents}");
        let km2: f64 = other
            .values()
            .map(|area| area.geometry.unsigned_area() / 1e6)
            .sum();
        assert!((km2 - 99.467).abs() < 0.0015, "{km2}");
        assert_eq!(other.values().filter(|area| area.water).count(), 1);
        for (code, area) in other {
            let same = &geojson[code];
            let (a, b) = (area.geometry.unsigned_area(), same.geometry.unsigned_area());
            assert!((a - b).abs() <= 1e-4 * b, "{code}: {a} and {b}");
            assert_eq!(area.name, same.name);
            assert_eq!(area.households, same.households);
            assert_eq!(area.parent_code, same.parent_code);
            assert_eq!(area.municipality_name.as_deref(), Some("Dordrecht"));
        }
    }
    let first = &geojson["BU05050100"];
    assert_eq!(first.percentages, [6.0, 11.0, 18.0, 34.0, 30.0].map(Some));
    assert_eq!(first.percentages, geopackage["BU05050100"].percentages);
    assert_eq!(first.land_km2, Some(0.07));
    // A name cut at 10 says nothing that several columns could mean.
    assert_eq!(shapefile["BU05050100"].percentages, [None; 5]);
}

#[test]
fn districts_are_read_from_geojson_and_from_one_layer_of_two() {
    let Some(folder) = support::shared("data/dordrecht") else {
        return;
    };
    let geojson = areas(Layer::Districts, folder.join("wijken-2023.geojson"));
    let geopackage = areas(Layer::Districts, folder.join("gebieden-rd.gpkg"));
    assert_eq!(geojson.len(), 14);
    assert!(geojson.keys().eq(geopackage.keys()));
    assert_eq!(geojson["WK050503"].residents, Some(10_995.0));
    assert_eq!(geojson["WK050503"].parent_code, Some("GM0505".into()));
    let refused = import(
        &request(Layer::Neighbourhoods, folder.join("wijken-2023.geojson")),
        &[],
    );
    assert!(refused.is_err());
}

#[test]
fn real_facilities_need_a_mapping_of_their_types_and_keep_their_ids() {
    let Some(file) = support::shared("data/dordrecht/voorzieningen.geojson") else {
        return;
    };
    let mut request = request(Layer::Facilities, file);
    let refused = import(&request, &[]).unwrap_err().0;
    assert_eq!(refused.accepted, 0);
    assert!(
        refused
            .warnings
            .iter()
            .any(|finding| finding.code == "unknown_service_type"
                && finding.field.as_deref() == Some("serviceType")
                && finding.row.is_some())
    );
    request
        .mapping
        .map
        .insert("serviceType".to_owned(), "categorie".to_owned());
    let values = [
        ("sportaccommodatie", "VER-SPORT"),
        ("zwemlocatie", "bwg-plek"),
        ("ijsbaan", "BWG-PLEK"),
    ];
    request.mapping.values.insert(
        "serviceType".to_owned(),
        values
            .map(|(text, code)| (text.to_owned(), code.to_owned()))
            .into(),
    );
    request.mapping.keep = vec!["osm_id".to_owned()];
    request.unknown_type = UnknownType::Keep;
    let first = import(&request, &[]).unwrap();
    let facilities = first.layers.facilities;
    assert_eq!(facilities.len(), 38);
    assert!(facilities.iter().all(|facility| facility.location.is_some()));
    let of = |code: &str| {
        facilities
            .iter()
            .filter(|facility| {
                facility
                    .service_type
                    .as_ref()
                    .is_some_and(|known| known.as_str() == code)
            })
            .count()
    };
    assert_eq!((of("LRN-BIEB"), of("VER-SPORT"), of("BWG-PLEK")), (5, 11, 6));
    let cinema = facilities
        .iter()
        .find(|facility| facility.name.as_deref() == Some("Kinepolis Dordrecht"))
        .unwrap();
    assert_eq!(cinema.source_type.as_deref(), Some("bioscoop"));
    assert_eq!(cinema.kept, ["osm_id=n3847424414"]);
    let again = import(&request, &facilities).unwrap().layers.facilities;
    assert_eq!(again, facilities);
}

#[test]
fn residents_per_cell_are_read_as_demand() {
    let Some(file) = support::shared("data/network/helsinki_population_grid_2020.gpkg") else {
        return;
    };
    let ingested = import(&request(Layer::Demand, file), &[]);
    match ingested {
        Ok(ingested) => {
            assert_eq!(ingested.layers.demand.len(), 92);
            assert!(ingested.layers.demand.iter().all(|cell| cell.residents.is_some()));
        }
        Err(error) => panic!("{error}"),
    }
}
