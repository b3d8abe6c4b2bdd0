//! Neighbourhoods, districts, municipalities and programme areas.

use std::fmt;
use std::str::FromStr;

use geo::{Geometry, MultiPolygon};
use serde::{Deserialize, Serialize};

use super::feature::{Kind, Value};
use super::ids::{AreaCode, SourceName};
use super::layer::Layer;
use super::record::{Field, FieldError, Record, Row, field};

/// How large an area is, from neighbourhood up; a programme area is a named set of neighbourhoods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    Neighbourhood,
    District,
    Programme,
    Municipality,
}

impl Level {
    /// The name in files and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neighbourhood => "neighbourhood",
            Self::District => "district",
            Self::Programme => "programme",
            Self::Municipality => "municipality",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [
            Self::Neighbourhood,
            Self::District,
            Self::Programme,
            Self::Municipality,
        ]
        .into_iter()
        .find(|level| level.name() == text)
        .ok_or_else(|| format!("'{text}' is not neighbourhood, district, programme or municipality"))
    }
}

/// An area as its source gives it. Figures that the source does not know are none, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub code: AreaCode,
    pub name: String,
    pub level: Level,
    /// Code of the district of a neighbourhood, of the municipality of a district.
    pub parent_code: Option<AreaCode>,
    pub municipality_code: Option<AreaCode>,
    pub municipality_name: Option<String>,
    pub residents: Option<f64>,
    pub households: Option<f64>,
    /// Square kilometres of land, where the source tells it.
    pub land_km2: Option<f64>,
    /// An area of water; it carries no demand.
    pub water: bool,
    /// Percentage of residents per age band, in the order of [`super::PopulationGroup::BANDS`].
    pub percentages: [Option<f64>; 5],
    /// Residents per age band, where the source counts them; counts go before percentages.
    pub counts: [Option<f64>; 5],
    pub source: SourceName,
    /// In the city's CRS.
    pub geometry: MultiPolygon<f64>,
}

impl Record for Area {
    const FIELDS: &'static [Field] = &[
        field("code", Kind::Text),
        field("name", Kind::Text),
        field("level", Kind::Text),
        field("parentCode", Kind::Text),
        field("municipalityCode", Kind::Text),
        field("municipalityName", Kind::Text),
        field("residents", Kind::Number),
        field("households", Kind::Number),
        field("landKm2", Kind::Number),
        field("water", Kind::Boolean),
        field("percentage0To15", Kind::Number),
        field("percentage15To25", Kind::Number),
        field("percentage25To45", Kind::Number),
        field("percentage45To65", Kind::Number),
        field("percentage65Plus", Kind::Number),
        field("residents0To15", Kind::Number),
        field("residents15To25", Kind::Number),
        field("residents25To45", Kind::Number),
        field("residents45To65", Kind::Number),
        field("residents65Plus", Kind::Number),
        field("source", Kind::Text),
    ];

    fn layer(&self) -> Layer {
        match self.level {
            Level::District => Layer::Districts,
            Level::Municipality => Layer::Municipalities,
            // Programme areas are composed from the configuration and never kept.
            Level::Neighbourhood | Level::Programme => Layer::Neighbourhoods,
        }
    }

    fn key(&self) -> &str {
        self.code.as_str()
    }

    fn source(&self) -> &str {
        self.source.as_str()
    }

    fn geometry(&self) -> Option<Geometry<f64>> {
        Some(Geometry::MultiPolygon(self.geometry.clone()))
    }

    fn values(&self) -> Vec<Value> {
        let mut values = vec![
            Value::Text(self.code.to_string()),
            Value::Text(self.name.clone()),
            Value::Text(self.level.to_string()),
            Value::text(self.parent_code.as_ref().map(AreaCode::as_str)),
            Value::text(self.municipality_code.as_ref().map(AreaCode::as_str)),
            Value::text(self.municipality_name.as_deref()),
            Value::number(self.residents),
            Value::number(self.households),
            Value::number(self.land_km2),
            Value::Boolean(self.water),
        ];
        values.extend(self.percentages.iter().map(|p| Value::number(*p)));
        values.extend(self.counts.iter().map(|c| Value::number(*c)));
        values.push(Value::Text(self.source.to_string()));
        values
    }

    fn from_values(geometry: Option<Geometry<f64>>, values: Vec<Value>) -> Result<Self, FieldError> {
        let geometry = match geometry {
            Some(Geometry::MultiPolygon(polygons)) => polygons,
            Some(Geometry::Polygon(polygon)) => polygon.into(),
            _ => return Err(FieldError::new("geometry", "an area needs a polygon")),
        };
        let mut row = Row::new(Self::FIELDS, values);
        Ok(Self {
            code: row.required()?.into(),
            name: row.required()?,
            level: row.parsed()?.unwrap_or(Level::Neighbourhood),
            parent_code: row.text()?.map(AreaCode::from),
            municipality_code: row.text()?.map(AreaCode::from),
            municipality_name: row.text()?,
            residents: row.amount()?,
            households: row.amount()?,
            land_km2: row.amount()?,
            water: row.boolean()?.unwrap_or(false),
            percentages: [
                row.amount()?,
                row.amount()?,
                row.amount()?,
                row.amount()?,
                row.amount()?,
            ],
            counts: [
                row.amount()?,
                row.amount()?,
                row.amount()?,
                row.amount()?,
                row.amount()?,
            ],
            source: row.required()?.into(),
            geometry,
        })
    }
}
