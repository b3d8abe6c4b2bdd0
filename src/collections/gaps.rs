//! Gaps: where the residents live who have no facility within the norm distance.

use std::collections::{BTreeSet, HashMap, HashSet};

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::{self, small};
use super::{Collection, Parameter, Query};
use crate::analysis::{coverage, gaps};
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct Gaps;

const PROPERTIES: [Property; 4] = [
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new(
        "residents",
        Kind::Number,
        "Inwoners buiten de normafstand",
        "Residents beyond the norm distance",
    ),
    Property::new("cells", Kind::Integer, "Cellen", "Cells"),
];

impl Collection for Gaps {
    fn id(&self) -> &'static str {
        "gaps"
    }

    fn title_nl(&self) -> &'static str {
        "Witte vlekken"
    }

    fn title_en(&self) -> &'static str {
        "Gaps"
    }

    fn description_nl(&self) -> &'static str {
        "Aaneengesloten cellen binnen een buurt (of wijk) waar inwoners buiten de normafstand wonen."
    }

    fn description_en(&self) -> &'static str {
        "Connected cells within one neighbourhood (or district) where residents live beyond the norm distance."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::Group,
            Parameter::Mode,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Role,
            Parameter::Facilities,
            Parameter::Area,
            Parameter::Level,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Facilities,
            Layer::Grants,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::Polygon,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let areas = study.areas.at(query.level).map(|(place, _)| place);
        let params = gaps::Params {
            selection: query.selection.clone(),
            areas: areas.filter(|place| query.covers_area(study, *place)).collect(),
        };
        let report = gaps::run(study, &params);
        let confidential = study.demand_confidential();
        let hidden = hidden(study, query, &params.areas, &report.gaps);
        let mut nameless: HashMap<(usize, u32), usize> = HashMap::new();
        report
            .gaps
            .into_iter()
            .map(|gap| {
                let of = (gap.service_type, gap.area);
                let suppressed = hidden.contains(&of);
                let mut values = vec![
                    Value::Text(study.taxonomy.types()[gap.service_type].code.to_string()),
                    Value::Text(study.areas.get(gap.area).code.to_string()),
                    Value::number((!suppressed).then_some(gap.residents)),
                    Value::integer(i64::try_from(gap.cells).ok().filter(|_| !suppressed)),
                ];
                if confidential {
                    values.push(Value::Boolean(suppressed));
                }
                // The gap's own name tells its lowest cell.
                let id = if suppressed {
                    let number = nameless.entry(of).or_default();
                    *number += 1;
                    let code = &study.taxonomy.types()[gap.service_type].code;
                    format!("{code}:{}:suppressed:{number}", study.areas.get(gap.area).code)
                } else {
                    gap.id
                };
                Feature {
                    id,
                    // Where the few live would be told by the cell itself.
                    geometry: (!suppressed).then_some(Geometry::MultiPolygon(gap.polygon)),
                    values,
                }
            })
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::gaps::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// Types and areas of which no gap may be told. One small gap among others would follow from the area's total, so they go
/// together; and a district's gap does not tell what one of its neighbourhoods hides.
fn hidden(study: &Study, query: &Query, asked: &[u32], gaps: &[gaps::Gap]) -> HashSet<(usize, u32)> {
    if !study.demand_confidential() {
        return HashSet::new();
    }
    let selection = &query.selection;
    let inside: BTreeSet<u32> = asked
        .iter()
        .flat_map(|area| study.areas.get(*area).neighbourhoods.iter().copied())
        .collect();
    let parts = gaps::run(
        study,
        &gaps::Params {
            selection: selection.clone(),
            areas: inside.into_iter().collect(),
        },
    );
    let small: HashSet<(usize, u32)> = parts
        .gaps
        .iter()
        .filter(|gap| small(gap.residents))
        .map(|gap| (gap.service_type, gap.area))
        .collect();
    let mut hidden: HashSet<(usize, u32)> = gaps
        .iter()
        .filter(|gap| {
            let inside = &study.areas.get(gap.area).neighbourhoods;
            inside.iter().any(|at| small.contains(&(gap.service_type, *at)))
        })
        .map(|gap| (gap.service_type, gap.area))
        .collect();
    // What the areas do not tell of themselves their gaps do not tell either.
    for service_type in selection.types(study) {
        let params = coverage::Params {
            selection: selection.clone(),
            service_type,
            areas: study.areas.at(query.level).map(|(place, _)| place).collect(),
        };
        let rows = coverage::run(study, &params).rows;
        let areas = suppression::hidden_rows(study, selection, service_type, &rows);
        hidden.extend(areas.into_iter().map(|area| (service_type, area)));
    }
    hidden
}
