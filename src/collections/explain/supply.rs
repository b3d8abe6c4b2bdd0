//! Figures of whether there is enough.

use super::account::{Account, Counted, Parts, People, Term};
use super::caveats::Caveat;
use super::facilities::name;
use super::{Figure, caveats};
use crate::analysis::supply::{self, Of, Params};
use crate::collections::words::phrases::{self, Share, counted, plural, residents};
use crate::collections::words::{Lang, Text, figure};
use crate::study::Study;

/// Places in Dutch and English, or square metres.
fn unit(of: &Figure, lang: Lang) -> &'static str {
    match of.query.division.of {
        Of::Capacity => lang.pick("plaatsen", "places"),
        Of::FloorArea => "m²",
    }
}

/// What a facility does not tell, in Dutch and English.
fn untold(of: &Figure, lang: Lang) -> &'static str {
    match of.query.division.of {
        Of::Capacity => lang.pick("capaciteit", "capacity"),
        Of::FloorArea => lang.pick("vloeroppervlak", "floor area"),
    }
}

/// What was divided over whom, for the type of a feature.
fn report(of: &Figure, service_type: usize, areas: Vec<u32>) -> supply::Report {
    let params = Params {
        selection: of.query.selection.clone(),
        service_type,
        division: of.query.division.clone(),
        areas,
    };
    supply::run(of.study, &params)
}

fn does_not_tell(study: &Study, of: &Figure, place: u32) -> bool {
    let facility = &study.facilities.get(place).facility;
    of.query.division.of.amount(facility).is_none()
}

/// The facilities among some that do not tell what they offer: they are left out, not filled in.
fn caveat(of: &Figure, places: &[u32]) -> Vec<Caveat> {
    let number = places
        .iter()
        .filter(|place| does_not_tell(of.study, of, **place))
        .count();
    if number == 0 {
        return Vec::new();
    }
    let text = Text::each(|lang| {
        let facilities = counted(
            lang,
            number,
            ("voorziening", "voorzieningen"),
            ("facility", "facilities"),
        );
        let what = untold(of, lang);
        lang.pick(
            format!(
                "Van {facilities} is de omvang ({what}) niet bekend. Die {} niet mee in wat er te verdelen is.",
                plural(number, "telt", "tellen")
            ),
            format!(
                "Of {facilities} the size ({what}) is unknown. {} left out of what there is to divide.",
                plural(number, "It is", "They are")
            ),
        )
    });
    vec![Caveat::about("capacityUnknown", number, text)]
}

/// What was counted for a figure of one facility.
pub fn facility(of: &Figure) -> Account {
    let study = of.study;
    let Some(place) = study.facilities.place(&of.feature.id) else {
        return Account::default();
    };
    let property = of.property.name.as_ref();
    if !matches!(property, "demandInReach" | "ratioPer1000") {
        return super::facilities::account(of);
    }
    let service_type = study.facilities.get(place).service_type;
    let account = Account {
        counted: Some(Counted::new(study, vec![place], service_type)),
        people: Some(People::everyone(study)),
        reached: true,
        also: caveat(of, &[place]),
        ..Account::default()
    };
    if of.hidden() {
        return Account {
            sentences: Some(caveats::suppressed()),
            ..account
        };
    }
    let amount = of.query.division.of.amount(&study.facilities.get(place).facility);
    let demand = of.number("demandInReach");
    let parts = amount.zip(demand).filter(|(_, demand)| *demand > 0.0);
    let ratio = || {
        let (amount, demand) = parts?;
        let what = match of.query.division.of {
            Of::Capacity => ("plaatsen", "places"),
            Of::FloorArea => ("m²", "m²"),
        };
        Some(Parts::ratio(
            (what.0, what.1, amount),
            (
                "inwoners in bereik ÷ 1.000",
                "residents in reach ÷ 1,000",
                demand / 1000.0,
            ),
        ))
    };
    Account {
        parts: (property == "ratioPer1000").then(ratio).flatten(),
        sentences: Some(Text::each(|lang| offers(lang, of, place, amount, demand))),
        ..account
    }
}

fn offers(lang: Lang, of: &Figure, place: u32, amount: Option<f64>, demand: Option<f64>) -> String {
    let name = name(of.study, place);
    let Some((amount, demand)) = amount.zip(demand) else {
        let what = untold(of, lang);
        return lang.pick(
            format!("{name} doet niet mee: {what} is niet bekend."),
            format!("{name} takes no part: its {what} is unknown."),
        );
    };
    let who = residents(lang, of.query.selection.group, None, 2.0);
    let (unit, offered, asked) = (
        unit(of, lang),
        figure(lang, amount),
        of.rounding.people(lang, demand),
    );
    let weighed = match of.query.division.decay() {
        None => "",
        Some(_) => lang.pick(", gewogen naar afstand", ", weighed by distance"),
    };
    if demand <= 0.0 {
        return lang.pick(
            format!("{name} biedt {offered} {unit}; binnen bereik wonen geen {who}."),
            format!("{name} offers {offered} {unit}; no {who} live within reach."),
        );
    }
    let per = figure(lang, amount / demand * 1000.0);
    lang.pick(
        format!(
            "{name} biedt {offered} {unit} aan {asked} {who} in bereik{weighed}. Dat is {per} per 1.000."
        ),
        format!(
            "{name} offers {offered} {unit} to {asked} {who} within reach{weighed}. That is {per} per 1,000."
        ),
    )
}

/// What was counted for a figure of one area.
pub fn area(of: &Figure) -> Account {
    let study = of.study;
    // A programme area may share the code of another: the level tells them apart.
    let place = (0_u32..).zip(&study.areas.list).find(|(_, area)| {
        Some(area.code.as_str()) == of.text("areaCode") && Some(area.level.name()) == of.text("level")
    });
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let (Some((place, area)), Some(asked)) = (place, asked) else {
        return Account::default();
    };
    let people = Some(People {
        neighbourhoods: area.neighbourhoods.clone(),
        hidden: of.hidden(),
    });
    if of.hidden() {
        return Account {
            people,
            sentences: Some(caveats::suppressed()),
            ..Account::default()
        };
    }
    let property = of.property.name.as_ref();
    // The area first, and then the neighbourhoods that it adds up from.
    let areas = std::iter::once(place).chain(area.neighbourhoods.iter().copied());
    let report = report(of, asked, areas.collect());
    let in_reach: Vec<u32> = report
        .rows
        .first()
        .map(|row| row.in_reach.iter().copied().collect())
        .unwrap_or_default();
    let also = caveat(of, &in_reach);
    let term: Option<fn(&supply::Row) -> Option<f64>> = match property {
        "residents" => Some(|row| row.residents),
        "residentsServed" => Some(|row| row.served),
        "coveredWithoutCapacity" => Some(|row| row.without_capacity),
        "residentsUncovered" => Some(|row| row.uncovered),
        _ => None,
    };
    let places = match property {
        "capacityUnknown" => in_reach
            .into_iter()
            .filter(|place| does_not_tell(study, of, *place))
            .collect(),
        _ => in_reach,
    };
    let value = super::number(of.value);
    let parts = match (property, value, term) {
        ("accessPer1000", Some(value), _) => of.number("residents").map(|residents| {
            Parts::ratio(
                (
                    "wat de inwoners bij elkaar kunnen gebruiken",
                    "what the residents can use together",
                    value * residents / 1000.0,
                ),
                ("inwoners ÷ 1.000", "residents ÷ 1,000", residents / 1000.0),
            )
        }),
        // Of a confidential layer a neighbourhood's part might be a few people.
        (_, Some(_), Some(term)) if !study.demand_confidential() => Some(Parts::Sum {
            terms: report
                .rows
                .iter()
                .skip(1)
                .map(|row| Term::area(study, row.area, term(row)))
                .collect(),
        }),
        _ => None,
    };
    let number = places.len();
    Account {
        counted: Some(Counted::new(study, places, Some(asked))),
        people,
        parts,
        reached: property != "residents",
        areas: vec![place],
        also,
        sentences: value.and_then(|value| said(of, asked, number, value)),
        ..Account::default()
    }
}

/// One figure of an area in a sentence; none for those that their title tells.
fn said(of: &Figure, service_type: usize, number: usize, value: f64) -> Option<Text> {
    let (study, selection) = (of.study, &of.query.selection);
    let area = of.text("name")?;
    let property = of.property.name.as_ref();
    let supply = phrases::Supply {
        study,
        selection,
        service_type: Some(service_type),
        count: number,
        within: None,
    };
    let say = |lang: Lang| {
        let who = residents(lang, selection.group, Some(area), 2.0);
        let (norm, noun, which) = (supply.norm(lang), supply.noun(lang).many, supply.which(lang));
        // Before a full stop or a comma of its own.
        let last = norm.trim_end_matches(',');
        let some = match (property, of.number("residents")) {
            ("residentsServed", Some(whole)) => of.rounding.reached(lang, Share { part: value, whole }),
            ("residentsServed" | "coveredWithoutCapacity" | "residentsUncovered", _) => {
                of.rounding.people(lang, value)
            }
            _ => String::new(),
        };
        let (what, unit) = (untold(of, lang), unit(of, lang));
        let have = if value <= 0.0 {
            lang.pick("heeft niemand".to_owned(), "nobody has".to_owned())
        } else if of.rounding.single(value) {
            lang.pick(format!("heeft er {some}"), format!("{some} has"))
        } else {
            lang.pick(format!("hebben er {some}"), format!("{some} have"))
        };
        Some(match property {
            "accessPer1000" => {
                let per = figure(lang, value);
                let near = of.query.division.decay().is_some();
                let shared = if near {
                    lang.pick("als wie dichterbij woont er meer van krijgt", "if those who live nearer get more of them")
                } else {
                    lang.pick("als ieder die er kan komen evenveel krijgt", "if all who can come get an equal part")
                };
                lang.pick(
                    format!("Voor de {who} zijn er {per} {unit} per 1.000 binnen {last}, {shared}."),
                    format!("For the {who} there are {per} {unit} per 1,000 within {last}, {shared}."),
                )
            }
            "residentsServed" => lang.pick(
                format!("Van de {who} {have} binnen {norm} {noun}{which} met bekende {what}."),
                format!("Of the {who} {have} {noun}{which} of known {what} within {last}."),
            ),
            "coveredWithoutCapacity" => lang.pick(
                format!("Van de {who} {have} binnen {norm} alleen {noun}{which} zonder bekende {what}, of met niets."),
                format!("Of the {who} {have} within {norm} only {noun}{which} without a known {what}, or with nothing."),
            ),
            "residentsUncovered" => lang.pick(
                format!("Van de {who} {have} binnen {norm} geen {noun}{which}."),
                format!("Of the {who} {have} no {noun}{which} within {last}."),
            ),
            "capacityUnknown" => lang.pick(
                format!(
                    "Binnen {norm} van {who} {} {} zonder bekende {what}.",
                    if number < 2 { "staat" } else { "staan" },
                    supply.counted(lang)
                ),
                format!("Within {norm} of {who} stand {} without a known {what}.", supply.counted(lang)),
            ),
            _ => return None,
        })
    };
    say(Lang::Nl)?;
    Some(Text::each(|lang| say(lang).unwrap_or_default()))
}
