//! Who is reached: the share of residents with a facility within the norm, how far they go and how much choice they have.
//!
//! Coverage as in maxcovr and AccessMod, mean distance as in CBS's nabijheid (over straight lines, not roads), redundancy as
//! the part of all reached choices that is not a resident's first.

use std::sync::Arc;

use crate::domain::PopulationGroup;
use crate::domain::units::ratio;
use crate::study::{DemandKind, Reach, Selection, Study, Sums};

/// The question: one service type, for some areas.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The answer for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// Residents of the group, as the demand holds them; none, like the figures below, where no neighbourhood's residents are
    /// known.
    pub residents: Option<f64>,
    /// Share of them with a facility within the norm; null where nobody lives.
    pub coverage: Option<f64>,
    pub residents_served: Option<f64>,
    pub residents_unserved: Option<f64>,
    /// Those of the unserved from whom no facility can be reached at all.
    pub residents_unreachable: Option<f64>,
    /// Mean metres to the nearest, over those who can reach one.
    pub mean_distance: Option<f64>,
    /// Mean number within the norm, over the same.
    pub mean_count: Option<f64>,
    /// Σ p·max(0, m−1) ÷ Σ p·m.
    pub redundancy_ratio: Option<f64>,
    /// Whether some group share was imputed.
    pub imputed: bool,
    /// Neighbourhoods of which the residents are not known and which are in no figure.
    pub neighbourhoods_missing: usize,
}

/// The answer, one row per area asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Adds up who is reached, per area.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params {
        selection,
        service_type,
        areas,
    } = params;
    let reach_in = study.reach_in_each(selection, *service_type);
    let own = |area: &u32| row(*area, reach_in(*area).sums(study, *area, selection.group));
    Report {
        rows: areas.iter().map(own).collect(),
    }
}

/// What the figures of one area add up from: its measured neighbourhoods, each with its sums. With `within` that is the reach to
/// what stands in the whole area.
pub fn terms(study: &Study, selection: &Selection, service_type: usize, area: u32) -> Vec<(u32, Sums)> {
    let reach = study.reach_in(selection, service_type, area);
    let inside = study.areas.get(area).neighbourhoods.iter();
    inside
        .filter_map(|at| {
            let block = reach.of(*at)?;
            Some((*at, block.sums(&study.areas, &study.demand, *at, selection.group)))
        })
        .collect()
}

/// The reach over the whole city. With `within` only what stands in it counts.
pub fn city_reach(study: &Study, selection: &Selection, service_type: usize) -> Arc<Reach> {
    if selection.within {
        study.reach_inside(selection, service_type)
    } else {
        study.reach(selection, service_type)
    }
}

/// The sums over all neighbourhoods together.
pub fn city(study: &Study, selection: &Selection, service_type: usize) -> Sums {
    city_reach(study, selection, service_type).city_sums(study, selection.group)
}

fn row(area: u32, sums: Sums) -> Row {
    let figure = |residents: f64| sums.known.then_some(residents);
    Row {
        area,
        residents: figure(sums.residents),
        coverage: ratio(sums.served, sums.residents),
        residents_served: figure(sums.served),
        residents_unserved: figure(sums.residents - sums.served),
        residents_unreachable: figure(sums.residents - sums.reachable),
        mean_distance: ratio(sums.distance, sums.reachable),
        mean_count: ratio(sums.count, sums.reachable),
        redundancy_ratio: ratio(sums.surplus, sums.count),
        imputed: sums.imputed,
        neighbourhoods_missing: sums.missing as usize,
    }
}

/// Residents of a group in an area, as the demand holds them; none where nobody knows them.
pub fn residents_of(study: &Study, group: PopulationGroup, area: u32) -> Option<f64> {
    let inside = study.areas.get(area).neighbourhoods.iter();
    let known = inside.filter(|at| study.demand.knows(&study.areas, **at, group));
    let sums = known.map(|at| {
        let mut residents = 0.0;
        study
            .demand
            .weights(&study.areas, *at, group, |_, weight| residents += weight);
        residents
    });
    sums.reduce(|a, b| a + b)
}

/// How much the coverage of the whole city differs between the lattice in use and one of half its spacing: agreement between
/// calculations is not accuracy. None where demand does not come from the lattice, or nobody lives.
pub fn resolution_error(study: &Study, selection: &Selection, service_type: usize) -> Option<f64> {
    if study.demand.kind != DemandKind::Lattice {
        return None;
    }
    let finer = study.with_lattice(study.demand.spacing / 2.0);
    let everywhere: Vec<u32> = (0_u32..).take(study.areas.neighbourhood_count).collect();
    let coverage = |study: &Study| {
        let params = Params {
            selection: selection.clone(),
            service_type,
            areas: everywhere.clone(),
        };
        let rows = run(study, &params).rows;
        let served: f64 = rows.iter().filter_map(|row| row.residents_served).sum();
        ratio(served, rows.iter().filter_map(|row| row.residents).sum())
    };
    Some((coverage(study)? - coverage(&finer)?).abs())
}
