//! Figures of demand points, service types and grants.

use geo::{Distance, Euclidean, Point};

use super::Figure;
use super::account::{Account, Counted, Parts, People, Quantity};
use crate::collections::words::phrases::{Supply, measured, residents, sentence};
use crate::collections::words::{Text, date, euros, figure, metres};
use crate::domain::Layer;
use crate::study::DemandKind;

/// What was counted for a figure of a demand point.
pub fn demand(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let at = of.text("areaCode").and_then(|code| study.areas.place(code));
    let index = of
        .feature
        .id
        .rsplit_once('-')
        .and_then(|(_, index)| index.parse::<usize>().ok());
    let (Some(at), Some(index)) = (at, index) else {
        return Account::default();
    };
    let points = study.demand.of(at);
    let Some(from) = index
        .checked_sub(1)
        .and_then(|index| study.demand.points.get(points.start + index))
        .copied()
    else {
        return Account::default();
    };
    let area = study.areas.get(at);
    let group = query.selection.group;
    let people = Some(People::of(vec![at]));
    let even = study.demand.kind == DemandKind::Lattice;
    let number = super::number(of.value);
    if of.property.name == "residents" {
        let whole = number.unwrap_or_default() * points.len() as f64;
        return Account {
            people,
            parts: even.then(|| {
                let all = ("inwoners van de buurt", "residents of the neighbourhood", whole);
                Parts::ratio(
                    Quantity::residents(of.rounding, all),
                    ("punten", "points", points.len() as f64),
                )
            }),
            layers: Some(&[Layer::Neighbourhoods, Layer::Demand]),
            areas: vec![at],
            sentences: Some(Text::each(|lang| {
                // How heavy the point weighs in the model is not a number of people who live somewhere: it is told as it is.
                let value = figure(lang, number.unwrap_or_default());
                let who = residents(lang, group, None, 2.0);
                let (name, count) = (&area.name, figure(lang, points.len() as f64));
                if even {
                    let all = of.rounding.people_or(lang, whole, super::super::words::whole);
                    lang.pick(
                        format!(
                            "Dit punt staat voor {value} {who}: de {all} {who} van {name} zijn gelijk \
                            verdeeld over {count} punten."
                        ),
                        format!(
                            "This point stands for {value} {who}: the {all} {who} of {name} are spread \
                            evenly over {count} points."
                        ),
                    )
                } else {
                    lang.pick(
                        format!("Dit punt in {name} staat voor {value} {who}."),
                        format!("This point in {name} stands for {value} {who}."),
                    )
                }
            })),
            ..Account::default()
        };
    }
    let Some(asked) = query
        .service_type(study)
        .filter(|_| of.property.name != "areaCode")
    else {
        return Account::default();
    };
    let reach = study.reach_in(&query.selection, asked, at);
    let factor = study.settings.detour_factor;
    let counted = Counted::new(study, reach.facilities.clone(), Some(asked)).from(
        study,
        Text::new("dit punt", "this point"),
        |place| Some(Euclidean.distance(Point(from), Point(study.facilities.location(place)?)) * factor),
    );
    let supply = Supply {
        study,
        selection: &query.selection,
        service_type: Some(asked),
        count: counted.places.len(),
        within: query.selection.within.then_some(area.name.as_str()),
    };
    let nearest = counted.places.first().copied();
    let sentences = Text::each(|lang| {
        let there = supply.there_are(lang);
        let (Some(nearest), Some(far)) = (nearest, of.number("distanceM")) else {
            return format!("{there}.");
        };
        let name = super::facilities::name(study, nearest);
        let (far, how) = (metres(lang, far), measured(lang, study, query.selection.mode));
        lang.pick(
            format!("Het dichtst bij dit punt is {name}: {far}, {how}. {there}."),
            format!("The nearest to this point is {name}: {far}, {how}. {there}."),
        )
    });
    Account {
        counted: Some(counted),
        people,
        areas: vec![at],
        layers: Some(&[Layer::Neighbourhoods, Layer::Demand, Layer::Facilities]),
        sentences: Some(sentences),
        ..Account::default()
    }
}

/// What was counted for a figure of a service type.
pub fn service_type(of: &Figure) -> Account {
    let study = of.study;
    let Some(place) = study.taxonomy.position(&of.feature.id) else {
        return Account::default();
    };
    let selection = &of.query.selection;
    match of.property.name.as_ref() {
        "facilityCount" => {
            let places: Vec<u32> = study
                .facilities
                .counted(&study.grants, selection)
                .filter(|at| study.facilities.get(*at).service_type == Some(place))
                .collect();
            let supply = Supply {
                study,
                selection,
                service_type: Some(place),
                count: places.len(),
                within: None,
            };
            Account {
                layers: Some(&[Layer::Facilities]),
                sentences: Some(Text::each(|lang| sentence(&supply.there_are(lang)))),
                counted: Some(Counted {
                    located: false,
                    ..Counted::new(study, places, Some(place))
                }),
                ..Account::default()
            }
        }
        "distanceM" => {
            let default = study.settings.default_distance();
            let own = study.taxonomy.types()[place].distance_m;
            Account {
                layers: Some(&[]),
                sentences: Some(Text::each(|lang| {
                    let noun =
                        crate::collections::words::phrases::Noun::of(lang, study.taxonomy.types().get(place));
                    let one = noun.a(lang);
                    match own {
                        Some(own) => {
                            let own = metres(lang, own.0);
                            lang.pick(
                                format!(
                                    "De normafstand tot {one} is {own}. Zo staat het in de lijst van \
                                    soorten."
                                ),
                                format!(
                                    "The norm distance to {one} is {own}, as the list of service types says."
                                ),
                            )
                        }
                        None => {
                            let default = metres(lang, default.0);
                            lang.pick(
                                format!(
                                    "Voor {one} geldt geen eigen normafstand, maar die van de stad: \
                                    {default}."
                                ),
                                format!(
                                    "There is no norm distance of its own to {one}; the city's holds: \
                                    {default}."
                                ),
                            )
                        }
                    }
                })),
                ..Account::default()
            }
        }
        _ => Account {
            layers: Some(&[]),
            ..Account::default()
        },
    }
}

/// A value of a grant, as its source gives it.
pub fn grant(of: &Figure) -> Account {
    let study = of.study;
    let Some(grant) = study
        .grants
        .iter()
        .find(|grant| grant.id.as_str() == of.feature.id)
    else {
        return Account::default();
    };
    let source = grant.source.as_str();
    let known = study
        .sources
        .iter()
        .find(|known| known.layer == Layer::Grants && known.name == grant.source);
    let places = grant
        .facilities
        .iter()
        .filter_map(|id| study.facilities.place(id.as_str()));
    let for_facilities = matches!(
        of.property.name.as_ref(),
        "eurosPerYear" | "facilities" | "allocated"
    );
    Account {
        counted: for_facilities.then(|| Counted {
            located: false,
            ..Counted::new(study, places.collect(), None)
        }),
        layers: Some(&[Layer::Grants]),
        sources: vec![(Layer::Grants, source.to_owned())],
        sentences: Some(Text::each(|lang| {
            let title = lang.pick(&of.property.title_nl, &of.property.title_en);
            let value = match (of.property.name.as_ref(), super::number(of.value)) {
                ("eurosPerYear", Some(amount)) => euros(lang, amount),
                _ => super::said(lang, of.property, of.value),
            };
            let when = known.map_or_else(String::new, |known| {
                let day = date(lang, known.date);
                lang.pick(format!(" van {day}"), format!(" of {day}"))
            });
            let scheme = grant.scheme.as_deref().unwrap_or(grant.id.as_str());
            lang.pick(
                format!(
                    "{title} van {scheme} ({}): {value}. Bron: {source}{when}.",
                    grant.id
                ),
                format!(
                    "{title} of {scheme} ({}): {value}. Source: {source}{when}.",
                    grant.id
                ),
            )
        })),
        ..Account::default()
    }
}
