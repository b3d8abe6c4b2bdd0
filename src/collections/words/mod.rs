//! Figures and days as people read them, in Dutch and in English.

pub mod phrases;
pub mod rounding;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::MunicipalRole;

/// Keeps a number and its sign on one line.
const NBSP: char = '\u{a0}';

/// The languages in which sentences are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    #[default]
    Nl,
    En,
}

impl Lang {
    /// The one of two texts that is in this language.
    pub fn pick<T>(self, nl: T, en: T) -> T {
        match self {
            Self::Nl => nl,
            Self::En => en,
        }
    }
}

/// The same said in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Text {
    pub nl: String,
    pub en: String,
}

impl Text {
    /// Two texts that mean the same.
    pub fn new(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            nl: nl.into(),
            en: en.into(),
        }
    }

    /// What `say` says in each language.
    pub fn each(say: impl Fn(Lang) -> String) -> Self {
        Self {
            nl: say(Lang::Nl),
            en: say(Lang::En),
        }
    }

    /// The text in one language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.nl, &self.en)
    }
}

/// The role of the municipality in a facility; none: not known.
pub fn role(lang: Lang, role: Option<MunicipalRole>) -> &'static str {
    match role {
        Some(MunicipalRole::Subsidy) => lang.pick("subsidie", "subsidy"),
        Some(MunicipalRole::Commission) => lang.pick("opdracht", "commission"),
        Some(MunicipalRole::Both) => lang.pick("subsidie en opdracht", "subsidy and commission"),
        Some(MunicipalRole::None) => lang.pick("geen", "none"),
        None => lang.pick("onbekend", "unknown"),
    }
}

/// A number with thousands apart, halves rounded away from zero: `121.430`, `0,25`.
pub fn number(lang: Lang, value: f64, decimals: usize) -> String {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    // Adding 0 makes 0 of -0.
    let rounded = (value * scale).round() / scale + 0.0;
    let plain = format!("{:.decimals$}", rounded.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if rounded < 0.0 {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(lang.pick('.', ','));
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(lang.pick(',', '.'));
        text.push_str(part);
    }
    text
}

/// A whole number.
pub fn whole(lang: Lang, value: f64) -> String {
    number(lang, value, 0)
}

/// A number of things.
pub fn count(lang: Lang, value: usize) -> String {
    whole(lang, value as f64)
}

/// A number with as many decimals as tell something: none where it is whole but for the noise of its last bits, else at least
/// two digits that are not zero.
pub fn figure(lang: Lang, value: f64) -> String {
    if (value - value.round()).abs() <= 1e-9 * value.abs() {
        return whole(lang, value);
    }
    let decimals = (1..=9).find(|decimals| value.abs() * 10_f64.powi(*decimals) >= 10.0);
    let decimals = decimals.map_or(9, |decimals| usize::try_from(decimals).unwrap_or(1));
    number(lang, value, if value.abs() >= 1000.0 { 0 } else { decimals })
}

/// A share as a percentage with one decimal. It is never a false 0 or 100.
pub fn percent(lang: Lang, share: f64) -> String {
    let sign = lang.pick(format!("{NBSP}%"), "%".to_owned());
    let said = |number: f64, decimals| format!("{}{sign}", self::number(lang, number, decimals));
    if share > 0.0 && share < 0.0005 {
        return format!("{} {}", lang.pick("minder dan", "less than"), said(0.1, 1));
    }
    if (0.9995..1.0).contains(&share) {
        return format!("{} {}", lang.pick("meer dan", "more than"), said(99.9, 1));
    }
    let whole = share == 0.0 || share == 1.0;
    said(share * 100.0, usize::from(!whole))
}

/// A percentage that is a setting: `50 %`.
pub fn exact_percent(lang: Lang, share: f64) -> String {
    let sign = lang.pick(format!("{NBSP}%"), "%".to_owned());
    format!("{}{sign}", figure(lang, share * 100.0))
}

/// A number of residents: whole, and never a false 0.
pub fn people(lang: Lang, residents: f64) -> String {
    people_to(lang, residents, 1.0)
}

/// A number of residents as a multiple of some number, and never a false 0: half of it and more is one of it.
fn people_to(lang: Lang, residents: f64, to: f64) -> String {
    if residents > 0.0 && residents < to / 2.0 {
        return fewer_than(lang, to);
    }
    whole(lang, multiple(residents, to))
}

fn fewer_than(lang: Lang, number: f64) -> String {
    let number = whole(lang, number);
    lang.pick(format!("minder dan {number}"), format!("fewer than {number}"))
}

/// The nearest multiple, halves away from zero.
fn multiple(value: f64, of: f64) -> f64 {
    (value / of).round() * of
}

/// `1.000 meter`, `1,000 metres`.
pub fn metres(lang: Lang, metres: f64) -> String {
    let rounded = if metres >= 10.0 { metres.round() } else { metres };
    let one = figure(lang, rounded) == "1";
    let unit = lang.pick("meter", if one { "metre" } else { "metres" });
    format!("{} {unit}", figure(lang, rounded))
}

/// Whole euros: `€ 50.000`, `€50,000`.
pub fn euros(lang: Lang, euros: f64) -> String {
    let space = lang.pick(NBSP.to_string(), String::new());
    format!("€{space}{}", whole(lang, euros))
}

/// `22 november 2026`, `22 November 2026`.
pub fn date(lang: Lang, date: Date) -> String {
    const NL: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let name = lang.pick(NL, EN).get(month).copied().unwrap_or_default();
    format!("{} {name} {}", date.day(), date.year())
}

/// `a, b en c`, `a, b and c`.
pub fn list(lang: Lang, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} {} {last}", before.join(", "), lang.pick("en", "and")),
    }
}

/// A text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::Lang::{En, Nl};
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(number(Nl, 121_430.0, 0), "121.430");
        assert_eq!(number(En, 1_234_567.891, 2), "1,234,567.89");
        assert_eq!(number(Nl, -0.2, 0), "0");
        assert_eq!(number(Nl, 999.5, 0), "1.000");
        assert_eq!(number(Nl, -1234.0, 0), "-1.234");
    }

    #[test]
    fn a_figure_has_the_decimals_that_tell_something() {
        assert_eq!(figure(Nl, 5.0), "5");
        assert_eq!(figure(Nl, 805.000_000_01), "805");
        assert_eq!(figure(Nl, 2.375), "2,4");
        assert_eq!(figure(Nl, 0.041_18), "0,041");
        assert_eq!(figure(En, 0.000_431), "0.00043");
        assert_eq!(figure(En, 1234.56), "1,235");
        assert_eq!(figure(En, 0.0), "0");
    }

    #[test]
    fn a_share_is_never_a_false_nothing_or_all() {
        assert_eq!(percent(Nl, 0.604_17), "60,4\u{a0}%");
        assert_eq!(percent(En, 0.604_17), "60.4%");
        assert_eq!(percent(En, 0.0), "0%");
        assert_eq!(percent(En, 1.0), "100%");
        assert_eq!(percent(Nl, 0.0001), "minder dan 0,1\u{a0}%");
        assert_eq!(percent(En, 0.9999), "more than 99.9%");
        assert_eq!(percent(En, 0.0005), "0.1%");
        assert_eq!(exact_percent(Nl, 0.5), "50\u{a0}%");
        assert_eq!(exact_percent(En, 0.125), "12.5%");
    }

    #[test]
    fn people_metres_euros_and_days() {
        assert_eq!(people(Nl, 0.3), "minder dan 1");
        assert_eq!(people(En, 0.0), "0");
        assert_eq!(metres(Nl, 1000.0), "1.000 meter");
        assert_eq!(metres(En, 1.0), "1 metre");
        assert_eq!(metres(En, 0.5), "0.50 metres");
        assert_eq!(metres(En, 812.4), "812 metres");
        assert_eq!(euros(Nl, 50_000.0), "€\u{a0}50.000");
        assert_eq!(date(Nl, jiff::civil::date(2026, 11, 22)), "22 november 2026");
        assert_eq!(date(En, jiff::civil::date(2026, 3, 1)), "1 March 2026");
    }

    #[test]
    fn lists_end_in_a_word() {
        let of = |items: &[&str]| items.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(list(Nl, &of(&["a", "b", "c"])), "a, b en c");
        assert_eq!(list(En, &of(&["a", "b"])), "a and b");
        assert_eq!(list(En, &of(&["a"])), "a");
        assert_eq!(list(En, &[]), "");
    }
}
