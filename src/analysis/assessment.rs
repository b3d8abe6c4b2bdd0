//! What is needed where: every criterion in force held against every area that it is for.

use std::collections::BTreeSet;

use crate::domain::criterion::{Criterion, Measure, Mode, Scope};
use crate::domain::units::ratio;
use crate::domain::{Metres, PopulationGroup};
use crate::study::{Areas, Selection, Study};

use super::{coverage, density};

/// The question. The criteria bring type, group, distance and mode; of the selection count its date, its role and what
/// facilities must offer, and its service type where only the criteria of one are asked.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Areas, as places in the study's list: only they are judged. None: all that the criteria are for.
    pub areas: Option<BTreeSet<u32>>,
}

/// What comes out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Met,
    Short,
    /// Met, and more than the criterion calls enough.
    Surplus,
    Unknown,
}

impl Verdict {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Short => "short",
            Self::Surplus => "surplus",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a verdict is unknown; or, of one that is met, that its value is a least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Of no neighbourhood in the area the residents of the group are known, or nobody lives there.
    NoResidents,
    /// Of no neighbourhood in the area the households are known, or there are none.
    NoHouseholds,
    /// Some facility does not tell its capacity, and the others do not reach the requirement.
    CapacityMissing,
    /// Some facility does not tell its floor area, and the others do not reach the requirement.
    FloorAreaMissing,
    /// No facility can be reached from the area.
    NothingInReach,
    /// The criterion asks for walking distances, and no walking network is loaded.
    NoNetwork,
    /// The criterion requires nothing.
    NothingRequired,
    /// The area has no neighbourhoods that are known.
    NoNeighbourhoods,
}

impl Reason {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoResidents => "noResidents",
            Self::NoHouseholds => "noHouseholds",
            Self::CapacityMissing => "capacityMissing",
            Self::FloorAreaMissing => "floorAreaMissing",
            Self::NothingInReach => "nothingInReach",
            Self::NoNetwork => "noNetwork",
            Self::NothingRequired => "nothingRequired",
            Self::NoNeighbourhoods => "noNeighbourhoods",
        }
    }
}

/// One criterion for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the criterion in the study's list.
    pub criterion: usize,
    /// Place of the area in the study's list.
    pub area: u32,
    /// Metres that the criterion is measured with; none where distance plays no part.
    pub distance: Option<Metres>,
    /// A share (0–1), metres, or a number, as the measure says.
    pub value: Option<f64>,
    pub verdict: Verdict,
    pub reason: Option<Reason>,
    /// What is lacking, in the unit of [`lacking`]; none unless it is short.
    pub short_by: Option<f64>,
    /// Whether the ambition is reached; none where there is none, or nothing is known.
    pub ambition_met: Option<bool>,
    /// Whether some group share was imputed.
    pub imputed: bool,
}

impl Row {
    /// What is lacking, nothing where the criterion is met; none where that is unknown.
    pub fn shortage(&self) -> Option<f64> {
        match self.verdict {
            Verdict::Met | Verdict::Surplus => Some(0.0),
            Verdict::Short => self.short_by,
            Verdict::Unknown => None,
        }
    }
}

/// By criterion and area, both in the order of the study's lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// What an area that falls short lacks: residents, facilities, places or m².
pub fn lacking(measure: Measure) -> &'static str {
    match measure {
        Measure::Coverage | Measure::MeanDistance => "residents",
        Measure::Count | Measure::Per1000 => "facilities",
        Measure::CapacityPer1000 => "places",
        Measure::FloorAreaPer1000Dwellings => "m2",
    }
}

/// Places of the criteria in force on the date of a selection, for its type where it has one. Of several versions of a criterion
/// the latest counts.
pub fn in_force(study: &Study, selection: &Selection) -> Vec<usize> {
    let all = &study.criteria.criteria;
    let holds = |of: &Criterion| {
        crate::domain::facility::in_force(of.valid_from, of.valid_to, selection.date)
            && selection
                .service_type
                .as_ref()
                .is_none_or(|asked| *asked == of.service_type)
    };
    let superseded = |of: &Criterion| {
        all.iter()
            .any(|other| other.id == of.id && other.version > of.version && holds(other))
    };
    let known = |of: &Criterion| study.taxonomy.position(of.service_type.as_str()).is_some();
    let counting = all.iter().enumerate();
    counting
        .filter(|(_, of)| holds(of) && !superseded(of) && known(of))
        .map(|(place, _)| place)
        .collect()
}

/// Holds the criteria in force against the areas that they are for.
pub fn run(study: &Study, params: &Params) -> Report {
    let (selection, areas) = (&params.selection, params.areas.as_ref());
    let criteria = &study.criteria.criteria;
    let judged = in_force(study, selection)
        .into_iter()
        .flat_map(|place| judge_among(study, selection, place, &criteria[place], areas));
    Report {
        rows: judged.collect(),
    }
}

/// Holds one criterion, in force or not, against the areas that it is for. `place` is what the rows say of it.
pub fn judge(study: &Study, selection: &Selection, place: usize, criterion: &Criterion) -> Vec<Row> {
    judge_among(study, selection, place, criterion, None)
}

/// The same for some of those areas.
pub fn judge_among(
    study: &Study,
    selection: &Selection,
    place: usize,
    criterion: &Criterion,
    among: Option<&BTreeSet<u32>>,
) -> Vec<Row> {
    let Some(service_type) = study.taxonomy.position(criterion.service_type.as_str()) else {
        return Vec::new();
    };
    let mut areas = areas_of(&study.areas, criterion);
    areas.retain(|area| among.is_none_or(|among| among.contains(area)));
    let of_type = Selection {
        service_type: Some(criterion.service_type.clone()),
        distance: criterion.distance_m.or(selection.distance),
        group: criterion.group,
        within: false,
        ..selection.clone()
    };
    assessed(study, place, criterion, &of_type, service_type, &areas)
}

/// Places of the areas of a criterion's level that its scope names or that lie in one that it names.
pub fn areas_of(areas: &Areas, criterion: &Criterion) -> Vec<u32> {
    let named = |place: u32| match &criterion.scope {
        Scope::Word(_) => true,
        Scope::Areas(codes) => {
            let inside = &areas.get(place).neighbourhoods;
            codes
                .iter()
                .filter_map(|code| areas.place(code.as_str()))
                .any(|scope| {
                    let members = &areas.get(scope).neighbourhoods;
                    scope == place || (!inside.is_empty() && inside.iter().all(|at| members.contains(at)))
                })
        }
    };
    areas
        .at(criterion.level)
        .map(|(place, _)| place)
        .filter(|place| named(*place))
        .collect()
}

/// What is known of an area before it is judged.
#[derive(Clone, Copy, Default)]
struct Measured {
    value: Option<f64>,
    /// What the whole of it would have to be for the requirement, less what there is.
    lacks: Option<f64>,
    reason: Option<Reason>,
    /// Whether a part is missing, so that the value is a least one.
    at_least: bool,
    imputed: bool,
}

fn assessed(
    study: &Study,
    place: usize,
    criterion: &Criterion,
    selection: &Selection,
    service_type: usize,
    areas: &[u32],
) -> Vec<Row> {
    let travels = matches!(criterion.measure, Measure::Coverage | Measure::MeanDistance);
    let distance = (criterion.measure == Measure::Coverage).then(|| selection.norm(study, service_type));
    let measured: Vec<Measured> = if travels && criterion.mode == Mode::Walking {
        let unknown = Measured {
            reason: Some(Reason::NoNetwork),
            ..Measured::default()
        };
        vec![unknown; areas.len()]
    } else {
        match criterion.measure {
            Measure::Coverage | Measure::MeanDistance => {
                travelled(study, criterion, selection, service_type, areas)
            }
            Measure::Count | Measure::Per1000 => counted(study, criterion, selection, areas),
            Measure::CapacityPer1000 => offered(
                study,
                criterion,
                (selection, service_type),
                areas,
                |area| density::residents_of(study, area, criterion.group),
                (Reason::NoResidents, Reason::CapacityMissing),
                |of| of.capacity,
            ),
            Measure::FloorAreaPer1000Dwellings => offered(
                study,
                criterion,
                (selection, service_type),
                areas,
                |area| study.areas.get(area).households,
                (Reason::NoHouseholds, Reason::FloorAreaMissing),
                |of| of.floor_area_m2,
            ),
        }
    };
    let rows = areas.iter().zip(measured).map(|(area, measured)| {
        let (verdict, reason) = judged(criterion, &measured);
        let reaches = |level: f64| {
            measured
                .value
                .map(|value| enough(criterion.measure, value, level))
        };
        Row {
            criterion: place,
            area: *area,
            distance,
            // A part of a sum is no figure, least of all a zero, unless the part is enough.
            value: measured
                .value
                .filter(|_| !measured.at_least || verdict != Verdict::Unknown),
            verdict,
            reason,
            short_by: measured.lacks.filter(|_| verdict == Verdict::Short),
            ambition_met: criterion
                .ambition
                .and_then(reaches)
                .filter(|met| *met || !measured.at_least),
            imputed: measured.imputed,
        }
    });
    rows.collect()
}

/// Whether a value is as good as a level or better: nearer for distances, more for all else. The last bits of a sum decide
/// nothing.
fn enough(measure: Measure, value: f64, level: f64) -> bool {
    let slack = 1e-9 * level.abs().max(1.0);
    match measure {
        Measure::MeanDistance => value <= level + slack,
        _ => value >= level - slack,
    }
}

fn judged(criterion: &Criterion, measured: &Measured) -> (Verdict, Option<Reason>) {
    let Some(required) = criterion.required else {
        return (Verdict::Unknown, Some(Reason::NothingRequired));
    };
    // Enough as it is, and told that there is more.
    let missing = measured.reason.filter(|_| measured.at_least);
    let Some(value) = measured.value else {
        return (Verdict::Unknown, measured.reason);
    };
    if !enough(criterion.measure, value, required) {
        return if measured.at_least {
            (Verdict::Unknown, measured.reason)
        } else {
            (Verdict::Short, None)
        };
    }
    let surplus = criterion
        .surplus_above
        .is_some_and(|above| match criterion.measure {
            Measure::MeanDistance => value < above,
            _ => value > above,
        });
    (if surplus { Verdict::Surplus } else { Verdict::Met }, missing)
}

fn travelled(
    study: &Study,
    criterion: &Criterion,
    selection: &Selection,
    service_type: usize,
    areas: &[u32],
) -> Vec<Measured> {
    let params = coverage::Params {
        selection: selection.clone(),
        service_type,
        areas: areas.to_vec(),
    };
    let rows = coverage::run(study, &params).rows;
    let reach = study.reach(selection, service_type);
    let beyond = |area: u32, metres: f64| {
        let mut residents = 0.0;
        for at in &study.areas.get(area).neighbourhoods {
            let Some(block) = reach.of(*at) else { continue };
            study
                .demand
                .weights(&study.areas, *at, criterion.group, |point, weight| {
                    let far = f64::from(block.nearest(point)) > metres;
                    residents += if far { weight } else { 0.0 };
                });
        }
        residents
    };
    let rows = rows.into_iter().map(|row| {
        let lives = row.residents.is_some_and(|residents| residents > 0.0);
        let (value, lacks) = match criterion.measure {
            Measure::Coverage => (
                row.coverage,
                criterion
                    .required
                    .zip(row.residents.zip(row.residents_served))
                    .map(|(required, (residents, served))| required * residents - served),
            ),
            _ => (
                row.mean_distance,
                criterion.required.map(|required| beyond(row.area, required)),
            ),
        };
        Measured {
            value,
            lacks,
            reason: if lives {
                Some(Reason::NothingInReach)
            } else {
                Some(Reason::NoResidents)
            },
            at_least: false,
            imputed: row.imputed,
        }
    });
    rows.collect()
}

fn counted(study: &Study, criterion: &Criterion, selection: &Selection, areas: &[u32]) -> Vec<Measured> {
    let params = density::Params {
        selection: selection.clone(),
        areas: areas.to_vec(),
    };
    let rows = density::run(study, &params).rows.into_iter().map(|row| {
        let Some(count) = row.facility_count.map(|count| count as f64) else {
            return Measured {
                reason: Some(Reason::NoNeighbourhoods),
                ..Measured::default()
            };
        };
        if criterion.measure == Measure::Count {
            return Measured {
                value: Some(count),
                lacks: criterion.required.map(|required| (required - count).ceil()),
                ..Measured::default()
            };
        }
        let needed = criterion.required.zip(row.residents);
        Measured {
            value: row.facilities_per_1000,
            // Whole facilities: with one less it would still be short. The last bits of a product decide nothing.
            lacks: needed
                .map(|(required, residents)| (required * residents / 1000.0 - count - 1e-9).ceil().max(1.0)),
            reason: Some(Reason::NoResidents),
            at_least: false,
            imputed: imputed(study, row.area, criterion.group),
        }
    });
    rows.collect()
}

/// Whether residents of a group in an area rest on an imputed share.
fn imputed(study: &Study, area: u32, group: PopulationGroup) -> bool {
    let members = &study.areas.get(area).neighbourhoods;
    members
        .iter()
        .any(|at| study.areas.groups[*at as usize].imputed(group))
}

/// What the facilities of an area offer per 1,000 of something. Where one does not tell, the sum is a least one.
fn offered(
    study: &Study,
    criterion: &Criterion,
    (selection, service_type): (&Selection, usize),
    areas: &[u32],
    among: impl Fn(u32) -> Option<f64>,
    (nobody, missing): (Reason, Reason),
    offer: impl Fn(&crate::domain::Facility) -> Option<f64>,
) -> Vec<Measured> {
    let counting = study.counting(selection, service_type);
    let measured = areas.iter().map(|area| {
        let (mut sum, mut untold) = (0.0, false);
        for place in study.facilities.standing_in(&study.areas, *area) {
            if counting.binary_search(&place).is_ok() {
                match offer(&study.facilities.get(place).facility) {
                    Some(amount) => sum += amount,
                    None => untold = true,
                }
            }
        }
        let all = among(*area).filter(|all| *all > 0.0);
        Measured {
            value: all.and_then(|all| ratio(sum * 1000.0, all)),
            lacks: criterion
                .required
                .zip(all)
                .map(|(required, all)| required * all / 1000.0 - sum),
            reason: Some(if all.is_none() { nobody } else { missing }),
            at_least: untold,
            imputed: criterion.measure == Measure::CapacityPer1000 && imputed(study, *area, criterion.group),
        }
    });
    measured.collect()
}
