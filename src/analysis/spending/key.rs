//! By what money is grouped, and why a part of it has no key.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::civil::Date;

use super::part::{Only, Part};
use crate::domain::{GrantKind, Level, MunicipalRole, Provision};
use crate::study::{Study, StudyFacility};

/// By what money is grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    ServiceType,
    /// The first part of the type's code.
    TypeGroup,
    Neighbourhood,
    District,
    Programme,
    Municipality,
    /// The role of the municipality in the facility.
    Role,
    Scheme,
    Recipient,
    Kind,
    Provision,
    /// The year of the last day on which it is paid.
    EndYear,
    Facility,
}

impl By {
    /// Every grouping.
    pub const ALL: [Self; 13] = [
        Self::ServiceType,
        Self::TypeGroup,
        Self::Neighbourhood,
        Self::District,
        Self::Programme,
        Self::Municipality,
        Self::Role,
        Self::Scheme,
        Self::Recipient,
        Self::Kind,
        Self::Provision,
        Self::EndYear,
        Self::Facility,
    ];

    /// The name in requests and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceType => "serviceType",
            Self::TypeGroup => "typeGroup",
            Self::Neighbourhood => "neighbourhood",
            Self::District => "district",
            Self::Programme => "programme",
            Self::Municipality => "municipality",
            Self::Role => "role",
            Self::Scheme => "scheme",
            Self::Recipient => "recipient",
            Self::Kind => "kind",
            Self::Provision => "provision",
            Self::EndYear => "endYear",
            Self::Facility => "facility",
        }
    }

    /// The level of the areas, where it is areas that money is grouped by.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Neighbourhood => Some(Level::Neighbourhood),
            Self::District => Some(Level::District),
            Self::Programme => Some(Level::Programme),
            Self::Municipality => Some(Level::Municipality),
            _ => None,
        }
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::name);
        let found = Self::ALL.into_iter().find(|by| by.name() == text);
        found.ok_or_else(|| {
            let shown: String = text.chars().take(60).collect();
            format!("'{shown}' is not one of {}", names.join(", "))
        })
    }
}

/// Why money has no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Its grant names no facility.
    NoFacility,
    /// Nobody knows the facility that its grant names.
    UnknownFacility,
    /// Nobody knows of what type the facility is.
    Unclassified,
    /// Nobody knows where the facility stands.
    NotLocated,
    /// The facility stands in none of the neighbourhoods.
    OutsideCity,
    /// The facility stands in a neighbourhood that is in no area of the level.
    OutsideAreas,
    RoleUnknown,
    NoScheme,
    NoRecipient,
    KindUnknown,
    ProvisionUnknown,
    /// The grant has no end.
    OpenEnded,
}

impl Reason {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoFacility => "noFacility",
            Self::UnknownFacility => "unknownFacility",
            Self::Unclassified => "unclassified",
            Self::NotLocated => "notLocated",
            Self::OutsideCity => "outsideCity",
            Self::OutsideAreas => "outsideAreas",
            Self::RoleUnknown => "roleUnknown",
            Self::NoScheme => "noScheme",
            Self::NoRecipient => "noRecipient",
            Self::KindUnknown => "kindUnknown",
            Self::ProvisionUnknown => "provisionUnknown",
            Self::OpenEnded => "openEnded",
        }
    }
}

/// What a row is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A code, id or name.
    Of(String),
    Without(Reason),
}

impl Key {
    /// The code, id or name.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Of(code) => Some(code),
            Self::Without(_) => None,
        }
    }

    /// Why there is none.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Of(_) => None,
            Self::Without(reason) => Some(*reason),
        }
    }
}

/// Finds the keys of parts.
pub(super) struct Keys<'a> {
    study: &'a Study,
    by: By,
    date: Date,
    /// Per neighbourhood the areas of the level that it is in.
    areas: Vec<Vec<u32>>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(study: &'a Study, by: By, date: Date) -> Self {
        let mut areas = Vec::new();
        if let Some(level) = by.level() {
            areas.resize(study.areas.neighbourhood_count, Vec::new());
            for (place, area) in study.areas.at(level) {
                for at in &area.neighbourhoods {
                    areas[*at as usize].push(place);
                }
            }
        }
        Self {
            study,
            by,
            date,
            areas,
        }
    }

    /// The keys that have a row even where no money goes: types and areas, as far as they are asked.
    pub(super) fn all(&self, only: &Only) -> Vec<Key> {
        let types = || {
            let all = self.study.taxonomy.types().iter().map(|of| of.code.as_str());
            all.filter(|code| {
                only.service_type
                    .as_ref()
                    .is_none_or(|asked| asked.as_str() == *code)
            })
        };
        let codes: BTreeSet<String> = match (self.by, self.by.level()) {
            (By::ServiceType, _) => types().map(str::to_owned).collect(),
            (By::TypeGroup, _) => types().map(group).collect(),
            (_, Some(level)) => {
                let areas = self.study.areas.at(level);
                areas
                    .filter(|(place, _)| super::covers(self.study, only, *place))
                    .filter(|(_, area)| !area.neighbourhoods.is_empty())
                    .map(|(_, area)| area.code.to_string())
                    .collect()
            }
            _ => BTreeSet::new(),
        };
        codes.into_iter().map(Key::Of).collect()
    }

    /// Place of the area that a key is.
    pub(super) fn area(&self, key: &Key) -> Option<u32> {
        let (level, code) = (self.by.level()?, key.code()?);
        let mut areas = self.study.areas.at(level);
        areas
            .find(|(_, area)| area.code.as_str() == code)
            .map(|(place, _)| place)
    }

    /// The keys of a part: one, or several where programme areas share a neighbourhood.
    pub(super) fn of(&self, part: &Part) -> Vec<Key> {
        let one = match self.by {
            By::Scheme => part.of.scheme.clone().ok_or(Reason::NoScheme),
            By::Recipient => {
                let partners = part.of.partners();
                let name = part.partner.and_then(|at| partners.get(at));
                name.map(|name| (*name).to_owned()).ok_or(Reason::NoRecipient)
            }
            By::Kind => part
                .of
                .kind
                .map(|kind| GrantKind::name(kind).to_owned())
                .ok_or(Reason::KindUnknown),
            By::Provision => part
                .provision(self.study)
                .map(|of| Provision::name(of).to_owned())
                .ok_or(Reason::ProvisionUnknown),
            By::EndYear => part
                .of
                .last_day()
                .map(|day| day.year().to_string())
                .ok_or(Reason::OpenEnded),
            _ => match (part.facility, part.facility_in(self.study)) {
                (None, _) => Err(Reason::NoFacility),
                (_, None) => Err(Reason::UnknownFacility),
                (_, Some(of)) => return self.of_facility(part, of),
            },
        };
        vec![one.map_or_else(Key::Without, Key::Of)]
    }

    fn of_facility(&self, part: &Part, of: &StudyFacility) -> Vec<Key> {
        let code = || {
            let place = of.service_type.ok_or(Reason::Unclassified)?;
            Ok(self.study.taxonomy.types()[place].code.as_str())
        };
        let one = match self.by {
            By::ServiceType => code().map(str::to_owned),
            By::TypeGroup => code().map(group),
            By::Role => {
                let role = part
                    .place
                    .and_then(|place| self.study.facilities.role(place, &self.study.grants, self.date));
                role.map(|role| MunicipalRole::name(role).to_owned())
                    .ok_or(Reason::RoleUnknown)
            }
            By::Facility => Ok(of.facility.id.to_string()),
            _ => match of.neighbourhood {
                None if of.facility.location.is_none() => Err(Reason::NotLocated),
                None => Err(Reason::OutsideCity),
                Some(at) => match self.areas.get(at as usize).map_or(&[][..], Vec::as_slice) {
                    [] => Err(Reason::OutsideAreas),
                    several => {
                        let codes = several
                            .iter()
                            .map(|area| self.study.areas.get(*area).code.to_string());
                        return codes.map(Key::Of).collect();
                    }
                },
            },
        };
        vec![one.map_or_else(Key::Without, Key::Of)]
    }
}

/// The first part of a type's code: `ONT` of `ONT-TUIN`.
fn group(code: &str) -> String {
    code.split('-').next().unwrap_or(code).to_owned()
}
