//! Files off the disk: which format each is, what stands beside it, and the checksum of it all.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::findings::{Findings, Refusal};
use super::shapefile::{self, Parts};
use super::table::RawTable;
use super::{csv, geojson, geopackage, xlsx, zip};
use crate::domain::Layer;

/// A file that is read into memory is not larger.
const MOST_BYTES: u64 = 256 << 20;
/// A GeoPackage stays on disk.
const MOST_GEOPACKAGE_BYTES: u64 = 4 << 30;
/// What GDAL and QGIS write behind a file to name one of its layers.
const LAYER_MARK: &str = "|layername=";

/// The files that are meant: those beside a shapefile belong to it, and are not inputs of their own.
pub(super) fn inputs(files: &[PathBuf]) -> Vec<&PathBuf> {
    let has_shp = |file: &Path| {
        files
            .iter()
            .any(|other| extension(other) == "shp" && other.with_extension("") == file.with_extension(""))
    };
    files
        .iter()
        .filter(|file| {
            !(matches!(
                extension(file).as_str(),
                "dbf" | "shx" | "prj" | "cpg" | "qix" | "qpj" | "sbn" | "sbx" | "qmd" | "xml"
            ) && has_shp(file))
        })
        .collect()
}

fn extension(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase()
}

/// The name of a file in findings.
pub(super) fn name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Reads one file, of the format that its extension says, else of that which its first bytes show.
pub(super) fn read(
    path: &Path,
    layer: Layer,
    checksum: &mut Sha256,
    findings: &mut Findings,
) -> Result<RawTable, Refusal> {
    let text = path.to_string_lossy();
    let (path, wanted) = match text.split_once(LAYER_MARK) {
        Some((path, wanted)) => (Path::new(path), Some(wanted)),
        None => (path, None),
    };
    let file = name(path);
    let mut extension = extension(path);
    let known = [
        "shp", "zip", "geojson", "json", "gpkg", "csv", "tsv", "txt", "xlsx", "xlsm",
    ];
    if !known.contains(&extension.as_str()) {
        sniffed(path)?.clone_into(&mut extension);
    }
    match extension.as_str() {
        "gpkg" => {
            let copy = copied(path, checksum)?;
            geopackage::read(&file, copy.path(), layer, wanted, findings)
        }
        "shp" => shapefile::read(&file, &parts(path, checksum)?, findings),
        "zip" => {
            let bytes = bytes(path, checksum)?;
            let (inner, parts) = zip::shapefile(&bytes, findings)?;
            shapefile::read(&format!("{file}/{inner}"), &parts, findings)
        }
        "geojson" | "json" => geojson::read(&file, &bytes(path, checksum)?, findings),
        "xlsx" | "xlsm" => xlsx::read(&file, &bytes(path, checksum)?, wanted, findings),
        "csv" | "tsv" | "txt" => csv::read(&file, &bytes(path, checksum)?, findings),
        _ => Err(Refusal::file(
            "unknown_format",
            "the file is no shapefile, GeoJSON, GeoPackage, CSV or XLSX",
        )),
    }
}

fn unreadable(error: &std::io::Error) -> Refusal {
    Refusal::file("unreadable", error.to_string())
}

fn too_large(limit: u64) -> Refusal {
    Refusal::file("too_large", format!("the file is larger than {} MB", limit >> 20))
}

fn bytes(path: &Path, checksum: &mut Sha256) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_large(MOST_BYTES));
    }
    checksum.update(&bytes);
    Ok(bytes)
}

fn sniffed(path: &Path) -> Result<&'static str, Refusal> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(64).read_to_end(&mut head))
        .map_err(|error| unreadable(&error))?;
    let text = head.trim_ascii_start();
    Ok(if head.starts_with(b"SQLite format 3\0") {
        "gpkg"
    } else if head.starts_with(b"PK\x03\x04") {
        "zip"
    } else if head.starts_with(&9994_i32.to_be_bytes()) {
        "shp"
    } else if text.starts_with(b"{") {
        "geojson"
    } else {
        "unknown"
    })
}

/// The files of a shapefile, whatever the case of their extensions.
fn parts(shp: &Path, checksum: &mut Sha256) -> Result<Parts, Refusal> {
    let folder = match shp.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let beside: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|error| unreadable(&error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_stem() == shp.file_stem())
        .collect();
    let mut part = |wanted: &str| -> Result<Option<Vec<u8>>, Refusal> {
        beside
            .iter()
            .find(|path| extension(path) == wanted)
            .map(|path| bytes(path, checksum))
            .transpose()
    };
    let (dbf, shx, prj, cpg) = (part("dbf")?, part("shx")?, part("prj")?, part("cpg")?);
    Ok(Parts {
        shp: bytes(shp, checksum)?,
        shx,
        dbf,
        prj,
        cpg,
    })
}

/// A copy that nobody else has open. What another program still holds in its journal is not in it, so that is refused.
fn copied(path: &Path, checksum: &mut Sha256) -> Result<tempfile::NamedTempFile, Refusal> {
    for journal in ["-wal", "-journal"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(journal);
        if std::fs::metadata(&beside).is_ok_and(|meta| meta.len() > 0) {
            return Err(Refusal::file(
                "open_elsewhere",
                format!(
                    "{} stands beside it: another program has the file open",
                    name(Path::new(&beside))
                ),
            ));
        }
    }
    let mut copy = tempfile::NamedTempFile::new().map_err(|error| unreadable(&error))?;
    let mut from = File::open(path).map_err(|error| unreadable(&error))?;
    let mut chunk = vec![0_u8; 1 << 18];
    let mut total = 0;
    loop {
        let read = from.read(&mut chunk).map_err(|error| unreadable(&error))?;
        let Some(data) = chunk.get(..read).filter(|data| !data.is_empty()) else {
            return Ok(copy);
        };
        total += read as u64;
        if total > MOST_GEOPACKAGE_BYTES {
            return Err(too_large(MOST_GEOPACKAGE_BYTES));
        }
        checksum.update(data);
        copy.write_all(data).map_err(|error| unreadable(&error))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_beside_a_shapefile_are_no_inputs_of_their_own() {
        let files: Vec<PathBuf> = ["a/x.shp", "a/x.dbf", "a/x.PRJ", "b/x.dbf", "a/y.xml", "z.csv"]
            .map(PathBuf::from)
            .to_vec();
        let kept: Vec<&str> = inputs(&files).iter().filter_map(|path| path.to_str()).collect();
        assert_eq!(kept, ["a/x.shp", "b/x.dbf", "a/y.xml", "z.csv"]);
    }

    #[test]
    fn a_file_without_a_known_extension_is_known_by_its_first_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for (bytes, format) in [
            (&b"SQLite format 3\0..."[..], "gpkg"),
            (b"PK\x03\x04", "zip"),
            (b"\x00\x00\x27\x0a", "shp"),
            (b" \n{\"type\":", "geojson"),
            (b"name;x;y", "unknown"),
            (b"", "unknown"),
        ] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(sniffed(&path).unwrap(), format);
        }
        assert_eq!(
            sniffed(&folder.path().join("absent")).unwrap_err().code,
            "unreadable"
        );
    }

    #[test]
    fn a_geopackage_that_another_program_has_open_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gpkg");
        std::fs::write(&path, b"content").unwrap();
        std::fs::write(folder.path().join("a.gpkg-wal"), b"").unwrap();
        let copy = copied(&path, &mut Sha256::new()).unwrap();
        assert_eq!(std::fs::read(copy.path()).unwrap(), b"content");
        std::fs::write(folder.path().join("a.gpkg-wal"), b"page").unwrap();
        assert_eq!(
            copied(&path, &mut Sha256::new()).unwrap_err().code,
            "open_elsewhere"
        );
    }

    #[test]
    fn the_parts_of_a_shapefile_are_found_in_any_case() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("a.shp", "s"),
            ("a.DBF", "d"),
            ("a.Prj", "p"),
            ("ab.shx", "other"),
        ] {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        let parts = parts(&folder.path().join("a.shp"), &mut Sha256::new()).unwrap();
        assert_eq!(parts.shp, b"s");
        assert_eq!(parts.dbf.as_deref(), Some(&b"d"[..]));
        assert_eq!(parts.prj.as_deref(), Some(&b"p"[..]));
        assert_eq!((parts.shx, parts.cpg), (None, None));
    }
}
