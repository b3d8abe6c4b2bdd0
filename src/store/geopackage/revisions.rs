//! The revisions of the store and the sources that are in force at one of them.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::Failure;
use crate::domain::revision::{Revision, Source};

/// A revision with the number of records that stand at it.
pub(super) struct Known {
    pub(super) revision: Revision,
    pub(super) records: u64,
}

/// SQLite counts in signed numbers; no revision ever gets that far.
pub(super) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn parse(json: &str) -> Result<Revision, Failure> {
    serde_json::from_str(json)
        .map_err(|error| Failure::Damaged(format!("a revision cannot be read: {error}")))
}

fn known(row: Option<(String, i64)>) -> Result<Option<Known>, Failure> {
    row.map(|(json, records)| {
        Ok(Known {
            revision: parse(&json)?,
            records: u64::try_from(records).unwrap_or(0),
        })
    })
    .transpose()
}

/// The newest revision: one look-up by primary key.
pub(super) fn head(store: &Connection) -> Result<Known, Failure> {
    let row = store
        .prepare_cached("SELECT revision, records FROM wijkkaart_revisions ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    known(row)?.ok_or_else(|| Failure::Damaged("its revisions are gone".to_owned()))
}

/// Revision `number`.
pub(super) fn get(store: &Connection, number: u64) -> Result<Known, Failure> {
    let row = store
        .prepare_cached("SELECT revision, records FROM wijkkaart_revisions WHERE number = ?1")?
        .query_row([sql(number)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    known(row)?.ok_or(Failure::UnknownRevision(number))
}

/// Every revision, oldest first.
pub(super) fn all(store: &Connection) -> Result<Vec<Revision>, Failure> {
    let mut statement = store.prepare("SELECT revision FROM wijkkaart_revisions ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut revisions = Vec::new();
    while let Some(row) = rows.next()? {
        revisions.push(parse(&row.get::<_, String>(0)?)?);
    }
    Ok(revisions)
}

/// Adds a revision at which `records` stand.
pub(super) fn add(store: &Connection, revision: &Revision, records: u64) -> Result<(), Failure> {
    let json = serde_json::to_string(revision).map_err(|error| Failure::Failed(error.to_string()))?;
    store.execute(
        "INSERT INTO wijkkaart_revisions (number, layer, source, records, revision) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            sql(revision.number),
            revision.source.as_ref().map(|source| source.layer.name()),
            revision.source.as_ref().map(|source| source.name.as_str()),
            sql(records),
            json,
        ],
    )?;
    Ok(())
}

/// The sources in force at revision `number`, by layer and name: the latest import of each into each layer. A source is
/// out of force when nothing of it stands any more and another import had the last word in its layer, as when a city's
/// neighbourhoods are replaced from elsewhere.
pub(super) fn sources(
    store: &Connection,
    number: u64,
    standing: &HashSet<String>,
) -> Result<Vec<Source>, Failure> {
    let mut statement = store.prepare(
        "SELECT revision, number = (SELECT max(last.number) FROM wijkkaart_revisions last
                                    WHERE last.layer = latest.layer AND last.number <= ?1)
         FROM (SELECT layer, source, max(number) AS number FROM wijkkaart_revisions
               WHERE number <= ?1 AND source IS NOT NULL GROUP BY layer, source) latest
         JOIN wijkkaart_revisions USING (number)
         ORDER BY latest.layer, latest.source",
    )?;
    let mut rows = statement.query([sql(number)])?;
    let mut sources = Vec::new();
    while let Some(row) = rows.next()? {
        let last_word: bool = row.get(1)?;
        if let Some(source) = parse(&row.get::<_, String>(0)?)?.source
            && (last_word || standing.contains(source.name.as_str()))
        {
            sources.push(source);
        }
    }
    Ok(sources)
}
