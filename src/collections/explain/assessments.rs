//! Figures of criteria and what comes out of them.

use super::account::{Account, Counted, People};
use super::{Figure, caveats};
use crate::collections::words::phrases::{Noun, residents};
use crate::collections::words::rounding::Rounding;
use crate::collections::words::{Lang, Text, figure, metres, percent};
use crate::domain::PopulationGroup;
use crate::domain::criterion::Mode;

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

/// What a measure counts in, where its amount does not say so itself.
pub fn per(lang: Lang, measure: &str) -> &'static str {
    match measure {
        "per1000" => lang.pick(" per 1.000 inwoners", " per 1,000 residents"),
        "capacityPer1000" => lang.pick(" plaatsen per 1.000 inwoners", " places per 1,000 residents"),
        "floorAreaPer1000Dwellings" => lang.pick(" m² per 1.000 huishoudens", " m² per 1,000 households"),
        _ => "",
    }
}

/// How much is lacking; residents are whole, and somebody who is missing a part is missing somebody.
pub fn lacking(lang: Lang, rounding: &Rounding, unit: Option<&str>, short: f64) -> String {
    match unit {
        Some("residents") => rounding.people(lang, short.max(1.0)),
        _ => figure(lang, short),
    }
}

/// What is lacking, as it follows its number.
pub fn lacking_in(lang: Lang, rounding: &Rounding, unit: Option<&str>, short: f64) -> &'static str {
    let (one, many) = match unit {
        Some("residents") => lang.pick(("inwoner", "inwoners"), ("resident", "residents")),
        Some("facilities") => lang.pick(("voorziening", "voorzieningen"), ("facility", "facilities")),
        Some("places") => lang.pick(("plaats", "plaatsen"), ("place", "places")),
        _ => ("m²", "m²"),
    };
    if lacking(lang, rounding, unit, short) == "1" {
        one
    } else {
        many
    }
}

/// `speelplekken binnen 150 meter, inwoners van 0 tot 15 jaar`: whose criterion and within which distance.
pub fn norm_of(lang: Lang, of: &Figure, noun: &str) -> String {
    let norm = of.number("distanceM").map(|norm| (norm, of.text("mode")));
    worded(lang, noun, norm, of.text("group"))
}

/// The same from its parts: the noun, the norm with its mode, and the name of the group.
pub fn worded(lang: Lang, noun: &str, norm: Option<(f64, Option<&str>)>, group: Option<&str>) -> String {
    let within = norm.map(|(norm, mode)| {
        let on_foot = mode == Some(Mode::Walking.name());
        let walk = if on_foot {
            lang.pick(" lopen", " on foot")
        } else {
            ""
        };
        let norm = metres(lang, norm);
        lang.pick(format!(" binnen {norm}{walk}"), format!(" within {norm}{walk}"))
    });
    let group: Option<PopulationGroup> = group.and_then(|group| group.parse().ok());
    let whom = group
        .filter(|group| *group != PopulationGroup::All)
        .map(|group| format!(", {}", residents(lang, group, None, 2.0)));
    format!("{noun}{}{}", within.unwrap_or_default(), whom.unwrap_or_default())
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
            let said = |property| {
                let value = of.number(property)?;
                Some(format!("{}{}", amount(lang, measure, value), per(lang, measure)))
            };
            let (value, required) = (said("value"), said("required"));
            let (name, source) = (&area.name, of.text("source").unwrap_or_default());
            let (short, unit) = (of.number("shortBy"), of.text("shortUnit"));
            let lacks = short.map(|short| lacking(lang, of.rounding, unit, short));
            let unit = lacking_in(lang, of.rounding, unit, short.unwrap_or_default());
            let what = norm_of(lang, of, &many);
            let note = of.text("note").map_or_else(String::new, |note| format!(" {note}"));
            let (Some(value), Some(required)) = (value, required) else {
                let why = of.text("reason").and_then(|reason| because(lang, reason));
                let why = why.map_or_else(String::new, |why| format!(": {why}"));
                return lang.pick(
                    format!("Of {name} de norm voor {what} haalt, is niet bekend{why}. Norm van: {source}.{note}"),
                    format!("Whether {name} meets the criterion for {what} is unknown{why}. Criterion of: {source}.{note}"),
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
                format!("Norm voor {what} in {name}: {required}. Het is {value}. {outcome} Norm van: {source}.{note}"),
                format!("Criterion for {what} in {name}: {required}. It is {value}. {outcome} Criterion of: {source}.{note}"),
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
