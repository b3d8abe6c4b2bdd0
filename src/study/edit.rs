//! A study with some facilities changed: what is asked of it is answered as if it had been made so from the start, but only
//! what the change touches is computed again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Study, reach};
use crate::domain::{Facility, FacilityId};

/// A change to the facilities of a study.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A new facility, or one that takes the place of that with the same id.
    Put(Box<Facility>),
    /// A facility that is no longer there, on any date.
    Remove(FacilityId),
}

/// What a study was edited from.
#[derive(Clone)]
pub struct Base {
    pub study: Arc<Study>,
    /// Places of the facilities in which the two differ.
    pub changed: BTreeSet<u32>,
}

/// An edit names a facility that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no facility {0}")]
pub struct UnknownFacility(pub FacilityId);

impl Study {
    /// The study after some edits, in their order.
    pub fn edited(self: &Arc<Self>, edits: Vec<Edit>) -> Result<Self, UnknownFacility> {
        let mut facilities = self.facilities.as_ref().clone();
        // Of a study that was edited itself, the same one is kept: no chain grows with every edit.
        let mut base = self.base.clone().unwrap_or_else(|| Base {
            study: Arc::clone(self),
            changed: BTreeSet::new(),
        });
        for edit in edits {
            let place = match edit {
                Edit::Put(facility) => facilities.put(*facility, &self.areas, &self.taxonomy),
                Edit::Remove(id) => facilities.remove(id.as_str()).ok_or(UnknownFacility(id))?,
            };
            base.changed.insert(place);
        }
        Ok(Self {
            facilities: Arc::new(facilities),
            base: Some(base),
            ..self.parts()
        })
    }

    /// A study of the same parts that remembers nothing.
    #[must_use]
    pub fn parts(&self) -> Self {
        Self {
            city_name: self.city_name.clone(),
            revision: self.revision.clone(),
            sources: self.sources.clone(),
            settings: self.settings.clone(),
            crs: self.crs.clone(),
            taxonomy: Arc::clone(&self.taxonomy),
            areas: Arc::clone(&self.areas),
            demand: Arc::clone(&self.demand),
            facilities: Arc::clone(&self.facilities),
            grants: Arc::clone(&self.grants),
            indicators: Arc::clone(&self.indicators),
            readings: Arc::clone(&self.readings),
            facilities_since: self.facilities_since,
            criteria: Arc::clone(&self.criteria),
            scenario: self.scenario.clone(),
            reaches: reach::Memory::default(),
            base: None,
        }
    }
}
