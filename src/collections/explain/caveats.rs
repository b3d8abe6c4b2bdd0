//! What is missing from a figure, or assumed in it.

use serde::Serialize;

use super::account::Account;
use super::{Counted, Figure};
use crate::collections::Query;
use crate::collections::words::phrases::{counted, plural, residents};
use crate::collections::words::rounding::Rounding;
use crate::collections::words::{Text, figure};
use crate::config::City;
use crate::domain::PopulationGroup;
use crate::domain::feature::Value;
use crate::study::{DemandKind, Study};

/// Something to know before believing a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caveat {
    pub code: &'static str,
    /// How many neighbourhoods or facilities it is about, where it is about some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    #[serde(flatten)]
    pub text: Text,
}

impl Caveat {
    pub(super) fn new(code: &'static str, text: Text) -> Self {
        Self {
            code,
            count: None,
            text,
        }
    }

    pub(super) fn about(code: &'static str, count: usize, text: Text) -> Self {
        Self {
            code,
            count: Some(count),
            text,
        }
    }
}

/// Why a small count is not told.
pub fn suppressed() -> Text {
    Text::new(
        "Dit cijfer laten we niet zien: het gaat over 1 tot en met 4 inwoners, of zou zo'n klein aantal \
        verraden.",
        "We do not show this figure: it is about 1 to 4 residents, or would give such a small count away.",
    )
}

/// Everything to know about a figure, most weighty first.
pub(super) fn of(city: &City, of: &Figure, account: &Account) -> Vec<Caveat> {
    let mut caveats: Vec<Caveat> = notice(city)
        .map(|text| Caveat::new("notice", text))
        .into_iter()
        .collect();
    if of.hidden() && of.value.is_null() {
        caveats.push(Caveat::new("suppressed", suppressed()));
    }
    caveats.extend(about(of.study, of.query, account, of.rounding));
    if of.other("targetGroupUnknown") == Some(&Value::Boolean(true)) {
        caveats.push(Caveat::new(
            "targetGroupAssumed",
            Text::new(
                "Van een of beide voorzieningen is de doelgroep niet bekend. We nemen aan dat zij voor \
                iedereen zijn.",
                "The target group of one or both facilities is unknown. We assume that they are for \
                everybody.",
            ),
        ));
    }
    caveats
}

/// What the city says that a reader must know before believing a figure.
pub fn notice(city: &City) -> Option<Text> {
    let (nl, en) = (&city.notice_nl, &city.notice_en);
    let text = Text::new(nl.as_ref().or(en.as_ref())?, en.as_ref().or(nl.as_ref())?);
    Some(text)
}

/// What is missing from what was counted, or assumed in it.
pub fn about(study: &Study, query: &Query, account: &Account, rounding: &Rounding) -> Vec<Caveat> {
    let in_scenario = scenario(study).map(|text| Caveat::new("scenario", text));
    let mut caveats: Vec<Caveat> = in_scenario.into_iter().collect();
    people(study, query, account, rounding, &mut caveats);
    if account.land {
        land(study, account, &mut caveats);
    }
    if let Some(counted) = &account.counted {
        facilities(study, query, counted, &mut caveats);
    }
    caveats.extend(account.also.iter().cloned());
    caveats
}

/// What a reader must know of a study in a scenario; none of the city as it is.
pub fn scenario(study: &Study) -> Option<Text> {
    let of = study.scenario.as_ref()?;
    let (name, proposal, unfit) = (&of.scenario.name, &of.scenario.proposal, of.unfit);
    let (comes, moves, goes) = (proposal.add.len(), proposal.moves.len(), proposal.remove.len());
    Some(Text::each(|lang| {
        let left = if unfit == 0 {
            String::new()
        } else {
            lang.pick(
                format!(
                    " {unfit} daarvan {} niet uit te voeren: wat zij noemen, is er niet.",
                    plural(unfit, "is", "zijn")
                ),
                format!(
                    " {unfit} of these cannot be carried out: what {} is not there.",
                    plural(unfit, "it names", "they name")
                ),
            )
        };
        lang.pick(
            format!(
                "Dit is niet de stad zoals zij is, maar het scenario '{name}': {comes} erbij, {moves} verplaatst, \
                {goes} weg.{left}"
            ),
            format!(
                "This is not the city as it is but the scenario '{name}': {comes} added, {moves} moved, {goes} \
                removed.{left}"
            ),
        )
    }))
}

fn people(study: &Study, query: &Query, account: &Account, rounding: &Rounding, caveats: &mut Vec<Caveat>) {
    if let Some((neighbourhoods, group)) = &account.heads {
        let figures = |at: &&u32| &study.areas.groups[**at as usize];
        let dry = neighbourhoods.iter().filter(|at| !study.areas.get(**at).water);
        let unknown = |at: &&u32| figures(at).residents.is_none() || figures(at).share(*group).is_none();
        let imputed = |at: &&u32| figures(at).imputed(*group) && figures(at).share(*group).is_some();
        missing_and_imputed(
            *group,
            dry.filter(unknown).count(),
            neighbourhoods.iter().filter(imputed).count(),
            caveats,
        );
    }
    let Some(people) = &account.people else { return };
    let group = account.group.unwrap_or(query.selection.group);
    let (missing, imputed) = (people.missing(study, group), people.imputed(study, group));
    missing_and_imputed(group, missing.len(), imputed.len(), caveats);
    spread(study, rounding, caveats);
}

fn missing_and_imputed(group: PopulationGroup, missing: usize, imputed: usize, caveats: &mut Vec<Caveat>) {
    if missing > 0 {
        let text = Text::each(|lang| {
            let number = counted(
                lang,
                missing,
                ("buurt", "buurten"),
                ("neighbourhood", "neighbourhoods"),
            );
            let who = residents(lang, group, None, 2.0);
            lang.pick(
                format!(
                    "Van {number} is niet bekend hoeveel {who} er wonen. {} niet mee.",
                    plural(missing, "Die telt", "Die tellen")
                ),
                format!(
                    "The number of {who} of {number} is unknown. {} left out.",
                    plural(missing, "It is", "They are")
                ),
            )
        });
        caveats.push(Caveat::about("residentsMissing", missing, text));
    }
    if imputed > 0 {
        let text = Text::each(|lang| {
            let number = counted(
                lang,
                imputed,
                ("buurt", "buurten"),
                ("neighbourhood", "neighbourhoods"),
            );
            let who = residents(lang, group, None, 2.0);
            lang.pick(
                format!(
                    "Van {number} is het deel {who} niet bekend. Daar geldt het gemiddelde van de wijk, \
                    of anders van de stad."
                ),
                format!(
                    "The share of {who} is unknown in {number}. The mean of the district, or else of the \
                    city, stands for it."
                ),
            )
        });
        caveats.push(Caveat::about("imputed", imputed, text));
    }
}

/// Where people live is not known, or not of everybody.
fn spread(study: &Study, rounding: &Rounding, caveats: &mut Vec<Caveat>) {
    let demand = &study.demand;
    if demand.kind == DemandKind::Lattice {
        let spacing = demand.spacing;
        caveats.push(Caveat::new(
            "residentsSpread",
            Text::each(|lang| {
                let metres = figure(lang, spacing);
                lang.pick(
                    format!(
                        "Waar mensen precies wonen weten we niet. De inwoners van een buurt zijn gelijk \
                        verdeeld over punten die {metres} meter uit elkaar liggen."
                    ),
                    format!(
                        "Where exactly people live is not known. The residents of a neighbourhood are \
                        spread evenly over points {metres} metres apart."
                    ),
                )
            }),
        ));
    } else if demand.residents_without_point > 0.0 {
        let left = demand.residents_without_point;
        caveats.push(Caveat::new(
            "residentsWithoutPoint",
            Text::each(|lang| {
                let number = rounding.people(lang, left);
                lang.pick(
                    format!(
                        "In buurten met samen {number} inwoners staat geen enkel woonpunt. Die inwoners \
                        tellen niet mee."
                    ),
                    format!(
                        "Neighbourhoods with {number} residents in all have no demand point. These \
                        residents are left out."
                    ),
                )
            }),
        ));
    }
}

fn land(study: &Study, account: &Account, caveats: &mut Vec<Caveat>) {
    let assumed = |at: &&u32| study.areas.get(**at).land_assumed;
    let number = account.areas.iter().filter(assumed).count();
    if number > 0 {
        caveats.push(Caveat::new(
            "landAssumed",
            Text::new(
                "De bron geeft de oppervlakte van het land niet of niet overal. Daar telt alles binnen de \
                grenzen mee, ook water.",
                "The source does not give the area of land, or not everywhere. There all within the \
                borders counts, water too.",
            ),
        ));
    }
}

/// What may be unknown of facilities, in the order of [`Access::QUESTIONS`](crate::study::Access::QUESTIONS).
const UNANSWERED: [(&str, (&str, &str)); 5] = [
    (
        "openUnknown",
        (
            "waarvan de openingstijden niet bekend zijn,",
            "of which the opening hours are unknown",
        ),
    ),
    (
        "wheelchairUnknown",
        (
            "waarvan niet bekend is of een rolstoel er terechtkan,",
            "of which wheelchair access is unknown",
        ),
    ),
    (
        "languageUnknown",
        (
            "waarvan niet bekend is welke talen er worden gesproken,",
            "of which the languages are unknown",
        ),
    ),
    (
        "contributionUnknown",
        (
            "waarvan de eigen bijdrage niet bekend is,",
            "of which the own contribution is unknown",
        ),
    ),
    (
        "targetGroupUnknown",
        (
            "waarvan niet bekend is voor wie zij zijn,",
            "of which the target group is unknown",
        ),
    ),
];

/// Facilities that could not be counted though they might have to be.
fn facilities(study: &Study, query: &Query, counted_ones: &Counted, caveats: &mut Vec<Caveat>) {
    let selection = &query.selection;
    let mut any_role = selection.clone();
    any_role.role = None;
    let asked = |place: &u32| {
        let facility = study.facilities.get(*place);
        counted_ones
            .service_type
            .is_none_or(|of| facility.service_type == Some(of))
    };
    let valid: Vec<u32> = study.facilities.counted(&study.grants, &any_role).collect();
    if selection.role.is_some() {
        let unknown = |place: &&u32| {
            study
                .facilities
                .role(**place, &study.grants, selection.date)
                .is_none()
        };
        let number = valid.iter().filter(|place| asked(place)).filter(unknown).count();
        if number > 0 {
            caveats.push(left_out(
                "roleUnknown",
                number,
                (
                    "waarvan de rol van de gemeente niet bekend is,",
                    "of which the role of the municipality is unknown",
                ),
            ));
        }
    }
    let unanswered = study
        .facilities
        .unanswered(&study.grants, selection, counted_ones.service_type);
    for ((code, what), number) in UNANSWERED.into_iter().zip(unanswered) {
        if number > 0 {
            caveats.push(left_out(code, number, what));
        }
    }
    if counted_ones.located {
        let in_role = study.facilities.counted(&study.grants, selection);
        let nowhere = in_role
            .filter(asked)
            .filter(|place| study.facilities.location(*place).is_none());
        let number = nowhere.count();
        if number > 0 {
            let words = ("zonder bekende plek", "without a known place");
            caveats.push(left_out("unlocated", number, words));
        }
    }
    if counted_ones.service_type.is_some() {
        let number = valid
            .iter()
            .filter(|place| study.facilities.get(**place).service_type.is_none())
            .count();
        if number > 0 {
            let words = ("waarvan de soort niet bekend is,", "of which the type is unknown");
            caveats.push(left_out("unclassified", number, words));
        }
    }
}

fn left_out(code: &'static str, number: usize, (nl, en): (&str, &str)) -> Caveat {
    let text = Text::each(|lang| {
        let facilities = counted(
            lang,
            number,
            ("voorziening", "voorzieningen"),
            ("facility", "facilities"),
        );
        lang.pick(
            format!("{facilities} {nl} {} niet mee.", plural(number, "telt", "tellen")),
            format!("{facilities} {en} {} left out.", plural(number, "is", "are")),
        )
    });
    Caveat::about(code, number, text)
}
