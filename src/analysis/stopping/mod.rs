//! Which facilities of a type can go together: of every number the set whose end costs the fewest residents their last facility
//! within the norm, or saves the most, while no area and group falls below a floor of coverage.
//!
//! What a set loses is joint, as in [`removal`](super::removal); what is new is the floors, sets of more than three, and the euros.
//! A floor is a share of the residents of a group in an area who must still have one within the norm; an area that is below it
//! already may not get lower. With the criteria kept, every one in force for the type that is met stays met.
//!
//! The best set is exact: by trying the sets, without those that surely are not it ([`search`]), and where that takes too long by a
//! model with whole numbers ([`exact`]), which says how far the answer can be from the best when the time was up first.

mod exact;
mod floors;
mod losses;
mod search;

use std::time::{Duration, Instant};

use crate::domain::money::Cents;
use crate::domain::units::ratio;
use crate::domain::{Euros, Level, PopulationGroup};
use crate::study::{Selection, Study};

use floors::{Counted, Floors};
use losses::Losses;

/// Candidates and sets that may be looked at for one size before the model is asked; half a second at most.
pub const LOOKS: u64 = 20_000_000;
/// Sets that may be tried to tell which of them comes nearest to the floors.
const NEAREST: u64 = 100_000;

/// What makes one set better than another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// The fewest residents lose their last; of equals the most known euros a year are saved, then the first ids.
    #[default]
    Residents,
    /// The most known euros a year are saved; of equals the fewest residents lose their last, then the first ids.
    Euros,
}

impl Aim {
    /// Every aim.
    pub const ALL: [Self; 2] = [Self::Residents, Self::Euros];

    /// The name in questions and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Euros => "euros",
        }
    }
}

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// Its group is that whose residents are counted.
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// How many facilities stop together at most, 1 or more; each number up to it is answered.
    pub k: usize,
    pub aim: Aim,
    /// Share of the residents (0–1) of each group in each area who must still have one within the norm.
    pub floor: Option<f64>,
    /// The areas that it holds for, beside the whole municipality.
    pub level: Option<Level>,
    /// The groups that it holds for; none: that of the selection.
    pub groups: Vec<PopulationGroup>,
    /// Whether the criteria in force for the type that are met have to stay met.
    pub keep_criteria: bool,
    /// Place of the area in which facilities may stop; none: anywhere. Whoever lives where is counted all the same.
    pub area: Option<u32>,
    /// Longest that models are solved for, all sizes together.
    pub limit: Duration,
    /// Candidates and sets that are looked at per size before a model is asked; see [`LOOKS`].
    pub looks: u64,
}

impl Params {
    /// The groups that the floor holds for.
    fn groups(&self) -> Vec<PopulationGroup> {
        if self.groups.is_empty() {
            vec![self.selection.group]
        } else {
            self.groups.clone()
        }
    }

    /// The areas that it holds for.
    fn areas(&self, study: &Study) -> Vec<u32> {
        floors::areas(study, self.level)
    }
}

/// How an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every set that can be the best was tried.
    Enumeration,
    /// A model with whole numbers.
    Mip,
}

impl Method {
    /// The name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enumeration => "enumeration",
            Self::Mip => "mip",
        }
    }
}

/// One area and group when a set has stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    pub residents_lost: f64,
    /// Share of the residents of the group with one within the norm, 0–1; null where nobody lives.
    pub coverage_before: Option<f64>,
    pub coverage_after: Option<f64>,
    /// The share that is asked.
    pub floor: Option<f64>,
    /// Whether it was lower than that before anything stopped.
    pub below_already: bool,
}

/// A set that stops.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// Places in the study's list, by id.
    pub facilities: Vec<u32>,
    /// Residents who lose their last when that facility alone stops, in the same order.
    pub alone: Vec<f64>,
    /// Residents of the group who lose their last when all of them stop.
    pub residents_lost: f64,
    /// Share of the city's residents of the group with one within the norm, 0–1.
    pub coverage_before: Option<f64>,
    pub coverage_after: Option<f64>,
    /// What is known of what they cost a year; none where it is known of none.
    pub euros_saved: Option<Euros>,
    /// Of how many it is not known.
    pub euros_unknown: usize,
    /// Each area and group that a floor may be asked for.
    pub areas: Vec<AreaRow>,
}

impl Set {
    /// What it is chosen by: residents lost, or euros a year saved; none where no euros are known.
    fn objective(&self, aim: Aim) -> Option<f64> {
        match aim {
            Aim::Residents => Some(self.residents_lost),
            Aim::Euros => self.euros_saved.map(|euros| euros.0),
        }
    }
}

/// What stands in the way of the set that comes nearest to the floors.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// Place of the area in the study's list.
    pub area: u32,
    pub group: PopulationGroup,
    /// Place of the criterion in the study's list; none: the floor that is asked.
    pub criterion: Option<usize>,
    /// What may not be passed: a share (0–1), metres or a number; where the area is below the floor already, what it has now.
    pub level: f64,
    /// What it would come to; none where nothing is left to measure.
    pub value: Option<f64>,
}

/// The answer for one size.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The best set that was found.
    Found {
        set: Set,
        /// Whether it is proved that none of that size is better.
        optimal: bool,
        /// No set is better than this: residents lost at least, or euros a year saved at most; none where that is unknown.
        bound: Option<f64>,
    },
    /// No set of that size keeps the floors. The set of which the parts that the floors miss add up to the least, and the floor that
    /// misses the largest part.
    Impossible { nearest: Option<(Set, Obstacle)> },
    /// None was found in time, and it is not proved that there is none.
    Unknown,
}

/// The answer for one size, and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    pub size: usize,
    pub method: Method,
    pub outcome: Outcome,
}

impl Size {
    /// |objective − bound| ÷ the larger of the two; nothing where it is the best.
    pub fn gap(&self, aim: Aim) -> Option<f64> {
        let Outcome::Found { set, optimal, bound } = &self.outcome else {
            return None;
        };
        if *optimal {
            return Some(0.0);
        }
        let (objective, bound) = (set.objective(aim).unwrap_or(0.0), bound.as_ref()?);
        let larger = objective.abs().max(bound.abs());
        Some(if larger > 0.0 {
            (objective - bound).abs() / larger
        } else {
            0.0
        })
    }
}

/// By size.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub sizes: Vec<Size>,
    /// Facilities that may stop.
    pub candidates: usize,
    /// Places of criteria that had to be measured of each set, for they do not add up: mean distances.
    pub measured: Vec<usize>,
}

/// Everything that an answer is made of.
struct Asked<'a> {
    study: &'a Study,
    params: &'a Params,
    floors: Floors,
    losses: Losses,
    /// Residents of the group in the city, and those served.
    city: (f64, f64),
}

/// Finds the best set of each size.
pub fn run(study: &Study, params: &Params) -> Report {
    let floors = Floors::new(study, params);
    let losses = Losses::new(study, params, &floors);
    let reach = study.reach(&params.selection, params.service_type);
    let sums = reach.city_sums(study, params.selection.group);
    let city = (sums.residents, sums.served);
    let asked = Asked {
        study,
        params,
        floors,
        losses,
        city,
    };
    let candidates = asked.losses.places.len();
    let (mut sizes, mut left): (Vec<Size>, Duration) = (Vec::new(), params.limit);
    let most = params.k.max(1).min(candidates);
    for size in 1..=most {
        let begun = Instant::now();
        // A set that keeps the floors keeps them with one less: where none of a size does, none of more does.
        let impossible = sizes.last().is_some_and(Size::impossible);
        let share = left / u32::try_from(most - size + 1).unwrap_or(u32::MAX);
        let found = asked.size(size, impossible, share);
        if found.method == Method::Mip || impossible {
            left = left.saturating_sub(begun.elapsed());
        }
        sizes.push(found);
    }
    let mut measured: Vec<usize> = asked.floors.far.iter().map(|of| of.criterion).collect();
    measured.dedup();
    Report {
        sizes,
        candidates,
        measured,
    }
}

impl Size {
    fn impossible(&self) -> bool {
        matches!(self.outcome, Outcome::Impossible { .. })
    }
}

impl Asked<'_> {
    /// The best set of a size, or why there is none.
    fn size(&self, size: usize, impossible: bool, limit: Duration) -> Size {
        let begun = Instant::now();
        let aim = self.params.aim;
        let nearest = || Outcome::Impossible {
            nearest: self.nearest(size, limit.saturating_sub(begun.elapsed())),
        };
        let told = |method, outcome| Size {
            size,
            method,
            outcome,
        };
        if impossible {
            return told(Method::Enumeration, nearest());
        }
        let allowed = |set: &[u32]| self.near_enough(set);
        let points = self.study.demand.len() * self.floors.far.len();
        let permit = search::Permit {
            allowed: &allowed,
            price: u64::try_from(points).unwrap_or(u64::MAX),
        };
        let tried = search::best(&self.losses, aim, size, permit, self.params.looks);
        if tried.whole {
            let outcome = tried
                .best
                .map_or_else(nearest, |best| self.found(&best, true, None));
            return told(Method::Enumeration, outcome);
        }
        let solved = exact::best(&self.losses, aim, size, &allowed, tried.best, limit);
        let outcome = match solved.best {
            Some(best) => self.found(&best, solved.proved, solved.bound),
            None if solved.proved => nearest(),
            None => Outcome::Unknown,
        };
        told(Method::Mip, outcome)
    }

    /// A set that was found, with the bound of the solver where it is not proved that none is better.
    fn found(&self, best: &search::Found, optimal: bool, bound: Option<i64>) -> Outcome {
        let aim = self.params.aim;
        let set = self.set(&best.set);
        let bound = bound.map(|bound| objective(aim, bound.min(best.score.0)));
        Outcome::Found {
            bound: if optimal { set.objective(aim) } else { bound },
            optimal,
            set,
        }
    }

    /// Whether the mean distances of the criteria allow that a set stops.
    fn near_enough(&self, set: &[u32]) -> bool {
        let far = &self.floors.far;
        far.iter()
            .all(|of| of.allows(of.mean(self.study, self.left(set))))
    }

    /// Places of the facilities that are left when a set stops.
    fn left(&self, set: &[u32]) -> Vec<u32> {
        let counting = self
            .study
            .counting(&self.params.selection, self.params.service_type);
        let stops = self.places(set);
        counting
            .iter()
            .copied()
            .filter(|of| !stops.contains(of))
            .collect()
    }

    fn places(&self, set: &[u32]) -> Vec<u32> {
        set.iter().map(|of| self.losses.places[*of as usize]).collect()
    }

    /// The set that comes nearest to the floors, and what stands in its way.
    fn nearest(&self, size: usize, limit: Duration) -> Option<(Set, Obstacle)> {
        let short = |set: &[u32]| -> f64 {
            let lost = self.losses.of_set(set).floors;
            let floors = self.floors.list.iter().zip(lost);
            floors.map(|(of, lost)| of.shortage(lost)).sum()
        };
        let count = self.losses.places.len();
        let set = if search::sets(count, size).is_some_and(|sets| sets <= NEAREST) {
            search::nearest(size, count, &short)
        } else {
            exact::nearest(&self.losses, &self.floors, size, limit)
        }?;
        let lost = self.losses.of_set(&set).floors;
        let shortages = self
            .floors
            .list
            .iter()
            .zip(lost)
            .map(|(of, lost)| (of.shortage(lost), of, lost));
        // Of equals the first.
        let worst = shortages.reduce(|worst, of| if of.0 > worst.0 { of } else { worst });
        let obstacle = match worst.filter(|(shortage, ..)| *shortage > 0.0) {
            Some((_, floor, lost)) => Obstacle {
                area: floor.area,
                group: floor.group,
                criterion: floor.criterion,
                level: floor.needed() / floor.whole,
                value: Some(after(floor.there, lost) / floor.whole),
            },
            None => {
                let left = self.left(&set);
                let means = self.floors.far.iter();
                let mut means = means.map(|of| (of, of.mean(self.study, left.clone())));
                let (far, mean) = means.find(|(of, mean)| !of.allows(*mean))?;
                Obstacle {
                    area: far.area,
                    group: far.group,
                    criterion: Some(far.criterion),
                    level: far.most,
                    value: mean,
                }
            }
        };
        Some((self.set(&set), obstacle))
    }

    /// All that is told of a set.
    fn set(&self, set: &[u32]) -> Set {
        let lost = self.losses.of_set(set);
        let (residents, served) = self.city;
        let after = after(served, lost.residents);
        let known: Vec<i64> = set
            .iter()
            .filter_map(|of| self.losses.cents[*of as usize])
            .collect();
        let asked = self.floors.list.iter().zip(&lost.floors);
        let asked =
            asked.filter(|(of, _)| of.criterion.is_none() && matches!(of.counted, Counted::People(0)));
        Set {
            facilities: self.places(set),
            alone: set
                .iter()
                .map(|of| self.losses.of_set(&[*of]).residents)
                .collect(),
            residents_lost: lost.residents,
            coverage_before: ratio(served, residents),
            coverage_after: ratio(after, residents),
            euros_saved: (!known.is_empty())
                .then(|| Cents(known.iter().map(|of| i128::from(*of)).sum()).euros()),
            euros_unknown: set.len() - known.len(),
            areas: asked
                .map(|(of, lost)| AreaRow {
                    area: of.area,
                    group: of.group,
                    residents_lost: *lost,
                    coverage_before: ratio(of.there, of.whole),
                    coverage_after: ratio(self::after(of.there, *lost), of.whole),
                    floor: of.level,
                    below_already: of.below_already(),
                })
                .collect(),
        }
    }
}

/// What is left. Less than a millionth is what adding up in another order leaves of nobody.
fn after(served: f64, lost: f64) -> f64 {
    let left = served - lost;
    if left > 1e-6 { left } else { 0.0 }
}

/// The first part of a score as it is told: residents or euros.
fn objective(aim: Aim, first: i64) -> f64 {
    match aim {
        Aim::Residents => first as f64 / 1e6,
        Aim::Euros => 0.0 - first as f64 / 100.0,
    }
}
