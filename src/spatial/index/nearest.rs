//! The nearest point, by cells that know which points can be nearest to a place in them.
//!
//! A point q is nearer than p to all of a square cell when it is so at the four corners, since the places nearer to q are
//! a half plane. A cell therefore keeps the points that the one nearest to its middle does not beat at a corner. Cells are
//! made from the whole frame down, each choosing from the points its parent kept, until few are left.

use geo::Coord;

use super::{Member, real, squared, whole};

/// A cell with this many points or fewer is not divided.
const FEW: usize = 6;
/// How often a cell of the base lattice may be divided in sixteen.
const DEEPEST: u32 = 5;
/// The smallest units along a cell of the base lattice: one in four for each division.
const UNITS: u32 = 1 << (2 * DEEPEST);
/// Base cells per point, roughly, as a power of four is needed.
const BASE_CELLS_PER_POINT: f64 = 1.0;

/// What a cell holds, told by the upper two bits: the lower ones are the point that is always nearest, the place of a list
/// of points, or the first of sixteen smaller cells.
type Cell = u32;
const KIND: Cell = 3 << 30;
const ONE: Cell = 0;
const LIST: Cell = 1 << 30;
const DIVIDED: Cell = 2 << 30;

/// Points made ready for [`Nearest::find`].
pub(super) struct Nearest {
    /// The lower left corner of a square frame, twice as wide as the points' bounds.
    corner: Coord<f64>,
    units_per_metre: f64,
    /// Base cells along the frame's side, as a power of two.
    base_bits: u32,
    base: Vec<Cell>,
    divided: Vec<Cell>,
    /// For each list: how many points follow, then their places in `points`, the lowest first.
    lists: Vec<u32>,
    points: Vec<Member>,
}

/// A square to be filled: its middle from the frame's corner, and half its side, in metres.
#[derive(Clone, Copy)]
struct Square {
    middle: Coord<f64>,
    half: f64,
}

impl Square {
    /// The quarters: lower left, lower right, upper left, upper right.
    fn quarters(self) -> [Self; 4] {
        let half = self.half / 2.0;
        [(-half, -half), (half, -half), (-half, half), (half, half)].map(|(x, y)| Self {
            middle: self.middle + Coord { x, y },
            half,
        })
    }
}

impl Nearest {
    /// Makes the points ready; none when there are too few different ones for cells to be of use.
    pub(super) fn new(members: &[Member]) -> Option<Self> {
        let mut points = members.to_vec();
        // Of points at one place the lowest index stands for all.
        points.sort_by(|a, b| {
            a.at.x
                .total_cmp(&b.at.x)
                .then(a.at.y.total_cmp(&b.at.y))
                .then(a.index.cmp(&b.index))
        });
        points.dedup_by(|later, earlier| later.at == earlier.at);
        points.sort_unstable_by_key(|point| point.index);

        let mut low = points.first()?.at;
        let mut high = low;
        for Member { at, .. } in &points {
            low = Coord {
                x: low.x.min(at.x),
                y: low.y.min(at.y),
            };
            high = Coord {
                x: high.x.max(at.x),
                y: high.y.max(at.y),
            };
        }
        let extent = (high.x - low.x).max(high.y - low.y);
        let side = extent * 2.0;
        let middle = Coord {
            x: f64::midpoint(low.x, high.x),
            y: f64::midpoint(low.y, high.y),
        };
        let corner = middle - Coord { x: extent, y: extent };
        let base_bits = whole((real(points.len()) * BASE_CELLS_PER_POINT).log2() / 2.0).clamp(2, 12);
        let units_per_metre = f64::from(UNITS << base_bits) / side;
        if points.len() >= LIST as usize || !(units_per_metre.is_finite() && units_per_metre > 0.0) {
            return None;
        }
        let mut nearest = Self {
            corner,
            units_per_metre,
            base_bits,
            base: vec![ONE; 1 << (2 * base_bits)],
            divided: Vec::new(),
            lists: Vec::new(),
            points,
        };
        let mut chosen: Vec<_> = (0..)
            .zip(&nearest.points)
            .map(|(place, point)| Candidate {
                at: point.at - corner,
                place,
                far: 0.0,
            })
            .collect();
        let square = Square {
            middle: Coord { x: extent, y: extent },
            half: extent,
        };
        nearest.fill(square, (0, 0), base_bits, &mut chosen, 0);
        Some(nearest)
    }

    /// The nearest point to a place within the frame, with the distance's square; none for a place outside the frame.
    pub(super) fn find(&self, from: Coord<f64>) -> Option<(u32, f64)> {
        let units = (from - self.corner) * self.units_per_metre;
        let most = f64::from(UNITS << self.base_bits);
        if !(units.x >= 0.0 && units.y >= 0.0 && units.x < most && units.y < most) {
            return None;
        }
        let (x, y) = (whole(units.x), whole(units.y));
        let mut shift = 2 * DEEPEST;
        let mut cell = self.base[(((y >> shift) << self.base_bits) | (x >> shift)) as usize];
        while cell & KIND == DIVIDED {
            shift -= 2;
            let part = (((y >> shift) & 3) << 2) | ((x >> shift) & 3);
            cell = self.divided[((cell & !KIND) + part) as usize];
        }
        if cell & KIND == ONE {
            let point = &self.points[cell as usize];
            return Some((point.index, squared(from, point.at)));
        }
        let list = (cell & !KIND) as usize;
        let places = &self.lists[list + 1..list + 1 + self.lists[list] as usize];
        let mut best = (0, f64::INFINITY);
        for &place in places {
            let point = &self.points[place as usize];
            let far = squared(from, point.at);
            // The list is in the order of the index: of equally near points the first stays.
            if far < best.1 {
                best = (point.index, far);
            }
        }
        Some(best)
    }

    /// Fills a block of 2^bits base cells each way from `at`, the candidates standing in `chosen` from `from`.
    fn fill(
        &mut self,
        square: Square,
        at: (usize, usize),
        bits: u32,
        chosen: &mut Vec<Candidate>,
        from: usize,
    ) {
        let kept = choose(square, chosen, from);
        if bits == 0 || chosen.len() - kept == 1 {
            let cell = self.cell(square, DEEPEST, chosen, kept);
            for row in at.1..at.1 + (1 << bits) {
                let start = (row << self.base_bits) + at.0;
                self.base[start..start + (1 << bits)].fill(cell);
            }
        } else {
            let half = 1 << (bits - 1);
            for (part, quarter) in square.quarters().into_iter().enumerate() {
                self.fill(
                    quarter,
                    (at.0 + (part & 1) * half, at.1 + (part >> 1) * half),
                    bits - 1,
                    chosen,
                    kept,
                );
            }
        }
        chosen.truncate(kept);
    }

    /// A cell of the candidates from `from` on, divided further when they are many.
    fn cell(&mut self, square: Square, depth: u32, chosen: &mut Vec<Candidate>, from: usize) -> Cell {
        if let [only] = chosen[from..] {
            return ONE | only.place;
        }
        let room = self.divided.len() + 16 < LIST as usize && self.lists.len() + chosen.len() < LIST as usize;
        if chosen.len() - from <= FEW || depth == 0 || !room {
            let list = super::index(self.lists.len());
            self.lists.push(super::index(chosen.len() - from));
            self.lists
                .extend(chosen[from..].iter().map(|candidate| candidate.place));
            return LIST | list;
        }
        let first = self.divided.len();
        self.divided.resize(first + 16, ONE);
        for (part, quarter) in square.quarters().into_iter().enumerate() {
            let halfway = choose(quarter, chosen, from);
            for (small, sixteenth) in quarter.quarters().into_iter().enumerate() {
                let kept = choose(sixteenth, chosen, halfway);
                let cell = self.cell(sixteenth, depth - 1, chosen, kept);
                chosen.truncate(kept);
                let (column, row) = ((part & 1) * 2 + (small & 1), (part >> 1) * 2 + (small >> 1));
                self.divided[first + row * 4 + column] = cell;
            }
            chosen.truncate(halfway);
        }
        DIVIDED | super::index(first)
    }
}

/// A point that may be nearest somewhere in the square at hand.
#[derive(Clone, Copy)]
struct Candidate {
    /// From the frame's corner.
    at: Coord<f64>,
    place: u32,
    /// The square of the distance to the square's middle.
    far: f64,
}

/// Puts those of the candidates from `from` on that may be nearest somewhere in the square behind the last; where they begin.
fn choose(square: Square, chosen: &mut Vec<Candidate>, from: usize) -> usize {
    let kept = chosen.len();
    let mut first = chosen[from];
    first.far = f64::INFINITY;
    for candidate in &mut chosen[from..kept] {
        candidate.far = squared(square.middle, candidate.at);
        if candidate.far < first.far {
            first = *candidate;
        }
    }
    // Twice the half side, a little more than that because places are put in cells by rounded arithmetic.
    let side = square.half * (2.0 + 1e-5);
    for i in from..kept {
        let candidate = chosen[i];
        let apart = candidate.at - first.at;
        let behind = candidate.far - first.far;
        if behind <= side * (apart.x.abs() + apart.y.abs()) + 1e-14 * candidate.far {
            chosen.push(candidate);
        }
    }
    kept
}
