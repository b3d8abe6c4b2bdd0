//! How long one client waits for a what-if over HTTP, on a city folder. README.md beside this file says how to run it.

mod clock;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use geo::Coord;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use wijkkaart::api;
use wijkkaart::app::App;
use wijkkaart::config::City;
use wijkkaart::spatial::projection::{Crs, Projector};
use wijkkaart::study::Selection;

const USAGE: &str = "usage: cargo bench --bench what_if -- FOLDER [TYPE [METRES [REQUESTS]]]
  FOLDER    a city folder; a store is made for the time being
  TYPE      code of a service type (LRN-BIEB)
  METRES    norm distance (1000)
  REQUESTS  how many (1000)";

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|of| of != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |word: Option<&&str>, usual: u32| word.map_or(Ok(usual), |word| word.parse());
    let done = match words.as_slice() {
        // A bare `cargo bench` runs every bench there is: that this one needs data is no failure.
        [] => return ExitCode::SUCCESS,
        [folder, rest @ ..] if rest.len() <= 3 => {
            match (number(rest.get(1), 1000), number(rest.get(2), 1000)) {
                (Ok(metres), Ok(requests)) if requests > 0 => {
                    run(folder, rest.first().unwrap_or(&"LRN-BIEB"), metres, requests)
                }
                _ => Err(USAGE.into()),
            }
        }
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

/// The questions: in turn a facility of the type moves, one comes beside a facility, one goes, and all three with the demand
/// points that change. Where things go is the same in every run.
fn questions(app: &App, service_type: &str, metres: u32, requests: u32) -> Result<Vec<Json>, Failed> {
    let study = app.study();
    let of = study
        .taxonomy
        .position(service_type)
        .ok_or("there is no such type")?;
    let selection = Selection::on(app.city.today()).of(service_type);
    let places = study.facilities.of_type(&study.grants, &selection, of);
    let extent = study.areas.extent().ok_or("there are no areas")?;
    if places.is_empty() {
        return Err("there is no facility of the type".into());
    }
    let degrees = Projector::new(&study.crs, &Crs::crs84())?;
    let mut seed = 1_u64;
    let mut chance = |most: f64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(seed >> 33).unwrap_or(0)) / f64::from(u32::MAX >> 1) * most
    };
    let mut questions = Vec::new();
    for n in 0..requests {
        let place = places[n as usize % places.len()];
        let id = study.facilities.get(place).facility.id.as_str();
        let mut somewhere = || -> Result<Json, Failed> {
            let at = degrees.coord(Coord {
                x: extent.min().x + chance(extent.width()),
                y: extent.min().y + chance(extent.height()),
            })?;
            Ok(json!({ "lon": at.x, "lat": at.y }))
        };
        let mut moved = somewhere()?;
        moved["id"] = json!(id);
        let mut question = match n % 4 {
            0 => json!({ "move": [moved] }),
            1 => json!({ "add": [somewhere()?] }),
            2 => json!({ "remove": [id] }),
            _ => {
                let gone = study.facilities.get(places[(n as usize + 1) % places.len()]);
                let mut all = json!({ "add": [somewhere()?], "move": [moved], "include": ["cells"] });
                if gone.facility.id.as_str() != id {
                    all["remove"] = json!([gone.facility.id.as_str()]);
                }
                all
            }
        };
        question["serviceType"] = json!(service_type);
        question["distance"] = json!(metres);
        questions.push(question);
    }
    Ok(questions)
}

fn run(folder: &str, service_type: &str, metres: u32, requests: u32) -> Result<(), Failed> {
    let made = tempfile::tempdir()?;
    let city = City::read(std::path::Path::new(folder))?;
    let app = Arc::new(App::open(city, &made.path().join("store.gpkg"))?);
    let questions = questions(&app, service_type, metres, requests)?;
    let (neighbourhoods, points) = (app.study().areas.neighbourhood_count, app.study().demand.len());
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let url = format!("http://{}/v1/what-if", listener.local_addr()?);
    runtime.spawn(api::serve(app, listener, std::future::pending()));
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let ask = |question: &Json| -> Result<usize, Failed> {
        let mut response = agent.post(&url).send_json(question)?;
        Ok(response.body_mut().read_to_vec()?.len())
    };
    // The study is warm: each kind of question was asked before.
    for question in questions.iter().take(4) {
        ask(question)?;
    }
    let start = clock::cpu_seconds()?;
    let (mut waited, mut bytes) = (Vec::new(), 0);
    for question in &questions {
        let began = Instant::now();
        bytes += ask(question)?;
        waited.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let cpu = clock::cpu_seconds()? - start;
    waited.sort_by(f64::total_cmp);
    // The empirical percentile: the least that so many of a hundred did not exceed.
    let percentile = |of: usize| waited[(waited.len() * of).div_ceil(100) - 1];
    println!(
        "{}",
        json!({
            "what": "what-if over HTTP, one client", "type": service_type, "metres": metres, "requests": waited.len(),
            "neighbourhoods": neighbourhoods, "points": points,
            "p50_ms": percentile(50), "p95_ms": percentile(95), "p99_ms": percentile(99), "most_ms": percentile(100),
            "cpu_ms_each": cpu * 1000.0 / f64::from(requests), "bytes_each": bytes / waited.len(),
            "rss_mb": clock::memory_mb("VmRSS")?,
        })
    );
    Ok(())
}
