//! What it costs, what is promised, and what does not fit.

use super::{Ask, Row};
use crate::collections::report::page::{Page, plain};
use crate::collections::words::phrases::{counted, plural};
use crate::collections::words::{Lang, capital, count, date, euros};
use crate::domain::feature::Value;

/// Most mismatches that are listed.
const MOST: usize = 20;

/// A year's money, and the year in which most of it ends.
pub fn brief(ask: &Ask, lang: Lang) -> String {
    let (name, paid) = (ask.name(), paid(ask));
    let Some(total) = paid else {
        return lang.pick(
            format!("Van geen voorziening in {name} is bekend dat de gemeente eraan betaalt."),
            format!("Of no facility in {name} is it known that the municipality pays for it."),
        );
    };
    let total = euros(lang, total);
    let said = lang.pick(
        format!("De gemeente betaalt {total} per jaar aan voorzieningen in {name}, voor zover bekend."),
        format!("The municipality pays {total} a year for facilities in {name}, as far as is known."),
    );
    let years = ask.rows("commitments");
    let ends = years.iter().filter_map(|row| {
        Some((
            row.number("year")?,
            row.number("eurosEnding").filter(|of| *of > 0.0)?,
        ))
    });
    let most = ends.reduce(|a, b| if b.1 > a.1 { b } else { a });
    let until = most.map(|(year, ending)| {
        let ending = euros(lang, ending);
        lang.pick(
            format!(" Het meeste loopt af in {year:.0}: {ending} per jaar."),
            format!(" Most ends in {year:.0}: {ending} a year."),
        )
    });
    format!("{said}{}", until.unwrap_or_default())
}

/// A year's money of all rows; none where none is known.
fn paid(ask: &Ask) -> Option<f64> {
    let rows = ask.rows("spending");
    let known: Vec<f64> = rows.iter().filter_map(|row| row.number("eurosPerYear")).collect();
    // Whole cents add up without a rest.
    let cents: f64 = known.iter().map(|of| (of * 100.0).round()).sum();
    (cents > 0.0).then_some(cents / 100.0)
}

/// Money by type, by year, and what does not fit.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    page.heading(2, lang.pick("Wat het kost", "What it costs"));
    page.paragraph(&[brief(ask, lang)]);
    let head = lang.pick(
        [
            "Soort",
            "Euro per jaar",
            "Subsidies en opdrachten",
            "Zonder bedrag",
            "Waarvan gelijk verdeeld",
        ],
        [
            "Type",
            "Euros a year",
            "Grants",
            "Without amount",
            "Of which divided equally",
        ],
    );
    let spending = ask.rows("spending");
    let rows: Vec<Vec<String>> = spending
        .iter()
        .filter(|row| row.count("grants") > 0)
        .map(|row| of_type(ask, *row, lang))
        .collect();
    page.table(&head, 1, &rows);
    let head = lang.pick(
        [
            "Jaar",
            "Toegezegd",
            "Waarvan langer dan een jaar",
            "Zonder einddatum",
            "Loopt af, per jaar",
        ],
        [
            "Year",
            "Committed",
            "Of which for longer than a year",
            "Without an end",
            "Ends, a year",
        ],
    );
    let rows: Vec<Vec<String>> = ask
        .rows("commitments")
        .iter()
        .map(|row| {
            let year = row.number("year").map(|year| format!("{year:.0}"));
            let mut cells = vec![year.unwrap_or_default()];
            let amounts = [
                "committedEuros",
                "multiYearEuros",
                "openEndedEuros",
                "eurosEnding",
            ];
            cells.extend(amounts.map(|property| amount(*row, property, lang)));
            cells
        })
        .collect();
    if !spending.iter().all(|row| row.count("grants") == 0) {
        page.table(&head, 1, &rows);
    }
    mismatches(page, ask, lang);
}

fn amount(row: Row, property: &str, lang: Lang) -> String {
    let unknown = || lang.pick("onbekend", "unknown").to_owned();
    row.number(property).map_or_else(unknown, |of| euros(lang, of))
}

fn of_type(ask: &Ask, row: Row, lang: Lang) -> Vec<String> {
    let label = match row.text("code") {
        Some(code) => capital(&ask.noun(lang, Some(code)).one),
        None => without(row.text("reason"), lang).to_owned(),
    };
    vec![
        label,
        amount(row, "eurosPerYear", lang),
        count(lang, row.count("grants")),
        count(lang, row.count("grantsWithoutAmount")),
        amount(row, "allocatedEuros", lang),
    ]
}

/// What money is for that is for no type.
fn without(reason: Option<&str>, lang: Lang) -> &'static str {
    match reason {
        Some("noFacility") => lang.pick("Voor geen voorziening", "For no facility"),
        Some("unknownFacility") => lang.pick("Voor een onbekende voorziening", "For an unknown facility"),
        _ => lang.pick("Niet ingedeeld", "Not classified"),
    }
}

fn mismatches(page: &mut Page, ask: &Ask, lang: Lang) {
    let rows = ask.rows("mismatches");
    if rows.is_empty() {
        return;
    }
    let number = counted(lang, rows.len(), ("geval", "gevallen"), ("case", "cases"));
    let verb = plural(rows.len(), lang.pick("klopt", "does"), lang.pick("kloppen", "do"));
    page.paragraph(&[lang.pick(
        format!("In {number} {verb} geld en voorziening niet met elkaar:"),
        format!("In {number} money and facility {verb} not fit:"),
    )]);
    let items: Vec<String> = rows.iter().take(MOST).map(|row| mismatch(*row, lang)).collect();
    page.list(&items);
    let left = rows.len().saturating_sub(MOST);
    if left > 0 {
        page.paragraph(&[lang.pick(
            format!("Nog {} gevallen staan niet in deze lijst.", count(lang, left)),
            format!("{} more cases are not in this list.", count(lang, left)),
        )]);
    }
}

fn mismatch(row: Row, lang: Lang) -> String {
    let text = |property| row.text(property).map(plain);
    let what = text("name").or_else(|| text("facilityId"));
    let what = what
        .or_else(|| text("grantId"))
        .unwrap_or_else(|| lang.pick("onbekend", "unknown").to_owned());
    let grant = text("grantId").unwrap_or_default();
    match row.text("kind") {
        Some("facilityWithoutGrant") => lang.pick(
            format!("{what}: volgens de bron met subsidie of opdracht, maar er geldt er geen."),
            format!("{what}: with a subsidy or commission by its source, yet none is in force."),
        ),
        Some("grantEnded") => {
            let ended = match row.value("lastGrantEnded") {
                Some(Value::Date(day)) => date(lang, *day),
                _ => String::new(),
            };
            lang.pick(
                format!("{what}: is open, maar alle subsidies en opdrachten zijn afgelopen, de laatste op {ended}."),
                format!("{what}: is open, yet all its grants have ended, the last on {ended}."),
            )
        }
        Some("grantForFacilityNotOpen") => lang.pick(
            format!("{what}: is niet open, maar krijgt geld ({grant})."),
            format!("{what}: is not open, yet gets money ({grant})."),
        ),
        Some("grantForUnknownFacility") => lang.pick(
            format!("{what}: krijgt geld ({grant}), maar wij kennen deze voorziening niet."),
            format!("{what}: gets money ({grant}), yet we do not know this facility."),
        ),
        _ => lang.pick(
            format!("{what}: subsidie of opdracht zonder voorziening."),
            format!("{what}: grant without a facility."),
        ),
    }
}
