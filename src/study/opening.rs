//! The opening hours of a study's facilities: each text that they give is read once, when it is first asked, and each
//! question is put to it once.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use jiff::ToSpan;
use jiff::civil::{Date, Time, time};

use super::access::When;
use crate::domain::hours::{Hours, Sky};

/// Minutes that count as open.
const ENOUGH: u16 = 60;

/// Answers that a text remembers.
const REMEMBERED: usize = 8;

/// The city's sky, looked for when hours that hang on the sun are first asked.
pub(super) type LazySky = LazyLock<Option<Sky>, Box<dyn FnOnce() -> Option<Sky> + Send>>;

/// The hours that one or more facilities give in the same words.
#[derive(Debug)]
pub struct Opening {
    text: String,
    /// None: the text says nothing that we can read.
    hours: OnceLock<Option<Hours>>,
    sky: Arc<LazySky>,
    answers: Mutex<Vec<Answered>>,
}

/// What was asked with the Monday of the week, and the answer.
type Answered = ((When, Date), Option<bool>);

impl Opening {
    /// Whether they hold at that time, in the week of a date; none: unknown.
    pub fn open(&self, when: When, date: Date) -> Option<bool> {
        let days = i64::from(date.weekday().to_monday_zero_offset());
        // A week that would begin before the first year begins with its first day that there is.
        let monday = date.checked_sub(days.days()).unwrap_or(Date::MIN);
        let asked = (when, monday);
        // A thread that panicked while it held the lock left a list that is whole all the same.
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, answer)) = answers.iter().find(|(of, _)| *of == asked) {
            return *answer;
        }
        let answer = self.answer(when, monday);
        if answers.len() == REMEMBERED {
            answers.remove(0);
        }
        answers.push((asked, answer));
        answer
    }

    fn answer(&self, when: When, monday: Date) -> Option<bool> {
        let hours = self
            .hours
            .get_or_init(|| Hours::parse(&self.text).ok())
            .as_ref()?;
        let sky = if hours.hang_on_the_sun() {
            Option::as_ref(&self.sky)
        } else {
            None
        };
        match when {
            When::Moment(moment) => hours.open_at(moment, sky),
            When::WeekdayEvening => {
                let (from, to) = (time(18, 0, 0, 0), time(22, 0, 0, 0));
                on_some_day(hours, monday, 0..5, from, to, sky)
            }
            When::Weekend => {
                let (from, to) = (time(8, 0, 0, 0), time(22, 0, 0, 0));
                on_some_day(hours, monday, 5..7, from, to, sky)
            }
        }
    }
}

/// Whether hours hold long enough between two times on one of the days after a Monday.
fn on_some_day(
    hours: &Hours,
    monday: Date,
    days: std::ops::Range<i64>,
    from: Time,
    to: Time,
    sky: Option<&Sky>,
) -> Option<bool> {
    let mut answer = Some(false);
    for day in days {
        let day = monday.checked_add(day.days()).ok();
        match day.and_then(|day| hours.open_between(day, from, to, sky)) {
            Some(minutes) if minutes.surely >= ENOUGH => return Some(true),
            Some(minutes) if minutes.perhaps < ENOUGH => {}
            _ => answer = None,
        }
    }
    answer
}

/// The hours of all facilities, by their text.
pub(super) struct Openings {
    sky: Arc<LazySky>,
    by_text: HashMap<String, Arc<Opening>>,
}

impl Openings {
    /// None yet, under the city's sky.
    pub fn new(sky: LazySky) -> Self {
        Self {
            sky: Arc::new(sky),
            by_text: HashMap::new(),
        }
    }

    /// The hours in these words, kept for whoever gives the same.
    pub fn keep(&mut self, text: &str) -> Arc<Opening> {
        let opening = self.of(text);
        self.by_text
            .entry(text.to_owned())
            .or_insert_with(|| Arc::clone(&opening));
        opening
    }

    /// The hours in these words.
    pub fn of(&self, text: &str) -> Arc<Opening> {
        self.by_text.get(text).map_or_else(
            || {
                Arc::new(Opening {
                    text: text.to_owned(),
                    hours: OnceLock::new(),
                    sky: Arc::clone(&self.sky),
                    answers: Mutex::default(),
                })
            },
            Arc::clone,
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    fn openings() -> Openings {
        let sky = || Sky::over(4.69, 51.81, TimeZone::get("Europe/Amsterdam").ok()?);
        Openings::new(LazySky::new(Box::new(sky)))
    }

    #[test]
    fn an_evening_and_a_weekend_take_an_hour_on_some_day_of_the_week() {
        let openings = openings();
        // The third of June 2026 is a Wednesday.
        let ask = |text: &str, when| openings.of(text).open(when, date(2026, 6, 3));
        for (text, evening, weekend) in [
            ("Mo-Fr 09:00-17:00", Some(false), Some(false)),
            ("Mo-Fr 09:00-19:00", Some(true), Some(false)),
            ("Mo-Fr 09:00-18:59", Some(false), Some(false)),
            ("Mo 17:30-18:30; Fr 21:30-23:00", Some(false), Some(false)),
            ("Mo 17:30-18:30, Mo 21:30-23:00", Some(true), Some(false)),
            ("Sa 08:00-09:00", Some(false), Some(true)),
            ("Sa 06:00-08:59", Some(false), Some(false)),
            ("Fr 20:00-20:30; Su 21:00-24:00", Some(false), Some(true)),
            ("24/7", Some(true), Some(true)),
            ("Mo 19:00-21:00 unknown", None, Some(false)),
            ("Mo 19:00-21:00 unknown; Tu 19:00-21:00", Some(true), Some(false)),
            ("sunrise-sunset", Some(true), Some(true)),
            ("op afspraak", None, None),
        ] {
            assert_eq!(ask(text, When::WeekdayEvening), evening, "{text}");
            assert_eq!(ask(text, When::Weekend), weekend, "{text}");
        }
        let december = openings
            .of("sunrise-sunset")
            .open(When::WeekdayEvening, date(2026, 12, 3));
        assert_eq!(december, Some(false));
    }

    #[test]
    fn the_week_is_the_one_of_the_date_and_a_moment_is_its_own() {
        let openings = openings();
        // The first Thursday of the month.
        let of = openings.of("Th[1] 19:00-21:00");
        for (day, expected) in [
            (31, Some(false)),
            (1, Some(true)),
            (7, Some(true)),
            (8, Some(false)),
        ] {
            let month = if day == 31 { 5 } else { 6 };
            assert_eq!(
                of.open(When::WeekdayEvening, date(2026, month, day)),
                expected,
                "{day}"
            );
        }
        let moment = |hour| When::Moment(date(2026, 6, 4).at(hour, 0, 0, 0));
        assert_eq!(of.open(moment(20), date(2020, 1, 1)), Some(true));
        assert_eq!(of.open(moment(21), date(2020, 1, 1)), Some(false));
    }

    #[test]
    fn the_same_words_are_read_once_and_more_questions_than_are_remembered_are_answered() {
        let mut openings = openings();
        let first = openings.keep("Mo 19:00-21:00");
        assert!(Arc::ptr_eq(&first, &openings.keep("Mo 19:00-21:00")));
        for _ in 0..2 {
            for week in 0..30 {
                let day = date(2026, 1, 1).checked_add((7 * week).days()).unwrap();
                assert_eq!(first.open(When::WeekdayEvening, day), Some(true));
            }
        }
        assert_eq!(first.open(When::WeekdayEvening, Date::MIN), None);
    }
}
