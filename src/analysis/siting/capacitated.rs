//! Sites that can serve only so many: the capacitated maximal covering problem (Current & Storbeck 1988).
//!
//! Who has a present facility that stays within the norm distance is served by it, however many they are. Each site serves at most
//! its capacity of the others within the norm distance; those of one demand point may be served by several. Greedy takes the site
//! that can serve the most, which then serves the nearest first until it is full. Exact: max Σ f_gj, Σ_j f_gj ≤ p_g,
//! Σ_g f_gj ≤ C·Y_j, f_gj ≤ min(p_g, C)·Y_j, Σ Y ≤ k, Y ∈ {0, 1}.

use highs::{Col, RowProblem, Sense};

use super::Method;
use super::exact::{Alike, MOST_ENTRIES, alike};
use super::search::Search;
use crate::analysis::solver;

/// What a site serves: its points, ascending, and how many residents of each.
pub(super) type Served = (u32, Vec<(usize, f64)>);

/// What came out.
pub(super) struct Found {
    pub sites: Vec<Served>,
    /// No choice serves more.
    pub bound: f64,
    pub optimal: bool,
    /// False where greedy's answer is all there is: the model would be too large to look at.
    pub looked: bool,
}

/// At most k sites, those that serve the most first.
pub(super) fn sites(search: &Search) -> Found {
    let (k, capacity) = (search.params.k, search.params.capacity);
    let (sites, bound) = greedy(search, k, capacity);
    let total = |sites: &[Served]| -> f64 { sites.iter().map(|(_, own)| sum(own)).sum() };
    let gain = total(&sites);
    let mut found = Found {
        optimal: bound <= gain + 1e-6,
        looked: bound <= gain + 1e-6,
        sites,
        bound,
    };
    if search.params.method == Method::Exact
        && !found.optimal
        && let Some(better) = exact(search, k, capacity, &found.sites)
    {
        found.looked = true;
        found.bound = found.bound.min(better.bound);
        found.optimal = better.optimal;
        if total(&better.sites) > gain + 1e-6 {
            found.sites = better.sites;
        }
    }
    found
}

fn sum(own: &[(usize, f64)]) -> f64 {
    own.iter().map(|(_, residents)| residents).sum()
}

/// One by one the site that can serve the most, the first of equal ones; and what no k sites serve more than.
fn greedy(search: &Search, k: usize, capacity: f64) -> (Vec<Served>, f64) {
    let (study, cover) = (search.study, &search.cover);
    let mut left: Vec<f64> = search.left.iter().map(|left| *left as f64 / 1e6).collect();
    for (left, weight) in left.iter_mut().zip(&search.weights) {
        // What nobody serves is known in full.
        *left = if *left > 0.0 { *weight } else { 0.0 };
    }
    let able = |left: &[f64], place: u32| -> f64 {
        let reached: f64 = cover.points(place).map(|point| left[point]).sum();
        reached.min(capacity)
    };
    let mut sites: Vec<Served> = Vec::new();
    let mut single: Vec<f64> = (0_u32..)
        .take(cover.len())
        .map(|place| able(&left, place))
        .collect();
    let mut gains = single.clone();
    single.sort_by(|a, b| b.total_cmp(a));
    let bound = single.iter().take(k).sum();
    while sites.len() < k {
        let (mut best, mut most) = (None, 1e-6);
        for (place, gain) in (0_u32..).zip(&gains) {
            if *gain > most + 1e-6 {
                (best, most) = (Some(place), *gain);
            }
        }
        let Some(best) = best else { break };
        let from = search.places[best as usize].at;
        let mut near: Vec<(f64, usize)> = cover
            .points(best)
            .filter(|point| left[*point] > 0.0)
            .map(|point| {
                let apart = study.demand.points[point] - from;
                (apart.x.hypot(apart.y), point)
            })
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (mut room, mut own) = (capacity, Vec::new());
        for (_, point) in near {
            let taken = left[point].min(room);
            if taken <= 0.0 {
                break;
            }
            left[point] -= taken;
            room -= taken;
            own.push((point, taken));
        }
        own.sort_unstable_by_key(|(point, _)| *point);
        sites.push((best, own));
        gains[best as usize] = 0.0;
        for (place, gain) in (0_u32..).zip(&mut gains) {
            // What others can serve only grows less.
            if *gain > 0.0 {
                *gain = able(&left, place);
            }
        }
    }
    (sites, bound)
}

fn exact(search: &Search, k: usize, capacity: f64, known: &[Served]) -> Option<Found> {
    let cover = &search.cover;
    let (groups, of_point) = alike(cover, &search.left, |_| 0, MOST_ENTRIES)?;
    let mut problem = RowProblem::default();
    let sites: Vec<Col> = (0..cover.len())
        .map(|_| problem.add_integer_column(0.0, 0.0..=1.0))
        .collect();
    problem.add_row(..=k as f64, sites.iter().map(|site| (*site, 1.0)));
    let mut flows: Vec<(usize, u32, Col)> = Vec::new();
    let mut full: Vec<Vec<(Col, f64)>> = sites.iter().map(|site| vec![(*site, -capacity)]).collect();
    for (at, group) in groups.iter().enumerate() {
        let residents = group.residents as f64 / 1e6;
        let mut own = Vec::with_capacity(group.candidates.len());
        for place in &group.candidates {
            let flow = problem.add_column(1.0, 0.0..);
            problem.add_row(
                ..=0.0,
                [(flow, 1.0), (sites[*place as usize], -residents.min(capacity))],
            );
            full[*place as usize].push((flow, 1.0));
            flows.push((at, *place, flow));
            own.push((flow, 1.0));
        }
        problem.add_row(..=residents, own);
    }
    for row in full {
        problem.add_row(..=0.0, row);
    }
    let mut start = vec![0.0; problem.num_cols()];
    for (place, own) in known {
        start[sites[*place as usize].index()] = 1.0;
        for (point, residents) in own {
            let flow = flows
                .iter()
                .find(|(group, site, _)| Some(*group) == of_point[*point] && site == place);
            if let Some((.., flow)) = flow {
                start[flow.index()] += residents;
            }
        }
    }
    let solved = solver::solve(problem, Sense::Maximise, Some(&start), search.params.limit)?;
    let values = solved.values?;
    let mut chosen: Vec<Served> = (0_u32..)
        .zip(&sites)
        .filter(|(_, site)| values[site.index()] > 0.5)
        .map(|(place, _)| {
            let of_site = flows.iter().filter(|(_, site, _)| *site == place);
            let amounts: Vec<(usize, f64)> = of_site
                .map(|(group, _, flow)| (*group, values[flow.index()]))
                .filter(|(_, amount)| *amount > 0.0)
                .collect();
            (place, amounts)
        })
        .collect();
    spread(search, &groups, &of_point, &mut chosen);
    chosen.retain(|(_, own)| sum(own) > 1e-6);
    chosen.sort_by(|a, b| sum(&b.1).total_cmp(&sum(&a.1)).then(a.0.cmp(&b.0)));
    Some(Found {
        sites: chosen,
        bound: solved.bound.unwrap_or(f64::INFINITY),
        looked: true,
        optimal: solved.optimal,
    })
}

/// Turns the residents of groups that sites serve into those of points: every point of a group in the same part.
fn spread(search: &Search, groups: &[Alike], of_point: &[Option<usize>], sites: &mut [Served]) {
    for (_, own) in sites {
        let mut part = vec![0.0; groups.len()];
        for (group, amount) in own.iter() {
            part[*group] = amount / (groups[*group].residents as f64 / 1e6);
        }
        let points = of_point.iter().enumerate();
        let served = points.filter_map(|(point, group)| {
            let residents = part[(*group)?] * search.weights[point];
            (residents > 0.0).then_some((point, residents))
        });
        *own = served.collect();
    }
}
