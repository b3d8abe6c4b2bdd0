//! What is different between two states of the same city: who is reached before and after, per area, and which criteria turn.

use geo::Coord;

use super::{assessment, coverage, density};
use crate::domain::units::ratio;
use crate::study::{Selection, Study};

/// The question: one service type and one group.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// What is compared of an area.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Share of the residents with a facility within the norm.
    pub coverage: Option<f64>,
    /// How many they are.
    pub residents_served: Option<f64>,
    /// Mean metres to the nearest, over those who can reach one.
    pub mean_distance: Option<f64>,
}

impl Figures {
    /// These less those of before, each where both are known.
    #[must_use]
    pub fn less(&self, before: &Self) -> Self {
        let less = |now: Option<f64>, then: Option<f64>| Some(now? - then?);
        Self {
            coverage: less(self.coverage, before.coverage),
            residents_served: less(self.residents_served, before.residents_served),
            mean_distance: less(self.mean_distance, before.mean_distance),
        }
    }
}

impl From<&coverage::Row> for Figures {
    fn from(row: &coverage::Row) -> Self {
        Self {
            coverage: row.coverage,
            residents_served: row.residents_served,
            mean_distance: row.mean_distance,
        }
    }
}

/// An area before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the list of both studies.
    pub area: u32,
    pub before: Figures,
    pub after: Figures,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The whole city, before and after.
    pub city: (Figures, Figures),
    /// The areas whose figures differ, in the order asked.
    pub rows: Vec<Row>,
}

/// Compares two studies with the same areas and residents, as an edit leaves them.
pub fn run(before: &Study, after: &Study, params: &Params) -> Report {
    let of_study = |study: &Study| {
        let params = coverage::Params {
            selection: params.selection.clone(),
            service_type: params.service_type,
            areas: params.areas.clone(),
        };
        coverage::run(study, &params).rows
    };
    let rows = of_study(before).into_iter().zip(of_study(after));
    let rows = rows.map(|(then, now)| Row {
        area: then.area,
        before: (&then).into(),
        after: (&now).into(),
    });
    let whole = |study| city(study, &params.selection, params.service_type);
    Report {
        city: (whole(before), whole(after)),
        rows: rows.filter(|row| row.before != row.after).collect(),
    }
}

/// The figures of all neighbourhoods together. With `within` that is what stands in the city for who live there.
fn city(study: &Study, selection: &Selection, service_type: usize) -> Figures {
    let sums = coverage::city(study, selection, service_type);
    Figures {
        coverage: ratio(sums.served, sums.residents),
        residents_served: sums.known.then_some(sums.served),
        mean_distance: ratio(sums.distance, sums.reachable),
    }
}

/// How many facilities of the type stand in each area asked, before and after.
pub fn counts(before: &Study, after: &Study, params: &Params) -> Vec<(Option<u64>, Option<u64>)> {
    let types = before.taxonomy.types();
    let of_study = |study: &Study| {
        let selection = Selection {
            service_type: types.get(params.service_type).map(|of| of.code.clone()),
            ..params.selection.clone()
        };
        let params = density::Params {
            selection,
            areas: params.areas.clone(),
        };
        density::run(study, &params)
            .rows
            .into_iter()
            .map(|row| row.facility_count)
    };
    of_study(before).zip(of_study(after)).collect()
}

/// A demand point from which a facility lies within the norm before or after, but not both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// In the city's CRS.
    pub at: Coord<f64>,
    /// Residents of the group.
    pub residents: f64,
    /// Whether one does after.
    pub served: bool,
}

/// The demand points with residents that gain or lose the service: the first `most` of them, by neighbourhood, and how many
/// there are. With `within` what stands in the city counts.
pub fn cells(before: &Study, after: &Study, params: &Params, most: usize) -> (Vec<Cell>, usize) {
    let Params {
        selection,
        service_type,
        ..
    } = params;
    let reaches = (
        coverage::city_reach(before, selection, *service_type),
        coverage::city_reach(after, selection, *service_type),
    );
    let (mut cells, mut total) = (Vec::new(), 0);
    for neighbourhood in (0_u32..).take(before.areas.neighbourhood_count) {
        let (Some(then), Some(now)) = (reaches.0.of(neighbourhood), reaches.1.of(neighbourhood)) else {
            continue;
        };
        if std::ptr::eq(then, now) {
            continue;
        }
        let demand = &before.demand;
        demand.weights(
            &before.areas,
            neighbourhood,
            selection.group,
            |point, residents| {
                if residents > 0.0 && then.served(point) != now.served(point) {
                    total += 1;
                    if cells.len() < most {
                        cells.push(Cell {
                            at: demand.points[point],
                            residents,
                            served: now.served(point),
                        });
                    }
                }
            },
        );
    }
    (cells, total)
}

/// One criterion for one area, before and after, where verdict, value or shortage differ.
pub fn criteria(
    before: &Study,
    after: &Study,
    selection: &Selection,
) -> Vec<(assessment::Row, assessment::Row)> {
    let of_study = |study: &Study| {
        // A criterion brings its own distance, else it is its type's.
        let selection = Selection {
            distance: None,
            ..selection.clone()
        };
        let everywhere = assessment::Params {
            selection,
            areas: None,
        };
        assessment::run(study, &everywhere).rows
    };
    let rows = of_study(before).into_iter().zip(of_study(after));
    rows.filter(|(then, now)| {
        (then.verdict, then.value, then.short_by) != (now.verdict, now.value, now.short_by)
    })
    .collect()
}
