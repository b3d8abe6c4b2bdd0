//! Residents that are rounded where they are told.

use super::{MONEY, OVER_TIME, Parts, QUERIES, Question, STOPPING, every_figure};
use crate::collections::explain::Explanation;
use crate::collections::fixture::{confidential_study, study};
use crate::study::Study;

fn rounded(
    study: &Study,
    collection: &'static str,
    query: &str,
    (id, property): (&str, &str),
    to: u16,
) -> Explanation {
    let question = Question::new(study, collection, query).unwrap();
    question.explain_to(id, property, to).unwrap()
}

const NEAR: &str = "serviceType=LRN-BIEB&distance=2000";

#[test]
fn reached_and_not_reached_add_up_to_the_rounded_total() {
    let study = study();
    let say = |property: &str, to| {
        let said = rounded(&study, "municipalities", NEAR, ("GM0001", property), to);
        assert_eq!(said.residents_to, Some(to));
        said.sentences
    };
    let starts = |text: &str, with: &str| assert!(text.starts_with(with), "{text}");
    // 1,900 of whom 1,500 are reached and 400 are not.
    starts(
        &say("coverage", 70).nl,
        "Van de 1.890 inwoners van GM0001 wonen er 1.470 (78,9",
    );
    starts(
        &say("coverage", 70).en,
        "Of the 1,890 residents of GM0001, 1,470 (78.9%) live within",
    );
    starts(
        &say("residentsUnserved", 70).nl,
        "Van de 1.890 inwoners van GM0001 wonen er 420 (21,1",
    );
    starts(
        &say("residentsUnserved", 900).en,
        "Of the 1,800 residents of GM0001, fewer than 900 (21.1%) live further",
    );
    starts(
        &say("residentsServed", 900).nl,
        "Van de 1.800 inwoners van GM0001 woont 78,9",
    );
}

#[test]
fn where_few_live_it_is_not_told_how_many_of_them() {
    let study = study();
    let few = |query: &str, lang: fn(Explanation) -> String| {
        let said = rounded(&study, "neighbourhoods", query, ("BU00010202", "coverage"), 1000);
        lang(said).replace('\u{a0}', " ")
    };
    // 400 residents.
    assert!(
        few("serviceType=LRN-BIEB&distance=100", |said| said.sentences.nl)
            .starts_with("De weinige inwoners van D (minder dan 1.000) wonen niet binnen 100 meter")
    );
    assert!(
        few("serviceType=LRN-BIEB&distance=90000", |said| said.sentences.en)
            .starts_with("The few residents of D (fewer than 1,000) live within 90,000 metres")
    );
    assert_eq!(
        rounded(&study, "neighbourhoods", "", ("BU00010202", "residents"), 1000)
            .sentences
            .en,
        "D has fewer than 1,000 residents."
    );
}

#[test]
fn the_parts_tell_what_the_sentence_tells() {
    let study = study();
    let of = ("GM0001", "coverage");
    let said = rounded(&study, "municipalities", NEAR, of, 70);
    let Some(Parts::Ratio {
        numerator,
        denominator,
    }) = said.parts
    else {
        panic!("a ratio")
    };
    let shown = |part: &super::super::Quantity| part.shown.clone().unwrap().nl;
    assert_eq!(
        (shown(&numerator), shown(&denominator)),
        ("1.470".into(), "1.890".into())
    );
    assert!((numerator.value - 1500.0).abs() < 1e-6, "the value stays exact");
    assert_eq!(denominator.unit, Some("residents"));

    let of = ("GM0001", "meanCount");
    let Some(Parts::Ratio { numerator, .. }) = rounded(&study, "municipalities", NEAR, of, 70).parts else {
        panic!("a ratio")
    };
    assert_eq!(
        (numerator.unit, numerator.shown),
        (None, None),
        "choices are no residents"
    );
}

#[test]
fn rounding_changes_nothing_but_what_is_said() {
    let queries: Vec<&str> = [&QUERIES[..], &OVER_TIME, &STOPPING, &MONEY].concat();
    for study in [study(), confidential_study()] {
        let mut told = 0;
        every_figure(&study, &queries, |question, exact| {
            let of = (exact.id.as_str(), exact.property.as_str());
            let rounded = question.explain_to(of.0, of.1, 1000).unwrap();
            let name = format!("{} {of:?}", exact.collection);
            assert_eq!(exact.residents_to, None, "{name}");
            assert_eq!(exact.value, rounded.value, "{name}");
            let values = |parts: &Option<Parts>| match parts {
                Some(Parts::Ratio {
                    numerator,
                    denominator,
                }) => vec![Some(numerator.value), Some(denominator.value)],
                Some(Parts::Sum { terms }) => terms.iter().map(|term| term.value).collect(),
                None => Vec::new(),
            };
            assert_eq!(values(&exact.parts), values(&rounded.parts), "{name}");
            match rounded.residents_to {
                None => assert_eq!(exact.sentences, rounded.sentences, "{name}"),
                Some(to) => {
                    assert_eq!(to, 1000, "{name}");
                    told += 1;
                }
            }
        });
        assert!(told > 100, "residents are told somewhere: {told}");
    }
}

#[test]
fn differences_of_a_few_are_told_with_their_direction() {
    let study = study();
    let question = Question::new(
        &study,
        "changes",
        "from=2025-06-01&date=2026-06-01&serviceType=LRN-BIEB",
    )
    .unwrap();
    let unit = question.set.schema.position("unit").unwrap();
    let change = question.set.schema.position("change").unwrap();
    let mut some = 0;
    for feature in &question.set.features {
        let counts =
            matches!(&feature.values[unit], crate::domain::feature::Value::Text(unit) if unit == "residents");
        let Some(value) =
            super::super::number(&feature.values[change]).filter(|value| counts && *value != 0.0)
        else {
            continue;
        };
        let said = question
            .explain_to(&feature.id, "change", 1000)
            .unwrap()
            .sentences;
        let (nl, en) = if value > 0.0 {
            ("minder dan 1.000 meer", "fewer than 1,000 more")
        } else {
            ("minder dan 1.000 minder", "fewer than 1,000 less")
        };
        if value.abs() < 500.0 {
            assert!(said.nl.contains(nl) && said.en.contains(en), "{said:?}");
            some += 1;
        }
    }
    assert!(some > 0);
}

#[test]
fn a_cell_is_not_named_and_a_place_is() {
    let study = study();
    let begins = |query: &str, to| {
        let question = Question::new(&study, "siting", query).unwrap();
        let site = question.set.features.first().unwrap();
        let said = question.explain_to(&site.id, "gainResidents", to).unwrap();
        let begin = |text: &str| text.split(" br").next().unwrap().to_owned();
        (begin(&said.sentences.nl), begin(&said.sentences.en))
    };
    for to in [1, 5] {
        let cell = begins("serviceType=LRN-BIEB&distance=300", to);
        assert_eq!(cell, ("Plek 1".to_owned(), "Site 1".to_owned()));
        let (nl, _) = begins("serviceType=ONT-TUIN&distance=300&candidates=places", to);
        assert_eq!(nl, "Plek 1 (lib-1)");
    }
}
