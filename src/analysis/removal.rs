//! Who loses the service when facilities stop: each facility alone, ranked, and the set of each size that costs the fewest
//! their service.
//!
//! What a set of facilities loses is joint: of two twins each can stop and nobody notices, yet both together leave everybody
//! behind. So it is not added up from single losses but counted: the residents who have a facility within the norm, and have
//! there none but those of the set. The ranking is by unique coverage; how the sets are found stands in [`least`].

mod choices;
mod least;

use crate::domain::units::ratio;
use crate::domain::{Euros, FacilityId};
use crate::study::{Selection, Study, Sums};

use choices::Choices;

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// How many facilities stop together at most, 1 or more; for each number from 2 the best set is told.
    pub k: usize,
}

/// Whether every set of that size was considered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// No other set of that size loses fewer.
    Exact,
    /// The set of one facility less, with the facility more that makes it lose least; another may lose fewer.
    Stepwise,
}

impl Method {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Stepwise => "stepwise",
        }
    }
}

/// What happens when some facilities stop together.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// Places of the facilities in the study's list, by id.
    pub facilities: Vec<u32>,
    /// 1 loses the fewest, among those of its type and size; losses equal to a millionth of a resident rank by id.
    pub rank: usize,
    pub method: Method,
    /// Residents of the group who have none within the norm any more.
    pub residents_lost: f64,
    /// Those ÷ the residents who had one before; null where nobody had.
    pub lost_share: Option<f64>,
    /// Residents of the city who still have one.
    pub residents_served: f64,
    /// Share of the city's residents with one within the norm, 0–1, before and after.
    pub coverage_before: Option<f64>,
    pub coverage_after: Option<f64>,
    /// What the grants in force pay for all of them; none where that of one is not known.
    pub euros_per_year: Option<Euros>,
    /// Residents lost per euro saved; none where euros are unknown or nought.
    pub loss_per_euro: Option<f64>,
    /// The fewest residents, above none, who have exactly some of these facilities within the norm and no other: what the
    /// figures would tell of the smallest group of people.
    pub fewest: Option<f64>,
}

/// By type, number of facilities and rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub removals: Vec<Removal>,
}

/// Ranks the facilities of each type that is asked, and finds the best sets.
pub fn run(study: &Study, params: &Params) -> Report {
    let types = params.selection.types(study).into_iter();
    Report {
        removals: types.flat_map(|of| of_type(study, params, of)).collect(),
    }
}

/// One type: what is asked of each of its sets.
struct Asked<'a> {
    study: &'a Study,
    selection: &'a Selection,
    service_type: usize,
    /// The facilities as places in the study's list, by id.
    places: Vec<u32>,
    choices: Choices,
    /// Of all neighbourhoods.
    city: Sums,
}

fn of_type(study: &Study, params: &Params, service_type: usize) -> Vec<Removal> {
    let (selection, k) = (&params.selection, params.k.max(1));
    let reach = study.reach(selection, service_type);
    if reach.facilities.is_empty() {
        return Vec::new();
    }
    let id = |place: u32| -> &FacilityId { &study.facilities.get(place).facility.id };
    let mut by_id: Vec<(u32, usize)> = reach.facilities.iter().copied().zip(0..).collect();
    by_id.sort_by(|(a, _), (b, _)| id(*a).cmp(id(*b)));
    let mut member_of = vec![0; by_id.len()];
    for (member, (_, at)) in (0_u32..).zip(&by_id) {
        member_of[*at] = member;
    }
    let of = Asked {
        study,
        selection,
        service_type,
        places: by_id.into_iter().map(|(place, _)| place).collect(),
        choices: Choices::of(study, &reach, selection.group, k, &member_of),
        city: reach.city_sums(study, selection.group),
    };
    let sets = least::sets(&of.choices, k, least::BUDGET);
    let singles = least::ranked(&of.choices).into_iter().zip(1..);
    singles
        .map(|(member, rank)| of.removal(&[member], rank, Method::Exact))
        .chain(sets.iter().map(|(set, method)| of.removal(set, 1, *method)))
        .collect()
}

impl Asked<'_> {
    fn removal(&self, set: &[u32], rank: usize, method: Method) -> Removal {
        let facilities: Vec<u32> = set.iter().map(|member| self.places[*member as usize]).collect();
        let (all, date) = (&self.study.facilities, self.selection.date);
        let euros = facilities
            .iter()
            .map(|place| all.euros_per_year(*place, &self.study.grants, date));
        let euros: Option<Euros> = euros.sum();
        let lost = self.choices.loss(set);
        // Less than a millionth is what adding up in another order leaves of nobody.
        let left = Some(self.city.served - lost).filter(|left| *left > 1e-6);
        let left = left.unwrap_or(0.0);
        let people = self.choices.inside(set).filter(|choice| choice.millionths > 0);
        Removal {
            service_type: self.service_type,
            facilities,
            rank,
            method,
            residents_lost: lost,
            lost_share: ratio(lost, self.city.served),
            residents_served: left,
            coverage_before: ratio(self.city.served, self.city.residents),
            coverage_after: ratio(left, self.city.residents),
            euros_per_year: euros,
            loss_per_euro: euros.and_then(|euros| ratio(lost, euros.0)),
            fewest: people.map(|choice| choice.residents).min_by(f64::total_cmp),
        }
    }
}
