//! What each candidate would add, kept up to date while sites are taken.

use crate::study::{Cover, Study};

/// The gain of every candidate, in millionths of a resident.
pub(super) struct Gains<'a> {
    study: &'a Study,
    cover: &'a Cover,
    /// Per demand point, residents whom nobody serves yet.
    left: Vec<i64>,
    /// Sums of `left` before each point, and of all at the end.
    before: Vec<i64>,
    /// Per candidate; those that take no part gain nothing.
    each: Vec<i64>,
    /// What was added by the sites that were taken.
    total: i64,
    /// Per candidate, the step at which its gain was last added up.
    seen: Vec<u32>,
    step: u32,
}

impl<'a> Gains<'a> {
    /// Every candidate takes part.
    pub fn new(study: &'a Study, cover: &'a Cover, left: Vec<i64>) -> Self {
        let all: Vec<u32> = (0_u32..).take(cover.len()).collect();
        Self::among(study, cover, left, &all)
    }

    /// Only these candidates take part.
    pub fn among(study: &'a Study, cover: &'a Cover, left: Vec<i64>, candidates: &[u32]) -> Self {
        let mut gains = Self {
            study,
            cover,
            before: vec![0; left.len() + 1],
            left,
            each: vec![0; cover.len()],
            total: 0,
            seen: vec![0; cover.len()],
            step: 0,
        };
        gains.add_up();
        for place in candidates {
            gains.each[*place as usize] = gains.gain(*place);
        }
        gains
    }

    fn add_up(&mut self) {
        let mut sum = 0;
        for (before, left) in self.before.iter_mut().zip(self.left.iter().chain([&0])) {
            *before = sum;
            sum += left;
        }
    }

    fn gain(&self, place: u32) -> i64 {
        let run = |(from, to): &(u32, u32)| self.before[*to as usize] - self.before[*from as usize];
        self.cover.runs(place).iter().map(run).sum()
    }

    /// What was added by the sites that were taken.
    pub fn total(&self) -> i64 {
        self.total
    }

    /// The candidate that adds the most, the first of equal ones; none where no other adds anybody.
    pub fn best(&self) -> Option<u32> {
        let (mut best, mut most) = (None, 0);
        for (place, gain) in (0_u32..).zip(&self.each) {
            if *gain > most {
                (best, most) = (Some(place), *gain);
            }
        }
        best
    }

    /// What the k that add the most would add if nobody were in reach of two: no k candidates add more.
    pub fn most(&self, k: usize) -> i64 {
        let mut gains = self.each.clone();
        let k = k.min(gains.len());
        if k == 0 {
            return 0;
        }
        let (larger, last, _) = gains.select_nth_unstable_by(k - 1, |a, b| b.cmp(a));
        larger.iter().sum::<i64>() + *last
    }

    /// Takes a site: who comes within reach of it is served, and only candidates that reach some of them gain less.
    pub fn take(&mut self, place: u32) {
        self.total += self.gain(place);
        let cover = self.cover;
        let mut touched = Vec::new();
        let mut neighbourhood = 0;
        for point in cover.points(place) {
            if std::mem::take(&mut self.left[point]) > 0 {
                while self.study.demand.of(neighbourhood).end <= point {
                    neighbourhood += 1;
                }
                if touched.last() != Some(&neighbourhood) {
                    touched.push(neighbourhood);
                }
            }
        }
        self.add_up();
        self.step += 1;
        for neighbourhood in touched {
            for other in cover.reaching(neighbourhood) {
                let at = *other as usize;
                if self.each[at] > 0 && self.seen[at] != self.step {
                    self.seen[at] = self.step;
                    self.each[at] = self.gain(*other);
                }
            }
        }
    }
}
