//! Facilities out of rows.

use std::collections::HashMap;

use super::fill::{Filling, Seen, Told, compared};
use super::findings::Findings;
use super::geometry;
use super::identity::{self, Draft};
use super::table::RawRow;
use super::values::{Wrong, list};
use crate::config::UnknownType;
use crate::domain::feature::Value;
use crate::domain::hours::{Hours, Unreadable};
use crate::domain::likeness::edits;
use crate::domain::{Facility, FacilityId, SourceName, Taxonomy};

/// Stands in a draft that gets its identifier later.
const NO_ID: &str = "-";

/// What a text in the type column turned out to be.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    None,
    Known(String),
    Unknown(String),
}

/// The types by everything that may stand for them: code, label, part of a label between commas.
struct Types {
    codes: HashMap<String, Option<String>>,
}

impl Types {
    fn new(taxonomy: &Taxonomy) -> Self {
        let mut codes = HashMap::new();
        for service_type in taxonomy.types() {
            let code = service_type.code.to_string();
            let labels = [&service_type.label_nl, &service_type.label_en];
            let parts = labels.iter().flat_map(|label| label.split(','));
            let mut texts: Vec<String> = labels
                .iter()
                .map(|label| compared(label))
                .chain(parts.map(compared))
                .collect();
            texts.sort_unstable();
            texts.dedup();
            for text in texts {
                // What two types are called by stands for neither.
                codes
                    .entry(text)
                    .and_modify(|known| *known = None)
                    .or_insert_with(|| Some(code.clone()));
            }
        }
        for service_type in taxonomy.types() {
            let code = service_type.code.to_string();
            codes.insert(compared(&code), Some(code));
        }
        Self { codes }
    }

    fn of(&self, text: Option<String>) -> Kind {
        let Some(text) = text else { return Kind::None };
        match self.codes.get(&compared(&text)) {
            Some(Some(code)) => Kind::Known(code.clone()),
            _ => Kind::Unknown(text),
        }
    }

    /// The codes nearest to a text that is none, nearest first.
    fn nearest(&self, text: &str) -> Vec<String> {
        let text: String = compared(text).chars().take(100).collect();
        let mut near: Vec<(usize, &str, &String)> = self
            .codes
            .iter()
            .filter_map(|(known, code)| Some((edits(&text, known), known.as_str(), code.as_ref()?)))
            .collect();
        near.sort_unstable();
        let mut codes: Vec<String> = Vec::new();
        for (_, _, code) in near {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
            if codes.len() == 3 {
                break;
            }
        }
        codes
    }
}

/// To which other source an identifier belongs already.
type Owners<'a> = HashMap<&'a FacilityId, &'a SourceName>;

/// Reads the rows of one table.
pub(super) fn read(filling: &Filling<'_>, seen: &mut Seen, findings: &mut Findings) -> Vec<Draft> {
    let types = Types::new(filling.context.taxonomy);
    let owners: Owners<'_> = filling
        .context
        .present
        .iter()
        .filter(|facility| facility.source != filling.request.source)
        .map(|facility| (&facility.id, &facility.source))
        .collect();
    let mut read_before = HashMap::new();
    filling
        .table
        .rows
        .iter()
        .filter_map(|row| {
            let draft = draft(filling, &types, &owners, row, seen, findings).ok()?;
            warn_of_hours(&draft.facility, row.number, &mut read_before, findings);
            Some(draft)
        })
        .collect()
}

/// Says which opening hours nobody will be able to ask; each text is read once.
fn warn_of_hours(
    facility: &Facility,
    row: u64,
    read_before: &mut HashMap<String, Option<Unreadable>>,
    findings: &mut Findings,
) {
    let Some(text) = &facility.opening_hours else {
        return;
    };
    let unreadable = match read_before.get(text) {
        Some(known) => *known,
        None => {
            let unreadable = Hours::parse(text).err();
            read_before.insert(text.clone(), unreadable);
            unreadable
        }
    };
    if let Some(reason) = unreadable {
        let shown: String = text.chars().take(60).collect();
        let message = format!("'{shown}' {reason}; kept, and unknown where opening hours are asked");
        findings.warn("opening_hours_unreadable", row, Some("openingHours"), message);
    }
}

fn draft(
    filling: &Filling<'_>,
    types: &Types,
    owners: &Owners<'_>,
    row: &RawRow,
    seen: &mut Seen,
    findings: &mut Findings,
) -> Result<Draft, Told> {
    let place = filling.shape(row, findings);
    let place = place.and_then(|shape| match shape {
        None => Ok(None),
        Some(shape) => geometry::located(shape, row.number, findings)
            .map(Some)
            .ok_or(Told),
    });
    let id = filling.id(row);
    let has_id = matches!(id, Ok(Some(_)));
    let (point, footprint) = match &place {
        Ok(Some((point, footprint))) => (Some(*point), footprint.clone()),
        _ => (None, None),
    };
    let kind = filling.text(row, "serviceType").map(|text| types.of(text));
    let mut source_type = None;
    let facility: Result<Facility, Told> = filling.record(
        row,
        point.map(geo::Geometry::Point),
        findings,
        |field, findings| {
            let text = |value: &str| Some(Ok(Value::Text(value.to_owned())));
            match field {
                "id" => Some(
                    id.clone()
                        .map(|id| Value::Text(id.unwrap_or_else(|| NO_ID.to_owned()))),
                ),
                "source" => text(filling.request.source.as_str()),
                "kept" => Some(Ok(Value::list(&filling.kept(row)))),
                "footprint" => Some(Ok(Value::text(footprint.clone()))),
                "serviceType" => Some(match &kind {
                    Err(wrong) => Err(wrong.clone()),
                    Ok(Kind::None) => {
                        findings.warn(
                            "unclassified",
                            row.number,
                            Some("serviceType"),
                            "has no service type; counted in no typed analysis",
                        );
                        Ok(Value::Null)
                    }
                    Ok(Kind::Known(code)) => Ok(Value::Text(code.clone())),
                    Ok(Kind::Unknown(text)) => {
                        let shown: String = text.chars().take(60).collect();
                        let near = types.nearest(text).join(", ");
                        let message = format!("'{shown}' is not in the taxonomy; nearest are {near}");
                        match filling.request.unknown_type {
                            UnknownType::Refuse => Err(("unknown_service_type", message)),
                            UnknownType::Keep => {
                                source_type = Some(text.clone());
                                findings.warn(
                                    "unknown_service_type",
                                    row.number,
                                    Some("serviceType"),
                                    message,
                                );
                                Ok(Value::Null)
                            }
                        }
                    }
                }),
                "sourceType" => source_type.as_deref().and_then(text),
                "targetGroups" => Some(filling.text(row, field).map(|text| {
                    let groups: Vec<String> = list(&text.unwrap_or_default())
                        .iter()
                        .map(|group| target_group(group, row.number, findings))
                        .collect();
                    Value::list(&groups)
                })),
                "municipalRole" => Some(filling.text(row, field).and_then(|text| role(text.as_deref()))),
                "wheelchair" | "ownership" => Some(
                    filling
                        .text(row, field)
                        .map(|text| Value::text(text.map(|text| in_our_words(&text)))),
                ),
                _ => None,
            }
        },
    );
    let facility = facility?;
    place?;
    if facility.location.is_none() {
        findings.warn(
            "not_located",
            row.number,
            Some("geometry"),
            "has no location; listed, and in no analysis",
        );
    }
    if has_id
        && !seen.is_new(
            facility.id.as_str(),
            &filling.table.file,
            row.number,
            "id",
            findings,
        )
    {
        return Err(Told);
    }
    if has_id && let Some(other) = owners.get(&facility.id) {
        let message = format!("'{}' is a facility of the source {other}", facility.id);
        findings.error("duplicate_id", row.number, "id", message);
        return Err(Told);
    }
    Ok(Draft { facility, has_id })
}

/// Drafts become facilities: those without identifier get theirs.
pub(super) fn finish(mut drafts: Vec<Draft>, present: &[Facility], source: &SourceName) -> Vec<Facility> {
    identity::assign(&mut drafts, present, source);
    drafts.into_iter().map(|draft| draft.facility).collect()
}

fn role(text: Option<&str>) -> Result<Value, Wrong> {
    let Some(text) = text else { return Ok(Value::Null) };
    let role = match compared(text).as_str() {
        "subsidy" | "subsidie" => "subsidy",
        "commission" | "opdracht" => "commission",
        "both" | "beide" | "subsidie en opdracht" => "both",
        "none" | "geen" => "none",
        "onbekend" | "unknown" => return Ok(Value::Null),
        _ => {
            let reason = format!("'{text}' is not subsidy, commission, both or none");
            return Err(("invalid_value", reason));
        }
    };
    Ok(Value::Text(role.to_owned()))
}

/// A target group in the words of the field; another is kept as it is, and told.
fn target_group(text: &str, row: u64, findings: &mut Findings) -> String {
    let group = compared(text);
    let known = match group.as_str() {
        "0-4" | "4-12" | "12-18" | "18-27" | "65+" | "parents" | "carers" | "volunteers" | "low income"
        | "other language" | "low literacy" | "far from work" | "disability" | "everyone" => return group,
        "ouders" | "ouders en opvoeders" => "parents",
        "ouderen" | "senioren" => "65+",
        "mantelzorgers" => "carers",
        "vrijwilligers" => "volunteers",
        "minima" | "laag inkomen" => "low income",
        "anderstaligen" => "other language",
        "laaggeletterden" => "low literacy",
        "afstand tot de arbeidsmarkt" => "far from work",
        "beperking" | "mensen met een beperking" => "disability",
        "iedereen" | "allen" | "alle inwoners" => "everyone",
        _ => {
            let message = format!("'{text}' is no target group that we know; kept as it is");
            findings.warn("unknown_target_group", row, Some("targetGroups"), message);
            return text.trim().to_owned();
        }
    };
    known.to_owned()
}

fn in_our_words(text: &str) -> String {
    match compared(text).as_str() {
        "ja" => "yes".to_owned(),
        "nee" => "no".to_owned(),
        "beperkt" => "limited".to_owned(),
        "gemeente" | "gemeentelijk" => "municipal".to_owned(),
        "particulier" => "private".to_owned(),
        "vrijwilligers" => "volunteer".to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_code_and_label_in_any_case() {
        let types = Types::new(&Taxonomy::built_in().unwrap());
        for text in ["LRN-BIEB", "lrn-bieb ", "Bibliotheek", "library"] {
            assert_eq!(
                types.of(Some(text.to_owned())),
                Kind::Known("LRN-BIEB".to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            types.of(Some("Buurthuis".to_owned())),
            Kind::Known("ONT-BUURTHUIS".to_owned())
        );
        assert_eq!(
            types.of(Some("casino".to_owned())),
            Kind::Unknown("casino".to_owned())
        );
        assert_eq!(types.nearest("bibliotek")[0], "LRN-BIEB");
    }
}
