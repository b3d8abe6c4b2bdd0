//! `/v1/collections` and what each collection says of itself: parameters, properties, queryables and schema.

use geo::{BoundingRect, Geometry};
use serde_json::{Map, Value as Json, json};

use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::features::served;
use super::items::link;
use super::landing::only_json;
use super::problem::Problem;
use crate::collections::{self, Collection, MAX_DISTANCE_M, Parameter, Query, Today};
use crate::domain::feature::{GeometryKind, Kind, Property};
use crate::export::Format;
use crate::spatial::projection::{Crs, Projector};
use crate::study::Study;

/// Bounds of the city as longitudes and latitudes: west, south, east, north; none without areas.
pub fn extent(study: &Study) -> Option<[f64; 4]> {
    let bounds = study.areas.extent()?;
    let projector = Projector::new(&study.crs, &Crs::crs84()).ok()?;
    let on_globe = projector
        .geometry(&Geometry::Polygon(bounds.to_polygon()))
        .ok()?
        .bounding_rect()?;
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    let (min, max) = (on_globe.min(), on_globe.max());
    Some([rounded(min.x), rounded(min.y), rounded(max.x), rounded(max.y)])
}

/// The properties of every answer that a collection can give, those of typed questions included.
pub fn properties(collection: &dyn Collection, study: &Study, today: &Today) -> Vec<Property> {
    let mut pairs = Vec::new();
    if let (Some(of), true) = (
        study.taxonomy.types().first(),
        collection.parameters().contains(&Parameter::ServiceType),
    ) {
        pairs.push((Parameter::ServiceType.name().to_owned(), of.code.to_string()));
    }
    if collection.parameters().contains(&Parameter::Nth) {
        pairs.push((Parameter::Nth.name().to_owned(), "2".to_owned()));
    }
    match Query::parse(collection, study, today, &pairs) {
        Ok(query) => collection.schema(study, &query).properties,
        Err(_) => Vec::new(),
    }
}

/// The JSON Schema of a kind of value.
pub fn value_schema(kind: Kind) -> Map<String, Json> {
    let schema = match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::TextList => json!({ "type": "array", "items": { "type": "string" } }),
    };
    schema.as_object().cloned().unwrap_or_default()
}

/// The JSON Schema of the values that a parameter takes.
pub fn parameter_schema(parameter: Parameter, study: &Study) -> Map<String, Json> {
    let mut schema = value_schema(parameter.kind());
    let allowed = parameter.allowed(study);
    if !allowed.is_empty() {
        schema.insert("enum".to_owned(), json!(allowed));
    }
    match parameter {
        Parameter::Distance => {
            schema.insert("minimum".to_owned(), json!(0));
            schema.insert("exclusiveMinimum".to_owned(), json!(true));
            schema.insert("maximum".to_owned(), json!(MAX_DISTANCE_M));
        }
        Parameter::Group | Parameter::Facilities => {
            schema.insert("default".to_owned(), json!("all"));
        }
        Parameter::Mode => {
            schema.insert("default".to_owned(), json!("straight-line"));
        }
        Parameter::Open => {
            let pattern = r"^(weekday-evening|weekend|\d{4}-\d{2}-\d{2}T\d{2}:\d{2})$";
            schema.insert("pattern".to_owned(), json!(pattern));
        }
        Parameter::Nth => {
            schema.insert("minimum".to_owned(), json!(2));
            schema.insert("maximum".to_owned(), json!(10));
        }
        Parameter::Level => {
            schema.insert("default".to_owned(), json!("neighbourhood"));
        }
        _ => {}
    }
    schema
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "number",
        Kind::Integer => "integer",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::TextList => "textList",
    }
}

fn geometry_name(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::None => "none",
        GeometryKind::Point => "point",
        GeometryKind::Line => "line",
        GeometryKind::Polygon => "polygon",
    }
}

fn describe(api: &Api, study: &Study, collection: &dyn Collection, base: &str, today: &Today) -> Json {
    let url = format!("{base}/v1/collections/{}", collection.id());
    let crs: Vec<String> = api.crs.iter().filter_map(Crs::uri).collect();
    let properties: Vec<Json> = properties(collection, study, today)
        .iter()
        .map(|property| {
            json!({
                "name": property.name,
                "kind": kind_name(property.kind),
                "unit": property.unit,
                "titleNl": property.title_nl,
                "titleEn": property.title_en,
            })
        })
        .collect();
    let parameters: Vec<Json> = collection
        .all_parameters()
        .iter()
        .map(|parameter| {
            json!({
                "name": parameter.name(),
                "kind": kind_name(parameter.kind()),
                "unit": parameter.unit(),
                "titleNl": parameter.title_nl(),
                "titleEn": parameter.title_en(),
                "allowed": parameter.allowed(study),
            })
        })
        .collect();
    let mut links = vec![
        link("self", "application/json", &url, collection.title_en()),
        link(
            "items",
            "application/geo+json",
            &format!("{url}/items"),
            collection.title_en(),
        ),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            "application/schema+json",
            &format!("{url}/queryables"),
            "What can be asked",
        ),
        link(
            "describedby",
            "application/schema+json",
            &format!("{url}/schema"),
            "What an answer holds",
        ),
    ];
    links.extend(Format::ALL.map(|format| {
        let href = format!("{url}/download?f={}", format.name());
        link("enclosure", format.media_type(), &href, "Everything as a file")
    }));
    json!({
        "id": collection.id(),
        "title": collection.title_en(),
        "titleNl": collection.title_nl(),
        "titleEn": collection.title_en(),
        "description": collection.description_en(),
        "descriptionNl": collection.description_nl(),
        "descriptionEn": collection.description_en(),
        "itemType": "feature",
        "geometry": geometry_name(collection.geometry()),
        "attribution": collections::attribution(collection, study).join("; "),
        "extent": extent(study).map(|bbox| json!({ "spatial": {
            "bbox": [bbox],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        } })),
        "crs": crs,
        "storageCrs": study.crs.uri(),
        "properties": properties,
        "parameters": parameters,
        "links": links,
    })
}

fn without_nulls(mut document: Json) -> Json {
    if let Some(members) = document.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    document
}

/// All collections.
pub fn list(api: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    only_json(&mut asked)?;
    let study = api.study(None)?;
    let base = asked.base.clone();
    let key = Key::new(&["collections", &study.revision.number.to_string(), &base]);
    asked.keyed(&key, || {
        let today = api.today();
        let all: Vec<Json> = collections::all()
            .iter()
            .filter(|collection| collection.served(&study))
            .map(|collection| without_nulls(describe(api, &study, *collection, &base, &today)))
            .collect();
        let url = format!("{base}/v1/collections");
        Ok(Answer::json(&json!({
            "links": [link("self", "application/json", &url, "The collections")],
            "crs": api.crs.iter().filter_map(Crs::uri).collect::<Vec<_>>(),
            "collections": all,
        })))
    })
}

/// One collection.
pub fn single(api: &Api, id: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let study = api.study(None)?;
    let collection = served(id, &study)?;
    only_json(&mut asked)?;
    let base = asked.base.clone();
    let key = Key::new(&["collection", id, &study.revision.number.to_string(), &base]);
    asked.keyed(&key, || {
        let today = api.today();
        Ok(Answer::json(&without_nulls(describe(
            api, &study, collection, &base, &today,
        ))))
    })
}

fn json_schema(url: &str, title: &str, properties: &Map<String, Json>) -> Answer {
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url,
        "title": title,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    Answer {
        content_type: "application/schema+json",
        ..Answer::json(&document)
    }
}

/// The parameters of a collection as a JSON Schema.
pub fn queryables(api: &Api, id: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let study = api.study(None)?;
    let collection = served(id, &study)?;
    only_json(&mut asked)?;
    let url = format!("{}/v1/collections/{id}/queryables", asked.base);
    let key = Key::new(&["queryables", &url, &study.revision.number.to_string()]);
    asked.keyed(&key, || {
        let properties = collection.all_parameters().into_iter().map(|parameter| {
            let mut schema = parameter_schema(parameter, &study);
            if schema.remove("exclusiveMinimum").is_some() {
                schema.remove("minimum");
                schema.insert("exclusiveMinimum".to_owned(), json!(0));
            }
            schema.insert("title".to_owned(), json!(parameter.title_en()));
            schema.insert("x-title-nl".to_owned(), json!(parameter.title_nl()));
            (parameter.name().to_owned(), Json::Object(schema))
        });
        Ok(json_schema(&url, collection.title_en(), &properties.collect()))
    })
}

/// The properties of a collection as a JSON Schema.
pub fn schema(api: &Api, id: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let study = api.study(None)?;
    let collection = served(id, &study)?;
    only_json(&mut asked)?;
    let url = format!("{}/v1/collections/{id}/schema", asked.base);
    let key = Key::new(&["schema", &url, &study.revision.number.to_string()]);
    asked.keyed(&key, || {
        let today = api.today();
        let mut members: Map<String, Json> = properties(collection, &study, &today)
            .into_iter()
            .map(|property| {
                let mut schema = value_schema(property.kind);
                // Whatever is not known is null.
                if let Some(of) = schema.remove("type") {
                    schema.insert("type".to_owned(), json!([of, "null"]));
                }
                schema.insert("title".to_owned(), json!(property.title_en));
                schema.insert("x-title-nl".to_owned(), json!(property.title_nl));
                if let Some(unit) = property.unit {
                    schema.insert("x-ogc-unit".to_owned(), json!(unit));
                }
                (property.name.into_owned(), Json::Object(schema))
            })
            .collect();
        let geometry = match collection.geometry() {
            GeometryKind::None => None,
            GeometryKind::Point => Some("geometry-point"),
            GeometryKind::Line => Some("geometry-linestring"),
            GeometryKind::Polygon => Some("geometry-multipolygon"),
        };
        if let Some(format) = geometry {
            let role = json!({ "x-ogc-role": "primary-geometry", "format": format });
            members.insert("geometry".to_owned(), role);
        }
        Ok(json_schema(&url, collection.title_en(), &members))
    })
}
