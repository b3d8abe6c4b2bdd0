//! How a record of the city is written down as named, typed fields: said once per record, used by ingest, store and collections.

use geo::Geometry;

use super::feature::{Kind, Value};
use super::layer::Layer;

/// A field of a record, by its camelCase name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether older stores were made without it.
    pub later: bool,
}

/// Shorthand for a table of fields.
pub const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        later: false,
    }
}

/// A field that came after the first stores were made. It stands behind all others of its record, and while it is null it
/// leaves the record's digest as it was.
pub const fn later(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        later: true,
    }
}

/// Why a value cannot stand in a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct FieldError {
    pub field: &'static str,
    pub reason: String,
}

impl FieldError {
    /// An error on `field`.
    pub fn new(field: &'static str, reason: impl Into<String>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }
}

/// A record that can be taken apart into fields and put together again without loss.
pub trait Record: Sized {
    /// Its fields, in the order of [`Record::values`].
    const FIELDS: &'static [Field];

    /// Which layer keeps it.
    fn layer(&self) -> Layer;

    /// Unique within the layer.
    fn key(&self) -> &str;

    /// The source that owns it.
    fn source(&self) -> &str;

    /// Its geometry in the city's CRS.
    fn geometry(&self) -> Option<Geometry<f64>>;

    /// One value per field.
    fn values(&self) -> Vec<Value>;

    /// Puts a record together. `values` holds one value per field, of the field's kind or null.
    fn from_values(geometry: Option<Geometry<f64>>, values: Vec<Value>) -> Result<Self, FieldError>;
}

/// Takes values off a row in the order of the fields; the readers of one kind each.
pub struct Row {
    fields: &'static [Field],
    values: std::vec::IntoIter<Value>,
    at: usize,
}

impl Row {
    /// A row of `fields` with their `values`.
    pub fn new(fields: &'static [Field], values: Vec<Value>) -> Self {
        Self {
            fields,
            values: values.into_iter(),
            at: 0,
        }
    }

    fn next(&mut self) -> (&'static str, Value) {
        let name = self.fields.get(self.at).map_or("?", |field| field.name);
        self.at += 1;
        (name, self.values.next().unwrap_or_default())
    }

    fn wrong(field: &'static str, value: &Value, expected: &str) -> FieldError {
        FieldError::new(field, format!("{value:?} is not {expected}"))
    }

    /// The next value as text; an empty text is nothing.
    pub fn text(&mut self) -> Result<Option<String>, FieldError> {
        match self.next() {
            (_, Value::Null) => Ok(None),
            (_, Value::Text(text)) => Ok(Some(text).filter(|t| !t.is_empty())),
            (field, other) => Err(Self::wrong(field, &other, "text")),
        }
    }

    /// The next value as text that must be there.
    pub fn required(&mut self) -> Result<String, FieldError> {
        let field = self.fields.get(self.at).map_or("?", |field| field.name);
        self.text()?.ok_or_else(|| FieldError::new(field, "is missing"))
    }

    /// The next value as a number.
    pub fn number(&mut self) -> Result<Option<f64>, FieldError> {
        match self.next() {
            (_, Value::Null) => Ok(None),
            (_, Value::Number(n)) => Ok(Some(n)),
            #[allow(clippy::cast_precision_loss)] // counts of people and places stay far below 2^53
            (_, Value::Integer(n)) => Ok(Some(n as f64)),
            (field, other) => Err(Self::wrong(field, &other, "a number")),
        }
    }

    /// The next value as a number that cannot be negative.
    pub fn amount(&mut self) -> Result<Option<f64>, FieldError> {
        let field = self.fields.get(self.at).map_or("?", |field| field.name);
        match self.number()? {
            Some(n) if n < 0.0 => Err(FieldError::new(field, format!("{n} is negative"))),
            other => Ok(other),
        }
    }

    /// The next value as yes or no.
    pub fn boolean(&mut self) -> Result<Option<bool>, FieldError> {
        match self.next() {
            (_, Value::Null) => Ok(None),
            (_, Value::Boolean(b)) => Ok(Some(b)),
            (field, other) => Err(Self::wrong(field, &other, "yes or no")),
        }
    }

    /// The next value as a day.
    pub fn date(&mut self) -> Result<Option<jiff::civil::Date>, FieldError> {
        match self.next() {
            (_, Value::Null) => Ok(None),
            (_, Value::Date(date)) => Ok(Some(date)),
            (field, other) => Err(Self::wrong(field, &other, "a date")),
        }
    }

    /// The next value as a list of texts.
    pub fn list(&mut self) -> Result<Vec<String>, FieldError> {
        match self.next() {
            (_, Value::Null) => Ok(Vec::new()),
            (_, Value::TextList(list)) => Ok(list),
            (field, other) => Err(Self::wrong(field, &other, "a list")),
        }
    }

    /// The next value, parsed from its text by `FromStr`.
    pub fn parsed<T: std::str::FromStr<Err = String>>(&mut self) -> Result<Option<T>, FieldError> {
        let field = self.fields.get(self.at).map_or("?", |field| field.name);
        self.text()?
            .map(|text| text.parse().map_err(|reason| FieldError::new(field, reason)))
            .transpose()
    }
}
