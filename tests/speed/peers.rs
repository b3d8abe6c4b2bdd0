//! The peers' operations on the peers' workloads, through this program's own rooms. README.md beside this file says how to
//! run it; without arguments it says so itself.

mod clock;
mod operations;
mod workload;

use std::process::ExitCode;

use serde_json::json;

use operations::OPERATIONS;
use workload::Workload;

const USAGE: &str =
    "usage: cargo bench --bench peers -- DATA (O1|O2|O3|O4|O5|all) WORKLOAD [--runs N] [--stride K]
  DATA      the folder that holds WORKLOAD/neighbourhoods.geojson, facilities.csv and addresses.csv
  --runs    how often each operation is run (5); the figures are medians
  --stride  keep every K-th address (1)";

struct Arguments {
    data: String,
    operation: String,
    workload: String,
    runs: usize,
    stride: usize,
}

/// The arguments; none when something is missing or wrong.
fn arguments() -> Option<Arguments> {
    let mut places = Vec::new();
    let (mut runs, mut stride) = (5, 1);
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--runs" => runs = given.next()?.parse().ok().filter(|&runs| runs > 0)?,
            "--stride" => stride = given.next()?.parse().ok().filter(|&stride| stride > 0)?,
            // What the bench runner adds of its own accord.
            "--bench" => {}
            _ => places.push(argument),
        }
    }
    let [data, operation, workload] = places.try_into().ok()?;
    Some(Arguments {
        data,
        operation,
        workload,
        runs,
        stride,
    })
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        // A bare `cargo bench` runs every bench there is: that this one needs data is no failure.
        let asked = std::env::args().skip(1).any(|argument| argument != "--bench");
        return if asked {
            ExitCode::from(2)
        } else {
            ExitCode::SUCCESS
        };
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let Arguments {
        data,
        operation,
        workload: name,
        runs,
        stride,
    } = arguments;
    let chosen: Vec<_> = OPERATIONS
        .iter()
        .filter(|(id, _)| operation == "all" || operation == id)
        .collect();
    if chosen.is_empty() {
        return Err(format!("there is no operation '{operation}'\n{USAGE}").into());
    }
    let workload = Workload::load(data.as_ref(), name, *stride)?;
    for (id, prepare) in chosen {
        let operation = prepare(&workload);
        let base_mb = clock::memory_mb("VmRSS")?;
        let (mut wall, mut cpu) = (Vec::new(), Vec::new());
        let mut answer = json!(null);
        for _ in 0..*runs {
            let start = (std::time::Instant::now(), clock::cpu_seconds()?);
            answer = operation();
            cpu.push(clock::cpu_seconds()? - start.1);
            wall.push(start.0.elapsed().as_secs_f64());
        }
        let line = json!({
            "op": id, "peer": "wijkkaart", "workload": name, "stride": stride, "threads": 1, "runs": runs,
            "wall": rounded(median(&mut wall)), "wall_min": rounded(wall[0]), "cpu": rounded(median(&mut cpu)),
            "rss_mb": clock::memory_mb("VmHWM")?, "base_mb": base_mb, "answer": answer,
        });
        println!("{line}");
    }
    Ok(())
}

/// The middle value, or the mean of the two in the middle; sorts the values.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 {
        values[half]
    } else {
        f64::midpoint(values[half - 1], values[half])
    }
}

/// Seconds to a tenth of a millisecond.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e4).round() / 1e4
}
