//! The rings of a shapefile's polygon, put together: the format gives them in any order, so that which hole lies in which
//! outline has to be found. (The `shapefile` crate gives a hole to the outline before it, and refuses one that comes first.)

use geo::{BoundingRect, Contains, Intersects, LineString, MultiPolygon, Polygon, Rect, Winding};

use super::findings::{Findings, Refusal};

/// Puts rings together: clockwise ones are outlines, the others holes in the outline round them.
pub(super) fn polygons(
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

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, line_string};

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
    fn the_order_of_the_rings_changes_no_area() {
        let mut rings = vec![
            square(5.0, 2.0, false),
            square(0.0, 10.0, true),
            square(25.0, 3.0, false),
            square(20.0, 10.0, true),
        ];
        for _ in 0..rings.len() {
            rings.rotate_left(1);
            let polygons = polygons(rings.clone(), 1, &mut Findings::default()).unwrap();
            let mut areas: Vec<f64> = polygons.iter().map(Area::unsigned_area).collect();
            areas.sort_by(f64::total_cmp);
            assert_eq!(areas, [91.0, 96.0]);
        }
    }
}
