//! Grants out of rows.

use super::fill::{Filling, Seen, Told, compared};
use super::findings::Findings;
use super::identity;
use super::table::RawRow;
use crate::domain::feature::Value;
use crate::domain::{FacilityId, Grant};

/// Further from 1 than adding up parts with rounded decimals would bring them.
const SHARES_TOLERANCE: f64 = 1e-6;

/// Reads the rows of one table.
pub(super) fn read(filling: &Filling<'_>, seen: &mut Seen, findings: &mut Findings) -> Vec<Grant> {
    filling
        .table
        .rows
        .iter()
        .filter_map(|row| grant(filling, row, seen, findings).ok())
        .collect()
}

fn grant(
    filling: &Filling<'_>,
    row: &RawRow,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Result<Grant, Told> {
    let id = filling.id(row);
    let has_id = matches!(id, Ok(Some(_)));
    let mut grant: Grant = filling.record(row, None, findings, |field, _| match field {
        "id" => Some(
            id.clone()
                .map(|id| Value::Text(id.unwrap_or_else(|| "-".to_owned()))),
        ),
        "source" => Some(Ok(Value::Text(filling.request.source.to_string()))),
        "kind" => Some(filling.text(row, field).map(|text| {
            Value::text(text.map(|text| match compared(&text).as_str() {
                "subsidie" | "subsidy" => "subsidy".to_owned(),
                "opdracht" | "commission" => "commission".to_owned(),
                _ => text,
            }))
        })),
        "provision" => Some(filling.text(row, field).map(|text| {
            Value::text(text.map(|text| match compared(&text).as_str() {
                "algemeen" | "general" => "general".to_owned(),
                "specialistisch" | "maatwerk" | "specialist" => "specialist".to_owned(),
                _ => text,
            }))
        })),
        _ => None,
    })?;
    for (field, shares) in [
        ("shares", &grant.shares),
        ("recipientShares", &grant.recipient_shares),
    ] {
        let sum: f64 = shares.iter().sum();
        if !shares.is_empty() && (sum - 1.0).abs() > SHARES_TOLERANCE {
            let message = format!(
                "the shares add up to {}, not to 1; the money is divided in proportion to them",
                (sum * 1e6).round() / 1e6
            );
            findings.warn("shares_not_one", row.number, Some(field), message);
        }
    }
    if !has_id {
        let facilities: Vec<&str> = grant.facilities.iter().map(FacilityId::as_str).collect();
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        grant.id = identity::hash(&[
            grant.source.as_str(),
            grant.scheme.as_deref().unwrap_or_default(),
            grant.recipient.as_deref().unwrap_or_default(),
            grant.kind.map_or("", crate::domain::GrantKind::name),
            &facilities.join(";"),
            &day(grant.from),
            &day(grant.to),
        ])
        .into();
    }
    if seen.is_new(grant.id.as_str(), &filling.table.file, row.number, "id", findings) {
        Ok(grant)
    } else {
        Err(Told)
    }
}
