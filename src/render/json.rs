//! Tables as JSON: one object a row, with a member for each column, so that a client lays the table out without looking
//! further.

use crate::{
    domain::{Key, LanguageTag},
    report::{
        processor_table::{Column, ColumnSet},
        table::{Cell, Table},
    },
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::{borrow::Cow, collections::BTreeMap};

/// The processor table of a notice.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProcessorTable")]
pub struct TableDocument<'a> {
    /// The key of the notice.
    notice: &'a Key,
    /// The name of the notice.
    name: &'a str,
    /// The language that was asked for.
    language: &'a LanguageTag,
    /// Which set of columns this is.
    set: ColumnSet,
    /// The columns, left to right.
    columns: Vec<ColumnDocument<'a>>,
    /// The rows, top to bottom.
    rows: Vec<RowDocument<'a>>,
    /// What to show for a cell that is `null`: nobody recorded it, which is not "none".
    unknown: &'a str,
    /// What the rows cannot say.
    notes: Vec<&'a str>,
}

/// A column of the table.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProcessorTableColumn")]
struct ColumnDocument<'a> {
    /// The name of the member that holds its cell in each row.
    id: Column,
    /// What stands above it.
    label: &'a str,
}

/// A row of the table: a member for each of the table's columns.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProcessorTableRow")]
struct RowDocument<'a> {
    /// Names the row in its table, whatever its place.
    key: &'a str,
    /// The key of the service that the row is about; left out where it is about none of the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    processor: Option<&'a Key>,
    #[serde(flatten)]
    cells: Cells<'a>,
    /// The columns whose text is in another language than the one asked for.
    fallback: Vec<Column>,
}

/// The cells of a row by column.
#[derive(Serialize)]
#[serde(transparent)]
struct Cells<'a>(BTreeMap<Column, CellDocument<'a>>);

#[derive(Serialize)]
#[serde(untagged)]
enum CellDocument<'a> {
    Number(usize),
    Text(&'a str),
    Links(Vec<&'a str>),
    Unknown,
}

impl JsonSchema for Cells<'_> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "ProcessorTableCells".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let cell = |column: &Column| {
            let kind = match column {
                Column::Number => json!({ "type": "integer", "minimum": 1 }),
                // Links that are recorded as none are the word for it.
                Column::Links => json!({
                    "type": ["array", "string", "null"], "items": { "type": "string", "format": "uri" }
                }),
                // `null` comes first, since the schemas of records drop one that comes last: to them it says nothing.
                _ => json!({ "type": ["null", "string"] }),
            };
            let mut schema = kind.as_object().cloned().unwrap_or_default();
            schema.insert("description".into(), column.description().into());
            (column.name().to_owned(), Value::Object(schema))
        };
        let properties: Map<String, Value> = Column::ALL.iter().map(cell).collect();
        json_schema!({ "type": "object", "properties": properties })
    }
}

/// A table as JSON text.
#[must_use]
pub fn render(table: &Table) -> String {
    match serde_json::to_string(&document(table)) {
        Ok(text) => text,
        Err(error) => unreachable!("a table is text, numbers and lists: {error}"),
    }
}

/// A table in the shape in which it is written.
#[must_use]
pub fn document(table: &Table) -> TableDocument<'_> {
    let Table { notice, name, language, set, columns, rows, unknown, notes, sheets: _ } = table;
    TableDocument {
        notice,
        name: &name.text,
        language,
        set: *set,
        columns: columns
            .iter()
            .map(|heading| ColumnDocument { id: heading.column, label: &heading.label.text })
            .collect(),
        rows: rows
            .iter()
            .map(|row| {
                let cells = || columns.iter().map(|heading| heading.column).zip(&row.cells);
                RowDocument {
                    key: &row.key,
                    processor: row.processor.as_ref(),
                    cells: Cells(cells().map(|(column, cell)| (column, written(cell))).collect()),
                    fallback: cells().filter(|(_, cell)| foreign(cell)).map(|(column, _)| column).collect(),
                }
            })
            .collect(),
        unknown: &unknown.text,
        notes: notes.iter().map(|note| note.text.as_str()).collect(),
    }
}

fn written(cell: &Cell) -> CellDocument<'_> {
    match cell {
        Cell::Number(number) => CellDocument::Number(*number),
        Cell::Text(said) => CellDocument::Text(&said.text),
        Cell::Links(links) => CellDocument::Links(links.iter().map(|link| link.url.as_str()).collect()),
        Cell::Unknown => CellDocument::Unknown,
    }
}

fn foreign(cell: &Cell) -> bool {
    match cell {
        Cell::Text(said) => said.fallback,
        Cell::Number(_) | Cell::Links(_) | Cell::Unknown => false,
    }
}
