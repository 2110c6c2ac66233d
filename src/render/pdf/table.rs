//! The table of a notice as a document of one section.

use crate::report::{
    Said,
    table::{Cell, Table},
};
use pdf::{Block, Document, Labels, Section, Words};

/// A table as a document.
pub(super) fn document(table: &Table) -> Document {
    let words = |said: &Said| {
        let other = said.language.as_ref().filter(|language| **language != table.language);
        Words { text: said.text.clone(), language: other.map(ToString::to_string) }
    };
    let cell = |cell: &Cell| match cell {
        Cell::Number(number) => pdf::Cell::Number(u64::try_from(*number).unwrap_or(u64::MAX)),
        Cell::Text(said) => pdf::Cell::Words(words(said)),
        Cell::Links(links) => {
            let link = |address: &str| pdf::Cell::Link(address.to_owned(), Words::plain(address));
            pdf::Cell::List(links.iter().map(|of| link(of.url.as_str())).collect())
        }
        Cell::Unknown => pdf::Cell::Absent(words(&table.unknown)),
    };
    let rows = table.rows.iter().map(|row| row.cells.iter().map(cell).collect());
    let set = pdf::Table {
        caption: Words::plain(""),
        columns: table.columns.iter().map(|heading| words(&heading.label)).collect(),
        rows: rows.collect(),
        empty: Words::plain("–"),
    };
    let notes = table.notes.iter().map(words).collect();
    let [before, between, after] = &table.sheets.number;
    Document {
        title: words(&table.name),
        language: table.language.to_string(),
        // The same table is the same file, whatever else was recorded since.
        made_at: None,
        cover: Vec::new(),
        running: words(&table.name),
        labels: Labels {
            contents: table.sheets.contents.text.clone(),
            page: [before, between, after].map(|said| said.text.clone()),
            lacking: table.sheets.lacking.iter().map(|said| said.text.clone()).collect(),
        },
        sections: vec![Section {
            heading: Words::plain(""),
            blocks: vec![Block::Table(set), Block::Notes(notes)],
            sections: Vec::new(),
        }],
    }
}
