//! Records as a workbook. The same records give the same bytes.

use super::{
    ABOUT, MARK, VERSION,
    cell::{Column, Content, Leaf, cells_of, columns_of, has_rows, leaf_of},
    layout::Layout,
};
use crate::domain::{Day, Entry, Kind, RecordId, upcast};
use chrono::Datelike;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;
use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
};

/// The rows of a sheet below its head.
const MOST_ROWS: usize = 1_048_575;

/// The widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 10..=50;

/// So many rows are looked at to find how wide a column has to be.
const MEASURED: usize = 200;

/// Records that no workbook can hold.
#[derive(Debug, thiserror::Error)]
#[error("no workbook can hold this: {0}; export YAML or JSON instead")]
pub struct TooLarge(String);

impl From<XlsxError> for TooLarge {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// A row: what its own columns hold, and the others.
struct Row {
    own: Vec<Content>,
    cells: Vec<(Column, Content)>,
}

/// A sheet that is ready to be written.
struct Sheet {
    layout: &'static Layout,
    columns: BTreeMap<Column, Leaf>,
    rows: Vec<Row>,
}

/// Records as a workbook: a sheet for each kind, and for each list of elements of a kind that has records.
///
/// # Errors
/// If a sheet would have more than 1,048,576 rows or 16,384 columns.
pub fn write<E: Borrow<Entry> + Sync>(entries: impl IntoIterator<Item = E>) -> Result<Vec<u8>, TooLarge> {
    let mut entries: Vec<E> = entries.into_iter().collect();
    entries.sort_by(|one, other| id(one).cmp(id(other)));
    entries.dedup_by(|one, other| id(one) == id(other));
    let mut of_kind: HashMap<Kind, Vec<&E>> = HashMap::new();
    for entry in &entries {
        of_kind.entry(id(entry).kind).or_default().push(entry);
    }
    let mut sheets = Vec::new();
    for kind in Kind::ALL {
        let documents: Vec<Value> =
            of_kind.get(kind).into_iter().flatten().map(|entry| (*entry).borrow().record.value()).collect();
        for layout in Layout::all().iter().filter(|layout| layout.kind == *kind) {
            let rows: Vec<Row> = documents.par_iter().flat_map_iter(|document| rows_of(layout, document)).collect();
            // Of where things come from and of what is complete much is said in some registers and nothing in most.
            let seldom = layout
                .list
                .as_deref()
                .is_some_and(|list| documents.is_empty() || ["sources", "complete"].contains(&list));
            if seldom && rows.is_empty() {
                continue;
            }
            if rows.len() > MOST_ROWS {
                return Err(TooLarge(format!("`{}` has {} rows", layout.sheet, rows.len())));
            }
            sheets.push(Sheet::of(layout, rows));
        }
    }
    file(&sheets)
}

fn id<E: Borrow<Entry>>(entry: &E) -> &RecordId {
    &entry.borrow().id
}

fn rows_of(layout: &'static Layout, document: &Value) -> Vec<Row> {
    let Some(list) = &layout.list else {
        return vec![Row { own: Vec::new(), cells: cells_of(&layout.fields, document) }];
    };
    let elements = document[list].as_array().filter(|elements| has_rows(elements));
    let key = document["key"].as_str().unwrap_or_default();
    let row = |(at, element): (usize, &Value)| {
        // No list has more elements than a spreadsheet counts exactly.
        let position = u32::try_from(at + 1).map_or(f64::MAX, f64::from);
        Row {
            own: vec![Content::Text(key.to_owned()), Content::Number(position)],
            cells: cells_of(&layout.fields, element),
        }
    };
    elements.into_iter().flatten().enumerate().map(row).collect()
}

impl Sheet {
    fn of(layout: &'static Layout, rows: Vec<Row>) -> Self {
        let mut columns: BTreeMap<Column, Leaf> = columns_of(&layout.fields).into_iter().collect();
        for (column, _) in rows.iter().flat_map(|row| &row.cells) {
            if !columns.contains_key(column) {
                let tokens: Vec<&str> = column.tokens.iter().map(String::as_str).collect();
                columns.insert(column.clone(), leaf_of(&layout.fields, &tokens).unwrap_or(Leaf::Json));
            }
        }
        Self { layout, columns, rows }
    }

    /// The heads of its columns.
    fn heads(&self) -> impl Iterator<Item = String> {
        let own = self.layout.own_columns().iter().map(|name| (*name).to_owned());
        own.chain(self.columns.keys().map(Column::head))
    }
}

fn file(sheets: &[Sheet]) -> Result<Vec<u8>, TooLarge> {
    let looks = Looks::new();
    let mut file = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    file.set_properties(&DocProperties::new().set_title("Ropewalk").set_creation_datetime(&created));
    for sheet in sheets {
        write_sheet(sheet, &looks, file.add_worksheet().set_name(&sheet.layout.sheet)?)?;
    }
    let about = file.add_worksheet().set_name(ABOUT)?.set_hidden(true);
    about.write_string(0, 0, MARK)?.write_number(0, 1, VERSION)?;
    about.write_string(1, 0, "schema")?.write_number(1, 1, upcast::CURRENT)?;
    let heads = sheets.iter().flat_map(|sheet| sheet.heads().map(|head| (&sheet.layout.sheet, head)));
    for (row, (sheet, head)) in (2..).zip(heads) {
        about.write_string(row, 0, sheet)?.write_string(row, 1, head)?;
    }
    Ok(file.save_to_buffer()?)
}

fn write_sheet(sheet: &Sheet, looks: &Looks, to: &mut Worksheet) -> Result<(), TooLarge> {
    let own = sheet.layout.own_columns().len();
    let places: HashMap<&Column, usize> = sheet.columns.keys().zip(own..).collect();
    let mut wide: Vec<usize> = sheet.heads().map(|head| head.chars().count() + 3).collect();
    for row in sheet.rows.iter().take(MEASURED) {
        let own = row.own.iter().enumerate();
        for (at, content) in own.chain(row.cells.iter().map(|(column, content)| (places[column], content))) {
            wide[at] = wide[at].max(width(content));
        }
    }
    let leaves = vec![Leaf::Text, Leaf::Number].into_iter().take(own).chain(sheet.columns.values().copied());
    for ((column, wide), leaf) in (0..).zip(&wide).zip(leaves) {
        let wide = (*wide).clamp(*WIDTHS.start(), *WIDTHS.end());
        to.set_column_width(column, f64::from(u32::try_from(wide).unwrap_or(10)))?;
        // What somebody types in an empty row is kept as it is typed.
        to.set_column_format(column, looks.of(leaf))?;
    }
    for (at, head) in sheet.heads().enumerate() {
        to.write_string_with_format(0, place(at)?, head, &looks.head)?;
    }
    for (at, row) in (1..).zip(&sheet.rows) {
        for (column, content) in (0..).zip(&row.own) {
            write_cell(to, (at, column), content, looks)?;
        }
        for (column, content) in &row.cells {
            write_cell(to, (at, place(places[column])?), content, looks)?;
        }
    }
    let last = place(wide.len().saturating_sub(1))?;
    to.autofilter(0, 0, u32::try_from(sheet.rows.len()).unwrap_or(1), last)?;
    to.set_freeze_panes(1, place(own)?.max(1))?;
    Ok(())
}

fn place(column: usize) -> Result<u16, TooLarge> {
    u16::try_from(column).map_err(|_| TooLarge(format!("there would be a column {column}")))
}

fn width(content: &Content) -> usize {
    match content {
        Content::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or_default() + 1,
        Content::Number(_) | Content::Day(_) | Content::Flag(_) | Content::Other(_) => 11,
    }
}

fn write_cell(
    to: &mut Worksheet,
    (row, column): (u32, u16),
    content: &Content,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match content {
        Content::Text(text) => to.write_string_with_format(row, column, text, looks.of_text(text))?,
        Content::Number(number) => to.write_number_with_format(row, column, *number, &looks.number)?,
        Content::Flag(flag) => to.write_boolean_with_format(row, column, *flag, &looks.plain)?,
        Content::Day(day) => match excel_day(*day) {
            Some(date) => to.write_datetime_with_format(row, column, &date, &looks.day)?,
            None => to.write_string_with_format(row, column, day.to_string(), &looks.text)?,
        },
        Content::Other(_) => to,
    };
    Ok(())
}

/// A day as spreadsheets count them: they hold 1900 to be a leap year, so that its days are text.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.0.year()).ok().filter(|year| (1901..=9999).contains(year))?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.0.month()).ok()?, u8::try_from(day.0.day()).ok()?).ok()
}

/// How cells look.
struct Looks {
    head: Format,
    plain: Format,
    text: Format,
    inert: Format,
    number: Format,
    day: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let text = || cell().set_text_wrap().set_num_format("@");
        Self {
            head: text().set_bold().set_background_color(Color::RGB(0x00EE_EEEE)).set_border_bottom(FormatBorder::Thin),
            plain: cell(),
            text: text(),
            inert: text().set_quote_prefix(),
            number: cell(),
            day: cell().set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd"),
        }
    }

    const fn of(&self, leaf: Leaf) -> &Format {
        match leaf {
            Leaf::Text | Leaf::Lines | Leaf::Json => &self.text,
            Leaf::Day => &self.day,
            Leaf::Number => &self.number,
            Leaf::Flag => &self.plain,
        }
    }

    /// The look of a text: what would become a formula when somebody edits its cell is marked as text.
    fn of_text(&self, text: &str) -> &Format {
        if text.starts_with(['=', '+', '-', '@']) { &self.inert } else { &self.text }
    }
}
