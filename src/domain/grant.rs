//! Money from a scheme to a recipient, for one or more facilities.

use std::str::FromStr;

use geo::Geometry;
use jiff::civil::Date;

use super::facility::in_force;
use super::feature::{Kind, Value};
use super::ids::{FacilityId, GrantId, SourceName};
use super::layer::Layer;
use super::record::{Field, FieldError, Record, Row, field};
use super::units::Euros;

/// Whether the money supports somebody's own work or pays for work that the municipality orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantKind {
    Subsidy,
    Commission,
}

impl GrantKind {
    /// The name in files and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subsidy => "subsidy",
            Self::Commission => "commission",
        }
    }
}

impl FromStr for GrantKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "subsidy" => Ok(Self::Subsidy),
            "commission" => Ok(Self::Commission),
            _ => Err(format!("'{text}' is not subsidy or commission")),
        }
    }
}

/// A grant.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    pub id: GrantId,
    pub scheme: Option<String>,
    pub recipient: Option<String>,
    pub kind: Option<GrantKind>,
    pub euros_per_year: Option<Euros>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub facilities: Vec<FacilityId>,
    /// Weight of each facility in [`Grant::facilities`]; empty: equal.
    pub shares: Vec<f64>,
    pub source: SourceName,
}

impl Grant {
    /// Whether it is paid on `date`.
    pub fn in_force(&self, date: Date) -> bool {
        in_force(self.from, self.to, date)
    }

    /// The part of a year's money that goes to the `index`-th facility; equal parts where no shares are given.
    pub fn euros_for(&self, index: usize) -> Option<Euros> {
        let euros = self.euros_per_year?.0;
        let total: f64 = self.shares.iter().sum();
        let part = match self.shares.get(index) {
            Some(share) if total > 0.0 => share / total,
            #[allow(clippy::cast_precision_loss)] // a handful of facilities
            _ => 1.0 / self.facilities.len() as f64,
        };
        Some(Euros(euros * part))
    }

    /// Whether its money was divided by rule and not by the shares of its source.
    pub fn allocated(&self) -> bool {
        self.facilities.len() > 1 && self.shares.is_empty()
    }
}

impl Record for Grant {
    const FIELDS: &'static [Field] = &[
        field("id", Kind::Text),
        field("scheme", Kind::Text),
        field("recipient", Kind::Text),
        field("kind", Kind::Text),
        field("eurosPerYear", Kind::Number),
        field("from", Kind::Date),
        field("to", Kind::Date),
        field("facilities", Kind::TextList),
        field("shares", Kind::TextList),
        field("source", Kind::Text),
    ];

    fn layer(&self) -> Layer {
        Layer::Grants
    }

    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn source(&self) -> &str {
        self.source.as_str()
    }

    fn geometry(&self) -> Option<Geometry<f64>> {
        None
    }

    fn values(&self) -> Vec<Value> {
        let facilities: Vec<String> = self.facilities.iter().map(ToString::to_string).collect();
        let shares: Vec<String> = self.shares.iter().map(ToString::to_string).collect();
        vec![
            Value::Text(self.id.to_string()),
            Value::text(self.scheme.as_deref()),
            Value::text(self.recipient.as_deref()),
            Value::text(self.kind.map(GrantKind::name)),
            Value::number(self.euros_per_year.map(|euros| euros.0)),
            Value::date(self.from),
            Value::date(self.to),
            Value::list(&facilities),
            Value::list(&shares),
            Value::Text(self.source.to_string()),
        ]
    }

    fn from_values(_: Option<Geometry<f64>>, values: Vec<Value>) -> Result<Self, FieldError> {
        let mut row = Row::new(Self::FIELDS, values);
        let grant = Self {
            id: row.required()?.into(),
            scheme: row.text()?,
            recipient: row.text()?,
            kind: row.parsed()?,
            euros_per_year: row.amount()?.map(Euros),
            from: row.date()?,
            to: row.date()?,
            facilities: row.list()?.into_iter().map(FacilityId::from).collect(),
            shares: row
                .list()?
                .iter()
                .map(|text| share(text))
                .collect::<Result<_, _>>()?,
            source: row.required()?.into(),
        };
        if !grant.shares.is_empty() && grant.shares.len() != grant.facilities.len() {
            let (shares, facilities) = (grant.shares.len(), grant.facilities.len());
            return Err(FieldError::new(
                "shares",
                format!("{shares} for {facilities} facilities"),
            ));
        }
        if !grant.shares.is_empty() && grant.shares.iter().sum::<f64>() <= 0.0 {
            return Err(FieldError::new("shares", "add up to nothing"));
        }
        match (grant.from, grant.to) {
            (Some(from), Some(to)) if to < from => {
                Err(FieldError::new("to", format!("{to} is before from {from}")))
            }
            _ => Ok(grant),
        }
    }
}

fn share(text: &str) -> Result<f64, FieldError> {
    match text.trim().replace(',', ".").parse::<f64>() {
        Ok(share) if share.is_finite() && share >= 0.0 => Ok(share),
        Ok(share) if share < 0.0 => Err(FieldError::new("shares", format!("{share} is negative"))),
        _ => Err(FieldError::new("shares", format!("'{text}' is not a share"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(shares: Vec<f64>) -> Grant {
        Grant {
            id: "g".into(),
            scheme: None,
            recipient: None,
            kind: Some(GrantKind::Subsidy),
            euros_per_year: Some(Euros(90_000.0)),
            from: None,
            to: None,
            facilities: vec!["a".into(), "b".into(), "c".into()],
            shares,
            source: "list".into(),
        }
    }

    #[test]
    fn money_is_divided_by_shares_else_equally() {
        assert_eq!(grant(vec![]).euros_for(1), Some(Euros(30_000.0)));
        assert!(grant(vec![]).allocated());
        assert_eq!(grant(vec![1.0, 2.0, 0.0]).euros_for(1), Some(Euros(60_000.0)));
        assert_eq!(grant(vec![1.0, 2.0, 0.0]).euros_for(2), Some(Euros(0.0)));
    }

    #[test]
    fn values_and_from_values_are_each_others_inverse() {
        let grant = grant(vec![0.25, 0.25, 0.5]);
        assert_eq!(Grant::from_values(None, grant.values()).unwrap(), grant);
    }
}
