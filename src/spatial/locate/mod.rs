//! Which polygon holds a point.
//!
//! A lattice of cells lies over all polygons. A cell that no border touches is wholly inside or outside each polygon, so
//! one look answers for it; a cell that borders touch lists the polygons to be asked. Each polygon keeps its edges in
//! horizontal slabs, so that asking it costs the few edges at the point's height. Sides are decided by the exact
//! predicate, never by rounding: a point on a border is on it in both neighbours.

mod lattice;

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, Line, LinesIter, MultiPolygon};

use lattice::Lattice;

/// Lattice cells per edge: finer is faster to ask and slower to make.
const CELLS_PER_EDGE: usize = 4;
/// Edges per slab, were all edges short.
const EDGES_PER_SLAB: usize = 4;

/// A lattice cell's content: nothing, a polygon that covers it whole, or the head of a list of [`Candidate`]s.
type Cell = u32;
const NOTHING: Cell = u32::MAX;
const LISTED: Cell = 1 << 31;

/// A polygon whose border touches a cell, and what the cell holds behind it.
#[derive(Clone, Copy)]
struct Candidate {
    polygon: u32,
    behind: Cell,
}

/// A set of polygons made ready to be asked which of them holds a point.
///
/// A polygon is read by the even-odd rule over all its rings, which for a valid one is its interior. A polygon with a
/// coordinate that is not finite holds nothing.
pub struct Locator {
    prepared: Vec<Prepared>,
    /// The edges of all polygons, slab by slab; an edge stands in each slab it reaches.
    edges: Vec<Edge>,
    /// Where each slab's edges begin in `edges`; one more than there are slabs.
    slabs: Vec<u32>,
    lattice: Lattice,
    cells: Vec<Cell>,
    candidates: Vec<Candidate>,
}

/// One polygon's slabs.
#[derive(Clone, Copy)]
struct Prepared {
    bottom: f64,
    top: f64,
    left: f64,
    right: f64,
    slabs_per_metre: f64,
    first_slab: u32,
    slab_count: u32,
}

impl Prepared {
    const EMPTY: Self = Self {
        bottom: f64::INFINITY,
        top: f64::NEG_INFINITY,
        left: f64::INFINITY,
        right: f64::NEG_INFINITY,
        slabs_per_metre: 0.0,
        first_slab: 0,
        slab_count: 0,
    };

    /// The slab at a height, counted from the polygon's lowest; never decreasing with height.
    fn slab(&self, y: f64) -> u32 {
        whole(((y - self.bottom) * self.slabs_per_metre).max(0.0)).min(self.slab_count - 1)
    }

    fn bounds_hold(&self, point: Coord<f64>) -> bool {
        point.y >= self.bottom && point.y <= self.top && point.x >= self.left && point.x <= self.right
    }
}

#[derive(Clone, Copy)]
struct Edge {
    start: Coord<f64>,
    end: Coord<f64>,
}

/// The whole part of a number that is not negative; what is too large becomes the largest.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(value: f64) -> u32 {
    value as u32
}

/// A count as an index of this module; more than four thousand million edges do not fit any machine this runs on.
#[allow(clippy::cast_possible_truncation)]
fn index(value: usize) -> u32 {
    value as u32
}

#[allow(clippy::cast_precision_loss)]
fn real(value: usize) -> f64 {
    value as f64
}

impl Locator {
    /// Makes the polygons ready. Coordinates are metres in a projected CRS; the order of the polygons gives their index.
    pub fn new<'a>(polygons: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let mut prepared = Vec::new();
        let mut edges = Vec::new();
        let mut slabs = vec![0];
        let mut own = Vec::new();
        let mut edge_count = 0;
        for polygon in polygons {
            own.clear();
            own.extend(polygon.lines_iter().filter(|line| line.start != line.end));
            prepared.push(prepare(&own, &mut edges, &mut slabs));
            edge_count += own.len();
        }
        let lattice = Lattice::over(&prepared, edge_count * CELLS_PER_EDGE);
        let mut locator = Self {
            prepared,
            edges,
            slabs,
            lattice,
            cells: vec![NOTHING; lattice.columns as usize * lattice.rows as usize],
            candidates: Vec::new(),
        };
        let mut touched = Vec::new();
        // From the last to the first: a polygon that covers a cell whole hides those behind it, and one that touches a
        // cell goes before them, so that the lowest index always comes first.
        for polygon in (0..locator.prepared.len()).rev() {
            locator.enter(index(polygon), &mut touched);
        }
        locator
    }

    /// The lowest index of a polygon that contains the point or has it on its border.
    pub fn locate(&self, point: Coord<f64>) -> Option<u32> {
        let mut cell = self.cells[self.lattice.cell(point)?];
        while cell & LISTED != 0 {
            if cell == NOTHING {
                return None;
            }
            let candidate = self.candidates[(cell & !LISTED) as usize];
            if self.holds(candidate.polygon, point) {
                return Some(candidate.polygon);
            }
            cell = candidate.behind;
        }
        Some(cell)
    }

    /// Whether the polygon contains the point or has it on its border; no for a polygon that does not exist.
    pub fn contains(&self, polygon: u32, point: Coord<f64>) -> bool {
        (polygon as usize) < self.prepared.len() && self.holds(polygon, point)
    }

    #[allow(clippy::float_cmp)] // on a border or not, exactly
    fn holds(&self, polygon: u32, point: Coord<f64>) -> bool {
        let prepared = &self.prepared[polygon as usize];
        if !prepared.bounds_hold(point) {
            return false;
        }
        let slab = (prepared.first_slab + prepared.slab(point.y)) as usize;
        let mut inside = false;
        for edge in &self.edges[self.slabs[slab] as usize..self.slabs[slab + 1] as usize] {
            let Edge { start, end } = *edge;
            if (start.y > point.y) == (end.y > point.y) {
                // Every corner is the start of an edge; along a level edge lie the points between its ends.
                let on_level = start.y == point.y
                    && (start.x == point.x || (end.y == point.y && (start.x > point.x) != (end.x > point.x)));
                if on_level {
                    return true;
                }
            } else if point.x < start.x && point.x < end.x {
                inside = !inside;
            } else if point.x <= start.x || point.x <= end.x {
                match RobustKernel::orient2d(start, end, point) {
                    Orientation::Collinear => return true,
                    // Seen along a rising edge, left is where a ray to the right meets it.
                    Orientation::CounterClockwise => inside ^= end.y > start.y,
                    Orientation::Clockwise => inside ^= end.y < start.y,
                }
            }
        }
        inside
    }

    /// Enters a polygon in the cells: a candidate where its border touches, whole where it covers.
    fn enter(&mut self, polygon: u32, touched: &mut Vec<bool>) {
        let prepared = self.prepared[polygon as usize];
        if prepared.slab_count == 0 {
            return;
        }
        let lattice = self.lattice;
        let (left, right) = lattice.columns_between(prepared.left, prepared.right);
        let (bottom, top) = lattice.rows_between(prepared.bottom, prepared.top);
        let width = (right - left + 1) as usize;
        touched.clear();
        touched.resize(width * (top - bottom + 1) as usize, false);

        for slab in prepared.first_slab..prepared.first_slab + prepared.slab_count {
            let range = self.slabs[slab as usize] as usize..self.slabs[slab as usize + 1] as usize;
            for edge in &self.edges[range] {
                // An edge stands in several slabs; the lowest speaks for it.
                if prepared.first_slab + prepared.slab(edge.start.y.min(edge.end.y)) != slab {
                    continue;
                }
                lattice.touch(*edge, |row, first, last| {
                    let start = (row - bottom) as usize * width;
                    touched[start + (first - left) as usize..=start + (last - left) as usize].fill(true);
                });
            }
        }

        for (row, marks) in (bottom..).zip(touched.chunks_exact(width)) {
            // Between touched cells no border runs, so one answer holds for the whole run.
            let mut run_is_inside = None;
            for (column, &mark) in (left..).zip(marks) {
                let cell = row as usize * lattice.columns as usize + column as usize;
                if mark {
                    self.candidates.push(Candidate {
                        polygon,
                        behind: self.cells[cell],
                    });
                    self.cells[cell] = LISTED | index(self.candidates.len() - 1);
                    run_is_inside = None;
                } else if *run_is_inside
                    .get_or_insert_with(|| self.holds(polygon, lattice.middle(column, row)))
                {
                    self.cells[cell] = polygon;
                }
            }
        }
    }
}

/// Sorts a polygon's edges into slabs.
fn prepare(own: &[Line<f64>], edges: &mut Vec<Edge>, slabs: &mut Vec<u32>) -> Prepared {
    let mut prepared = Prepared::EMPTY;
    for corner in own.iter().flat_map(|line| [line.start, line.end]) {
        if !corner.x.is_finite() || !corner.y.is_finite() {
            return Prepared::EMPTY;
        }
        prepared.left = prepared.left.min(corner.x);
        prepared.right = prepared.right.max(corner.x);
        prepared.bottom = prepared.bottom.min(corner.y);
        prepared.top = prepared.top.max(corner.y);
    }
    if own.is_empty() {
        return Prepared::EMPTY;
    }
    prepared.first_slab = index(slabs.len() - 1);
    prepared.slab_count = index(own.len().div_ceil(EDGES_PER_SLAB));
    let height = prepared.top - prepared.bottom;
    let per_metre = f64::from(prepared.slab_count) / height;
    prepared.slabs_per_metre = if per_metre.is_finite() { per_metre } else { 0.0 };

    let range = |line: &Line<f64>| {
        let (low, high) = (line.start.y.min(line.end.y), line.start.y.max(line.end.y));
        prepared.slab(low)..=prepared.slab(high)
    };
    let mut fill = vec![0_u32; prepared.slab_count as usize + 1];
    for line in own {
        for slab in range(line) {
            fill[slab as usize + 1] += 1;
        }
    }
    let base = index(edges.len());
    fill[0] = base;
    for slab in 1..fill.len() {
        fill[slab] += fill[slab - 1];
    }
    slabs.extend_from_slice(&fill[1..]);
    edges.resize(
        fill[fill.len() - 1] as usize,
        Edge {
            start: Coord::zero(),
            end: Coord::zero(),
        },
    );
    for line in own {
        for slab in range(line) {
            edges[fill[slab as usize] as usize] = Edge {
                start: line.start,
                end: line.end,
            };
            fill[slab as usize] += 1;
        }
    }
    prepared
}

#[cfg(test)]
mod tests {
    use geo::{Intersects, Point, Polygon, coord, polygon};
    use proptest::prelude::*;

    use super::*;

    fn square(left: f64, bottom: f64, side: f64) -> MultiPolygon<f64> {
        let (right, top) = (left + side, bottom + side);
        MultiPolygon::new(vec![polygon![
            (x: left, y: bottom), (x: right, y: bottom), (x: right, y: top), (x: left, y: top), (x: left, y: bottom),
        ]])
    }

    /// A star-shaped polygon: valid whatever the radii, if no two neighbouring ones are both nought.
    fn star(centre: Coord<f64>, radii: &[f64]) -> Polygon<f64> {
        let corner = |(k, radius): (usize, &f64)| {
            let angle = std::f64::consts::TAU * real(k) / real(radii.len());
            centre + coord! { x: angle.cos(), y: angle.sin() } * *radius
        };
        Polygon::new(radii.iter().enumerate().map(corner).collect(), vec![])
    }

    fn slow(polygons: &[MultiPolygon<f64>], point: Coord<f64>) -> Option<u32> {
        polygons
            .iter()
            .position(|polygon| polygon.intersects(&Point(point)))
            .map(index)
    }

    #[test]
    fn a_point_on_a_shared_border_belongs_to_the_lowest_index() {
        let polygons = [square(10.0, 0.0, 10.0), square(0.0, 0.0, 10.0)];
        let locator = Locator::new(&polygons);
        assert_eq!(locator.locate(coord! { x: 10.0, y: 5.0 }), Some(0));
        assert_eq!(locator.locate(coord! { x: 9.999_999, y: 5.0 }), Some(1));
        assert!(locator.contains(1, coord! { x: 10.0, y: 5.0 }));
        assert!(!locator.contains(2, coord! { x: 10.0, y: 5.0 }));
    }

    #[test]
    fn a_hole_is_outside_and_its_border_inside() {
        let mut ring = square(0.0, 0.0, 9.0);
        ring.0[0].interiors_push(square(3.0, 3.0, 3.0).0[0].exterior().clone());
        let locator = Locator::new([&ring]);
        assert_eq!(locator.locate(coord! { x: 4.0, y: 4.0 }), None);
        assert_eq!(locator.locate(coord! { x: 3.0, y: 4.0 }), Some(0));
        assert_eq!(locator.locate(coord! { x: 6.0, y: 6.0 }), Some(0));
        assert_eq!(locator.locate(coord! { x: 1.0, y: 4.0 }), Some(0));
    }

    #[test]
    fn nothing_and_what_is_no_number_hold_nothing() {
        assert_eq!(Locator::new([]).locate(coord! { x: 0.0, y: 0.0 }), None);
        let empty = MultiPolygon::new(vec![]);
        let mut odd = square(0.0, 0.0, 1.0);
        odd.0[0].exterior_mut(|ring| ring.0[1].x = f64::NAN);
        let far = square(f64::MAX / 2.0, 0.0, 1.0);
        let speck = square(1e8, 1e8, 1e-7);
        let polygons = [empty, odd, far, square(0.0, 0.0, 1.0), speck];
        let locator = Locator::new(&polygons);
        assert_eq!(locator.locate(coord! { x: 0.5, y: 0.5 }), Some(3));
        assert_eq!(locator.locate(coord! { x: f64::NAN, y: 0.5 }), None);
        assert_eq!(locator.locate(coord! { x: f64::INFINITY, y: 0.5 }), None);
        assert_eq!(
            Locator::new(&polygons[..2]).locate(coord! { x: 0.5, y: 0.5 }),
            None
        );
        assert_eq!(
            Locator::new(&polygons[4..]).locate(coord! { x: 1e8, y: 1e8 }),
            Some(0)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        /// Overlapping stars and points of every kind: anywhere, at corners, on edges' middles.
        #[test]
        fn it_agrees_with_asking_every_polygon(
            stars in prop::collection::vec(
                ((-50.0..50.0, -50.0..50.0), prop::collection::vec(0.5..40.0_f64, 3..40)), 0..12),
            points in prop::collection::vec((-100.0..100.0, -100.0..100.0), 60),
        ) {
            let polygons: Vec<_> = stars.iter()
                .map(|((x, y), radii)| MultiPolygon::new(vec![star(coord! { x: *x, y: *y }, radii)]))
                .collect();
            let locator = Locator::new(&polygons);
            let corners = polygons.iter().flat_map(LinesIter::lines_iter).flat_map(|line| [line.start, (line.start + line.end) / 2.0]);
            for point in points.into_iter().map(Coord::from).chain(corners) {
                prop_assert_eq!(locator.locate(point), slow(&polygons, point), "at {:?}", point);
                for (polygon, shape) in polygons.iter().enumerate() {
                    prop_assert_eq!(locator.contains(index(polygon), point), shape.intersects(&Point(point)));
                }
            }
        }

        /// Squares and triangles with whole coordinates, asked at all whole and half coordinates: nearly everything is
        /// on a border, at a corner or level with one.
        #[test]
        fn it_agrees_on_a_lattice(
            shapes in prop::collection::vec((0..8_i32, 0..8_i32, 1..6_i32, 1..6_i32, any::<bool>()), 1..8),
            offset in prop::sample::select(vec![0.0, 155_000.0]),
        ) {
            let polygons: Vec<_> = shapes.iter().map(|&(x, y, w, h, half)| {
                let (x, y, w, h) = (f64::from(x) + offset, f64::from(y) + offset, f64::from(w), f64::from(h));
                let mut ring = vec![(x, y), (x + w, y), (x + w, y + h)];
                if !half { ring.push((x, y + h)); }
                MultiPolygon::new(vec![Polygon::new(ring.into(), vec![])])
            }).collect();
            let locator = Locator::new(&polygons);
            for (x, y) in (-1..30).flat_map(|x| (-1..30).map(move |y| (x, y))) {
                let point = coord! { x: f64::from(x) / 2.0 + offset, y: f64::from(y) / 2.0 + offset };
                prop_assert_eq!(locator.locate(point), slow(&polygons, point), "at {:?}", point);
            }
        }
    }
}
