//! The rule of every figure in words, with the literature that it is taken from: one per property.
//!
//! A new figure gets its rule in the file of its family. A test asks that no numeric property is without one.

mod areas;
mod facilities;
mod indicators;
mod money;
mod people;
mod places;
mod scenarios;
mod siting;
mod spending;
mod stopping;
mod supply;
mod time;

pub use indicators::computed;

/// What a property is and how it is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    pub nl: &'static str,
    pub en: &'static str,
    /// Where the rule comes from; none for a value that is only passed on.
    pub source: Option<&'static str>,
}

/// The rules of some collections, by property.
struct Table {
    collections: &'static [&'static str],
    rules: &'static [(&'static str, Definition)],
}

/// Rules of our own making.
const OURS: &str = "Wijkkaart";

const fn rule(
    property: &'static str,
    source: &'static str,
    nl: &'static str,
    en: &'static str,
) -> (&'static str, Definition) {
    let source = Some(source);
    (property, Definition { nl, en, source })
}

/// A value that a source gives and that is not computed.
const fn given(property: &'static str, nl: &'static str, en: &'static str) -> (&'static str, Definition) {
    (property, Definition { nl, en, source: None })
}

const TABLES: &[&[Table]] = &[
    areas::TABLES,
    facilities::TABLES,
    indicators::TABLES,
    places::TABLES,
    siting::TABLES,
    people::TABLES,
    money::TABLES,
    scenarios::TABLES,
    spending::TABLES,
    stopping::TABLES,
    supply::TABLES,
    time::TABLES,
];

/// The rule of a property of a collection; none where it has none of its own.
pub fn of(collection: &str, property: &str) -> Option<&'static Definition> {
    let tables = TABLES.iter().copied().flatten();
    tables
        .filter(|table| table.collections.contains(&collection))
        .flat_map(|table| table.rules)
        .find(|(name, _)| *name == property)
        .map(|(_, definition)| definition)
}

/// Every collection and property that a rule is given for, so that a test finds those that stand twice.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static Definition)> {
    TABLES.iter().copied().flatten().flat_map(|table| {
        table.rules.iter().flat_map(move |(property, definition)| {
            table
                .collections
                .iter()
                .map(move |collection| (*collection, *property, definition))
        })
    })
}
