//! Reading what was known at a revision.

use std::collections::HashSet;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use super::digest::{self, Digest};
use super::failure::Failure;
use super::{revisions, table};
use crate::domain::feature::Value;
use crate::domain::revision::{Revision, Source};
use crate::domain::{Layer, LayerRecord};
use crate::formats::geopackage;

/// A record as its row holds it, taken apart.
pub(super) struct Found<'row> {
    pub(super) values: Vec<Value>,
    pub(super) geometry: Option<&'row [u8]>,
}

impl<'row> Found<'row> {
    /// Reads geometry and fields from the columns of `row` from `first` on; none where a column holds what we never write.
    pub(super) fn read(layer: Layer, row: &'row Row<'_>, first: usize) -> rusqlite::Result<Option<Self>> {
        let geometry = match row.get_ref(first)? {
            ValueRef::Null => None,
            ValueRef::Blob(blob) => Some(blob),
            _ => return Ok(None),
        };
        Ok(table::values(layer, row, first + 1)?.map(|values| Self { values, geometry }))
    }

    pub(super) fn digest(&self, layer: Layer) -> Digest {
        digest::of(layer, &self.values, self.geometry)
    }

    /// The record; it was tried before it was written.
    fn into_record(self, layer: Layer) -> Result<LayerRecord, String> {
        let geometry = self
            .geometry
            .map(geopackage::decode)
            .transpose()
            .map_err(|error| error.to_string())?
            .and_then(|(geometry, _)| geometry);
        table::record(layer, geometry, self.values).map_err(|error| error.to_string())
    }
}

/// Hears the layer and key of a record that was changed behind our back.
pub(super) type Touched<'a> = &'a mut dyn FnMut(Layer, String) -> Result<(), Failure>;

/// Gives `sink` every record known at `revision` (none: the head), by layer in the order of [`Layer::ALL`] and then by key.
/// Every record is compared with its digest; one that was changed behind our back is named to `touched`, which may go on or
/// give up. `store` has to be in a transaction, so that all of it is one moment.
pub(super) fn load(
    store: &Connection,
    revision: Option<u64>,
    touched: Touched<'_>,
    sink: &mut dyn FnMut(LayerRecord),
) -> Result<(Revision, Vec<Source>), Failure> {
    let head = revisions::head(store)?;
    let present = revision.is_none_or(|number| number == head.revision.number);
    let asked = match revision {
        Some(number) if !present => revisions::get(store, number)?,
        _ => head,
    };
    let mut records = 0;
    let mut standing = HashSet::new();
    for layer in Layer::ALL {
        let at = (!present).then_some(asked.revision.number);
        let count = load_layer(store, layer, at, &mut standing, touched, sink)?;
        if present {
            name_stranger(store, layer, count, touched)?;
        }
        records += count;
    }
    if records != asked.records {
        return Err(Failure::Damaged(format!(
            "{records} of the {} records of revision {} are left",
            asked.records, asked.revision.number
        )));
    }
    let sources = revisions::sources(store, asked.revision.number, &standing)?;
    Ok((asked.revision, sources))
}

/// One layer as it was `at` a revision (none: as it is); the number of its records. Names of sources go to `standing`.
fn load_layer(
    store: &Connection,
    layer: Layer,
    at: Option<u64>,
    standing: &mut HashSet<String>,
    touched: Touched<'_>,
    sink: &mut dyn FnMut(LayerRecord),
) -> Result<u64, Failure> {
    let mut statement = store.prepare(&match at {
        None => table::select_present(layer),
        Some(_) => table::select_known_at(layer),
    })?;
    let mut rows = match at {
        None => statement.query([])?,
        Some(number) => statement.query([revisions::sql(number)])?,
    };
    let mut count = 0;
    // Records of one source mostly follow each other.
    let mut last_source = String::new();
    while let Some(row) = rows.next()? {
        let found = Found::read(layer, row, 2)?.filter(|found| {
            row.get_ref(1)
                .is_ok_and(|kept| kept == ValueRef::Blob(&found.digest(layer)))
        });
        count += 1;
        let Some(found) = found else {
            touched(layer, row.get(0)?)?;
            continue;
        };
        if let Some(source) = table::source(layer, &found.values)
            && source != last_source
        {
            source.clone_into(&mut last_source);
            standing.insert(last_source.clone());
        }
        match found.into_record(layer) {
            Ok(record) => sink(record),
            Err(reason) => {
                let key: String = row.get(0)?;
                return Err(Failure::Damaged(format!("{layer} '{key}': {reason}")));
            }
        }
    }
    Ok(count)
}

/// Names a row of the layer that is not one of the `expected` ones that we put there. Where rows are missing they have been
/// named before.
fn name_stranger(
    store: &Connection,
    layer: Layer,
    expected: u64,
    touched: Touched<'_>,
) -> Result<(), Failure> {
    let rows: i64 = store.query_row(&format!("SELECT count(*) FROM {layer}"), [], |row| row.get(0))?;
    if u64::try_from(rows) == Ok(expected) {
        return Ok(());
    }
    let key: Option<String> = store
        .query_row(&table::select_stranger(layer), [], |row| row.get(0))
        .optional()?;
    key.map_or(Ok(()), |key| touched(layer, key))
}
