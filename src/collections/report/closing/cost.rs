//! Where those live who lose a facility, and what closing it saves.

use crate::analysis::closing;
use crate::collections::report::facts::{Closing, Facts, Place};
use crate::collections::report::page::{Page, plain};
use crate::collections::words::phrases::{plural, residents};
use crate::collections::words::{Lang, capital, euros, figure, list, people, percent};

/// Most neighbourhoods in the table.
const MOST: usize = 10;

/// Fewer people than this say nothing of euros for each: who lives where is not known so precisely.
const LEAST: f64 = 10.0;

/// A share of which the last bits are no difference.
pub(super) fn share(part: f64, whole: f64) -> f64 {
    let share = part / whole;
    if (1.0 - share).abs() < 1e-9 {
        1.0
    } else if share.abs() < 1e-9 {
        0.0
    } else {
        share.clamp(0.0, 1.0)
    }
}

/// In which neighbourhoods those live who lose it.
pub(super) fn table(page: &mut Page, facts: &Facts, loss: &closing::Report, lang: Lang) {
    let areas = &facts.study().areas;
    let mut rows: Vec<&closing::Row> = loss.rows.iter().filter(|row| row.lost >= 0.5).collect();
    rows.sort_by(|a, b| {
        b.lost
            .total_cmp(&a.lost)
            .then(a.neighbourhood.cmp(&b.neighbourhood))
    });
    let district = |at: u32| {
        let of = areas.district_of(at).and_then(|code| areas.place(code.as_str()));
        of.map_or_else(|| "–".to_owned(), |at| plain(&areas.get(at).name))
    };
    let cells: Vec<Vec<String>> = rows
        .iter()
        .take(MOST)
        .map(|row| {
            vec![
                plain(&areas.get(row.neighbourhood).name),
                district(row.neighbourhood),
                people(lang, row.lost),
                people(lang, row.residents),
                percent(lang, share(row.lost, row.residents)),
            ]
        })
        .collect();
    let head = lang.pick(
        ["Buurt", "Wijk", "Verliezen het", "Inwoners", "Deel"],
        ["Neighbourhood", "District", "Lose it", "Residents", "Share"],
    );
    page.table(&head, 2, &cells);
    let rest: f64 = rows.iter().skip(MOST).map(|row| row.lost).sum();
    let left = rows.len().saturating_sub(MOST);
    if left > 0 {
        let number = people(lang, rest);
        let who = residents(lang, facts.query.selection.group, None, rest);
        page.paragraph(&[lang.pick(
            format!(
                "In nog {left} {} gaat het samen om {number} {who}.",
                plural(left, "buurt", "buurten")
            ),
            format!(
                "In {left} more {} it is {number} {who} in all.",
                plural(left, "neighbourhood", "neighbourhoods")
            ),
        )]);
    }
}

/// What now goes there, and what that is per resident who loses it.
pub(super) fn money(facts: &Facts, closing: &Closing, loss: Option<&closing::Report>, lang: Lang) -> String {
    let all = closing.facilities.len();
    let known: Vec<f64> = closing.facilities.iter().filter_map(|of| of.euros).collect();
    let these = lang.pick(
        plural(all, "deze plek", "deze plekken"),
        plural(all, "this place", "these places"),
    );
    if known.len() < all {
        let (told, unknown): (Vec<&Place>, Vec<&Place>) =
            closing.facilities.iter().partition(|of| of.euros.is_some());
        let unknown: Vec<String> = unknown.into_iter().map(|of| of.name.clone()).collect();
        let unknown = list(lang, &unknown);
        let told: Vec<String> = told
            .into_iter()
            .map(|of| format!("{} {}", of.name, euros(lang, of.euros.unwrap_or_default())))
            .collect();
        let known = if told.is_empty() {
            String::new()
        } else {
            let told = list(lang, &told);
            lang.pick(
                format!(" Wel bekend is, per jaar: {told}."),
                format!(" Known is, a year: {told}."),
            )
        };
        return lang.pick(
            format!(
                "Wat de gemeente aan {unknown} betaalt, is niet bekend. Daarom valt niet te zeggen wat \
                sluiten bespaart.{known}"
            ),
            format!(
                "What the municipality pays for {unknown} is unknown, so what closing saves cannot be \
                said.{known}"
            ),
        );
    }
    let sum: f64 = known.iter().sum();
    let amount = euros(lang, sum);
    let paid = lang.pick(
        format!("Aan {these} betaalt de gemeente {amount} per jaar; meer dan dat bespaart sluiten niet."),
        format!("The municipality pays {amount} a year for {these}; closing saves no more than that."),
    );
    let Some(loss) = loss.filter(|loss| loss.lost >= LEAST && sum > 0.0) else {
        return paid;
    };
    let one = facts.supply().noun(lang).one;
    let each = figure(lang, (sum / loss.lost * 100.0).round() / 100.0);
    let each = capital(&lang.pick(format!("dat is {each} euro"), format!("that is {each} euros")));
    lang.pick(
        format!("{paid} {each} per jaar voor elke inwoner die dan geen {one} meer heeft."),
        format!("{paid} {each} a year for each resident who then has no {one} any more."),
    )
}
