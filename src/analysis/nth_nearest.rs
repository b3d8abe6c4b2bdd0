//! What is left to choose from: how far residents go to the n-th nearest (dual access, Cui & Levinson 2020).

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::units::ratio;
use crate::study::{Reach, Selection, Study, Travel};

/// The question: one service type, for some areas.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// Which nearest: 1 is the nearest itself.
    pub nth: usize,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The answer for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// Mean metres to the n-th nearest over the residents of the group; none with fewer facilities, or where nobody lives.
    pub mean_distance: Option<f64>,
}

/// The answer, one row per area asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Σ p·d and Σ p of the residents who have an n-th nearest.
#[derive(Clone, Copy, Default)]
struct Sums {
    distance: f64,
    residents: f64,
}

/// Measures from every demand point of the areas; of a neighbourhood once, however many areas hold it.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params {
        selection,
        service_type,
        areas,
        ..
    } = params;
    let city_wide = (!selection.within).then(|| towards(study, &study.reach(selection, *service_type)));
    let mut known: HashMap<u32, Sums> = HashMap::new();
    let rows = areas.iter().map(|place| {
        let neighbourhoods = &study.areas.get(*place).neighbourhoods;
        let mut total = Sums::default();
        let mut add = |of: Sums| {
            total.distance += of.distance;
            total.residents += of.residents;
        };
        if let Some(travel) = &city_wide {
            for at in neighbourhoods {
                add(*known
                    .entry(*at)
                    .or_insert_with(|| sums(study, params, travel, *at)));
            }
        } else {
            let travel = towards(study, &study.reach_in(selection, *service_type, *place));
            for at in neighbourhoods {
                add(sums(study, params, &travel, *at));
            }
        }
        Row {
            area: *place,
            mean_distance: ratio(total.distance, total.residents),
        }
    });
    Report { rows: rows.collect() }
}

fn towards(study: &Study, reach: &Arc<Reach>) -> Travel {
    Travel::straight(study, reach.facilities.clone(), reach.norm)
}

fn sums(study: &Study, params: &Params, travel: &Travel, neighbourhood: u32) -> Sums {
    let mut sums = Sums::default();
    let mut near = Vec::new();
    let each = |point: usize, weight: f64| {
        if weight > 0.0
            && let Some(metres) = travel.nth(study.demand.points[point], params.nth, &mut near)
        {
            sums.distance += weight * metres;
            sums.residents += weight;
        }
    };
    study
        .demand
        .weights(&study.areas, neighbourhood, params.selection.group, each);
    sums
}
