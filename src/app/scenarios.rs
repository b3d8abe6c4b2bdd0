//! Scenarios: kept in the store, asked as studies.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value as Json;

use super::{App, AppError};
use crate::domain::scenario::Scenario;
use crate::study::Study;

/// Studies in scenarios that are kept at hand.
const KEPT_STUDIES: usize = 6;

/// A study in a scenario.
struct Made {
    /// What it is of.
    base: Arc<Study>,
    digest: String,
    study: Arc<Study>,
}

/// Those that were asked last.
#[derive(Default)]
pub(super) struct Known(Mutex<Vec<Made>>);

impl App {
    /// Every scenario, by name.
    pub fn scenarios(&self) -> Result<Vec<Scenario>, AppError> {
        Ok(self.store.scenarios()?)
    }

    /// The study in the scenario of a name; none where there is none of that name. What the scenario says is looked up each
    /// time, so that one that another process changed is the changed one.
    pub fn in_scenario(&self, study: &Arc<Study>, name: &str) -> Result<Option<Arc<Study>>, AppError> {
        let scenarios = self.scenarios()?;
        let Some(scenario) = scenarios.into_iter().find(|of| of.name == name) else {
            return Ok(None);
        };
        let digest = scenario.digest();
        let known = || self.scenarios.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = known()
            .iter()
            .find(|of| Arc::ptr_eq(&of.base, study) && of.digest == digest)
            .map(|of| Arc::clone(&of.study));
        if kept.is_some() {
            return Ok(kept);
        }
        let made = study
            .in_scenario(&Arc::new(scenario))
            .map_err(|error| AppError::Scenario(error.to_string()))?;
        let made = Arc::new(made);
        let mut known = known();
        known.push(Made {
            base: Arc::clone(study),
            digest,
            study: Arc::clone(&made),
        });
        if known.len() > KEPT_STUDIES {
            known.remove(0);
        }
        Ok(Some(made))
    }

    /// Keeps a document as the scenario of a name, in place of the one that has it. Refused, with everything that is wrong: what
    /// is no scenario, and what cannot be carried out in the city as it is.
    pub fn keep_scenario(&self, name: &str, document: &Json) -> Result<Scenario, AppError> {
        let told = |faults: Vec<String>| AppError::Scenario(faults.join("\n"));
        let scenario = Scenario::read(name, document)
            .map_err(|faults| told(faults.iter().map(ToString::to_string).collect()))?;
        let edits = self.study().edits_of(&scenario.proposal, &scenario.name);
        if !edits.unfit.is_empty() {
            let faults = edits.unfit.iter().map(|of| of.fault().to_string());
            return Err(told(faults.collect()));
        }
        self.store.keep_scenario(&scenario)?;
        Ok(scenario)
    }

    /// Takes the scenario of a name away; tells whether there was one.
    pub fn remove_scenario(&self, name: &str) -> Result<bool, AppError> {
        Ok(self.store.remove_scenario(name)?)
    }
}
