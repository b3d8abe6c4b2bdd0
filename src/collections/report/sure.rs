//! How sure the figures are, and where they come from.

use super::facts::Facts;
use super::page::{Page, plain};
use crate::collections::words::phrases::plural;
use crate::collections::words::{Lang, date, figure, metres, number, percent};
use crate::domain::criterion::Mode;
use crate::domain::{Layer, Metres};
use crate::study::{DemandKind, Study};

/// How far the figures can be believed.
pub fn section(page: &mut Page, facts: &Facts, lang: Lang) {
    page.heading(2, lang.pick("Hoe zeker dit is", "How sure this is"));
    let mut items: Vec<String> = facts
        .caveats
        .iter()
        .map(|caveat| caveat.text.of(lang).to_owned())
        .collect();
    if !facts.places.is_empty() {
        items.extend(resolution(facts, lang));
        items.extend(distance(facts, lang));
        items.extend(norm(facts, lang));
    }
    items.extend(money(facts, lang));
    let code = &facts.study().taxonomy.types()[facts.service_type].code;
    items.push(
        lang.pick(
            "Alleen afstand telt hier: niet of een plek genoeg ruimte heeft, goed is, of bij de mensen past."
                .to_owned(),
            "Only distance counts here: not whether a place has room enough, is good, or suits the people."
                .to_owned(),
        ),
    );
    items.push(lang.pick(
        format!(
            "Hoe een cijfer tot stand komt, zegt `wijkkaart analyze coverage --service-type {code} \
            --explain`."
        ),
        format!(
            "How a figure came about is told by `wijkkaart analyze coverage --service-type {code} \
            --explain --lang en`."
        ),
    ));
    page.list(&items);
}

/// By how much the share would differ at half the spacing.
fn resolution(facts: &Facts, lang: Lang) -> Option<String> {
    let demand = &facts.study().demand;
    if demand.kind != DemandKind::Lattice {
        return None;
    }
    let error = facts.resolution_error? * 100.0;
    let finer = figure(lang, demand.spacing / 2.0);
    let points = if error < 0.01 {
        lang.pick("minder dan 0,01", "less than 0.01").to_owned()
    } else {
        number(lang, error, 2)
    };
    Some(lang.pick(
        format!(
            "Met punten {finer} meter uit elkaar zou het deel van de hele stad dat wordt bereikt {points} \
            procentpunt anders zijn. Dat komt nog bij wat we niet weten."
        ),
        format!(
            "With points {finer} metres apart the share of the whole city that is reached would differ by \
            {points} percentage points. That is besides what is not known."
        ),
    ))
}

/// Straight lines are shorter than ways; what that may mean for who is reached.
fn distance(facts: &Facts, lang: Lang) -> Option<String> {
    if facts.query.selection.mode != Mode::StraightLine {
        return None;
    }
    let factor = facts.study().settings.detour_factor;
    let mut said = if factor == 1.0 {
        lang.pick(
            "Afstanden zijn hemelsbreed. De weg erheen is langer, zeker waar water of spoor ligt.".to_owned(),
            "Distances are straight lines. The way is longer, surely where there is water or a railway."
                .to_owned(),
        )
    } else {
        let factor = figure(lang, factor);
        lang.pick(
            format!(
                "Afstanden zijn hemelsbreed maal {factor}. De echte weg kan langer zijn, zeker waar water \
                of spoor ligt."
            ),
            format!(
                "Distances are straight lines times {factor}. The real way may be longer, surely where \
                there is water or a railway."
            ),
        )
    };
    if let Some((longer, now)) = facts.longer_way.zip(facts.whole.coverage()) {
        let (longer, now) = (percent(lang, longer), percent(lang, now));
        if longer != now {
            said.push_str(&lang.pick(
                format!(
                    " Is de weg overal een kwart langer dan hier gemeten, dan wordt {longer} bereikt in \
                    plaats van {now}."
                ),
                format!(
                    " If the way is a quarter longer everywhere than measured here, {longer} are reached \
                    instead of {now}."
                ),
            ));
        }
    }
    Some(said)
}

/// What another norm would give.
fn norm(facts: &Facts, lang: Lang) -> Option<String> {
    let (shorter, longer) = facts.other_norms?;
    let said = |(norm, coverage): (Metres, f64)| (metres(lang, norm.0), percent(lang, coverage));
    let ((near, fewer), (far, more)) = (said(shorter), said(longer));
    Some(lang.pick(
        format!("De norm is een keuze. Bij {near} wordt {fewer} bereikt, bij {far} {more}."),
        format!("The norm is a choice. With {near} {fewer} are reached, with {far} {more}."),
    ))
}

fn money(facts: &Facts, lang: Lang) -> Option<String> {
    let shown = facts.shown();
    let unknown = shown.iter().filter(|of| of.euros.is_none()).count();
    let all = shown.len();
    // Of none is said before.
    (unknown > 0 && unknown < all).then(|| {
        lang.pick(
            format!(
                "Van {unknown} van de {all} {} is niet bekend wat de gemeente betaalt. Onbekend is geen nul.",
                plural(all, "plek", "plekken")
            ),
            format!(
                "What the municipality pays is unknown of {unknown} of the {all} {}. Unknown is not nought.",
                plural(all, "place", "places")
            ),
        )
    })
}

/// Every source with its date.
pub fn sources(page: &mut Page, facts: &Facts, lang: Lang) {
    list_sources(page, facts.study(), false, lang);
}

/// Every source of a study with its date, those of the monitor where it is `monitored`.
pub fn list_sources(page: &mut Page, study: &Study, monitored: bool, lang: Lang) {
    page.heading(2, lang.pick("Bronnen", "Sources"));
    let used = study
        .sources
        .iter()
        .filter(|source| monitored || source.layer != Layer::Indicators);
    let lines: Vec<String> = used
        .map(|source| {
            let layer = match source.layer {
                Layer::Facilities => lang.pick("voorzieningen", "facilities"),
                Layer::Grants => lang.pick("subsidies en opdrachten", "subsidies and commissions"),
                Layer::Neighbourhoods => lang.pick("buurten", "neighbourhoods"),
                Layer::Districts => lang.pick("wijken", "districts"),
                Layer::Municipalities => lang.pick("gemeenten", "municipalities"),
                Layer::Demand => lang.pick("woonpunten", "demand points"),
                Layer::Indicators => lang.pick("indicatoren", "indicators"),
            };
            let rights = [source.attribution.as_deref(), source.licence.as_deref()]
                .into_iter()
                .flatten()
                .map(plain)
                .collect::<Vec<_>>()
                .join(", ");
            let name = plain(source.name.as_str());
            let day = date(lang, source.date);
            let rights = if rights.is_empty() {
                rights
            } else {
                format!(". {rights}")
            };
            format!("{name} ({layer}), {day}{rights}")
        })
        .collect();
    if lines.is_empty() {
        page.paragraph(&[lang.pick(
            "De gegevens noemen geen bron.".to_owned(),
            "The data name no source.".to_owned(),
        )]);
    }
    page.list(&lines);
}
