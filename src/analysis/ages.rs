//! Who live in an area: its residents per age band, and those whom no band holds.

use crate::domain::PopulationGroup;
use crate::study::Study;

use super::coverage::residents_of;

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The answer for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// All residents, as the demand holds them; none where no neighbourhood's are known.
    pub residents: Option<f64>,
    /// Those per band, in the order of [`PopulationGroup::BANDS`]; none where nobody knows them.
    pub bands: [Option<f64>; 5],
    /// Whether the share of a band was imputed somewhere in the area.
    pub imputed: [bool; 5],
}

impl Row {
    /// Residents whom no band holds: sources tell whole percents, and not of everybody. Below 0 the bands hold more than there
    /// are.
    pub fn rest(&self) -> Option<f64> {
        Some(self.residents? - self.bands.iter().flatten().sum::<f64>())
    }
}

/// The answer, one row per area asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Adds up who live in the areas.
pub fn run(study: &Study, params: &Params) -> Report {
    let row = |area: &u32| {
        let inside = &study.areas.get(*area).neighbourhoods;
        let imputed = |group| {
            let mut inside = inside.iter();
            inside.any(|at| study.demand.imputed(&study.areas, *at, group))
        };
        Row {
            area: *area,
            residents: residents_of(study, PopulationGroup::All, *area),
            bands: PopulationGroup::BANDS.map(|group| residents_of(study, group, *area)),
            imputed: PopulationGroup::BANDS.map(imputed),
        }
    };
    Report {
        rows: params.areas.iter().map(row).collect(),
    }
}
