//! The records of one kind as CSV (RFC 4180, UTF-8): the columns of its sheet in a workbook, with lists of elements as JSON.
//!
//! A text that a spreadsheet would take for a formula has an apostrophe before it, which is taken away again.

use super::{
    cell::{Column, Content, all_cells_of, columns_of},
    layout::Layout,
    read::{Book, Cells, Reading, Sheet, whole},
};
use crate::{
    domain::{Entry, Kind},
    exchange::{json, manifest::Limits, place::Misread},
};
use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet},
};

/// What separates fields; which of them it is, a program decides by the country it is used in.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Records of one kind as CSV. The same records give the same bytes.
#[must_use]
pub fn write<E: Borrow<Entry>>(kind: Kind, entries: impl IntoIterator<Item = E>) -> Vec<u8> {
    let mut records: Vec<E> = entries.into_iter().filter(|entry| entry.borrow().id.kind == kind).collect();
    records.sort_by(|one, other| one.borrow().id.cmp(&other.borrow().id));
    let fields = Layout::of_records(kind).map(|layout| layout.fields.as_slice()).unwrap_or_default();
    let rows: Vec<BTreeMap<Column, Content>> = records
        .iter()
        .map(|record| all_cells_of(fields, &record.borrow().record.value()).into_iter().collect())
        .collect();
    let standing = columns_of(fields).into_iter().map(|(column, _)| column);
    let columns: BTreeSet<Column> = standing.chain(rows.iter().flat_map(BTreeMap::keys).cloned()).collect();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut written = writer.write_record(columns.iter().map(Column::head));
    for row in &rows {
        let cells = columns.iter().map(|column| row.get(column).map(told).unwrap_or_default());
        written = written.and_then(|()| writer.write_record(cells));
    }
    match (written, writer.into_inner()) {
        (Ok(()), Ok(bytes)) => bytes,
        (written, _) => unreachable!("rows of one length written to memory: {written:?}"),
    }
}

fn told(content: &Content) -> String {
    match content {
        Content::Text(text) if is_marked(text) => format!("'{text}"),
        Content::Text(text) | Content::Other(text) => text.clone(),
        Content::Number(number) => number.to_string(),
        Content::Day(day) => day.to_string(),
        Content::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

/// Whether an apostrophe stands before a text, beside those of its own.
fn is_marked(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}

/// Reads records of one kind. What is wrong with single cells is told with them.
///
/// # Errors
/// What makes it no CSV, or too large.
pub(super) fn read(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<(Book, Vec<Misread>), Misread> {
    let text = json::text(bytes)?;
    let layout = Layout::of_records(kind).ok_or_else(|| whole(format!("there are no columns for `{kind}`")))?;
    let mut reading = Reading::within(limits);
    let mut cells = Cells::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        let record = record.map_err(|error| whole(format!("no CSV: {error}")))?;
        for (column, field) in (0..).zip(&record).filter(|(_, field)| !field.is_empty()) {
            let field = field.strip_prefix('\'').filter(|text| is_marked(text)).unwrap_or(field);
            let content = Content::Text(field.to_owned());
            reading.count(&content)?;
            cells.entry(row).or_default().push((column, content));
        }
    }
    let wanted = columns_of(&layout.fields).iter().map(|(column, _)| column.head()).collect();
    let sheet = reading.filled(Sheet { layout, rows: Vec::new() }, cells, Some(&wanted));
    Ok((Book { schema: None, sheets: vec![sheet] }, reading.mistakes))
}

/// What separates the heads of columns, in which none of these stands.
pub(super) fn separator(text: &str) -> u8 {
    let heads = text.lines().next().unwrap_or_default();
    let most = |separator: &u8| heads.matches(char::from(*separator)).count();
    SEPARATORS.into_iter().rev().max_by_key(most).unwrap_or(b',')
}
