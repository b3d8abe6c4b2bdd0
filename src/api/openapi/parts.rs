//! What the descriptions of operations are made of: parameters, answers, problems.

use serde_json::{Value as Json, json};

use crate::api::answer::Api;
use crate::api::collections::parameter_schema;
use crate::collections::{Collection, Parameter};
use crate::spatial::projection::Crs;
use crate::study::Study;

pub(super) fn operation(
    id: &str,
    summary: &str,
    parameters: &[Json],
    media_type: &str,
    schema: Option<Json>,
    can_be_missing: bool,
) -> Json {
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    let mut responses = json!({
        "200": {
            "description": "The answer",
            "content": { media_type: { "schema": schema.unwrap_or_else(|| json!({ "type": "object" })) } },
        },
        "304": { "description": "The reader has it already" },
        "400": problem,
        "500": problem,
        "503": problem,
    });
    if can_be_missing {
        responses["404"] = problem;
    }
    json!({ "get": { "operationId": id, "summary": summary, "parameters": parameters, "responses": responses } })
}

pub(super) fn query(name: &str, description: &str, schema: &Json) -> Json {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

pub(super) fn json_parameter() -> Json {
    query("f", "Format", &json!({ "type": "string", "enum": ["json"] }))
}

pub(super) fn own_parameter(parameter: Parameter, collection: &dyn Collection, study: &Study) -> Json {
    let title = parameter.title_en();
    let description = match parameter.needs(collection).title_en() {
        Some(needs) => format!("{title}; {needs}"),
        None => title.to_owned(),
    };
    query(
        parameter.name(),
        &description,
        &Json::Object(parameter_schema(parameter, study)),
    )
}

pub(super) fn crs_parameter(api: &Api, name: &str) -> Json {
    let known: Vec<String> = api.crs.iter().filter_map(Crs::uri).collect();
    query(
        name,
        "Coordinate reference system",
        &json!({ "type": "string", "enum": known }),
    )
}

pub(super) fn revision_parameter() -> Json {
    query(
        "revision",
        "What was known at a revision",
        &json!({ "type": "integer", "minimum": 0 }),
    )
}

pub(super) fn scenario_parameter() -> Json {
    query(
        "scenario",
        "The city in a kept scenario; without: as it is",
        &json!({ "type": "string" }),
    )
}

pub(super) fn bbox_parameter() -> Json {
    let mut parameter = query(
        "bbox",
        "Only features that meet the box",
        &json!({ "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } }),
    );
    parameter["style"] = json!("form");
    parameter["explode"] = json!(false);
    parameter
}

pub(super) fn problem_schema() -> Json {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "code": { "type": "string" },
            "id": { "type": "string" },
            "invalidParams": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "reason"],
                    "properties": { "name": { "type": "string" }, "reason": { "type": "string" } },
                },
            },
        },
    })
}
