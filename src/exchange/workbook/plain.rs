//! Sheets of any workbook, and CSV of any columns, as texts by row and column: nothing is known of what they mean.

use super::{
    cell::Content,
    csv::separator,
    read::{Reading, unpacked, whole},
};
use crate::exchange::{json, manifest::Limits, place::Misread};
use calamine::{Reader as _, Xlsx};
use std::{collections::BTreeMap, io::Cursor};

/// So many cells of one merged area are filled: more are a whole column by mistake.
const MOST_MERGED: u64 = 100_000;

/// A sheet: what its cells say, by row and column, both from 0. A merged area says the same in each of its cells.
pub(in crate::exchange) struct Plain {
    /// Its name; none of CSV.
    pub name: String,
    /// The texts.
    pub cells: BTreeMap<(u32, u32), String>,
}

/// The sheets of a workbook.
///
/// # Errors
/// If it is none, or too large.
pub(in crate::exchange) fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Plain>, Misread> {
    unpacked(bytes, limits)?;
    let mut file =
        Xlsx::new(Cursor::new(bytes)).map_err(|error: calamine::XlsxError| whole(format!("no workbook: {error}")))?;
    let mut reading = Reading::within(limits);
    let mut sheets = Vec::new();
    for name in file.sheet_names() {
        let broken = |error: calamine::XlsxError| whole(format!("the sheet `{name}` cannot be read: {error}"));
        let merged = file.merge_cells_by_sheet_name(&name).map_err(broken)?;
        let mut cells: BTreeMap<(u32, u32), String> = BTreeMap::new();
        for (row, of_row) in reading.cells(&mut file, &name)? {
            cells.extend(of_row.into_iter().filter_map(|(column, content)| Some(((row, column), text(content)?))));
        }
        for area in merged {
            let ((top, left), (bottom, right)) = (area.start, area.end);
            let size = u64::from(bottom - top + 1) * u64::from(right - left + 1);
            let Some(said) = cells.get(&area.start).cloned().filter(|_| size <= MOST_MERGED) else { continue };
            for at in (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column))) {
                reading.count(&Content::Text(said.clone()))?;
                cells.insert(at, said.clone());
            }
        }
        sheets.push(Plain { name, cells });
    }
    Ok(sheets)
}

/// CSV as a sheet.
///
/// # Errors
/// If it is none, or too large.
pub(in crate::exchange) fn sheet_of_csv(bytes: &[u8], limits: &Limits) -> Result<Plain, Misread> {
    let source = json::text(bytes)?;
    let mut reading = Reading::within(limits);
    let mut cells = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(source))
        .from_reader(source.as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        let record = record.map_err(|error| whole(format!("no CSV: {error}")))?;
        for (column, field) in (0..).zip(&record) {
            let content = Content::Text(field.to_owned());
            reading.count(&content)?;
            cells.extend(text(content).map(|text| ((row, column), text)));
        }
    }
    Ok(Plain { name: String::new(), cells })
}

/// What a cell says, as people read it; nothing, where it is blank or an error.
fn text(content: Content) -> Option<String> {
    let text = match content {
        Content::Text(text) => text.replace('\r', "").trim().to_owned(),
        Content::Number(number) => number.to_string(),
        Content::Day(day) => day.to_string(),
        Content::Flag(flag) => if flag { "yes" } else { "no" }.to_owned(),
        Content::Other(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}
