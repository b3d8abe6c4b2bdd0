//! The areas of a study: neighbourhoods first, and every larger area as a set of them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use geo::{Area as _, BoundingRect, MultiPolygon, Rect};

use crate::config::ProgrammeArea;
use crate::domain::{Area, AreaCode, Level, PopulationGroup};
use crate::spatial::locate::Locator;
use crate::spatial::overlay;

/// An area with the figures that hold for it whatever is asked.
#[derive(Clone, Debug)]
pub struct StudyArea {
    pub code: AreaCode,
    pub name: String,
    pub level: Level,
    pub parent: Option<AreaCode>,
    /// Residents: the source's figure, else the sum of the neighbourhoods that have one.
    pub residents: Option<f64>,
    pub households: Option<f64>,
    /// Neighbourhoods in it (other than water) of which the residents are not known.
    pub residents_missing: usize,
    /// Area of the geometry.
    pub area_km2: f64,
    /// Land: the source's figure, of a larger area the sum over its neighbourhoods; none where nothing is known.
    pub land_km2: Option<f64>,
    /// Whether some land area was not known and the geometry's area stands for it.
    pub land_assumed: bool,
    pub water: bool,
    /// Places of its neighbourhoods in [`Areas::list`]; of a neighbourhood, itself.
    pub neighbourhoods: Vec<u32>,
    pub geometry: MultiPolygon<f64>,
    pub bounds: Option<Rect<f64>>,
}

impl StudyArea {
    /// What densities divide by: land, or where that is not known the geometry's area.
    pub fn density_km2(&self) -> f64 {
        self.land_km2.unwrap_or(self.area_km2)
    }
}

/// Residents of a neighbourhood per population group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GroupFigures {
    /// Residents, where known.
    pub residents: Option<f64>,
    /// Part of the residents per age band, in the order of [`PopulationGroup::BANDS`]; none where nobody in the city knows it.
    pub shares: [Option<f64>; 5],
    /// Whether the share was taken from the district's or the city's mean.
    pub imputed: [bool; 5],
}

impl GroupFigures {
    /// Part of the residents that belongs to `group`, where known.
    pub fn share(&self, group: PopulationGroup) -> Option<f64> {
        group.band().map_or(Some(1.0), |band| self.shares[band])
    }

    /// Whether the share of `group` is imputed, and somebody lives there for whom that matters.
    pub fn imputed(&self, group: PopulationGroup) -> bool {
        self.residents.is_some_and(|residents| residents > 0.0)
            && group.band().is_some_and(|band| self.imputed[band])
    }
}

/// All areas. Neighbourhoods stand first, by code, so that the lowest place is the lowest code.
pub struct Areas {
    pub list: Vec<StudyArea>,
    /// How many of the list are neighbourhoods.
    pub neighbourhood_count: usize,
    /// Per neighbourhood.
    pub groups: Vec<GroupFigures>,
    by_code: HashMap<AreaCode, u32>,
    locator: Locator,
}

/// The code that CBS's numbering gives the area in which `code` lies: `BU05050100` → `WK050501` → `GM0505`.
fn cbs_parent(code: &str) -> Option<AreaCode> {
    let (prefix, length) = match (code.get(..2)?, code.len()) {
        ("BU", 10) => ("WK", 8),
        ("WK", 8) => ("GM", 6),
        _ => return None,
    };
    Some(AreaCode::from(format!("{prefix}{}", code.get(2..length)?)))
}

fn sum(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    values
        .flatten()
        .fold(None, |total, value| Some(total.unwrap_or(0.0) + value))
}

impl Areas {
    /// Composes the areas. Districts and municipalities that are not given are dissolved from their neighbourhoods;
    /// a programme area is the union of its own.
    pub fn new(records: Vec<Area>, programme_areas: &[ProgrammeArea]) -> Self {
        let mut given: BTreeMap<(Level, AreaCode), Area> = BTreeMap::new();
        for area in records {
            given.insert((area.level, area.code.clone()), area);
        }
        let neighbourhoods: Vec<Area> = given
            .values()
            .filter(|area| area.level == Level::Neighbourhood)
            .cloned()
            .collect();
        let districts: Vec<Option<AreaCode>> = neighbourhoods
            .iter()
            .map(|area| {
                area.parent_code
                    .clone()
                    .or_else(|| cbs_parent(area.code.as_str()))
            })
            .collect();
        let municipalities: Vec<Option<AreaCode>> = neighbourhoods
            .iter()
            .zip(&districts)
            .map(|(area, district)| {
                let district = district.as_ref()?;
                area.municipality_code
                    .clone()
                    .or_else(|| {
                        given
                            .get(&(Level::District, district.clone()))?
                            .parent_code
                            .clone()
                    })
                    .or_else(|| cbs_parent(district.as_str()))
            })
            .collect();

        let mut list: Vec<StudyArea> = neighbourhoods
            .iter()
            .zip(&districts)
            .enumerate()
            .map(|(place, (area, district))| neighbourhood(area, district.clone(), place))
            .collect();
        let neighbourhood_count = list.len();

        let members = |codes: &[Option<AreaCode>]| {
            let mut sets: BTreeMap<AreaCode, Vec<u32>> = BTreeMap::new();
            for (place, code) in (0_u32..).zip(codes) {
                if let Some(code) = code {
                    sets.entry(code.clone()).or_default().push(place);
                }
            }
            sets
        };
        let ground = Ground {
            neighbourhoods: &list,
            valid: vec![OnceCell::new(); list.len()],
        };
        let mut larger = Vec::new();
        for (level, sets) in [
            (Level::District, members(&districts)),
            (Level::Municipality, members(&municipalities)),
        ] {
            let mut sets = sets;
            for (_, code) in given.keys().filter(|(of, _)| *of == level) {
                sets.entry(code.clone()).or_default();
            }
            for (code, members) in sets {
                let record = given.get(&(level, code.clone()));
                let parent = match level {
                    Level::District => record
                        .and_then(|area| area.parent_code.clone())
                        .or_else(|| {
                            members
                                .first()
                                .and_then(|place| municipalities[*place as usize].clone())
                        })
                        .or_else(|| cbs_parent(code.as_str())),
                    _ => None,
                };
                let name = record.map(|area| area.name.clone()).or_else(|| {
                    let first = neighbourhoods.get(*members.first()? as usize)?;
                    first
                        .municipality_name
                        .clone()
                        .filter(|_| level == Level::Municipality)
                });
                let name = name.unwrap_or_else(|| code.to_string());
                larger.push(composed(code, name, level, parent, members, record, &ground));
            }
        }
        for area in programme_areas {
            let members = (0_u32..)
                .zip(neighbourhoods.iter().zip(&districts))
                .filter(|(_, (neighbourhood, district))| {
                    area.neighbourhoods.contains(&neighbourhood.code)
                        || district
                            .as_ref()
                            .is_some_and(|code| area.districts.contains(code))
                })
                .map(|(place, _)| place)
                .collect();
            let (code, name) = (area.code.clone(), area.name.clone());
            larger.push(composed(
                code,
                name,
                Level::Programme,
                None,
                members,
                None,
                &ground,
            ));
        }
        list.extend(larger);

        let groups = group_figures(&neighbourhoods, &districts);
        let mut by_code = HashMap::new();
        for (place, area) in (0_u32..).zip(&list) {
            // A programme area that took the code of a real one does not hide it.
            by_code.entry(area.code.clone()).or_insert(place);
        }
        let locator = Locator::new(list[..neighbourhood_count].iter().map(|area| &area.geometry));
        Self {
            list,
            neighbourhood_count,
            groups,
            by_code,
            locator,
        }
    }

    /// The neighbourhoods, by code.
    pub fn neighbourhoods(&self) -> &[StudyArea] {
        &self.list[..self.neighbourhood_count]
    }

    /// The areas of a level with their places in the list.
    pub fn at(&self, level: Level) -> impl Iterator<Item = (u32, &StudyArea)> {
        (0_u32..)
            .zip(&self.list)
            .filter(move |(_, area)| area.level == level)
    }

    /// Place in the list of the area with this code.
    pub fn place(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The area at a place of the list.
    pub fn get(&self, place: u32) -> &StudyArea {
        &self.list[place as usize]
    }

    /// The neighbourhood in which a coordinate lies; on a border the lowest code.
    pub fn neighbourhood_at(&self, coord: geo::Coord<f64>) -> Option<u32> {
        self.locator.locate(coord)
    }

    /// The district of a neighbourhood.
    pub fn district_of(&self, neighbourhood: u32) -> Option<&AreaCode> {
        self.get(neighbourhood).parent.as_ref()
    }

    /// Bounds of everything, in the city's CRS.
    pub fn extent(&self) -> Option<Rect<f64>> {
        self.list.iter().filter_map(|area| area.bounds).reduce(|a, b| {
            Rect::new(
                (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
                (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
            )
        })
    }
}

fn neighbourhood(area: &Area, parent: Option<AreaCode>, place: usize) -> StudyArea {
    let area_km2 = area.geometry.unsigned_area() / 1e6;
    let land = area.land_km2.filter(|land| *land > 0.0);
    StudyArea {
        code: area.code.clone(),
        name: area.name.clone(),
        level: Level::Neighbourhood,
        parent,
        residents: area.residents,
        households: area.households,
        residents_missing: usize::from(area.residents.is_none() && !area.water),
        area_km2,
        land_km2: land,
        land_assumed: land.is_none(),
        water: area.water,
        neighbourhoods: u32::try_from(place).into_iter().collect(),
        geometry: area.geometry.clone(),
        bounds: area.geometry.bounding_rect(),
    }
}

/// What larger areas are made of.
struct Ground<'a> {
    neighbourhoods: &'a [StudyArea],
    /// Whether the geometry of each is valid, found out once for all that it is part of.
    valid: Vec<OnceCell<bool>>,
}

impl Ground<'_> {
    fn part(&self, place: u32) -> (&MultiPolygon<f64>, bool) {
        let geometry = &self.neighbourhoods[place as usize].geometry;
        let valid = self.valid[place as usize].get_or_init(|| overlay::is_valid(geometry));
        (geometry, *valid)
    }
}

/// An area made of neighbourhoods, with what its own record says going before what they add up to.
fn composed(
    code: AreaCode,
    name: String,
    level: Level,
    parent: Option<AreaCode>,
    members: Vec<u32>,
    record: Option<&Area>,
    ground: &Ground<'_>,
) -> StudyArea {
    let inside = || {
        members
            .iter()
            .map(|place| &ground.neighbourhoods[*place as usize])
    };
    let geometry = match record {
        Some(area) => area.geometry.clone(),
        None => overlay::dissolve_checked(members.iter().map(|place| ground.part(*place))),
    };
    let area_km2 = geometry.unsigned_area() / 1e6;
    let own_land = record.and_then(|area| area.land_km2).filter(|land| *land > 0.0);
    // The geometry of a water area stands in for no land: it adds what its source says, which is mostly nothing.
    let dry = || inside().filter(|area| !(area.water && area.land_assumed));
    let (land_km2, land_assumed) = match own_land {
        Some(land) => (Some(land), false),
        None if dry().any(|area| !area.land_assumed) => (
            Some(dry().map(StudyArea::density_km2).sum()),
            dry().any(|area| area.land_assumed),
        ),
        None => (None, true),
    };
    StudyArea {
        residents: record
            .and_then(|area| area.residents)
            .or_else(|| sum(inside().map(|area| area.residents))),
        households: record
            .and_then(|area| area.households)
            .or_else(|| sum(inside().map(|area| area.households))),
        residents_missing: inside().map(|area| area.residents_missing).sum(),
        area_km2,
        land_km2,
        land_assumed,
        water: record.map_or_else(|| inside().all(|area| area.water), |area| area.water),
        bounds: geometry.bounding_rect(),
        neighbourhoods: members,
        geometry,
        code,
        name,
        level,
        parent,
    }
}

/// Shares per age band. A missing one becomes the mean of the district, weighted by residents, else that of the city.
fn group_figures(neighbourhoods: &[Area], districts: &[Option<AreaCode>]) -> Vec<GroupFigures> {
    let known = |area: &Area, band: usize| -> Option<f64> {
        match (area.counts[band], area.residents) {
            (Some(count), Some(residents)) if residents > 0.0 => Some(count / residents),
            _ => area.percentages[band].map(|percentage| percentage / 100.0),
        }
    };
    let mean = |band: usize, district: Option<&AreaCode>| -> Option<f64> {
        let (mut part, mut whole) = (0.0, 0.0);
        for (area, of) in neighbourhoods.iter().zip(districts) {
            let counts = !area.water && (district.is_none() || of.as_ref() == district);
            if let (true, Some(residents), Some(share)) = (counts, area.residents, known(area, band)) {
                part += residents * share;
                whole += residents;
            }
        }
        (whole > 0.0).then(|| part / whole)
    };
    let mut means: HashMap<(usize, Option<&AreaCode>), Option<f64>> = HashMap::new();
    neighbourhoods
        .iter()
        .zip(districts)
        .map(|(area, district)| {
            let mut figures = GroupFigures {
                residents: area.residents.filter(|_| !area.water),
                ..GroupFigures::default()
            };
            for band in 0..PopulationGroup::BANDS.len() {
                if let Some(share) = known(area, band) {
                    figures.shares[band] = Some(share);
                    continue;
                }
                figures.imputed[band] = true;
                let mut ask = |of: Option<_>| *means.entry((band, of)).or_insert_with(|| mean(band, of));
                let of_district = district.as_ref().and_then(|district| ask(Some(district)));
                figures.shares[band] = of_district.or_else(|| ask(None));
            }
            figures
        })
        .collect()
}
