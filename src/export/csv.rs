//! CSV: UTF-8 without byte order mark, comma separated, lists by `;`. Points stand in two columns (`lon,lat`, or `x,y` in metres),
//! other geometries as WKT in one; both x first whatever the CRS, as spreadsheets and GIS read them.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::Writer;
use geo::{Geometry, MapCoords};
use wkt::ToWkt;

use super::{has_id_column, point_columns, rounded};
use crate::domain::feature::{FeatureSet, GeometryKind, Value};
use crate::formats::formula::guard;
use crate::spatial::projection::Crs;

/// A value as a cell. A text that a spreadsheet would run is guarded; numbers stay numbers.
pub fn cell(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Text(text) => guard(text),
        Value::Number(number) => Cow::Owned((number + 0.0).to_string()),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        Value::Boolean(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        Value::Date(date) => Cow::Owned(date.to_string()),
        Value::TextList(texts) => Cow::Owned(guard(&texts.join(";")).into_owned()),
    }
}

/// Writes a whole set: the id (unless it is a property too), the properties, the geometry.
pub fn write(set: &FeatureSet, crs: &Crs, out: &mut dyn Write) -> io::Result<()> {
    let rounded = |ordinate: f64| rounded(ordinate, crs);
    let mut writer = Writer::from_writer(out);
    let with_id = has_id_column(set);
    if with_id {
        writer.write_field("id")?;
    }
    for property in &set.schema.properties {
        writer.write_field(guard(&property.name).as_bytes())?;
    }
    match set.schema.geometry {
        GeometryKind::None => {}
        GeometryKind::Point => point_columns(crs)
            .iter()
            .try_for_each(|name| writer.write_field(name))?,
        GeometryKind::Line | GeometryKind::Polygon => writer.write_field("wkt")?,
    }
    writer.write_record(None::<&[u8]>)?;
    for feature in &set.features {
        if with_id {
            writer.write_field(guard(&feature.id).as_bytes())?;
        }
        for value in &feature.values {
            writer.write_field(cell(value).as_bytes())?;
        }
        match (set.schema.geometry, &feature.geometry) {
            (GeometryKind::None, _) => {}
            (GeometryKind::Point, Some(Geometry::Point(point))) => {
                writer.write_field(rounded(point.x()).to_string())?;
                writer.write_field(rounded(point.y()).to_string())?;
            }
            (GeometryKind::Point, _) => {
                writer.write_field("")?;
                writer.write_field("")?;
            }
            (_, Some(geometry)) => {
                let rounded = geometry.map_coords(|at| geo::Coord {
                    x: rounded(at.x),
                    y: rounded(at.y),
                });
                writer.write_field(rounded.wkt_string())?;
            }
            (_, None) => writer.write_field("")?,
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::feature::{Feature, Kind, Property, Schema};
    use geo::{Point, line_string};

    fn written(kind: GeometryKind, geometry: Option<Geometry<f64>>, values: Vec<Value>) -> String {
        let names = ["a", "b", "c"];
        let properties = names
            .iter()
            .take(values.len())
            .map(|name| Property::new(name, Kind::Text, name, name))
            .collect();
        let set = FeatureSet {
            schema: Schema {
                geometry: kind,
                properties,
            },
            features: vec![Feature {
                id: "f".to_owned(),
                geometry,
                values,
            }],
        };
        let mut out = Vec::new();
        write(&set, &Crs::crs84(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_made_harmless_and_a_number_stays_one() {
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            let text = written(GeometryKind::None, None, vec![Value::Text(format!("{start}1+1"))]);
            assert!(text.contains(&format!("'{start}1+1")), "{text:?}");
        }
        let list = Value::TextList(vec!["=A1".to_owned(), "b".to_owned()]);
        assert_eq!(
            written(GeometryKind::None, None, vec![list, Value::Number(-4.5)]),
            "id,a,b\nf,'=A1;b,-4.5\n"
        );
    }

    #[test]
    fn points_are_two_columns_and_other_geometries_wkt() {
        let point = Geometry::Point(Point::new(4.690_123_456_789, 51.8));
        assert_eq!(
            written(GeometryKind::Point, Some(point), vec![]),
            "id,lon,lat\nf,4.6901235,51.8\n"
        );
        let line = Geometry::LineString(line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.5)]);
        assert_eq!(
            written(GeometryKind::Line, Some(line), vec![]),
            "id,wkt\nf,\"LINESTRING(1 2,3 4.5)\"\n"
        );
        assert_eq!(written(GeometryKind::Point, None, vec![]), "id,lon,lat\nf,,\n");
    }

    #[test]
    fn a_cell_with_separators_is_quoted() {
        let text = Value::Text("a, \"b\"\nc".to_owned());
        assert_eq!(
            written(GeometryKind::None, None, vec![text]),
            "id,a\nf,\"a, \"\"b\"\"\nc\"\n"
        );
    }
}
