//! `/v1/tiles/facilities/{zoom}/{x}/{y}`: the facilities of a tile of the web map, those that stand together as one.
//!
//! Tiles and not a box of any size: everybody who looks at a place asks the same few addresses, whatever the size of the
//! window, so a browser keeps them while the map is moved and asks only for those that come into sight.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Outcome};
use super::features::{Question, When, revision};
use super::items::json_only;
use super::problem::Problem;
use crate::collections::InvalidParam;
use crate::collections::facility_map::{DEEPEST, FacilityMap, WITHOUT};
use crate::spatial::web_map::Tile;

/// Parameters of a box of features, which a tile has no use for.
const OF_A_BOX: [&str; 3] = ["crs", "bbox", "bbox-crs"];

/// The tile of these numbers.
fn tile(numbers: &[String; 3]) -> Option<Tile> {
    let number = |text: &String| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    let [zoom, x, y] = numbers;
    Tile::new(number(zoom)?, number(x)?, number(y)?).filter(|tile| tile.zoom <= DEEPEST)
}

/// One tile.
pub fn facilities(api: &Api, numbers: &[String; 3], mut asked: Asked) -> Result<Outcome, Problem> {
    let Some(tile) = tile(numbers) else {
        let text = format!("There is no such tile; zooms are 0 to {DEEPEST}.");
        return Err(Problem::NotFound(text));
    };
    let mut wrong = Vec::new();
    wrong.extend(json_only(asked.take("f"), &["json", "geojson"]).err());
    let useless: Vec<&str> = WITHOUT.iter().map(|of| of.name()).chain(OF_A_BOX).collect();
    asked.pairs.retain(|(name, _)| {
        let useless = useless.contains(&name.as_str());
        if useless {
            wrong.push(InvalidParam::new(name, "is not a parameter of this resource"));
        }
        !useless
    });
    let at_revision = revision(&mut asked).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let when = When {
        revision: at_revision,
        today: None,
    };
    let question = Question::read(api, "facilities", &mut asked, when, wrong)?;
    let key = question.key(&["tile", &format!("{}/{}/{}", tile.zoom, tile.x, tile.y)]);
    asked.keyed(&key, || {
        let map = map(api, &question)?;
        Ok(Answer {
            content_type: "application/geo+json",
            ..Answer::json(&map.tile(&question.study, tile))
        })
    })
}

/// The facilities that are asked, in the order in which any tile is cut from them: kept, for every tile of a view needs it.
fn map(api: &Api, question: &Question) -> Result<Arc<FacilityMap>, Problem> {
    let key = question.key(&["map"]);
    api.maps.get(key.as_str(), || {
        let map = FacilityMap::new(&question.study, &question.query);
        let map = map.map_err(|error| Problem::internal(&error))?;
        let weight = map.len();
        Ok((map, weight))
    })
}

/// The JSON Schema of a tile.
pub fn schema() -> Json {
    let (text, whole) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let nullable = json!({ "type": "string", "nullable": true });
    let properties = json!({
        "type": "object",
        "description": "Of a facility alone: id, name, serviceType and group. Of several together: count, groups and unclassified",
        "properties": {
            "id": text,
            "name": nullable,
            "serviceType": nullable,
            "group": nullable,
            "count": whole,
            "groups": { "type": "object", "additionalProperties": whole },
            "unclassified": whole,
        },
    });
    json!({
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": { "type": "string", "enum": ["FeatureCollection"] },
            "features": { "type": "array", "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": { "type": "string", "enum": ["Feature"] },
                    "id": { "type": "string", "description": "Of the facility; of several together the cell they stand in" },
                    "bbox": {
                        "type": "array",
                        "description": "Of several together: west, south, east, north of where they stand",
                        "items": { "type": "number" },
                    },
                    "geometry": { "type": "object", "description": "Of several together their mean place" },
                    "properties": properties,
                },
            } },
        },
    })
}
