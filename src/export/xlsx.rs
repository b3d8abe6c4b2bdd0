//! Workbooks (.xlsx): a sheet with the features and a sheet that says where they come from and what each column means.
//!
//! Every cell has the type of its value: numbers stay numbers, days are days, a text is a text whatever sign it begins with (a
//! workbook marks formulas apart, and we write none). Points stand in two columns as in CSV; lines and polygons are left out,
//! for a cell holds too little for them. The workbook is dated by its revision, so the same answer gives the same bytes.
//! Limits of the format: ECMA-376, and what spreadsheets say they hold.

mod provenance;

use std::borrow::Cow;
use std::io::Write;

use geo::Geometry;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{About, ExportError, has_id_column, joined, point_columns, rounded};
use crate::domain::feature::{Feature, FeatureSet, GeometryKind, Value};
use crate::formats::formula;
use crate::spatial::projection::Crs;

/// Rows of a sheet, its heading included.
const MOST_ROWS: usize = 1_048_576;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// UTF-16 units in a cell.
const MOST_UNITS: usize = 32_767;
/// Whole numbers up to this are exact in a cell.
const MOST_EXACT: u64 = 1 << 53;
/// What ends a text that was cut.
const CUT: char = '…';
/// Rows that decide how wide a column is shown.
const ROWS_THAT_WIDEN: usize = 200;

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// A text that was longer than a cell.
struct TooLong {
    feature: String,
    column: String,
}

/// The formats that cells share.
struct Styles {
    heading: Format,
    day: Format,
    /// For texts that a spreadsheet would take for a formula once somebody edits the cell.
    like_a_formula: Format,
}

impl Styles {
    fn new() -> Self {
        Self {
            heading: Format::new().set_bold().set_align(FormatAlign::Top),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            like_a_formula: Format::new().set_quote_prefix(),
        }
    }
}

/// A sheet that is being written.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    styles: &'a Styles,
}

/// The text as it fits a cell; none: it fits as it is.
fn cut(text: &str) -> Option<String> {
    // No text has more UTF-16 units than bytes.
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return None;
    }
    let mut units = CUT.len_utf16();
    let kept = text.chars().take_while(|of| {
        units += of.len_utf16();
        units <= MOST_UNITS
    });
    Some(kept.chain([CUT]).collect())
}

/// Serial number of a day; none before March 1900, for of the days before it spreadsheets differ in what they count.
fn serial(day: jiff::civil::Date) -> Option<ExcelDateTime> {
    let (year, month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?);
    if (year, month) < (1900, 3) {
        return None;
    }
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day()).ok()?).ok()
}

impl Page<'_> {
    /// Writes a text; false: it had to be cut.
    fn text(&mut self, row: u32, column: u16, text: &str) -> Result<bool, XlsxError> {
        let fitted = cut(text);
        let whole = fitted.is_none();
        let text = fitted.map_or(Cow::Borrowed(text), Cow::Owned);
        if formula::begins_like_one(&text) {
            self.sheet
                .write_string_with_format(row, column, text, &self.styles.like_a_formula)?;
        } else {
            self.sheet.write_string(row, column, text)?;
        }
        Ok(whole)
    }

    fn heading(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        let text = cut(text).map_or(Cow::Borrowed(text), Cow::Owned);
        self.sheet
            .write_string_with_format(row, column, text, &self.styles.heading)?;
        Ok(())
    }

    /// Writes a value; false: it had to be cut. Nothing is written for null.
    fn value(&mut self, row: u32, column: u16, value: &Value) -> Result<bool, XlsxError> {
        match value {
            Value::Null => {}
            Value::Text(text) => return self.text(row, column, text),
            Value::TextList(list) => return self.value(row, column, &joined(list)),
            Value::Number(number) => {
                self.sheet.write_number(row, column, number + 0.0)?;
            }
            Value::Integer(number) if number.unsigned_abs() <= MOST_EXACT => {
                self.sheet.write_number(row, column, *number as f64)?;
            }
            Value::Integer(number) => return self.text(row, column, &number.to_string()),
            Value::Boolean(yes) => {
                self.sheet.write_boolean(row, column, *yes)?;
            }
            Value::Date(day) => match serial(*day) {
                Some(serial) => {
                    self.sheet
                        .write_datetime_with_format(row, column, serial, &self.styles.day)?;
                }
                None => return self.text(row, column, &day.to_string()),
            },
        }
        Ok(true)
    }
}

/// Place of a column; what is wider than a sheet was refused before.
fn place(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Names of the columns, in their order.
fn columns(set: &FeatureSet, crs: &Crs) -> Vec<String> {
    let id = has_id_column(set).then(|| "id".to_owned());
    let own = set.schema.properties.iter().map(|of| of.name.to_string());
    let coordinates: &[&str] = match set.schema.geometry {
        GeometryKind::Point => &point_columns(crs),
        _ => &[],
    };
    let coordinates = coordinates.iter().map(|name| (*name).to_owned());
    id.into_iter().chain(own).chain(coordinates).collect()
}

/// The cells of a feature, in the order of the columns.
fn cells(set: &FeatureSet, crs: &Crs, feature: &Feature) -> Vec<Value> {
    let mut cells = Vec::with_capacity(feature.values.len() + 3);
    if has_id_column(set) {
        cells.push(Value::Text(feature.id.clone()));
    }
    cells.extend(feature.values.iter().cloned());
    if let (GeometryKind::Point, Some(Geometry::Point(at))) = (set.schema.geometry, &feature.geometry) {
        cells.extend([at.x(), at.y()].map(|ordinate| Value::Number(rounded(ordinate, crs))));
    }
    cells
}

/// How many characters a value takes on the screen.
fn shown(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Text(text) => text.chars().take(MOST_SHOWN).count(),
        Value::TextList(list) => list
            .iter()
            .map(|of| of.chars().take(MOST_SHOWN).count() + 1)
            .sum(),
        Value::Number(_) | Value::Date(_) => 10,
        Value::Integer(number) => number.to_string().len(),
        Value::Boolean(_) => 5,
    }
}

/// The widest that a column is shown, in characters.
const MOST_SHOWN: usize = 50;

/// Writes the sheet of the features; gives the texts that had to be cut.
fn features(
    sheet: &mut Worksheet,
    styles: &Styles,
    set: &FeatureSet,
    crs: &Crs,
) -> Result<Vec<TooLong>, XlsxError> {
    let columns = columns(set, crs);
    let mut widths: Vec<usize> = columns.iter().map(|name| name.chars().count() + 3).collect();
    let mut too_long = Vec::new();
    let mut page = Page { sheet, styles };
    for (at, name) in columns.iter().enumerate() {
        page.heading(0, place(at), name)?;
    }
    for (row, (number, feature)) in (1_u32..).zip(set.features.iter().enumerate()) {
        for (at, value) in cells(set, crs, feature).iter().enumerate() {
            if !page.value(row, place(at), value)? {
                too_long.push(TooLong {
                    feature: feature.id.clone(),
                    column: columns[at].clone(),
                });
            }
            if number < ROWS_THAT_WIDEN {
                widths[at] = widths[at].max(shown(value) + 1);
            }
        }
    }
    for (at, width) in widths.into_iter().enumerate() {
        sheet.set_column_width(place(at), width.min(MOST_SHOWN) as f64)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = columns.len().checked_sub(1) {
        let rows = u32::try_from(set.features.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, place(last))?;
    }
    Ok(too_long)
}

fn refuse_what_does_not_fit(rows: usize, columns: usize) -> Result<(), ExportError> {
    let refuse = |what, most, found| ExportError::TooMany {
        format: "a sheet of XLSX",
        what,
        most,
        found,
    };
    if rows >= MOST_ROWS {
        return Err(refuse("features", MOST_ROWS - 1, rows));
    }
    if columns > MOST_COLUMNS {
        return Err(refuse("columns", MOST_COLUMNS, columns));
    }
    Ok(())
}

/// Writes a whole set.
pub fn write(set: &FeatureSet, crs: &Crs, about: &About, out: &mut dyn Write) -> Result<(), ExportError> {
    refuse_what_does_not_fit(set.features.len(), columns(set, crs).len())?;
    let styles = Styles::new();
    let mut workbook = Workbook::new();
    let time = about.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let properties = DocProperties::new()
        .set_title(format!("{} / {}", about.title_nl, about.title_en))
        .set_author("Wijkkaart")
        .set_creation_datetime(&ExcelDateTime::parse_from_str(&time)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet().set_name(&about.collection)?;
    let too_long = features(sheet, &styles, set, crs)?;
    provenance::write(workbook.add_worksheet(), &styles, set, crs, about, &too_long)?;
    out.write_all(&workbook.save_to_buffer()?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_only_where_a_cell_cannot_hold_it() {
        assert_eq!(cut(&"a".repeat(MOST_UNITS)), None);
        assert_eq!(cut(&"é".repeat(MOST_UNITS)), None);
        for text in ["a".repeat(MOST_UNITS + 1), "🛝".repeat(MOST_UNITS / 2 + 1)] {
            let cut = cut(&text).unwrap();
            let units = cut.encode_utf16().count();
            assert!((MOST_UNITS - 1..=MOST_UNITS).contains(&units), "{units}");
            assert!(cut.ends_with(CUT) && text.starts_with(cut.trim_end_matches(CUT)));
        }
    }

    #[test]
    fn what_a_sheet_cannot_hold_is_refused_with_the_numbers() {
        assert!(refuse_what_does_not_fit(MOST_ROWS - 1, MOST_COLUMNS).is_ok());
        let rows = refuse_what_does_not_fit(2_000_000, 3).unwrap_err().to_string();
        assert!(
            rows.contains("at most 1048575 features and these are 2000000"),
            "{rows}"
        );
        assert!(refuse_what_does_not_fit(0, MOST_COLUMNS + 1).is_err());
    }

    #[test]
    fn days_that_spreadsheets_count_differently_are_texts() {
        use jiff::civil::date;
        assert!(serial(date(1900, 2, 28)).is_none());
        assert!(serial(date(1900, 3, 1)).is_some());
        assert!(serial(date(-44, 3, 15)).is_none());
        assert!(serial(date(9999, 12, 31)).is_some());
    }
}
