//! How much of what an area has stands together: the share of its facilities that stand in a hub.

use std::collections::BTreeSet;

use super::hubs;
use crate::domain::Metres;
use crate::domain::units::ratio;
use crate::study::{Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// With a service type only facilities of that type are counted; facilities of every type make the hubs all the same.
    pub selection: Selection,
    /// Widest that a hub may be; the settings give the city's.
    pub diameter: Metres,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The answer for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// Located facilities that stand in it; none, like the figures below, for an area whose neighbourhoods are not known.
    pub facility_count: Option<u64>,
    /// Those of them that stand in a hub, wherever the hub's other facilities stand.
    pub facilities_in_hubs: Option<u64>,
    /// The second ÷ the first; null where there are no facilities.
    pub concentration: Option<f64>,
    /// Hubs of which a counted facility stands in it.
    pub hubs: Option<u64>,
}

/// The answer, one row per area asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// What one neighbourhood has.
#[derive(Clone, Default)]
struct Held {
    facilities: u64,
    in_hubs: u64,
    /// Places of the hubs in the report on them.
    hubs: BTreeSet<usize>,
}

/// Counts facilities in and outside hubs per area. A hub may reach across the border of one.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    // The neighbourhood of a facility that is counted.
    let counted = |place: u32| {
        let of = study.facilities.get(place);
        let neighbourhood = of.neighbourhood.map(|at| at as usize);
        neighbourhood.filter(|_| selection.asks(study, of.service_type))
    };
    let mut held = vec![Held::default(); study.areas.neighbourhood_count];
    let members = params
        .areas
        .iter()
        .flat_map(|of| &study.areas.get(*of).neighbourhoods);
    let asked: BTreeSet<usize> = members.map(|at| *at as usize).collect();
    let mut of = Vec::new();
    for place in study.facilities.located(&study.grants, selection) {
        if let Some(at) = counted(place) {
            held[at].facilities += 1;
            of.extend(asked.contains(&at).then_some(place));
        }
    }
    of.sort_unstable();
    let everywhere = asked.len() == study.areas.neighbourhood_count;
    let of_hubs = hubs::Params {
        selection: selection.clone(),
        diameter: params.diameter,
        of: (!everywhere).then_some(of),
    };
    for (number, hub) in hubs::run(study, &of_hubs).hubs.iter().enumerate() {
        for at in hub.facilities.iter().filter_map(|place| counted(*place)) {
            held[at].in_hubs += 1;
            held[at].hubs.insert(number);
        }
    }
    let rows = params
        .areas
        .iter()
        .map(|place| row(study, *place, &held))
        .collect();
    Report { rows }
}

fn row(study: &Study, place: u32, held: &[Held]) -> Row {
    let members = &study.areas.get(place).neighbourhoods;
    let inside = || members.iter().map(|at| &held[*at as usize]);
    let known = |count: u64| (!members.is_empty()).then_some(count);
    let facilities: u64 = inside().map(|of| of.facilities).sum();
    let in_hubs: u64 = inside().map(|of| of.in_hubs).sum();
    let hubs: BTreeSet<usize> = inside().flat_map(|of| of.hubs.iter().copied()).collect();
    Row {
        area: place,
        facility_count: known(facilities),
        facilities_in_hubs: known(in_hubs),
        concentration: ratio(in_hubs as f64, facilities as f64),
        hubs: known(hubs.len() as u64),
    }
}
