//! Wijkkaart: a geospatial facility mapping service for municipalities.
pub mod config;
pub mod domain;
pub mod export;
pub mod formats;
pub mod ingest;
pub mod spatial;
pub mod store;
