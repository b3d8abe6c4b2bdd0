//! `/v1/openapi.json`: OpenAPI 3.0, made of the collections and their parameters.

use serde_json::{Map, Value as Json, json};

use super::API_VERSION;
use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::collections::{parameter_schema, properties, value_schema};
use super::items::{DEFAULT_LIMIT, MAX_LIMIT};
use super::landing::only_json;
use super::problem::Problem;
use super::{explain, scenarios, sheets, siting, tiles, what_if};
use crate::collections::facility_map::{DEEPEST, WITHOUT};
use crate::collections::{self, Collection, Parameter, Today};
use crate::export::Format;
use crate::spatial::projection::Crs;
use crate::study::Study;

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

fn add_collection(
    paths: &mut Map<String, Json>,
    api: &Api,
    study: &Study,
    collection: &dyn Collection,
    name: &str,
) {
    let (id, title) = (collection.id(), collection.title_en());
    let url = format!("/v1/collections/{id}");
    let mut add = |path: String, operation: Json| paths.insert(path, operation);
    let json = "application/json";
    add(
        url.clone(),
        operation(
            &format!("describe{name}"),
            title,
            &[json_parameter()],
            json,
            None,
            true,
        ),
    );
    for (part, verb) in [("queryables", "Queryables"), ("schema", "Schema")] {
        add(
            format!("{url}/{part}"),
            operation(
                &format!("get{name}{verb}"),
                &format!("{title}: {part}"),
                &[json_parameter()],
                "application/schema+json",
                None,
                true,
            ),
        );
    }
    let own: Vec<Json> = collection
        .all_parameters()
        .into_iter()
        .map(|of| own_parameter(of, collection, study))
        .collect();
    let shared = [
        crs_parameter(api, "crs"),
        revision_parameter(),
        scenario_parameter(),
    ];
    let area = [bbox_parameter(), crs_parameter(api, "bbox-crs")];
    let f = |formats: &[&str]| query("f", "Format", &json!({ "type": "string", "enum": formats }));
    let geojson = ["json", "geojson"];

    let mut items = vec![
        query(
            "limit",
            "Most features on a page; more than the maximum is read as the maximum",
            &json!({ "type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT }),
        ),
        query(
            "token",
            "The next page, from the link of the one before",
            &json!({ "type": "string" }),
        ),
        query(
            "skipGeometry",
            "Features without their shapes: geometry is null. For figures again of areas that are there already",
            &json!({ "type": "boolean", "default": false }),
        ),
        f(&geojson),
    ];
    items.extend(area.iter().chain(&shared).chain(&own).cloned());
    let list = json!({
        "type": "object",
        "required": ["type", "features", "numberMatched", "numberReturned", "timeStamp", "links"],
        "properties": {
            "type": { "type": "string", "enum": ["FeatureCollection"] },
            "features": { "type": "array", "items": feature_schema(name) },
            "numberMatched": { "type": "integer" },
            "numberReturned": { "type": "integer" },
            "timeStamp": { "type": "string", "format": "date-time" },
            "revision": { "type": "integer" },
            "parameters": { "type": "object" },
            "attribution": { "type": "array", "items": { "type": "string" } },
            "links": { "type": "array", "items": { "type": "object" } },
        },
    });
    add(
        format!("{url}/items"),
        operation(
            &format!("get{name}"),
            title,
            &items,
            "application/geo+json",
            Some(list),
            true,
        ),
    );

    let mut single = vec![
        json!({ "name": "featureId", "in": "path", "required": true, "schema": { "type": "string" } }),
        f(&geojson),
    ];
    single.extend(shared.iter().chain(&own).cloned());
    add(
        format!("{url}/items/{{featureId}}"),
        operation(
            &format!("get{name}Feature"),
            &format!("{title}: one"),
            &single,
            "application/geo+json",
            Some(feature_schema(name)),
            true,
        ),
    );

    let mut download = vec![f(&Format::ALL.map(Format::name))];
    download.extend(area.iter().chain(&shared).chain(&own).cloned());
    let mut file = operation(
        &format!("download{name}"),
        &format!("{title}: everything that matches"),
        &download,
        Format::Geojson.media_type(),
        None,
        true,
    );
    let content = &mut file["get"]["responses"]["200"]["content"];
    content["text/csv"] = json!({ "schema": { "type": "string" } });
    for format in Format::ALL.into_iter().filter(|format| !format.is_text()) {
        content[format.media_type()] = json!({ "schema": { "type": "string", "format": "binary" } });
    }
    add(format!("{url}/download"), file);
}

/// The explanation of a figure takes the parameters of whichever collection is asked.
fn explanation(study: &Study) -> Json {
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
fn sites(api: &Api, study: &Study) -> Option<Json> {
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
fn tile(study: &Study) -> Option<Json> {
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

fn sheet() -> Json {
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

fn add_scenarios(paths: &mut Map<String, Json>) {
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
fn comparison() -> Json {
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

fn feature_schema(name: &str) -> Json {
    json!({
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": { "type": "string", "enum": ["Feature"] },
            "id": { "type": "string" },
            "geometry": { "type": "object", "nullable": true },
            "properties": { "$ref": format!("#/components/schemas/{name}") },
        },
    })
}

fn property_schema(collection: &dyn Collection, study: &Study, today: &Today) -> Json {
    let members: Map<String, Json> = properties(collection, study, today)
        .into_iter()
        .map(|property| {
            let mut schema = value_schema(property.kind);
            schema.insert("nullable".to_owned(), json!(true));
            let unit = property.unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
            schema.insert("title".to_owned(), json!(format!("{}{unit}", property.title_en)));
            (property.name.into_owned(), Json::Object(schema))
        })
        .collect();
    json!({ "type": "object", "description": collection.description_en(), "properties": members })
}

fn problem_schema() -> Json {
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

fn operation(
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

fn query(name: &str, description: &str, schema: &Json) -> Json {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

fn json_parameter() -> Json {
    query("f", "Format", &json!({ "type": "string", "enum": ["json"] }))
}

fn own_parameter(parameter: Parameter, collection: &dyn Collection, study: &Study) -> Json {
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

fn crs_parameter(api: &Api, name: &str) -> Json {
    let known: Vec<String> = api.crs.iter().filter_map(Crs::uri).collect();
    query(
        name,
        "Coordinate reference system",
        &json!({ "type": "string", "enum": known }),
    )
}

fn revision_parameter() -> Json {
    query(
        "revision",
        "What was known at a revision",
        &json!({ "type": "integer", "minimum": 0 }),
    )
}

fn scenario_parameter() -> Json {
    query(
        "scenario",
        "The city in a kept scenario; without: as it is",
        &json!({ "type": "string" }),
    )
}

fn bbox_parameter() -> Json {
    let mut parameter = query(
        "bbox",
        "Only features that meet the box",
        &json!({ "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } }),
    );
    parameter["style"] = json!("form");
    parameter["explode"] = json!(false);
    parameter
}
