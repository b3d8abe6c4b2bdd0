//! How long a study takes to make and to ask, on a country of the peers' making and on a city folder. README.md beside this file
//! says how to run it.

mod clock;
mod workload;

use std::process::ExitCode;
use std::sync::Arc;

use geo::Point;
use jiff::civil::date;
use serde_json::{Value, json};
use wijkkaart::analysis::siting::{self, Candidates, Method, Model, Present};
use wijkkaart::analysis::supply::{self, Division, Method as SupplyMethod};
use wijkkaart::analysis::{coverage, density, gaps, overlaps, removal, usage};
use wijkkaart::app::App;
use wijkkaart::config::City;
use wijkkaart::domain::revision::{Counts, Revision};
use wijkkaart::domain::{Area, DemandRecord, Facility, LayerRecord, Level};
use wijkkaart::study::{Edit, Gathering, Selection, Study};

use workload::Workload;

const USAGE: &str = "usage: cargo bench --bench study -- country DATA WORKLOAD [--stride K]
       cargo bench --bench study -- city FOLDER
  DATA      the folder that holds WORKLOAD/neighbourhoods.geojson, facilities.csv and addresses.csv
  --stride  keep every K-th address (1)
  FOLDER    a city folder, the store of which may be made beside it for the time being";

/// Norm distance of the questions, in metres.
const NORM: f64 = 800.0;
/// Places that new sites are chosen from.
const CANDIDATES: usize = 10_000;
/// How often a facility is moved.
const MOVES: usize = 40;

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|of| of != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        // A bare `cargo bench` runs every bench there is: that this one needs data is no failure.
        [] => return ExitCode::SUCCESS,
        ["country", data, name] => country(data, name, 1),
        ["country", data, name, "--stride", stride] => match stride.parse() {
            Ok(stride) if stride > 0 => country(data, name, stride),
            _ => Err(USAGE.into()),
        },
        ["city", folder] => city(folder),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Times one piece of work and prints a line about it.
fn timed<T>(what: &str, more: &Value, work: impl FnOnce() -> T) -> Result<T, Failed> {
    let start = (std::time::Instant::now(), clock::cpu_seconds()?);
    let result = work();
    let line = json!({
        "what": what, "wall": start.0.elapsed().as_secs_f64(), "cpu": clock::cpu_seconds()? - start.1,
        "peak_mb": clock::memory_mb("VmHWM")?, "rss_mb": clock::memory_mb("VmRSS")?, "of": more,
    });
    println!("{line}");
    Ok(result)
}

/// A city with nothing but a name and a CRS.
fn plain_city() -> Result<City, Failed> {
    let folder = tempfile::tempdir()?;
    std::fs::write(
        folder.path().join("city.toml"),
        "name = 'Country'\ncrs = 'EPSG:28992'",
    )?;
    Ok(City::read(folder.path())?)
}

fn revision() -> Revision {
    Revision {
        number: 1,
        time: jiff::Timestamp::UNIX_EPOCH,
        who: "bench".to_owned(),
        source: None,
        counts: Counts::default(),
    }
}

/// The workload as records, handed over one by one.
fn gathered(workload: &Workload, codes: &[String]) -> Gathering {
    let mut gathering = Gathering::default();
    for (n, polygon) in workload.neighbourhoods.iter().enumerate() {
        gathering.push(LayerRecord::Area(Area {
            code: format!("BU{n:08}").into(),
            name: format!("Neighbourhood {n}"),
            level: Level::Neighbourhood,
            parent_code: None,
            municipality_code: None,
            municipality_name: None,
            residents: None,
            households: None,
            land_km2: None,
            water: false,
            percentages: [None; 5],
            counts: [None; 5],
            source: "areas".into(),
            geometry: polygon.clone(),
        }));
    }
    let source = "facilities".into();
    for (n, (at, of)) in workload.facilities.iter().zip(&workload.types).enumerate() {
        let mut facility = Facility::new(format!("f{n:06}"), wijkkaart::domain::SourceName::clone(&source));
        facility.service_type = codes.get(*of).map(|code| code.as_str().into());
        facility.location = Some(Point(*at));
        facility.capacity = u32::try_from(n % 91).ok().map(|of| f64::from(10 + of));
        gathering.push(LayerRecord::Facility(facility));
    }
    let source: wijkkaart::domain::SourceName = "addresses".into();
    for (n, (at, weight)) in workload.addresses.iter().zip(&workload.weights).enumerate() {
        gathering.push(LayerRecord::Demand(DemandRecord {
            id: format!("a{n:08}"),
            residents: Some(f64::from(*weight)),
            counts: [None; 5],
            source: source.clone(),
            location: Point(*at),
        }));
    }
    gathering
}

fn everywhere(study: &Study) -> Vec<u32> {
    (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect()
}

fn covered(study: &Study, selection: &Selection) -> Vec<coverage::Row> {
    covered_in(study, selection, everywhere(study))
}

fn covered_in(study: &Study, selection: &Selection, areas: Vec<u32>) -> Vec<coverage::Row> {
    let Some(service_type) = selection.types(study).first().copied() else {
        return Vec::new();
    };
    let params = coverage::Params {
        selection: selection.clone(),
        service_type,
        areas,
    };
    coverage::run(study, &params).rows
}

/// Whether there is enough of a type, in every area.
fn divided(study: &Study, selection: &Selection, method: SupplyMethod) -> Option<supply::Report> {
    let params = supply::Params {
        selection: selection.clone(),
        service_type: selection.types(study).first().copied()?,
        division: Division {
            method,
            ..Division::default()
        },
        areas: everywhere(study),
    };
    Some(supply::run(study, &params))
}

fn country(data: &str, name: &str, stride: usize) -> Result<(), Failed> {
    let city = plain_city()?;
    let codes: Vec<String> = city
        .taxonomy
        .types()
        .iter()
        .map(|of| of.code.to_string())
        .collect();
    let workload = Workload::load(data.as_ref(), name, stride)?;
    let size = json!({
        "workload": name, "stride": stride, "areas": workload.neighbourhoods.len(),
        "facilities": workload.facilities.len(), "addresses": workload.addresses.len(),
    });
    timed("nothing: the workload in memory", &size, || ())?;
    let study = timed("the study", &size, || {
        Study::gathered(&city, revision(), Vec::new(), gathered(&workload, &codes))
    })?;
    drop(workload);
    let study = Arc::new(study);
    let selection = Selection::on(date(2026, 11, 21))
        .of(codes[0].as_str())
        .within_metres(NORM);
    let of = json!({"types": codes.len(), "norm_m": NORM});
    timed("coverage of every type, one area, first asked", &of, || {
        for code in &codes {
            let selection = selection.clone().of(code.as_str());
            std::hint::black_box(covered_in(&study, &selection, vec![0]));
        }
    })?;
    let study = Arc::new(study.parts());
    let of = json!({"type": codes[0], "norm_m": NORM});
    timed("coverage of one type, all areas, first asked", &of, || {
        covered(&study, &selection)
    })?;
    timed("coverage of one type, all areas, asked again", &of, || {
        covered(&study, &selection)
    })?;
    for method in SupplyMethod::ALL {
        let what = format!(
            "supply of one type by {}, all areas, coverage known",
            method.name()
        );
        timed(&what, &of, || divided(&study, &selection, method))?;
    }
    sites(&study, &selection)?;
    moves(&study, &selection)
}

/// Fifty sites among ten thousand places where facilities stand, beside those of a type.
fn sites(study: &Study, selection: &Selection) -> Result<(), Failed> {
    let all = study
        .facilities
        .located(&study.grants, &Selection::on(selection.date));
    let some = all
        .iter()
        .step_by((all.len() / CANDIDATES).max(1))
        .take(CANDIDATES);
    let places = some
        .filter_map(|place| study.facilities.location(*place))
        .collect();
    let params = siting::Params {
        selection: selection.clone(),
        service_type: selection.types(study)[0],
        k: 50,
        candidates: Candidates::Given(places),
        area: None,
        present: Present::Locked,
        model: Model::Coverage,
        method: Method::Greedy,
        capacity: 0.0,
        goal: None,
        limit: std::time::Duration::from_secs(10),
    };
    for what in ["first asked", "asked again"] {
        let of = json!({"candidates": siting::candidates(study, &params), "k": params.k});
        timed(&format!("greedy sites, {what}"), &of, || {
            std::hint::black_box(siting::run(study, &params))
        })?;
    }
    Ok(())
}

/// Moves facilities of a type one by one, each time asking the coverage of all areas.
fn moves(study: &Arc<Study>, selection: &Selection) -> Result<(), Failed> {
    let of_type = study
        .facilities
        .of_type(&study.grants, selection, selection.types(study)[0]);
    let (mut edits, mut answers) = (Vec::new(), Vec::new());
    for place in of_type.iter().step_by((of_type.len() / MOVES).max(1)).take(MOVES) {
        let mut facility = study.facilities.get(*place).facility.clone();
        facility.location = facility
            .location
            .map(|at| Point::new(at.x() + 300.0, at.y() + 150.0));
        let start = clock::cpu_seconds()?;
        let edited = study.edited(vec![Edit::Put(Box::new(facility))])?;
        edits.push(clock::cpu_seconds()? - start);
        std::hint::black_box(covered(&edited, selection));
        answers.push(clock::cpu_seconds()? - start);
    }
    let spread = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let p95 = values[(values.len() * 95).div_ceil(100) - 1];
        json!({"median": values[values.len() / 2], "p95": p95, "max": values[values.len() - 1]})
    };
    println!(
        "{}",
        json!({"what": "one facility moved: the study, and with the coverage of all areas", "moves": edits.len(),
            "study_cpu": spread(&mut edits), "answer_cpu": spread(&mut answers)})
    );
    Ok(())
}

fn city(folder: &str) -> Result<(), Failed> {
    let store = tempfile::tempdir()?;
    let city = City::read(folder.as_ref())?;
    let app = timed("the city opened and filled", &json!(folder), || {
        App::open(city, &store.path().join("store.gpkg"))
    })??;
    let study = app.study();
    let on = Selection::on(app.city.today());
    let types: Vec<String> = study
        .taxonomy
        .types()
        .iter()
        .map(|of| of.code.to_string())
        .collect();
    let of = json!({"areas": study.areas.list.len(), "types": types.len(), "demand": study.demand.len()});
    let areas = everywhere(&study);
    let start = clock::cpu_seconds()?;
    timed("coverage and density of every type, all areas", &of, || {
        for code in &types {
            let selection = on.clone().of(code.as_str());
            std::hint::black_box(covered(&study, &selection));
            let params = density::Params {
                selection,
                areas: areas.clone(),
            };
            std::hint::black_box(density::run(&study, &params));
        }
    })?;
    timed("gaps of every type", &of, || {
        let params = gaps::Params {
            selection: on.clone(),
            areas: (0..).take(study.areas.neighbourhood_count).collect(),
        };
        std::hint::black_box(gaps::run(&study, &params));
    })?;
    timed("overlaps and unique coverage of every type", &of, || {
        let params = overlaps::Params {
            selection: on.clone(),
            jaccard: study.settings.overlap_jaccard,
            of: None,
        };
        std::hint::black_box(overlaps::run(&study, &params));
    })?;
    for k in [1, 3, 10] {
        timed(
            &format!("removals of every type, up to {k} together"),
            &of,
            || {
                let params = removal::Params {
                    selection: on.clone(),
                    k,
                };
                std::hint::black_box(removal::run(&study, &params));
            },
        )?;
    }
    for method in SupplyMethod::ALL {
        let what = format!("supply of every type by {}, all areas", method.name());
        timed(&what, &of, || {
            for code in &types {
                let selection = on.clone().of(code.as_str());
                std::hint::black_box(divided(&study, &selection, method));
            }
        })?;
    }
    timed("usage of every facility", &of, || {
        let params = usage::Params {
            selection: on.clone(),
            facilities: study.facilities.in_order(),
        };
        std::hint::black_box(usage::run(&study, &params));
    })?;
    println!(
        "{}",
        json!({"what": "all of these", "cpu": clock::cpu_seconds()? - start})
    );
    Ok(())
}
