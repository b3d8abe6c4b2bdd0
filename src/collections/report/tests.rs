//! What a report says beside the analyses, on cities that have much, little and nothing.

use std::sync::Arc;

use geo::Point;
use proptest::prelude::*;

use super::facts::Facts;
use super::{Ask, ReportError, type_of, write};
use crate::analysis::{closing, coverage, overlaps};
use crate::collections::fixture::{city, confidential_study, snapshot, study, today};
use crate::collections::words::{Lang, figure};
use crate::collections::{Query, get};
use crate::config::City;
use crate::domain::Facility;
use crate::domain::revision::Snapshot;
use crate::study::{Edit, Study};

const LIBRARIES: &str = "serviceType=LRN-BIEB&distance=700";

fn query(study: &Study, text: &str) -> Query {
    let pairs: Vec<(String, String)> = text
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Query::parse(get("districts").unwrap(), study, &today(), &pairs).unwrap()
}

struct Question {
    city: City,
    study: Arc<Study>,
    query: Query,
    close: Vec<String>,
}

impl Question {
    fn new(study: Study, text: &str, close: &[&str]) -> Self {
        Self {
            city: city(),
            query: query(&study, text),
            study: Arc::new(study),
            close: close.iter().map(ToString::to_string).collect(),
        }
    }

    fn ask(&self) -> Ask<'_> {
        Ask {
            city: &self.city,
            study: &self.study,
            query: &self.query,
            close: &self.close,
        }
    }

    fn said(&self, lang: Lang) -> String {
        write(&self.ask(), lang).unwrap()
    }

    fn nl(&self) -> String {
        self.said(Lang::Nl).replace('\u{a0}', " ")
    }
}

/// A library for the east, and a school without a place.
fn wider() -> Snapshot {
    let mut snapshot = snapshot();
    let library = |id: &str, x: f64| {
        let mut facility = Facility::new(id, "list");
        facility.service_type = Some("LRN-BIEB".into());
        facility.location = Some(Point::new(x, 420_500.0));
        facility
    };
    snapshot.layers.facilities.push(library("lib-3", 103_500.0));
    snapshot.layers.facilities.push(library("lib|4", 101_200.0));
    snapshot
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6 * a.abs().max(1.0)
}

#[test]
fn its_figures_are_those_of_the_analyses() {
    let question = Question::new(Study::new(&city(), wider()), LIBRARIES, &["lib-1", "lib-2"]);
    let ask = question.ask();
    let facts = Facts::of(&ask).unwrap();
    let (study, selection) = (&question.study, &question.query.selection);
    let of = |code: &str| {
        let params = coverage::Params {
            selection: selection.clone(),
            service_type: facts.service_type,
            areas: vec![study.areas.place(code).unwrap()],
        };
        coverage::run(study, &params).rows.remove(0)
    };
    let city = of("GM0001");
    assert!(near(facts.whole.served.unwrap(), city.residents_served.unwrap()));
    assert!(near(facts.whole.residents.unwrap(), 1900.0));
    for part in &facts.parts {
        assert!(near(
            part.served.unwrap(),
            of(&part.code).residents_served.unwrap()
        ));
    }
    assert_eq!(facts.parts.len(), 2, "districts");
    let report = overlaps::run(
        study,
        &overlaps::Params {
            selection: selection.clone(),
            jaccard: 0.5,
            of: None,
        },
    );
    assert_eq!(facts.pairs.len(), report.overlaps.len());
    let alone: f64 = report.unique.iter().map(|of| of.unique_coverage).sum();
    let choice = city.residents_served.unwrap() - alone;
    assert!(
        near(facts.choice.unwrap(), choice),
        "who has not exactly one has two or more"
    );
    for place in &facts.places {
        let unique = report
            .unique
            .iter()
            .find(|of| study.facilities.place(&place.id) == Some(of.facility))
            .unwrap();
        assert!(near(place.in_reach.unwrap(), unique.residents_in_reach));
        assert!(near(place.alone.unwrap(), unique.unique_coverage));
    }
    let edits = ["lib-1", "lib-2"].map(|id| Edit::Remove(id.into())).to_vec();
    let after = study.edited(edits).unwrap();
    let params = coverage::Params {
        selection: selection.clone(),
        service_type: facts.service_type,
        areas: vec![study.areas.place("GM0001").unwrap()],
    };
    let served_after = coverage::run(&after, &params).rows[0].residents_served.unwrap();
    let loss = facts.closing.as_ref().unwrap().loss.clone().unwrap();
    assert!(near(loss.lost, city.residents_served.unwrap() - served_after) && loss.lost > 100.0);
    assert!(near(loss.served, city.residents_served.unwrap()));
    let (shorter, longer) = facts.other_norms.unwrap();
    assert!(shorter.1 <= facts.whole.coverage().unwrap() && longer.1 >= facts.whole.coverage().unwrap());
    assert_eq!((shorter.0.0, longer.0.0), (525.0, 875.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn who_loses_it_is_who_had_one_and_has_none_any_more(
        places in prop::collection::vec((99_900.0..104_100.0_f64, 419_950.0..421_050.0_f64, any::<bool>()), 1..7),
        norm in prop::sample::select(vec![200.0, 600.0, 1500.0]),
    ) {
        let mut snapshot = snapshot();
        snapshot.layers.facilities.clear();
        for (number, (x, y, _)) in places.iter().enumerate() {
            let mut facility = Facility::new(format!("f{number}"), "list");
            facility.service_type = Some("LRN-BIEB".into());
            facility.location = Some(Point::new(*x, *y));
            snapshot.layers.facilities.push(facility);
        }
        let study = Arc::new(Study::new(&city(), snapshot));
        let selection = query(&study, &format!("serviceType=LRN-BIEB&distance={norm}")).selection;
        let service_type = study.taxonomy.position("LRN-BIEB").unwrap();
        let closed = |at: usize| places[at].2;
        let edits = (0..places.len()).filter(|at| closed(*at));
        let edits = edits.map(|at| Edit::Remove(format!("f{at}").into())).collect();
        let after = study.edited(edits).unwrap();
        let neighbourhoods: Vec<u32> = (0..4).collect();
        let params = closing::Params { selection, service_type, neighbourhoods };
        let report = closing::run(&study, &after, &params);
        let mut total = (0.0, 0.0, 0.0);
        for at in 0..4_u32 {
            let (mut lost, mut all) = (0.0, 0.0);
            study.demand.weights(&study.areas, at, crate::domain::PopulationGroup::All, |point, weight| {
                let from = study.demand.points[point];
                let far = |(x, y, _): &(f64, f64, bool)| (x - from.x).hypot(y - from.y);
                let before = places.iter().map(far).fold(f64::INFINITY, f64::min);
                let after = places.iter().filter(|of| !of.2).map(far).fold(f64::INFINITY, f64::min);
                all += weight;
                if before <= norm {
                    total.0 += weight;
                    if after > norm {
                        lost += weight;
                        total.1 += weight * before;
                        total.2 += weight * after;
                    }
                }
            });
            let row = report.rows.iter().find(|row| row.neighbourhood == at);
            prop_assert!(near(row.map_or(0.0, |row| row.lost), lost));
            prop_assert!(row.is_none_or(|row| near(row.residents, all)));
        }
        prop_assert!(near(report.served, total.0));
        let lost: f64 = report.rows.iter().map(|row| row.lost).sum();
        prop_assert!(near(report.lost, lost));
        prop_assert_eq!(report.before.is_some(), lost > 0.0);
        if let Some(before) = report.before {
            prop_assert!((before.0 - total.1 / lost).abs() < 1e-2);
        }
        let left = places.iter().any(|of| !of.2);
        prop_assert_eq!(report.after.is_some(), lost > 0.0 && left);
        if let Some(after) = report.after {
            prop_assert!((after.0 - total.2 / lost).abs() < 1e-2);
        }
    }
}

#[test]
fn it_tells_a_planner_what_there_is_and_what_closing_means() {
    let said = Question::new(study(), "serviceType=LRN-BIEB&distance=2000", &["lib-1"]).nl();
    for expected in [
        "# Bibliotheken in GM0001",
        "- Op 1 juni 2026 zijn er 2 bibliotheken open.",
        "- Van de 1.900 inwoners van GM0001 wonen er 1.500 (78,9 %) binnen 2.000 meter, hemelsbreed, van \
        een bibliotheek.",
        "Van 1 van de 2 plekken is bekend wat de gemeente betaalt: € 50.000 per jaar.",
        "| =Name of lib-1 | lib-1 | A, WK000101 | subsidie | € 50.000 | 1.500 | 0 |",
        "Van de 1.500 inwoners die worden bereikt, hebben er 1.500 (100 %) twee of meer bibliotheken \
        binnen de norm.",
        "| =Name of lib-1 | =Name of lib-2 | 1.500 | 100 % | 30 meter | € 50.000 + onbekend |",
        "Als =Name of lib-1 sluit, verliest niemand een bibliotheek binnen 2.000 meter",
        "Aan deze plek betaalt de gemeente € 50.000 per jaar; meer dan dat bespaart sluiten niet.",
        "Van 1 buurt is niet bekend hoeveel inwoners er wonen. Die telt niet mee.",
        "> Verzonnen",
        "- list (voorzieningen), 1 januari 2026. The council, CC0-1.0",
    ] {
        assert!(said.contains(expected), "{expected}\n\n{said}");
    }
    let both = Question::new(study(), "distance=2000&serviceType=LRN-BIEB", &["lib-1", "lib-2"]).nl();
    for expected in [
        "samen sluiten, hebben 1.500 inwoners binnen 2.000 meter, hemelsbreed, geen bibliotheek meer: 100 \
        % van wie er nu een heeft.",
        "In heel Test gaat het deel dat wordt bereikt van 78,9 % naar 0 %.",
        "daarna is er in de gegevens geen meer.",
        "- alleen =Name of lib-1: niemand",
        "| A | WK000101 | 1.000 | 1.000 | 100 % |",
        "Wat de gemeente aan =Name of lib-2 betaalt, is niet bekend.",
        "Wel bekend is, per jaar: =Name of lib-1 € 50.000.",
    ] {
        assert!(both.contains(expected), "{expected}\n\n{both}");
    }
    let one = Question::new(
        study(),
        "serviceType=LRN-BIEB&role=subsidy&distance=1500",
        &["lib-1"],
    );
    let ask = one.ask();
    let lost = Facts::of(&ask).unwrap().closing.unwrap().loss.unwrap().lost;
    let each = figure(Lang::En, (50_000.0 / lost * 100.0).round() / 100.0);
    let said = one.said(Lang::En);
    let expected = format!("That is {each} euros a year for each resident who then has no library any more.");
    assert!(said.contains(&expected), "{expected}\n\n{said}");
}

/// Cities and questions of every kind.
fn every_question() -> Vec<Question> {
    let mut nobody = snapshot();
    nobody
        .layers
        .areas
        .iter_mut()
        .for_each(|area| area.residents = Some(0.0));
    let mut unknown = snapshot();
    unknown
        .layers
        .areas
        .iter_mut()
        .for_each(|area| area.residents = None);
    let mut few = wider();
    few.layers
        .areas
        .iter_mut()
        .for_each(|area| area.residents = Some(1.0));
    let mut nothing = snapshot();
    nothing.layers.facilities.clear();
    nothing.layers.grants.clear();
    nothing.sources.clear();
    let mut no_areas = snapshot();
    no_areas.layers.areas.clear();
    let made = |snapshot: Snapshot| Study::new(&city(), snapshot);
    let asked = [
        "serviceType=LRN-BIEB",
        "serviceType=LRN-BIEB&distance=700&group=65 ",
        "serviceType=LRN-BIEB&area=BU00010201",
        "serviceType=LRN-BIEB&area=WK000102&distance=300",
        "serviceType=LRN-BIEB&area=middle&role=subsidy",
        "serviceType=ONT-TUIN&group=25-45",
        "serviceType=MZ-RESPIJT&wheelchair=yes",
    ];
    let mut questions = Vec::new();
    for text in asked {
        for snapshot in [&snapshot(), &wider(), &nobody, &unknown, &few] {
            let ids: Vec<&str> = ["lib-1", "lib-2", "closed", "unclassified", "lost"].to_vec();
            for close in [&[][..], &ids[..1], &ids[..]] {
                questions.push(Question::new(made(snapshot.clone()), text, close));
            }
        }
        questions.push(Question::new(made(nothing.clone()), text, &[]));
    }
    questions.push(Question::new(made(no_areas), asked[0], &["lib-1"]));
    questions.push(Question::new(confidential_study(), asked[0], &["lib-1", "lib-2"]));
    questions.push(Question::new(
        confidential_study(),
        "serviceType=LRN-BIEB&area=BU00010102",
        &[],
    ));
    questions
}

#[test]
fn every_report_is_whole_sentences_with_the_right_numbers() {
    let wrong = [
        "NaN",
        "inf ",
        "  ",
        " .",
        "..",
        " ,",
        ": .",
        "()",
        "Some(",
        " 1 inwoners",
        " 1 bibliotheken",
        " 1 buurten",
        " 1 plekken",
        " 1 voorzieningen",
        " 1 residents",
        " 1 libraries",
        " 1 places",
        " 1 neighbourhoods",
        " 0 bibliotheken",
        "zijn er geen",
        "are 1 ",
        " een inwoners",
        "1 paren",
        "1 pairs",
        ",:",
        "hebben er geen 0",
    ];
    for question in every_question() {
        for lang in [Lang::Nl, Lang::En] {
            let text = question.said(lang);
            for line in text
                .lines()
                .filter(|line| !line.starts_with(['|', '#', '-', '>']))
            {
                assert!(line.is_empty() || line.ends_with(['.', ':']), "{line}\n\n{text}");
            }
            for of in wrong {
                let at = text.find(of).filter(|_| of != "zijn er geen");
                assert!(
                    at.is_none(),
                    "'{of}' in {:?}\n\n{text}",
                    question.query.parameters
                );
            }
            let empty = text.contains("\n\n## ") && {
                let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
                lines
                    .windows(2)
                    .any(|two| two.iter().all(|line| line.starts_with("## ")))
            };
            assert!(!empty, "a section says nothing\n\n{text}");
            let headings = text.lines().filter(|line| line.starts_with("## ")).count();
            assert_eq!(headings, 7, "{text}");
        }
    }
}

#[test]
fn a_report_on_nothing_says_so() {
    let mut nothing = snapshot();
    nothing.layers.facilities.clear();
    let said = Question::new(Study::new(&city(), nothing), "serviceType=LRN-BIEB", &[]).nl();
    for expected in [
        "Op 1 juni 2026 is er geen bibliotheek open.",
        "Geen van de 1.900 inwoners van GM0001 woont binnen",
        "Daarom is er niets dubbel.",
        "Er valt dus niets te sluiten.",
    ] {
        assert!(said.contains(expected), "{expected}\n\n{said}");
    }
    let mut nobody = snapshot();
    nobody
        .layers
        .areas
        .iter_mut()
        .for_each(|area| area.residents = Some(0.0));
    let said = Question::new(Study::new(&city(), nobody), "serviceType=LRN-BIEB", &["lib-1"]).nl();
    assert!(said.contains("wonen volgens de gegevens geen inwoners"), "{said}");
}

#[test]
fn a_report_on_confidential_people_tells_no_few() {
    let question = Question::new(confidential_study(), "serviceType=LRN-BIEB", &["lib-1", "lib-2"]);
    let said = question.nl();
    assert!(said.contains("Waar mensen wonen is vertrouwelijk."), "{said}");
    assert!(
        !said.contains("Bij 750 meter") && !said.contains("een kwart langer"),
        "{said}"
    );
    let facts_of = question.ask();
    let facts = Facts::of(&facts_of).unwrap();
    assert_eq!((facts.choice, facts.other_norms), (None, None));
    assert!(facts.closing.is_some_and(|of| of.loss.is_none()));
    // Three in B and two in D are told nowhere.
    for few in [" 3 inwoners", " 2 inwoners", "(3)", "(2)", "| 3 |", "| 2 |"] {
        assert!(!said.contains(few), "{few}\n\n{said}");
    }
}

#[test]
fn names_of_others_mean_nothing_in_the_page() {
    let said = Question::new(Study::new(&city(), wider()), LIBRARIES, &["lib|4"]).nl();
    assert!(said.contains("| lib\\|4 | lib\\|4 |"), "{said}");
    assert!(said.contains("Als lib\\|4 sluit"), "{said}");
}

#[test]
fn what_cannot_be_reported_on_is_refused() {
    let study = study();
    let ids = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        type_of(&study, &ids(&["lib-1", "lib-2"]))
            .unwrap()
            .unwrap()
            .as_str(),
        "LRN-BIEB"
    );
    assert_eq!(type_of(&study, &ids(&["lib-1", "lost"])), Ok(None));
    assert_eq!(type_of(&study, &ids(&["unclassified"])), Ok(None));
    assert_eq!(type_of(&study, &[]), Ok(None));
    assert_eq!(
        type_of(&study, &ids(&["no-such"])),
        Err(ReportError::UnknownFacility("no-such".to_owned()))
    );
    let refused = |text: &str| {
        let question = Question::new(crate::collections::fixture::study(), text, &[]);
        write(&question.ask(), Lang::Nl).unwrap_err()
    };
    assert_eq!(refused(""), ReportError::NoType);
    assert_eq!(
        refused("serviceType=LRN-BIEB&facilities=within"),
        ReportError::Within
    );
}
