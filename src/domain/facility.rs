//! A facility: a service at a location, valid from and to.

use std::fmt;
use std::str::FromStr;

use geo::{Geometry, Point};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::feature::{Kind, Value};
use super::ids::{FacilityId, ServiceTypeCode, SourceName};
use super::layer::Layer;
use super::record::{Field, FieldError, Record, Row, field};

/// The target group of what is for everybody.
pub const EVERYONE: &str = "everyone";

/// What the municipality has to do with a facility. Unknown is an absent role, never `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MunicipalRole {
    Subsidy,
    Commission,
    Both,
    None,
}

impl MunicipalRole {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Subsidy, Self::Commission, Self::Both, Self::None];

    /// The name in files and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subsidy => "subsidy",
            Self::Commission => "commission",
            Self::Both => "both",
            Self::None => "none",
        }
    }

    /// Whether a facility with role `actual` belongs to those asked for: `subsidy` and `commission` take `both` in, and
    /// an unknown role belongs to none of them.
    pub fn includes(self, actual: Option<Self>) -> bool {
        match actual {
            None => false,
            Some(actual) => {
                actual == self || (actual == Self::Both && matches!(self, Self::Subsidy | Self::Commission))
            }
        }
    }
}

impl fmt::Display for MunicipalRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for MunicipalRole {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Subsidy, Self::Commission, Self::Both, Self::None]
            .into_iter()
            .find(|role| role.name() == text)
            .ok_or_else(|| format!("'{text}' is not subsidy, commission, both or none"))
    }
}

/// A facility as its source gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Facility {
    pub id: FacilityId,
    pub name: Option<String>,
    /// None: not classified; counted in no typed analysis.
    pub service_type: Option<ServiceTypeCode>,
    /// What the source called the type, where that is not in the taxonomy.
    pub source_type: Option<String>,
    pub organisation: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub town: Option<String>,
    pub target_groups: Vec<String>,
    /// The role that the source states; without one it follows from the grants in force.
    pub municipal_role: Option<MunicipalRole>,
    pub own_contribution: Option<String>,
    pub own_contribution_from: Option<Date>,
    pub dordtpas: Option<bool>,
    pub floor_area_m2: Option<f64>,
    pub capacity: Option<f64>,
    pub occupancy: Option<f64>,
    pub visitors_per_year: Option<f64>,
    pub opening_hours: Option<String>,
    pub languages: Vec<String>,
    pub wheelchair: Option<String>,
    pub ownership: Option<String>,
    pub url: Option<String>,
    pub finding_place: Option<bool>,
    pub conversion_candidate: Option<bool>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub source_date: Option<Date>,
    pub source: SourceName,
    /// Columns that are no field of ours and were kept on request, as `name=value`.
    pub kept: Vec<String>,
    /// Where it stands, in the city's CRS; none when not located.
    pub location: Option<Point<f64>>,
    /// The line or polygon that the source gave instead of a point, as WKT in the city's CRS.
    pub footprint: Option<String>,
}

/// Whether something that lasts from `from` until `to` (null: open) is in force on `date`: `from ≤ date < to`.
pub fn in_force(from: Option<Date>, to: Option<Date>, date: Date) -> bool {
    from.is_none_or(|from| from <= date) && to.is_none_or(|to| date < to)
}

impl Facility {
    /// A facility of which nothing but its id and source is known.
    pub fn new(id: impl Into<FacilityId>, source: impl Into<SourceName>) -> Self {
        Self {
            id: id.into(),
            name: None,
            service_type: None,
            source_type: None,
            organisation: None,
            address: None,
            postcode: None,
            town: None,
            target_groups: Vec::new(),
            municipal_role: None,
            own_contribution: None,
            own_contribution_from: None,
            dordtpas: None,
            floor_area_m2: None,
            capacity: None,
            occupancy: None,
            visitors_per_year: None,
            opening_hours: None,
            languages: Vec::new(),
            wheelchair: None,
            ownership: None,
            url: None,
            finding_place: None,
            conversion_candidate: None,
            valid_from: None,
            valid_to: None,
            source_date: None,
            source: source.into(),
            kept: Vec::new(),
            location: None,
            footprint: None,
        }
    }

    /// Whether visitors pay by their income on `date`; none: it does not tell, or not in a word of the field.
    pub fn asks_by_income(&self, date: Date) -> Option<bool> {
        let contribution = self.own_contribution.as_deref()?.trim().to_ascii_lowercase();
        match contribution.as_str() {
            "income" => Some(in_force(self.own_contribution_from, None, date)),
            "none" | "fixed" => Some(false),
            _ => None,
        }
    }

    /// Whether it is open to its public on `date`.
    pub fn valid_on(&self, date: Date) -> bool {
        in_force(self.valid_from, self.valid_to, date)
    }
}

impl Record for Facility {
    const FIELDS: &'static [Field] = &[
        field("id", Kind::Text),
        field("name", Kind::Text),
        field("serviceType", Kind::Text),
        field("sourceType", Kind::Text),
        field("organisation", Kind::Text),
        field("address", Kind::Text),
        field("postcode", Kind::Text),
        field("town", Kind::Text),
        field("targetGroups", Kind::TextList),
        field("municipalRole", Kind::Text),
        field("ownContribution", Kind::Text),
        field("ownContributionFrom", Kind::Date),
        field("dordtpas", Kind::Boolean),
        field("floorAreaM2", Kind::Number),
        field("capacity", Kind::Number),
        field("occupancy", Kind::Number),
        field("visitorsPerYear", Kind::Number),
        field("openingHours", Kind::Text),
        field("languages", Kind::TextList),
        field("wheelchair", Kind::Text),
        field("ownership", Kind::Text),
        field("url", Kind::Text),
        field("findingPlace", Kind::Boolean),
        field("conversionCandidate", Kind::Boolean),
        field("validFrom", Kind::Date),
        field("validTo", Kind::Date),
        field("sourceDate", Kind::Date),
        field("source", Kind::Text),
        field("kept", Kind::TextList),
        field("footprint", Kind::Text),
    ];

    fn layer(&self) -> Layer {
        Layer::Facilities
    }

    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn source(&self) -> &str {
        self.source.as_str()
    }

    fn geometry(&self) -> Option<Geometry<f64>> {
        self.location.map(Geometry::Point)
    }

    fn values(&self) -> Vec<Value> {
        vec![
            Value::Text(self.id.to_string()),
            Value::text(self.name.as_deref()),
            Value::text(self.service_type.as_ref().map(ServiceTypeCode::as_str)),
            Value::text(self.source_type.as_deref()),
            Value::text(self.organisation.as_deref()),
            Value::text(self.address.as_deref()),
            Value::text(self.postcode.as_deref()),
            Value::text(self.town.as_deref()),
            Value::list(&self.target_groups),
            Value::text(self.municipal_role.map(MunicipalRole::name)),
            Value::text(self.own_contribution.as_deref()),
            Value::date(self.own_contribution_from),
            Value::boolean(self.dordtpas),
            Value::number(self.floor_area_m2),
            Value::number(self.capacity),
            Value::number(self.occupancy),
            Value::number(self.visitors_per_year),
            Value::text(self.opening_hours.as_deref()),
            Value::list(&self.languages),
            Value::text(self.wheelchair.as_deref()),
            Value::text(self.ownership.as_deref()),
            Value::text(self.url.as_deref()),
            Value::boolean(self.finding_place),
            Value::boolean(self.conversion_candidate),
            Value::date(self.valid_from),
            Value::date(self.valid_to),
            Value::date(self.source_date),
            Value::Text(self.source.to_string()),
            Value::list(&self.kept),
            Value::text(self.footprint.as_deref()),
        ]
    }

    fn from_values(geometry: Option<Geometry<f64>>, values: Vec<Value>) -> Result<Self, FieldError> {
        let location = match geometry {
            None => None,
            Some(Geometry::Point(point)) => Some(point),
            Some(_) => return Err(FieldError::new("geometry", "a facility stands at a point")),
        };
        let mut row = Row::new(Self::FIELDS, values);
        let facility = Self {
            id: row.required()?.into(),
            name: row.text()?,
            service_type: row.text()?.map(ServiceTypeCode::from),
            source_type: row.text()?,
            organisation: row.text()?,
            address: row.text()?,
            postcode: row.text()?,
            town: row.text()?,
            target_groups: row.list()?,
            municipal_role: row.parsed()?,
            own_contribution: row.text()?,
            own_contribution_from: row.date()?,
            dordtpas: row.boolean()?,
            floor_area_m2: row.amount()?,
            capacity: row.amount()?,
            occupancy: row.amount()?,
            visitors_per_year: row.amount()?,
            opening_hours: row.text()?,
            languages: row.list()?,
            wheelchair: row.text()?,
            ownership: row.text()?,
            url: row.text()?,
            finding_place: row.boolean()?,
            conversion_candidate: row.boolean()?,
            valid_from: row.date()?,
            valid_to: row.date()?,
            source_date: row.date()?,
            source: row.required()?.into(),
            kept: row.list()?,
            footprint: row.text()?,
            location,
        };
        match (facility.valid_from, facility.valid_to) {
            (Some(from), Some(to)) if to < from => Err(FieldError::new(
                "validTo",
                format!("{to} is before validFrom {from}"),
            )),
            _ => Ok(facility),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_and_from_values_are_each_others_inverse() {
        let mut facility = Facility::new("f-1", "list");
        facility.name = Some("Buurthuis".to_owned());
        facility.service_type = Some("ONT-BUURTHUIS".into());
        facility.target_groups = vec!["65+".to_owned(), "parents".to_owned()];
        facility.municipal_role = Some(MunicipalRole::Both);
        facility.capacity = Some(80.0);
        facility.valid_from = Some(date(2020, 1, 1));
        facility.location = Some(Point::new(105_000.0, 425_000.0));
        assert_eq!(facility.values().len(), Facility::FIELDS.len());
        let again = Facility::from_values(facility.geometry(), facility.values()).unwrap();
        assert_eq!(again, facility);
    }

    #[test]
    fn validity_includes_its_first_day_and_excludes_its_last() {
        let (from, to) = (Some(date(2024, 1, 1)), Some(date(2025, 1, 1)));
        assert!(in_force(from, to, date(2024, 1, 1)));
        assert!(!in_force(from, to, date(2025, 1, 1)));
        assert!(in_force(None, None, date(1900, 1, 1)));
    }

    #[test]
    fn subsidy_takes_both_in_and_none_leaves_unknown_out() {
        assert!(MunicipalRole::Subsidy.includes(Some(MunicipalRole::Both)));
        assert!(!MunicipalRole::None.includes(None));
        assert!(!MunicipalRole::Both.includes(Some(MunicipalRole::Subsidy)));
    }
}
