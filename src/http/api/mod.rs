//! `/api/v1`: one file per noun.

pub mod changes;
pub mod records;
pub mod service;
pub mod tables;
