//! What is promised for the years to come: per calendar year the money of the grants that are known, and what ends in it.

use jiff::civil::{Date, date};

use super::spending::Only;
use crate::domain::Cents;
use crate::study::Study;

/// Grants that end later than this many years after the first year are as good as open: they add no further rows.
pub const MOST_YEARS: i16 = 30;

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// The day whose year is the first.
    pub date: Date,
    pub only: Only,
}

/// What a grant brings to a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// Place of the grant in the study's list.
    pub grant: usize,
    /// Days of the year on which it is paid.
    pub days: i32,
    /// A whole year's money, as far as it is asked; none: its amount is unknown.
    pub per_year: Option<Cents>,
    /// Money a year × days ÷ days of the year, to the nearest cent.
    pub cents: Option<Cents>,
    /// Whether it has no end.
    pub open: bool,
    /// Whether it is given for longer than a year.
    pub multi_year: bool,
    /// Whether its last day is in this year.
    pub ends: bool,
}

/// One calendar year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub year: i16,
    /// Days of the year: 365 or 366.
    pub days: i32,
    /// The grants that are paid on some day of it.
    pub promised: Vec<Promised>,
}

impl Row {
    fn sum(&self, chosen: impl Fn(&Promised) -> Option<Cents>) -> Cents {
        self.promised.iter().filter_map(chosen).sum()
    }

    /// The money of grants that have an end.
    pub fn committed(&self) -> Cents {
        self.sum(|of| of.cents.filter(|_| !of.open))
    }

    /// The money of grants without an end, which is told apart.
    pub fn open_ended(&self) -> Cents {
        self.sum(|of| of.cents.filter(|_| of.open))
    }

    /// The part of what is committed that is given for longer than a year.
    pub fn multi_year(&self) -> Cents {
        self.sum(|of| of.cents.filter(|_| of.multi_year))
    }

    /// A year's money of the grants whose last day is in the year.
    pub fn ending(&self) -> Cents {
        self.sum(|of| of.per_year.filter(|_| of.ends))
    }

    /// How many these are.
    pub fn grants_ending(&self) -> usize {
        self.promised.iter().filter(|of| of.ends).count()
    }

    /// Grants of which the amount is unknown.
    pub fn without_amount(&self) -> usize {
        self.promised.iter().filter(|of| of.per_year.is_none()).count()
    }
}

/// A row per year, from that of the day to the last in which a grant ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// A grant, as far as it is asked.
struct Asked {
    grant: usize,
    cents: Option<Cents>,
    from: Option<Date>,
    to: Option<Date>,
    multi_year: bool,
    last: Option<Date>,
}

/// Adds up what is promised year by year.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params { date: day, only } = params;
    let asked: Vec<Asked> = study
        .grants
        .iter()
        .enumerate()
        .filter_map(|(grant, of)| {
            let parts = only.parts_of(study, grant);
            parts.first()?;
            Some(Asked {
                grant,
                cents: parts.iter().map(|part| part.cents).sum(),
                from: of.from,
                to: of.to,
                multi_year: of.multi_year() == Some(true),
                last: of.last_day(),
            })
        })
        .collect();
    let first = day.year();
    let ends = asked.iter().filter_map(|of| Some(of.last?.year()));
    let last = ends
        .max()
        .unwrap_or(first)
        .clamp(first, first.saturating_add(MOST_YEARS));
    let rows = (first..=last).filter_map(|year| row(&asked, year));
    Report { rows: rows.collect() }
}

/// One year; none beyond the calendar.
fn row(asked: &[Asked], year: i16) -> Option<Row> {
    let begin = Date::new(year, 1, 1).ok()?;
    let end = Date::new(year.checked_add(1)?, 1, 1).unwrap_or(date(9999, 12, 31));
    let days = days(begin, end);
    let promised = asked.iter().filter_map(|of| {
        let from = of.from.map_or(begin, |from| from.max(begin));
        let to = of.to.map_or(end, |to| to.min(end));
        let paid = self::days(from, to);
        (paid > 0).then(|| Promised {
            grant: of.grant,
            days: paid,
            per_year: of.cents,
            cents: of.cents.map(|cents| cents.times(paid.into(), days.into())),
            open: of.to.is_none(),
            multi_year: of.multi_year,
            ends: of.last.is_some_and(|last| last.year() == year),
        })
    });
    Some(Row {
        year,
        days,
        promised: promised.collect(),
    })
}

/// Days from one day until another.
fn days(from: Date, to: Date) -> i32 {
    i32::try_from(from.duration_until(to).as_hours() / 24).unwrap_or(0)
}
