//! A typed, flat record with geometry, and the schema that describes it: the shape in which results leave the house.

use std::borrow::Cow;

use geo::Geometry;
use jiff::civil::Date;

/// What kind of value a property or field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Integer,
    Boolean,
    Date,
    /// Several texts; joined with `;` where a format has no lists.
    TextList,
}

/// One value. A number is always finite.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Text(String),
    Number(f64),
    Integer(i64),
    Boolean(bool),
    Date(Date),
    TextList(Vec<String>),
}

impl Value {
    /// Text, when there is some.
    pub fn text(value: Option<impl Into<String>>) -> Self {
        value.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number; null when missing or not finite.
    pub fn number(value: Option<f64>) -> Self {
        value.filter(|n| n.is_finite()).map_or(Self::Null, Self::Number)
    }

    /// A whole number, when there is one.
    pub fn integer(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Integer)
    }

    /// Yes or no, when known.
    pub fn boolean(value: Option<bool>) -> Self {
        value.map_or(Self::Null, Self::Boolean)
    }

    /// A day, when known.
    pub fn date(value: Option<Date>) -> Self {
        value.map_or(Self::Null, Self::Date)
    }

    /// A list; null when empty, for a list that was never filled in says nothing.
    pub fn list(values: &[String]) -> Self {
        if values.is_empty() {
            Self::Null
        } else {
            Self::TextList(values.to_vec())
        }
    }

    /// Whether nothing is known.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// What a property is called, holds, and means.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// camelCase name in answers and files.
    pub name: Cow<'static, str>,
    pub kind: Kind,
    /// Unit in UCUM or plain words (`m`, `km2`, `1/km2`, `EUR/a`), where it has one.
    pub unit: Option<&'static str>,
    pub title_nl: Cow<'static, str>,
    pub title_en: Cow<'static, str>,
}

impl Property {
    /// A property without unit.
    pub const fn new(name: &'static str, kind: Kind, title_nl: &'static str, title_en: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind,
            unit: None,
            title_nl: Cow::Borrowed(title_nl),
            title_en: Cow::Borrowed(title_en),
        }
    }

    /// The same property, measured in `unit`.
    #[must_use]
    pub const fn in_unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
}

/// Which geometries a collection holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    None,
    Point,
    Line,
    Polygon,
}

/// The properties of a set of features, in the order of their values.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    pub geometry: GeometryKind,
    pub properties: Vec<Property>,
}

impl Schema {
    /// Place of the property called `name`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.properties.iter().position(|property| property.name == name)
    }
}

/// One record: an id, at most one geometry (in the CRS its set was asked in) and one value per property of the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    pub id: String,
    pub geometry: Option<Geometry<f64>>,
    pub values: Vec<Value>,
}

/// Features that share a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureSet {
    pub schema: Schema,
    pub features: Vec<Feature>,
}

impl FeatureSet {
    /// The value of `property` in the feature with this id; for tests and single look-ups.
    pub fn value(&self, id: &str, property: &str) -> Option<&Value> {
        let column = self.schema.position(property)?;
        self.features
            .iter()
            .find(|feature| feature.id == id)?
            .values
            .get(column)
    }
}
