//! Specifications, entered by the front door: one binary, a file per noun.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod api;
mod cli;
mod documents;
mod drift;
mod exchange;
mod findings;
mod flows;
mod impact;
mod processor_table;
mod recipients;
mod regimes;
mod reports;
mod reviews;
mod serve;
mod sharing;
mod store;
mod support;
mod tidy;
mod transfers;
