//! A register as a workbook that can be edited in a spreadsheet program and read back without loss.
//!
//! One sheet a kind with a row for each record, and one for each list of elements with a row for each of them, named
//! `activities.disclosures`. Columns are named by the path of their field, `name/en`. An empty cell is unknown, as a field that
//! is left out is; a list that is recorded as empty says `[]`. What no cell can hold as it is, stands there as JSON. A hidden
//! sheet tells the version of the layout and which columns there were: a column that somebody took away would otherwise take
//! every value in it away.
//!
//! Knows cells. What a record means is for [`crate::domain`]; what is read here goes the way of every other manifest.

mod assemble;
mod cell;
mod csv;
mod layout;
pub(super) mod plain;
mod read;
mod write;

use super::{
    manifest::Limits,
    place::{Misread, Wanted},
};
use crate::domain::Kind;
use serde_json::Value;

pub use csv::write as write_csv;
pub use write::{TooLarge, write};

/// Reads a workbook as a manifest, and goes on after mistakes.
///
/// # Errors
/// What makes it no workbook of ours, or too large.
pub(super) fn read_on(bytes: &[u8], limits: &Limits) -> Result<(Value, Vec<Misread>), Misread> {
    read::read(bytes, limits).map(|read| assemble::manifest(read, limits))
}

/// Walks a workbook again to find where some pointers lead.
pub(super) fn find(bytes: &[u8], limits: &Limits, wanted: &mut Wanted) {
    if let Ok(read) = read::read(bytes, limits) {
        assemble::find(read, wanted);
    }
}

/// Reads records of one kind in CSV as a manifest, and goes on after mistakes.
///
/// # Errors
/// What makes it no CSV, or too large.
pub(super) fn read_csv_on(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<(Value, Vec<Misread>), Misread> {
    csv::read(kind, bytes, limits).map(|read| assemble::manifest(read, limits))
}

/// Walks records in CSV again to find where some pointers lead.
pub(super) fn find_csv(kind: Kind, bytes: &[u8], limits: &Limits, wanted: &mut Wanted) {
    if let Ok(read) = csv::read(kind, bytes, limits) {
        assemble::find(read, wanted);
    }
}

/// The version of the layout that is written, and the only one that is read.
const VERSION: u32 = 1;

/// The hidden sheet that tells version and columns.
const ABOUT: &str = "_ropewalk";

/// What its first cell says.
const MARK: &str = "ropewalk workbook";

/// The column of elements that names their record.
const RECORD: &str = "record";

/// The column of elements that tells their order, so that a sheet can be sorted.
const POSITION: &str = "position";
