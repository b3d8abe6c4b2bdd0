//! How exactly residents are told. A model that spreads the residents of an area over it does not know them to the last one, and a
//! reader may ask for sentences that do not look as if it did.

use std::cell::Cell;

use super::phrases::{Rounded, Share, residents, single};
use super::{Lang, fewer_than, multiple, people_to, whole};
use crate::domain::PopulationGroup;

/// The number to a multiple of which residents are rounded where they are told; 1, which is to whole people, unless asked.
#[derive(Clone, Debug)]
pub struct Rounding {
    number: u16,
    /// Whether any was told, so that who reads the sentence can be told that it is rounded.
    told: Cell<bool>,
}

impl Default for Rounding {
    fn default() -> Self {
        Self::to(1)
    }
}

impl Rounding {
    /// Residents to a multiple of a number.
    pub fn to(number: u16) -> Self {
        Self {
            number: number.max(1),
            told: Cell::new(false),
        }
    }

    /// Whether residents are told as they are counted, to whole people.
    pub fn exact(&self) -> bool {
        self.number <= 1
    }

    /// To a multiple of what residents have been told; none where none were, or where they were not rounded.
    pub fn told(&self) -> Option<u16> {
        (self.told.get() && !self.exact()).then_some(self.number)
    }

    fn step(&self) -> f64 {
        f64::from(self.number)
    }

    /// A number of residents, never a false 0: `48.065`, `minder dan 5`.
    pub fn people(&self, lang: Lang, residents: f64) -> String {
        self.told.set(true);
        people_to(lang, residents, self.step())
    }

    /// A number of residents that is told in another way where residents are not rounded, such as with decimals.
    pub fn people_or(&self, lang: Lang, residents: f64, exact: impl Fn(Lang, f64) -> String) -> String {
        if self.exact() {
            exact(lang, residents)
        } else {
            self.people(lang, residents)
        }
    }

    /// The residents of a whole who are in a part of it: what the rounded whole leaves of the rounded rest, so that those two add up.
    pub fn reached(&self, lang: Lang, share: Share) -> String {
        if self.exact() {
            return self.people(lang, share.part);
        }
        self.part_of(lang, share, self.part(share, Rounded::Rest))
    }

    /// Whether people are spoken of as one. Who are rounded never are: fewer than 5 may be more.
    pub fn single(&self, people: f64) -> bool {
        self.exact() && single(people)
    }

    /// What so many residents are called, as [`residents`] has it.
    pub fn noun(&self, lang: Lang, group: PopulationGroup, area: Option<&str>, number: f64) -> String {
        residents(lang, group, area, if self.single(number) { 1.0 } else { 2.0 })
    }

    /// Whether so many residents round to nobody though there are some.
    pub fn few(&self, residents: f64) -> bool {
        residents > 0.0 && residents < self.step() / 2.0
    }

    /// The rounded whole of a share.
    pub(super) fn whole(&self, share: Share) -> f64 {
        multiple(share.whole, self.step())
    }

    /// The rounded part of a share, where it or the rest is rounded first.
    pub(super) fn part(&self, share: Share, first: Rounded) -> f64 {
        let rounded = |value: f64| multiple(value, self.step()).min(self.whole(share));
        match first {
            Rounded::First => rounded(share.part),
            Rounded::Rest => self.whole(share) - rounded(share.rest().part),
        }
    }

    /// A rounded part in words: some who round to nobody are a few.
    pub(super) fn part_of(&self, lang: Lang, share: Share, rounded: f64) -> String {
        self.told.set(true);
        if share.part > 0.0 && rounded <= 0.0 {
            return fewer_than(lang, self.step());
        }
        whole(lang, rounded)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lang::{En, Nl};
    use super::super::people;
    use super::*;

    #[test]
    fn residents_are_told_to_a_multiple_and_a_few_are_never_none() {
        let five = Rounding::to(5);
        assert_eq!(five.told(), None, "none are told yet");
        assert_eq!(five.people(Nl, 48_064.6), "48.065");
        assert_eq!(five.people(En, 48_064.6), "48,065");
        assert_eq!(five.people(Nl, 2.5), "5");
        assert_eq!(five.people(Nl, 2.4), "minder dan 5");
        assert_eq!(five.people(En, 0.3), "fewer than 5");
        assert_eq!(five.people(Nl, 0.0), "0");
        assert_eq!(Rounding::to(1000).people(En, 499.0), "fewer than 1,000");
        assert_eq!(five.told(), Some(5));
        let decimals = |_, value: f64| value.to_string();
        assert_eq!(five.people_or(Nl, 12.75, decimals), "15");
        assert_eq!(Rounding::default().people_or(Nl, 12.75, decimals), "12.75");
    }

    #[test]
    fn without_rounding_they_are_told_to_whole_people() {
        let exact = Rounding::default();
        for residents in [0.0, 0.2, 0.5, 1.0, 1.4, 2.5, 999.5, 121_429.8] {
            for lang in [Nl, En] {
                assert_eq!(exact.people(lang, residents), people(lang, residents));
                let share = Share {
                    part: residents,
                    whole: 200_000.0,
                };
                assert_eq!(exact.reached(lang, share), people(lang, residents));
            }
            assert_eq!(exact.single(residents), single(residents));
        }
        assert_eq!(exact.told(), None, "whole people are not said to be rounded");
    }

    #[test]
    fn one_is_spoken_of_as_one_only_where_it_is_told() {
        let noun = |to, number| Rounding::to(to).noun(Nl, PopulationGroup::All, None, number);
        assert_eq!(
            (noun(1, 1.0), noun(5, 1.0)),
            ("inwoner".to_owned(), "inwoners".to_owned())
        );
        assert!(Rounding::to(5).few(1.0) && !Rounding::to(5).few(3.0) && !Rounding::to(5).few(0.0));
    }

    #[test]
    fn who_is_reached_and_who_is_not_add_up_to_the_rounded_whole() {
        let multiple_of = |to: f64, value: f64| {
            // Every multiple, one after the other, until the next is farther.
            let mut at = 0.0;
            while (value - (at + to)).abs() <= (value - at).abs() {
                at += to;
            }
            at
        };
        for to in [1_u16, 5, 10, 25] {
            let (rounding, step) = (Rounding::to(to), f64::from(to));
            for served in (0..40).map(|at| f64::from(at) * 1.3) {
                for unserved in (0..40).map(|at| f64::from(at) * 1.7) {
                    let share = Share {
                        part: served,
                        whole: served + unserved,
                    };
                    let reached = rounding.part(share, Rounded::Rest);
                    let rest = rounding.part(share.rest(), Rounded::First);
                    let whole = multiple_of(step, share.whole);
                    assert_eq!(rounding.whole(share), whole);
                    assert_eq!(rest, multiple_of(step, share.rest().part).min(whole));
                    assert_eq!(reached + rest, whole, "{served} and {unserved} to {to}");
                    assert!((reached - served).abs() <= step + 1e-9);
                    let said = rounding.reached(Nl, share);
                    assert_eq!(said == "0", served == 0.0, "{said} of {served} to {to}");
                }
            }
        }
        let dordrecht = Share {
            part: 73_365.4,
            whole: 121_430.0,
        };
        assert_eq!(Rounding::to(5).reached(Nl, dordrecht), "73.365");
    }
}
