//! The main table of a report as CSV (RFC 4180) in UTF-8, with a header row. Several values in a cell are on lines of their
//! own. No header or cell is a formula to a spreadsheet.

use crate::{
    render::csv::inert,
    report::page::{Cell, Page},
};
use std::io::{self, Write};

/// Writes the main table of `page`.
pub(super) fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(page.main.columns.iter().map(|column| inert(&column.text)))?;
    for row in &page.main.rows {
        writer.write_record(row.iter().map(|cell| inert(&text(cell, page))))?;
    }
    writer.flush()
}

/// What a cell says, several values on lines of their own.
pub(super) fn text(cell: &Cell, page: &Page) -> String {
    match cell {
        Cell::Text(said) | Cell::Page { said, .. } => said.text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Link { url, said: _ } => url.as_str().to_owned(),
        Cell::Unknown => page.unknown.text.clone(),
        Cell::None => page.none.text.clone(),
        Cell::Missing(said) => format!("{}: {}", page.missing.text, said.text),
        Cell::Blank => String::new(),
        Cell::List(cells) => cells.iter().map(|cell| text(cell, page)).collect::<Vec<_>>().join("\n"),
    }
}
