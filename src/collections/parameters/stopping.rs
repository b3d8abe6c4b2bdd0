//! The parameters of what can go together: which floors hold, and what makes one set better than another.

use serde_json::{Value as Json, json};

use super::Parameter;
use super::hints::{not_among, shown};
use super::siting::{named, names};
use crate::analysis::stopping::Aim;
use crate::domain::{Level, PopulationGroup};
use crate::study::{Selection, Study};

/// The one way to treat criteria.
const KEEP: &str = "keep";
/// What stands for no areas beside the municipality.
const NONE: &str = "none";
/// The levels that a floor can hold for.
const LEVELS: [Level; 4] = [
    Level::Municipality,
    Level::Programme,
    Level::District,
    Level::Neighbourhood,
];

/// What is asked of sets that stop together.
#[derive(Clone, Debug, PartialEq)]
pub struct Stops {
    pub aim: Aim,
    /// Share of the residents of a group in an area (0–1) who must still have one within the norm.
    pub floor: Option<f64>,
    /// The areas that it holds for, beside the municipality.
    pub level: Option<Level>,
    /// The groups that it holds for; none: the one that is asked.
    pub groups: Vec<PopulationGroup>,
    /// Whether the criteria that are met have to stay met.
    pub keep_criteria: bool,
}

impl Default for Stops {
    fn default() -> Self {
        Self {
            aim: Aim::default(),
            floor: None,
            level: Some(Level::District),
            groups: Vec::new(),
            keep_criteria: false,
        }
    }
}

impl Stops {
    /// The value of a parameter in force.
    pub(super) fn in_force(&self, selection: &Selection, parameter: Parameter) -> Option<Json> {
        match parameter {
            Parameter::StopBy => Some(json!(self.aim.name())),
            Parameter::Floor => self.floor.map(|floor| json!(floor)),
            Parameter::FloorLevel => Some(json!(self.level.map_or(NONE, Level::name))),
            Parameter::FloorGroups if self.groups.is_empty() => Some(json!([selection.group.name()])),
            Parameter::FloorGroups => {
                let names = self.groups.iter().map(|group| group.name());
                Some(json!(names.collect::<Vec<_>>()))
            }
            Parameter::KeepCriteria => self.keep_criteria.then(|| json!(KEEP)),
            _ => None,
        }
    }
}

/// The values that a parameter takes, where those are few.
pub(super) fn allowed(parameter: Parameter) -> Vec<&'static str> {
    match parameter {
        Parameter::StopBy => names(&Aim::ALL, Aim::name),
        Parameter::FloorLevel => [NONE].into_iter().chain(LEVELS.map(Level::name)).collect(),
        Parameter::KeepCriteria => vec![KEEP],
        _ => Vec::new(),
    }
}

/// Reads one parameter.
pub(super) fn read(stops: &mut Stops, study: &Study, parameter: Parameter, text: &str) -> Result<(), String> {
    // Floors of one's own choice, one after the other, would tell how many live where.
    let tells = matches!(parameter, Parameter::Floor | Parameter::KeepCriteria);
    if tells && study.demand_confidential() {
        return Err("cannot be asked where residents are confidential: which sets it allows would tell who live where".to_owned());
    }
    match parameter {
        Parameter::StopBy => stops.aim = named("an aim", text, &Aim::ALL, Aim::name)?,
        Parameter::Floor => {
            let share = text.parse().ok().filter(|of: &f64| (0.0..=1.0).contains(of));
            let share = share.ok_or_else(|| format!("'{}' is not a share from 0 to 1", shown(text)))?;
            stops.floor = Some(share);
        }
        Parameter::FloorLevel => {
            stops.level = match text {
                NONE => None,
                _ => Some(named("a level", text, &LEVELS, Level::name)?),
            }
        }
        Parameter::FloorGroups => {
            let mut groups: Vec<PopulationGroup> = Vec::new();
            for name in text.split(',') {
                let group = name.parse()?;
                if !groups.contains(&group) {
                    groups.push(group);
                }
            }
            stops.groups = groups;
        }
        Parameter::KeepCriteria if text == KEEP => stops.keep_criteria = true,
        Parameter::KeepCriteria => return Err(not_among("a choice", text, [KEEP].into_iter())),
        _ => {}
    }
    Ok(())
}
