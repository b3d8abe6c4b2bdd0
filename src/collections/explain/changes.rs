//! Figures that changed: from what to what, and by which causes.

mod caveats;

use super::Figure;
use super::account::{Account, Parts, People, Term};
use super::caveats::suppressed;
use crate::analysis::change::{self, Cause, Event, Presence};
use crate::collections::changes::{COUNTED, PARTS, params};
use crate::collections::words::phrases::{Supply, named, residents};
use crate::collections::words::{Lang, Text, date, figure, metres, percent};
use crate::domain::PopulationGroup;
use crate::study::{Selection, Study};

/// Most facilities that a sentence names.
const MOST_NAMED: usize = 5;

/// A figure in words.
fn said(lang: Lang, of: &Figure, value: f64) -> String {
    match of.text("measure").unwrap_or_default() {
        "coverage" => percent(lang, value),
        "meanDistanceM" => metres(lang, value),
        _ if counts_people(of) => of.rounding.people(lang, value),
        _ => figure(lang, value),
    }
}

/// Whether a figure counts residents, which are told whole.
fn counts_people(of: &Figure) -> bool {
    of.text("unit") == Some("residents")
}

/// A difference in words, with its sign; points of a hundred for shares.
fn differing(lang: Lang, of: &Figure, value: f64) -> String {
    let rounds = counts_people(of) && !of.rounding.exact();
    if rounds && of.rounding.few(value.abs()) {
        let few = of.rounding.people(lang, value.abs());
        let way = if value > 0.0 {
            lang.pick("meer", "more")
        } else {
            lang.pick("minder", "less")
        };
        return format!("{few} {way}");
    }
    let sign = if value > 0.0 {
        "+"
    } else if value < 0.0 {
        "-"
    } else {
        ""
    };
    let amount = match of.text("measure").unwrap_or_default() {
        "coverage" => format!(
            "{} {}",
            figure(lang, value.abs() * 100.0),
            lang.pick("procentpunt", "percentage points")
        ),
        "meanDistanceM" => metres(lang, value.abs()),
        // Of a few the parts of people are told: "fewer than 1 more" is no answer.
        _ if rounds || counts_people(of) && value.abs() >= 10.0 => of.rounding.people(lang, value.abs()),
        _ => figure(lang, value.abs()),
    };
    format!("{sign}{amount}")
}

/// What a cause is called in a sentence.
fn cause_in_words(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::Correction => lang.pick("correctie van de lijst", "correction of the list"),
        Cause::Closed => lang.pick("sluiting", "closing"),
        Cause::Opened => lang.pick("opening", "opening"),
        Cause::Moved => lang.pick("verhuizing", "moving"),
        Cause::Residents => lang.pick("inwoners en grenzen", "residents and borders"),
        Cause::Criterion => lang.pick(
            "een andere versie van de norm",
            "another version of the criterion",
        ),
    }
}

/// What happened to the facilities of a row.
struct Told<'a> {
    study: &'a Study,
    before: &'a Study,
    events: Vec<Event>,
}

impl Told<'_> {
    /// How a facility is called, as the later list has it.
    fn name(&self, id: &str) -> String {
        let name = |study: &Study| {
            let place = study.facilities.place(id)?;
            study.facilities.get(place).facility.name.clone()
        };
        name(self.study)
            .or_else(|| name(self.before))
            .unwrap_or_else(|| id.to_owned())
    }

    /// The facilities of a cause; of a correction how it is one, where it is not about a detail.
    fn names(&self, lang: Lang, cause: Cause) -> Vec<String> {
        let of_cause = self.events.iter().filter(|event| event.cause == cause);
        let named = of_cause.map(|event| {
            let name = self.name(event.id.as_str());
            match (cause, event.presence) {
                (Cause::Correction, Presence::Came) => lang.pick(
                    format!("{name}, nieuw in de lijst zonder begindatum"),
                    format!("{name}, new in the list without a first day"),
                ),
                (Cause::Correction, Presence::Left) => lang.pick(
                    format!("{name}, die er volgens de latere lijst niet was"),
                    format!("{name}, which was not there as the later list has it"),
                ),
                _ => name,
            }
        });
        named.collect()
    }

    /// ` (A, B en C)`; nothing where no facility is meant.
    fn listed(&self, lang: Lang, cause: Cause) -> String {
        let names = self.names(lang, cause);
        if names.is_empty() {
            String::new()
        } else {
            // Names may hold commas of their own.
            let left = names.len().saturating_sub(MOST_NAMED);
            let more = lang.pick(format!("; en {left} andere"), format!("; and {left} others"));
            let more = if left > 0 { more } else { String::new() };
            format!(" ({}{more})", names[..names.len().min(MOST_NAMED)].join("; "))
        }
    }
}

/// What a measure is called in a sentence about an area.
fn measured(lang: Lang, of: &Figure, supply: &Supply, group: PopulationGroup) -> String {
    let many = supply.noun(lang).many;
    let who = residents(lang, group, None, 2.0);
    let near = || {
        let (one, norm) = (supply.one(lang), supply.norm(lang));
        lang.pick(format!("{one} binnen {norm}"), format!("{one} within {norm}"))
            .trim_end_matches(',')
            .to_owned()
    };
    match of.text("measure").unwrap_or_default() {
        "facilityCount" => lang.pick(format!("aantal {many}"), format!("number of {many}")),
        "residents" => lang.pick(format!("aantal {who}"), format!("number of {who}")),
        "residentsServed" => {
            let near = near();
            lang.pick(format!("{who} met {near}"), format!("{who} with {near}"))
        }
        "residentsUnserved" => {
            let near = near();
            lang.pick(format!("{who} zonder {near}"), format!("{who} without {near}"))
        }
        "coverage" => {
            let near = near();
            lang.pick(
                format!("deel van de {who} met {near}"),
                format!("share of the {who} with {near}"),
            )
        }
        "meanDistanceM" => {
            let (one, how) = (
                &supply.noun(lang).one,
                crate::collections::words::phrases::measured(lang, of.study, of.query.selection.mode),
            );
            lang.pick(
                format!("gemiddelde afstand van {who} tot de dichtstbijzijnde {one}, {how}"),
                format!("mean distance of {who} to the nearest {one}, {how}"),
            )
        }
        _ => {
            let id = of.text("criterionId").unwrap_or_default();
            let unit = match of.text("unit") {
                Some("residents") => lang.pick("inwoners", "residents"),
                Some("facilities") => lang.pick("voorzieningen", "facilities"),
                Some("places") => lang.pick("plaatsen", "places"),
                _ => "m²",
            };
            lang.pick(
                format!("tekort in {unit} volgens de norm {id}"),
                format!("what is short in {unit} of the criterion {id}"),
            )
        }
    }
}

/// What was counted for a figure of one area, measure and pair of days.
pub fn account(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let Some(before) = query.before(study) else {
        return Account::default();
    };
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let place = of.text("areaCode").and_then(|code| study.areas.place(code));
    let measure = of.text("measure").unwrap_or_default();
    let about_people = !matches!(measure, "facilityCount" | "");
    let mut account = Account {
        areas: place.into_iter().collect(),
        people: place.filter(|_| about_people).map(|place| People {
            neighbourhoods: study.areas.get(place).neighbourhoods.clone(),
            hidden: of.hidden(),
        }),
        ..Account::default()
    };
    if of.hidden() && of.value.is_null() {
        account.sentences = Some(suppressed());
        return account;
    }
    let mut events = change::events(&before.study, study, &params(query, before.date));
    events.retain(|event| asked.is_none() || event.of_type(asked));
    let told = Told {
        study,
        before: &before.study,
        events,
    };
    let name = of.property.name.as_ref();
    if name == "change" {
        account.parts = terms(of);
    }
    account.also = caveats::to_know(of, &before, asked);
    account.sentences = sentences(of, &told, asked, (before.date, query.selection.date));
    account
}

/// The parts as terms of a sum.
fn terms(of: &Figure) -> Option<Parts> {
    of.number("change")?;
    let term = |property: &str| {
        Some(Term {
            code: property.to_owned(),
            name: None,
            value: Some(of.number(property)?),
        })
    };
    let parts = PARTS.iter().map(|(property, _)| *property);
    Some(Parts::Sum {
        terms: parts.chain(["inseparable"]).filter_map(term).collect(),
    })
}

fn sentences(
    of: &Figure,
    told: &Told,
    asked: Option<usize>,
    (from, to): (jiff::civil::Date, jiff::civil::Date),
) -> Option<Text> {
    let name = of.property.name.as_ref();
    of.text("measure")?;
    let part = PARTS.iter().find(|(property, _)| *property == name);
    let count = COUNTED.iter().find(|(property, _)| *property == name);
    let known = ["before", "after", "change", "inseparable"].contains(&name);
    if !known && part.is_none() && count.is_none() {
        return None;
    }
    let group = of.text("group").and_then(|group| group.parse().ok())?;
    let selection = Selection {
        service_type: asked.map(|place| of.study.taxonomy.types()[place].code.clone()),
        group,
        ..of.query.selection.clone()
    };
    let supply = Supply {
        study: of.study,
        selection: &selection,
        service_type: asked,
        count: 2,
        within: None,
    };
    let area = of.text("name").unwrap_or_default();
    Some(Text::each(|lang| {
        let (first, last) = (date(lang, from), date(lang, to));
        let what = measured(lang, of, &supply, group);
        let value = super::number(of.value);
        if let Some((_, cause)) = count {
            return happened(lang, told, *cause, &supply, (&first, &last));
        }
        if let Some((_, cause)) = part {
            let word = cause_in_words(lang, *cause);
            let names = told.listed(lang, *cause);
            let Some(value) = value else {
                return lang.pick(
                    format!("{area}, {what}: welk deel komt door {word}{names}, is niet bekend."),
                    format!("{area}, {what}: which part comes from {word}{names} is unknown."),
                );
            };
            let value = differing(lang, of, value);
            return lang.pick(
                format!("{area}, {what}: {value} door {word}{names}."),
                format!("{area}, {what}: {value} by {word}{names}."),
            );
        }
        let amount = |property: &str| {
            of.number(property).map_or_else(
                || lang.pick("onbekend", "unknown").to_owned(),
                |value| said(lang, of, value),
            )
        };
        match name {
            "before" => {
                let value = amount("before");
                lang.pick(
                    format!("{area}, {what}: {value} op {first}."),
                    format!("{area}, {what}: {value} on {first}."),
                )
            }
            "after" => {
                let value = amount("after");
                lang.pick(
                    format!("{area}, {what}: {value} op {last}."),
                    format!("{area}, {what}: {value} on {last}."),
                )
            }
            "inseparable" => inseparable(lang, of, told, (area, &what)),
            _ => changed(
                lang,
                of,
                told,
                (area, &what),
                (&first, &last),
                (&amount("before"), &amount("after")),
            ),
        }
    }))
}

/// Which facilities a cause touched.
fn happened(lang: Lang, told: &Told, cause: Cause, supply: &Supply, (first, last): (&str, &str)) -> String {
    let names = told.names(lang, cause);
    let many = supply.noun(lang).many;
    let verb = match cause {
        Cause::Closed => lang.pick("gesloten", "closed"),
        Cause::Opened => lang.pick("geopend", "opened"),
        Cause::Moved => lang.pick("verhuisd", "moved"),
        _ => lang.pick("gecorrigeerd in de lijst", "corrected in the list"),
    };
    if names.is_empty() {
        return lang.pick(
            format!("Van de {many} in de stad is er tussen {first} en {last} geen {verb}."),
            format!("Of the {many} in the city none was {verb} between {first} and {last}."),
        );
    }
    let listed = named(lang, &names, MOST_NAMED);
    lang.pick(
        format!("Van de {many} in de stad tussen {first} en {last} {verb}: {listed}."),
        format!("Of the {many} in the city {verb} between {first} and {last}: {listed}."),
    )
}

fn inseparable(lang: Lang, of: &Figure, told: &Told, (area, what): (&str, &str)) -> String {
    let Some(value) = of.number("inseparable") else {
        return lang.pick(
            format!("{area}, {what}: van elke oorzaak is het deel bekend."),
            format!("{area}, {what}: the part of every cause is known."),
        );
    };
    let value = differing(lang, of, value);
    let causes = together(lang, of, told);
    lang.pick(
        format!("{area}, {what}: {value} door {causes} samen. Tussendoor was er geen cijfer, zodat deze oorzaken niet uit elkaar te houden zijn."),
        format!("{area}, {what}: {value} by {causes} together. In between there was no figure, so that these causes cannot be told apart."),
    )
}

/// The causes of which the parts are not known.
fn together(lang: Lang, of: &Figure, told: &Told) -> String {
    let unknown = PARTS.iter().filter(|(property, _)| of.number(property).is_none());
    let words: Vec<String> = unknown
        .map(|(_, cause)| format!("{}{}", cause_in_words(lang, *cause), told.listed(lang, *cause)))
        .collect();
    crate::collections::words::list(lang, &words)
}

fn changed(
    lang: Lang,
    of: &Figure,
    told: &Told,
    (area, what): (&str, &str),
    (first, last): (&str, &str),
    (before, after): (&str, &str),
) -> String {
    let Some(change) = of.number("change") else {
        let why = match of.text("onlyIn") {
            Some("before") => lang.pick(" Het gebied bestaat niet meer.", " The area is no more."),
            Some(_) => lang.pick(" Het gebied bestond nog niet.", " The area did not exist yet."),
            None => "",
        };
        return lang.pick(
            format!("{area}, {what}: {before} op {first}, {after} op {last}. Een verschil is er niet te geven.{why}"),
            format!("{area}, {what}: {before} on {first}, {after} on {last}. No difference can be given.{why}"),
        );
    };
    let total = differing(lang, of, change);
    let parts = PARTS.iter().filter_map(|(property, cause)| {
        let value = of.number(property).filter(|value| *value != 0.0)?;
        let (value, word) = (differing(lang, of, value), cause_in_words(lang, *cause));
        let names = told.listed(lang, *cause);
        Some(lang.pick(
            format!("{value} door {word}{names}"),
            format!("{value} by {word}{names}"),
        ))
    });
    let joint = of.number("inseparable").map(|value| {
        let (value, causes) = (differing(lang, of, value), together(lang, of, told));
        lang.pick(
            format!("{value} door {causes} samen"),
            format!("{value} by {causes} together"),
        )
    });
    let parts: Vec<String> = parts.chain(joint).collect();
    let of_what = if parts.is_empty() {
        String::new()
    } else {
        let list = parts.join("; ");
        let back = of.query.from.is_some_and(|from| from > of.query.selection.date);
        let (nl, en) = if back {
            (
                " Teruggerekend van later naar eerder",
                " Counted back from later to earlier",
            )
        } else {
            (" Daarvan", " Of that")
        };
        format!("{} {list}.", lang.pick(nl, en))
    };
    lang.pick(
        format!("{area}, {what}: van {before} op {first} naar {after} op {last}, dat is {total}.{of_what}"),
        format!("{area}, {what}: from {before} on {first} to {after} on {last}, that is {total}.{of_what}"),
    )
}
