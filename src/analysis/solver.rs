//! HiGHS, asked for the best of a linear model with whole numbers.

use std::time::Duration;

use highs::{HighsModelStatus, HighsSolutionStatus, RowProblem, Sense};

/// What came out.
pub(super) struct Solved {
    /// Per column; none where no solution was found in time.
    pub values: Option<Vec<f64>>,
    /// No solution is better than this; none where nothing is known.
    pub bound: Option<f64>,
    /// Whether it is proved that none is better.
    pub optimal: bool,
    /// Whether it is proved that there is none.
    pub infeasible: bool,
}

/// Solves a model, from a solution to start with where there is one. None where the model cannot be read.
pub(super) fn solve(
    problem: RowProblem,
    sense: Sense,
    start: Option<&[f64]>,
    limit: Duration,
) -> Option<Solved> {
    let mut model = problem.try_optimise(sense).ok()?;
    model.make_quiet();
    model.try_set_option("time_limit", limit.as_secs_f64()).ok()?;
    // One thread gives the same answer every time; others answer other questions meanwhile.
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("mip_rel_gap", 0.0).ok()?;
    model.try_set_option("mip_abs_gap", 1e-6).ok()?;
    if let Some(start) = start {
        // One that HiGHS does not take is only a slower start.
        let _ = model.try_set_solution(Some(start), None, None, None);
    }
    let solved = model.try_solve().ok()?;
    let status = solved.status();
    let found = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let bound = solved.double_info_value(c"mip_dual_bound").ok();
    Some(Solved {
        values: found.then(|| solved.get_solution().columns().to_vec()),
        bound: bound.filter(|bound| bound.is_finite() && bound.abs() < 1e20),
        optimal: found && status == HighsModelStatus::Optimal,
        // Every column is bounded, so that it is never the other.
        infeasible: matches!(
            status,
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible
        ),
    })
}
