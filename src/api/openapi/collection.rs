//! The operations of a collection.

use serde_json::{Map, Value as Json, json};

use super::parts::{
    bbox_parameter, crs_parameter, json_parameter, operation, own_parameter, query, revision_parameter,
    scenario_parameter,
};
use crate::api::answer::Api;
use crate::api::collections::{properties, value_schema};
use crate::api::items::{DEFAULT_LIMIT, MAX_LIMIT};
use crate::collections::{Collection, Today};
use crate::export::Format;
use crate::study::Study;

/// Adds the paths of a collection; its features are the schema called `name`.
pub(super) fn add_collection(
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

/// The properties of its features.
pub(super) fn property_schema(collection: &dyn Collection, study: &Study, today: &Today) -> Json {
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
