//! Who is reached, and who is not.

use super::facts::{Facts, Reached};
use super::page::Page;
use crate::collections::words::phrases::{Rounded, Share, live, residents};
use crate::collections::words::rounding::Rounding;
use crate::collections::words::{Lang, list, metres, people, percent};
use crate::domain::Level;

/// How many of the worst areas are named.
const WORST: usize = 5;

/// Who is reached, and where most of the others live.
pub fn brief(facts: &Facts, lang: Lang) -> String {
    let said = [whole(facts, lang), most_live_in(facts, lang)];
    said.join(" ").trim().to_owned()
}

/// The sentence on the whole area.
fn whole(facts: &Facts, lang: Lang) -> String {
    let (whole, supply) = (&facts.whole, facts.supply());
    let group = facts.query.selection.group;
    let name = &whole.name;
    let who = residents(lang, group, None, 2.0);
    if whole.hidden {
        return lang.pick(
            format!(
                "Hoeveel {who} in {name} worden bereikt, laten we niet zien: dat zou een aantal van 1 tot \
                en met 4 verraden."
            ),
            format!(
                "How many {who} are reached in {name} is not shown: it would give a count of 1 to 4 away."
            ),
        );
    }
    let (Some(all), Some(served)) = (whole.residents, whole.served) else {
        return lang.pick(
            format!(
                "Hoeveel {who} er in {name} wonen, is niet bekend. Daarom is niet bekend wie wordt bereikt."
            ),
            format!("How many {who} live in {name} is unknown, and so is who is reached."),
        );
    };
    if all.round() < 1.0 {
        return lang.pick(
            format!(
                "In {name} wonen volgens de gegevens geen {who}. Daarom wordt er niemand bereikt of gemist."
            ),
            format!("By the data no {who} live in {name}, so nobody is reached or left out."),
        );
    }
    let (norm, one) = (supply.norm(lang), supply.one(lang));
    let place = lang.pick(
        format!("binnen {norm} van {one}"),
        format!("within {norm} of {one}"),
    );
    let share = Share {
        part: served,
        whole: all,
    };
    let exact = Rounding::default();
    let said = live(lang, &exact, group, name, share, Rounded::Rest, &place);
    format!("{said}.")
}

/// The areas with people who are not reached, most first.
fn worst(areas: &[Reached]) -> Vec<(&Reached, f64)> {
    let mut worst: Vec<(&Reached, f64)> = areas
        .iter()
        .filter_map(|of| Some((of, of.unserved()?)))
        .filter(|(_, unserved)| *unserved >= 0.5)
        .collect();
    worst.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.code.cmp(&b.0.code)));
    worst
}

fn most_live_in(facts: &Facts, lang: Lang) -> String {
    let worst = worst(&facts.parts);
    // Where nobody is reached it is just the largest.
    if worst.len() < 2 || facts.whole.served.is_none_or(|served| served <= 0.0) {
        return String::new();
    }
    let named: Vec<String> = worst
        .iter()
        .take(3)
        .map(|(of, unserved)| format!("{} ({})", of.name, people(lang, *unserved)))
        .collect();
    let named = list(lang, &named);
    lang.pick(
        format!("De meeste anderen wonen in {named}."),
        format!("Most of the others live in {named}."),
    )
}

/// Where the unreached live.
pub fn section(page: &mut Page, facts: &Facts, lang: Lang) {
    page.heading(2, lang.pick("Wie niet wordt bereikt", "Who is not reached"));
    let (whole, supply) = (&facts.whole, facts.supply());
    let mean = whole
        .mean
        .filter(|_| !whole.hidden)
        .map_or_else(String::new, |mean| {
            let (name, far, one) = (&whole.name, metres(lang, mean), supply.one(lang));
            let who = residents(lang, facts.query.selection.group, Some(name), 2.0);
            lang.pick(
                format!("De {who} wonen gemiddeld {far} van {one}; voor ieder telt de dichtstbijzijnde."),
                format!("The {who} live {far} from {one} on average, counting the nearest of each."),
            )
        });
    let worst = worst(&facts.parts);
    let whole_said = || self::whole(facts, lang);
    let said = match facts.whole.unserved() {
        // Where nothing can be said of the whole, that is said.
        None => whole_said(),
        Some(_) if facts.whole.residents.is_none_or(|all| all.round() < 1.0) => whole_said(),
        Some(unserved) if unserved <= 1e-6 => {
            let who = residents(lang, facts.query.selection.group, None, 2.0);
            lang.pick(
                format!("Er zijn geen {who} die buiten de norm wonen, voor zover bekend."),
                format!("There are no {who} beyond the norm, as far as is known."),
            )
        }
        _ => String::new(),
    };
    page.paragraph(&[mean, said, part_of_all(facts, &worst, lang)]);
    let rows: Vec<Vec<String>> = worst
        .iter()
        .take(WORST)
        .map(|(of, unserved)| row(of, *unserved, lang))
        .collect();
    let level = match facts.level {
        Level::District => lang.pick("Wijk", "District"),
        _ => lang.pick("Buurt", "Neighbourhood"),
    };
    let head = lang.pick(
        [
            level,
            "Inwoners",
            "Bereikt",
            "Niet bereikt",
            "Deel bereikt",
            "Gemiddelde afstand",
        ],
        [
            level,
            "Residents",
            "Reached",
            "Not reached",
            "Share reached",
            "Mean distance",
        ],
    );
    page.table(&head, 1, &rows);
    if facts.level == Level::District {
        page.list(&by_district(facts, &worst, lang));
    }
    gaps(page, facts, lang);
}

/// How many of all who are not reached live in the areas of the table.
fn part_of_all(facts: &Facts, worst: &[(&Reached, f64)], lang: Lang) -> String {
    let all = facts.whole.unserved().filter(|all| *all >= 0.5);
    let (Some(all), true) = (all, worst.len() > 1) else {
        return String::new();
    };
    let named = worst.len().min(WORST);
    let part: f64 = worst.iter().take(WORST).map(|(_, unserved)| unserved).sum();
    let (part_said, all_said, share) = (
        people(lang, part),
        people(lang, all),
        percent(lang, (part / all).min(1.0)),
    );
    let areas = match facts.level {
        Level::District => lang.pick("wijken", "districts"),
        _ => lang.pick("buurten", "neighbourhoods"),
    };
    // Not so where a neighbourhood lies in no district.
    if worst.len() <= WORST && (all - part).abs() < 1.0 {
        return lang.pick(
            format!("De {all_said} die niet worden bereikt, wonen in deze {named} {areas}:"),
            format!("The {all_said} who are not reached live in these {named} {areas}:"),
        );
    }
    lang.pick(
        format!(
            "Van de {all_said} die niet worden bereikt, wonen er {part_said} ({share}) in deze {named} \
            {areas}:"
        ),
        format!(
            "Of the {all_said} who are not reached, {part_said} ({share}) live in these {named} {areas}:"
        ),
    )
}

fn row(of: &Reached, unserved: f64, lang: Lang) -> Vec<String> {
    let share = Share {
        part: of.served.unwrap_or_default(),
        whole: of.residents.unwrap_or_default(),
    };
    vec![
        of.name.clone(),
        people(lang, share.whole),
        people(lang, share.second()),
        people(lang, unserved),
        percent(lang, share.part / share.whole),
        of.mean.map_or_else(|| "–".to_owned(), |mean| metres(lang, mean)),
    ]
}

/// The worst neighbourhoods of the districts in the table.
fn by_district(facts: &Facts, districts: &[(&Reached, f64)], lang: Lang) -> Vec<String> {
    let lines = districts.iter().take(WORST).filter_map(|(district, _)| {
        let inside: Vec<Reached> = facts
            .neighbourhoods
            .iter()
            .filter(|of| of.parent.as_deref() == Some(district.code.as_str()))
            .cloned()
            .collect();
        let named: Vec<String> = worst(&inside)
            .into_iter()
            .take(WORST)
            .map(|(of, unserved)| format!("{} ({})", of.name, people(lang, unserved)))
            .collect();
        (!named.is_empty()).then(|| format!("**{}**: {}", district.name, list(lang, &named)))
    });
    lines.collect()
}

/// The largest groups of people who live together without one.
fn gaps(page: &mut Page, facts: &Facts, lang: Lang) {
    let told: Vec<&super::facts::Gap> = facts
        .gaps
        .iter()
        .filter(|gap| gap.residents.is_some_and(|residents| residents >= 0.5))
        .collect();
    // Of one neighbourhood the sentence says as much.
    if told.is_empty() || facts.places.is_empty() || facts.parts.is_empty() {
        return;
    }
    page.paragraph(&[lang.pick(
        "Aaneengesloten stukken waar de meeste mensen buiten de norm wonen:".to_owned(),
        "Connected parts where most people live beyond the norm:".to_owned(),
    )]);
    let lines: Vec<String> = told
        .iter()
        .map(|gap| {
            let number = gap.residents.unwrap_or_default();
            let who = residents(lang, facts.query.selection.group, None, number);
            let far = gap.farthest.map_or_else(String::new, |far| {
                let far = metres(lang, far.0);
                lang.pick(
                    format!("; wie er het verst woont, moet {far}"),
                    format!("; whoever lives farthest has {far} to go"),
                )
            });
            format!("{}: {} {who}{far}", gap.area, people(lang, number))
        })
        .collect();
    page.list(&lines);
}
