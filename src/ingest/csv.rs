//! Text tables: separated by comma, semicolon, tab or bar; in UTF-8, UTF-16 with a mark, or Windows-1252.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::findings::{Findings, Refusal};
use super::table::{Cell, MOST_CHARACTERS, RawRow, RawTable};
use crate::formats::formula::unguard;

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads a table whose first line names the columns.
pub(super) fn read(file: &str, bytes: &[u8], findings: &mut Findings) -> Result<RawTable, Refusal> {
    let text = decode(bytes, findings);
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        let row = text[..at].matches('\n').count() as u64 + 1;
        return Err(Refusal::row("invalid_text", row, "the text holds a NUL byte"));
    }
    let separator = separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(heading) = records.next() else {
        return RawTable::new(file, Vec::new());
    };
    let heading = heading.map_err(|error| Refusal::row("invalid_text", 1, error.to_string()))?;
    let mut columns: Vec<String> = heading
        .iter()
        .map(|name| unguard(name).trim().to_owned())
        .collect();
    while columns.last().is_some_and(String::is_empty) {
        columns.pop();
    }
    let mut table = RawTable::new(file, columns)?;
    table.comma_is_free = separator != b',';
    let mut short = None;
    let mut last_spans_lines = false;
    for (index, record) in records.enumerate() {
        let number = index as u64 + 2;
        let record = record.map_err(|error| Refusal::row("invalid_text", number, error.to_string()))?;
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if let Some(extra) = record
            .iter()
            .skip(table.columns.len())
            .position(|field| !field.trim().is_empty())
        {
            findings.refuse(Refusal::row(
                "too_many_values",
                number,
                format!(
                    "value {} stands in no column; the heading has {}",
                    table.columns.len() + extra + 1,
                    table.columns.len()
                ),
            ));
            continue;
        }
        if record.len() < table.columns.len() {
            short = short.or(Some(number));
        }
        if let Some(long) = record.iter().position(|field| field.len() > MOST_CHARACTERS) {
            let column = table.columns.get(long).cloned().unwrap_or_default();
            findings.error(
                "field_too_long",
                number,
                &column,
                "the text is too long for a field",
            );
            continue;
        }
        last_spans_lines = record
            .iter()
            .next_back()
            .is_some_and(|field| field.contains('\n'));
        let cells = record
            .iter()
            .take(table.columns.len())
            // Our own export guards what a spreadsheet would run, and so do others.
            .map(|field| match unguard(field).trim() {
                "" => Cell::Empty,
                text => Cell::Text(text.to_owned()),
            })
            .collect();
        table.rows.push(RawRow {
            number,
            cells,
            ..RawRow::default()
        });
    }
    if last_spans_lines && text.matches('"').count() % 2 == 1 {
        return Err(Refusal::file(
            "unbalanced_quote",
            "a quote is opened and never closed",
        ));
    }
    if let Some(row) = short {
        findings.warn(
            "short_row",
            row,
            None,
            "this row, and perhaps others, has fewer values than the heading; the rest was left empty",
        );
    }
    Ok(table)
}

fn decode<'a>(bytes: &'a [u8], findings: &mut Findings) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        if faulty {
            findings.warn(
                "invalid_encoding",
                None,
                None,
                format!("some characters are not {}", encoding.name()),
            );
        }
        return text;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            findings.warn(
                "assumed_encoding",
                None,
                None,
                "the text is not UTF-8; read as Windows-1252",
            );
            WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
    }
}

/// The separator that stands most often in the heading, outside quotes; the comma where none does.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut blank = true;
    let mut counts = [0_usize; SEPARATORS.len()];
    for byte in text.bytes() {
        blank &= byte.is_ascii_whitespace();
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if !blank {
                    break;
                }
            }
            _ if quoted => {}
            _ => {
                if let Some(place) = SEPARATORS.iter().position(|separator| *separator == byte) {
                    counts[place] += 1;
                }
            }
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    counts
        .iter()
        .position(|count| *count == most && most > 0)
        .map_or(b',', |place| SEPARATORS[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> RawTable {
        read("a.csv", bytes, &mut Findings::default()).unwrap()
    }

    #[test]
    fn separators_and_encodings_are_told_apart() {
        for text in [
            "naam,lat\ncaf\u{e9},1",
            "naam;lat\ncaf\u{e9};1",
            "naam\tlat\ncaf\u{e9}\t1",
            "naam|lat\ncaf\u{e9}|1",
        ] {
            let western: Vec<u8> = WINDOWS_1252.encode(text).0.into_owned();
            let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
            let wide: Vec<u8> = std::iter::once(0xfeff)
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            for bytes in [text.as_bytes().to_vec(), western, marked, wide] {
                let table = table(&bytes);
                assert_eq!(table.columns, ["naam", "lat"]);
                assert_eq!(table.rows[0].cells[0], Cell::Text("caf\u{e9}".to_owned()));
                assert_eq!(table.rows[0].number, 2);
            }
        }
    }

    #[test]
    fn quotes_hold_separators_and_lines_together() {
        let table = table(b"\"a;b\",c\r\n\"x\r\ny\",\"1,5\"\r\n\r\n,\r\nz\r\n");
        assert_eq!(table.columns, ["a;b", "c"]);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0].cells[1], Cell::Text("1,5".to_owned()));
        assert_eq!(table.rows[1].number, 4);
    }

    #[test]
    fn damaged_text_is_refused_with_its_place() {
        let refused = |bytes: &[u8]| read("a.csv", bytes, &mut Findings::default()).unwrap_err();
        assert_eq!(refused(b"a,b\n1,\0").row, Some(2));
        assert_eq!(refused(b"a,b\n1,\"2\n3,4\n").code, "unbalanced_quote");
        let mut findings = Findings::default();
        read("a.csv", b"a,b\n1,2,,\n1,2,3\n", &mut findings).unwrap();
        let report = findings.report(0).unwrap_err().0;
        assert_eq!(
            (report.warnings[0].code, report.warnings[0].row),
            ("too_many_values", Some(3))
        );
    }
}
