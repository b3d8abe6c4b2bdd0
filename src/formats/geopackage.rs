//! The geometry blob of GeoPackage: a header with the CRS and envelope, then well-known binary.
//!
//! Source: OGC 12-128r19, clause 2.1.3. Blobs come out of files that strangers made, so every count is checked against
//! the bytes that are left and nesting is bounded. Z and M ordinates are read and dropped. Our own code and not a crate's,
//! because what is refused here has to be refused before anything is reserved for it.

pub mod tables;

use geo::{
    BoundingRect, Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};

/// Collections deeper than this are refused.
const MAX_DEPTH: usize = 8;

/// Why a blob is no geometry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    #[error("the geometry is cut short")]
    Truncated,
    #[error("the geometry does not start with 'GP'")]
    NoMagic,
    #[error("geometry type {0} is not supported")]
    Type(u32),
    #[error("a coordinate is not a number")]
    NotANumber,
    #[error("the geometry holds a part of another type than its own")]
    MixedTypes,
    #[error("the geometry is nested too deep")]
    TooDeep,
    #[error("{0} bytes follow the geometry")]
    Trailing(usize),
    #[error("the geometry's byte order is neither 0 nor 1")]
    ByteOrder,
}

/// Encodes a geometry as little-endian blob with envelope.
pub fn encode(geometry: &Geometry<f64>, srs_id: i32) -> Vec<u8> {
    let mut blob = Vec::with_capacity(64);
    blob.extend_from_slice(b"GP\0");
    let envelope = geometry.bounding_rect();
    // Flags: little endian, and an xy envelope or the mark of an empty geometry.
    blob.push(if envelope.is_some() {
        0b0000_0011
    } else {
        0b0001_0001
    });
    blob.extend_from_slice(&srs_id.to_le_bytes());
    if let Some(rect) = envelope {
        for ordinate in [rect.min().x, rect.max().x, rect.min().y, rect.max().y] {
            blob.extend_from_slice(&ordinate.to_le_bytes());
        }
    }
    write_wkb(&mut blob, geometry);
    blob
}

/// Decodes a blob to its geometry (none: empty) and the id of its CRS in the file.
pub fn decode(blob: &[u8]) -> Result<(Option<Geometry<f64>>, i32), BlobError> {
    if blob.len() < 8 {
        return Err(BlobError::Truncated);
    }
    if !blob.starts_with(b"GP") {
        return Err(BlobError::NoMagic);
    }
    let flags = blob[3];
    let srs: [u8; 4] = blob[4..8].try_into().map_err(|_| BlobError::Truncated)?;
    let srs_id = if flags & 1 == 1 {
        i32::from_le_bytes(srs)
    } else {
        i32::from_be_bytes(srs)
    };
    if flags & 0b0010_0000 != 0 {
        return Err(BlobError::Type(u32::MAX)); // an extended blob holds what no standard reader knows
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(BlobError::Truncated),
    };
    let wkb = blob.get(8 + envelope..).ok_or(BlobError::Truncated)?;
    Ok((decode_wkb(wkb)?, srs_id))
}

/// Decodes well-known binary; none for an empty geometry.
pub fn decode_wkb(wkb: &[u8]) -> Result<Option<Geometry<f64>>, BlobError> {
    let mut reader = Reader {
        bytes: wkb,
        little_endian: true,
    };
    let geometry = reader.geometry(0)?;
    if reader.bytes.is_empty() {
        Ok(geometry)
    } else {
        Err(BlobError::Trailing(reader.bytes.len()))
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    little_endian: bool,
}

/// What a WKB type number says: base type and ordinates per coordinate.
struct Header {
    base: u32,
    dimensions: usize,
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BlobError> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or(BlobError::Truncated)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, BlobError> {
        let bytes = self.take()?;
        Ok(if self.little_endian {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn f64(&mut self) -> Result<f64, BlobError> {
        let bytes = self.take()?;
        Ok(if self.little_endian {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    /// A count of items of at least `size` bytes each; never more than the bytes that are left can hold.
    fn count(&mut self, size: usize) -> Result<usize, BlobError> {
        let count = self.u32()? as usize;
        if count > self.bytes.len() / size {
            Err(BlobError::Truncated)
        } else {
            Ok(count)
        }
    }

    fn header(&mut self) -> Result<Header, BlobError> {
        self.little_endian = match self.take::<1>()?[0] {
            0 => false,
            1 => true,
            _ => return Err(BlobError::ByteOrder),
        };
        let number = self.u32()?;
        // ISO adds 1000 for Z, 2000 for M, 3000 for both; the older extended form sets high bits.
        let flags = number >> 29;
        if flags & 1 != 0 {
            self.u32()?; // an SRID, which the GeoPackage header repeats
        }
        let plain = number & 0x1fff_ffff;
        let extra = match (plain / 1000, flags >> 1) {
            (0, 0) => 0,
            (1 | 2, 0) | (0, 1 | 2) => 1,
            (3, 0) | (0, 3) => 2,
            _ => return Err(BlobError::Type(number)),
        };
        Ok(Header {
            base: plain % 1000,
            dimensions: 2 + extra,
        })
    }

    /// A coordinate; none where all its ordinates are NaN, which is how an empty point is written.
    fn coord(&mut self, dimensions: usize) -> Result<Option<Coord<f64>>, BlobError> {
        let (x, y) = (self.f64()?, self.f64()?);
        for _ in 2..dimensions {
            self.f64()?;
        }
        match (x.is_finite(), y.is_finite()) {
            (true, true) => Ok(Some(Coord { x, y })),
            _ if x.is_nan() && y.is_nan() => Ok(None),
            _ => Err(BlobError::NotANumber),
        }
    }

    fn line(&mut self, dimensions: usize) -> Result<LineString<f64>, BlobError> {
        let count = self.count(8 * dimensions)?;
        (0..count)
            .map(|_| self.coord(dimensions)?.ok_or(BlobError::NotANumber))
            .collect::<Result<Vec<_>, _>>()
            .map(LineString::new)
    }

    fn polygon(&mut self, dimensions: usize) -> Result<Polygon<f64>, BlobError> {
        let count = self.count(4)?;
        let mut rings = (0..count)
            .map(|_| self.line(dimensions))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    /// The parts of a multi-geometry or collection; each starts with its own header.
    fn parts(&mut self, depth: usize) -> Result<Vec<Geometry<f64>>, BlobError> {
        let count = self.count(5)?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            parts.extend(self.geometry(depth + 1)?);
        }
        Ok(parts)
    }

    fn geometry(&mut self, depth: usize) -> Result<Option<Geometry<f64>>, BlobError> {
        if depth > MAX_DEPTH {
            return Err(BlobError::TooDeep);
        }
        let Header { base, dimensions } = self.header()?;
        let geometry = match base {
            1 => return Ok(self.coord(dimensions)?.map(|coord| Geometry::Point(Point(coord)))),
            2 => Geometry::LineString(self.line(dimensions)?),
            3 => Geometry::Polygon(self.polygon(dimensions)?),
            4 => Geometry::MultiPoint(MultiPoint::new(self.parts_as(depth)?)),
            5 => Geometry::MultiLineString(MultiLineString::new(self.parts_as(depth)?)),
            6 => Geometry::MultiPolygon(MultiPolygon::new(self.parts_as(depth)?)),
            7 => Geometry::GeometryCollection(GeometryCollection::new_from(self.parts(depth)?)),
            other => return Err(BlobError::Type(other)),
        };
        Ok(geometry.bounding_rect().is_some().then_some(geometry))
    }

    fn parts_as<T: TryFrom<Geometry<f64>>>(&mut self, depth: usize) -> Result<Vec<T>, BlobError> {
        self.parts(depth)?
            .into_iter()
            .map(|part| T::try_from(part).map_err(|_| BlobError::MixedTypes))
            .collect()
    }
}

fn write_header(blob: &mut Vec<u8>, number: u32) {
    blob.push(1);
    blob.extend_from_slice(&number.to_le_bytes());
}

fn write_count(blob: &mut Vec<u8>, count: usize) {
    // A geometry of more than four thousand million parts does not fit in memory.
    blob.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn write_coord(blob: &mut Vec<u8>, coord: Coord<f64>) {
    blob.extend_from_slice(&coord.x.to_le_bytes());
    blob.extend_from_slice(&coord.y.to_le_bytes());
}

fn write_line(blob: &mut Vec<u8>, line: &LineString<f64>) {
    write_count(blob, line.0.len());
    for coord in &line.0 {
        write_coord(blob, *coord);
    }
}

fn write_polygon(blob: &mut Vec<u8>, polygon: &Polygon<f64>) {
    write_header(blob, 3);
    write_count(blob, 1 + polygon.interiors().len());
    write_line(blob, polygon.exterior());
    for ring in polygon.interiors() {
        write_line(blob, ring);
    }
}

fn write_wkb(blob: &mut Vec<u8>, geometry: &Geometry<f64>) {
    match geometry {
        Geometry::Point(point) => {
            write_header(blob, 1);
            write_coord(blob, point.0);
        }
        Geometry::Line(line) => {
            write_header(blob, 2);
            write_line(blob, &LineString::from(*line));
        }
        Geometry::LineString(line) => {
            write_header(blob, 2);
            write_line(blob, line);
        }
        Geometry::Polygon(polygon) => write_polygon(blob, polygon),
        Geometry::Rect(rect) => write_polygon(blob, &rect.to_polygon()),
        Geometry::Triangle(triangle) => write_polygon(blob, &triangle.to_polygon()),
        Geometry::MultiPoint(points) => {
            write_header(blob, 4);
            write_count(blob, points.0.len());
            for point in &points.0 {
                write_header(blob, 1);
                write_coord(blob, point.0);
            }
        }
        Geometry::MultiLineString(lines) => {
            write_header(blob, 5);
            write_count(blob, lines.0.len());
            for line in &lines.0 {
                write_header(blob, 2);
                write_line(blob, line);
            }
        }
        Geometry::MultiPolygon(polygons) => {
            write_header(blob, 6);
            write_count(blob, polygons.0.len());
            for polygon in &polygons.0 {
                write_polygon(blob, polygon);
            }
        }
        Geometry::GeometryCollection(parts) => {
            write_header(blob, 7);
            write_count(blob, parts.0.len());
            for part in &parts.0 {
                write_wkb(blob, part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    #[test]
    fn decode_reads_what_encode_wrote() {
        let square = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.0), (x: 0.0, y: 9.0)],
            interiors: [[(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0)]],
        );
        let geometries = [
            Geometry::Point(Point::new(1.5, -2.5)),
            Geometry::LineString(LineString::from(vec![(0.0, 0.0), (1.0, 1.0)])),
            Geometry::Polygon(square.clone()),
            Geometry::MultiPolygon(MultiPolygon::new(vec![square.clone(), square.clone()])),
            Geometry::MultiPoint(MultiPoint::new(vec![Point::new(0.0, 1.0)])),
            Geometry::GeometryCollection(GeometryCollection::new_from(vec![square.into()])),
        ];
        for geometry in geometries {
            let (read, srs_id) = decode(&encode(&geometry, 28992)).unwrap();
            assert_eq!((read, srs_id), (Some(geometry), 28992));
        }
    }

    #[test]
    fn every_cut_of_a_blob_is_refused() {
        let blob = encode(
            &Geometry::Polygon(polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)]),
            1,
        );
        for length in 0..blob.len() {
            assert!(decode(&blob[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn counts_that_promise_more_than_there_is_reserve_nothing() {
        let mut wkb = vec![1];
        wkb.extend_from_slice(&2_u32.to_le_bytes());
        wkb.extend_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(decode_wkb(&wkb), Err(BlobError::Truncated));
    }

    #[test]
    fn deep_collections_are_refused() {
        let mut wkb = Vec::new();
        for _ in 0..5_000 {
            write_header(&mut wkb, 7);
            write_count(&mut wkb, 1);
        }
        assert_eq!(decode_wkb(&wkb), Err(BlobError::TooDeep));
    }

    #[test]
    fn a_point_of_which_one_ordinate_is_no_number_is_refused_and_an_empty_one_is_none() {
        let point = |x: f64, y: f64| {
            let mut wkb = Vec::new();
            write_header(&mut wkb, 1);
            write_coord(&mut wkb, Coord { x, y });
            decode_wkb(&wkb)
        };
        assert_eq!(point(f64::NAN, 1.0), Err(BlobError::NotANumber));
        assert_eq!(point(f64::INFINITY, f64::INFINITY), Err(BlobError::NotANumber));
        assert_eq!(point(f64::NAN, f64::NAN), Ok(None));
    }

    #[test]
    fn big_endian_and_z_are_read() {
        let mut wkb = vec![0];
        wkb.extend_from_slice(&1001_u32.to_be_bytes());
        for ordinate in [1.0_f64, 2.0, 3.0] {
            wkb.extend_from_slice(&ordinate.to_be_bytes());
        }
        assert_eq!(decode_wkb(&wkb), Ok(Some(Geometry::Point(Point::new(1.0, 2.0)))));
    }
}
