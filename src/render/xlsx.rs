//! Tables as a workbook: a cover with what stands around the table, and the table.

use super::workbook::{Line, Sheet, Value, Workbook};
use crate::report::table::{Cell, Table};
use std::borrow::Cow;

/// A table as a workbook.
pub(super) fn render(table: &Table) -> Vec<u8> {
    let title = table.name.text.as_str();
    let mut cover = vec![Line::Heading(1, title), Line::Text(table.language.as_str().into()), Line::Sheet(0)];
    cover.extend(table.notes.iter().map(|note| Line::Text(note.text.as_str().into())));
    let value = |cell| value(cell, table);
    let sheet = Sheet {
        title: table.set.name(),
        columns: table.columns.iter().map(|heading| heading.label.text.as_str()).collect(),
        rows: table.rows.iter().map(|row| row.cells.iter().map(value).collect()).collect(),
    };
    match (Workbook { title, cover_name: title, cover, forms: Vec::new(), sheets: vec![sheet] }).bytes() {
        Ok(bytes) => bytes,
        Err(error) => unreachable!("a table of a notice fits into a sheet: {error}"),
    }
}

fn value<'a>(cell: &'a Cell, table: &'a Table) -> Value<'a> {
    match cell {
        Cell::Number(number) => Value::Number(*number as u64),
        Cell::Text(said) => Value::Text(said.text.as_str().into()),
        Cell::Links(links) => match links.as_slice() {
            [link] => Value::Link(link.url.as_str(), link.url.as_str().into()),
            links => Value::Text(Cow::Owned(links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>().join("\n"))),
        },
        Cell::Unknown => Value::Unknown(&table.unknown.text),
    }
}
