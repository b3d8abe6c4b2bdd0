//! The set of each size whose end is noticed by the fewest.
//!
//! What a set loses is what its members lose alone, and what its choices of two and more members hold. So it loses at least
//! what its members lose alone, and exactly that when no two of them are *linked*: stand together in some choice of as many
//! members as the set, or fewer. Two kinds of sets are left to try:
//!
//! - those in which some are linked. Each linked pair (for pairs: each member) is tried with every third with which it shares a
//!   choice, and with the one other that loses the fewest alone: no other of the rest can be better. The search ends where what
//!   the pair loses, and the least that any third loses alone, is more than the best found.
//! - those in which none are. Members stand in the order of what they lose alone, then of their ids; a set whose members stand
//!   at or behind those of another, one by one, is no better. So when one is found, the first two of the next stand before its
//!   third.
//!
//! That is every set that can be the answer, so pairs and triples are exact, and the work goes with the number of linked pairs
//! and not with that of all sets. Larger sets are grown by the facility that makes the joint loss least.

use std::collections::HashMap;

use super::Method;
use super::choices::Choices;

/// Choices and pairs that may be looked at for the exact triples of one type. The types of a city take hundreds, five thousand
/// facilities in a row fewer than a hundred thousand; a hostile layer, in which thousands share residents two by two with
/// thousands, could take thousands of millions.
pub(super) const BUDGET: u64 = 50_000_000;

/// A set and what it loses, in millionths of a resident. The less it loses the less it is; of equals that with the lowest ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    loss: i64,
    /// Ascending.
    members: Vec<u32>,
}

/// The exact answer would take more than the budget.
struct TooMany;

/// The best set of each size from 2 to `largest`, its members ascending, as far as there are that many.
pub(super) fn sets(choices: &Choices, largest: usize, budget: u64) -> Vec<(Vec<u32>, Method)> {
    let mut search = Search::new(choices);
    let mut best: Vec<(Vec<u32>, Method)> = Vec::new();
    for size in 2..=largest.min(choices.members()) {
        let exact = match size {
            2 => Ok(search.pair()),
            3 => search.triple(budget),
            _ => Err(TooMany),
        };
        let (found, method) = match (exact, best.last()) {
            (Ok(found), _) => (found, Method::Exact),
            (Err(TooMany), Some((smaller, _))) => (search.grown(smaller), Method::Stepwise),
            (Err(TooMany), None) => break,
        };
        let Some(found) = found else { break };
        best.push((found.members, method));
    }
    best
}

/// Per member what it loses alone, in millionths.
fn alone(choices: &Choices) -> Vec<i64> {
    let mut alone = vec![0; choices.members()];
    for choice in choices.list() {
        if let [only] = *choice.members {
            alone[only as usize] = choice.millionths;
        }
    }
    alone
}

/// All members: who loses the fewest alone first, of equals the lowest id.
pub(super) fn ranked(choices: &Choices) -> Vec<u32> {
    let alone = alone(choices);
    let mut order: Vec<u32> = (0_u32..).take(choices.members()).collect();
    order.sort_by_key(|member| alone[*member as usize]);
    order
}

struct Search<'a> {
    choices: &'a Choices,
    /// Per member what it loses alone.
    alone: Vec<i64>,
    /// The members by that, then by id.
    order: Vec<u32>,
    /// Per member what it adds to a set beyond what it loses alone; 0 between questions.
    shared: Vec<i64>,
    /// Choices and pairs that were looked at.
    looks: u64,
}

impl<'a> Search<'a> {
    fn new(choices: &'a Choices) -> Self {
        let alone = alone(choices);
        Self {
            choices,
            order: ranked(choices),
            shared: vec![0; alone.len()],
            alone,
            looks: 0,
        }
    }

    fn alone(&self, member: u32) -> i64 {
        self.alone[member as usize]
    }

    /// The set (ascending) with the one facility more that makes it lose least; none when there is no other.
    fn grown(&mut self, set: &[u32]) -> Option<Found> {
        let choices = self.choices;
        let mut loss = 0;
        let mut sharing = Vec::new();
        for member in set {
            for choice in choices
                .with(*member)
                .take_while(|choice| choice.members.len() <= set.len() + 1)
            {
                self.looks += 1;
                let inside = |of: &&u32| set.binary_search(of).is_ok();
                // A choice with several of the set is seen from each, and counts from the first.
                if choice.members.iter().find(inside) != Some(member) {
                    continue;
                }
                let mut outside = choice.members.iter().filter(|of| !inside(of));
                match (outside.next(), outside.next()) {
                    (None, _) => loss += choice.millionths,
                    (Some(one), None) => {
                        self.shared[*one as usize] += choice.millionths;
                        sharing.push(*one);
                    }
                    _ => {}
                }
            }
        }
        let apart = self
            .order
            .iter()
            .copied()
            .find(|of| self.shared[*of as usize] == 0 && set.binary_search(of).is_err());
        let candidates = sharing.iter().copied().chain(apart);
        let best = candidates
            .map(|of| (self.alone(of) + self.shared[of as usize], of))
            .min();
        for of in sharing {
            self.shared[of as usize] = 0;
        }
        best.map(|(more, one)| {
            let mut members = set.to_vec();
            members.insert(members.partition_point(|of| *of < one), one);
            Found {
                loss: loss + more,
                members,
            }
        })
    }

    fn pair(&mut self) -> Option<Found> {
        let mut best: Option<Found> = None;
        for at in 0..self.order.len() {
            let (member, other) = (self.order[at], self.order.get(usize::from(at == 0))?);
            let least = self.alone(member) + self.alone(*other);
            if best.as_ref().is_some_and(|best| best.loss < least) {
                break;
            }
            keep(&mut best, self.grown(&[member]));
        }
        best
    }

    fn triple(&mut self, budget: u64) -> Result<Option<Found>, TooMany> {
        self.looks = 0;
        let linked = self.linked();
        let mut best = self.apart(&linked, budget)?;
        let mut pairs: Vec<(i64, [u32; 2])> = linked
            .into_iter()
            .map(|([a, b], both)| (self.alone(a) + self.alone(b) + both, [a, b]))
            .collect();
        pairs.sort_unstable();
        let least_alone = self.order.first().map_or(0, |first| self.alone(*first));
        for (loss, pair) in pairs {
            if best.as_ref().is_some_and(|best| best.loss < loss + least_alone) {
                break;
            }
            keep(&mut best, self.grown(&pair));
            if self.looks > budget {
                return Err(TooMany);
            }
        }
        Ok(best)
    }

    /// The pairs that stand together in a choice of two or three members, with what the two hold together and alone.
    fn linked(&self) -> HashMap<[u32; 2], i64> {
        let mut linked = HashMap::new();
        for choice in self.choices.list() {
            match *choice.members {
                [a, b] => *linked.entry([a, b]).or_insert(0) += choice.millionths,
                [a, b, c] => {
                    for pair in [[a, b], [a, c], [b, c]] {
                        linked.entry(pair).or_insert(0);
                    }
                }
                _ => {}
            }
        }
        linked
    }

    /// The best triple of which no two are linked.
    fn apart(&mut self, linked: &HashMap<[u32; 2], i64>, budget: u64) -> Result<Option<Found>, TooMany> {
        let apart = |a: u32, b: u32| !linked.contains_key(&[a.min(b), a.max(b)]);
        let count = self.order.len();
        let mut best: Option<Found> = None;
        // The first and second stand before this place.
        let mut limit = count;
        let mut first = 0;
        while first < limit {
            let a = self.order[first];
            let mut second = first + 1;
            while second < limit && second + 1 < count {
                let (b, next) = (self.order[second], self.order[second + 1]);
                let least = self.alone(a) + self.alone(b) + self.alone(next);
                if best.as_ref().is_some_and(|best| best.loss < least) {
                    break;
                }
                self.looks += 1;
                if apart(a, b) {
                    let behind = &self.order[second + 1..];
                    let third = behind.iter().position(|c| apart(a, *c) && apart(b, *c));
                    if let Some(at) = third {
                        let c = behind[at];
                        let mut members = vec![a, b, c];
                        members.sort_unstable();
                        let loss = self.alone(a) + self.alone(b) + self.alone(c);
                        keep(&mut best, Some(Found { loss, members }));
                        limit = limit.min(second + 1 + at);
                    }
                    self.looks += third.map_or(behind.len(), |at| at + 1) as u64;
                }
                if self.looks > budget {
                    return Err(TooMany);
                }
                second += 1;
            }
            first += 1;
        }
        Ok(best)
    }
}

fn keep(best: &mut Option<Found>, found: Option<Found>) {
    if let Some(found) = found
        && best.as_ref().is_none_or(|best| found < *best)
    {
        *best = Some(found);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Choices as lists of members with residents, as they would come from demand points.
    type Points = Vec<(Vec<u32>, f64)>;

    fn choices(count: usize, points: &Points) -> Choices {
        let mut residents: HashMap<Vec<u32>, f64> = HashMap::new();
        for (members, weight) in points {
            *residents.entry(members.clone()).or_insert(0.0) += weight;
        }
        Choices::new(count, residents)
    }

    fn loss(points: &Points, set: &[u32]) -> f64 {
        let lost = points
            .iter()
            .filter(|(members, _)| members.iter().all(|of| set.contains(of)));
        lost.fold(0.0, |sum, (_, weight)| sum + weight)
    }

    /// The best of some sets, each tried.
    fn slow(points: &Points, sets: impl Iterator<Item = Vec<u32>>) -> Option<Vec<u32>> {
        let tried = sets.map(|set| (loss(points, &set), set));
        tried
            .min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)))
            .map(|(_, set)| set)
    }

    /// All sets of two or three.
    fn all(count: u32, size: usize) -> Vec<Vec<u32>> {
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| vec![a, b]));
        if size == 2 {
            return pairs.collect();
        }
        pairs
            .flat_map(|pair| (pair[1] + 1..count).map(move |c| vec![pair[0], pair[1], c]))
            .collect()
    }

    fn more(count: u32, set: &[u32]) -> impl Iterator<Item = Vec<u32>> {
        let others = (0..count).filter(|of| !set.contains(of));
        others.map(move |of| {
            let mut set = [set, &[of]].concat();
            set.sort_unstable();
            set
        })
    }

    /// Few residents at many places, so that many sets lose as few.
    fn points(count: u32) -> impl Strategy<Value = Points> {
        let members = prop::collection::btree_set(0..count, 1..=4).prop_map(|of| of.into_iter().collect());
        prop::collection::vec((members, (0_u8..4).prop_map(f64::from)), 0..40)
    }

    fn cities() -> impl Strategy<Value = (u32, Points)> {
        (1_u32..9).prop_flat_map(|count| (Just(count), points(count)))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

        #[test]
        fn the_sets_are_those_that_trying_all_gives((count, points) in cities()) {
            let choices = choices(count as usize, &points);
            let found = sets(&choices, 6, BUDGET);
            prop_assert_eq!(found.len(), (count as usize).min(6) - 1);
            let mut last: Option<Vec<u32>> = None;
            for (size, (set, method)) in (2..).zip(found) {
                let expected = match &last {
                    Some(last) if size > 3 => slow(&points, more(count, last)),
                    _ => slow(&points, all(count, size).into_iter()),
                };
                prop_assert_eq!(method, if size > 3 { Method::Stepwise } else { Method::Exact });
                prop_assert_eq!(Some(&set), expected.as_ref());
                prop_assert_eq!(choices.loss(&set), loss(&points, &set));
                last = Some(set);
            }
        }

        #[test]
        fn a_budget_that_is_too_small_gives_a_grown_triple_and_says_so((count, points) in cities()) {
            let found = sets(&choices(count as usize, &points), 3, 0);
            if let [(pair, Method::Exact), (triple, method)] = found.as_slice() {
                prop_assert_eq!(*method, Method::Stepwise);
                prop_assert_eq!(Some(triple.clone()), slow(&points, more(count, pair)));
            } else {
                prop_assert!(count < 3);
            }
        }
    }

    #[test]
    fn facilities_rank_by_what_they_lose_alone_and_then_by_id() {
        let points = vec![
            (vec![0], 5.0),
            (vec![2], 0.1),
            (vec![2], 0.2),
            (vec![3], 0.3),
            (vec![0, 1], 9.0),
        ];
        // 0.1 + 0.2 is not 0.3 to a computer, and the same people to everybody else.
        assert_eq!(ranked(&choices(4, &points)), [1, 2, 3, 0]);
    }

    #[test]
    fn five_thousand_twins_stay_within_the_budget() {
        let twins = (0..2500_u32).map(|pair| (vec![2 * pair, 2 * pair + 1], 1.0 + f64::from(pair)));
        let found = sets(&choices(5000, &twins.collect()), 3, 100_000);
        assert_eq!(
            found,
            [(vec![0, 2], Method::Exact), (vec![0, 2, 4], Method::Exact)]
        );
    }

    #[test]
    fn so_do_facilities_that_all_lose_the_same_or_all_share_with_one() {
        let same = (0..5000_u32).map(|of| (vec![of], 1.0));
        let found = sets(&choices(5000, &same.collect()), 3, 100_000);
        assert_eq!(found.last(), Some(&(vec![0, 1, 2], Method::Exact)));
        let star = (1..5000_u32).map(|of| (vec![0, of], 1.0));
        let found = sets(&choices(5000, &star.collect()), 3, 100_000);
        assert_eq!(found.last(), Some(&(vec![1, 2, 3], Method::Exact)));
        let ring = (0..5000_u32).map(|of| {
            let mut three = vec![of, (of + 1) % 5000, (of + 2) % 5000];
            three.sort_unstable();
            (three, 1.0)
        });
        let found = sets(&choices(5000, &ring.collect()), 3, 100_000);
        assert_eq!(found.last(), Some(&(vec![0, 1, 3], Method::Exact)));
    }
}
