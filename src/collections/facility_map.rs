//! Facilities on a web map where there are too many to draw each: what stands together at a zoom is told as one.
//!
//! A tile is cut into 8 × 8 cells: drawn 512 pixels wide, as a page does best, a cell takes 64. A facility alone in its cell is
//! told itself; of several is told how many they are, how many of each group of types, their mean place and bounds. At the
//! deepest zooms, where a cell is a few buildings, a handful is told one by one. Every located facility stands in one cell of one
//! tile at each zoom, and so is counted exactly once.

use std::ops::Range;

use geo::Coord;
use serde_json::{Map, Value as Json, json};

use super::{Parameter, Query};
use crate::spatial::projection::ProjectionError;
use crate::spatial::web_map::{Spot, Tile, ZOrder, on_globe};
use crate::study::Study;
use crate::study::globe::OnGlobe;

/// How often a tile is quartered.
const STEPS: u32 = 3;
/// Deepest zoom of a tile that can be asked: 10 m across at the equator.
pub const DEEPEST: u32 = 22;
/// From this zoom on a cell with a handful of facilities tells each.
const EACH_FROM: u32 = 17;
/// A handful.
const HANDFUL: usize = 16;

/// Parameters of the facilities that change none of what is on the map.
pub const WITHOUT: [Parameter; 3] = [Parameter::Distance, Parameter::Group, Parameter::Mode];

/// The facilities that a question is about, ready to be drawn at any zoom.
pub struct FacilityMap {
    order: ZOrder,
    on_globe: OnGlobe,
    /// Place of each facility's group in `groups`, in the order of the points; none where it is not classified.
    group: Vec<Option<u16>>,
    /// The groups of the taxonomy, in its order.
    groups: Vec<String>,
}

/// What one place on the map stands for.
enum Shown {
    Alone(u32),
    Together {
        cell: Tile,
        count: usize,
        /// How many of each group.
        groups: Vec<usize>,
        unclassified: usize,
        mean: Coord<f64>,
        /// North-west and south-east.
        corners: [Coord<f64>; 2],
    },
}

impl FacilityMap {
    /// The facilities that a query asks.
    pub fn new(study: &Study, query: &Query) -> Result<Self, ProjectionError> {
        let on_globe = study.facilities.on_globe(&study.crs)?;
        let asked = query.facilities(study);
        let located = asked
            .iter()
            .filter_map(|place| Some((*place, Spot::of(on_globe[*place as usize]?))));
        let order = ZOrder::new(located);
        let mut groups: Vec<String> = Vec::new();
        let of_type: Vec<Option<u16>> = study
            .taxonomy
            .types()
            .iter()
            .map(|of| {
                let known = groups.iter().position(|group| *group == of.group);
                let at = known.unwrap_or_else(|| {
                    groups.push(of.group.clone());
                    groups.len() - 1
                });
                u16::try_from(at).ok()
            })
            .collect();
        let group = order.places().iter().map(|place| {
            let of = study.facilities.get(*place).service_type;
            of.and_then(|at| of_type.get(at).copied().flatten())
        });
        Ok(Self {
            group: group.collect(),
            groups,
            on_globe,
            order,
        })
    }

    /// How many facilities are on the map.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn together(&self, cell: Tile, run: Range<usize>) -> Shown {
        let mut groups = vec![0; self.groups.len()];
        let mut unclassified = 0;
        for of in &self.group[run.clone()] {
            match of {
                Some(of) => groups[usize::from(*of)] += 1,
                None => unclassified += 1,
            }
        }
        let (count, mut sum) = (run.len(), (0_u64, 0_u64));
        let (mut low, mut high) = ((u32::MAX, u32::MAX), (0, 0));
        for (_, at) in self.order.points(run) {
            // Whole numbers, so that the order in which they are added does not matter.
            sum = (sum.0 + u64::from(at.x), sum.1 + u64::from(at.y));
            low = (low.0.min(at.x), low.1.min(at.y));
            high = (high.0.max(at.x), high.1.max(at.y));
        }
        // A spot stands for the middle of its unit.
        let middle = |(x, y): (f64, f64)| {
            on_globe(Coord {
                x: x + 0.5,
                y: y + 0.5,
            })
        };
        let of = |(x, y): (u32, u32)| middle((f64::from(x), f64::from(y)));
        Shown::Together {
            cell,
            count,
            groups,
            unclassified,
            mean: middle((sum.0 as f64 / count as f64, sum.1 as f64 / count as f64)),
            corners: [of(low), of(high)],
        }
    }

    fn shown(&self, tile: Tile) -> Vec<Shown> {
        let mut shown = Vec::new();
        for (cell, run) in self.order.cells(tile, STEPS) {
            let each = run.len() == 1 || tile.zoom >= EACH_FROM && run.len() <= HANDFUL;
            if each {
                shown.extend(self.order.places()[run].iter().map(|place| Shown::Alone(*place)));
            } else {
                shown.push(self.together(cell, run));
            }
        }
        shown
    }

    /// A tile as GeoJSON: a feature per facility that stands alone, with its id, and one per cell with several.
    pub fn tile(&self, study: &Study, tile: Tile) -> Json {
        let features = self.shown(tile).into_iter().map(|of| self.feature(study, of));
        json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
    }

    fn feature(&self, study: &Study, of: Shown) -> Json {
        match of {
            Shown::Alone(place) => {
                let of = study.facilities.get(place);
                let group = of.service_type.and_then(|at| study.taxonomy.types().get(at));
                let at = self.on_globe.get(place as usize).copied().flatten();
                json!({
                    "type": "Feature",
                    "id": of.facility.id.as_str(),
                    "geometry": at.map(point),
                    "properties": {
                        "id": of.facility.id.as_str(),
                        "name": of.facility.name,
                        "serviceType": of.facility.service_type,
                        "group": group.map(|of| of.group.as_str()),
                    },
                })
            }
            Shown::Together {
                cell,
                count,
                groups,
                unclassified,
                mean,
                corners: [north_west, south_east],
            } => {
                let of_groups = self.groups.iter().zip(groups).filter(|(_, count)| *count > 0);
                let groups: Map<String, Json> = of_groups
                    .map(|(group, count)| (group.clone(), json!(count)))
                    .collect();
                let bounds = [north_west.x, south_east.y, south_east.x, north_west.y].map(rounded);
                json!({
                    "type": "Feature",
                    "id": format!("{}/{}/{}", cell.zoom, cell.x, cell.y),
                    "bbox": bounds,
                    "geometry": point(mean),
                    "properties": { "count": count, "groups": groups, "unclassified": unclassified },
                })
            }
        }
    }
}

/// Degrees with seven decimals, as in every other answer.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7 + 0.0
}

fn point(at: Coord<f64>) -> Json {
    json!({ "type": "Point", "coordinates": [rounded(at.x), rounded(at.y)] })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::collections::{self, fixture};
    use crate::domain::revision::Snapshot;

    /// A study with facilities at these metres from a corner of the city; the type goes round, every fifth has none.
    fn study(at: &[(i32, i32)]) -> Study {
        let types = ["LRN-BIEB", "ONT-TUIN", "LRN-TAAL", "VER-SPORT"];
        let facilities = at.iter().enumerate().map(|(n, (x, y))| {
            let place = (100_000.0 + f64::from(*x), 420_000.0 + f64::from(*y));
            fixture::facility(&format!("f{n:04}"), types.get(n % 5).copied(), Some(place))
        });
        let mut snapshot: Snapshot = fixture::snapshot();
        snapshot.layers.facilities = facilities.collect();
        Study::new(&fixture::city(), snapshot)
    }

    fn map(study: &Study) -> FacilityMap {
        let facilities = collections::get("facilities").unwrap();
        let query = Query::parse(facilities, study, &fixture::today(), &[]).unwrap();
        FacilityMap::new(study, &query).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_facility_is_counted_once_at_each_zoom(
            at in prop::collection::vec(
                prop_oneof![(0..4000_i32, 0..1000_i32), (0..30_i32, 0..30_i32), Just((500, 500))],
                0..120,
            ),
            zoom in 0..=DEEPEST,
        ) {
            let study = study(&at);
            let map = map(&study);
            // The oracle: each facility by itself, the tile and cell from its own longitude and latitude.
            let mut cells: BTreeMap<Tile, BTreeMap<Tile, Vec<u32>>> = BTreeMap::new();
            let on_globe = study.facilities.on_globe(&study.crs).unwrap();
            for (place, at) in (0_u32..).zip(on_globe.iter()) {
                let spot = Spot::of(at.unwrap());
                let of = |zoom: u32| {
                    let number = |ordinate: u32| u32::try_from(u64::from(ordinate) >> (32 - zoom)).unwrap();
                    Tile { zoom, x: number(spot.x), y: number(spot.y) }
                };
                cells.entry(of(zoom)).or_default().entry(of(zoom + STEPS)).or_default().push(place);
            }
            let mut seen: Vec<String> = Vec::new();
            let mut counted = 0;
            for (tile, cells) in cells {
                let told = map.tile(&study, tile);
                for feature in told["features"].as_array().unwrap() {
                    let properties = &feature["properties"];
                    let Some(count) = properties["count"].as_u64() else {
                        seen.push(properties["id"].as_str().unwrap().to_owned());
                        counted += 1;
                        continue;
                    };
                    counted += count;
                    let id: Vec<u32> = feature["id"].as_str().unwrap().split('/').map(|n| n.parse().unwrap()).collect();
                    let members = &cells[&Tile { zoom: id[0], x: id[1], y: id[2] }];
                    prop_assert_eq!(count, members.len() as u64);
                    prop_assert!(zoom < EACH_FROM || members.len() > HANDFUL);
                    let groups = properties["groups"].as_object().unwrap();
                    let classified: u64 = groups.values().map(|of| of.as_u64().unwrap()).sum();
                    prop_assert_eq!(classified + properties["unclassified"].as_u64().unwrap(), count);
                    let learning = members.iter().filter(|place| matches!(*place % 5, 0 | 2)).count();
                    prop_assert_eq!(groups.get("LRN").and_then(Json::as_u64).unwrap_or(0), learning as u64);
                    let bounds: Vec<f64> = feature["bbox"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
                    for place in members {
                        let at = on_globe[*place as usize].unwrap();
                        prop_assert!(bounds[0] - 2e-7 <= at.x && at.x <= bounds[2] + 2e-7);
                        prop_assert!(bounds[1] - 2e-7 <= at.y && at.y <= bounds[3] + 2e-7);
                    }
                }
            }
            prop_assert_eq!(counted, at.len() as u64);
            let alone = seen.len();
            seen.sort();
            seen.dedup();
            prop_assert_eq!(seen.len(), alone);
        }
    }

    #[test]
    fn neighbours_are_one_from_afar_and_themselves_close_by() {
        let study = study(&[(500, 500), (530, 500), (3500, 500)]);
        let map = map(&study);
        let all = map.tile(&study, Tile::new(0, 0, 0).unwrap());
        assert_eq!(all["features"].as_array().map(Vec::len), Some(1));
        assert_eq!(all["features"][0]["properties"]["count"], 3);
        assert_eq!(
            all["features"][0]["properties"]["groups"],
            json!({ "LRN": 2, "ONT": 1 })
        );
        let spot = Spot::of(study.facilities.on_globe(&study.crs).unwrap()[0].unwrap());
        let tile = Tile::new(18, spot.x >> 14, spot.y >> 14).unwrap();
        let near = map.tile(&study, tile);
        let first = &near["features"][0];
        assert_eq!(
            (&first["id"], &first["properties"]["group"]),
            (&json!("f0000"), &json!("LRN"))
        );
    }
}
