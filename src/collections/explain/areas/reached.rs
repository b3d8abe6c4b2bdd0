//! Who in an area is reached, how far they go and how much choice they have.

use geo::{Coord, Distance, Euclidean, Point};

use super::OfArea;
use super::sentences::sentences;
use crate::analysis::coverage;
use crate::collections::explain::account::{Account, Counted, Parts, People, Quantity, Term};
use crate::collections::explain::{caveats, number};
use crate::collections::words::Text;
use crate::collections::words::phrases::{Share, Supply, counted, residents};
use crate::collections::words::rounding::Rounding;
use crate::domain::Layer;
use crate::domain::feature::Value;
use crate::study::Sums;

const LAYERS: &[Layer] = &[
    Layer::Neighbourhoods,
    Layer::Districts,
    Layer::Municipalities,
    Layer::Facilities,
    Layer::Demand,
];

const PEOPLE: &[Layer] = &[
    Layer::Neighbourhoods,
    Layer::Districts,
    Layer::Municipalities,
    Layer::Demand,
];

/// Those of whom a mean is taken.
fn can_reach(rounding: &Rounding, residents: f64) -> Quantity {
    let title = (
        "inwoners die er een kunnen bereiken",
        "residents who can reach one",
        residents,
    );
    Quantity::residents(rounding, title)
}

impl OfArea<'_> {
    /// Terms by neighbourhood. Of a confidential layer none are told: they might give small counts away.
    fn terms(&self, terms: &[(u32, Sums)], value: impl Fn(&Sums) -> f64) -> Option<Parts> {
        if self.study.demand_confidential() {
            return None;
        }
        let group = self.figure.query.selection.group;
        let known = |at: u32| self.study.demand.knows(&self.study.areas, at, group);
        Some(Parts::Sum {
            terms: terms
                .iter()
                .map(|(at, sums)| Term::area(self.study, *at, known(*at).then(|| value(sums))))
                .collect(),
        })
    }

    fn sums(&self) -> (Vec<(u32, Sums)>, Sums) {
        let (study, query) = (self.study, self.figure.query);
        let terms = query
            .service_type(study)
            .map(|of| coverage::terms(study, &query.selection, of, self.place));
        let terms = terms.unwrap_or_default();
        let mut total = Sums::default();
        for (_, sums) in &terms {
            total += *sums;
        }
        (terms, total)
    }

    fn in_demand(&self) -> People {
        People {
            neighbourhoods: self.area.neighbourhoods.clone(),
            hidden: self.figure.hidden(),
        }
    }

    /// How many people of the group live in the area.
    pub(super) fn people(&self) -> Account {
        let (name, group) = (&self.area.name, self.figure.query.selection.group);
        let (value, rounding) = (number(self.figure.value), self.figure.rounding);
        let sentences = Text::each(|lang| match value {
            Some(number) => {
                let who = rounding.noun(lang, group, Some(name), number);
                let one = rounding.single(number);
                let verb = lang.pick(
                    if one { "Er is" } else { "Er zijn" },
                    if one { "There is" } else { "There are" },
                );
                format!("{verb} {} {who}.", rounding.people(lang, number))
            }
            None if self.figure.hidden() => caveats::suppressed().of(lang).to_owned(),
            None => {
                let who = residents(lang, group, None, 2.0);
                lang.pick(
                    format!("Hoeveel {who} er in {name} wonen, is niet bekend."),
                    format!("How many {who} live in {name} is unknown."),
                )
            }
        });
        let parts = value.and_then(|_| self.terms(&self.sums().0, |sums| sums.residents));
        Account {
            people: Some(self.in_demand()),
            parts,
            layers: Some(PEOPLE),
            sentences: Some(sentences),
            ..Account::default()
        }
    }

    /// For how many neighbourhoods the group's share is estimated.
    pub(super) fn imputed(&self) -> Account {
        let (name, group) = (&self.area.name, self.figure.query.selection.group);
        let people = self.in_demand();
        let imputed = people.imputed(self.study, group).len();
        let flagged = self.figure.value == &Value::Boolean(true);
        let sentences = Text::each(|lang| {
            let who = residents(lang, group, None, 2.0);
            let all = counted(
                lang,
                self.area.neighbourhoods.len(),
                ("buurt", "buurten"),
                ("neighbourhood", "neighbourhoods"),
            );
            match (imputed, flagged) {
                (0, true) => lang.pick(
                    format!(
                        "Van geen enkele buurt van {name} is het deel {who} bekend, en van de wijk en de \
                        stad ook niet."
                    ),
                    format!(
                        "The share of {who} is known for no neighbourhood of {name}, nor for the district \
                        or the city."
                    ),
                ),
                (0, false) => lang.pick(
                    format!("Van geen enkele buurt van {name} is het deel {who} geschat."),
                    format!("The share of {who} is estimated in no neighbourhood of {name}."),
                ),
                _ => lang.pick(
                    format!(
                        "In {name} is van {imputed} van de {all} het deel {who} geschat met het \
                        gemiddelde van de wijk, of anders van de stad."
                    ),
                    format!(
                        "In {name} the share of {who} is estimated in {imputed} of {all}, by the mean of \
                        the district or else of the city."
                    ),
                ),
            }
        });
        Account {
            people: Some(people),
            layers: Some(PEOPLE),
            sentences: Some(sentences),
            ..Account::default()
        }
    }

    /// Whether small counts are not told.
    pub(super) fn suppressed(&self) -> Account {
        let (name, hidden) = (&self.area.name, self.figure.hidden());
        let sentences = Text::each(|lang| {
            if hidden {
                return caveats::suppressed().of(lang).to_owned();
            }
            lang.pick(
                format!(
                    "De cijfers van {name} gaan niet over 1 tot en met 4 inwoners en verraden zo'n aantal \
                    ook niet."
                ),
                format!(
                    "The figures of {name} are not about 1 to 4 residents, nor do they give such a count \
                    away."
                ),
            )
        });
        Account {
            sentences: Some(sentences),
            ..Account::default()
        }
    }

    /// Who is reached, how far they go and how much choice they have.
    pub(super) fn reached(&self) -> Account {
        let (study, query) = (self.study, self.figure.query);
        let selection = &query.selection;
        let Some(asked) = query.service_type(study) else {
            return Account::default();
        };
        let (property, rounding) = (self.figure.property.name.as_ref(), self.figure.rounding);
        let reach = study.reach_in(selection, asked, self.place);
        let hidden = self.figure.hidden();
        let (terms, sums) = self.sums();
        let parts = (!hidden && !self.figure.value.is_null())
            .then(|| match property {
                "coverage" => {
                    let served = Share {
                        part: sums.served,
                        whole: sums.residents,
                    };
                    let near = (
                        "inwoners binnen de normafstand",
                        "residents within the norm distance",
                        served,
                    );
                    Some(Parts::ratio(
                        Quantity::reached(rounding, near),
                        Quantity::residents(rounding, ("inwoners", "residents", sums.residents)),
                    ))
                }
                "meanDistanceM" => Some(Parts::ratio(
                    (
                        "meter bij elkaar opgeteld over alle inwoners",
                        "metres added up over all residents",
                        sums.distance,
                    ),
                    can_reach(rounding, sums.reachable),
                )),
                "meanCount" => Some(Parts::ratio(
                    (
                        "keuzes binnen de normafstand, opgeteld over alle inwoners",
                        "choices within the norm distance, added up over all residents",
                        sums.count,
                    ),
                    can_reach(rounding, sums.reachable),
                )),
                "redundancyRatio" => Some(Parts::ratio(
                    (
                        "tweede en volgende keuzes",
                        "second and further choices",
                        sums.surplus,
                    ),
                    (
                        "alle keuzes binnen de normafstand",
                        "all choices within the norm distance",
                        sums.count,
                    ),
                )),
                "residentsServed" => self.terms(&terms, |sums| sums.served),
                "residentsUnserved" => self.terms(&terms, |sums| sums.residents - sums.served),
                "residentsUnreachable" => self.terms(&terms, |sums| sums.residents - sums.reachable),
                _ => None,
            })
            .flatten();
        let supply = Supply {
            study,
            selection,
            service_type: Some(asked),
            count: reach.facilities.len(),
            within: selection.within.then_some(self.area.name.as_str()),
        };
        let mut counted = Counted::new(study, reach.facilities.clone(), Some(asked));
        if property == "meanDistanceM" && !study.demand_confidential() {
            counted = self.far(counted);
        }
        Account {
            counted: Some(counted),
            people: Some(self.in_demand()),
            parts,
            layers: Some(LAYERS),
            reached: matches!(property, "coverage" | "residentsServed" | "residentsUnserved"),
            sentences: sentences(self.figure, &self.area.name, &supply, &sums),
            ..Account::default()
        }
    }

    /// How far the facilities are from the middle of where the area's residents live.
    fn far(&self, counted: Counted) -> Counted {
        let (study, group) = (self.study, self.figure.query.selection.group);
        let (mut x, mut y, mut total) = (0.0, 0.0, 0.0);
        for at in &self.area.neighbourhoods {
            study.demand.weights(&study.areas, *at, group, |point, weight| {
                let at = study.demand.points[point];
                x += weight * at.x;
                y += weight * at.y;
                total += weight;
            });
        }
        if total <= 0.0 {
            return counted;
        }
        let middle = Coord {
            x: x / total,
            y: y / total,
        };
        let factor = study.settings.detour_factor;
        let from = Text::new(
            format!("het midden van waar de inwoners van {} wonen", self.area.name),
            format!("the middle of where the residents of {} live", self.area.name),
        );
        counted.from(study, from, |place| {
            let at = study.facilities.location(place)?;
            Some(Euclidean.distance(Point(middle), Point(at)) * factor)
        })
    }
}
