//! Figures of the monitor.

use super::account::{Account, Counted, Parts};
use super::{Figure, areas, assessments, caveats, definitions};
use crate::analysis::indicators::{Computed, general, of_type, pays_by_income};
use crate::analysis::{concentration, coverage};
use crate::collections::indicators::computed_of;
use crate::collections::words::phrases::{Supply, counted, sentence};
use crate::collections::words::{Lang, Text, date, figure, number, percent};
use crate::collections::{Query, get, run};
use crate::domain::feature::{Feature, GeometryKind, Property, Schema, Value};
use crate::domain::{Layer, Metres, PopulationGroup};
use crate::study::{Selection, Study};

/// A named or unnamed number as its unit is said.
fn amount(lang: Lang, value: f64, unit: Option<&str>) -> String {
    match unit {
        Some("1") => percent(lang, value),
        Some("%") => format!("{}{}", exact(lang, value), lang.pick("\u{a0}%", "%")),
        None | Some("count") => exact(lang, value),
        Some("residents") => format!("{} {}", figure(lang, value), lang.pick("inwoners", "residents")),
        Some("facilities") => format!(
            "{} {}",
            figure(lang, value),
            lang.pick("voorzieningen", "facilities")
        ),
        Some("places") => format!("{} {}", figure(lang, value), lang.pick("plaatsen", "places")),
        Some("m2") => format!("{} m²", figure(lang, value)),
        Some(other) => format!("{} {other}", exact(lang, value)),
    }
}

/// How much a value changed: of percentages in points.
fn difference(lang: Lang, change: f64, unit: Option<&str>) -> String {
    let change = change.abs();
    let points = lang.pick("procentpunt", "percentage points");
    match unit {
        Some("1") => format!("{} {points}", number(lang, change * 100.0, 1)),
        Some("%") => format!("{} {points}", exact(lang, change)),
        _ => amount(lang, change, unit),
    }
}

/// A measured value with every digit that its source gives.
fn exact(lang: Lang, value: f64) -> String {
    let text = value.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    number(lang, value, decimals.min(9))
}

/// What was counted for a figure of one indicator, area and day.
pub fn account(of: &Figure) -> Account {
    let computed = of
        .text("indicator")
        .filter(|_| of.other("computed") == Some(&Value::Boolean(true)))
        .and_then(|name| computed_of(of.study, &of.query.selection, name));
    let mut account = match computed {
        None => imported(of),
        Some(computed) => self::computed(of, computed),
    };
    if of.hidden() && of.value.is_null() {
        account.sentences = Some(caveats::suppressed());
        return account;
    }
    match of.property.name.as_ref() {
        "value" => {}
        "baseline" | "baselineDate" | "change" | "improved" | "ambitionMet" => {
            account.parts = None;
            account.rule = None;
            account.sentences = Some(compared(of));
        }
        _ => {
            account.parts = None;
            account.rule = None;
            account.sentences = None;
        }
    }
    account
}

/// The place of the area that a figure is about: a programme area may share the code of another, and its level tells them apart.
fn place(of: &Figure) -> Option<u32> {
    let area = (0_u32..).zip(&of.study.areas.list).find(|(_, area)| {
        Some(area.code.as_str()) == of.text("areaCode") && Some(area.level.name()) == of.text("level")
    });
    area.map(|(place, _)| place)
}

/// What a value is called and where it holds: `Dekking in Noord`.
fn subject(of: &Figure) -> String {
    let what = of.text("name").or(of.text("indicator")).unwrap_or_default();
    match of.text("areaName").or(of.text("areaCode")) {
        Some(area) => format!("{what} in {area}"),
        None => what.to_owned(),
    }
}

fn day(lang: Lang, of: &Figure, property: &str) -> Option<String> {
    match of.other(property) {
        Some(Value::Date(day)) => Some(date(lang, *day)),
        _ => None,
    }
}

/// How a value stands to its baseline and ambition.
fn compared(of: &Figure) -> Text {
    let unit = of.text("unit");
    let said = |lang, property| of.number(property).map(|value| amount(lang, value, unit));
    let on = |lang: Lang, property| {
        day(lang, of, property).map_or_else(String::new, |day| {
            lang.pick(format!(" op {day}"), format!(" on {day}"))
        })
    };
    let property = of.property.name.as_ref();
    Text::each(|lang| {
        let subject = subject(of);
        let (now, then) = (on(lang, "date"), on(lang, "baselineDate"));
        if property == "ambitionMet" {
            let (Some(value), Some(ambition)) = (said(lang, "value"), said(lang, "ambition")) else {
                return lang.pick(
                    format!("{subject}: er is geen waarde of geen ambitie om naast elkaar te leggen."),
                    format!("{subject}: there is no value or no ambition to compare."),
                );
            };
            let met = match of.value {
                Value::Boolean(true) => lang.pick("gehaald", "met"),
                Value::Boolean(false) => lang.pick("niet gehaald", "not met"),
                _ => lang.pick(
                    "niet te beoordelen: de gewenste richting is niet omhoog of omlaag",
                    "not to be judged: the wanted direction is neither up nor down",
                ),
            };
            return lang.pick(
                format!("{subject}{now}: {value}. De ambitie is {ambition}: {met}."),
                format!("{subject}{now}: {value}. The ambition is {ambition}: {met}."),
            );
        }
        let Some(baseline) = said(lang, "baseline") else {
            return lang.pick(
                format!("{subject}: er is nog geen nulmeting."),
                format!("{subject}: there is no baseline yet."),
            );
        };
        let Some(change) = of.number("change").filter(|_| !property.starts_with("baseline")) else {
            return lang.pick(
                format!("{subject}: de nulmeting is {baseline}{then}."),
                format!("{subject}: the baseline is {baseline}{then}."),
            );
        };
        let value = said(lang, "value").unwrap_or_default();
        let by = difference(lang, change, unit);
        let change = if change > 0.0 {
            lang.pick(format!("{by} meer"), format!("{by} more"))
        } else if change < 0.0 {
            lang.pick(format!("{by} minder"), format!("{by} less"))
        } else {
            lang.pick("niet veranderd", "no change").to_owned()
        };
        let wanted = match of.text("direction") {
            Some("up") => lang.pick("Gewenst is meer.", "More is wanted.").to_owned(),
            Some("down") => lang.pick("Gewenst is minder.", "Less is wanted.").to_owned(),
            Some("more efficient") => lang
                .pick("Gewenst is efficiënter gebruik.", "More efficient use is wanted.")
                .to_owned(),
            Some(words) => lang.pick(format!("Gewenst is: {words}."), format!("Wanted is: {words}.")),
            None => lang
                .pick(
                    "Welke richting gewenst is, is niet bekend.",
                    "Which direction is wanted is unknown.",
                )
                .to_owned(),
        };
        lang.pick(
            format!("{subject}: van {baseline}{then} naar {value}{now}, {change}. {wanted}"),
            format!("{subject}: from {baseline}{then} to {value}{now}, {change}. {wanted}"),
        )
    })
}

/// A value that was measured elsewhere.
fn imported(of: &Figure) -> Account {
    let source = of.text("source").unwrap_or_default();
    let unit = of.text("unit");
    let value = super::number(of.value);
    let sentences = Text::each(|lang| {
        let subject = subject(of);
        let by = of
            .text("measuredBy")
            .map_or_else(String::new, |by| format!("{}, ", by.trim_end_matches('.')));
        let from = lang.pick(format!("Bron: {by}{source}."), format!("Source: {by}{source}."));
        let on = day(lang, of, "date").map_or_else(String::new, |day| {
            lang.pick(format!(" op {day}"), format!(" on {day}"))
        });
        match value {
            Some(value) => format!("{subject}{on}: {}. {from}", amount(lang, value, unit)),
            None => lang.pick(
                format!("{subject}{on}: er is nog geen waarde. {from}"),
                format!("{subject}{on}: there is no value yet. {from}"),
            ),
        }
    });
    Account {
        layers: Some(&[Layer::Indicators]),
        sources: vec![(Layer::Indicators, source.to_owned())],
        areas: place(of).into_iter().collect(),
        sentences: Some(sentences),
        ..Account::default()
    }
}

fn computed(of: &Figure, computed: Computed) -> Account {
    let Some(place) = place(of) else {
        return Account::default();
    };
    let mut account = match of.number("revision") {
        Some(revision) => kept(of, revision),
        None => now(of, computed, place),
    };
    account.areas = vec![place];
    account.rule = definitions::computed(computed);
    account
}

/// A value that was kept of a revision: what was counted then is not known any more.
fn kept(of: &Figure, revision: f64) -> Account {
    let unit = of.text("unit");
    let value = super::number(of.value);
    Account {
        sentences: Some(Text::each(|lang| {
            let subject = subject(of);
            let (day, revision) = (day(lang, of, "date").unwrap_or_default(), figure(lang, revision));
            match value {
                Some(value) => {
                    let value = amount(lang, value, unit);
                    lang.pick(
                        format!("{subject} op {day}: {value}. Zo is het bewaard bij revisie {revision}, met wat toen bekend was."),
                        format!("{subject} on {day}: {value}. So it was kept of revision {revision}, with what was known then."),
                    )
                }
                None => lang.pick(
                    format!("{subject} op {day}: niet bekend bij revisie {revision}."),
                    format!("{subject} on {day}: unknown at revision {revision}."),
                ),
            }
        })),
        layers: Some(LAYERS),
        ..Account::default()
    }
}

const STANDING: &[Layer] = &[Layer::Facilities, Layer::Neighbourhoods];
const LAYERS: &[Layer] = &[
    Layer::Neighbourhoods,
    Layer::Districts,
    Layer::Municipalities,
    Layer::Facilities,
    Layer::Demand,
];

/// A value that is computed on the asked day.
fn now(of: &Figure, computed: Computed, place: u32) -> Account {
    let selection = &of.query.selection;
    match computed {
        Computed::FacilityCount(service_type) => count(of, selection, service_type, place),
        Computed::IncomeContributions => by_income(of, selection, place),
        Computed::Concentration => concentrated(of, selection, place),
        Computed::Coverage(service_type, group) => covered(of, service_type, group, place),
        Computed::Short(criterion) => short(of, criterion, place),
    }
}

/// Facilities that stand in an area on the day, by place.
fn standing(study: &Study, selection: &Selection, place: u32) -> Vec<u32> {
    let members = &study.areas.get(place).neighbourhoods;
    let inside = |at: &u32| {
        let of = study.facilities.get(*at);
        of.neighbourhood.is_some_and(|at| members.contains(&at))
    };
    study
        .facilities
        .counted(&study.grants, selection)
        .filter(inside)
        .collect()
}

fn nothing_stands(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("In {name} staan geen voorzieningen."),
        format!("No facilities stand in {name}."),
    )
}

fn count(of: &Figure, selection: &Selection, service_type: Option<usize>, place: u32) -> Account {
    let study = of.study;
    let any_type = Selection {
        service_type: None,
        ..selection.clone()
    };
    let mut places = standing(study, &any_type, place);
    places.retain(|at| service_type.is_none() || study.facilities.get(*at).service_type == service_type);
    let all = places.len();
    places.retain(|at| general(&study.facilities.get(*at).facility));
    let left_out = all - places.len();
    let supply = Supply {
        study,
        selection: &any_type,
        service_type,
        count: places.len(),
        within: Some(study.areas.get(place).name.as_str()),
    };
    let known = super::number(of.value).is_some();
    let sentences = Text::each(|lang| {
        if !known {
            let name = &study.areas.get(place).name;
            return lang.pick(
                format!("Welke buurten {name} heeft, is niet bekend. Daarom is dit cijfer er niet."),
                format!("Which neighbourhoods {name} has is unknown, so there is no figure."),
            );
        }
        let there = sentence(&supply.there_are(lang));
        if left_out == 0 {
            return there;
        }
        let others = counted(lang, left_out, ("plek", "plekken"), ("place", "places"));
        lang.pick(
            format!("{there} Niet meegeteld: {others} met specialistische hulp."),
            format!("{there} Not counted: {others} of specialist care."),
        )
    });
    Account {
        counted: Some(Counted::new(study, places, service_type)),
        layers: Some(STANDING),
        sentences: Some(sentences),
        ..Account::default()
    }
}

fn by_income(of: &Figure, selection: &Selection, place: u32) -> Account {
    let study = of.study;
    let mut places = standing(study, selection, place);
    let all = places.len();
    let answer = |at: &u32| pays_by_income(&study.facilities.get(*at).facility, selection);
    let silent = places.iter().filter(|at| answer(at).is_none()).count();
    places.retain(|at| answer(at) == Some(true));
    let name = &study.areas.get(place).name;
    let asking = places.len();
    let sentences = Text::each(|lang| {
        if all == 0 {
            return nothing_stands(lang, name);
        }
        let whole = counted(
            lang,
            all,
            ("voorziening", "voorzieningen"),
            ("facility", "facilities"),
        );
        let untold = match silent {
            0 => String::new(),
            _ => lang.pick(
                format!(" Van {silent} is niet bekend wat bezoekers betalen."),
                format!(" Of {silent} it is unknown what visitors pay."),
            ),
        };
        lang.pick(
            format!("Van de {whole} in {name} is van {asking} bekend dat zij een eigen bijdrage op basis van inkomen vragen.{untold}"),
            format!("Of the {whole} in {name}, {asking} are known to ask an own contribution by income.{untold}"),
        )
    });
    Account {
        counted: Some(Counted::new(study, places, None)),
        layers: Some(STANDING),
        sentences: Some(sentences),
        ..Account::default()
    }
}

fn concentrated(of: &Figure, selection: &Selection, place: u32) -> Account {
    let study = of.study;
    let params = concentration::Params {
        selection: Selection {
            service_type: None,
            ..selection.clone()
        },
        diameter: Metres(study.settings.hub_diameter_m),
        areas: vec![place],
    };
    let row = concentration::run(study, &params).rows.pop();
    let Some((all, inside)) = row.and_then(|row| row.facility_count.zip(row.facilities_in_hubs)) else {
        return Account {
            layers: Some(STANDING),
            ..Account::default()
        };
    };
    let mut places = standing(study, &params.selection, place);
    places.retain(|at| study.facilities.location(*at).is_some());
    let (all, inside) = (all as f64, inside as f64);
    let name = &study.areas.get(place).name;
    Account {
        parts: (!of.value.is_null()).then(|| {
            Parts::ratio(
                ("voorzieningen in een vindplaats", "facilities in a hub", inside),
                ("voorzieningen met een plek", "located facilities", all),
            )
        }),
        sentences: Some(Text::each(|lang| {
            if all == 0.0 {
                return nothing_stands(lang, name);
            }
            let (all, inside) = (figure(lang, all), figure(lang, inside));
            lang.pick(
                format!(
                    "Van de {all} voorzieningen met een plek in {name} staan er {inside} in een vindplaats."
                ),
                format!("Of the {all} located facilities in {name}, {inside} stand in a hub."),
            )
        })),
        counted: Some(Counted::new(study, places, None)),
        layers: Some(STANDING),
        ..Account::default()
    }
}

/// As the coverage of the area itself is explained.
fn covered(of: &Figure, service_type: usize, group: PopulationGroup, place: u32) -> Account {
    let study = of.study;
    let selection = of_type(study, &of.query.selection, service_type, group);
    let area = study.areas.get(place);
    let params = coverage::Params {
        selection: selection.clone(),
        service_type,
        areas: vec![place],
    };
    let row = coverage::run(study, &params).rows.pop();
    let query = Query {
        selection,
        group: None,
        ..of.query.clone()
    };
    let value = of.value.clone();
    let schema = Schema {
        geometry: GeometryKind::None,
        properties: vec![
            Property {
                name: "coverage".into(),
                ..of.property.clone()
            },
            Property {
                name: "groupResidents".into(),
                ..of.property.clone()
            },
            Property {
                name: "suppressed".into(),
                ..of.property.clone()
            },
        ],
    };
    let feature = Feature {
        id: area.code.to_string(),
        geometry: None,
        values: vec![
            value.clone(),
            Value::number(row.and_then(|row| row.residents).filter(|_| !of.hidden())),
            Value::Boolean(of.hidden()),
        ],
    };
    let inner = Figure {
        study,
        query: &query,
        schema: &schema,
        feature: &feature,
        property: &schema.properties[0],
        value: &value,
    };
    Account {
        group: Some(group),
        ..areas::account(&inner, area.level)
    }
}

/// As the verdict on the criterion is explained.
fn short(of: &Figure, criterion: usize, place: u32) -> Account {
    let study = of.study;
    let criterion = &study.criteria.criteria[criterion];
    let query = Query {
        selection: Selection {
            service_type: Some(criterion.service_type.clone()),
            ..of.query.selection.clone()
        },
        group: None,
        area: Some(place),
        ..of.query.clone()
    };
    let Some(collection) = get("assessments") else {
        return Account::default();
    };
    let set = run(collection, study, &query);
    let id = format!(
        "{}:{}:{}",
        criterion.id,
        criterion.version,
        study.areas.get(place).code
    );
    let found = set.features.iter().find(|of| of.id == id);
    let at = set.schema.position("shortBy");
    let (Some(feature), Some(at)) = (found, at) else {
        return Account::default();
    };
    let inner = Figure {
        study,
        query: &query,
        schema: &set.schema,
        feature,
        property: &set.schema.properties[at],
        value: &feature.values[at],
    };
    assessments::account(&inner)
}
