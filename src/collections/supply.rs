//! Supply: what each facility offers beside the residents who ask for it.

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::facility_hidden;
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::supply::{self, Method};
use crate::analysis::usage;
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::{Selection, Study};

/// The collection.
pub struct Supply;

const PROPERTIES: [Property; 7] = [
    Property::new("id", Kind::Text, "Kenmerk", "Id"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("capacity", Kind::Number, "Capaciteit", "Capacity"),
    Property::new("floorAreaM2", Kind::Number, "Vloeroppervlak", "Floor area").in_unit("m2"),
    Property::new(
        "demandInReach",
        Kind::Number,
        "Inwoners in bereik, gewogen naar afstand en keuze",
        "Residents in reach, weighed by distance and choice",
    ),
    Property::new(
        "ratioPer1000",
        Kind::Number,
        "Plaatsen (of m²) per 1.000 inwoners in bereik",
        "Places (or m²) per 1,000 residents in reach",
    ),
];

/// The parameters of what is divided, by which rule, and over whom.
pub(super) const PARAMETERS: [Parameter; 10] = [
    Parameter::ServiceType,
    Parameter::Distance,
    Parameter::Of,
    Parameter::SupplyMethod,
    Parameter::Weights,
    Parameter::Group,
    Parameter::Mode,
    Parameter::Date,
    Parameter::Role,
    Parameter::Area,
];

/// Why a rule of division cannot be used.
pub(super) fn refused(study: &Study, query: &Query) -> Option<InvalidParam> {
    let plain = query.division.method == Method::TwoStep;
    if !plain && study.demand_confidential() {
        let reason =
            "is 2sfca where residents are confidential: weights of distance would tell who live how near";
        return Some(InvalidParam::new(Parameter::SupplyMethod.name(), reason));
    }
    (plain && query.division.weights.is_some()).then(|| {
        let reason = "play a part only with the method e2sfca or 3sfca";
        InvalidParam::new(Parameter::Weights.name(), reason)
    })
}

/// The types of which something is told: the one that is asked, else every one that has a located facility.
pub(super) fn types(study: &Study, query: &Query) -> Vec<usize> {
    let mut types = query.selection.types(study);
    if query.selection.service_type.is_none() {
        types.retain(|of| !study.counting(&query.selection, *of).is_empty());
    }
    types
}

impl Collection for Supply {
    fn id(&self) -> &'static str {
        "supply"
    }

    fn title_nl(&self) -> &'static str {
        "Aanbod naast vraag"
    }

    fn title_en(&self) -> &'static str {
        "Supply"
    }

    fn description_nl(&self) -> &'static str {
        "Wat elke voorziening biedt (plaatsen, of vloeroppervlak met of=floorArea) naast de inwoners van de hele stad die er binnen de \
         normafstand van wonen. Van wie niet zegt hoeveel er is, is de verhouding leeg."
    }

    fn description_en(&self) -> &'static str {
        "What each facility offers (places, or floor area with of=floorArea) beside the residents of the whole city who live within the norm \
         distance of it. The ratio is empty for those that do not tell how much there is."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
    }

    fn parameters(&self) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Facilities,
            Layer::Grants,
            Layer::Neighbourhoods,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::Point,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let mut features = Vec::new();
        for service_type in types(study, query) {
            let params = supply::Params {
                selection: query.selection.clone(),
                service_type,
                division: query.division.clone(),
                areas: Vec::new(),
            };
            let mut suppliers = supply::run(study, &params).suppliers;
            suppliers.retain(|of| query.covers(study, study.facilities.get(of.facility).neighbourhood));
            // An edit puts what it adds behind the others.
            suppliers.sort_by(|a, b| {
                let id = |of: &supply::Supplier| &study.facilities.get(of.facility).facility.id;
                id(a).cmp(id(b))
            });
            let hidden = hidden(study, &query.selection, service_type, &suppliers);
            let told = suppliers.iter().zip(hidden);
            features.extend(told.map(|(of, hidden)| feature(study, of, hidden)));
        }
        features
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::supply::facility(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        refused(study, query)
    }
}

/// Which of the facilities may not tell how many people are in reach, in their order.
fn hidden(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    suppliers: &[supply::Supplier],
) -> Vec<bool> {
    if !study.demand_confidential() {
        return vec![false; suppliers.len()];
    }
    let code = study.taxonomy.types()[service_type].code.clone();
    let params = usage::Params {
        selection: selection.clone().of(code),
        facilities: suppliers.iter().map(|of| of.facility).collect(),
    };
    let reached = |row: &usage::Row| row.residents_in_reach.zip(row.unique_coverage);
    let rows = usage::run(study, &params).rows;
    rows.iter()
        .map(|row| reached(row).is_some_and(|(all, alone)| facility_hidden(all, alone)))
        .collect()
}

fn feature(study: &Study, of: &supply::Supplier, suppressed: bool) -> Feature {
    let facility = &study.facilities.get(of.facility).facility;
    let told = |figure: Option<f64>| Value::number(figure.filter(|_| !suppressed));
    let mut values = vec![
        Value::Text(facility.id.to_string()),
        Value::text(facility.name.as_deref()),
        Value::text(facility.service_type.as_ref().map(ToString::to_string)),
        Value::number(facility.capacity),
        Value::number(facility.floor_area_m2),
        told(of.demand),
        told(of.ratio.map(|ratio| ratio * 1000.0)),
    ];
    if study.demand_confidential() {
        values.push(Value::Boolean(suppressed));
    }
    Feature {
        id: facility.id.to_string(),
        geometry: facility.location.map(Geometry::Point),
        values,
    }
}
