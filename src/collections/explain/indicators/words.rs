//! Values of the monitor in words.

use crate::collections::words::rounding::Rounding;
use crate::collections::words::{Lang, figure, number, percent};

/// A named or unnamed number as its unit is said.
pub(super) fn amount(lang: Lang, rounding: &Rounding, value: f64, unit: Option<&str>) -> String {
    match unit {
        Some("1") => percent(lang, value),
        Some("%") => format!("{}{}", exact(lang, value), lang.pick("\u{a0}%", "%")),
        None | Some("count") => exact(lang, value),
        Some("residents") => {
            let number = rounding.people_or(lang, value, figure);
            format!("{number} {}", lang.pick("inwoners", "residents"))
        }
        Some("facilities") => format!(
            "{} {}",
            figure(lang, value),
            lang.pick("voorzieningen", "facilities")
        ),
        Some("places") => format!("{} {}", figure(lang, value), lang.pick("plaatsen", "places")),
        Some("m2") => format!("{} m²", figure(lang, value)),
        Some(other) => format!("{} {other}", exact(lang, value)),
    }
}

/// How much a value changed: of percentages in points.
pub(super) fn difference(lang: Lang, rounding: &Rounding, change: f64, unit: Option<&str>) -> String {
    let change = change.abs();
    let points = lang.pick("procentpunt", "percentage points");
    match unit {
        Some("1") => format!("{} {points}", number(lang, change * 100.0, 1)),
        Some("%") => format!("{} {points}", exact(lang, change)),
        _ => amount(lang, rounding, change, unit),
    }
}

/// A measured value with every digit that its source gives.
pub(super) fn exact(lang: Lang, value: f64) -> String {
    let text = value.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    number(lang, value, decimals.min(9))
}
