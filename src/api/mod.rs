//! HTTP: OGC API – Features and the NL API Design Rules over the collections, and the page. Only this room knows HTTP.

mod answer;
mod cache;
mod collections;
mod download;
mod explain;
mod features;
mod health;
mod items;
mod landing;
mod openapi;
pub mod page;
mod problem;
mod router;
mod scenarios;
mod server;
mod sheets;
mod siting;
#[cfg(test)]
mod tests;
mod tiles;
mod what_if;

use std::sync::Arc;

use jiff::civil::Date;

use crate::app::{App, AppError};
use crate::config::City;
use crate::domain::scenario::Scenario;
use crate::store::StoreError;
use crate::study::Study;

pub use router::router;
pub use server::serve;

/// Version of the interface, in the header `API-Version`.
pub const API_VERSION: &str = "1.0.0";

/// What this room asks of the application.
pub trait Studies: Send + Sync {
    /// The city's configuration.
    fn city(&self) -> &City;
    /// The study of the head.
    fn study(&self) -> Arc<Study>;
    /// The study of what was known at a revision (none: the head) of a day (none: today); none when there never was such a
    /// revision.
    fn study_as_of(&self, revision: Option<u64>, date: Option<Date>) -> Result<Option<Arc<Study>>, AppError>;
    /// Every scenario, by name.
    fn scenarios(&self) -> Result<Vec<Scenario>, AppError>;
    /// A study in the scenario of a name; none where there is none of that name.
    fn in_scenario(&self, study: &Arc<Study>, name: &str) -> Result<Option<Arc<Study>>, AppError>;
}

impl Studies for App {
    fn city(&self) -> &City {
        &self.city
    }

    fn study(&self) -> Arc<Study> {
        Self::study(self)
    }

    fn study_as_of(&self, revision: Option<u64>, date: Option<Date>) -> Result<Option<Arc<Study>>, AppError> {
        match Self::study_as_of(self, revision, date) {
            Ok(study) => Ok(Some(study)),
            Err(AppError::Store(StoreError::UnknownRevision(_))) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn scenarios(&self) -> Result<Vec<Scenario>, AppError> {
        Self::scenarios(self)
    }

    fn in_scenario(&self, study: &Arc<Study>, name: &str) -> Result<Option<Arc<Study>>, AppError> {
        Self::in_scenario(self, study, name)
    }
}
