//! The Lorenz curve of distance: which share of all metres the residents who live nearest go.

use crate::domain::PopulationGroup;
use crate::study::Study;

use super::spreads;

pub use super::spreads::Params;

/// Equal parts in which the residents are taken.
pub const PARTS: u32 = 100;

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
    let rows = spreads::rows(study, params, |of, spread| Row {
        area: of.area,
        group: of.group,
        curve: spread.lorenz(PARTS),
    });
    Report { rows }
}
