//! Kernel density: how thickly facilities stand, in square cells that know no borders.

use geo::{Coord, Geometry, Rect};

use super::explain::{self, Account, Figure};
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::kernel;
use crate::domain::Layer;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::Study;

/// The collection.
pub struct KernelDensity;

/// Most cells that an answer may have.
const MOST_CELLS: f64 = 1_000_000.0;

const PROPERTIES: [Property; 2] = [
    Property::new("neighbourhoodCode", Kind::Text, "Buurt", "Neighbourhood"),
    Property::new(
        "facilitiesPerKm2",
        Kind::Number,
        "Voorzieningen per km² rond het midden van het vak",
        "Facilities per km² around the middle of the cell",
    )
    .in_unit("1/km2"),
];

impl Collection for KernelDensity {
    fn id(&self) -> &'static str {
        "kernel-density"
    }

    fn title_nl(&self) -> &'static str {
        "Dichtheidskaart"
    }

    fn title_en(&self) -> &'static str {
        "Kernel density"
    }

    fn description_nl(&self) -> &'static str {
        "Voorzieningen per km² in vierkante vakken: elke voorziening wordt tot aan de bandbreedte uitgesmeerd, dichtbij het dikst. \
         Alleen vakken met een dichtheid boven 0 waarvan het midden in een buurt ligt."
    }

    fn description_en(&self) -> &'static str {
        "Facilities per km² in square cells: every facility is spread out as far as the bandwidth, thickest nearby. Only cells \
         with a density above 0 whose middle lies in a neighbourhood."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Bandwidth,
            Parameter::Cell,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Role,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[Layer::Facilities, Layer::Grants, Layer::Neighbourhoods]
    }

    fn schema(&self, _: &Study, _: &Query) -> Schema {
        Schema {
            geometry: GeometryKind::Polygon,
            properties: PROPERTIES.to_vec(),
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = kernel::Params {
            selection: query.selection.clone(),
            bandwidth: query.bandwidth_in_force(study),
            cell: query.cell,
            neighbourhoods: query.neighbourhoods(study),
        };
        let side = query.cell.0;
        let cells = kernel::run(study, &params).cells;
        cells.iter().map(|cell| feature(study, cell, side)).collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::together::kernel(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        false
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        let cells = kernel::most_cells(study, &query.neighbourhoods(study), query.cell);
        (cells > MOST_CELLS).then(|| {
            let reason = format!(
                "of {} m makes some {cells:.0} cells, and an answer has at most {MOST_CELLS:.0}: ask larger cells or a smaller area",
                query.cell.0
            );
            InvalidParam::new(Parameter::Cell.name(), reason)
        })
    }
}

fn feature(study: &Study, cell: &kernel::Cell, side: f64) -> Feature {
    let code = &study.areas.get(cell.neighbourhood).code;
    let corner = |column: i64, row: i64| Coord {
        x: column as f64 * side,
        y: row as f64 * side,
    };
    let square = Rect::new(
        corner(cell.column, cell.row),
        corner(cell.column + 1, cell.row + 1),
    );
    Feature {
        id: format!("{code}:{}:{}", cell.column, cell.row),
        geometry: Some(Geometry::Polygon(square.to_polygon())),
        values: vec![
            Value::Text(code.to_string()),
            Value::number(Some(cell.facilities_per_km2)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use geo::{Area, MultiPolygon, Rect};
    use serde_json::json;

    use super::*;
    use crate::collections::fixture::{city, snapshot, study};
    use crate::collections::tests::{ask, near, parse};

    #[test]
    fn cells_are_squares_in_a_neighbourhood_with_a_density() {
        let study = study();
        let set = ask(
            &study,
            "kernel-density",
            "serviceType=LRN-BIEB&bandwidth=250&cell=50",
        );
        let mut total = 0.0;
        for feature in &set.features {
            let Some(Geometry::Polygon(square)) = &feature.geometry else {
                panic!("no square")
            };
            near(Some(square.unsigned_area()), 2500.0);
            let [Value::Text(code), Value::Number(density)] = &feature.values[..] else {
                panic!("{:?}", feature.values)
            };
            assert!(*density > 0.0 && feature.id.starts_with(&format!("{code}:")));
            total += density * 2500.0 / 1e6;
        }
        assert!((total - 2.0).abs() < 1e-2, "{total}");
        let elsewhere = ask(
            &study,
            "kernel-density",
            "serviceType=LRN-BIEB&bandwidth=250&area=BU00010202",
        );
        assert!(elsewhere.features.is_empty());
    }

    #[test]
    fn bandwidth_and_cell_are_told() {
        let mut city = city();
        city.settings.default_distance_m = 800.0;
        let study = Study::new(&city, snapshot());
        let told = |question: &str| json!(parse(&study, "kernel-density", question).unwrap().parameters);
        assert_eq!(
            told(""),
            json!({ "bandwidth": 800.0, "cell": 100.0, "date": "2026-06-01" })
        );
        assert_eq!(told("serviceType=LRN-BIEB")["bandwidth"], 800.0);
        let asked = told("bandwidth=70&cell=25");
        assert_eq!(
            (&asked["bandwidth"], &asked["cell"]),
            (&json!(70.0), &json!(25.0))
        );
    }

    #[test]
    fn more_than_a_million_cells_are_refused() {
        let mut snapshot = snapshot();
        let wide = Rect::new((0.0, 500_000.0), (30_000.0, 530_000.0)).to_polygon();
        snapshot.layers.areas[3].geometry = MultiPolygon::from(wide);
        let study = Study::new(&city(), snapshot);
        for question in ["cell=25", "cell=29&area=BU00010202", "cell=30&area=GM0001"] {
            let wrong = parse(&study, "kernel-density", question).unwrap_err();
            assert_eq!(wrong[0].name, "cell");
            assert!(wrong[0].reason.contains("1000000"), "{}", wrong[0]);
        }
        for question in ["cell=25&area=WK000101", "cell=30&area=BU00010202", "cell=31"] {
            assert!(parse(&study, "kernel-density", question).is_ok(), "{question}");
        }
    }
}
