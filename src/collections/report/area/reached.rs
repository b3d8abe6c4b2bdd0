//! Who is not reached, by type.

use super::{Ask, Row};
use crate::collections::report::page::Page;
use crate::collections::words::phrases::residents;
use crate::collections::words::{Lang, capital, metres, people, percent};
use crate::domain::PopulationGroup;

fn group(row: Row) -> PopulationGroup {
    row.text("group")
        .and_then(|group| group.parse().ok())
        .unwrap_or_default()
}

/// Types of which there is none at all in or round the city.
fn absent<'a>(rows: &[Row<'a>]) -> Vec<&'a str> {
    let of = rows.iter().filter(|row| {
        group(**row) == PopulationGroup::All
            && row.number("residents").is_some_and(|residents| residents > 0.0)
            && row.number("meanDistanceM").is_none()
            && row.flag("suppressed") != Some(true)
    });
    of.filter_map(|row| row.text("serviceType")).collect()
}

/// Rows of types that are somewhere, those who reach fewest first.
fn present<'a>(rows: &[Row<'a>]) -> Vec<Row<'a>> {
    let absent = absent(rows);
    let there = rows.iter().filter(|row| {
        row.text("serviceType")
            .is_some_and(|code| !absent.contains(&code))
    });
    let mut there: Vec<Row> = there.copied().collect();
    // Whom a type is for counts most.
    let is_for = |row: &Row| {
        let own = there_is_own(rows, row.text("serviceType"));
        !own || group(*row) != PopulationGroup::All
    };
    there.retain(is_for);
    there.sort_by(|a, b| {
        let share = |row: &Row| row.number("coverage").unwrap_or(2.0);
        share(a).total_cmp(&share(b))
    });
    there
}

/// Whether a type is told for those whom it is for.
fn there_is_own(rows: &[Row], code: Option<&str>) -> bool {
    rows.iter()
        .any(|row| row.text("serviceType") == code && group(*row) != PopulationGroup::All)
}

/// What fewest reach.
pub fn brief(ask: &Ask, lang: Lang) -> Option<String> {
    let rows = ask.rows("coverage");
    let (row, share) = present(&rows)
        .into_iter()
        .find_map(|row| row.number("coverage").map(|share| (row, share)))?;
    let noun = ask.noun(lang, row.text("serviceType")).a(lang);
    let unserved = row.number("residentsUnserved")?;
    if unserved <= 0.0 {
        return Some(lang.pick(
            "Wat er in de stad is, heeft iedereen hier binnen de normafstand.".to_owned(),
            "Everybody here has within the norm distance what there is in the city.".to_owned(),
        ));
    }
    let (who, number, share) = (
        residents(lang, group(row), None, unserved),
        people(lang, unserved),
        percent(lang, share),
    );
    Some(lang.pick(
        format!(
            "Het minst bereikt wordt {noun}: {share} heeft er een binnen de normafstand, {number} {who} niet."
        ),
        format!(
            "Reached by fewest is {noun}: {share} have one within the norm distance, {number} {who} do not."
        ),
    ))
}

/// Every type, those who reach fewest first.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    page.heading(2, lang.pick("Wie worden bereikt", "Who is reached"));
    let rows = ask.rows("coverage");
    let head = lang.pick(
        ["Soort", "Voor wie", "Bereikt", "Niet bereikt", "Gemiddeld ver"],
        ["Type", "For whom", "Reached", "Not reached", "Mean distance"],
    );
    let untold = || lang.pick("niet bekend", "unknown").to_owned();
    let cells: Vec<Vec<String>> = present(&rows)
        .into_iter()
        .map(|row| {
            vec![
                capital(&ask.noun(lang, row.text("serviceType")).one),
                residents(lang, group(row), None, 2.0),
                row.number("coverage")
                    .map_or_else(untold, |share| percent(lang, share)),
                row.number("residentsUnserved")
                    .map_or_else(untold, |of| people(lang, of)),
                row.number("meanDistanceM")
                    .map_or_else(untold, |of| metres(lang, of)),
            ]
        })
        .collect();
    page.table(&head, 2, &cells);
    let norm = ask.study.settings.default_distance_m;
    let norm = metres(lang, norm);
    let mut said = vec![lang.pick(
        format!("Bereikt is wie een plek binnen de normafstand heeft: die van de soort, en zonder eigen norm {norm}. Ook plekken buiten het gebied tellen mee."),
        format!("Who has a place within the norm distance is reached: that of the type, and without one of its own {norm}. Places outside the area count too."),
    )];
    let absent: Vec<String> = absent(&rows)
        .into_iter()
        .map(|code| ask.noun(lang, Some(code)).one)
        .collect();
    if !absent.is_empty() {
        let absent = absent.join(", ");
        said.push(lang.pick(
            format!("Nergens in de gegevens staat een {absent}."),
            format!("Nowhere in the data is there a {absent}."),
        ));
    }
    page.paragraph(&said);
}
