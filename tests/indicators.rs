//! The monitor through the real store: imported series, and what is kept of every revision.

use crate::support;
use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use wijkkaart::app::{App, ImportOptions};
use wijkkaart::collections::{self, Query, Today};
use wijkkaart::config::City;
use wijkkaart::domain::Layer;
use wijkkaart::domain::feature::{FeatureSet, Value};
use wijkkaart::domain::indicator::Reading;
use wijkkaart::store::Store;
use wijkkaart::store::geopackage::GeoPackageStore;
use wijkkaart::study::Study;

const CITY: &str = "name = 'Made'\ncrs = 'EPSG:28992'\n\
    [[programme_areas]]\ncode = 'east'\nname = 'East'\nneighbourhoods = ['BU00010201']\n\
    [[sources]]\nlayer = 'neighbourhoods'\nfile = 'areas.geojson'\ncrs = 'EPSG:28992'\ndate = '2024-01-01'\n\
    [[sources]]\nlayer = 'facilities'\nfile = 'places.csv'\ncrs = 'EPSG:28992'\ndate = '2025-01-01'\n";

/// Two neighbourhoods of a kilometre, each a district of its own, with 1,000 and 600 residents.
fn areas() -> String {
    let square = |code: &str, west: u32, residents: u32| {
        let east = west + 1000;
        format!(
            r#"{{"type":"Feature","properties":{{"buurtcode":"{code}","buurtnaam":"{code}","aantal_inwoners":{residents}}},
            "geometry":{{"type":"Polygon","coordinates":[[[{west},420000],[{east},420000],[{east},421000],[{west},421000],[{west},420000]]]}}}}"#
        )
    };
    format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        square("BU00010101", 100_000, 1000),
        square("BU00010201", 101_000, 600)
    )
}

/// Libraries by id and easting, with the day from which they are open.
fn places(libraries: &[(&str, u32, &str)]) -> String {
    let mut text = "id,serviceType,x_rd,y_rd,validFrom\n".to_owned();
    for (id, x, from) in libraries {
        let _ = writeln!(text, "{id},LRN-BIEB,{x},420500,{from}");
    }
    text
}

fn made() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("city.toml", CITY.to_owned()),
        ("areas.geojson", areas()),
        ("places.csv", places(&[("a", 100_500, "")])),
    ] {
        std::fs::write(folder.path().join(name), text).expect("writable");
    }
    folder
}

fn city(folder: &Path) -> City {
    City::read(folder).expect("a city")
}

fn open(folder: &Path) -> App {
    App::open(city(folder), &folder.join("store.gpkg")).expect("opens")
}

fn import(folder: &Path, layer: Layer, source: &str, day: Date, text: &str) {
    let city = city(folder);
    let file = folder.join(format!("{source}-{day}.csv"));
    std::fs::write(&file, text).expect("writable");
    let options = ImportOptions::for_import(&city, layer, vec![file], Some(source.into())).expect("options");
    let options = ImportOptions {
        date: Some(day),
        ..options
    };
    let app = App::open_to_import(city, &folder.join("store.gpkg")).expect("opens");
    let imported = app
        .import(&options, false)
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(imported.revision.is_some());
}

fn ask(study: &Study, day: Date, query: &[(&str, &str)]) -> FeatureSet {
    let collection = collections::get("indicators").expect("a collection");
    let today = Today {
        date: day,
        timezone: TimeZone::UTC,
    };
    let pairs: Vec<(String, String)> = query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let query = Query::parse(collection, study, &today, &pairs).expect("a query");
    collections::run(collection, study, &query)
}

fn number(set: &FeatureSet, id: &str, property: &str) -> Option<f64> {
    match set
        .value(id, property)
        .unwrap_or_else(|| panic!("no {id} {property}"))
    {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// The readings of one indicator and area: revision, day and value.
fn kept(folder: &Path, indicator: &str, area: &str) -> Vec<(u64, Date, Option<f64>)> {
    let city = city(folder);
    let store = GeoPackageStore::open(&folder.join("store.gpkg"), &city.crs).expect("opens");
    let of = |reading: &Reading| reading.indicator == indicator && reading.area.as_str() == area;
    let readings = store.readings(None).expect("readings");
    readings
        .iter()
        .filter(|reading| of(reading))
        .map(|reading| (reading.revision, reading.date, reading.value))
        .collect()
}

#[test]
fn surveys_of_several_years_and_neighbourhoods_are_compared_with_their_first() {
    let folder = made();
    drop(open(folder.path()));
    let first = "indicator,gebied,jaar,waarde,eenheid,bron,richting,ambitie\n\
        eenzaamheid,BU00010101,2020,\"41,5\",%,GGD,down,35\n\
        eenzaamheid,BU00010101,2022,43,%,GGD,down,35\n\
        eenzaamheid,BU00010201,2020,0*,%,GGD,down,\n\
        eenzaamheid,BU00010201,2022,30,%,GGD,down,30\n\
        participatieplekken,GM0001,2022,335,places,Subsidiegegevens,up,400\n";
    import(folder.path(), Layer::Indicators, "ggd", date(2023, 1, 1), first);
    // A later year of the same indicator by another source: neither takes the other's place.
    let second = "indicator,gebied,jaar,waarde,eenheid,bron\n\
        eenzaamheid,BU00010101,2024,34,%,GGD\n\
        eenzaamheid,BU00010201,2024,31,%,GGD\n\
        bezoekers,BU00010201,2024,12000,visits,Registratie\n";
    import(
        folder.path(),
        Layer::Indicators,
        "zicht-op-wijken",
        date(2025, 1, 1),
        second,
    );
    let app = open(folder.path());
    let study = app.study();
    let set = ask(&study, date(2026, 1, 1), &[("indicator", "eenzaamheid")]);
    assert_eq!(set.features.len(), 6);
    let west =
        |year: u16, property: &str| number(&set, &format!("eenzaamheid:BU00010101:{year}-01-01"), property);
    let east =
        |year: u16, property: &str| number(&set, &format!("eenzaamheid:BU00010201:{year}-01-01"), property);
    let is = |id: &str, property: &str| set.value(&format!("eenzaamheid:{id}"), property).cloned();
    let (yes, no, null) = (
        Some(Value::Boolean(true)),
        Some(Value::Boolean(false)),
        Some(Value::Null),
    );
    assert_eq!(
        [2020, 2022, 2024].map(|year| (west(year, "value"), west(year, "baseline"), west(year, "change"))),
        [
            (Some(41.5), Some(41.5), None),
            (Some(43.0), Some(41.5), Some(1.5)),
            (Some(34.0), Some(41.5), Some(-7.5))
        ]
    );
    assert_eq!(
        (
            is("BU00010101:2022-01-01", "improved"),
            is("BU00010101:2024-01-01", "improved")
        ),
        (no.clone(), yes.clone()),
        "less is wanted, also where the second file does not say so"
    );
    assert_eq!(
        (
            is("BU00010101:2022-01-01", "ambitionMet"),
            is("BU00010101:2024-01-01", "ambitionMet")
        ),
        (no.clone(), yes)
    );
    assert_eq!(west(2024, "ambition"), Some(35.0));
    assert_eq!(
        [2020, 2022, 2024].map(|year| (east(year, "value"), east(year, "baseline"), east(year, "change"))),
        [
            (None, Some(30.0), None),
            (Some(30.0), Some(30.0), None),
            (Some(31.0), Some(30.0), Some(1.0))
        ]
    );
    assert_eq!(is("BU00010201:2020-01-01", "improved"), null);
    assert_eq!(is("BU00010201:2024-01-01", "ambitionMet"), no);
    assert_eq!(
        is("BU00010101:2024-01-01", "source"),
        Some(Value::Text("zicht-op-wijken".to_owned()))
    );
    // As of an earlier day the later years are not known yet; inside an area only what lies in it.
    assert_eq!(
        ask(&study, date(2023, 6, 1), &[("indicator", "eenzaamheid")])
            .features
            .len(),
        4
    );
    let inside = ask(&study, date(2026, 1, 1), &[("area", "east")]);
    assert_eq!(
        number(&inside, "bezoekers:BU00010201:2024-01-01", "value"),
        Some(12_000.0)
    );
    let foreign = |id: &str| id.contains("BU00010101") || id.contains("GM0001");
    assert!(!inside.features.iter().any(|of| foreign(&of.id)));
}

#[test]
fn every_import_keeps_what_follows_from_it() {
    let folder = made();
    let path = folder.path();
    let (name, west) = ("facility-count:LRN-BIEB", "GM0001");
    drop(open(path));
    let filled = date(2025, 1, 1);
    assert_eq!(
        kept(path, name, west),
        [(2, filled, Some(1.0))],
        "once, when all is filled"
    );
    assert_eq!(kept(path, name, "BU00010101"), []);
    drop(open(path));
    assert_eq!(kept(path, name, west).len(), 1, "opening again changes nothing");
    let two = [("a", 100_500, ""), ("b", 101_500, "2025-05-01")];
    import(path, Layer::Facilities, "places", date(2025, 6, 1), &places(&two));
    // A correction on the same day: a library was forgotten.
    let three = [two[0], two[1], ("c", 100_600, "2025-05-01")];
    import(
        path,
        Layer::Facilities,
        "places",
        date(2025, 6, 1),
        &places(&three),
    );
    let june = date(2025, 6, 1);
    let first_three = [(2, filled, Some(1.0)), (3, june, Some(2.0)), (4, june, Some(3.0))];
    assert_eq!(kept(path, name, west), first_three);
    let app = open(path);
    let ask_at = |revision: u64| {
        let study = app.study_at(revision).expect("known");
        let set = ask(&study, date(2026, 1, 1), &[("indicator", name)]);
        let values = ["2025-01-01", "2025-06-01", "2026-01-01"].map(|day| {
            let id = format!("{name}:GM0001:{day}");
            set.features
                .iter()
                .any(|of| of.id == id)
                .then(|| (number(&set, &id, "value"), number(&set, &id, "change")))
        });
        values.to_vec()
    };
    let baseline = Some((Some(1.0), None));
    assert_eq!(ask_at(2), [baseline, None, Some((Some(1.0), Some(0.0)))]);
    let second = Some((Some(2.0), Some(1.0)));
    assert_eq!(ask_at(3), [baseline, second, second], "what was known then");
    let third = Some((Some(3.0), Some(2.0)));
    assert_eq!(ask_at(4), [baseline, third, third]);
    drop(app);
    // Killed between the commit and the keeping.
    let store = GeoPackageStore::open(&path.join("store.gpkg"), &city(path).crs).expect("opens");
    store.keep_readings(4, &[]).expect("written");
    drop(store);
    assert_eq!(kept(path, name, west), first_three[..2]);
    let app = open(path);
    assert_eq!(kept(path, name, west), first_three, "made at the next start");
    let study = app.study();
    assert!(study.readings.iter().any(|reading| reading.revision == 4));
}

#[test]
fn the_programmes_indicators_have_the_baselines_that_are_known() {
    let Some(facts) = support::shared("facts/indicators.csv") else {
        return;
    };
    let folder = made();
    drop(open(folder.path()));
    let text = std::fs::read_to_string(&facts).expect("readable");
    import(folder.path(), Layer::Indicators, "facts", date(2025, 1, 1), &text);
    let facts = open(folder.path());
    let folder = tempfile::tempdir().expect("a folder");
    let sample = City::read(Path::new("data/dordrecht")).expect("the sample");
    let sample = App::open(sample, &folder.path().join("store.gpkg")).expect("opens");
    let day = date(2026, 11, 21);
    let (of_facts, of_sample) = (ask(&facts.study(), day, &[]), ask(&sample.study(), day, &[]));
    let imported = |set: &FeatureSet| -> Vec<String> {
        let computed = set.schema.position("computed").expect("a property");
        let imported = set
            .features
            .iter()
            .filter(|of| of.values[computed] == Value::Boolean(false));
        imported.map(|of| of.id.clone()).collect()
    };
    let (ids_of_facts, ids_of_sample) = (imported(&of_facts), imported(&of_sample));
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let headers = rows.headers().expect("a header").clone();
    let column = |name: &str| headers.iter().position(|of| of == name).expect("a column");
    let mut with_baseline = 0;
    for row in rows.records() {
        let row = row.expect("a row");
        let cell = |name: &str| row.get(column(name)).unwrap_or_default();
        let name = cell("indicator_nl");
        // The sample names them by the same words in lower case.
        let slug: String = name
            .to_lowercase()
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .collect();
        let slug = slug
            .split('-')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-");
        let baseline = cell("baseline_value").parse::<f64>().ok();
        with_baseline += usize::from(baseline.is_some());
        for (set, name, ids) in [
            (&of_facts, name, &ids_of_facts),
            (&of_sample, slug.as_str(), &ids_of_sample),
        ] {
            let of: Vec<&String> = ids
                .iter()
                .filter(|id| id.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))
                .collect();
            let [id] = of[..] else { panic!("{name}: {of:?}") };
            assert_eq!(number(set, id, "baseline"), baseline, "{name}");
            assert_eq!(number(set, id, "value"), baseline, "{name}");
            assert_eq!(number(set, id, "change"), None, "{name}");
            let direction = set.value(id, "direction").expect("a direction");
            assert_eq!(*direction, Value::Text(cell("direction").to_owned()), "{name}");
        }
    }
    assert_eq!(with_baseline, 9);
    assert_eq!((ids_of_facts.len(), ids_of_sample.len()), (32, 32));
}
