//! `/v1/siting`: where new facilities of a type serve the most residents, and how good that answer is.

use axum::body::Bytes;
use axum::http::HeaderName;
use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Outcome};
use super::features::{Question, When, revision};
use super::items::json_only;
use super::problem::Problem;
use crate::collections::{self, InvalidParam, siting};
use crate::export::geojson;

/// Parameters of collections that say how features are cut, which an answer that is whole does not ask.
const OF_FEATURES: [&str; 2] = ["bbox", "bbox-crs"];

/// The sites that are asked, with what is told of them together.
pub fn sites(api: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    let mut wrong = Vec::new();
    wrong.extend(json_only(asked.take("f"), &["json", "geojson"]).err());
    let at_revision = revision(&mut asked).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    for name in OF_FEATURES {
        if asked.take(name).is_some() {
            wrong.push(InvalidParam::new(name, "is not a parameter of this resource"));
        }
    }
    let needed = ["serviceType", "criterion"];
    if !asked
        .pairs
        .iter()
        .any(|(name, _)| needed.contains(&name.as_str()))
    {
        wrong.push(InvalidParam::new("serviceType", "is missing"));
    }
    let when = When {
        revision: at_revision,
        today: None,
    };
    let question = Question::read(api, "siting", &mut asked, when, wrong)?;
    let key = question.key(&["sites"]);
    asked.keyed(&key, || {
        let body = api.bodies.get(key.as_str(), || {
            let body = write(api, &question)?;
            let weight = body.len();
            Ok::<_, Problem>((Bytes::from(body), weight))
        })?;
        Ok(Answer {
            content_type: "application/geo+json",
            body: Bytes::clone(&body),
            headers: vec![(HeaderName::from_static("content-crs"), question.content_crs())],
        })
    })
}

fn write(api: &Api, question: &Question) -> Result<Vec<u8>, Problem> {
    let (study, query) = (&question.study, &question.query);
    let Some(service_type) = query.service_type(study) else {
        return Err(Problem::parameter("serviceType", "is missing".to_owned()));
    };
    let _turn = api.turn_for(query)?;
    let (set, members) = siting::answer(study, query, service_type);
    let set =
        collections::project(set, &study.crs, &question.crs).map_err(|error| Problem::internal(&error))?;
    let mut foreign = geojson::about(&question.about(api));
    foreign.extend(members);
    let mut body = Vec::new();
    geojson::collection(
        &set.schema,
        set.features.iter(),
        &question.crs,
        &foreign,
        &mut body,
    )
    .map_err(|error| Problem::internal(&error))?;
    Ok(body)
}

/// The JSON Schema of the answer, whose features have the properties of a schema with this name.
pub fn schema(properties: &str) -> Json {
    let text = json!({ "type": "string" });
    let number = json!({ "type": "number", "nullable": true });
    json!({
        "type": "object",
        "description": "Sites as GeoJSON points, and how good they are together",
        "required": ["type", "features", "parameters", "revision", "model", "method", "optimal", "bound"],
        "properties": {
            "type": { "type": "string", "enum": ["FeatureCollection"] },
            "features": { "type": "array", "items": {
                "type": "object",
                "properties": {
                    "id": text,
                    "geometry": { "type": "object", "nullable": true },
                    "properties": { "$ref": format!("#/components/schemas/{properties}") },
                },
            } },
            "parameters": { "type": "object" },
            "revision": { "type": "integer" },
            "model": text,
            "method": text,
            "optimal": { "type": "boolean", "description": "Whether it is proved that no choice of as many sites is better" },
            "objective": { "type": "number", "nullable": true, "description": "Residents that the sites add, how many sites there are (lscp), or mean metres to the nearest (pmedian)" },
            "bound": { "type": "number", "nullable": true, "description": "No choice is better than this, in the unit of objective" },
            "gap": { "type": "number", "nullable": true, "description": "|objective − bound| ÷ the larger of the two" },
            "candidateCount": { "type": "integer" },
            "gainResidents": number,
            "coverageBefore": number,
            "coverageAfter": number,
            "worthwhile": { "type": "integer", "nullable": true, "description": "How many of the sites there are before those that add less than stopBelow" },
            "unmet": { "type": "array", "items": {
                "type": "object",
                "description": "An area that cannot meet the criterion, and the residents that it lacks with a site at every candidate",
                "properties": { "code": text, "shortBy": { "type": "number" } },
            } },
            "partlyInside": { "type": "array", "description": "With a criterion and an area: areas of which only a part lies in it, and which are not held", "items": {
                "type": "object", "properties": { "code": text, "name": text },
            } },
            "residentsOutOfReach": { "type": "number", "nullable": true, "description": "With lscp: residents whom no candidate can serve" },
            "reachesAll": { "type": "boolean", "nullable": true, "description": "With lscp: whether the candidates can serve everybody" },
            "outOfReach": { "type": "array", "description": "With lscp: where they live", "items": {
                "type": "object", "properties": { "code": text, "name": text, "residents": { "type": "number" } },
            } },
            "districts": { "type": "array", "items": {
                "type": "object",
                "properties": {
                    "code": text, "name": text, "gainResidents": { "type": "number" },
                    "gainBySite": { "type": "array", "items": { "type": "number" } },
                    "coverageBefore": number, "coverageAfter": number,
                },
            } },
        },
    })
}
