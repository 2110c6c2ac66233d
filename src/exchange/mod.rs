//! Records in and out of files: manifests in YAML, JSON and workbooks, strict JSON for every body that a client sends.
//!
//! Knows text: lines, columns, cells, syntax, how much of it is too much. Never knows HTTP or where a file lies: it is given bytes
//! and a name to call them by. What a record means is for [`crate::domain`]; here every mistake gets its place in the text.
//!
//! A new format of manifests: one file that turns bytes into a JSON value and pointers into places, one arm in
//! [`manifest::Format`].

pub mod cases;
pub mod export;
pub mod hosts;
pub mod ico;
pub mod json;
pub mod manifest;
pub mod notice;
mod place;
pub mod workbook;
mod yaml;

pub use export::{Export, Syntax};
pub use manifest::{Format, Input, Limits, Manifest};
pub use place::{Located, Misread, Place};
