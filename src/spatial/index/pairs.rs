//! All pairs of points no farther apart than a radius.
//!
//! Points are put in square cells as wide as the radius and sorted by row and column. A point's partners then stand in its
//! own cell and the next of its row, and in three neighbouring cells of the row above, which follow one another in the
//! order: two runs of points, found by moving two marks along, without a lattice that is mostly empty.

use geo::Coord;

use super::{Member, SLACK, squared, whole};

/// A little wider than the radius, so that rounding never puts partners two cells apart.
const WIDER: f64 = 1.0 + 1e-6;
/// Columns and rows at most; beyond that cells are made wider.
const MOST: f64 = 1e9;

/// A point with its cell as row and column in one number.
struct Placed {
    cell: u64,
    at: Coord<f64>,
    index: u32,
}

/// Calls `found(i, j, distance)` once for every two points no farther apart than `radius`, with i < j.
pub(super) fn pairs(members: &[Member], radius: f64, mut found: impl FnMut(u32, u32, f64)) {
    let Some(first) = members.first() else { return };
    let (mut low, mut high) = (first.at, first.at);
    for Member { at, .. } in members {
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
    let side = (radius * WIDER).max(extent / MOST);
    // All in one cell when the radius spans everything, or everything is in one place.
    let per_metre = if side.is_finite() && side > 0.0 {
        side.recip()
    } else {
        0.0
    };
    let per_metre = if per_metre.is_finite() { per_metre } else { 0.0 };
    let mut placed: Vec<Placed> = members
        .iter()
        .map(|member| {
            let cell = (member.at - low) * per_metre;
            // Column nought stays free, so that the cell before the first is not the last of the row below.
            let (column, row) = (u64::from(whole(cell.x)) + 1, u64::from(whole(cell.y)));
            Placed {
                cell: (row << 32) | column,
                at: member.at,
                index: member.index,
            }
        })
        .collect();
    placed.sort_unstable_by_key(|point| point.cell);

    // The root is taken only of what may be near enough.
    let most = radius * radius * SLACK;
    let mut test = |a: &Placed, others: &[Placed]| {
        for b in others {
            let far = squared(a.at, b.at);
            if far > most {
                continue;
            }
            let distance = far.sqrt();
            if distance <= radius {
                found(a.index.min(b.index), a.index.max(b.index), distance);
            }
        }
    };
    let (mut beside, mut above, mut above_end) = (0, 0, 0);
    let mut start = 0;
    while start < placed.len() {
        let cell = placed[start].cell;
        let end = start
            + placed[start..]
                .iter()
                .take_while(|point| point.cell == cell)
                .count();
        beside = advance(&placed, beside.max(end), cell + 1);
        above = advance(&placed, above.max(beside), cell + (1 << 32) - 1);
        above_end = advance(&placed, above_end.max(above), cell + (1 << 32) + 2);
        let beside_end = advance(&placed, beside, cell + 2);
        for i in start..end {
            test(&placed[i], &placed[i + 1..beside_end]);
            test(&placed[i], &placed[above..above_end]);
        }
        start = end;
    }
}

/// The first place from `from` on whose cell is not before `cell`.
fn advance(placed: &[Placed], from: usize, cell: u64) -> usize {
    from + placed[from..]
        .iter()
        .take_while(|point| point.cell < cell)
        .count()
}
