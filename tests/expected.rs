//! Our figures beside those that `tests/independent` computed with geopandas and shapely from the definitions alone: shares to
//! 1e-6, distances to a millimetre.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use geo::Area as _;
use serde_json::{Map, Value};
use support::{DAY, shared};
use wijkkaart::analysis::{
    closing, coverage, density, equity, gaps, lorenz, nth_nearest, overlaps, removal, usage,
};
use wijkkaart::app::{App, ImportOptions};
use wijkkaart::collections::words::Lang;
use wijkkaart::collections::{self, Query, Today, explain, report};
use wijkkaart::config::{City, UnknownType};
use wijkkaart::domain::{Layer, Level, PopulationGroup};
use wijkkaart::study::{Edit, Selection, Study};

const NORM_M: f64 = 1000.0;

type Rows = Map<String, Value>;

struct Expected(Rows);

impl Expected {
    fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/expected")
            .join(name);
        let text = std::fs::read_to_string(path).expect("an expected answer");
        Self(serde_json::from_str(&text).expect("JSON"))
    }

    fn rows(&self, part: &str) -> &Rows {
        let rows = self.0[part].as_object().expect("rows");
        assert!(!rows.is_empty(), "{part} is empty");
        rows
    }
}

/// Compares one figure: null with null, numbers to `tolerance` relative to their size above 1.
fn same(what: &str, expected: &Value, found: Option<f64>, tolerance: f64) {
    match (expected.as_f64(), found) {
        (None, None) => {}
        (Some(expected), Some(found)) => {
            let allowed = tolerance * expected.abs().max(1.0);
            assert!(
                (expected - found).abs() <= allowed,
                "{what}: expected {expected}, found {found}"
            );
        }
        (expected, found) => panic!("{what}: expected {expected:?}, found {found:?}"),
    }
}

/// `LRN-BIEB 65+ BU05050100` → type (none: untyped), group, rest.
fn key(key: &str) -> (Option<&str>, PopulationGroup, &str) {
    let mut parts = key.splitn(3, ' ');
    let service_type = parts.next().filter(|text| *text != "untyped");
    let group = parts
        .next()
        .expect("a group")
        .parse()
        .expect("a population group");
    (service_type, group, parts.next().unwrap_or_default())
}

fn selection(service_type: Option<&str>, group: PopulationGroup) -> Selection {
    let mut selection = Selection::on(DAY).within_metres(NORM_M);
    selection.service_type = service_type.map(Into::into);
    selection.group = group;
    selection
}

fn areas(study: &Study, expected: &Expected) {
    for (code, row) in expected.rows("areas") {
        let area = study.areas.get(
            study
                .areas
                .place(code)
                .unwrap_or_else(|| panic!("{code} is missing")),
        );
        same(
            &format!("{code} areaKm2"),
            &row["areaKm2"],
            Some(area.area_km2),
            1e-6,
        );
        same(&format!("{code} landKm2"), &row["landKm2"], area.land_km2, 1e-9);
        same(
            &format!("{code} residents"),
            &row["residents"],
            area.residents,
            1e-9,
        );
    }
    assert_eq!(expected.rows("areas").len(), study.areas.list.len());
}

fn coverage_and_density(study: &Study, expected: &Expected) {
    for (name, row) in expected.rows("coverage") {
        let (service_type, group, code) = key(name);
        let params = coverage::Params {
            selection: selection(service_type, group),
            service_type: study
                .taxonomy
                .position(service_type.expect("a type"))
                .expect("known"),
            areas: vec![study.areas.place(code).expect("known")],
        };
        let found = &coverage::run(study, &params).rows[0];
        let figures = [
            ("coverage", found.coverage, 1e-6),
            ("meanCount", found.mean_count, 1e-6),
            ("redundancyRatio", found.redundancy_ratio, 1e-6),
            ("meanDistanceM", found.mean_distance, 1e-6),
            ("residentsServed", found.residents_served, 1e-6),
            ("residentsUnserved", found.residents_unserved, 1e-6),
        ];
        for (figure, found, tolerance) in figures
            .into_iter()
            .filter(|(figure, ..)| row.get(*figure).is_some())
        {
            same(&format!("{name} {figure}"), &row[figure], found, tolerance);
        }
        let distances = row["meanDistanceM"].as_f64().zip(found.mean_distance);
        assert!(
            distances.is_none_or(|(a, b)| (a - b).abs() < 1e-3),
            "{name}: {distances:?}"
        );
        assert_eq!(row["imputed"].as_bool(), Some(found.imputed), "{name}");
    }
    for (name, row) in expected.rows("density") {
        let (service_type, group, code) = key(name);
        let areas = vec![study.areas.place(code).expect("known")];
        let params = density::Params {
            selection: selection(service_type, group),
            areas,
        };
        let found = &density::run(study, &params).rows[0];
        assert_eq!(row["facilityCount"].as_u64(), found.facility_count, "{name}");
        same(
            &format!("{name} per km2"),
            &row["facilitiesPerKm2"],
            found.facilities_per_km2,
            1e-6,
        );
        same(
            &format!("{name} per 1000"),
            &row["facilitiesPer1000"],
            found.facilities_per_1000,
            1e-6,
        );
    }
}

/// Gaps per type and group, as (place of the area, cells, residents, m²), most residents first within an area.
fn gaps_of(study: &Study, service_type: &str, group: PopulationGroup) -> Vec<(u32, usize, f64, f64)> {
    let params = gaps::Params {
        selection: selection(Some(service_type), group),
        level: Level::Neighbourhood,
    };
    let gaps = gaps::run(study, &params).gaps;
    gaps.iter()
        .map(|gap| (gap.area, gap.cells, gap.residents, gap.polygon.unsigned_area()))
        .collect()
}

/// Overlaps and unique coverage, by the names that `label` gives facilities.
fn overlaps_and_unique(study: &Study, expected: &Expected, label: impl Fn(&str) -> String) {
    let mut questions: BTreeSet<(String, String)> = BTreeSet::new();
    for name in expected
        .rows("uniqueCoverage")
        .keys()
        .chain(expected.rows("overlaps").keys())
    {
        let (service_type, group, _) = key(name);
        questions.insert((service_type.expect("a type").to_owned(), group.to_string()));
    }
    let (mut pairs, mut singles) = (0, 0);
    for (service_type, group) in &questions {
        let selection = selection(Some(service_type), group.parse().expect("a group"));
        let report = overlaps::run(
            study,
            &overlaps::Params {
                selection,
                jaccard: 0.5,
            },
        );
        let name = |place: u32| label(study.facilities.get(place).facility.id.as_str());
        for overlap in &report.overlaps {
            let pair = |a: u32, b: u32| format!("{service_type} {group} {} | {}", name(a), name(b));
            let rows = expected.rows("overlaps");
            let straight = rows.get(&pair(overlap.a, overlap.b));
            let row = straight.or_else(|| rows.get(&pair(overlap.b, overlap.a)));
            let row = row.unwrap_or_else(|| panic!("{} is not expected", pair(overlap.a, overlap.b)));
            let what = pair(overlap.a, overlap.b);
            same(&what, &row["jaccard"], Some(overlap.jaccard), 1e-6);
            same(
                &what,
                &row["sharedResidents"],
                Some(overlap.shared_residents),
                1e-6,
            );
            let distance = row["distanceM"].as_f64().expect("a distance");
            assert!((distance - overlap.distance.0).abs() < 1e-3, "{what}");
            if let (Some(a), true) = (row.get("eurosPerYearA"), straight.is_some()) {
                same(&what, a, overlap.euros_per_year_a.map(|euros| euros.0), 1e-9);
                same(
                    &what,
                    &row["eurosPerYearB"],
                    overlap.euros_per_year_b.map(|euros| euros.0),
                    1e-9,
                );
            }
            pairs += 1;
        }
        for unique in &report.unique {
            let what = format!("{service_type} {group} {}", name(unique.facility));
            let row = expected.rows("uniqueCoverage").get(&what);
            let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
            same(
                &what,
                &row["residentsInReach"],
                Some(unique.residents_in_reach),
                1e-6,
            );
            same(&what, &row["uniqueCoverage"], Some(unique.unique_coverage), 1e-6);
            singles += 1;
        }
    }
    assert_eq!(pairs, expected.rows("overlaps").len());
    assert_eq!(singles, expected.rows("uniqueCoverage").len());
}

/// Removals of one facility and of the best sets, by the names that `label` gives facilities.
fn removals(study: &Study, expected: &Expected, label: impl Fn(&str) -> String) {
    let (singles, sets) = (expected.rows("removalSingles"), expected.rows("removalSets"));
    let questions: BTreeSet<(Option<&str>, &str)> = sets
        .keys()
        .map(|name| (key(name).0, name.split(' ').nth(1).expect("a group")))
        .collect();
    let mut found = 0;
    for (service_type, group) in questions {
        let params = removal::Params {
            selection: selection(service_type, group.parse().expect("a group")),
            k: 5,
        };
        for removal in removal::run(study, &params).removals {
            let name = |place: &u32| label(study.facilities.get(*place).facility.id.as_str());
            let names: Vec<String> = removal.facilities.iter().map(name).collect();
            let question = format!("{} {group}", service_type.expect("a type"));
            let (what, rows) = match names.as_slice() {
                [one] => (format!("{question} {one}"), singles),
                more => (format!("{question} {}", more.len()), sets),
            };
            let row = rows.get(&what);
            let row = row.unwrap_or_else(|| panic!("{what} is not expected"));
            same(&what, &row["residentsLost"], Some(removal.residents_lost), 1e-6);
            same(
                &what,
                &row["eurosSaved"],
                removal.euros_per_year.map(|euros| euros.0),
                1e-9,
            );
            same(&what, &row["lossPerEuro"], removal.loss_per_euro, 1e-9);
            if names.len() == 1 {
                assert_eq!(row["rank"].as_u64(), Some(removal.rank as u64), "{what}");
            } else {
                assert_eq!(row["facilities"], Value::from(names), "{what}");
                assert_eq!(row["method"], removal.method.name(), "{what}");
            }
            found += 1;
        }
    }
    assert_eq!(found, singles.len() + sets.len());
}

fn usages(study: &Study, expected: &Expected) {
    for (name, row) in expected.rows("usage") {
        let (service_type, group, id) = key(name);
        let params = usage::Params {
            selection: selection(service_type, group),
            facilities: vec![study.facilities.place(id).expect("known")],
        };
        let found = &usage::run(study, &params).rows[0];
        same(
            name,
            &row["visitorsPerResident"],
            found.visitors_per_resident,
            1e-6,
        );
        same(name, &row["occupancyRate"], found.occupancy_rate, 1e-9);
    }
}

fn sample() -> Arc<Study> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let city = City::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dordrecht")).expect("the sample");
    App::open(city, &folder.path().join("store.gpkg"))
        .expect("opens")
        .study()
}

#[test]
fn removals_and_usage_of_the_sample_city_are_those_that_were_computed_apart() {
    let (study, expected) = (sample(), Expected::read("analyses-sample.json"));
    removals(&study, &expected, str::to_owned);
    usages(&study, &expected);
}

#[test]
fn removals_of_the_real_city_are_those_that_were_computed_apart() {
    let Some((study, labels)) = real() else { return };
    let expected = Expected::read("analyses-real.json");
    removals(&study, &expected, |id| labels[id].clone());
}

#[test]
fn the_sample_city_gives_the_figures_that_were_computed_apart() {
    let (study, expected) = (sample(), Expected::read("dordrecht-sample.json"));
    areas(&study, &expected);
    coverage_and_density(&study, &expected);
    for (id, row) in expected.rows("facilities") {
        let place = study
            .facilities
            .place(id)
            .unwrap_or_else(|| panic!("{id} is missing"));
        let found = study
            .facilities
            .get(place)
            .neighbourhood
            .map(|at| study.areas.get(at).code.to_string());
        assert_eq!(row["neighbourhood"].as_str(), found.as_deref(), "{id}");
    }
    for (name, row) in expected.rows("gaps") {
        let (service_type, group, _) = key(name);
        let found = gaps_of(&study, service_type.expect("a type"), group);
        assert_eq!(row["gaps"].as_u64(), Some(found.len() as u64), "{name}");
        let cells: usize = found.iter().map(|gap| gap.1).sum();
        same(name, &row["cells"], Some(cells as f64), 0.0);
        same(
            name,
            &row["residents"],
            Some(found.iter().map(|gap| gap.2).sum()),
            1e-6,
        );
        same(
            name,
            &row["areaM2"],
            Some(found.iter().map(|gap| gap.3).sum()),
            1e-6,
        );
    }
    overlaps_and_unique(&study, &expected, str::to_owned);
    equity_and_nth_nearest(&study, &Expected::read("analyses-sample.json"));
}

/// How unequally far residents go, and how far to the second and third nearest.
fn equity_and_nth_nearest(study: &Study, expected: &Expected) {
    for (name, row) in expected.rows("equity") {
        let (service_type, group, code) = key(name);
        let areas = vec![study.areas.place(code).expect("known")];
        let place = study
            .taxonomy
            .position(service_type.expect("a type"))
            .expect("known");
        let asked = selection(service_type, group);
        let params = equity::Params {
            selection: asked.clone(),
            service_type: place,
            groups: vec![group],
            areas: areas.clone(),
        };
        let found = &equity::run(study, &params).rows[0];
        for (figure, found) in [
            ("meanDistanceM", found.mean),
            ("medianDistanceM", found.median),
            ("p90DistanceM", found.p90),
            ("gini", found.gini),
            ("fgt0", found.fgt[0]),
            ("fgt1", found.fgt[1]),
            ("fgt2", found.fgt[2]),
        ] {
            same(&format!("{name} {figure}"), &row[figure], found, 1e-6);
        }
        let params = lorenz::Params {
            selection: asked.clone(),
            service_type: place,
            groups: vec![group],
            areas: areas.clone(),
        };
        let curve = lorenz::run(study, &params).rows.remove(0).curve;
        for (share, expected) in row["lorenz"].as_object().into_iter().flatten() {
            let share: f64 = share.parse().expect("a share");
            let at = |part: &u32| (f64::from(*part) / f64::from(lorenz::PARTS) - share).abs() < 1e-9;
            let found = curve.iter().flatten().zip(0..).find(|(_, part)| at(part));
            let found = found.map(|(share, _)| *share);
            same(&format!("{name} lorenz {share}"), expected, found, 1e-6);
        }
        for (nth, figure) in [(2, "meanNthDistanceM2"), (3, "meanNthDistanceM3")] {
            let params = nth_nearest::Params {
                selection: asked.clone(),
                service_type: place,
                nth,
                areas: areas.clone(),
            };
            let found = nth_nearest::run(study, &params).rows[0].mean_distance;
            let expected = &expected.rows("nthNearest")[name][figure];
            same(&format!("{name} {figure}"), expected, found, 1e-6);
        }
    }
}

/// The real city, imported as its files are, with each facility's place in the file as its id.
fn real() -> Option<(Arc<Study>, BTreeMap<String, String>)> {
    let data = shared("data/dordrecht")?;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let toml = "name = 'Real'\ncrs = 'EPSG:28992'\n[[programme_areas]]\ncode = 'dordt-west'\nname = 'Dordt West'\n\
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
    Some((app.study(), labels))
}

#[test]
fn the_real_city_gives_the_figures_that_were_computed_apart() {
    let Some((study, labels)) = real() else { return };
    let expected = Expected::read("dordrecht-real.json");
    areas(&study, &expected);
    coverage_and_density(&study, &expected);
    let city = study
        .areas
        .get(study.areas.place("GM0505").expect("the municipality"));
    assert_eq!(study.areas.neighbourhood_count, 133);
    assert_eq!(city.residents, Some(121_430.0));
    assert!((city.area_km2 - 99.467).abs() < 1e-3, "{}", city.area_km2);
    for (id, label) in &labels {
        let row = &expected.rows("facilities")[label];
        let place = study.facilities.place(id).expect("known");
        let found = study
            .facilities
            .get(place)
            .neighbourhood
            .map(|at| study.areas.get(at).code.to_string());
        assert_eq!(row["neighbourhood"].as_str(), found.as_deref(), "{label}");
    }
    assert_eq!(labels.len(), 38);
    let mut found: BTreeMap<String, Vec<(usize, f64, f64)>> = BTreeMap::new();
    for service_type in ["LRN-BIEB", "VER-SPORT"] {
        for group in [PopulationGroup::All, PopulationGroup::Age65Plus] {
            for (area, cells, residents, square_metres) in gaps_of(&study, service_type, group) {
                let name = format!("{service_type} {group} {}", study.areas.get(area).code);
                found
                    .entry(name)
                    .or_default()
                    .push((cells, residents, square_metres));
            }
        }
    }
    assert_eq!(found.len(), expected.rows("gaps").len());
    for (name, rows) in expected.rows("gaps") {
        let rows = rows.as_array().expect("gaps of an area");
        let found = found.get_mut(name).unwrap_or_else(|| panic!("{name} has no gap"));
        let mut left = found.clone();
        assert_eq!(rows.len(), found.len(), "{name}");
        for row in rows {
            let area = row["areaM2"].as_f64().expect("an area");
            let near = |gap: &(usize, f64, f64)| (gap.2 - area).abs() <= 1e-6 * area.max(1.0);
            let at = left
                .iter()
                .position(near)
                .unwrap_or_else(|| panic!("{name}: no gap of {area} m²"));
            let (cells, residents, _) = left.remove(at);
            assert_eq!(row["cells"].as_u64(), Some(cells as u64), "{name}");
            same(name, &row["residents"], Some(residents), 1e-6);
        }
    }
    overlaps_and_unique(&study, &expected, |id| labels[id].clone());
    equity_and_nth_nearest(&study, &Expected::read("analyses-real.json"));
}

#[test]
fn libraries_of_the_real_city_reach_the_share_that_is_known() {
    let Some((study, _)) = real() else { return };
    let service_type = study.taxonomy.position("LRN-BIEB").expect("built in");
    let areas = vec![study.areas.place("GM0505").expect("the municipality")];
    let selection = Selection::on(DAY).of("LRN-BIEB").within_metres(NORM_M);
    let row = &coverage::run(
        &study,
        &coverage::Params {
            selection: selection.clone(),
            service_type,
            areas,
        },
    )
    .rows[0];
    assert!(
        (row.coverage.expect("residents") - 0.604_170).abs() < 5e-7,
        "{:?}",
        row.coverage
    );
    let error = coverage::resolution_error(&study, &selection, service_type).expect("a lattice");
    assert!(error > 0.0 && error < 0.01, "{error}");
}

#[test]
fn libraries_of_the_real_city_are_explained_in_a_sentence() {
    let Some((study, _)) = real() else { return };
    let collection = collections::get("municipalities").expect("a collection");
    let today = Today {
        date: DAY,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let pairs = [("serviceType", "LRN-BIEB"), ("distance", "1000")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let query = Query::parse(collection, &study, &today, &pairs).expect("a question");
    let set = collections::run(collection, &study, &query);
    let city = support::city();
    let asked = explain::Asked {
        city: &city,
        collection,
        study: &study,
        query: &query,
        set: &set,
    };
    let explained = explain::explain(&asked, "GM0505", "coverage", || None).expect("explained");
    assert_eq!(
        explained.sentences.nl.replace('\u{a0}', " "),
        "Van de 121.430 inwoners van Dordrecht wonen er 73.364 (60,4 %) binnen 1.000 meter, hemelsbreed, van een van de 5 bibliotheken die op 21 november 2026 open zijn."
    );
    assert_eq!(explained.facilities_total, Some(5));
}

#[test]
fn closing_a_library_of_the_real_city_costs_those_who_have_no_other() {
    let Some((study, labels)) = real() else { return };
    let expected = Expected::read("dordrecht-real.json");
    let service_type = study.taxonomy.position("LRN-BIEB").expect("built in");
    let params = closing::Params {
        selection: selection(Some("LRN-BIEB"), PopulationGroup::All),
        service_type,
        neighbourhoods: (0..133).collect(),
    };
    let mut libraries = 0;
    for (id, label) in &labels {
        let Some(row) = expected
            .rows("uniqueCoverage")
            .get(&format!("LRN-BIEB all {label}"))
        else {
            continue;
        };
        let after = study
            .edited(vec![Edit::Remove(id.as_str().into())])
            .expect("there");
        let report = closing::run(&study, &after, &params);
        same(label, &row["uniqueCoverage"], Some(report.lost), 1e-6);
        assert!(report.after.expect("others are left").0 > NORM_M, "{label}");
        libraries += 1;
    }
    assert_eq!(libraries, 5);
}

#[test]
fn a_report_on_libraries_of_the_real_city_tells_what_is_known() {
    let Some((study, labels)) = real() else { return };
    let today = Today {
        date: DAY,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let pairs = [("serviceType", "LRN-BIEB"), ("distance", "1000")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let areas = collections::get("neighbourhoods").expect("a collection");
    let query = Query::parse(areas, &study, &today, &pairs).expect("a question");
    let is_library = |id: &&String| {
        let place = study.facilities.place(id).expect("known");
        study.facilities.get(place).service_type == study.taxonomy.position("LRN-BIEB")
    };
    let close: Vec<String> = labels.keys().filter(is_library).take(1).cloned().collect();
    let ask = report::Ask {
        city: &support::city(),
        study: &study,
        query: &query,
        close: &close,
    };
    let said = report::write(&ask, Lang::Nl)
        .expect("a report")
        .replace('\u{a0}', " ");
    for known in [
        "# Bibliotheken in Dordrecht",
        "Van de 121.430 inwoners van Dordrecht wonen er 73.364 (60,4 %)",
        "Van de 48.066 die niet worden bereikt",
        "Als ",
        " van 60,4 % naar ",
    ] {
        assert!(said.contains(known), "{known}\n\n{said}");
    }
}
