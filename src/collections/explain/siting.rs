//! Figures of sites: what new facilities add.

use super::Figure;
use super::account::{Account, Counted, People};
use super::caveats;
use crate::analysis::siting::{Present, names_cell};
use crate::collections::words::{Text, figure, percent};

/// What was counted for a figure of a site.
pub fn site(of: &Figure) -> Account {
    if of.hidden() {
        return Account {
            sentences: Some(caveats::suppressed()),
            ..Account::default()
        };
    }
    let (rank, id) = (of.number("rank"), of.text("candidateId"));
    let gain = of.number("gainResidents");
    let after = of.number("coverageAfter");
    let before = of.number("coverageBefore");
    let sentences = rank.zip(id).zip(gain).zip(after.zip(before));
    let sentences = sentences.map(|(((rank, id), gain), (after, before))| {
        Text::each(|lang| {
            let (rank, gain) = (figure(lang, rank), of.rounding.people(lang, gain));
            // A column and a row say nothing to who reads; the feature has them.
            let known = if names_cell(id) {
                String::new()
            } else {
                format!(" ({id})")
            };
            let (after, before) = (percent(lang, after), percent(lang, before));
            lang.pick(
                &format!(
                    "Plek {rank}{known} brengt {gain} inwoners binnen de normafstand die er na de plekken ervoor nog geen hadden. \
                    Daarmee heeft {after} van de inwoners van de stad er een; zonder deze plekken {before}."
                ),
                &format!(
                    "Site {rank}{known} brings {gain} residents within the norm distance who had none after the sites before it. \
                    With it {after} of the city's residents have one; without these sites {before}."
                ),
            )
            .to_owned()
        })
    });
    reached(of, sentences)
}

/// What was counted for a figure of a site in a district.
pub fn district(of: &Figure) -> Account {
    let (rank, name) = (of.number("rank"), of.text("districtName"));
    let gain = of.number("gainResidents");
    let sentences = rank.zip(name).zip(gain).map(|((rank, name), gain)| {
        Text::each(|lang| {
            let (rank, gain) = (figure(lang, rank), of.rounding.people(lang, gain));
            lang.pick(
                &format!("Plek {rank} brengt {gain} inwoners van {name} binnen de normafstand."),
                &format!("Site {rank} brings {gain} residents of {name} within the norm distance."),
            )
            .to_owned()
        })
    });
    reached(of, sentences)
}

/// The facilities that are there already and stay beside the sites; none where the question leaves them out or moves them.
fn staying(of: &Figure) -> Option<Counted> {
    let (study, query) = (of.study, of.query);
    if query.sites.present != Present::Locked {
        return None;
    }
    let asked = study.taxonomy.position(of.text("serviceType")?)?;
    let places = study.counting(&query.selection, asked).to_vec();
    Some(Counted::new(study, places, Some(asked)))
}

fn reached(of: &Figure, sentences: Option<Text>) -> Account {
    Account {
        counted: staying(of),
        people: Some(People::everyone(of.study)),
        reached: true,
        sentences,
        ..Account::default()
    }
}
