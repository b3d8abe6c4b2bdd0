//! What do we have where: facilities per area, per square kilometre of land and per 1,000 residents.

use std::collections::HashSet;

use crate::domain::PopulationGroup;
use crate::domain::units::ratio;
use crate::study::{Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// Without a service type every facility counts, classified or not.
    pub selection: Selection,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The answer for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// Located facilities that stand in it; none for an area whose neighbourhoods are not known.
    pub facility_count: Option<u64>,
    /// Facilities ÷ square kilometres of land.
    pub facilities_per_km2: Option<f64>,
    /// Facilities per 1,000 residents of the group.
    pub facilities_per_1000: Option<f64>,
    /// Residents of the group, where known.
    pub residents: Option<f64>,
}

/// The answer, one row per area asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Counts facilities per area.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    let service_type = selection
        .service_type
        .as_ref()
        .map(|code| study.taxonomy.position(code.as_str()));
    let mut counts = vec![0_u64; study.areas.neighbourhood_count];
    let facilities = &study.facilities;
    let mut count = |place: u32| {
        if let Some(neighbourhood) = facilities.get(place).neighbourhood {
            counts[neighbourhood as usize] += 1;
        }
    };
    match service_type {
        None => facilities.counted(&study.grants, selection).for_each(&mut count),
        Some(of) => of
            .into_iter()
            .flat_map(|of| facilities.counted_of_type(&study.grants, selection, of))
            .for_each(&mut count),
    }
    let rows = params
        .areas
        .iter()
        .map(|place| {
            let area = study.areas.get(*place);
            let inside: HashSet<u32> = area.neighbourhoods.iter().copied().collect();
            let facility_count =
                (!inside.is_empty()).then(|| inside.iter().map(|place| counts[*place as usize]).sum::<u64>());
            let residents = residents_of(study, *place, selection.group);
            let facilities = facility_count.map(|count| count as f64);
            Row {
                area: *place,
                facility_count,
                facilities_per_km2: facilities.and_then(|count| ratio(count, area.density_km2())),
                facilities_per_1000: facilities
                    .zip(residents)
                    .and_then(|(count, residents)| ratio(count * 1000.0, residents)),
                residents,
            }
        })
        .collect();
    Report { rows }
}

/// Residents of a group in an area: of `all` the area's own figure, of a band the sum over its neighbourhoods.
pub fn residents_of(study: &Study, area: u32, group: PopulationGroup) -> Option<f64> {
    if group == PopulationGroup::All {
        return study.areas.get(area).residents;
    }
    let known = study.areas.get(area).neighbourhoods.iter().filter_map(|place| {
        let figures = study.areas.groups.get(*place as usize)?;
        Some(figures.residents? * figures.share(group)?)
    });
    known.fold(None, |total, residents| Some(total.unwrap_or(0.0) + residents))
}
