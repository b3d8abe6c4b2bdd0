//! Tables without geometry of their own: the place of a record out of its columns.

use geo::{Geometry, Point};
use wkt::Wkt;

use super::columns::find;
use super::findings::{Findings, Refusal};
use super::names::folded;
use super::table::{Cell, RawTable, TableCrs};
use super::values::{DecimalSign, number, text};
use super::vocabulary::{PLACE_FIELDS, RD_NAMES};
use crate::config::Mapping;
use crate::spatial::projection::Crs;

/// Brackets in brackets that a WKT text may have; its parser recurses.
const DEEPEST: usize = 8;

/// The columns of a place.
enum Place {
    Pair { x: usize, y: usize },
    Wkt(usize),
}

impl Place {
    fn columns(&self) -> Vec<usize> {
        match self {
            Self::Pair { x, y } => vec![*x, *y],
            Self::Wkt(column) => vec![*column],
        }
    }
}

/// Gives every row its geometry and the table its CRS; returns the columns that were used for it.
pub(super) fn locate(
    table: &mut RawTable,
    mapping: &Mapping,
    findings: &mut Findings,
) -> Result<Vec<usize>, Refusal> {
    if table.has_geometry || table.rows.is_empty() {
        return Ok(Vec::new());
    }
    let (place, crs) = find_place(table, mapping)?;
    table.crs = crs;
    match place {
        Place::Pair { x, y } => pairs(table, x, y, findings),
        Place::Wkt(column) => texts(table, column, findings)?,
    }
    Ok(place.columns())
}

fn find_place(table: &RawTable, mapping: &Mapping) -> Result<(Place, TableCrs), Refusal> {
    let mapped = |field: &str| {
        mapping
            .map
            .get(field)
            .map(|column| find(table, column))
            .transpose()
    };
    let named = |names: &[&str]| -> Option<usize> {
        names.iter().find_map(|name| {
            let mut fitting = table
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| folded(column) == folded(name))
                .map(|(index, _)| index);
            // Two columns of one name: nobody can say which is meant.
            fitting.next().filter(|_| fitting.next().is_none())
        })
    };
    let known = |field: &str| {
        PLACE_FIELDS
            .iter()
            .find(|(name, _)| *name == field)
            .and_then(|(_, names)| named(names))
    };
    let degrees = || TableCrs::Stated(Crs::crs84());
    let metres = || Crs::parse("EPSG:28992").map_or(TableCrs::Missing, TableCrs::Stated);
    if let Some(column) = mapped("geometry")? {
        return Ok((Place::Wkt(column), TableCrs::Missing));
    }
    if let (Some(x), Some(y)) = (mapped("lon")?, mapped("lat")?) {
        return Ok((Place::Pair { x, y }, degrees()));
    }
    if let (Some(x), Some(y)) = (mapped("x")?, mapped("y")?) {
        return Ok((Place::Pair { x, y }, TableCrs::Missing));
    }
    if let (Some(x), Some(y)) = (known("lon"), known("lat")) {
        return Ok((Place::Pair { x, y }, degrees()));
    }
    for (x, y) in RD_NAMES {
        if let (Some(x), Some(y)) = (named(x), named(y)) {
            return Ok((Place::Pair { x, y }, metres()));
        }
    }
    if let (Some(x), Some(y)) = (known("x"), known("y")) {
        return Ok((Place::Pair { x, y }, TableCrs::Missing));
    }
    // As the national address register writes them.
    if let Some(column) = named(&["centroide_ll"]) {
        return Ok((Place::Wkt(column), degrees()));
    }
    if let Some(column) = named(&["centroide_rd"]) {
        return Ok((Place::Wkt(column), metres()));
    }
    if let Some(column) = known("geometry") {
        return Ok((Place::Wkt(column), TableCrs::Missing));
    }
    Err(Refusal::file(
        "no_coordinates",
        "no columns say where a record lies: lon and lat, x and y, or wkt. Name them with --map x=COLUMN --map y=COLUMN; \
         records without place need columns that are empty",
    ))
}

fn pairs(table: &mut RawTable, x: usize, y: usize, findings: &mut Findings) {
    let cells = table
        .rows
        .iter()
        .flat_map(|row| [x, y].map(|column| row.cells.get(column).unwrap_or(&Cell::Empty)));
    let sign = DecimalSign::of(cells);
    let degrees = matches!(&table.crs, TableCrs::Stated(crs) if crs.is_geographic());
    for row in &mut table.rows {
        let mut ordinates = [None, None];
        for (slot, column) in ordinates.iter_mut().zip([x, y]) {
            let cell = row.cells.get(column).unwrap_or(&Cell::Empty);
            let name = table.columns.get(column).map_or("", String::as_str);
            match ordinate(cell, sign, degrees) {
                Ok(value) => *slot = value,
                Err(message) => findings.error("invalid_coordinate", row.number, name, message),
            }
        }
        match ordinates {
            [Some(x), Some(y)] => row.geometry = Some(Geometry::Point(Point::new(x, y))),
            [None, None] => {}
            _ => findings.error(
                "invalid_coordinate",
                row.number,
                "geometry",
                "one of the two coordinates is missing",
            ),
        }
    }
}

fn ordinate(cell: &Cell, sign: DecimalSign, degrees: bool) -> Result<Option<f64>, String> {
    match cell {
        #[allow(clippy::cast_precision_loss)] // places on Earth
        Cell::Integer(n) => Ok(Some(*n as f64)),
        Cell::Number(n) => Ok(Some(*n)),
        Cell::Text(written) => {
            // `51,814`: there are no thousands of degrees. Metres could be either, and are refused.
            let sign = match sign {
                DecimalSign::Unclear if degrees && written.contains(',') => DecimalSign::Comma,
                DecimalSign::Unclear if degrees => DecimalSign::Point,
                known => known,
            };
            number(written, sign).map_err(|(_, message)| message)
        }
        Cell::Empty => Ok(None),
        other => Err(format!(
            "'{}' is not a coordinate",
            other.text().unwrap_or_default()
        )),
    }
}

fn texts(table: &mut RawTable, column: usize, findings: &mut Findings) -> Result<(), Refusal> {
    let mut stated: Option<&str> = None;
    let name = table.columns.get(column).cloned().unwrap_or_default();
    for row in &mut table.rows {
        let cell = row.cells.get(column).unwrap_or(&Cell::Empty);
        let Cell::Text(written) = cell else {
            if *cell != Cell::Empty {
                findings.error("invalid_coordinate", row.number, &name, "this is no WKT");
            }
            continue;
        };
        let (srid, shape) = match written.trim().split_once(';') {
            Some((srid, shape)) if srid.to_ascii_uppercase().starts_with("SRID=") => {
                (srid.get("SRID=".len()..), shape)
            }
            _ => (None, written.as_str()),
        };
        if let Some(srid) = srid {
            if stated.is_some_and(|other| other != srid) {
                return Err(Refusal::row(
                    "contradicting_crs",
                    row.number,
                    "rows are in different CRSs",
                ));
            }
            stated = Some(srid);
        }
        match parse(shape) {
            Ok(geometry) => row.geometry = geometry,
            Err((code, message)) => findings.error(code, row.number, &name, message),
        }
    }
    if let Some(srid) = stated {
        table.crs = Crs::parse(&format!("EPSG:{srid}"))
            .map(TableCrs::Stated)
            .map_err(|error| Refusal::file("unsupported_crs", error.to_string()))?;
    }
    Ok(())
}

/// A WKT text as a shape; none when it is empty.
fn parse(written: &str) -> Result<Option<Geometry<f64>>, (&'static str, String)> {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in written.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > DEEPEST {
        return Err(("nesting_too_deep", "the WKT is nested too deep".to_owned()));
    }
    let written = text(&Cell::Text(written.to_owned()))?.unwrap_or_default();
    let wrong = |reason: &str| {
        let shown: String = written.chars().take(60).collect();
        ("invalid_coordinate", format!("'{shown}' is no WKT: {reason}"))
    };
    if written.to_ascii_uppercase().ends_with("EMPTY") {
        return Ok(None);
    }
    let wkt: Wkt<f64> = written.parse().map_err(wrong)?;
    let geometry = Geometry::<f64>::try_from(wkt).map_err(|error| wrong(&error.to_string()))?;
    Ok(Some(geometry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::csv;

    fn located(text: &str) -> Result<(RawTable, usize), &'static str> {
        let mut findings = Findings::default();
        let mut table = csv::read("a.csv", text.as_bytes(), &mut findings).map_err(|refusal| refusal.code)?;
        locate(&mut table, &Mapping::default(), &mut findings).map_err(|refusal| refusal.code)?;
        match findings.report(0) {
            Ok(report) => Ok((table, report.warnings.len())),
            Err(error) => Err(error.0.warnings[0].code),
        }
    }

    fn point(text: &str) -> (f64, f64, TableCrs) {
        let (table, _) = located(text).unwrap();
        match table.rows[0].geometry {
            Some(Geometry::Point(point)) => (point.x(), point.y(), table.crs),
            _ => panic!("no point"),
        }
    }

    #[test]
    fn columns_of_every_custom_are_found() {
        let rd = TableCrs::Stated(Crs::parse("EPSG:28992").unwrap());
        let degrees = TableCrs::Stated(Crs::crs84());
        for text in [
            "lat,lon\n51.8,4.6",
            "Latitude;Longitude\n51,8;4,6",
            "LNG\tLAT\n4.6\t51.8",
            "centroide_ll\nPOINT(4.6 51.8)",
        ] {
            assert_eq!(point(text), (4.6, 51.8, degrees.clone()), "{text}");
        }
        for text in [
            "x_rd,y_rd\n105000.5,425000",
            "X_RD;Y_RD\n105.000,5;425.000",
            "rd_x|rd_y\n105000.5|425000",
        ] {
            assert_eq!(point(text), (105_000.5, 425_000.0, rd.clone()), "{text}");
        }
        for text in [
            "x,y\n1,2",
            "X_COORDINAAT;Y_COORDINAAT\n1;2",
            "wkt\n\"POINT (1 2)\"",
            "wkt\nPOINT Z(1 2 3)",
        ] {
            assert_eq!(point(text), (1.0, 2.0, TableCrs::Missing), "{text}");
        }
        assert_eq!(point("wkt\nSRID=28992;POINT(1 2)"), (1.0, 2.0, rd));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        assert_eq!(located("name,city\na,b").unwrap_err(), "no_coordinates");
        assert_eq!(located("lat,lon\ninf,10").unwrap_err(), "invalid_coordinate");
        assert_eq!(located("lat,lon\n50.5N,10").unwrap_err(), "invalid_coordinate");
        assert_eq!(located("lat,lon\n50,").unwrap_err(), "invalid_coordinate");
        assert_eq!(
            located("x_rd;y_rd\n105.000;425.000").unwrap_err(),
            "invalid_coordinate"
        );
        let deep = format!("wkt\n\"{}\"", "GEOMETRYCOLLECTION(".repeat(5000));
        assert_eq!(located(&deep).unwrap_err(), "nesting_too_deep");
        let (table, warnings) = located("lat,lon,name\n,,a").unwrap();
        assert_eq!((table.rows[0].geometry.clone(), warnings), (None, 0));
    }
}
