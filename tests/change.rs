//! What changed between two days, held against a slow and obvious way to find the same, over random histories of a small city.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::{city, facility, square, study};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use wijkkaart::analysis::change::{self, Cause, Measure, Params, Report, Row};
use wijkkaart::analysis::{assessment, coverage, density};
use wijkkaart::config::City;
use wijkkaart::domain::criterion::{Criteria, Criterion};
use wijkkaart::domain::{Area, Facility, Layers};
use wijkkaart::study::{Selection, Study};

const TYPES: [&str; 2] = ["LRN-BIEB", "VER-SPORT"];

/// The first days of months.
fn month(number: i8) -> Date {
    date(2025, 1 + number, 1)
}

const CRITERIA: &str = "
[[criteria]]
id = 'near'
version = 1
service_type = 'LRN-BIEB'
level = 'neighbourhood'
scope = 'all'
measure = 'coverage'
required = 0.5
distance_m = 150
valid_to = '2025-05-01'
source = 'test'

[[criteria]]
id = 'near'
version = 2
service_type = 'LRN-BIEB'
level = 'neighbourhood'
scope = 'all'
measure = 'coverage'
required = 0.9
distance_m = 300
valid_from = '2025-05-01'
source = 'test'

[[criteria]]
id = 'many'
version = 1
service_type = 'VER-SPORT'
level = 'district'
scope = 'all'
measure = 'capacityPer1000'
required = 30
valid_from = '2025-03-01'
source = 'test'
";

fn demanding() -> City {
    let criteria: Criteria = toml::from_str(CRITERIA).expect("criteria");
    City { criteria, ..city() }
}

/// What is known of a city at one revision.
#[derive(Clone, Debug)]
struct Known {
    facilities: BTreeMap<usize, Facility>,
    /// Residents per neighbourhood by the day of their source; a neighbourhood without is not there.
    residents: BTreeMap<Date, Vec<Option<f64>>>,
}

/// A change to what is known.
#[derive(Clone, Debug)]
enum Step {
    /// A facility is in the list, perhaps since a day and until another.
    Put(usize, usize, (i32, i32), [Option<i8>; 2]),
    /// A facility is closed on a day.
    Close(usize, i8),
    Move(usize, (i32, i32), bool),
    Type(usize, usize),
    Capacity(usize, u8),
    /// It never was.
    Forget(usize),
    Residents(i8, Vec<Option<u16>>),
}

fn place() -> impl Strategy<Value = (i32, i32)> {
    (-4..36_i32, -4..36_i32)
}

fn put(id: usize) -> impl Strategy<Value = Step> {
    let month = || proptest::option::of(0..9_i8);
    let of = prop_oneof![5 => 0..2_usize, 1 => Just(2)];
    (of, place(), month(), month()).prop_map(move |(of, at, from, to)| Step::Put(id, of, at, [from, to]))
}

fn step() -> impl Strategy<Value = Step> {
    let id = || 0..8_usize;
    prop_oneof![
        4 => id().prop_flat_map(put),
        2 => (id(), 0..9_i8).prop_map(|(id, to)| Step::Close(id, to)),
        2 => (id(), place(), any::<bool>()).prop_map(|(id, at, address)| Step::Move(id, at, address)),
        1 => (id(), 0..3_usize).prop_map(|(id, of)| Step::Type(id, of)),
        1 => (id(), 0..90_u8).prop_map(|(id, capacity)| Step::Capacity(id, capacity)),
        1 => id().prop_map(Step::Forget),
        1 => (0..9_i8, proptest::collection::vec(proptest::option::weighted(0.9, 0..500_u16), 4)).prop_map(|(on, of)| Step::Residents(on, of)),
    ]
}

fn at((x, y): (i32, i32)) -> (f64, f64) {
    (f64::from(x) * 25.0, f64::from(y) * 25.0)
}

impl Known {
    fn nothing() -> Self {
        let first = vec![Some(100.0), Some(250.0), Some(0.0), Some(75.0)];
        Self {
            facilities: BTreeMap::new(),
            residents: BTreeMap::from([(month(0), first)]),
        }
    }

    fn take(&mut self, step: Step) {
        let mut change = |id: usize, change: &dyn Fn(&mut Facility)| {
            self.facilities.entry(id).and_modify(change);
        };
        match step {
            Step::Put(id, of, place, [from, to]) => {
                let code = TYPES.get(of).copied().unwrap_or("CUL-MUSEUM");
                let mut new = facility(&format!("f{id}"), code, at(place));
                new.valid_from = from.map(month);
                new.valid_to = to.map(|to| month(to.max(from.unwrap_or(0))));
                new.address = (id % 2 == 0).then(|| format!("Straat {id}"));
                self.facilities.insert(id, new);
            }
            Step::Close(id, to) => change(id, &|of| of.valid_to = of.valid_from.max(Some(month(to)))),
            Step::Move(id, place, address) => change(id, &|of| {
                of.location = facility("x", TYPES[0], at(place)).location;
                if address {
                    of.address = Some(format!("Straat bij {place:?}"));
                }
            }),
            Step::Type(id, of) => {
                let code = TYPES.get(of).copied().unwrap_or("CUL-MUSEUM");
                change(id, &|of| of.service_type = Some(code.into()));
            }
            Step::Capacity(id, capacity) => change(id, &|of| of.capacity = Some(f64::from(capacity))),
            Step::Forget(id) => {
                self.facilities.remove(&id);
            }
            Step::Residents(on, of) => {
                self.residents
                    .insert(month(on), of.into_iter().map(|of| of.map(f64::from)).collect());
            }
        }
    }

    /// The areas as the newest source of a day or before has them, else the oldest.
    fn areas(&self, day: Date) -> Vec<Area> {
        let until = self.residents.range(..=day).next_back();
        let (_, residents) = until.or_else(|| self.residents.iter().next()).expect("some");
        (0..4)
            .zip(residents)
            .map(|(n, residents)| {
                let corner = (f64::from(n % 2) * 400.0, f64::from(n / 2) * 400.0);
                square(&format!("BU000{}{n}", n / 2), corner, 400.0, *residents)
            })
            .collect()
    }

    fn study(&self, revision: u64, day: Date) -> Arc<Study> {
        made(
            revision,
            self.areas(day),
            self.facilities.values().cloned().collect(),
        )
    }
}

fn made(revision: u64, areas: Vec<Area>, facilities: Vec<Facility>) -> Arc<Study> {
    let layers = Layers {
        areas,
        facilities,
        ..Layers::default()
    };
    let mut study = study(&demanding(), layers);
    study.revision.number = revision;
    Arc::new(study)
}

/// One day as it is known at one revision.
struct State {
    known: Known,
    study: Arc<Study>,
    revision: u64,
    day: Date,
}

fn asked(day: Date, of: Option<usize>) -> Selection {
    match of {
        Some(of) => Selection::on(day).of(TYPES[of]).within_metres(200.0),
        None => Selection::on(day),
    }
}

fn compared(before: &State, after: &State, of: Option<usize>) -> Report {
    let params = Params {
        selection: asked(after.day, of),
        from: before.day,
    };
    change::run(&before.study, &after.study, &params)
}

/// What a row is about, whichever way it is asked.
fn key(report: &Report, row: &Row) -> (String, String) {
    let criterion = row.criterion.map(|place| {
        let then = &report.criteria[place];
        (then.either().map(|of| of.id.clone()), then.unit)
    });
    let about = (row.service_type, row.measure, criterion);
    (report.areas[row.area].code.to_string(), format!("{about:?}"))
}

/// A figure straight from the other analyses, rounded as the change's.
fn directly(
    study: &Study,
    day: Date,
    of: usize,
    row: &Row,
    area: &str,
    criterion: Option<&str>,
) -> Option<f64> {
    let selection = asked(day, Some(of));
    let place = study.areas.place(area)?;
    let grid = |value: f64| (value * 1_048_576.0).round() / 1_048_576.0;
    if let Some(id) = criterion {
        let report = assessment::run(
            study,
            &assessment::Params {
                selection: Selection::on(day),
                areas: None,
            },
        );
        let known =
            |row: &&assessment::Row| row.area == place && study.criteria.criteria[row.criterion].id == id;
        return report.rows.iter().find(known)?.shortage().map(grid);
    }
    let areas = vec![place];
    if row.measure == Measure::FacilityCount {
        let report = density::run(study, &density::Params { selection, areas });
        return report.rows[0].facility_count.map(|count| count as f64);
    }
    let service_type = selection.types(study)[0];
    let params = coverage::Params {
        selection,
        service_type,
        areas,
    };
    let reached = coverage::run(study, &params).rows.swap_remove(0);
    match row.measure {
        Measure::Residents => reached.residents.map(grid),
        Measure::Served => reached.residents_served.map(grid),
        Measure::Unserved => Some(grid(reached.residents?) - grid(reached.residents_served?)),
        Measure::Coverage => reached
            .coverage
            .map(|share| (share * 1_099_511_627_776.0).round() / 1_099_511_627_776.0),
        Measure::MeanDistance => reached.mean_distance.map(grid),
        Measure::FacilityCount | Measure::Short => None,
    }
}

/// What is short of a criterion, in force or not.
fn under(study: &Study, day: Date, criterion: &Criterion, area: &str) -> Option<f64> {
    let place = study.areas.place(area)?;
    let rows = assessment::judge(study, &Selection::on(day), 0, criterion);
    let short = rows.iter().find(|row| row.area == place)?.shortage()?;
    Some((short * 1_048_576.0).round() / 1_048_576.0)
}

fn there(of: &Facility, day: Date) -> bool {
    of.valid_on(day)
}

fn anytime(of: &Facility) -> Facility {
    Facility {
        valid_from: None,
        valid_to: None,
        ..of.clone()
    }
}

/// Whether a facility stands elsewhere, as the definition has it; every other facility of the city has an address.
fn moved(old: &Facility, new: &Facility) -> bool {
    if old.location == new.location {
        return false;
    }
    match (&old.address, &new.address) {
        (Some(old), Some(new)) => old != new,
        // The lattice of places is as wide as what counts as a move.
        _ => {
            let (a, b) = (old.location.expect("located"), new.location.expect("located"));
            (a.x() - b.x()).hypot(a.y() - b.y()) > 25.0
        }
    }
}

/// The facilities after each of the four causes, each list made from nothing by what the causes are said to be.
fn lists(earlier: &State, later: &State) -> [Vec<Facility>; 5] {
    let (d0, d1) = (earlier.day, later.day);
    let mut lists: [Vec<Facility>; 5] = Default::default();
    for id in 0..8 {
        let old = earlier.known.facilities.get(&id).filter(|of| there(of, d0));
        let known = later.known.facilities.get(&id);
        let new = known.filter(|of| there(of, d1));
        let ended = known.filter(|of| there(of, d0) && of.valid_to.is_some_and(|to| to <= d1));
        let opened = new.is_some_and(|of| of.valid_from.is_some_and(|from| from > d0));
        let stays = |old: &Facility, new: &Facility| Facility {
            location: if moved(old, new) {
                old.location
            } else {
                new.location
            },
            ..anytime(new)
        };
        let states: [Option<Facility>; 5] = match (old, new) {
            (None, None) => continue,
            (Some(old), Some(new)) => {
                let corrected = Some(stays(old, new));
                [
                    Some(anytime(old)),
                    corrected.clone(),
                    corrected.clone(),
                    corrected,
                    Some(anytime(new)),
                ]
            }
            (Some(old), None) => match ended {
                // Where another type closed than was thought, that is corrected first.
                Some(end) if end.service_type != old.service_type => {
                    [Some(anytime(old)), Some(anytime(end)), None, None, None]
                }
                Some(_) => [Some(anytime(old)), Some(anytime(old)), None, None, None],
                None => [Some(anytime(old)), None, None, None, None],
            },
            (None, Some(new)) if opened => [None, None, None, Some(anytime(new)), Some(anytime(new))],
            (None, Some(new)) => {
                let new = Some(anytime(new));
                [None, new.clone(), new.clone(), new.clone(), new]
            }
        };
        for (list, state) in lists.iter_mut().zip(states) {
            list.extend(state);
        }
    }
    lists
}

/// What each revision changes of what was known at the one before, and which of them are asked on which days.
type History = (Vec<Vec<Step>>, Vec<(usize, i8)>);

fn histories() -> impl Strategy<Value = History> {
    let first: Vec<_> = (0..8_usize).map(put).collect();
    let steps = proptest::collection::vec(proptest::collection::vec(step(), 1..4), 0..3);
    (first, steps).prop_flat_map(|(first, steps)| {
        let steps: Vec<Vec<Step>> = [first].into_iter().chain(steps).collect();
        let asked = proptest::collection::vec((0..steps.len(), 0..9_i8), 2..4);
        (Just(steps), asked)
    })
}

fn states((steps, asked): &History) -> Vec<State> {
    let mut known = Known::nothing();
    let mut revisions = Vec::new();
    for step in steps.iter().cloned() {
        for step in step {
            known.take(step);
        }
        revisions.push(known.clone());
    }
    asked
        .iter()
        .map(|(revision, day)| State {
            study: revisions[*revision].study(*revision as u64 + 1, month(*day)),
            known: revisions[*revision].clone(),
            revision: *revision as u64 + 1,
            day: month(*day),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn parts_add_up_and_going_back_negates_them(history in histories()) {
        let states = states(&history);
        for before in &states {
            for after in &states {
                for of in [None, Some(0), Some(1)] {
                    let there = compared(before, after, of);
                    let back = compared(after, before, of);
                    let mut backwards: BTreeMap<_, &Row> =
                        back.rows.iter().map(|row| (key(&back, row), row)).collect();
                    for row in &there.rows {
                        let said = format!("{:?} {row:?}", key(&there, row));
                        if let (Some(first), Some(last)) = (row.before, row.after) {
                            prop_assert_eq!(row.change, Some(last - first), "{}", said);
                            prop_assert_eq!(row.parts.known().sum::<f64>(), last - first, "{}", said);
                        } else {
                            prop_assert_eq!((row.change, row.parts.known().count()), (None, 0), "{}", said);
                        }
                        let reverse = backwards.remove(&key(&there, row)).expect("the same rows");
                        prop_assert_eq!((row.before, row.after), (reverse.after, reverse.before));
                        let negated = |part: Option<f64>| part.map(|part| 0.0 - part);
                        prop_assert_eq!(row.change, negated(reverse.change));
                        prop_assert_eq!(row.parts.of, reverse.parts.of.map(negated));
                        prop_assert_eq!(row.parts.inseparable, negated(reverse.parts.inseparable));
                    }
                    prop_assert!(backwards.is_empty());
                }
            }
        }
    }

    #[test]
    fn one_area_alone_is_told_what_all_together_tell_of_it(history in histories(), asked in any::<prop::sample::Index>()) {
        let states = states(&history);
        for (before, after) in states.iter().zip(&states[1..]) {
            let params = Params { selection: Selection::on(after.day), from: before.day };
            let path = change::path(&before.study, &after.study, &params);
            let mut all = change::along(&path);
            let code = asked.get(&all.areas).code.clone();
            let alone = change::along_in(&path, |area| area.code == code);
            let (areas, rows) = (&all.areas, &mut all.rows);
            rows.retain(|row| areas[row.area].code == code);
            prop_assert_eq!(alone, all);
        }
    }

    #[test]
    fn every_step_is_what_a_city_made_so_would_show(history in histories()) {
        let states = states(&history);
        for before in &states {
            for after in &states {
                let forward = (before.day, before.revision) <= (after.day, after.revision);
                let (earlier, later) = if forward { (before, after) } else { (after, before) };
                let lists = lists(earlier, later);
                let steps: Vec<Arc<Study>> = lists
                    .into_iter()
                    .map(|list| made(1, earlier.known.areas(earlier.day), list))
                    .collect();
                for (of, place) in TYPES.iter().zip(0..) {
                    let report = compared(before, after, Some(place));
                    for row in &report.rows {
                        let area = report.areas[row.area].code.as_str();
                        let id = row.criterion.and_then(|at| report.criteria[at].either()).map(|of| of.id.as_str());
                        let figure = |study: &Study, day| directly(study, day, place, row, area, id);
                        let ends = [
                            figure(&before.known.study(1, before.day), before.day),
                            figure(&after.known.study(1, after.day), after.day),
                        ];
                        prop_assert_eq!([row.before, row.after], ends, "{} {} {:?}", of, area, row);
                        let mut figures: Vec<Option<f64>> =
                            steps.iter().map(|study| figure(study, earlier.day)).collect();
                        figures.push(match row.criterion.map(|at| &report.criteria[at]) {
                            // The last step but one is under the earlier version of the criterion.
                            Some(then) => {
                                let first = if forward { &then.before } else { &then.after };
                                first.as_ref().and_then(|first| under(&later.study, later.day, first, area))
                            }
                            None => figure(&later.study, later.day),
                        });
                        for (pair, (cause, part)) in figures.windows(2).zip(Cause::ALL.iter().zip(row.parts.of)) {
                            let Some(part) = part else { continue };
                            let step = pair[1].expect("known") - pair[0].expect("known");
                            let step = if forward { step } else { 0.0 - step };
                            prop_assert_eq!(part, step, "{} {} {:?} {:?}", of, area, cause, row);
                        }
                    }
                }
            }
        }
    }
}
