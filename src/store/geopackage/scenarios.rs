//! The scenarios, each a document under its name. They are no records of the city: no revision comes of them.

use rusqlite::{Connection, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use super::failure::Failure;
use crate::domain::scenario::Scenario;

/// One row per scenario, with a digest of its document.
pub(super) const TABLES: &str = "
CREATE TABLE wijkkaart_scenarios (name TEXT PRIMARY KEY NOT NULL, scenario TEXT NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
";

fn digest(name: &str, document: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update((name.len() as u64).to_le_bytes());
    hash.update(name.as_bytes());
    hash.update(document.as_bytes());
    hash.finalize().to_vec()
}

/// Keeps a scenario in place of the one with its name.
pub(super) fn keep(store: &mut Connection, scenario: &Scenario) -> Result<(), Failure> {
    let document = serde_json::to_string(scenario).map_err(|error| Failure::Failed(error.to_string()))?;
    let change = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    change.execute(
        "INSERT OR REPLACE INTO wijkkaart_scenarios (name, scenario, digest) VALUES (?1, ?2, ?3)",
        params![scenario.name, document, digest(&scenario.name, &document)],
    )?;
    change.commit()?;
    Ok(())
}

/// Takes a scenario away; tells whether there was one.
pub(super) fn remove(store: &mut Connection, name: &str) -> Result<bool, Failure> {
    let change = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let removed = change.execute("DELETE FROM wijkkaart_scenarios WHERE name = ?1", [name])?;
    change.commit()?;
    Ok(removed > 0)
}

/// Every scenario, by name.
pub(super) fn all(store: &Connection) -> Result<Vec<Scenario>, Failure> {
    let mut statement =
        store.prepare_cached("SELECT name, scenario, digest FROM wijkkaart_scenarios ORDER BY name")?;
    let mut rows = statement.query([])?;
    let mut scenarios = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, document, kept): (String, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let changed = || {
            Failure::Failed(format!(
                "the scenario '{name}' was changed behind our back; put it again, or remove it"
            ))
        };
        if kept != digest(&name, &document) {
            return Err(changed());
        }
        let document = serde_json::from_str(&document).map_err(|_| changed())?;
        scenarios.push(Scenario::read(&name, &document).map_err(|_| changed())?);
    }
    Ok(scenarios)
}
