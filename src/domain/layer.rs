//! The layers that a city imports and the store keeps.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::record::Record;
use super::{Area, DemandRecord, Facility, Grant, Indicator, Level};

/// A kind of input; `import LAYER` on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    Facilities,
    Grants,
    Neighbourhoods,
    Districts,
    Municipalities,
    Demand,
    Indicators,
}

impl Layer {
    /// Every layer; areas stand before what lies in them.
    pub const ALL: [Self; 7] = [
        Self::Municipalities,
        Self::Districts,
        Self::Neighbourhoods,
        Self::Demand,
        Self::Facilities,
        Self::Grants,
        Self::Indicators,
    ];

    /// The name on the command line, in city.toml and as a table of the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facilities => "facilities",
            Self::Grants => "grants",
            Self::Neighbourhoods => "neighbourhoods",
            Self::Districts => "districts",
            Self::Municipalities => "municipalities",
            Self::Demand => "demand",
            Self::Indicators => "indicators",
        }
    }

    /// The level of the areas in this layer, where it holds areas.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Neighbourhoods => Some(Level::Neighbourhood),
            Self::Districts => Some(Level::District),
            Self::Municipalities => Some(Level::Municipality),
            _ => None,
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Layer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|layer| layer.name() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name).join(", ");
                format!("'{text}' is not a layer; layers are {names}")
            })
    }
}

/// A record of any layer.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerRecord {
    Facility(Facility),
    Grant(Grant),
    Area(Area),
    Demand(DemandRecord),
    Indicator(Indicator),
}

/// Records of every layer: all that is known at one revision, or all that one import brings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    pub facilities: Vec<Facility>,
    pub grants: Vec<Grant>,
    /// Areas of every imported level.
    pub areas: Vec<Area>,
    pub demand: Vec<DemandRecord>,
    pub indicators: Vec<Indicator>,
}

impl Layers {
    /// Adds a record to its layer.
    pub fn push(&mut self, record: LayerRecord) {
        match record {
            LayerRecord::Facility(facility) => self.facilities.push(facility),
            LayerRecord::Grant(grant) => self.grants.push(grant),
            LayerRecord::Area(area) => self.areas.push(area),
            LayerRecord::Demand(demand) => self.demand.push(demand),
            LayerRecord::Indicator(indicator) => self.indicators.push(indicator),
        }
    }

    /// The keys of all records.
    pub fn keys(&self) -> HashSet<String> {
        fn of<T: Record>(records: &[T]) -> impl Iterator<Item = String> + '_ {
            records.iter().map(|record| record.key().to_owned())
        }
        let areas = of(&self.areas)
            .chain(of(&self.facilities))
            .chain(of(&self.grants));
        areas
            .chain(of(&self.demand))
            .chain(of(&self.indicators))
            .collect()
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.facilities.len()
            + self.grants.len()
            + self.areas.len()
            + self.demand.len()
            + self.indicators.len()
    }

    /// Whether there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
