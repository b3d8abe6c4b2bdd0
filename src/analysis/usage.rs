//! How much a facility is used: its visitors beside the residents who have it within reach, how full it is, and what a visit
//! costs the municipality.
//!
//! Visitors may come from anywhere and often, so visitors per resident is a measure to compare facilities of one type by, not
//! a share of people. What nobody reported stays unknown.

use std::collections::HashMap;

use super::overlaps::{self, Unique};
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

/// Looks up how much each facility is used.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params {
        selection,
        facilities,
    } = params;
    let mut ascending = facilities.clone();
    ascending.sort_unstable();
    let in_reach: HashMap<u32, Unique> = overlaps::unique(study, selection, Some(&ascending))
        .into_iter()
        .map(|unique| (unique.facility, unique))
        .collect();
    let rows = facilities.iter().map(|place| {
        let facility = &study.facilities.get(*place).facility;
        let reached = in_reach.get(place);
        let residents = reached.map(|of| of.residents_in_reach);
        let visitors = facility.visitors_per_year;
        let euros = study
            .facilities
            .euros_per_year(*place, &study.grants, selection.date);
        let share = |part: Option<f64>, whole: Option<f64>| ratio(part?, whole?);
        Row {
            facility: *place,
            residents_in_reach: residents,
            unique_coverage: reached.map(|of| of.unique_coverage),
            visitors_per_resident: share(visitors, residents),
            occupancy_rate: share(facility.occupancy, facility.capacity),
            role: study.facilities.role(*place, &study.grants, selection.date),
            euros_per_year: euros,
            euros_per_visitor: share(euros.map(|euros| euros.0), visitors).map(Euros),
        }
    });
    Report { rows: rows.collect() }
}
