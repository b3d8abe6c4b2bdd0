//! Figures of two states of the city.

use super::account::{Account, People};
use super::assessments::amount;
use super::{Figure, caveats};
use crate::collections::words::phrases::Noun;
use crate::collections::words::{Lang, Text};

/// What was counted for a figure of two states.
pub fn account(of: &Figure) -> Account {
    let study = of.study;
    let place = of.text("areaCode").and_then(|code| study.areas.place(code));
    let code = of.text("serviceType");
    let asked = code.and_then(|code| study.taxonomy.position(code));
    let (Some(place), Some(asked)) = (place, asked) else {
        return Account::default();
    };
    let area = study.areas.get(place);
    let of_people = of.text("measure") != Some("facilityCount");
    let people = of_people.then(|| People {
        neighbourhoods: area.neighbourhoods.clone(),
        hidden: of.hidden(),
    });
    let sentences = if of.hidden() && of.value.is_null() {
        caveats::suppressed()
    } else {
        Text::each(|lang| compared(lang, of, &area.name, asked))
    };
    Account {
        people,
        reached: of_people,
        areas: vec![place],
        sentences: Some(sentences),
        ..Account::default()
    }
}

/// What it was, what it is and what is between.
fn compared(lang: Lang, of: &Figure, area: &str, asked: usize) -> String {
    let many = Noun::of(lang, of.study.taxonomy.types().get(asked)).many;
    let (what, measure) = match of.text("measure") {
        Some("coverage") => (
            lang.pick(
                "het deel van de inwoners dat bereikt wordt",
                "the share of residents reached",
            ),
            "coverage",
        ),
        Some("meanDistanceM") => (
            lang.pick("de gemiddelde afstand", "the mean distance"),
            "meanDistance",
        ),
        Some("residentsServed") => (
            lang.pick("het aantal bereikte inwoners", "the number of residents reached"),
            "",
        ),
        _ => (lang.pick("het aantal", "the number"), ""),
    };
    let told = |lang: Lang, value: f64| match of.text("measure") {
        Some("residentsServed") => {
            let exact = |lang, value| amount(lang, measure, value);
            of.rounding.people_or(lang, value, exact)
        }
        _ => amount(lang, measure, value),
    };
    let said = |name: &str| {
        let unknown = || lang.pick("onbekend", "unknown").to_owned();
        of.number(name).map_or_else(unknown, |value| told(lang, value))
    };
    let (before, after) = (said("before"), said("after"));
    lang.pick(
        format!("Voor {many} in {area} gaat {what} van {before} naar {after}."),
        format!("For {many} in {area} {what} goes from {before} to {after}."),
    )
}
