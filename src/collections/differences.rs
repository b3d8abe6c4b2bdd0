//! What is different between two states of the city: a scenario beside the city as it is, or beside another scenario.

use std::sync::Arc;

use super::areas::{SUPPRESSED, tidy};
use super::between::Hidden;
use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query};
use crate::analysis::altered;
use crate::analysis::difference::{self, Figures, Params};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::{Selection, Study};

/// The collection.
pub struct Differences;

const PROPERTIES: [Property; 10] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new("measure", Kind::Text, "Maat", "Measure"),
    Property::new("unit", Kind::Text, "Eenheid", "Unit"),
    Property::new("before", Kind::Number, "Vóór", "Before"),
    Property::new("after", Kind::Number, "Na", "After"),
    Property::new("change", Kind::Number, "Verschil", "Change"),
];

/// The state that a study is compared with: what was looked up, else the city as it is.
pub(super) fn other_state(study: &Study, query: &Query) -> Arc<Study> {
    let looked_up = query.before.as_ref().map(|before| Arc::clone(&before.study));
    looked_up.unwrap_or_else(|| match &study.scenario {
        Some(of) => Arc::clone(&of.as_it_is),
        None => Arc::new(study.parts()),
    })
}

impl Collection for Differences {
    fn id(&self) -> &'static str {
        "differences"
    }

    fn title_nl(&self) -> &'static str {
        "Verschil tussen twee scenario's"
    }

    fn title_en(&self) -> &'static str {
        "Differences"
    }

    fn description_nl(&self) -> &'static str {
        "Wat per gebied en soort verschilt tussen het gevraagde scenario en de stad zoals zij is, of een ander scenario: bereik, bereikte inwoners, afstand en aantal voorzieningen. Wat gelijk is, staat er niet bij; zonder scenario dus niets."
    }

    fn description_en(&self) -> &'static str {
        "What differs per area and type between the scenario that is asked and the city as it is, or another scenario: coverage, residents reached, distance and number of facilities. What is the same is left out; without a scenario that is all."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::FromScenario,
            Parameter::Date,
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::Group,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
            Layer::Facilities,
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
        let before = other_state(study, query);
        let asked = query.selection.types(study);
        let touched = altered::run(&before, study, &altered::Params).types(&before, study);
        let areas: Vec<u32> = (0_u32..)
            .zip(&study.areas.list)
            .map(|(place, _)| place)
            .filter(|place| query.covers_area(study, *place))
            .collect();
        let mut features = Vec::new();
        for service_type in touched.into_iter().filter(|of| asked.contains(of)) {
            let params = Params {
                selection: Selection {
                    service_type: Some(study.taxonomy.types()[service_type].code.clone()),
                    ..query.selection.clone()
                },
                service_type,
                areas: areas.clone(),
            };
            features.extend(of_type(&before, study, &params));
        }
        features
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::differences::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// The measures, what each is measured in, and whether it is about people.
const MEASURES: [(&str, &str, bool); 4] = [
    ("facilityCount", "facilities", false),
    ("residentsServed", "residents", true),
    ("coverage", "1", true),
    ("meanDistanceM", "m", true),
];

/// The values of the measures in an area.
fn values(count: Option<u64>, of: &Figures) -> [Option<f64>; 4] {
    let served = of.residents_served.map(tidy);
    [
        count.map(|count| count as f64),
        served,
        of.coverage,
        of.mean_distance,
    ]
}

fn of_type(before: &Study, after: &Study, params: &Params) -> Vec<Feature> {
    let hidden = Hidden::between((before, after), &params.selection, params.service_type);
    let report = difference::run(before, after, params);
    let counts = difference::counts(before, after, params);
    let code = &after.taxonomy.types()[params.service_type].code;
    let confidential = after.demand_confidential();
    let nothing = (Figures::default(), Figures::default());
    let mut features = Vec::new();
    for (place, (then, now)) in params.areas.iter().zip(counts) {
        let area = after.areas.get(*place);
        let row = report.rows.binary_search_by_key(place, |row| row.area);
        let figures = row.map_or(nothing, |at| (report.rows[at].before, report.rows[at].after));
        let sides = values(then, &figures.0).into_iter().zip(values(now, &figures.1));
        for ((measure, unit, of_people), (then, now)) in MEASURES.into_iter().zip(sides) {
            // What is hidden is always there: that it is tells nothing.
            let hides = of_people && hidden.hides(after, *place);
            if then == now && !hides {
                continue;
            }
            let told = |value: Option<f64>| Value::number(value.filter(|_| !hides));
            let change = then.zip(now).map(|(then, now)| now - then);
            let change = if measure == "residentsServed" {
                change.map(tidy)
            } else {
                change
            };
            let mut values = vec![
                Value::Text(area.code.to_string()),
                Value::Text(area.name.clone()),
                Value::Text(area.level.to_string()),
                Value::Text(code.to_string()),
                Value::Text(params.selection.group.to_string()),
                Value::text(Some(measure)),
                Value::text(Some(unit)),
                told(then),
                told(now),
                told(change),
            ];
            if confidential {
                values.push(Value::Boolean(hides));
            }
            features.push(Feature {
                id: format!("{}:{code}:{measure}", area.code),
                geometry: None,
                values,
            });
        }
    }
    features
}
