//! Figures of how unequally far residents have to go.

use super::account::{Account, Counted, Parts, People, Quantity};
use super::{Figure, caveats};
use crate::collections::words::phrases::{Supply, residents};
use crate::collections::words::{Text, figure, metres, percent};
use crate::study::Sums;

/// What was counted for a figure of one area and population group.
pub fn account(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let area = of.text("areaCode").and_then(|code| study.areas.place(code));
    let group = of.text("group").and_then(|group| group.parse().ok());
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let (Some(place), Some(group), Some(asked)) = (area, group, asked) else {
        return Account::default();
    };
    let area = study.areas.get(place);
    let reach = study.reach_in(&query.selection, asked, place);
    let counted = Some(Counted::new(study, reach.facilities.clone(), Some(asked)));
    let people = Some(People {
        neighbourhoods: area.neighbourhoods.clone(),
        hidden: of.hidden(),
    });
    if of.hidden() {
        return Account {
            counted,
            people,
            group: Some(group),
            sentences: Some(caveats::suppressed()),
            ..Account::default()
        };
    }
    let mut sums = Sums::default();
    for at in &area.neighbourhoods {
        if let Some(block) = reach.of(*at) {
            sums += block.sums(&study.areas, &study.demand, *at, group);
        }
    }
    let value = super::number(of.value);
    let property = of.property.name.as_ref();
    let parts = value.filter(|_| property == "meanDistanceM").map(|_| {
        let who = (
            "inwoners die er een kunnen bereiken",
            "residents who can reach one",
            sums.reachable,
        );
        Parts::ratio(
            (
                "meter bij elkaar opgeteld over alle inwoners",
                "metres added up over all residents",
                sums.distance,
            ),
            Quantity::residents(of.rounding, who),
        )
    });
    let supply = Supply {
        study,
        selection: &query.selection,
        service_type: Some(asked),
        count: reach.facilities.len(),
        within: None,
    };
    let sentences = value.and_then(|value| {
        let say = |lang: crate::collections::words::Lang| {
            let who = residents(lang, group, Some(&area.name), 2.0);
            let (one, norm) = (supply.one(lang), supply.norm(lang));
            let norm = norm.trim_end_matches(',');
            Some(match property {
                "meanDistanceM" => lang.pick(
                    format!("De {who} gaan gemiddeld {} naar {one}.", metres(lang, value)),
                    format!("The {who} go {} to {one} on average.", metres(lang, value)),
                ),
                "medianDistanceM" => lang.pick(
                    format!("De helft van de {who} heeft {one} binnen {}.", metres(lang, value)),
                    format!("Half of the {who} have {one} within {}.", metres(lang, value)),
                ),
                "p90DistanceM" => lang.pick(
                    format!("Negen op de tien {who} hebben {one} binnen {}.", metres(lang, value)),
                    format!("Nine in ten {who} have {one} within {}.", metres(lang, value)),
                ),
                "gini" => lang.pick(
                    format!(
                        "De ongelijkheid in afstand tot {one} is voor de {who} {}. Bij 0 gaat ieder even ver; hoe dichter bij 1, hoe ongelijker.",
                        figure(lang, value)
                    ),
                    format!(
                        "The inequality of distance to {one} is {} for the {who}. At 0 all go equally far; the nearer to 1, the more unequal.",
                        figure(lang, value)
                    ),
                ),
                "fgt0" => lang.pick(
                    format!("Van de {who} die er een kunnen bereiken, woont {} verder dan {norm}.", percent(lang, value)),
                    format!("Of the {who} who can reach one, {} live beyond {norm}.", percent(lang, value)),
                ),
                _ => return None,
            })
        };
        say(crate::collections::words::Lang::Nl)?;
        Some(Text::each(|lang| say(lang).unwrap_or_default()))
    });
    Account {
        counted,
        people,
        group: Some(group),
        parts,
        reached: true,
        areas: vec![place],
        sentences,
        ..Account::default()
    }
}
