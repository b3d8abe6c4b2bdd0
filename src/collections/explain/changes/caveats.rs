//! What would mislead in a change: lists younger than the day, facilities without a first day, one revision for both days.

use super::super::Figure;
use super::super::caveats::Caveat;
use crate::collections::Before;
use crate::collections::words::phrases::{Noun, plural};
use crate::collections::words::{Text, date};
use crate::domain::Layer;
use crate::study::{DemandKind, Selection, Study};

/// What there is to know before believing a change.
pub(super) fn to_know(of: &Figure, before: &Before, asked: Option<usize>) -> Vec<Caveat> {
    let (study, selection) = (of.study, &of.query.selection);
    let earlier = before.date.min(selection.date);
    let mut caveats = Vec::new();
    if asked.is_some() || of.text("measure") == Some("facilityCount") {
        caveats.extend(since_unknown(study, selection, asked));
        let since = study.facilities_since.filter(|since| *since > earlier);
        caveats.extend(since.map(|since| {
            Caveat::new(
                "listsSince",
                Text::each(|lang| {
                    let (since, earlier) = (date(lang, since), date(lang, earlier));
                    lang.pick(
                        format!("De oudste lijst van voorzieningen is van {since}. Wat tussen {earlier} en die dag sloot, staat er misschien niet in: het aantal sluitingen kan te laag zijn."),
                        format!("The oldest list of facilities is of {since}. What closed between {earlier} and that day may not be in it: closings may be too few."),
                    )
                }),
            )
        }));
        if before.study.revision.number == study.revision.number {
            caveats.push(Caveat::new(
                "sameRevision",
                Text::new(
                    "Beide dagen zijn gevraagd aan dezelfde revisie, en die kent van elke voorziening maar één plaats en soort. Een verhuizing of een correctie is alleen te zien tegen een eerdere revisie (fromRevision).",
                    "Both days are asked of the same revision, which knows only one place and type of each facility. A move or a correction shows only against an earlier revision (fromRevision).",
                ),
            ));
        }
    }
    if of.text("measure") != Some("facilityCount") {
        let day = |of: &Study| {
            let layer = match of.demand.kind {
                DemandKind::Layer => Layer::Demand,
                DemandKind::Lattice => Layer::Neighbourhoods,
            };
            of.sources
                .iter()
                .filter(|source| source.layer == layer)
                .map(|source| source.date)
                .min()
        };
        let first = if before.date <= selection.date {
            &before.study
        } else {
            study
        };
        caveats.extend(day(first).filter(|day| *day > earlier).map(|day| {
            Caveat::new(
                "residentsLater",
                Text::each(|lang| {
                    let (day, earlier) = (date(lang, day), date(lang, earlier));
                    lang.pick(
                        format!("Van {earlier} zijn geen inwoners bekend; die van {day} staan ervoor."),
                        format!("The residents of {earlier} are not known; those of {day} stand for them."),
                    )
                }),
            )
        }));
    }
    caveats
}

/// How many of the facilities that count do not say since when they are there: what opened may be among them.
fn since_unknown(study: &Study, selection: &Selection, asked: Option<usize>) -> Vec<Caveat> {
    let located = study.facilities.located(
        &study.grants,
        &Selection {
            service_type: None,
            ..selection.clone()
        },
    );
    let places = located.into_iter().filter(|place| {
        let of = study.facilities.get(*place);
        (asked.is_none() || of.service_type == asked) && of.facility.valid_from.is_none()
    });
    let count = places.count();
    if count == 0 {
        return Vec::new();
    }
    let text = Text::each(|lang| {
        let noun = Noun::of(lang, asked.and_then(|of| study.taxonomy.types().get(of)));
        let number = noun.counted(lang, count);
        lang.pick(
            format!(
                "Van {number} is niet bekend sinds wanneer. {} op elke eerdere dag mee: wat er in deze tijd bij kwam, ziet u dan niet als opening.",
                plural(count, "Die telt", "Die tellen"),
            ),
            format!(
                "It is unknown since when {number} {}. {} on every earlier day: what was added in this time does not show as an opening.",
                plural(count, "is there", "are there"),
                plural(count, "It counts", "They count"),
            ),
        )
    });
    vec![Caveat::about("sinceUnknown", count, text)]
}
