//! Unite, cut and mend polygons. Coordinates are metres in a projected CRS.
//!
//! Whatever comes in, no function panics, and what comes out is valid with exteriors counter-clockwise and holes
//! clockwise. Rings with a coordinate that is no number, or farther than any projection reaches, are left out.

mod assemble;
mod boolean;
mod cells;
mod discs;
mod dissolve;
mod repair;

use geo::{Coord, InteriorPoint, LineString, MultiPolygon, Polygon};

pub use boolean::{difference, intersection};
pub use cells::cells_outline;
pub use discs::union_of_discs;
pub use dissolve::{dissolve, dissolve_checked};
pub use repair::{is_valid, repair};

/// A point well inside the polygon, none for one without an inside.
pub fn interior_point(polygon: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let usable = polygon
        .iter()
        .filter(|part| rings(part).all(boolean::usable))
        .cloned()
        .collect();
    boolean::unless_it_panics(|| MultiPolygon::new(usable).interior_point())
        .flatten()
        .map(Coord::from)
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

#[cfg(test)]
mod tests {
    use geo::{Contains, polygon};

    use super::*;

    #[test]
    fn an_interior_point_lies_inside_and_not_on_the_border() {
        let bent = MultiPolygon::new(vec![polygon![
            (x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 10.0), (x: 0.0, y: 10.0),
        ]]);
        let point = interior_point(&bent).unwrap();
        assert!(bent.contains(&point));
    }

    #[test]
    fn what_has_no_inside_has_no_interior_point() {
        assert_eq!(interior_point(&MultiPolygon::new(vec![])), None);
        assert_eq!(
            interior_point(&MultiPolygon::new(vec![Polygon::new(
                LineString::new(vec![]),
                vec![]
            )])),
            None
        );
        let odd = polygon![(x: 0.0, y: f64::NAN), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)];
        assert_eq!(interior_point(&MultiPolygon::new(vec![odd])), None);
    }
}
