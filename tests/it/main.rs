//! The one integration binary.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod exchange;
mod processor_table;
