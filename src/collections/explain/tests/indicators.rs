//! How figures of the monitor are explained.

use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::collections::fixture::{confidential_snapshot, snapshot};
use crate::domain::Indicator;
use crate::domain::indicator::Reading;
use crate::domain::revision::Snapshot;

/// The made city with criteria, measured indicators and what was kept of an earlier revision.
fn monitored(mut snapshot: Snapshot) -> Study {
    let criteria = "[[criteria]]\nid = 'near'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nsource = 'the council'
        measure = 'coverage'\nrequired = 0.9\n
        [[criteria]]\nid = 'walk'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nsource = 'the council'
        measure = 'coverage'\nrequired = 0.9\nmode = 'walking'\n";
    let city = City {
        criteria: toml::from_str(criteria).unwrap(),
        ..city()
    };
    let record = |day, value| Indicator {
        id: format!("lonely:WK000101:{day}"),
        area: Some("WK000101".into()),
        date: Some(day),
        value,
        unit: Some("%".to_owned()),
        direction: Some("down".to_owned()),
        measured_by: Some("GGD".to_owned()),
        source: "monitor".into(),
        ambition: Some(40.0),
        label: None,
        label_en: None,
    };
    snapshot.layers.indicators = vec![
        record(date(2020, 1, 1), None),
        record(date(2022, 1, 1), Some(41.25)),
        record(date(2024, 1, 1), Some(39.5)),
    ];
    snapshot.layers.facilities[0].own_contribution = Some("income".to_owned());
    snapshot.layers.facilities[1].conversion_candidate = Some(true);
    let mut study = Study::new(&city, snapshot);
    let kept = |indicator: &str, value| Reading {
        revision: 3,
        date: date(2026, 1, 1),
        indicator: indicator.to_owned(),
        area: "WK000101".into(),
        value,
    };
    study.readings = Arc::new(vec![
        kept("coverage:LRN-BIEB:all", Some(0.5)),
        kept("facility-count", Some(2.0)),
        kept("short:near", None),
    ]);
    study
}

#[test]
fn every_figure_of_the_monitor_is_explained_in_whole_sentences() {
    let mut told = 0;
    for (study, confidential) in [
        (monitored(snapshot()), false),
        (monitored(confidential_snapshot()), true),
    ] {
        let question = Question::new(&study, "indicators", "").unwrap();
        for feature in &question.set.features {
            for property in &question.set.schema.properties {
                let explanation = question.explain(&feature.id, &property.name).unwrap();
                let what = format!("{} {}", feature.id, property.name);
                for said in [&explanation.sentences.nl, &explanation.sentences.en] {
                    let wrong = ["NaN", "Some(", "  ", " .", "..", " ,", "::"];
                    assert!(
                        said.ends_with('.') && (!wrong.iter().any(|of| said.contains(of))),
                        "{what}: {said}"
                    );
                }
                if let Some(ratio) = ratio(&explanation) {
                    assert!(
                        (ratio - explanation.value.as_f64().unwrap()).abs() < 1e-12,
                        "{what}"
                    );
                    told += 1;
                }
                let suppressed = confidential
                    && question.set.value(&feature.id, "suppressed")
                        == Some(&crate::domain::feature::Value::Boolean(true));
                if suppressed && explanation.property == "value" {
                    assert!(explanation.sentences.nl.contains("1 tot en met 4"), "{what}");
                    assert!(
                        explanation.demand.is_none_or(|of| of.residents.is_none()),
                        "{what}"
                    );
                    assert!(explanation.parts.is_none(), "{what}");
                }
            }
        }
    }
    assert!(told > 200, "{told}");
}

#[test]
fn a_figure_of_the_monitor_is_told_as_the_figure_that_it_is() {
    let study = monitored(snapshot());
    let nl = |id: &str, property: &str| nl(&study, "indicators", "", id, property);
    let today = |name: &str| format!("{name}:WK000101:2026-06-01");
    let kept = |name: &str| format!("{name}:WK000101:2026-01-01");
    let lonely = |year: u16| format!("lonely:WK000101:{year}-01-01");
    for (id, property, said) in [
        (
            today("facility-count"),
            "value",
            "Op 1 juni 2026 zijn er 2 voorzieningen in WK000101 open. Niet meegeteld: 1 plek met specialistische hulp.",
        ),
        (
            today("facility-count"),
            "change",
            "Aantal algemene voorzieningen in WK000101: van 2 op 1 januari 2026 naar 2 op 1 juni 2026, niet veranderd. \
            Gewenst is efficiënter gebruik.",
        ),
        (
            kept("facility-count"),
            "value",
            "Aantal algemene voorzieningen in WK000101 op 1 januari 2026: 2. Zo is het bewaard bij revisie 3, met wat toen \
            bekend was.",
        ),
        (
            today("coverage:LRN-BIEB:all"),
            "value",
            "Van de 1.500 inwoners van WK000101 wonen er 1.235 (82,3 %) binnen 1.000 meter, hemelsbreed, van een van de 2 \
            bibliotheken die op 1 juni 2026 open zijn.",
        ),
        (
            today("coverage:LRN-BIEB:all"),
            "improved",
            "Deel van de inwoners met een bibliotheek binnen de normafstand in WK000101: van 50,0 % op 1 januari 2026 naar \
            82,3 % op 1 juni 2026, 32,3 procentpunt meer. Gewenst is meer.",
        ),
        (
            today("short:near"),
            "value",
            "Norm voor bibliotheken binnen 1.000 meter in WK000101: 90,0 %. Het is 82,3 %. Dat is een tekort van 115 inwoners. Norm van: the council.",
        ),
        (
            kept("short:near"),
            "value",
            "Tekort aan bibliotheken (norm near) in WK000101 op 1 januari 2026: niet bekend bij revisie 3.",
        ),
        (
            today("short:walk"),
            "value",
            "Of WK000101 de norm voor bibliotheken binnen 1.000 meter lopen haalt, is niet bekend: de norm gaat over lopen, en er is geen loopnetwerk \
            ingelezen. Norm van: the council.",
        ),
        (
            today("income-contributions"),
            "value",
            "Van de 3 voorzieningen in WK000101 is van 1 bekend dat zij een eigen bijdrage op basis van inkomen vragen. Van 2 \
            is niet bekend wat bezoekers betalen.",
        ),
        (
            "general-share:GM0001:2026-06-01".to_owned(),
            "value",
            "Van € 50.000 per jaar voor algemene voorzieningen en specialistische hulp is € 50.000 (100 %) voor algemene \
            voorzieningen. Alleen ingelezen subsidies en opdrachten tellen mee; in de begroting van de stad kan het anders zijn.",
        ),
        (
            today("income-contributions"),
            "baseline",
            "Voorzieningen met eigen bijdrage op basis van inkomen in WK000101: er is nog geen nulmeting.",
        ),
        (
            lonely(2022),
            "value",
            "lonely in WK000101 op 1 januari 2022: 41,25 %. Bron: GGD, monitor.",
        ),
        (
            lonely(2020),
            "value",
            "lonely in WK000101 op 1 januari 2020: er is nog geen waarde. Bron: GGD, monitor.",
        ),
        (
            lonely(2022),
            "change",
            "lonely in WK000101: de nulmeting is 41,25 % op 1 januari 2022.",
        ),
        (
            lonely(2024),
            "change",
            "lonely in WK000101: van 41,25 % op 1 januari 2022 naar 39,5 % op 1 januari 2024, 1,75 procentpunt minder. Gewenst \
            is minder.",
        ),
        (
            lonely(2024),
            "ambitionMet",
            "lonely in WK000101 op 1 januari 2024: 39,5 %. De ambitie is 40 %: gehaald.",
        ),
    ] {
        assert_eq!(nl(&id, property), said, "{id}");
    }
    let english = explained(
        &study,
        "indicators",
        "",
        &today("coverage:LRN-BIEB:all"),
        "change",
    );
    assert_eq!(
        english.sentences.en,
        "Share of residents with a library within the norm distance in WK000101: from 50.0% on 1 January 2026 to 82.3% on \
        1 June 2026, 32.3 percentage points more. More is wanted."
    );
}

#[test]
fn the_rule_the_people_and_the_facilities_are_those_of_the_indicator() {
    let study = monitored(snapshot());
    let explained = |name: &str, query: &str| {
        let id = format!("{name}:WK000101:2026-06-01");
        explained(&study, "indicators", query, &id, "value")
    };
    let old = "coverage:LRN-BIEB:65+";
    let coverage = explained(old, &format!("indicator={old}"));
    assert!(coverage.definition.en.contains("at least one facility within"));
    assert!(
        (coverage.demand.unwrap().residents.unwrap() - 150.0).abs() < 1e-6,
        "a tenth is 65 or over"
    );
    assert_eq!(coverage.facilities_total, Some(2));
    assert!(coverage.resolution_error.is_some());
    let count = explained("facility-count", "");
    assert_eq!(ids(&count), ["lib-1", "unclassified"]);
    assert!(count.definition.nl.starts_with("Aantal algemene voorzieningen"));
    let income = explained("income-contributions", "");
    assert_eq!(ids(&income), ["lib-1"]);
    let measured = super::explained(&study, "indicators", "", "lonely:WK000101:2024-01-01", "value");
    assert!(measured.definition.en.starts_with("Value as the source gives it"));
    assert!(measured.facilities.is_none());
}
