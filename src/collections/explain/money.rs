//! Figures of money: where it goes, what is promised, what does not fit.

use super::account::{Account, Counted, Parts, Quantity, Term};
use super::{Figure, facilities};
use crate::analysis::spending::{By, Key, Reason, Report, Row};
use crate::analysis::{commitments, spending};
use crate::collections::words::phrases::{Noun, counted as how_many, on};
use crate::collections::words::{Lang, Text, capital, date, euros, number, percent, whole};
use crate::collections::{commitments as promised, spending as grouped};
use crate::domain::{Cents, Layer, PopulationGroup};
use crate::study::Study;

const PAID: &[Layer] = &[Layer::Grants, Layer::Facilities];
const PAID_IN_AREAS: &[Layer] = &[Layer::Grants, Layer::Facilities, Layer::Neighbourhoods];

const GRANTS_NL: (&str, &str) = ("subsidie of opdracht", "subsidies en opdrachten");
const GRANTS_EN: (&str, &str) = ("subsidy or commission", "subsidies and commissions");

/// `3 subsidies en opdrachten`.
fn grants(lang: Lang, number: usize) -> String {
    how_many(lang, number, GRANTS_NL, GRANTS_EN)
}

/// A grant as it is told among others: scheme, recipient and id.
fn term(study: &Study, grant: usize, cents: Option<Cents>) -> Term {
    let of = &study.grants[grant];
    let said: Vec<&str> = of.scheme.as_deref().into_iter().chain(of.partners()).collect();
    Term {
        code: of.id.to_string(),
        name: (!said.is_empty()).then(|| format!("{} ({})", said.join(", "), of.id)),
        value: cents.map(|cents| cents.euros().0),
    }
}

fn amount(lang: Lang, cents: Cents) -> String {
    euros(lang, cents.euros().0)
}

/// Euros with their cents.
fn exact(lang: Lang, value: f64) -> String {
    let space = lang.pick("\u{a0}", "");
    format!("€{space}{}", number(lang, value, 2))
}

/// What was counted for a figure of where money goes.
pub fn spending(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let report = spending::run(study, &grouped::params(query));
    let Some(row) = report
        .rows
        .iter()
        .find(|row| grouped::id(query.by, row) == of.feature.id)
    else {
        return Account::default();
    };
    let property = of.property.name.as_ref();
    let sum = |cents: &dyn Fn(&spending::Paid) -> Option<Cents>| {
        let terms = row.paid.iter().map(|paid| term(study, paid.grant, cents(paid)));
        Some(Parts::Sum {
            terms: terms.collect(),
        })
    };
    let money = row.cents.map(|cents| cents.euros().0);
    let area = row.area.map(|area| study.areas.get(area));
    let parts = match property {
        "eurosPerYear" => sum(&|paid| paid.cents),
        "allocatedEuros" => sum(&|paid| paid.cents.map(|_| paid.allocated)),
        "share" => money.filter(|_| row.share.is_some()).map(|money| {
            let all = report.total.euros().0;
            Parts::ratio(
                ("euro per jaar", "euros a year", money),
                ("euro per jaar in alle rijen", "euros a year in all rows", all),
            )
        }),
        "eurosPerResident" => row.per_resident.and_then(|_| {
            Some(Parts::ratio(
                ("euro per jaar", "euros a year", money?),
                Quantity::residents(of.rounding, ("inwoners", "residents", area?.residents?)),
            ))
        }),
        _ => None,
    };
    let figures = ["by", "code", "name", "reason"];
    if figures.contains(&property) {
        return Account {
            layers: Some(PAID),
            sentences: Some(Text::each(|lang| {
                format!(
                    "{}.",
                    subject(
                        lang,
                        study,
                        query.by,
                        &row.key,
                        area.map(|area| area.name.as_str())
                    )
                )
            })),
            ..Account::default()
        };
    }
    let per_resident = property == "eurosPerResident";
    Account {
        counted: Some(Counted {
            located: false,
            ..Counted::new(study, row.facilities.iter().copied().collect(), None)
        }),
        heads: area
            .filter(|_| per_resident)
            .map(|area| (area.neighbourhoods.clone(), PopulationGroup::All)),
        parts,
        layers: Some(if query.by.level().is_some() || query.area.is_some() {
            PAID_IN_AREAS
        } else {
            PAID
        }),
        areas: row.area.into_iter().collect(),
        sentences: Some(Text::each(|lang| told(lang, of, &report, row))),
        ..Account::default()
    }
}

/// What a row is of: `Bibliotheken`, `Voorzieningen in Noord`, `Geld zonder einddatum`.
fn subject(lang: Lang, study: &Study, by: By, key: &Key, area: Option<&str>) -> String {
    let code = match key {
        Key::Without(reason) => return without(lang, *reason).to_owned(),
        Key::Of(code) => code.as_str(),
    };
    match (by, code) {
        (By::ServiceType, _) => capital(&Noun::of(lang, study.taxonomy.get(code)).many),
        (By::TypeGroup, _) => lang.pick(
            format!("Voorzieningen van de groep {code}"),
            format!("Facilities of the group {code}"),
        ),
        (By::Role, "subsidy") => lang
            .pick("Voorzieningen met subsidie", "Facilities with a subsidy")
            .to_owned(),
        (By::Role, "commission") => lang
            .pick("Voorzieningen met een opdracht", "Facilities with a commission")
            .to_owned(),
        (By::Role, "both") => lang
            .pick(
                "Voorzieningen met subsidie en opdracht",
                "Facilities with a subsidy and a commission",
            )
            .to_owned(),
        (By::Role, _) => lang
            .pick(
                "Voorzieningen die volgens de bron zonder de gemeente zijn",
                "Facilities that by their source are without the municipality",
            )
            .to_owned(),
        (By::Kind, "subsidy") => lang.pick("Subsidies", "Subsidies").to_owned(),
        (By::Kind, _) => lang.pick("Opdrachten", "Commissions").to_owned(),
        (By::Provision, "general") => lang
            .pick("Algemene voorzieningen", "General facilities")
            .to_owned(),
        (By::Provision, _) => lang
            .pick("Specialistische voorzieningen", "Specialist facilities")
            .to_owned(),
        (By::EndYear, _) => lang.pick(
            format!("Geld dat in {code} afloopt"),
            format!("Money that ends in {code}"),
        ),
        (By::Facility, _) => match study.facilities.place(code) {
            Some(place) => facilities::name(study, place).to_owned(),
            None => code.to_owned(),
        },
        (By::Scheme | By::Recipient, _) => code.to_owned(),
        (By::Neighbourhood | By::District | By::Programme | By::Municipality, _) => {
            let name = area.unwrap_or(code);
            lang.pick(
                format!("Voorzieningen in {name}"),
                format!("Facilities in {name}"),
            )
        }
    }
}

fn without(lang: Lang, reason: Reason) -> &'static str {
    let (nl, en) = match reason {
        Reason::NoFacility => (
            "Geld dat aan geen voorziening hangt",
            "Money that is tied to no facility",
        ),
        Reason::UnknownFacility => (
            "Geld voor voorzieningen die in geen lijst staan",
            "Money for facilities that stand in no list",
        ),
        Reason::Unclassified => (
            "Geld voor voorzieningen waarvan de soort niet bekend is",
            "Money for facilities of unknown type",
        ),
        Reason::NotLocated => (
            "Geld voor voorzieningen waarvan de plek niet bekend is",
            "Money for facilities of which the place is unknown",
        ),
        Reason::OutsideCity => (
            "Geld voor voorzieningen buiten alle buurten",
            "Money for facilities outside all neighbourhoods",
        ),
        Reason::OutsideAreas => (
            "Geld voor voorzieningen in buurten buiten deze gebieden",
            "Money for facilities in neighbourhoods outside these areas",
        ),
        Reason::RoleUnknown => (
            "Geld voor voorzieningen waarvan de rol van de gemeente niet bekend is",
            "Money for facilities in which the role of the municipality is unknown",
        ),
        Reason::NoScheme => ("Geld zonder bekende regeling", "Money without a known scheme"),
        Reason::NoRecipient => ("Geld zonder bekende ontvanger", "Money without a known recipient"),
        Reason::KindUnknown => (
            "Geld waarvan niet bekend is of het subsidie of opdracht is",
            "Money of which it is unknown whether it is a subsidy or a commission",
        ),
        Reason::ProvisionUnknown => (
            "Geld waarvan niet bekend is of het algemeen of specialistisch is",
            "Money of which it is unknown whether it is general or specialist",
        ),
        Reason::OpenEnded => ("Geld zonder einddatum", "Money without an end"),
    };
    lang.pick(nl, en)
}

fn told(lang: Lang, of: &Figure, report: &Report, row: &Row) -> String {
    let (study, query) = (of.study, of.query);
    let area = row.area.map(|area| study.areas.get(area));
    let subject = subject(
        lang,
        study,
        query.by,
        &row.key,
        area.map(|area| area.name.as_str()),
    );
    let day = date(lang, query.selection.date);
    if row.paid.is_empty() {
        return lang.pick(
            format!("{subject}: op {day} geldt er geen subsidie of opdracht."),
            format!("{subject}: no subsidy or commission is in force on {day}."),
        );
    }
    let count = grants(lang, row.paid.len());
    let from = lang.pick(format!("uit {count} op {day}"), format!("from {count} on {day}"));
    let mut said = match row.cents {
        Some(cents) => {
            let money = amount(lang, cents);
            lang.pick(
                format!("{subject}: {money} per jaar, {from}."),
                format!("{subject}: {money} a year, {from}."),
            )
        }
        None => lang.pick(
            format!("{subject}: geld {from}, maar geen bedrag is bekend."),
            format!("{subject}: money {from}, but no amount is known."),
        ),
    };
    let unknown = row.without_amount();
    if row.cents.is_some() && unknown > 0 {
        let some = grants(lang, unknown);
        said += &lang.pick(
            format!(" Van {some} daarvan is het bedrag niet bekend; dat telt niet mee."),
            format!(" The amount of {some} among them is unknown and not counted."),
        );
    }
    let by_rule = row.allocated().filter(|cents| cents.0 > 0);
    match of.property.name.as_ref() {
        "eurosPerResident" => said += &per_resident(lang, row, area.and_then(|area| area.residents)),
        "share" => {
            if let Some(share) = row.share {
                let (share, all) = (percent(lang, share), amount(lang, report.total));
                said += &lang.pick(
                    format!(" Dat is {share} van {all}."),
                    format!(" That is {share} of {all}."),
                );
            }
        }
        "sharedEuros" if row.shared.0 > 0 => {
            let shared = amount(lang, row.shared);
            said += &lang.pick(
                format!(" {shared} daarvan telt ook in een ander programmagebied, want zij delen buurten."),
                format!(
                    " {shared} of it counts in another programme area too, for they share neighbourhoods."
                ),
            );
        }
        "facilities" => {
            let places = how_many(
                lang,
                row.facilities.len(),
                ("bekende voorziening", "bekende voorzieningen"),
                ("known facility", "known facilities"),
            );
            said += &lang.pick(format!(" Dat is voor {places}."), format!(" It is for {places}."));
        }
        "allocatedEuros" if by_rule.is_none() => {
            said += lang.pick(
                " Daarvan hoefde niets te worden verdeeld zonder verdeling in de bron.",
                " None of it had to be divided without shares in the source.",
            );
        }
        _ => {}
    }
    if query.by == By::Provision && row.key.code().is_some() {
        said += lang.pick(
            " Waar de bron het niet zegt, telt een voorziening die algemeen zou kunnen worden als specialistisch en elke andere als algemeen.",
            " Where the source does not say, a facility that could become general counts as specialist and every other as general.",
        );
    }
    if let Some(cents) = by_rule {
        let part = amount(lang, cents);
        said += &lang.pick(
            format!(" {part} daarvan is een gelijk deel van bedragen die de bron niet verdeelt."),
            format!(" {part} of it is an equal part of amounts that the source does not divide."),
        );
    }
    said
}

fn per_resident(lang: Lang, row: &Row, residents: Option<f64>) -> String {
    match (row.per_resident, residents) {
        (Some(value), Some(all)) => {
            let (value, all) = (exact(lang, value), whole(lang, all));
            lang.pick(
                format!(" Met {all} inwoners is dat {value} per inwoner."),
                format!(" With {all} residents that is {value} per resident."),
            )
        }
        (None, Some(all)) if all > 0.0 && row.cents.is_some() => lang
            .pick(
                " Per inwoner is dat niet uitgerekend, want niet het hele gebied is gevraagd.",
                " It is not computed per resident, for not all of the area is asked.",
            )
            .to_owned(),
        (None, Some(_)) if row.cents.is_some() => lang
            .pick(" Er wonen geen mensen.", " Nobody lives there.")
            .to_owned(),
        (_, None) if row.area.is_some() => lang
            .pick(
                " Hoeveel mensen er wonen is niet bekend.",
                " How many people live there is unknown.",
            )
            .to_owned(),
        _ => String::new(),
    }
}

/// What was counted for a figure of what is promised for a year.
pub fn commitment(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let report = commitments::run(study, &promised::params(query));
    let Some(row) = report
        .rows
        .iter()
        .find(|row| row.year.to_string() == of.feature.id)
    else {
        return Account::default();
    };
    let terms = |chosen: &dyn Fn(&commitments::Promised) -> bool, per_year: bool| {
        let chosen = row.promised.iter().filter(|of| chosen(of));
        let terms = chosen.map(|of| term(study, of.grant, if per_year { of.per_year } else { of.cents }));
        Some(Parts::Sum {
            terms: terms.collect(),
        })
    };
    let parts = match of.property.name.as_ref() {
        "committedEuros" => terms(&|of| !of.open, false),
        "openEndedEuros" => terms(&|of| of.open, false),
        "multiYearEuros" => terms(&|of| of.multi_year, false),
        "eurosEnding" => terms(&|of| of.ends, true),
        _ => None,
    };
    Account {
        parts,
        layers: Some(
            if query.selection.service_type.is_some() || query.area.is_some() {
                PAID_IN_AREAS
            } else {
                &[Layer::Grants]
            },
        ),
        sentences: Some(Text::each(|lang| of_year(lang, &of.property.name, row))),
        ..Account::default()
    }
}

fn of_year(lang: Lang, property: &str, row: &commitments::Row) -> String {
    let (year, all) = (row.year, grants(lang, row.promised.len()));
    let mut said = match property {
        "grantsEnding" | "eurosEnding" => {
            let (count, money) = (grants(lang, row.grants_ending()), amount(lang, row.ending()));
            lang.pick(
                format!("Met een laatste dag in {year}: {count}, samen {money} per jaar."),
                format!("With a last day in {year}: {count}, {money} a year together."),
            )
        }
        "openEndedEuros" => {
            let money = amount(lang, row.open_ended());
            lang.pick(
                format!("Zonder einddatum, voor {year}: {money}. Dat is niet meegeteld in wat is toegezegd."),
                format!("Without an end, for {year}: {money}. It is not counted in what is committed."),
            )
        }
        "multiYearEuros" => {
            let (money, committed) = (amount(lang, row.multi_year()), amount(lang, row.committed()));
            lang.pick(
                format!("Van {committed} voor {year} is {money} voor langer dan een jaar gegeven."),
                format!("Of {committed} for {year}, {money} is given for longer than a year."),
            )
        }
        _ => {
            let money = amount(lang, row.committed());
            let open = row.promised.iter().filter(|of| of.open).count();
            let without = match open {
                0 => String::new(),
                _ => {
                    let open = grants(lang, open);
                    lang.pick(
                        format!(" Daaronder {open} zonder einddatum, die niet in dit bedrag zitten."),
                        format!(" Among them {open} without an end, which are not in this amount."),
                    )
                }
            };
            lang.pick(
                format!(
                    "Voor {year} is {money} toegezegd. In dat jaar gelden {all}; elk telt naar zijn dagen in het jaar.{without}"
                ),
                format!("For {year}, {money} is committed. {all} are in force in it; each counts by its days in the year.{without}"),
            )
        }
    };
    let unknown = row.without_amount();
    if unknown > 0 {
        let some = grants(lang, unknown);
        said += &lang.pick(
            format!(" Van {some} in {year} is het bedrag niet bekend; dat telt niet mee."),
            format!(" The amount of {some} in {year} is unknown and not counted."),
        );
    }
    said
}

/// What does not fit, and why.
pub fn mismatch(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let place = of.text("facilityId").and_then(|id| study.facilities.place(id));
    let layers = Some(PAID);
    let money = of.number("eurosPerYear");
    let sentences = Text::each(|lang| {
        let grant = of.text("grantId").unwrap_or_default();
        let scheme = of.text("scheme").unwrap_or(grant);
        let facility = of.text("name").or(of.text("facilityId")).unwrap_or_default();
        let day = on(lang, query.selection.date);
        let paid = money.map(|money| {
            lang.pick(
                format!(", {} per jaar", euros(lang, money)),
                format!(", {} a year", euros(lang, money)),
            )
        });
        let paid = paid.unwrap_or_else(|| lang.pick(", bedrag niet bekend", ", amount unknown").to_owned());
        let ended = match of.other("lastGrantEnded") {
            Some(crate::domain::feature::Value::Date(day)) => date(lang, *day),
            _ => String::new(),
        };
        match of.text("kind").unwrap_or_default() {
            "grantWithoutFacility" => lang.pick(
                format!("{scheme} ({grant}{paid}) noemt geen voorziening."),
                format!("{scheme} ({grant}{paid}) names no facility."),
            ),
            "grantForUnknownFacility" => lang.pick(
                format!("{scheme} ({grant}{paid}) is voor '{facility}', en die staat in geen lijst."),
                format!("{scheme} ({grant}{paid}) is for '{facility}', which stands in no list."),
            ),
            "grantForFacilityNotOpen" => lang.pick(
                format!("{day} gaat er geld uit {scheme} ({grant}{paid}) naar {facility}, en die is dan niet open."),
                format!("{day} money from {scheme} ({grant}{paid}) goes to {facility}, which is not open then."),
            ),
            "facilityWithoutGrant" => lang.pick(
                format!("{facility} heeft volgens de bron subsidie of opdracht, maar {} geldt er geen.", lower(&day)),
                format!("{facility} has a subsidy or commission by its source, but {} none is in force.", lower(&day)),
            ),
            _ => lang.pick(
                format!("{facility} is open, maar de laatste subsidie of opdracht ({grant}{paid}) hield op {ended} op."),
                format!("{facility} is open, but its last subsidy or commission ({grant}{paid}) stopped on {ended}."),
            ),
        }
    });
    Account {
        counted: place.map(|place| Counted {
            located: false,
            ..Counted::new(study, vec![place], None)
        }),
        layers,
        sentences: Some(sentences),
        ..Account::default()
    }
}

/// A phrase within a sentence: its first letter in lower case.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
