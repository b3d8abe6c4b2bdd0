//! Ages: who live in an area, per age band, adding up to all of them.

use super::areas::{SUPPRESSED, tidy};
use super::{Collection, Parameter, Query, suppression};
use crate::analysis::ages;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::units::ratio;
use crate::domain::{Layer, PopulationGroup};
use crate::study::Study;

/// The collection.
pub struct Ages;

/// What the row of those is called whom no band holds.
pub const REST: &str = "unknown";

const PROPERTIES: [Property; 7] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new(
        "group",
        Kind::Text,
        "Leeftijdsgroep (unknown: in geen enkele)",
        "Age band (unknown: in none of them)",
    ),
    Property::new("residents", Kind::Number, "Inwoners", "Residents"),
    Property::new(
        "share",
        Kind::Number,
        "Deel van alle inwoners van het gebied (0–1)",
        "Share of all residents of the area (0–1)",
    ),
    Property::new(
        "imputed",
        Kind::Boolean,
        "Aandeel van de groep geschat",
        "Share of the group estimated",
    ),
];

impl Collection for Ages {
    fn id(&self) -> &'static str {
        "ages"
    }

    fn title_nl(&self) -> &'static str {
        "Leeftijden"
    }

    fn title_en(&self) -> &'static str {
        "Ages"
    }

    fn description_nl(&self) -> &'static str {
        "Wie er wonen: de inwoners per leeftijdsgroep, en wie in geen groep zit, samen alle inwoners. Bronnen geven hele procenten: wie in geen groep zit, kan ook onder 0 uitkomen."
    }

    fn description_en(&self) -> &'static str {
        "Who live there: the residents per age band, and those in none of them, together all residents. Sources tell whole percents: those in none can come out below 0 too."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[Parameter::Date, Parameter::Area]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::None,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let areas: Vec<u32> = (0_u32..)
            .zip(&study.areas.list)
            .map(|(place, _)| place)
            .filter(|place| query.covers_area(study, *place))
            .collect();
        let rows = ages::run(study, &ages::Params { areas }).rows;
        let hidden = suppression::hidden_ages(study, &rows);
        rows.iter()
            .flat_map(|row| of_area(study, row, hidden.contains(&row.area)))
            .collect()
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }
}

fn of_area(study: &Study, row: &ages::Row, suppressed: bool) -> Vec<Feature> {
    let area = study.areas.get(row.area);
    let feature = |group: &str, residents: Option<f64>, imputed: bool| {
        let residents = residents.filter(|_| !suppressed).map(tidy);
        let share = residents
            .zip(row.residents)
            .and_then(|(part, all)| ratio(part, all));
        let mut values = vec![
            Value::Text(area.code.to_string()),
            Value::Text(area.name.clone()),
            Value::Text(area.level.to_string()),
            Value::Text(group.to_owned()),
            Value::number(residents),
            Value::number(share),
            Value::Boolean(imputed),
        ];
        if study.demand_confidential() {
            values.push(Value::Boolean(suppressed));
        }
        Feature {
            id: format!("{}:{group}", area.code),
            geometry: None,
            values,
        }
    };
    let bands = PopulationGroup::BANDS.iter().zip(row.bands).zip(row.imputed);
    let mut features: Vec<Feature> = bands
        .map(|((group, residents), imputed)| feature(group.name(), residents, imputed))
        .collect();
    features.push(feature(REST, row.rest(), false));
    features
}
