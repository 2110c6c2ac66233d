//! Records as a workbook. The same records give the same bytes.

use super::{
    ABOUT, MARK, VERSION,
    cell::{Column, Content, Leaf, all_cells_of, cells_of, columns_of, has_rows, leaf_of},
    layout::Layout,
};
use crate::domain::{Day, Entry, Kind, RecordId, upcast};
use chrono::Datelike;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;
use std::{borrow::Borrow, collections::HashMap};

/// The rows of a sheet below its head.
const MOST_ROWS: usize = 1_048_575;

/// The widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 10..=50;

/// So many rows are looked at to find how wide a column has to be.
const MEASURED: usize = 200;

/// So many records are laid out at a time, on all cores.
const STRETCH: usize = 1024;

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
struct Row<C> {
    own: Vec<Content>,
    cells: Vec<(C, Content)>,
}

/// A sheet that is being filled. Its rows name columns by number: there are many more cells than columns.
struct Sheet {
    layout: &'static Layout,
    columns: HashMap<Column, usize>,
    rows: Vec<Row<usize>>,
}

/// Records as a workbook: a sheet for each kind, and for each list of elements of a kind that has records.
///
/// # Errors
/// If a sheet would have more than 1,048,576 rows or 16,384 columns.
pub fn write<E: Borrow<Entry> + Sync>(entries: impl IntoIterator<Item = E>) -> Result<Vec<u8>, TooLarge> {
    let mut entries: Vec<E> = entries.into_iter().collect();
    entries.sort_by(|one, other| id(one).cmp(id(other)));
    entries.dedup_by(|one, other| id(one) == id(other));
    let looks = Looks::new();
    let mut file = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    file.set_properties(&DocProperties::new().set_title("Ropewalk").set_creation_datetime(&created));
    let mut heads: Vec<(&str, String)> = Vec::new();
    for kind in Kind::GENERIC {
        let from = entries.partition_point(|entry| id(entry).kind < *kind);
        let to = entries.partition_point(|entry| id(entry).kind <= *kind);
        // One kind after the other, so that the rows of one only are there twice.
        for sheet in of_kind(*kind, &entries[from..to]) {
            let columns = sheet.in_order();
            let of_sheet = sheet.heads(&columns);
            write_sheet(&sheet, &columns, &of_sheet, &looks, file.add_worksheet().set_name(&sheet.layout.sheet)?)?;
            heads.extend(of_sheet.into_iter().map(|head| (sheet.layout.sheet.as_str(), head)));
        }
    }
    let about = file.add_worksheet().set_name(ABOUT)?.set_hidden(true);
    about.write_string(0, 0, MARK)?.write_number(0, 1, VERSION)?;
    about.write_string(1, 0, "schema")?.write_number(1, 1, upcast::CURRENT)?;
    for (row, (sheet, head)) in (2..).zip(heads) {
        about.write_string(row, 0, sheet)?.write_string(row, 1, head)?;
    }
    Ok(file.save_to_buffer()?)
}

fn id<E: Borrow<Entry>>(entry: &E) -> &RecordId {
    &entry.borrow().id
}

/// The sheets of a kind.
fn of_kind<E: Borrow<Entry> + Sync>(kind: Kind, entries: &[E]) -> Vec<Sheet> {
    let of_kind = Layout::all().iter().filter(|layout| layout.kind == kind);
    let mut sheets: Vec<Sheet> = of_kind.map(Sheet::of).collect();
    for stretch in entries.chunks(STRETCH) {
        let rows_of_record = |entry: &E| -> Vec<Vec<Row<Column>>> {
            let document = entry.borrow().record.value();
            sheets.iter().map(|sheet| rows_of(sheet.layout, &document)).collect()
        };
        let made: Vec<_> = stretch.par_iter().map(rows_of_record).collect();
        for rows in made {
            for (sheet, rows) in sheets.iter_mut().zip(rows) {
                for row in rows {
                    sheet.take(row);
                }
            }
        }
    }
    // Of where things come from and of what is complete much is said in some registers and nothing in most.
    sheets.retain(|sheet| {
        let list = sheet.layout.list.as_deref();
        let seldom = list.is_some_and(|list| entries.is_empty() || ["sources", "complete"].contains(&list));
        !seldom || !sheet.rows.is_empty()
    });
    sheets
}

fn rows_of(layout: &'static Layout, document: &Value) -> Vec<Row<Column>> {
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
            cells: all_cells_of(&layout.fields, element),
        }
    };
    elements.into_iter().flatten().enumerate().map(row).collect()
}

impl Sheet {
    /// A sheet without rows.
    fn of(layout: &'static Layout) -> Self {
        let standing = columns_of(&layout.fields).into_iter().map(|(column, _)| column);
        Self { layout, columns: standing.zip(0..).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    fn take(&mut self, row: Row<Column>) {
        let number = |(column, content)| {
            let next = self.columns.len();
            (*self.columns.entry(column).or_insert(next), content)
        };
        let cells = row.cells.into_iter().map(number).collect();
        self.rows.push(Row { own: row.own, cells });
    }

    /// Its columns with their numbers, as they stand beside each other.
    fn in_order(&self) -> Vec<(&Column, usize)> {
        let mut columns: Vec<(&Column, usize)> =
            self.columns.iter().map(|(column, number)| (column, *number)).collect();
        columns.sort();
        columns
    }

    /// The heads of its columns.
    fn heads(&self, columns: &[(&Column, usize)]) -> Vec<String> {
        let own = self.layout.own_columns().iter().map(|name| (*name).to_owned());
        own.chain(columns.iter().map(|(column, _)| column.head())).collect()
    }
}

fn write_sheet(
    sheet: &Sheet,
    columns: &[(&Column, usize)],
    heads: &[String],
    looks: &Looks,
    to: &mut Worksheet,
) -> Result<(), TooLarge> {
    if sheet.rows.len() > MOST_ROWS {
        return Err(TooLarge(format!("`{}` has {} rows", sheet.layout.sheet, sheet.rows.len())));
    }
    let own = sheet.layout.own_columns().len();
    let mut places = vec![0; columns.len()];
    for (place, (_, number)) in (own..).zip(columns) {
        places[*number] = place;
    }
    let mut wide: Vec<usize> = heads.iter().map(|head| head.chars().count() + 3).collect();
    for row in sheet.rows.iter().take(MEASURED) {
        let own = row.own.iter().enumerate();
        for (at, content) in own.chain(row.cells.iter().map(|(column, content)| (places[*column], content))) {
            wide[at] = wide[at].max(width(content));
        }
    }
    let fields = columns.iter().map(|(column, _)| {
        let tokens: Vec<&str> = column.tokens.iter().map(String::as_str).collect();
        leaf_of(&sheet.layout.fields, &tokens).unwrap_or(Leaf::Json)
    });
    let leaves = [Leaf::Text, Leaf::Number].into_iter().take(own).chain(fields);
    for ((column, wide), leaf) in (0..).zip(&wide).zip(leaves) {
        let wide = (*wide).clamp(*WIDTHS.start(), *WIDTHS.end());
        to.set_column_width(column, f64::from(u32::try_from(wide).unwrap_or(10)))?;
        // What somebody types in an empty row is kept as it is typed.
        to.set_column_format(column, looks.of(leaf))?;
    }
    for (at, head) in heads.iter().enumerate() {
        to.write_string_with_format(0, place(at)?, head, &looks.head)?;
    }
    for (at, row) in (1..).zip(&sheet.rows) {
        for (column, content) in (0..).zip(&row.own) {
            write_cell(to, (at, column), content, looks)?;
        }
        for (column, content) in &row.cells {
            write_cell(to, (at, place(places[*column])?), content, looks)?;
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
