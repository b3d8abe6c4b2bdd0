//! Who can go where: the facilities within the norm of each demand point, one point at a time.

use geo::Coord;

use super::{Reach, Travel};
use crate::domain::PopulationGroup;
use crate::study::Study;

/// A reach of which each point's facilities are asked with the metres to them, more than once.
pub struct Near<'a> {
    study: &'a Study,
    reach: &'a Reach,
}

impl Near<'_> {
    /// The place of a facility in the reach's list, and where it stands.
    fn located(&self, place: u32) -> Option<(u32, Coord<f64>)> {
        let at = self.reach.facilities.binary_search(&place).ok()?;
        let facility = u32::try_from(at).ok()?;
        Some((facility, self.study.facilities.location(place)?))
    }

    /// Calls `each` for every demand point of weight above 0 in a neighbourhood, in the order of the points: with the facilities
    /// within the norm (their places in [`Reach::facilities`], ascending), the metres to each, and the weight.
    pub fn each(&self, neighbourhood: u32, group: PopulationGroup, mut each: impl FnMut(&[(u32, f64)], f64)) {
        let Some(block) = self.reach.of(neighbourhood) else {
            return;
        };
        let demand = &self.study.demand;
        let mut near = Vec::new();
        demand.weights(&self.study.areas, neighbourhood, group, |point, weight| {
            if weight > 0.0 {
                near.clear();
                // Where it is one, it is known already.
                if let Some((facility, at)) = block.only(point).and_then(|place| self.located(place)) {
                    near.push((facility, self.reach.travel.metres(demand.points[point], at)));
                } else if block.served(point) {
                    let found = |facility, metres| near.push((facility, metres));
                    self.reach.travel.metres_within(demand.points[point], found);
                    near.sort_unstable_by_key(|(facility, _)| *facility);
                }
                each(&near, weight);
            }
        });
    }
}

impl Near<'_> {
    /// Calls `each` for every demand point of a neighbourhood that has a facility within the norm, and at most `most` of them, in
    /// the order of the points: with the point and the facilities (their places in [`Reach::facilities`], ascending).
    pub fn sets(&self, neighbourhood: u32, most: u16, mut each: impl FnMut(usize, &[u32])) {
        let Some(block) = self.reach.of(neighbourhood) else {
            return;
        };
        let demand = &self.study.demand;
        let mut near = Vec::new();
        for point in demand.of(neighbourhood) {
            if !(1..=most).contains(&block.count(point)) {
                continue;
            }
            near.clear();
            // Where it is one, it is known already.
            match block.only(point).and_then(|place| self.located(place)) {
                Some((only, _)) => near.push(only),
                None => self
                    .reach
                    .travel
                    .within(demand.points[point], |facility| near.push(facility)),
            }
            near.sort_unstable();
            each(point, &near);
        }
    }
}

impl Reach {
    /// Makes it ready to be asked for the metres to the facilities of each point.
    pub fn near<'a>(&'a self, study: &'a Study) -> Near<'a> {
        Near { study, reach: self }
    }

    /// Calls `each` for every demand point of weight above 0 that has a facility within the norm and at most `most` of them, in
    /// the order of the points: with the facilities (their places in [`Reach::facilities`], ascending) and the weight. The
    /// others are not measured from.
    pub fn sets_up_to(
        &self,
        study: &Study,
        group: PopulationGroup,
        most: u16,
        mut each: impl FnMut(&[u32], f64),
    ) {
        let everywhere = (0_u32..).take(study.areas.neighbourhood_count);
        let mut found = |near: &[u32], _, weight| each(near, weight);
        for neighbourhood in everywhere {
            self.walk(study, (neighbourhood, group), &self.travel, most, &mut found);
        }
    }

    /// The same without a most, and with some of the facilities alone, as places in the study's list, ascending: calls `each` for
    /// the points that have one of them within the norm, with those (their places in `among`, ascending), with how many there
    /// are of all facilities, and with the weight. Neighbourhoods from which none of them is within the norm are not measured.
    pub fn sets_among(
        &self,
        study: &Study,
        group: PopulationGroup,
        among: Vec<u32>,
        mut each: impl FnMut(&[u32], u16, f64),
    ) {
        let travel = Travel::straight(study, among, self.norm);
        for neighbourhood in travel.around(study) {
            self.walk(study, (neighbourhood, group), &travel, u16::MAX, &mut each);
        }
    }

    fn walk(
        &self,
        study: &Study,
        (neighbourhood, group): (u32, PopulationGroup),
        travel: &Travel,
        most: u16,
        each: &mut impl FnMut(&[u32], u16, f64),
    ) {
        let Some(block) = self.of(neighbourhood) else {
            return;
        };
        let (demand, mut near) = (&study.demand, Vec::new());
        demand.weights(&study.areas, neighbourhood, group, |point, weight| {
            let count = block.count(point);
            if !(weight > 0.0 && (1..=most).contains(&count)) {
                return;
            }
            near.clear();
            // Where it is one, it is known already.
            match block.only(point) {
                Some(only) => {
                    let at = travel.places.binary_search(&only).ok();
                    near.extend(at.and_then(|at| u32::try_from(at).ok()));
                }
                None => travel.within(demand.points[point], |facility| near.push(facility)),
            }
            if !near.is_empty() {
                near.sort_unstable();
                each(&near, count, weight);
            }
        });
    }
}
