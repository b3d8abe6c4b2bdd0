//! What is missing or may not be told.

use super::{AREAS, RATIOS, every_figure, explained, ratio, sum};
use crate::collections::fixture::{city, confidential_study, snapshot, study};
use crate::domain::PopulationGroup;
use crate::domain::feature::Value;
use crate::study::Study;

#[test]
fn what_is_missing_is_said() {
    let study = study();
    let codes = |query: &str, id: &str, property: &str| -> Vec<(&str, Option<usize>)> {
        let caveats = explained(&study, "municipalities", query, id, property).caveats;
        caveats.into_iter().map(|of| (of.code, of.count)).collect()
    };
    assert_eq!(
        codes("serviceType=ONT-TUIN&group=25-45", "GM0001", "coverage"),
        [
            ("notice", None),
            ("residentsMissing", Some(4)),
            ("residentsSpread", None),
            ("unlocated", Some(1)),
            ("unclassified", Some(1))
        ],
        "nobody in the city knows the share of this group"
    );
    assert_eq!(
        codes("serviceType=LRN-BIEB&role=subsidy", "GM0001", "facilitiesPerKm2"),
        [
            ("notice", None),
            ("landAssumed", None),
            ("roleUnknown", Some(1)),
            ("unclassified", Some(1))
        ]
    );
    assert_eq!(
        codes("serviceType=LRN-BIEB", "GM0001", "facilitiesPer1000"),
        [
            ("notice", None),
            ("residentsMissing", Some(1)),
            ("unclassified", Some(1))
        ]
    );
    let coverage = explained(
        &study,
        "municipalities",
        "serviceType=LRN-BIEB",
        "GM0001",
        "coverage",
    );
    let demand = coverage.demand.unwrap();
    assert_eq!(
        (demand.kind, demand.points, demand.spacing),
        ("lattice", Some(1200), Some(50.0))
    );
    assert_eq!(demand.missing, ["BU00010201"]);
    assert!((demand.residents.unwrap() - 1900.0).abs() < 1e-6);
    assert_eq!(coverage.resolution_error, Some(0.125));
    let count = explained(
        &study,
        "municipalities",
        "serviceType=LRN-BIEB",
        "GM0001",
        "facilityCount",
    );
    assert_eq!(count.resolution_error, None, "it rests on nobody's home");
    assert!(count.demand.is_none());
}

#[test]
fn imputed_shares_name_their_neighbourhoods() {
    let mut snapshot = snapshot();
    snapshot.layers.areas[1].percentages[4] = None;
    let study = Study::new(&city(), snapshot);
    let query = "serviceType=LRN-BIEB&group=65 ";
    let explanation = explained(&study, "districts", query, "WK000101", "coverage");
    assert_eq!(explanation.demand.unwrap().imputed, ["BU00010102"]);
    assert!(
        explanation
            .caveats
            .iter()
            .any(|of| of.code == "imputed" && of.count == Some(1))
    );
    assert_eq!(PopulationGroup::Age65Plus.name(), explanation.parameters["group"]);
}

#[test]
fn nothing_of_confidential_people_leaks() {
    let study = confidential_study();
    let mut hidden = 0;
    every_figure(
        &study,
        &[
            "",
            "serviceType=LRN-BIEB",
            "serviceType=LRN-BIEB&facilities=within",
        ],
        |question, explanation| {
            let what = format!(
                "{} {} {}",
                explanation.collection, explanation.id, explanation.property
            );
            let demand = explanation.demand.as_ref();
            assert!(demand.is_none_or(|of| of.points.is_none()), "{what}");
            // Sums over people are not taken apart; those of land, households and facilities are no secret.
            let open = [
                "residents",
                "households",
                "landKm2",
                "facilityCount",
                "residentsMissing",
                "municipalRole",
            ];
            let of_areas = AREAS.contains(&explanation.collection)
                || ["facilities", "usage"].contains(&explanation.collection);
            let may = of_areas && open.contains(&explanation.property.as_str());
            let money = explanation.property.starts_with("euros") || explanation.property.ends_with("Euros");
            let things = explanation.collection == "kernel-density";
            assert!(sum(explanation).is_none() || may || money || things, "{what}");
            let suppressed = question.set.value(&explanation.id, "suppressed") == Some(&Value::Boolean(true));
            if suppressed && demand.is_some() {
                hidden += 1;
                assert_eq!(demand.and_then(|of| of.residents), None, "{what}");
                // How many facilities came, and which version of a criterion held, is no secret.
                let of_people = !explanation.property.starts_with("facilities")
                    && !explanation.property.starts_with("version");
                let numbers = explanation.value.is_number() || explanation.parts.is_some();
                assert!(!(of_people && numbers), "{what}");
            }
            if suppressed && RATIOS[..4].contains(&explanation.property.as_str()) {
                assert!(
                    explanation.sentences.nl.contains("1 tot en met 4"),
                    "{what}: {}",
                    explanation.sentences.nl
                );
                assert!(
                    explanation.caveats.iter().any(|of| of.code == "suppressed"),
                    "{what}"
                );
            }
            let far = explanation
                .facilities
                .iter()
                .flatten()
                .any(|of| of.distance_m.is_some());
            // Those from a facility and from the middle of a cell have nothing to do with people.
            assert!(
                !far || ["facilities", "kernel-density"].contains(&explanation.collection),
                "{what}: a distance tells where people live"
            );
        },
    );
    assert!(hidden > 20, "{hidden}");
    let told = explained(
        &study,
        "neighbourhoods",
        "serviceType=LRN-BIEB",
        "BU00010101",
        "coverage",
    );
    assert_eq!(ratio(&told), Some(1.0), "what is not hidden is explained");
}

#[test]
fn filters_are_said_and_who_does_not_answer_them_is_counted() {
    let study = study();
    let query = "serviceType=LRN-BIEB&wheelchair=yes&contribution=none&open=weekend";
    let explanation = explained(&study, "municipalities", query, "GM0001", "facilityCount");
    assert_eq!(
        explanation.sentences.en,
        "On 1 June 2026 there are no libraries with opening hours at the weekend, with wheelchair access, \
        without own contribution in GM0001."
    );
    let counts: Vec<_> = explanation.caveats.iter().map(|of| (of.code, of.count)).collect();
    for code in ["openUnknown", "wheelchairUnknown", "contributionUnknown"] {
        assert!(counts.contains(&(code, Some(2))), "{counts:?}");
    }
}
