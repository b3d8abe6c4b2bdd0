//! What may not get too low when facilities stop: the coverage of areas and groups that is asked, and the criteria that are met.
//!
//! Nearly all of it adds up over what is lost: residents of an area, facilities, places, m². Only a mean distance does not, and
//! is measured of each set that is left.

use crate::analysis::assessment::{self, Verdict};
use crate::analysis::density;
use crate::domain::criterion::{Criterion, Measure};
use crate::domain::{Facility, Level, Metres, PopulationGroup};
use crate::study::{Selection, Study, Travel};

use super::Params;

/// The last bits of a sum decide nothing: so much, of a share or a number of 1 or more, makes no difference.
const SLACK: f64 = 1e-9;

/// What of an area is counted.
#[derive(Clone, Debug)]
pub(super) enum Counted {
    /// Residents of the group with a facility within a distance, which stands in [`Floors::norms`].
    People(usize),
    /// What each facility brings, by its place in the study's list.
    Offer(Vec<(u32, f64)>),
}

/// Something of an area that may go only so far down: what is there ÷ the whole of it may not fall below a level.
#[derive(Clone, Debug)]
pub(super) struct Floor {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    /// Place of the criterion in the study's list; none: the floor that is asked.
    pub criterion: Option<usize>,
    /// The level; none where nothing is asked and the figure is only told.
    pub level: Option<f64>,
    pub counted: Counted,
    /// What there is.
    pub there: f64,
    /// What it is divided by.
    pub whole: f64,
}

impl Floor {
    /// Whether it is below the level as it is: then it may not get lower.
    pub fn below_already(&self) -> bool {
        let slack = |level: f64| SLACK * level.max(1.0);
        self.level
            .is_some_and(|level| self.there / self.whole < level - slack(level))
    }

    /// What has to stay; nothing where no level is asked.
    pub fn needed(&self) -> f64 {
        self.level
            .map_or(0.0, |level| (level * self.whole).min(self.there))
    }

    /// What may go.
    pub fn spare(&self) -> f64 {
        match self.level {
            Some(level) => self.there - self.needed() + SLACK * level.max(1.0) * self.whole,
            None => f64::INFINITY,
        }
    }

    /// The part of what has to stay that is missing when so much is lost; nothing where it fits.
    pub fn shortage(&self, lost: f64) -> f64 {
        if lost <= self.spare() {
            return 0.0;
        }
        (self.needed() - (self.there - lost)) / self.needed()
    }
}

/// The mean distance of residents of an area that a criterion allows.
#[derive(Clone, Debug)]
pub(super) struct Far {
    pub area: u32,
    pub criterion: usize,
    pub group: PopulationGroup,
    /// Metres.
    pub most: f64,
}

impl Far {
    /// Mean metres to the nearest of some facilities; none where there are none or nobody lives.
    pub fn mean(&self, study: &Study, places: Vec<u32>) -> Option<f64> {
        let travel = Travel::straight(study, places, Metres(0.0));
        let (mut people, mut metres, mut near) = (0.0, 0.0, Vec::new());
        for at in &study.areas.get(self.area).neighbourhoods {
            let demand = &study.demand;
            demand.weights(&study.areas, *at, self.group, |point, weight| {
                if weight <= 0.0 {
                    return;
                }
                if let Some(nearest) = travel.nth(demand.points[point], 1, &mut near) {
                    #[allow(clippy::cast_possible_truncation)] // as a reach holds it
                    let nearest = f64::from(nearest as f32);
                    people += weight;
                    metres += weight * nearest;
                }
            });
        }
        (people > 0.0).then(|| metres / people)
    }

    /// Whether a mean distance is allowed.
    pub fn allows(&self, mean: Option<f64>) -> bool {
        mean.is_some_and(|mean| mean <= self.most + SLACK * self.most.max(1.0))
    }
}

/// All that may not get too low.
#[derive(Clone, Debug, Default)]
pub(super) struct Floors {
    /// The distances that count; first that of the question.
    pub norms: Vec<Metres>,
    pub list: Vec<Floor>,
    pub far: Vec<Far>,
}

impl Floors {
    /// Those of a question.
    pub fn new(study: &Study, params: &Params) -> Self {
        let mut floors = Self {
            norms: vec![params.selection.norm(study, params.service_type)],
            ..Self::default()
        };
        for area in params.areas(study) {
            for group in params.groups() {
                floors.people(study, params, (area, group), None, params.floor);
            }
        }
        if params.keep_criteria {
            floors.criteria(study, params);
        }
        floors
    }

    /// Adds the residents of a group in an area who have a facility within a distance (its place among the norms).
    fn people(
        &mut self,
        study: &Study,
        params: &Params,
        (area, group): (u32, PopulationGroup),
        criterion: Option<(usize, usize)>,
        level: Option<f64>,
    ) {
        let norm = criterion.map_or(0, |(_, norm)| norm);
        let selection = at(&params.selection, self.norms[norm]);
        let reach = study.reach(&selection, params.service_type);
        let sums = reach.sums(study, area, group);
        self.list.push(Floor {
            area,
            group,
            criterion: criterion.map(|(place, _)| place),
            level: level.filter(|_| sums.residents > 0.0),
            counted: Counted::People(norm),
            there: sums.served,
            whole: sums.residents,
        });
    }

    /// Adds the criteria in force for the type, where they are met.
    fn criteria(&mut self, study: &Study, params: &Params) {
        let of_type = Selection {
            service_type: Some(study.taxonomy.types()[params.service_type].code.clone()),
            ..params.selection.clone()
        };
        let asked = assessment::Params {
            selection: of_type.clone(),
            areas: None,
        };
        for row in assessment::run(study, &asked).rows {
            let criterion = &study.criteria.criteria[row.criterion];
            let met = matches!(row.verdict, Verdict::Met | Verdict::Surplus);
            let Some(required) = criterion.required.filter(|_| met) else {
                continue;
            };
            match criterion.measure {
                Measure::Coverage => {
                    let distance = criterion.distance_m.or(of_type.distance);
                    let own = Selection {
                        distance,
                        ..of_type.clone()
                    };
                    let norm = own.norm(study, params.service_type);
                    let known = self.norms.iter().position(|of| of.0 == norm.0);
                    let at = known.unwrap_or_else(|| {
                        self.norms.push(norm);
                        self.norms.len() - 1
                    });
                    let whom = (row.area, criterion.group);
                    self.people(study, params, whom, Some((row.criterion, at)), Some(required));
                }
                Measure::MeanDistance => self.far.push(Far {
                    area: row.area,
                    criterion: row.criterion,
                    group: criterion.group,
                    most: required,
                }),
                _ => {
                    let offer = offered(study, &of_type, params.service_type, criterion, row.area);
                    if let Some((offer, whole)) = offer {
                        self.list.push(Floor {
                            area: row.area,
                            group: criterion.group,
                            criterion: Some(row.criterion),
                            level: Some(required),
                            there: offer.iter().map(|(_, amount)| amount).sum(),
                            counted: Counted::Offer(offer),
                            whole,
                        });
                    }
                }
            }
        }
    }
}

/// A selection at a distance.
pub(super) fn at(selection: &Selection, norm: Metres) -> Selection {
    Selection {
        distance: Some(norm),
        within: false,
        ..selection.clone()
    }
}

/// What a facility brings, where it tells.
type Amount = fn(&Facility) -> Option<f64>;

/// What each facility in an area brings to a criterion, and what the sum is divided by; none where that is unknown or nothing.
fn offered(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    criterion: &Criterion,
    area: u32,
) -> Option<(Vec<(u32, f64)>, f64)> {
    let residents = || density::residents_of(study, area, criterion.group);
    let (amount, whole): (Amount, Option<f64>) = match criterion.measure {
        Measure::Count => (|_| Some(1.0), Some(1.0)),
        Measure::Per1000 => (|_| Some(1.0), residents().map(|of| of / 1000.0)),
        Measure::CapacityPer1000 => (|of| of.capacity, residents().map(|of| of / 1000.0)),
        Measure::FloorAreaPer1000Dwellings => (
            |of| of.floor_area_m2,
            study.areas.get(area).households.map(|of| of / 1000.0),
        ),
        Measure::Coverage | Measure::MeanDistance => return None,
    };
    let inside = &study.areas.get(area).neighbourhoods;
    let counting = study.counting(selection, service_type);
    let offers = counting.iter().filter_map(|place| {
        let of = study.facilities.get(*place);
        let here = of.neighbourhood.is_some_and(|at| inside.contains(&at));
        // What does not tell how much it brings was not needed to meet the criterion.
        Some((*place, amount(&of.facility).filter(|_| here)?))
    });
    whole
        .filter(|of| *of > 0.0)
        .map(|whole| (offers.collect(), whole))
}

/// The areas of a level, the whole municipality first.
pub(super) fn areas(study: &Study, level: Option<Level>) -> Vec<u32> {
    let of = |level: Level| study.areas.at(level).map(|(place, _)| place);
    let smaller = level.filter(|level| *level != Level::Municipality);
    of(Level::Municipality)
        .chain(smaller.into_iter().flat_map(of))
        .collect()
}
