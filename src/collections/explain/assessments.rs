//! Figures of criteria and what comes out of them.

use super::account::{Account, Counted, People};
use super::{Figure, caveats};
use crate::collections::words::phrases::Noun;
use crate::collections::words::{Lang, Text, figure, metres, percent};

/// An amount as its measure is said: a percentage, metres, or a number.
pub fn amount(lang: Lang, measure: &str, value: f64) -> String {
    match measure {
        "coverage" => percent(lang, value),
        "meanDistance" => metres(lang, value),
        _ => figure(lang, value),
    }
}

/// Why a verdict is unknown.
fn because(lang: Lang, reason: &str) -> Option<&'static str> {
    let (nl, en) = match reason {
        "noResidents" => (
            "er woont niemand van de groep, of dat is niet bekend",
            "nobody of the group lives there, or that is unknown",
        ),
        "noHouseholds" => (
            "er zijn geen huishoudens, of dat is niet bekend",
            "there are no households, or that is unknown",
        ),
        "capacityMissing" => (
            "niet elke voorziening geeft haar aantal plaatsen op",
            "not every facility tells its number of places",
        ),
        "floorAreaMissing" => (
            "niet elke voorziening geeft haar vloeroppervlakte op",
            "not every facility tells its floor area",
        ),
        "nothingInReach" => (
            "er is geen voorziening te bereiken",
            "there is no facility that can be reached",
        ),
        "noNetwork" => (
            "de norm gaat over lopen, en er is geen loopnetwerk ingelezen",
            "the criterion is about walking, and no walking network is loaded",
        ),
        "nothingRequired" => (
            "de norm noemt geen vereiste waarde",
            "the criterion gives no required value",
        ),
        "noNeighbourhoods" => (
            "de buurten van het gebied zijn niet bekend",
            "the area's neighbourhoods are unknown",
        ),
        _ => return None,
    };
    Some(lang.pick(nl, en))
}

/// What was counted for a figure of one criterion and one area.
pub fn account(of: &Figure) -> Account {
    let study = of.study;
    let area = of.text("areaCode").and_then(|code| study.areas.place(code));
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let (Some(place), Some(asked)) = (area, asked) else {
        return Account::default();
    };
    let area = study.areas.get(place);
    let measure = of.text("measure").unwrap_or_default();
    let travels = matches!(measure, "coverage" | "meanDistance");
    let mut places = study
        .facilities
        .of_type(&study.grants, &of.query.selection, asked);
    if !travels {
        let members = &area.neighbourhoods;
        places.retain(|at| {
            study
                .facilities
                .get(*at)
                .neighbourhood
                .is_some_and(|at| members.contains(&at))
        });
    }
    let counted = Some(Counted::new(study, places, Some(asked)));
    let people = travels.then(|| People {
        neighbourhoods: area.neighbourhoods.clone(),
        hidden: of.hidden(),
    });
    let group = of.text("group").and_then(|group| group.parse().ok());
    if of.hidden() {
        return Account {
            counted,
            people,
            group,
            sentences: Some(caveats::suppressed()),
            ..Account::default()
        };
    }
    let sentences = of.text("verdict").map(|verdict| {
        Text::each(|lang| {
            let many = Noun::of(lang, study.taxonomy.types().get(asked)).many;
            let said = |property| of.number(property).map(|value| amount(lang, measure, value));
            let (value, required) = (said("value"), said("required"));
            let (name, source) = (&area.name, of.text("source").unwrap_or_default());
            let lacks = of.number("shortBy").map(|short| figure(lang, short));
            let unit = match of.text("shortUnit") {
                Some("residents") => lang.pick("inwoners", "residents"),
                Some("facilities") => lang.pick("voorzieningen", "facilities"),
                Some("places") => lang.pick("plaatsen", "places"),
                _ => "m²",
            };
            let (Some(value), Some(required)) = (value, required) else {
                let why = of.text("reason").and_then(|reason| because(lang, reason));
                let why = why.map_or_else(String::new, |why| format!(": {why}"));
                return lang.pick(
                    format!("Of {name} de norm voor {many} haalt, is niet bekend{why}. Norm van: {source}."),
                    format!("Whether {name} meets the criterion for {many} is unknown{why}. Criterion of: {source}."),
                );
            };
            let outcome = match (verdict, lacks) {
                ("short", Some(lacks)) => lang.pick(
                    format!("Dat is een tekort van {lacks} {unit}."),
                    format!("That is {lacks} {unit} short."),
                ),
                ("surplus", _) => lang.pick("Dat is ruim.", "That is more than enough.").to_owned(),
                ("met", _) => lang.pick("Dat is genoeg.", "That is enough.").to_owned(),
                _ => lang.pick("Of dat genoeg is, is niet bekend.", "Whether that is enough is unknown.").to_owned(),
            };
            lang.pick(
                format!("Norm voor {many} in {name}: {required}. Het is {value}. {outcome} Norm van: {source}."),
                format!("Criterion for {many} in {name}: {required}. It is {value}. {outcome} Criterion of: {source}."),
            )
        })
    });
    Account {
        counted,
        people,
        group,
        areas: vec![place],
        reached: travels,
        sentences,
        ..Account::default()
    }
}
