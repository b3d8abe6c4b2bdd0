//! What there is.

use super::facts::{Facts, Place};
use super::page::{Page, plain};
use crate::collections::words::phrases::plural;
use crate::collections::words::{Lang, count, euros, people, role};

/// Most facilities in the table.
const MOST: usize = 40;

/// How many there are, and where they stand.
pub fn brief(facts: &Facts, lang: Lang) -> String {
    let there = facts.supply().there_are(lang);
    format!("{there}. {}", standing(facts, lang)).trim().to_owned()
}

/// How many of those that count stand in the area.
fn standing(facts: &Facts, lang: Lang) -> String {
    let name = &facts.whole.name;
    let inside = facts.places.iter().filter(|of| of.inside).count();
    let outside = facts.places.len() - inside;
    if outside == 0 {
        return String::new();
    }
    if facts.everywhere {
        return lang.pick(
            format!(
                "{} daarvan {} buiten {name} en {} wel mee.",
                count(lang, outside),
                plural(outside, "staat", "staan"),
                plural(outside, "telt", "tellen")
            ),
            format!(
                "{} of them {} outside {name} and {} all the same.",
                count(lang, outside),
                plural(outside, "stands", "stand"),
                plural(outside, "counts", "count")
            ),
        );
    }
    match inside {
        0 => lang.pick(
            format!("In {name} zelf staat er geen."),
            format!("None of them stands in {name} itself."),
        ),
        _ => lang.pick(
            format!(
                "In {name} zelf {} er {}.",
                plural(inside, "staat", "staan"),
                count(lang, inside)
            ),
            format!(
                "{} of them {} in {name} itself.",
                count(lang, inside),
                plural(inside, "stands", "stand")
            ),
        ),
    }
}

/// What the municipality pays, as far as it is known.
fn money(places: &[&Place], lang: Lang) -> String {
    let all = places.len();
    let known: Vec<f64> = places.iter().filter_map(|of| of.euros).collect();
    let amount = euros(lang, known.iter().sum());
    match known.len() {
        _ if all == 0 => String::new(),
        0 => lang.pick(
            "Wat de gemeente eraan betaalt, is niet bekend.".to_owned(),
            "What the municipality pays for this is unknown.".to_owned(),
        ),
        number if number == all => lang.pick(
            format!("De gemeente betaalt er {amount} per jaar aan."),
            format!("The municipality pays {amount} a year for this."),
        ),
        number => lang.pick(
            format!(
                "Van {} van de {} plekken is bekend wat de gemeente betaalt: {amount} per jaar.",
                count(lang, number),
                count(lang, all)
            ),
            format!(
                "What the municipality pays is known of {} of the {} places: {amount} a year.",
                count(lang, number),
                count(lang, all)
            ),
        ),
    }
}

/// The facilities, those on whom most depend first.
pub fn section(page: &mut Page, facts: &Facts, lang: Lang) {
    page.heading(2, lang.pick("Wat er is", "What there is"));
    let supply = facts.supply();
    let shown = facts.shown();
    if shown.is_empty() {
        let (name, one) = (&facts.whole.name, supply.one(lang));
        page.paragraph(&[lang.pick(
            format!("In {name} staat op deze dag geen plek die meetelt als {one}."),
            format!("No place that counts as {one} stands in {name} on this day."),
        )]);
        return;
    }
    page.paragraph(&[money(&shown, lang), roles(&shown, lang)]);
    let some = (
        shown.iter().any(|of| of.role.is_some()),
        shown.iter().any(|of| of.euros.is_some()),
    );
    let head = lang.pick(
        [
            "Plek",
            "Kenmerk",
            "Buurt, wijk",
            "Rol van de gemeente",
            "Euro per jaar",
            "Inwoners binnen de norm",
            "van wie zonder andere",
        ],
        [
            "Place",
            "Id",
            "Neighbourhood, district",
            "Role of the municipality",
            "Euros a year",
            "Residents within the norm",
            "of whom without another",
        ],
    );
    let rows: Vec<Vec<String>> = shown
        .iter()
        .take(MOST)
        .map(|of| known_columns(row(of, lang), some))
        .collect();
    let head = known_columns(head.to_vec(), some);
    page.table(&head, 3 + usize::from(some.0), &rows);
    let left = shown.len().saturating_sub(MOST);
    let more = if left > 0 {
        lang.pick(
            format!("Nog {} plekken staan niet in deze tabel.", count(lang, left)),
            format!("{} more places are not in this table.", count(lang, left)),
        )
    } else {
        String::new()
    };
    page.paragraph(&[
        more,
        lang.pick(
            "De laatste twee kolommen gaan over de hele stad. Wie geen andere heeft, verliest iets als \
            alleen die plek sluit."
                .to_owned(),
            "The last two columns are about the whole city. Who has no other loses something if that \
            place alone closes."
                .to_owned(),
        ),
    ]);
}

/// What is known of the municipality's role where it is known of none.
fn roles(places: &[&Place], lang: Lang) -> String {
    if places.iter().any(|of| of.role.is_some()) {
        return String::new();
    }
    lang.pick(
        "Welke rol de gemeente heeft, is van geen enkele plek bekend.".to_owned(),
        "The role of the municipality is known of none of the places.".to_owned(),
    )
}

/// The cells of a row without those columns, role and euros, of which nothing is known.
fn known_columns<T>(cells: Vec<T>, (role, euros): (bool, bool)) -> Vec<T> {
    let shown = |at: usize| (at != 3 || role) && (at != 4 || euros);
    cells
        .into_iter()
        .enumerate()
        .filter(|(at, _)| shown(*at))
        .map(|(_, cell)| cell)
        .collect()
}

fn row(of: &Place, lang: Lang) -> Vec<String> {
    let unknown = || lang.pick("onbekend", "unknown").to_owned();
    let told = |number: Option<f64>| {
        number.map_or_else(
            || lang.pick("niet getoond", "not shown").to_owned(),
            |number| people(lang, number),
        )
    };
    vec![
        of.name.clone(),
        plain(&of.id),
        of.area.clone().unwrap_or_else(|| {
            lang.pick("buiten de buurten", "outside the neighbourhoods")
                .to_owned()
        }),
        role(lang, of.role).to_owned(),
        of.euros.map_or_else(unknown, |amount| euros(lang, amount)),
        told(of.in_reach),
        told(of.alone),
    ]
}
