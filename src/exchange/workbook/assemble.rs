//! Rows as a manifest, and the places of what it says.

use super::read::{Book, Row, Sheet};
use crate::{
    domain::Pointer,
    exchange::{
        manifest::Limits,
        place::{Misread, Place, Wanted},
    },
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// A record: its row, and the rows of its elements by list.
struct Record<'a> {
    row: &'a Row,
    lists: BTreeMap<&'a str, (&'a Sheet, Vec<&'a Row>)>,
}

/// The records of a kind, in the order of their rows.
struct Records<'a> {
    sheet: &'a Sheet,
    records: Vec<Record<'a>>,
}

/// What was read as a manifest, and what is wrong with it, in the order of sheets and cells.
pub(super) fn manifest((book, mut mistakes): (Book, Vec<Misread>), limits: &Limits) -> (Value, Vec<Misread>) {
    let kinds = assembled(&book, &mut mistakes);
    let mut manifest = Map::new();
    if let Some(schema) = &book.schema {
        manifest.insert("schema".to_owned(), schema.clone());
    }
    for Records { sheet, records } in kinds {
        let records = records.into_iter().map(|Record { row, lists }| {
            let mut fields = row.fields.clone();
            for (list, (_, rows)) in lists {
                let elements = rows.into_iter().map(|row| Value::Object(row.fields.clone()));
                fields.insert(list.to_owned(), elements.collect());
            }
            Value::Object(fields)
        });
        manifest.insert(sheet.layout.kind.to_string(), records.collect());
    }
    mistakes.sort();
    mistakes.truncate(limits.mistakes);
    (Value::Object(manifest), mistakes)
}

/// Notes where some pointers lead.
pub(super) fn find((book, mut mistakes): (Book, Vec<Misread>), wanted: &mut Wanted) {
    for Records { sheet, records } in assembled(&book, &mut mistakes) {
        for (index, record) in records.iter().enumerate() {
            let place = vec![sheet.layout.kind.to_string(), index.to_string()];
            found_row(wanted, &place, sheet, record.row);
            for (list, (sheet, rows)) in &record.lists {
                for (index, row) in rows.iter().enumerate() {
                    let place = [&place[..], &[(*list).to_owned(), index.to_string()]].concat();
                    found_row(wanted, &place, sheet, row);
                }
            }
        }
    }
}

/// Notes the places of a row and of its cells.
fn found_row(wanted: &mut Wanted, names: &[String], sheet: &Sheet, row: &Row) {
    let of_key = row.cells.iter().find(|(tokens, _)| tokens.len() == 1 && tokens[0] == "key");
    let first = of_key.or(row.cells.first()).map_or(1, |(_, column)| *column);
    found(wanted, names.iter(), sheet.place(row.line, first));
    for (tokens, column) in &row.cells {
        found(wanted, names.iter().chain(tokens), sheet.place(row.line, *column));
    }
}

/// Notes a place for what names lead to, and for what is around it unless that has one.
fn found<'a>(wanted: &mut Wanted, names: impl Iterator<Item = &'a String>, place: Place) {
    let mut at = Wanted::ROOT;
    wanted.found(at, || place);
    for name in names {
        at = wanted.below(at, name);
        wanted.found(at, || place);
    }
}

/// The records of each kind with the rows of their elements.
fn assembled<'a>(book: &'a Book, mistakes: &mut Vec<Misread>) -> Vec<Records<'a>> {
    let mut kinds: Vec<Records<'a>> = Vec::new();
    for sheet in book.sheets.iter().filter(|sheet| sheet.layout.list.is_none()) {
        let records = sheet.rows.iter().map(|row| Record { row, lists: BTreeMap::new() });
        kinds.push(Records { sheet, records: records.collect() });
    }
    for sheet in &book.sheets {
        let Some(list) = &sheet.layout.list else { continue };
        let Some(kind) = kinds.iter_mut().find(|kind| kind.sheet.layout.kind == sheet.layout.kind) else {
            if let Some(row) = sheet.rows.first() {
                let detail = format!("the sheet `{}` with the records of these rows is missing", sheet.layout.kind);
                mistakes.push(Misread::new(sheet.place(row.line, 1), Pointer::root(), detail));
            }
            continue;
        };
        let mut of_key: HashMap<&str, usize> = HashMap::new();
        for (index, record) in kind.records.iter().enumerate() {
            if let Some(key) = record.row.fields.get("key").and_then(Value::as_str) {
                of_key.entry(key).or_insert(index);
            }
        }
        for row in &sheet.rows {
            match row.record.as_ref().map(|(key, column)| (of_key.get(key.as_str()), key, *column)) {
                Some((Some(at), ..)) => {
                    let (_, rows) = kind.records[*at].lists.entry(list).or_insert((sheet, Vec::new()));
                    rows.push(row);
                }
                Some((None, key, column)) => {
                    let shown = crate::domain::value::shown(key);
                    let detail = format!("the sheet `{}` has no record `{shown}`", sheet.layout.kind);
                    mistakes.push(Misread::new(sheet.place(row.line, column), Pointer::root(), detail));
                }
                None => {
                    let detail = "it is not told to which record this row belongs";
                    let misread = Misread::new(sheet.place(row.line, 1), Pointer::root(), detail);
                    mistakes.push(misread.allowing("the key of a record in the column `record`"));
                }
            }
        }
        let records = kind.sheet;
        for record in &mut kind.records {
            let Some((_, rows)) = record.lists.get_mut(list.as_str()) else { continue };
            // Those without a position come last, in the order of the sheet.
            rows.sort_by(|one, other| position(one).total_cmp(&position(other)));
            if let Some((_, column)) =
                record.row.cells.iter().find(|(tokens, _)| tokens.len() == 1 && tokens[0] == *list)
            {
                let detail = format!("`{list}` is given here and in the sheet `{}`", sheet.layout.sheet);
                let place = records.place(record.row.line, *column);
                mistakes.push(Misread::new(place, Pointer::root(), detail).allowing("one of them"));
            }
        }
    }
    kinds
}

fn position(row: &Row) -> f64 {
    row.position.unwrap_or(f64::INFINITY)
}
