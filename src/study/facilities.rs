//! The facilities of a study, each with the neighbourhood in which it stands and the grants that pay for it.

use std::collections::HashMap;

use geo::Coord;
use jiff::civil::Date;

use super::areas::Areas;
use super::selection::Selection;
use crate::domain::{Euros, Facility, FacilityId, Grant, GrantKind, MunicipalRole, Taxonomy};

/// A facility and what we know of its surroundings.
#[derive(Clone, Debug)]
pub struct StudyFacility {
    pub facility: Facility,
    /// Place of its neighbourhood; none outside the city or when not located.
    pub neighbourhood: Option<u32>,
    /// Place of its type in the taxonomy; none when it is not classified.
    pub service_type: Option<usize>,
    /// Grants that name it: place of the grant, and its own place in the grant's list.
    pub grants: Vec<(usize, usize)>,
}

/// All facilities, by id.
pub struct Facilities {
    pub list: Vec<StudyFacility>,
    by_id: HashMap<FacilityId, u32>,
}

impl Facilities {
    /// Places the facilities in their neighbourhoods and finds their grants.
    pub fn new(mut records: Vec<Facility>, grants: &[Grant], areas: &Areas, taxonomy: &Taxonomy) -> Self {
        records.sort_by(|a, b| a.id.cmp(&b.id));
        let by_id: HashMap<FacilityId, u32> = (0_u32..)
            .zip(&records)
            .map(|(place, facility)| (facility.id.clone(), place))
            .collect();
        let mut paid: Vec<Vec<(usize, usize)>> = vec![Vec::new(); records.len()];
        for (place, grant) in grants.iter().enumerate() {
            for (index, id) in grant.facilities.iter().enumerate() {
                if let Some(facility) = by_id.get(id) {
                    paid[*facility as usize].push((place, index));
                }
            }
        }
        let list = records
            .into_iter()
            .zip(paid)
            .map(|(facility, grants)| StudyFacility {
                neighbourhood: facility
                    .location
                    .and_then(|point| areas.neighbourhood_at(point.0)),
                service_type: facility
                    .service_type
                    .as_ref()
                    .and_then(|code| taxonomy.position(code.as_str())),
                facility,
                grants,
            })
            .collect();
        Self { list, by_id }
    }

    /// Place of the facility with this id.
    pub fn place(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The facility at a place of the list.
    pub fn get(&self, place: u32) -> &StudyFacility {
        &self.list[place as usize]
    }

    /// Where a facility stands; none when it is not located.
    pub fn location(&self, place: u32) -> Option<Coord<f64>> {
        self.get(place).facility.location.map(|point| point.0)
    }

    /// The role of the municipality on a day: what the source states, else what the grants in force say; none: unknown.
    pub fn role(&self, place: u32, grants: &[Grant], date: Date) -> Option<MunicipalRole> {
        let facility = self.get(place);
        if facility.facility.municipal_role.is_some() {
            return facility.facility.municipal_role;
        }
        let kinds = facility
            .grants
            .iter()
            .filter_map(|(grant, _)| grants.get(*grant))
            .filter(|grant| grant.in_force(date))
            .filter_map(|grant| grant.kind);
        kinds.fold(None, |role, kind| {
            let of_kind = match kind {
                GrantKind::Subsidy => MunicipalRole::Subsidy,
                GrantKind::Commission => MunicipalRole::Commission,
            };
            match role {
                None => Some(of_kind),
                Some(role) if role == of_kind => Some(role),
                Some(_) => Some(MunicipalRole::Both),
            }
        })
    }

    /// Euros a year from the grants in force on a day, this facility's part of each; none: no grant is known.
    pub fn euros_per_year(&self, place: u32, grants: &[Grant], date: Date) -> Option<Euros> {
        self.get(place)
            .grants
            .iter()
            .filter_map(|(grant, index)| grants.get(*grant).map(|grant| (grant, *index)))
            .filter(|(grant, _)| grant.in_force(date))
            .filter_map(|(grant, index)| grant.euros_for(index))
            .reduce(|a, b| a + b)
    }

    /// The facilities that count for a selection, whatever their type: valid on its date, in its role.
    pub fn counted<'a>(
        &'a self,
        grants: &'a [Grant],
        selection: &'a Selection,
    ) -> impl Iterator<Item = u32> + 'a {
        (0_u32..)
            .zip(&self.list)
            .map(|(place, _)| place)
            .filter(move |place| {
                self.get(*place).facility.valid_on(selection.date)
                    && selection
                        .role
                        .is_none_or(|role| role.includes(self.role(*place, grants, selection.date)))
            })
    }

    /// The located facilities of a type (its place in the taxonomy) that count for a selection.
    pub fn of_type(&self, grants: &[Grant], selection: &Selection, service_type: usize) -> Vec<u32> {
        self.counted(grants, selection)
            .filter(|place| {
                let facility = self.get(*place);
                facility.service_type == Some(service_type) && facility.facility.location.is_some()
            })
            .collect()
    }
}
