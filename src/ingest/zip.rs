//! Archives that strangers made: a zipped shapefile, or the parts of a workbook. What comes out is counted as it comes,
//! whatever the headers promise.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::findings::{Findings, Refusal};
use super::shapefile::Parts;

const MOST_ENTRIES: usize = 1000;
/// Bytes that all entries together may unpack to.
const MOST_BYTES: u64 = 192 << 20;
/// Above this size an entry that packs better than [`STEEPEST`] is no data but a bomb.
const FREE_BYTES: u64 = 8 << 20;
const STEEPEST: u64 = 200;

/// An archive of which the list of entries has been looked at.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    unpacked: u64,
}

fn corrupt(error: impl std::fmt::Display) -> Refusal {
    Refusal::file("corrupt_archive", error.to_string())
}

impl<'a> Archive<'a> {
    /// Opens an archive and refuses names that lead out of it, links, secrets and crowds.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let told = entries_told(bytes);
        if told.is_some_and(|told| told > MOST_ENTRIES) {
            return Err(Refusal::file(
                "too_many_entries",
                format!("the archive holds more than {MOST_ENTRIES} files"),
            ));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(corrupt)?;
        if zip.len() > MOST_ENTRIES {
            return Err(Refusal::file(
                "too_many_entries",
                format!(
                    "the archive holds {} files; at most {MOST_ENTRIES} are read",
                    zip.len()
                ),
            ));
        }
        // Two entries of one name are one to the library; which of them is meant nobody can say.
        if told.is_some_and(|told| told != zip.len()) {
            return Err(Refusal::file(
                "ambiguous_input",
                "the archive holds two files of one name, or its list is damaged",
            ));
        }
        let mut names = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(corrupt)?;
            let name = entry.name().map_err(corrupt)?.into_owned();
            let unsafe_path = name.contains(['\\', '\0'])
                || name.starts_with('/')
                || name.contains(':')
                || name.split('/').any(|part| part == "..")
                || entry.is_symlink();
            if unsafe_path {
                return Err(Refusal::file(
                    "unsafe_path",
                    format!("'{}' leads out of the archive", name.escape_debug()),
                ));
            }
            if entry.encrypted() {
                return Err(Refusal::file("encrypted", format!("'{name}' is encrypted")));
            }
            names.push(name);
        }
        Ok(Self {
            zip,
            names,
            unpacked: 0,
        })
    }

    /// The names of all entries, in the order of the archive.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Unpacks the entry called `name`; none where there is none.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.names.iter().position(|other| other == name) {
            None => Ok(None),
            Some(index) => self.unpack(index).map(Some),
        }
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, Refusal> {
        let mut entry = self.zip.by_index(index).map_err(corrupt)?;
        let (packed, told) = (entry.compressed_size(), entry.size());
        let mut bytes = Vec::new();
        let mut chunk = vec![0_u8; 64 * 1024];
        loop {
            let read = entry.read(&mut chunk).map_err(corrupt)?;
            if read == 0 {
                break;
            }
            self.unpacked += read as u64;
            let own = bytes.len() as u64 + read as u64;
            if self.unpacked > MOST_BYTES || (own > FREE_BYTES && own > packed.saturating_mul(STEEPEST)) {
                return Err(Refusal::file(
                    "decompression_limit",
                    "the archive unpacks to more than any real file of its size",
                ));
            }
            bytes.extend_from_slice(chunk.get(..read).unwrap_or_default());
        }
        if bytes.len() as u64 != told {
            return Err(corrupt(format!(
                "an entry says it is {told} bytes long and is {}",
                bytes.len()
            )));
        }
        Ok(bytes)
    }
}

/// Number of entries in the end record, counting those of equal name.
fn entries_told(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(22 + 65_535);
    let tail = bytes.get(from..)?;
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count: [u8; 2] = tail.get(end + 10..end + 12)?.try_into().ok()?;
    match u16::from_le_bytes(count) {
        u16::MAX => None,
        count => Some(count.into()),
    }
}

fn is_junk(name: &str) -> bool {
    name.ends_with('/')
        || name
            .split('/')
            .any(|part| part == "__MACOSX" || part.starts_with('.'))
}

/// The one shapefile in an archive: its name and its files.
pub(super) fn shapefile(bytes: &[u8], findings: &mut Findings) -> Result<(String, Parts), Refusal> {
    let mut archive = Archive::open(bytes)?;
    let names: Vec<String> = archive
        .names()
        .iter()
        .filter(|name| !is_junk(name))
        .cloned()
        .collect();
    let with = |extension: &str| -> Vec<&String> {
        names
            .iter()
            .filter(|name| name.to_ascii_lowercase().ends_with(extension))
            .collect()
    };
    let shp = match with(".shp").as_slice() {
        [one] => (*one).clone(),
        [] if !with(".zip").is_empty() => {
            return Err(Refusal::file(
                "unsupported_archive",
                "the archive holds another archive",
            ));
        }
        [] => return Err(Refusal::file("empty_archive", "the archive holds no .shp")),
        many => {
            let names: Vec<&str> = many.iter().map(|name| name.as_str()).collect();
            return Err(Refusal::file(
                "ambiguous_input",
                format!("the archive holds several shapefiles: {}", names.join(", ")),
            ));
        }
    };
    let stem = shp[..shp.len() - 4].to_owned();
    let mut part = |extension: &str| -> Result<Option<Vec<u8>>, Refusal> {
        let wanted = format!("{stem}.{extension}");
        let found: Vec<&String> = names
            .iter()
            .filter(|name| name.eq_ignore_ascii_case(&wanted))
            .collect();
        match found.as_slice() {
            [] => Ok(None),
            [one] => archive.read(one),
            _ => Err(Refusal::file(
                "ambiguous_input",
                format!("the archive holds {wanted} twice, in other case"),
            )),
        }
    };
    let parts = Parts {
        shp: part("shp")?.unwrap_or_default(),
        shx: part("shx")?,
        dbf: part("dbf")?,
        prj: part("prj")?,
        cpg: part("cpg")?,
    };
    let others = names.iter().filter(|name| !name.starts_with(&stem)).count();
    if others > 0 {
        findings.warn(
            "not_read",
            None,
            None,
            format!("{others} other files in the archive were not read"),
        );
    }
    Ok((shp, parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn code(entries: &[(&str, &[u8])]) -> &'static str {
        shapefile(&archive(entries), &mut Findings::default())
            .err()
            .map_or("read", |refusal| refusal.code)
    }

    #[test]
    fn one_shapefile_is_found_with_its_files_and_the_rest_is_told() {
        let bytes = archive(&[
            ("wijk/a.SHP", b"shapes"),
            ("wijk/a.dbf", b"records"),
            ("__MACOSX/wijk/a.shp", b"junk"),
            ("readme.txt", b"text"),
        ]);
        let mut findings = Findings::default();
        let (name, parts) = shapefile(&bytes, &mut findings).unwrap();
        assert_eq!(
            (name.as_str(), parts.shp.as_slice()),
            ("wijk/a.SHP", &b"shapes"[..])
        );
        assert_eq!(parts.dbf.as_deref(), Some(&b"records"[..]));
        assert_eq!(parts.prj, None);
        let warnings = findings.report(0).unwrap().warnings;
        assert_eq!((warnings.len(), warnings[0].code), (1, "not_read"));
    }

    #[test]
    fn archives_that_mean_nothing_or_several_things_are_refused() {
        assert_eq!(code(&[("a.shp", b"")]), "read");
        assert_eq!(code(&[("a.txt", b"")]), "empty_archive");
        assert_eq!(code(&[("a.zip", b"")]), "unsupported_archive");
        assert_eq!(code(&[("a.shp", b""), ("b.shp", b"")]), "ambiguous_input");
        assert_eq!(
            code(&[("a.shp", b""), ("a.dbf", b""), ("A.DBF", b"")]),
            "ambiguous_input"
        );
        assert_eq!(code(&[("../a.shp", b"")]), "unsafe_path");
        assert_eq!(code(&[("c:a.shp", b"")]), "unsafe_path");
    }

    #[test]
    fn a_bomb_is_stopped_while_it_unpacks() {
        let zeros = vec![0; 16 << 20];
        assert_eq!(code(&[("a.shp", &zeros)]), "decompression_limit");
    }

    #[test]
    fn every_cut_of_an_archive_is_refused() {
        let bytes = archive(&[("a.shp", b"shapes")]);
        for length in 0..bytes.len() {
            let read = shapefile(&bytes[..length], &mut Findings::default());
            assert_eq!(
                read.err().map(|refusal| refusal.code),
                Some("corrupt_archive"),
                "{length}"
            );
        }
    }
}
