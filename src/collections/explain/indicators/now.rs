//! Computed indicators on the asked day: what was counted for them.

use crate::analysis::indicators::{Computed, general, of_type, provided};
use crate::analysis::{concentration, coverage};
use crate::collections::explain::account::{Account, Counted, Parts};
use crate::collections::explain::{self, Figure, areas, assessments};
use crate::collections::words::phrases::{Supply, counted, sentence};
use crate::collections::words::{Lang, Text, euros, figure, percent};
use crate::collections::{Query, get, run};
use crate::domain::feature::{Feature, GeometryKind, Property, Schema, Value};
use crate::domain::{Layer, Metres, PopulationGroup};
use crate::study::{Selection, Study};

const STANDING: &[Layer] = &[Layer::Facilities, Layer::Neighbourhoods];
/// A value that is computed on the asked day.
pub(super) fn now(of: &Figure, computed: Computed, place: u32) -> Account {
    let selection = &of.query.selection;
    match computed {
        Computed::FacilityCount(service_type) => count(of, selection, service_type, place),
        Computed::IncomeContributions => by_income(of, selection, place),
        Computed::GeneralShare => general_share(of, selection),
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
    let known = explain::number(of.value).is_some();
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
    let answer = |at: &u32| study.facilities.get(*at).facility.asks_by_income(selection.date);
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

fn general_share(of: &Figure, selection: &Selection) -> Account {
    let study = of.study;
    let sums = provided(study, selection.date);
    let in_force = study.grants.iter().filter(|of| of.in_force(selection.date));
    let silent = in_force.filter(|of| of.euros_per_year.is_none()).count();
    let (general, both) = (sums.general.euros().0, (sums.general + sums.specialist).euros().0);
    let sentences = Text::each(|lang| {
        let share = sums.general_share().map(|share| percent(lang, share));
        let said = share.map_or_else(
            || {
                lang.pick(
                    "Van geen geld is bekend dat het voor algemene voorzieningen of specialistische hulp is.",
                    "Of no money it is known that it is for general facilities or specialist care.",
                )
                .to_owned()
            },
            |share| {
                let (general, both) = (euros(lang, general), euros(lang, both));
                lang.pick(
                    format!("Van {both} per jaar voor algemene voorzieningen en specialistische hulp is {general} ({share}) voor algemene voorzieningen."),
                    format!("Of {both} a year for general facilities and specialist care, {general} ({share}) is for general facilities."),
                )
            },
        );
        let mut all = vec![said];
        if sums.unknown.0 > 0 {
            let unknown = euros(lang, sums.unknown.euros().0);
            all.push(lang.pick(
                format!("Van {unknown} per jaar is niet bekend waarvoor het is; dat telt niet mee."),
                format!("Of {unknown} a year it is unknown what it is for; it is left out."),
            ));
        }
        if silent > 0 {
            let grants = counted(
                lang,
                silent,
                ("subsidie of opdracht", "subsidies en opdrachten"),
                ("grant", "grants"),
            );
            all.push(lang.pick(
                format!("Van {grants} is het bedrag niet bekend."),
                format!("Of {grants} the amount is unknown."),
            ));
        }
        all.push(
            lang.pick(
                "Alleen ingelezen subsidies en opdrachten tellen mee; in de begroting van de stad kan het anders zijn.",
                "Only imported subsidies and commissions count; in the city's budget it may be otherwise.",
            )
            .to_owned(),
        );
        all.join(" ")
    });
    Account {
        parts: (!of.value.is_null()).then(|| {
            Parts::ratio(
                (
                    "euro per jaar voor algemene voorzieningen",
                    "euros a year for general facilities",
                    general,
                ),
                (
                    "euro per jaar voor algemene voorzieningen en specialistische hulp",
                    "euros a year for general facilities and specialist care",
                    both,
                ),
            )
        }),
        layers: Some(&[Layer::Grants, Layer::Facilities]),
        sentences: Some(sentences),
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
        rounding: of.rounding,
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
        rounding: of.rounding,
    };
    assessments::account(&inner)
}
