//! A filled documentation template for controllers of the Information Commissioner's Office (United Kingdom), as XLSX or CSV, as
//! records: what is understood becomes fields, what is not stays as a quote beside them, and every cell is accounted for.
//!
//! Knows the heads of the template, also spelled a bit differently, below whatever stands above them. Never guesses: what a cell does
//! not say is unknown, and a value that could belong to several things belongs to none. Never takes away what the register knows:
//! a record that is there already keeps whatever the file says nothing of. The same file gives the same records, under the same
//! keys.

mod contacts;
mod heads;
mod merged;
mod records;
mod table;
mod words;

use super::{
    manifest::Limits,
    place::Misread,
    workbook::plain::{Plain, sheet_of_csv, sheets},
};
use crate::domain::Register;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// How a filled template is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// A workbook.
    Xlsx,
    /// CSV.
    Csv,
}

/// What a filled template says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Understood {
    /// What was read.
    pub read: Read,
    /// The records, as a manifest.
    pub manifest: Map<String, Value>,
    /// Every cell that has something in it, or should, and what became of it; in the order of rows and columns.
    pub cells: Vec<Cell>,
}

/// What was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Read {
    /// The sheet; empty for CSV.
    pub sheet: String,
    /// The row of the heads, from 1.
    pub head_row: u32,
    /// How many rows below them say something.
    pub rows: usize,
    /// How many activities they describe.
    pub activities: usize,
}

/// A cell, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Cell {
    /// Its row, from 1.
    pub row: u32,
    /// Its column, from 1.
    pub column: u32,
    /// Its name: `B10`.
    pub cell: String,
    /// The head of its column, or its label, as the file spells it.
    pub head: String,
    /// What became of it.
    pub became: Became,
    /// Where it went, or why it did not.
    pub detail: String,
}

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// A field, or several.
    Understood,
    /// A quote beside the record, since no field can say it, or it does not say enough for one.
    Quoted,
    /// Nothing: the cell is blank or says that it is not known, and so the field is unknown.
    Unknown,
    /// Nothing: it was not understood at all.
    LeftOut,
}

/// Reads a filled template beside a register.
///
/// # Errors
/// If it is no file of its kind, too large, or has no row in which the heads of the template stand.
pub fn read(bytes: &[u8], kept: Kept, register: &Register, limits: &Limits) -> Result<Understood, Misread> {
    let sheets: Vec<Plain> = match kept {
        Kept::Xlsx => sheets(bytes, limits)?,
        Kept::Csv => vec![sheet_of_csv(bytes, limits)?],
    };
    let table = table::found(&sheets)?;
    Ok(records::of(&table, register))
}
