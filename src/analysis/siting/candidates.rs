//! Where a site may come.

use geo::Coord;

use super::{Params, Present};
use crate::analysis::hubs;
use crate::domain::Metres;
use crate::spatial::projection::{Crs, Projector};
use crate::study::demand::{cell_centre, cell_of};
use crate::study::{Selection, Study};

/// Which places are considered.
#[derive(Clone, Debug, PartialEq)]
pub enum Candidates {
    /// The middles of square cells in which somebody may live, with this side.
    Lattice(Metres),
    /// The middles of the hubs.
    Hubs,
    /// Where facilities of any type stand, each place once.
    Places,
    /// Points in the city's CRS.
    Given(Vec<Coord<f64>>),
}

impl Candidates {
    /// The name in questions and answers.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Lattice(_) => "lattice",
            Self::Hubs => "hubs",
            Self::Places => "places",
            Self::Given(_) => "points",
        }
    }
}

/// What the ids of cells begin with.
const CELL: &str = "cell:";

/// Whether an id is that of a cell, which is no place that anybody knows by it.
pub fn names_cell(id: &str) -> bool {
    id.starts_with(CELL)
}

/// By what a candidate is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Name {
    /// Column and row of a cell.
    Cell(i64, i64),
    /// Id of a hub.
    Hub(String),
    /// Place of a facility in the study's list; the one with the lowest id of those that stand there.
    Facility(u32),
    /// Which of the given points, from 1.
    Point(usize),
}

/// A place where a site may come.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub at: Coord<f64>,
    pub name: Name,
}

impl Candidate {
    /// The id in answers.
    pub fn id(&self, study: &Study) -> String {
        match &self.name {
            Name::Cell(column, row) => format!("{CELL}{column}:{row}"),
            Name::Hub(id) => id.clone(),
            Name::Facility(place) => study.facilities.get(*place).facility.id.to_string(),
            Name::Point(number) => format!("point:{number}"),
        }
    }
}

/// The candidates, in the order in which equal ones are preferred: facilities and hubs by id, cells from west to east and then
/// from south to north, points as they were given.
pub(super) fn list(study: &Study, params: &Params) -> Vec<Candidate> {
    let selection = &params.selection;
    let mut list = Vec::new();
    if params.present == Present::Free {
        let present = study.counting(selection, params.service_type);
        list.extend(standing(study, &present));
    }
    match &params.candidates {
        Candidates::Lattice(side) => list.extend(cells(study, *side)),
        Candidates::Hubs => {
            let params = hubs::Params {
                selection: Selection::on(selection.date),
                diameter: Metres(study.settings.hub_diameter_m),
                of: None,
            };
            let hubs = hubs::run(study, &params).hubs;
            list.extend(hubs.iter().map(|hub| Candidate {
                at: hub.centre,
                name: Name::Hub(hub.id(study)),
            }));
        }
        Candidates::Places => {
            let all = study
                .facilities
                .located(&study.grants, &Selection::on(selection.date));
            list.extend(standing(study, &all));
        }
        Candidates::Given(points) => {
            let point = |(at, number): (&Coord<f64>, usize)| Candidate {
                at: *at,
                name: Name::Point(number),
            };
            list.extend(points.iter().zip(1..).map(point));
        }
    }
    if let Some(area) = params.area {
        let inside = &study.areas.get(area).neighbourhoods;
        list.retain(|candidate| {
            let at = study.areas.neighbourhood_at(candidate.at);
            at.is_some_and(|at| inside.contains(&at))
        });
    }
    list
}

/// Where some facilities stand, by the lowest id; each place once.
fn standing(study: &Study, facilities: &[u32]) -> Vec<Candidate> {
    let mut places: Vec<(u32, Coord<f64>)> = facilities
        .iter()
        .filter_map(|place| Some((*place, study.facilities.location(*place)?)))
        .collect();
    let id = |place: u32| &study.facilities.get(place).facility.id;
    places.sort_by(|(a, at), (b, other)| {
        let apart = at.x.total_cmp(&other.x).then(at.y.total_cmp(&other.y));
        apart.then_with(|| id(*a).cmp(id(*b)))
    });
    places.dedup_by(|(_, at), (_, kept)| at == kept);
    places.sort_by(|(a, _), (b, _)| id(*a).cmp(id(*b)));
    let candidate = |(place, at): (u32, Coord<f64>)| Candidate {
        at,
        name: Name::Facility(place),
    };
    places.into_iter().map(candidate).collect()
}

/// The cells with demand. One that is as wide as the lattice of the demand has its middle at a demand point.
fn cells(study: &Study, side: Metres) -> Vec<Candidate> {
    let demand = &study.demand;
    let lived = demand.points.iter().zip(&demand.residents);
    let mut cells: Vec<(i64, i64)> = lived
        .filter(|(_, residents)| **residents > 0.0)
        .map(|(at, _)| (cell_of(at.x, side.0), cell_of(at.y, side.0)))
        .collect();
    cells.sort_unstable();
    cells.dedup();
    let told = Told::of(study);
    let candidate = |(column, row)| Candidate {
        at: told.place(cell_centre((column, row), side.0)),
        name: Name::Cell(column, row),
    };
    cells.into_iter().map(candidate).collect()
}

/// Places as an answer tells them: longitude and latitude with 7 decimals. A cell's middle lies at exactly the norm distance of
/// many points of the lattice; the place that is told has to serve the same people as the one that was counted.
struct Told(Option<(Projector, Projector)>);

impl Told {
    fn of(study: &Study) -> Self {
        let globe = Crs::crs84();
        let both =
            Projector::new(&study.crs, &globe).and_then(|to| Ok((to, Projector::new(&globe, &study.crs)?)));
        Self(both.ok())
    }

    /// The place that is told of one in the city's CRS, in that CRS; the place itself where it has no longitude and latitude.
    fn place(&self, at: Coord<f64>) -> Coord<f64> {
        let seven = |degrees: f64| (degrees * 1e7).round() / 1e7;
        let told = self.0.as_ref().and_then(|(to, from)| {
            let degrees = to.coord(at).ok()?;
            let degrees = Coord {
                x: seven(degrees.x),
                y: seven(degrees.y),
            };
            from.coord(degrees).ok()
        });
        told.unwrap_or(at)
    }
}
