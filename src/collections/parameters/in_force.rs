//! The parameters that an answer rests on, defaults included.

use serde_json::{Map, Value as Json, json};

use super::{Parameter, Query, filters};
use crate::collections::Collection;
use crate::study::{Access, Selection, Study};

/// The parameters that the answer rests on, by name, defaults included.
pub(super) fn in_force(collection: &dyn Collection, study: &Study, query: &Query) -> Map<String, Json> {
    let selection = &query.selection;
    let travels = collection.travels(query);
    let mut map = Map::new();
    for parameter in collection.all_parameters() {
        let value = match parameter {
            Parameter::ServiceType => selection.service_type.as_ref().map(|code| json!(code.as_str())),
            Parameter::Distance if travels => norm(study, selection).map(|metres| json!(metres)),
            Parameter::Group => Some(json!(selection.group.name())),
            Parameter::OneGroup => query.group.map(|group| json!(group.name())),
            Parameter::Mode if travels => Some(json!(selection.mode.name())),
            Parameter::Date => Some(json!(selection.date.to_string())),
            Parameter::Datetime => query.datetime.as_ref().map(|period| json!(period.to_string())),
            Parameter::From => query.from.map(|date| json!(date.to_string())),
            Parameter::FromRevision => query.compared_with(study).map(|(revision, _)| json!(revision)),
            Parameter::FromScenario => query.from_scenario.as_ref().map(|name| json!(name)),
            Parameter::Role => selection.role.map(|role| json!(role.name())),
            Parameter::Facilities if travels => Some(json!(if selection.within { "within" } else { "all" })),
            Parameter::Area => query
                .area
                .map(|place| json!(study.areas.get(place).code.as_str())),
            Parameter::Level => Some(json!(query.level.name())),
            Parameter::Nth if travels => query.nth.map(|nth| json!(nth)),
            Parameter::Of => Some(json!(query.division.of.name())),
            Parameter::SupplyMethod => Some(json!(query.division.method.name())),
            Parameter::Weights => query.division.decay().map(|weights| json!(weights.to_string())),
            Parameter::K => Some(json!(query.k)),
            Parameter::Bandwidth => Some(json!(query.bandwidth_in_force(study).0)),
            Parameter::Cell => Some(json!(query.cell.0)),
            Parameter::Permutations => Some(json!(query.permutations)),
            Parameter::By => Some(json!(query.by.name())),
            Parameter::Indicator => query.indicator.as_ref().map(|of| json!(of.text())),
            Parameter::TimeLimit if query.stops.is_some() => Some(json!(query.sites.limit.as_secs())),
            Parameter::StopBy
            | Parameter::Floor
            | Parameter::FloorLevel
            | Parameter::FloorGroups
            | Parameter::KeepCriteria => {
                let stops = query.stops.as_ref();
                stops.and_then(|of| of.in_force(selection, parameter))
            }
            Parameter::SiteCount
            | Parameter::Candidates
            | Parameter::CandidateCell
            | Parameter::CandidatePoints
            | Parameter::Model
            | Parameter::Method
            | Parameter::Present
            | Parameter::TimeLimit
            | Parameter::StopBelow
            | Parameter::SiteCapacity
            | Parameter::SiteCriterion => query.sites.in_force(study, parameter),
            Parameter::Open
            | Parameter::Wheelchair
            | Parameter::Language
            | Parameter::Contribution
            | Parameter::TargetGroup
            | Parameter::Scheme
            | Parameter::Conversion => {
                filters::in_force(&selection.access, parameter).map(|text| json!(text))
            }
            Parameter::Distance | Parameter::Mode | Parameter::Facilities | Parameter::Nth => None,
        };
        if let Some(value) = value {
            map.insert(parameter.name().to_owned(), value);
        }
    }
    if let Some(of) = &study.scenario {
        map.insert("scenario".to_owned(), json!(of.scenario.name));
        if of.unfit > 0 {
            map.insert("scenarioUnfit".to_owned(), json!(of.unfit));
        }
    }
    // Who does not answer is not taken for a yes; how many they are has to be told.
    let unanswered = study
        .facilities
        .unanswered(&study.grants, selection, query.service_type(study));
    for ((name, asked), count) in Access::QUESTIONS
        .iter()
        .zip(selection.access.asked())
        .zip(unanswered)
    {
        if asked {
            map.insert(format!("{name}Unknown"), json!(count));
        }
    }
    map.extend(collection.own_parameters(study, query));
    if travels {
        map.insert("demandKind".to_owned(), json!(study.demand.kind.name()));
        let missing: usize = study
            .areas
            .neighbourhoods()
            .iter()
            .map(|area| area.residents_missing)
            .sum();
        map.insert("residentsMissing".to_owned(), json!(missing));
        // Residual rows of a demand layer, where there are any.
        let demand = &study.demand;
        for (name, count) in [("demandOutside", demand.outside), ("demandShared", demand.shared)] {
            if count > 0 {
                map.insert(name.to_owned(), json!(count));
            }
        }
        if demand.residents_without_point > 0.0 {
            map.insert(
                "residentsWithoutPoint".to_owned(),
                json!(demand.residents_without_point),
            );
        }
        #[allow(clippy::float_cmp)] // the factor is exactly 1 unless a city sets another
        if study.settings.detour_factor != 1.0 {
            map.insert("detourFactor".to_owned(), json!(study.settings.detour_factor));
        }
    }
    map
}

/// The one norm distance of a question; none where the asked types have different ones.
fn norm(study: &Study, selection: &Selection) -> Option<f64> {
    let mut norms = selection
        .types(study)
        .into_iter()
        .map(|of| selection.norm(study, of).0);
    let first = norms.next()?;
    #[allow(clippy::float_cmp)] // the same setting, not the same result
    norms.all(|norm| norm == first).then_some(first)
}
