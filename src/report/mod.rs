//! Reports: pure functions from a register and options to a model.
//!
//! Knows what a report says and in which words. Never knows a format, a clock, a database or HTTP: the day to judge by is an
//! option, and a model holds nothing that changes when something elsewhere in the register does.
//!
//! A new report: one file here with its options and its model; a model that is a [`table::Table`] can be rendered at once.

pub mod changes;
pub mod impact;
pub mod processor_table;
pub mod sharing;
pub mod speech;
pub mod table;
pub mod told;

pub use table::{Cell, Heading, Link, Row, Said, Table};
