//! What an import changes: the records of one source beside those that the store holds.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::domain::record::Record;
use crate::domain::revision::{ChangeSet, Counts, Source};
use crate::domain::{Facility, Grant, Layer, Layers};

/// A record that two sources claim.
#[derive(Debug, PartialEq, Eq)]
pub struct Claimed {
    pub key: String,
    pub by: String,
}

/// What becomes of a record that its source no longer names.
enum Missing<T> {
    /// It is kept, closed.
    Close(T),
    /// It was closed before.
    Stays,
    /// It ceases to be.
    Remove,
}

struct Merge<'a> {
    source: &'a Source,
    counts: Counts,
    remove: Vec<String>,
}

impl Merge<'_> {
    /// The records to put, given what stands in the same layer.
    fn layer<T: Record + PartialEq>(
        &mut self,
        present: &[T],
        new: Vec<T>,
        replaces_layer: bool,
        missing: impl Fn(&T) -> Missing<T>,
    ) -> Result<Vec<T>, Claimed> {
        let by_key: HashMap<&str, &T> = present.iter().map(|record| (record.key(), record)).collect();
        let mut named = HashSet::new();
        let mut put = Vec::new();
        for record in new {
            named.insert(record.key().to_owned());
            match by_key.get(record.key()) {
                None => self.counts.added += 1,
                Some(known) if !replaces_layer && known.source() != record.source() => {
                    return Err(Claimed {
                        key: record.key().to_owned(),
                        by: known.source().to_owned(),
                    });
                }
                Some(known) if **known == record => {
                    self.counts.unchanged += 1;
                    continue;
                }
                Some(_) => self.counts.changed += 1,
            }
            put.push(record);
        }
        for record in present {
            let owned = replaces_layer || record.source() == self.source.name.as_str();
            if !owned || named.contains(record.key()) {
                continue;
            }
            match missing(record) {
                Missing::Stays => {}
                Missing::Remove => {
                    self.counts.removed += 1;
                    self.remove.push(record.key().to_owned());
                }
                Missing::Close(record) => {
                    self.counts.closed += 1;
                    put.push(record);
                }
            }
        }
        Ok(put)
    }
}

/// The last day of something that ends on `date`; never before it began.
fn end(from: Option<Date>, date: Date) -> Option<Date> {
    Some(from.map_or(date, |from| from.max(date)))
}

fn close_facility(facility: &Facility, date: Date) -> Missing<Facility> {
    if facility.valid_to.is_some_and(|to| to <= date) {
        return Missing::Stays;
    }
    Missing::Close(Facility {
        valid_to: end(facility.valid_from, date),
        ..facility.clone()
    })
}

fn close_grant(grant: &Grant, date: Date) -> Missing<Grant> {
    if grant.to.is_some_and(|to| to <= date) {
        return Missing::Stays;
    }
    Missing::Close(Grant {
        to: end(grant.from, date),
        ..grant.clone()
    })
}

/// The change that makes `new` what its source says now. A facility or grant that the source no longer names is closed on the
/// source's date; areas replace their level; demand and indicators replace their source.
pub fn merge(present: &Layers, new: Layers, source: &Source) -> Result<ChangeSet, Claimed> {
    let date = source.date;
    let mut merge = Merge {
        source,
        counts: Counts::default(),
        remove: Vec::new(),
    };
    let mut put = Layers::default();
    match source.layer {
        Layer::Facilities => {
            put.facilities = merge.layer(&present.facilities, new.facilities, false, |f| {
                close_facility(f, date)
            })?;
        }
        Layer::Grants => {
            put.grants = merge.layer(&present.grants, new.grants, false, |g| close_grant(g, date))?;
        }
        Layer::Demand => {
            put.demand = merge.layer(&present.demand, new.demand, false, |_| Missing::Remove)?;
        }
        Layer::Indicators => {
            put.indicators = merge.layer(&present.indicators, new.indicators, false, |_| Missing::Remove)?;
        }
        Layer::Neighbourhoods | Layer::Districts | Layer::Municipalities => {
            let same_level: Vec<_> = present
                .areas
                .iter()
                .filter(|area| area.layer() == source.layer)
                .cloned()
                .collect();
            put.areas = merge.layer(&same_level, new.areas, true, |_| Missing::Remove)?;
        }
    }
    let Merge { counts, remove, .. } = merge;
    Ok(ChangeSet {
        source: source.clone(),
        put,
        remove,
        counts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::revision::Visibility;
    use jiff::civil::date;

    fn source(name: &str, layer: Layer) -> Source {
        Source {
            name: name.into(),
            layer,
            files: Vec::new(),
            sha256: String::new(),
            date: date(2026, 3, 1),
            licence: None,
            attribution: None,
            visibility: Visibility::Public,
            confidential: false,
        }
    }

    fn facilities(records: &[(&str, &str)]) -> Layers {
        let facilities = records
            .iter()
            .map(|(id, source)| Facility::new(*id, *source))
            .collect();
        Layers {
            facilities,
            ..Layers::default()
        }
    }

    #[test]
    fn a_facility_missing_from_the_new_file_is_closed_and_other_sources_are_left_alone() {
        let present = facilities(&[("a", "list"), ("b", "list"), ("c", "other")]);
        let new = facilities(&[("b", "list"), ("d", "list")]);
        let changes = merge(&present, new, &source("list", Layer::Facilities)).unwrap();
        let counts = Counts {
            added: 1,
            closed: 1,
            unchanged: 1,
            ..Counts::default()
        };
        assert_eq!(changes.counts, counts);
        let closed = changes
            .put
            .facilities
            .iter()
            .find(|f| f.id.as_str() == "a")
            .unwrap();
        assert_eq!(closed.valid_to, Some(date(2026, 3, 1)));
        assert!(changes.remove.is_empty());
    }

    #[test]
    fn what_was_closed_before_is_not_closed_again() {
        let mut present = facilities(&[("a", "list")]);
        present.facilities[0].valid_to = Some(date(2025, 1, 1));
        let changes = merge(&present, Layers::default(), &source("list", Layer::Facilities)).unwrap();
        assert!(changes.put.is_empty());
    }

    #[test]
    fn a_record_that_another_source_owns_is_refused() {
        let present = facilities(&[("a", "other")]);
        let error = merge(
            &present,
            facilities(&[("a", "list")]),
            &source("list", Layer::Facilities),
        );
        assert_eq!(
            error.unwrap_err(),
            Claimed {
                key: "a".to_owned(),
                by: "other".to_owned()
            }
        );
    }

    #[test]
    fn a_withdrawn_plan_ends_the_day_it_would_have_begun() {
        let mut present = facilities(&[("a", "list")]);
        present.facilities[0].valid_from = Some(date(2030, 1, 1));
        let changes = merge(&present, Layers::default(), &source("list", Layer::Facilities)).unwrap();
        assert_eq!(changes.put.facilities[0].valid_to, Some(date(2030, 1, 1)));
    }
}
