//! Population groups as CBS counts them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A group of residents by age; the bands are those of CBS's neighbourhood figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PopulationGroup {
    #[default]
    #[serde(rename = "all")]
    All,
    #[serde(rename = "0-15")]
    Age0To15,
    #[serde(rename = "15-25")]
    Age15To25,
    #[serde(rename = "25-45")]
    Age25To45,
    #[serde(rename = "45-65")]
    Age45To65,
    #[serde(rename = "65+")]
    Age65Plus,
}

impl PopulationGroup {
    /// The age bands that together make up all residents, in the order in which records hold their figures.
    pub const BANDS: [Self; 5] = [
        Self::Age0To15,
        Self::Age15To25,
        Self::Age25To45,
        Self::Age45To65,
        Self::Age65Plus,
    ];

    /// Every value, `all` first.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::Age0To15,
        Self::Age15To25,
        Self::Age25To45,
        Self::Age45To65,
        Self::Age65Plus,
    ];

    /// Place of this band in [`Self::BANDS`]; none for `all`.
    pub fn band(self) -> Option<usize> {
        Self::BANDS.iter().position(|band| *band == self)
    }

    /// The name used in files, parameters and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Age0To15 => "0-15",
            Self::Age15To25 => "15-25",
            Self::Age25To45 => "25-45",
            Self::Age45To65 => "45-65",
            Self::Age65Plus => "65+",
        }
    }
}

impl fmt::Display for PopulationGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for PopulationGroup {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A plus sign in a query string arrives as a space.
        let text = if text == "65 " { "65+" } else { text };
        Self::ALL
            .into_iter()
            .find(|group| group.name() == text)
            .ok_or_else(|| format!("'{text}' is not one of all, 0-15, 15-25, 25-45, 45-65, 65+"))
    }
}
