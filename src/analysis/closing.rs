//! What closing means: who had a facility within the norm and has none any more, where they live, and how far it is for them
//! before and after. The change is one between two studies; several facilities that close are counted together.

use crate::domain::Metres;
use crate::domain::units::ratio;
use crate::study::{Selection, Study};

/// The question. Facilities count for everybody, wherever they stand.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// The neighbourhoods to answer for, as places in the study's list.
    pub neighbourhoods: Vec<u32>,
}

/// Who loses the service in one neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the neighbourhood in the study's list.
    pub neighbourhood: u32,
    /// Residents of the group.
    pub residents: f64,
    /// Those of them who lose it.
    pub lost: f64,
}

/// The answer. What others gain makes up for nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The neighbourhoods in which somebody loses it, in the order asked.
    pub rows: Vec<Row>,
    /// Residents of the group, those with a facility within the norm before, and those who lose it.
    pub residents: f64,
    pub served: f64,
    pub lost: f64,
    /// Mean metres to the nearest facility of those who lose it, before and after; none after where nothing is left to reach.
    pub before: Option<Metres>,
    pub after: Option<Metres>,
}

/// Compares two studies over the same residents.
pub fn run(before: &Study, after: &Study, params: &Params) -> Report {
    let Params {
        selection,
        service_type,
        neighbourhoods,
    } = params;
    let mut report = Report {
        rows: Vec::new(),
        residents: 0.0,
        served: 0.0,
        lost: 0.0,
        before: None,
        after: None,
    };
    let (mut metres_before, mut metres_after) = (0.0, 0.0);
    let reaches = (
        before.reach(selection, *service_type),
        after.reach(selection, *service_type),
    );
    for at in neighbourhoods {
        let (Some(then), Some(now)) = (reaches.0.of(*at), reaches.1.of(*at)) else {
            continue;
        };
        let mut row = Row {
            neighbourhood: *at,
            residents: 0.0,
            lost: 0.0,
        };
        before
            .demand
            .weights(&before.areas, *at, selection.group, |point, weight| {
                row.residents += weight;
                if then.served(point) {
                    report.served += weight;
                    if weight > 0.0 && !now.served(point) {
                        row.lost += weight;
                        metres_before += weight * f64::from(then.nearest(point));
                        metres_after += weight * f64::from(now.nearest(point));
                    }
                }
            });
        report.residents += row.residents;
        report.lost += row.lost;
        if row.lost > 0.0 {
            report.rows.push(row);
        }
    }
    report.before = ratio(metres_before, report.lost).map(Metres);
    report.after = ratio(metres_after, report.lost)
        .filter(|metres| metres.is_finite())
        .map(Metres);
    report
}
