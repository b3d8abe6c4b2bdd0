//! A question to a collection, read from its parameters.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use super::hints::{nearest, not_among, shown};
use super::in_force::in_force;
use super::{Before, InvalidParam, MAX_DISTANCE_M, Parameter, Sites, Stops, filters, siting, stopping};
use crate::analysis::siting::Method;
use crate::analysis::spending::By;
use crate::analysis::supply::Division;
use crate::collections::Collection;
use crate::collections::indicators;
use crate::collections::period::{Period, day};
use crate::config::City;
use crate::domain::criterion::Mode;
use crate::domain::scenario::is_name;
use crate::domain::{Level, Metres, MunicipalRole, PopulationGroup};
use crate::study::{Selection, Study};

/// Cells smaller than this tell nothing more and are very many.
const LEAST_CELL_M: f64 = 25.0;

/// What "now" is, so that "today" is resolved once per question.
#[derive(Clone, Debug)]
pub struct Today {
    pub date: Date,
    pub timezone: TimeZone,
}

impl Today {
    /// Today in the city.
    pub fn in_city(city: &City) -> Self {
        Self {
            date: city.today(),
            timezone: city.timezone.clone(),
        }
    }
}

/// A question to a collection, with every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub selection: Selection,
    /// The one group that is asked where each is answered for apart; none: every one.
    pub group: Option<PopulationGroup>,
    /// Place of the area that was asked, in the study's list.
    pub area: Option<u32>,
    /// The time in which facilities and grants are asked, where it is not one date.
    pub datetime: Option<Period>,
    /// The day that is compared with.
    pub from: Option<Date>,
    /// The revision at which that day is asked; none: that of the answer.
    pub from_revision: Option<u64>,
    /// The scenario that is compared with; none: the city as it is.
    pub from_scenario: Option<String>,
    /// What is compared with, once it was looked up.
    pub before: Option<Before>,
    /// Level at which gaps are taken together.
    pub level: Level,
    /// Which nearest facility is asked beside the first.
    pub nth: Option<usize>,
    /// How supply is divided over demand.
    pub division: Division,
    /// How many facilities stop together.
    pub k: usize,
    /// Bandwidth of the kernel density; none: the norm distance.
    pub bandwidth: Option<Metres>,
    /// Side of the density's cells.
    pub cell: Metres,
    /// How often types are shuffled.
    pub permutations: usize,
    /// By what money is grouped.
    pub by: By,
    /// The indicators that are asked; none: every one.
    pub indicator: Option<indicators::Asked>,
    /// Which sites are looked for, and how.
    pub sites: Sites,
    /// Which sets that stop are looked for; none where no such sets are asked.
    pub stops: Option<Stops>,
    /// The parameters in force, by name.
    pub parameters: Map<String, Json>,
}

impl Query {
    /// A question about what counts, with every other default.
    pub(super) fn about(selection: Selection) -> Self {
        Self {
            selection,
            group: None,
            area: None,
            datetime: None,
            from: None,
            from_revision: None,
            from_scenario: None,
            before: None,
            level: Level::Neighbourhood,
            nth: None,
            division: Division::default(),
            k: 1,
            bandwidth: None,
            cell: Metres(100.0),
            permutations: 999,
            by: By::default(),
            indicator: None,
            sites: Sites::default(),
            stops: None,
            parameters: Map::new(),
        }
    }

    /// Reads name and value pairs. Every error is found, not the first alone.
    pub fn parse(
        collection: &dyn Collection,
        study: &Study,
        today: &Today,
        pairs: &[(String, String)],
    ) -> Result<Self, Vec<InvalidParam>> {
        let mut reader = Reader {
            study,
            today,
            query: Self::about(Selection::on(today.date)),
            wrong: Vec::new(),
        };
        let taken = collection.all_parameters();
        reader.query.stops = taken.contains(&Parameter::Floor).then(Stops::default);
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in pairs {
            if seen.contains(&name.as_str()) {
                reader
                    .wrong
                    .push(InvalidParam::new(name, "is given more than once"));
                continue;
            }
            seen.push(name);
            match taken.iter().find(|parameter| parameter.name() == name) {
                Some(parameter) => {
                    if let Err(reason) = reader.read(*parameter, value) {
                        reader.wrong.push(InvalidParam::new(name, reason));
                    }
                }
                None => reader.wrong.push(unknown_name(collection, name)),
            }
        }
        if seen.contains(&"date") && seen.contains(&"datetime") {
            reader
                .wrong
                .push(InvalidParam::new("datetime", "cannot be combined with date"));
        }
        if !reader.wrong.is_empty() {
            return Err(reader.wrong);
        }
        let mut query = reader.query;
        if let Some(wrong) = siting::complete(&mut query, study) {
            return Err(vec![wrong]);
        }
        if taken.contains(&Parameter::Model)
            && let Some(wrong) = siting::unused(&query.sites, &seen)
        {
            return Err(vec![wrong]);
        }
        if taken.contains(&Parameter::From) {
            let year_before = || query.selection.date.checked_sub(1.year()).ok();
            query.from = query.from.or_else(year_before);
        }
        if let Some(refused) = collection.refuses(study, &query) {
            return Err(vec![refused]);
        }
        query.parameters = in_force(collection, study, &query);
        Ok(query)
    }

    /// Whether the answer may take as long as a time limit allows. Pairs that stop are tried, which is done soon.
    pub fn solves(&self) -> bool {
        self.sites.method == Method::Exact || (self.stops.is_some() && self.k > 2)
    }

    /// Place of the asked service type in the taxonomy.
    pub fn service_type(&self, study: &Study) -> Option<usize> {
        self.selection
            .service_type
            .as_ref()
            .and_then(|code| study.taxonomy.position(code.as_str()))
    }

    /// Whether a part of an area, but not all of it, lies in the area that was asked, and it is no larger than that.
    pub fn covers_partly(&self, study: &Study, place: u32) -> bool {
        self.area.is_some_and(|asked| {
            let (of, around) = (study.areas.get(place), study.areas.get(asked));
            let inside = |at: &&u32| around.neighbourhoods.contains(at);
            let count = of.neighbourhoods.iter().filter(inside).count();
            of.level < around.level && count > 0 && count < of.neighbourhoods.len()
        })
    }

    /// Whether an area is the one that was asked or lies in it; everything does where none was asked.
    pub fn covers_area(&self, study: &Study, place: u32) -> bool {
        self.area.is_none_or(|asked| {
            let inside = &study.areas.get(place).neighbourhoods;
            let around = &study.areas.get(asked).neighbourhoods;
            let smaller = study.areas.get(place).level < study.areas.get(asked).level;
            place == asked || (smaller && !inside.is_empty() && inside.iter().all(|at| around.contains(at)))
        })
    }

    /// Places of the area that was asked and of all that lie in it; none where no area was asked.
    pub fn areas(&self, study: &Study) -> Option<BTreeSet<u32>> {
        self.area?;
        let all = (0_u32..).zip(&study.areas.list).map(|(place, _)| place);
        Some(all.filter(|place| self.covers_area(study, *place)).collect())
    }

    /// Whether a neighbourhood (none: outside the city) lies in the area that was asked.
    pub fn covers(&self, study: &Study, neighbourhood: Option<u32>) -> bool {
        self.area.is_none_or(|asked| {
            neighbourhood.is_some_and(|at| study.areas.get(asked).neighbourhoods.contains(&at))
        })
    }

    /// Places of the facilities that are asked, by id: in the area, in force in the time, of the type and in the role.
    pub fn facilities(&self, study: &Study) -> Vec<u32> {
        let mut places = match self.area {
            Some(area) => study.facilities.standing_in(&study.areas, area),
            None => study.facilities.in_order(),
        };
        let selection = &self.selection;
        places.retain(|place| {
            let of = study.facilities.get(*place);
            let facility = &of.facility;
            self.in_time(facility.valid_from, facility.valid_to)
                && (selection.service_type.is_none() || facility.service_type == selection.service_type)
                && selection.role.is_none_or(|role| {
                    role.includes(study.facilities.role(*place, &study.grants, selection.date))
                })
                && selection.access.admits(of, &study.grants, selection.date)
        });
        places
    }

    /// Places of the facilities that stand in the area that was asked, ascending; none where no area was.
    pub fn standing_in_area(&self, study: &Study) -> Option<Vec<u32>> {
        let mut places = study.facilities.standing_in(&study.areas, self.area?);
        places.sort_unstable();
        Some(places)
    }

    /// Places of the neighbourhoods in the area that was asked; of all where none was.
    pub fn neighbourhoods(&self, study: &Study) -> Vec<u32> {
        match self.area {
            Some(area) => study.areas.get(area).neighbourhoods.clone(),
            None => (0_u32..).take(study.areas.neighbourhood_count).collect(),
        }
    }

    /// The bandwidth of the kernel density: what was asked, else the type's norm distance, without a type the city's.
    pub fn bandwidth_in_force(&self, study: &Study) -> Metres {
        let norm = || match self.service_type(study) {
            Some(of) => self.selection.norm(study, of),
            None => study.settings.default_distance(),
        };
        self.bandwidth.unwrap_or_else(norm)
    }

    /// Whether something that lasts from `from` until `to` is asked: in force on the date, or at some time in the period.
    pub fn in_time(&self, from: Option<Date>, to: Option<Date>) -> bool {
        match &self.datetime {
            Some(period) => period.meets(from, to),
            None => crate::domain::facility::in_force(from, to, self.selection.date),
        }
    }
}

struct Reader<'a> {
    study: &'a Study,
    today: &'a Today,
    query: Query,
    wrong: Vec<InvalidParam>,
}

impl Reader<'_> {
    fn read(&mut self, parameter: Parameter, text: &str) -> Result<(), String> {
        let selection = &mut self.query.selection;
        match parameter {
            Parameter::ServiceType => {
                let types = self.study.taxonomy.types();
                let Some(of) = self.study.taxonomy.get(text) else {
                    return Err(not_among(
                        "a service type",
                        text,
                        types.iter().map(|of| of.code.as_str()),
                    ));
                };
                selection.service_type = Some(of.code.clone());
            }
            Parameter::Distance if self.study.demand_confidential() => {
                return Err("is fixed where residents are confidential: two distances would tell who live between them".to_owned());
            }
            Parameter::Distance => selection.distance = Some(Metres(metres(text)?)),
            Parameter::Group => selection.group = text.parse()?,
            Parameter::OneGroup => self.query.group = Some(text.parse()?),
            Parameter::Mode => selection.mode = mode(text)?,
            Parameter::Date => selection.date = day(text)?,
            Parameter::Datetime => {
                let period = Period::parse(text, &self.today.timezone)?;
                selection.date = period.nearest(self.today.date);
                self.query.datetime = Some(period);
            }
            Parameter::From => self.query.from = Some(day(text)?),
            Parameter::FromRevision => self.query.from_revision = Some(number(text)?),
            Parameter::FromScenario => {
                if !is_name(text) {
                    return Err(format!("'{}' is not the name of a scenario", shown(text)));
                }
                self.query.from_scenario = Some(text.to_owned());
            }
            Parameter::Role => selection.role = Some(text.parse::<MunicipalRole>()?),
            Parameter::Facilities => {
                selection.within = match text {
                    "all" => false,
                    "within" => true,
                    _ => return Err(format!("'{}' is not all or within", shown(text))),
                }
            }
            Parameter::Open
            | Parameter::Wheelchair
            | Parameter::Language
            | Parameter::Contribution
            | Parameter::TargetGroup
            | Parameter::Scheme
            | Parameter::Conversion => filters::read(&mut selection.access, self.study, parameter, text)?,
            Parameter::Nth => self.query.nth = Some(whole(text, 2..=10)?),
            Parameter::Of => self.query.division.of = text.parse()?,
            Parameter::SupplyMethod => self.query.division.method = text.parse()?,
            Parameter::Weights => self.query.division.weights = Some(text.parse()?),
            Parameter::K => self.query.k = whole(text, 1..=10)?,
            Parameter::Bandwidth => self.query.bandwidth = Some(Metres(metres(text)?)),
            Parameter::Cell => self.query.cell = cell(text)?,
            Parameter::Permutations => self.query.permutations = whole(text, 99..=9999)?,
            Parameter::By => self.query.by = text.parse()?,
            Parameter::Indicator => self.query.indicator = Some(indicators::Asked::read(self.study, text)?),
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
            | Parameter::SiteCriterion => siting::read(&mut self.query.sites, self.study, parameter, text)?,
            Parameter::StopBy
            | Parameter::Floor
            | Parameter::FloorLevel
            | Parameter::FloorGroups
            | Parameter::KeepCriteria => {
                let stops = self.query.stops.get_or_insert_default();
                stopping::read(stops, self.study, parameter, text)?;
            }
            Parameter::Area => {
                let Some(place) = self.study.areas.place(text) else {
                    let codes = self.study.areas.list.iter().map(|area| area.code.as_str());
                    return Err(not_among("the code of an area", text, codes));
                };
                self.query.area = Some(place);
            }
            Parameter::Level => {
                self.query.level = match text {
                    "neighbourhood" => Level::Neighbourhood,
                    "district" => Level::District,
                    _ => return Err(format!("'{}' is not neighbourhood or district", shown(text))),
                }
            }
        }
        Ok(())
    }
}

fn metres(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(metres) if metres > 0.0 && metres <= MAX_DISTANCE_M => Ok(metres),
        _ => Err(format!(
            "'{}' is not a distance in metres above 0 and at most {MAX_DISTANCE_M}",
            shown(text)
        )),
    }
}

/// The side of square cells.
pub(super) fn cell(text: &str) -> Result<Metres, String> {
    let side = metres(text)?;
    if side < LEAST_CELL_M {
        return Err(format!("'{}' is less than {LEAST_CELL_M} m", shown(text)));
    }
    Ok(Metres(side))
}

pub(super) fn whole(text: &str, among: std::ops::RangeInclusive<usize>) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| among.contains(number));
    number.ok_or_else(|| {
        let (least, most) = (among.start(), among.end());
        format!("'{}' is not a whole number from {least} to {most}", shown(text))
    })
}

fn number(text: &str) -> Result<u64, String> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| format!("'{}' is not the number of a revision", shown(text)))
}

fn mode(text: &str) -> Result<Mode, String> {
    match text {
        "straight-line" => Ok(Mode::StraightLine),
        "walking" => {
            Err("no walking network is loaded; only straight-line distances can be asked".to_owned())
        }
        _ => Err(format!("'{}' is not straight-line or walking", shown(text))),
    }
}

fn unknown_name(collection: &dyn Collection, name: &str) -> InvalidParam {
    let known = collection.all_parameters();
    let nearest = nearest(name, known.iter().map(|parameter| parameter.name()));
    let hint = nearest
        .map(|near| format!("; the nearest is {near}"))
        .unwrap_or_default();
    InvalidParam::new(
        shown(name),
        format!("is not a parameter of {}{hint}", collection.id()),
    )
}
