//! Indicators out of rows.

use super::fill::{Filling, Seen, Told};
use super::findings::Findings;
use super::table::RawRow;
use super::values;
use crate::domain::feature::Value;
use crate::domain::indicator::is_computed;
use crate::domain::{AreaCode, Indicator};

/// Reads the rows of one table. Area and day are always part of the identifier, so that two sources may hold different years of
/// one indicator.
pub(super) fn read(filling: &Filling<'_>, seen: &mut Seen, findings: &mut Findings) -> Vec<Indicator> {
    filling
        .table
        .rows
        .iter()
        .filter_map(|row| indicator(filling, row, seen, findings).ok())
        .collect()
}

fn indicator(
    filling: &Filling<'_>,
    row: &RawRow,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Result<Indicator, Told> {
    let measured = filling.text(row, "value").ok().flatten().is_some();
    let id = filling.id(row).and_then(|id| match id {
        None => Err(("invalid_id", "an indicator needs a name".to_owned())),
        Some(id) if is_computed(&id) && measured => {
            let reason = format!(
                "'{id}' is computed from facilities, residents and criteria: an ambition of it can be given, but no value; a measured one \
                 needs another name"
            );
            Err(("invalid_id", reason))
        }
        Some(id) => Ok(Value::Text(id)),
    });
    let mut indicator: Indicator = filling.record(row, None, findings, |field, _| match field {
        "id" => Some(id.clone()),
        "source" => Some(Ok(Value::Text(filling.request.source.to_string()))),
        "date" => Some(filling.text(row, field).and_then(|text| {
            let Some(text) = text else { return Ok(Value::Null) };
            // A figure of a whole year is dated on its first day.
            if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
                return values::day(&format!("{text}-01-01")).map(Value::Date);
            }
            values::day(&text).map(Value::Date)
        })),
        _ => None,
    })?;
    let area = indicator.area.as_ref().map_or("", AreaCode::as_str);
    let date = indicator.date.map(|date| date.to_string()).unwrap_or_default();
    indicator.id = format!("{}:{area}:{date}", indicator.id);
    if seen.is_new(&indicator.id, &filling.table.file, row.number, "id", findings) {
        Ok(indicator)
    } else {
        Err(Told)
    }
}
