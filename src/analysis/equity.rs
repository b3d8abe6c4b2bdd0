//! How unequally far residents have to go: per area and group the mean, the middle and the far end, Gini's coefficient, and how
//! far those beyond the norm fall short of it (Foster, Greer & Thorbecke 1984).

use crate::domain::PopulationGroup;
use crate::domain::units::ratio;
use crate::study::{Selection, Study};

use super::spreads::{self, Covered};

pub use super::spreads::Params;

/// The answer for one area and group. Distances are metres to the nearest facility, over the residents who can reach one; none
/// where there are none.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    /// Residents of the group; none where no neighbourhood's are known.
    pub residents: Option<f64>,
    /// Those of them from whom no facility can be reached at all.
    pub residents_unreachable: Option<f64>,
    pub mean: Option<f64>,
    pub median: Option<f64>,
    /// Nine in ten go no farther.
    pub p90: Option<f64>,
    /// 0: all go equally far; none where nobody goes any metre.
    pub gini: Option<f64>,
    /// The part beyond the norm, and their shortfall weighed once and twice.
    pub fgt: [Option<f64>; 3],
    /// The mean ÷ that of all residents of the city.
    pub ratio_to_city: Option<f64>,
    /// Whether some group share was imputed.
    pub imputed: bool,
}

/// The answer, by area and group in the order asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Weighs every distance once per area and group.
pub fn run(study: &Study, params: &Params) -> Report {
    let city = city_mean(study, &params.selection, params.service_type);
    let covered = Covered::of(study, params);
    let rows = spreads::rows(study, params, |of, spread| {
        let covered = covered.row(of);
        Row {
            area: of.area,
            group: of.group,
            residents: covered.residents,
            residents_unreachable: covered.residents_unreachable,
            mean: covered.mean_distance,
            median: spread.quantile(0.5),
            p90: spread.quantile(0.9),
            gini: spread.gini(),
            fgt: [0, 1, 2].map(|alpha| spread.shortfall(alpha)),
            ratio_to_city: covered
                .mean_distance
                .zip(city)
                .and_then(|(mean, city)| ratio(mean, city)),
            imputed: covered.imputed,
        }
    });
    Report { rows }
}

/// Mean metres of all residents of the city who can reach a facility, wherever it stands.
fn city_mean(study: &Study, selection: &Selection, service_type: usize) -> Option<f64> {
    let everywhere = Selection {
        within: false,
        ..selection.clone()
    };
    let reach = study.reach(&everywhere, service_type);
    let total = reach.city_sums(study, PopulationGroup::All);
    ratio(total.distance, total.reachable)
}
