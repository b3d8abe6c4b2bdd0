//! Files that are odd, damaged or meant to harm: what is sound is read, what is not is refused, and nothing breaks.

use crate::support;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::date;
use wijkkaart::config::{Mapping, UnknownType};
use wijkkaart::domain::{Layer, Taxonomy};
use wijkkaart::ingest::{Context, IngestError, Ingested, Request, Severity, read};
use wijkkaart::spatial::projection::Crs;

struct Case {
    corpus: String,
    path: PathBuf,
    expect: String,
    code: String,
}

/// The cases of the manifest in a format that is read, under its folder.
fn cases(root: &Path) -> Vec<Case> {
    let manifest = std::fs::read_to_string(root.join("MANIFEST.jsonl")).unwrap();
    manifest
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|case| case["format"] != "osm")
        .map(|case| {
            let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
            Case {
                corpus: text("corpus"),
                path: root.join(text("path")),
                expect: text("expect"),
                code: text("error_code"),
            }
        })
        .collect()
}

/// Imports a file as facilities into a city whose CRS has a place for nearly all of the Earth.
fn import(file: &Path) -> Result<Ingested, IngestError> {
    let crs = Crs::parse("EPSG:3035").unwrap();
    let taxonomy = Taxonomy::built_in().unwrap();
    let request = Request {
        layer: Layer::Facilities,
        files: vec![file.to_owned()],
        source: "corpus".into(),
        mapping: Mapping::default(),
        crs: None,
        date: date(2026, 1, 1),
        unknown_type: UnknownType::Keep,
    };
    let context = Context {
        crs: &crs,
        taxonomy: &taxonomy,
        present: &[],
        extent: None,
    };
    read(&request, context)
}

/// How many records are to be accepted, and whether the case may be refused.
fn verdict(expect: &str) -> (Option<u64>, bool) {
    let count = expect.split("accept:").nth(1).and_then(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    (count, expect.contains("reject"))
}

#[test]
fn exact_cases_are_accepted_or_refused_as_the_manifest_says() {
    let Some(root) = support::shared("corpora") else {
        return;
    };
    let exact = ["hostile", "JSONTestSuite-geojson"];
    let (mut wrong, mut tried, mut codes, mut coded) = (Vec::new(), 0, 0, 0);
    for case in cases(&root)
        .iter()
        .filter(|case| exact.contains(&case.corpus.as_str()))
    {
        tried += 1;
        let began = Instant::now();
        let result = import(&case.path);
        let took = began.elapsed();
        let (count, may_refuse) = verdict(&case.expect);
        // "reject or warn", "reject or documented", "reject or ask": accepting is right too, in whatever number.
        let may_accept = count.is_some() || case.expect.contains("reject or ");
        let file = case.path.strip_prefix(&root).unwrap().display();
        let fits = match &result {
            Ok(ingested) => may_accept && count.is_none_or(|count| ingested.report.accepted == count),
            Err(_) => may_refuse,
        };
        if let Err(error) = &result
            && !case.code.is_empty()
        {
            coded += 1;
            let said = error
                .0
                .warnings
                .iter()
                .find(|finding| finding.severity == Severity::Error);
            let said = said.map_or("", |finding| finding.code);
            if said == case.code {
                codes += 1;
            } else {
                println!("{file}: refused as {said}, the manifest says {}", case.code);
            }
        }
        if !fits {
            let got = match result {
                Ok(ingested) => format!("accepted {}", ingested.report.accepted),
                Err(error) => format!("refused: {error}"),
            };
            wrong.push(format!("{file}: expected {}, {got}", case.expect));
        }
        if took > Duration::from_secs(5) {
            println!("{file}: took {took:?}");
        }
    }
    println!("{tried} cases; {codes} of {coded} refusals bear the manifest's code");
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_other_file_comes_to_an_end() {
    let Some(root) = support::shared("corpora") else {
        return;
    };
    let exact = ["hostile", "JSONTestSuite-geojson"];
    let (mut accepted, mut refused) = (0, 0);
    for case in cases(&root)
        .iter()
        .filter(|case| !exact.contains(&case.corpus.as_str()))
    {
        let began = Instant::now();
        let result = import(&case.path);
        if began.elapsed() > Duration::from_secs(2) {
            println!("{}: {:?}", case.path.display(), began.elapsed());
        }
        match result {
            Ok(_) => accepted += 1,
            Err(error) => {
                refused += 1;
                assert!(error.0.refused > 0 && !error.to_string().is_empty());
                if case.expect.starts_with("accept") && !case.expect.contains("reject") {
                    let first = error.to_string();
                    println!(
                        "{}: {} but {}",
                        case.path.display(),
                        case.expect,
                        first.lines().next().unwrap_or_default()
                    );
                }
            }
        }
    }
    println!("{accepted} accepted, {refused} refused");
}
