//! What it means for each area and group when facilities stop together.

use super::explain::{self, Account, Figure};
use super::stopping::{LAYERS, PARAMETERS, ids, params, refused};
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::stopping::{self, Outcome, Size};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct StoppingAreas;

const PROPERTIES: [Property; 13] = [
    Property::new(
        "size",
        Kind::Integer,
        "Hoeveel voorzieningen er samen ophouden",
        "How many facilities stop together",
    ),
    Property::new(
        "possible",
        Kind::Boolean,
        "Of er zoveel kunnen ophouden; zo niet, dan geldt de regel de set die het minst scheelt",
        "Whether so many can stop; if not, the row is about the set that comes nearest",
    ),
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new(
        "facilities",
        Kind::TextList,
        "Voorzieningen die samen ophouden",
        "Facilities that stop together",
    ),
    Property::new(
        "residentsLost",
        Kind::Number,
        "Inwoners van het gebied die er geen meer binnen de normafstand hebben",
        "Residents of the area who have none within the norm distance any more",
    ),
    Property::new(
        "coverageBefore",
        Kind::Number,
        "Deel van de inwoners van het gebied binnen de normafstand, nu (0–1)",
        "Share of the area's residents within the norm distance, now (0–1)",
    ),
    Property::new(
        "coverageAfter",
        Kind::Number,
        "Datzelfde deel daarna (0–1)",
        "The same share afterwards (0–1)",
    ),
    Property::new(
        "floor",
        Kind::Number,
        "Deel dat er een moet houden (0–1); leeg als er geen is gevraagd",
        "Share that has to keep one (0–1); empty where none is asked",
    ),
    Property::new(
        "belowFloorAlready",
        Kind::Boolean,
        "Lag er al onder: dan mag het niet lager worden",
        "Was below it already: then it may not get lower",
    ),
];

impl Collection for StoppingAreas {
    fn id(&self) -> &'static str {
        "stopping-areas"
    }

    fn title_nl(&self) -> &'static str {
        "Wat er kan stoppen, per gebied"
    }

    fn title_en(&self) -> &'static str {
        "Which can go, by area"
    }

    fn description_nl(&self) -> &'static str {
        "Wat elke set van de collectie stopping betekent in elk gebied en elke groep waarvoor een bodem kan gelden. De parameters zijn \
        die van stopping. Kan een aantal niet, dan geldt de regel de set die het minst scheelt."
    }

    fn description_en(&self) -> &'static str {
        "What each set of the collection stopping means in each area and group that a floor can hold for. The parameters are those of \
        stopping. Where a number cannot go, the row is about the set that comes nearest."
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

    /// Of observed people nothing is told about sets that one can choose.
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
        types
            .flat_map(|of| {
                let report = stopping::run(study, &params(query, of));
                let sizes = report.sizes.iter();
                sizes.flat_map(|size| rows(study, of, size)).collect::<Vec<_>>()
            })
            .collect()
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        refused(study, query)
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::stopping::area(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// The rows of one size, by area and then by group.
fn rows(study: &Study, service_type: usize, of: &Size) -> Vec<Feature> {
    let (set, possible) = match &of.outcome {
        Outcome::Found { set, .. } => (set, true),
        Outcome::Impossible {
            nearest: Some((set, _)),
        } => (set, false),
        Outcome::Impossible { nearest: None } | Outcome::Unknown => return Vec::new(),
    };
    let code = study.taxonomy.types()[service_type].code.to_string();
    let facilities = ids(study, set);
    let row = |row: &stopping::AreaRow| {
        let area = study.areas.get(row.area);
        Feature {
            id: format!("{code}:{}:{}:{}", of.size, area.code, row.group),
            geometry: None,
            values: vec![
                Value::integer(i64::try_from(of.size).ok()),
                Value::Boolean(possible),
                Value::Text(area.code.to_string()),
                Value::Text(area.name.clone()),
                Value::Text(area.level.to_string()),
                Value::Text(code.clone()),
                Value::Text(row.group.to_string()),
                facilities.clone(),
                Value::number(Some(row.residents_lost)),
                Value::number(row.coverage_before),
                Value::number(row.coverage_after),
                Value::number(row.floor),
                Value::boolean(row.floor.map(|_| row.below_already)),
            ],
        }
    };
    set.areas.iter().map(row).collect()
}
