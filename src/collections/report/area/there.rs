//! What there is, and what stands together.

use super::{Ask, Row};
use crate::collections::report::page::{Page, plain};
use crate::collections::words::phrases::{counted, plural};
use crate::collections::words::{Lang, capital, count, percent, whole};

/// Most facilities that are listed.
const MOST: usize = 60;

struct Totals {
    facilities: usize,
    with_role: usize,
    unknown: usize,
    finding: usize,
    conversion: usize,
}

fn totals(ask: &Ask) -> Totals {
    let offer = ask.rows("offer");
    let sum = |property| offer.iter().map(|row| row.count(property)).sum();
    Totals {
        facilities: sum("facilityCount"),
        with_role: ["roleSubsidy", "roleCommission", "roleBoth"]
            .into_iter()
            .map(|property| offer.iter().map(|row| row.count(property)).sum::<usize>())
            .sum(),
        unknown: sum("roleUnknown"),
        finding: sum("findingPlaces"),
        conversion: sum("conversionCandidates"),
    }
}

/// How many there are, and with how many the municipality has to do.
pub fn brief(ask: &Ask, lang: Lang) -> String {
    let (name, of) = (ask.name(), totals(ask));
    if of.facilities == 0 {
        return lang.pick(
            format!("In {name} staat geen voorziening die wij kennen."),
            format!("No facility that we know of stands in {name}."),
        );
    }
    let all = counted(
        lang,
        of.facilities,
        ("voorziening", "voorzieningen"),
        ("facility", "facilities"),
    );
    let types = ask
        .rows("offer")
        .iter()
        .filter(|row| row.text("serviceType").is_some())
        .count();
    let types = counted(lang, types, ("soort", "soorten"), ("type", "types"));
    let (paid, unknown) = (count(lang, of.with_role), count(lang, of.unknown));
    let verb = plural(
        of.facilities,
        lang.pick("staat", "stands"),
        lang.pick("staan", "stand"),
    );
    lang.pick(
        format!(
            "Er {verb} {all} van {types}. Bij {paid} daarvan heeft de gemeente een rol, door subsidie of opdracht; van {unknown} is dat niet bekend."
        ),
        format!(
            "{all} of {types} {verb} there. In {paid} of them the municipality has a role, by subsidy or commission; of {unknown} that is unknown."
        ),
    )
}

/// Types and facilities.
pub fn section(page: &mut Page, ask: &Ask, lang: Lang) {
    page.heading(2, lang.pick("Wat er is", "What there is"));
    let offer = ask.rows("offer");
    if offer.is_empty() {
        page.paragraph(&[brief(ask, lang)]);
        return;
    }
    let head = lang.pick(
        [
            "Soort",
            "Aantal",
            "Subsidie",
            "Opdracht",
            "Beide",
            "Geen rol",
            "Rol onbekend",
            "Plaatsen",
        ],
        [
            "Type",
            "Number",
            "Subsidy",
            "Commission",
            "Both",
            "No role",
            "Role unknown",
            "Places",
        ],
    );
    let rows: Vec<Vec<String>> = offer.iter().map(|row| of_type(ask, *row, lang)).collect();
    page.table(&head, 1, &rows);
    page.paragraph(&[together(ask, lang), conversion(ask, lang)]);
    let head = lang.pick(
        [
            "Voorziening",
            "Soort",
            "Organisatie",
            "Adres",
            "Rol van de gemeente",
        ],
        [
            "Facility",
            "Type",
            "Organisation",
            "Address",
            "Role of the municipality",
        ],
    );
    let facilities = ask.rows("facilities");
    let rows: Vec<Vec<String>> = facilities
        .iter()
        .take(MOST)
        .map(|row| of_facility(ask, *row, lang))
        .collect();
    page.table(&head, head.len(), &rows);
    let left = facilities.len().saturating_sub(MOST);
    if left > 0 {
        page.paragraph(&[lang.pick(
            format!(
                "Nog {} voorzieningen staan niet in deze tabel.",
                count(lang, left)
            ),
            format!("{} more facilities are not in this table.", count(lang, left)),
        )]);
    }
}

fn of_type(ask: &Ask, row: Row, lang: Lang) -> Vec<String> {
    let code = row.text("serviceType");
    let label = match code {
        Some(_) => capital(&ask.noun(lang, code).one),
        None => lang.pick("Niet ingedeeld", "Not classified").to_owned(),
    };
    let mut cells = vec![label];
    let counts = [
        "facilityCount",
        "roleSubsidy",
        "roleCommission",
        "roleBoth",
        "roleNone",
        "roleUnknown",
    ];
    cells.extend(counts.map(|property| count(lang, row.count(property))));
    cells.push(match (row.number("capacity"), row.count("capacityKnown")) {
        (Some(places), known) if known == row.count("facilityCount") => whole(lang, places),
        (Some(places), known) => lang.pick(
            format!("{} (van {})", whole(lang, places), count(lang, known)),
            format!("{} (of {})", whole(lang, places), count(lang, known)),
        ),
        (None, _) => lang.pick("onbekend", "unknown").to_owned(),
    });
    cells
}

fn of_facility(ask: &Ask, row: Row, lang: Lang) -> Vec<String> {
    let unknown = || lang.pick("onbekend", "unknown").to_owned();
    let said = |property| row.text(property).map_or_else(unknown, plain);
    let code = row.text("serviceType");
    let label = match code {
        Some(_) => ask.noun(lang, code).one,
        None => lang.pick("niet ingedeeld", "not classified").to_owned(),
    };
    let role = match row.text("municipalRole") {
        Some("subsidy") => lang.pick("subsidie", "subsidy").to_owned(),
        Some("commission") => lang.pick("opdracht", "commission").to_owned(),
        Some("both") => lang
            .pick("subsidie en opdracht", "subsidy and commission")
            .to_owned(),
        Some("none") => lang.pick("geen", "none").to_owned(),
        _ => unknown(),
    };
    let name = row
        .text("name")
        .or_else(|| row.text("id"))
        .map_or_else(unknown, plain);
    vec![name, label, said("organisation"), said("address"), role]
}

/// How much stands in hubs, and which hubs those are.
fn together(ask: &Ask, lang: Lang) -> String {
    let row = ask.rows("concentration").into_iter().next();
    let share = row.and_then(|row| Some((row.number("concentration")?, row.count("facilitiesInHubs"))));
    let Some((share, inside)) = share else {
        return String::new();
    };
    let finding = totals(ask).finding;
    let called = match finding {
        0 => lang.pick(
            " De stad noemt geen ervan een vindplaats.".to_owned(),
            " The city calls none of them a finding place.".to_owned(),
        ),
        _ => {
            let finding = counted(
                lang,
                finding,
                ("voorziening", "voorzieningen"),
                ("facility", "facilities"),
            );
            lang.pick(
                format!(" De stad noemt {finding} een vindplaats."),
                format!(" The city calls {finding} a finding place."),
            )
        }
    };
    if inside == 0 {
        return lang.pick(
            format!("Geen ervan staat samen met een andere soort of organisatie op één plek.{called}"),
            format!("None of them stands together with another type or organisation in one place.{called}"),
        );
    }
    let (share, inside) = (percent(lang, share), count(lang, inside));
    lang.pick(
        format!("{inside} daarvan ({share}) staan samen met een andere soort of organisatie op één plek.{called}"),
        format!("{inside} of them ({share}) stand together with another type or organisation in one place.{called}"),
    )
}

fn conversion(ask: &Ask, lang: Lang) -> String {
    match totals(ask).conversion {
        0 => String::new(),
        number => {
            let (number, verb) = (
                count(lang, number),
                lang.pick(plural(number, "is", "zijn"), plural(number, "is", "are")),
            );
            lang.pick(
                format!("{number} {verb} gespecialiseerde zorg die algemeen kan worden."),
                format!("{number} {verb} specialist care that could become general."),
            )
        }
    }
}
