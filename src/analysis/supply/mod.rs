//! Whether there is enough: what the facilities offer, divided over the residents within the norm distance of them.
//!
//! Floating catchment areas. R_j = S_j ÷ Σ_i p_i·w_ij is what comes to each resident of all that facility j offers, and
//! A_i = Σ_j R_j·w_ij what a resident at point i has of all facilities; beyond the norm distance w is 0. In 2SFCA (Luo & Wang
//! 2003) w = 1 within it, in E2SFCA (Luo & Qi 2009) the weight of a band of distance. In 3SFCA (Wan, Zou & Sternberg 2012) it is
//! that weight times the part of their demand that residents take there: that weight ÷ the sum of those of all facilities that
//! they can choose from. Whatever the method, Σ_i p_i·A_i = Σ_j S_j over the facilities that somebody can reach.
//!
//! A facility that does not tell what it offers takes no part; nothing is filled in for it.

mod division;

use std::collections::BTreeSet;

use crate::domain::Metres;
use crate::domain::units::ratio;
use crate::study::{Near, Reach, Selection, Study};

pub use division::{Division, Method, Of, Weights};

/// The question: one service type, for some areas.
#[derive(Clone, Debug)]
pub struct Params {
    /// Only the residents of its group ask for what there is.
    pub selection: Selection,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    pub division: Division,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// The answer for one facility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supplier {
    /// Place of the facility in the study's list.
    pub facility: u32,
    /// What it offers; none: it does not tell, and the figures below are none too.
    pub amount: Option<f64>,
    /// Σ p·w over the residents of the city.
    pub demand: Option<f64>,
    /// What it offers ÷ that demand; none where nobody can reach it.
    pub ratio: Option<f64>,
}

/// The answer for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// Residents of the group, as the demand holds them; none, like the figures below, where no neighbourhood's residents are
    /// known.
    pub residents: Option<f64>,
    /// Σ p·A ÷ Σ p; none where nobody lives too, and where all that the residents can reach does not tell what it offers.
    pub access: Option<f64>,
    /// Residents within reach of a facility of which it is known that it offers something.
    pub served: Option<f64>,
    /// Residents within reach of others only: those that do not tell, or offer nothing.
    pub without_capacity: Option<f64>,
    /// Residents without any facility within reach.
    pub uncovered: Option<f64>,
    /// Facilities within reach of some of its residents, by place.
    pub in_reach: BTreeSet<u32>,
    /// How many of these do not tell what they offer.
    pub untold: usize,
    /// Whether some group share was imputed.
    pub imputed: bool,
    /// Neighbourhoods of which the residents are not known and which are in no figure.
    pub neighbourhoods_missing: usize,
}

/// The facilities of the type that count, by place, and the areas in the order asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub suppliers: Vec<Supplier>,
    pub rows: Vec<Row>,
}

/// What the residents of one neighbourhood have, to be added up.
#[derive(Clone, Debug, Default)]
struct Part {
    /// Σ p·A.
    access: f64,
    served: f64,
    without_capacity: f64,
    uncovered: f64,
    /// Places in the reach's list.
    in_reach: Vec<u32>,
}

/// The facilities of a type and the rule by which what they offer is divided.
struct Divided<'a> {
    near: Near<'a>,
    norm: Metres,
    /// What each offers, by place in the reach's list.
    amounts: Vec<Option<f64>>,
    /// Weights of distance; none: all within the norm weigh the same.
    decay: Option<Weights>,
    method: Method,
}

/// Divides what the facilities of a type offer over the residents.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params {
        selection,
        service_type,
        division,
        areas,
    } = params;
    let reach = study.reach(selection, *service_type);
    let amount = |place: &u32| division.of.amount(&study.facilities.get(*place).facility);
    let divided = Divided {
        near: reach.near(study),
        norm: reach.norm,
        amounts: reach.facilities.iter().map(amount).collect(),
        decay: division.decay(),
        method: division.method,
    };
    let suppliers = divided.suppliers(study, selection, &reach);
    // What areas have of a neighbourhood in common is added up once.
    let asked: BTreeSet<u32> = areas
        .iter()
        .flat_map(|area| study.areas.get(*area).neighbourhoods.iter().copied())
        .collect();
    let ratios: Vec<f64> = suppliers.iter().map(|of| of.ratio.unwrap_or(0.0)).collect();
    let mut seen = vec![None; ratios.len()];
    let mut parts: Vec<Part> = vec![Part::default(); study.areas.neighbourhood_count];
    for neighbourhood in asked {
        parts[neighbourhood as usize] = divided.part(selection, neighbourhood, &ratios, &mut seen);
    }
    let rows = areas
        .iter()
        .map(|area| row(study, selection, &reach, &divided, &parts, *area));
    Report {
        rows: rows.collect(),
        suppliers,
    }
}

impl Divided<'_> {
    /// Calls `each` for those that take part among the facilities near a point, with the weight of each.
    fn weigh(&self, near: &[(u32, f64)], mut each: impl FnMut(u32, f64)) {
        let taking_part = || {
            let tells = |(at, _): &&(u32, f64)| self.amounts[*at as usize].is_some();
            near.iter().filter(tells)
        };
        let Some(decay) = &self.decay else {
            taking_part().for_each(|(at, _)| each(*at, 1.0));
            return;
        };
        let weights = || taking_part().map(|(at, metres)| (*at, decay.at(*metres, self.norm)));
        let choice: f64 = match self.method {
            Method::ThreeStep => weights().map(|(_, weight)| weight).sum(),
            Method::TwoStep | Method::Enhanced => 0.0,
        };
        for (at, weight) in weights() {
            let chosen = if choice > 0.0 { weight / choice } else { 1.0 };
            each(at, weight * chosen);
        }
    }

    /// The first step: the demand on each facility, and what it has for each of them.
    fn suppliers(&self, study: &Study, selection: &Selection, reach: &Reach) -> Vec<Supplier> {
        let mut demand = vec![0.0; self.amounts.len()];
        for neighbourhood in (0_u32..).take(study.areas.neighbourhood_count) {
            self.near.each(neighbourhood, selection.group, |near, residents| {
                self.weigh(near, |at, weight| demand[at as usize] += residents * weight);
            });
        }
        let supplier = |((facility, amount), demand): ((&u32, &Option<f64>), f64)| Supplier {
            facility: *facility,
            amount: *amount,
            demand: amount.map(|_| demand),
            ratio: amount.and_then(|amount| ratio(amount, demand)),
        };
        let told = reach.facilities.iter().zip(&self.amounts).zip(demand);
        told.map(supplier).collect()
    }

    /// The second step: what the residents of a neighbourhood have of all facilities. `seen` tells of each facility in which
    /// neighbourhood it was last met.
    fn part(
        &self,
        selection: &Selection,
        neighbourhood: u32,
        ratios: &[f64],
        seen: &mut [Option<u32>],
    ) -> Part {
        let mut part = Part::default();
        self.near.each(neighbourhood, selection.group, |near, residents| {
            let mut access = 0.0;
            self.weigh(near, |at, weight| access += ratios[at as usize] * weight);
            part.access += residents * access;
            let offers = |(at, _): &(u32, f64)| self.amounts[*at as usize].is_some_and(|amount| amount > 0.0);
            if near.is_empty() {
                part.uncovered += residents;
            } else if near.iter().any(offers) {
                part.served += residents;
            } else {
                part.without_capacity += residents;
            }
            for (at, _) in near {
                if seen[*at as usize].replace(neighbourhood) != Some(neighbourhood) {
                    part.in_reach.push(*at);
                }
            }
        });
        part
    }
}

fn row(
    study: &Study,
    selection: &Selection,
    reach: &Reach,
    divided: &Divided,
    parts: &[Part],
    area: u32,
) -> Row {
    let sums = reach.sums(study, area, selection.group);
    let (mut total, mut in_reach) = (Part::default(), BTreeSet::<u32>::new());
    for neighbourhood in &study.areas.get(area).neighbourhoods {
        let part = &parts[*neighbourhood as usize];
        total.access += part.access;
        total.served += part.served;
        total.without_capacity += part.without_capacity;
        total.uncovered += part.uncovered;
        in_reach.extend(&part.in_reach);
    }
    let untold = in_reach
        .iter()
        .filter(|at| divided.amounts[**at as usize].is_none())
        .count();
    let figure = |residents: f64| sums.known.then_some(residents);
    // Of what nobody tells it is not known that it is nothing.
    let told = total.served > 0.0 || untold == 0;
    Row {
        area,
        residents: figure(sums.residents),
        access: ratio(total.access, sums.residents).filter(|_| told && sums.known),
        served: figure(total.served),
        without_capacity: figure(total.without_capacity),
        uncovered: figure(total.uncovered),
        in_reach: in_reach.iter().map(|at| reach.facilities[*at as usize]).collect(),
        untold,
        imputed: sums.imputed,
        neighbourhoods_missing: sums.missing as usize,
    }
}
