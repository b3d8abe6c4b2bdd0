//! Where two serve the same people.

use super::{Ask, Row};
use crate::collections::report::page::{Page, plain};
use crate::collections::words::phrases::counted;
use crate::collections::words::{Lang, count, euros, exact_percent, metres, people, percent};

/// Most pairs that are listed.
const MOST: usize = 15;

/// How many pairs there are.
pub fn brief(ask: &Ask, lang: Lang) -> String {
    let rows = ask.rows("overlaps");
    let least = exact_percent(lang, ask.study.settings.overlap_jaccard);
    if rows.is_empty() {
        return lang.pick(
            format!("Geen twee voorzieningen van dezelfde soort hebben hier {least} of meer van hun bereik gemeen."),
            format!("No two facilities of the same type here share {least} or more of their reach."),
        );
    }
    let pairs = counted(lang, rows.len(), ("paar", "paren"), ("pair", "pairs"));
    lang.pick(
        format!("{pairs} van dezelfde soort bereiken voor {least} of meer dezelfde mensen. Of dat te veel is, hangt af van wat zij doen."),
        format!("{pairs} of the same type reach the same people for {least} or more. Whether that is too much depends on what they do."),
    )
}

/// The pairs, those with most people in common first.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    page.heading(2, lang.pick("Wat er dubbel is", "What is double"));
    let mut rows = ask.rows("overlaps");
    page.paragraph(&[brief(ask, lang)]);
    let shared = |row: &Row| row.number("sharedResidents").unwrap_or(-1.0);
    rows.sort_by(|a, b| shared(b).total_cmp(&shared(a)));
    let head = lang.pick(
        [
            "Voorziening",
            "En",
            "Soort",
            "Zelfde mensen (alle leeftijden)",
            "Deel",
            "Uit elkaar",
            "Euro per jaar",
            "En",
        ],
        [
            "Facility",
            "And",
            "Type",
            "Same people (all ages)",
            "Share",
            "Apart",
            "Euros a year",
            "And",
        ],
    );
    let cells: Vec<Vec<String>> = rows.iter().take(MOST).map(|row| pair(ask, *row, lang)).collect();
    page.table(&head, 3, &cells);
    let left = rows.len().saturating_sub(MOST);
    if left > 0 {
        page.paragraph(&[lang.pick(
            format!("Nog {} paren staan niet in deze tabel.", count(lang, left)),
            format!("{} more pairs are not in this table.", count(lang, left)),
        )]);
    }
}

fn pair(ask: &Ask, row: Row, lang: Lang) -> Vec<String> {
    let untold = || lang.pick("onbekend", "unknown").to_owned();
    let name = |property| {
        let place = row.text(property).and_then(|id| ask.study.facilities.place(id));
        let facility = place.map(|place| &ask.study.facilities.get(place).facility);
        let name = facility
            .and_then(|of| of.name.as_deref())
            .or_else(|| row.text(property));
        name.map_or_else(untold, plain)
    };
    let money = |property| row.number(property).map_or_else(untold, |of| euros(lang, of));
    vec![
        name("facilityA"),
        name("facilityB"),
        ask.noun(lang, row.text("serviceType")).one,
        row.number("sharedResidents")
            .map_or_else(untold, |of| people(lang, of)),
        row.number("jaccard").map_or_else(untold, |of| percent(lang, of)),
        row.number("distanceM").map_or_else(untold, |of| metres(lang, of)),
        money("eurosPerYearA"),
        money("eurosPerYearB"),
    ]
}
