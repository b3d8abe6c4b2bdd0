//! What of two states of a city, one beside the other, would give a few observed people away.

use std::collections::HashSet;

use super::suppression::{self, AreaKey};
use crate::analysis::assessment;
use crate::domain::Metres;
use crate::domain::criterion::{Criterion, Measure};
use crate::study::{Selection, Study};

/// What may not be told.
#[derive(Default)]
pub(super) struct Hidden {
    areas: HashSet<AreaKey>,
    pub city: bool,
}

impl Hidden {
    /// Small counts of a type: before, after and between. Two distances would tell who live between them: what is hidden under
    /// the type's own norm or under that of a criterion is hidden altogether.
    pub fn between((before, after): (&Study, &Study), selection: &Selection, service_type: usize) -> Self {
        let mut hidden = Self::default();
        if !before.demand_confidential() && !after.demand_confidential() {
            return hidden;
        }
        let of_type = Selection {
            service_type: before
                .taxonomy
                .types()
                .get(service_type)
                .map(|of| of.code.clone()),
            ..selection.clone()
        };
        let stages = |distance: Option<Metres>| {
            let selection = Selection {
                distance,
                ..of_type.clone()
            };
            [(before, selection.clone()), (after, selection)]
        };
        let criteria = assessment::in_force(before, &of_type);
        let criteria = criteria.into_iter().map(|of| &before.criteria.criteria[of]);
        let distances = criteria.filter(|of| travels(of)).map(|of| of.distance_m);
        let distances: Vec<Option<Metres>> = std::iter::once(None).chain(distances).collect();
        for distance in &distances {
            let stages = stages(*distance);
            hidden
                .areas
                .extend(suppression::hidden_over_time(&stages, Some(service_type)));
        }
        hidden.city = distances.iter().any(|distance| {
            suppression::city_hidden_over_time(&stages(*distance), service_type, &hidden.areas)
        });
        hidden
    }

    /// Whether figures over the people of an area may not be told.
    pub fn hides(&self, study: &Study, area: u32) -> bool {
        let area = study.areas.get(area);
        !self.areas.is_empty() && self.areas.contains(&(area.level, area.code.clone()))
    }
}

/// Whether a criterion is about who reaches what.
pub(super) fn travels(criterion: &Criterion) -> bool {
    matches!(criterion.measure, Measure::Coverage | Measure::MeanDistance)
}
