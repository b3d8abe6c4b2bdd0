//! Money from a scheme to a recipient, for one or more facilities.

use std::str::FromStr;

use geo::Geometry;
use jiff::civil::Date;

use super::facility::in_force;
use super::feature::{Kind, Value};
use super::ids::{FacilityId, GrantId, SourceName};
use super::layer::Layer;
use super::record::{Field, FieldError, Record, Row, field, later};
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

/// Whether money goes to what is open to everybody or to care that needs an indication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provision {
    General,
    Specialist,
}

impl Provision {
    /// The name in files and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Specialist => "specialist",
        }
    }
}

impl FromStr for Provision {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "general" => Ok(Self::General),
            "specialist" => Ok(Self::Specialist),
            _ => Err(format!("'{text}' is not general or specialist")),
        }
    }
}

/// A grant.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    pub id: GrantId,
    pub scheme: Option<String>,
    /// Who gets it; of a joint budget its partners, parted by semicolons.
    pub recipient: Option<String>,
    pub kind: Option<GrantKind>,
    pub euros_per_year: Option<Euros>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub facilities: Vec<FacilityId>,
    /// Weight of each facility in [`Grant::facilities`]; empty: equal.
    pub shares: Vec<f64>,
    pub source: SourceName,
    /// Weight of each of [`Grant::partners`]; empty: equal.
    pub recipient_shares: Vec<f64>,
    /// What it pays for, where the source says so.
    pub provision: Option<Provision>,
}

impl Grant {
    /// A grant of which nothing but its id and source is known.
    pub fn new(id: impl Into<GrantId>, source: impl Into<SourceName>) -> Self {
        Self {
            id: id.into(),
            scheme: None,
            recipient: None,
            kind: None,
            euros_per_year: None,
            from: None,
            to: None,
            facilities: Vec::new(),
            shares: Vec::new(),
            source: source.into(),
            recipient_shares: Vec::new(),
            provision: None,
        }
    }

    /// Who share it: one recipient, or the partners of a joint budget.
    pub fn partners(&self) -> Vec<&str> {
        let names = self.recipient.iter().flat_map(|all| all.split(';'));
        names.map(str::trim).filter(|name| !name.is_empty()).collect()
    }

    /// Whether it is paid on `date`.
    pub fn in_force(&self, date: Date) -> bool {
        in_force(self.from, self.to, date)
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
        later("recipientShares", Kind::TextList),
        later("provision", Kind::Text),
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
        let listed = |shares: &[f64]| shares.iter().map(ToString::to_string).collect::<Vec<_>>();
        let recipient_shares = Value::list(&listed(&self.recipient_shares));
        vec![
            Value::Text(self.id.to_string()),
            Value::text(self.scheme.as_deref()),
            Value::text(self.recipient.as_deref()),
            Value::text(self.kind.map(GrantKind::name)),
            Value::number(self.euros_per_year.map(|euros| euros.0)),
            Value::date(self.from),
            Value::date(self.to),
            Value::list(&facilities),
            Value::list(&listed(&self.shares)),
            Value::Text(self.source.to_string()),
            recipient_shares,
            Value::text(self.provision.map(Provision::name)),
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
            shares: shares("shares", &row.list()?)?,
            source: row.required()?.into(),
            recipient_shares: shares("recipientShares", &row.list()?)?,
            provision: row.parsed()?,
        };
        fits("shares", &grant.shares, (grant.facilities.len(), "facilities"))?;
        let partners = grant.partners().len();
        fits(
            "recipientShares",
            &grant.recipient_shares,
            (partners, "recipients"),
        )?;
        match (grant.from, grant.to) {
            (Some(from), Some(to)) if to < from => {
                Err(FieldError::new("to", format!("{to} is before from {from}")))
            }
            _ => Ok(grant),
        }
    }
}

fn shares(field: &'static str, texts: &[String]) -> Result<Vec<f64>, FieldError> {
    let share = |text: &String| match text.trim().replace(',', ".").parse::<f64>() {
        Ok(share) if share.is_finite() && share >= 0.0 => Ok(share),
        Ok(share) if share < 0.0 => Err(FieldError::new(field, format!("{share} is negative"))),
        _ => Err(FieldError::new(field, format!("'{text}' is not a share"))),
    };
    texts.iter().map(share).collect()
}

/// Whether there is a share for each, or none at all, and something to divide by.
fn fits(field: &'static str, shares: &[f64], (among, what): (usize, &str)) -> Result<(), FieldError> {
    if shares.is_empty() {
        return Ok(());
    }
    if shares.len() != among {
        return Err(FieldError::new(
            field,
            format!("{} for {among} {what}", shares.len()),
        ));
    }
    if shares.iter().sum::<f64>() <= 0.0 {
        return Err(FieldError::new(field, "add up to nothing"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(shares: Vec<f64>) -> Grant {
        Grant {
            kind: Some(GrantKind::Subsidy),
            euros_per_year: Some(Euros(90_000.0)),
            facilities: vec!["a".into(), "b".into(), "c".into()],
            shares,
            ..Grant::new("g", "list")
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
        let mut grant = grant(vec![0.25, 0.25, 0.5]);
        grant.recipient = Some("One; Other".to_owned());
        grant.recipient_shares = vec![0.75, 0.25];
        grant.provision = Some(Provision::Specialist);
        assert_eq!(Grant::from_values(None, grant.values()).unwrap(), grant);
    }

    #[test]
    fn a_joint_budget_has_partners_and_a_share_for_each() {
        let mut grant = grant(vec![]);
        assert!(grant.partners().is_empty());
        grant.recipient = Some(" One;Other ; ".to_owned());
        assert_eq!(grant.partners(), ["One", "Other"]);
        grant.recipient_shares = vec![1.0];
        let error = Grant::from_values(None, grant.values()).unwrap_err();
        assert_eq!(error.to_string(), "recipientShares: 1 for 2 recipients");
    }
}
