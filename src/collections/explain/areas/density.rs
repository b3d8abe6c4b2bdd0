//! What stands in an area, per square kilometre of land and per 1,000 residents.

use std::collections::HashSet;

use super::OfArea;
use crate::analysis::density;
use crate::collections::explain::account::{Account, Counted, Parts, Term};
use crate::collections::explain::number;
use crate::collections::words::phrases::{Supply, on, residents, sentence};
use crate::collections::words::{Lang, Text, figure};
use crate::domain::{Layer, Level};

const LAYERS: &[Layer] = &[
    Layer::Neighbourhoods,
    Layer::Districts,
    Layer::Municipalities,
    Layer::Facilities,
];

impl OfArea<'_> {
    /// Located facilities that stand in the area.
    fn standing(&self) -> Vec<u32> {
        let (study, query) = (self.study, self.figure.query);
        let asked = query.service_type(study);
        let inside: HashSet<u32> = self.area.neighbourhoods.iter().copied().collect();
        let stands = |place: &u32| {
            let of = study.facilities.get(*place);
            of.neighbourhood.is_some_and(|at| inside.contains(&at))
                && asked.is_none_or(|asked| of.service_type == Some(asked))
        };
        study
            .facilities
            .counted(&study.grants, &query.selection)
            .filter(stands)
            .collect()
    }

    /// How many facilities stand in the area, for how much land and how many people.
    pub(super) fn density(&self) -> Account {
        let (study, query) = (self.study, self.figure.query);
        let (area, name) = (self.area, &self.area.name);
        let asked = query.service_type(study);
        let places = self.standing();
        let standing = places.len() as f64;
        let group = query.selection.group;
        let who = density::residents_of(study, self.place, group);
        let known = !area.neighbourhoods.is_empty();
        let km2 = area.density_km2();
        let parts = match self.figure.property.name.as_ref() {
            _ if !known => None,
            "facilitiesPerKm2" => (km2 > 0.0).then(|| {
                Parts::ratio(
                    ("voorzieningen", "facilities", standing),
                    ("km² land", "km² of land", km2),
                )
            }),
            "facilitiesPer1000" => who.filter(|who| *who > 0.0).map(|who| {
                Parts::ratio(
                    ("voorzieningen", "facilities", standing),
                    ("duizend inwoners", "thousand residents", who / 1000.0),
                )
            }),
            _ if area.level == Level::Neighbourhood => None,
            _ => Some(self.count_by_neighbourhood(&places)),
        };
        let supply = Supply {
            study,
            selection: &query.selection,
            service_type: asked,
            count: places.len(),
            within: None,
        };
        let value = number(self.figure.value);
        let sentences = Text::each(|lang| {
            if !known {
                return lang.pick(
                    format!("Welke buurten in {name} liggen, is niet bekend. Daarom tellen we er niets."),
                    format!("Which neighbourhoods lie in {name} is unknown, so nothing is counted."),
                );
            }
            let day = on(lang, query.selection.date);
            let (counted, verb) = (
                supply.counted(lang),
                match (lang, places.len()) {
                    (Lang::Nl, 0 | 1) => "staat",
                    (Lang::Nl, _) => "staan",
                    (Lang::En, 1) => "is",
                    (Lang::En, _) => "are",
                },
            );
            let there = lang.pick(
                format!("{day} {verb} in {name} {counted}"),
                format!("{day} there {verb} {counted} in {name}"),
            );
            match self.figure.property.name.as_ref() {
                "facilitiesPerKm2" => match value {
                    None => lang.pick(
                        format!("{there}. De oppervlakte is niet bekend, dus er is geen aantal per km²."),
                        format!("{there}. Its area is unknown, so there is no number per km²."),
                    ),
                    Some(value) => lang.pick(
                        format!(
                            "{there}, op {} km² land: {} per km².",
                            figure(lang, km2),
                            figure(lang, value)
                        ),
                        format!(
                            "{there}, on {} km² of land: {} per km².",
                            figure(lang, km2),
                            figure(lang, value)
                        ),
                    ),
                },
                "facilitiesPer1000" => match (value, who) {
                    (Some(value), Some(who)) => {
                        let rounding = self.figure.rounding;
                        let noun = rounding.noun(lang, group, None, who);
                        let who = rounding.people(lang, who);
                        let each = residents(lang, group, None, 1000.0);
                        lang.pick(
                            format!(
                                "{there}, voor {who} {noun}: {} per 1.000 {each}.",
                                figure(lang, value)
                            ),
                            format!(
                                "{there}, for {who} {noun}: {} per 1,000 {each}.",
                                figure(lang, value)
                            ),
                        )
                    }
                    (_, who) => {
                        let noun = residents(lang, group, None, 2.0);
                        if who.is_none() {
                            lang.pick(
                                format!(
                                    "{there}. Hoeveel {noun} er wonen, is niet bekend, dus er is geen \
                                    aantal per 1.000."
                                ),
                                format!(
                                    "{there}. How many {noun} live there is unknown, so there is no \
                                    number per 1,000."
                                ),
                            )
                        } else {
                            lang.pick(
                                format!("{there}. Er wonen geen {noun}, dus er is geen aantal per 1.000."),
                                format!("{there}. No {noun} live there, so there is no number per 1,000."),
                            )
                        }
                    }
                },
                _ => sentence(&there),
            }
        });
        let per_head = self.figure.property.name == "facilitiesPer1000";
        Account {
            counted: Some(Counted::new(study, places, asked)),
            heads: per_head.then(|| self.heads(group)).flatten(),
            parts,
            layers: Some(LAYERS),
            land: self.figure.property.name == "facilitiesPerKm2",
            sentences: Some(sentences),
            ..Account::default()
        }
    }

    fn count_by_neighbourhood(&self, places: &[u32]) -> Parts {
        let count = |at: u32| {
            let stands = |place: &&u32| self.study.facilities.get(**place).neighbourhood == Some(at);
            places.iter().filter(stands).count() as f64
        };
        Parts::Sum {
            terms: self
                .area
                .neighbourhoods
                .iter()
                .map(|at| Term::area(self.study, *at, Some(count(*at))))
                .collect(),
        }
    }
}
