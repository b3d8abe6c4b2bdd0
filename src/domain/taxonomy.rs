//! Which service types there are: data of the city, with a built-in default.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::ids::ServiceTypeCode;
use super::population::PopulationGroup;
use super::units::Metres;

/// The taxonomy used where a city brings none of its own.
const BUILT_IN: &str = include_str!("../../data/service-types.csv");

/// A kind of service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceType {
    pub code: ServiceTypeCode,
    pub label_nl: String,
    pub label_en: String,
    /// Group of types that share a symbol, e.g. `LRN`.
    pub group: String,
    /// Whom it is for, as far as CBS counts them.
    #[serde(default)]
    pub population_group: PopulationGroup,
    /// Usual norm distance; empty: the city's default.
    pub distance_m: Option<Metres>,
    #[serde(default)]
    pub osm_tags: String,
    /// One of them and more of them, as they stand in a sentence (`bibliotheek`, `bibliotheken`); empty: the label is quoted.
    #[serde(default)]
    pub singular_nl: String,
    #[serde(default)]
    pub plural_nl: String,
    #[serde(default)]
    pub singular_en: String,
    #[serde(default)]
    pub plural_en: String,
}

/// Why a taxonomy cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}, row {row}: {reason}")]
pub struct TaxonomyError {
    pub file: String,
    pub row: u64,
    pub reason: String,
}

/// The service types of a city, in the order of its file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taxonomy {
    types: Vec<ServiceType>,
    by_code: HashMap<ServiceTypeCode, usize>,
}

impl Taxonomy {
    /// Reads a taxonomy from the text of a CSV file; `file` is named in errors.
    pub fn from_csv(text: &str, file: &str) -> Result<Self, TaxonomyError> {
        let mut taxonomy = Self::default();
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for (index, row) in reader.deserialize::<ServiceType>().enumerate() {
            let row_number = index as u64 + 2;
            let wrong = |reason: String| TaxonomyError {
                file: file.to_owned(),
                row: row_number,
                reason,
            };
            let service_type = row.map_err(|error| wrong(error.to_string()))?;
            if service_type.code.as_str().is_empty() {
                return Err(wrong("code is missing".to_owned()));
            }
            if service_type
                .distance_m
                .is_some_and(|metres| !(metres.0 > 0.0 && metres.0.is_finite()))
            {
                return Err(wrong("distance_m must be above 0".to_owned()));
            }
            let code = service_type.code.clone();
            if taxonomy
                .by_code
                .insert(code.clone(), taxonomy.types.len())
                .is_some()
            {
                return Err(wrong(format!("code {code} stands twice")));
            }
            taxonomy.types.push(service_type);
        }
        Ok(taxonomy)
    }

    /// The built-in taxonomy of general social facilities.
    pub fn built_in() -> Result<Self, TaxonomyError> {
        Self::from_csv(BUILT_IN, "built-in service types")
    }

    /// Every type, in the order of the file.
    pub fn types(&self) -> &[ServiceType] {
        &self.types
    }

    /// The type with this code.
    pub fn get(&self, code: &str) -> Option<&ServiceType> {
        self.by_code.get(code).and_then(|index| self.types.get(*index))
    }

    /// Place of the type with this code in [`Taxonomy::types`].
    pub fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_taxonomy_can_be_read() {
        let taxonomy = Taxonomy::built_in().unwrap();
        assert_eq!(taxonomy.types().len(), 22);
        let library = taxonomy.get("LRN-BIEB").unwrap();
        assert_eq!(library.label_en, "library");
        assert_eq!(library.distance_m, None);
    }

    #[test]
    fn a_code_that_stands_twice_is_refused_with_its_row() {
        let text = "code,label_nl,label_en,group,population_group,distance_m,osm_tags\nA,a,a,G,all,,\nA,b,b,G,all,,\n";
        let error = Taxonomy::from_csv(text, "types.csv").unwrap_err();
        assert_eq!(error.to_string(), "types.csv, row 3: code A stands twice");
    }
}
