//! The embedded store: a GeoPackage.
