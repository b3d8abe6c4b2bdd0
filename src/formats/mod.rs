//! Geometry encodings that more than one room needs.

pub mod geopackage;
