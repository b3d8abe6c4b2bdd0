//! Shapefiles: the shapes of the `.shp`, in the order in which they stand, with the records of the `.dbf`.
//!
//! Our own reader, because counts and lengths that lie have to be refused before anything is reserved for them. The `.shx`
//! is only compared, never followed. Source: ESRI Shapefile Technical Description, 1998.

use geo::{
    BoundingRect, Contains, Coord, Geometry, Intersects, LineString, MultiLineString, MultiPoint,
    MultiPolygon, Point, Polygon, Rect, Winding,
};

use super::dbf;
use super::findings::{Findings, Refusal};
use super::table::{RawRow, RawTable, TableCrs};
use crate::spatial::projection::Crs;

/// What is smaller is "no data", says the format.
const NO_DATA: f64 = -1e38;

/// The files that make up one shapefile.
#[derive(Default)]
pub(super) struct Parts {
    pub shp: Vec<u8>,
    pub shx: Option<Vec<u8>>,
    pub dbf: Option<Vec<u8>>,
    pub prj: Option<Vec<u8>>,
    pub cpg: Option<Vec<u8>>,
}

/// Reads a shapefile.
pub(super) fn read(file: &str, parts: &Parts, findings: &mut Findings) -> Result<RawTable, Refusal> {
    let Some(dbf) = &parts.dbf else {
        return Err(Refusal::file(
            "missing_component",
            "the .dbf with the attributes is not beside the .shp",
        ));
    };
    let cpg = parts.cpg.as_deref().map(String::from_utf8_lossy);
    let dbf = dbf::read(dbf, cpg.as_deref(), findings)?;
    let shapes = shapes(&parts.shp, findings)?;
    if shapes.len() != dbf.records.len() {
        return Err(Refusal::file(
            "count_mismatch",
            format!(
                "the .shp holds {} shapes, the .dbf {} records",
                shapes.len(),
                dbf.records.len()
            ),
        ));
    }
    compare_index(parts.shx.as_deref(), &shapes, findings);
    let mut table = RawTable::new(file, dbf.columns)?;
    table.names_cut = true;
    table.has_geometry = true;
    table.crs = crs(parts.prj.as_deref())?;
    for (index, (shape, record)) in shapes.into_iter().zip(dbf.records).enumerate() {
        if let Some(cells) = record {
            table.rows.push(RawRow {
                number: index as u64 + 1,
                id: None,
                geometry: shape.geometry,
                cells,
            });
        }
    }
    Ok(table)
}

fn crs(prj: Option<&[u8]>) -> Result<TableCrs, Refusal> {
    let text = prj.map(String::from_utf8_lossy).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(TableCrs::Missing);
    }
    Crs::from_wkt(text)
        .map(TableCrs::Stated)
        .map_err(|error| Refusal::file("unsupported_crs", format!("the .prj: {error}")))
}

struct Shape {
    /// Where its record begins, in bytes.
    offset: usize,
    geometry: Option<Geometry<f64>>,
}

/// Takes little-endian numbers off a record.
struct Content<'a> {
    bytes: &'a [u8],
    number: u64,
}

impl Content<'_> {
    fn corrupt(&self, message: &str) -> Refusal {
        Refusal::row("corrupt_record", self.number, message)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let (head, rest) = self
            .bytes
            .split_first_chunk::<N>()
            .ok_or_else(|| self.corrupt("the shape is longer than its record"))?;
        self.bytes = rest;
        Ok(*head)
    }

    fn count(&mut self, size: usize) -> Result<usize, Refusal> {
        usize::try_from(i32::from_le_bytes(self.take()?))
            .ok()
            .filter(|count| *count <= self.bytes.len() / size)
            .ok_or_else(|| self.corrupt("a count does not fit the record"))
    }

    /// A position; none where the file says that there is no data.
    fn position(&mut self) -> Result<Option<Coord<f64>>, Refusal> {
        let (x, y) = (f64::from_le_bytes(self.take()?), f64::from_le_bytes(self.take()?));
        if !x.is_finite() || !y.is_finite() {
            return Err(Refusal {
                field: Some("geometry".to_owned()),
                ..Refusal::row(
                    "invalid_coordinate",
                    self.number,
                    format!("({x}, {y}) is no place"),
                )
            });
        }
        Ok((x > NO_DATA && y > NO_DATA).then_some(Coord { x, y }))
    }

    fn positions(&mut self, count: usize) -> Result<Vec<Coord<f64>>, Refusal> {
        (0..count)
            .map(|_| {
                self.position()?.ok_or_else(|| Refusal {
                    field: Some("geometry".to_owned()),
                    ..Refusal::row("invalid_coordinate", self.number, "a vertex is 'no data'")
                })
            })
            .collect()
    }

    /// The parts of a line or polygon.
    fn parts(&mut self) -> Result<Vec<LineString<f64>>, Refusal> {
        self.take::<32>()?;
        let part_count = usize::try_from(i32::from_le_bytes(self.take()?))
            .map_err(|_| self.corrupt("a negative number of parts"))?;
        let point_count = usize::try_from(i32::from_le_bytes(self.take()?))
            .map_err(|_| self.corrupt("a negative number of points"))?;
        if part_count
            .saturating_mul(4)
            .saturating_add(point_count.saturating_mul(16))
            > self.bytes.len()
        {
            return Err(self.corrupt("parts and points do not fit the record"));
        }
        if part_count == 0 {
            return Ok(Vec::new());
        }
        let mut starts = Vec::with_capacity(part_count + 1);
        for _ in 0..part_count {
            let start = usize::try_from(i32::from_le_bytes(self.take()?)).ok();
            starts.push(start.ok_or_else(|| self.corrupt("a part starts before the first point"))?);
        }
        starts.push(point_count);
        let points = self.positions(point_count)?;
        if starts.first().is_some_and(|start| *start != 0) {
            return Err(self.corrupt("the first part does not start at the first point"));
        }
        starts
            .windows(2)
            .map(|pair| {
                let part = points.get(pair[0]..pair[1]);
                part.map(|part| LineString(part.to_vec()))
                    .ok_or_else(|| self.corrupt("the parts are not in order"))
            })
            .collect()
    }
}

fn shapes(shp: &[u8], findings: &mut Findings) -> Result<Vec<Shape>, Refusal> {
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
        let geometry = geometry(&mut Content { bytes, number }, kind, findings)?;
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

fn geometry(
    content: &mut Content<'_>,
    kind: i32,
    findings: &mut Findings,
) -> Result<Option<Geometry<f64>>, Refusal> {
    let own = i32::from_le_bytes(content.take()?);
    if own != 0 && own != kind {
        return Err(content.corrupt(&format!("shape type {own} in a file of type {kind}")));
    }
    let number = content.number;
    let geometry = match own % 10 {
        0 => return Ok(None),
        1 => match content.position()? {
            Some(position) => Geometry::Point(Point(position)),
            None => return Ok(None),
        },
        8 => {
            content.take::<32>()?;
            let count = content.count(16)?;
            Geometry::MultiPoint(MultiPoint(
                content.positions(count)?.into_iter().map(Point).collect(),
            ))
        }
        3 => {
            let mut lines = content.parts()?;
            lines.retain(|line| line.0.len() > 1);
            Geometry::MultiLineString(MultiLineString(lines))
        }
        _ => Geometry::MultiPolygon(polygons(content.parts()?, number, findings)?),
    };
    Ok(Some(geometry).filter(|geometry| geometry.bounding_rect().is_some()))
}

/// Puts rings together: clockwise ones are outlines, the others holes in the outline round them.
fn polygons(
    rings: Vec<LineString<f64>>,
    number: u64,
    findings: &mut Findings,
) -> Result<MultiPolygon<f64>, Refusal> {
    let (mut outlines, mut holes) = (Vec::new(), Vec::new());
    for mut ring in rings.into_iter().filter(|ring| !ring.0.is_empty()) {
        if !ring.is_closed() {
            findings.warn(
                "unclosed_ring",
                number,
                Some("geometry"),
                "a ring did not end where it began; closed",
            );
            ring.close();
        }
        if ring.0.len() < 4 {
            return Err(Refusal::row(
                "invalid_geometry",
                number,
                "a ring has fewer than four points",
            ));
        }
        if ring.is_ccw() {
            holes.push(ring);
        } else {
            outlines.push(ring);
        }
    }
    if outlines.is_empty() && !holes.is_empty() {
        findings.warn(
            "ring_direction",
            number,
            Some("geometry"),
            "every ring runs the wrong way round; read as outlines",
        );
        std::mem::swap(&mut outlines, &mut holes);
    }
    let mut polygons: Vec<(Option<Rect<f64>>, Polygon<f64>)> = outlines
        .into_iter()
        .map(|ring| (ring.bounding_rect(), Polygon::new(ring, Vec::new())))
        .collect();
    for hole in holes {
        let home = if polygons.len() == 1 {
            Some(0)
        } else {
            home_of(&hole, &polygons)
        };
        match home.and_then(|home| polygons.get_mut(home)) {
            Some((_, polygon)) => polygon.interiors_push(hole),
            None => polygons.push((None, Polygon::new(hole, Vec::new()))),
        }
    }
    Ok(MultiPolygon(
        polygons.into_iter().map(|(_, polygon)| polygon).collect(),
    ))
}

/// The smallest outline that holds the hole.
fn home_of(hole: &LineString<f64>, outlines: &[(Option<Rect<f64>>, Polygon<f64>)]) -> Option<usize> {
    let bounds = hole.bounding_rect()?;
    let outline = |polygon: &Polygon<f64>| Polygon::new(polygon.exterior().clone(), Vec::new());
    outlines
        .iter()
        .enumerate()
        .filter_map(|(index, (rect, polygon))| Some((index, (*rect)?, polygon)))
        .filter(|(_, rect, _)| rect.contains(&bounds) || *rect == bounds || rect.intersects(&bounds))
        .filter(|(_, _, polygon)| {
            let outline = outline(polygon);
            // A hole may touch its outline in points, so most of its vertices decide.
            let inside = hole.0.iter().filter(|coord| outline.intersects(*coord)).count();
            inside * 2 > hole.0.len()
        })
        .min_by(|(_, a, _), (_, b, _)| (a.width() * a.height()).total_cmp(&(b.width() * b.height())))
        .map(|(index, _, _)| index)
}

/// The index repeats what the `.shp` says; where it says something else, somebody should look.
fn compare_index(shx: Option<&[u8]>, shapes: &[Shape], findings: &mut Findings) {
    let message = match shx {
        None => "the .shx is not beside the .shp; the shapes were read in their order",
        Some(shx) => {
            let entries = shx.get(100..).unwrap_or_default();
            let offsets = entries.chunks_exact(8).map(|entry| {
                let words = entry
                    .first_chunk::<4>()
                    .map_or(0, |bytes| u32::from_be_bytes(*bytes));
                words as usize * 2
            });
            if offsets.eq(shapes.iter().map(|shape| shape.offset)) {
                return;
            }
            "the .shx does not fit the .shp; the shapes were read in their order"
        }
    };
    findings.warn("index_ignored", None, None, message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Area;
    use geo::line_string;

    fn square(at: f64, side: f64, clockwise: bool) -> LineString<f64> {
        let mut ring = line_string![
            (x: at, y: at), (x: at, y: at + side), (x: at + side, y: at + side), (x: at + side, y: at), (x: at, y: at)
        ];
        if !clockwise {
            ring.0.reverse();
        }
        ring
    }

    #[test]
    fn holes_go_to_the_smallest_outline_round_them() {
        let rings = vec![
            square(0.0, 100.0, true),
            square(10.0, 50.0, false),
            square(20.0, 20.0, true),
            square(25.0, 5.0, false),
        ];
        let polygons = polygons(rings, 1, &mut Findings::default()).unwrap();
        assert_eq!(polygons.0.len(), 2);
        assert!((polygons.unsigned_area() - (10_000.0 - 2_500.0 + 400.0 - 25.0)).abs() < 1e-9);
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
