//! Where it is double.

use super::facts::{Facts, Pair};
use super::page::Page;
use crate::collections::words::phrases::{counted, plural, residents, single};
use crate::collections::words::{Lang, euros, exact_percent, metres, people, percent};

/// Most pairs in the table.
const MOST: usize = 10;

fn pairs_said(number: usize, lang: Lang) -> String {
    counted(lang, number, ("paar", "paren"), ("pair", "pairs"))
}

/// How many pairs do the same.
pub fn brief(facts: &Facts, lang: Lang) -> Option<String> {
    if facts.places.len() < 2 && facts.pairs.is_empty() {
        return None;
    }
    let half = exact_percent(lang, facts.study().settings.overlap_jaccard);
    let many = facts.supply().noun(lang).many;
    let number = facts.pairs.len();
    Some(match number {
        0 => lang.pick(
            format!("Geen twee {many} bereiken voor {half} of meer dezelfde mensen."),
            format!("No two {many} reach the same people for {half} or more."),
        ),
        _ => lang.pick(
            format!(
                "{} {many} {} voor {half} of meer dezelfde mensen.",
                pairs_said(number, lang),
                plural(number, "bereikt", "bereiken")
            ),
            format!(
                "{} of {many} {} the same people for {half} or more.",
                pairs_said(number, lang),
                plural(number, "reaches", "reach")
            ),
        ),
    })
}

/// Which pairs do the same, and who has a choice.
pub fn section(page: &mut Page, facts: &Facts, lang: Lang) {
    page.heading(2, lang.pick("Waar het dubbel is", "Where it is double"));
    let (many, half) = (
        facts.supply().noun(lang).many,
        exact_percent(lang, facts.study().settings.overlap_jaccard),
    );
    if facts.places.len() < 2 && facts.pairs.is_empty() {
        let there = facts.supply().there_are(lang);
        page.paragraph(&[lang.pick(
            format!("{there}. Daarom is er niets dubbel."),
            format!("{there}. So nothing is double."),
        )]);
        return;
    }
    let none = if facts.pairs.is_empty() {
        lang.pick(
            format!("Geen twee {many} voor dezelfde doelgroep hebben {half} of meer van hun bereik gemeen."),
            format!("No two {many} for the same target group have {half} or more of their reach in common."),
        )
    } else {
        lang.pick(
            format!("Deze {many} hebben twee aan twee {half} of meer van hun bereik gemeen:"),
            format!("These {many} have {half} or more of their reach in common, two by two:"),
        )
    };
    page.paragraph(&[choice(facts, lang), none]);
    let head = lang.pick(
        [
            "Plek",
            "en plek",
            "Gedeelde inwoners",
            "Deel van hun bereik",
            "Uit elkaar",
            "Samen per jaar",
        ],
        [
            "Place",
            "and place",
            "Shared residents",
            "Share of their reach",
            "Apart",
            "Together a year",
        ],
    );
    let rows: Vec<Vec<String>> = facts
        .pairs
        .iter()
        .take(MOST)
        .map(|pair| row(pair, lang))
        .collect();
    page.table(&head, 2, &rows);
    let left = facts.pairs.len().saturating_sub(MOST);
    let more = if left > 0 {
        lang.pick(
            format!("Nog {} staan niet in deze tabel.", pairs_said(left, lang)),
            format!("{} more are not in this table.", pairs_said(left, lang)),
        )
    } else {
        String::new()
    };
    let assumed = facts
        .pairs
        .iter()
        .filter(|pair| pair.target_group_unknown)
        .count();
    let unsure = if assumed > 0 {
        lang.pick(
            format!(
                "Bij {} is van een of beide plekken niet bekend voor wie die is; we nemen aan: voor \
                iedereen. Kijk dus eerst of zij echt hetzelfde doen.",
                pairs_said(assumed, lang)
            ),
            format!(
                "In {} it is unknown whom one or both places are for; everybody is assumed. So look first \
                whether they really do the same.",
                pairs_said(assumed, lang)
            ),
        )
    } else {
        String::new()
    };
    let meant = lang.pick(
        format!(
            "Dubbel heten hier twee plekken van één soort, voor een gedeelde doelgroep, die {half} of \
            meer van hun gezamenlijke bereik delen."
        ),
        format!(
            "Double are two places of one type, for a shared target group, that share {half} or more of \
            their joint reach."
        ),
    );
    page.paragraph(&[more, unsure, meant]);
}

/// Who has two or more to choose from.
fn choice(facts: &Facts, lang: Lang) -> String {
    let (Some(choice), Some(served)) = (facts.choice, facts.whole.served.filter(|served| *served >= 0.5))
    else {
        return String::new();
    };
    let who = residents(lang, facts.query.selection.group, None, served);
    let (all, some, share) = (
        people(lang, served),
        people(lang, choice),
        percent(lang, choice / served),
    );
    let many = facts.supply().noun(lang).many;
    let verb = if single(choice) {
        lang.pick("heeft", "has")
    } else {
        lang.pick("hebben", "have")
    };
    if choice <= 0.0 {
        return lang.pick(
            format!("Geen van de {all} {who} die worden bereikt, heeft twee of meer {many} binnen de norm."),
            format!("None of the {all} {who} who are reached has two or more {many} within the norm."),
        );
    }
    lang.pick(
        format!(
            "Van de {all} {who} die worden bereikt, {verb} er {some} ({share}) twee of meer {many} binnen \
            de norm."
        ),
        format!(
            "Of the {all} {who} who are reached, {some} ({share}) {verb} two or more {many} within the norm."
        ),
    )
}

fn row(pair: &Pair, lang: Lang) -> Vec<String> {
    let hidden = || lang.pick("niet getoond", "not shown").to_owned();
    let known: Vec<f64> = pair.euros.iter().copied().flatten().collect();
    let amount = euros(lang, known.iter().sum());
    let money = match known.len() {
        0 => lang.pick("onbekend", "unknown").to_owned(),
        2 => amount,
        _ => lang.pick(format!("{amount} + onbekend"), format!("{amount} + unknown")),
    };
    vec![
        pair.names[0].clone(),
        pair.names[1].clone(),
        pair.shared.map_or_else(hidden, |shared| people(lang, shared)),
        pair.jaccard.map_or_else(hidden, |share| percent(lang, share)),
        metres(lang, pair.metres),
        money,
    ]
}
