//! What the monitor shows of imported indicators.

use jiff::civil::{Date, date};

use super::*;
use crate::collections::fixture::{city, snapshot};
use crate::domain::Indicator;

/// One record of an imported indicator, as ingest names it.
fn record(name: &str, area: Option<&str>, day: Option<Date>, value: Option<f64>) -> Indicator {
    let date = day.map(|day| day.to_string()).unwrap_or_default();
    Indicator {
        id: format!("{name}:{}:{date}", area.unwrap_or_default()),
        area: area.map(Into::into),
        date: day,
        value,
        unit: None,
        direction: None,
        measured_by: None,
        source: "monitor".into(),
        ambition: None,
        label: None,
        label_en: None,
    }
}

fn with_indicators(records: Vec<Indicator>) -> Study {
    let mut snapshot = snapshot();
    snapshot.layers.indicators = records;
    Study::new(&city(), snapshot)
}

#[test]
fn an_imported_series_stands_beside_its_first_known_value() {
    let west = Some("WK000101");
    let day = |year| Some(date(year, 1, 1));
    let mut first = record("lonely", west, day(2020), None);
    first.unit = Some("%".to_owned());
    let mut second = record("lonely", west, day(2022), Some(50.1));
    second.direction = Some("down".to_owned());
    second.ambition = Some(45.0);
    let third = record("lonely", west, day(2024), Some(50.4));
    let fourth = record("lonely", west, day(2026), Some(44.9));
    let later = record("lonely", west, day(2027), Some(1.0));
    let mut other_unit = record("lonely", west, Some(date(2026, 2, 1)), Some(0.4));
    other_unit.unit = Some("score".to_owned());
    let elsewhere = record("lonely", Some("WK000102"), day(2024), Some(0.0));
    let nowhere = record("lonely", Some("WK000199"), day(2024), Some(7.0));
    let study = with_indicators(vec![
        later, fourth, third, other_unit, second, first, elsewhere, nowhere,
    ]);
    let set = ask(&study, "indicators", "indicator=lonely");
    assert_eq!(set.features.len(), 7, "what was not known yet is not there");
    let of = |day: &str, property: &str| set.value(&format!("lonely:WK000101:{day}"), property).cloned();
    let row = |day: &str| {
        let id = format!("lonely:WK000101:{day}");
        let number = |property| number(&set, &id, property);
        let boolean = |property| of(day, property);
        (
            number("value"),
            number("baseline"),
            number("change"),
            boolean("improved"),
            number("ambition"),
            boolean("ambitionMet"),
        )
    };
    let (yes, no, null) = (
        Some(Value::Boolean(true)),
        Some(Value::Boolean(false)),
        Some(Value::Null),
    );
    let baseline = Some(50.1);
    assert_eq!(
        row("2020-01-01"),
        (None, baseline, None, null.clone(), None, null.clone())
    );
    assert_eq!(
        row("2022-01-01"),
        (baseline, baseline, None, null.clone(), Some(45.0), no.clone())
    );
    assert_eq!(
        row("2024-01-01"),
        (Some(50.4), baseline, Some(0.3), no.clone(), Some(45.0), no)
    );
    assert_eq!(
        row("2026-01-01"),
        (Some(44.9), baseline, Some(-5.2), yes.clone(), Some(45.0), yes)
    );
    assert_eq!(
        number(&set, "lonely:WK000101:2026-02-01", "change"),
        None,
        "another unit"
    );
    assert_eq!(
        of("2024-01-01", "unit"),
        Some(Value::Text("%".to_owned())),
        "as the series says"
    );
    // A measured nought is a baseline; the direction is the indicator's, the ambition is not.
    near(number(&set, "lonely:WK000102:2024-01-01", "baseline"), 0.0);
    assert_eq!(
        set.value("lonely:WK000102:2024-01-01", "direction"),
        Some(&Value::Text("down".to_owned()))
    );
    assert_eq!(number(&set, "lonely:WK000102:2024-01-01", "ambition"), None);
    let inside = ask(&study, "indicators", "indicator=lonely&area=GM0001");
    assert_eq!(
        inside.features.len(),
        6,
        "an area that nobody knows lies in no other"
    );
}

#[test]
fn without_a_baseline_there_is_none_and_one_without_a_day_comes_first() {
    let mut undated = record("pilots", None, None, Some(1.0));
    undated.direction = Some("up".to_owned());
    let dated = record("pilots", None, Some(date(2025, 1, 1)), Some(3.0));
    let mut old = record("old", None, None, None);
    // As a store kept it before names always told area and day.
    old.id = "old".to_owned();
    let study = with_indicators(vec![dated, undated, old]);
    let set = ask(&study, "indicators", "indicator=pilots");
    assert_eq!(ids(&set), ["pilots::", "pilots::2025-01-01"]);
    near(number(&set, "pilots::2025-01-01", "baseline"), 1.0);
    near(number(&set, "pilots::2025-01-01", "change"), 2.0);
    assert_eq!(
        set.value("pilots::2025-01-01", "baselineDate"),
        Some(&Value::Null)
    );
    let set = ask(&study, "indicators", "indicator=old");
    assert_eq!(number(&set, "old::", "value"), None);
    assert_eq!(
        number(&set, "old::", "baseline"),
        None,
        "no baseline is not nought"
    );
}
