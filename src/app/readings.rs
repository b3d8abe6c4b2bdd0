//! The computed indicators of every revision, kept so that the monitor shows how they went.

use std::sync::Arc;

use super::{App, studied};
use crate::collections::indicators;
use crate::store::Store;
use crate::study::Study;

impl App {
    /// Keeps the indicators of the head after an import. What was imported stands whether that succeeds or not: what is missing
    /// is made when the city is opened next.
    pub(super) fn keep_readings(&self) {
        match studied(&self.city, self.store.as_ref(), None) {
            Ok(study) => drop(with_readings(study, self.store.as_ref())),
            Err(error) => tracing::warn!("the indicators of this revision are not kept yet: {error}"),
        }
    }
}

/// Whether nothing is kept of the revision of a study, although something is known.
pub(super) fn lacking(study: &Study) -> bool {
    let number = study.revision.number;
    let known = !study.sources.is_empty() && !study.areas.list.is_empty();
    known && study.readings.iter().all(|reading| reading.revision != number)
}

/// A study of the head with the indicators of its revision, which are computed and kept where the store lacks them: as they were
/// on the day of the newest source. A store that cannot be written changes no answer.
pub(super) fn with_readings(mut study: Study, store: &dyn Store) -> Study {
    let number = study.revision.number;
    let Some(date) = study.sources.iter().map(|source| source.date).max() else {
        return study;
    };
    if !lacking(&study) {
        return study;
    }
    let readings = indicators::readings(&study, date);
    if readings.is_empty() {
        return study;
    }
    if let Err(error) = store.keep_readings(number, &readings) {
        tracing::warn!("the indicators of revision {number} are not kept yet: {error}");
    }
    Arc::make_mut(&mut study.readings).extend(readings);
    study
}
