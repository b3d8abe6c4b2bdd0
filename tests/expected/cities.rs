//! The cities that are asked: the sample, the real one where its files are, and W1, which the peers' generator makes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde_json::Value;
use wijkkaart::app::{App, ImportOptions};
use wijkkaart::config::{City, UnknownType};
use wijkkaart::domain::Layer;
use wijkkaart::study::Study;

use crate::support::shared;

/// Types of W1, `T00` and on.
const W1_TYPES: usize = 20;

/// A city, and by what names the expected answers know its facilities.
pub struct Town {
    pub study: Arc<Study>,
    /// By id; empty where they go by their ids.
    labels: BTreeMap<String, String>,
}

impl Town {
    /// The name of a facility, by its place in the study's list.
    pub fn name(&self, place: u32) -> &str {
        let id = self.study.facilities.get(place).facility.id.as_str();
        self.labels.get(id).map_or(id, String::as_str)
    }

    pub fn names(&self, places: &[u32]) -> Vec<&str> {
        places.iter().map(|place| self.name(*place)).collect()
    }

    /// The place of the facility with a name.
    pub fn facility(&self, name: &str) -> u32 {
        let known = self.labels.iter().find(|(_, label)| *label == name);
        let id = known.map_or(name, |(id, _)| id);
        let place = self.study.facilities.place(id);
        place.unwrap_or_else(|| panic!("{name} is missing"))
    }

    /// The place of an area.
    pub fn area(&self, code: &str) -> u32 {
        let place = self.study.areas.place(code);
        place.unwrap_or_else(|| panic!("{code} is missing"))
    }

    /// The place of a service type in the taxonomy.
    pub fn service_type(&self, code: &str) -> usize {
        self.study.taxonomy.position(code).expect("a known type")
    }
}

pub fn sample() -> &'static Town {
    static SAMPLE: OnceLock<Town> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let city =
            City::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dordrecht")).expect("the sample");
        let app = App::open(city, &folder.path().join("store.gpkg")).expect("opens");
        Town {
            study: app.study(),
            labels: BTreeMap::new(),
        }
    })
}

/// The real city, imported as its files are, with each facility's place in the file as its id. None, said in a line, where
/// its files are absent.
pub fn real() -> Option<&'static Town> {
    static REAL: OnceLock<Option<Town>> = OnceLock::new();
    REAL.get_or_init(|| Some(real_in(&shared("data/dordrecht")?)))
        .as_ref()
}

fn real_in(data: &Path) -> Town {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let norms = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/norms.toml");
    std::fs::copy(norms, folder.path().join("criteria.toml")).expect("writable");
    let toml = "name = 'Real'\ncrs = 'EPSG:28992'\ncriteria = 'criteria.toml'\n[[programme_areas]]\ncode = 'dordt-west'\nname = 'Dordt West'\n\
        districts = ['WK050503', 'WK050504', 'WK050507']\nneighbourhoods = ['BU05050800', 'BU05050801']";
    std::fs::write(folder.path().join("city.toml"), toml).expect("writable");
    let city = City::read(folder.path()).expect("a valid city");
    // Every record gets its place in the file as id: the list itself has none that all records share.
    let text = std::fs::read_to_string(data.join("voorzieningen.geojson")).expect("readable");
    let mut facilities: Value = serde_json::from_str(&text).expect("JSON");
    let mut labels = BTreeMap::new();
    for (place, feature) in facilities["features"]
        .as_array_mut()
        .expect("features")
        .iter_mut()
        .enumerate()
    {
        let id = format!("{place:02}");
        labels.insert(id.clone(), format!("#{place}"));
        feature["properties"]["id"] = Value::String(id);
    }
    assert_eq!(labels.len(), 38);
    let with_ids = folder.path().join("voorzieningen.geojson");
    std::fs::write(&with_ids, facilities.to_string()).expect("writable");
    let app = App::open(city, &folder.path().join("store.gpkg")).expect("opens");
    let import = |layer: Layer, file: &Path| {
        let mut options =
            ImportOptions::for_import(&app.city, layer, vec![file.to_owned()], None).expect("options");
        if layer == Layer::Facilities {
            options.unknown_type = UnknownType::Keep;
            let kinds = [("bibliotheek", "LRN-BIEB"), ("sportaccommodatie", "VER-SPORT")];
            let kinds = kinds.map(|(text, code)| (text.to_owned(), code.to_owned()));
            options
                .mapping
                .values
                .insert("serviceType".to_owned(), kinds.into_iter().collect());
        }
        app.import(&options, false)
            .unwrap_or_else(|error| panic!("{error}"));
    };
    import(Layer::Neighbourhoods, &data.join("buurten-2023.geojson"));
    import(Layer::Facilities, &with_ids);
    app.refresh().expect("a study");
    Town {
        study: app.study(),
        labels,
    }
}

/// W1: 95 areas, 1,000 facilities of 20 types and 60,000 addresses. None, said in a line, where its files are absent.
pub fn w1() -> Option<&'static Town> {
    static W1: OnceLock<Option<Town>> = OnceLock::new();
    W1.get_or_init(|| Some(w1_in(&peers("W1")?))).as_ref()
}

/// The folder of a workload, in the folder that the environment names.
fn peers(workload: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("WIJKKAART_PEERS").map(|data| PathBuf::from(data).join(workload));
    let found = folder.filter(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("skipped: WIJKKAART_PEERS names no folder that holds {workload}");
    }
    found
}

/// W1 as the sources of a city: types of its own, residents where the addresses are, and an area that is all of it.
fn w1_in(data: &Path) -> Town {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writable");
    let mut service_types =
        String::from("code,label_nl,label_en,group,population_group,distance_m,osm_tags\n");
    let mut values = String::new();
    for of in 0..W1_TYPES {
        writeln!(service_types, "T{of:02},soort {of},type {of},T,all,,").expect("a text");
        write!(values, "'{of}' = 'T{of:02}', ").expect("a text");
    }
    write("service-types.csv", &service_types);
    // The place in the file is the id, of six digits, so that ids stand in the order of the file.
    let text = std::fs::read_to_string(data.join("facilities.csv")).expect("readable");
    let mut facilities = String::from("id,type,x,y\n");
    for line in text.lines().skip(1) {
        let (place, rest) = line.split_once(',').expect("a row");
        let place: usize = place.parse().expect("a place in the file");
        writeln!(facilities, "{place:06},{rest}").expect("a text");
    }
    write("facilities.csv", &facilities);
    let toml = format!(
        "name = 'W1'\ncrs = 'EPSG:28992'\nservice_types = 'service-types.csv'\n\
         [[programme_areas]]\ncode = 'city'\nname = 'All of it'\ndistricts = ['WK000000']\n\
         [[sources]]\nlayer = 'neighbourhoods'\nfile = '{neighbourhoods}'\n\
         [[sources]]\nlayer = 'facilities'\nfile = 'facilities.csv'\ncrs = 'EPSG:28992'\n\
         map = {{ serviceType = 'type' }}\nvalues = {{ serviceType = {{ {values} }} }}\n\
         [[sources]]\nlayer = 'demand'\nfile = '{addresses}'\ncrs = 'EPSG:28992'\n\
         map = {{ id = 'aid', residents = 'w' }}\n",
        neighbourhoods = data.join("neighbourhoods.geojson").display(),
        addresses = data.join("addresses.csv").display(),
        values = values.trim_end_matches(", "),
    );
    write("city.toml", &toml);
    let city = City::read(folder.path()).unwrap_or_else(|error| panic!("{error}"));
    let app = App::open(city, &folder.path().join("store.gpkg")).unwrap_or_else(|error| panic!("{error}"));
    Town {
        study: app.study(),
        labels: BTreeMap::new(),
    }
}
