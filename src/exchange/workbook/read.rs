//! The sheets of a workbook as rows of values: what can be said of a cell by itself and by its column.
//!
//! A workbook is an archive, so its size says nothing: every part is unpacked once into nothing and counted before anything is
//! made of it. Sheets are read cell by cell, so that a cell far out makes no table of a thousand million empty ones.

use super::{
    ABOUT, MARK, POSITION, RECORD, VERSION,
    cell::{Content, Leaf, leaf_of, parsed_head},
    layout::Layout,
};
use crate::{
    domain::{Day, Pointer},
    exchange::{
        manifest::Limits,
        place::{Misread, Place},
    },
};
use calamine::{DataRef, Reader, Xlsx};
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{self, Cursor, Read},
};

/// More parts than any spreadsheet program writes.
const MOST_PARTS: usize = 2_000;

/// What is unpacked is at most so many times as large as a file may be: tags are long, and there are many.
const UNPACKED: u64 = 4;

/// The last column of a sheet.
const MOST_COLUMNS: u32 = 16_384;

/// What to do with a file that is no workbook of ours.
const BEGIN: &str = "begin with a workbook that `ropewalk export --format xlsx` wrote";

type File<'a> = Xlsx<Cursor<&'a [u8]>>;

/// What a workbook holds.
pub(super) struct Book {
    /// The schema that its records follow.
    pub schema: Option<Value>,
    /// Its sheets, in the order of kinds.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
pub(super) struct Sheet {
    pub layout: &'static Layout,
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Default)]
pub(super) struct Row {
    /// Its number, from 1.
    pub line: usize,
    /// The record that it belongs to, and where that stands.
    pub record: Option<(String, usize)>,
    /// Its place among the elements of the record.
    pub position: Option<f64>,
    /// What it says.
    pub fields: Map<String, Value>,
    /// The fields, and the columns in which they stand.
    pub cells: Vec<(Vec<String>, usize)>,
}

impl Sheet {
    /// The place of a cell; columns are counted from 1.
    pub(super) fn place(&self, line: usize, column: usize) -> Place {
        Place::in_sheet(&self.layout.sheet, line, column)
    }
}

/// What a sheet's cells are by row and column, both from 0.
pub(super) type Cells = BTreeMap<u32, Vec<(u32, Content)>>;

/// Reads a workbook. What is wrong with single cells is told with the sheets, at most `mistakes`.
///
/// # Errors
/// What makes it no workbook of ours, or too large.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<(Book, Vec<Misread>), Misread> {
    unpacked(bytes, limits)?;
    let mut file: File<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| whole(format!("no workbook: {error}")))?;
    let mut reading = Reading::within(limits);
    let about = reading.about(&mut file)?;
    let names = file.sheet_names();
    let mut sheets = Vec::new();
    for name in &names {
        if name == ABOUT || name.starts_with('_') {
            continue;
        }
        if Layout::named(name).is_none() {
            let shown = crate::domain::value::shown(name);
            reading.mistakes.push(
                whole(format!("there is no sheet `{shown}` in a register"))
                    .allowing("begin the names of sheets of your own with `_`: those are not read"),
            );
        }
    }
    for layout in Layout::all() {
        let there = names.contains(&layout.sheet);
        let wanted = about.columns.get(&layout.sheet);
        if there {
            let sheet = reading.sheet(&mut file, layout, wanted)?;
            sheets.push(sheet);
        } else if wanted.is_some() && layout.list.is_some() && names.iter().any(|name| *name == layout.kind.path()) {
            reading.mistakes.push(
                whole(format!("the sheet `{}` is missing", layout.sheet))
                    .allowing("put it back; without it every record would lose what is in it"),
            );
        }
        if reading.ended() {
            break;
        }
    }
    Ok((Book { schema: about.schema, sheets }, reading.mistakes))
}

pub(super) fn whole(detail: impl Into<String>) -> Misread {
    Misread::new(Place::START, Pointer::root(), detail)
}

/// Counts what a workbook unpacks to, and forgets it.
pub(super) fn unpacked(bytes: &[u8], limits: &Limits) -> Result<(), Misread> {
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_mul(UNPACKED);
    let broken =
        |error: &dyn std::fmt::Display| whole(format!("no workbook: {error}")).allowing("a file that ends with .xlsx");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(whole(format!("an archive of more than {MOST_PARTS} parts")));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| broken(&error))?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| broken(&error))?;
        left = left.checked_sub(size).ok_or_else(|| {
            whole(format!("unpacks to more than {most} bytes")).allowing("split the register into several workbooks")
        })?;
    }
    Ok(())
}

/// What the hidden sheet tells.
struct About {
    schema: Option<Value>,
    /// The columns of each sheet as it was written.
    columns: HashMap<String, BTreeSet<String>>,
}

/// A column of a sheet.
struct Head {
    tokens: Vec<String>,
    part: usize,
    leaf: Leaf,
}

/// What a column is.
enum Meaning {
    Record,
    Position,
    Field(Head),
    /// Something that was refused.
    Nothing,
}

/// What is in the columns of one field, by its parts: one, where the text is not longer than a cell.
type Parts = BTreeMap<usize, (u32, Leaf, Content)>;

/// Whoever reads a workbook.
pub(super) struct Reading<'a> {
    limits: &'a Limits,
    /// How much text there was.
    text: usize,
    /// How many values there were.
    nodes: usize,
    pub mistakes: Vec<Misread>,
}

impl<'a> Reading<'a> {
    /// Reads no more than that.
    pub(super) const fn within(limits: &'a Limits) -> Self {
        Self { limits, text: 0, nodes: 0, mistakes: Vec::new() }
    }

    /// Counts a cell.
    ///
    /// # Errors
    /// If it is one too many.
    pub(super) fn count(&mut self, content: &Content) -> Result<(), Misread> {
        if let Content::Text(text) = content {
            self.text += text.len();
        }
        self.nodes += 1;
        if self.text > self.limits.bytes || self.nodes > self.limits.nodes {
            return Err(whole("more cells, or longer ones, than are read at once").allowing("split the register"));
        }
        Ok(())
    }

    fn ended(&self) -> bool {
        self.mistakes.len() >= self.limits.mistakes
    }

    fn wrong(&mut self, place: Place, detail: impl Into<String>, allowed: &str) {
        let misread = Misread::new(place, Pointer::root(), detail);
        self.mistakes.push(if allowed.is_empty() { misread } else { misread.allowing(allowed) });
    }

    fn about(&mut self, file: &mut File<'_>) -> Result<About, Misread> {
        if !file.sheet_names().iter().any(|name| name == ABOUT) {
            return Err(whole(format!("the hidden sheet `{ABOUT}` is missing")).allowing(BEGIN));
        }
        let cells = self.cells(file, ABOUT)?;
        let mut rows = cells.into_values().map(|cells| {
            let mut cells: HashMap<u32, Content> = cells.into_iter().collect();
            (cells.remove(&0), cells.remove(&1))
        });
        let version = Content::Number(f64::from(VERSION));
        match rows.next() {
            Some((Some(Content::Text(mark)), Some(found))) if mark == MARK && found == version => {}
            Some((Some(Content::Text(mark)), Some(_))) if mark == MARK => {
                return Err(whole(format!("written in another version of the layout than {VERSION}")).allowing(BEGIN));
            }
            _ => return Err(whole(format!("the hidden sheet `{ABOUT}` says nothing of this program")).allowing(BEGIN)),
        }
        let schema = match rows.next() {
            Some((_, Some(content))) => Leaf::Number.value(content).ok(),
            _ => None,
        };
        let mut columns: HashMap<String, BTreeSet<String>> = HashMap::new();
        for row in rows {
            if let (Some(Content::Text(sheet)), Some(Content::Text(head))) = row {
                columns.entry(sheet).or_default().insert(head);
            }
        }
        Ok(About { schema, columns })
    }

    /// The cells of a sheet that are not empty.
    pub(super) fn cells(&mut self, file: &mut File<'_>, name: &str) -> Result<Cells, Misread> {
        let broken = |error: calamine::XlsxError| whole(format!("the sheet `{name}` cannot be read: {error}"));
        let mut reader = file.worksheet_cells_reader(name).map_err(broken)?;
        let mut cells = Cells::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let Some(content) = content(cell.get_value()) else { continue };
            self.count(&content)?;
            if column < MOST_COLUMNS {
                cells.entry(row).or_default().push((column, content));
            }
        }
        Ok(cells)
    }

    fn sheet(
        &mut self,
        file: &mut File<'_>,
        layout: &'static Layout,
        wanted: Option<&BTreeSet<String>>,
    ) -> Result<Sheet, Misread> {
        let sheet = Sheet { layout, rows: Vec::new() };
        let merged = file.merge_cells_by_sheet_name(&layout.sheet);
        for area in merged.map_err(|error| whole(format!("the sheet `{}` cannot be read: {error}", layout.sheet)))? {
            let (row, column) = area.start;
            let place = sheet.place(row as usize + 1, column as usize + 1);
            self.wrong(place, "cells are merged, and only the first of them has a value", "separate them");
        }
        let cells = self.cells(file, &layout.sheet)?;
        Ok(self.filled(sheet, cells, wanted))
    }

    /// A sheet with what its cells say; `wanted` are the columns that must be there.
    pub(super) fn filled(&mut self, mut sheet: Sheet, mut cells: Cells, wanted: Option<&BTreeSet<String>>) -> Sheet {
        let heads = self.heads(&sheet, cells.remove(&0).unwrap_or_default(), wanted);
        for (row, cells) in cells {
            if self.ended() {
                break;
            }
            let row = self.row(&sheet, row as usize + 1, cells, &heads);
            // Cells of white space only are as good as empty.
            if !row.fields.is_empty() || row.record.is_some() || row.position.is_some() {
                sheet.rows.push(row);
            }
        }
        sheet
    }

    /// What the columns of a sheet are.
    fn heads(
        &mut self,
        sheet: &Sheet,
        cells: Vec<(u32, Content)>,
        wanted: Option<&BTreeSet<String>>,
    ) -> HashMap<u32, Meaning> {
        let mut missing: BTreeSet<&str> = wanted.into_iter().flatten().map(String::as_str).collect();
        let mut seen = BTreeSet::new();
        let mut heads = HashMap::new();
        for (column, content) in cells {
            let place = sheet.place(1, column as usize + 1);
            let Content::Text(head) = content else {
                self.wrong(place, "the head of a column is the name of a field", "");
                heads.insert(column, Meaning::Nothing);
                continue;
            };
            let head = head.trim();
            missing.remove(head);
            if !seen.insert(head.to_owned()) {
                self.wrong(place, format!("there are two columns `{}`", crate::domain::value::shown(head)), "");
            }
            let meaning = meaning(sheet.layout, head).unwrap_or_else(|| {
                let detail = format!("`{}` is no field of `{}`", crate::domain::value::shown(head), sheet.layout.sheet);
                self.wrong(place, detail, "the names of fields as the schema has them, with `/` between them");
                Meaning::Nothing
            });
            heads.insert(column, meaning);
        }
        // A sheet that somebody made has no columns to be missed but the one that says what its rows belong to.
        if sheet.layout.list.is_some() && !seen.contains(RECORD) {
            missing.insert(RECORD);
        }
        for head in missing {
            self.wrong(
                sheet.place(1, 1),
                format!("the column `{head}` is missing"),
                "put it back under its name; without it every row would lose what is in it",
            );
        }
        heads
    }

    fn row(&mut self, sheet: &Sheet, line: usize, cells: Vec<(u32, Content)>, heads: &HashMap<u32, Meaning>) -> Row {
        let mut row = Row { line, ..Row::default() };
        // Texts that go on in another column, in the order of their parts.
        let mut texts: BTreeMap<&[String], Parts> = BTreeMap::new();
        for (column, content) in cells {
            let at = column as usize + 1;
            match (heads.get(&column), content) {
                (Some(Meaning::Field(head)), content) => {
                    texts.entry(&head.tokens).or_default().insert(head.part, (column, head.leaf, content));
                }
                (Some(Meaning::Record), Content::Text(key)) => row.record = Some((key.trim().to_owned(), at)),
                (Some(Meaning::Position), Content::Number(number)) => row.position = Some(number),
                (Some(Meaning::Record), _) => self.wrong(sheet.place(line, at), "this is no key of a record", ""),
                (Some(Meaning::Position), _) => self.wrong(sheet.place(line, at), "this is no number", ""),
                (Some(Meaning::Nothing), _) => {}
                (None, _) => {
                    self.wrong(sheet.place(line, at), "the column has no head", "the name of a field above it");
                }
            }
        }
        for (tokens, parts) in texts {
            let Some((column, leaf, content)) = joined(parts) else { continue };
            let place = sheet.place(line, column as usize + 1);
            match leaf.value(content) {
                Err(unreadable) => self.wrong(place, unreadable.detail, unreadable.allowed),
                Ok(value) => {
                    if given(&row, tokens) || !set(&mut row.fields, tokens, value) {
                        let detail = format!("`{}` is given as a whole and in parts", tokens.join("/"));
                        self.wrong(place, detail, "one of them");
                    }
                    row.cells.push((tokens.to_vec(), column as usize + 1));
                }
            }
        }
        row
    }
}

/// What the column with this head is.
fn meaning(layout: &Layout, head: &str) -> Option<Meaning> {
    if layout.own_columns().contains(&head) {
        return Some(if head == RECORD { Meaning::Record } else { Meaning::Position });
    }
    debug_assert_ne!(head, POSITION, "own columns were looked at");
    let (tokens, part) = parsed_head(head);
    let leaf = leaf_of(&layout.fields, &tokens)?;
    Some(Meaning::Field(Head { tokens: tokens.into_iter().map(str::to_owned).collect(), part, leaf }))
}

/// One value of the parts of a text; `None` if there is nothing in them.
fn joined(parts: Parts) -> Option<(u32, Leaf, Content)> {
    let mut parts = parts.into_values();
    let (column, leaf, mut first) = parts.next()?;
    if let Content::Text(text) = &mut first {
        for (_, _, part) in parts {
            if let Content::Text(part) = part {
                text.push_str(&part);
            }
        }
        if text.trim().is_empty() {
            return None;
        }
    }
    Some((column, leaf, first))
}

/// Whether a field that holds this one was given as a whole.
fn given(row: &Row, tokens: &[String]) -> bool {
    row.cells.iter().any(|(whole, _)| tokens.starts_with(whole))
}

/// Puts a value where its names lead; false if something else is there.
fn set(fields: &mut Map<String, Value>, tokens: &[String], value: Value) -> bool {
    match tokens {
        [] => false,
        [name] => {
            let free = !fields.contains_key(name);
            if free {
                fields.insert(name.clone(), value);
            }
            free
        }
        [name, rest @ ..] => {
            let inner = fields.entry(name.clone()).or_insert_with(|| Value::Object(Map::new()));
            inner.as_object_mut().is_some_and(|inner| set(inner, rest, value))
        }
    }
}

fn content(value: &DataRef<'_>) -> Option<Content> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => Content::Text(text.clone()),
        DataRef::SharedString(text) => Content::Text((*text).to_owned()),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no whole numbers beyond these")]
        DataRef::Int(number) => Content::Number(*number as f64),
        DataRef::Float(number) => Content::Number(*number),
        DataRef::Bool(flag) => Content::Flag(*flag),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hours, minutes, seconds, milliseconds) = time.to_ymd_hms_milli();
            let midnight = (hours, minutes, seconds, milliseconds) == (0, 0, 0, 0);
            match format!("{year:04}-{month:02}-{day:02}").parse::<Day>() {
                Ok(day) if midnight => Content::Day(day),
                _ => Content::Other("a time of day".to_owned()),
            }
        }
        DataRef::DateTimeIso(text) => match text.strip_suffix("T00:00:00").unwrap_or(text).parse::<Day>() {
            Ok(day) => Content::Day(day),
            Err(_) => Content::Other("a time of day".to_owned()),
        },
        DataRef::DateTime(_) | DataRef::DurationIso(_) => Content::Other("a length of time".to_owned()),
        DataRef::Error(error) => Content::Other(format!("the error {error}")),
    })
}
