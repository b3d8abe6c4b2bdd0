//! Figures of overlaps.

use super::account::{Account, Counted, Parts, People, Quantity, Term};
use super::facilities::{in_reach, name};
use super::{Figure, caveats};
use crate::collections::words::phrases::{Supply, on};
use crate::collections::words::{Text, capital, euros, metres, percent};
use crate::domain::Layer;

/// What was counted for a figure of two facilities that do the same.
pub fn account(of: &Figure) -> Account {
    let study = of.study;
    let place = |property| study.facilities.place(of.text(property)?);
    let (Some(a), Some(b)) = (place("facilityA"), place("facilityB")) else {
        return Account::default();
    };
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let counted = Some(Counted::new(study, vec![a, b], asked));
    match of.property.name.as_ref() {
        "jaccard" | "sharedResidents" => Account {
            counted,
            ..shared(of, a, b, asked)
        },
        "distanceM" => Account {
            counted,
            layers: Some(&[Layer::Facilities]),
            sentences: Some(Text::each(|lang| {
                let (a, b) = (name(study, a), name(study, b));
                let far = metres(lang, of.number("distanceM").unwrap_or_default());
                lang.pick(
                    format!("{a} en {b} staan {far} uit elkaar, in een rechte lijn gemeten."),
                    format!("{a} and {b} stand {far} apart, measured in a straight line."),
                )
            })),
            ..Account::default()
        },
        "eurosPerYearA" => money(of, a),
        "eurosPerYearB" => money(of, b),
        _ => Account {
            counted,
            ..Account::default()
        },
    }
}

fn shared(of: &Figure, a: u32, b: u32, asked: Option<usize>) -> Account {
    let (study, selection, rounding) = (of.study, &of.query.selection, of.rounding);
    let either = asked.zip(of.number("sharedResidents")).map(|(asked, shared)| {
        let of_one = |place| {
            let reached = in_reach(study, selection, asked, place);
            reached.iter().map(|(_, all, _)| all).sum::<f64>()
        };
        (shared, of_one(a) + of_one(b) - shared)
    });
    let supply = Supply {
        study,
        selection,
        service_type: asked,
        count: 2,
        within: None,
    };
    let sentences = Text::each(|lang| {
        let Some((shared, either)) = either else {
            return caveats::suppressed().of(lang).to_owned();
        };
        let (a, b, norm) = (name(study, a), name(study, b), supply.norm(lang));
        let who = rounding.noun(lang, selection.group, None, either);
        let (all, both) = (rounding.people(lang, either), rounding.people(lang, shared));
        // Each begins a sentence, but for the first one in Dutch.
        let (all, both) = (lang.pick(all.clone(), capital(&all)), capital(&both));
        let share = percent(lang, shared / either);
        let one = rounding.single(shared);
        lang.pick(
            format!(
                "Binnen {norm} van {a} of {b} wonen {all} {who}. {both} van hen ({share}) {} naar allebei.",
                if one { "kan" } else { "kunnen" }
            ),
            format!("{all} {who} live within {norm} of {a} or {b}. {both} of them ({share}) can go to both."),
        )
    });
    let parts = (of.property.name == "jaccard").then_some(either).flatten();
    Account {
        people: Some(People::everyone(study)),
        parts: parts.map(|(shared, either)| {
            let both = (
                "inwoners binnen bereik van beide",
                "residents in reach of both",
                shared,
            );
            let one = (
                "inwoners binnen bereik van een van beide",
                "residents in reach of either",
                either,
            );
            Parts::ratio(
                Quantity::residents(rounding, both),
                Quantity::residents(rounding, one),
            )
        }),
        layers: Some(&[Layer::Facilities, Layer::Neighbourhoods, Layer::Demand]),
        sentences: Some(sentences),
        ..Account::default()
    }
}

/// What a facility gets, by grant.
fn money(of: &Figure, place: u32) -> Account {
    let (study, day) = (of.study, of.query.selection.date);
    let grants = study.facilities.get(place).grants.iter();
    let grants = grants
        .filter_map(|(grant, index)| study.grants.get(*grant).map(|grant| (grant, *index)))
        .filter(|(grant, _)| grant.in_force(day));
    let mut allocated = false;
    let terms: Vec<Term> = grants
        .map(|(grant, index)| {
            allocated |= grant.allocated();
            Term {
                code: grant.id.to_string(),
                name: grant.scheme.clone(),
                value: grant.euros_for(index).map(|euros| euros.0),
            }
        })
        .collect();
    let value = super::number(of.value);
    let sentences = Text::each(|lang| {
        let (name, day) = (name(study, place), on(lang, day));
        let Some(value) = value else {
            return lang.pick(
                format!(
                    "Hoeveel geld {name} van de gemeente krijgt, is niet bekend. {day} geldt er geen \
                    subsidie of opdracht, of van een is het bedrag niet bekend."
                ),
                format!(
                    "How much money {name} gets from the municipality is unknown. {day} no subsidy or \
                    commission is in force, or the amount of one is unknown."
                ),
            );
        };
        let amount = euros(lang, value);
        let divided = if allocated {
            lang.pick(
                " Een subsidie voor meer plekken is gelijk verdeeld, want de bron geeft geen verdeling.",
                " A grant for several facilities is divided equally, for the source gives no shares.",
            )
        } else {
            ""
        };
        lang.pick(
            format!("{day} krijgt {name} {amount} per jaar van de gemeente.{divided}"),
            format!("{day} {name} gets {amount} a year from the municipality.{divided}"),
        )
    });
    let known = terms.iter().any(|term| term.value.is_some());
    Account {
        counted: Some(Counted {
            located: false,
            ..Counted::new(study, vec![place], None)
        }),
        parts: known.then_some(Parts::Sum { terms }),
        layers: Some(&[Layer::Facilities, Layer::Grants]),
        sentences: Some(sentences),
        ..Account::default()
    }
}
