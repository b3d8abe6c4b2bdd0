//! What is said of who is reached.

use crate::collections::explain::{Figure, caveats};
use crate::collections::words::phrases::{Rounded, Share, Supply, live, measured, residents};
use crate::collections::words::{Lang, Text, capital, figure, metres, percent};
use crate::study::Sums;

/// The sentences of a typed figure; none for one that has no words of its own.
pub(super) fn sentences(of: &Figure, name: &str, supply: &Supply, sums: &Sums) -> Option<Text> {
    let property = of.property.name.as_ref();
    let known = [
        "coverage",
        "residentsServed",
        "residentsUnserved",
        "residentsUnreachable",
        "meanDistanceM",
        "meanCount",
        "redundancyRatio",
    ];
    if !known.contains(&property) {
        return None;
    }
    Some(Text::each(|lang| {
        if of.hidden() {
            return caveats::suppressed().of(lang).to_owned();
        }
        let group = of.query.selection.group;
        let noun = |number| residents(lang, group, Some(name), number);
        let who = residents(lang, group, None, 2.0);
        if of.number("groupResidents").is_none() {
            return lang.pick(
                format!("Hoeveel {who} er in {name} wonen, is niet bekend. Daarom is dit cijfer er niet."),
                format!("How many {who} live in {name} is unknown, so there is no figure."),
            );
        }
        if sums.residents == 0.0 {
            return lang.pick(
                format!("In {name} wonen geen {who}. Daarom is dit cijfer leeg of 0."),
                format!("No {who} live in {name}, so this figure is empty or 0."),
            );
        }
        if sums.residents.round() < 1.0 {
            let few = of.rounding.people(lang, sums.residents);
            return lang.pick(
                format!(
                    "In {name} wonen naar schatting {few} van de {who}: te weinig om iets over te zeggen."
                ),
                format!(
                    "{} of the {who} {} estimated to live in {name}: too few to say anything of.",
                    capital(&few),
                    if of.rounding.single(sums.residents) {
                        "is"
                    } else {
                        "are"
                    }
                ),
            );
        }
        match property {
            "residentsUnreachable" => unreachable(lang, of, &noun(2.0), supply, sums),
            "meanDistanceM" => match of.number(property) {
                Some(metres_away) => {
                    let (who, far) = (noun(2.0), metres(lang, metres_away));
                    let how = measured(lang, of.study, of.query.selection.mode);
                    let (one, there) = (supply.one(lang), supply.there_are(lang));
                    lang.pick(
                        format!(
                            "De {who} wonen gemiddeld {far}, {how}, van {one}; voor ieder telt de \
                            dichtstbijzijnde. {there}."
                        ),
                        format!(
                            "The {who} live {far}, {how}, from {one} on average, counting the nearest of \
                            each. {there}."
                        ),
                    )
                }
                None => nothing_open(
                    lang,
                    supply,
                    lang.pick("Daarom is er geen afstand.", "So there is no distance."),
                ),
            },
            "meanCount" => match of.number(property) {
                Some(value) => {
                    let (who, norm) = (noun(2.0), supply.norm(lang));
                    let (many, which) = (supply.noun(lang).many, supply.which(lang));
                    let there = supply.there_are(lang);
                    lang.pick(
                        format!(
                            "De {who} hebben binnen {} gemiddeld {} {many}{which}. {there}.",
                            norm,
                            figure(lang, value)
                        ),
                        format!(
                            "Within {} the {who} have {} {many}{which} on average. {there}.",
                            norm,
                            figure(lang, value)
                        ),
                    )
                }
                None => nothing_open(
                    lang,
                    supply,
                    lang.pick("Daarom is er geen gemiddelde.", "So there is no mean."),
                ),
            },
            "redundancyRatio" => {
                let (who, norm) = (noun(2.0), supply.norm(lang));
                let many = supply.noun(lang).many;
                match of.number(property) {
                    Some(value) => {
                        let share = percent(lang, value);
                        lang.pick(
                            format!(
                                "Van alle {many} die {who} binnen {norm} kunnen kiezen, is {share} een \
                                tweede of volgende keus."
                            ),
                            format!(
                                "Of all {many} that {who} can choose within {norm} {share} are a second \
                                or further choice."
                            ),
                        )
                    }
                    None => lang.pick(
                        format!(
                            "Binnen {norm} van de {who} staat niets om uit te kiezen. Daarom is er geen \
                            deel."
                        ),
                        format!(
                            "There is nothing to choose within {norm} of the {who}, so there is no share."
                        ),
                    ),
                }
            }
            _ => within_norm(lang, of, name, supply, sums, property == "residentsUnserved"),
        }
    }))
}

fn nothing_open(lang: Lang, supply: &Supply, so: &str) -> String {
    format!("{}. {so}", supply.there_are(lang))
}

fn unreachable(lang: Lang, of: &Figure, who: &str, supply: &Supply, sums: &Sums) -> String {
    let there = supply.there_are(lang);
    if sums.reachable >= sums.residents {
        lang.pick(
            format!("{there}. Daarom is er niemand die er geen kan bereiken, hoe ver het ook is."),
            format!("{there}. So there is nobody who can reach none, however far it is."),
        )
    } else {
        let number = of.rounding.people(lang, sums.residents - sums.reachable);
        let number = capital(&number);
        lang.pick(
            format!("{there}. {number} van de {who} kunnen er geen bereiken."),
            format!("{there}. {number} of the {who} can reach none."),
        )
    }
}

/// Who lives within the norm distance, or beyond it.
fn within_norm(lang: Lang, of: &Figure, name: &str, supply: &Supply, sums: &Sums, beyond: bool) -> String {
    let norm = supply.norm(lang);
    let group = of.query.selection.group;
    if supply.count == 0 {
        let who = of.rounding.noun(lang, group, Some(name), sums.residents);
        let (total, there, one) = (
            of.rounding.people(lang, sums.residents),
            supply.there_are(lang),
            supply.one(lang),
        );
        return lang.pick(
            format!("{there}. Daarom woont niemand van de {total} {who} binnen {norm} van {one}."),
            format!("{there}. So none of the {total} {who} live within {norm} of {one}."),
        );
    }
    let served = Share {
        part: sums.served,
        whole: sums.residents,
    };
    let said = if beyond {
        let target = supply.among(lang, "elk van", "each of");
        let place = lang.pick(
            format!("verder dan {norm} van {target}"),
            format!("further than {norm} from {target}"),
        );
        live(
            lang,
            of.rounding,
            group,
            name,
            served.rest(),
            Rounded::First,
            &place,
        )
    } else {
        let target = supply.among(lang, "een van", "one of");
        let place = lang.pick(
            format!("binnen {norm} van {target}"),
            format!("within {norm} of {target}"),
        );
        live(lang, of.rounding, group, name, served, Rounded::Rest, &place)
    };
    format!("{said}.{}", supply.single(lang))
}
