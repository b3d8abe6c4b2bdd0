//! Figures of facilities.

use geo::{Distance, Euclidean, Point};

use super::account::{Account, Counted, Parts, People, Term};
use super::{Figure, caveats, said};
use crate::collections::words::phrases::{Share, Supply, on, residents};
use crate::collections::words::{Lang, Text, capital, date, percent};
use crate::domain::Layer;
use crate::study::{Selection, Study};

const PLACED: &[Layer] = &[Layer::Facilities, Layer::Neighbourhoods];
const IN_REACH: &[Layer] = &[Layer::Facilities, Layer::Neighbourhoods, Layer::Demand];

/// What a facility is called: its name, else its id.
pub fn name(study: &Study, place: u32) -> &str {
    let facility = &study.facilities.get(place).facility;
    facility.name.as_deref().unwrap_or(facility.id.as_str())
}

/// Residents of the group within the norm of one facility, per neighbourhood: all, and those for whom it is the only one.
pub fn in_reach(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    place: u32,
) -> Vec<(u32, f64, f64)> {
    let reach = study.reach(selection, service_type);
    let alone = crate::study::Travel::straight(study, vec![place], reach.norm);
    let mut found = Vec::new();
    for at in (0_u32..).take(study.areas.neighbourhood_count) {
        let Some(block) = reach.of(at) else { continue };
        let (mut all, mut only) = (0.0, 0.0);
        study
            .demand
            .weights(&study.areas, at, selection.group, |point, weight| {
                let mut near = false;
                alone.within(study.demand.points[point], |_| near = true);
                if near {
                    all += weight;
                    only += if block.only(point) == Some(place) {
                        weight
                    } else {
                        0.0
                    };
                }
            });
        if all > 0.0 {
            found.push((at, all, only));
        }
    }
    found
}

/// What was counted for a figure of a facility.
pub fn account(of: &Figure) -> Account {
    let study = of.study;
    let Some(place) = study.facilities.place(&of.feature.id) else {
        return Account::default();
    };
    match of.property.name.as_ref() {
        "uniqueCoverage" | "residentsInReach" => reach(of, place),
        "suppressed" => Account::default(),
        "municipalRole" => role(of, place),
        "neighbourhoodCode" | "districtCode" => Account {
            layers: Some(PLACED),
            sentences: Some(stands(of, place)),
            ..Account::default()
        },
        "located" | "status" => Account {
            layers: Some(&[Layer::Facilities]),
            sources: vec![(
                Layer::Facilities,
                study.facilities.get(place).facility.source.to_string(),
            )],
            sentences: Some(there(of, place)),
            ..Account::default()
        },
        _ => given(of, place),
    }
}

/// A value as its source gives it.
fn given(of: &Figure, place: u32) -> Account {
    let facility = &of.study.facilities.get(place).facility;
    let source = facility.source.as_str();
    let imported = of
        .study
        .sources
        .iter()
        .find(|known| known.layer == Layer::Facilities && known.name == facility.source);
    let day = facility.source_date.or(imported.map(|known| known.date));
    let name = name(of.study, place);
    let sentences = Text::each(|lang| {
        let title = lang.pick(&of.property.title_nl, &of.property.title_en);
        let value = said(lang, of.property, of.value);
        let when = day
            .map(|day| {
                let day = date(lang, day);
                lang.pick(format!(" van {day}"), format!(" of {day}"))
            })
            .unwrap_or_default();
        lang.pick(
            format!("{title} van {name}: {value}. Bron: {source}{when}."),
            format!("{title} of {name}: {value}. Source: {source}{when}."),
        )
    });
    Account {
        layers: Some(&[Layer::Facilities]),
        sources: vec![(Layer::Facilities, source.to_owned())],
        sentences: Some(sentences),
        ..Account::default()
    }
}

/// Whether a facility is there on the date, and whether it is known where.
fn there(of: &Figure, place: u32) -> Text {
    let (study, day) = (of.study, of.query.selection.date);
    let (facility, name) = (&study.facilities.get(place).facility, name(study, place));
    Text::each(|lang| {
        let day = on(lang, day);
        let said = match super::json_of(of.value).as_str() {
            Some("open") => lang.pick(("is", "open"), ("is", "open")),
            Some("closed") => lang.pick(("is", "gesloten"), ("is", "closed")),
            Some(_) => lang.pick(("is", "nog niet open"), ("is", "not open yet")),
            None if facility.location.is_some() => {
                lang.pick(("heeft", "een bekende plek"), ("has", "a known place"))
            }
            None => lang.pick(("heeft", "geen bekende plek"), ("has", "no known place")),
        };
        let (verb, what) = said;
        if of.property.name == "located" {
            format!("{name} {verb} {what}.")
        } else {
            lang.pick(
                format!("{day} {verb} {name} {what}."),
                format!("{day} {name} {verb} {what}."),
            )
        }
    })
}

fn stands(of: &Figure, place: u32) -> Text {
    let (study, name) = (of.study, name(of.study, place));
    let facility = study.facilities.get(place);
    let at = facility.neighbourhood.map(|at| study.areas.get(at));
    Text::each(|lang| match (at, facility.facility.location) {
        (Some(area), _) => {
            let (code, of_area) = (&area.code, &area.name);
            let value = said(lang, of.property, of.value);
            if *value == *code.as_str() {
                lang.pick(
                    format!("{name} staat binnen de grenzen van {of_area} ({code})."),
                    format!("{name} stands within the borders of {of_area} ({code})."),
                )
            } else {
                lang.pick(
                    format!("{name} staat in {of_area}; die buurt ligt in {value}."),
                    format!("{name} stands in {of_area}, a neighbourhood of {value}."),
                )
            }
        }
        (None, Some(_)) => lang.pick(
            format!("{name} staat in geen van de buurten."),
            format!("{name} stands in none of the neighbourhoods."),
        ),
        (None, None) => lang.pick(
            format!("Waar {name} staat, is niet bekend."),
            format!("Where {name} stands is unknown."),
        ),
    })
}

fn role(of: &Figure, place: u32) -> Account {
    let (study, day) = (of.study, of.query.selection.date);
    let facility = study.facilities.get(place);
    let stated = facility.facility.municipal_role.is_some();
    let name = name(study, place);
    let grants = facility
        .grants
        .iter()
        .filter_map(|(grant, index)| study.grants.get(*grant).map(|grant| (grant, *index)))
        .filter(|(grant, _)| grant.in_force(day));
    let terms: Vec<Term> = grants
        .map(|(grant, index)| Term {
            code: grant.id.to_string(),
            name: grant.scheme.clone(),
            value: grant.euros_for(index).map(|euros| euros.0),
        })
        .collect();
    let number = terms.len();
    let sentences = Text::each(|lang| {
        let role = match super::json_of(of.value).as_str() {
            Some("subsidy") => lang.pick("subsidie", "subsidy"),
            Some("commission") => lang.pick("opdracht", "commission"),
            Some("both") => lang.pick("subsidie en opdracht", "subsidy and commission"),
            Some("none") => lang.pick("geen", "none"),
            _ => {
                return lang.pick(
                    format!(
                        "Welke rol de gemeente bij {name} heeft, is niet bekend: de bron zegt het niet en \
                        op {} geldt er geen subsidie of opdracht.",
                        date(lang, day)
                    ),
                    format!(
                        "The role of the municipality in {name} is unknown: the source does not say and \
                        no subsidy or commission is in force on {}.",
                        date(lang, day)
                    ),
                );
            }
        };
        if stated {
            lang.pick(
                format!(
                    "Rol van de gemeente bij {name}: {role}. Zo staat het in de bron {}.",
                    facility.facility.source
                ),
                format!(
                    "Role of the municipality in {name}: {role}. So says the source {}.",
                    facility.facility.source
                ),
            )
        } else {
            let grants = crate::collections::words::phrases::counted(
                lang,
                number,
                ("subsidie of opdracht", "subsidies of opdrachten"),
                ("subsidy or commission", "subsidies or commissions"),
            );
            lang.pick(
                format!(
                    "Rol van de gemeente bij {name}: {role}. Dat volgt uit {grants} op {}.",
                    date(lang, day)
                ),
                format!(
                    "Role of the municipality in {name}: {role}. It follows from {grants} in force on {}.",
                    date(lang, day)
                ),
            )
        }
    });
    Account {
        layers: Some(&[Layer::Facilities, Layer::Grants]),
        parts: (!stated && number > 0).then_some(Parts::Sum { terms }),
        sentences: Some(sentences),
        ..Account::default()
    }
}

/// Who lives within the norm distance of a facility, and who has no other.
fn reach(of: &Figure, place: u32) -> Account {
    let (study, selection) = (of.study, &of.query.selection);
    let unique = of.property.name == "uniqueCoverage";
    let layers = Some(IN_REACH);
    let facility = study.facilities.get(place);
    let (Some(service_type), false) = (facility.service_type, of.value.is_null()) else {
        return Account {
            layers,
            sentences: Some(not_counted(of, place)),
            ..Account::default()
        };
    };
    let all = study.facilities.of_type(&study.grants, selection, service_type);
    let supply = Supply {
        study,
        selection,
        service_type: Some(service_type),
        count: all.len(),
        within: None,
    };
    let counted = if unique {
        let at = study.facilities.location(place);
        let factor = study.settings.detour_factor;
        let from = Text::new(name(study, place), name(study, place));
        Counted::new(study, all, Some(service_type)).from(study, from, |other| {
            Some(Euclidean.distance(Point(at?), Point(study.facilities.location(other)?)) * factor)
        })
    } else {
        Counted::new(study, vec![place], Some(service_type))
    };
    let terms = || {
        in_reach(study, selection, service_type, place)
            .into_iter()
            .map(|(at, all, only)| Term::area(study, at, Some(if unique { only } else { all })))
            .filter(|term| term.value.is_some_and(|value| value > 0.0))
            .collect()
    };
    Account {
        counted: Some(counted),
        people: Some(People::everyone(study)),
        // Parts of a confidential layer might give small counts away.
        parts: (!study.demand_confidential()).then(|| Parts::Sum { terms: terms() }),
        layers,
        sentences: Some(Text::each(|lang| depends(lang, of, place, &supply))),
        ..Account::default()
    }
}

fn depends(lang: Lang, of: &Figure, place: u32, supply: &Supply) -> String {
    let (group, rounding) = (of.query.selection.group, of.rounding);
    let name = name(of.study, place);
    let norm = supply.norm(lang);
    let alone = of.number("uniqueCoverage");
    let share = Share {
        part: alone.unwrap_or_default(),
        whole: of.number("residentsInReach").unwrap_or_default(),
    };
    let (who, who_only) = (
        rounding.noun(lang, group, None, share.whole),
        rounding.noun(lang, group, None, share.part),
    );
    let live = if rounding.single(share.whole) {
        lang.pick("woont", "lives")
    } else {
        lang.pick("wonen", "live")
    };
    if share.whole <= 0.0 {
        let who = residents(lang, group, None, 2.0);
        return lang.pick(
            format!("Binnen {norm} van {name} wonen geen {who}."),
            format!("No {who} live within {norm} of {name}."),
        );
    }
    let whole = rounding.people(lang, share.whole);
    let begins = capital(&whole);
    let first = lang.pick(
        format!("Binnen {norm} van {name} {live} {whole} {who}"),
        format!("{begins} {who} {live} within {norm} of {name}"),
    );
    let kind = supply.noun(lang).one;
    let which = supply.which(lang);
    // Not every collection tells who has no other.
    if alone.is_none() {
        return format!("{first}.");
    }
    if share.part <= 0.0 {
        return lang.pick(
            format!(
                "{first}. Niemand van hen heeft alleen deze: wie hier terechtkan, heeft binnen die \
                afstand nog een {kind}{which}."
            ),
            format!(
                "{first}. None of them have this one alone: whoever lives there has another {kind}{which} \
                within that distance."
            ),
        );
    }
    let only = rounding.people(lang, share.part);
    let of_them = percent(lang, share.part / share.whole);
    lang.pick(
        format!(
            "{first}. Als deze plek sluit, {} {only} {who_only} ({of_them}) er binnen die afstand geen \
            {kind}{which} meer.",
            if rounding.single(share.part) {
                "heeft"
            } else {
                "hebben"
            }
        ),
        format!(
            "{first}. If it closes, {only} {who_only} ({of_them}) {} no other {kind}{which} within that \
            distance.",
            if rounding.single(share.part) {
                "has"
            } else {
                "have"
            }
        ),
    )
}

/// Why nobody is counted for a facility.
fn not_counted(of: &Figure, place: u32) -> Text {
    let (study, selection) = (of.study, &of.query.selection);
    let facility = study.facilities.get(place);
    let name = name(study, place);
    Text::each(|lang| {
        if of.hidden() {
            return caveats::suppressed().of(lang).to_owned();
        }
        let role = |role: crate::domain::MunicipalRole| {
            !role.includes(study.facilities.role(place, &study.grants, selection.date))
        };
        let why = if facility.service_type.is_none() {
            lang.pick("van deze plek is de soort niet bekend", "its type is unknown")
                .to_owned()
        } else if facility.facility.location.is_none() {
            lang.pick("waar deze plek is, is niet bekend", "where it stands is unknown")
                .to_owned()
        } else if !facility.facility.valid_on(selection.date) {
            let day = date(lang, selection.date);
            lang.pick(
                format!("op {day} is deze plek niet open"),
                format!("it is not open on {day}"),
            )
        } else if selection.role.is_some_and(role) {
            lang.pick(
                "deze plek heeft niet de gevraagde rol van de gemeente",
                "it is not in the role of the municipality that was asked",
            )
            .to_owned()
        } else {
            lang.pick(
                "deze plek biedt niet wat is gevraagd",
                "it does not offer what is asked",
            )
            .to_owned()
        };
        lang.pick(
            format!("Voor {name} is dit niet uitgerekend: {why}."),
            format!("This is not computed for {name}: {why}."),
        )
    })
}
