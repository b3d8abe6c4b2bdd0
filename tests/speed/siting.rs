//! How long a running service takes to answer where new facilities serve the most residents. README.md beside this file says how to
//! run it.

use std::process::ExitCode;
use std::time::Instant;

use serde_json::{Value, json};

const USAGE: &str = "usage: cargo bench --bench siting -- URL QUESTION [REQUESTS]
  URL       where the service is: http://127.0.0.1:8080
  QUESTION  the parameters of /v1/siting: serviceType=LRN-BIEB&distance=1000&k=10&cell=125
  REQUESTS  how many one client sends, one after the other (1000)";

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|of| of != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        // A bare `cargo bench` runs every bench there is: that this one needs a service is no failure.
        [] => return ExitCode::SUCCESS,
        [url, question] => ask(url, question, 1000),
        [url, question, requests] => match requests.parse() {
            Ok(requests) if requests > 0 => ask(url, question, requests),
            _ => Err(USAGE.into()),
        },
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

/// Sends the question again and again. Each time it differs in a parameter that changes no site, so that no answer that is kept is
/// given: every one is computed.
fn ask(url: &str, question: &str, requests: u32) -> Result<(), Failed> {
    let agent = ureq::Agent::new_with_defaults();
    let send = |nth: u32| -> Result<(f64, Value), Failed> {
        let share = 0.01 + f64::from(nth) * 1e-6;
        let url = format!("{url}/v1/siting?{question}&stopBelow={share:.6}");
        let start = Instant::now();
        let answer: Value = agent.get(&url).call()?.body_mut().read_json()?;
        Ok((start.elapsed().as_secs_f64() * 1e3, answer))
    };
    let (first, answer) = send(0)?;
    let mut times = Vec::new();
    for nth in 1..=requests {
        times.push(send(nth)?.0);
    }
    times.sort_by(f64::total_cmp);
    let part = |hundredths: usize| times[(times.len() * hundredths).div_ceil(100) - 1];
    println!(
        "{}",
        json!({"what": "sites over HTTP, in milliseconds", "of": question, "requests": requests,
            "candidates": answer["candidateCount"], "gainResidents": answer["gainResidents"],
            "first": first, "median": part(50), "p99": part(99), "max": part(100)})
    );
    Ok(())
}
