//! What sites add to each district.

use super::explain::{self, Account, Figure};
use super::siting::{LAYERS, PARAMETERS, districts, params, refused};
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::siting;
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::units::ratio;
use crate::study::Study;

/// The collection.
pub struct SitingDistricts;

const PROPERTIES: [Property; 7] = [
    Property::new("districtCode", Kind::Text, "Wijk", "District"),
    Property::new(
        "districtName",
        Kind::Text,
        "Naam van de wijk",
        "Name of the district",
    ),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "rank",
        Kind::Integer,
        "Volgorde van de plek: 1 voegt in de stad het meeste toe",
        "Order of the site: 1 adds the most in the city",
    ),
    Property::new(
        "gainResidents",
        Kind::Number,
        "Inwoners van de wijk die er met deze plek een binnen de normafstand krijgen",
        "Residents of the district who get one within the norm distance with this site",
    ),
    Property::new(
        "coverageBefore",
        Kind::Number,
        "Deel van de inwoners van de wijk binnen de normafstand zonder deze plek, met die ervoor (0–1)",
        "Share of the district's residents within the norm distance without this site, with those before it (0–1)",
    ),
    Property::new(
        "coverageAfter",
        Kind::Number,
        "Datzelfde deel met deze plek (0–1)",
        "The same share with this site (0–1)",
    ),
];

impl Collection for SitingDistricts {
    fn id(&self) -> &'static str {
        "siting-districts"
    }

    fn title_nl(&self) -> &'static str {
        "Beste plekken per wijk"
    }

    fn title_en(&self) -> &'static str {
        "Siting by district"
    }

    fn description_nl(&self) -> &'static str {
        "Wat elke plek van de collectie siting toevoegt in elke wijk waar zij iets toevoegt. De parameters zijn die van siting."
    }

    fn description_en(&self) -> &'static str {
        "What each site of the collection siting adds in each district where it adds something. The parameters are those of siting."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn layers(&self) -> &'static [Layer] {
        &LAYERS
    }

    /// Of observed people nothing is told about places that one can choose.
    fn served(&self, study: &Study) -> bool {
        !study.demand_confidential()
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::None,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        if study.demand_confidential() {
            return Vec::new();
        }
        let types = query.selection.types(study).into_iter();
        types.flat_map(|of| rows(study, query, of)).collect()
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        refused(study, query)
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::siting::district(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// The rows of one type, by district and then by rank.
fn rows(study: &Study, query: &Query, service_type: usize) -> Vec<Feature> {
    let report = siting::run(study, &params(study, query, service_type));
    let code = study.taxonomy.types()[service_type].code.to_string();
    let mut rows = Vec::new();
    for (place, residents, mut served, gains) in districts(study, &report) {
        let area = study.areas.get(place);
        for (gain, rank) in gains.into_iter().zip(1..).filter(|(gain, _)| *gain > 0.0) {
            let before = ratio(served, residents);
            served += gain;
            rows.push(Feature {
                id: format!("{code}:{}:{rank}", area.code),
                geometry: None,
                values: vec![
                    Value::Text(area.code.to_string()),
                    Value::Text(area.name.clone()),
                    Value::Text(code.clone()),
                    Value::Integer(rank),
                    Value::number(Some(gain)),
                    Value::number(before),
                    Value::number(ratio(served, residents)),
                ],
            });
        }
    }
    rows
}
