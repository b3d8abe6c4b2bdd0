//! What changed since the day that it is compared with.

use super::{Ask, Row};
use crate::collections::report::page::Page;
use crate::collections::words::phrases::{counted, residents};
use crate::collections::words::{Lang, capital, count, date, number};
use crate::domain::PopulationGroup;

/// What the parts of a change come from, with their properties.
const CAUSES: [(&str, &str, &str); 6] = [
    ("opened", "Opening", "Opening"),
    ("closed", "Sluiting", "Closing"),
    ("moved", "Verhuizing", "Moving"),
    ("residentsPart", "Inwoners en grenzen", "Residents and borders"),
    ("criterionPart", "Norm", "Criterion"),
    ("correction", "Correctie", "Correction"),
];

/// The rows of one measure that changed.
fn changed<'a>(ask: &'a Ask, measure: &str) -> Vec<Row<'a>> {
    let rows = ask.rows("changes").into_iter();
    rows.filter(|row| {
        row.text("measure") == Some(measure) && row.number("change").is_some_and(|change| change != 0.0)
    })
    .collect()
}

/// A number with its sign, so that more and less cannot be taken for each other.
fn signed(lang: Lang, change: f64, decimals: usize) -> String {
    let sign = if change > 0.0 { "+" } else { "" };
    format!("{sign}{}", number(lang, change, decimals))
}

/// How many facilities came and went; none where it is compared with nothing.
pub fn brief(ask: &Ask, lang: Lang) -> Option<String> {
    let since = date(lang, ask.sheet.before?);
    // The row of every type together would count each of them again.
    let mut rows = changed(ask, "facilityCount");
    rows.retain(|row| row.text("serviceType").is_some());
    let sum = |property| rows.iter().filter_map(|row| row.number(property)).sum::<f64>();
    let all = sum("change");
    if rows.is_empty() {
        return Some(lang.pick(
            format!("Sinds {since} bleef het aantal voorzieningen van elke soort gelijk, voor zover bekend."),
            format!(
                "Since {since} the number of facilities of every type stayed the same, as far as is known."
            ),
        ));
    }
    let (all, opened, closed) = (
        signed(lang, all, 0),
        signed(lang, sum("opened"), 0),
        signed(lang, sum("closed"), 0),
    );
    let types = counted(lang, rows.len(), ("soort", "soorten"), ("type", "types"));
    Some(lang.pick(
        format!("Sinds {since} veranderde het aantal voorzieningen van {types}: {all} bij elkaar, door opening {opened} en door sluiting {closed}."),
        format!("Since {since} the number of facilities changed of {types}: {all} together, {opened} by opening and {closed} by closing."),
    ))
}

/// Numbers of facilities, and residents who are reached.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    let Some(since) = ask.sheet.before else { return };
    page.heading(
        2,
        &lang.pick(
            format!("Wat er veranderde sinds {}", date(lang, since)),
            format!("What changed since {}", date(lang, since)),
        ),
    );
    page.paragraph(&[brief(ask, lang).unwrap_or_default()]);
    for (measure, nl, en) in [
        ("facilityCount", "Voorzieningen", "Facilities"),
        ("residentsServed", "Bereikte inwoners", "Residents reached"),
    ] {
        let mut head = vec![
            lang.pick(nl, en),
            lang.pick("Vóór", "Before"),
            lang.pick("Na", "After"),
            lang.pick("Verschil", "Change"),
        ];
        head.extend(CAUSES.map(|(_, nl, en)| lang.pick(nl, en)));
        let rows: Vec<Vec<String>> = changed(ask, measure)
            .iter()
            .map(|row| cells(ask, *row, lang))
            .collect();
        page.table(&head, 1, &rows);
    }
    page.paragraph(&[undated(ask, lang)]);
    if ask.rows("changes").is_empty() {
        return;
    }
    page.paragraph(&[lang
        .pick(
            "De delen tellen op tot het verschil. Een correctie is wat wij nu anders weten over toen dan wij toen wisten.",
            "The parts add up to the change. A correction is what is known now of then otherwise than it was known then.",
        )
        .to_owned()]);
}

/// Facilities of which it is not known since when they are there never show as opened.
fn undated(ask: &Ask, lang: Lang) -> String {
    let facilities = ask.rows("facilities");
    let undated = facilities
        .iter()
        .filter(|row| row.value("validFrom").is_none())
        .count();
    if undated == 0 {
        return String::new();
    }
    let (undated, all) = (count(lang, undated), count(lang, facilities.len()));
    lang.pick(
        format!("Van {undated} van de {all} voorzieningen die er nu staan, is niet bekend sinds wanneer. Zij tellen als altijd aanwezig."),
        format!("Of {undated} of the {all} facilities that stand there now it is unknown since when. They count as always there."),
    )
}

fn cells(ask: &Ask, row: Row, lang: Lang) -> Vec<String> {
    let noun = capital(&ask.noun(lang, row.text("serviceType")).one);
    let group: PopulationGroup = row
        .text("group")
        .and_then(|of| of.parse().ok())
        .unwrap_or_default();
    let label = match group {
        PopulationGroup::All => noun,
        group => format!("{noun}, {}", residents(lang, group, None, 2.0)),
    };
    let none = || "–".to_owned();
    let whole = |property| row.number(property).map_or_else(none, |of| number(lang, of, 0));
    let part = |property| row.number(property).map_or_else(none, |of| signed(lang, of, 0));
    let mut cells = vec![label, whole("before"), whole("after"), part("change")];
    cells.extend(CAUSES.map(|(property, _, _)| part(property)));
    cells
}
