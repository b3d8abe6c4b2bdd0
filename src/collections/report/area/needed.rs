//! What is needed: what comes of each criterion.

use std::collections::BTreeSet;

use super::{Ask, Row};
use crate::collections::explain::assessments::{amount, lacking, lacking_in, per, worded};
use crate::collections::report::page::{Page, plain};
use crate::collections::words::phrases::counted;
use crate::collections::words::rounding::Rounding;
use crate::collections::words::{Lang, capital, count, people};

fn with<'a>(rows: &[Row<'a>], verdict: &str) -> Vec<Row<'a>> {
    let of = rows.iter().filter(|row| row.text("verdict") == Some(verdict));
    of.copied().collect()
}

/// How many criteria are met, and where people lack most.
pub fn brief(ask: &Ask, lang: Lang) -> Option<String> {
    let rows = ask.rows("assessments");
    if rows.is_empty() {
        return None;
    }
    let number = |verdict| with(&rows, verdict).len();
    let (met, short, unknown) = (
        number("met") + number("surplus"),
        number("short"),
        number("unknown"),
    );
    let all = counted(lang, rows.len(), ("oordeel", "oordelen"), ("verdict", "verdicts"));
    let (met, short_said, unknown) = (count(lang, met), count(lang, short), count(lang, unknown));
    let said = lang.pick(
        format!("Van {all} over wat er nodig is, luiden er {met} 'gehaald', {short_said} 'tekort' en {unknown} 'niet te zeggen'."),
        format!("Of {all} on what is needed, {met} are 'met', {short_said} 'short' and {unknown} 'unknown'."),
    );
    Some(format!("{said}{}", worst(ask, &rows, lang)))
}

/// The criterion that lacks most residents.
fn worst(ask: &Ask, rows: &[Row], lang: Lang) -> String {
    let lacks = |row: &Row| {
        let listed = row.text("serviceType").is_some_and(|code| listed(ask, code));
        row.number("shortBy")
            .filter(|_| row.text("shortUnit") == Some("residents") && listed)
    };
    let of_people = rows.iter().filter_map(|row| Some((lacks(row)?, row)));
    let Some((lacking, row)) = of_people.max_by(|a, b| a.0.total_cmp(&b.0)) else {
        return String::new();
    };
    let (what, number) = (about(ask, *row, lang), people(lang, lacking));
    let name = row.text("name").map(plain).unwrap_or_default();
    lang.pick(
        format!(" Het grootst is het tekort bij {what} in {name}: {number} inwoners."),
        format!(" The shortfall is largest for {what} in {name}: {number} residents."),
    )
}

/// `speelplek binnen 150 meter, inwoners van 0 tot 15 jaar`.
fn about(ask: &Ask, row: Row, lang: Lang) -> String {
    let noun = ask.noun(lang, row.text("serviceType")).one;
    let norm = row.number("distanceM").map(|norm| (norm, row.text("mode")));
    worded(lang, &noun, norm, row.text("group"))
}

/// A table of all verdicts, those that fall short first.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    page.heading(2, lang.pick("Wat er nodig is", "What is needed"));
    let rows = ask.rows("assessments");
    if rows.is_empty() {
        page.paragraph(&[nothing_said(ask, lang).to_owned()]);
        return;
    }
    let head = lang.pick(
        [
            "Norm",
            "Gebied",
            "Van wie",
            "Vereist",
            "Nu",
            "Oordeel",
            "Tekort",
            "Ambitie gehaald",
        ],
        [
            "Criterion",
            "Area",
            "Set by",
            "Required",
            "Now",
            "Verdict",
            "Short by",
            "Ambition met",
        ],
    );
    let order = ["short", "unknown", "met", "surplus"];
    let sorted = order.iter().flat_map(|verdict| with(&rows, verdict));
    let cells: Vec<Vec<String>> = sorted.map(|row| verdict(ask, row, lang)).collect();
    page.table(&head, 3, &cells);
    page.paragraph(&[
        left_out(ask, &rows, lang),
        nowhere(ask, &rows, lang),
        unknown(&rows, lang),
        assumed(&rows, lang),
    ]);
    page.list(&notes(&rows));
}

fn verdict(ask: &Ask, row: Row, lang: Lang) -> Vec<String> {
    let measure = row.text("measure").unwrap_or_default();
    let none = || "–".to_owned();
    let said = |property| {
        row.number(property).map_or_else(none, |value| {
            format!("{}{}", amount(lang, measure, value), per(lang, measure))
        })
    };
    let outcome = match row.text("verdict") {
        Some("met") => lang.pick("gehaald", "met"),
        Some("short") => lang.pick("tekort", "short"),
        Some("surplus") => lang.pick("ruim", "surplus"),
        _ => lang.pick("niet te zeggen", "unknown"),
    };
    let lacking = row.number("shortBy").map(|short| {
        let (unit, exact) = (row.text("shortUnit"), Rounding::default());
        format!(
            "{} {}",
            lacking(lang, &exact, unit, short),
            lacking_in(lang, &exact, unit, short)
        )
    });
    let ambition = match row.flag("ambitionMet") {
        Some(true) => lang.pick("ja", "yes").to_owned(),
        Some(false) => lang.pick("nee", "no").to_owned(),
        None => none(),
    };
    vec![
        capital(&about(ask, row, lang)),
        row.text("name").map_or_else(none, plain),
        row.text("source").map_or_else(none, plain),
        said("required"),
        said("value"),
        outcome.to_owned(),
        lacking.unwrap_or_else(none),
        ambition,
    ]
}

/// Neighbourhoods of which no verdict tells, for they lie in a larger area that is not wholly in this one.
fn left_out(ask: &Ask, rows: &[Row], lang: Lang) -> String {
    let areas = &ask.study.areas;
    let judged: BTreeSet<u32> = rows
        .iter()
        .filter_map(|row| areas.place(row.text("areaCode")?))
        .flat_map(|place| areas.get(place).neighbourhoods.iter().copied())
        .collect();
    let inside = areas.get(ask.sheet.area).neighbourhoods.iter();
    let names: Vec<String> = inside
        .filter(|at| !judged.contains(at) && !areas.get(**at).water)
        .map(|at| plain(&areas.get(*at).name))
        .collect();
    if names.is_empty() {
        return String::new();
    }
    let names = names.join(", ");
    lang.pick(
        format!("Over {names} gaat geen oordeel: de normen gelden voor grotere gebieden die niet helemaal hierin liggen."),
        format!("No verdict is about {names}: the criteria are for larger areas that do not lie wholly in this one."),
    )
}

/// Why there is no verdict at all.
fn nothing_said(ask: &Ask, lang: Lang) -> &'static str {
    let on = crate::study::Selection::on(ask.sheet.date);
    if crate::analysis::assessment::in_force(ask.study, &on).is_empty() {
        lang.pick(
            "Er geldt geen norm: wat er nodig is, heeft niemand gezegd.",
            "No criterion is in force: nobody has said what is needed.",
        )
    } else {
        lang.pick(
            "De normen die gelden, gaan niet over dit gebied op zichzelf maar over andere of grotere gebieden.",
            "The criteria in force are not about this area by itself but about other or larger areas.",
        )
    }
}

/// What each criterion says of itself, once: the age it is really about, and what in it is not of its source.
fn notes(rows: &[Row]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for row in rows {
        let of = row.text("source").zip(row.text("note"));
        let said = of.map(|(source, note)| format!("{}: {}", plain(source), plain(note)));
        notes.extend(said.filter(|said| !notes.contains(said)));
    }
    notes
}

/// Whether the data hold any facility of a type, on whatever day.
fn listed(ask: &Ask, code: &str) -> bool {
    let of = ask.study.taxonomy.position(code);
    let mut all = ask.study.facilities.list.iter();
    of.is_some() && all.any(|facility| facility.service_type == of)
}

/// Types that are judged and of which the data hold none at all: perhaps there are none, perhaps nobody listed them.
fn nowhere(ask: &Ask, rows: &[Row], lang: Lang) -> String {
    let judged: BTreeSet<&str> = rows.iter().filter_map(|row| row.text("serviceType")).collect();
    let absent = judged.into_iter().filter(|code| !listed(ask, code));
    let names: Vec<String> = absent.map(|code| ask.noun(lang, Some(code)).one).collect();
    if names.is_empty() {
        return String::new();
    }
    let names = names.join(", ");
    lang.pick(
        format!("In de gegevens staat nergens: {names}. Het oordeel neemt aan dat er dan geen is; misschien ontbreekt de lijst."),
        format!("Nowhere in the data: {names}. The verdict takes it that there is none then; perhaps the list is missing."),
    )
}

/// Why some cannot be judged.
fn unknown(rows: &[Row], lang: Lang) -> String {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for row in with(rows, "unknown") {
        let reason = row.text("reason").unwrap_or_default();
        match reasons.iter_mut().find(|(of, _)| *of == reason) {
            Some((_, number)) => *number += 1,
            None => reasons.push((reason, 1)),
        }
    }
    if reasons.is_empty() {
        return String::new();
    }
    let said: Vec<String> = reasons
        .iter()
        .map(|(reason, number)| format!("{} ({})", why(reason, lang), count(lang, *number)))
        .collect();
    let said = said.join("; ");
    lang.pick(
        format!("Niet te zeggen, want: {said}."),
        format!("Unknown, for: {said}."),
    )
}

fn why(reason: &str, lang: Lang) -> &'static str {
    match reason {
        "noResidents" => lang.pick(
            "er woont niemand, of dat is niet bekend",
            "nobody lives there, or that is unknown",
        ),
        "noHouseholds" => lang.pick(
            "er zijn geen huishoudens, of dat is niet bekend",
            "there are no households, or that is unknown",
        ),
        "capacityMissing" => lang.pick(
            "een voorziening noemt haar plaatsen niet",
            "a facility does not tell its places",
        ),
        "floorAreaMissing" => lang.pick(
            "een voorziening noemt haar vloeroppervlak niet",
            "a facility does not tell its floor area",
        ),
        "nothingInReach" => lang.pick("er is niets te bereiken", "nothing can be reached"),
        "noNetwork" => lang.pick(
            "de norm gaat over lopen, en er is geen looproutenetwerk geladen",
            "the criterion is about walking, and no walking network is loaded",
        ),
        "nothingRequired" => lang.pick(
            "de norm noemt geen grens die wij kunnen meten",
            "the criterion names no limit that we can measure",
        ),
        "noNeighbourhoods" => lang.pick(
            "de buurten van het gebied zijn niet bekend",
            "the area's neighbourhoods are unknown",
        ),
        "suppressed" => lang.pick(
            "het gaat over zo weinig mensen dat wij het niet laten zien",
            "it is about so few people that we do not show it",
        ),
        _ => lang.pick("een reden die hier niet staat", "a reason that is not told here"),
    }
}

/// What stands in for something else.
fn assumed(rows: &[Row], lang: Lang) -> String {
    let mut said = Vec::new();
    if rows
        .iter()
        .any(|row| row.flag("householdsForDwellings") == Some(true))
    {
        said.push(lang.pick(
            "Waar een norm over woningen gaat, tellen we huishoudens.",
            "Where a criterion is about dwellings, households are counted.",
        ));
    }
    if rows.iter().any(|row| row.flag("imputed") == Some(true)) {
        said.push(lang.pick(
            "Van een of meer buurten is het deel van een leeftijdsgroep niet bekend; daar geldt het gemiddelde van de wijk of de stad.",
            "Of one or more neighbourhoods the share of an age group is unknown; the mean of the district or the city stands for it.",
        ));
    }
    said.join(" ")
}
