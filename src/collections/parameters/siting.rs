//! The parameters of siting: where sites may come, how many, and how they are looked for.

use std::time::Duration;

use geo::Coord;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::hints::{not_among, shown};
use super::{InvalidParam, Parameter, Query, query};
use crate::analysis::siting::{Candidates, Method, Model, Present};
use crate::domain::criterion::{Criterion, Measure, Mode};
use crate::domain::facility::in_force;
use crate::domain::{Metres, PopulationGroup};
use crate::spatial::projection::{Crs, Projector};
use crate::study::Study;

/// Most sites that can be asked.
const MOST_SITES: usize = 100;
/// Most points that can be given.
const MOST_POINTS: usize = 200;
/// Longest that an exact answer may be looked for, in seconds.
const LONGEST_S: u64 = 30;
/// The kinds of candidates that have a name.
const KINDS: [&str; 3] = ["lattice", "hubs", "places"];

/// What is asked of siting.
#[derive(Clone, Debug, PartialEq)]
pub struct Sites {
    pub k: usize,
    model: Model,
    /// Place of the criterion that is to be met, in the study's list.
    pub criterion: Option<usize>,
    pub method: Method,
    pub present: Present,
    /// Longest that an exact answer is looked for.
    pub limit: Duration,
    /// Share of the city's residents below which a site adds too little to be worth it.
    pub stop_below: f64,
    /// Residents that each site can serve, where the model asks.
    pub capacity: f64,
    kind: &'static str,
    cell: Option<Metres>,
    points: Option<Vec<Coord<f64>>>,
    /// As they were given.
    points_text: String,
}

impl Default for Sites {
    fn default() -> Self {
        Self {
            k: 1,
            model: Model::default(),
            criterion: None,
            method: Method::default(),
            present: Present::default(),
            limit: Duration::from_secs(10),
            stop_below: 0.01,
            capacity: 5000.0,
            kind: KINDS[0],
            cell: None,
            points: None,
            points_text: String::new(),
        }
    }
}

impl Sites {
    /// What is looked for: with a criterion, the fewest sites that meet it.
    pub fn model(&self) -> Model {
        self.criterion.map_or(self.model, |_| Model::Meeting)
    }

    /// The candidates that are asked.
    pub fn candidates(&self, study: &Study) -> Candidates {
        match (&self.points, self.kind) {
            (Some(points), _) => Candidates::Given(points.clone()),
            (None, "hubs") => Candidates::Hubs,
            (None, "places") => Candidates::Places,
            _ => Candidates::Lattice(self.cell.unwrap_or(Metres(study.demand.spacing))),
        }
    }

    /// The value of a parameter in force.
    pub(super) fn in_force(&self, study: &Study, parameter: Parameter) -> Option<Json> {
        let exact = self.method == Method::Exact;
        match parameter {
            Parameter::SiteCount => {
                let fewest = matches!(self.model(), Model::Fewest | Model::Meeting);
                (!fewest).then(|| json!(self.k))
            }
            Parameter::Candidates => Some(json!(self.candidates(study).name())),
            Parameter::CandidateCell => match self.candidates(study) {
                Candidates::Lattice(side) => Some(json!(side.0)),
                _ => None,
            },
            Parameter::CandidatePoints => self.points.is_some().then(|| json!(self.points_text)),
            Parameter::Model => Some(json!(self.model().name())),
            Parameter::SiteCriterion => self
                .criterion
                .map(|place| json!(study.criteria.criteria[place].id)),
            Parameter::Method => Some(json!(self.method.name())),
            Parameter::Present => Some(json!(self.present.name())),
            Parameter::TimeLimit => exact.then(|| json!(self.limit.as_secs())),
            Parameter::StopBelow => Some(json!(self.stop_below)),
            Parameter::SiteCapacity => (self.model() == Model::Capacitated).then(|| json!(self.capacity)),
            _ => None,
        }
    }
}

/// The one of some named things that is meant.
pub(super) fn named<T: Copy>(
    what: &str,
    text: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str + Copy,
) -> Result<T, String> {
    let meant = all.iter().copied().find(|of| name(*of) == text);
    meant.ok_or_else(|| not_among(what, text, all.iter().map(|of| name(*of))))
}

/// The names of some things, in their order.
pub(super) fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|of| name(*of)).collect()
}

/// The values that a parameter of siting takes, where those are few.
pub(super) fn allowed(parameter: Parameter) -> Vec<&'static str> {
    match parameter {
        Parameter::Candidates => KINDS.to_vec(),
        Parameter::Model => names(&Model::ALL, Model::name),
        Parameter::Method => names(&Method::ALL, Method::name),
        Parameter::Present => names(&Present::ALL, Present::name),
        _ => Vec::new(),
    }
}

/// Reads a parameter of siting; another changes nothing.
pub(super) fn read(sites: &mut Sites, study: &Study, parameter: Parameter, text: &str) -> Result<(), String> {
    let fixed = matches!(parameter, Parameter::CandidateCell | Parameter::CandidatePoints);
    if fixed && study.demand_confidential() {
        return Err("cannot be asked where residents are confidential: places of one's own choice would tell who live between them".to_owned());
    }
    match parameter {
        Parameter::SiteCount => sites.k = query::whole(text, 1..=MOST_SITES)?,
        Parameter::Candidates => sites.kind = named("a kind of candidates", text, &KINDS, |of| of)?,
        Parameter::CandidateCell => sites.cell = Some(query::cell(text)?),
        Parameter::CandidatePoints => {
            sites.points = Some(points(study, text)?);
            text.clone_into(&mut sites.points_text);
        }
        Parameter::Model => sites.model = named("a model", text, &Model::ALL, Model::name)?,
        Parameter::Method => sites.method = named("a method", text, &Method::ALL, Method::name)?,
        Parameter::Present => sites.present = named("a choice", text, &Present::ALL, Present::name)?,
        Parameter::TimeLimit => {
            let seconds = text.parse().ok().filter(|of| (1..=LONGEST_S).contains(of));
            let refused = || {
                format!(
                    "'{}' is not a number of seconds from 1 to {LONGEST_S}",
                    shown(text)
                )
            };
            sites.limit = Duration::from_secs(seconds.ok_or_else(refused)?);
        }
        Parameter::StopBelow => {
            let share = text.parse().ok().filter(|of: &f64| (0.0..=1.0).contains(of));
            sites.stop_below =
                share.ok_or_else(|| format!("'{}' is not a share from 0 to 1", shown(text)))?;
        }
        Parameter::SiteCapacity => {
            let residents = text.parse().ok().filter(|of: &f64| (1.0..=1e7).contains(of));
            let refused = || format!("'{}' is not a number of residents, 1 or more", shown(text));
            sites.capacity = residents.ok_or_else(refused)?;
        }
        Parameter::SiteCriterion => sites.criterion = Some(criterion(study, text)?),
        _ => {}
    }
    Ok(())
}

/// A parameter that was given and plays no part: who gave it would take the answer for one in which it does.
pub(super) fn unused(sites: &Sites, given: &[&str]) -> Option<InvalidParam> {
    let model = sites.model();
    let takes_count = !matches!(model, Model::Fewest | Model::Meeting);
    let takes = [
        (Parameter::SiteCount, takes_count),
        (Parameter::SiteCapacity, model == Model::Capacitated),
    ];
    let (parameter, _) = takes
        .into_iter()
        .find(|(parameter, used)| !used && given.contains(&parameter.name()))?;
    let hint = if parameter == Parameter::SiteCount {
        "as few sites are looked for as there can be"
    } else {
        "ask model=capacitated"
    };
    let reason = format!("plays no part with model={}: {hint}", model.name());
    Some(InvalidParam::new(parameter.name(), reason))
}

/// A version of the criterion with an id for which sites can be looked for; [`complete`] picks the one in force once the date is
/// known.
fn criterion(study: &Study, text: &str) -> Result<usize, String> {
    let all = &study.criteria.criteria;
    if !all.iter().any(|of| of.id == text) {
        return Err(not_among(
            "a criterion",
            text,
            all.iter().map(|of| of.id.as_str()),
        ));
    }
    let fit = all.iter().position(|of| of.id == text && fits(study, of));
    fit.ok_or_else(|| format!("'{}' does not require a coverage in a straight line", shown(text)))
}

/// Whether sites can be looked for that meet a criterion.
fn fits(study: &Study, of: &Criterion) -> bool {
    of.measure == Measure::Coverage
        && of.required.is_some()
        && of.mode == Mode::StraightLine
        && study.taxonomy.position(of.service_type.as_str()).is_some()
}

/// The version of the criterion in force on the date, or else the newest: a norm that is still to come can be looked at.
fn version(study: &Study, place: usize, on: Date) -> usize {
    let all = &study.criteria.criteria;
    let id = &all[place].id;
    let versions = || (0..all.len()).filter(|of| all[*of].id == *id && fits(study, &all[*of]));
    let newest = |of: &usize| all[*of].version;
    let in_force = versions().filter(|of| in_force(all[*of].valid_from, all[*of].valid_to, on));
    in_force
        .max_by_key(newest)
        .or_else(|| versions().max_by_key(newest))
        .unwrap_or(place)
}

/// `lon,lat;lon,lat` in the city's CRS.
fn points(study: &Study, text: &str) -> Result<Vec<Coord<f64>>, String> {
    let refused = |of: &str| {
        format!(
            "'{}' is not a longitude and a latitude; give longitude,latitude;longitude,latitude",
            shown(of)
        )
    };
    let parts: Vec<&str> = text.split(';').collect();
    if parts.len() > MOST_POINTS {
        return Err(format!("holds more than {MOST_POINTS} points"));
    }
    let projector = Projector::new(&Crs::crs84(), &study.crs).map_err(|error| error.to_string())?;
    let point = |part: &&str| {
        let (lon, lat) = part.split_once(',').ok_or_else(|| refused(part))?;
        let number = |text: &str, most: f64| {
            let number = text.trim().parse().ok();
            number
                .filter(|of: &f64| of.abs() <= most)
                .ok_or_else(|| refused(part))
        };
        let at = Coord {
            x: number(lon, 180.0)?,
            y: number(lat, 90.0)?,
        };
        let projected = projector.coord(at).ok();
        let finite = projected.filter(|at| at.x.is_finite() && at.y.is_finite());
        finite.ok_or_else(|| format!("'{}' lies outside the city's map", shown(part)))
    };
    parts.iter().map(point).collect()
}

/// Fills in what a criterion says itself: type, group and distance. They may be asked beside it only as it has them.
pub(super) fn complete(query: &mut Query, study: &Study) -> Option<InvalidParam> {
    let place = version(study, query.sites.criterion?, query.selection.date);
    query.sites.criterion = Some(place);
    let criterion = &study.criteria.criteria[place];
    let selection = &mut query.selection;
    let differs = [
        (
            "serviceType",
            selection
                .service_type
                .as_ref()
                .is_some_and(|of| *of != criterion.service_type),
        ),
        (
            "group",
            selection.group != PopulationGroup::All && selection.group != criterion.group,
        ),
        (
            "distance",
            selection.distance.is_some() && selection.distance != criterion.distance_m,
        ),
    ];
    if let Some((name, _)) = differs.into_iter().find(|(_, differs)| *differs) {
        return Some(InvalidParam::new(name, "is another than the criterion's"));
    }
    selection.service_type = Some(criterion.service_type.clone());
    selection.group = criterion.group;
    selection.distance = criterion.distance_m;
    None
}
