//! Specifications, entered by the front door: one binary, a file per noun.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod exchange;
mod processor_table;
mod store;
mod support;
mod tidy;
