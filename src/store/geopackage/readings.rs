//! The figures computed of each revision, kept so that what was told stays known whatever later versions compute.

use std::collections::HashMap;

use rusqlite::{Connection, TransactionBehavior, params};

use super::failure::Failure;
use super::revisions;
use crate::domain::Reading;

/// One row per figure; names of indicators and areas, which repeat, stand once each.
pub(super) const TABLES: &str = "
CREATE TABLE wijkkaart_reading_names (id INTEGER PRIMARY KEY NOT NULL, name TEXT UNIQUE NOT NULL);
CREATE TABLE wijkkaart_readings (
  revision INTEGER NOT NULL, indicator INTEGER NOT NULL, area INTEGER NOT NULL, date TEXT NOT NULL, value DOUBLE,
  PRIMARY KEY (revision, indicator, area)) WITHOUT ROWID;
";

/// Puts the figures of a revision in place of those kept of it before.
pub(super) fn keep(store: &mut Connection, revision: u64, readings: &[Reading]) -> Result<(), Failure> {
    let change = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    revisions::get(&change, revision)?;
    let number = revisions::sql(revision);
    change.execute("DELETE FROM wijkkaart_readings WHERE revision = ?1", [number])?;
    let mut known: HashMap<&str, i64> = HashMap::new();
    let mut id = |name| -> Result<i64, Failure> {
        if let Some(id) = known.get(name) {
            return Ok(*id);
        }
        change
            .prepare_cached("INSERT OR IGNORE INTO wijkkaart_reading_names (name) VALUES (?1)")?
            .execute([name])?;
        let id = change
            .prepare_cached("SELECT id FROM wijkkaart_reading_names WHERE name = ?1")?
            .query_row([name], |row| row.get(0))?;
        known.insert(name, id);
        Ok(id)
    };
    for reading in readings {
        let (indicator, area) = (id(&reading.indicator)?, id(reading.area.as_str())?);
        change
            .prepare_cached(
                "INSERT OR REPLACE INTO wijkkaart_readings (revision, indicator, area, date, value)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                number,
                indicator,
                area,
                reading.date.to_string(),
                reading.value.filter(|value| value.is_finite())
            ])?;
    }
    change.commit()?;
    Ok(())
}

/// The figures kept of the revisions up to `number`, by revision, indicator and area.
pub(super) fn all(store: &Connection, number: u64) -> Result<Vec<Reading>, Failure> {
    let mut statement = store.prepare(
        "SELECT r.revision, r.date, i.name, a.name, r.value FROM wijkkaart_readings r
         JOIN wijkkaart_reading_names i ON i.id = r.indicator JOIN wijkkaart_reading_names a ON a.id = r.area
         WHERE r.revision <= ?1 ORDER BY r.revision, i.name, a.name",
    )?;
    let mut rows = statement.query([revisions::sql(number)])?;
    let mut readings = Vec::new();
    while let Some(row) = rows.next()? {
        let (revision, date): (i64, String) = (row.get(0)?, row.get(1)?);
        let damaged = || Failure::Damaged(format!("a reading is dated '{date}'"));
        readings.push(Reading {
            revision: u64::try_from(revision).unwrap_or(0),
            date: date.parse().map_err(|_| damaged())?,
            indicator: row.get(2)?,
            area: row.get::<_, String>(3)?.into(),
            value: row.get(4)?,
        });
    }
    Ok(readings)
}
