//! The figures of a monitor that follow from what is known of the city: how many facilities there are, how many of them stand
//! together, who is reached, what is short of the criteria, where visitors pay by their income, where the money goes.
//!
//! Each is the figure of the analysis that it is named after, for one area on one day. What is not known is no figure, never 0.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::spending::{self, Only, Provided};
use super::{assessment, concentration, coverage};
use crate::domain::criterion::Criterion;
use crate::domain::{Facility, Level, Metres, PopulationGroup};
use crate::study::{Selection, Study};

/// One indicator that can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Computed {
    /// General facilities that stand in the area: of one type (its place in the taxonomy), or of every type and none.
    FacilityCount(Option<usize>),
    /// Share of the located facilities that stand in a hub.
    Concentration,
    /// Share of the residents of a group with a facility of a type within the type's norm distance.
    Coverage(usize, PopulationGroup),
    /// What is short of a criterion (its place in the study's list).
    Short(usize),
    /// Facilities whose visitors pay by their income.
    IncomeContributions,
    /// Share of the money for general facilities and specialist care that is for general ones; of the whole city.
    GeneralShare,
}

/// Which way is up.
const UP: &str = "up";

impl Computed {
    /// What the names of what is short of a criterion begin with.
    pub const SHORT: &'static str = "short:";

    /// The name in answers; the same for every version of a criterion.
    pub fn name(self, study: &Study) -> String {
        let code = |of: usize| study.taxonomy.types()[of].code.to_string();
        match self {
            Self::FacilityCount(None) => "facility-count".to_owned(),
            Self::FacilityCount(Some(of)) => format!("facility-count:{}", code(of)),
            Self::Concentration => "concentration".to_owned(),
            Self::Coverage(of, group) => format!("coverage:{}:{group}", code(of)),
            Self::Short(of) => format!("{}{}", Self::SHORT, study.criteria.criteria[of].id),
            Self::IncomeContributions => "income-contributions".to_owned(),
            Self::GeneralShare => "general-share".to_owned(),
        }
    }

    /// The coverage that a name asks for, of any type and group; none: no name of a coverage.
    pub fn coverage_named(study: &Study, name: &str) -> Option<Self> {
        let (code, group) = name.strip_prefix("coverage:")?.rsplit_once(':')?;
        Some(Self::Coverage(
            study.taxonomy.position(code)?,
            group.parse().ok()?,
        ))
    }

    /// Unit of the value; a share of 0 to 1 has unit 1.
    pub fn unit(self, study: &Study) -> &'static str {
        match self {
            Self::FacilityCount(_) | Self::IncomeContributions => "count",
            Self::Concentration | Self::Coverage(..) | Self::GeneralShare => "1",
            Self::Short(of) => assessment::lacking(study.criteria.criteria[of].measure),
        }
    }

    /// The direction that is wanted: `up`, `down` or in words.
    pub fn direction(self) -> &'static str {
        match self {
            // More is not better, and neither is less: the programme wants them used better.
            Self::FacilityCount(_) => "more efficient",
            Self::Concentration | Self::Coverage(..) | Self::IncomeContributions | Self::GeneralShare => UP,
            Self::Short(_) => "down",
        }
    }

    /// Place of the type that it is about in the taxonomy.
    pub fn service_type(self, study: &Study) -> Option<usize> {
        match self {
            Self::FacilityCount(of) => of,
            Self::Coverage(of, _) => Some(of),
            Self::Short(of) => {
                let criterion = &study.criteria.criteria[of];
                study.taxonomy.position(criterion.service_type.as_str())
            }
            Self::Concentration | Self::IncomeContributions | Self::GeneralShare => None,
        }
    }

    /// The population group that it is about.
    pub fn group(self, study: &Study) -> Option<PopulationGroup> {
        match self {
            Self::Coverage(_, group) => Some(group),
            Self::Short(of) => Some(study.criteria.criteria[of].group),
            Self::FacilityCount(_) | Self::Concentration | Self::IncomeContributions | Self::GeneralShare => {
                None
            }
        }
    }

    /// The criterion that it is held against.
    pub fn criterion(self, study: &Study) -> Option<&Criterion> {
        match self {
            Self::Short(of) => study.criteria.criteria.get(of),
            _ => None,
        }
    }
}

/// Every indicator that can be computed on the date of a selection, for its type where it has one. Coverage is of all residents
/// and of the type's own group; with a group it is of that group, and only what is about it is given.
pub fn all(study: &Study, selection: &Selection, group: Option<PopulationGroup>) -> Vec<Computed> {
    let types = selection.types(study);
    let untyped = selection.service_type.is_none() && group.is_none();
    let mut computed = Vec::new();
    if untyped {
        computed.push(Computed::FacilityCount(None));
    }
    if group.is_none() {
        computed.extend(types.iter().map(|of| Computed::FacilityCount(Some(*of))));
    }
    if untyped {
        computed.push(Computed::Concentration);
    }
    for of in types {
        let own = study.taxonomy.types()[of].population_group;
        let mut groups = group.map_or_else(|| vec![PopulationGroup::All, own], |asked| vec![asked]);
        groups.dedup();
        computed.extend(groups.into_iter().map(|group| Computed::Coverage(of, group)));
    }
    let in_force = assessment::in_force(study, selection);
    let short = in_force.into_iter().map(Computed::Short);
    computed.extend(short.filter(|of| group.is_none() || of.group(study) == group));
    if untyped {
        computed.extend([Computed::IncomeContributions, Computed::GeneralShare]);
    }
    computed
}

/// The question. Of the selection counts its date, and its role and what facilities must offer where those are asked.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    pub indicators: Vec<Computed>,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
    /// Widest that a hub may be; the settings give the city's.
    pub diameter: Metres,
}

/// One indicator for one area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub indicator: Computed,
    /// Place of the area in the study's list.
    pub area: u32,
    /// None: not known.
    pub value: Option<f64>,
}

/// By indicator and area, both as they were asked; a criterion has rows only for the areas that it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Computes indicators for areas.
pub fn run(study: &Study, params: &Params) -> Report {
    let counts = Counts::new(study, &params.selection);
    let assessed = assessed(study, params);
    let mut concentrated = None;
    let areas = || params.areas.iter().copied();
    let mut rows = Vec::with_capacity(params.indicators.len() * params.areas.len());
    for indicator in &params.indicators {
        // By area; one that it does not hold for is left out.
        let values: Vec<(u32, Option<f64>)> = match *indicator {
            Computed::FacilityCount(of) => areas()
                .map(|area| (area, counts.general(study, area, of)))
                .collect(),
            Computed::IncomeContributions => areas()
                .map(|area| (area, counts.by_income(study, area)))
                .collect(),
            Computed::Concentration => {
                let rows = concentrated.get_or_insert_with(|| concentration_of(study, params));
                rows.iter().map(|row| (row.area, row.concentration)).collect()
            }
            Computed::Coverage(of, group) => {
                let params = coverage::Params {
                    selection: of_type(study, &params.selection, of, group),
                    service_type: of,
                    areas: params.areas.clone(),
                };
                let rows = coverage::run(study, &params).rows;
                rows.iter().map(|row| (row.area, row.coverage)).collect()
            }
            Computed::GeneralShare => {
                let share = || provided(study, params.selection.date).general_share();
                let city = the_city(study).filter(|city| params.areas.contains(city));
                city.map(|city| (city, share())).into_iter().collect()
            }
            Computed::Short(of) => areas()
                .filter_map(|area| Some((area, *assessed.get(&(of, area))?)))
                .collect(),
        };
        rows.extend(values.into_iter().map(|(area, value)| Row {
            indicator: *indicator,
            area,
            value,
        }));
    }
    Report { rows }
}

/// Place of the one municipality; none where there are several, for no grant tells of which it is.
fn the_city(study: &Study) -> Option<u32> {
    let mut all = study.areas.at(Level::Municipality).map(|(place, _)| place);
    all.next().filter(|_| all.next().is_none())
}

/// What the grants in force on a day pay for in the whole city.
pub fn provided(study: &Study, date: Date) -> Provided {
    spending::provided(study, date, &Only::default())
}

/// A selection for one type and group, under the type's own norm distance.
pub fn of_type(study: &Study, selection: &Selection, of: usize, group: PopulationGroup) -> Selection {
    Selection {
        service_type: Some(study.taxonomy.types()[of].code.clone()),
        distance: None,
        group,
        within: false,
        ..selection.clone()
    }
}

fn concentration_of(study: &Study, params: &Params) -> Vec<concentration::Row> {
    let params = concentration::Params {
        selection: Selection {
            service_type: None,
            ..params.selection.clone()
        },
        diameter: params.diameter,
        areas: params.areas.clone(),
    };
    concentration::run(study, &params).rows
}

/// What is short of the criteria that are asked, by criterion and area: 0 where it is met.
fn assessed(study: &Study, params: &Params) -> HashMap<(usize, u32), Option<f64>> {
    let asked = params.indicators.iter().filter_map(|of| of.criterion(study));
    let types: HashSet<_> = asked.map(|of| &of.service_type).collect();
    let mut short = HashMap::new();
    for service_type in types {
        let selection = Selection {
            service_type: Some(service_type.clone()),
            distance: None,
            ..params.selection.clone()
        };
        let asked = assessment::Params {
            selection,
            areas: Some(params.areas.iter().copied().collect()),
        };
        for row in assessment::run(study, &asked).rows {
            short.insert((row.criterion, row.area), row.shortage());
        }
    }
    short
}

/// Whether a facility is general: specialist care whose place may become a general facility is not one yet.
pub fn general(facility: &Facility) -> bool {
    facility.conversion_candidate != Some(true)
}

/// What stands in one neighbourhood.
#[derive(Clone, Default)]
struct Standing {
    all: u64,
    general: u64,
    /// By place of the type in the taxonomy.
    by_type: Vec<u64>,
    /// Facilities that tell what visitors pay.
    telling: u64,
    by_income: u64,
}

struct Counts(Vec<Standing>);

impl Counts {
    fn new(study: &Study, selection: &Selection) -> Self {
        let nothing = Standing {
            by_type: vec![0; study.taxonomy.types().len()],
            ..Standing::default()
        };
        let mut standing = vec![nothing; study.areas.neighbourhood_count];
        for place in study.facilities.counted(&study.grants, selection) {
            let of = study.facilities.get(place);
            let Some(at) = of.neighbourhood else { continue };
            let here = &mut standing[at as usize];
            here.all += 1;
            if general(&of.facility) {
                here.general += 1;
                if let Some(service_type) = of.service_type {
                    here.by_type[service_type] += 1;
                }
            }
            if let Some(by_income) = of.facility.asks_by_income(selection.date) {
                here.telling += 1;
                here.by_income += u64::from(by_income);
            }
        }
        Self(standing)
    }

    /// None for an area whose neighbourhoods are not known.
    fn sum(&self, study: &Study, area: u32, of: impl Fn(&Standing) -> u64) -> Option<u64> {
        let members = &study.areas.get(area).neighbourhoods;
        (!members.is_empty()).then(|| members.iter().map(|at| of(&self.0[*at as usize])).sum())
    }

    fn general(&self, study: &Study, area: u32, service_type: Option<usize>) -> Option<f64> {
        let count = self.sum(study, area, |here| match service_type {
            None => here.general,
            Some(of) => here.by_type[of],
        });
        count.map(|count| count as f64)
    }

    /// None where facilities stand and not one of them tells what visitors pay.
    fn by_income(&self, study: &Study, area: u32) -> Option<f64> {
        let (all, telling) = (
            self.sum(study, area, |here| here.all)?,
            self.sum(study, area, |here| here.telling)?,
        );
        let count = self.sum(study, area, |here| here.by_income)?;
        (all == 0 || telling > 0).then_some(count as f64)
    }
}
