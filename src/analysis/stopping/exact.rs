//! The best set of a size by a model with whole numbers, where there are too many sets to try.
//!
//! x_f = 1: facility f stops. y_g: the residents g, who have exactly the facilities c(g) within the distance, lose their last;
//! y_g ≥ Σ_{f in c(g)} x_f − |c(g)| + 1, 0 ≤ y ≤ 1. Σ x = the size; of every floor Σ p_g·y_g + Σ b_f·x_f ≤ what it can spare. First
//! the least loss (or the most euros), then of the sets that are as good the most euros (or the least loss). A set that is not
//! allowed for what does not add up is forbidden and the model asked again.

use std::time::{Duration, Instant};

use highs::{Col, RowProblem, Sense};

use super::losses::Losses;
use super::search::{Found, score};
use super::{Aim, Floors};
use crate::analysis::solver::{self, Solved};

/// Entries of a model beyond which HiGHS would need more memory and time than an answer may take.
const MOST_ENTRIES: usize = 4_000_000;

/// What came out.
pub(super) struct Outcome {
    pub best: Option<Found>,
    /// No set is better than this: millionths of residents lost at least, or cents saved at most as a negative number.
    pub bound: Option<i64>,
    /// Whether it is proved that none is better, or that there is none.
    pub proved: bool,
}

/// A model in the making.
struct Model {
    problem: RowProblem,
    stops: Vec<Col>,
    /// Per class the column that tells whether its residents lose their last.
    lost: Vec<Col>,
}

/// What a model is to make small.
enum Target {
    Residents,
    Euros,
    /// The parts that the floors miss.
    Shortage,
}

impl Model {
    /// The sets of a size that keep the floors, without some that are forbidden.
    fn new(losses: &Losses, size: usize, target: &Target) -> Self {
        let mut problem = RowProblem::default();
        let euros = |at: usize| match target {
            Target::Euros => -euros(losses.cents[at].unwrap_or(0)),
            _ => 0.0,
        };
        let stops: Vec<Col> = (0..losses.places.len())
            .map(|at| problem.add_integer_column(euros(at), 0.0..=1.0))
            .collect();
        let size = size as f64;
        problem.add_row(size..=size, stops.iter().map(|column| (*column, 1.0)));
        let mut lost = Vec::with_capacity(losses.classes.len());
        for class in &losses.classes {
            let residents = match target {
                Target::Residents => class.residents,
                _ => 0.0,
            };
            let column = problem.add_column(residents, 0.0..=1.0);
            let members = class.members.iter().map(|of| (stops[*of as usize], 1.0));
            let members: Vec<_> = members.chain([(column, -1.0)]).collect();
            problem.add_row(..=class.members.len() as f64 - 1.0, members);
            lost.push(column);
        }
        Self { problem, stops, lost }
    }

    /// What is lost of each floor, as terms of a row.
    fn terms(&self, losses: &Losses) -> Vec<Vec<(Col, f64)>> {
        let mut rows: Vec<Vec<(Col, f64)>> = vec![Vec::new(); losses.spare.len()];
        for (column, own) in self.stops.iter().zip(&losses.own) {
            for (floor, amount) in own {
                rows[*floor as usize].push((*column, *amount));
            }
        }
        for (column, class) in self.lost.iter().zip(&losses.classes) {
            for (floor, weight) in &class.terms {
                rows[*floor as usize].push((*column, *weight));
            }
        }
        rows
    }

    fn keep_floors(&mut self, losses: &Losses) {
        for (row, spare) in self.terms(losses).into_iter().zip(&losses.spare) {
            if spare.is_finite() && !row.is_empty() {
                // What the solver takes for equal is looked at again afterwards.
                self.problem.add_row(..=*spare + 1e-6, row);
            }
        }
    }

    fn forbid(&mut self, sets: &[Vec<u32>]) {
        for set in sets {
            let members = set.iter().map(|of| (self.stops[*of as usize], 1.0));
            self.problem
                .add_row(..=set.len() as f64 - 1.0, members.collect::<Vec<_>>());
        }
    }

    /// The values of all columns for a set.
    fn values(&self, losses: &Losses, set: &[u32]) -> Vec<f64> {
        let yes = |yes: bool| f64::from(u8::from(yes));
        let stops = (0_u32..).take(self.stops.len()).map(|of| yes(set.contains(&of)));
        let lost = losses
            .classes
            .iter()
            .map(|class| yes(class.members.iter().all(|of| set.contains(of))));
        stops.chain(lost).collect()
    }

    fn solve(self, start: Option<&[f64]>, limit: Duration) -> Option<(Solved, Option<Vec<u32>>)> {
        let solved = solver::solve(self.problem, Sense::Minimise, start, limit)?;
        let set = solved.values.as_ref().map(|values| {
            let stopping = (0_u32..).zip(values.iter().take(self.stops.len()));
            let stopping = stopping.filter(|(_, value)| **value > 0.5);
            stopping.map(|(of, _)| of).collect()
        });
        Some((solved, set))
    }
}

fn euros(cents: i64) -> f64 {
    cents as f64 / 100.0
}

fn entries(losses: &Losses) -> usize {
    let of = losses.classes.iter();
    of.map(|class| class.members.len() + 1 + class.terms.len()).sum()
}

/// What is left of a time limit.
struct Clock {
    began: Instant,
    limit: Duration,
}

impl Clock {
    fn left(&self) -> Option<Duration> {
        let left = self.limit.checked_sub(self.began.elapsed())?;
        (left > Duration::from_millis(10)).then_some(left)
    }
}

/// Looks for the best set of a size, from one that is known where there is one, no longer than the limit.
pub(super) fn best(
    losses: &Losses,
    aim: Aim,
    size: usize,
    allowed: &dyn Fn(&[u32]) -> bool,
    known: Option<Found>,
    limit: Duration,
) -> Outcome {
    let clock = Clock {
        began: Instant::now(),
        limit,
    };
    let mut outcome = Outcome {
        best: known,
        bound: None,
        proved: false,
    };
    if entries(losses) > MOST_ENTRIES {
        return outcome;
    }
    let target = match aim {
        Aim::Residents => Target::Residents,
        Aim::Euros => Target::Euros,
    };
    let mut forbidden: Vec<Vec<u32>> = Vec::new();
    while let Some(left) = clock.left() {
        let mut model = Model::new(losses, size, &target);
        model.keep_floors(losses);
        model.forbid(&forbidden);
        let start = outcome.best.as_ref().map(|best| model.values(losses, &best.set));
        let Some((solved, set)) = model.solve(start.as_deref(), left) else {
            return outcome;
        };
        outcome.bound = solved.bound.map(|bound| bound_of(aim, bound)).or(outcome.bound);
        if solved.infeasible {
            // Every set that the model holds was looked at: what is known is the best.
            outcome.proved = true;
            break;
        }
        let Some(set) = set.filter(|set| set.len() == size) else {
            break;
        };
        let lost = losses.of_set(&set);
        if lost.fits(losses) && allowed(&set) {
            let score = score(aim, lost.millionths, losses.saved(&set));
            let found = Found { score, set };
            if outcome.best.as_ref().is_none_or(|best| found.score < best.score) {
                outcome.best = Some(found);
            }
            outcome.proved = solved.optimal;
            break;
        }
        forbidden.push(set);
    }
    if outcome.proved
        && let Some(left) = clock.left()
        && let Some(best) = outcome.best.take()
    {
        outcome.best = Some(as_good(losses, aim, allowed, (best, &forbidden), left));
    }
    outcome
}

/// A bound of the solver in millionths or cents.
#[allow(clippy::cast_possible_truncation)] // as many residents and euros as there are
fn bound_of(aim: Aim, bound: f64) -> i64 {
    match aim {
        Aim::Residents => (bound * 1e6).floor().max(0.0) as i64,
        Aim::Euros => (bound * 100.0 - 1e-6).floor() as i64,
    }
}

/// Of the sets that are as good as one that is known, the best by what counts second.
fn as_good(
    losses: &Losses,
    aim: Aim,
    allowed: &dyn Fn(&[u32]) -> bool,
    (known, forbidden): (Found, &[Vec<u32>]),
    limit: Duration,
) -> Found {
    let target = match aim {
        Aim::Residents => Target::Euros,
        Aim::Euros => Target::Residents,
    };
    let mut model = Model::new(losses, known.set.len(), &target);
    model.keep_floors(losses);
    model.forbid(forbidden);
    match aim {
        Aim::Residents => {
            let lost = model.lost.iter().zip(&losses.classes);
            let row: Vec<_> = lost.map(|(column, class)| (*column, class.residents)).collect();
            model.problem.add_row(..=known.score.0 as f64 / 1e6 + 1e-6, row);
        }
        Aim::Euros => {
            let stops = model.stops.iter().zip(&losses.cents);
            let row: Vec<_> = stops
                .map(|(column, cents)| (*column, euros(cents.unwrap_or(0))))
                .collect();
            model.problem.add_row(euros(-known.score.0) - 1e-3.., row);
        }
    }
    let start = model.values(losses, &known.set);
    let size = known.set.len();
    let better = model
        .solve(Some(&start), limit)
        .and_then(|(_, set)| set)
        .filter(|set| {
            set.len() == size && {
                let lost = losses.of_set(set);
                lost.fits(losses) && allowed(set)
            }
        });
    let better = better.map(|set| Found {
        score: score(aim, losses.of_set(&set).millionths, losses.saved(&set)),
        set,
    });
    match better {
        Some(better) if better.score < known.score => better,
        _ => known,
    }
}

/// The set of a size that is short of the least of the floors that add up; none where none is found in time.
pub(super) fn nearest(losses: &Losses, floors: &Floors, size: usize, limit: Duration) -> Option<Vec<u32>> {
    if entries(losses) > MOST_ENTRIES {
        return None;
    }
    let mut model = Model::new(losses, size, &Target::Shortage);
    for (floor, mut row) in floors.list.iter().zip(model.terms(losses)) {
        let needed = floor.needed();
        if floor.spare().is_finite() && needed > 0.0 && !row.is_empty() {
            let shortage = model.problem.add_column(1.0, 0.0..);
            row.push((shortage, -needed));
            model.problem.add_row(..=floor.there - needed, row);
        }
    }
    let (_, set) = model.solve(None, limit)?;
    set.filter(|set| set.len() == size)
}
