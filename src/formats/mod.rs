//! Encodings of geometries and texts that more than one room needs.

pub mod formula;
pub mod geopackage;
