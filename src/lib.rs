//! Wijkkaart: a geospatial facility mapping service for municipalities.
//!
//! Files come *in* ([`ingest`]), are *kept* ([`store`]), become a *study* ([`study`]), are *thought about* ([`analysis`]), take a
//! *shape* that any client can read ([`collections`]) and go *out* ([`export`], [`api`], [`cli`]).

pub mod analysis; // one file per question: density, coverage, gaps, overlaps, hubs …
pub mod api; // HTTP: every URL, features, problem documents, the page
pub mod app; // configuration, store, the current study: the joint between rooms
pub mod cli; // serve, import, check, analyze, export, scenario
pub mod collections; // one file per collection: its properties, parameters and features
pub mod config; // the city folder
pub mod domain; // what the city is made of
pub mod export; // one file per output format
pub mod formats; // encodings that more than one room needs
pub mod ingest; // one reader per input format
pub mod spatial; // projection, indices, overlays
pub mod store; // revisions of everything, in a GeoPackage
pub mod study; // one revision made ready to ask
