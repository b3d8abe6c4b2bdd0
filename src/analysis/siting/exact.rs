//! The best choice of k sites, by a model with whole numbers.
//!
//! Residents who are in reach of the same candidates are one row: max Σ p_g·X_g, X_g ≤ Σ_j a_gj·Y_j, Σ Y ≤ k, 0 ≤ X ≤ 1,
//! Y ∈ {0, 1}.

use std::collections::HashMap;
use std::time::Duration;

use highs::{RowProblem, Sense};

use crate::analysis::solver;
use crate::study::Cover;

/// Entries of a model beyond which HiGHS needs more time than an answer may take: its first look at one of two million takes
/// longer than any limit, for it does not look at the clock meanwhile.
pub(super) const MOST_ENTRIES: usize = 500_000;

/// What came out.
pub(super) struct Found {
    /// Better than what it began with, where it is.
    pub chosen: Option<Vec<u32>>,
    /// No choice adds more, in millionths.
    pub bound: i64,
    pub optimal: bool,
    /// False where greedy's answer is all there is: the model would be too large to look at.
    pub looked: bool,
}

/// Residents who are in reach of exactly the same candidates.
pub(super) struct Alike {
    /// In millionths.
    pub residents: i64,
    /// Ascending.
    pub candidates: Vec<u32>,
}

/// A number that is another for every candidate, and as good as random.
fn mark(place: u32) -> u128 {
    // Twice the finalizer of SplitMix64.
    let mix = |seed: u64| {
        let mut z = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let place = u64::from(place) + 1;
    u128::from(mix(place)) << 64 | u128::from(mix(place ^ 0xD1B5_4A32_D192_ED03))
}

/// Residents by the candidates that they are in reach of, without those in reach of none, and per point which they are; `class`
/// keeps apart what may not be taken together. None where there would be more than `most` entries.
///
/// Sets are told apart by the exclusive or of 128-bit marks of their members: two sets of a million would be taken for one once in
/// 10²⁶ cities.
pub(super) fn alike(
    cover: &Cover,
    left: &[i64],
    class: impl Fn(usize) -> u32,
    most: usize,
) -> Option<(Vec<Alike>, Vec<Option<usize>>)> {
    let mut marks = vec![0_u128; left.len() + 1];
    for place in (0_u32..).take(cover.len()) {
        let own = mark(place);
        for (from, to) in cover.runs(place) {
            marks[*from as usize] ^= own;
            marks[*to as usize] ^= own;
        }
    }
    let (mut groups, mut of): (Vec<Alike>, HashMap<(u128, u32), usize>) = Default::default();
    // The first point of each group stands for it: its place, and the group's.
    let mut first: Vec<(usize, usize)> = Vec::new();
    let mut group_of = vec![None; left.len()];
    let mut now = 0;
    for (point, residents) in left.iter().enumerate() {
        now ^= marks[point];
        if *residents == 0 || now == 0 {
            continue;
        }
        let group = *of.entry((now, class(point))).or_insert_with(|| {
            first.push((point, groups.len()));
            groups.push(Alike {
                residents: 0,
                candidates: Vec::new(),
            });
            groups.len() - 1
        });
        groups[group].residents += residents;
        group_of[point] = Some(group);
    }
    let mut entries = 0;
    for place in (0_u32..).take(cover.len()) {
        for (from, to) in cover.runs(place) {
            let begin = first.partition_point(|(point, _)| *point < *from as usize);
            for (_, group) in first[begin..]
                .iter()
                .take_while(|(point, _)| *point < *to as usize)
            {
                groups[*group].candidates.push(place);
                entries += 1;
            }
        }
        if entries > most {
            return None;
        }
    }
    Some((groups, group_of))
}

/// Looks for a better choice of k sites than one that is known, no longer than the limit.
pub(super) fn sites(cover: &Cover, left: &[i64], k: usize, known: &[u32], limit: Duration) -> Found {
    let nothing = Found {
        chosen: None,
        bound: i64::MAX,
        optimal: false,
        looked: false,
    };
    let Some((groups, _)) = alike(cover, left, |_| 0, MOST_ENTRIES) else {
        return nothing;
    };
    let mut problem = RowProblem::default();
    let mut start = Vec::new();
    let mut column_of = vec![None; cover.len()];
    let mut columns = Vec::new();
    for place in groups.iter().flat_map(|group| &group.candidates) {
        let column = &mut column_of[*place as usize];
        if column.is_none() {
            *column = Some(problem.add_integer_column(0.0, 0.0..=1.0));
            start.push(f64::from(u8::from(known.contains(place))));
            columns.push(*place);
        }
    }
    problem.add_row(
        ..=k as f64,
        column_of.iter().flatten().map(|column| (*column, 1.0)),
    );
    for group in &groups {
        let residents = group.residents as f64 / 1e6;
        let served = problem.add_column(residents, 0.0..=1.0);
        let sites = group
            .candidates
            .iter()
            .filter_map(|place| column_of[*place as usize]);
        problem.add_row(0.0.., sites.map(|site| (site, 1.0)).chain([(served, -1.0)]));
        let reached = group.candidates.iter().any(|place| known.contains(place));
        start.push(f64::from(u8::from(reached)));
    }
    let Some(solved) = solver::solve(problem, Sense::Maximise, Some(&start), limit) else {
        return nothing;
    };
    let gained = |chosen: &[u32]| -> i64 {
        let reached = |group: &&Alike| group.candidates.iter().any(|place| chosen.contains(place));
        groups.iter().filter(reached).map(|group| group.residents).sum()
    };
    let chosen = solved.values.map(|values| {
        let taken = columns.iter().zip(&values).filter(|(_, value)| **value > 0.5);
        let mut taken: Vec<u32> = taken.map(|(place, _)| *place).collect();
        taken.sort_unstable();
        taken
    });
    let chosen = chosen.filter(|chosen| gained(chosen) > gained(known));
    let total = gained(chosen.as_deref().unwrap_or(known));
    #[allow(clippy::cast_possible_truncation)] // as many residents as there are
    let bound = solved.bound.map_or(i64::MAX, |bound| (bound * 1e6).ceil() as i64);
    Found {
        chosen,
        bound: bound.max(total),
        optimal: solved.optimal,
        looked: true,
    }
}
