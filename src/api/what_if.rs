//! `POST /v1/what-if`: what comes of adding, moving and removing facilities of a type. Nothing is kept.

use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Outcome};
use super::items::json_only;
use super::problem::Problem;
use crate::collections::what_if::{self, Ask};
use crate::collections::{self, InvalidParam, Query, asked_day};
use crate::domain::PopulationGroup;
use crate::domain::members::{Fault, Members};
use crate::domain::scenario::Proposal;
use crate::study::Unfit;

/// Largest body that is read: some thousands of facilities.
pub const MAX_BODY_BYTES: usize = 256 << 10;

/// What the ids of facilities that come begin with.
const ADDED: &str = "what-if";

/// Every member of a body.
const MEMBERS: [&str; 12] = [
    "serviceType",
    "distance",
    "group",
    "groups",
    "include",
    "mode",
    "date",
    "facilities",
    "scenario",
    "add",
    "move",
    "remove",
];

fn refused(faults: Vec<Fault>) -> Vec<InvalidParam> {
    let refused = faults.into_iter();
    refused
        .map(|fault| InvalidParam::new(fault.at, fault.reason))
        .collect()
}

/// A body, read as far as that goes without a study.
struct Body {
    /// What counts, as the parameters of the areas.
    pairs: Vec<(String, String)>,
    groups: Option<Vec<PopulationGroup>>,
    cells: bool,
    /// The scenario that it is about; none: the city as it is.
    scenario: Option<String>,
    proposal: Proposal,
}

impl Body {
    fn read(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let document: Json = serde_json::from_slice(bytes)
            .map_err(|error| vec![Fault::new("body", format!("is not JSON: {error}"))])?;
        let mut faults = Vec::new();
        let Some(members) = Members::of(&document, "", &MEMBERS, &mut faults) else {
            return Err(faults);
        };
        let mut pairs = Vec::new();
        for name in ["serviceType", "group", "mode", "date", "facilities"] {
            if let Some(text) = members.text(name, &mut faults) {
                pairs.push((name.to_owned(), text.to_owned()));
            }
        }
        if members.get("serviceType").is_none() {
            members.missing("serviceType", &mut faults);
        }
        if let Some(metres) = members.number("distance", (0.0, f64::INFINITY), &mut faults) {
            pairs.push(("distance".to_owned(), metres.to_string()));
        }
        let groups = groups(&members, &mut faults);
        let mut cells = false;
        for (n, item) in members.items("include", &mut faults).iter().enumerate() {
            cells |= item == "cells";
            if item != "cells" {
                faults.push(Fault::new(format!("include[{n}]"), "is not cells"));
            }
        }
        let scenario = members.text("scenario", &mut faults).map(str::to_owned);
        let service_type = members
            .get("serviceType")
            .and_then(Json::as_str)
            .unwrap_or_default();
        let proposal = Proposal::read(&members, Some(&service_type.into()), &mut faults);
        if faults.is_empty() {
            Ok(Self {
                pairs,
                groups,
                cells,
                scenario,
                proposal,
            })
        } else {
            Err(faults)
        }
    }
}

/// The groups that are asked each by itself.
fn groups(members: &Members, faults: &mut Vec<Fault>) -> Option<Vec<PopulationGroup>> {
    members.get("groups")?;
    if members.get("group").is_some() {
        faults.push(Fault::new("groups", "cannot be combined with group"));
    }
    let mut groups = Vec::new();
    let items = members.items("groups", faults);
    for (n, item) in items.iter().enumerate() {
        let read = item.as_str().ok_or_else(|| "is not a text".to_owned());
        match read.and_then(str::parse::<PopulationGroup>) {
            Ok(group) if !groups.contains(&group) => groups.push(group),
            Ok(group) => faults.push(Fault::new(format!("groups[{n}]"), format!("names {group} again"))),
            Err(reason) => faults.push(Fault::new(format!("groups[{n}]"), reason)),
        }
    }
    if items.is_empty() {
        faults.push(Fault::new("groups", "is not a list of one or more groups"));
    }
    Some(groups)
}

/// Before, after and change.
pub fn compare(api: &Api, mut asked: Asked, body: &[u8]) -> Result<Outcome, Problem> {
    json_only(asked.take("f"), &["json"]).map_err(|wrong| Problem::InvalidParameters(vec![wrong]))?;
    asked.finish()?;
    let body = Body::read(body).map_err(|faults| Problem::InvalidParameters(refused(faults)))?;
    let today = api.today();
    let before = api.study_as_of("date", None, Some(asked_day(&today, &body.pairs)))?;
    let before = api.in_scenario("scenario", before, body.scenario.as_deref())?;
    // What counts is read as it is for areas, by the same rules.
    let areas = collections::get("neighbourhoods")
        .ok_or_else(|| Problem::internal(&"the collection of neighbourhoods is gone"))?;
    let query = Query::parse(areas, &before, &today, &body.pairs).map_err(Problem::InvalidParameters)?;
    let Some(service_type) = query.service_type(&before) else {
        return Err(Problem::parameter("serviceType", "is missing"));
    };
    if body.cells && before.demand_confidential() {
        let reason = "cells are never given out where residents are confidential";
        return Err(Problem::parameter("include", reason));
    }
    let edits = before.edits_of(&body.proposal, ADDED);
    if !edits.unfit.is_empty() {
        return Err(unfit(&edits.unfit));
    }
    let after = before
        .edited(edits.edits)
        .map_err(|unknown| Problem::internal(&unknown))?;
    let own_group = [query.selection.group];
    let ask = Ask {
        before: &before,
        after: &after,
        query: &query,
        service_type,
        groups: body.groups.as_deref().unwrap_or(&own_group),
        per_group: body.groups.is_some(),
        cells: body.cells,
        proposal: &body.proposal,
    };
    let answer = what_if::answer(&ask).map_err(|error| Problem::internal(&error))?;
    let body = serde_json::to_vec(&answer).map_err(|error| Problem::internal(&error))?;
    Ok(Outcome::Full(Answer::of_json(body), None))
}

/// What cannot be carried out. Parts that are wrong in themselves come before ids that nobody has.
fn unfit(unfit: &[Unfit]) -> Problem {
    let told = |of: &Unfit| {
        let fault = of.fault();
        InvalidParam::new(fault.at, fault.reason)
    };
    let wrong = unfit.iter().filter(|of| matches!(of, Unfit::Wrong(_)));
    let wrong: Vec<InvalidParam> = wrong.map(told).collect();
    if wrong.is_empty() {
        Problem::Unknown(unfit.iter().map(told).collect())
    } else {
        Problem::InvalidParameters(wrong)
    }
}

/// The JSON Schema of a question.
pub fn question_schema() -> Json {
    let text = json!({ "type": "string" });
    let place = |more: &Json, required: &[&str]| {
        let mut members = json!({
            "lon": { "type": "number", "minimum": -180, "maximum": 180 },
            "lat": { "type": "number", "minimum": -90, "maximum": 90 },
        });
        if let (Some(members), Some(more)) = (members.as_object_mut(), more.as_object()) {
            members.extend(more.clone());
        }
        let required: Vec<&str> = ["lon", "lat"].iter().chain(required).copied().collect();
        json!({ "type": "object", "required": required, "additionalProperties": false, "properties": members })
    };
    let groups: Vec<&str> = PopulationGroup::ALL.iter().map(|group| group.name()).collect();
    let group = json!({ "type": "string", "enum": groups });
    json!({
        "type": "object",
        "required": ["serviceType"],
        "additionalProperties": false,
        "properties": {
            "serviceType": { "type": "string", "description": "Code of the service type that is asked, and of what comes" },
            "distance": { "type": "number", "description": "Norm distance in metres; without: the type's own, else the city's" },
            "group": group,
            "groups": { "type": "array", "minItems": 1, "items": group, "description": "Each by itself, in groups; city and areas are those of the first" },
            "include": { "type": "array", "items": { "type": "string", "enum": ["cells"] }, "description": "Also the demand points that gain or lose the service" },
            "mode": { "type": "string", "enum": ["straight-line"] },
            "date": { "type": "string", "format": "date" },
            "facilities": { "type": "string", "enum": ["all", "within"] },
            "scenario": { "type": "string", "description": "The kept scenario that it changes; without: the city as it is" },
            "add": { "type": "array", "items": place(&json!({ "capacity": { "type": "number", "minimum": 0 } }), &[]) },
            "move": { "type": "array", "items": place(&json!({ "id": text }), &["id"]) },
            "remove": { "type": "array", "items": text },
        },
    })
}

/// The JSON Schema of an answer.
pub fn answer_schema() -> Json {
    let number = json!({ "type": "number", "nullable": true });
    let figures = json!({ "type": "object", "properties": {
        "coverage": number, "residentsServed": number, "meanDistanceM": number,
    } });
    let compared = |more: Json| {
        let mut members = json!({ "before": figures, "after": figures, "change": figures, "suppressed": { "type": "boolean" } });
        if let (Some(members), Json::Object(more)) = (members.as_object_mut(), more) {
            members.extend(more);
        }
        json!({ "type": "object", "required": ["before", "after", "change"], "properties": members })
    };
    let text = json!({ "type": "string" });
    let areas =
        json!({ "type": "array", "items": compared(json!({ "code": text, "level": text, "name": text })) });
    let boolean = json!({ "type": "boolean" });
    let cells = json!({ "type": "array", "items": { "type": "object", "properties": {
        "lon": { "type": "number" }, "lat": { "type": "number" }, "residents": { "type": "number" },
        "servedBefore": boolean, "servedAfter": boolean,
    } } });
    let total = json!({ "type": "integer", "description": "How many there are; a list may hold fewer" });
    let state =
        json!({ "type": "object", "properties": { "verdict": text, "value": number, "shortBy": number } });
    json!({
        "type": "object",
        "description": "What changes",
        "required": ["parameters", "revision", "city", "areas", "criteria", "unaffected"],
        "properties": {
            "parameters": { "type": "object" },
            "revision": { "type": "integer" },
            "city": compared(json!({})),
            "areas": areas,
            "cells": cells,
            "cellsTotal": total,
            "groups": { "type": "array", "items": { "type": "object", "properties": {
                "group": text, "city": compared(json!({})), "areas": areas, "cells": cells, "cellsTotal": total,
            } } },
            "criteria": { "type": "array", "items": { "type": "object", "properties": {
                "criterionId": text, "areaCode": text, "level": text, "measure": text, "required": number, "unit": text,
                "before": state, "after": state,
                "change": { "type": "object", "properties": { "value": number, "shortBy": number } },
            } } },
            "unaffected": { "type": "array", "description": "Facilities that are moved or removed and do not count in what is asked", "items": {
                "type": "object", "properties": {
                    "id": text, "edit": { "type": "string", "enum": ["move", "remove"] },
                    "serviceType": { "type": "string", "nullable": true },
                    "reason": { "type": "string", "enum": ["otherServiceType", "notInForce"] },
                    "note": { "type": "object", "properties": { "nl": text, "en": text } },
                },
            } },
        },
    })
}
