//! Writing a change set as the next revision.

use std::collections::HashSet;

use geo::{BoundingRect, Rect};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, ToSql, TransactionBehavior, params};

use super::digest::{self, Digest};
use super::failure::Failure;
use super::load::Found;
use super::{revisions, table};
use crate::domain::feature::Value;
use crate::domain::record::Record;
use crate::domain::revision::{ChangeSet, Revision};
use crate::domain::{Layer, Layers};
use crate::formats::geopackage;
use crate::store::Commit;

/// Makes `changes` the head if the head still is `base`. All of it is one transaction.
pub(super) fn commit(
    store: &mut Connection,
    srs_id: i32,
    base: u64,
    changes: &ChangeSet,
    who: &str,
) -> Result<Commit, Failure> {
    let change = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let head = revisions::head(&change)?;
    if head.revision.number != base {
        return Ok(Commit::Conflict(head.revision));
    }
    let mut writer = Writer {
        store: &change,
        number: base + 1,
        srs_id,
        records: head.records,
    };
    writer.remove_strangers(changes.source.layer)?;
    writer.remove(changes.source.layer, &changes.remove, &changes.put)?;
    writer.put(&changes.put)?;
    let revision = Revision {
        number: base + 1,
        time: jiff::Timestamp::now(),
        who: who.to_owned(),
        source: Some(changes.source.clone()),
        counts: changes.counts,
    };
    revisions::add(&change, &revision, writer.records)?;
    change.commit()?;
    Ok(Commit::Done(revision))
}

struct Writer<'a> {
    store: &'a Connection,
    /// The revision that is being made.
    number: u64,
    srs_id: i32,
    /// How many records stand so far.
    records: u64,
}

/// What is known of a key before this commit.
struct Standing {
    fid: i64,
    digest: Option<Digest>,
    /// Whether the row still is what the digest says.
    untouched: bool,
}

impl Writer<'_> {
    fn put(&mut self, put: &Layers) -> Result<(), Failure> {
        self.put_all(&put.areas)?;
        self.put_all(&put.demand)?;
        self.put_all(&put.facilities)?;
        self.put_all(&put.grants)?;
        self.put_all(&put.indicators)
    }

    fn put_all<R: Record>(&mut self, records: &[R]) -> Result<(), Failure> {
        let mut bounds: Vec<(Layer, Rect<f64>)> = Vec::new();
        for record in records {
            let written = self.put_one(record)?;
            if let Some(rect) = record
                .geometry()
                .filter(|_| written)
                .and_then(|g| g.bounding_rect())
            {
                let layer = record.layer();
                match bounds.iter_mut().find(|(other, _)| *other == layer) {
                    Some((_, all)) => *all = union(*all, rect),
                    None => bounds.push((layer, rect)),
                }
            }
        }
        for (layer, rect) in bounds {
            self.extend(layer, rect)?;
        }
        Ok(())
    }

    /// Writes a record, unless it stands as it is; tells whether it did. What was changed behind our back is written anew.
    fn put_one<R: Record>(&mut self, record: &R) -> Result<bool, Failure> {
        let (layer, key) = (record.layer(), record.key());
        let values = record.values();
        let geometry = record
            .geometry()
            .map(|geometry| geopackage::encode(&geometry, self.srs_id));
        let digest = digest::of(layer, &values, geometry.as_deref());
        let standing = self.standing(layer, key)?;
        let same = standing
            .as_ref()
            .is_some_and(|standing| standing.digest == Some(digest));
        if same && standing.as_ref().is_some_and(|standing| standing.untouched) {
            return Ok(false);
        }
        let unreadable =
            |reason: String| Failure::Failed(format!("{layer} '{key}' cannot be kept: {reason}"));
        // What could not be read again must not get in.
        let again = geometry.as_deref().map(geopackage::decode).transpose();
        let again = again.map_err(|error| unreadable(error.to_string()))?;
        R::from_values(again.and_then(|(geometry, _)| geometry), values.clone())
            .map_err(|error| unreadable(error.to_string()))?;
        if !same && standing.is_some() {
            self.archive(layer, key)?;
        }
        let fid = standing.as_ref().map(|standing| standing.fid);
        let fid = self.write(layer, fid, &values, geometry.as_deref())?;
        if !same {
            self.store
                .prepare_cached(&table::write_standing(layer))?
                .execute(params![key, fid, revisions::sql(self.number), digest])?;
        }
        if standing.is_none() {
            self.records += 1;
        }
        Ok(true)
    }

    fn write(
        &self,
        layer: Layer,
        fid: Option<i64>,
        values: &[Value],
        geometry: Option<&[u8]>,
    ) -> Result<i64, Failure> {
        let columns: Vec<table::Column> = values.iter().map(table::Column).collect();
        let mut row: Vec<&dyn ToSql> = vec![&fid];
        if table::geometry_type(layer).is_some() {
            row.push(&geometry);
        }
        row.extend(columns.iter().map(|column| column as &dyn ToSql));
        self.store
            .prepare_cached(&table::write(layer))?
            .execute(row.as_slice())?;
        Ok(fid.unwrap_or_else(|| self.store.last_insert_rowid()))
    }

    fn standing(&self, layer: Layer, key: &str) -> Result<Option<Standing>, Failure> {
        let standing = self
            .store
            .prepare_cached(&table::select_one(layer))?
            .query_row([key], |row| {
                let digest = match row.get_ref(1)? {
                    ValueRef::Blob(blob) => Digest::try_from(blob).ok(),
                    _ => None,
                };
                let found = Found::read(layer, row, 2)?.map(|found| found.digest(layer));
                Ok(Standing {
                    fid: row.get(0)?,
                    digest,
                    untouched: found.is_some() && found == digest,
                })
            })
            .optional()?;
        Ok(standing)
    }

    fn archive(&self, layer: Layer, key: &str) -> Result<(), Failure> {
        self.store
            .prepare_cached(&table::archive(layer))?
            .execute(params![key, revisions::sql(self.number)])?;
        Ok(())
    }

    /// Removes the records with these keys; one that is put again in the same breath is not removed, and a key that is not
    /// known costs nothing.
    fn remove(&mut self, layer: Layer, keys: &[String], put: &Layers) -> Result<(), Failure> {
        if keys.is_empty() {
            return Ok(());
        }
        let kept = keys_of(layer, put);
        for key in keys.iter().filter(|key| !kept.contains(key.as_str())) {
            let Some(standing) = self.standing(layer, key)? else {
                continue;
            };
            self.archive(layer, key)?;
            self.store
                .prepare_cached(&format!("DELETE FROM {layer} WHERE fid = ?1"))?
                .execute([standing.fid])?;
            self.store
                .prepare_cached(&format!("DELETE FROM {layer}_standing WHERE key = ?1"))?
                .execute([key])?;
            self.records = self.records.saturating_sub(1);
        }
        Ok(())
    }

    /// Takes out what others put into a layer that is now imported anew.
    fn remove_strangers(&self, layer: Layer) -> Result<(), Failure> {
        let strangers: bool = self.store.query_row(
            &format!("SELECT (SELECT count(*) FROM {layer}) <> (SELECT count(*) FROM {layer}_standing)"),
            [],
            |row| row.get(0),
        )?;
        if strangers {
            self.store.execute(&table::delete_strangers(layer), [])?;
        }
        Ok(())
    }

    /// Widens the bounds that the file tells of a layer, so that a map opens on it.
    fn extend(&self, layer: Layer, rect: Rect<f64>) -> Result<(), Failure> {
        self.store.execute(
            "UPDATE gpkg_contents SET
               min_x = min(coalesce(min_x, ?2), ?2), min_y = min(coalesce(min_y, ?3), ?3),
               max_x = max(coalesce(max_x, ?4), ?4), max_y = max(coalesce(max_y, ?5), ?5),
               last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
             WHERE table_name = ?1",
            params![
                layer.name(),
                rect.min().x,
                rect.min().y,
                rect.max().x,
                rect.max().y
            ],
        )?;
        Ok(())
    }
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

/// The keys that `put` holds of one layer.
fn keys_of(layer: Layer, put: &Layers) -> HashSet<&str> {
    fn of<R: Record>(layer: Layer, records: &[R]) -> impl Iterator<Item = &str> {
        records
            .iter()
            .filter(move |record| record.layer() == layer)
            .map(Record::key)
    }
    of(layer, &put.areas)
        .chain(of(layer, &put.demand))
        .chain(of(layer, &put.facilities))
        .chain(of(layer, &put.grants))
        .chain(of(layer, &put.indicators))
        .collect()
}
