//! GeoJSON as in RFC 7946: exterior rings counterclockwise, degrees with at most seven decimals.
//!
//! In another CRS than CRS84 the same document holds coordinates in that CRS's own axis order, metres with three decimals. It
//! names no CRS itself, for RFC 7946 has no place for one: whoever asked for the CRS knows it, and over HTTP `Content-Crs` says it.

use std::io::{self, Write};

use geo::orient::{Direction, Orient};
use geo::{Coord, Geometry, LineString, Polygon};
use serde_json::{Map, Value as Json, json};

use super::{About, json};
use crate::domain::feature::{Feature, FeatureSet, Schema};
use crate::spatial::projection::Crs;

/// How coordinates are written down in a CRS.
#[derive(Clone, Copy)]
struct Notation {
    north_first: bool,
    /// Ten to the number of decimals.
    scale: f64,
}

impl Notation {
    fn of(crs: &Crs) -> Self {
        Self {
            north_first: crs.north_first(),
            scale: if crs.is_geographic() { 1e7 } else { 1e3 },
        }
    }

    fn coord(self, coord: Coord<f64>, out: &mut dyn Write) -> io::Result<()> {
        let rounded = |ordinate: f64| (ordinate * self.scale).round() / self.scale;
        let (first, second) = if self.north_first {
            (coord.y, coord.x)
        } else {
            (coord.x, coord.y)
        };
        out.write_all(b"[")?;
        json::number(rounded(first), out)?;
        out.write_all(b",")?;
        json::number(rounded(second), out)?;
        out.write_all(b"]")
    }

    fn line(self, line: &LineString<f64>, out: &mut dyn Write) -> io::Result<()> {
        list(&line.0, out, |coord, out| self.coord(*coord, out))
    }

    fn polygon(self, polygon: &Polygon<f64>, out: &mut dyn Write) -> io::Result<()> {
        let oriented = polygon.orient(Direction::Default);
        let rings: Vec<_> = std::iter::once(oriented.exterior())
            .chain(oriented.interiors())
            .collect();
        list(&rings, out, |ring, out| self.line(ring, out))
    }

    fn geometry(self, geometry: &Geometry<f64>, out: &mut dyn Write) -> io::Result<()> {
        let name = |name: &str, out: &mut dyn Write| write!(out, "{{\"type\":\"{name}\",\"coordinates\":");
        match geometry {
            Geometry::Point(point) => {
                name("Point", out)?;
                self.coord(point.0, out)?;
            }
            Geometry::MultiPoint(points) => {
                name("MultiPoint", out)?;
                list(&points.0, out, |point, out| self.coord(point.0, out))?;
            }
            Geometry::Line(line) => {
                name("LineString", out)?;
                self.line(&LineString::from(line), out)?;
            }
            Geometry::LineString(line) => {
                name("LineString", out)?;
                self.line(line, out)?;
            }
            Geometry::MultiLineString(lines) => {
                name("MultiLineString", out)?;
                list(&lines.0, out, |line, out| self.line(line, out))?;
            }
            Geometry::Polygon(polygon) => {
                name("Polygon", out)?;
                self.polygon(polygon, out)?;
            }
            Geometry::MultiPolygon(polygons) => {
                name("MultiPolygon", out)?;
                list(&polygons.0, out, |polygon, out| self.polygon(polygon, out))?;
            }
            Geometry::Rect(rect) => {
                name("Polygon", out)?;
                self.polygon(&rect.to_polygon(), out)?;
            }
            Geometry::Triangle(triangle) => {
                name("Polygon", out)?;
                self.polygon(&triangle.to_polygon(), out)?;
            }
            Geometry::GeometryCollection(parts) => {
                out.write_all(b"{\"type\":\"GeometryCollection\",\"geometries\":")?;
                list(&parts.0, out, |part, out| self.geometry(part, out))?;
            }
        }
        out.write_all(b"}")
    }
}

fn list<T>(
    items: &[T],
    out: &mut dyn Write,
    mut each: impl FnMut(&T, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        each(item, out)?;
    }
    out.write_all(b"]")
}

fn members(members: &Map<String, Json>, out: &mut dyn Write) -> io::Result<()> {
    for (name, value) in members {
        out.write_all(b",")?;
        json::text(name, out)?;
        out.write_all(b":")?;
        serde_json::to_writer(&mut *out, value)?;
    }
    Ok(())
}

fn bare(schema: &Schema, feature: &Feature, notation: Notation, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"Feature\",\"id\":")?;
    json::text(&feature.id, out)?;
    out.write_all(b",\"geometry\":")?;
    match &feature.geometry {
        Some(geometry) => notation.geometry(geometry, out)?,
        None => out.write_all(b"null")?,
    }
    out.write_all(b",\"properties\":")?;
    json::properties(schema, &feature.values, out)
}

/// Writes one feature with the `foreign` members.
pub fn feature(
    schema: &Schema,
    feature: &Feature,
    crs: &Crs,
    foreign: &Map<String, Json>,
    out: &mut dyn Write,
) -> io::Result<()> {
    bare(schema, feature, Notation::of(crs), out)?;
    members(foreign, out)?;
    out.write_all(b"}")
}

/// Writes features as a collection, the `foreign` members before them.
pub fn collection<'a>(
    schema: &Schema,
    features: impl Iterator<Item = &'a Feature>,
    crs: &Crs,
    foreign: &Map<String, Json>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let notation = Notation::of(crs);
    out.write_all(b"{\"type\":\"FeatureCollection\"")?;
    members(foreign, out)?;
    out.write_all(b",\"features\":[")?;
    for (at, of) in features.enumerate() {
        if at > 0 {
            out.write_all(b",\n")?;
        }
        bare(schema, of, notation, out)?;
        out.write_all(b"}")?;
    }
    out.write_all(b"]}")
}

/// What an answer says of itself: parameters, revision, time and sources.
pub fn about(about: &About) -> Map<String, Json> {
    let mut members = Map::new();
    members.insert("timeStamp".to_owned(), json!(about.time.to_string()));
    members.insert("revision".to_owned(), json!(about.revision));
    members.insert("parameters".to_owned(), Json::Object(about.parameters.clone()));
    members.insert("attribution".to_owned(), json!(about.attribution));
    members
}

/// Writes a whole set.
pub fn write(set: &FeatureSet, crs: &Crs, of: &About, out: &mut dyn Write) -> io::Result<()> {
    let mut foreign = Map::new();
    foreign.insert("name".to_owned(), json!(of.collection));
    foreign.insert("title".to_owned(), json!(of.title_nl));
    // RFC 7946 knows degrees only; for metres the older member says what they are, and GDAL, QGIS and our own import read it.
    if let Some(code) = crs.epsg().filter(|_| !crs.is_geographic()) {
        let name = format!("urn:ogc:def:crs:EPSG::{code}");
        foreign.insert(
            "crs".to_owned(),
            json!({ "type": "name", "properties": { "name": name } }),
        );
    }
    foreign.extend(about(of));
    collection(&set.schema, set.features.iter(), crs, &foreign, out)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::feature::{GeometryKind, Kind, Property, Value};
    use geo::{Point, polygon};

    fn written(geometry: Geometry<f64>, crs: &str) -> Json {
        let schema = Schema {
            geometry: GeometryKind::Point,
            properties: vec![Property::new("name", Kind::Text, "Naam", "Name")],
        };
        let of = Feature {
            id: "1".to_owned(),
            geometry: Some(geometry),
            values: vec![Value::Text("a \"b\"\n</script>".to_owned())],
        };
        let mut out = Vec::new();
        feature(&schema, &of, &Crs::parse(crs).unwrap(), &Map::new(), &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn degrees_have_seven_decimals_and_metres_three() {
        let point = Geometry::Point(Point::new(4.690_123_456_789, 51.8));
        assert_eq!(
            written(point, "CRS84")["geometry"]["coordinates"],
            json!([4.690_123_5, 51.8])
        );
        let point = Geometry::Point(Point::new(105_000.123_456, 425_000.0));
        assert_eq!(
            written(point, "EPSG:28992")["geometry"]["coordinates"],
            json!([105_000.123, 425_000.0])
        );
    }

    #[test]
    fn a_crs_with_latitude_first_is_written_latitude_first() {
        let point = Geometry::Point(Point::new(4.69, 51.8));
        assert_eq!(
            written(point, "EPSG:4326")["geometry"]["coordinates"],
            json!([51.8, 4.69])
        );
    }

    #[test]
    fn exterior_rings_run_counterclockwise_and_holes_clockwise() {
        let clockwise = polygon!(
            exterior: [(x: 0., y: 0.), (x: 0., y: 9.), (x: 9., y: 9.), (x: 9., y: 0.)],
            interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.), (x: 1., y: 2.)]],
        );
        let rings = written(Geometry::Polygon(clockwise), "CRS84")["geometry"]["coordinates"].clone();
        assert_eq!(
            rings[0],
            json!([[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0], [0.0, 0.0]])
        );
        assert_eq!(
            rings[1],
            json!([[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [2.0, 1.0], [1.0, 1.0]])
        );
    }

    #[test]
    fn texts_are_escaped() {
        let feature = written(Geometry::Point(Point::new(0.0, 0.0)), "CRS84");
        assert_eq!(feature["properties"]["name"], json!("a \"b\"\n</script>"));
    }
}
