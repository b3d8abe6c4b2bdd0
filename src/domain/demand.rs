//! Where residents live, as an imported layer gives it: address points, squares.

use geo::{Geometry, Point};

use super::feature::{Kind, Value};
use super::ids::SourceName;
use super::layer::Layer;
use super::record::{Field, FieldError, Record, Row, field};

/// A point or square with the residents who live there.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandRecord {
    pub id: String,
    /// None: the point shares its neighbourhood's residents equally with the others that have none.
    pub residents: Option<f64>,
    /// Residents per age band, in the order of [`super::PopulationGroup::BANDS`].
    pub counts: [Option<f64>; 5],
    pub source: SourceName,
    /// In the city's CRS; of a square, its middle.
    pub location: Point<f64>,
}

impl Record for DemandRecord {
    const FIELDS: &'static [Field] = &[
        field("id", Kind::Text),
        field("residents", Kind::Number),
        field("residents0To15", Kind::Number),
        field("residents15To25", Kind::Number),
        field("residents25To45", Kind::Number),
        field("residents45To65", Kind::Number),
        field("residents65Plus", Kind::Number),
        field("source", Kind::Text),
    ];

    fn layer(&self) -> Layer {
        Layer::Demand
    }

    fn key(&self) -> &str {
        &self.id
    }

    fn source(&self) -> &str {
        self.source.as_str()
    }

    fn geometry(&self) -> Option<Geometry<f64>> {
        Some(Geometry::Point(self.location))
    }

    fn values(&self) -> Vec<Value> {
        let mut values = vec![Value::Text(self.id.clone()), Value::number(self.residents)];
        values.extend(self.counts.iter().map(|count| Value::number(*count)));
        values.push(Value::Text(self.source.to_string()));
        values
    }

    fn from_values(geometry: Option<Geometry<f64>>, values: Vec<Value>) -> Result<Self, FieldError> {
        let Some(Geometry::Point(location)) = geometry else {
            return Err(FieldError::new("geometry", "demand needs a point"));
        };
        let mut row = Row::new(Self::FIELDS, values);
        Ok(Self {
            id: row.required()?,
            residents: row.amount()?,
            counts: [
                row.amount()?,
                row.amount()?,
                row.amount()?,
                row.amount()?,
                row.amount()?,
            ],
            source: row.required()?.into(),
            location,
        })
    }
}
