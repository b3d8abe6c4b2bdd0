//! How much a facility is used: its visitors beside the residents who have it within reach, how full it is, and what a visit
//! costs the municipality.
//!
//! Visitors may come from anywhere and often, so visitors per resident is a measure to compare facilities of one type by, not
//! a share of people. What nobody reported stays unknown.

use crate::domain::units::ratio;
use crate::domain::{Euros, MunicipalRole};
use crate::study::{Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// The facilities to answer for, as places in the study's list.
    pub facilities: Vec<u32>,
}

/// The answer for one facility.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the facility in the study's list.
    pub facility: u32,
    /// Residents of the group within the norm distance of its type; none where it counts in no typed analysis: not located, not
    /// classified, or not valid on the date.
    pub residents_in_reach: Option<f64>,
    /// Those of them who have no other of its type.
    pub unique_coverage: Option<f64>,
    /// Visitors a year ÷ residents in reach.
    pub visitors_per_resident: Option<f64>,
    /// Occupancy ÷ capacity; above 1 where there are more than there is room for.
    pub occupancy_rate: Option<f64>,
    pub role: Option<MunicipalRole>,
    pub euros_per_year: Option<Euros>,
    /// Euros a year ÷ visitors a year.
    pub euros_per_visitor: Option<Euros>,
}

/// A row per facility, in the order in which they were asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Residents in reach of a facility, and those of them who have no other.
type InReach = (f64, f64);

/// Looks up how much each facility is used.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params {
        selection,
        facilities,
    } = params;
    let in_reach = in_reach(study, selection, facilities);
    let rows = facilities.iter().map(|place| {
        let facility = &study.facilities.get(*place).facility;
        let reached = in_reach[*place as usize];
        let residents = reached.map(|(residents, _)| residents);
        let visitors = facility.visitors_per_year;
        let euros = study
            .facilities
            .euros_per_year(*place, &study.grants, selection.date);
        let share = |part: Option<f64>, whole: Option<f64>| ratio(part?, whole?);
        Row {
            facility: *place,
            residents_in_reach: residents,
            unique_coverage: reached.map(|(_, alone)| alone),
            visitors_per_resident: share(visitors, residents),
            occupancy_rate: share(facility.occupancy, facility.capacity),
            role: study.facilities.role(*place, &study.grants, selection.date),
            euros_per_year: euros,
            euros_per_visitor: share(euros.map(|euros| euros.0), visitors).map(Euros),
        }
    });
    Report { rows: rows.collect() }
}

/// By place in the study's list, for the facilities of the asked types that are among `facilities`, each type under its norm.
fn in_reach(study: &Study, selection: &Selection, facilities: &[u32]) -> Vec<Option<InReach>> {
    let mut all = vec![None; study.facilities.list.len()];
    let mut asked = vec![false; study.taxonomy.types().len()];
    for place in facilities {
        if let Some(of) = study.facilities.get(*place).service_type {
            asked[of] = true;
        }
    }
    for service_type in selection.types(study).into_iter().filter(|of| asked[*of]) {
        let reach = study.reach(selection, service_type);
        let mut sums: Vec<InReach> = vec![(0.0, 0.0); reach.facilities.len()];
        reach.sets(study, selection.group, |near, weight| {
            for at in near {
                sums[*at as usize].0 += weight;
            }
            if let [only] = near {
                sums[*only as usize].1 += weight;
            }
        });
        for (place, sums) in reach.facilities.iter().zip(sums) {
            all[*place as usize] = Some(sums);
        }
    }
    all
}
