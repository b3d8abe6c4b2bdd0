//! The Lorenz curve of distance: which share of all metres the residents who live nearest go.

use crate::domain::PopulationGroup;
use crate::study::{Selection, Study};

/// Equal parts in which the residents are taken.
pub const PARTS: u32 = 100;

/// The question: one service type, for some areas and groups. The group of the selection plays no part.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    pub groups: Vec<PopulationGroup>,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The curve of one area and group.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    /// The share of all metres at population shares 0, 1 ÷ [`PARTS`], … 1; none where nobody goes any metre.
    pub curve: Option<Vec<f64>>,
}

/// The answer, by area and group in the order asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Draws the curves.
pub fn run(study: &Study, params: &Params) -> Report {
    let rows = params.areas.iter().flat_map(|area| {
        let reach = study.reach_in(&params.selection, params.service_type, *area);
        let distances = reach.distances(study, *area);
        let of_group = move |group: &PopulationGroup| Row {
            area: *area,
            group: *group,
            curve: distances.of_group(study, *group).lorenz(PARTS),
        };
        params.groups.iter().map(of_group)
    });
    Report { rows: rows.collect() }
}
