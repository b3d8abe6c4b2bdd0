//! `/v1/scenarios` and `/v1/scenarios/{name}`: what is kept. Keeping and removing take the command line until writers can sign in.

use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::items::link;
use super::landing::only_json;
use super::problem::Problem;
use super::what_if;
use crate::domain::FacilityId;
use crate::domain::scenario::Scenario;
use crate::study::Study;

fn kept(api: &Api) -> Result<Vec<Scenario>, Problem> {
    api.studies.scenarios().map_err(|error| Problem::internal(&error))
}

/// A scenario as it may be seen: facilities that are not in the study, for they may have become internal, are not named.
fn seen(mut scenario: Scenario, study: &Study) -> Scenario {
    let there = |id: &FacilityId| study.facilities.place(id.as_str()).is_some();
    scenario.proposal.moves.retain(|of| there(&of.id));
    scenario.proposal.remove.retain(there);
    scenario
}

/// Every scenario, by name.
pub fn list(api: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    only_json(&mut asked)?;
    let scenarios = kept(api)?;
    let digests: Vec<String> = scenarios.iter().map(Scenario::digest).collect();
    let key = Key::new(&["scenarios", &digests.join(" "), &asked.base]);
    let url = format!("{}/v1/scenarios", asked.base);
    asked.keyed(&key, || {
        let listed = scenarios.iter().map(|of| {
            let own = format!("{url}/{}", of.name);
            json!({
                "name": of.name,
                "note": of.note,
                "added": of.proposal.add.len(),
                "moved": of.proposal.moves.len(),
                "removed": of.proposal.remove.len(),
                "links": [link("self", "application/json", &own, &of.name)],
            })
        });
        let links = [link("self", "application/json", &url, "This document")];
        Ok(Answer::json(
            &json!({ "scenarios": listed.collect::<Vec<_>>(), "links": links }),
        ))
    })
}

/// The scenario of a name, as it was put.
pub fn single(api: &Api, name: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    only_json(&mut asked)?;
    let study = api.study(None)?;
    let scenario = kept(api)?.into_iter().find(|of| of.name == name);
    let scenario = scenario.ok_or_else(|| Problem::NotFound("There is no such scenario.".to_owned()))?;
    let key = Key::new(&["scenario", &scenario.digest(), &study.state()]);
    asked.keyed(&key, || {
        let document = serde_json::to_value(seen(scenario, &study));
        Ok(Answer::json(
            &document.map_err(|error| Problem::internal(&error))?,
        ))
    })
}

/// The JSON Schema of a scenario: a what-if whose additions say their own types.
pub fn schema() -> Json {
    let mut members = what_if::question_schema()["properties"].take();
    let text = json!({ "type": "string" });
    let mut add = members["add"].take();
    add["items"]["required"] = json!(["lon", "lat", "serviceType"]);
    add["items"]["properties"]["serviceType"] = text.clone();
    add["items"]["properties"]["name"] = text.clone();
    json!({
        "type": "object",
        "description": "Facilities that come, move and go",
        "required": ["name", "add", "move", "remove"],
        "properties": {
            "name": text, "note": text, "add": add, "move": members["move"].take(), "remove": members["remove"].take(),
        },
    })
}
