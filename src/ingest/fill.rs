//! Rows become records: each field from its column, by the rules of its kind, with the place of what does not fit.

use std::collections::{BTreeMap, HashMap};

use geo::Geometry;

use super::columns::{Bound, Columns};
use super::findings::{Findings, Refusal};
use super::geometry::Placer;
use super::table::{Cell, RawRow, RawTable};
use super::values::{self, DecimalSign};
use super::{Context, Request};
use crate::domain::feature::{Kind, Value};
use crate::domain::record::{Field, Record};

/// An identifier that is longer is none.
const LONGEST_ID: usize = 200;

/// A table of which every column has found its field.
pub(super) struct Filling<'a> {
    pub table: &'a RawTable,
    pub request: &'a Request,
    pub context: Context<'a>,
    pub placer: Option<Placer>,
    columns: Columns,
    signs: HashMap<usize, DecimalSign>,
    /// Our field → their text, as it is compared → our value.
    translations: BTreeMap<String, BTreeMap<String, String>>,
}

impl<'a> Filling<'a> {
    /// Prepares a table.
    pub fn new(
        table: &'a RawTable,
        columns: Columns,
        placer: Option<Placer>,
        request: &'a Request,
        context: Context<'a>,
    ) -> Self {
        let signs = columns
            .by_field
            .values()
            .filter(|bound| matches!(bound.kind, Kind::Number | Kind::Integer))
            .map(|bound| {
                let cells = table.rows.iter().map(|row| row.cell(bound.column));
                (bound.column, DecimalSign::of(cells))
            })
            .collect();
        let translations = request
            .mapping
            .values
            .iter()
            .map(|(field, values)| {
                let values = values
                    .iter()
                    .map(|(text, value)| (compared(text), value.clone()))
                    .collect();
                (field.clone(), values)
            })
            .collect();
        Self {
            table,
            request,
            context,
            placer,
            columns,
            signs,
            translations,
        }
    }

    /// Whether a column fills the field.
    pub fn has(&self, field: &str) -> bool {
        self.columns.by_field.contains_key(field)
    }

    fn bound(&self, field: &str) -> Option<Bound> {
        self.columns.by_field.get(field).copied()
    }

    /// The text in a field, translated as the mapping says.
    pub fn text(&self, row: &RawRow, field: &str) -> Result<Option<String>, values::Wrong> {
        let Some(bound) = self.bound(field) else {
            return Ok(None);
        };
        let text = values::text(row.cell(bound.column))?;
        Ok(text.and_then(|text| {
            let translated = self
                .translations
                .get(field)
                .and_then(|texts| texts.get(&compared(&text)));
            match translated {
                Some(translated) => Some(translated.clone()).filter(|text| !text.is_empty()),
                None => Some(text),
            }
        }))
    }

    /// The value of a field.
    pub fn value(&self, row: &RawRow, field: &Field) -> Result<Value, values::Wrong> {
        let Some(bound) = self.bound(field.name) else {
            return Ok(Value::Null);
        };
        let sign = self
            .signs
            .get(&bound.column)
            .copied()
            .unwrap_or(DecimalSign::Point);
        let value = if self.translations.contains_key(field.name) {
            let text = self.text(row, field.name)?;
            values::value(&text.map_or(Cell::Empty, Cell::Text), bound.kind, sign)?
        } else {
            values::value(row.cell(bound.column), bound.kind, sign)?
        };
        Ok(match value {
            Value::Number(number) => Value::Number(number * bound.factor),
            other => other,
        })
    }

    /// The identifier of a row, where its file gives one: the column, else what the format has for it.
    pub fn id(&self, row: &RawRow) -> Result<Option<String>, values::Wrong> {
        let id = match self.text(row, "id")? {
            Some(id) => Some(id),
            None => row.id.clone(),
        };
        match id {
            Some(id) if id.trim().is_empty() => Err(("invalid_id", "the id is empty".to_owned())),
            Some(id) if id.chars().count() > LONGEST_ID => Err((
                "invalid_id",
                format!("the id is longer than {LONGEST_ID} characters"),
            )),
            Some(id) if id.chars().any(char::is_control) => {
                Err(("invalid_id", "the id holds a control character".to_owned()))
            }
            other => Ok(other),
        }
    }

    /// The columns that are kept though no field of ours, as `name=value`.
    pub fn kept(&self, row: &RawRow) -> Vec<String> {
        self.columns
            .kept
            .iter()
            .filter_map(|column| {
                let name = self.table.columns.get(*column)?;
                let text = row.cell(*column).text()?;
                Some(format!("{name}={text}"))
            })
            .collect()
    }

    /// The shape of a row in the city's CRS. The error was told already.
    pub fn shape(&self, row: &RawRow, findings: &mut Findings) -> Result<Option<Geometry<f64>>, Told> {
        match (&row.geometry, &self.placer) {
            (None, _) => Ok(None),
            (Some(geometry), Some(placer)) => {
                placer.place(geometry, row.number, findings).map(Some).ok_or(Told)
            }
            // Without a way into the city's CRS the whole file was refused.
            (Some(_), None) => Err(Told),
        }
    }

    /// A record out of a row: `special` gives the fields that are more than their column.
    pub fn record<T: Record>(
        &self,
        row: &RawRow,
        geometry: Option<Geometry<f64>>,
        findings: &mut Findings,
        mut special: impl FnMut(&str, &mut Findings) -> Option<Result<Value, values::Wrong>>,
    ) -> Result<T, Told> {
        let mut failed = false;
        let mut values = Vec::with_capacity(T::FIELDS.len());
        for field in T::FIELDS {
            let value = special(field.name, findings).unwrap_or_else(|| self.value(row, field));
            values.push(value.unwrap_or_else(|(code, message)| {
                failed = true;
                findings.error(code, row.number, field.name, message);
                Value::Null
            }));
        }
        if failed {
            return Err(Told);
        }
        T::from_values(geometry, values).map_err(|error| {
            findings.error("invalid_value", row.number, error.field, error.reason);
            Told
        })
    }
}

/// What was wrong stands in the findings already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told;

/// A text as translations compare it.
pub(super) fn compared(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Where each identifier stands, so that one that stands twice is refused with both places.
#[derive(Default)]
pub(super) struct Seen(HashMap<String, (String, u64)>);

impl Seen {
    /// Whether the identifier is new; a second one is refused.
    pub fn is_new(&mut self, id: &str, file: &str, row: u64, field: &str, findings: &mut Findings) -> bool {
        let Some((first_file, first_row)) = self.0.get(id) else {
            self.0.insert(id.to_owned(), (file.to_owned(), row));
            return true;
        };
        let place = if first_file == file {
            format!("row {first_row}")
        } else {
            format!("{first_file}, row {first_row}")
        };
        findings.refuse(Refusal {
            field: Some(field.to_owned()),
            ..Refusal::row("duplicate_id", row, format!("'{id}' stands in {place} and here"))
        });
        false
    }
}
