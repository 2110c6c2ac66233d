//! Tables as CSV (RFC 4180) in UTF-8, with a header row. A header or cell that a spreadsheet would take for a formula begins
//! with an apostrophe.

use crate::report::table::{Cell, Table};

/// A table as CSV.
pub(super) fn render(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut written = writer.write_record(table.columns.iter().map(|heading| inert(&heading.label.text)));
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Text(said) => inert(&said.text),
            Cell::Links(links) => inert(&links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>().join("\n")),
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
pub(super) fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::{
        page::{Arrangement, Sheets},
        processor_table::{Column, ColumnSet},
        table::{Cell, Heading, Row, Said, Table},
    };

    #[test]
    fn no_header_and_no_cell_of_any_column_is_a_formula() {
        for formula in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let said = || Said { text: formula.to_owned(), language: None, fallback: false };
            let cells = || Column::ALL.iter().map(|_| Cell::Text(said())).chain([Cell::Unknown]).collect();
            let heading = |column: &Column| Heading { column: *column, label: said() };
            let table = Table {
                notice: "shop".parse().unwrap(),
                name: said(),
                language: "en".parse().unwrap(),
                set: ColumnSet::Notice,
                columns: Column::ALL.iter().chain([&Column::Links]).map(heading).collect(),
                rows: vec![Row { key: "a".to_owned(), processor: None, cells: cells() }],
                unknown: said(),
                notes: vec![said()],
                sheets: Sheets {
                    cover: said(),
                    digest: None,
                    recorded_at: None,
                    details: said(),
                    part: said(),
                    remarks: said(),
                    arrangement: Arrangement::Tables,
                    contents: said(),
                    number: [said(), said(), said()],
                    lacking: Vec::new(),
                },
            };
            let bytes = render(&table);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let fields: Vec<String> = reader
                .records()
                .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            assert_eq!(fields, vec![format!("'{formula}"); 2 * (Column::ALL.len() + 1)]);
        }
    }
}
