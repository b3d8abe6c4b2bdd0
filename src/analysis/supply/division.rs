//! By which rule supply is divided over demand.

use std::fmt;
use std::str::FromStr;

use crate::domain::{Facility, Metres};

/// What there has to be enough of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// Places for visitors.
    #[default]
    Capacity,
    /// Square metres.
    FloorArea,
}

impl Of {
    pub const ALL: [Self; 2] = [Self::Capacity, Self::FloorArea];

    /// The name in parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::FloorArea => "floorArea",
        }
    }

    /// How much a facility has; none: it does not tell.
    pub fn amount(self, facility: &Facility) -> Option<f64> {
        match self {
            Self::Capacity => facility.capacity,
            Self::FloorArea => facility.floor_area_m2,
        }
    }
}

impl FromStr for Of {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|of| of.name() == text)
            .ok_or_else(|| format!("'{}' is not capacity or floorArea", shown(text)))
    }
}

/// A floating catchment area method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Luo & Wang 2003: all within the norm distance weigh the same.
    #[default]
    TwoStep,
    /// Luo & Qi 2009: the nearer weighs more.
    Enhanced,
    /// Wan, Zou & Sternberg 2012: moreover residents divide themselves over what is near.
    ThreeStep,
}

impl Method {
    pub const ALL: [Self; 3] = [Self::TwoStep, Self::Enhanced, Self::ThreeStep];

    /// The name in parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoStep => "2sfca",
            Self::Enhanced => "e2sfca",
            Self::ThreeStep => "3sfca",
        }
    }
}

impl FromStr for Method {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|of| of.name() == text)
            .ok_or_else(|| format!("'{}' is not 2sfca, e2sfca or 3sfca", shown(text)))
    }
}

/// Most bands of distance.
const MOST_BANDS: usize = 20;

/// Weights of equally wide bands of distance up to the norm, from near to far; beyond the norm nothing weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// The weight of a distance within the norm. A band ends at its farther border.
    #[allow(clippy::cast_precision_loss)] // there are few bands
    pub fn at(&self, metres: f64, norm: Metres) -> f64 {
        let bands = self.0.len() as f64;
        let within = |band: usize| metres <= norm.0 * (band + 1) as f64 / bands;
        let mut last = 0.0;
        for (band, weight) in self.0.iter().enumerate() {
            last = *weight;
            if within(band) {
                break;
            }
        }
        last
    }
}

impl Default for Weights {
    /// The first set of Luo & Qi 2009, for bands of 10, 20 and 30 minutes.
    fn default() -> Self {
        Self(vec![1.0, 0.68, 0.22])
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (band, weight) in self.0.iter().enumerate() {
            let comma = if band > 0 { "," } else { "" };
            write!(f, "{comma}{weight}")?;
        }
        Ok(())
    }
}

impl FromStr for Weights {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "'{}' is not a list of at most {MOST_BANDS} weights above 0 and at most 1, none larger than the one before it, such as \
                 1,0.68,0.22",
                shown(text)
            )
        };
        let weights: Result<Vec<f64>, _> = text.split(',').map(|weight| weight.trim().parse()).collect();
        let weights = weights.map_err(|_| wrong())?;
        let fits = |weight: &f64| *weight > 0.0 && *weight <= 1.0;
        let falls = weights.windows(2).all(|pair| pair[1] <= pair[0]);
        if weights.len() <= MOST_BANDS && weights.iter().all(fits) && falls {
            Ok(Self(weights))
        } else {
            Err(wrong())
        }
    }
}

/// A rule to divide supply over demand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Division {
    pub of: Of,
    pub method: Method,
    /// None: those of Luo & Qi.
    pub weights: Option<Weights>,
}

impl Division {
    /// The weights in force; none where distance within the norm does not matter.
    pub fn decay(&self) -> Option<Weights> {
        (self.method != Method::TwoStep).then(|| self.weights.clone().unwrap_or_default())
    }
}

/// A text of somebody else's as it may stand in a reason: not long.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_ends_at_its_farther_border() {
        let weights = Weights::default();
        let at = |metres| weights.at(metres, Metres(300.0));
        let found = [0.0, 100.0, 100.1, 200.0, 200.1, 300.0].map(at);
        assert_eq!(found, [1.0, 1.0, 0.68, 0.68, 0.22, 0.22]);
        let one: Weights = "0.5".parse().unwrap();
        assert_eq!(one.at(300.0, Metres(300.0)).to_bits(), 0.5_f64.to_bits());
    }

    #[test]
    fn weights_fall_with_distance() {
        let wan = "0.962,0.704,0.377,0.042,0.042,0.042";
        assert_eq!(wan.parse::<Weights>().unwrap().to_string(), wan);
        assert_eq!(Weights::default().to_string(), "1,0.68,0.22");
        for text in [
            "", "0", "1.1", "0.5,0.6", "1,-0.5", "1,NaN", "inf", "1;0.5", "1,,0.5",
        ] {
            let reason = text.parse::<Weights>().unwrap_err();
            assert!(reason.contains("1,0.68,0.22"), "{reason}");
        }
        assert!(vec!["1"; 20].join(",").parse::<Weights>().is_ok());
        assert!(vec!["1"; 21].join(",").parse::<Weights>().is_err());
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for of in Of::ALL {
            assert_eq!(of.name().parse(), Ok(of));
        }
        for of in Method::ALL {
            assert_eq!(of.name().parse(), Ok(of));
        }
        assert!("2SFCA".parse::<Method>().is_err());
        assert!("beds".parse::<Of>().is_err());
    }
}
