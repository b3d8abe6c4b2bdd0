//! How far the residents of areas go, group by group: what is asked of it and the one walk that equity, Lorenz curves and classes
//! of distance share.

use crate::domain::PopulationGroup;
use crate::study::{Selection, Spread, Study};

use super::coverage;

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

/// An area and a group of the question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Of {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    /// Which of the question's areas and which of its groups it is, from 0.
    pub place: (usize, usize),
}

/// Makes a row of the distances of every area and group, in the order asked.
pub(super) fn rows<R>(study: &Study, params: &Params, mut row: impl FnMut(Of, &Spread) -> R) -> Vec<R> {
    let mut rows = Vec::with_capacity(params.areas.len() * params.groups.len());
    let reach_in = study.reach_in_each(&params.selection, params.service_type);
    for (at, area) in params.areas.iter().enumerate() {
        let distances = reach_in(*area).distances(study, *area);
        for (group_at, group) in params.groups.iter().enumerate() {
            let of = Of {
                area: *area,
                group: *group,
                place: (at, group_at),
            };
            rows.push(row(of, &distances.of_group(study, *group)));
        }
    }
    rows
}

/// Who is reached, by group and then by area, both in the order asked.
pub(super) struct Covered(Vec<Vec<coverage::Row>>);

impl Covered {
    pub fn of(study: &Study, params: &Params) -> Self {
        let (selection, service_type) = (&params.selection, params.service_type);
        let of_group =
            |group: &PopulationGroup| coverage_of(study, selection, service_type, *group, &params.areas);
        Self(params.groups.iter().map(of_group).collect())
    }

    /// That of an area and group of the question.
    pub fn row(
        &self,
        Of {
            place: (area, group), ..
        }: Of,
    ) -> &coverage::Row {
        &self.0[group][area]
    }
}

/// Who of a group is reached in the areas.
pub fn coverage_of(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    group: PopulationGroup,
    areas: &[u32],
) -> Vec<coverage::Row> {
    let params = coverage::Params {
        selection: Selection {
            group,
            ..selection.clone()
        },
        service_type,
        areas: areas.to_vec(),
    };
    coverage::run(study, &params).rows
}
