//! The parameters of the collections: what they are called, which values they take, and how they become a [`Query`].

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};

use super::Collection;
use super::period::{Period, day};
use crate::config::City;
use crate::domain::criterion::Mode;
use crate::domain::feature::Kind;
use crate::domain::likeness::edits;
use crate::domain::{Level, Metres, MunicipalRole, PopulationGroup};
use crate::study::{Selection, Study};

/// Furthest norm distance that can be asked, in metres.
pub const MAX_DISTANCE_M: f64 = 100_000.0;

/// Why a parameter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct InvalidParam {
    pub name: String,
    pub reason: String,
}

impl InvalidParam {
    /// The parameter and what is wrong with it.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reason: reason.into(),
        }
    }
}

/// A parameter of one or more collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    ServiceType,
    Distance,
    Group,
    Mode,
    Date,
    Datetime,
    Role,
    Facilities,
    Area,
    Level,
}

impl Parameter {
    /// camelCase name in requests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServiceType => "serviceType",
            Self::Distance => "distance",
            Self::Group => "group",
            Self::Mode => "mode",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Role => "role",
            Self::Facilities => "facilities",
            Self::Area => "area",
            Self::Level => "level",
        }
    }

    /// What kind of value it takes.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Distance => Kind::Number,
            Self::Date => Kind::Date,
            _ => Kind::Text,
        }
    }

    /// Unit of its value.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Distance => Some("m"),
            _ => None,
        }
    }

    /// What it does, in Dutch.
    pub const fn title_nl(self) -> &'static str {
        match self {
            Self::ServiceType => "Code van de soort voorziening",
            Self::Distance => "Normafstand in meters; zonder: die van de soort, anders die van de stad",
            Self::Group => "Bevolkingsgroep; zonder: alle inwoners",
            Self::Mode => "Hoe de afstand wordt gemeten",
            Self::Date => "Dag waarop voorzieningen en subsidies gelden; zonder: vandaag",
            Self::Datetime => "Moment of periode waarin zij gelden",
            Self::Role => "Rol van de gemeente; subsidie en opdracht nemen beide mee",
            Self::Facilities => {
                "Welke voorzieningen voor een gebied meetellen: alle, of alleen die erin staan"
            }
            Self::Area => "Code van een gebied: dat gebied en wat erin ligt",
            Self::Level => "Gebieden waarin aaneengesloten witte vlekken worden samengenomen",
        }
    }

    /// What it does, in English.
    pub const fn title_en(self) -> &'static str {
        match self {
            Self::ServiceType => "Code of the service type",
            Self::Distance => "Norm distance in metres; without: the type's own, else the city's",
            Self::Group => "Population group; without: all residents",
            Self::Mode => "How distance is measured",
            Self::Date => "Day on which facilities and grants are in force; without: today",
            Self::Datetime => "Moment or interval at some time in which they are in force",
            Self::Role => "Role of the municipality; subsidy and commission take both in",
            Self::Facilities => "Which facilities count for an area: all, or only those that stand in it",
            Self::Area => "Code of an area: that area and those in it",
            Self::Level => "Areas within which connected gaps are taken together",
        }
    }

    /// The values that it takes, where those are few.
    pub fn allowed(self, study: &Study) -> Vec<String> {
        let names: Vec<&str> = match self {
            Self::ServiceType => study.taxonomy.types().iter().map(|of| of.code.as_str()).collect(),
            Self::Group => PopulationGroup::ALL.iter().map(|group| group.name()).collect(),
            // Walking needs a network, which no layer brings yet.
            Self::Mode => vec![Mode::StraightLine.name()],
            Self::Role => vec!["subsidy", "commission", "both", "none"],
            Self::Facilities => vec!["all", "within"],
            Self::Level => vec![Level::Neighbourhood.name(), Level::District.name()],
            Self::Distance | Self::Date | Self::Datetime | Self::Area => Vec::new(),
        };
        names.into_iter().map(str::to_owned).collect()
    }
}

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
    /// Place of the area that was asked, in the study's list.
    pub area: Option<u32>,
    /// The time in which facilities and grants are asked, where it is not one date.
    pub datetime: Option<Period>,
    /// Level at which gaps are taken together.
    pub level: Level,
    /// The parameters in force, by name.
    pub parameters: Map<String, Json>,
}

impl Query {
    /// A question about what counts, everywhere.
    pub(super) fn about(selection: Selection) -> Self {
        Self {
            selection,
            area: None,
            datetime: None,
            level: Level::Neighbourhood,
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
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in pairs {
            if seen.contains(&name.as_str()) {
                reader
                    .wrong
                    .push(InvalidParam::new(name, "is given more than once"));
                continue;
            }
            seen.push(name);
            match collection
                .parameters()
                .iter()
                .find(|parameter| parameter.name() == name)
            {
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
        query.parameters = in_force(collection, study, &query);
        Ok(query)
    }

    /// Place of the asked service type in the taxonomy.
    pub fn service_type(&self, study: &Study) -> Option<usize> {
        self.selection
            .service_type
            .as_ref()
            .and_then(|code| study.taxonomy.position(code.as_str()))
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

    /// Whether a neighbourhood (none: outside the city) lies in the area that was asked.
    pub fn covers(&self, study: &Study, neighbourhood: Option<u32>) -> bool {
        self.area.is_none_or(|asked| {
            neighbourhood.is_some_and(|at| study.areas.get(asked).neighbourhoods.contains(&at))
        })
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
            Parameter::Distance => selection.distance = Some(Metres(distance(text)?)),
            Parameter::Group => selection.group = text.parse()?,
            Parameter::Mode => selection.mode = mode(text)?,
            Parameter::Date => selection.date = day(text)?,
            Parameter::Datetime => {
                let period = Period::parse(text, &self.today.timezone)?;
                selection.date = period.nearest(self.today.date);
                self.query.datetime = Some(period);
            }
            Parameter::Role => selection.role = Some(text.parse::<MunicipalRole>()?),
            Parameter::Facilities => {
                selection.within = match text {
                    "all" => false,
                    "within" => true,
                    _ => return Err(format!("'{}' is not all or within", shown(text))),
                }
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

fn distance(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(metres) if metres > 0.0 && metres <= MAX_DISTANCE_M => Ok(metres),
        _ => Err(format!(
            "'{}' is not a distance in metres above 0 and at most {MAX_DISTANCE_M}",
            shown(text)
        )),
    }
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
    let known = collection.parameters().iter().map(|parameter| parameter.name());
    let nearest = nearest(name, known);
    let hint = nearest
        .map(|near| format!("; the nearest is {near}"))
        .unwrap_or_default();
    InvalidParam::new(
        shown(name),
        format!("is not a parameter of {}{hint}", collection.id()),
    )
}

/// A text of somebody else's as it may stand in a reason: not long.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

fn not_among<'a>(what: &str, text: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(text, known)
        .map(|near| format!("; the nearest is {near}"))
        .unwrap_or_default();
    format!("'{}' is not {what}{hint}", shown(text))
}

/// The known word that takes the fewest changes to reach, case aside; none where that is half of the word or more.
pub fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = shown(text).to_lowercase();
    let changes = |word: &&str| edits(&text, &word.to_lowercase());
    known
        .min_by_key(changes)
        .filter(|word| 2 * changes(word) < word.chars().count())
}

/// The parameters that the answer rests on, by name, defaults included.
fn in_force(collection: &dyn Collection, study: &Study, query: &Query) -> Map<String, Json> {
    let selection = &query.selection;
    let travels = collection.travels(query);
    let mut map = Map::new();
    for parameter in collection.parameters() {
        let value = match parameter {
            Parameter::ServiceType => selection.service_type.as_ref().map(|code| json!(code.as_str())),
            Parameter::Distance if travels => norm(study, selection).map(|metres| json!(metres)),
            Parameter::Group => Some(json!(selection.group.name())),
            Parameter::Mode if travels => Some(json!(selection.mode.name())),
            Parameter::Date => Some(json!(selection.date.to_string())),
            Parameter::Datetime => query.datetime.as_ref().map(|period| json!(period.to_string())),
            Parameter::Role => selection.role.map(|role| json!(role.name())),
            Parameter::Facilities if travels => Some(json!(if selection.within { "within" } else { "all" })),
            Parameter::Area => query
                .area
                .map(|place| json!(study.areas.get(place).code.as_str())),
            Parameter::Level => Some(json!(query.level.name())),
            Parameter::Distance | Parameter::Mode | Parameter::Facilities => None,
        };
        if let Some(value) = value {
            map.insert(parameter.name().to_owned(), value);
        }
    }
    map.extend(collection.own_parameters(study));
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
