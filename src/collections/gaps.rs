//! Gaps: where the residents live who have no facility within the norm distance.

use std::collections::HashSet;

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::small;
use super::{Collection, Parameter, Query};
use crate::analysis::gaps;
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
        let params = gaps::Params {
            selection: query.selection.clone(),
            level: query.level,
        };
        let report = gaps::run(study, &params);
        let confidential = study.demand_confidential();
        // One small gap among others would follow from the area's total: they go together.
        let hidden: HashSet<(usize, u32)> = report
            .gaps
            .iter()
            .filter(|gap| confidential && small(gap.residents))
            .map(|gap| (gap.service_type, gap.area))
            .collect();
        report
            .gaps
            .into_iter()
            .filter(|gap| query.covers_area(study, gap.area))
            .map(|gap| {
                let suppressed = hidden.contains(&(gap.service_type, gap.area));
                let mut values = vec![
                    Value::Text(study.taxonomy.types()[gap.service_type].code.to_string()),
                    Value::Text(study.areas.get(gap.area).code.to_string()),
                    Value::number((!suppressed).then_some(gap.residents)),
                    Value::integer(i64::try_from(gap.cells).ok().filter(|_| !suppressed)),
                ];
                if confidential {
                    values.push(Value::Boolean(suppressed));
                }
                Feature {
                    id: gap.id,
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
