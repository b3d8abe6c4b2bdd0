//! Figures of how facilities are used, and of what they get.

use super::Figure;
use super::account::{Account, Counted, Parts, Quantity, Term};
use super::facilities::name;
use crate::collections::words::phrases::on;
use crate::collections::words::{Text, euros, figure, list};
use crate::domain::Layer;
use crate::study::Study;

/// What was counted for a figure of how a facility is used.
pub fn usage(of: &Figure) -> Account {
    let Some(place) = of.study.facilities.place(&of.feature.id) else {
        return Account::default();
    };
    let visitors = (
        "bezoekers per jaar",
        "visitors a year",
        of.number("visitorsPerYear"),
    );
    let ratio = match of.property.name.as_ref() {
        "visitorsPerResident" => (
            visitors,
            (
                "inwoners binnen de normafstand",
                "residents within the norm distance",
                of.number("residentsInReach"),
            ),
        ),
        "occupancyRate" => (
            ("bezette plaatsen", "places taken", of.number("occupancy")),
            ("capaciteit", "capacity", of.number("capacity")),
        ),
        "eurosPerVisitor" => (
            ("euro's per jaar", "euros a year", of.number("eurosPerYear")),
            visitors,
        ),
        "eurosPerYear" => {
            return Account {
                counted: Some(Counted::new(of.study, vec![place], None)),
                parts: Some(money(of, &[place])),
                sentences: gets(of, &[place]),
                layers: Some(&[Layer::Facilities, Layer::Grants]),
                ..Account::default()
            };
        }
        _ => return super::facilities::account(of),
    };
    let ((nl, en, above), (nl_of, en_of, below)) = ratio;
    let in_reach = of.property.name == "visitorsPerResident";
    let value = super::number(of.value);
    Account {
        counted: Some(Counted::new(of.study, vec![place], None)),
        parts: value.and_then(|_| {
            let below = (nl_of, en_of, below?);
            let below = if in_reach {
                Quantity::residents(of.rounding, below)
            } else {
                below.into()
            };
            Some(Parts::ratio((nl, en, above?), below))
        }),
        sentences: Some(Text::each(|lang| {
            let name = name(of.study, place);
            let (what, per) = (lang.pick(nl, en), lang.pick(nl_of, en_of));
            match (value, above, below) {
                (Some(value), Some(above), Some(below)) => {
                    let amount = |title: &str, value: f64| {
                        if title.contains("euro") {
                            euros(lang, value)
                        } else {
                            figure(lang, value)
                        }
                    };
                    let below = if in_reach {
                        of.rounding.people_or(lang, below, figure)
                    } else {
                        amount(per, below)
                    };
                    let (above, value) = (amount(what, above), figure(lang, value));
                    lang.pick(
                        format!("{name}: {what} ({above}) ÷ {per} ({below}) = {value}."),
                        format!("{name}: {what} ({above}) ÷ {per} ({below}) = {value}."),
                    )
                }
                _ => {
                    let missing = if above.is_none() { what } else { per };
                    lang.pick(
                        format!("Van {name} is niet bekend: {missing}. Daarom is dit cijfer er niet."),
                        format!("Of {name} it is unknown: {missing}. That is why there is no figure."),
                    )
                }
            }
        })),
        ..Account::default()
    }
}

/// What facilities get, in a sentence; none where it is not known of each.
pub(super) fn gets(of: &Figure, places: &[u32]) -> Option<Text> {
    let value = super::number(of.value)?;
    let study = of.study;
    let names: Vec<String> = places
        .iter()
        .map(|place| name(study, *place).to_owned())
        .collect();
    Some(Text::each(|lang| {
        let (names, amount, day) = (
            list(lang, &names),
            euros(lang, value),
            on(lang, of.query.selection.date),
        );
        let one = places.len() == 1;
        lang.pick(
            format!(
                "{day} {} {names}{} {amount} per jaar van de gemeente.",
                if one { "krijgt" } else { "krijgen" },
                if one { "" } else { " samen" }
            ),
            format!(
                "{day} {names} {} {amount} a year from the municipality{}.",
                if one { "gets" } else { "get" },
                if one { "" } else { " together" }
            ),
        )
    }))
}

/// What each of some facilities gets a year.
pub(super) fn money(of: &Figure, places: &[u32]) -> Parts {
    let (study, day) = (of.study, of.query.selection.date);
    let terms = places.iter().map(|place| Term {
        code: study.facilities.get(*place).facility.id.to_string(),
        name: Some(name(study, *place).to_owned()),
        value: euros_of(study, *place, day),
    });
    Parts::Sum {
        terms: terms.collect(),
    }
}

fn euros_of(study: &Study, place: u32, day: jiff::civil::Date) -> Option<f64> {
    study
        .facilities
        .euros_per_year(place, &study.grants, day)
        .map(|euros| euros.0)
}
