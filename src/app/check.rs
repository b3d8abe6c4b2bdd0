//! Checking a city folder: everything that `serve` would load is read, nothing is kept.

use super::AppError;
use super::import::{ImportOptions, read};
use crate::analysis::assessment;
use crate::config::City;
use crate::domain::criterion::Scope;
use crate::domain::{AreaCode, Layers, Level};
use crate::ingest::{Finding, Severity};
use crate::study::Areas;

/// Reads every source of the city against what the store holds and the sources before it, and tells what there is to say, errors
/// included.
pub fn check(city: &City, stored: &Layers) -> Result<Vec<Finding>, AppError> {
    let mut known = stored.clone();
    let mut findings = Vec::new();
    for source in &city.sources {
        match read(city, &ImportOptions::of(city, source)?, &known) {
            Ok(ingested) => {
                findings.extend(ingested.report.warnings);
                known.facilities.extend(ingested.layers.facilities);
                known.areas.extend(ingested.layers.areas);
                known.grants.extend(ingested.layers.grants);
            }
            Err(refused) => findings.extend(refused.0.warnings),
        }
    }
    findings.extend(unknown_codes(city, &known));
    findings.extend(unknown_facilities(&known));
    Ok(findings)
}

/// Areas that programme areas and criteria name and no source brings.
fn unknown_codes(city: &City, known: &Layers) -> Vec<Finding> {
    if known.areas.is_empty() {
        return Vec::new();
    }
    let areas = Areas::new(known.areas.clone(), &city.programme_areas);
    let programme = city.programme_areas.iter().flat_map(|area| {
        let codes = area.districts.iter().chain(&area.neighbourhoods);
        codes.map(move |code| (format!("programme area {}", area.code), code))
    });
    let scopes = city.criteria.criteria.iter().flat_map(|criterion| {
        let codes: &[AreaCode] = match &criterion.scope {
            Scope::Areas(codes) => codes,
            Scope::Word(_) => &[],
        };
        codes
            .iter()
            .map(move |code| (format!("criterion {}", criterion.id), code))
    });
    // Districts and municipalities count that no source gives and that are composed of their neighbourhoods.
    let taken = city.programme_areas.iter().filter_map(|area| {
        let real = areas
            .list
            .iter()
            .find(|other| other.level != Level::Programme && other.code == area.code)?;
        let message = format!(
            "{} is the code of a {} too, which is meant where it is asked; give '{}' another code",
            area.code, real.level, area.name
        );
        Some(finding("duplicate_code", "programme_areas", message))
    });
    let idle = city.criteria.criteria.iter().filter_map(|criterion| {
        let message = format!("no {} lies in its scope: it judges nothing", criterion.level);
        assessment::areas_of(&areas, criterion)
            .is_empty()
            .then(|| finding("idle_criterion", &format!("criterion {}", criterion.id), message))
    });
    programme
        .chain(scopes)
        .filter(|(_, code)| areas.place(code.as_str()).is_none())
        .map(|(owner, code)| finding("unknown_area", &owner, format!("area {code} is in no source")))
        .chain(taken)
        .chain(idle)
        .collect()
}

/// Facilities that grants pay for and no source brings.
fn unknown_facilities(known: &Layers) -> Vec<Finding> {
    let ids: std::collections::HashSet<_> = known.facilities.iter().map(|facility| &facility.id).collect();
    let named = known
        .grants
        .iter()
        .flat_map(|grant| grant.facilities.iter().map(move |id| (grant, id)));
    named
        .filter(|(_, id)| !ids.contains(id))
        .map(|(grant, id)| {
            let message = format!("facility {id} is in no source");
            finding("unknown_facility", &format!("grant {}", grant.id), message)
        })
        .collect()
}

fn finding(code: &'static str, field: &str, message: String) -> Finding {
    Finding {
        code,
        severity: Severity::Warning,
        file: "city.toml".to_owned(),
        row: None,
        field: Some(field.to_owned()),
        message,
    }
}
