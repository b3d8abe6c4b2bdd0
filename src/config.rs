//! The city folder: `city.toml`, its settings, taxonomy and criteria.

pub mod site;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::domain::criterion::Criteria;
use crate::domain::revision::{Source, Visibility};
use crate::domain::{AreaCode, Layer, Metres, SourceName, Taxonomy};
use crate::spatial::projection::Crs;

use site::{Contact, Origin};

/// Why a city folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "{0} is no city folder: it has no city.toml. Name one with --city DIR, or make a folder with a city.toml that gives a name and a crs"
    )]
    NoCity(PathBuf),
    #[error("{file}: {reason}")]
    Unreadable { file: PathBuf, reason: String },
    #[error("{file}: {field}: {reason}")]
    Field {
        file: PathBuf,
        field: String,
        reason: String,
    },
}

/// Numbers that steer the analyses; each has a default.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Distance between the points over which residents are spread, in metres.
    pub demand_spacing_m: f64,
    /// Straight line × this = travel cost.
    pub detour_factor: f64,
    /// Norm distance of a service type that has none of its own, in metres.
    pub default_distance_m: f64,
    /// Furthest that a place may lie from the walking network, in metres.
    pub max_snap_m: f64,
    /// Widest group of facilities that counts as one place, in metres.
    pub hub_diameter_m: f64,
    /// Least share of joint reach at which two facilities overlap, 0–1.
    pub overlap_jaccard: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            demand_spacing_m: 50.0,
            detour_factor: 1.0,
            default_distance_m: 1000.0,
            max_snap_m: 250.0,
            hub_diameter_m: 100.0,
            overlap_jaccard: 0.5,
        }
    }
}

impl Settings {
    /// The default norm distance.
    pub fn default_distance(&self) -> Metres {
        Metres(self.default_distance_m)
    }

    fn wrong(&self) -> Option<(&'static str, String)> {
        // A finer lattice than this says nothing more and fills the memory of a city.
        if !(self.demand_spacing_m >= 5.0 && self.demand_spacing_m.is_finite()) {
            return Some((
                "demand_spacing_m",
                format!("{} is below 5 m", self.demand_spacing_m),
            ));
        }
        let positive = [
            ("default_distance_m", self.default_distance_m),
            ("hub_diameter_m", self.hub_diameter_m),
        ];
        for (field, value) in positive {
            if !(value > 0.0 && value.is_finite()) {
                return Some((field, format!("{value} is not a distance above 0")));
            }
        }
        if !(self.detour_factor >= 1.0 && self.detour_factor.is_finite()) {
            return Some(("detour_factor", format!("{} is below 1", self.detour_factor)));
        }
        if !(self.max_snap_m >= 0.0 && self.max_snap_m.is_finite()) {
            return Some(("max_snap_m", format!("{} is not a distance", self.max_snap_m)));
        }
        if !(self.overlap_jaccard > 0.0 && self.overlap_jaccard <= 1.0) {
            return Some((
                "overlap_jaccard",
                format!("{} is not between 0 and 1", self.overlap_jaccard),
            ));
        }
        None
    }
}

/// A named set of neighbourhoods, by district or one by one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeArea {
    pub code: AreaCode,
    pub name: String,
    #[serde(default)]
    pub districts: Vec<AreaCode>,
    #[serde(default)]
    pub neighbourhoods: Vec<AreaCode>,
}

/// How the columns of a source become our fields; the same for `[[sources]]` and for the flags of `import`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// Our field → their column.
    pub map: std::collections::BTreeMap<String, String>,
    /// Our field → their text → our value.
    pub values: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>,
    /// Columns that are no field of ours and are kept all the same.
    pub keep: Vec<String>,
}

/// A file that `serve` loads into an empty store.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SourceConfig {
    pub layer: Layer,
    pub file: PathBuf,
    pub name: Option<SourceName>,
    pub crs: Option<String>,
    pub licence: Option<String>,
    pub attribution: Option<String>,
    #[serde(default)]
    pub visibility: Visibility,
    #[serde(default)]
    pub confidential: bool,
    #[serde(default)]
    pub unknown_type: UnknownType,
    pub date: Option<Date>,
    #[serde(flatten)]
    pub mapping: Mapping,
}

impl SourceConfig {
    /// The name of the source: the one that is given, else the file's stem.
    pub fn source_name(&self) -> SourceName {
        let stem = || {
            self.file
                .file_stem()
                .map(|stem| SourceName::from(&*stem.to_string_lossy()))
        };
        self.name
            .clone()
            .or_else(stem)
            .unwrap_or_else(|| self.layer.name().into())
    }

    /// Whether an imported source is this one.
    pub fn describes(&self, source: &Source) -> bool {
        self.layer == source.layer && self.source_name() == source.name
    }
}

/// What happens to a facility whose type is not in the taxonomy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum UnknownType {
    #[default]
    Refuse,
    Keep,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityFile {
    name: String,
    crs: String,
    #[serde(default = "utc")]
    timezone: String,
    service_types: Option<PathBuf>,
    criteria: Option<PathBuf>,
    /// Said on the page and in the landing page: what a reader must know before believing a figure.
    notice_nl: Option<String>,
    notice_en: Option<String>,
    /// Other sites that may show the page in a frame.
    #[serde(default)]
    embed_on: Vec<String>,
    /// Whom a reader can tell that something does not work.
    contact: Option<Contact>,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    programme_areas: Vec<ProgrammeArea>,
    #[serde(default)]
    sources: Vec<SourceConfig>,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// A city as its folder describes it.
#[derive(Clone, Debug)]
pub struct City {
    pub folder: PathBuf,
    pub name: String,
    /// Projected, in metres.
    pub crs: Crs,
    pub timezone: TimeZone,
    pub taxonomy: Taxonomy,
    pub criteria: Criteria,
    pub notice_nl: Option<String>,
    pub notice_en: Option<String>,
    /// Other sites that may show the page in a frame.
    pub embed_on: Vec<Origin>,
    pub contact: Option<Contact>,
    pub settings: Settings,
    pub programme_areas: Vec<ProgrammeArea>,
    pub sources: Vec<SourceConfig>,
}

impl City {
    /// Reads the folder. Only `name` and `crs` are needed; a key that we do not know is refused, for it is a typing error.
    pub fn read(folder: &Path) -> Result<Self, ConfigError> {
        let path = folder.join("city.toml");
        if !path.is_file() {
            return Err(ConfigError::NoCity(folder.to_owned()));
        }
        let file: CityFile = parse_toml(&path)?;
        let wrong = |field: &str, reason: String| ConfigError::Field {
            file: path.clone(),
            field: field.to_owned(),
            reason,
        };
        if file.name.trim().is_empty() {
            return Err(wrong("name", "is empty".to_owned()));
        }
        if let Some((field, reason)) = file.settings.wrong() {
            return Err(wrong(&format!("settings.{field}"), reason));
        }
        let embed_on = site::origins(&file.embed_on).map_err(|reason| wrong("embed_on", reason))?;
        if let Some((field, reason)) = file.contact.as_ref().and_then(Contact::wrong) {
            return Err(wrong(&format!("contact.{field}"), reason));
        }
        let mut codes = HashSet::new();
        if let Some(area) = file.programme_areas.iter().find(|area| !codes.insert(&area.code)) {
            return Err(wrong(
                "programme_areas",
                format!("the code {} stands twice", area.code),
            ));
        }
        let crs = Crs::parse(&file.crs)
            .and_then(Crs::metric)
            .map_err(|error| wrong("crs", error.to_string()))?;
        let timezone = TimeZone::get(&file.timezone)
            .map_err(|_| wrong("timezone", format!("'{}' is not a time zone", file.timezone)))?;
        let taxonomy = match &file.service_types {
            None => Taxonomy::built_in(),
            Some(name) => {
                let path = folder.join(name);
                Taxonomy::from_csv(&read_text(&path)?, &path.display().to_string())
            }
        };
        let taxonomy = taxonomy.map_err(|error| wrong("service_types", error.to_string()))?;
        let criteria = match &file.criteria {
            None => Criteria::default(),
            Some(name) => read_criteria(&folder.join(name), &taxonomy)?,
        };
        Ok(Self {
            folder: folder.to_owned(),
            name: file.name,
            crs,
            timezone,
            taxonomy,
            criteria,
            notice_nl: file.notice_nl,
            notice_en: file.notice_en,
            embed_on,
            contact: file.contact,
            settings: file.settings,
            programme_areas: file.programme_areas,
            sources: file.sources,
        })
    }

    /// Today in the city.
    pub fn today(&self) -> Date {
        jiff::Timestamp::now().to_zoned(self.timezone.clone()).date()
    }

    /// Where the store stands unless `--store` names another file.
    pub fn default_store(&self) -> PathBuf {
        self.folder.join("store.gpkg")
    }
}

fn read_text(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        file: path.to_owned(),
        reason: error.to_string(),
    })
}

fn parse_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, ConfigError> {
    toml::from_str(&read_text(path)?).map_err(|error| ConfigError::Unreadable {
        file: path.to_owned(),
        reason: error.to_string().trim_end().to_owned(),
    })
}

fn read_criteria(path: &Path, taxonomy: &Taxonomy) -> Result<Criteria, ConfigError> {
    let criteria: Criteria = parse_toml(path)?;
    let mut seen = HashSet::new();
    for criterion in &criteria.criteria {
        let wrong = |field: &str, reason: String| ConfigError::Field {
            file: path.to_owned(),
            field: format!("criterion {} {field}", criterion.id),
            reason,
        };
        if !seen.insert((&criterion.id, criterion.version)) {
            return Err(wrong("version", format!("{} stands twice", criterion.version)));
        }
        if taxonomy.get(criterion.service_type.as_str()).is_none() {
            return Err(wrong(
                "service_type",
                format!("{} is not in the taxonomy", criterion.service_type),
            ));
        }
        if let Some((field, reason)) = criterion.wrong() {
            return Err(wrong(field, reason));
        }
    }
    Ok(criteria)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(toml: &str) -> Result<City, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("city.toml"), toml).unwrap();
        City::read(folder.path())
    }

    #[test]
    fn a_name_and_a_crs_make_a_city() {
        let city = city("name = 'X'\ncrs = 'EPSG:28992'").unwrap();
        assert_eq!(city.settings, Settings::default());
        assert_eq!(city.taxonomy.types().len(), 22);
        assert!(city.sources.is_empty());
    }

    #[test]
    fn a_city_in_degrees_is_refused() {
        let error = city("name = 'X'\ncrs = 'EPSG:4326'").unwrap_err().to_string();
        assert!(
            error.contains("not a projected coordinate reference system in metres"),
            "{error}"
        );
    }

    #[test]
    fn a_key_that_is_not_known_is_refused() {
        let error = city("name = 'X'\ncrs = 'EPSG:28992'\n[settings]\ndemand_spacing = 5").unwrap_err();
        assert!(error.to_string().contains("demand_spacing"), "{error}");
    }

    #[test]
    fn a_folder_without_city_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let error = City::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("--city DIR") && !error.contains('\n'), "{error}");
    }

    #[test]
    fn two_programme_areas_of_one_code_are_refused() {
        let area = |code: &str| format!("\n[[programme_areas]]\ncode = '{code}'\nname = 'X'");
        let of = |codes: [&str; 2]| city(&format!("name='X'\ncrs='EPSG:28992'{}", codes.map(area).concat()));
        let error = of(["west", "west"]).unwrap_err().to_string();
        assert!(
            error.contains("programme_areas: the code west stands twice"),
            "{error}"
        );
        assert_eq!(of(["west", "east"]).unwrap().programme_areas.len(), 2);
    }

    #[test]
    fn what_is_wrong_with_the_site_names_file_and_field() {
        let wrong = |more: &str| {
            city(&format!("name='X'\ncrs='EPSG:28992'\n{more}"))
                .unwrap_err()
                .to_string()
        };
        let error = wrong("embed_on = ['https://a.example', 'https://b.example/maps']");
        assert!(
            error.contains("city.toml: embed_on: 'https://b.example/maps' has a path"),
            "{error}"
        );
        let error = wrong("[contact]\nname = 'Team'\nemail = 'kaart'");
        assert!(
            error.contains("city.toml: contact.email: 'kaart' is no e-mail address"),
            "{error}"
        );
        let error = wrong("[contact]\nname = 'Team'\nphone = '14078'");
        assert!(error.contains("city.toml") && error.contains("phone"), "{error}");
    }

    #[test]
    fn settings_out_of_range_name_their_field() {
        let error = city("name='X'\ncrs='EPSG:28992'\n[settings]\noverlap_jaccard = 2").unwrap_err();
        assert!(error.to_string().contains("settings.overlap_jaccard"), "{error}");
    }
}
