//! One file per collection: the one description of a result, from which API, command line, exports and page all come.

mod accessibility;
mod ages;
mod areas;
mod assessments;
mod between;
mod changes;
mod colocations;
mod commitments;
mod concentrations;
mod criterion_changes;
mod demand;
mod differences;
mod distances;
mod equity;
pub mod explain;
mod facilities;
pub mod facility_map;
#[cfg(test)]
pub(crate) mod fixture;
mod gaps;
mod grants;
mod hubs;
pub mod indicators;
mod kernel_density;
mod lorenz;
mod mismatches;
mod offer;
mod overlaps;
mod parameters;
mod period;
mod removals;
pub mod report;
mod scenario_facilities;
mod service_types;
pub mod sheet;
pub mod siting;
mod siting_districts;
mod spending;
mod stopping;
mod stopping_areas;
mod supply;
mod suppression;
#[cfg(test)]
mod tests;
mod usage;
pub mod what_if;
pub mod words;

use serde_json::{Map, Value as Json};

use crate::domain::Layer;
use crate::domain::feature::{Feature, FeatureSet, GeometryKind, Schema};
use crate::domain::revision::Source;
use crate::spatial::projection::{Crs, ProjectionError, Projector};
use crate::study::Study;

use explain::{Account, Figure};

pub use parameters::{
    Before, InvalidParam, MAX_DISTANCE_M, Needs, Parameter, Query, Sites, Stops, Today, asked_day, nearest,
};
pub use period::Period;

/// The one description of a result.
pub trait Collection: Sync {
    /// kebab-case name in URLs and on the command line.
    fn id(&self) -> &'static str;
    /// What it is called, in Dutch.
    fn title_nl(&self) -> &'static str;
    /// What it is called, in English.
    fn title_en(&self) -> &'static str;
    /// What it holds and how that is defined, in Dutch.
    fn description_nl(&self) -> &'static str;
    /// What it holds and how that is defined, in English.
    fn description_en(&self) -> &'static str;
    /// Which geometries it holds.
    fn geometry(&self) -> GeometryKind;
    /// The parameters that it takes, the filters that come with a role aside.
    fn parameters(&self) -> &'static [Parameter];
    /// The layers that its features come from.
    fn layers(&self) -> &'static [Layer];
    /// The properties of the answer to a query.
    fn schema(&self, study: &Study, query: &Query) -> Schema;
    /// The features, in the city's CRS and in an order that is always the same; one value per property of the schema.
    fn features(&self, study: &Study, query: &Query) -> Vec<Feature>;

    /// Whether distances play a part in the answer to a query.
    fn travels(&self, query: &Query) -> bool;

    /// Every parameter that it takes: what chooses by role chooses by the other filters of what counts too.
    fn all_parameters(&self) -> Vec<Parameter> {
        let with_filters = |parameter: &Parameter| {
            let filters: &[Parameter] = match parameter {
                Parameter::Role => &Parameter::FILTERS,
                _ => &[],
            };
            [*parameter].into_iter().chain(filters.iter().copied())
        };
        self.parameters().iter().flat_map(with_filters).collect()
    }

    /// Whether it may be served: a layer of observed people never is.
    fn served(&self, study: &Study) -> bool {
        let _ = study;
        true
    }

    /// Why a question cannot be answered although each of its parameters is right: the answer would be too large.
    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        let _ = (study, query);
        None
    }

    /// What was counted for a figure of one of its features, and how that is said. One that tells nothing is explained by its
    /// rule, its value and its sources.
    fn account(&self, figure: &Figure) -> Account {
        let _ = figure;
        Account::default()
    }

    /// Parameters in force that only this collection has.
    fn own_parameters(&self, study: &Study, query: &Query) -> Map<String, Json> {
        let _ = (study, query);
        Map::new()
    }
}

static ALL: &[&dyn Collection] = &[
    &facilities::Facilities,
    &areas::NEIGHBOURHOODS,
    &areas::DISTRICTS,
    &areas::PROGRAMME_AREAS,
    &areas::MUNICIPALITIES,
    &grants::Grants,
    &spending::Spending,
    &commitments::Commitments,
    &mismatches::FundingMismatches,
    &gaps::Gaps,
    &overlaps::Overlaps,
    &removals::Removals,
    &stopping::Stopping,
    &stopping_areas::StoppingAreas,
    &siting::Siting,
    &siting_districts::SitingDistricts,
    &usage::Usage,
    &supply::Supply,
    &accessibility::Accessibility,
    &equity::Equity,
    &lorenz::Lorenz,
    &distances::Distances,
    &ages::Ages,
    &hubs::Hubs,
    &concentrations::Concentrations,
    &colocations::Colocations,
    &kernel_density::KernelDensity,
    &offer::Offer,
    &assessments::Assessments,
    &indicators::Indicators,
    &changes::Changes,
    &criterion_changes::CriterionChanges,
    &differences::Differences,
    &scenario_facilities::ScenarioFacilities,
    &service_types::ServiceTypes,
    &demand::Demand,
];

/// Every collection.
pub fn all() -> &'static [&'static dyn Collection] {
    ALL
}

/// The collection with this id.
pub fn get(id: &str) -> Option<&'static dyn Collection> {
    ALL.iter().copied().find(|collection| collection.id() == id)
}

/// The answer to a query, in the city's CRS.
pub fn run(collection: &dyn Collection, study: &Study, query: &Query) -> FeatureSet {
    let schema = collection.schema(study, query);
    let features = collection.features(study, query);
    debug_assert!(
        features
            .iter()
            .all(|feature| feature.values.len() == schema.properties.len())
    );
    FeatureSet { schema, features }
}

/// The same features in another CRS, x (easting, longitude) first.
pub fn project(mut set: FeatureSet, from: &Crs, to: &Crs) -> Result<FeatureSet, ProjectionError> {
    if from == to {
        return Ok(set);
    }
    let projector = Projector::new(from, to)?;
    for feature in &mut set.features {
        if let Some(geometry) = &feature.geometry {
            feature.geometry = Some(projector.geometry(geometry)?);
        }
    }
    Ok(set)
}

/// The sources that a collection is made of.
pub fn sources<'a>(collection: &dyn Collection, study: &'a Study) -> impl Iterator<Item = &'a Source> {
    let layers = collection.layers();
    study
        .sources
        .iter()
        .filter(move |source| layers.contains(&source.layer))
}

/// Licences and attributions of the sources that a collection is made of, each once.
pub fn attribution(collection: &dyn Collection, study: &Study) -> Vec<String> {
    let mut lines = Vec::new();
    for source in sources(collection, study) {
        let said: Vec<&str> = [source.attribution.as_deref(), source.licence.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        if said.is_empty() {
            continue;
        }
        let line = format!("{}: {}", source.name, said.join(", "));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}
