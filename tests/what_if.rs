//! What if equals really doing it: a proposal answered in a study is, to the last bit, the study made with it from nothing, and
//! undone it is the first one.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::support::server::{Server, sample};
use crate::support::{DAY, city, facility, square, study};
use geo::{Coord, Point};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use wijkkaart::analysis::altered::{self, Fate};
use wijkkaart::analysis::difference::{self, Figures, Params};
use wijkkaart::analysis::{coverage, density};
use wijkkaart::domain::scenario::{Addition, Move, Place, Proposal};
use wijkkaart::domain::{Area, Facility, Layers, PopulationGroup};
use wijkkaart::spatial::projection::{Crs, Projector};
use wijkkaart::study::{Selection, Study};

const TYPE: &str = "LRN-BIEB";
/// Where the made city lies, in the middle of the country.
const CORNER: (f64, f64) = (150_000.0, 450_000.0);

fn made(facilities: Vec<Facility>) -> Study {
    let areas: Vec<Area> = (0..9)
        .map(|n| {
            let (x, y) = (f64::from(n % 3) * 400.0, f64::from(n / 3) * 400.0);
            let code = format!("BU000{}{n}", n / 3);
            square(
                &code,
                (CORNER.0 + x, CORNER.1 + y),
                400.0,
                Some(f64::from(100 + 17 * n)),
            )
        })
        .collect();
    let layers = Layers {
        areas,
        facilities,
        ..Layers::default()
    };
    study(&city(), layers)
}

fn at((x, y): (i32, i32)) -> (f64, f64) {
    (CORNER.0 + f64::from(x) * 25.0, CORNER.1 + f64::from(y) * 25.0)
}

fn named(id: usize, place: (i32, i32)) -> Facility {
    facility(&format!("f{id}"), TYPE, at(place))
}

fn degrees(study: &Study, (x, y): (f64, f64)) -> Place {
    let projector = Projector::new(&study.crs, &Crs::crs84()).expect("known");
    let at = projector.coord(Coord { x, y }).expect("on earth");
    Place { lon: at.x, lat: at.y }
}

fn metres(study: &Study, place: Place) -> Point<f64> {
    let projector = Projector::new(&Crs::crs84(), &study.crs).expect("known");
    let given = Coord {
        x: place.lon,
        y: place.lat,
    };
    projector.coord(given).expect("in the country").into()
}

fn everywhere(study: &Study) -> Vec<u32> {
    (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect()
}

fn selection(group: PopulationGroup, within: bool) -> Selection {
    Selection {
        group,
        within,
        ..Selection::on(DAY).of(TYPE).within_metres(310.0)
    }
}

/// All that is told of a state, per group, area and way of counting.
fn figures(study: &Study) -> Vec<(Figures, Option<u64>)> {
    let mut all = Vec::new();
    for group in [PopulationGroup::All, PopulationGroup::Age65Plus] {
        for within in [false, true] {
            let selection = selection(group, within);
            let service_type = selection.types(study)[0];
            let params = coverage::Params {
                selection: selection.clone(),
                service_type,
                areas: everywhere(study),
            };
            let counted = density::run(
                study,
                &density::Params {
                    selection,
                    areas: everywhere(study),
                },
            );
            let counts = counted.rows.iter().map(|row| row.facility_count);
            all.extend(
                coverage::run(study, &params)
                    .rows
                    .iter()
                    .map(Into::into)
                    .zip(counts),
            );
        }
    }
    all
}

fn edited(study: &Arc<Study>, proposal: &Proposal) -> Arc<Study> {
    let edits = study.edits_of(proposal, "new");
    assert!(edits.unfit.is_empty(), "{:?}", edits.unfit);
    Arc::new(study.edited(edits.edits).expect("known"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_proposal_is_the_city_made_with_it(
        present in prop::collection::vec((-4..52_i32, -4..52_i32), 0..6),
        add in prop::collection::vec((-4..52_i32, -4..52_i32), 0..3),
        fates in prop::collection::vec(prop_oneof![
            2 => Just(None),
            1 => Just(Some(None)),
            2 => (-4..52_i32, -4..52_i32).prop_map(|to| Some(Some(to))),
        ], 6),
    ) {
        let before: Vec<Facility> = present.iter().enumerate().map(|(id, place)| named(id, *place)).collect();
        let start = Arc::new(made(before.clone()));
        let mut proposal = Proposal::default();
        let mut really = Vec::new();
        for (facility, fate) in before.iter().zip(&fates) {
            match fate {
                None => really.push(facility.clone()),
                Some(None) => proposal.remove.push(facility.id.clone()),
                Some(Some(to)) => {
                    let to = degrees(&start, at(*to));
                    proposal.moves.push(Move { id: facility.id.clone(), to });
                    let mut moved = facility.clone();
                    let there = metres(&start, to);
                    let from = facility.location.expect("located") - there;
                    if from.x().hypot(from.y()) > 0.05 {
                        moved.location = Some(there);
                    }
                    really.push(moved);
                }
            }
        }
        for (n, place) in add.iter().enumerate() {
            let place = degrees(&start, at(*place));
            proposal.add.push(Addition { place, service_type: TYPE.into(), name: None, capacity: None });
            let mut new = facility(&format!("new-{}", n + 1), TYPE, (0.0, 0.0));
            new.location = Some(metres(&start, place));
            really.push(new);
        }
        let known = figures(&start);
        let after = edited(&start, &proposal);
        let afresh = made(really.clone());
        prop_assert_eq!(figures(&after), figures(&afresh));

        // The facilities that differ are those that the proposal names, moves to where they stood left out.
        let report = altered::run(&start, &after, &altered::Params);
        let ids = |fate| report.rows.iter().filter(|row| row.fate == fate).map(|row| row.id.to_string()).collect::<BTreeSet<_>>();
        let gone: BTreeSet<String> = proposal.remove.iter().map(ToString::to_string).collect();
        let come: BTreeSet<String> = (1..=proposal.add.len()).map(|n| format!("new-{n}")).collect();
        let stood = |id: &str| before.iter().find(|of| of.id.as_str() == id).and_then(|of| of.location);
        let there = |of: &&Facility| stood(of.id.as_str()).is_some_and(|from| Some(from) != of.location);
        let went: BTreeSet<String> = really.iter().filter(there).map(|of| of.id.to_string()).collect();
        prop_assert_eq!((ids(Fate::Removed), ids(Fate::Added), ids(Fate::Moved)), (gone, come, went));
        prop_assert!(report.rows.is_sorted_by(|a, b| a.id < b.id));

        // What is told to differ differs, and what is not is the same.
        for group in [PopulationGroup::All, PopulationGroup::Age65Plus] {
            let selection = selection(group, false);
            let service_type = selection.types(&start)[0];
            let params = Params { selection: selection.clone(), service_type, areas: everywhere(&start) };
            let report = difference::run(&start, &after, &params);
            let rows = |study: &Study| {
                let params = coverage::Params { selection: selection.clone(), service_type, areas: everywhere(study) };
                coverage::run(study, &params).rows.iter().map(Figures::from).collect::<Vec<_>>()
            };
            let (then, now) = (rows(&start), rows(&afresh));
            for area in everywhere(&start) {
                let (then, now) = (then[area as usize], now[area as usize]);
                let told = report.rows.iter().find(|row| row.area == area);
                prop_assert_eq!(told.map(|row| (row.before, row.after)), (then != now).then_some((then, now)));
            }
            // The points that change are the change.
            let (cells, total) = difference::cells(&start, &after, &params, usize::MAX);
            prop_assert_eq!(cells.len(), total);
            let change: f64 = cells.iter().map(|cell| if cell.served { cell.residents } else { -cell.residents }).sum();
            let city = report.city.1.less(&report.city.0).residents_served.unwrap_or(0.0);
            prop_assert!((change - city).abs() < 1e-6, "{change} {city}");
        }

        // Undone: what came goes, what moved goes back, and what went is as if it had never gone.
        let back = start.edited(Vec::new()).expect("nothing is unknown");
        prop_assert_eq!(figures(&back), known.clone());
        let undo = Proposal {
            remove: proposal.add.iter().enumerate().map(|(n, _)| format!("new-{}", n + 1).into()).collect(),
            ..Proposal::default()
        };
        let mut edits = after.edits_of(&undo, "new").edits;
        edits.extend(before.iter().map(|of| wijkkaart::study::Edit::Put(Box::new(of.clone()))));
        prop_assert_eq!(figures(&after.edited(edits).expect("known")), known);
    }
}

#[test]
fn an_id_of_what_comes_is_nobodys() {
    let start = Arc::new(made(vec![facility("new-1", TYPE, at((3, 3)))]));
    let place = degrees(&start, at((40, 40)));
    let addition = Addition {
        place,
        service_type: TYPE.into(),
        name: None,
        capacity: None,
    };
    let proposal = Proposal {
        add: vec![addition],
        remove: vec!["new-1".into()],
        ..Proposal::default()
    };
    let after = edited(&start, &proposal);
    assert!(after.facilities.place("new-1").is_none());
    assert!(after.facilities.place("new-1+").is_some());
}

/// The figures of all areas of the sample, by code.
fn told(server: &Server, question: &str) -> std::collections::BTreeMap<String, Json> {
    let mut figures = std::collections::BTreeMap::new();
    for level in ["neighbourhoods", "districts", "programme-areas", "municipalities"] {
        let (status, page) = server.get(&format!("/v1/collections/{level}/items?limit=1000&{question}"));
        assert_eq!(status, 200, "{page}");
        for feature in page["features"].as_array().unwrap() {
            let of = &feature["properties"];
            let kept = ["coverage", "residentsServed", "meanDistanceM"]
                .map(|name| (name.to_owned(), of[name].clone()));
            figures.insert(
                feature["id"].as_str().unwrap().to_owned(),
                Json::Object(kept.into_iter().collect()),
            );
        }
    }
    figures
}

/// One library moves, one goes and one comes: what the binary answers is what it answers once the changed file is imported.
#[test]
fn what_if_is_what_an_import_of_the_changed_list_brings() {
    let folder = tempfile::tempdir().unwrap();
    let (asked, changed) = (
        folder.path().join("asked.gpkg"),
        folder.path().join("changed.gpkg"),
    );
    let server = Server::on(&asked);
    std::fs::copy(&asked, &changed).unwrap();

    let list = std::fs::read_to_string(sample().join("facilities.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(list.as_bytes());
    let headers = rows.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|of| of == name).unwrap();
    let mut rows: Vec<Vec<String>> = rows
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let of_type = |row: &Vec<String>| row[column("serviceType")] == TYPE && row[column("validTo")].is_empty();
    let places: Vec<usize> = (0..rows.len()).filter(|at| of_type(&rows[*at])).collect();
    let (moves, goes) = (places[0], places[1]);
    let rd = Crs::parse("EPSG:28992").unwrap();
    let there = Projector::new(&Crs::crs84(), &rd).unwrap();
    let (to, new) = (
        Place {
            lon: 4.6612,
            lat: 51.7951,
        },
        Place {
            lon: 4.7124,
            lat: 51.8012,
        },
    );
    let question = json!({
        "serviceType": TYPE, "distance": 900, "date": "2026-12-01",
        "move": [{ "id": rows[moves][0], "lon": to.lon, "lat": to.lat }],
        "remove": [rows[goes][0]],
        "add": [{ "lon": new.lon, "lat": new.lat }],
    });
    let put = |row: &mut Vec<String>, place: Place| {
        let at = there
            .coord(Coord {
                x: place.lon,
                y: place.lat,
            })
            .unwrap();
        row[column("x_rd")] = at.x.to_string();
        row[column("y_rd")] = at.y.to_string();
    };
    put(&mut rows[moves], to);
    let mut added = vec![String::new(); headers.len()];
    added[0] = "new-library".to_owned();
    added[column("serviceType")] = TYPE.to_owned();
    put(&mut added, new);
    rows.push(added);
    rows.remove(goes);
    let file = folder.path().join("facilities.csv");
    let mut writer = csv::Writer::from_path(&file).unwrap();
    writer.write_record(&headers).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    writer.flush().unwrap();
    let import = std::process::Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
        .args([
            "import",
            "facilities",
            "--source",
            "voorbeeldvoorzieningen",
            "--crs",
            "EPSG:28992",
            "--date",
            "2026-11-20",
            "--city",
        ])
        .arg(sample())
        .arg("--store")
        .arg(&changed)
        .arg(&file)
        .output()
        .unwrap();
    assert!(
        import.status.success(),
        "{}",
        String::from_utf8_lossy(&import.stderr)
    );
    let really = Server::on(&changed);

    let (status, answer) = server.post("/v1/what-if", &question);
    assert_eq!(status, 200, "{answer}");
    let parameters = "serviceType=LRN-BIEB&distance=900&date=2026-12-01";
    let (before, after) = (told(&server, parameters), told(&really, parameters));
    let areas = answer["areas"].as_array().unwrap();
    assert!(areas.len() > 10, "{}", areas.len());
    for (code, then) in &before {
        let now = &after[code];
        match areas.iter().find(|area| area["code"] == **code) {
            Some(area) => assert_eq!((&area["before"], &area["after"]), (then, now), "{code}"),
            None => assert!(then == now || code.starts_with("GM"), "{code}"),
        }
    }
    let municipality = before.keys().find(|code| code.starts_with("GM")).unwrap();
    let city = &answer["city"];
    assert_eq!(
        (&city["before"], &city["after"]),
        (&before[municipality], &after[municipality])
    );

    let (status, problem) = server.post(
        "/v1/what-if",
        &json!({ "serviceType": TYPE, "remove": ["nobody"] }),
    );
    assert_eq!((status, &problem["code"]), (422, &json!("unknown_id")));
}
