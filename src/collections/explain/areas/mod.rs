//! Figures of areas.

mod density;
mod reached;
mod sentences;

use super::Figure;
use super::account::{Account, Parts, Term};
use crate::collections::words::phrases::counted;
use crate::collections::words::{Lang, Text, figure, whole};
use crate::domain::{Layer, Level, PopulationGroup};
use crate::study::{Study, StudyArea};

const PLACES: &[Layer] = &[Layer::Neighbourhoods, Layer::Districts, Layer::Municipalities];
/// A figure of an area, with what its sentence is made of.
struct OfArea<'a> {
    figure: &'a Figure<'a>,
    study: &'a Study,
    place: u32,
    area: &'a StudyArea,
}

/// What was counted for a figure of an area of a level.
pub fn account(of: &Figure, level: Level) -> Account {
    let study = of.study;
    let place = study
        .areas
        .at(level)
        .find(|(_, area)| area.code.as_str() == of.feature.id)
        .map(|(place, _)| place);
    let Some(place) = place else {
        return Account::default();
    };
    let of_area = OfArea {
        figure: of,
        study,
        place,
        area: study.areas.get(place),
    };
    let mut account = match of.property.name.as_ref() {
        "residents" => {
            let who = |lang, number| of.rounding.noun(lang, PopulationGroup::All, None, number);
            of_area.own(|area| area.residents, who, true)
        }
        "households" => of_area.own(|area| area.households, households, false),
        "areaKm2" | "landKm2" | "landAssumed" => of_area.land(),
        "residentsMissing" => of_area.missing(),
        "facilityCount" | "facilitiesPerKm2" | "facilitiesPer1000" => of_area.density(),
        "code" | "name" | "level" | "parentCode" => Account {
            layers: Some(PLACES),
            ..Account::default()
        },
        "groupResidents" => of_area.people(),
        "imputed" => of_area.imputed(),
        "suppressed" => of_area.suppressed(),
        _ => of_area.reached(),
    };
    account.areas = vec![place];
    account
}

fn households(lang: Lang, number: f64) -> String {
    let one = number.round() == 1.0;
    let nl = if one { "huishouden" } else { "huishoudens" };
    lang.pick(nl, if one { "household" } else { "households" })
        .to_owned()
}

impl OfArea<'_> {
    /// The neighbourhoods' values, where they add up to the area's own.
    fn sum(&self, own: Option<f64>, value: impl Fn(&StudyArea) -> Option<f64>) -> Option<Parts> {
        let inside = &self.area.neighbourhoods;
        if self.area.level == Level::Neighbourhood || inside.is_empty() {
            return None;
        }
        let own = own?;
        let of = |at: &u32| value(self.study.areas.get(*at));
        let sum: f64 = inside.iter().filter_map(of).sum();
        let adds_up = (sum - own).abs() <= 1e-9 * own.abs().max(1.0);
        adds_up.then(|| Parts::Sum {
            terms: inside
                .iter()
                .map(|at| Term::area(self.study, *at, of(at)))
                .collect(),
        })
    }

    /// A figure that the source gives, or the sum of those that it gives for neighbourhoods.
    fn own(
        &self,
        value: impl Fn(&StudyArea) -> Option<f64>,
        word: impl Fn(Lang, f64) -> String,
        is_people: bool,
    ) -> Account {
        let number = value(self.area);
        let name = &self.area.name;
        let sentences = Text::each(|lang| match number {
            None => {
                let many = word(lang, 2.0);
                lang.pick(
                    format!("Hoeveel {many} {name} heeft, is niet bekend."),
                    format!("How many {many} {name} has is unknown."),
                )
            }
            Some(number) => {
                let noun = word(lang, number);
                let said = if is_people {
                    self.figure.rounding.people(lang, number)
                } else {
                    whole(lang, number)
                };
                lang.pick(
                    format!("{name} heeft {said} {noun}."),
                    format!("{name} has {said} {noun}."),
                )
            }
        });
        Account {
            parts: self.sum(number, &value),
            heads: is_people.then(|| self.heads(PopulationGroup::All)).flatten(),
            layers: Some(PLACES),
            sentences: Some(sentences),
            ..Account::default()
        }
    }

    /// The neighbourhoods whose residents of a group make up the area's; none where the area has a figure of its own that they do
    /// not add up to.
    fn heads(&self, group: PopulationGroup) -> Option<(Vec<u32>, PopulationGroup)> {
        let composed = self.area.level == Level::Neighbourhood
            || self.area.residents.is_none()
            || self.sum(self.area.residents, |area| area.residents).is_some();
        (group != PopulationGroup::All || composed).then(|| (self.area.neighbourhoods.clone(), group))
    }

    fn land(&self) -> Account {
        let (area, property) = (self.area, self.figure.property.name.as_ref());
        let name = &area.name;
        let known = area.bounds.map(|_| area.area_km2);
        // As larger areas add it up: water of which the source gives no land adds none.
        let land_of = |of: &StudyArea| (!(of.water && of.land_assumed)).then(|| of.density_km2());
        let sentences = Text::each(|lang| {
            let km2 = |value: Option<f64>| value.map(|value| figure(lang, value));
            match property {
                "areaKm2" => match km2(known) {
                    None => lang.pick(
                        format!("De grenzen van {name} zijn niet bekend."),
                        format!("The borders of {name} are unknown."),
                    ),
                    Some(km2) => lang.pick(
                        format!("{name} is {km2} km² groot: alles binnen de grenzen, ook water."),
                        format!("{name} is {km2} km² large: all within its borders, water too."),
                    ),
                },
                "landKm2" => match (km2(area.land_km2), area.land_assumed) {
                    (None, _) => lang.pick(
                        format!("Hoeveel land {name} heeft, geeft de bron niet."),
                        format!("The source does not give how much land {name} has."),
                    ),
                    (Some(km2), false) => lang.pick(
                        format!("{name} heeft {km2} km² land."),
                        format!("{name} has {km2} km² of land."),
                    ),
                    (Some(km2), true) => lang.pick(
                        format!(
                            "{name} heeft {km2} km² land. Van een deel van de buurten geeft de bron het \
                            land niet; daar telt alles binnen de grenzen mee."
                        ),
                        format!(
                            "{name} has {km2} km² of land. The source does not give it for some \
                            neighbourhoods; all within their borders counts there."
                        ),
                    ),
                },
                _ if area.land_assumed => lang.pick(
                    format!(
                        "De bron geeft niet of niet overal hoeveel land {name} heeft. Daar delen we door \
                        alles binnen de grenzen."
                    ),
                    format!(
                        "The source does not give how much land {name} has, or not everywhere. There we \
                        divide by all within the borders."
                    ),
                ),
                _ => lang.pick(
                    format!("De bron geeft hoeveel land {name} heeft."),
                    format!("The source gives how much land {name} has."),
                ),
            }
        });
        Account {
            parts: (property == "landKm2")
                .then(|| self.sum(area.land_km2, land_of))
                .flatten(),
            layers: Some(PLACES),
            land: property != "areaKm2",
            sentences: Some(sentences),
            ..Account::default()
        }
    }

    fn missing(&self) -> Account {
        let (name, missing) = (&self.area.name, self.area.residents_missing);
        let inside = self.area.neighbourhoods.len();
        let sentences = Text::each(|lang| {
            let of = counted(
                lang,
                inside,
                ("buurt", "buurten"),
                ("neighbourhood", "neighbourhoods"),
            );
            match missing {
                0 => lang.pick(
                    format!(
                        "Van geen enkele buurt van {name} ontbreekt het aantal inwoners; water telt niet \
                        mee."
                    ),
                    format!(
                        "The number of residents is missing for no neighbourhood of {name}; water does \
                        not count."
                    ),
                ),
                1 if inside == 1 => lang.pick(
                    format!(
                        "Hoeveel inwoners {name} heeft, is niet bekend. Deze buurt telt in geen enkel \
                        cijfer over inwoners mee."
                    ),
                    format!(
                        "How many residents {name} has is unknown. It is left out of every figure about \
                        residents."
                    ),
                ),
                _ => lang.pick(
                    format!(
                        "In {name} is van {missing} van de {of} niet bekend hoeveel inwoners er zijn. Die \
                        tellen in geen enkel cijfer over inwoners mee."
                    ),
                    format!(
                        "In {name} the residents of {missing} of {of} are unknown. These are left out of \
                        every figure about residents."
                    ),
                ),
            }
        });
        let terms = self.area.neighbourhoods.iter().map(|at| {
            let of = self.study.areas.get(*at).residents_missing;
            Term::area(self.study, *at, Some(of as f64))
        });
        Account {
            parts: (inside > 1).then(|| Parts::Sum {
                terms: terms.collect(),
            }),
            layers: Some(PLACES),
            sentences: Some(sentences),
            ..Account::default()
        }
    }
}
