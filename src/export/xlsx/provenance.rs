//! The sheet that says where the features come from, in Dutch and English, and what each column means.

use rust_xlsxwriter::{Worksheet, XlsxError};
use serde_json::Value as Json;

use super::{Page, Styles, TooLong};
use crate::domain::feature::{FeatureSet, GeometryKind, Kind, Property, Value};
use crate::export::{About, has_id_column, point_columns};
use crate::spatial::projection::Crs;

/// A sheet's name takes no slash.
const NAME: &str = "Herkomst - Provenance";

/// The same in Dutch and English.
type Both = [&'static str; 2];

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "tekst / text",
        Kind::Number => "getal / number",
        Kind::Integer => "geheel getal / whole number",
        Kind::Boolean => "ja of nee / yes or no",
        Kind::Date => "dag / day",
        Kind::TextList => "lijst, gescheiden door ; / list, separated by ;",
    }
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Boolean(*yes),
        Json::Number(number) => Value::number(number.as_f64()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(_) | Json::Object(_) => Value::Text(json.to_string()),
    }
}

struct Lines<'a> {
    page: Page<'a>,
    row: u32,
}

impl Lines<'_> {
    /// A line of cells.
    fn line(&mut self, cells: &[Value]) -> Result<(), XlsxError> {
        for (column, of) in (0_u16..).zip(cells) {
            self.page.value(self.row, column, of)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A line with what it tells in both languages before it.
    fn tell(&mut self, [nl, en]: Both, what: Value) -> Result<(), XlsxError> {
        self.line(&[Value::Text(nl.to_owned()), Value::Text(en.to_owned()), what])
    }

    /// The heading of a table, a line below what stands before it.
    fn table(&mut self, headings: &[&str]) -> Result<(), XlsxError> {
        self.row += 1;
        for (column, text) in (0_u16..).zip(headings) {
            self.page.heading(self.row, column, text)?;
        }
        self.row += 1;
        Ok(())
    }

    fn about(&mut self, about: &About) -> Result<(), XlsxError> {
        let text = |text: &str| Value::Text(text.to_owned());
        self.page.heading(0, 0, "Herkomst")?;
        self.page.heading(0, 1, "Provenance")?;
        self.row = 1;
        self.tell(["Stad", "City"], text(&about.city))?;
        self.tell(["Verzameling", "Collection"], text(&about.collection))?;
        self.tell(["Titel", "Title (Dutch)"], text(&about.title_nl))?;
        self.tell(["Titel (Engels)", "Title"], text(&about.title_en))?;
        self.tell(
            ["Omschrijving", "Description (Dutch)"],
            text(&about.description_nl),
        )?;
        self.tell(
            ["Omschrijving (Engels)", "Description"],
            text(&about.description_en),
        )?;
        self.tell(
            ["Revisie van de gegevens", "Revision of the data"],
            Value::integer(i64::try_from(about.revision).ok()),
        )?;
        self.tell(
            ["Vastgelegd op", "Committed at"],
            Value::Text(about.time.to_string()),
        )?;
        for (both, notice) in [
            (["Let op", "Notice (Dutch)"], &about.notice_nl),
            (["Let op (Engels)", "Notice"], &about.notice_en),
        ] {
            if let Some(notice) = notice {
                self.tell(both, text(notice))?;
            }
        }
        Ok(())
    }

    fn geometry(&mut self, kind: GeometryKind, crs: &Crs) -> Result<(), XlsxError> {
        let both = ["Ligging", "Geometry"];
        match kind {
            GeometryKind::None => Ok(()),
            GeometryKind::Point => {
                let [x, y] = point_columns(crs);
                self.tell(both, Value::Text(format!("{x}, {y}: {} ({crs})", crs.name())))
            }
            GeometryKind::Line | GeometryKind::Polygon => {
                let left_out = "niet in dit bestand, wel in GeoPackage en GeoJSON / not in this file, but in GeoPackage and GeoJSON";
                self.tell(both, Value::Text(left_out.to_owned()))
            }
        }
    }

    fn cut(&mut self, too_long: &[TooLong]) -> Result<(), XlsxError> {
        let Some(first) = too_long.first() else {
            return Ok(());
        };
        let (count, most) = (too_long.len(), super::MOST_UNITS);
        let (feature, column) = (&first.feature, &first.column);
        let said = format!(
            "{count} teksten zijn afgekapt na {most} tekens, meer past er niet in een cel; de eerste is {column} van {feature} / \
             {count} texts were cut after {most} characters, a cell holds no more; the first is {column} of {feature}"
        );
        self.tell(["Afgekapt", "Cut"], Value::Text(said))
    }

    fn parameters(&mut self, about: &About) -> Result<(), XlsxError> {
        self.table(&["Parameter", "Parameter", "Waarde / Value"])?;
        for (name, of) in &about.parameters {
            self.line(&[Value::Text(name.clone()), Value::Text(name.clone()), value(of)])?;
        }
        Ok(())
    }

    fn sources(&mut self, about: &About) -> Result<(), XlsxError> {
        self.table(&[
            "Bron / Source",
            "Laag / Layer",
            "Bronvermelding / Attribution",
            "Licentie / Licence",
            "Peildatum / Date",
        ])?;
        for source in &about.sources {
            self.line(&[
                Value::Text(source.name.to_string()),
                Value::Text(source.layer.to_string()),
                Value::text(source.attribution.as_deref()),
                Value::text(source.licence.as_deref()),
                Value::Date(source.date),
            ])?;
        }
        Ok(())
    }

    fn column(&mut self, property: &Property) -> Result<(), XlsxError> {
        self.line(&[
            Value::Text(property.name.to_string()),
            Value::Text(property.title_nl.to_string()),
            Value::Text(property.title_en.to_string()),
            Value::text(property.unit),
            Value::Text(kind(property.kind).to_owned()),
        ])
    }

    fn columns(&mut self, set: &FeatureSet, crs: &Crs) -> Result<(), XlsxError> {
        self.table(&[
            "Kolom / Column",
            "Betekenis",
            "Meaning",
            "Eenheid / Unit",
            "Soort / Kind",
        ])?;
        if has_id_column(set) {
            self.column(&Property::new(
                "id",
                Kind::Text,
                "Kenmerk van de rij",
                "Id of the row",
            ))?;
        }
        for property in &set.schema.properties {
            self.column(property)?;
        }
        if set.schema.geometry == GeometryKind::Point {
            let ([x, y], geographic) = (point_columns(crs), crs.is_geographic());
            let (across, up): (Both, Both) = if geographic {
                (["Lengtegraad", "Longitude"], ["Breedtegraad", "Latitude"])
            } else {
                (["X-coördinaat", "Easting"], ["Y-coördinaat", "Northing"])
            };
            let unit = if geographic { "deg" } else { "m" };
            for (name, [nl, en]) in [(x, across), (y, up)] {
                self.column(&Property::new(name, Kind::Number, nl, en).in_unit(unit))?;
            }
        }
        Ok(())
    }
}

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    set: &FeatureSet,
    crs: &Crs,
    about: &About,
    too_long: &[TooLong],
) -> Result<(), XlsxError> {
    sheet.set_name(NAME)?;
    for (column, width) in (0_u16..).zip([28.0, 32.0, 60.0, 24.0, 20.0]) {
        sheet.set_column_width(column, width)?;
    }
    let page = Page { sheet, styles };
    let mut lines = Lines { page, row: 0 };
    lines.about(about)?;
    lines.geometry(set.schema.geometry, crs)?;
    lines.cut(too_long)?;
    lines.parameters(about)?;
    lines.sources(about)?;
    lines.columns(set, crs)
}
