//! Coordinate reference systems and the way between them, through PROJ.
//!
//! Inside the house x is easting or longitude and y northing or latitude, whatever the CRS says; only what leaves it (or
//! comes from a file that promises it) stands in the CRS's own axis order.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use geo::{Coord, Geometry, MapCoords};
use proj::Proj;

/// Longer or deeper definitions than any real one; PROJ's own parser recurses.
const MAX_DEFINITION_BYTES: usize = 64 * 1024;
const MAX_DEFINITION_DEPTH: usize = 32;

/// Why a CRS or a coordinate cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProjectionError {
    #[error("the coordinate reference system '{0}' is not known")]
    UnknownCrs(String),
    #[error("'{0}' is not a projected coordinate reference system in metres")]
    NotMetric(String),
    #[error("({x}, {y}) has no place in {crs}")]
    OutOfRange { x: String, y: String, crs: String },
}

/// A coordinate reference system that PROJ knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Crs {
    /// What PROJ is given: `EPSG:28992`, `OGC:CRS84`, or a WKT text.
    definition: Arc<str>,
    /// Whether coordinates are written northing or latitude first.
    north_first: bool,
    projected_metres: bool,
    geographic: bool,
    name: Arc<str>,
}

impl Crs {
    /// Longitude and latitude in degrees: the CRS of GeoJSON.
    pub fn crs84() -> Self {
        Self {
            definition: "OGC:CRS84".into(),
            north_first: false,
            projected_metres: false,
            geographic: true,
            name: "WGS 84 longitude-latitude".into(),
        }
    }

    /// Reads a name as files, parameters and settings write it: `EPSG:28992`, `urn:ogc:def:crs:EPSG::28992`,
    /// `http://www.opengis.net/def/crs/EPSG/0/28992`, `CRS84` and the like. Nothing is fetched.
    pub fn parse(text: &str) -> Result<Self, ProjectionError> {
        let unknown = || ProjectionError::UnknownCrs(text.chars().take(80).collect());
        let trimmed = text.trim();
        if trimmed.len() > 200 {
            return Err(unknown());
        }
        let upper = trimmed.to_ascii_uppercase();
        let tail = upper
            .strip_prefix("URN:OGC:DEF:CRS:")
            .or_else(|| upper.strip_prefix("URN:X-OGC:DEF:CRS:"))
            .or_else(|| upper.strip_prefix("HTTP://WWW.OPENGIS.NET/DEF/CRS/"))
            .or_else(|| upper.strip_prefix("HTTPS://WWW.OPENGIS.NET/DEF/CRS/"))
            .unwrap_or(&upper);
        let parts: Vec<&str> = tail.split([':', '/']).collect();
        let (authority, code) = match parts.as_slice() {
            ["CRS84"] => ("OGC", "CRS84"),
            [authority, code] | [authority, _, code] => (*authority, *code),
            _ => return Err(unknown()),
        };
        match (authority, code) {
            ("OGC" | "CRS", "CRS84" | "84") => Ok(Self::crs84()),
            ("EPSG", code) if !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) => {
                Self::describe(&format!("EPSG:{code}")).map_err(|_| unknown())
            }
            _ => Err(unknown()),
        }
    }

    /// Reads a WKT definition as it stands in a `.prj` file or a GeoPackage.
    pub fn from_wkt(wkt: &str) -> Result<Self, ProjectionError> {
        let wkt = wkt.trim();
        let (mut depth, mut deepest) = (0_usize, 0_usize);
        for byte in wkt.bytes() {
            match byte {
                b'[' | b'(' => depth += 1,
                b']' | b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        let plausible = wkt.len() <= MAX_DEFINITION_BYTES
            && (1..=MAX_DEFINITION_DEPTH).contains(&deepest)
            && depth == 0
            && wkt.starts_with(|c: char| c.is_ascii_alphabetic());
        if !plausible {
            return Err(ProjectionError::UnknownCrs(wkt.chars().take(80).collect()));
        }
        Self::describe(wkt)
    }

    fn describe(definition: &str) -> Result<Self, ProjectionError> {
        let unknown = || ProjectionError::UnknownCrs(definition.chars().take(80).collect());
        let json = Proj::new(definition)
            .ok()
            .and_then(|proj| proj.to_projjson(Some(false), None, None).ok())
            .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
            .ok_or_else(unknown)?;
        // A bound or compound CRS wraps the one whose axes count.
        let mut crs = &json;
        while let Some(inner) = crs.get("source_crs").or_else(|| crs.pointer("/components/0")) {
            crs = inner;
        }
        let kind = crs.get("type").and_then(|kind| kind.as_str()).unwrap_or_default();
        if !kind.ends_with("CRS") {
            return Err(unknown());
        }
        let axis = crs.pointer("/coordinate_system/axis/0");
        let direction = axis
            .and_then(|axis| axis.get("direction")?.as_str())
            .unwrap_or_default();
        let unit = axis
            .and_then(|axis| axis.get("unit")?.as_str())
            .unwrap_or_default();
        let method = crs
            .pointer("/conversion/method/name")
            .and_then(|name| name.as_str())
            .unwrap_or_default();
        // On a world map in Mercator's projection a metre is a metre at the equator only.
        let true_to_scale = !method.contains("Mercator") || method.contains("Transverse");
        let name = crs
            .get("name")
            .and_then(|name| name.as_str())
            .unwrap_or(definition);
        Ok(Self {
            definition: definition.into(),
            north_first: direction == "north",
            projected_metres: kind == "ProjectedCRS" && unit == "metre" && true_to_scale,
            geographic: kind == "GeographicCRS" || kind == "GeodeticCRS",
            name: name.into(),
        })
    }

    /// The same, if it is projected and in metres, as analysis and store need it.
    pub fn metric(self) -> Result<Self, ProjectionError> {
        if self.projected_metres {
            Ok(self)
        } else {
            Err(ProjectionError::NotMetric(self.definition.to_string()))
        }
    }

    /// Whether its coordinates are degrees on the globe.
    pub fn is_geographic(&self) -> bool {
        self.geographic
    }

    /// Whether its own axis order puts northing or latitude first.
    pub fn north_first(&self) -> bool {
        self.north_first
    }

    /// Number in the EPSG register, where it was named by one.
    pub fn epsg(&self) -> Option<u32> {
        self.definition.strip_prefix("EPSG:")?.parse().ok()
    }

    /// The name in the OGC's register, where it has one.
    pub fn uri(&self) -> Option<String> {
        match self.epsg() {
            Some(code) => Some(format!("http://www.opengis.net/def/crs/EPSG/0/{code}")),
            None => {
                (*self == Self::crs84()).then(|| "http://www.opengis.net/def/crs/OGC/1.3/CRS84".to_owned())
            }
        }
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The WKT 1 text that GeoPackage and shapefile readers expect.
    pub fn wkt(&self) -> Result<String, ProjectionError> {
        let unknown = || ProjectionError::UnknownCrs(self.to_string());
        Proj::new(&self.definition)
            .map_err(|_| unknown())?
            .as_wkt(Some(proj::wkt::WktVersion::Wkt1_Gdal), None)
            .map_err(|_| unknown())
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.definition.contains('[') {
            f.write_str(&self.name)
        } else {
            f.write_str(&self.definition)
        }
    }
}

/// From and to, as PROJ is given them.
type Pair = (Arc<str>, Arc<str>);

thread_local! {
    /// A `Proj` belongs to one thread and takes milliseconds to make.
    static TRANSFORMATIONS: RefCell<HashMap<Pair, Rc<Proj>>> = RefCell::default();
}

/// The way from one CRS to another, on the thread that made it.
pub struct Projector {
    from: Crs,
    to: Crs,
    /// None: the two are the same.
    proj: Option<Rc<Proj>>,
}

impl Projector {
    /// Prepares the way; made once per thread and pair.
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, ProjectionError> {
        let (from, to) = (from.clone(), to.clone());
        if from.definition == to.definition {
            return Ok(Self { from, to, proj: None });
        }
        let key = (Arc::clone(&from.definition), Arc::clone(&to.definition));
        let proj = TRANSFORMATIONS.with_borrow_mut(|known| {
            if let Some(proj) = known.get(&key) {
                return Ok(Rc::clone(proj));
            }
            let proj = Proj::new_known_crs(&from.definition, &to.definition, None)
                .map_err(|_| ProjectionError::UnknownCrs(format!("{from} to {to}")))?;
            let proj = Rc::new(proj);
            known.insert(key, Rc::clone(&proj));
            Ok(proj)
        })?;
        Ok(Self {
            from,
            to,
            proj: Some(proj),
        })
    }

    /// One coordinate, x first on both sides.
    pub fn coord(&self, coord: Coord<f64>) -> Result<Coord<f64>, ProjectionError> {
        let wrong = |crs: &Crs| ProjectionError::OutOfRange {
            x: coord.x.to_string(),
            y: coord.y.to_string(),
            crs: crs.to_string(),
        };
        let in_range = coord.x.is_finite()
            && coord.y.is_finite()
            && (!self.from.geographic || (coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0));
        if !in_range {
            return Err(wrong(&self.from));
        }
        let Some(proj) = &self.proj else { return Ok(coord) };
        match proj.convert((coord.x, coord.y)) {
            Ok((x, y)) if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
            _ => Err(wrong(&self.to)),
        }
    }

    /// A whole geometry, coordinate by coordinate.
    pub fn geometry(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, ProjectionError> {
        geometry.try_map_coords(|coord| self.coord(coord))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Haversine, Point};

    #[test]
    fn the_origin_of_rd_lies_where_rdnaptrans_says() {
        let rd = Crs::parse("EPSG:28992").unwrap();
        let to_globe = Projector::new(&rd, &Crs::crs84()).unwrap();
        let place = to_globe
            .coord(Coord {
                x: 155_000.0,
                y: 463_000.0,
            })
            .unwrap();
        // RDNAPTRANS2018 control point.
        let control = Point::new(5.387_203_65, 52.155_172_89);
        let off = Haversine.distance(Point::from(place), control);
        assert!(off < 0.25, "{off} m off");
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        let rd = Crs::parse("urn:ogc:def:crs:EPSG::28992").unwrap();
        let (there, back) = (
            Projector::new(&rd, &Crs::crs84()).unwrap(),
            Projector::new(&Crs::crs84(), &rd).unwrap(),
        );
        let start = Coord {
            x: 105_000.0,
            y: 425_000.0,
        };
        let end = back.coord(there.coord(start).unwrap()).unwrap();
        // The datum shift between Bessel and WGS 84 is a linearised one: its inverse is right to half a millimetre.
        assert!((end.x - start.x).hypot(end.y - start.y) < 1e-3, "{end:?}");
    }

    #[test]
    fn names_of_every_form_mean_the_same() {
        for name in [
            "EPSG:28992",
            "epsg:28992",
            "urn:ogc:def:crs:EPSG::28992",
            "urn:ogc:def:crs:EPSG:6.9:28992",
            "http://www.opengis.net/def/crs/EPSG/0/28992",
        ] {
            assert_eq!(Crs::parse(name).unwrap().epsg(), Some(28992), "{name}");
        }
        for name in ["CRS84", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
            assert_eq!(Crs::parse(name).unwrap(), Crs::crs84(), "{name}");
        }
        for name in [
            "",
            "RD",
            "EPSG:",
            "EPSG:99999999",
            "http://example.org/crs",
            "EPSG:28992;x",
        ] {
            assert!(Crs::parse(name).is_err(), "{name}");
        }
    }

    #[test]
    fn axis_order_and_units_are_known() {
        let wgs = Crs::parse("EPSG:4326").unwrap();
        assert!(wgs.north_first() && wgs.is_geographic());
        assert!(!Crs::parse("EPSG:28992").unwrap().north_first());
        assert!(wgs.metric().is_err());
        assert!(Crs::parse("EPSG:28992").unwrap().metric().is_ok());
        assert!(Crs::parse("EPSG:32631").unwrap().metric().is_ok());
        assert!(
            Crs::parse("EPSG:3857").unwrap().metric().is_err(),
            "its metres are 1.6 times too long here"
        );
    }

    #[test]
    fn an_esri_definition_is_understood_and_a_bomb_is_not() {
        let prj = r#"PROJCS["RD_New",GEOGCS["GCS_Amersfoort",DATUM["D_Amersfoort",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Double_Stereographic"],PARAMETER["False_Easting",155000.0],PARAMETER["False_Northing",463000.0],PARAMETER["Central_Meridian",5.38763888888889],PARAMETER["Scale_Factor",0.9999079],PARAMETER["Latitude_Of_Origin",52.1561605555556],UNIT["Meter",1.0]]"#;
        let esri = Crs::from_wkt(prj).unwrap().metric().unwrap();
        let rd = Crs::parse("EPSG:28992").unwrap();
        let same = Projector::new(&esri, &rd).unwrap();
        let place = same
            .coord(Coord {
                x: 105_000.0,
                y: 425_000.0,
            })
            .unwrap();
        assert!(
            (place.x - 105_000.0).hypot(place.y - 425_000.0) < 0.01,
            "{place:?}"
        );
        for bomb in [
            "",
            "garbage",
            &"A[".repeat(20_000),
            &format!("PROJCS[\"{}\"]", "x".repeat(1 << 20)),
        ] {
            assert!(Crs::from_wkt(bomb).is_err());
        }
    }

    #[test]
    fn what_is_no_coordinate_is_refused() {
        let rd = Crs::parse("EPSG:28992").unwrap();
        let projector = Projector::new(&Crs::crs84(), &rd).unwrap();
        for (x, y) in [(f64::NAN, 1.0), (f64::INFINITY, 1.0), (540.0, 1.0), (4.0, 91.0)] {
            assert!(projector.coord(Coord { x, y }).is_err());
        }
    }
}
