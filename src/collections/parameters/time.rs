//! The days that a question is about: that of the answer, and that which it is compared with.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Query, Today};
use crate::collections::period::{Period, day};
use crate::study::Study;

/// What was known of an earlier day, or of any other that the answer is compared with.
#[derive(Clone)]
pub struct Before {
    pub study: Arc<Study>,
    pub date: Date,
}

impl fmt::Debug for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at revision {}", self.date, self.study.state())
    }
}

impl PartialEq for Before {
    fn eq(&self, other: &Self) -> bool {
        self.date == other.date && self.study.state() == other.study.state()
    }
}

/// The day that a question is about, as its parameters say; today where they say nothing that can be read, for then they are
/// refused or say no day.
pub fn asked_day(today: &Today, pairs: &[(String, String)]) -> Date {
    let said = |name: &str| {
        pairs
            .iter()
            .find(|(of, _)| of == name)
            .map(|(_, text)| text.as_str())
    };
    let of_date = said("date").and_then(|text| day(text).ok());
    let nearest = |text| Some(Period::parse(text, &today.timezone).ok()?.nearest(today.date));
    of_date
        .or_else(|| said("datetime").and_then(nearest))
        .unwrap_or(today.date)
}

impl Query {
    /// The day to compare with and the revision at which it is asked, where that has to be looked up yet.
    pub fn compared_with(&self, study: &Study) -> Option<(u64, Date)> {
        let revision = self.from_revision.unwrap_or(study.revision.number);
        Some((revision, self.from?))
    }

    /// What the answer is compared with: what was looked up, else what the study itself knows of that day.
    pub fn before(&self, study: &Study) -> Option<Before> {
        let itself = |date| Before {
            study: Arc::new(study.parts()),
            date,
        };
        self.before.clone().or_else(|| self.from.map(itself))
    }
}
