//! Who loses what when candidates stop: residents who have exactly some candidates within a distance, and nothing else.

use std::collections::{BTreeMap, HashMap};

use crate::domain::money::Cents;
use crate::domain::{FacilityId, PopulationGroup};
use crate::study::Study;

use super::Params;
use super::floors::{Counted, Floors, at};

/// Residents who have exactly these candidates within a distance: all of them lose it when the last one stops.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// Ascending.
    pub members: Vec<u32>,
    /// Residents of the group that is asked; nought for the distances of criteria.
    pub residents: f64,
    /// The same in whole millionths, so that sums are exact and equal losses are equal.
    pub millionths: i64,
    /// Residents that count for floors (their places in the list).
    pub terms: Vec<(u32, f64)>,
}

/// What there is to lose. A *candidate* is a facility that may stop, by its place in the order of the ids.
pub(super) struct Losses {
    /// The candidates as places in the study's list.
    pub places: Vec<u32>,
    /// What each costs a year in cents; none where that is unknown.
    pub cents: Vec<Option<i64>>,
    pub classes: Vec<Class>,
    /// Per candidate the classes that it is in.
    pub of: Vec<Vec<u32>>,
    /// Per candidate what it brings to floors itself.
    pub own: Vec<Vec<(u32, f64)>>,
    /// Per floor what may be lost.
    pub spare: Vec<f64>,
}

impl Losses {
    /// Counts who has at most k facilities within the distances, all of them candidates.
    pub fn new(study: &Study, params: &Params, floors: &Floors) -> Self {
        let id = |place: u32| -> &FacilityId { &study.facilities.get(place).facility.id };
        let counting = study.counting(&params.selection, params.service_type);
        let inside = |place: &u32| {
            params.area.is_none_or(|area| {
                let of = study.facilities.get(*place).neighbourhood;
                of.is_some_and(|at| study.areas.get(area).neighbourhoods.contains(&at))
            })
        };
        let mut places: Vec<u32> = counting.iter().copied().filter(inside).collect();
        places.sort_by(|a, b| id(*a).cmp(id(*b)));
        let candidate: HashMap<u32, u32> = places.iter().copied().zip(0..).collect();
        let cents = places.iter().map(|place| {
            let euros = study
                .facilities
                .euros_per_year(*place, &study.grants, params.selection.date);
            euros.map(|euros| i64::try_from(Cents::from(euros).0).unwrap_or(i64::MAX / 1000))
        });
        let mut losses = Self {
            cents: cents.collect(),
            classes: Vec::new(),
            of: vec![Vec::new(); places.len()],
            own: vec![Vec::new(); places.len()],
            spare: floors.list.iter().map(super::floors::Floor::spare).collect(),
            places,
        };
        for (floor, at) in floors.list.iter().zip(0..) {
            if let Counted::Offer(offers) = &floor.counted {
                for (place, amount) in offers {
                    if let Some(of) = candidate.get(place) {
                        losses.own[*of as usize].push((at, *amount));
                    }
                }
            }
        }
        for norm in 0..floors.norms.len() {
            losses.count(study, params, floors, norm, &candidate);
        }
        for (class, at) in losses.classes.iter().zip(0..) {
            for member in &class.members {
                losses.of[*member as usize].push(at);
            }
        }
        losses
    }

    /// Counts the residents by the facilities within one of the distances.
    fn count(
        &mut self,
        study: &Study,
        params: &Params,
        floors: &Floors,
        norm: usize,
        candidate: &HashMap<u32, u32>,
    ) {
        let of_norm = |counted: &Counted| matches!(counted, Counted::People(of) if *of == norm);
        let mut groups: Vec<PopulationGroup> = Vec::new();
        groups.extend((norm == 0).then_some(params.selection.group));
        let mut floors_of: Vec<Vec<(u32, usize)>> = vec![Vec::new(); study.areas.neighbourhood_count];
        for (floor, place) in floors.list.iter().zip(0..).filter(|(of, _)| of_norm(&of.counted)) {
            let group = groups.iter().position(|of| *of == floor.group);
            let group = group.unwrap_or_else(|| {
                groups.push(floor.group);
                groups.len() - 1
            });
            for at in &study.areas.get(floor.area).neighbourhoods {
                floors_of[*at as usize].push((place, group));
            }
        }
        let reach = study.reach(&at(&params.selection, floors.norms[norm]), params.service_type);
        let near = reach.near(study);
        let most = u16::try_from(params.k).unwrap_or(u16::MAX);
        let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut classes: Vec<(f64, BTreeMap<u32, f64>)> = Vec::new();
        let (mut weights, mut members) = (vec![Vec::new(); groups.len()], Vec::new());
        for (neighbourhood, floors_here) in (0_u32..).zip(&floors_of) {
            let points = study.demand.of(neighbourhood);
            for (group, weights) in groups.iter().zip(&mut weights) {
                weights.clear();
                let each = |_, weight| weights.push(weight);
                study.demand.weights(&study.areas, neighbourhood, *group, each);
            }
            near.sets(neighbourhood, most, |point, facilities| {
                members.clear();
                let own = facilities
                    .iter()
                    .map_while(|of| candidate.get(&reach.facilities[*of as usize]));
                members.extend(own.copied());
                let at = point - points.start;
                if members.len() < facilities.len() || weights.iter().all(|of| of[at] <= 0.0) {
                    return;
                }
                members.sort_unstable();
                let class = match known.get(members.as_slice()) {
                    Some(class) => *class,
                    None => {
                        known.insert(members.clone(), classes.len());
                        classes.push(Default::default());
                        classes.len() - 1
                    }
                };
                let (residents, terms) = &mut classes[class];
                if norm == 0 {
                    *residents += weights[0][at];
                }
                for (floor, group) in floors_here {
                    *terms.entry(*floor).or_default() += weights[*group][at];
                }
            });
        }
        let mut made: Vec<Class> = known
            .into_iter()
            .map(|(members, at)| {
                let (residents, terms) = std::mem::take(&mut classes[at]);
                Class {
                    members,
                    residents,
                    #[allow(clippy::cast_possible_truncation)] // nowhere live nine million million people
                    millionths: (residents * 1e6).round() as i64,
                    terms: terms.into_iter().filter(|(_, weight)| *weight > 0.0).collect(),
                }
            })
            .collect();
        made.sort_unstable_by(|a, b| a.members.cmp(&b.members));
        self.classes.append(&mut made);
    }

    /// What is lost when a set (ascending) stops: residents, the same in millionths, and of every floor.
    pub fn of_set(&self, set: &[u32]) -> Lost {
        let mut lost = Lost {
            residents: 0.0,
            millionths: 0,
            floors: vec![0.0; self.spare.len()],
        };
        for candidate in set {
            for (floor, amount) in &self.own[*candidate as usize] {
                lost.floors[*floor as usize] += amount;
            }
            for class in &self.of[*candidate as usize] {
                let class = &self.classes[*class as usize];
                let whole = class.members[0] == *candidate
                    && class.members.iter().all(|of| set.binary_search(of).is_ok());
                if whole {
                    lost.residents += class.residents;
                    lost.millionths += class.millionths;
                    for (floor, weight) in &class.terms {
                        lost.floors[*floor as usize] += weight;
                    }
                }
            }
        }
        lost
    }

    /// What is known of what a set costs a year, in cents.
    pub fn saved(&self, set: &[u32]) -> i64 {
        set.iter().filter_map(|of| self.cents[*of as usize]).sum()
    }
}

/// What a set loses.
pub(super) struct Lost {
    pub residents: f64,
    pub millionths: i64,
    /// Per floor.
    pub floors: Vec<f64>,
}

impl Lost {
    /// Whether no floor loses more than it can spare.
    pub fn fits(&self, losses: &Losses) -> bool {
        self.floors
            .iter()
            .zip(&losses.spare)
            .all(|(lost, spare)| lost <= spare)
    }
}
