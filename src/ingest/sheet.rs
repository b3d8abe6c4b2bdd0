//! The cells of one sheet of a workbook.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::findings::Refusal;
use super::table::{Cell, MOST_COLUMNS};
use super::xlsx::{Shared, unescaped};
use super::xml::{Element, Event, Xml};

/// Cells with something in them that one sheet may hold.
const MOST_CELLS: usize = 2_000_000;
/// The format's own limit.
const MOST_ROWS: u64 = 1_048_576;

fn corrupt(message: impl Into<String>) -> Refusal {
    Refusal::file("corrupt_workbook", message)
}

/// The rows that hold anything, with their numbers.
pub(super) fn rows(text: &str, shared: &Shared) -> Result<Vec<(u64, Vec<Cell>)>, Refusal> {
    let mut rows: Vec<(u64, Vec<Cell>)> = Vec::new();
    let mut number = 0;
    let mut cells: Vec<Cell> = Vec::new();
    let mut column = 0;
    let mut count = 0;
    let mut in_data = false;
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.name() {
                "sheetData" => in_data = !element.is_empty(),
                "row" if in_data => {
                    let told = element.attribute("r")?;
                    let next = match told {
                        None => number + 1,
                        Some(told) => told
                            .parse()
                            .map_err(|_| corrupt(format!("'{told}' is no row number")))?,
                    };
                    if next <= number || next > MOST_ROWS {
                        return Err(corrupt(format!("row {next} stands after row {number}")));
                    }
                    number = next;
                    column = 0;
                }
                "c" if in_data => {
                    if let Some(reference) = element.attribute("r")? {
                        column = place(&reference, number)?;
                    }
                    let cell = cell(&element, &mut xml, shared, number)?;
                    if cell != Cell::Empty {
                        count += 1;
                        if column >= MOST_COLUMNS || count > MOST_CELLS {
                            return Err(Refusal::row(
                                "too_many_cells",
                                number,
                                "the sheet is wider or fuller than can be read",
                            ));
                        }
                        if cells.len() <= column {
                            cells.resize(column + 1, Cell::Empty);
                        }
                        if let Some(slot) = cells.get_mut(column) {
                            *slot = cell;
                        }
                    }
                    column += 1;
                }
                _ => {}
            },
            Event::End(end) if end.is("row") && !cells.is_empty() => {
                let width = cells.len();
                rows.push((number, std::mem::take(&mut cells)));
                cells.reserve(width);
            }
            Event::End(end) if end.is("sheetData") => in_data = false,
            _ => {}
        }
    }
    Ok(rows)
}

/// The column, counted from 0, of a reference such as `AB12`, which must stand in `row`.
fn place(reference: &str, row: u64) -> Result<usize, Refusal> {
    let wrong = || corrupt(format!("'{}' is no cell of row {row}", reference.escape_debug()));
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = reference.split_at(letters);
    if !(1..=3).contains(&letters.len()) || digits.parse() != Ok(row) {
        return Err(wrong());
    }
    let column = letters
        .bytes()
        .fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    if column > 16_384 {
        Err(wrong())
    } else {
        Ok(column - 1)
    }
}

fn cell(element: &Element<'_>, xml: &mut Xml<'_>, shared: &Shared, row: u64) -> Result<Cell, Refusal> {
    if element.is_empty() {
        return Ok(Cell::Empty);
    }
    let kind = element.attribute("t")?.unwrap_or_default();
    let style = element
        .attribute("s")?
        .and_then(|style| style.parse::<usize>().ok());
    let mut value = None;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(inner) if !inner.is_empty() => match inner.name() {
                "v" => value = Some(xml.plain_text("v")?),
                "is" => value = Some(unescaped(&xml.rich_text("is")?)),
                _ => {}
            },
            Event::End(end) if end.is("c") => break,
            _ => {}
        }
    }
    let Some(value) = value else {
        return Ok(Cell::Empty);
    };
    let text = |text: String| {
        if text.trim().is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    };
    Ok(match kind.as_str() {
        "s" => {
            let string = value
                .trim()
                .parse::<usize>()
                .ok()
                .and_then(|index| shared.strings.get(index))
                .ok_or_else(|| {
                    Refusal::row(
                        "corrupt_workbook",
                        row,
                        "a cell refers to a text that is not there",
                    )
                })?;
            text(string.clone())
        }
        "b" => Cell::Boolean(value.trim() == "1" || value.trim() == "true"),
        "e" => Cell::Fault(value),
        "str" => text(unescaped(&value)),
        "inlineStr" | "d" => text(value),
        _ => {
            let trimmed = value.trim();
            let is_date = style
                .and_then(|style| shared.is_date.get(style))
                .copied()
                .unwrap_or(false);
            match (trimmed.parse::<i128>(), trimmed.parse::<f64>()) {
                _ if trimmed.is_empty() => Cell::Empty,
                (_, Ok(serial)) if is_date && serial.is_finite() => {
                    day(serial, shared.from_1904).map_or_else(|| Cell::Text(value.clone()), Cell::Date)
                }
                (Ok(n), _) => Cell::Integer(n),
                (_, Ok(n)) if n.is_finite() => Cell::Number(n),
                _ => {
                    return Err(Refusal::row(
                        "corrupt_workbook",
                        row,
                        "a number cell holds no number",
                    ));
                }
            }
        }
    })
}

/// The day of a serial number. The first day of the 1900 count is 1 January, and it believes in a 29 February of that year.
fn day(serial: f64, from_1904: bool) -> Option<Date> {
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // bounded just above
    let days = serial.floor() as i64;
    let start = match (from_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    start.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared() -> Shared {
        Shared {
            strings: vec!["naam".to_owned()],
            is_date: vec![false, true],
            from_1904: false,
        }
    }

    #[test]
    fn cells_of_every_type_are_read_where_they_stand() {
        let text = r#"<worksheet><sheetData>
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><r><t>a&amp;</t></r><r><t>b</t></r></is></c></row>
            <row r="3"><c r="A3" s="1"><v>45292</v></c><c><v>12345678901234567</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>
        </sheetData></worksheet>"#;
        let rows = rows(text, &shared()).unwrap();
        let heading = vec![
            Cell::Text("naam".to_owned()),
            Cell::Empty,
            Cell::Text("a&b".to_owned()),
        ];
        assert_eq!(rows[0], (1, heading));
        let values = vec![
            Cell::Date(date(2024, 1, 1)),
            Cell::Integer(12_345_678_901_234_567),
            Cell::Fault("#N/A".to_owned()),
            Cell::Boolean(true),
        ];
        assert_eq!(rows[1], (3, values));
    }

    #[test]
    fn references_that_cannot_be_are_refused() {
        assert_eq!(place("A1", 1), Ok(0));
        assert_eq!(place("XFD1048576", 1_048_576), Ok(16_383));
        for reference in ["A0", "ZZZZ99999999", "XFE1", "1", "A", "A2", "a1"] {
            assert!(place(reference, 1).is_err(), "{reference}");
        }
    }

    #[test]
    fn deep_and_typed_documents_are_refused() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(rows(&deep, &shared()).unwrap_err().code, "corrupt_workbook");
        let typed = "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>";
        assert_eq!(rows(typed, &shared()).unwrap_err().code, "xml_dtd");
    }

    #[test]
    fn the_days_about_the_false_leap_day_are_right() {
        assert_eq!(day(1.0, false), Some(date(1900, 1, 1)));
        assert_eq!(day(59.0, false), Some(date(1900, 2, 28)));
        assert_eq!(day(61.0, false), Some(date(1900, 3, 1)));
        assert_eq!(day(0.5, true), Some(date(1904, 1, 1)));
        assert_eq!(day(-1.0, false), None);
    }
}
