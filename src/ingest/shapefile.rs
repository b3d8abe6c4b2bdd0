//! Shapefiles: the shapes of the `.shp`, in the order in which they stand, with the records of the `.dbf`. The `.shx` is
//! only compared, never followed. Source: ESRI Shapefile Technical Description, 1998.

use super::dbf;
use super::findings::{Findings, Refusal};
use super::shapes::{Shape, shapes};
use super::table::{RawRow, RawTable, TableCrs};
use crate::spatial::projection::Crs;

/// The files that make up one shapefile.
#[derive(Default)]
pub(super) struct Parts {
    pub shp: Vec<u8>,
    pub shx: Option<Vec<u8>>,
    pub dbf: Option<Vec<u8>>,
    pub prj: Option<Vec<u8>>,
    pub cpg: Option<Vec<u8>>,
}

/// Reads a shapefile.
pub(super) fn read(file: &str, parts: &Parts, findings: &mut Findings) -> Result<RawTable, Refusal> {
    let Some(dbf) = &parts.dbf else {
        return Err(Refusal::file(
            "missing_component",
            "the .dbf with the attributes is not beside the .shp",
        ));
    };
    let cpg = parts.cpg.as_deref().map(String::from_utf8_lossy);
    let dbf = dbf::read(dbf, cpg.as_deref(), findings)?;
    let shapes = shapes(&parts.shp, findings)?;
    if shapes.len() != dbf.records.len() {
        return Err(Refusal::file(
            "count_mismatch",
            format!(
                "the .shp holds {} shapes, the .dbf {} records",
                shapes.len(),
                dbf.records.len()
            ),
        ));
    }
    compare_index(parts.shx.as_deref(), &shapes, findings);
    let mut table = RawTable::new(file, dbf.columns)?;
    table.names_cut = true;
    table.has_geometry = true;
    table.crs = crs(parts.prj.as_deref())?;
    for (index, (shape, record)) in shapes.into_iter().zip(dbf.records).enumerate() {
        if let Some(cells) = record {
            table.rows.push(RawRow {
                number: index as u64 + 1,
                id: None,
                geometry: shape.geometry,
                cells,
            });
        }
    }
    Ok(table)
}

fn crs(prj: Option<&[u8]>) -> Result<TableCrs, Refusal> {
    let text = prj.map(String::from_utf8_lossy).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(TableCrs::Missing);
    }
    Crs::from_wkt(text)
        .map(TableCrs::Stated)
        .map_err(|error| Refusal::file("unsupported_crs", format!("the .prj: {error}")))
}

/// The index repeats what the `.shp` says; where it says something else, somebody should look.
fn compare_index(shx: Option<&[u8]>, shapes: &[Shape], findings: &mut Findings) {
    let message = match shx {
        None => "the .shx is not beside the .shp; the shapes were read in their order",
        Some(shx) => {
            let entries = shx.get(100..).unwrap_or_default();
            let offsets = entries.chunks_exact(8).map(|entry| {
                let words = entry
                    .first_chunk::<4>()
                    .map_or(0, |bytes| u32::from_be_bytes(*bytes));
                words as usize * 2
            });
            if offsets.eq(shapes.iter().map(|shape| shape.offset)) {
                return;
            }
            "the .shx does not fit the .shp; the shapes were read in their order"
        }
    };
    findings.warn("index_ignored", None, None, message);
}
