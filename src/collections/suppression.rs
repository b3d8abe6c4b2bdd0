//! Small counts of observed people are not told, nor what would reveal them. Figures modelled from published area
//! statistics are not touched.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::analysis::{ages, coverage, spreads};
use crate::domain::criterion::{Criterion, Measure};
use crate::domain::{AreaCode, Level, PopulationGroup};
use crate::study::{Selection, Study};

/// Whether a count of people is above 0 and below 5. Less than a millionth is what rounding leaves of nobody.
pub fn small(count: f64) -> bool {
    count > 1e-6 && count < 5.0
}

/// Whether the residents in reach of a facility, and those of them who have no other, tell of a few: these, those, or the rest.
pub fn facility_hidden(in_reach: f64, alone: f64) -> bool {
    [in_reach, alone, in_reach - alone].into_iter().any(small)
}

/// Whether some count in a row of coverage is small.
fn reveals(row: &coverage::Row) -> bool {
    [
        row.residents,
        row.residents_served,
        row.residents_unserved,
        row.residents_unreachable,
    ]
    .into_iter()
    .flatten()
    .any(small)
}

fn coverage_in(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    neighbourhoods: impl IntoIterator<Item = u32>,
) -> Vec<coverage::Row> {
    let areas: Vec<u32> = neighbourhoods.into_iter().collect();
    spreads::coverage_of(study, selection, service_type, selection.group, &areas)
}

/// Whether nothing may be told of how many in the whole city are served: a count of it is small, or one neighbourhood alone is
/// hidden, which the others would give away.
pub fn city_hidden(study: &Study, selection: &Selection, service_type: usize) -> bool {
    if !study.demand_confidential() {
        return false;
    }
    let everywhere = (0_u32..).take(study.areas.neighbourhood_count);
    let rows = coverage_in(study, selection, service_type, everywhere);
    let sum = |of: fn(&coverage::Row) -> Option<f64>| rows.iter().filter_map(of).sum::<f64>();
    let counts = [
        sum(|row| row.residents),
        sum(|row| row.residents_served),
        sum(|row| row.residents_unserved),
        sum(|row| row.residents_unreachable),
    ];
    counts.into_iter().any(small) || rows.iter().filter(|row| reveals(row)).count() == 1
}

/// The rows of which nothing may be told. A larger area in which one neighbourhood alone is hidden is hidden too, for the
/// other neighbourhoods would give it away.
pub fn hidden_rows(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    rows: &[coverage::Row],
) -> HashSet<u32> {
    if !study.demand_confidential() {
        return HashSet::new();
    }
    let inside = rows
        .iter()
        .flat_map(|row| &study.areas.get(row.area).neighbourhoods);
    let asked: BTreeSet<u32> = inside.copied().collect();
    let hidden: HashSet<u32> = coverage_in(study, selection, service_type, asked)
        .iter()
        .filter(|row| reveals(row))
        .map(|row| row.area)
        .collect();
    let gives_away = |row: &&coverage::Row| {
        let inside = &study.areas.get(row.area).neighbourhoods;
        reveals(row) || inside.iter().filter(|at| hidden.contains(at)).count() == 1
    };
    rows.iter().filter(gives_away).map(|row| row.area).collect()
}

/// The areas of which nothing may be told where groups stand beside each other: those hidden for one group are hidden for all, for
/// the others and their total would give the one away.
pub fn hidden_in_any_group(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    areas: &[u32],
) -> HashSet<u32> {
    if !study.demand_confidential() {
        return HashSet::new();
    }
    let of_group = |group: PopulationGroup| {
        let asked = Selection {
            group,
            ..selection.clone()
        };
        let rows = spreads::coverage_of(study, selection, service_type, group, areas);
        hidden_rows(study, &asked, service_type, &rows)
    };
    PopulationGroup::ALL.into_iter().flat_map(of_group).collect()
}

/// The areas of whose ages nothing may be told: a band holds a few, or the rest, or one neighbourhood alone is hidden, which the
/// others would give away.
pub fn hidden_ages(study: &Study, rows: &[ages::Row]) -> HashSet<u32> {
    if !study.demand_confidential() {
        return HashSet::new();
    }
    let reveals = |row: &ages::Row| {
        let counts = row.bands.iter().copied().chain([row.residents, row.rest()]);
        counts.flatten().any(small)
    };
    let areas = (0_u32..).take(study.areas.neighbourhood_count).collect();
    let neighbourhoods = ages::run(study, &ages::Params { areas }).rows;
    let hidden: HashSet<u32> = neighbourhoods
        .iter()
        .filter(|row| reveals(row))
        .map(|row| row.area)
        .collect();
    let gives_away = |row: &&ages::Row| {
        let inside = &study.areas.get(row.area).neighbourhoods;
        reveals(row) || inside.iter().filter(|at| hidden.contains(at)).count() == 1
    };
    rows.iter().filter(gives_away).map(|row| row.area).collect()
}

/// The areas of which nothing over people may be told that a criterion measures.
pub fn hidden_for_criterion(
    study: &Study,
    selection: &Selection,
    criterion: &Criterion,
    areas: &[u32],
) -> HashSet<u32> {
    let travels = matches!(criterion.measure, Measure::Coverage | Measure::MeanDistance);
    let service_type = study.taxonomy.position(criterion.service_type.as_str());
    let Some(service_type) = service_type.filter(|_| travels && study.demand_confidential()) else {
        return HashSet::new();
    };
    let selection = Selection {
        service_type: Some(criterion.service_type.clone()),
        distance: criterion.distance_m,
        group: criterion.group,
        ..selection.clone()
    };
    // A criterion brings a distance of its own, and two distances would tell who live between them: where anything of an area
    // is hidden under the criterion or under the type's own norm, all of it is.
    let own_norm = Selection {
        distance: None,
        ..selection.clone()
    };
    let mut hidden = hidden_in_any_group(study, &selection, service_type, areas);
    hidden.extend(hidden_in_any_group(study, &own_norm, service_type, areas));
    hidden
}
/// An area whatever its place in a study.
pub type AreaKey = (Level, AreaCode);

/// What is counted of every area of a study, by its place in the list.
type Counts = Vec<Vec<Option<f64>>>;

/// The areas of which nothing may be told along the steps of a change: a count of some step is small, or the difference between two
/// of them is, or one neighbourhood alone is hidden in a larger area, in any group. `service_type` none: of their residents alone.
pub fn hidden_over_time(stages: &[(&Study, Selection)], service_type: Option<usize>) -> HashSet<AreaKey> {
    let mut hidden: HashSet<AreaKey> = HashSet::new();
    if !stages.iter().any(|(study, _)| study.demand_confidential()) {
        return hidden;
    }
    for group in PopulationGroup::ALL {
        let mut seen: HashMap<AreaKey, Counts> = HashMap::new();
        for (study, selection) in stages {
            let selection = Selection {
                group,
                ..selection.clone()
            };
            let counts = counts(study, &selection, service_type);
            for (area, counts) in study.areas.list.iter().zip(counts) {
                seen.entry((area.level, area.code.clone()))
                    .or_default()
                    .push(counts);
            }
        }
        hidden.extend(
            seen.into_iter()
                .filter(|(_, steps)| tells_of_few(steps))
                .map(|(key, _)| key),
        );
    }
    let mut around = HashSet::new();
    for (study, _) in stages {
        let key = |at: u32| {
            let area = study.areas.get(at);
            (area.level, area.code.clone())
        };
        let alone = |area: &&crate::study::StudyArea| {
            let inside = area.neighbourhoods.iter();
            inside.filter(|at| hidden.contains(&key(**at))).count() == 1
        };
        around.extend(
            study
                .areas
                .list
                .iter()
                .filter(alone)
                .map(|area| (area.level, area.code.clone())),
        );
    }
    hidden.extend(around);
    hidden
}

/// Whether nothing may be told of the whole city along the steps of a change, of whose areas `hidden` is what
/// [`hidden_over_time`] says: one neighbourhood or municipality alone is hidden, which the others would give away, or the
/// counts of the city themselves tell of a few.
pub fn city_hidden_over_time(
    stages: &[(&Study, Selection)],
    service_type: usize,
    hidden: &HashSet<AreaKey>,
) -> bool {
    let alone = |level| hidden.iter().filter(|(of, _)| *of == level).count() == 1;
    if alone(Level::Neighbourhood) || alone(Level::Municipality) {
        return true;
    }
    let confidential = stages.iter().any(|(study, _)| study.demand_confidential());
    let of_group = |group| {
        let steps: Counts = stages
            .iter()
            .map(|(study, selection)| {
                let selection = Selection {
                    group,
                    ..selection.clone()
                };
                let sums = coverage::city(study, &selection, service_type);
                let counts = [
                    sums.residents,
                    sums.served,
                    sums.residents - sums.served,
                    sums.residents - sums.reachable,
                ];
                counts.map(Some).to_vec()
            })
            .collect();
        tells_of_few(&steps)
    };
    confidential && PopulationGroup::ALL.into_iter().any(of_group)
}

/// Whether a count, or the difference between two steps next to each other or between the first and the last, is small.
fn tells_of_few(steps: &[Vec<Option<f64>>]) -> bool {
    let differ = |a: &[Option<f64>], b: &[Option<f64>]| {
        let both = a.iter().zip(b);
        both.filter_map(|(a, b)| Some((a.as_ref()? - b.as_ref()?).abs()))
            .any(small)
    };
    let ends = steps.first().zip(steps.last());
    steps.iter().flatten().flatten().copied().any(small)
        || steps.windows(2).any(|pair| differ(&pair[0], &pair[1]))
        || ends.is_some_and(|(first, last)| differ(first, last))
}

fn counts(study: &Study, selection: &Selection, service_type: Option<usize>) -> Counts {
    let areas: Vec<u32> = (0_u32..).zip(&study.areas.list).map(|(place, _)| place).collect();
    let Some(service_type) = service_type else {
        let residents = |at: &u32| vec![coverage::residents_of(study, selection.group, *at)];
        return areas.iter().map(residents).collect();
    };
    let params = coverage::Params {
        selection: selection.clone(),
        service_type,
        areas,
    };
    let rows = coverage::run(study, &params).rows.into_iter();
    rows.map(|row| {
        vec![
            row.residents,
            row.residents_served,
            row.residents_unserved,
            row.residents_unreachable,
        ]
    })
    .collect()
}
