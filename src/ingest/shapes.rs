//! The shapes of a `.shp`, record by record in the order in which they stand.
//!
//! The `shapefile` crate decodes each record, after our own look at its lengths and counts: the crate reserves memory by
//! them before it compares them with the record, and lets parts begin anywhere. Which records there are is ours too: the
//! crate goes by the length in the file's header, or by the `.shx`, and either may lie.

use std::io::Cursor;

use geo::{BoundingRect, Coord, CoordsIter, Geometry, LineString, MultiLineString};
use shapefile::record::polygon::GenericPolygon;
use shapefile::{ReadableShape, Shape as Decoded};

use super::findings::{Findings, Refusal};
use super::rings::polygons;

/// What is smaller is "no data", says the format.
const NO_DATA: f64 = -1e38;
/// Bytes of the bounding box that goes before the counts.
const BOX: usize = 32;

/// One shape.
pub(super) struct Shape {
    /// Where its record begins, in bytes.
    pub offset: usize,
    pub geometry: Option<Geometry<f64>>,
}

/// Reads all shapes.
pub(super) fn shapes(shp: &[u8], findings: &mut Findings) -> Result<Vec<Shape>, Refusal> {
    let header = shp
        .get(..100)
        .ok_or_else(|| Refusal::file("truncated", "the .shp is shorter than its header"))?;
    if header[..4] != 9994_i32.to_be_bytes() {
        return Err(Refusal::file("not_a_shapefile", "the .shp does not begin as one"));
    }
    let number_at = |at: usize| -> [u8; 4] {
        header
            .get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .unwrap_or_default()
    };
    let kind = i32::from_le_bytes(number_at(32));
    if !matches!(kind, 0 | 1 | 3 | 5 | 8 | 11 | 13 | 15 | 18 | 21 | 23 | 25 | 28) {
        return Err(Refusal::file(
            "unsupported_shape_type",
            format!("shape type {kind} is not point, line, polygon or multipoint"),
        ));
    }
    let told = u64::from(u32::from_be_bytes(number_at(24))) * 2;
    if told != shp.len() as u64 {
        findings.warn(
            "length_mismatch",
            None,
            None,
            format!("the .shp says it is {told} bytes long and is {}", shp.len()),
        );
    }
    let mut shapes = Vec::new();
    let mut misnumbered = 0_u64;
    let mut offset = 100;
    while offset < shp.len() {
        let number = shapes.len() as u64 + 1;
        let truncated = || Refusal::row("truncated", number, "the .shp ends inside this record");
        let Some((own_number, bytes)) = record(shp, offset) else {
            // Behind the length that the header tells there may be anything; the difference was told above.
            if offset as u64 == told {
                break;
            }
            return Err(truncated());
        };
        misnumbered += u64::from(u64::from(own_number) != number);
        let geometry = geometry(bytes, kind, number, findings)?;
        shapes.push(Shape { offset, geometry });
        offset += 8 + bytes.len();
    }
    if misnumbered > 0 {
        findings.warn(
            "record_numbers",
            None,
            None,
            format!("{misnumbered} records of the .shp are not numbered in order; read as they stand"),
        );
    }
    Ok(shapes)
}

/// The record at `offset`: its number and content; none where the file ends inside it.
fn record(shp: &[u8], offset: usize) -> Option<(u32, &[u8])> {
    let (number, rest) = shp.get(offset..)?.split_first_chunk::<4>()?;
    let (words, rest) = rest.split_first_chunk::<4>()?;
    let length = (u32::from_be_bytes(*words) as usize).checked_mul(2)?;
    Some((u32::from_be_bytes(*number), rest.get(..length)?))
}

fn corrupt(number: u64, message: impl Into<String>) -> Refusal {
    Refusal::row("corrupt_record", number, message)
}

fn geometry(
    bytes: &[u8],
    kind: i32,
    number: u64,
    findings: &mut Findings,
) -> Result<Option<Geometry<f64>>, Refusal> {
    check(bytes, kind).map_err(|message| corrupt(number, message))?;
    let length = i32::try_from(bytes.len()).map_err(|_| corrupt(number, "the record is too long"))?;
    let decoded = Decoded::read_from(&mut Cursor::new(bytes), length)
        .map_err(|error| corrupt(number, error.to_string()))?;
    let is_polygon = matches!(
        decoded,
        Decoded::Polygon(_) | Decoded::PolygonM(_) | Decoded::PolygonZ(_)
    );
    let geometry = match decoded {
        // The patches of a multipatch never come here: their type was refused with the header.
        Decoded::NullShape | Decoded::Multipatch(_) => return Ok(None),
        Decoded::Point(point) => Geometry::Point(point.into()),
        Decoded::PointM(point) => Geometry::Point(point.into()),
        Decoded::PointZ(point) => Geometry::Point(point.into()),
        Decoded::Multipoint(points) => Geometry::MultiPoint(points.into()),
        Decoded::MultipointM(points) => Geometry::MultiPoint(points.into()),
        Decoded::MultipointZ(points) => Geometry::MultiPoint(points.into()),
        Decoded::Polyline(lines) => Geometry::MultiLineString(lines.into()),
        Decoded::PolylineM(lines) => Geometry::MultiLineString(lines.into()),
        Decoded::PolylineZ(lines) => Geometry::MultiLineString(lines.into()),
        Decoded::Polygon(polygon) => Geometry::MultiLineString(rings_of(polygon)),
        Decoded::PolygonM(polygon) => Geometry::MultiLineString(rings_of(polygon)),
        Decoded::PolygonZ(polygon) => Geometry::MultiLineString(rings_of(polygon)),
    };
    let is_point = matches!(geometry, Geometry::Point(_));
    for Coord { x, y } in geometry.coords_iter() {
        let wrong = |message: String| Refusal {
            field: Some("geometry".to_owned()),
            ..Refusal::row("invalid_coordinate", number, message)
        };
        if !x.is_finite() || !y.is_finite() {
            return Err(wrong(format!("({x}, {y}) is no place")));
        }
        if x <= NO_DATA || y <= NO_DATA {
            if is_point {
                return Ok(None);
            }
            return Err(wrong("a vertex is 'no data'".to_owned()));
        }
    }
    let geometry = match geometry {
        Geometry::MultiLineString(rings) if is_polygon => {
            Geometry::MultiPolygon(polygons(rings.0, number, findings)?)
        }
        Geometry::MultiLineString(mut lines) => {
            lines.0.retain(|line| line.0.len() > 1);
            Geometry::MultiLineString(lines)
        }
        other => other,
    };
    Ok(Some(geometry).filter(|geometry| geometry.bounding_rect().is_some()))
}

/// The rings as they stand in the file, whatever the crate takes for outline or hole.
fn rings_of<P>(polygon: GenericPolygon<P>) -> MultiLineString<f64>
where
    Coord<f64>: From<P>,
{
    let rings = polygon.into_inner().into_iter();
    MultiLineString(
        rings
            .map(|ring| LineString(ring.into_inner().into_iter().map(Coord::from).collect()))
            .collect(),
    )
}

/// Whether the record holds the shape that its file promises and its counts fit its length.
fn check(bytes: &[u8], kind: i32) -> Result<(), String> {
    let number_at = |at: usize| {
        bytes
            .get(at..)
            .and_then(<[u8]>::first_chunk::<4>)
            .map(|number| i32::from_le_bytes(*number))
            .ok_or("the shape is longer than its record")
    };
    let count_at =
        |at: usize| usize::try_from(number_at(at)?).map_err(|_| "a count or place in the record is negative");
    let own = number_at(0)?;
    if own != 0 && own != kind {
        return Err(format!("shape type {own} in a file of type {kind}"));
    }
    let fits = |length: usize| {
        if length <= bytes.len() {
            Ok(())
        } else {
            Err("parts and points do not fit the record")
        }
    };
    match own % 10 {
        8 => {
            let points = count_at(4 + BOX)?;
            fits(points.saturating_mul(16).saturating_add(8 + BOX))?;
        }
        3 | 5 => {
            let (parts, points) = (count_at(4 + BOX)?, count_at(8 + BOX)?);
            let starts = 12 + BOX;
            fits(
                parts
                    .saturating_mul(4)
                    .saturating_add(points.saturating_mul(16))
                    .saturating_add(starts),
            )?;
            let mut before = 0;
            for part in 0..parts {
                let start = count_at(starts + 4 * part)?;
                if part == 0 && start != 0 {
                    return Err("the first part does not start at the first point".to_owned());
                }
                if start < before || start > points {
                    return Err("the parts are not in order".to_owned());
                }
                before = start;
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;

    /// A polygon of one square and a hole in it, its record's content.
    fn polygon() -> Vec<u8> {
        let rings = [
            [(0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0), (0.0, 0.0)],
            [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)],
        ];
        let mut bytes = 5_i32.to_le_bytes().to_vec();
        bytes.extend([0; BOX]);
        for number in [2, 10, 0, 5_i32] {
            bytes.extend(number.to_le_bytes());
        }
        for (x, y) in rings.concat() {
            bytes.extend(f64::to_le_bytes(x));
            bytes.extend(f64::to_le_bytes(y));
        }
        bytes
    }

    fn decoded(bytes: &[u8]) -> Result<Option<Geometry<f64>>, Refusal> {
        geometry(bytes, 5, 1, &mut Findings::default())
    }

    #[test]
    fn a_hole_is_no_part_of_the_area() {
        let geometry = decoded(&polygon()).unwrap().unwrap();
        assert_eq!(geometry.unsigned_area(), 80.0);
    }

    #[test]
    fn counts_that_lie_are_refused_before_the_crate_sees_them() {
        for (at, value) in [
            (36, -1),
            (36, i32::MAX),
            (40, -1),
            (40, 11),
            (40, i32::MAX),
            (44, 1),
            (48, -1),
            (48, 11),
        ] {
            let mut bytes = polygon();
            bytes[at..at + 4].copy_from_slice(&i32::to_le_bytes(value));
            assert!(check(&bytes, 5).is_err(), "{value} at {at}");
        }
        let bytes = polygon();
        for length in 0..bytes.len() {
            assert_eq!(
                decoded(&bytes[..length]).unwrap_err().code,
                "corrupt_record",
                "{length}"
            );
        }
        assert_eq!(
            geometry(&bytes, 3, 1, &mut Findings::default()).unwrap_err().code,
            "corrupt_record"
        );
    }

    #[test]
    fn no_number_and_no_data_are_no_vertices() {
        for value in [f64::NAN, f64::INFINITY, -1e39] {
            let mut bytes = polygon();
            bytes[60..68].copy_from_slice(&value.to_le_bytes());
            assert_eq!(decoded(&bytes).unwrap_err().code, "invalid_coordinate");
        }
        let mut point = 1_i32.to_le_bytes().to_vec();
        point.extend(f64::to_le_bytes(-1e39));
        point.extend(f64::to_le_bytes(-1e39));
        assert_eq!(geometry(&point, 1, 1, &mut Findings::default()).unwrap(), None);
    }

    #[test]
    fn every_cut_of_a_shapefile_is_refused() {
        let mut shp = vec![0_u8; 100];
        shp[..4].copy_from_slice(&9994_i32.to_be_bytes());
        shp[32] = 1;
        for number in 1..=2_u32 {
            shp.extend_from_slice(&number.to_be_bytes());
            shp.extend_from_slice(&10_u32.to_be_bytes());
            shp.extend_from_slice(&1_i32.to_le_bytes());
            shp.extend_from_slice(&4.5_f64.to_le_bytes());
            shp.extend_from_slice(&51.5_f64.to_le_bytes());
        }
        assert_eq!(shapes(&shp, &mut Findings::default()).unwrap().len(), 2);
        for length in (0..shp.len()).filter(|length| (length - length.min(&100)) % 28 != 0) {
            assert!(
                shapes(&shp[..length], &mut Findings::default()).is_err(),
                "{length}"
            );
        }
    }
}
