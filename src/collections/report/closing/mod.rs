//! What closing means, in residents and in euros.

mod cost;

use super::facts::{Closing, Facts, Place};
use super::page::{Page, plain};
use crate::analysis::closing;
use crate::collections::words::phrases::{plural, residents, single};
use crate::collections::words::{Lang, date, list, metres, people, percent};

use cost::{money, share, table};

/// Who loses what, in a sentence.
pub fn brief(facts: &Facts, lang: Lang) -> Option<String> {
    let Some(closing) = &facts.closing else {
        return one_of_all(facts, lang);
    };
    let loss = closing.loss.as_ref()?;
    (!closing.facilities.is_empty()).then(|| lost(facts, closing, loss, lang))
}

/// `Noord en Zuid`.
fn names(facilities: &[Place], lang: Lang) -> String {
    let names: Vec<String> = facilities.iter().map(|of| of.name.clone()).collect();
    list(lang, &names)
}

/// Without a question about closing: whom it would hurt least and most.
fn one_of_all(facts: &Facts, lang: Lang) -> Option<String> {
    let mut told: Vec<(&Place, f64)> = facts
        .shown()
        .into_iter()
        .filter_map(|of| Some((of, of.alone?)))
        .collect();
    told.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id)));
    let said = |(of, alone): &(&Place, f64)| {
        let who = residents(lang, facts.query.selection.group, None, *alone);
        let number = if *alone <= 0.0 {
            lang.pick("geen", "no").to_owned()
        } else {
            people(lang, *alone)
        };
        format!("{} ({number} {who})", of.name)
    };
    let one = facts.supply().noun(lang).one;
    match told.as_slice() {
        [] => None,
        [only] => Some(alone_loses(facts, only.0, only.1, lang)),
        [least, .., most] => Some(lang.pick(
            format!(
                "Als er één sluit, verliezen de minste mensen hun enige {one} binnen de norm bij {}, en \
                de meeste bij {}.",
                said(least),
                said(most)
            ),
            format!(
                "If one closes, the fewest people lose their only {one} within the norm with {}, and the \
                most with {}.",
                said(least),
                said(most)
            ),
        )),
    }
}

/// Who loses the only one within the norm if one facility closes.
fn alone_loses(facts: &Facts, of: &Place, alone: f64, lang: Lang) -> String {
    let noun = facts.supply().noun(lang);
    let (one, a) = (&noun.one, noun.a(lang));
    let who = residents(lang, facts.query.selection.group, None, alone);
    let (name, number) = (&of.name, people(lang, alone));
    if alone <= 0.0 {
        return lang.pick(
            format!("Als {name} sluit, raakt niemand {a} binnen de norm kwijt."),
            format!("If {name} closes, nobody loses {a} within the norm."),
        );
    }
    if single(alone) {
        return lang.pick(
            format!("Als {name} sluit, raakt {number} {who} {a} binnen de norm kwijt."),
            format!("If {name} closes, {number} {who} loses {a} within the norm."),
        );
    }
    lang.pick(
        format!("Als {name} sluit, raken {number} {who} hun enige {one} binnen de norm kwijt."),
        format!("If {name} closes, {number} {who} lose their only {one} within the norm."),
    )
}

/// How many lose it if the facilities close together.
fn lost(facts: &Facts, closing: &Closing, loss: &closing::Report, lang: Lang) -> String {
    let (supply, names) = (facts.supply(), names(&closing.facilities, lang));
    let number = closing.facilities.len();
    let (norm, kind) = (supply.norm(lang), supply.noun(lang));
    let which = supply.which(lang);
    let together = if number > 1 {
        lang.pick(" samen", " together")
    } else {
        ""
    };
    let who = residents(lang, facts.query.selection.group, None, loss.lost);
    if loss.lost <= 0.0 {
        let closes = lang.pick(
            plural(number, "sluit", "sluiten"),
            plural(number, "closes", "close"),
        );
        let one = supply.one(lang);
        let norm = facts.query.selection.norm(facts.study(), facts.service_type);
        let norm = metres(lang, norm.0);
        return lang.pick(
            format!(
                "Als {names}{together} {closes}, verliest niemand {one} binnen {norm}: wie er een had, \
                houdt er een."
            ),
            format!(
                "If {names} {closes}{together}, nobody loses {one} within {norm}: who had one keeps one."
            ),
        );
    }
    let part = percent(lang, share(loss.lost, loss.served));
    let said = people(lang, loss.lost);
    let one_lost = single(loss.lost);
    lang.pick(
        format!(
            "Als {names}{together} {}, {} {said} {who} binnen {norm} geen {}{which} meer: {part} van wie \
            er nu een heeft.",
            plural(number, "sluit", "sluiten"),
            if one_lost { "heeft" } else { "hebben" },
            kind.one
        ),
        format!(
            "If {names} {}{together}, {said} {who} {} no {}{which} within {norm} any more: {part} of \
            those who have one now.",
            plural(number, "closes", "close"),
            if one_lost { "has" } else { "have" },
            kind.one
        ),
    )
}

/// What closing means, or, where nothing was asked to close, what the table above says of it.
pub fn section(page: &mut Page, facts: &Facts, lang: Lang) {
    page.heading(2, lang.pick("Wat sluiten betekent", "What closing means"));
    let Some(closing) = &facts.closing else {
        let number = facts.shown().len();
        let name = &facts.whole.name;
        let said = one_of_all(facts, lang).unwrap_or_else(|| match number {
            0 => lang.pick(
                format!("In {name} staat er geen. Er valt dus niets te sluiten."),
                format!("None stands in {name}, so there is nothing to close."),
            ),
            _ => lang.pick(
                "Hoeveel mensen geen andere hebben, laten we niet zien.".to_owned(),
                "How many people have no other is not shown.".to_owned(),
            ),
        });
        let joint = lang.pick(
            "Sluiten er meer samen, dan kan het verlies groter zijn dan de som: wie er twee had, verliest \
            dan beide.",
            "If several close together more may be lost than the sum: who had two then loses both.",
        );
        let joint = if number > 1 { joint } else { "" };
        page.paragraph(&[said, joint.to_owned()]);
        return;
    };
    let mut idle: Vec<String> = closing
        .idle
        .iter()
        .map(|place| why_idle(facts, *place, lang))
        .collect();
    if !idle.is_empty() {
        let said = lang.pick(
            "Sluiten daarvan verandert deze cijfers niet.",
            "Closing that does not change these figures.",
        );
        idle.push(said.to_owned());
    }
    page.paragraph(&idle);
    if closing.facilities.is_empty() {
        return;
    }
    let Some(loss) = &closing.loss else {
        page.paragraph(&[lang.pick(
            "Waar mensen wonen is vertrouwelijk. Daarom staat hier niet wie iets verliest als deze \
            plekken samen sluiten; de tabel hierboven zegt het van elke plek alleen."
                .to_owned(),
            "Where people live is confidential. So it is not said here who loses something if these \
            places close together; the table above tells it of each place alone."
                .to_owned(),
        )]);
        page.paragraph(&[money(facts, closing, None, lang)]);
        return;
    };
    page.paragraph(&[
        lost(facts, closing, loss, lang),
        in_area(facts, closing, lang),
        after(facts, loss, lang),
        farther(facts, closing, loss, lang),
    ]);
    alone(page, facts, closing, loss, lang);
    table(page, facts, loss, lang);
    page.paragraph(&[money(facts, closing, Some(loss), lang)]);
}

/// Why a facility does not count in these figures.
fn why_idle(facts: &Facts, place: u32, lang: Lang) -> String {
    let (study, selection) = (facts.study(), &facts.query.selection);
    let of = study.facilities.get(place);
    let name = plain(of.facility.name.as_deref().unwrap_or(of.facility.id.as_str()));
    let why = if of.service_type.is_none() {
        lang.pick("de soort is niet bekend", "its type is unknown")
            .to_owned()
    } else if of.service_type != Some(facts.service_type) {
        lang.pick("het is een andere soort", "it is of another type")
            .to_owned()
    } else if of.facility.location.is_none() {
        lang.pick("de plek is niet bekend", "its place is unknown")
            .to_owned()
    } else if !of.facility.valid_on(selection.date) {
        let day = date(lang, selection.date);
        lang.pick(
            format!("op {day} is het niet open"),
            format!("it is not open on {day}"),
        )
    } else {
        lang.pick("het valt buiten de keuze", "it is outside of what is asked")
            .to_owned()
    };
    lang.pick(
        format!("{name} telt hier niet mee, want {why}."),
        format!("{name} does not count here, for {why}."),
    )
}

/// How many of the losers live in the part of the city that is reported on.
fn in_area(facts: &Facts, closing: &Closing, lang: Lang) -> String {
    let lost = closing.loss.as_ref().map_or(0.0, |loss| loss.lost);
    if facts.everywhere || lost <= 0.0 {
        return String::new();
    }
    let (name, inside) = (&facts.whole.name, closing.lost_inside);
    let number = people(lang, inside);
    let one = single(inside);
    if inside > 0.0 {
        lang.pick(
            format!(
                "Van hen {} er {number} in {name}.",
                if one { "woont" } else { "wonen" }
            ),
            format!(
                "{number} of them {} in {name}.",
                if one { "lives" } else { "live" }
            ),
        )
    } else {
        lang.pick(
            format!("Niemand van hen woont in {name}."),
            format!("None of them lives in {name}."),
        )
    }
}

/// From which share of the whole city to which.
fn after(facts: &Facts, loss: &closing::Report, lang: Lang) -> String {
    if loss.residents.round() < 1.0 || loss.lost <= 0.0 {
        return String::new();
    }
    let city = plain(&facts.study().city_name);
    let before = percent(lang, share(loss.served, loss.residents));
    let after = percent(lang, share(loss.served - loss.lost, loss.residents));
    if before == after {
        return lang.pick(
            format!("In heel {city} blijft het deel dat wordt bereikt {before}."),
            format!("In all of {city} the share that is reached stays {before}."),
        );
    }
    lang.pick(
        format!("In heel {city} gaat het deel dat wordt bereikt van {before} naar {after}."),
        format!("In all of {city} the share that is reached goes from {before} to {after}."),
    )
}

/// How far it then is for those who lose it.
fn farther(facts: &Facts, closing: &Closing, loss: &closing::Report, lang: Lang) -> String {
    let Some(before) = loss.before else {
        return String::new();
    };
    let before = metres(lang, before.0);
    let one = facts.supply().one(lang);
    match loss.after.filter(|_| closing.left > 0) {
        Some(after) => {
            let after = metres(lang, after.0);
            lang.pick(
                format!("Voor wie dat treft, gaat de weg naar {one} gemiddeld van {before} naar {after}."),
                format!("For those concerned the way to {one} goes from {before} to {after} on average."),
            )
        }
        None => lang.pick(
            format!("Nu is de weg voor hen gemiddeld {before}; daarna is er in de gegevens geen meer."),
            format!("The way is {before} for them on average now; then there is none left in the data."),
        ),
    }
}

/// Of several that close: what each means alone.
fn alone(page: &mut Page, facts: &Facts, closing: &Closing, loss: &closing::Report, lang: Lang) {
    let told: Vec<f64> = closing.facilities.iter().filter_map(|of| of.alone).collect();
    if closing.facilities.len() < 2 || told.len() != closing.facilities.len() || loss.lost <= 0.0 {
        return;
    }
    let lines: Vec<String> = closing
        .facilities
        .iter()
        .zip(&told)
        .map(|(of, alone)| {
            let who = residents(lang, facts.query.selection.group, None, *alone);
            let number = if *alone <= 0.0 {
                lang.pick("niemand", "nobody").to_owned()
            } else {
                format!("{} {who}", people(lang, *alone))
            };
            lang.pick(
                format!("alleen {}: {number}", of.name),
                format!("{} alone: {number}", of.name),
            )
        })
        .collect();
    let together = people(lang, loss.lost);
    page.paragraph(&[lang.pick(
        format!("Ter vergelijking met de {together} samen:"),
        format!("Beside the {together} together:"),
    )]);
    page.list(&lines);
}
