//! Who is reached where.

use std::collections::HashMap;

use super::{answer, flag, number, text};
use crate::analysis::{coverage, gaps};
use crate::collections::Query;
use crate::collections::report::page::plain;
use crate::domain::units::ratio;
use crate::domain::{Level, Metres};
use crate::study::{Selection, Study};

/// Who is reached in an area. Figures that are unknown or not told are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reached {
    /// Place of the area in the study's list; none: all neighbourhoods together.
    pub place: Option<u32>,
    pub code: String,
    pub name: String,
    /// Code of the area in which it lies.
    pub parent: Option<String>,
    /// Residents of the group, and those with a facility within the norm.
    pub residents: Option<f64>,
    pub served: Option<f64>,
    /// Mean metres to the nearest.
    pub mean: Option<f64>,
    /// Whether small counts keep the figures from being told.
    pub hidden: bool,
}

impl Reached {
    /// Residents who have none within the norm.
    pub fn unserved(&self) -> Option<f64> {
        Some(self.residents? - self.served?)
    }

    /// Share of the residents who have one.
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.served?, self.residents?)
    }
}

/// Residents who live together without a facility near enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub area: String,
    pub residents: Option<f64>,
    /// Metres to the nearest facility for whoever lives farthest from one.
    pub farthest: Option<Metres>,
}

fn collection_of(level: Level) -> &'static str {
    match level {
        Level::Neighbourhood => "neighbourhoods",
        Level::District => "districts",
        Level::Programme => "programme-areas",
        Level::Municipality => "municipalities",
    }
}

/// The areas of a level that lie in the one that is asked, those without residents left out.
pub(super) fn reached_at(study: &Study, level: Level, query: &Query) -> Vec<Reached> {
    let Some(set) = answer(study, collection_of(level), query) else {
        return Vec::new();
    };
    let by_code: HashMap<&str, u32> = study
        .areas
        .at(level)
        .map(|(place, area)| (area.code.as_str(), place))
        .collect();
    let rows = set.features.iter().map(|feature| {
        let place = by_code.get(feature.id.as_str()).copied();
        let parent = place.and_then(|at| study.areas.get(at).parent.as_ref());
        Reached {
            place,
            name: plain(text(&set, &feature.values, "name").unwrap_or(&feature.id)),
            parent: parent.map(ToString::to_string),
            code: feature.id.clone(),
            residents: number(&set, &feature.values, "groupResidents"),
            served: number(&set, &feature.values, "residentsServed"),
            mean: number(&set, &feature.values, "meanDistanceM"),
            hidden: flag(&set, &feature.values, "suppressed"),
        }
    });
    rows.collect()
}

/// All neighbourhoods together. Where one may not be told, the sum may not either.
pub(super) fn together(name: &str, neighbourhoods: &[Reached]) -> Reached {
    let known = || neighbourhoods.iter().filter_map(|of| of.residents.zip(of.served));
    let hidden = neighbourhoods.iter().any(|of| of.hidden);
    let some = !hidden && known().next().is_some();
    Reached {
        name: plain(name),
        residents: some.then(|| known().map(|(residents, _)| residents).sum()),
        served: some.then(|| known().map(|(_, served)| served).sum()),
        hidden,
        ..Reached::default()
    }
}

/// Share of the residents of some neighbourhoods with a facility within another norm.
pub(super) fn share_within(
    study: &Study,
    query: &Query,
    service_type: usize,
    inside: &[u32],
    norm: Metres,
) -> Option<f64> {
    let params = coverage::Params {
        selection: Selection {
            distance: Some(norm),
            ..query.selection.clone()
        },
        service_type,
        areas: inside.to_vec(),
    };
    let rows = coverage::run(study, &params).rows;
    let sum = |of: fn(&coverage::Row) -> Option<f64>| rows.iter().filter_map(of).sum::<f64>();
    ratio(sum(|row| row.residents_served), sum(|row| row.residents))
}

/// Residents with two or more facilities within the norm.
pub(super) fn choice(study: &Study, query: &Query, service_type: usize, inside: &[u32]) -> f64 {
    let reach = study.reach(&query.selection, service_type);
    let mut residents = 0.0;
    for at in inside {
        if let Some(block) = reach.of(*at) {
            study
                .demand
                .weights(&study.areas, *at, query.selection.group, |point, weight| {
                    residents += if block.count(point) > 1 { weight } else { 0.0 };
                });
        }
    }
    residents
}

/// The three gaps in which most people live.
pub(super) fn largest_gaps(study: &Study, query: &Query, service_type: usize, level: Level) -> Vec<Gap> {
    const MOST: usize = 3;
    let query = Query {
        level,
        ..query.clone()
    };
    let Some(set) = answer(study, "gaps", &query) else {
        return Vec::new();
    };
    let mut found: Vec<(f64, &str, &str)> = set
        .features
        .iter()
        .filter_map(|feature| {
            let residents = number(&set, &feature.values, "residents")?;
            Some((
                residents,
                feature.id.as_str(),
                text(&set, &feature.values, "areaCode")?,
            ))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.truncate(MOST);
    found
        .into_iter()
        .filter_map(|(residents, id, code)| {
            let place = study.areas.place(code)?;
            // A distance to the few who live somewhere tells where that is.
            let parts = (!study.demand_confidential())
                .then(|| gaps::parts(study, &query.selection, service_type, place, id))
                .flatten();
            Some(Gap {
                area: plain(&study.areas.get(place).name),
                residents: Some(residents),
                farthest: parts.and_then(|parts| parts.farthest),
            })
        })
        .collect()
}
