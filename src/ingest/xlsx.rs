//! Workbooks (.xlsx): the first sheet that holds anything, its first row the heading.
//!
//! Our own reader and not `calamine`, which aborts the whole process on workbooks made to exhaust it: the workbook is a
//! stranger's zip of XML, and what would exhaust memory or lead elsewhere has to be refused while it is read. Source: ECMA-376, part 1, 18 (SpreadsheetML). Cells hold values only: formulas keep the value
//! that was saved with them, dates are numbers whose style says so.

use std::collections::HashMap;

use super::findings::{Findings, Refusal};
use super::sheet;
use super::table::{Cell, RawRow, RawTable};
use super::xml::{Event, Xml};
use super::zip::Archive;

fn corrupt(message: impl Into<String>) -> Refusal {
    Refusal::file("corrupt_workbook", message)
}

/// What the cells of every sheet refer to.
pub(super) struct Shared {
    pub strings: Vec<String>,
    /// Per cell style: whether its number is a date.
    pub is_date: Vec<bool>,
    /// Days are counted from 1904, as on an old Macintosh.
    pub from_1904: bool,
}

struct Workbook {
    /// Name and part of each sheet, in order.
    sheets: Vec<(String, String)>,
    from_1904: bool,
}

/// Reads the sheet called `wanted`, or the first that holds anything.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    wanted: Option<&str>,
    findings: &mut Findings,
) -> Result<RawTable, Refusal> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Refusal::file(
            "encrypted_or_legacy",
            "this is an old or encrypted workbook; save it as .xlsx without password",
        ));
    }
    let mut archive = Archive::open(bytes)?;
    let workbook = workbook(&mut archive)?;
    let shared = Shared {
        strings: strings(&part(&mut archive, "xl/sharedStrings.xml")?.unwrap_or_default())?,
        is_date: date_styles(&part(&mut archive, "xl/styles.xml")?.unwrap_or_default())?,
        from_1904: workbook.from_1904,
    };
    if let Some(wanted) = wanted.filter(|wanted| !workbook.sheets.iter().any(|(name, _)| name == wanted)) {
        return Err(Refusal::file(
            "unknown_layer",
            format!("there is no sheet '{wanted}'"),
        ));
    }
    let others = workbook.sheets.len();
    for (name, target) in &workbook.sheets {
        if wanted.is_some_and(|wanted| wanted != name) {
            continue;
        }
        let Some(text) = part(&mut archive, target)? else {
            return Err(corrupt(format!("the sheet '{name}' is listed and not there")));
        };
        let rows = sheet::rows(&text, &shared)?;
        if rows.is_empty() {
            continue;
        }
        if others > 1 && wanted.is_none() {
            findings.warn(
                "layer_chosen",
                None,
                None,
                format!("of {others} sheets '{name}' was read; another is named by FILE|layername=NAME"),
            );
        }
        return table(file, rows);
    }
    if workbook.sheets.is_empty() {
        return Err(corrupt("the workbook has no sheet"));
    }
    RawTable::new(file, Vec::new())
}

fn table(file: &str, rows: Vec<(u64, Vec<Cell>)>) -> Result<RawTable, Refusal> {
    let mut rows = rows.into_iter();
    let heading = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let columns = heading
        .iter()
        .map(|cell| cell.text().unwrap_or_default())
        .collect();
    let mut table = RawTable::new(file, columns)?;
    for (number, cells) in rows {
        if cells.len() > table.columns.len() {
            return Err(Refusal::row(
                "too_many_values",
                number,
                format!(
                    "value {} stands in no column; the heading has {}",
                    cells.len(),
                    table.columns.len()
                ),
            ));
        }
        table.rows.push(RawRow {
            number,
            cells,
            ..RawRow::default()
        });
    }
    Ok(table)
}

/// A part of the package as text; part names do not distinguish case.
fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let Some(name) = archive
        .names()
        .iter()
        .find(|other| other.eq_ignore_ascii_case(name))
        .cloned()
    else {
        return Ok(None);
    };
    let Some(bytes) = archive.read(&name)? else {
        return Ok(None);
    };
    let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let (text, faulty) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
    if faulty {
        return Err(corrupt(format!("{name} is not {}", encoding.name())));
    }
    Ok(Some(text.into_owned()))
}

fn workbook(archive: &mut Archive<'_>) -> Result<Workbook, Refusal> {
    let text = part(archive, "xl/workbook.xml")?.ok_or_else(|| corrupt("xl/workbook.xml is not there"))?;
    let links = part(archive, "xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let mut targets = HashMap::new();
    let mut xml = Xml::new(&links);
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        if element.name() != "Relationship" {
            continue;
        }
        let (Some(id), Some(target)) = (element.attribute("Id")?, element.attribute("Target")?) else {
            continue;
        };
        let external = element.attribute("TargetMode")?.as_deref() == Some("External");
        let is_sheet = element
            .attribute("Type")?
            .is_some_and(|kind| kind.ends_with("/worksheet"));
        if is_sheet && (external || target.contains("..") || target.contains(':')) {
            return Err(corrupt("a sheet lies outside the workbook"));
        }
        if is_sheet {
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, target);
        }
    }
    let mut workbook = Workbook {
        sheets: Vec::new(),
        from_1904: false,
    };
    let mut xml = Xml::new(&text);
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        match element.name() {
            "workbookPr" => {
                workbook.from_1904 = matches!(element.attribute("date1904")?.as_deref(), Some("1" | "true"));
            }
            "sheet" => {
                let name = element.attribute("name")?.unwrap_or_default();
                let id = element
                    .attribute("id")?
                    .ok_or_else(|| corrupt(format!("the sheet '{name}' has no part")))?;
                // A chart has a tab and no cells: its link is of another type.
                if let Some(target) = targets.get(&id) {
                    workbook.sheets.push((name, target.clone()));
                }
            }
            _ => {}
        }
    }
    Ok(workbook)
}

fn strings(text: &str) -> Result<Vec<String>, Refusal> {
    let mut strings = Vec::new();
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) if element.name() == "si" => {
                strings.push(if element.is_empty() {
                    String::new()
                } else {
                    unescaped(&xml.rich_text("si")?)
                });
            }
            _ => {}
        }
    }
    Ok(strings)
}

/// The text that is meant: what XML cannot hold, such as a carriage return of a line break made in a cell, stands in a workbook
/// as `_x000D_`, and a text that looks so itself begins with `_x005F_` (ECMA-376, part 1, 22.9.2.19).
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let digits = escape
            .get(2..6)
            .filter(|of| of.bytes().all(|b| b.is_ascii_hexdigit()));
        let meant = digits
            .filter(|_| escape[6..].starts_with('_'))
            .and_then(|of| char::from_u32(u32::from_str_radix(of, 16).ok()?));
        let length = match meant {
            Some(meant) => {
                plain.push(meant);
                7
            }
            None => {
                plain.push_str("_x");
                2
            }
        };
        rest = &escape[length..];
    }
    plain.push_str(rest);
    plain
}

/// Per cell style, whether it shows a number as a date.
fn date_styles(text: &str) -> Result<Vec<bool>, Refusal> {
    let mut own_formats = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cell_styles = false;
    let mut xml = Xml::new(text);
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.name() {
                "numFmt" => {
                    let id = element.attribute("numFmtId")?;
                    let code = element.attribute("formatCode")?;
                    if let (Some(id), Some(code)) = (id, code) {
                        own_formats.insert(id, is_date_format(&code));
                    }
                }
                "cellXfs" => in_cell_styles = true,
                "xf" if in_cell_styles => {
                    let id = element.attribute("numFmtId")?.unwrap_or_default();
                    let built_in = matches!(id.parse::<u32>(), Ok(14..=22 | 27..=36 | 45..=47 | 50..=58));
                    styles.push(own_formats.get(&id).copied().unwrap_or(built_in));
                }
                _ => {}
            },
            Event::End(end) if end.is("cellXfs") => in_cell_styles = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// Whether a number format shows a day: it has a d or y outside quotes and brackets.
fn is_date_format(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            'd' | 'D' | 'y' | 'Y' | 'j' | 'J' if !quoted && !bracketed => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_read_as_it_is_meant() {
        for (text, meant) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x0041__x0042_", "AB"),
            ("18_x_24", "18_x_24"),
            ("_x00_", "_x00_"),
            ("_xD83D_", "_xD83D_"),
            ("_x12½4_", "_x12½4_"),
            ("_x", "_x"),
            ("_x+041_", "_x+041_"),
        ] {
            assert_eq!(unescaped(text), meant);
        }
    }

    #[test]
    fn formats_with_a_day_or_year_are_dates() {
        for code in ["dd-mm-yyyy", "d mmm yy", "[$-413]dddd d mmmm yyyy", "jjjj-mm-dd"] {
            assert!(is_date_format(code), "{code}");
        }
        for code in ["0.00", "General", "#,##0\\ \"day\"", "[Red]0", "@"] {
            assert!(!is_date_format(code), "{code}");
        }
    }
}
