//! The facts of a report, gathered from the collections (which tell no small counts) before a word is written.

use std::collections::HashMap;
use std::sync::Arc;

use super::page::plain;
use super::{Ask, ReportError};
use crate::analysis::{closing, coverage, gaps};
use crate::collections::explain::caveats::{self, Caveat};
use crate::collections::explain::{Account, Counted, People};
use crate::collections::words::phrases::Supply;
use crate::collections::{Query, get, run};
use crate::domain::feature::{FeatureSet, Value};
use crate::domain::units::ratio;
use crate::domain::{Level, Metres, MunicipalRole};
use crate::study::{Edit, Selection, Study};

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

/// A facility that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub place: u32,
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

/// Residents who live together without a facility near enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    pub area: String,
    pub residents: Option<f64>,
    /// Metres to the nearest facility for whoever lives farthest from one.
    pub farthest: Option<Metres>,
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

/// Everything that a report says.
pub struct Facts<'a> {
    pub ask: &'a Ask<'a>,
    /// The question about the area of the report.
    pub query: Query,
    pub service_type: usize,
    pub whole: Reached,
    /// Whether the report is about the whole city or municipality.
    pub everywhere: bool,
    /// Level and areas among which the worst are named.
    pub level: Level,
    pub parts: Vec<Reached>,
    pub neighbourhoods: Vec<Reached>,
    /// All facilities that count, by residents who have no other.
    pub places: Vec<Place>,
    pub pairs: Vec<Pair>,
    pub gaps: Vec<Gap>,
    /// Residents with two or more within the norm.
    pub choice: Option<f64>,
    pub closing: Option<Closing>,
    pub caveats: Vec<Caveat>,
    pub resolution_error: Option<f64>,
    /// Share that is reached if every way is a quarter longer.
    pub longer_way: Option<f64>,
    /// A quarter shorter and a quarter longer norm, each with the share that is reached.
    pub other_norms: Option<((Metres, f64), (Metres, f64))>,
}

fn number(set: &FeatureSet, values: &[Value], property: &str) -> Option<f64> {
    match values.get(set.schema.position(property)?)? {
        Value::Number(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

fn flag(set: &FeatureSet, values: &[Value], property: &str) -> bool {
    let at = set.schema.position(property);
    at.and_then(|at| values.get(at)) == Some(&Value::Boolean(true))
}

fn text<'a>(set: &FeatureSet, values: &'a [Value], property: &str) -> Option<&'a str> {
    match values.get(set.schema.position(property)?)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The answer of a collection; one that is not there has none.
fn answer(study: &Study, collection: &str, query: &Query) -> Option<FeatureSet> {
    Some(run(get(collection)?, study, query))
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
fn reached_at(study: &Study, level: Level, query: &Query) -> Vec<Reached> {
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
fn together(name: &str, neighbourhoods: &[Reached]) -> Reached {
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

impl<'a> Facts<'a> {
    /// Gathers the facts.
    pub fn of(ask: &'a Ask<'a>) -> Result<Self, ReportError> {
        let study = ask.study.as_ref();
        if ask.query.selection.within {
            return Err(ReportError::Within);
        }
        let service_type = ask.query.service_type(study).ok_or(ReportError::NoType)?;
        let closed = places_of(study, ask.close)?;
        let mut query = ask.query.clone();
        let selection = query.selection.clone();

        let mut municipalities = study.areas.at(Level::Municipality).map(|(place, _)| place);
        let sole = municipalities.next().filter(|_| municipalities.next().is_none());
        let scope = query.area.or(sole);
        query.area = scope;
        let everywhere = scope.is_none_or(|at| study.areas.get(at).level == Level::Municipality);
        let neighbourhoods = reached_at(study, Level::Neighbourhood, &query);
        let whole = match scope {
            None => together(&study.city_name, &neighbourhoods),
            Some(at) => reached_at(study, study.areas.get(at).level, &query)
                .into_iter()
                .find(|of| of.place == Some(at))
                .unwrap_or_default(),
        };
        let districts = if everywhere {
            reached_at(study, Level::District, &query)
        } else {
            Vec::new()
        };
        let (level, parts) = if districts.is_empty() {
            (Level::Neighbourhood, neighbourhoods.clone())
        } else {
            (Level::District, districts)
        };
        let inside: Vec<u32> = scope.map_or_else(
            || (0_u32..).take(study.areas.neighbourhood_count).collect(),
            |at| study.areas.get(at).neighbourhoods.clone(),
        );
        let counting = study.facilities.of_type(&study.grants, &selection, service_type);
        let of_places = Places::new(study, &query, &inside);
        let mut places: Vec<Place> = counting.iter().map(|place| of_places.of(*place)).collect();
        places.sort_by(|a, b| {
            let alone = |of: &Place| of.alone.unwrap_or(-1.0);
            alone(b).total_cmp(&alone(a)).then_with(|| a.id.cmp(&b.id))
        });
        let confidential = study.demand_confidential();
        let caveats = caveats::about(
            study,
            &query,
            &Account {
                counted: Some(Counted::new(study, counting, Some(service_type))),
                people: Some(People::of(inside.clone())),
                ..Account::default()
            },
        );
        let norm = selection.norm(study, service_type);
        let share = |factor: f64| {
            let metres = Metres(norm.0 * factor);
            share_within(study, &query, service_type, &inside, metres).map(|share| (metres, share))
        };
        // Two norms would tell who live between them.
        let told = !confidential;
        Ok(Self {
            longer_way: share(1.0 / 1.25).filter(|_| told).map(|(_, share)| share),
            other_norms: share(0.75).zip(share(1.25)).filter(|_| told),
            choice: (!confidential).then(|| choice(study, &query, service_type, &inside)),
            pairs: pairs(study, &query, &of_places),
            gaps: largest_gaps(study, &query, service_type, level),
            closing: (!closed.is_empty()).then(|| closing_of(ask, &query, service_type, &of_places, &closed)),
            resolution_error: coverage::resolution_error(study, &selection, service_type),
            ask,
            query,
            service_type,
            whole,
            everywhere,
            level,
            parts: parts.into_iter().filter(|of| scope != of.place).collect(),
            neighbourhoods,
            places,
            caveats,
        })
    }

    /// The study that is reported on.
    pub fn study(&self) -> &Study {
        &self.ask.study
    }

    /// The facilities that the report is about: all, or of a part of the city those that stand there.
    pub fn shown(&self) -> Vec<&Place> {
        let shown = self.places.iter().filter(|of| self.everywhere || of.inside);
        shown.collect()
    }

    /// The facilities that count, as they are spoken of.
    pub fn supply(&self) -> Supply<'_> {
        Supply {
            study: &self.ask.study,
            selection: &self.query.selection,
            service_type: Some(self.service_type),
            count: self.places.len(),
            within: None,
        }
    }
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
struct Places<'a> {
    study: &'a Study,
    query: &'a Query,
    inside: &'a [u32],
    /// Residents in reach and those who have no other, by place.
    reach: HashMap<String, (Option<f64>, Option<f64>)>,
}

impl<'a> Places<'a> {
    fn new(study: &'a Study, query: &'a Query, inside: &'a [u32]) -> Self {
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

    fn of(&self, place: u32) -> Place {
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
            place,
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

/// Share of the residents of some neighbourhoods with a facility within another norm.
fn share_within(
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
fn choice(study: &Study, query: &Query, service_type: usize, inside: &[u32]) -> f64 {
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

fn pairs(study: &Study, query: &Query, places: &Places) -> Vec<Pair> {
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

/// The three gaps in which most people live.
fn largest_gaps(study: &Study, query: &Query, service_type: usize, level: Level) -> Vec<Gap> {
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

fn closing_of(ask: &Ask, query: &Query, service_type: usize, places: &Places, closed: &[u32]) -> Closing {
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
