//! Opening hours as OpenStreetMap writes them: `Mo-Fr 09:00-17:00; Sa 10:00-13:00`.
//!
//! The text is read and worked out by the `opening-hours` crate. Three things are ours. No holidays are assumed, neither
//! public (`PH`) nor of schools (`SH`): a week is worked out as one without, and a rule for holidays alone never applies.
//! What the text leaves open is neither yes nor no: times with a remark (`"by appointment"`, unless it says `open` before
//! the remark), a rule that says `unknown`, and a text in which some end is open (`18:00+`). And the sun rises and sets where
//! the city lies, by its clock ([`Sky`]); without that, hours that hang on the sun are unknown.

use chrono::{FixedOffset, NaiveDate};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use opening_hours::localization::{Coordinates, TzLocation};
use opening_hours::schedule::Schedule;
use opening_hours::{Context, OpeningHours, RuleKind};

/// A longer text is no opening hours: OpenStreetMap's own end at 255.
const LONGEST: usize = 1000;

/// Minutes of a whole day.
const DAY: u16 = 24 * 60;

/// Why a text gives no hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("is not written as OpenStreetMap writes opening hours")]
    Syntax,
    #[error("is longer than {LONGEST} characters")]
    Long,
    #[error("gives moments at which something begins, not hours")]
    Moments,
    #[error("gives times before or after sunrise or sunset")]
    Shifted,
    #[error("is for weekdays in holidays, of which no dates are known")]
    Holidays,
}

/// Where and by which clock the sun rises.
#[derive(Clone, Debug)]
pub struct Sky {
    coordinates: Coordinates,
    timezone: TimeZone,
}

impl Sky {
    /// The sky over a place, in degrees; none where they are no place on earth.
    pub fn over(longitude: f64, latitude: f64, timezone: TimeZone) -> Option<Self> {
        let coordinates = Coordinates::new(latitude, longitude)?;
        Some(Self {
            coordinates,
            timezone,
        })
    }

    /// The place with the offset that its clock has at noon: the clock is changed at night, before the sun rises.
    fn on(&self, day: Date) -> Option<TzLocation<FixedOffset>> {
        let noon = day.at(12, 0, 0, 0).to_zoned(self.timezone.clone()).ok()?;
        let offset = FixedOffset::east_opt(noon.offset().seconds())?;
        Some(TzLocation::new(offset).with_coords(self.coordinates))
    }
}

/// Opening hours that can be asked. Times are those of the local clock.
#[derive(Clone, Debug)]
pub struct Hours {
    rules: OpeningHours,
    /// Whether they hang on the sun.
    sun: bool,
    /// Whether some end is open, so that nothing is sure.
    open_end: bool,
    /// Whether a remark makes times unsure.
    remarks: bool,
}

/// How long something is open between two times of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    pub surely: u16,
    /// These included.
    pub perhaps: u16,
}

/// A stretch of a day with one answer; minutes from midnight.
struct Stretch {
    from: u16,
    to: u16,
    open: Option<bool>,
}

impl Hours {
    /// Reads a text.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(Unreadable::Long);
        }
        let rules: OpeningHours = text.parse().map_err(|_| Unreadable::Syntax)?;
        let expression = rules.get_expression();
        let (mut sun, mut open_end) = (false, false);
        for span in expression.rules.iter().flat_map(|rule| &rule.time_selector.spans) {
            if span.repeats.is_some() {
                return Err(Unreadable::Moments);
            }
            for time in [span.range.start, span.range.end] {
                // Written out, a time with an offset stands in parentheses. Two of them may run past the end of the next
                // day, with which the crate cannot deal.
                if time.to_string().starts_with('(') {
                    return Err(Unreadable::Shifted);
                }
                sun |= time.as_time_event().is_some();
            }
            open_end |= span.open_end;
        }
        if weekdays_in_holidays(text) {
            return Err(Unreadable::Holidays);
        }
        Ok(Self {
            rules,
            sun,
            open_end,
            remarks: has_remarks(text),
        })
    }

    /// Whether they cannot be worked out without a sky.
    pub fn hang_on_the_sun(&self) -> bool {
        self.sun
    }

    /// Whether something is open at a moment; none: unknown.
    pub fn open_at(&self, moment: DateTime, sky: Option<&Sky>) -> Option<bool> {
        let minute = minutes_of(moment.time());
        let of_day = self.stretches(moment.date(), sky)?;
        // What no stretch holds is closed.
        let mut holding = of_day
            .iter()
            .filter(|stretch| (stretch.from..stretch.to).contains(&minute));
        holding.next().map_or(Some(false), |stretch| stretch.open)
    }

    /// How long something is open on a day between two times; none: unknown.
    pub fn open_between(&self, day: Date, from: Time, to: Time, sky: Option<&Sky>) -> Option<Minutes> {
        let (from, to) = (minutes_of(from), minutes_of(to));
        let mut minutes = Minutes::default();
        for stretch in self.stretches(day, sky)? {
            let shared = stretch.to.min(to).saturating_sub(stretch.from.max(from));
            match stretch.open {
                Some(true) => {
                    minutes.surely += shared;
                    minutes.perhaps += shared;
                }
                None => minutes.perhaps += shared,
                Some(false) => {}
            }
        }
        Some(minutes)
    }

    /// The stretches of a day, which do not overlap; none: nothing is known of that day.
    fn stretches(&self, day: Date, sky: Option<&Sky>) -> Option<Vec<Stretch>> {
        // The crate knows no other years, and calls all of them closed.
        if !(1900..=9999).contains(&day.year()) {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(
            i32::from(day.year()),
            u32::from(day.month().unsigned_abs()),
            u32::from(day.day().unsigned_abs()),
        )?;
        let schedule = if self.sun {
            let context = Context::default().with_locale(sky?.on(day)?);
            self.rules.clone().with_context(context).schedule_at(date)
        } else {
            self.rules.schedule_at(date)
        };
        Some(self.read(schedule))
    }

    fn read(&self, schedule: Schedule) -> Vec<Stretch> {
        let stretches = schedule.into_iter().map(|of| Stretch {
            from: of.range.start.mins_from_midnight(),
            to: of.range.end.mins_from_midnight().min(DAY),
            open: match of.kind {
                RuleKind::Closed => Some(false),
                RuleKind::Open if !self.open_end && (!self.remarks || of.comment.is_empty()) => Some(true),
                RuleKind::Open | RuleKind::Unknown => None,
            },
        });
        stretches.collect()
    }
}

/// Minutes from midnight.
fn minutes_of(time: Time) -> u16 {
    60 * u16::from(time.hour().unsigned_abs()) + u16::from(time.minute().unsigned_abs())
}

/// Whether some remark stands without `open`, `closed` or `off` before it. Such a remark says that the state depends on it.
fn has_remarks(text: &str) -> bool {
    let pieces: Vec<&str> = text.split('"').collect();
    // Remarks are the pieces at odd places.
    pieces.iter().step_by(2).take(pieces.len() / 2).any(|before| {
        let before = before.trim_end().to_lowercase();
        !["open", "closed", "off"]
            .iter()
            .any(|word| before.ends_with(word))
    })
}

/// Whether a weekday and a kind of holiday stand beside each other with a space between, which means the weekdays in those
/// holidays. The crate reads the one as well as the other.
fn weekdays_in_holidays(text: &str) -> bool {
    let weekday = |part: &str| {
        part.get(..2)
            .is_some_and(|day| ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].contains(&day))
            && !part
                .get(2..3)
                .is_some_and(|next| next.chars().all(char::is_alphanumeric))
    };
    let holiday = |part: &str| part == "PH" || part == "SH";
    let text = text.replace(';', " ; ");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let last = pair[0].rsplit(',').next().unwrap_or_default();
        let first = pair[1].split(',').next().unwrap_or_default();
        (holiday(last) && weekday(first)) || (weekday(last) && holiday(first))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn hours(text: &str) -> Hours {
        Hours::parse(text).unwrap()
    }

    fn dordrecht() -> Sky {
        Sky::over(4.69, 51.81, TimeZone::get("Europe/Amsterdam").unwrap()).unwrap()
    }

    /// Open at a moment of Wednesday 3 June 2026 or, `day` more, the days after.
    fn at(text: &str, day: i8, hour: i8, minute: i8) -> Option<bool> {
        hours(text).open_at(date(2026, 6, 3 + day).at(hour, minute, 0, 0), None)
    }

    #[test]
    fn the_first_minute_is_open_and_the_last_is_not() {
        let text = "Mo-Fr 09:00-17:00; Sa 10:00-13:00";
        assert_eq!(at(text, 0, 8, 59), Some(false));
        assert_eq!(at(text, 0, 9, 0), Some(true));
        assert_eq!(at(text, 0, 17, 0), Some(false));
        assert_eq!(at(text, 3, 12, 59), Some(true));
        assert_eq!(at(text, 4, 12, 0), Some(false));
        assert_eq!(at("24/7", 4, 23, 59), Some(true));
        assert_eq!(at("off", 4, 12, 0), Some(false));
    }

    #[test]
    fn a_night_belongs_to_the_day_it_began_on() {
        assert_eq!(at("We 20:00-02:00", 1, 1, 59), Some(true));
        assert_eq!(at("We 20:00-26:00", 1, 2, 0), Some(false));
        assert_eq!(at("We 20:00-02:00", 0, 1, 0), Some(false));
    }

    #[test]
    fn a_later_rule_takes_the_day_over_and_an_additional_one_adds_to_it() {
        let (own, more) = (
            "Mo-Fr 09:00-17:00; We 19:00-21:00",
            "Mo-Fr 09:00-17:00, We 19:00-21:00",
        );
        assert_eq!((at(own, 0, 10, 0), at(own, 0, 20, 0)), (Some(false), Some(true)));
        assert_eq!((at(more, 0, 10, 0), at(more, 0, 20, 0)), (Some(true), Some(true)));
    }

    #[test]
    fn minutes_are_those_between_two_times() {
        let evening = |text: &str| {
            let (from, to) = (time(18, 0, 0, 0), time(22, 0, 0, 0));
            hours(text)
                .open_between(date(2026, 6, 3), from, to, None)
                .unwrap()
        };
        let sure = |minutes| Minutes {
            surely: minutes,
            perhaps: minutes,
        };
        assert_eq!(evening("Mo-Fr 09:00-17:00"), sure(0));
        assert_eq!(evening("Mo-Fr 09:00-19:00"), sure(60));
        assert_eq!(evening("We 17:00-18:15, We 21:30-23:00"), sure(45));
        assert_eq!(evening("24/7"), sure(240));
        let in_part = "We 17:00-19:00, We 19:00-21:00 unknown";
        let expected = Minutes {
            surely: 60,
            perhaps: 180,
        };
        assert_eq!(evening(in_part), expected);
    }

    #[test]
    fn what_the_text_leaves_open_is_unknown() {
        for text in [
            "09:00-17:00 unknown",
            "09:00-17:00 \"op afspraak\"",
            "\"op afspraak\"",
            "\"zomer\":09:00-17:00",
            "09:00-17:00 unknown \"soms\"",
            "09:00+",
            "09:00-17:00+",
        ] {
            assert_eq!(at(text, 0, 10, 0), None, "{text}");
        }
        assert_eq!(at("09:00-17:00 \"op afspraak\"", 0, 18, 0), Some(false));
        assert_eq!(at("09:00-17:00 open \"aanbellen\"", 0, 10, 0), Some(true));
        assert_eq!(at("09:00-17:00; We off \"verbouwing\"", 0, 10, 0), Some(false));
    }

    #[test]
    fn no_holidays_are_assumed() {
        // Christmas 2026 is a Friday.
        let christmas = date(2026, 12, 25).at(10, 0, 0, 0);
        for text in [
            "Mo-Fr 09:00-17:00; PH off",
            "Mo-Su,PH 09:00-17:00",
            "Mo-Fr 09:00-17:00;PH off",
        ] {
            assert_eq!(hours(text).open_at(christmas, None), Some(true), "{text}");
        }
        assert_eq!(hours("PH 09:00-17:00").open_at(christmas, None), Some(false));
        assert_eq!(hours("SH 09:00-17:00").open_at(christmas, None), Some(false));
    }

    #[test]
    fn the_sun_rises_where_the_city_lies_by_its_clock() {
        let of = hours("sunrise-sunset");
        let open = |month, hour, minute| {
            of.open_at(date(2026, month, 21).at(hour, minute, 0, 0), Some(&dordrecht()))
        };
        // In Dordrecht the sun sets at 22:05 on 21 June and at 16:33 on 21 December, when it rises at 8:46.
        assert_eq!((open(6, 21, 55), open(6, 22, 15)), (Some(true), Some(false)));
        assert_eq!((open(12, 16, 25), open(12, 16, 40)), (Some(true), Some(false)));
        assert_eq!((open(12, 8, 40), open(12, 8, 55)), (Some(false), Some(true)));
        assert_eq!(of.open_at(date(2026, 6, 21).at(12, 0, 0, 0), None), None);
        assert!(Sky::over(4.69, 151.81, TimeZone::UTC).is_none());
    }

    #[test]
    fn what_is_no_opening_hours_is_refused_with_the_reason() {
        let long = "Mo 09:00-10:00; ".repeat(100);
        for (text, reason) in [
            ("", Unreadable::Syntax),
            ("ma-vr 9-17", Unreadable::Syntax),
            ("Mo-Fr 09:00–17:00", Unreadable::Syntax),
            ("Mo-Fr 09.00-17.00", Unreadable::Syntax),
            ("Mo-Fr 25:00-27:00", Unreadable::Syntax),
            (&long, Unreadable::Long),
            ("10:00-16:00/01:30", Unreadable::Moments),
            ("(sunset+23:59)-30:00", Unreadable::Shifted),
            ("SH Mo-Fr 10:00-16:00", Unreadable::Holidays),
            ("Mo-Fr SH 10:00-16:00", Unreadable::Holidays),
        ] {
            assert_eq!(Hours::parse(text).unwrap_err(), reason, "{text}");
        }
        assert!(Hours::parse(" Mo-Fr 09:00-17:00; PH,SH off ").is_ok());
    }

    #[test]
    fn years_that_nobody_writes_hours_for_are_unknown() {
        let noon = |year| hours("24/7").open_at(date(year, 6, 3).at(12, 0, 0, 0), None);
        assert_eq!(
            (noon(1899), noon(1900), noon(9999)),
            (None, Some(true), Some(true))
        );
    }

    /// What hours are made of, in any order.
    fn tokens() -> impl Strategy<Value = String> {
        let token = prop::sample::select(vec![
            "Mo",
            "Tu-We",
            "Fr-Mo",
            "Sa[1]",
            "Su[-1]",
            "PH",
            "SH",
            "PH -1 day",
            "Jan",
            "Dec 24-Jan 2",
            "Feb 29",
            "easter",
            "2026",
            "1900-9999/3",
            "week 1-53/2",
            "week 53",
            "09:00-17:00",
            "23:59-00:00",
            "00:00-48:00",
            "24:00-24:00",
            "22:00+",
            "sunrise-sunset",
            "dusk-dawn",
            "dusk-47:59",
            "10:00-12:00/15",
            "(dusk+23:59)-(dusk+23:59)",
            "off",
            "open",
            "unknown",
            "closed",
            "\"x\"",
            "24/7",
            ";",
            ",",
            "||",
            ":",
            " ",
            "  ",
            "-",
            "[",
            "\u{e9}",
        ]);
        prop::collection::vec(token, 0..14).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_too_strange(
            text in prop_oneof![tokens(), tokens().prop_map(|text| text.replace('-', " - ")), ".{0,40}"],
            day in 0_i32..2000,
        ) {
            let day = date(2026, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
            if let Ok(hours) = Hours::parse(&text) {
                let sky = dordrecht();
                let whole = hours.open_between(day, time(0, 0, 0, 0), time(23, 59, 0, 0), Some(&sky)).unwrap();
                prop_assert!(whole.surely <= whole.perhaps && whole.perhaps < DAY);
                let noon = hours.open_at(day.at(12, 0, 0, 0), Some(&sky));
                let minute = hours.open_between(day, time(12, 0, 0, 0), time(12, 1, 0, 0), Some(&sky)).unwrap();
                let expected = match (minute.surely, minute.perhaps) {
                    (1, _) => Some(true),
                    (0, 0) => Some(false),
                    _ => None,
                };
                prop_assert_eq!(noon, expected);
            }
        }
    }
}
