//! Figures of two versions of a criterion.

use super::account::{Account, People};
use super::assessments::amount;
use super::{Figure, caveats};
use crate::collections::words::phrases::Noun;
use crate::collections::words::{Lang, Text, date, figure, metres};

/// What was counted for a figure of two versions of a criterion.
pub fn account(of: &Figure) -> Account {
    let study = of.study;
    let place = of.text("areaCode").and_then(|code| study.areas.place(code));
    let asked = of
        .text("serviceType")
        .and_then(|code| study.taxonomy.position(code));
    let (Some(place), Some(asked)) = (place, asked) else {
        return Account::default();
    };
    let area = study.areas.get(place);
    let people = Some(People {
        neighbourhoods: area.neighbourhoods.clone(),
        hidden: of.hidden(),
    });
    let numeric = ["valueBefore", "valueAfter", "shortByBefore", "shortByAfter"];
    let sentences = if of.hidden() && of.value.is_null() {
        Some(caveats::suppressed())
    } else if numeric.contains(&of.property.name.as_ref()) {
        Some(Text::each(|lang| versions(lang, of, &area.name, asked)))
    } else {
        None
    };
    Account {
        people,
        areas: vec![place],
        sentences,
        ..Account::default()
    }
}

/// What each of two versions asks and finds.
fn versions(lang: Lang, of: &Figure, area: &str, asked: usize) -> String {
    let many = Noun::of(lang, of.study.taxonomy.types().get(asked)).many;
    let day = date(lang, of.query.selection.date);
    let side = |side: &str| {
        let unit = of.text(&format!("unit{side}")).unwrap_or_default();
        let measure = match unit {
            "1" => "coverage",
            "m" => "meanDistance",
            _ => "",
        };
        let said = |property: &str| {
            of.number(property).map_or_else(
                || lang.pick("onbekend", "unknown").to_owned(),
                |value| amount(lang, measure, value),
            )
        };
        let (value, required) = (said(&format!("value{side}")), said(&format!("required{side}")));
        let number = of.number(&format!("version{side}"));
        let version = number.map_or_else(String::new, |of| figure(lang, of));
        let criteria = of.study.criteria.criteria.iter();
        let within = criteria
            .filter(|criterion| Some(criterion.id.as_str()) == of.text("criterionId"))
            .find(|criterion| Some(f64::from(criterion.version)) == number)
            .and_then(|criterion| criterion.distance_m)
            .map_or_else(String::new, |norm| {
                let norm = metres(lang, norm.0);
                lang.pick(format!(" binnen {norm}"), format!(" within {norm}"))
            });
        let verdict = match of.text(&format!("verdict{side}")) {
            Some("met") => lang.pick("gehaald", "met"),
            Some("surplus") => lang.pick("ruim gehaald", "more than met"),
            Some("short") => lang.pick("niet gehaald", "not met"),
            Some(_) => lang.pick("niet te zeggen", "not known"),
            None => lang.pick("niet voor dit gebied", "not for this area"),
        };
        lang.pick(
            format!("versie {version} vraagt {required}{within}, het is {value}: {verdict}"),
            format!("version {version} requires {required}{within}, it is {value}: {verdict}"),
        )
    };
    let (first, second) = (side("Before"), side("After"));
    let id = of.text("criterionId").unwrap_or_default();
    lang.pick(
        format!("Norm {id} voor {many} in {area}, met wat er is op {day}: {first}; {second}."),
        format!("Criterion {id} for {many} in {area}, with what there is on {day}: {first}; {second}."),
    )
}
