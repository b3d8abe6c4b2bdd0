//! The figures at every step of the path.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::exact::{self, Parts, Steps};
use super::{AreaThen, Cause, CriterionThen, Measure, Path, Row, Stage};
use crate::analysis::{assessment, coverage, density};
use crate::domain::criterion::Criterion;
use crate::domain::{AreaCode, Level};
use crate::study::{Selection, Study};

/// Figures of one area at one stage, on their grids.
type Figures = Vec<(Measure, Option<f64>)>;

/// An area on the earlier and on the later day, as places in their studies; one that is not asked is in neither.
#[derive(Default)]
struct Pair {
    earlier: Option<u32>,
    later: Option<u32>,
}

/// What is common to all figures of a path.
struct Walk<'p, 'a> {
    path: &'p Path<'a>,
    areas: Vec<Pair>,
}

/// Every area and criterion of a path, and every figure of the areas that are asked.
pub(super) fn all(
    path: &Path,
    asked: impl Fn(&AreaThen) -> bool,
) -> (Vec<AreaThen>, Vec<CriterionThen>, Vec<Row>) {
    let areas = areas(path.before(), path.after());
    let pairs = areas.iter().map(|of| {
        if !asked(of) {
            return Pair::default();
        }
        let (earlier, later) = if path.forward {
            (of.before, of.after)
        } else {
            (of.after, of.before)
        };
        Pair { earlier, later }
    });
    let walk = Walk {
        path,
        areas: pairs.collect(),
    };
    let mut rows = Vec::new();
    walk.whole(&mut rows);
    for service_type in path.params.selection.types(path.after()) {
        if walk.touched(Some(service_type)) {
            walk.typed(service_type, &mut rows);
        }
    }
    let criteria = walk.criteria(&mut rows);
    rows.sort_by_key(|row| (row.area, row.service_type, row.measure, row.criterion));
    (areas, criteria, rows)
}

/// The areas of both days: the later list first, then what is only in the earlier.
fn areas(before: &Study, after: &Study) -> Vec<AreaThen> {
    let places = |study: &Study| -> BTreeMap<(Level, AreaCode), u32> {
        let places = (0_u32..).zip(&study.areas.list);
        places
            .map(|(place, area)| ((area.level, area.code.clone()), place))
            .collect()
    };
    let (then, now) = (places(before), places(after));
    let known = after
        .areas
        .list
        .iter()
        .map(|area| (area.level, area.code.clone()));
    let gone = then.keys().filter(|key| !now.contains_key(key)).cloned();
    known
        .chain(gone)
        .map(|key| AreaThen {
            before: then.get(&key).copied(),
            after: now.get(&key).copied(),
            level: key.0,
            code: key.1,
        })
        .collect()
}

impl Walk<'_, '_> {
    /// Where an area stands in the study of a stage.
    fn place(&self, area: usize, stage: usize) -> Option<u32> {
        let last = stage + 1 == self.path.stages.len();
        let pair = &self.areas[area];
        if last { pair.later } else { pair.earlier }
    }

    /// Whether the facilities of a type, or residents, are other ones at some stage.
    fn touched(&self, service_type: Option<usize>) -> bool {
        self.path.residents_differ || self.path.events.iter().any(|event| event.of_type(service_type))
    }

    /// Whether a stage can differ from the one before it.
    fn differs(&self, stage: usize, happened: &impl Fn(Cause) -> bool) -> bool {
        match Cause::ALL[stage - 1] {
            Cause::Residents => self.path.residents_differ,
            cause => happened(cause),
        }
    }

    /// The figures of every area at every stage, asked only where something happened in between.
    fn figures(
        &self,
        happened: impl Fn(Cause) -> bool,
        at: impl Fn(&Stage, &[u32]) -> HashMap<u32, Figures>,
    ) -> Vec<Vec<Option<Figures>>> {
        let mut stages: Vec<Vec<Option<Figures>>> = Vec::new();
        for (number, stage) in self.path.stages.iter().enumerate() {
            if number > 0 && !self.differs(number, &happened) {
                stages.push(stages[number - 1].clone());
                continue;
            }
            let places: Vec<Option<u32>> = (0..self.areas.len())
                .map(|area| self.place(area, number))
                .collect();
            let known: Vec<u32> = places.iter().flatten().copied().collect();
            let mut figures = at(stage, &known);
            let of_area = |place: Option<u32>| figures.remove(&place?);
            stages.push(places.into_iter().map(of_area).collect());
        }
        stages
    }

    /// Adds a row per area and measure. `last` are the figures under the later criterion, where there is one.
    fn rows(
        &self,
        (service_type, criterion): (Option<usize>, Option<usize>),
        stages: &[Vec<Option<Figures>>],
        last: Option<&[Option<Figures>]>,
        rows: &mut Vec<Row>,
    ) {
        for area in 0..self.areas.len() {
            let of_area: Vec<&Figures> = stages.iter().filter_map(|of| of[area].as_ref()).collect();
            let ends = last.and_then(|last| last[area].as_ref());
            let Some(measures) = of_area.first().copied().or(ends) else {
                continue;
            };
            for (at, (measure, _)) in measures.iter().enumerate() {
                let value = |figures: &Option<Figures>| figures.as_ref()?.get(at)?.1;
                let mut steps: Steps = [None; Cause::ALL.len() + 1];
                for (step, stage) in steps.iter_mut().zip(stages) {
                    *step = value(&stage[area]);
                }
                steps[Cause::ALL.len()] = match last {
                    Some(last) => value(&last[area]),
                    None => steps[Cause::ALL.len() - 1],
                };
                rows.push(self.row(area, service_type, *measure, criterion, &steps));
            }
        }
    }

    fn row(
        &self,
        area: usize,
        service_type: Option<usize>,
        measure: Measure,
        criterion: Option<usize>,
        steps: &Steps,
    ) -> Row {
        let parts = Parts::between(steps);
        let (first, last) = (steps[0], steps[Cause::ALL.len()]);
        let (before, after, parts) = if self.path.forward {
            (first, last, parts)
        } else {
            (last, first, parts.reversed())
        };
        Row {
            area,
            service_type,
            measure,
            criterion,
            before,
            after,
            change: before.zip(after).map(|(before, after)| after - before),
            parts,
        }
    }

    /// Residents, and where no type is asked all facilities.
    fn whole(&self, rows: &mut Vec<Row>) {
        let selection = &self.path.params.selection;
        if self.path.residents_differ {
            let stages = self.figures(
                |_| false,
                |stage, places| {
                    let residents = |place: &u32| coverage::residents_of(stage, selection.group, *place);
                    let figures = places.iter().map(|place| {
                        (
                            *place,
                            vec![(Measure::Residents, residents(place).map(exact::amount))],
                        )
                    });
                    figures.collect()
                },
            );
            self.rows((None, None), &stages, None, rows);
        }
        if selection.service_type.is_none() {
            let happened = |cause| self.path.events.iter().any(|event| event.cause == cause);
            let stages = self.figures(happened, |stage, places| {
                counts(stage, self.path.selection(stage), places)
            });
            self.rows((None, None), &stages, None, rows);
        }
    }

    fn happened(&self, service_type: usize) -> impl Fn(Cause) -> bool {
        let events = self.path.events.iter();
        let causes: BTreeSet<Cause> = events
            .filter(|event| event.of_type(Some(service_type)))
            .map(|event| event.cause)
            .collect();
        move |cause| causes.contains(&cause)
    }

    fn typed(&self, service_type: usize, rows: &mut Vec<Row>) {
        let code = self.path.after().taxonomy.types()[service_type].code.clone();
        let stages = self.figures(self.happened(service_type), |stage, places| {
            let selection = self.path.selection(stage).of(code.clone());
            let mut figures = counts(stage, selection.clone(), places);
            let params = coverage::Params {
                selection,
                service_type,
                areas: places.to_vec(),
            };
            for row in coverage::run(stage, &params).rows {
                figures.entry(row.area).or_default().extend(reached(&row));
            }
            figures
        });
        self.rows((Some(service_type), None), &stages, None, rows);
    }

    /// Adds what is short of each criterion that was in force on one of the days.
    fn criteria(&self, rows: &mut Vec<Row>) -> Vec<CriterionThen> {
        let (Some(first), Some(last)) = (self.path.stages.first(), self.path.stages.last()) else {
            return Vec::new();
        };
        let in_force = |stage: &Stage| -> BTreeMap<(String, &'static str), Criterion> {
            let places = assessment::in_force(stage, &self.path.selection(stage)).into_iter();
            let criteria = places.map(|place| stage.criteria.criteria[place].clone());
            criteria
                .map(|of| ((of.id.clone(), assessment::lacking(of.measure)), of))
                .collect()
        };
        let (mut then, mut now) = (in_force(first), in_force(last));
        let keys: BTreeSet<_> = then.keys().chain(now.keys()).cloned().collect();
        let mut criteria = Vec::new();
        for key in keys {
            let (old, new) = (then.remove(&key), now.remove(&key));
            let service_type = new
                .as_ref()
                .or(old.as_ref())
                .and_then(|of| last.taxonomy.position(of.service_type.as_str()));
            let touched = [&old, &new].into_iter().flatten().any(|of| {
                let of_type = last.taxonomy.position(of.service_type.as_str());
                of_type.is_some_and(|of_type| self.touched(Some(of_type)))
            });
            if old == new && !touched {
                continue;
            }
            let stages = match &old {
                Some(old) => self.short_of(old),
                None => vec![vec![None; self.areas.len()]; self.path.stages.len()],
            };
            let ends: Vec<Option<Figures>> = match &new {
                Some(new) if old.as_ref() == Some(new) => stages[stages.len() - 1].clone(),
                Some(new) => {
                    let later: Vec<u32> = self.areas.iter().filter_map(|of| of.later).collect();
                    let figures = shortages(last, new, &later);
                    (0..self.areas.len())
                        .map(|area| figures.get(&self.areas[area].later?).cloned())
                        .collect()
                }
                None => vec![None; self.areas.len()],
            };
            self.rows((service_type, Some(criteria.len())), &stages, Some(&ends), rows);
            let (before, after) = if self.path.forward { (old, new) } else { (new, old) };
            criteria.push(CriterionThen {
                before,
                after,
                unit: key.1,
            });
        }
        criteria
    }

    /// What is short of one criterion at every stage.
    fn short_of(&self, criterion: &Criterion) -> Vec<Vec<Option<Figures>>> {
        let of_type = self
            .path
            .after()
            .taxonomy
            .position(criterion.service_type.as_str());
        let happened = of_type.map(|of| self.happened(of));
        self.figures(
            |cause| happened.as_ref().is_some_and(|happened| happened(cause)),
            |stage, places| shortages(stage, criterion, places),
        )
    }
}

/// What is short of one criterion in each of some areas that it is for.
fn shortages(stage: &Stage, criterion: &Criterion, places: &[u32]) -> HashMap<u32, Figures> {
    let (selection, among) = (Selection::on(stage.date), places.iter().copied().collect());
    let rows = assessment::judge_among(stage, &selection, 0, criterion, Some(&among)).into_iter();
    rows.map(|row| {
        (
            row.area,
            vec![(Measure::Short, row.shortage().map(exact::amount))],
        )
    })
    .collect()
}

fn counts(stage: &Stage, selection: Selection, places: &[u32]) -> HashMap<u32, Figures> {
    let params = density::Params {
        selection,
        areas: places.to_vec(),
    };
    let rows = density::run(stage, &params).rows.into_iter();
    let count = |row: &density::Row| row.facility_count.map(|count| count as f64);
    rows.map(|row| (row.area, vec![(Measure::FacilityCount, count(&row))]))
        .collect()
}

/// The figures of who is reached. On the grid, too, the served and the unserved make all.
fn reached(row: &coverage::Row) -> Figures {
    let (all, served) = (
        row.residents.map(exact::amount),
        row.residents_served.map(exact::amount),
    );
    vec![
        (Measure::Served, served),
        (
            Measure::Unserved,
            all.zip(served).map(|(all, served)| all - served),
        ),
        (Measure::Coverage, row.coverage.map(exact::share)),
        (Measure::MeanDistance, row.mean_distance.map(exact::amount)),
    ]
}
