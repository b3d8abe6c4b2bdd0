//! The fewest sites with which every area has the coverage that a criterion requires.
//!
//! An area lacks so many residents: what the criterion requires of its residents, less those served. An area that even all
//! candidates together cannot give enough is told, and asks for nothing more. Greedy takes the site that fills the most of what is
//! lacking, until nothing is. Exact: min Σ Y_j, X_g ≤ Σ_j a_gj·Y_j, Σ_{g in a} p_g·X_g ≥ lacking_a for every area, 0 ≤ X ≤ 1,
//! Y ∈ {0, 1}.

use highs::{RowProblem, Sense};

use super::Goal;
use super::exact::{MOST_ENTRIES, alike};
use super::search::Search;
use crate::analysis::solver;

/// What came out.
pub(super) struct Found {
    pub chosen: Vec<u32>,
    /// No fewer sites are enough.
    pub bound: usize,
    pub optimal: bool,
    /// False where greedy's answer is all there is: the model would be too large to look at.
    pub looked: bool,
    /// Areas that cannot have enough, and the residents that they lack with all candidates.
    pub unmet: Vec<(u32, f64)>,
}

/// Less than this part of a resident is what adding up leaves of nobody, in millionths.
const NOBODY: i64 = 1000;

/// What areas lack.
struct Needs {
    /// The areas' places, and the residents that each lacks, in millionths.
    areas: Vec<(u32, i64)>,
    /// Per neighbourhood, which of these areas it lies in.
    of: Vec<Vec<usize>>,
}

impl Needs {
    fn new(search: &Search, goal: &Goal) -> Self {
        let study = search.study;
        let mut needs = Self {
            areas: Vec::new(),
            of: vec![Vec::new(); study.areas.neighbourhood_count],
        };
        for area in &goal.areas {
            let inside = &study.areas.get(*area).neighbourhoods;
            let people = inside.iter().map(|at| search.people[*at as usize]);
            let lacks: f64 = people.map(|of| goal.required * of.residents - of.served).sum();
            #[allow(clippy::cast_possible_truncation)] // as many residents as there are
            let lacks = (lacks * 1e6).ceil() as i64;
            if lacks > NOBODY {
                for at in inside {
                    needs.of[*at as usize].push(needs.areas.len());
                }
                // A requirement that is all but met counts as met: residents are rounded to millionths.
                needs.areas.push((*area, lacks - NOBODY));
            }
        }
        needs
    }

    /// What a site adds in each area that lacks any.
    fn gains(&self, search: &Search, left: &[i64], place: u32) -> Vec<i64> {
        let mut gains = vec![0; self.areas.len()];
        let mut at = 0_u32;
        for point in search.cover.points(place) {
            while search.study.demand.of(at).end <= point {
                at += 1;
            }
            for area in &self.of[at as usize] {
                gains[*area] += left[point];
            }
        }
        gains
    }
}

/// The sites, in the order in which they fill the most.
pub(super) fn sites(search: &Search, goal: &Goal) -> Found {
    let mut needs = Needs::new(search, goal);
    let mut all = vec![0; needs.areas.len()];
    let mut reached = search.left.clone();
    for place in (0_u32..).take(search.cover.len()) {
        let gains = needs.gains(search, &reached, place);
        all.iter_mut().zip(gains).for_each(|(all, gain)| *all += gain);
        search.cover.points(place).for_each(|point| reached[point] = 0);
    }
    let mut unmet = Vec::new();
    for ((area, lacks), all) in needs.areas.iter_mut().zip(all) {
        if all < *lacks {
            unmet.push((*area, (*lacks - all) as f64 / 1e6));
            *lacks = 0;
        }
    }
    let everything: Vec<u32> = (0_u32..).take(search.cover.len()).collect();
    let mut chosen = greedy(search, &needs, &everything);
    let (mut bound, mut optimal) = (usize::from(!chosen.is_empty()), chosen.len() < 2);
    let mut looked = optimal;
    if search.params.method == super::Method::Exact
        && !optimal
        && let Some((fewer, least, proved)) = exact(search, &needs, &chosen)
    {
        (bound, optimal, looked) = (least, proved, true);
        if fewer.len() < chosen.len() {
            let ordered = greedy(search, &needs, &fewer);
            // In another order a site may turn out to be needless only where there were fewer still.
            chosen = if ordered.len() == fewer.len() {
                ordered
            } else {
                fewer
            };
        }
    }
    Found {
        bound: if optimal {
            chosen.len()
        } else {
            bound.min(chosen.len())
        },
        chosen,
        optimal,
        looked,
        unmet,
    }
}

fn greedy(search: &Search, needs: &Needs, among: &[u32]) -> Vec<u32> {
    let mut lacking: Vec<i64> = needs.areas.iter().map(|(_, lacks)| *lacks).collect();
    let (mut left, mut chosen) = (search.left.clone(), Vec::new());
    // A site fills ever less: what it filled when it was last looked at bounds what it fills now.
    let filled = |gains: &[i64], lacking: &[i64]| -> i64 {
        let parts = gains.iter().zip(lacking);
        parts.map(|(gain, lacks)| (*gain).min(*lacks).max(0)).sum()
    };
    let mut bounds: Vec<(i64, u32)> = among
        .iter()
        .map(|place| (filled(&needs.gains(search, &left, *place), &lacking), *place))
        .collect();
    while lacking.iter().any(|lacks| *lacks > 0) {
        bounds.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Option<(i64, u32)> = None;
        for (bound, place) in &mut bounds {
            if best.is_some_and(|(most, _)| *bound < most) {
                break;
            }
            *bound = filled(&needs.gains(search, &left, *place), &lacking);
            let better = |(most, first): (i64, u32)| *bound > most || (*bound == most && *place < first);
            if best.is_none_or(better) {
                best = Some((*bound, *place));
            }
        }
        let Some((most, best)) = best else { break };
        if most <= 0 {
            break;
        }
        let gains = needs.gains(search, &left, best);
        lacking
            .iter_mut()
            .zip(gains)
            .for_each(|(lacks, gain)| *lacks -= gain);
        search.cover.points(best).for_each(|point| left[point] = 0);
        chosen.push(best);
    }
    chosen
}

/// Fewer sites where there are, how many it takes at least, and whether that is proved; none where the model is too large.
fn exact(search: &Search, needs: &Needs, known: &[u32]) -> Option<(Vec<u32>, usize, bool)> {
    let study = search.study;
    let (mut neighbourhood_of, mut left) = (vec![0_u32; search.left.len()], search.left.clone());
    for at in (0_u32..).take(study.areas.neighbourhood_count) {
        let asked = needs.of[at as usize].iter().any(|area| needs.areas[*area].1 > 0);
        for point in study.demand.of(at) {
            neighbourhood_of[point] = at;
            left[point] = if asked { left[point] } else { 0 };
        }
    }
    let (groups, of_point) = alike(
        &search.cover,
        &left,
        |point| neighbourhood_of[point],
        MOST_ENTRIES,
    )?;
    let mut neighbourhoods = vec![0_u32; groups.len()];
    for (group, at) in of_point.iter().zip(&neighbourhood_of) {
        if let Some(group) = group {
            neighbourhoods[*group] = *at;
        }
    }
    let mut problem = RowProblem::default();
    let sites: Vec<_> = (0..search.cover.len())
        .map(|_| problem.add_integer_column(1.0, 0.0..=1.0))
        .collect();
    let mut start: Vec<f64> = (0_u32..)
        .take(sites.len())
        .map(|place| f64::from(u8::from(known.contains(&place))))
        .collect();
    let mut rows: Vec<Vec<(highs::Col, f64)>> = vec![Vec::new(); needs.areas.len()];
    for (group, at) in groups.iter().zip(&neighbourhoods) {
        let served = problem.add_column(0.0, 0.0..=1.0);
        let own = group.candidates.iter().map(|place| (sites[*place as usize], 1.0));
        problem.add_row(0.0.., own.chain([(served, -1.0)]));
        for area in &needs.of[*at as usize] {
            rows[*area].push((served, group.residents as f64 / 1e6));
        }
        let reached = group.candidates.iter().any(|place| known.contains(place));
        start.push(f64::from(u8::from(reached)));
    }
    for ((_, lacks), row) in needs.areas.iter().zip(rows) {
        if *lacks > 0 {
            problem.add_row(*lacks as f64 / 1e6.., row);
        }
    }
    let solved = solver::solve(problem, Sense::Minimise, Some(&start), search.params.limit)?;
    let chosen = match solved.values {
        Some(values) => {
            let taken = (0_u32..).zip(values.iter().take(sites.len()));
            taken
                .filter(|(_, value)| **value > 0.5)
                .map(|(place, _)| place)
                .collect()
        }
        None => known.to_vec(),
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // fewer sites than candidates
    let bound = solved
        .bound
        .map_or(1, |bound| (bound - 1e-6).ceil().max(1.0) as usize);
    let proved = solved.optimal || bound >= chosen.len();
    Some((chosen, bound, proved))
}
