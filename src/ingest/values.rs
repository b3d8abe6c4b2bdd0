//! Cells become values: numbers as people and registers write them, days, yes and no, lists.

use jiff::civil::Date;

use super::table::{Cell, MOST_CHARACTERS};
use crate::domain::feature::{Kind, Value};

/// CBS and StatLine write what they do not know as a number this low or lower.
const MISSING_BELOW: f64 = -99_990.0;

/// Why a cell is no value: a stable code and the reason.
pub(super) type Wrong = (&'static str, String);

fn wrong(text: &str, expected: &str) -> Wrong {
    let text: String = text.chars().take(60).collect();
    ("invalid_value", format!("'{text}' is not {expected}"))
}

/// Which sign a column puts before its decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecimalSign {
    Point,
    Comma,
    /// Values such as `1.234` and nothing that tells which it is.
    Unclear,
}

impl DecimalSign {
    /// Looks through a column: `1.234,5`, `0,5` and `12,25` tell of a comma, `1.5` and `1,234.5` of a point.
    pub fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let mut unclear = false;
        for cell in cells {
            let Cell::Text(text) = cell else { continue };
            match Self::seen_in(text) {
                Some(Self::Unclear) => unclear = true,
                Some(sign) => return sign,
                None => {}
            }
        }
        if unclear { Self::Unclear } else { Self::Point }
    }

    fn seen_in(text: &str) -> Option<Self> {
        let body = number_body(text);
        if !body
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
        {
            return None;
        }
        let (points, commas) = (body.matches('.').count(), body.matches(',').count());
        let (sign, other) = match (points, commas) {
            (0, 0) => return None,
            (0, 1) => (',', Self::Comma),
            (1, 0) => ('.', Self::Point),
            (0, _) => return Some(Self::Point),
            (_, 0) => return Some(Self::Comma),
            _ if body.rfind('.') > body.rfind(',') => return Some(Self::Point),
            _ => return Some(Self::Comma),
        };
        let (whole, decimals) = body.split_once(sign)?;
        if decimals.len() != 3 || whole.len() > 3 || whole.is_empty() || whole.starts_with('0') {
            Some(other)
        } else {
            Some(Self::Unclear)
        }
    }
}

/// A number without sign, currency and the Dutch `,-` for no cents.
fn number_body(text: &str) -> &str {
    let text = text.trim().trim_start_matches('\u{20ac}').trim();
    let text = text.strip_suffix(",-").unwrap_or(text);
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// A number as text; none for what stands for "not known".
pub(super) fn number(text: &str, sign: DecimalSign) -> Result<Option<f64>, Wrong> {
    let text = text.trim();
    let missing = ["", ".", "onbekend", "kwalitatief", "0*"];
    if missing.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(None);
    }
    let body = number_body(text);
    let negative = text.trim_start_matches('\u{20ac}').trim().starts_with('-');
    let (decimal, thousands) = match sign {
        DecimalSign::Comma => (',', '.'),
        DecimalSign::Point => ('.', ','),
        DecimalSign::Unclear if DecimalSign::seen_in(text) == Some(DecimalSign::Unclear) => {
            let reason = format!("'{text}' may be thousands or decimals; write it without separator");
            return Err(("ambiguous_number", reason));
        }
        DecimalSign::Unclear => ('.', ','),
    };
    let parsed = plain(body, decimal, thousands).ok_or_else(|| wrong(text, "a number"))?;
    let value = if negative { -parsed } else { parsed };
    Ok(Some(value).filter(|value| *value > MISSING_BELOW))
}

/// Digits, perhaps in groups of three, perhaps with decimals, perhaps with a power of ten; nothing else is a number.
fn plain(body: &str, decimal: char, thousands: char) -> Option<f64> {
    let (mantissa, power) = match body.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, Some(power)),
        None => (body, None),
    };
    let (whole, decimals) = mantissa.split_once(decimal).unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split([thousands, ' ', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        joined.push_str(group);
    }
    if !digits(&joined) || !digits(decimals) || (joined.is_empty() && decimals.is_empty()) {
        return None;
    }
    if let Some(power) = power {
        let unsigned = power.strip_prefix(['-', '+']).unwrap_or(power);
        if unsigned.is_empty() || !digits(unsigned) {
            return None;
        }
    }
    let text = match power {
        None => format!("{joined}.{decimals}0"),
        Some(power) => format!("{joined}.{decimals}0e{power}"),
    };
    format!("0{text}").parse().ok().filter(|n: &f64| n.is_finite())
}

/// A day: `2024-03-01` (with or without a time behind it), `20240301`, `2024/03/01`, or in Dutch order `1-3-2024`, `01/03/2024`,
/// `1.3.2024`.
pub(super) fn day(text: &str) -> Result<Date, Wrong> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let refused = || wrong(text, "a day such as 2024-03-01");
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::strptime("%Y%m%d", day).map_err(|_| refused());
    }
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [first, month, last] = parts.as_slice() else {
        return Err(refused());
    };
    let (year, of_month) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let made = (year.len() == 4)
        .then(|| Some((year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?)))
        .flatten();
    made.and_then(|(year, month, of_month)| Date::new(year, month, of_month).ok())
        .ok_or_else(refused)
}

/// Yes or no, in Dutch or English.
fn yes_or_no(text: &str) -> Result<bool, Wrong> {
    match text.trim().to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "true" | "t" | "waar" | "1" => Ok(true),
        "nee" | "n" | "no" | "false" | "f" | "onwaar" | "0" => Ok(false),
        _ => Err(wrong(text, "yes or no")),
    }
}

/// The text of a cell, if it can be kept.
pub(super) fn text(cell: &Cell) -> Result<Option<String>, Wrong> {
    if let Cell::Fault(fault) = cell {
        return Err(wrong(fault, "a value"));
    }
    match cell.text() {
        Some(text) if text.len() > MOST_CHARACTERS => {
            Err(("field_too_long", "the text is too long for a field".to_owned()))
        }
        Some(text) if text.contains('\0') => Err(("invalid_text", "the text holds a NUL".to_owned())),
        other => Ok(other),
    }
}

/// The cell as a value of `kind`.
pub(super) fn value(cell: &Cell, kind: Kind, sign: DecimalSign) -> Result<Value, Wrong> {
    let Some(written) = text(cell)? else {
        return Ok(Value::Null);
    };
    match (kind, cell) {
        (Kind::Text, _) => Ok(Value::Text(written)),
        (Kind::TextList, Cell::List(list)) => Ok(Value::list(list)),
        (Kind::TextList, _) => Ok(Value::list(&list(&written))),
        (Kind::Boolean, Cell::Boolean(known)) => Ok(Value::Boolean(*known)),
        (Kind::Boolean, _) => yes_or_no(&written).map(Value::Boolean),
        (Kind::Date, Cell::Date(date)) => Ok(Value::Date(*date)),
        (Kind::Date, _) => day(&written).map(Value::Date),
        #[allow(clippy::cast_precision_loss)] // amounts of people, places and money stay far below 2^53
        (Kind::Number | Kind::Integer, Cell::Integer(n)) => {
            Ok(Value::number(Some(*n as f64).filter(|n| *n > MISSING_BELOW)))
        }
        (Kind::Number | Kind::Integer, Cell::Number(n)) => {
            Ok(Value::number(Some(*n).filter(|n| *n > MISSING_BELOW)))
        }
        (Kind::Number | Kind::Integer, Cell::Boolean(_) | Cell::Date(_)) => Err(wrong(&written, "a number")),
        (Kind::Number | Kind::Integer, _) => number(&written, sign).map(Value::number),
    }
}

/// The parts between semicolons.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn column(texts: &[&str]) -> DecimalSign {
        let cells: Vec<Cell> = texts.iter().map(|text| Cell::Text((*text).to_owned())).collect();
        DecimalSign::of(cells.iter())
    }

    #[test]
    fn a_column_tells_its_decimal_sign() {
        assert_eq!(column(&["1.234", "0,5"]), DecimalSign::Comma);
        assert_eq!(column(&["1,234", "1.5"]), DecimalSign::Point);
        assert_eq!(column(&["1.234.567"]), DecimalSign::Comma);
        assert_eq!(column(&["1,234,567.8"]), DecimalSign::Point);
        assert_eq!(column(&["12", "1.234"]), DecimalSign::Unclear);
        assert_eq!(column(&["12", "."]), DecimalSign::Point);
    }

    #[test]
    fn numbers_are_read_as_their_column_writes_them() {
        assert_eq!(number("1.234,5", DecimalSign::Comma), Ok(Some(1234.5)));
        assert_eq!(number("1,234.5", DecimalSign::Point), Ok(Some(1234.5)));
        assert_eq!(
            number("\u{20ac} 12.500,-", DecimalSign::Comma),
            Ok(Some(12_500.0))
        );
        assert_eq!(number("-0,25", DecimalSign::Comma), Ok(Some(-0.25)));
        assert_eq!(number("1e3", DecimalSign::Point), Ok(Some(1000.0)));
        assert_eq!(number("\u{a0}50", DecimalSign::Point), Ok(Some(50.0)));
        assert_eq!(
            number("1.234", DecimalSign::Unclear).unwrap_err().0,
            "ambiguous_number"
        );
        for text in [
            "inf",
            "nan",
            "50.5N",
            "1,23,4",
            "1..2",
            "e5",
            "--1",
            "0x10",
            "\u{200b}50",
            "1e999",
        ] {
            assert!(number(text, DecimalSign::Point).is_err(), "{text}");
        }
    }

    #[test]
    fn missing_values_are_null_and_never_a_figure() {
        for text in [
            "-99997",
            "-99995",
            "-99999999",
            "-99997,0",
            ".",
            "",
            "Onbekend",
            "kwalitatief",
            "0*",
        ] {
            assert_eq!(number(text, DecimalSign::Comma), Ok(None), "{text}");
        }
        assert_eq!(
            value(&Cell::Integer(-99_997), Kind::Number, DecimalSign::Point),
            Ok(Value::Null)
        );
        assert_eq!(
            value(&Cell::Number(-99_990.0), Kind::Number, DecimalSign::Point),
            Ok(Value::Null)
        );
    }

    #[test]
    fn days_are_read_in_the_orders_people_use() {
        for text in [
            "2024-03-01",
            "2024-03-01T12:00:00Z",
            "20240301",
            "1-3-2024",
            "01/03/2024",
            "1.3.2024",
            "2024/3/1",
        ] {
            assert_eq!(day(text), Ok(date(2024, 3, 1)), "{text}");
        }
        for text in ["2024", "31-2-2024", "1-3-24", "morgen", "2024-03"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_number_comes_back_from_both_ways_of_writing(cents in 0_u64..1_000_000_000_000) {
            let (whole, part) = (cents / 100, cents % 100);
            let mut grouped = whole.to_string();
            let mut at = grouped.len();
            while at > 3 {
                at -= 3;
                grouped.insert(at, '.');
            }
            #[allow(clippy::cast_precision_loss)]
            let expected = cents as f64 / 100.0;
            let read = number(&format!("{grouped},{part:02}"), DecimalSign::Comma).unwrap().unwrap();
            prop_assert!((read - expected).abs() <= expected * 1e-15);
            let read = number(&format!("{whole}.{part:02}"), DecimalSign::Point).unwrap().unwrap();
            prop_assert!((read - expected).abs() <= expected * 1e-15);
        }
    }
}
