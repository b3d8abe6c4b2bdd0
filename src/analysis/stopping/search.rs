//! The best set of a size by trying: sets in the order of their ids, without those that surely are not it.
//!
//! What stops loses ever more and never gives back. So a set that goes below a floor does so with whatever else stops, and what a
//! candidate adds to the loss of some is the least that it adds to the loss of more: what a set loses at least, once some of it are
//! known, is what those lose and what the others that add the least would each add to them.

use super::Aim;
use super::losses::Losses;

/// How good a set is; less is better. Residents lost in millionths, then cents saved as a negative number, or the other way round.
pub(super) type Score = (i64, i64);

/// A set and how good it is; of equals the first by ids is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub score: Score,
    /// Candidates, ascending.
    pub set: Vec<u32>,
}

/// What the search came to.
pub(super) struct Outcome {
    /// The best that was found; none where there is none, or none was found.
    pub best: Option<Found>,
    /// Whether nothing was left out.
    pub whole: bool,
}

/// The score of a set that loses and saves so much.
pub(super) fn score(aim: Aim, millionths: i64, saved: i64) -> Score {
    match aim {
        Aim::Residents => (millionths, -saved),
        Aim::Euros => (-saved, millionths),
    }
}

/// Whether a set that fits the floors that add up may go for all else.
#[derive(Clone, Copy)]
pub(super) struct Permit<'a> {
    pub allowed: &'a dyn Fn(&[u32]) -> bool,
    /// What asking takes, in looks.
    pub price: u64,
}

struct Search<'a> {
    losses: &'a Losses,
    aim: Aim,
    permit: Permit<'a>,
    /// Per class how many of its members stay, and the exclusive or of those.
    staying: Vec<(u32, u32)>,
    /// Per candidate what stopping it too would lose more.
    adds: Vec<i64>,
    /// Per floor what is lost.
    lost: Vec<f64>,
    millionths: i64,
    saved: i64,
    set: Vec<u32>,
    best: Option<Found>,
    looks: u64,
    budget: u64,
}

/// What the floors had lost before a candidate stopped.
type Before = Vec<(u32, f64)>;

/// Looks for the best set of a size. Each candidate or set that is looked at counts, up to the budget; then it gives up.
pub(super) fn best(losses: &Losses, aim: Aim, size: usize, permit: Permit, budget: u64) -> Outcome {
    let mut search = Search {
        losses,
        aim,
        permit,
        staying: losses.classes.iter().map(staying).collect(),
        adds: vec![0; losses.places.len()],
        lost: vec![0.0; losses.spare.len()],
        millionths: 0,
        saved: 0,
        set: Vec::with_capacity(size),
        best: None,
        looks: 0,
        budget,
    };
    for class in &losses.classes {
        if let [only] = *class.members {
            search.adds[only as usize] += class.millionths;
        }
    }
    search.best = search.grown(size);
    search.branch(0, size);
    Outcome {
        best: search.best,
        whole: search.looks <= budget,
    }
}

fn staying(class: &super::losses::Class) -> (u32, u32) {
    let count = u32::try_from(class.members.len()).unwrap_or(u32::MAX);
    (count, class.members.iter().fold(0, |all, of| all ^ of))
}

/// The sum of the `count` least of some numbers; all of them where they are fewer. Puts them in another order.
fn least(numbers: &mut [i64], count: usize) -> i64 {
    if count == 0 {
        return 0;
    }
    if count < numbers.len() {
        numbers.select_nth_unstable(count - 1);
    }
    numbers.iter().take(count).sum()
}

impl Search<'_> {
    /// Stops a candidate too. Tells whether the floors that it touches hold, and what they had lost before.
    fn stop(&mut self, candidate: u32) -> (bool, Before) {
        let (mut fits, mut before) = (true, Vec::new());
        let mut lose = |floor: u32, amount: f64, lost: &mut [f64]| {
            let at = floor as usize;
            before.push((floor, lost[at]));
            lost[at] += amount;
            fits &= lost[at] <= self.losses.spare[at];
        };
        for (floor, amount) in &self.losses.own[candidate as usize] {
            lose(*floor, *amount, &mut self.lost);
        }
        for at in &self.losses.of[candidate as usize] {
            let class = &self.losses.classes[*at as usize];
            let (count, rest) = &mut self.staying[*at as usize];
            *count -= 1;
            *rest ^= candidate;
            match count {
                0 => {
                    self.millionths += class.millionths;
                    for (floor, weight) in &class.terms {
                        lose(*floor, *weight, &mut self.lost);
                    }
                }
                1 => self.adds[*rest as usize] += class.millionths,
                _ => {}
            }
        }
        self.saved += self.losses.cents[candidate as usize].unwrap_or(0);
        self.set.push(candidate);
        (fits, before)
    }

    /// Takes the last stop back.
    fn start(&mut self, before: &[(u32, f64)]) {
        let Some(candidate) = self.set.pop() else { return };
        self.saved -= self.losses.cents[candidate as usize].unwrap_or(0);
        for at in &self.losses.of[candidate as usize] {
            let class = &self.losses.classes[*at as usize];
            let (count, rest) = &mut self.staying[*at as usize];
            match count {
                0 => self.millionths -= class.millionths,
                1 => self.adds[*rest as usize] -= class.millionths,
                _ => {}
            }
            *count += 1;
            *rest ^= candidate;
        }
        for (floor, lost) in before.iter().rev() {
            self.lost[*floor as usize] = *lost;
        }
    }

    /// The score with one more.
    fn with(&self, candidate: u32) -> Score {
        let saved = self.losses.cents[candidate as usize].unwrap_or(0);
        let millionths = self.millionths + self.adds[candidate as usize];
        score(self.aim, millionths, self.saved + saved)
    }

    /// A set to begin with: each time the one that is best beside those before it.
    fn grown(&mut self, size: usize) -> Option<Found> {
        let (mut stops, mut grown) = (Vec::new(), true);
        for left in (0..size).rev() {
            let count = u32::try_from(self.losses.places.len()).unwrap_or(u32::MAX);
            let mut order: Vec<u32> = (0..count).filter(|of| !self.set.contains(of)).collect();
            order.sort_by_key(|of| self.with(*of));
            let mut taken = None;
            for candidate in order {
                let (fits, before) = self.stop(candidate);
                self.looks += 1;
                if fits && (left > 0 || self.permits()) {
                    taken = Some(before);
                    break;
                }
                self.start(&before);
            }
            match taken {
                Some(before) => stops.push(before),
                None => {
                    grown = false;
                    break;
                }
            }
        }
        let mut set = self.set.clone();
        set.sort_unstable();
        let score = score(self.aim, self.millionths, self.saved);
        for before in stops.iter().rev() {
            self.start(before);
        }
        grown.then_some(Found { score, set })
    }

    /// Whether what stops may stop for all that does not add up.
    fn permits(&mut self) -> bool {
        self.looks += self.permit.price;
        let mut set = self.set.clone();
        set.sort_unstable();
        (self.permit.allowed)(&set)
    }

    /// The least score that `left` more, from a candidate on, can come to.
    fn bound(&mut self, from: usize, left: usize) -> Score {
        let most = self.best.as_ref().map_or(i64::MAX, |best| best.score.0);
        let mut losing: Vec<i64> = self.adds[from..].to_vec();
        let cents = |of: &Option<i64>| -of.unwrap_or(0);
        let mut saving: Vec<i64> = self.losses.cents[from..].iter().map(cents).collect();
        self.looks += losing.len() as u64;
        // Of the second part only those count with which the first is not surely worse.
        let (first, second, now) = match self.aim {
            Aim::Residents => (&mut losing, &saving, (self.millionths, -self.saved)),
            Aim::Euros => (&mut saving, &losing, (-self.saved, self.millionths)),
        };
        let pairs: Vec<(i64, i64)> = first.iter().copied().zip(second.iter().copied()).collect();
        let others = now.0 + least(first, left - 1);
        let fit = pairs
            .iter()
            .filter(|(own, _)| others.saturating_add(*own) <= most);
        let mut second: Vec<i64> = fit.map(|(_, second)| *second).collect();
        if second.len() < left {
            return (i64::MAX, i64::MAX);
        }
        let mut first: Vec<i64> = pairs.iter().map(|(own, _)| *own).collect();
        (now.0 + least(&mut first, left), now.1 + least(&mut second, left))
    }

    /// Whether something with a score of at least this, that begins with what stops, can be the best.
    fn hopeful(&self, bound: Score) -> bool {
        self.best.as_ref().is_none_or(|best| {
            bound < best.score || (bound == best.score && self.set[..] <= best.set[..self.set.len()])
        })
    }

    /// Tries every set that begins with what stops, with `left` more from a candidate on.
    fn branch(&mut self, from: usize, left: usize) {
        let count = self.losses.places.len();
        if self.looks > self.budget || count - from < left {
            return;
        }
        if left > 1 {
            let bound = self.bound(from, left);
            if bound.0 == i64::MAX || !self.hopeful(bound) {
                return;
            }
        }
        for candidate in (0_u32..).take(count).skip(from).take(count - from - left + 1) {
            self.looks += 1;
            if self.looks > self.budget {
                return;
            }
            if left > 1 {
                let (fits, before) = self.stop(candidate);
                if fits {
                    self.branch(candidate as usize + 1, left - 1);
                }
                self.start(&before);
                continue;
            }
            let score = self.with(candidate);
            if !self.hopeful(score) {
                continue;
            }
            let (fits, before) = self.stop(candidate);
            let found = Found {
                score,
                set: self.set.clone(),
            };
            if fits && self.best.as_ref().is_none_or(|best| found < *best) && self.permits() {
                self.best = Some(found);
            }
            self.start(&before);
        }
    }
}

/// How many sets of a size there are among some; none where more than a number can hold.
pub(super) fn sets(count: usize, size: usize) -> Option<u64> {
    let mut sets: u64 = 1;
    for taken in 0..size {
        let next = u64::try_from(count.checked_sub(taken)?).ok()?;
        sets = sets.checked_mul(next)? / (taken as u64 + 1);
    }
    Some(sets)
}

/// Of all sets of a size the one that is short of the least; of equals the first by ids.
pub(super) fn nearest(size: usize, count: usize, short: &dyn Fn(&[u32]) -> f64) -> Option<Vec<u32>> {
    let mut best: Option<(f64, Vec<u32>)> = None;
    let mut set = Vec::with_capacity(size);
    try_nearest(0, (size, count), short, &mut set, &mut best);
    best.map(|(_, set)| set)
}

fn try_nearest(
    from: usize,
    (size, count): (usize, usize),
    short: &dyn Fn(&[u32]) -> f64,
    set: &mut Vec<u32>,
    best: &mut Option<(f64, Vec<u32>)>,
) {
    for candidate in (0_u32..).take(count).skip(from) {
        set.push(candidate);
        // It gets no less short by what stops beside it; nor can one that is as short be the first.
        let own = short(set);
        if best.as_ref().is_none_or(|(least, _)| own < *least) {
            if set.len() == size {
                *best = Some((own, set.clone()));
            } else {
                try_nearest(candidate as usize + 1, (size, count), short, set, best);
            }
        }
        set.pop();
    }
}
