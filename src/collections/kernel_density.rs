//! Kernel density: how thickly facilities stand, in square cells that know no borders.

use geo::{Coord, Geometry, Rect};

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
