//! Explanations of a city that can be computed by hand.

mod counted;
mod indicators;
mod missing;
mod rounded;
mod sentences;
mod supply;

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use super::{Asked, Explanation, Parts, Unexplained, definitions, explain, numeric, text};
use crate::collections::fixture::{city, confidential_study, study, today};
use crate::collections::words::Lang;
use crate::collections::{Query, all, get, run};
use crate::config::City;
use crate::domain::feature::{FeatureSet, Kind};
use crate::study::Study;

const AREAS: [&str; 4] = ["neighbourhoods", "districts", "programme-areas", "municipalities"];
const RATIOS: [&str; 6] = [
    "coverage",
    "meanDistanceM",
    "meanCount",
    "redundancyRatio",
    "facilitiesPerKm2",
    "facilitiesPer1000",
];
const SUMS: [&str; 4] = [
    "groupResidents",
    "residentsServed",
    "residentsUnserved",
    "residentsUnreachable",
];

fn parse(study: &Study, collection: &str, query: &str) -> Option<Query> {
    let pairs: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Query::parse(get(collection).unwrap(), study, &today(), &pairs).ok()
}

/// A question with its answer, to ask for explanations.
struct Question<'a> {
    study: &'a Study,
    collection: &'static str,
    query: Query,
    set: FeatureSet,
}

impl<'a> Question<'a> {
    fn new(study: &'a Study, collection: &'static str, query: &str) -> Option<Self> {
        let query = parse(study, collection, query)?;
        let set = run(get(collection).unwrap(), study, &query);
        Some(Self {
            study,
            collection,
            query,
            set,
        })
    }

    fn explain(&self, id: &str, property: &str) -> Result<Explanation, Unexplained> {
        self.explain_to(id, property, 1)
    }

    fn explain_to(&self, id: &str, property: &str, residents_to: u16) -> Result<Explanation, Unexplained> {
        static CITY: OnceLock<City> = OnceLock::new();
        let asked = Asked {
            city: CITY.get_or_init(city),
            collection: get(self.collection).unwrap(),
            study: self.study,
            query: &self.query,
            set: &self.set,
            residents_to,
        };
        explain(&asked, id, property, || Some(0.125))
    }

    fn has(&self, property: &str) -> bool {
        self.set.schema.position(property).is_some()
    }
}

fn explained(study: &Study, collection: &'static str, query: &str, id: &str, property: &str) -> Explanation {
    let question = Question::new(study, collection, query).unwrap();
    question
        .explain(id, property)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn nl(study: &Study, collection: &'static str, query: &str, id: &str, property: &str) -> String {
    explained(study, collection, query, id, property)
        .sentences
        .nl
        .replace('\u{a0}', " ")
}

fn ratio(explanation: &Explanation) -> Option<f64> {
    match explanation.parts.as_ref()? {
        Parts::Ratio {
            numerator,
            denominator,
        } => Some(numerator.value / denominator.value),
        Parts::Sum { .. } => None,
    }
}

fn sum(explanation: &Explanation) -> Option<f64> {
    match explanation.parts.as_ref()? {
        Parts::Sum { terms } => Some(terms.iter().filter_map(|term| term.value).sum()),
        Parts::Ratio { .. } => None,
    }
}

fn ids(explanation: &Explanation) -> Vec<&str> {
    let listed = explanation.facilities.as_ref().unwrap();
    listed.iter().map(|of| of.id.as_str()).collect()
}

/// Every figure of every collection that a query fits, with the question it belongs to.
fn every_figure(study: &Study, queries: &[&str], mut each: impl FnMut(&Question, &Explanation)) {
    for collection in all().iter().filter(|collection| collection.served(study)) {
        for query in queries {
            let Some(question) = Question::new(study, collection.id(), query) else {
                continue;
            };
            // Facilities, gaps and points are many and alike.
            for feature in question.set.features.iter().take(4) {
                for property in &question.set.schema.properties {
                    let explanation = question.explain(&feature.id, &property.name).unwrap();
                    each(&question, &explanation);
                }
            }
        }
    }
}

const QUERIES: [&str; 6] = [
    "",
    "serviceType=LRN-BIEB",
    "serviceType=LRN-BIEB&distance=700&group=65 ",
    "serviceType=LRN-BIEB&facilities=within",
    "serviceType=ONT-TUIN",
    "serviceType=LRN-BIEB&role=subsidy&group=25-45",
];

/// Sets that can stop and one that cannot.
const STOPPING: [&str; 1] = ["serviceType=LRN-BIEB&distance=2000&k=2&floor=0.5&groups=all,0-15"];

/// Those that compare two days.
const OVER_TIME: [&str; 2] = [
    "from=2025-06-01&date=2027-06-01",
    "from=2025-06-01&serviceType=LRN-BIEB",
];

/// Every way to group money that has words of its own.
const MONEY: [&str; 8] = [
    "by=programme",
    "by=district&area=WK000101",
    "by=role",
    "by=scheme",
    "by=recipient",
    "by=provision",
    "by=endYear",
    "by=facility",
];

#[test]
fn every_numeric_property_of_every_collection_has_a_rule() {
    let mut missing = BTreeSet::new();
    for study in [study(), confidential_study()] {
        for collection in all() {
            for query in QUERIES.iter().chain(&OVER_TIME).chain(&["by=programme"]) {
                let Some(query) = parse(&study, collection.id(), query) else {
                    continue;
                };
                for property in collection.schema(&study, &query).properties {
                    if numeric(&property) && definitions::of(collection.id(), &property.name).is_none() {
                        missing.insert(format!("{} {}", collection.id(), property.name));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_rule_is_of_a_property_that_there_is() {
    let mut known = HashSet::new();
    for study in [study(), confidential_study()] {
        for collection in all() {
            for query in QUERIES
                .iter()
                .chain(&OVER_TIME)
                .chain(&["serviceType=LRN-BIEB&nth=2", "by=programme"])
            {
                let Some(query) = parse(&study, collection.id(), query) else {
                    continue;
                };
                let properties = collection.schema(&study, &query).properties;
                known.extend(properties.iter().map(|of| (collection.id(), of.name.to_string())));
            }
        }
    }
    // A rule may be shared; those of collections that are still to come stand ready.
    let used = |property: &str, rule: &definitions::Definition| {
        let shared = definitions::all().filter(|(_, name, of)| *name == property && std::ptr::eq(*of, rule));
        let mut collections = shared.map(|(collection, _, _)| collection);
        collections.any(|of| get(of).is_none() || known.contains(&(of, property.to_owned())))
    };
    let strange: Vec<_> = definitions::all()
        .filter(|(_, property, rule)| !used(property, rule))
        .map(|(collection, property, _)| format!("{collection} {property}"))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn no_property_has_two_rules_and_every_rule_is_said_in_both_languages() {
    let mut seen = HashSet::new();
    for (collection, property, definition) in definitions::all() {
        assert!(seen.insert((collection, property)), "{collection} {property}");
        for said in [definition.nl, definition.en] {
            assert!(
                said.ends_with('.') && !said.contains("  "),
                "{collection} {property}: {said}"
            );
        }
    }
}

#[test]
fn every_figure_is_explained_in_whole_sentences() {
    for study in [study(), confidential_study()] {
        every_figure(
            &study,
            &[&QUERIES[..], &STOPPING, &MONEY, &OVER_TIME].concat(),
            |question, explanation| {
                let what = format!("{} {}", explanation.collection, explanation.property);
                for said in [&explanation.sentences.nl, &explanation.sentences.en] {
                    let wrong = ["NaN", "Some(", "  ", " .", "..", " ,"];
                    assert!(
                        said.ends_with('.') && !wrong.iter().any(|of| said.contains(of)),
                        "{what}: {said}"
                    );
                }
                let kind = question
                    .set
                    .schema
                    .properties
                    .iter()
                    .find(|of| of.name == explanation.property)
                    .map(|of| of.kind);
                assert!(
                    explanation.value.is_null()
                        || explanation.value.is_number()
                            == matches!(kind, Some(Kind::Number | Kind::Integer)),
                    "{what}"
                );
                assert!(!text(std::slice::from_ref(explanation), Lang::En).is_empty());
            },
        );
    }
}

#[test]
fn a_ratio_of_an_area_is_its_numerator_divided_by_its_denominator() {
    let study = study();
    let mut checked = 0;
    for collection in AREAS {
        for query in QUERIES {
            let question = Question::new(&study, collection, query).unwrap();
            for feature in &question.set.features {
                for property in RATIOS.into_iter().filter(|property| question.has(property)) {
                    let explanation = question.explain(&feature.id, property).unwrap();
                    let what = format!("{collection} {query} {} {property}", feature.id);
                    match explanation.value.as_f64() {
                        None => assert_eq!(explanation.parts, None, "{what}"),
                        Some(value) => {
                            let ratio = ratio(&explanation).unwrap_or_else(|| panic!("{what}"));
                            assert!((ratio - value).abs() <= 1e-12 * value.abs().max(1.0), "{what}");
                            checked += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn a_sum_is_that_of_its_neighbourhoods() {
    let study = study();
    for collection in AREAS {
        for query in &QUERIES[1..] {
            let question = Question::new(&study, collection, query).unwrap();
            for feature in &question.set.features {
                for property in SUMS {
                    let explanation = question.explain(&feature.id, property).unwrap();
                    let (value, sum) = (explanation.value.as_f64(), sum(&explanation));
                    let near = |(value, sum): (f64, f64)| (value - sum).abs() < 1e-5;
                    assert!(
                        value.is_none() || value.zip(sum).is_some_and(near),
                        "{collection} {query} {} {property}: {value:?} {sum:?}",
                        feature.id
                    );
                }
            }
        }
    }
    let city = explained(&study, "municipalities", "", "GM0001", "residents");
    let Some(Parts::Sum { terms }) = city.parts else {
        panic!("no terms")
    };
    assert_eq!(terms.len(), 4);
    assert_eq!(terms[2].value, None, "unknown is not zero");
}

#[test]
fn what_any_figure_is_made_of_gives_the_figure() {
    let study = study();
    let (mut ratios, mut sums) = (BTreeSet::new(), BTreeSet::new());
    let queries = [
        "",
        "serviceType=LRN-BIEB",
        "serviceType=LRN-BIEB&distance=2000&k=2",
        "serviceType=LRN-BIEB&bandwidth=900&group=65%2B",
        STOPPING[0],
        OVER_TIME[0],
        OVER_TIME[1],
    ];
    every_figure(&study, &queries, |_, explanation| {
        let what = format!("{} {}", explanation.collection, explanation.property);
        let value = explanation.value.as_f64();
        if let Some(ratio) = ratio(explanation) {
            let value = value.unwrap_or_else(|| panic!("{what} {}", explanation.id));
            assert!(
                (ratio - value).abs() <= 1e-12 * value.abs().max(1.0),
                "{what} {}: {ratio} {value}",
                explanation.id
            );
            ratios.insert(what.clone());
        }
        // What is unknown has terms that are unknown.
        if let (Some(sum), Some(value)) = (sum(explanation), value) {
            assert!(
                (sum - value).abs() <= 1e-6 * value.abs().max(1.0),
                "{what} {}: {sum} {value}",
                explanation.id
            );
            sums.insert(what);
        }
    });
    for what in [
        "removals residentsLostShare",
        "removals coverageAfter",
        "stopping coverageAfter",
        "stopping-areas coverageAfter",
        "concentrations concentration",
        "colocations quotient",
        "equity meanDistanceM",
    ] {
        assert!(ratios.contains(what), "{what}: {ratios:?}");
    }
    for what in [
        "removals residentsLost",
        "stopping residentsLost",
        "stopping residentsLostAlone",
        "stopping eurosSaved",
        "stopping-areas residentsLost",
        "kernel-density facilitiesPerKm2",
        "changes change",
    ] {
        assert!(sums.contains(what), "{what}: {sums:?}");
    }
}

#[test]
fn overlaps_gaps_and_reach_are_taken_apart() {
    let study = study();
    let near = "serviceType=LRN-BIEB&distance=2000";
    let jaccard = explained(&study, "overlaps", near, "lib-1~lib-2", "jaccard");
    assert_eq!(ratio(&jaccard), jaccard.value.as_f64());
    assert_eq!(ids(&jaccard), ["lib-1", "lib-2"]);
    let gaps = Question::new(&study, "gaps", "serviceType=LRN-BIEB&distance=600&level=district").unwrap();
    assert!(gaps.set.features.len() > 1);
    for gap in &gaps.set.features {
        let explanation = gaps.explain(&gap.id, "residents").unwrap();
        let (value, sum) = (explanation.value.as_f64().unwrap(), sum(&explanation).unwrap());
        assert!((value - sum).abs() < 1e-9 * value.max(1.0), "{}", gap.id);
        assert_eq!(explanation.facilities_total, Some(2));
    }
    let reach = explained(&study, "facilities", near, "lib-2", "residentsInReach");
    assert!((sum(&reach).unwrap() - 1500.0).abs() < 1e-6);
    let unique = explained(&study, "facilities", near, "lib-2", "uniqueCoverage");
    assert_eq!(ids(&unique), ["lib-2", "lib-1"], "the nearest first");
    let far: Vec<f64> = unique
        .facilities
        .unwrap()
        .iter()
        .filter_map(|of| of.distance_m)
        .collect();
    assert_eq!(far, [0.0, 30.0]);
}

#[test]
fn a_source_value_names_its_source_alone() {
    let study = study();
    let name = explained(&study, "facilities", "", "lib-1", "name");
    let sources: Vec<&str> = name.sources.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(sources, ["list"]);
    assert_eq!(name.definition.source, None);
    let kept = explained(&study, "facilities", "", "unclassified", "colour");
    assert_eq!(
        (kept.value, kept.definition.nl.as_str()),
        ("red".into(), "Colour.")
    );
    let residents = explained(&study, "neighbourhoods", "", "BU00010101", "residents");
    assert_eq!(residents.sources.len(), 1);
    assert_eq!(residents.sources[0].name, "areas");
}

#[test]
fn what_is_not_there_cannot_be_explained() {
    let study = study();
    let question = Question::new(&study, "neighbourhoods", "").unwrap();
    assert_eq!(
        question.explain("BU9", "residents").unwrap_err(),
        Unexplained::NoFeature
    );
    let reason = |property: &str| question.explain("BU00010101", property).unwrap_err().to_string();
    assert!(reason("residentz").contains("the nearest is residents"));
    assert!(reason("coverage").contains("only where a serviceType"));
}

#[test]
fn a_site_counts_the_facilities_that_stay_beside_it() {
    let study = study();
    let counted = |query: &str| {
        let question = Question::new(&study, "siting", query).unwrap();
        let site = question.set.features.first().unwrap();
        question
            .explain(&site.id, "coverageAfter")
            .unwrap()
            .facilities_total
    };
    let there = Question::new(&study, "facilities", "serviceType=LRN-BIEB").unwrap();
    let there = there.set.features.len();
    assert!(there > 0);
    assert_eq!(counted("serviceType=LRN-BIEB&distance=300"), Some(there));
    assert_eq!(counted("serviceType=LRN-BIEB&distance=300&present=none"), None);
}
