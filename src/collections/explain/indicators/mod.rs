//! Figures of the monitor.

mod now;
mod words;

use super::account::Account;
use super::{Figure, caveats, definitions};
use crate::analysis::indicators::Computed;
use crate::collections::indicators::{computed_of, title};
use crate::collections::words::{Lang, Text, date, figure};
use crate::domain::Layer;
use crate::domain::feature::Value;
use words::{amount, difference};

/// What was counted for a figure of one indicator, area and day.
pub fn account(of: &Figure) -> Account {
    // What a value's own sentence tells of residents is not told with its other properties.
    let unsaid = of.rounding.clone();
    let whole = Figure {
        rounding: if of.property.name == "value" {
            of.rounding
        } else {
            &unsaid
        },
        ..*of
    };
    let mut account = match computed_in(of) {
        None => imported(&whole),
        Some(computed) => self::computed(&whole, computed),
    };
    if of.hidden() && of.value.is_null() {
        account.sentences = Some(caveats::suppressed());
        return account;
    }
    match of.property.name.as_ref() {
        "value" => {}
        "baseline" | "baselineDate" | "change" | "improved" | "ambitionMet" => {
            account.parts = None;
            account.rule = None;
            account.sentences = Some(compared(of));
        }
        _ => {
            account.parts = None;
            account.rule = None;
            account.sentences = None;
        }
    }
    account
}

/// The place of the area that a figure is about: a programme area may share the code of another, and its level tells them apart.
fn place(of: &Figure) -> Option<u32> {
    let area = (0_u32..).zip(&of.study.areas.list).find(|(_, area)| {
        Some(area.code.as_str()) == of.text("areaCode") && Some(area.level.name()) == of.text("level")
    });
    area.map(|(place, _)| place)
}

/// The indicator of a figure, where it is a computed one.
fn computed_in(of: &Figure) -> Option<Computed> {
    let name = of
        .text("indicator")
        .filter(|_| of.other("computed") == Some(&Value::Boolean(true)));
    computed_of(of.study, &of.query.selection, name?)
}

/// What a value is called and where it holds: `Aantal bibliotheken in Noord`.
fn subject(lang: Lang, of: &Figure) -> String {
    let what = computed_in(of).map_or_else(
        || of.text("indicator").unwrap_or_default().to_owned(),
        |computed| title(lang, of.study, computed),
    );
    match of.text("areaName").or(of.text("areaCode")) {
        Some(area) => format!("{what} in {area}"),
        None => what,
    }
}

fn day(lang: Lang, of: &Figure, property: &str) -> Option<String> {
    match of.other(property) {
        Some(Value::Date(day)) => Some(date(lang, *day)),
        _ => None,
    }
}

/// How a value stands to its baseline and ambition.
fn compared(of: &Figure) -> Text {
    let unit = of.text("unit");
    let said = |lang, property| {
        of.number(property)
            .map(|value| amount(lang, of.rounding, value, unit))
    };
    let on = |lang: Lang, property| {
        day(lang, of, property).map_or_else(String::new, |day| {
            lang.pick(format!(" op {day}"), format!(" on {day}"))
        })
    };
    let property = of.property.name.as_ref();
    Text::each(|lang| {
        let subject = subject(lang, of);
        let (now, then) = (on(lang, "date"), on(lang, "baselineDate"));
        if property == "ambitionMet" {
            let (Some(value), Some(ambition)) = (said(lang, "value"), said(lang, "ambition")) else {
                return lang.pick(
                    format!("{subject}: er is geen waarde of geen ambitie om naast elkaar te leggen."),
                    format!("{subject}: there is no value or no ambition to compare."),
                );
            };
            let met = match of.value {
                Value::Boolean(true) => lang.pick("gehaald", "met"),
                Value::Boolean(false) => lang.pick("niet gehaald", "not met"),
                _ => lang.pick(
                    "niet te beoordelen: de gewenste richting is niet omhoog of omlaag",
                    "not to be judged: the wanted direction is neither up nor down",
                ),
            };
            return lang.pick(
                format!("{subject}{now}: {value}. De ambitie is {ambition}: {met}."),
                format!("{subject}{now}: {value}. The ambition is {ambition}: {met}."),
            );
        }
        let Some(baseline) = said(lang, "baseline") else {
            return lang.pick(
                format!("{subject}: er is nog geen nulmeting."),
                format!("{subject}: there is no baseline yet."),
            );
        };
        let Some(change) = of.number("change").filter(|_| !property.starts_with("baseline")) else {
            return lang.pick(
                format!("{subject}: de nulmeting is {baseline}{then}."),
                format!("{subject}: the baseline is {baseline}{then}."),
            );
        };
        let value = said(lang, "value").unwrap_or_default();
        let by = difference(lang, of.rounding, change, unit);
        let change = if change > 0.0 {
            lang.pick(format!("{by} meer"), format!("{by} more"))
        } else if change < 0.0 {
            lang.pick(format!("{by} minder"), format!("{by} less"))
        } else {
            lang.pick("niet veranderd", "no change").to_owned()
        };
        let wanted = match of.text("direction") {
            Some("up") => lang.pick("Gewenst is meer.", "More is wanted.").to_owned(),
            Some("down") => lang.pick("Gewenst is minder.", "Less is wanted.").to_owned(),
            Some("more efficient") => lang
                .pick("Gewenst is efficiënter gebruik.", "More efficient use is wanted.")
                .to_owned(),
            Some(words) => lang.pick(format!("Gewenst is: {words}."), format!("Wanted is: {words}.")),
            None => lang
                .pick(
                    "Welke richting gewenst is, is niet bekend.",
                    "Which direction is wanted is unknown.",
                )
                .to_owned(),
        };
        lang.pick(
            format!("{subject}: van {baseline}{then} naar {value}{now}, {change}. {wanted}"),
            format!("{subject}: from {baseline}{then} to {value}{now}, {change}. {wanted}"),
        )
    })
}

/// A value that was measured elsewhere.
fn imported(of: &Figure) -> Account {
    let source = of.text("source").unwrap_or_default();
    let unit = of.text("unit");
    let value = super::number(of.value);
    let sentences = Text::each(|lang| {
        let subject = subject(lang, of);
        let by = of
            .text("measuredBy")
            .map_or_else(String::new, |by| format!("{}, ", by.trim_end_matches('.')));
        let from = lang.pick(format!("Bron: {by}{source}."), format!("Source: {by}{source}."));
        let on = day(lang, of, "date").map_or_else(String::new, |day| {
            lang.pick(format!(" op {day}"), format!(" on {day}"))
        });
        match value {
            Some(value) => format!(
                "{subject}{on}: {}. {from}",
                amount(lang, of.rounding, value, unit)
            ),
            None => lang.pick(
                format!("{subject}{on}: er is nog geen waarde. {from}"),
                format!("{subject}{on}: there is no value yet. {from}"),
            ),
        }
    });
    Account {
        layers: Some(&[Layer::Indicators]),
        sources: vec![(Layer::Indicators, source.to_owned())],
        areas: place(of).into_iter().collect(),
        sentences: Some(sentences),
        ..Account::default()
    }
}

fn computed(of: &Figure, computed: Computed) -> Account {
    let Some(place) = place(of) else {
        return Account::default();
    };
    let mut account = match of.number("revision") {
        Some(revision) => kept(of, revision),
        None => now::now(of, computed, place),
    };
    account.areas = vec![place];
    account.rule = definitions::computed(computed);
    account
}

/// A value that was kept of a revision: what was counted then is not known any more.
fn kept(of: &Figure, revision: f64) -> Account {
    let unit = of.text("unit");
    let value = super::number(of.value);
    Account {
        sentences: Some(Text::each(|lang| {
            let subject = subject(lang, of);
            let (day, revision) = (day(lang, of, "date").unwrap_or_default(), figure(lang, revision));
            match value {
                Some(value) => {
                    let value = amount(lang, of.rounding, value, unit);
                    lang.pick(
                        format!("{subject} op {day}: {value}. Zo is het bewaard bij revisie {revision}, met wat toen bekend was."),
                        format!("{subject} on {day}: {value}. So it was kept of revision {revision}, with what was known then."),
                    )
                }
                None => lang.pick(
                    format!("{subject} op {day}: niet bekend bij revisie {revision}."),
                    format!("{subject} on {day}: unknown at revision {revision}."),
                ),
            }
        })),
        layers: Some(LAYERS),
        ..Account::default()
    }
}

const LAYERS: &[Layer] = &[
    Layer::Neighbourhoods,
    Layer::Districts,
    Layer::Municipalities,
    Layer::Facilities,
    Layer::Demand,
];
