//! Tables as CSV (RFC 4180) in UTF-8, with a header row. A cell that a spreadsheet would take for a formula begins with an
//! apostrophe.

use crate::report::table::{Cell, Table};

/// A table as CSV.
pub(super) fn render(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut written = writer.write_record(table.columns.iter().map(|heading| inert(&heading.label.text)));
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Text(said) => inert(&said.text),
            Cell::Links(links) => links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>().join("\n"),
            Cell::Unknown => inert(&table.unknown.text),
        });
        written = written.and_then(|()| writer.write_record(cells));
    }
    match (written, writer.into_inner()) {
        (Ok(()), Ok(bytes)) => bytes,
        (written, _) => unreachable!("rows of one length written to memory: {written:?}"),
    }
}

/// Text that no spreadsheet evaluates.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
