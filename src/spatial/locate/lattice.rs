//! The lattice of cells that lies over all polygons.

use geo::Coord;

use super::{Edge, Prepared, real, whole};

/// How far from an edge, in cells, a cell counts as touched: far more than rounding moves a point.
const TOUCH: f64 = 1e-6;

/// The cells' common frame: `columns` × `rows` squares from the lower left corner.
#[derive(Clone, Copy)]
pub(super) struct Lattice {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
    cells_per_metre: f64,
    pub(super) columns: u32,
    pub(super) rows: u32,
}

impl Lattice {
    /// A lattice of about `wanted` square cells over all polygons.
    pub(super) fn over(prepared: &[Prepared], wanted: usize) -> Self {
        let all = prepared.iter().filter(|one| one.slab_count > 0);
        let (left, right) = all
            .clone()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| {
                (low.min(one.left), high.max(one.right))
            });
        let (bottom, top) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| {
            (low.min(one.bottom), high.max(one.top))
        });
        let (width, height) = (right - left, top - bottom);
        // Very long and narrow polygons get cells that are not too many along their length.
        let side = (width * height / real(wanted.max(1)))
            .sqrt()
            .max(width.max(height) / real(wanted.max(1)));
        // Cells near the rounding of the coordinates would not tell points apart: one cell then holds all.
        let coarsest = [left, right, bottom, top]
            .into_iter()
            .fold(0.0, |most, value| f64::max(most, value.abs()));
        if !side.is_finite() || side <= coarsest * 1e-9 {
            return Self {
                left,
                bottom,
                right,
                top,
                cells_per_metre: 0.0,
                columns: 1,
                rows: 1,
            };
        }
        let cells_per_metre = side.recip();
        let columns = whole(width * cells_per_metre) + 1;
        let rows = whole(height * cells_per_metre) + 1;
        Self {
            left,
            bottom,
            right,
            top,
            cells_per_metre,
            columns,
            rows,
        }
    }

    fn column(&self, x: f64) -> u32 {
        whole((x - self.left) * self.cells_per_metre).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> u32 {
        whole((y - self.bottom) * self.cells_per_metre).min(self.rows - 1)
    }

    /// The cell of a point; none outside the polygons' common bounds, nor for a point that is no number.
    pub(super) fn cell(&self, point: Coord<f64>) -> Option<usize> {
        (point.x >= self.left && point.x <= self.right && point.y >= self.bottom && point.y <= self.top)
            .then(|| self.row(point.y) as usize * self.columns as usize + self.column(point.x) as usize)
    }

    pub(super) fn middle(&self, column: u32, row: u32) -> Coord<f64> {
        Coord {
            x: self.left + (f64::from(column) + 0.5) / self.cells_per_metre,
            y: self.bottom + (f64::from(row) + 0.5) / self.cells_per_metre,
        }
    }

    pub(super) fn columns_between(&self, low: f64, high: f64) -> (u32, u32) {
        Self::between(
            (low - self.left) * self.cells_per_metre,
            (high - self.left) * self.cells_per_metre,
            self.columns,
        )
    }

    pub(super) fn rows_between(&self, low: f64, high: f64) -> (u32, u32) {
        let (low, high) = (
            (low - self.bottom) * self.cells_per_metre,
            (high - self.bottom) * self.cells_per_metre,
        );
        Self::between(low, high, self.rows)
    }

    /// The cells from `low` to `high`, measured in cells, a little more rather than too few.
    fn between(low: f64, high: f64, count: u32) -> (u32, u32) {
        (
            whole((low - TOUCH).max(0.0)).min(count - 1),
            whole((high + TOUCH).max(0.0)).min(count - 1),
        )
    }

    /// Calls `run(row, first column, last column)` for the cells an edge comes near.
    pub(super) fn touch(&self, edge: Edge, mut run: impl FnMut(u32, u32, u32)) {
        let (low, high) = if edge.start.y <= edge.end.y {
            (edge.start, edge.end)
        } else {
            (edge.end, edge.start)
        };
        // From here in cells, from the lattice's corner.
        let from =
            (low - Coord {
                x: self.left,
                y: self.bottom,
            }) * self.cells_per_metre;
        let to = (high
            - Coord {
                x: self.left,
                y: self.bottom,
            })
            * self.cells_per_metre;
        let (bottom, top) = Self::between(from.y, to.y, self.rows);
        let slope = (to.x - from.x) / (to.y - from.y);
        for row in bottom..=top {
            let (mut start, mut end) = (from.x, to.x);
            if bottom < top {
                let at = |y: f64| {
                    let x = from.x + (y - from.y) * slope;
                    // A level edge that only seems to reach two rows has no slope to speak of.
                    if x.is_finite() {
                        x.clamp(from.x.min(to.x), from.x.max(to.x))
                    } else {
                        f64::NAN
                    }
                };
                let (below, above) = (at(f64::from(row) - TOUCH), at(f64::from(row) + 1.0 + TOUCH));
                if !below.is_nan() && !above.is_nan() {
                    (start, end) = (below, above);
                }
            }
            let (first, last) = Self::between(start.min(end), start.max(end), self.columns);
            run(row, first, last);
        }
    }
}
