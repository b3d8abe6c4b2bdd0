//! Everything that runs the library or the program from outside, in one program: a test program for every file would link the
//! same libraries thirty times, which takes minutes and gigabytes.

mod access;
mod analysis;
mod architecture;
mod assessment;
mod change;
mod cli;
mod edits;
mod equity;
mod expected;
mod exports;
mod http;
mod http_choices;
mod indicators;
mod ingest;
mod ingest_corpora;
mod ingest_real;
mod licences;
mod money;
mod proximity;
mod reach;
mod removal;
mod scenarios;
mod siting;
mod stopping;
mod store_gdal;
mod supply;
mod support;
mod time;
mod what_if;
