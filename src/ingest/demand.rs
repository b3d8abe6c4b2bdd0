//! Demand points out of rows.

use geo::Geometry;

use super::fill::{Filling, Seen, Told};
use super::findings::Findings;
use super::geometry;
use super::table::RawRow;
use crate::domain::DemandRecord;
use crate::domain::feature::Value;

/// Reads the rows of one table.
pub(super) fn read(filling: &Filling<'_>, seen: &mut Seen, findings: &mut Findings) -> Vec<DemandRecord> {
    filling
        .table
        .rows
        .iter()
        .filter_map(|row| point(filling, row, seen, findings).ok())
        .collect()
}

fn point(
    filling: &Filling<'_>,
    row: &RawRow,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Result<DemandRecord, Told> {
    let Some(shape) = filling.shape(row, findings)? else {
        findings.error(
            "missing_geometry",
            row.number,
            "geometry",
            "residents live somewhere: a point or cell is needed",
        );
        return Err(Told);
    };
    let middle = geometry::middle(&shape, row.number, findings).ok_or(Told)?;
    let id = filling.id(row).map(|id| {
        // Without identifiers the place in the file is the only name; the layer is replaced as a whole.
        Value::Text(id.unwrap_or_else(|| format!("{}:{}", filling.request.source, row.number)))
    });
    let record: DemandRecord =
        filling.record(
            row,
            Some(Geometry::Point(middle)),
            findings,
            |field, _| match field {
                "id" => Some(id.clone()),
                "source" => Some(Ok(Value::Text(filling.request.source.to_string()))),
                _ => None,
            },
        )?;
    if seen.is_new(&record.id, &filling.table.file, row.number, "id", findings) {
        Ok(record)
    } else {
        Err(Told)
    }
}
