//! What a facility must offer to count: in every analysis, on the date, and after an edit.

use std::sync::Arc;

use crate::support::{DAY, city, facility, square, study};
use jiff::civil::date;
use wijkkaart::analysis::{coverage, density, equity, gaps, overlaps};
use wijkkaart::domain::{Facility, Grant, Layers, PopulationGroup};
use wijkkaart::study::access::{Contribution, Wheelchair, When};
use wijkkaart::study::{Access, Edit, Selection, Study};

const TYPE: &str = "LRN-BIEB";

/// Five libraries at one place, each with something of its own, and a sixth of which nothing is known.
fn libraries() -> Vec<Facility> {
    let library = |id: &str| facility(id, TYPE, (50.0, 50.0));
    let mut late = library("late");
    late.opening_hours = Some("Mo-Fr 13:00-21:00".to_owned());
    late.wheelchair = Some("yes".to_owned());
    late.languages = vec!["nl".to_owned(), "EN".to_owned()];
    late.own_contribution = Some("none".to_owned());
    late.target_groups = vec!["everyone".to_owned()];
    let mut early = library("early");
    early.opening_hours = Some("Mo-Fr 09:00-17:00".to_owned());
    early.wheelchair = Some("limited".to_owned());
    early.languages = vec!["nl".to_owned()];
    early.own_contribution = Some("income".to_owned());
    early.target_groups = vec!["65+".to_owned(), "carers".to_owned()];
    let mut dear = library("dear");
    dear.opening_hours = Some("op afspraak".to_owned());
    dear.wheelchair = Some("no".to_owned());
    dear.own_contribution = Some("fixed".to_owned());
    dear.target_groups = vec!["12-18".to_owned()];
    let mut closed = library("closed");
    closed.opening_hours = Some("Mo-Fr 13:00-21:00".to_owned());
    closed.valid_to = Some(DAY);
    let mut sunny = library("sunny");
    sunny.opening_hours = Some("sunrise-sunset".to_owned());
    vec![late, early, dear, closed, sunny, library("unknown")]
}

fn grant(id: &str, scheme: &str, facility: &str, from: i16) -> Grant {
    Grant {
        scheme: Some(scheme.to_owned()),
        from: Some(date(from, 1, 1)),
        facilities: vec![facility.into()],
        ..Grant::new(id, "money")
    }
}

fn made(facilities: Vec<Facility>) -> Study {
    let layers = Layers {
        areas: vec![square("BU00001", (0.0, 0.0), 100.0, Some(100.0))],
        facilities,
        grants: vec![
            grant("g1", "Libraries", "early", 2026),
            grant("g2", "Libraries", "late", 2030),
            grant("g3", "libraries", "dear", 2020),
        ],
        ..Layers::default()
    };
    study(&city(), layers)
}

fn asking(access: Access) -> Selection {
    Selection {
        access,
        ..Selection::on(DAY).of(TYPE)
    }
}

fn open(when: When) -> Access {
    Access {
        open: Some(when),
        ..Access::default()
    }
}

fn counted(study: &Study, access: Access) -> Vec<String> {
    let selection = asking(access);
    let places = study
        .facilities
        .of_type(&study.grants, &selection, study.taxonomy.position(TYPE).unwrap());
    places
        .into_iter()
        .map(|place| study.facilities.get(place).facility.id.to_string())
        .collect()
}

#[test]
fn only_who_surely_offers_what_is_asked_counts() {
    let study = made(libraries());
    let of = |access| counted(&study, access);
    assert_eq!(
        of(Access::default()),
        ["dear", "early", "late", "sunny", "unknown"]
    );
    assert_eq!(of(open(When::WeekdayEvening)), ["late"]);
    // The day is a Saturday in November.
    assert_eq!(of(open(When::Moment(DAY.at(12, 0, 0, 0)))), ["sunny"]);
    let friday = When::Moment(date(2026, 11, 20).at(14, 0, 0, 0));
    assert_eq!(of(open(friday)), ["early", "late", "sunny"]);
    let wheelchair = |of| Access {
        wheelchair: Some(of),
        ..Access::default()
    };
    assert_eq!(of(wheelchair(Wheelchair::Yes)), ["late"]);
    assert_eq!(of(wheelchair(Wheelchair::Limited)), ["early", "late"]);
    let language = |code: &str| Access {
        language: Some(code.to_owned()),
        ..Access::default()
    };
    assert_eq!(of(language("nl")), ["early", "late"]);
    assert_eq!(of(language("en")), ["late"]);
    let contribution = |of| Access {
        contribution: Some(of),
        ..Access::default()
    };
    assert_eq!(of(contribution(Contribution::None)), ["late"]);
    assert_eq!(of(contribution(Contribution::Income)), ["early", "late"]);
    let group = |word: &str| Access {
        target_group: Some(word.to_owned()),
        ..Access::default()
    };
    assert_eq!(of(group("65+")), ["early", "late"]);
    assert_eq!(of(group("everyone")), ["late"]);
    let scheme = |text: &str| Access {
        scheme: Some(text.to_owned()),
        ..Access::default()
    };
    assert_eq!(of(scheme("Libraries")), ["early"], "the other's begins in 2030");
    assert_eq!(of(scheme("libraries")), ["dear"]);
    let all = Access {
        wheelchair: Some(Wheelchair::Limited),
        scheme: Some("Libraries".to_owned()),
        ..open(When::Moment(date(2026, 11, 20).at(10, 0, 0, 0)))
    };
    assert_eq!(of(all), ["early"]);
}

#[test]
fn who_does_not_say_is_counted_apart() {
    let study = made(libraries());
    let service_type = study.taxonomy.position(TYPE);
    let access = Access {
        open: Some(When::WeekdayEvening),
        wheelchair: Some(Wheelchair::Yes),
        language: Some("nl".to_owned()),
        contribution: Some(Contribution::None),
        target_group: Some("65+".to_owned()),
        scheme: Some("Libraries".to_owned()),
        conversion: Some(false),
    };
    let unanswered = |selection: &Selection| {
        study
            .facilities
            .unanswered(&study.grants, selection, service_type)
    };
    let [open, wheelchair, language, contribution, group] = unanswered(&asking(access.clone()));
    // "dear" gives hours that nobody can read, "unknown" none at all; the closed one is not there.
    assert_eq!(open, 2);
    assert_eq!((wheelchair, language, contribution, group), (2, 3, 2, 2));
    assert_eq!(unanswered(&asking(Access::default())), [0; 5]);
    let earlier = Selection {
        date: date(2026, 11, 1),
        ..asking(access)
    };
    assert_eq!(unanswered(&earlier)[1], 3, "the closed one was there");
}

#[test]
fn every_analysis_counts_the_same_facilities() {
    let study = made(libraries());
    let service_type = study.taxonomy.position(TYPE).unwrap();
    let areas = vec![0];
    let selection = |access: Access| asking(access).within_metres(1000.0);
    for (access, count) in [
        (Access::default(), 5),
        (open(When::WeekdayEvening), 1),
        (
            Access {
                language: Some("xx".to_owned()),
                ..Access::default()
            },
            0,
        ),
    ] {
        let selection = selection(access);
        let of = density::Params {
            selection: selection.clone(),
            areas: areas.clone(),
        };
        assert_eq!(density::run(&study, &of).rows[0].facility_count, Some(count));
        let of = coverage::Params {
            selection: selection.clone(),
            service_type,
            areas: areas.clone(),
        };
        let row = &coverage::run(&study, &of).rows[0];
        assert_eq!(row.coverage, Some(if count > 0 { 1.0 } else { 0.0 }));
        assert_eq!(row.mean_count, (count > 0).then_some(count as f64));
        let of = overlaps::Params {
            selection: selection.clone(),
            jaccard: 0.5,
            of: None,
        };
        assert_eq!(overlaps::run(&study, &of).unique.len() as u64, count);
        let of = gaps::Params {
            selection: selection.clone(),
            areas: areas.clone(),
        };
        assert_eq!(gaps::run(&study, &of).gaps.is_empty(), count > 0);
        let of = equity::Params {
            selection,
            service_type,
            groups: vec![PopulationGroup::All],
            areas: areas.clone(),
        };
        assert_eq!(equity::run(&study, &of).rows[0].mean.is_some(), count > 0);
    }
}

#[test]
fn an_edit_that_changes_the_hours_changes_who_counts() {
    let study = Arc::new(made(libraries()));
    let evening = || open(When::WeekdayEvening);
    let covered = |study: &Study| {
        let of = coverage::Params {
            selection: asking(evening()),
            service_type: study.taxonomy.position(TYPE).unwrap(),
            areas: vec![0],
        };
        coverage::run(study, &of).rows[0].coverage
    };
    assert_eq!(covered(&study), Some(1.0));
    let mut late = libraries().swap_remove(0);
    late.opening_hours = Some("Mo-Fr 13:00-17:00".to_owned());
    late.languages = vec!["ti".to_owned()];
    let edited = study.edited(vec![Edit::Put(Box::new(late))]).unwrap();
    assert!(counted(&edited, evening()).is_empty());
    assert_eq!(covered(&edited), Some(0.0));
    assert_eq!(edited.facilities.words().languages, ["nl", "ti"]);
    assert_eq!(study.facilities.words().languages, ["EN", "nl"]);
    assert_eq!(counted(&study, evening()), ["late"]);
    let without = study.edited(vec![Edit::Remove("late".into())]).unwrap();
    assert_eq!(without.facilities.words().languages, ["nl"]);
}
