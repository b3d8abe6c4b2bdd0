//! What the monitor says of the area.

use std::collections::BTreeMap;

use super::{Ask, Row};
use crate::collections::report::page::{Page, plain};
use crate::collections::words::{Lang, date, figure, percent};
use crate::domain::feature::Value;

fn day(row: Row, property: &str) -> Option<jiff::civil::Date> {
    match row.value(property)? {
        Value::Date(day) => Some(*day),
        _ => None,
    }
}

/// The latest value of each indicator that is about no type or criterion: those stand in other parts of the report.
fn latest<'a>(ask: &'a Ask) -> Vec<Row<'a>> {
    let mut of: BTreeMap<&str, Row> = BTreeMap::new();
    for row in ask.rows("indicators") {
        let own = row.text("serviceType").is_none() && row.text("criterionId").is_none();
        let Some(indicator) = row.text("indicator").filter(|_| own) else {
            continue;
        };
        let held = of.entry(indicator).or_insert(row);
        if day(*held, "date") <= day(row, "date") {
            *held = row;
        }
    }
    of.into_values().collect()
}

/// A table of indicators beside their baselines.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    let rows = latest(ask);
    if rows.is_empty() {
        return;
    }
    page.heading(2, lang.pick("De monitor", "The monitor"));
    let head = lang.pick(
        [
            "Indicator",
            "Gewenst",
            "Waarde",
            "Op",
            "Nulmeting",
            "Verandering",
            "Beter",
        ],
        [
            "Indicator",
            "Wanted",
            "Value",
            "On",
            "Baseline",
            "Change",
            "Better",
        ],
    );
    let cells: Vec<Vec<String>> = rows.iter().map(|row| indicator(*row, lang)).collect();
    page.table(&head, 2, &cells);
    let unknown = rows.iter().filter(|row| row.number("value").is_none()).count();
    if unknown > 0 {
        page.paragraph(&[lang
            .pick(
                "Een streepje is: nog geen cijfer. Dat is geen nul.",
                "A dash is: no figure yet. That is not nought.",
            )
            .to_owned()]);
    }
}

fn indicator(row: Row, lang: Lang) -> Vec<String> {
    let none = || "–".to_owned();
    let unit = row.text("unit");
    let said = |property| {
        row.number(property).map_or_else(none, |value| match unit {
            Some("1") => percent(lang, value),
            Some("%") => format!("{}%", figure(lang, value)),
            _ => figure(lang, value),
        })
    };
    let wanted = match row.text("direction") {
        Some("up") => lang.pick("omhoog", "up").to_owned(),
        Some("down") => lang.pick("omlaag", "down").to_owned(),
        Some("more efficient") => lang.pick("doelmatiger", "more efficient").to_owned(),
        Some(other) => plain(other),
        None => none(),
    };
    let change = match (row.number("change"), unit) {
        // A difference of shares is points, not a share.
        (Some(change), Some("1" | "%")) => {
            let points = if unit == Some("1") { change * 100.0 } else { change };
            format!(
                "{} {}",
                figure(lang, points),
                lang.pick("procentpunt", "percentage points")
            )
        }
        (Some(change), _) => figure(lang, change),
        (None, _) => none(),
    };
    let better = match row.flag("improved") {
        Some(true) => lang.pick("ja", "yes").to_owned(),
        Some(false) => lang.pick("nee", "no").to_owned(),
        None => none(),
    };
    vec![
        row.text("name")
            .or_else(|| row.text("indicator"))
            .map_or_else(none, plain),
        wanted,
        said("value"),
        day(row, "date").map_or_else(none, |day| date(lang, day)),
        said("baseline"),
        change,
        better,
    ]
}
