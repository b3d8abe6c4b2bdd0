//! The fewest sites that serve everybody whom the candidates can serve (Toregas et al. 1971).
//!
//! min Σ Y_j, Σ_j a_gj·Y_j ≥ 1 for all residents g alike who are in reach of some candidate, Y ∈ {0, 1}.

use std::time::Duration;

use highs::{RowProblem, Sense};

use super::exact::{MOST_ENTRIES, alike};
use crate::analysis::solver;
use crate::study::Cover;

/// What came out.
pub(super) struct Found {
    /// Fewer than it began with, where they are.
    pub chosen: Option<Vec<u32>>,
    /// No fewer sites serve everybody.
    pub bound: usize,
    pub optimal: bool,
    /// False where greedy's answer is all there is: the model would be too large to look at.
    pub looked: bool,
}

/// Looks for fewer sites than those that are known to serve everybody, no longer than the limit.
pub(super) fn sites(cover: &Cover, left: &[i64], known: &[u32], limit: Duration) -> Found {
    let nothing = Found {
        chosen: None,
        bound: usize::from(!known.is_empty()),
        optimal: known.len() < 2,
        looked: known.len() < 2,
    };
    let groups = alike(cover, left, |_| 0, MOST_ENTRIES).filter(|_| !nothing.optimal);
    let Some((groups, _)) = groups else { return nothing };
    let mut problem = RowProblem::default();
    let columns: Vec<_> = (0..cover.len())
        .map(|_| problem.add_integer_column(1.0, 0.0..=1.0))
        .collect();
    for group in &groups {
        let sites = group
            .candidates
            .iter()
            .map(|place| (columns[*place as usize], 1.0));
        problem.add_row(1.0.., sites);
    }
    let mut start = vec![0.0; cover.len()];
    for place in known {
        start[*place as usize] = 1.0;
    }
    let Some(solved) = solver::solve(problem, Sense::Minimise, Some(&start), limit) else {
        return nothing;
    };
    let chosen = solved.values.map(|values| {
        let taken = (0_u32..).zip(&values).filter(|(_, value)| **value > 0.5);
        taken.map(|(place, _)| place).collect::<Vec<u32>>()
    });
    let chosen = chosen.filter(|chosen| chosen.len() < known.len());
    let count = chosen.as_ref().map_or(known.len(), Vec::len);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // fewer sites than candidates
    let bound = solved
        .bound
        .map_or(1, |bound| (bound - 1e-6).ceil().max(1.0) as usize);
    Found {
        chosen,
        bound: bound.min(count),
        optimal: solved.optimal || bound >= count,
        looked: true,
    }
}
