//! How many residents live how far from the nearest: classes of distance, cut so that one ends at the norm.

use crate::domain::units::ratio;
use crate::domain::{Metres, PopulationGroup};
use crate::study::Study;

use super::spreads::{self, Covered};

pub use super::spreads::Params;

/// Classes up to the norm distance. As many follow beyond it, and then one that has no end.
pub const WITHIN: u32 = 4;

/// Residents farther than `from` and no farther than `to` metres from the nearest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    pub from: f64,
    /// None: no end.
    pub to: Option<f64>,
    pub residents: f64,
    /// Residents no farther than `to`: at the norm distance those served.
    pub within: f64,
}

/// The answer for one area and group.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    pub norm: Metres,
    /// Residents of the group; none where no neighbourhood's are known, and then nothing is told.
    pub residents: Option<f64>,
    /// From near to far.
    pub classes: Vec<Class>,
    /// Residents from whom no facility can be reached at all.
    pub unreachable: f64,
}

impl Row {
    /// A part of the area's residents; none where nobody lives, or it is not known.
    pub fn share(&self, residents: f64) -> Option<f64> {
        ratio(residents, self.residents?)
    }
}

/// The answer, by area and group in the order asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Where classes end, in metres: at quarters of the norm distance, up to twice it.
pub fn ends(norm: Metres) -> Vec<f64> {
    let end = |n: u32| {
        // The norm itself, not what is left of it after dividing.
        if n == WITHIN {
            norm.0
        } else {
            norm.0 * f64::from(n) / f64::from(WITHIN)
        }
    };
    (1..=2 * WITHIN).map(end).collect()
}

/// Counts residents by distance.
pub fn run(study: &Study, params: &Params) -> Report {
    let norm = params.selection.norm(study, params.service_type);
    let covered = Covered::of(study, params);
    let rows = spreads::rows(study, params, |of, spread| {
        let mut classes = Vec::new();
        let (mut from, mut before) = (0.0, 0.0);
        for to in ends(norm) {
            let within = spread.within(to);
            classes.push(Class {
                from,
                to: Some(to),
                residents: within - before,
                within,
            });
            (from, before) = (to, within);
        }
        classes.push(Class {
            from,
            to: None,
            residents: spread.residents() - before,
            within: spread.residents(),
        });
        let covered = covered.row(of);
        Row {
            area: of.area,
            group: of.group,
            norm,
            residents: covered.residents,
            classes,
            unreachable: covered.residents_unreachable.unwrap_or(0.0),
        }
    });
    Report { rows }
}
