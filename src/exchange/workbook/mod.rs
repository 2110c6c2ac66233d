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
mod layout;
mod read;
mod write;

pub(super) use assemble::{find, read_on};
pub use write::{TooLarge, write};

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
