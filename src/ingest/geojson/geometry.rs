//! Geometries of GeoJSON: parsed and converted by the `geojson` crate, which lets pass what RFC 7946 forbids, and would
//! index past the end of a position of one number: that is looked at in between.

use geo::{Geometry, GeometryCollection};
use geojson::{GeometryValue, Position};
use serde_json::Value;

use crate::ingest::findings::{Findings, Refusal};

/// Collections in collections; nobody means more.
const DEEPEST_COLLECTION: usize = 8;

/// Reads the geometry of feature `number`; none where it is empty.
pub(super) fn read(
    value: Value,
    number: u64,
    findings: &mut Findings,
) -> Result<Option<Geometry<f64>>, Refusal> {
    nested(value, number, 0, findings)
}

/// Reads a geometry inside `depth` collections. Their parts come one by one, so that each is refused or left out alone.
fn nested(
    value: Value,
    number: u64,
    depth: usize,
    findings: &mut Findings,
) -> Result<Option<Geometry<f64>>, Refusal> {
    let wrong = |message: &str| Refusal::row("invalid_geojson", number, message);
    let Value::Object(mut object) = value else {
        return Err(wrong("the geometry is not an object"));
    };
    match object.get("type").and_then(Value::as_str) {
        Some("GeometryCollection") => {
            if depth >= DEEPEST_COLLECTION {
                return Err(Refusal::row(
                    "nesting_too_deep",
                    number,
                    "collections are nested too deep",
                ));
            }
            let Some(Value::Array(parts)) = object.remove("geometries") else {
                return Err(wrong("the collection has no geometries"));
            };
            let mut geometries = Vec::new();
            for part in parts {
                geometries.extend(nested(part, number, depth + 1, findings)?);
            }
            return Ok(Some(geometries)
                .filter(|geometries| !geometries.is_empty())
                .map(|geometries| Geometry::GeometryCollection(GeometryCollection(geometries))));
        }
        Some("Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon") => {}
        _ => return Err(wrong("the geometry's type is not one of GeoJSON")),
    }
    match object.get("coordinates") {
        None => return Err(wrong("the geometry has no coordinates")),
        Some(Value::Array(items)) if items.is_empty() => {
            findings.warn(
                "empty_geometry",
                number,
                Some("geometry"),
                "the geometry is empty",
            );
            return Ok(None);
        }
        Some(_) => {}
    }
    // Members of others, which say nothing to us, cannot spoil the geometry.
    object.retain(|name, _| name == "type" || name == "coordinates");
    let parsed = serde_json::from_value::<geojson::Geometry>(Value::Object(object))
        .map_err(|error| bad_coordinate(number, error.to_string()))?;
    if check(&parsed.value, number)? {
        findings.warn(
            "unclosed_ring",
            number,
            Some("geometry"),
            "a ring did not end where it began; closed",
        );
    }
    Geometry::try_from(parsed)
        .map(Some)
        .map_err(|error| wrong(&error.to_string()))
}

fn bad_coordinate(number: u64, message: impl Into<String>) -> Refusal {
    Refusal {
        field: Some("geometry".to_owned()),
        ..Refusal::row("invalid_coordinate", number, message)
    }
}

/// Refuses positions, lines and rings that are too short; tells whether a ring is not closed. The conversion closes it.
fn check(value: &GeometryValue, number: u64) -> Result<bool, Refusal> {
    let lines: Vec<&[Position]> = match value {
        GeometryValue::Point { coordinates } => vec![std::slice::from_ref(coordinates)],
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            vec![coordinates]
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().map(Vec::as_slice).collect()
        }
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().map(Vec::as_slice).collect()
        }
        GeometryValue::GeometryCollection { .. } => Vec::new(),
    };
    if lines.iter().copied().flatten().any(|position| position.len() < 2) {
        return Err(bad_coordinate(number, "a position needs two numbers"));
    }
    let invalid = |message: &str| Err(Refusal::row("invalid_geometry", number, message));
    match value {
        GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. } => {
            if lines.iter().any(|line| line.len() < 2) {
                return invalid("a line needs two positions");
            }
            Ok(false)
        }
        GeometryValue::MultiPolygon { coordinates } if coordinates.iter().any(Vec::is_empty) => {
            invalid("a polygon has no ring")
        }
        GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. } => {
            let place =
                |position: Option<&Position>| position.and_then(|p| p.as_slice().first_chunk::<2>().copied());
            let is_closed = |ring: &[Position]| place(ring.first()) == place(ring.last());
            if lines
                .iter()
                .any(|ring| ring.len() + usize::from(!is_closed(ring)) < 4)
            {
                return invalid("a ring needs four positions, the last equal to the first");
            }
            Ok(lines.iter().any(|ring| !is_closed(ring)))
        }
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;

    fn shape(kind: &str, coordinates: &str) -> Result<Option<Geometry<f64>>, &'static str> {
        let json = format!(r#"{{"type":"{kind}","coordinates":{coordinates},"bbox":"x","other":[[]]}}"#);
        let value = serde_json::from_str(&json).unwrap();
        read(value, 1, &mut Findings::default()).map_err(|refusal| refusal.code)
    }

    #[test]
    fn positions_that_are_too_short_or_too_deep_are_refused_wherever_they_stand() {
        for (kind, coordinates) in [
            ("Point", "[1]"),
            ("Point", "[[1,2]]"),
            ("Point", "null"),
            ("MultiPoint", "[[1,2],[3]]"),
            ("MultiPoint", "[[]]"),
            ("LineString", "[[1,2],[]]"),
            ("LineString", "[1,2]"),
            ("MultiLineString", "[[[1,2],[3,4]],[[5,6],[7]]]"),
            ("Polygon", "[[[0,0],[1,0],[1],[0,0]]]"),
            ("Polygon", "[[[0,0],[1,0],[1,\"1\"],[0,0]]]"),
            ("MultiPolygon", "[[[[0,0],[1,0],[],[0,0]]]]"),
            ("MultiPolygon", "[[[[[0,0]]]]]"),
        ] {
            assert_eq!(
                shape(kind, coordinates),
                Err("invalid_coordinate"),
                "{kind} {coordinates}"
            );
        }
    }

    #[test]
    fn lines_and_rings_that_are_too_short_are_refused() {
        for (kind, coordinates) in [
            ("LineString", "[[1,2]]"),
            ("MultiLineString", "[[[1,2],[3,4]],[]]"),
            ("Polygon", "[[]]"),
            ("Polygon", "[[[0,0],[1,0],[0,0]]]"),
            ("MultiPolygon", "[[[[0,0],[1,0],[1,1],[0,0]]],[]]"),
        ] {
            assert_eq!(
                shape(kind, coordinates),
                Err("invalid_geometry"),
                "{kind} {coordinates}"
            );
        }
    }

    #[test]
    fn heights_are_dropped_rings_closed_and_holes_kept() {
        let polygon = "[[[0,0,1],[4,0,1],[4,4,1],[0,4,1]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]";
        assert_eq!(shape("Polygon", polygon).unwrap().unwrap().unsigned_area(), 15.0);
        let point = shape("Point", "[4.6,51.8,2]").unwrap();
        assert_eq!(point, Some(Geometry::Point(geo::Point::new(4.6, 51.8))));
    }

    #[test]
    fn empty_parts_are_left_out_and_depth_is_bounded() {
        let read_text = |json: &str| {
            read(serde_json::from_str(json).unwrap(), 1, &mut Findings::default())
                .map_err(|refusal| refusal.code)
        };
        let collection = |inside: &str| format!(r#"{{"type":"GeometryCollection","geometries":[{inside}]}}"#);
        let (empty, point) = (
            r#"{"type":"Point","coordinates":[]}"#,
            r#"{"type":"Point","coordinates":[1,2]}"#,
        );
        assert_eq!(read_text(&collection(empty)), Ok(None));
        let both = read_text(&collection(&format!("{empty},{point}"))).unwrap();
        assert_eq!(
            both,
            Some(Geometry::GeometryCollection(GeometryCollection(vec![
                geo::Point::new(1.0, 2.0).into()
            ])))
        );
        let mut deep = point.to_owned();
        for _ in 0..8 {
            deep = collection(&deep);
        }
        assert!(read_text(&deep).is_ok());
        assert_eq!(read_text(&collection(&deep)), Err("nesting_too_deep"));
    }
}
