//! One site after the other, each the best next.

use super::gains::Gains;

/// At most k sites, in the order in which they were taken, and what no k sites add more than, in millionths.
///
/// The bound: what any k sites add is at most what is added already and what the k best others would add beside it (Nemhauser,
/// Wolsey & Fisher 1978); the least over all steps holds.
pub(super) fn sites(gains: &mut Gains, k: usize) -> (Vec<u32>, i64) {
    let mut chosen = Vec::new();
    let mut bound = gains.most(k);
    while chosen.len() < k {
        let Some(best) = gains.best() else { break };
        gains.take(best);
        chosen.push(best);
        bound = bound.min(gains.total() + gains.most(k));
    }
    (chosen, bound)
}
