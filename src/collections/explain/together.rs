//! Figures of what stands together: hubs, concentration, co-location, kernel density.

use geo::{Coord, Distance, Euclidean, Point};

use super::Figure;
use super::account::{Account, Counted, Parts, Term};
use super::facilities::name;
use crate::collections::words::phrases::{Noun, counted as how_many};
use crate::collections::words::{Text, figure, metres};
use crate::domain::Layer;
use crate::domain::feature::Value;
use crate::study::StudyArea;

const STANDING: &[Layer] = &[Layer::Facilities, Layer::Neighbourhoods];

/// What was counted for a figure of a hub.
pub fn hub(of: &Figure) -> Account {
    let study = of.study;
    let Some(Value::TextList(ids)) = of.other("facilities") else {
        return Account::default();
    };
    let places: Vec<u32> = ids.iter().filter_map(|id| study.facilities.place(id)).collect();
    let width = of.number("widthM").unwrap_or_default();
    let listed = |property| match of.other(property) {
        Some(Value::TextList(all)) => all.len(),
        _ => 0,
    };
    let (types, organisations) = (listed("serviceTypes"), listed("organisations"));
    Account {
        sentences: Some(Text::each(|lang| {
            let all = how_many(
                lang,
                places.len(),
                ("voorziening", "voorzieningen"),
                ("facility", "facilities"),
            );
            let types = how_many(lang, types, ("soort", "soorten"), ("type", "types"));
            let organisations = how_many(
                lang,
                organisations,
                ("bekende organisatie", "bekende organisaties"),
                ("known organisation", "known organisations"),
            );
            let far = metres(lang, width);
            lang.pick(
                format!(
                    "Hier staan {all} van {types} en {organisations} bij elkaar, hooguit {far} uit elkaar."
                ),
                format!("Here {all} of {types} and {organisations} stand together, at most {far} apart."),
            )
        })),
        counted: Some(Counted::new(study, places, None)),
        layers: Some(STANDING),
        ..Account::default()
    }
}

/// The area that a figure is about, with its place. A programme area may share the code of another: the level tells them apart.
fn area_of<'a>(of: &Figure<'a>) -> Option<(u32, &'a StudyArea)> {
    let mut areas = (0_u32..).zip(&of.study.areas.list);
    areas.find(|(_, area)| {
        Some(area.code.as_str()) == of.text("areaCode") && Some(area.level.name()) == of.text("level")
    })
}

/// What was counted for how much of an area's offer stands in hubs.
pub fn concentration(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let Some((place, area)) = area_of(of) else {
        return Account::default();
    };
    let asked = query.service_type(study);
    let mut places = study.facilities.located(&study.grants, &query.selection);
    places.retain(|at| {
        let facility = study.facilities.get(*at);
        let inside = facility
            .neighbourhood
            .is_some_and(|at| area.neighbourhoods.contains(&at));
        inside && query.selection.asks(study, facility.service_type)
    });
    let (all, inside) = (of.number("facilityCount"), of.number("facilitiesInHubs"));
    let parts = (of.property.name == "concentration" && super::number(of.value).is_some())
        .then(|| {
            Some(Parts::ratio(
                ("voorzieningen in een vindplaats", "facilities in a hub", inside?),
                ("voorzieningen met een plek", "located facilities", all?),
            ))
        })
        .flatten();
    Account {
        parts,
        areas: vec![place],
        sentences: all.zip(inside).map(|(all, inside)| {
            Text::each(|lang| {
                let name = &area.name;
                if all == 0.0 {
                    return lang.pick(
                        format!("In {name} staat geen voorziening die meetelt."),
                        format!("No facility that counts stands in {name}."),
                    );
                }
                let (all, inside) = (figure(lang, all), figure(lang, inside));
                lang.pick(
                    format!("Van de {all} voorzieningen met een plek in {name} staan er {inside} in een vindplaats."),
                    format!("Of the {all} located facilities in {name}, {inside} stand in a hub."),
                )
            })
        }),
        counted: Some(Counted::new(study, places, asked)),
        layers: Some(STANDING),
        ..Account::default()
    }
}

/// What was counted for what there is of a type in an area.
pub fn offer(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let Some((place, area)) = area_of(of) else {
        return Account::default();
    };
    let service_type = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let mut places = study.facilities.located(&study.grants, &query.selection);
    places.retain(|at| {
        let facility = study.facilities.get(*at);
        let inside = facility
            .neighbourhood
            .is_some_and(|at| area.neighbourhoods.contains(&at));
        inside && facility.service_type == service_type
    });
    let known = match of.property.name.as_ref() {
        "capacity" => of.number("capacityKnown"),
        "floorAreaM2" => of.number("floorAreaKnown"),
        "visitorsPerYear" => of.number("visitorsKnown"),
        _ => None,
    };
    let all = places.len();
    let sentences = Text::each(|lang| {
        let noun = Noun::of(lang, service_type.and_then(|at| study.taxonomy.types().get(at)));
        let (counted, name) = (noun.counted(lang, all), &area.name);
        let there = lang.pick(
            format!(
                "In {name} {} {counted} mee.",
                if all < 2 { "telt" } else { "tellen" }
            ),
            format!(
                "In {name} {counted} {}.",
                if all < 2 { "counts" } else { "count" }
            ),
        );
        match (all, known) {
            (0, _) => there,
            (_, None) => format!("{there} {}", super::plainly(lang, of)),
            (_, Some(known)) => {
                let known = figure(lang, known);
                let told = if known == figure(lang, all as f64) {
                    lang.pick("Hiervan is dit bekend.", "Of these this is known.")
                        .to_owned()
                } else {
                    lang.pick(
                        format!("Van {known} daarvan is dit bekend; de andere tellen hierin niet mee."),
                        format!("Of {known} of them this is known; the others are not in this figure."),
                    )
                };
                format!("{there} {told}")
            }
        }
    });
    Account {
        counted: Some(Counted::new(study, places, service_type)),
        areas: vec![place],
        sentences: Some(sentences),
        layers: Some(STANDING),
        ..Account::default()
    }
}

/// What was counted for how often one type stands beside another.
pub fn colocation(of: &Figure) -> Account {
    let study = of.study;
    let type_of = |property| study.taxonomy.position(of.text(property)?);
    let (Some(a), Some(b)) = (type_of("serviceTypeA"), type_of("serviceTypeB")) else {
        return Account::default();
    };
    let mut typed = study.facilities.located(&study.grants, &of.query.selection);
    typed.retain(|at| study.facilities.get(*at).service_type.is_some());
    let places: Vec<u32> = typed
        .iter()
        .copied()
        .filter(|at| [Some(a), Some(b)].contains(&study.facilities.get(*at).service_type))
        .collect();
    let (Some(count_a), Some(count_b), Some(beside)) =
        (of.number("countA"), of.number("countB"), of.number("neighbours"))
    else {
        return Account::default();
    };
    let others = typed.len() as f64 - 1.0;
    let own = f64::from(u8::from(a == b));
    let (found, expected) = (beside / count_a, (count_b - own) / others);
    let value = super::number(of.value);
    Account {
        parts: value.filter(|_| of.property.name == "quotient").map(|_| {
            Parts::ratio(
                (
                    "deel van de eerste soort met een van de tweede als dichtstbijzijnde buur",
                    "share of the first type with one of the second as nearest neighbour",
                    found,
                ),
                (
                    "deel van alle andere voorzieningen dat van de tweede soort is",
                    "share of all other facilities that is of the second type",
                    expected,
                ),
            )
        }),
        sentences: Some(Text::each(|lang| {
            let noun = |of: usize| Noun::of(lang, study.taxonomy.types().get(of));
            let (many, one) = (noun(a).counted(lang, places_of(count_a)), noun(b).a(lang));
            let beside = figure(lang, beside);
            let times = of.number("quotient").map(|of| figure(lang, of));
            let chance = of.number("pValue").map(|p| figure(lang, p));
            let (Some(times), Some(chance)) = (times, chance) else {
                return lang.pick(
                    "Daar is niets over te zeggen.".to_owned(),
                    "Nothing can be said of it.".to_owned(),
                );
            };
            lang.pick(
                format!(
                    "Van {many} hebben er {beside} {one} als dichtstbijzijnde buur: {times} keer zo vaak als bij toeval. De kans op zo'n uitkomst bij toeval is {chance}."
                ),
                format!(
                    "Of {many}, {beside} have {one} as nearest neighbour: {times} times as often as by chance. The chance of such an outcome by chance is {chance}."
                ),
            )
        })),
        counted: Some(Counted::new(study, places, None)),
        layers: Some(&[Layer::Facilities]),
        ..Account::default()
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count of facilities
fn places_of(count: f64) -> usize {
    count as usize
}

/// What was counted for the density in a cell.
pub fn kernel(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let mut id = of.feature.id.rsplit(':');
    let mut number = || id.next()?.parse::<f64>().ok();
    let (Some(row), Some(column)) = (number(), number()) else {
        return Account::default();
    };
    let side = query.cell.0;
    let centre = Point(Coord {
        x: (column + 0.5) * side,
        y: (row + 0.5) * side,
    });
    let bandwidth = query.bandwidth_in_force(study).0;
    let asked = query.service_type(study);
    let far = |place: u32| Some(Euclidean.distance(centre, Point(study.facilities.location(place)?)));
    let places: Vec<u32> = study
        .facilities
        .located(&study.grants, &query.selection)
        .into_iter()
        .filter(|at| {
            query
                .selection
                .asks(study, study.facilities.get(*at).service_type)
        })
        .filter(|at| far(*at).is_some_and(|far| far < bandwidth))
        .collect();
    let terms = places.iter().map(|place| Term {
        code: study.facilities.get(*place).facility.id.to_string(),
        name: Some(name(study, *place).to_owned()),
        value: far(*place).map(|far| {
            let u = far / bandwidth;
            3.0 / std::f64::consts::PI * (1.0 - u * u).powi(2) / (bandwidth * bandwidth) * 1e6
        }),
    });
    let terms: Vec<Term> = terms.collect();
    Account {
        parts: (of.property.name == "facilitiesPerKm2").then_some(Parts::Sum { terms }),
        sentences: Some(Text::each(|lang| {
            let all = how_many(
                lang,
                places.len(),
                ("voorziening", "voorzieningen"),
                ("facility", "facilities"),
            );
            let within = metres(lang, bandwidth);
            lang.pick(
                format!("Voor dit vak tellen mee: {all} binnen {within} van het midden; hoe dichterbij, hoe zwaarder."),
                format!("Counted for this cell: {all} within {within} of its middle; the nearer, the more."),
            )
        })),
        counted: Some(Counted::new(study, places.clone(), asked).from(
            study,
            Text::new("het midden van het vak", "the middle of the cell"),
            far,
        )),
        layers: Some(STANDING),
        ..Account::default()
    }
}
