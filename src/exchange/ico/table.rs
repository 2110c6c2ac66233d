//! Where in a file the filled template is: the sheet, the row of its heads, its columns and the rows below.

use super::heads::{self, Column};
use crate::exchange::{
    place::{Misread, letters},
    workbook::plain::Plain,
};
use crate::{domain::Pointer, exchange::place::Place};
use std::collections::BTreeMap;

/// Fewer heads than these are no row of heads.
const FEWEST: usize = 4;

/// The heads stand in one of so many first rows.
const DEEPEST: u32 = 100;

/// A filled template.
pub(super) struct Table<'a> {
    pub sheet: &'a Plain,
    /// The row of the heads, from 0.
    pub head_row: u32,
    /// Which column is which.
    pub columns: BTreeMap<Column, u32>,
    /// The rows that say something, from 0.
    pub rows: Vec<u32>,
}

impl Table<'_> {
    /// What a cell says.
    pub fn text(&self, row: u32, column: u32) -> Option<&str> {
        self.sheet.cells.get(&(row, column)).map(String::as_str)
    }

    /// What the cell of a column says.
    pub fn said(&self, row: u32, column: Column) -> Option<&str> {
        self.text(row, *self.columns.get(&column)?)
    }

    /// The head of a column as the file spells it.
    pub fn head(&self, column: u32) -> &str {
        self.text(self.head_row, column).unwrap_or_default()
    }

    /// Columns below the heads that are none of the template's.
    pub fn others(&self) -> Vec<u32> {
        let heads = self.sheet.cells.range((self.head_row, 0)..(self.head_row + 1, 0)).map(|((_, column), _)| *column);
        heads.filter(|column| !self.columns.values().any(|known| known == column)).collect()
    }
}

/// The name of a cell.
pub(super) fn name(row: u32, column: u32) -> String {
    format!("{}{}", letters(column as usize + 1), row + 1)
}

/// How many heads stand where, and which columns they name.
type Best<'a> = (usize, &'a Plain, u32, Vec<(u32, Column)>);

/// The filled template among some sheets: where most heads stand in one row.
///
/// # Errors
/// If they stand nowhere.
pub(super) fn found(sheets: &[Plain]) -> Result<Table<'_>, Misread> {
    let mut best: Option<Best<'_>> = None;
    for sheet in sheets {
        for row in sheet
            .cells
            .keys()
            .map(|(row, _)| *row)
            .filter(|row| *row < DEEPEST)
            .collect::<std::collections::BTreeSet<_>>()
        {
            let heads = sheet.cells.range((row, 0)..(row + 1, 0)).map(|((_, column), text)| (*column, text.as_str()));
            let columns = heads::of_row(heads);
            let named = columns.iter().any(|(_, column)| matches!(column, Column::Purpose | Column::Function));
            let count = columns.len();
            if named && count >= FEWEST && best.as_ref().is_none_or(|(most, ..)| count > *most) {
                best = Some((count, sheet, row, columns));
            }
        }
    }
    let Some((_, sheet, head_row, columns)) = best else {
        let detail = "no row has the heads of the ICO's documentation template for controllers";
        return Err(Misread::new(Place::START, Pointer::root(), detail).allowing(
            "heads such as `Business function`, `Purpose of processing`, `Categories of individuals` in one row",
        ));
    };
    let columns: BTreeMap<Column, u32> = columns.into_iter().map(|(at, column)| (column, at)).collect();
    let below = sheet.cells.range((head_row + 1, 0)..).map(|((row, _), _)| *row);
    let mut rows: Vec<u32> = below.collect();
    rows.dedup();
    let mut table = Table { sheet, head_row, columns, rows };
    let says = |row: &u32| table.columns.values().any(|column| table.text(*row, *column).is_some());
    table.rows = table.rows.iter().copied().filter(says).collect();
    Ok(table)
}
