//! A measured figure per area and day: loneliness, participation, visitors.

use geo::Geometry;
use jiff::civil::Date;

use super::feature::{Kind, Value};
use super::ids::{AreaCode, SourceName};
use super::layer::Layer;
use super::record::{Field, FieldError, Record, Row, field, later};

/// One value of an indicator. No value means that there is no figure yet, not zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Unique: indicator, area and date together where the source gives no id of its own.
    pub id: String,
    pub area: Option<AreaCode>,
    pub date: Option<Date>,
    pub value: Option<f64>,
    pub unit: Option<String>,
    /// The direction that is wanted: `up`, `down` or in words.
    pub direction: Option<String>,
    /// Who measured it: the `source` that the file itself names.
    pub measured_by: Option<String>,
    /// The imported source that owns the record.
    pub source: SourceName,
    /// The value that is aimed at.
    pub ambition: Option<f64>,
    /// What it is called in Dutch; none: its name.
    pub label: Option<String>,
    /// What it is called in English.
    pub label_en: Option<String>,
}

/// What the names of computed indicators are, or begin with before a colon.
pub const COMPUTED: [&str; 6] = [
    "facility-count",
    "concentration",
    "coverage",
    "short",
    "income-contributions",
    "general-share",
];

/// Whether a name is one of a computed indicator: a source can give an ambition of it, but no value.
pub fn is_computed(name: &str) -> bool {
    let first = name.split(':').next().unwrap_or_default();
    COMPUTED.contains(&first)
}

/// A computed figure as it was at a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub revision: u64,
    /// The day for which it was computed.
    pub date: Date,
    /// Which figure, by the name that the indicators know it by.
    pub indicator: String,
    pub area: AreaCode,
    /// None: unknown, or not to be told.
    pub value: Option<f64>,
}

impl Record for Indicator {
    const FIELDS: &'static [Field] = &[
        field("id", Kind::Text),
        field("area", Kind::Text),
        field("date", Kind::Date),
        field("value", Kind::Number),
        field("unit", Kind::Text),
        field("direction", Kind::Text),
        field("measuredBy", Kind::Text),
        field("source", Kind::Text),
        later("ambition", Kind::Number),
        later("label", Kind::Text),
        later("labelEn", Kind::Text),
    ];

    fn layer(&self) -> Layer {
        Layer::Indicators
    }

    fn key(&self) -> &str {
        &self.id
    }

    fn source(&self) -> &str {
        self.source.as_str()
    }

    fn geometry(&self) -> Option<Geometry<f64>> {
        None
    }

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Text(self.id.clone()),
            Value::text(self.area.as_ref().map(AreaCode::as_str)),
            Value::date(self.date),
            Value::number(self.value),
            Value::text(self.unit.as_deref()),
            Value::text(self.direction.as_deref()),
            Value::text(self.measured_by.as_deref()),
            Value::Text(self.source.to_string()),
            Value::number(self.ambition),
            Value::text(self.label.as_deref()),
            Value::text(self.label_en.as_deref()),
        ]
    }

    fn from_values(_: Option<Geometry<f64>>, values: Vec<Value>) -> Result<Self, FieldError> {
        let mut row = Row::new(Self::FIELDS, values);
        Ok(Self {
            id: row.required()?,
            area: row.text()?.map(AreaCode::from),
            date: row.date()?,
            value: row.number()?,
            unit: row.text()?,
            direction: row.text()?,
            measured_by: row.text()?,
            source: row.required()?.into(),
            ambition: row.number()?,
            label: row.text()?,
            label_en: row.text()?,
        })
    }
}
