//! `/v1/sheets/{areaCode}`: everything about an area in one document.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::features::revision;
use super::items::json_only;
use super::problem::Problem;
use crate::collections::sheet::{self, Ask};
use crate::collections::{Before, InvalidParam};

/// The sheet of the area with this code.
pub fn single(api: &Api, area: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let mut wrong = Vec::new();
    wrong.extend(json_only(asked.take("f"), &["json"]).err());
    let at_revision = revision(&mut asked).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let (date, from) = (asked.take("date"), asked.take("from"));
    let scenario = asked.take("scenario");
    let today = api.today();
    let (day, year_before) = sheet::days(&today, date.as_deref());
    let from = match from.map(|text| text.parse::<Date>()) {
        None => year_before,
        Some(Ok(from)) => Some(from),
        Some(Err(_)) => {
            wrong.push(InvalidParam::new("from", "is not a day such as 2026-05-01"));
            None
        }
    };
    wrong.extend(
        asked
            .pairs
            .iter()
            .map(|(name, _)| InvalidParam::new(name, "is not a parameter of this resource")),
    );
    let study = api.study_as_of("revision", at_revision, Some(day))?;
    let study = api.in_scenario("scenario", study, scenario.as_deref())?;
    if study.areas.place(area).is_none() {
        return Err(Problem::NotFound("There is no such area.".to_owned()));
    }
    if !wrong.is_empty() {
        return Err(Problem::InvalidParameters(wrong));
    }
    let number = study.revision.number;
    // A date that cannot be read is refused below.
    let asked_day = date.clone().unwrap_or_else(|| day.to_string());
    let since = from.map(|from| from.to_string()).unwrap_or_default();
    let key = Key::new(&["sheet", &study.state(), area, &asked_day, &since]);
    asked.keyed(&key, || {
        let body = api.bodies.get(key.as_str(), || {
            let study_of = |date| {
                let known = if date < day { study.known_on(date) } else { number };
                let study = api.study_as_of("revision", Some(known), Some(date))?;
                api.in_scenario("scenario", study, scenario.as_deref())
            };
            let before = from.map(|date| study_of(date).map(|study| Before { study, date }));
            let before = before.transpose()?;
            let ask = Ask {
                study: &study,
                area,
                today: &today,
                date: date.as_deref(),
                before: before.as_ref(),
            };
            let made = sheet::sheet(&ask).map_err(Problem::InvalidParameters)?;
            let body = made.json(&study, api.studies.city()).to_string();
            let weight = body.len();
            Ok::<_, Problem>((body.into(), weight))
        })?;
        Ok(Answer {
            content_type: "application/json",
            body: axum::body::Bytes::clone(&body),
            headers: Vec::new(),
        })
    })
}

/// The JSON Schema of a sheet.
pub fn schema() -> Json {
    let text = json!({ "type": "string" });
    let both = json!({ "type": "object", "properties": { "nl": text, "en": text } });
    let nullable = json!({ "type": "string", "nullable": true });
    let section = json!({
        "type": "object",
        "required": ["id", "title", "collection", "parameters", "properties", "features"],
        "properties": {
            "id": text,
            "title": both,
            "collection": { "type": "string", "description": "The collection that tells the same, item by item" },
            "parameters": { "type": "object" },
            "properties": { "type": "array", "items": {
                "type": "object", "properties": {
                    "name": text, "unit": nullable, "title": both,
                    "values": { "type": "object", "description": "What the names that it takes mean; a null is `null`", "additionalProperties": both },
                },
            } },
            "features": { "type": "array", "items": {
                "type": "object", "properties": { "id": text, "properties": { "type": "object" } },
            } },
        },
    });
    json!({
        "type": "object",
        "description": "Everything about an area",
        "required": ["areaCode", "name", "level", "parameters", "revision", "timeStamp", "sections", "sources", "attribution"],
        "properties": {
            "areaCode": text,
            "name": text,
            "level": text,
            "parameters": { "type": "object" },
            "revision": { "type": "integer" },
            "timeStamp": { "type": "string", "format": "date-time" },
            "notice": { "type": "object", "nullable": true, "properties": { "nl": text, "en": text } },
            "sections": { "type": "array", "items": section },
            "sources": { "type": "array", "items": { "type": "object" } },
            "attribution": { "type": "array", "items": text },
        },
    })
}
