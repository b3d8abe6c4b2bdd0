//! Shapes become what records hold: in the city's CRS, whole, and where a point is needed, a point.

use geo::{
    Area, BooleanOps, BoundingRect, Centroid, Contains, Coord, CoordsIter, Euclidean, Geometry,
    InteriorPoint, Length, MapCoords, MultiPolygon, Orient, Point, Polygon, Rect, orient::Direction,
    unary_union,
};
use wkt::ToWkt;

use super::Context;
use super::findings::{Findings, Refusal};
use super::table::{RawTable, TableCrs};
use crate::spatial::projection::{Crs, Projector};

/// In a projected CRS a whole file within these degrees is one in degrees.
const DEGREES: (f64, f64) = (180.0, 90.0);

/// Further from the city than its own size, and than this, is far.
const NEAR_M: f64 = 10_000.0;

/// Puts shapes of one file in the city's CRS.
pub(super) struct Placer {
    projector: Projector,
    /// The city and its surroundings.
    near: Option<Rect<f64>>,
}

impl Placer {
    /// Decides in which CRS a file is; none when nothing in it has a place, or when that was refused.
    pub fn new(
        table: &RawTable,
        given: Option<&Crs>,
        context: Context<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let bounds = table
            .rows
            .iter()
            .filter_map(|row| row.geometry.as_ref()?.bounding_rect())
            .reduce(united)?;
        let made = crs_of(table, given, bounds).and_then(|crs| {
            Projector::new(&crs, context.crs)
                .map_err(|error| Refusal::file("unsupported_crs", error.to_string()))
        });
        match made {
            Ok(projector) => Some(Self {
                projector,
                near: context.extent.map(surroundings),
            }),
            Err(refusal) => {
                findings.refuse(refusal);
                None
            }
        }
    }

    /// The shape in the city's CRS; none when it was refused.
    pub fn place(
        &self,
        geometry: &Geometry<f64>,
        row: u64,
        findings: &mut Findings,
    ) -> Option<Geometry<f64>> {
        if geometry
            .coords_iter()
            .any(|coord| !coord.x.is_finite() || !coord.y.is_finite())
        {
            findings.error(
                "invalid_coordinate",
                row,
                "geometry",
                "a coordinate is not a number",
            );
            return None;
        }
        let placed = match self.projector.geometry(geometry) {
            Ok(placed) => placed,
            Err(error) => {
                let metres = geometry
                    .coords_iter()
                    .any(|coord| coord.x.abs() > 1000.0 || coord.y.abs() > 1000.0);
                let hint = if metres {
                    "; these look like metres: name their CRS with --crs"
                } else {
                    ""
                };
                let message = format!("{error}{hint}");
                findings.error("coordinate_out_of_range", row, "geometry", message);
                return None;
            }
        };
        if let (Some(near), Some(bounds)) = (self.near, placed.bounding_rect())
            && !overlap(near, bounds)
        {
            let swapped = bounds_swapped(geometry)
                .and_then(|centre| self.projector.coord(centre).ok())
                .is_some_and(|centre| near.contains(&centre));
            let message = if swapped {
                "lies far outside the city, and inside it when x and y change places: are the axes swapped?"
            } else {
                "lies far outside the city"
            };
            findings.warn("outside_area", row, Some("geometry"), message);
        }
        Some(placed)
    }
}

fn united(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord {
            x: a.min().x.min(b.min().x),
            y: a.min().y.min(b.min().y),
        },
        Coord {
            x: a.max().x.max(b.max().x),
            y: a.max().y.max(b.max().y),
        },
    )
}

fn overlap(a: Rect<f64>, b: Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

fn bounds_swapped(geometry: &Geometry<f64>) -> Option<Coord<f64>> {
    let centre = geometry.bounding_rect()?.center();
    Some(Coord {
        x: centre.y,
        y: centre.x,
    })
}

fn surroundings(city: Rect<f64>) -> Rect<f64> {
    let margin = city.width().max(city.height()).max(NEAR_M);
    Rect::new(
        Coord {
            x: city.min().x - margin,
            y: city.min().y - margin,
        },
        Coord {
            x: city.max().x + margin,
            y: city.max().y + margin,
        },
    )
}

/// The CRS that the file names, that its format implies, or that was given; contradictions and what cannot be are refused.
fn crs_of(table: &RawTable, given: Option<&Crs>, bounds: Rect<f64>) -> Result<Crs, Refusal> {
    let crs = match (&table.crs, given) {
        (TableCrs::Stated(stated), Some(given)) => {
            if !same_place(stated, given, bounds) {
                return Err(Refusal::file(
                    "contradicting_crs",
                    format!("the file is in {stated}, not in the given {given}"),
                ));
            }
            stated.clone()
        }
        (TableCrs::Implied(_) | TableCrs::Missing, Some(given)) => given.clone(),
        (TableCrs::Stated(crs) | TableCrs::Implied(crs), None) => crs.clone(),
        (TableCrs::Missing, None) => {
            return Err(Refusal::file(
                "missing_crs",
                "the file does not say in which coordinate reference system it is: name it, e.g. --crs EPSG:28992",
            ));
        }
    };
    let furthest = |a: f64, b: f64| a.abs().max(b.abs());
    let (x, y) = (
        furthest(bounds.min().x, bounds.max().x),
        furthest(bounds.min().y, bounds.max().y),
    );
    if !crs.is_geographic() && x <= DEGREES.0 && y <= DEGREES.1 {
        return Err(Refusal::file(
            "implausible_crs",
            format!("the file is said to be in {crs}, but all its coordinates are within degrees"),
        ));
    }
    Ok(crs)
}

/// Whether two CRSs mean the same place by the same numbers, for numbers as in this file: names differ more than systems do.
fn same_place(a: &Crs, b: &Crs, bounds: Rect<f64>) -> bool {
    let tolerance = if a.is_geographic() { 1e-5 } else { 1.0 };
    let Ok(projector) = Projector::new(a, b) else {
        return false;
    };
    [bounds.min(), bounds.max()].into_iter().all(|corner| {
        projector
            .coord(corner)
            .is_ok_and(|there| (there.x - corner.x).hypot(there.y - corner.y) <= tolerance)
    })
}

/// A point for a shape, and the shape itself as WKT where it is no point. Polygons that are not sound are repaired first.
pub(super) fn located(
    geometry: Geometry<f64>,
    row: u64,
    findings: &mut Findings,
) -> Option<(Point<f64>, Option<String>)> {
    let shape = match geometry {
        Geometry::Point(point) => return Some((point, None)),
        Geometry::MultiPoint(points) if points.0.len() == 1 => {
            return points.0.first().map(|point| (*point, None));
        }
        Geometry::Polygon(polygon) => Geometry::MultiPolygon(sound(polygon.into(), row, findings)?),
        Geometry::MultiPolygon(polygons) => Geometry::MultiPolygon(sound(polygons, row, findings)?),
        other => other,
    };
    let Some(point) = shape
        .interior_point()
        .filter(|point| point.x().is_finite() && point.y().is_finite())
    else {
        findings.error(
            "invalid_geometry",
            row,
            "geometry",
            "the shape has no point inside",
        );
        return None;
    };
    // A millimetre is as much as any source measures.
    let rounded = shape.map_coords(|coord| Coord {
        x: (coord.x * 1000.0).round() / 1000.0,
        y: (coord.y * 1000.0).round() / 1000.0,
    });
    Some((point, Some(rounded.wkt_string())))
}

/// The middle of a point or cell.
pub(super) fn middle(geometry: &Geometry<f64>, row: u64, findings: &mut Findings) -> Option<Point<f64>> {
    let point = geometry
        .centroid()
        .filter(|point| point.x().is_finite() && point.y().is_finite());
    if point.is_none() {
        findings.error("invalid_geometry", row, "geometry", "the shape has no middle");
    }
    point
}

/// The polygons of an area; none when refused.
pub(super) fn polygons(
    geometry: Geometry<f64>,
    row: u64,
    findings: &mut Findings,
) -> Option<MultiPolygon<f64>> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => polygon.into(),
        Geometry::MultiPolygon(polygons) => polygons,
        Geometry::GeometryCollection(parts) => {
            let polygons: MultiPolygon<f64> = parts
                .0
                .into_iter()
                .flat_map(|part| match part {
                    Geometry::Polygon(polygon) => vec![polygon],
                    Geometry::MultiPolygon(polygons) => polygons.0,
                    _ => Vec::new(),
                })
                .collect();
            polygons
        }
        _ => {
            findings.error("invalid_geometry", row, "geometry", "an area needs a polygon");
            return None;
        }
    };
    sound(polygons, row, findings).map(|polygons| polygons.orient(Direction::Default))
}

/// The same surface as polygons that do not cross themselves or each other. What is sound already comes back vertex by vertex.
fn sound(polygons: MultiPolygon<f64>, row: u64, findings: &mut Findings) -> Option<MultiPolygon<f64>> {
    let nothing = MultiPolygon::new(Vec::new());
    // Per polygon what is inside an odd number of its rings; then all of them together.
    let parts: Vec<MultiPolygon<f64>> = polygons.iter().map(|polygon| polygon.union(&nothing)).collect();
    let repaired = match parts.as_slice() {
        [one] => one.clone(),
        many => unary_union(many),
    };
    if repaired.0.is_empty() || repaired.unsigned_area() <= 0.0 {
        findings.error("invalid_geometry", row, "geometry", "the polygon has no surface");
        return None;
    }
    let outline: f64 = polygons
        .iter()
        .flat_map(rings)
        .map(|ring| Euclidean.length(ring))
        .sum();
    let (told, real) = (told_area(&polygons), repaired.unsigned_area());
    // The union works on a grid much finer than this.
    let same_area = (told - real).abs() <= 1e-6 * real + 1e-5 * outline;
    let same_parts = polygons.iter().flat_map(rings).count() == repaired.iter().flat_map(rings).count()
        && polygons.0.len() == repaired.0.len();
    if same_area && same_parts {
        return Some(polygons);
    }
    let message = format!("the polygon crosses or touches itself; repaired, its area is {real:.1} m2");
    findings.warn("invalid_geometry", row, Some("geometry"), message);
    Some(repaired)
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &geo::LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// The area that the rings claim: outlines less holes, whichever way they run.
fn told_area(polygons: &MultiPolygon<f64>) -> f64 {
    let ring_area = |ring: &geo::LineString<f64>| Polygon::new(ring.clone(), Vec::new()).unsigned_area();
    polygons
        .iter()
        .map(|polygon| ring_area(polygon.exterior()) - polygon.interiors().iter().map(ring_area).sum::<f64>())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn repaired(polygon: Polygon<f64>) -> (Option<MultiPolygon<f64>>, usize) {
        let mut findings = Findings::default();
        let polygons = polygons(polygon.into(), 1, &mut findings);
        let said = findings
            .report(0)
            .map_or_else(|e| e.0.warnings.len(), |r| r.warnings.len());
        (polygons, said)
    }

    #[test]
    fn a_sound_polygon_is_left_as_it_is_but_for_its_direction() {
        let clockwise = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 0.0, y: 10.0), (x: 10.0, y: 10.0), (x: 10.0, y: 0.0)],
            interiors: [[(x: 2.0, y: 2.0), (x: 3.0, y: 2.0), (x: 3.0, y: 3.0), (x: 2.0, y: 3.0)]],
        );
        let (polygons, said) = repaired(clockwise.clone());
        let polygons = polygons.unwrap();
        assert_eq!(said, 0);
        assert!((polygons.unsigned_area() - 99.0).abs() < 1e-9);
        assert!(polygons.signed_area() > 0.0);
        let count = |p: &Polygon<f64>| p.coords_iter().count();
        assert_eq!(count(&polygons.0[0]), count(&clockwise));
    }

    #[test]
    fn a_bow_tie_gets_the_area_of_both_its_wings() {
        let bow_tie = polygon![(x: 0.0, y: 0.0), (x: 10.0, y: 10.0), (x: 10.0, y: 0.0), (x: 0.0, y: 10.0)];
        let (polygons, said) = repaired(bow_tie);
        assert_eq!(said, 1);
        assert!((polygons.unwrap().unsigned_area() - 50.0).abs() < 1e-3);
    }

    #[test]
    fn parts_that_overlap_are_counted_once() {
        let square = |at: f64| polygon![(x: at, y: 0.0), (x: at + 10.0, y: 0.0), (x: at + 10.0, y: 10.0), (x: at, y: 10.0)];
        let mut findings = Findings::default();
        let both = MultiPolygon::new(vec![square(0.0), square(5.0)]);
        let one = polygons(both.into(), 1, &mut findings).unwrap();
        assert!((one.unsigned_area() - 150.0).abs() < 1e-3);
    }

    #[test]
    fn a_polygon_without_surface_is_refused() {
        let square = vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0)];
        let nothing = Polygon::new(square.clone().into(), vec![square.into()]);
        assert_eq!(repaired(nothing), (None, 1));
    }

    #[test]
    fn a_facility_drawn_as_an_area_stands_inside_it() {
        let horseshoe = polygon![
            (x: 0.0, y: 0.0), (x: 30.0, y: 0.0), (x: 30.0, y: 30.0), (x: 20.0, y: 30.0), (x: 20.0, y: 10.0),
            (x: 10.0, y: 10.0), (x: 10.0, y: 30.0), (x: 0.0, y: 30.0),
        ];
        let (point, footprint) = located(horseshoe.clone().into(), 1, &mut Findings::default()).unwrap();
        assert!(horseshoe.contains(&point));
        assert!(footprint.unwrap().starts_with("MULTIPOLYGON(((0 0,"));
    }
}
