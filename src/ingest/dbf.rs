//! dBase tables, the attributes of a shapefile.
//!
//! Our own reader and not the `dbase` crate: that one skips deleted records, so that the others no longer stand beside their
//! shapes, and gives up a whole record for one number or day that is none, where we can name the field and keep the rest.
//! Source: dBase III and IV file structure; ESRI Shapefile Technical Description, 1998.

use jiff::civil::Date;

use super::codepage::CodePage;
use super::findings::{Findings, Refusal};
use super::table::{Cell, MOST_COLUMNS};

/// A table: its column names and one entry per record; none for a deleted one.
pub(super) struct Dbf {
    pub columns: Vec<String>,
    pub records: Vec<Option<Vec<Cell>>>,
}

struct Column {
    name: String,
    kind: u8,
    start: usize,
    width: usize,
}

fn corrupt(message: impl Into<String>) -> Refusal {
    Refusal::file("corrupt_dbf", message)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(pair).into())
}

/// Reads a table. `cpg` is the text of the `.cpg` file beside it.
pub(super) fn read(bytes: &[u8], cpg: Option<&str>, findings: &mut Findings) -> Result<Dbf, Refusal> {
    let cut = || corrupt("the .dbf is shorter than its header");
    let count: [u8; 4] = bytes.get(4..8).ok_or_else(cut)?.try_into().map_err(|_| cut())?;
    let count = u32::from_le_bytes(count) as usize;
    let header = u16_at(bytes, 8).ok_or_else(cut)?;
    let width = u16_at(bytes, 10).ok_or_else(cut)?;
    let language = *bytes.get(29).ok_or_else(cut)?;
    if header < 33 || header > bytes.len() {
        return Err(corrupt(format!(
            "the header says it is {header} bytes long, the .dbf has {}",
            bytes.len()
        )));
    }
    let page = code_page(cpg, language, &bytes[header..], findings);
    let columns = columns(&bytes[32..header], page, findings)?;
    let needed = 1 + columns.iter().map(|column| column.width).sum::<usize>();
    if width < needed {
        return Err(corrupt(format!(
            "records are {width} bytes long, their fields {needed}"
        )));
    }
    let room = (bytes.len() - header) / width;
    if count > room {
        return Err(Refusal::file(
            "count_mismatch",
            format!("the .dbf promises {count} records and has room for {room}"),
        ));
    }
    let mut records = Vec::with_capacity(count);
    let mut unreadable = 0_u64;
    for (index, record) in bytes[header..].chunks_exact(width).take(count).enumerate() {
        if record.first() == Some(&b'*') {
            records.push(None);
            continue;
        }
        let number = index as u64 + 1;
        let cells = columns
            .iter()
            .map(|column| {
                let raw = record
                    .get(column.start..column.start + column.width)
                    .unwrap_or_default();
                cell(column, raw, page, number, findings, &mut unreadable)
            })
            .collect();
        records.push(Some(cells));
    }
    if unreadable > 0 {
        findings.warn(
            "invalid_encoding",
            None,
            None,
            format!("{unreadable} texts are not in the encoding that the file names; read as Windows-1252"),
        );
    }
    Ok(Dbf {
        columns: columns.into_iter().map(|column| column.name).collect(),
        records,
    })
}

fn code_page(cpg: Option<&str>, language: u8, records: &[u8], findings: &mut Findings) -> CodePage {
    if let Some(label) = cpg {
        if let Some(page) = CodePage::named(label) {
            return page;
        }
        let label: String = label.chars().take(40).collect();
        findings.warn(
            "unknown_encoding",
            None,
            None,
            format!(
                "the .cpg names '{}', which is no encoding that we know",
                label.trim()
            ),
        );
    }
    CodePage::of_language(language).unwrap_or_else(|| {
        let page = if std::str::from_utf8(records).is_ok() {
            CodePage::UTF_8
        } else {
            CodePage::WESTERN
        };
        if !records.is_ascii() {
            let name = if page == CodePage::UTF_8 {
                "UTF-8"
            } else {
                "Windows-1252"
            };
            findings.warn(
                "assumed_encoding",
                None,
                None,
                format!("the file does not name its encoding; read as {name}"),
            );
        }
        page
    })
}

fn columns(descriptors: &[u8], page: CodePage, findings: &mut Findings) -> Result<Vec<Column>, Refusal> {
    let mut columns = Vec::new();
    let mut start = 1;
    let mut rest = descriptors;
    loop {
        match rest.first() {
            None => return Err(corrupt("the list of fields has no end")),
            Some(0x0d) => return Ok(columns),
            Some(_) => {}
        }
        let Some((descriptor, tail)) = rest.split_first_chunk::<32>() else {
            return Err(corrupt("the list of fields has no end"));
        };
        rest = tail;
        let name = descriptor[..11]
            .split(|byte| *byte == 0)
            .next()
            .unwrap_or_default();
        let name = page.decode(name).0.trim().to_owned();
        let kind = descriptor[11];
        let width = usize::from(descriptor[16]);
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(corrupt("a field has no readable name"));
        }
        if width == 0 {
            findings.warn(
                "empty_field",
                None,
                Some(&name),
                "the field has width 0 and holds nothing",
            );
        }
        if !matches!(kind, b'C' | b'N' | b'F' | b'D' | b'L' | b'I' | b'O' | b'B' | b'+') {
            findings.warn(
                "unknown_field_type",
                None,
                Some(&name),
                format!("field type '{}' is read as text", kind.escape_ascii()),
            );
        }
        if columns.len() == MOST_COLUMNS {
            return Err(Refusal::file("too_many_fields", "the .dbf has too many fields"));
        }
        columns.push(Column {
            name,
            kind,
            start,
            width,
        });
        start += width;
    }
}

fn cell(
    column: &Column,
    raw: &[u8],
    page: CodePage,
    number: u64,
    findings: &mut Findings,
    unreadable: &mut u64,
) -> Cell {
    match (column.kind, raw.len()) {
        (b'I' | b'+', 4) => {
            let bytes: [u8; 4] = raw.try_into().unwrap_or_default();
            return Cell::Integer(i32::from_le_bytes(bytes).into());
        }
        (b'O' | b'B', 8) => {
            let bytes: [u8; 8] = raw.try_into().unwrap_or_default();
            return Cell::Number(f64::from_le_bytes(bytes));
        }
        _ => {}
    }
    let raw = raw.split(|byte| *byte == 0).next().unwrap_or_default();
    let (mut text, faulty) = page.decode(raw);
    if faulty {
        // A text field of fixed width can be cut inside a character; only more than that is a wrong encoding.
        match std::str::from_utf8(raw) {
            Err(error) if page == CodePage::UTF_8 && error.error_len().is_none() => {
                text = page.decode(&raw[..error.valid_up_to()]).0;
            }
            _ => {
                *unreadable += 1;
                text = CodePage::WESTERN.decode(raw).0;
            }
        }
    }
    let text = text.trim();
    if text.is_empty() {
        return Cell::Empty;
    }
    match column.kind {
        b'N' | b'F' if text.bytes().all(|byte| byte == b'*') => {
            findings.warn(
                "number_overflow",
                number,
                Some(&column.name),
                "asterisks: the number did not fit its field and is lost",
            );
            Cell::Empty
        }
        b'N' | b'F' => match (text.parse::<i128>(), text.parse::<f64>()) {
            (Ok(n), _) => Cell::Integer(n),
            (_, Ok(n)) if n.is_finite() => Cell::Number(n),
            _ => Cell::Text(text.to_owned()),
        },
        b'D' if text.bytes().all(|byte| byte == b'0') => Cell::Empty,
        b'D' => Date::strptime("%Y%m%d", text).map_or_else(
            |_| {
                findings.warn(
                    "invalid_date",
                    number,
                    Some(&column.name),
                    format!("'{text}' is no day; left empty"),
                );
                Cell::Empty
            },
            Cell::Date,
        ),
        b'L' => match text {
            "T" | "t" | "Y" | "y" | "J" | "j" => Cell::Boolean(true),
            "F" | "f" | "N" | "n" => Cell::Boolean(false),
            _ => Cell::Empty,
        },
        _ => Cell::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of one text and one number field.
    fn table(language: u8, records: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0_u8; 32];
        bytes[0] = 3;
        bytes[4..8].copy_from_slice(&u32::try_from(records.len()).unwrap().to_le_bytes());
        bytes[8..10].copy_from_slice(&97_u16.to_le_bytes());
        bytes[10..12].copy_from_slice(&10_u16.to_le_bytes());
        bytes[29] = language;
        for (name, kind, width) in [(b"NAAM", b'C', 5_u8), (b"AANT", b'N', 4)] {
            let mut field = [0_u8; 32];
            field[..4].copy_from_slice(name);
            field[11] = kind;
            field[16] = width;
            bytes.extend_from_slice(&field);
        }
        bytes.push(0x0d);
        for record in records {
            bytes.extend_from_slice(record);
        }
        bytes.push(0x1a);
        bytes
    }

    #[test]
    fn deleted_records_keep_their_place() {
        let bytes = table(0x57, &[b" caf\xe9    7", b"*weg     1", b" ok   ****"]);
        let mut findings = Findings::default();
        let dbf = read(&bytes, None, &mut findings).unwrap();
        assert_eq!(dbf.columns, ["NAAM", "AANT"]);
        let first = vec![Cell::Text("caf\u{e9}".to_owned()), Cell::Integer(7)];
        assert_eq!(dbf.records[0], Some(first));
        assert_eq!(dbf.records[1], None);
        let third = vec![Cell::Text("ok".to_owned()), Cell::Empty];
        assert_eq!(dbf.records[2], Some(third));
        let warnings = findings.report(3).unwrap().warnings;
        assert_eq!((warnings.len(), warnings[0].code), (1, "number_overflow"));
    }

    #[test]
    fn a_header_that_lies_is_refused() {
        let good = table(0, &[b" abcde   7"]);
        let refused = |at: usize, value: u8| {
            let mut bytes = good.clone();
            bytes[at] = value;
            read(&bytes, None, &mut Findings::default()).err().map(|r| r.code)
        };
        assert_eq!(refused(4, 1), None);
        assert_eq!(refused(4, 9), Some("count_mismatch"));
        assert_eq!(refused(8, 0), Some("corrupt_dbf"));
        assert_eq!(refused(10, 0), Some("corrupt_dbf"));
        assert_eq!(refused(96, 1), Some("corrupt_dbf"));
        for length in 0..good.len() - 1 {
            assert!(
                read(&good[..length], None, &mut Findings::default()).is_err(),
                "{length}"
            );
        }
    }
}
