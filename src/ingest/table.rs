//! What every reader makes of its file: rows of cells, each with its place in the file and perhaps a geometry.

use geo::Geometry;
use jiff::civil::Date;

use super::findings::Refusal;
use crate::spatial::projection::Crs;

/// More columns than any real table of ours has; storage formats stop at about this many.
pub(super) const MOST_COLUMNS: usize = 1000;

/// A text that is longer is no value of a field but a mistake or an attack.
pub(super) const MOST_CHARACTERS: usize = 100_000;

/// One value as its file holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Cell {
    #[default]
    Empty,
    Text(String),
    /// Wide enough for every whole number that JSON, SQLite and dBase write, so that identifiers are never rounded.
    Integer(i128),
    Number(f64),
    Boolean(bool),
    Date(Date),
    List(Vec<String>),
    /// What a spreadsheet shows instead of a value, e.g. `#N/A`.
    Fault(String),
}

impl Cell {
    /// The cell as text, trimmed; none when there is nothing in it.
    pub fn text(&self) -> Option<String> {
        let text = match self {
            Self::Empty => return None,
            Self::Text(text) | Self::Fault(text) => text.trim().to_owned(),
            Self::Integer(n) => n.to_string(),
            Self::Number(n) => n.to_string(),
            Self::Boolean(b) => b.to_string(),
            Self::Date(date) => date.to_string(),
            Self::List(list) => list.join(";"),
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// What a file says of its coordinates.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TableCrs {
    /// Named by the file.
    Stated(Crs),
    /// Not named, but the format's own rule decides: GeoJSON is in CRS84. Another may be given by hand.
    Implied(Crs),
    Missing,
}

/// A row of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RawRow {
    /// As the report counts it: see [`super::Finding::row`].
    pub number: u64,
    /// The identifier that the format gives a record beside its columns.
    pub id: Option<String>,
    /// In the file's CRS, x first.
    pub geometry: Option<Geometry<f64>>,
    /// One per column; cells at the end may be left out.
    pub cells: Vec<Cell>,
}

impl RawRow {
    /// The cell in a column; empty where the row is short.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A file, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RawTable {
    /// Name of the file in findings.
    pub file: String,
    pub columns: Vec<String>,
    /// Whether the format cuts names at 10 characters.
    pub names_cut: bool,
    /// Whether the format has geometries of its own, so that no column is one.
    pub has_geometry: bool,
    /// Whether a comma can stand in a number without quotes: the cells are not separated by commas.
    pub comma_is_free: bool,
    pub crs: TableCrs,
    pub rows: Vec<RawRow>,
}

impl RawTable {
    /// A table without rows.
    pub fn new(file: &str, columns: Vec<String>) -> Result<Self, Refusal> {
        check_width(columns.len())?;
        Ok(Self {
            file: file.to_owned(),
            columns,
            names_cut: false,
            has_geometry: false,
            comma_is_free: true,
            crs: TableCrs::Missing,
            rows: Vec::new(),
        })
    }
}

/// Refuses more columns than can be kept apart.
pub(super) fn check_width(columns: usize) -> Result<(), Refusal> {
    if columns > MOST_COLUMNS {
        Err(Refusal::file(
            "too_many_fields",
            format!("{columns} columns; at most {MOST_COLUMNS} are read"),
        ))
    } else {
        Ok(())
    }
}
