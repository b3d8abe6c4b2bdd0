//! The operations beside the collections: explanations, sites, tiles, sheets, scenarios and comparisons.

use serde_json::{Map, Value as Json, json};

use super::parts::{
    crs_parameter, json_parameter, operation, own_parameter, query, revision_parameter, scenario_parameter,
};
use crate::api::answer::Api;
use crate::api::explain::{MOST_RESIDENTS_TO, RESIDENTS_TO};
use crate::collections::facility_map::{DEEPEST, WITHOUT};
use crate::collections::{self, Parameter};
use crate::study::Study;

/// The explanation of a figure takes the parameters of whichever collection is asked.
pub(super) fn explanation(study: &Study) -> Json {
    let collections = collections::all()
        .iter()
        .filter(|collection| collection.served(study));
    let ids: Vec<&str> = collections.clone().map(|collection| collection.id()).collect();
    let needed = |name: &str, description: &str, schema: Json| {
        let mut parameter = query(name, description, &schema);
        parameter["required"] = json!(true);
        parameter
    };
    let mut parameters = vec![
        needed(
            "collection",
            "The collection that holds the figure",
            json!({ "type": "string", "enum": ids }),
        ),
        needed(
            "id",
            "The feature that holds the figure",
            json!({ "type": "string" }),
        ),
        needed(
            "property",
            "The property that is the figure",
            json!({ "type": "string" }),
        ),
        query(
            RESIDENTS_TO,
            "Residents in the sentences, the caveats and what is shown of the parts are rounded to a multiple of this number, and a few \
             are fewer than it; without, or with 1: to whole people. Values stay exact",
            &json!({ "type": "integer", "minimum": 1, "maximum": MOST_RESIDENTS_TO }),
        ),
        json_parameter(),
        revision_parameter(),
        scenario_parameter(),
    ];
    let mut seen: Vec<&str> = Vec::new();
    for collection in collections {
        for parameter in collection.all_parameters() {
            if !seen.contains(&parameter.name()) {
                seen.push(parameter.name());
                parameters.push(own_parameter(parameter, *collection, study));
            }
        }
    }
    operation(
        "explain",
        "How a figure came about",
        &parameters,
        "application/json",
        Some(json!({ "$ref": "#/components/schemas/Explanation" })),
        true,
    )
}

/// Siting takes the parameters of its collection, with a service type or a criterion.
pub(super) fn sites(api: &Api, study: &Study) -> Option<Json> {
    let collection = collections::get("siting")?;
    let own = collection
        .all_parameters()
        .into_iter()
        .map(|of| own_parameter(of, collection, study));
    let f = query(
        "f",
        "Format",
        &json!({ "type": "string", "enum": ["json", "geojson"] }),
    );
    let parameters: Vec<Json> = own
        .chain([
            f,
            crs_parameter(api, "crs"),
            revision_parameter(),
            scenario_parameter(),
        ])
        .collect();
    Some(operation(
        "getSites",
        "Where new facilities of a type serve the most residents",
        &parameters,
        "application/geo+json",
        Some(json!({ "$ref": "#/components/schemas/Sites" })),
        true,
    ))
}

/// A tile takes the parameters of the facilities, but for those that have to do with distance.
pub(super) fn tile(study: &Study) -> Option<Json> {
    let collection = collections::get("facilities")?;
    let numbers = [
        ("zoom", DEEPEST, "Zoom"),
        ("x", (1 << DEEPEST) - 1, "Tile from the west"),
        ("y", (1 << DEEPEST) - 1, "Tile from the north"),
    ];
    let numbers = numbers.map(|(name, most, description)| {
        let schema = json!({ "type": "integer", "minimum": 0, "maximum": most });
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema })
    });
    let own = collection.all_parameters().into_iter();
    let own = own
        .filter(|of| !WITHOUT.contains(of))
        .map(|of| own_parameter(of, collection, study));
    let f = query(
        "f",
        "Format",
        &json!({ "type": "string", "enum": ["json", "geojson"] }),
    );
    let more = [f, revision_parameter(), scenario_parameter()];
    let parameters: Vec<Json> = numbers.into_iter().chain(own).chain(more).collect();
    Some(operation(
        "getFacilityTile",
        "The facilities of a tile of the web map (WebMercatorQuad), those that stand together as one",
        &parameters,
        "application/geo+json",
        Some(json!({ "$ref": "#/components/schemas/Tile" })),
        true,
    ))
}

pub(super) fn sheet() -> Json {
    let date = query(
        "date",
        Parameter::Date.title_en(),
        &json!({ "type": "string", "format": "date" }),
    );
    let from = query(
        "from",
        "Day that it is compared with; without: a year before",
        &json!({ "type": "string", "format": "date" }),
    );
    let area = json!({ "name": "areaCode", "in": "path", "required": true, "schema": { "type": "string" } });
    operation(
        "getSheet",
        "Everything about an area",
        &[
            area,
            date,
            from,
            json_parameter(),
            revision_parameter(),
            scenario_parameter(),
        ],
        "application/json",
        Some(json!({ "$ref": "#/components/schemas/Sheet" })),
        true,
    )
}

pub(super) fn add_scenarios(paths: &mut Map<String, Json>) {
    let json = "application/json";
    let list = operation(
        "getScenarios",
        "The scenarios that are kept",
        &[json_parameter()],
        json,
        None,
        false,
    );
    paths.insert("/v1/scenarios".to_owned(), list);
    let name = json!({ "name": "name", "in": "path", "required": true, "schema": { "type": "string" } });
    let scenario = json!({ "$ref": "#/components/schemas/Scenario" });
    let single = operation(
        "getScenario",
        "One of them",
        &[name, json_parameter()],
        json,
        Some(scenario),
        true,
    );
    paths.insert("/v1/scenarios/{name}".to_owned(), single);
}

/// The one operation with a body.
pub(super) fn comparison() -> Json {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut described = operation(
        "compareWhatIf",
        "What comes of adding, moving and removing facilities; nothing is kept",
        &[json_parameter()],
        "application/json",
        Some(reference("Difference")),
        false,
    );
    let mut post = described["get"].take();
    post["requestBody"] = json!({
        "required": true, "content": { "application/json": { "schema": reference("WhatIf") } },
    });
    if let Some(responses) = post["responses"].as_object_mut() {
        let problem = json!({ "$ref": "#/components/responses/Problem" });
        responses.remove("304");
        responses.insert("413".to_owned(), problem.clone());
        responses.insert("422".to_owned(), problem);
    }
    json!({ "post": post })
}
