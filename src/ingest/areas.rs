//! Neighbourhoods, districts and municipalities out of rows.

use geo::Area as _;

use super::fill::{Filling, Seen, Told, compared};
use super::findings::{Findings, Refusal};
use super::geometry;
use super::table::RawRow;
use crate::domain::feature::Value;
use crate::domain::{Area, Level};

/// Schematic or generalised borders make an area somewhat smaller than its land; hectares taken for square kilometres a
/// hundred times.
const MOST_LAND: f64 = 1.5;

/// Reads the rows of one table as areas of `level`.
pub(super) fn read(
    filling: &Filling<'_>,
    level: Level,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Vec<Area> {
    if !filling.has("code") {
        findings.refuse(Refusal {
            field: Some("code".to_owned()),
            ..Refusal::file("missing_column", format!("no column holds the code of a {level}"))
        });
        return Vec::new();
    }
    filling
        .table
        .rows
        .iter()
        .filter_map(|row| area(filling, level, row, seen, findings).ok().flatten())
        .collect()
}

/// The letters before the code of an area in CBS's register.
fn prefix(level: Level) -> Option<&'static str> {
    match level {
        Level::Neighbourhood => Some("BU"),
        Level::District => Some("WK"),
        Level::Municipality => Some("GM"),
        Level::Programme => None,
    }
}

/// The digits and letters behind the prefix, when the code is one of CBS's.
fn cbs_tail(code: &str) -> Option<&str> {
    let (prefix, tail) = code.split_at_checked(2)?;
    let length = match prefix {
        "BU" => 8,
        "WK" => 6,
        "GM" => 4,
        _ => return None,
    };
    let sound = tail.len() == length
        && tail.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && tail.bytes().take(4).all(|byte| byte.is_ascii_digit());
    sound.then_some(tail)
}

fn area(
    filling: &Filling<'_>,
    level: Level,
    row: &RawRow,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Result<Option<Area>, Told> {
    let water = filling
        .text(row, "water")
        .ok()
        .flatten()
        .map(|text| compared(&text));
    if water.as_deref() == Some("b") {
        findings.warn("abroad", row.number, Some("water"), "water abroad; left out");
        return Ok(None);
    }
    let code = filling.text(row, "code").ok().flatten();
    if let Some(code) = &code
        && cbs_tail(code).is_some()
        && prefix(level).is_some_and(|prefix| !code.starts_with(prefix))
    {
        let message = format!("'{code}' is not the code of a {level}");
        findings.error("wrong_level", row.number, "code", message);
        return Err(Told);
    }
    let shape = filling.shape(row, findings).and_then(|shape| match shape {
        Some(shape) => geometry::polygons(shape, row.number, findings).ok_or(Told),
        None => {
            findings.error(
                "missing_geometry",
                row.number,
                "geometry",
                "an area needs a polygon",
            );
            Err(Told)
        }
    });
    let tail = code.as_deref().and_then(cbs_tail);
    let parent = tail.and_then(|tail| match level {
        Level::Neighbourhood => tail.get(..6).map(|tail| format!("WK{tail}")),
        Level::District => tail.get(..4).map(|tail| format!("GM{tail}")),
        _ => None,
    });
    let municipality = tail
        .and_then(|tail| tail.get(..4))
        .map(|tail| format!("GM{tail}"));
    let geometry = shape
        .as_ref()
        .ok()
        .cloned()
        .unwrap_or_else(|| geo::MultiPolygon::new(Vec::new()));
    let area: Area = filling.record(
        row,
        Some(geometry.into()),
        findings,
        |field, findings| match field {
            "name" => match filling.text(row, field) {
                Ok(None) => {
                    findings.warn(
                        "missing_name",
                        row.number,
                        Some(field),
                        "has no name; called by its code",
                    );
                    Some(Ok(Value::text(code.clone())))
                }
                other => Some(other.map(Value::text)),
            },
            "level" => Some(Ok(Value::Text(level.to_string()))),
            "source" => Some(Ok(Value::Text(filling.request.source.to_string()))),
            "water" => match water.as_deref() {
                Some("nee" | "") | None => Some(Ok(Value::Boolean(false))),
                Some("ja") => Some(Ok(Value::Boolean(true))),
                Some(_) => None,
            },
            // The code itself says in which district and municipality it lies.
            "parentCode" if !filling.has(field) => Some(Ok(Value::text(parent.clone()))),
            "municipalityCode" if !filling.has(field) => Some(Ok(Value::text(municipality.clone()))),
            _ => None,
        },
    )?;
    shape?;
    if !seen.is_new(
        area.code.as_str(),
        &filling.table.file,
        row.number,
        "code",
        findings,
    ) {
        return Err(Told);
    }
    let (land, whole) = (area.land_km2, area.geometry.unsigned_area() / 1e6);
    if let Some(land) = land.filter(|land| *land > MOST_LAND * whole) {
        let message = format!(
            "{land} km2 of land, and the polygon measures {whole:.3} km2: is the column in hectares? Densities divide by the land"
        );
        findings.warn("land_larger_than_area", row.number, Some("landKm2"), message);
    }
    Ok(Some(area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_cbs_may_hold_letters_in_their_tail() {
        assert_eq!(cbs_tail("BU05050301"), Some("05050301"));
        assert_eq!(cbs_tail("BU0505AB0C"), Some("0505AB0C"));
        assert_eq!(cbs_tail("WK050503"), Some("050503"));
        for code in ["BU0505030", "XX050503", "WKA50503", "dordt-west", "\u{e9}"] {
            assert_eq!(cbs_tail(code), None, "{code}");
        }
    }
}
