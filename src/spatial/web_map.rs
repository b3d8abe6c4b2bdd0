//! The map that web pages show: the globe as one square in Mercator's projection, quartered zoom by zoom.
//!
//! Tiles are those of OGC's WebMercatorQuad, which every slippy map counts in: at zoom z there are 2^z × 2^z, x from the west, y
//! from the north. Points are kept in Z-order: the bits of x and y in turn, so that whatever lies in a tile, at any zoom, is one
//! run of the list, and so is each quarter of it. Source: OGC 17-083r4, annex D; Morton 1966.

use std::f64::consts::PI;
use std::ops::Range;

use geo::Coord;

/// Side of the square in the units of a [`Spot`].
const SIDE: f64 = 4_294_967_296.0;

/// A place on the map, in units of 2^-32 of its side: 9 mm at the equator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// From the west.
    pub x: u32,
    /// From the north.
    pub y: u32,
}

/// The bits of a number, each with an empty one above it.
fn spread(of: u32) -> u64 {
    let mut bits = u64::from(of);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

/// The number of which [`spread`] makes these bits; those between are left out.
fn gathered(bits: u64) -> u32 {
    let mut bits = bits & 0x5555_5555_5555_5555;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333),
        (2, 0x0f0f_0f0f_0f0f_0f0f),
        (4, 0x00ff_00ff_00ff_00ff),
        (8, 0x0000_ffff_0000_ffff),
        (16, 0x0000_0000_ffff_ffff_u64),
    ] {
        bits = (bits | bits >> shift) & mask;
    }
    // Half of the bits are left.
    u32::try_from(bits).unwrap_or(u32::MAX)
}

/// Longitude and latitude, in degrees, of a place on the map in units of a [`Spot`].
pub fn on_globe(at: Coord<f64>) -> Coord<f64> {
    Coord {
        x: at.x / SIDE * 360.0 - 180.0,
        y: (PI * (1.0 - 2.0 * at.y / SIDE)).sinh().atan().to_degrees(),
    }
}

impl Spot {
    /// Where a longitude and latitude lie; what lies beyond the edge, near the poles, is put on it.
    pub fn of(on_globe: Coord<f64>) -> Self {
        let across = (on_globe.x + 180.0) / 360.0;
        let down = (1.0 - on_globe.y.to_radians().tan().asinh() / PI) / 2.0;
        // A cast keeps to the bounds of the type, and what is no number becomes nought.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let unit = |share: f64| (share * SIDE) as u32;
        Self {
            x: unit(across),
            y: unit(down),
        }
    }

    fn key(self) -> u64 {
        spread(self.x) | spread(self.y) << 1
    }

    fn at(key: u64) -> Self {
        Self {
            x: gathered(key),
            y: gathered(key >> 1),
        }
    }
}

/// A tile of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    pub zoom: u32,
    pub x: u32,
    pub y: u32,
}

impl Tile {
    /// Deepest zoom at which tiles can be told: 15 cm across at the equator, so that each can still be cut in cells.
    pub const DEEPEST: u32 = 28;

    /// The tile of these numbers; none: the map has no such tile.
    pub fn new(zoom: u32, x: u32, y: u32) -> Option<Self> {
        let inside = zoom <= Self::DEEPEST && x >> zoom == 0 && y >> zoom == 0;
        inside.then_some(Self { zoom, x, y })
    }

    /// How far the keys of its spots are shifted to get its own; 64 for the tile that is everything.
    fn shift(self) -> u32 {
        64 - 2 * self.zoom
    }

    fn first_key(self) -> u64 {
        let own = spread(self.x) | spread(self.y) << 1;
        own.checked_shl(self.shift()).unwrap_or(0)
    }

    fn last_key(self) -> u64 {
        let inside = u64::MAX.checked_shr(2 * self.zoom).unwrap_or(0);
        self.first_key() | inside
    }

    /// The tile at a zoom in which a key lies.
    fn around(key: u64, zoom: u32) -> Self {
        let own = key.checked_shr(64 - 2 * zoom).unwrap_or(0);
        Self {
            zoom,
            x: gathered(own),
            y: gathered(own >> 1),
        }
    }
}

/// Points on the map in Z-order.
pub struct ZOrder {
    keys: Vec<u64>,
    /// Place of each point in the list it came from.
    places: Vec<u32>,
}

impl ZOrder {
    /// Puts points in order, each with its place in the list it came from; of those at one spot the lowest place goes first.
    pub fn new(points: impl IntoIterator<Item = (u32, Spot)>) -> Self {
        let mut entries: Vec<(u64, u32)> = points
            .into_iter()
            .map(|(place, spot)| (spot.key(), place))
            .collect();
        entries.sort_unstable();
        let (keys, places) = entries.into_iter().unzip();
        Self { keys, places }
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The cells of a tile that hold anything, each with the run of its points: the tile quartered `steps` times, so 4^`steps`
    /// cells at most, in Z-order.
    pub fn cells(&self, tile: Tile, steps: u32) -> Vec<(Tile, Range<usize>)> {
        let zoom = (tile.zoom + steps).min(32);
        let first = tile.first_key();
        let mut start = self.keys.partition_point(|key| *key < first);
        let mut cells = Vec::new();
        while let Some(key) = self.keys.get(start).filter(|key| **key <= tile.last_key()) {
            let cell = Tile::around(*key, zoom);
            let last = cell.last_key();
            let end = start + self.keys[start..].partition_point(|key| *key <= last);
            cells.push((cell, start..end));
            start = end;
        }
        cells
    }

    /// The points of a run: the place of each in its list, and where it lies.
    pub fn points(&self, run: Range<usize>) -> impl Iterator<Item = (u32, Spot)> + '_ {
        let keys = self.keys[run.clone()].iter().map(|key| Spot::at(*key));
        self.places[run].iter().copied().zip(keys)
    }

    /// Places of all points in their list, in Z-order.
    pub fn places(&self) -> &[u32] {
        &self.places
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// The tile of a place at a zoom, by the formula as it is published.
    fn published(at: Coord<f64>, zoom: u32) -> (u32, u32) {
        let tiles = f64::from(2_u32).powi(i32::try_from(zoom).unwrap());
        let latitude = at.y.to_radians();
        let down = (1.0 - (latitude.tan() + 1.0 / latitude.cos()).ln() / PI) / 2.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let number = |share: f64| (share * tiles).floor() as u32;
        (number((at.x + 180.0) / 360.0), number(down))
    }

    #[test]
    fn a_known_place_lies_in_its_tile() {
        // The corner of tile 10/486/332 is published as -9.140625, 53.330873; this lies just inside.
        let place = Coord { x: -9.14, y: 53.33 };
        for (zoom, expected) in [(0, (0, 0)), (1, (0, 0)), (2, (1, 1)), (10, (486, 332))] {
            assert_eq!(published(place, zoom), expected);
            let own = Tile::around(Spot::of(place).key(), zoom);
            assert_eq!((own.x, own.y), expected);
        }
    }

    #[test]
    fn there_are_no_tiles_beside_the_map() {
        assert!(Tile::new(0, 0, 0).is_some() && Tile::new(0, 1, 0).is_none());
        assert!(Tile::new(3, 7, 7).is_some() && Tile::new(3, 0, 8).is_none());
        assert!(Tile::new(28, (1 << 28) - 1, 0).is_some() && Tile::new(29, 0, 0).is_none());
        assert!(Tile::new(u32::MAX, 0, 0).is_none());
    }

    #[test]
    fn the_ends_of_the_earth_lie_on_the_edge() {
        let spot = |x, y| Spot::of(Coord { x, y });
        assert_eq!(spot(-180.0, 90.0), Spot { x: 0, y: 0 });
        assert_eq!(
            spot(180.0, -90.0),
            Spot {
                x: u32::MAX,
                y: u32::MAX
            }
        );
    }

    /// Places of the points in each cell.
    type Cells = BTreeMap<(u32, u32), Vec<u32>>;

    fn points() -> impl Strategy<Value = Vec<Coord<f64>>> {
        // The whole world, a town, and a few places in it that many share.
        let anywhere = (-180.0..180.0_f64, -85.0..85.0_f64);
        let town = (4.6..4.75_f64, 51.75..51.85_f64);
        let spots =
            (0..3_i32, 0..3_i32).prop_map(|(x, y)| (4.6 + f64::from(x) / 1e3, 51.8 + f64::from(y) / 1e6));
        let one = prop_oneof![anywhere, town, spots].prop_map(|(x, y)| Coord { x, y });
        prop::collection::vec(one, 0..80)
    }

    proptest! {
        #[test]
        fn every_point_stands_in_one_cell_of_one_tile(points in points(), zoom in 0..20_u32, steps in 0..5_u32) {
            let order = ZOrder::new((0..).zip(points.iter().map(|at| Spot::of(*at))));
            let mut slow: BTreeMap<(u32, u32), Cells> = BTreeMap::new();
            for (place, at) in (0..).zip(&points) {
                let spot = Spot::of(*at);
                let of = |zoom: u32| {
                    let share = f64::from(2_u32).powi(i32::try_from(zoom).unwrap()) / SIDE;
                    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let number = |ordinate: u32| (f64::from(ordinate) * share).floor() as u32;
                    (number(spot.x), number(spot.y))
                };
                slow.entry(of(zoom)).or_default().entry(of(zoom + steps)).or_default().push(place);
            }
            let mut counted = 0;
            for ((x, y), cells) in slow {
                let found = order.cells(Tile::new(zoom, x, y).unwrap(), steps);
                prop_assert!(found.len() <= 4_usize.pow(steps));
                let mut fast = BTreeMap::new();
                for (cell, run) in found {
                    counted += run.len();
                    let mut places: Vec<u32> = order.points(run).map(|(place, _)| place).collect();
                    places.sort_unstable();
                    fast.insert((cell.x, cell.y), places);
                }
                prop_assert_eq!(fast, cells);
            }
            prop_assert_eq!(counted, points.len());
        }

        #[test]
        fn a_spot_lies_where_it_was_found(x in -180.0..180.0_f64, y in -85.0..85.0_f64) {
            let spot = Spot::of(Coord { x, y });
            prop_assert_eq!(Spot::at(spot.key()), spot);
            let back = on_globe(Coord { x: f64::from(spot.x), y: f64::from(spot.y) });
            prop_assert!((back.x - x).abs() < 1e-6 && (back.y - y).abs() < 1e-6, "{:?}", back);
        }
    }
}
