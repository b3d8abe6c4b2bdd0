//! `/v1/openapi.json`: OpenAPI 3.0, made of the collections and their parameters.

mod collection;
mod parts;
mod paths;

use serde_json::{Map, Value as Json, json};

use super::API_VERSION;
use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::landing::only_json;
use super::problem::Problem;
use super::{explain, scenarios, sheets, siting, tiles, what_if};
use crate::collections;
use crate::study::Study;

use collection::{add_collection, property_schema};
use parts::{json_parameter, operation, problem_schema};
use paths::{add_scenarios, comparison, explanation, sheet, sites, tile};

/// The API definition.
pub fn document(api: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    only_json(&mut asked)?;
    let study = api.study(None)?;
    let key = Key::new(&["openapi", &study.revision.number.to_string(), &asked.base]);
    let base = asked.base.clone();
    asked.keyed(&key, || {
        let document = describe(api, &study, &base);
        let media_type = "application/vnd.oai.openapi+json;version=3.0";
        Ok(Answer {
            content_type: media_type,
            ..Answer::json(&document)
        })
    })
}

fn describe(api: &Api, study: &Study, base: &str) -> Json {
    let mut paths = Map::new();
    let plain = [
        ("/v1", "getLandingPage", "The landing page"),
        ("/v1/conformance", "getConformance", "What the API keeps to"),
        ("/v1/openapi.json", "getApiDefinition", "This document"),
        ("/v1/collections", "getCollections", "The collections"),
    ];
    for (path, id, summary) in plain {
        paths.insert(
            path.to_owned(),
            operation(id, summary, &[json_parameter()], "application/json", None, false),
        );
    }
    for (path, id, summary) in [
        ("/v1/health", "getHealth", "Whether the service can answer"),
        ("/v1/health/live", "getLive", "Whether the service lives"),
        ("/v1/health/ready", "getReady", "Whether the service can answer"),
    ] {
        paths.insert(
            path.to_owned(),
            operation(id, summary, &[], "application/json", None, false),
        );
    }
    let today = api.today();
    let mut schemas = Map::new();
    for collection in collections::all()
        .iter()
        .filter(|collection| collection.served(study))
    {
        let name = pascal(collection.id());
        schemas.insert(name.clone(), property_schema(*collection, study, &today));
        add_collection(&mut paths, api, study, *collection, &name);
    }
    schemas.insert("Problem".to_owned(), problem_schema());
    schemas.insert("Explanation".to_owned(), explain::schema());
    paths.insert("/v1/explain".to_owned(), explanation(study));
    schemas.insert("Sheet".to_owned(), sheets::schema());
    schemas.insert("Sites".to_owned(), siting::schema("Siting"));
    if let Some(operation) = sites(api, study) {
        paths.insert("/v1/siting".to_owned(), operation);
    }
    paths.insert("/v1/sheets/{areaCode}".to_owned(), sheet());
    schemas.insert("Tile".to_owned(), tiles::schema());
    if let Some(operation) = tile(study) {
        paths.insert("/v1/tiles/facilities/{zoom}/{x}/{y}".to_owned(), operation);
    }
    schemas.insert("WhatIf".to_owned(), what_if::question_schema());
    schemas.insert("Difference".to_owned(), what_if::answer_schema());
    paths.insert("/v1/what-if".to_owned(), comparison());
    schemas.insert("Scenario".to_owned(), scenarios::schema());
    add_scenarios(&mut paths);
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": format!("Wijkkaart: {}", study.city_name),
            "description": "The facility map of a city: its facilities, gaps, overlaps and density.",
            "version": API_VERSION,
            "license": { "name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/" },
        },
        "servers": [{ "url": base }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What is wrong (RFC 9457)",
                    "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
                },
            },
        },
    })
}

/// `programme-areas` → `ProgrammeAreas`.
fn pascal(id: &str) -> String {
    id.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect()
}
