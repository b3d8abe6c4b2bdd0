//! Figures of gaps.

use super::account::{Account, Counted, Parts, People, Term};
use super::{Figure, caveats};
use crate::analysis::gaps;
use crate::collections::words::phrases::{Supply, counted};
use crate::collections::words::{Text, figure, metres};
use crate::domain::Layer;
use crate::domain::feature::Value;

/// What was counted for a figure of a gap.
pub fn account(of: &Figure) -> Account {
    let (study, query) = (of.study, of.query);
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let place = of.text("areaCode").and_then(|code| study.areas.place(code));
    let (Some(asked), Some(place)) = (asked, place) else {
        return Account::default();
    };
    let selection = &query.selection;
    let area = study.areas.get(place);
    let reach = study.reach_in(selection, asked, place);
    let places = Counted::new(study, reach.facilities.clone(), Some(asked));
    let parts = (!of.hidden() && !of.value.is_null())
        .then(|| gaps::parts(study, selection, asked, place, &of.feature.id))
        .flatten();
    let supply = Supply {
        study,
        selection,
        service_type: Some(asked),
        count: places.places.len(),
        within: selection.within.then_some(area.name.as_str()),
    };
    let cells = of.property.name == "cells";
    // A distance to the few who live somewhere tells where that is.
    let farthest = parts
        .as_ref()
        .and_then(|parts| parts.farthest)
        .filter(|_| !study.demand_confidential());
    let sentences = matches!(of.property.name.as_ref(), "residents" | "cells").then(|| {
        Text::each(|lang| {
            let Some(value) = super::number(of.value) else {
                return caveats::suppressed().of(lang).to_owned();
            };
            let (name, norm, one) = (&area.name, supply.norm(lang), supply.one(lang));
            if cells {
                let side = figure(lang, study.demand.spacing);
                let whole = match of.value {
                    Value::Integer(number) => usize::try_from(*number).unwrap_or_default(),
                    _ => 0,
                };
                let number = counted(lang, whole, ("vak", "vakken"), ("cell", "cells"));
                return lang.pick(
                    format!(
                        "Deze witte vlek in {name} bestaat uit {number} van {side} bij {side} meter. Daar \
                        wonen mensen verder dan {norm} van {one}."
                    ),
                    format!(
                        "This gap in {name} is made of {number} of {side} by {side} metres. People there \
                        live further than {norm} from {one}."
                    ),
                );
            }
            let who = of.rounding.noun(lang, selection.group, None, value);
            let number = of.rounding.people(lang, value);
            let verb = if of.rounding.single(value) {
                lang.pick("woont", "lives")
            } else {
                lang.pick("wonen", "live")
            };
            let far = farthest.map(|far| metres(lang, far.0));
            let there = supply.there_are(lang);
            let rest = match far {
                Some(far) => lang.pick(
                    format!(" {there}; wie hier het verst woont, moet {far}."),
                    format!(" {there}; whoever lives farthest from one here has {far} to go."),
                ),
                None => format!(" {there}."),
            };
            lang.pick(
                format!(
                    "In deze witte vlek in {name} {verb} {number} {who} verder dan {norm} van {one}.{rest}"
                ),
                format!("In this gap in {name} {number} {who} {verb} further than {norm} from {one}.{rest}"),
            )
        })
    });
    let terms = parts
        .filter(|_| !cells && !study.demand_confidential())
        .map(|parts| {
            let terms = parts.residents.into_iter();
            Parts::Sum {
                terms: terms
                    .map(|(at, residents)| Term::area(study, at, Some(residents)))
                    .collect(),
            }
        });
    Account {
        counted: Some(places),
        people: Some(People {
            neighbourhoods: area.neighbourhoods.clone(),
            hidden: study.demand_confidential(),
        }),
        parts: terms,
        areas: vec![place],
        layers: Some(&[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Facilities,
            Layer::Demand,
        ]),
        sentences,
        ..Account::default()
    }
}
