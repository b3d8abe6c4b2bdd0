//! Days and periods as requests write them: ISO 8601 dates, RFC 3339 moments, and the intervals of OGC API – Features.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A stretch of days, both ends included; none is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

/// Reads `2026-05-01`.
pub fn day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let shown: String = text.chars().take(60).collect();
    shaped
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| format!("'{shown}' is not a date such as 2026-05-01"))
}

impl Period {
    /// Reads an instant or an interval: `2026-05-01`, `2026-05-01T12:00:00Z`, `a/b`, `../b`, `a/..`. A moment counts for its
    /// day in the city's time zone.
    pub fn parse(text: &str, timezone: &TimeZone) -> Result<Self, String> {
        let instant = |text: &str| -> Result<Date, String> {
            if text.len() <= 10 {
                return day(text);
            }
            // In a query string a plus sign arrives as a space.
            let text = text.replace(' ', "+");
            match text.parse::<Timestamp>() {
                Ok(moment) => Ok(moment.to_zoned(timezone.clone()).date()),
                Err(_) => Err(format!(
                    "'{}' is not a date or an RFC 3339 moment",
                    text.chars().take(60).collect::<String>()
                )),
            }
        };
        let Some((from, to)) = text.split_once('/') else {
            let only = instant(text)?;
            return Ok(Self {
                first: Some(only),
                last: Some(only),
            });
        };
        let end = |text: &str| match text {
            "" | ".." => Ok(None),
            text => instant(text).map(Some),
        };
        let period = Self {
            first: end(from)?,
            last: end(to)?,
        };
        match (period.first, period.last) {
            (Some(first), Some(last)) if last < first => Err(format!("{last} is before {first}")),
            _ => Ok(period),
        }
    }

    /// Whether something in force from `from` until `to` (not included) is so on some day of the period.
    pub fn meets(&self, from: Option<Date>, to: Option<Date>) -> bool {
        let begun = self.last.is_none_or(|last| from.is_none_or(|from| from <= last));
        let lasting = self.first.is_none_or(|first| to.is_none_or(|to| first < to));
        let ever = from.zip(to).is_none_or(|(from, to)| from < to);
        begun && lasting && ever
    }

    /// The day of the period nearest to `today`: the one for which figures hold.
    pub fn nearest(&self, today: Date) -> Date {
        let not_before = self.first.map_or(today, |first| today.max(first));
        self.last.map_or(not_before, |last| not_before.min(last))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |date: Option<Date>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (first, last) => write!(f, "{}/{}", end(first), end(last)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn period(text: &str) -> Result<Period, String> {
        Period::parse(text, &TimeZone::get("Europe/Amsterdam").unwrap())
    }

    #[test]
    fn a_date_has_ten_characters_and_exists() {
        assert_eq!(day("2026-05-01"), Ok(date(2026, 5, 1)));
        for text in [
            "2026-5-1",
            "20260501",
            "2026-02-30",
            "01-05-2026",
            "",
            "2026-05-01T00:00",
            "today",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_counts_for_its_day_in_the_city() {
        // Half past eleven at night in Greenwich is the next day in Amsterdam.
        let only = Some(date(2026, 6, 2));
        assert_eq!(
            period("2026-06-01T23:30:00Z"),
            Ok(Period {
                first: only,
                last: only
            })
        );
    }

    #[test]
    fn an_interval_may_be_open_and_may_not_run_backwards() {
        assert_eq!(period("../2026-01-01").unwrap().first, None);
        assert_eq!(period("2026-01-01/").unwrap().last, None);
        assert_eq!(period("../..").unwrap().to_string(), "../..");
        assert!(period("2026-01-02/2026-01-01").is_err());
        assert!(period("2026-01-01/2026-01-02/2026-01-03").is_err());
    }

    #[test]
    fn what_ends_on_the_first_day_is_not_in_the_period() {
        let may = period("2026-05-01/2026-05-31").unwrap();
        assert!(!may.meets(None, Some(date(2026, 5, 1))));
        assert!(may.meets(None, Some(date(2026, 5, 2))));
        assert!(may.meets(Some(date(2026, 5, 31)), None));
        assert!(!may.meets(Some(date(2026, 6, 1)), None));
    }

    #[test]
    fn figures_hold_on_the_day_nearest_to_today() {
        let may = period("2026-05-01/2026-05-31").unwrap();
        assert_eq!(may.nearest(date(2026, 1, 1)), date(2026, 5, 1));
        assert_eq!(may.nearest(date(2026, 5, 9)), date(2026, 5, 9));
        assert_eq!(may.nearest(date(2027, 1, 1)), date(2026, 5, 31));
    }
}
