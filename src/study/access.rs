//! Whom a facility is open to, when, and on whose account: what it must offer to count. Unknown is never taken for yes.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};

use super::StudyFacility;
use crate::domain::Grant;
use crate::domain::facility::EVERYONE;

/// When a facility must be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// An hour or more between 18:00 and 22:00 on some day from Monday to Friday.
    WeekdayEvening,
    /// An hour or more between 8:00 and 22:00 on Saturday or on Sunday.
    Weekend,
    /// At one moment of the local clock, whatever the date of the question.
    Moment(DateTime),
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WeekdayEvening => f.write_str("weekday-evening"),
            Self::Weekend => f.write_str("weekend"),
            Self::Moment(moment) => write!(f, "{}", moment.strftime("%Y-%m-%dT%H:%M")),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shaped = text.len() == 16
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                10 => byte == b'T',
                13 => byte == b':',
                _ => byte.is_ascii_digit(),
            });
        match text {
            "weekday-evening" => Ok(Self::WeekdayEvening),
            "weekend" => Ok(Self::Weekend),
            _ => shaped
                .then(|| text.parse().ok())
                .flatten()
                .map(Self::Moment)
                .ok_or_else(|| {
                    let shown: String = text.chars().take(60).collect();
                    format!("'{shown}' is not weekday-evening, weekend or a moment such as 2026-05-01T19:30")
                }),
        }
    }
}

/// How far somebody in a wheelchair must be able to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wheelchair {
    Yes,
    /// In part at least.
    Limited,
}

impl Wheelchair {
    pub const ALL: [Self; 2] = [Self::Yes, Self::Limited];

    /// The name in parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Limited => "limited",
        }
    }

    /// Whether a facility for which OpenStreetMap's word is `text` will do; none: not one of its words.
    fn met_by(self, text: &str) -> Option<bool> {
        match text.trim().to_ascii_lowercase().as_str() {
            "yes" | "designated" => Some(true),
            "limited" => Some(self == Self::Limited),
            "no" => Some(false),
            _ => None,
        }
    }
}

impl FromStr for Wheelchair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|of| of.name() == text)
            .ok_or_else(|| format!("'{text}' is not yes or limited"))
    }
}

/// What visitors pay at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contribution {
    /// Nothing.
    None,
    /// Nothing, or what follows from their income.
    Income,
}

impl Contribution {
    pub const ALL: [Self; 2] = [Self::None, Self::Income];

    /// The name in parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Income => "income",
        }
    }

    /// Whether a facility with this own contribution will do; none: not one of the words of the field.
    fn met_by(self, text: &str) -> Option<bool> {
        match text.trim().to_ascii_lowercase().as_str() {
            "none" => Some(true),
            "income" => Some(self == Self::Income),
            "fixed" => Some(false),
            _ => None,
        }
    }
}

impl FromStr for Contribution {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|of| of.name() == text)
            .ok_or_else(|| format!("'{text}' is not none or income"))
    }
}

/// What a facility must offer to count. Nothing is asked by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Access {
    pub open: Option<When>,
    pub wheelchair: Option<Wheelchair>,
    /// Code of a language that is spoken there, in any case of letters.
    pub language: Option<String>,
    pub contribution: Option<Contribution>,
    /// A group that it names, in any case of letters; one that is for everyone is for this group too.
    pub target_group: Option<String>,
    /// The scheme of a grant in force, letter by letter.
    pub scheme: Option<String>,
    /// Whether it is specialist care that could become general. One of which that is not said is not.
    pub conversion: Option<bool>,
}

impl Access {
    /// The questions to which the answer of a facility may be unknown, by the names of their parameters and in the order of
    /// [`Access::answers`].
    pub const QUESTIONS: [&'static str; 5] =
        ["open", "wheelchair", "language", "contribution", "targetGroup"];

    /// Which of them are asked.
    pub fn asked(&self) -> [bool; 5] {
        [
            self.open.is_some(),
            self.wheelchair.is_some(),
            self.language.is_some(),
            self.contribution.is_some(),
            self.target_group.is_some(),
        ]
    }

    /// What a facility answers in the week of a date, where it is asked; none: unknown.
    pub fn answers(&self, of: &StudyFacility, date: Date) -> [Option<bool>; 5] {
        [
            self.is_open(of, date),
            self.has_wheelchair_access(of),
            self.speaks(of),
            self.asks_no_more(of),
            self.is_for(of),
        ]
    }

    /// Whether a facility offers all that is asked, on a date.
    pub fn admits(&self, of: &StudyFacility, grants: &[Grant], date: Date) -> bool {
        // Opening hours last: they take the longest.
        let yes = Some(true);
        self.has_scheme(of, grants, date)
            && self
                .conversion
                .is_none_or(|wanted| of.facility.conversion_candidate.unwrap_or(false) == wanted)
            && self.has_wheelchair_access(of) == yes
            && self.asks_no_more(of) == yes
            && self.speaks(of) == yes
            && self.is_for(of) == yes
            && self.is_open(of, date) == yes
    }

    fn is_open(&self, of: &StudyFacility, date: Date) -> Option<bool> {
        self.open
            .map_or(Some(true), |when| of.opening.as_ref()?.open(when, date))
    }

    fn has_wheelchair_access(&self, of: &StudyFacility) -> Option<bool> {
        self.wheelchair.map_or(Some(true), |wanted| {
            wanted.met_by(of.facility.wheelchair.as_deref()?)
        })
    }

    fn speaks(&self, of: &StudyFacility) -> Option<bool> {
        let Some(wanted) = &self.language else {
            return Some(true);
        };
        let spoken = &of.facility.languages;
        (!spoken.is_empty()).then(|| {
            spoken
                .iter()
                .any(|language| language.eq_ignore_ascii_case(wanted))
        })
    }

    fn asks_no_more(&self, of: &StudyFacility) -> Option<bool> {
        self.contribution.map_or(Some(true), |most| {
            most.met_by(of.facility.own_contribution.as_deref()?)
        })
    }

    fn is_for(&self, of: &StudyFacility) -> Option<bool> {
        let Some(wanted) = &self.target_group else {
            return Some(true);
        };
        let groups = &of.facility.target_groups;
        let fits = |group: &String| group == EVERYONE || group.eq_ignore_ascii_case(wanted);
        (!groups.is_empty()).then(|| groups.iter().any(fits))
    }

    fn has_scheme(&self, of: &StudyFacility, grants: &[Grant], date: Date) -> bool {
        self.scheme.as_ref().is_none_or(|wanted| {
            of.grants
                .iter()
                .filter_map(|(grant, _)| grants.get(*grant))
                .any(|grant| grant.in_force(date) && grant.scheme.as_ref() == Some(wanted))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_is_a_word_or_a_moment_of_the_local_clock() {
        for text in [
            "weekday-evening",
            "weekend",
            "2026-05-01T19:30",
            "0099-12-31T00:00",
        ] {
            assert_eq!(text.parse::<When>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "evening",
            "2026-05-01",
            "2026-05-01T19:30:00",
            "2026-05-01 19:30",
            "2026-05-01T24:00",
            "2026-02-30T12:00",
            "2026-05-01T19:3é",
        ] {
            assert!(
                text.parse::<When>().unwrap_err().contains("weekday-evening"),
                "{text}"
            );
        }
    }

    #[test]
    fn limited_takes_yes_in_and_income_takes_none_in() {
        assert_eq!(Wheelchair::Limited.met_by("Designated"), Some(true));
        assert_eq!(Wheelchair::Yes.met_by("limited"), Some(false));
        assert_eq!(Wheelchair::Yes.met_by("bad"), None);
        assert_eq!(Contribution::Income.met_by("none"), Some(true));
        assert_eq!(Contribution::None.met_by("income"), Some(false));
        assert_eq!(Contribution::Income.met_by("fixed"), Some(false));
        assert_eq!(Contribution::Income.met_by("5 euro"), None);
    }
}
