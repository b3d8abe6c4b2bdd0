//! The facilities one by one, two by two, and those that close.

use std::collections::HashMap;
use std::sync::Arc;

use super::{answer, flag, number, text};
use crate::analysis::closing;
use crate::collections::Query;
use crate::collections::report::page::plain;
use crate::collections::report::{Ask, ReportError};
use crate::domain::MunicipalRole;
use crate::study::{Edit, Study};

/// A facility that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub id: String,
    pub name: String,
    /// Where it stands: neighbourhood and district; none outside the city.
    pub area: Option<String>,
    pub role: Option<MunicipalRole>,
    pub euros: Option<f64>,
    /// Residents of the whole city within the norm, and those of them who have no other.
    pub in_reach: Option<f64>,
    pub alone: Option<f64>,
    /// Whether it stands in the area of the report.
    pub inside: bool,
}

/// Two facilities that do the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Places in [`Facts::places`] or, where they do not count there, in the study's list.
    pub names: [String; 2],
    pub ids: [String; 2],
    pub jaccard: Option<f64>,
    pub shared: Option<f64>,
    pub metres: f64,
    pub euros: [Option<f64>; 2],
    pub target_group_unknown: bool,
}

/// What closing some facilities means, in the whole city.
#[derive(Clone, Debug)]
pub struct Closing {
    pub facilities: Vec<Place>,
    /// Those that do not count anyway, as places in the study's list.
    pub idle: Vec<u32>,
    /// None where residents are confidential: who loses it would tell where a few live.
    pub loss: Option<closing::Report>,
    /// Those of the losers who live in the area of the report.
    pub lost_inside: f64,
    /// Facilities that are left.
    pub left: usize,
}

/// Places of facilities by their ids, each once.
pub fn places_of(study: &Study, ids: &[String]) -> Result<Vec<u32>, ReportError> {
    let mut places = Vec::new();
    for id in ids {
        let place = study.facilities.place(id);
        let place = place.ok_or_else(|| ReportError::UnknownFacility(id.clone()))?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places)
}

/// What is told of facilities one by one.
pub(super) struct Places<'a> {
    study: &'a Study,
    query: &'a Query,
    inside: &'a [u32],
    /// Residents in reach and those who have no other, by place.
    reach: HashMap<String, (Option<f64>, Option<f64>)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(study: &'a Study, query: &'a Query, inside: &'a [u32]) -> Self {
        let anywhere = Query {
            area: None,
            datetime: None,
            ..query.clone()
        };
        let set = answer(study, "facilities", &anywhere);
        let reach = set.iter().flat_map(|set| {
            set.features.iter().map(|feature| {
                let of = |property| number(set, &feature.values, property);
                (feature.id.clone(), (of("residentsInReach"), of("uniqueCoverage")))
            })
        });
        Self {
            study,
            query,
            inside,
            reach: reach.collect(),
        }
    }

    pub(super) fn of(&self, place: u32) -> Place {
        let (study, day) = (self.study, self.query.selection.date);
        let of = study.facilities.get(place);
        let id = of.facility.id.to_string();
        let (in_reach, alone) = self.reach.get(&id).copied().unwrap_or_default();
        let area = of.neighbourhood.map(|at| {
            let area = study.areas.get(at);
            let district = area
                .parent
                .as_ref()
                .and_then(|code| study.areas.place(code.as_str()));
            match district {
                Some(at) => format!("{}, {}", plain(&area.name), plain(&study.areas.get(at).name)),
                None => plain(&area.name),
            }
        });
        Place {
            name: plain(of.facility.name.as_deref().unwrap_or(&id)),
            area,
            role: study.facilities.role(place, &study.grants, day),
            euros: study
                .facilities
                .euros_per_year(place, &study.grants, day)
                .map(|euros| euros.0),
            in_reach,
            alone,
            inside: of.neighbourhood.is_some_and(|at| self.inside.contains(&at)),
            id,
        }
    }
}

pub(super) fn pairs(study: &Study, query: &Query, places: &Places) -> Vec<Pair> {
    let Some(set) = answer(study, "overlaps", query) else {
        return Vec::new();
    };
    let mut pairs: Vec<Pair> = set
        .features
        .iter()
        .map(|feature| {
            let values = &feature.values;
            let id = |property| text(&set, values, property).unwrap_or_default().to_owned();
            let ids = [id("facilityA"), id("facilityB")];
            let name = |id: &String| {
                let place = study.facilities.place(id);
                place.map_or_else(|| plain(id), |place| places.of(place).name)
            };
            Pair {
                names: [name(&ids[0]), name(&ids[1])],
                jaccard: number(&set, values, "jaccard"),
                shared: number(&set, values, "sharedResidents"),
                metres: number(&set, values, "distanceM").unwrap_or_default(),
                euros: [
                    number(&set, values, "eurosPerYearA"),
                    number(&set, values, "eurosPerYearB"),
                ],
                target_group_unknown: flag(&set, values, "targetGroupUnknown"),
                ids,
            }
        })
        .collect();
    pairs.sort_by(|a, b| {
        let share = |of: &Pair| of.jaccard.unwrap_or(-1.0);
        share(b).total_cmp(&share(a)).then_with(|| a.ids.cmp(&b.ids))
    });
    pairs
}

pub(super) fn closing_of(
    ask: &Ask,
    query: &Query,
    service_type: usize,
    places: &Places,
    closed: &[u32],
) -> Closing {
    let study = &ask.study;
    let selection = &query.selection;
    let counting = study.facilities.of_type(&study.grants, selection, service_type);
    let (counted, idle): (Vec<u32>, Vec<u32>) = closed.iter().partition(|place| counting.contains(place));
    let edits = counted
        .iter()
        .map(|place| Edit::Remove(study.facilities.get(*place).facility.id.clone()));
    let after = study.edited(edits.collect()).ok().map(Arc::new);
    let neighbourhoods = (0_u32..).take(study.areas.neighbourhood_count).collect();
    let loss = after.filter(|_| !study.demand_confidential()).map(|after| {
        let params = closing::Params {
            selection: selection.clone(),
            service_type,
            neighbourhoods,
        };
        closing::run(study, &after, &params)
    });
    let inside = loss.iter().flat_map(|loss| &loss.rows);
    let inside = inside.filter(|row| places.inside.contains(&row.neighbourhood));
    Closing {
        lost_inside: inside.map(|row| row.lost).sum(),
        left: counting.len() - counted.len(),
        facilities: counted.into_iter().map(|place| places.of(place)).collect(),
        idle,
        loss,
    }
}
