//! `/v1/explain`: how one figure of a collection came about.

use axum::body::Bytes;
use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::features::{Question, When, revision};
use super::items::json_only;
use super::problem::Problem;
use crate::analysis::coverage;
use crate::collections::InvalidParam;
use crate::collections::explain::{self, MOST_FACILITIES, Unexplained};

/// Parameters of collections that say how features are cut or written, which an explanation does not ask.
const OF_FEATURES: [&str; 3] = ["crs", "bbox", "bbox-crs"];

/// To a multiple of what residents are told in the texts of an explanation; without, or with 1, to whole people.
pub const RESIDENTS_TO: &str = "residentsTo";
/// The most that residents may be rounded to.
pub const MOST_RESIDENTS_TO: u16 = 1000;

fn residents_to(text: Option<&str>) -> Result<u16, InvalidParam> {
    let Some(text) = text else { return Ok(1) };
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number
        .filter(|number| (1..=MOST_RESIDENTS_TO).contains(number))
        .ok_or_else(|| {
            let reason = format!("is not a whole number from 1 to {MOST_RESIDENTS_TO}");
            InvalidParam::new(RESIDENTS_TO, reason)
        })
}

/// The explanation of the figure that is asked by `collection`, `id` and `property`, with the collection's own parameters.
pub fn figure(api: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    let mut wrong = Vec::new();
    wrong.extend(json_only(asked.take("f"), &["json"]).err());
    let at_revision = revision(&mut asked).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let residents_to = residents_to(asked.take(RESIDENTS_TO).as_deref()).unwrap_or_else(|error| {
        wrong.push(error);
        1
    });
    for name in OF_FEATURES {
        if asked.take(name).is_some() {
            wrong.push(InvalidParam::new(name, "is not a parameter of this resource"));
        }
    }
    let mut needed = |name: &str| {
        let text = asked.take(name);
        if text.is_none() {
            wrong.push(InvalidParam::new(name, "is missing"));
        }
        text.unwrap_or_default()
    };
    let (collection, id, property) = (needed("collection"), needed("id"), needed("property"));
    if collection.is_empty() {
        return Err(Problem::InvalidParameters(wrong));
    }
    let when = When {
        revision: at_revision,
        today: None,
    };
    let question = Question::read(api, &collection, &mut asked, when, wrong)?;
    let key = question.key(&["explain", &id, &property, &residents_to.to_string()]);
    asked.keyed(&key, || {
        let body = api.bodies.get(key.as_str(), || {
            let body = write(api, &question, (&id, &property), residents_to)?;
            let weight = body.len();
            Ok::<_, Problem>((Bytes::from(body), weight))
        })?;
        Ok(Answer {
            content_type: "application/json",
            body: Bytes::clone(&body),
            headers: Vec::new(),
        })
    })
}

fn write(
    api: &Api,
    question: &Question,
    (id, property): (&str, &str),
    residents_to: u16,
) -> Result<Vec<u8>, Problem> {
    let prepared = question.prepared(api)?;
    let asked = explain::Asked {
        city: api.studies.city(),
        collection: question.collection,
        study: &question.study,
        query: &question.query,
        set: &prepared.set,
        residents_to,
    };
    let explained = explain::explain(&asked, id, property, || resolution_error(api, question));
    match explained {
        Ok(explanation) => serde_json::to_vec(&explanation).map_err(|error| Problem::internal(&error)),
        Err(Unexplained::NoFeature) => Err(Problem::NotFound("There is no such feature.".to_owned())),
        Err(Unexplained::NoProperty(wrong)) => Err(Problem::InvalidParameters(vec![wrong])),
    }
}

/// The same for every area and every figure of a type: it is computed once.
fn resolution_error(api: &Api, question: &Question) -> Option<f64> {
    let (study, selection) = (&question.study, &question.query.selection);
    let service_type = question.query.service_type(study)?;
    let key = Key::new(&[&study.state(), &format!("{selection:?}")]);
    let computed = api.resolutions.get(key.as_str(), || {
        Ok::<_, ()>((coverage::resolution_error(study, selection, service_type), 1))
    });
    computed.ok().and_then(|error| *error)
}

/// The JSON Schema of an explanation.
pub fn schema() -> Json {
    let text = json!({ "type": "string" });
    let number = json!({ "type": "number" });
    let nullable = |of: &Json| {
        let mut of = of.clone();
        of["nullable"] = json!(true);
        of
    };
    let array = |of: &Json| json!({ "type": "array", "items": of });
    let object = |members: Json| json!({ "type": "object", "properties": members });
    let both = object(json!({ "nl": text, "en": text }));
    let mut shown = both.clone();
    shown["description"] = json!("The value as a sentence would tell it; only where residentsTo is asked");
    let amount = object(json!({
        "title": both, "value": number,
        "unit": { "type": "string", "enum": ["residents"], "description": "Only where residents are counted" },
        "shown": shown,
    }));
    let mut facilities = array(&object(json!({
        "id": text, "name": nullable(&text), "serviceType": nullable(&text), "neighbourhoodCode": nullable(&text), "distanceM": number,
    })));
    facilities["maxItems"] = json!(MOST_FACILITIES);
    json!({
        "type": "object",
        "description": "How a figure came about",
        "required": ["collection", "id", "property", "title", "definition", "parameters", "revision", "sources", "caveats", "sentences"],
        "properties": {
            "collection": text,
            "id": text,
            "property": text,
            "title": both,
            "value": { "nullable": true, "description": "The figure as the collection gives it" },
            "unit": nullable(&text),
            "definition": object(json!({ "nl": text, "en": text, "source": nullable(&text) })),
            "parameters": { "type": "object" },
            "revision": object(json!({ "number": { "type": "integer" }, "time": { "type": "string", "format": "date-time" } })),
            "facilities": nullable(&facilities),
            "facilitiesTotal": nullable(&json!({ "type": "integer" })),
            "distanceFrom": nullable(&both),
            "demand": nullable(&object(json!({
                "kind": text, "points": nullable(&json!({ "type": "integer" })), "residents": nullable(&number),
                "residentsMissing": { "type": "integer" }, "missing": array(&text), "imputed": array(&text), "spacing": nullable(&number),
            }))),
            "parts": nullable(&object(json!({
                "kind": { "type": "string", "enum": ["ratio", "sum"] },
                "numerator": amount,
                "denominator": amount,
                "terms": array(&object(json!({ "code": text, "name": nullable(&text), "value": nullable(&number) }))),
            }))),
            "sources": array(&object(json!({
                "name": text, "layer": text, "date": { "type": "string", "format": "date" },
                "licence": nullable(&text), "attribution": nullable(&text),
            }))),
            "caveats": array(&object(json!({ "code": text, "count": { "type": "integer" }, "nl": text, "en": text }))),
            "resolutionError": nullable(&number),
            "residentsTo": {
                "type": "integer",
                "description": "To a multiple of this residents are rounded in sentences, caveats and what is shown of parts; only where it is asked and they tell any",
            },
            "sentences": both,
        },
    })
}
