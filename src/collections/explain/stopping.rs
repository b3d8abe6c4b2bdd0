//! Figures of facilities that stop.

use super::account::{Account, Counted, Parts, People, Quantity, Term};
use super::facilities::name;
use super::usage::{gets, money};
use super::{Figure, caveats};
use crate::collections::words::phrases::{Share, Supply, residents};
use crate::collections::words::{Text, figure, list, number, percent};
use crate::domain::feature::Value;
use crate::domain::{Layer, PopulationGroup};
use crate::study::Travel;

/// Residents of the group per neighbourhood who lose the service when some facilities stop, and all who have it before.
struct Loss {
    lost: Vec<(u32, f64)>,
    served: f64,
    residents: f64,
}

fn loss(of: &Figure, service_type: usize, places: &[u32]) -> Loss {
    let everywhere: Vec<u32> = (0_u32..).take(of.study.areas.neighbourhood_count).collect();
    loss_in(of, service_type, places, (&everywhere, of.query.selection.group))
}

/// The same of another group in some neighbourhoods.
fn loss_in(
    of: &Figure,
    service_type: usize,
    places: &[u32],
    (neighbourhoods, group): (&[u32], PopulationGroup),
) -> Loss {
    let (study, selection) = (of.study, &of.query.selection);
    let reach = study.reach(selection, service_type);
    let stopping = Travel::straight(study, places.to_vec(), reach.norm);
    let mut loss = Loss {
        lost: Vec::new(),
        served: 0.0,
        residents: 0.0,
    };
    for at in neighbourhoods.iter().copied() {
        let Some(block) = reach.of(at) else { continue };
        let sums = block.sums(&study.areas, &study.demand, at, group);
        loss.served += sums.served;
        loss.residents += sums.residents;
        let mut lost = 0.0;
        study.demand.weights(&study.areas, at, group, |point, weight| {
            let mut stop = 0_u16;
            if weight > 0.0 && block.served(point) {
                stopping.within(study.demand.points[point], |_| stop += 1);
                lost += if stop == block.count(point) { weight } else { 0.0 };
            }
        });
        if lost > 0.0 {
            loss.lost.push((at, lost));
        }
    }
    loss
}

/// Whom these are all of.
fn all(of: &Figure, loss: &Loss) -> Quantity {
    let title = ("inwoners van de groep", "residents of the group", loss.residents);
    Quantity::residents(of.rounding, title)
}

/// Who has one before.
fn served(of: &Figure, loss: &Loss) -> Quantity {
    let share = Share {
        part: loss.served,
        whole: loss.residents,
    };
    let title = (
        "inwoners die nu een voorziening binnen de normafstand hebben",
        "residents who now have a facility within the norm distance",
        share,
    );
    Quantity::reached(of.rounding, title)
}

/// Who has one after.
fn still_served(of: &Figure, loss: &Loss) -> Quantity {
    let lost: f64 = loss.lost.iter().map(|(_, lost)| lost).sum();
    let share = Share {
        part: loss.served - lost,
        whole: loss.residents,
    };
    let title = (
        "inwoners die er daarna nog een hebben",
        "residents who then still have one",
        share,
    );
    Quantity::reached(of.rounding, title)
}

fn members(of: &Figure) -> Vec<u32> {
    let Some(Value::TextList(ids)) = of.other("facilities") else {
        return Vec::new();
    };
    ids.iter()
        .filter_map(|id| of.study.facilities.place(id))
        .collect()
}

/// What was counted for a figure of facilities that stop together.
pub fn removal(of: &Figure) -> Account {
    together(of, of.property.name.as_ref(), &members(of))
}

/// What was counted for a figure (by its name) of some facilities that stop together.
fn together(of: &Figure, property: &str, places: &[u32]) -> Account {
    let study = of.study;
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let Some(asked) = asked.filter(|_| !places.is_empty()) else {
        return Account::default();
    };
    let counted = Some(Counted::new(study, places.to_vec(), Some(asked)));
    if property == "eurosPerYear" {
        return Account {
            counted,
            parts: Some(money(of, places)),
            sentences: gets(of, places),
            layers: Some(&[Layer::Facilities, Layer::Grants]),
            ..Account::default()
        };
    }
    if of.hidden() {
        return Account {
            counted,
            sentences: Some(caveats::suppressed()),
            ..Account::default()
        };
    }
    let loss = loss(of, asked, places);
    let lost: f64 = loss.lost.iter().map(|(_, lost)| lost).sum();
    let lose = || {
        let title = "inwoners die de dienst verliezen";
        Quantity::residents(of.rounding, (title, "residents who lose the service", lost))
    };
    let parts = match property {
        // Of a confidential layer a neighbourhood's part might be a few people.
        "residentsLost" if study.demand_confidential() => None,
        "residentsLost" => Some(Parts::Sum {
            terms: loss
                .lost
                .iter()
                .map(|(at, lost)| Term::area(study, *at, Some(*lost)))
                .collect(),
        }),
        "residentsLostShare" => Some(Parts::ratio(lose(), served(of, &loss))),
        "coverageBefore" => Some(Parts::ratio(served(of, &loss), all(of, &loss))),
        "coverageAfter" => Some(Parts::ratio(still_served(of, &loss), all(of, &loss))),
        "lossPerEuro" => of
            .number("eurosPerYear")
            .map(|euros| Parts::ratio(lose(), ("euro's per jaar", "euros a year", euros))),
        _ => None,
    };
    Account {
        counted,
        people: Some(People::everyone(study)),
        parts,
        reached: true,
        sentences: Some(Text::each(|lang| {
            let supply = Supply {
                study,
                selection: &of.query.selection,
                service_type: Some(asked),
                count: places.len(),
                within: None,
            };
            let names: Vec<String> = places
                .iter()
                .map(|place| name(study, *place).to_owned())
                .collect();
            let (names, norm) = (list(lang, &names), supply.norm(lang));
            let norm = norm.trim_end_matches(',');
            let who = of.rounding.noun(lang, of.query.selection.group, None, lost);
            let one = places.len() == 1;
            let (noun, one_of) = (supply.noun(lang).one, supply.noun(lang).a(lang));
            if lost <= 0.0 {
                return lang.pick(
                    format!(
                        "Als {names} {}, heeft iedereen die er nu een heeft nog steeds een {noun} binnen {norm}.",
                        if one { "stopt" } else { "samen stoppen" }
                    ),
                    format!(
                        "If {names} {}, all who have one now still have {one_of} within {norm}.",
                        if one { "stops" } else { "stop together" }
                    ),
                );
            }
            let some = of.rounding.people(lang, lost);
            let have = if of.rounding.single(lost) {
                "heeft"
            } else {
                "hebben"
            };
            let share = percent(
                lang,
                if loss.served > 0.0 {
                    lost / loss.served
                } else {
                    0.0
                },
            );
            lang.pick(
                format!(
                    "Als {names} {}, {have} {some} {who} geen {noun} meer binnen {norm}. Dat is {share} van wie er nu een heeft.",
                    if one { "stopt" } else { "samen stoppen" }
                ),
                format!(
                    "If {names} {}, {some} {who} no longer {} {one_of} within {norm}. That is {share} of those who have one now.",
                    if one { "stops" } else { "stop together" },
                    if of.rounding.single(lost) { "has" } else { "have" }
                ),
            )
        })),
        ..Account::default()
    }
}

/// What was counted for a figure of a set that can stop, or of why none can.
pub fn set(of: &Figure) -> Account {
    let alone = of.text("facilityId").and_then(|id| of.study.facilities.place(id));
    let Some(alone) = alone else {
        return Account {
            counted: Some(Counted::new(of.study, members(of), None)),
            sentences: Some(obstacle(of)),
            ..Account::default()
        };
    };
    match of.property.name.as_ref() {
        property @ ("residentsLost" | "coverageBefore" | "coverageAfter") => {
            together(of, property, &members(of))
        }
        "residentsLostAlone" => together(of, "residentsLost", &[alone]),
        "eurosSaved" => together(of, "eurosPerYear", &members(of)),
        "eurosPerYear" => together(of, "eurosPerYear", &[alone]),
        _ => Account {
            counted: Some(Counted::new(of.study, members(of), None)),
            ..Account::default()
        },
    }
}

/// Why so many cannot stop, as far as it is known.
fn obstacle(of: &Figure) -> Text {
    let study = of.study;
    let size = of.number("size").unwrap_or_default();
    let area = of.text("stoppedByArea").and_then(|code| study.areas.place(code));
    let area = area.map(|place| study.areas.get(place).name.clone());
    let (level, value) = (of.number("stoppedLevel"), of.number("stoppedValue"));
    let impossible = of.other("possible") == Some(&Value::Boolean(false));
    Text::each(|lang| {
        let alone = size < 2.0;
        let size = figure(lang, size);
        let none = if alone {
            lang.pick(
                "Er kan er niet één ophouden.".to_owned(),
                "None can stop.".to_owned(),
            )
        } else {
            lang.pick(
                format!("Er kunnen er geen {size} samen ophouden."),
                format!("No {size} can stop together."),
            )
        };
        let (Some(area), Some(level), true) = (&area, level, impossible) else {
            return if impossible {
                lang.pick(
                    format!("{none} Welke set het minst scheelt was niet op tijd bekend."),
                    format!("{none} Which set comes nearest was not known in time."),
                )
            } else {
                lang.pick(
                    format!("Of er {size} samen kunnen ophouden was niet op tijd bekend."),
                    format!("Whether {size} can stop together was not known in time."),
                )
            };
        };
        let asked = of
            .query
            .stops
            .as_ref()
            .and_then(|stops| stops.floor)
            .unwrap_or_default();
        let criterion = of.text("stoppedByCriterion");
        let rule = match criterion {
            Some(id) => lang.pick(format!("criterium {id}"), format!("criterion {id}")),
            // Where it is less already, it may not get lower.
            None if level < asked => lang.pick(
                "het nu al minder is dan gevraagd en niet lager mag dan".to_owned(),
                "it is less than asked already and may not get lower than".to_owned(),
            ),
            None => lang.pick("de bodem vraagt om".to_owned(), "the floor asks for".to_owned()),
        };
        let rule = match criterion {
            Some(_) => lang.pick(format!("{rule} vraagt om"), format!("{rule} asks for")),
            None => rule,
        };
        // A floor is a share; a criterion may require anything.
        let told = |value: f64| match criterion {
            Some(_) => number(lang, value, 3),
            None => format!("{}{}", number(lang, value * 100.0, 1), lang.pick(" %", "%")),
        };
        let group = of.text("stoppedByGroup").filter(|name| *name != "all");
        let group = group.map_or_else(String::new, |name| {
            lang.pick(format!(" (groep {name})"), format!(" (group {name})"))
        });
        let (level, value) = (
            told(level),
            value.map_or_else(|| lang.pick("niets", "nothing").to_owned(), told),
        );
        lang.pick(
            format!(
                "{none} Met de set die het minst scheelt zou in {area}{group} {value} overblijven, waar {rule} {level}."
            ),
            format!(
                "{none} With the set that comes nearest, {area}{group} would be left with {value}, where {rule} {level}."
            ),
        )
    })
}

/// What was counted for a figure of an area when a set stops.
pub fn area(of: &Figure) -> Account {
    let study = of.study;
    let place = of.text("areaCode").and_then(|code| study.areas.place(code));
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let group = of.text("group").and_then(|name| name.parse().ok());
    let (Some(place), Some(asked), Some(group)) = (place, asked, group) else {
        return Account::default();
    };
    let places = members(of);
    let counted = Some(Counted::new(study, places.clone(), Some(asked)));
    let property = of.property.name.as_ref();
    if !["residentsLost", "coverageBefore", "coverageAfter"].contains(&property) {
        return Account {
            counted,
            areas: vec![place],
            ..Account::default()
        };
    }
    let inside = &study.areas.get(place).neighbourhoods;
    let loss = loss_in(of, asked, &places, (inside, group));
    let lost: f64 = loss.lost.iter().map(|(_, lost)| lost).sum();
    let parts = match property {
        "residentsLost" => Parts::Sum {
            terms: loss
                .lost
                .iter()
                .map(|(at, lost)| Term::area(study, *at, Some(*lost)))
                .collect(),
        },
        "coverageBefore" => Parts::ratio(served(of, &loss), all(of, &loss)),
        _ => Parts::ratio(still_served(of, &loss), all(of, &loss)),
    };
    let share = |part: f64| {
        if loss.residents > 0.0 {
            Some(part / loss.residents)
        } else {
            None
        }
    };
    Account {
        counted,
        people: Some(People::of(inside.clone())),
        group: Some(group),
        areas: vec![place],
        parts: Some(parts),
        reached: true,
        sentences: Some(Text::each(|lang| {
            let name = &study.areas.get(place).name;
            let who = of.rounding.noun(lang, group, Some(name), lost);
            let (Some(before), Some(after)) = (share(loss.served), share(loss.served - lost)) else {
                return lang.pick(
                    format!("In {name} is niet bekend hoeveel inwoners van de groep er wonen, of er woont niemand."),
                    format!("In {name} it is unknown how many residents of the group there are, or nobody lives there."),
                );
            };
            let (before, after) = (percent(lang, before), percent(lang, after));
            if lost <= 0.0 {
                let who = residents(lang, group, Some(name), 2.0);
                return lang.pick(
                    format!("Als deze samen stoppen, verliest niemand van de {who} de laatste: de dekking blijft {before}."),
                    format!("If these stop together, none of the {who} lose their last: coverage stays {before}."),
                );
            }
            let some = of.rounding.people(lang, lost);
            let have = lang.pick(
                if of.rounding.single(lost) {
                    "heeft"
                } else {
                    "hebben"
                },
                if of.rounding.single(lost) { "has" } else { "have" },
            );
            lang.pick(
                format!("Als deze samen stoppen, {have} {some} {who} er geen meer: de dekking gaat van {before} naar {after}."),
                format!("If these stop together, {some} {who} {have} none any more: coverage goes from {before} to {after}."),
            )
        })),
        ..Account::default()
    }
}
