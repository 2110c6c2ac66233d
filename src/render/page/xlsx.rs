//! Reports as a workbook: a cover that says what it is, what was judged and what stands between the tables, and a sheet for each
//! table.
//!
//! What a page says of many things in sections that are alike (every flow, every activity) is a sheet with a row for each, and
//! tables with one caption and one head are one sheet, with a column that names the section. So a report of ten thousand flows
//! has as many sheets as one of two.

use super::csv::text;
use crate::{
    render::workbook::{Band, Form, Line, Sheet, Value, Workbook},
    report::page::{Arrangement, Block, Cell, Notes, Page, Pair, Section, Table},
};
use std::{
    borrow::Cow,
    collections::HashMap,
    io::{self, Write},
};

/// What stands between the names of sections in each other.
const WITHIN: &str = " › ";

/// Writes a page.
pub(super) fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    match page.sheets.arrangement {
        Arrangement::Tables => write_tables(page, out),
        Arrangement::Sections => write_forms(page, out),
    }
}

/// A sheet for each section as it stands, and the cover last.
fn write_forms(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let mut cover = vec![Line::Heading(1, &page.title.text)];
    cover.extend(page.scope.iter().chain(&page.sheets.digest).map(|pair| line(pair, page)));
    cover.extend((0..page.sections.len()).map(Line::Form));
    cover.extend(not_evaluated(page));
    let forms = page.sections.iter().map(|section| form(section, page)).collect();
    let cover_name = &page.sheets.cover.text;
    let workbook = Workbook { title: &page.title.text, cover_name, cover, forms, sheets: Vec::new() };
    out.write_all(&workbook.bytes().map_err(io::Error::other)?)
}

fn line<'a>(pair: &'a Pair, page: &'a Page) -> Line<'a> {
    Line::Pair(&pair.label.text, value(&pair.value, page))
}

fn not_evaluated(page: &Page) -> impl Iterator<Item = Line<'_>> {
    let Notes { heading, notes } = &page.not_evaluated;
    let heading = (!notes.is_empty()).then_some(Line::Heading(2, &heading.text));
    heading.into_iter().chain(notes.iter().map(|note| Line::Text(note.text.as_str().into())))
}

/// A section as a form: its heading, its blocks, and below each heading in it that part.
fn form<'a>(section: &'a Section, page: &'a Page) -> Form<'a> {
    let mut bands = vec![Band::Title(&section.heading.text)];
    bands_of(section, page, &mut bands);
    Form { title: &section.heading.text, bands }
}

fn bands_of<'a>(section: &'a Section, page: &'a Page, bands: &mut Vec<Band<'a>>) {
    for block in &section.blocks {
        match block {
            Block::Paragraph(said) | Block::Prose(said) => bands.push(Band::Text(&said.text)),
            Block::Notes(notes) => bands.extend(notes.iter().map(|note| Band::Text(&note.text))),
            Block::Code(code) => bands.push(Band::Text(code)),
            Block::Pairs(pairs) => {
                bands.push(Band::Pairs(
                    pairs.iter().map(|pair| (&*pair.label.text, value(&pair.value, page))).collect(),
                ));
            }
            Block::Table(table) => bands.push(band(table, page)),
            Block::Main => bands.push(band(&page.main, page)),
            Block::Picture(picture) => bands.push(band(&picture.data, page)),
        }
    }
    for part in &section.sections {
        bands.push(Band::Heading(&part.heading.text));
        bands_of(part, page, bands);
    }
}

fn band<'a>(table: &'a Table, page: &'a Page) -> Band<'a> {
    Band::Table {
        columns: table.columns.iter().map(|column| column.text.as_str()).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| value(cell, page)).collect()).collect(),
    }
}

/// A cover, and a sheet for each table.
fn write_tables(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let mut plan =
        Plan { page, cover: vec![Line::Heading(1, &page.title.text)], parts: Vec::new(), tables: HashMap::new() };
    for pair in page.scope.iter().chain(&page.sheets.digest) {
        plan.pair(pair);
    }
    if !page.sections.iter().any(places_main) && !page.main.columns.is_empty() {
        plan.table(&page.main, &Place::default(), false);
    }
    for section in &page.sections {
        plan.section(section, 2);
    }
    plan.cover.extend(not_evaluated(page));
    let Plan { cover, parts, .. } = plan;
    let sheets = parts.into_iter().map(|part| part.sheet(page)).collect();
    let workbook =
        Workbook { title: &page.title.text, cover_name: &page.sheets.cover.text, cover, forms: Vec::new(), sheets };
    out.write_all(&workbook.bytes().map_err(io::Error::other)?)
}

fn places_main(section: &Section) -> bool {
    section.blocks.contains(&Block::Main) || section.sections.iter().any(places_main)
}

/// Whether its parts are alike, each with names and what they stand for: then they are rows.
fn is_series(section: &Section) -> bool {
    let has_pairs = |part: &Section| part.blocks.iter().any(|block| matches!(block, Block::Pairs(_)));
    !section.sections.is_empty() && section.sections.iter().all(has_pairs)
}

/// Where something stands: the heading of the series, and those below it.
#[derive(Clone, Default)]
struct Place<'a> {
    series: &'a str,
    below: String,
}

impl<'a> Place<'a> {
    fn within(&self, heading: &'a str) -> Self {
        let below = if self.below.is_empty() { heading.to_owned() } else { format!("{}{WITHIN}{heading}", self.below) };
        Self { series: self.series, below }
    }

    /// Its words, with the heading of the series where there are several.
    fn words<'w>(self, with_series: bool) -> Value<'w> {
        Value::Text(if with_series && !self.series.is_empty() {
            format!("{}{WITHIN}{}", self.series, self.below).into()
        } else {
            self.below.into()
        })
    }
}

/// What becomes a sheet.
enum Part<'a> {
    /// Tables with one caption and one head, and where they stand.
    Tables { tables: Vec<(Place<'a>, &'a Table)>, placed: bool },
    /// Sections that are alike.
    Series { labels: Vec<&'a str>, rows: Vec<Row<'a>> },
}

/// A row for a section.
struct Row<'a> {
    place: Place<'a>,
    /// Values by the places of their labels.
    values: Vec<Value<'a>>,
    remarks: Vec<&'a str>,
    /// Whether a table stood after it, so that what follows is about something else.
    closed: bool,
}

impl<'a> Part<'a> {
    fn sheet(self, page: &'a Page) -> Sheet<'a> {
        let words = &page.sheets;
        match self {
            Self::Tables { tables, placed } => {
                let several = several(tables.iter().map(|(place, _)| place));
                let (caption, columns) = match tables.first() {
                    Some((_, table)) => (table.caption.text.as_str(), table.columns.as_slice()),
                    None => ("", &[][..]),
                };
                let part = placed.then_some(words.part.text.as_str());
                let columns = part.into_iter().chain(columns.iter().map(|column| column.text.as_str())).collect();
                let rows = tables.into_iter().flat_map(|(place, table)| {
                    table.rows.iter().map(move |row| {
                        let place = placed.then(|| place.clone().words(several));
                        place.into_iter().chain(row.iter().map(|cell| value(cell, page))).collect()
                    })
                });
                Sheet { title: caption, columns, rows: rows.collect() }
            }
            Self::Series { labels, rows } => {
                let several = several(rows.iter().map(|row| &row.place));
                let title = match rows.first() {
                    Some(row) if !several => row.place.series,
                    _ => &words.details.text,
                };
                let remarked = rows.iter().any(|row| !row.remarks.is_empty());
                let mut columns = vec![words.part.text.as_str()];
                columns.extend(&labels);
                columns.extend(remarked.then_some(words.remarks.text.as_str()));
                let width = labels.len();
                let rows = rows.into_iter().map(|row| {
                    let mut cells = vec![row.place.words(several)];
                    cells.extend(row.values);
                    cells.resize_with(width + 1, || Value::Empty);
                    cells.extend(remarked.then(|| joined(&row.remarks)));
                    cells
                });
                Sheet { title, columns, rows: rows.collect() }
            }
        }
    }
}

/// Whether places are in more than one series.
fn several<'a>(places: impl Iterator<Item = &'a Place<'a>>) -> bool {
    let mut series = places.map(|place| place.series);
    series.next().is_some_and(|first| series.any(|other| other != first))
}

fn joined<'a>(texts: &[&'a str]) -> Value<'a> {
    match texts {
        [] => Value::Empty,
        [one] => Value::Text(Cow::Borrowed(one)),
        texts => Value::Text(texts.join("\n").into()),
    }
}

/// A workbook that is being laid out.
struct Plan<'a> {
    page: &'a Page,
    cover: Vec<Line<'a>>,
    parts: Vec<Part<'a>>,
    /// The places of tables among the parts, by caption and head.
    tables: HashMap<(&'a str, Vec<&'a str>), usize>,
}

impl<'a> Plan<'a> {
    fn pair(&mut self, pair: &'a Pair) {
        self.cover.push(line(pair, self.page));
    }

    /// A section on the cover.
    fn section(&mut self, section: &'a Section, depth: usize) {
        self.cover.push(Line::Heading(depth, &section.heading.text));
        let place = Place { series: "", below: section.heading.text.clone() };
        for block in &section.blocks {
            match block {
                Block::Paragraph(said) | Block::Prose(said) => self.cover.push(Line::Text(said.text.as_str().into())),
                Block::Pairs(pairs) => pairs.iter().for_each(|pair| self.pair(pair)),
                Block::Table(table) => self.table(table, &place, false),
                Block::Main => self.table(&self.page.main, &place, false),
                // A workbook shows numbers where a page shows a picture of them.
                Block::Picture(picture) => self.table(&picture.data, &place, false),
                Block::Notes(notes) => {
                    self.cover.extend(notes.iter().map(|note| Line::Text(note.text.as_str().into())));
                }
                Block::Code(code) => self.cover.push(Line::Text(code.as_str().into())),
            }
        }
        if is_series(section) {
            let series = Place { series: &section.heading.text, below: String::new() };
            let at = self.series(section);
            for part in &section.sections {
                self.member(part, &series.within(&part.heading.text), at);
            }
        } else {
            section.sections.iter().for_each(|part| self.section(part, depth + 1));
        }
    }

    /// A table; `placed` if it is one of those that sections alike have.
    fn table(&mut self, table: &'a Table, place: &Place<'a>, placed: bool) {
        if table.rows.is_empty() && !placed {
            self.cover.push(Line::Text(table.empty.text.as_str().into()));
            return;
        }
        let head = table.columns.iter().map(|column| column.text.as_str()).collect();
        let next = self.parts.len();
        let at = *self.tables.entry((&table.caption.text, head)).or_insert(next);
        if let Some(Part::Tables { tables, placed }) = self.parts.get_mut(at) {
            tables.push((place.clone(), table));
            *placed = true;
        } else {
            self.parts.push(Part::Tables { tables: vec![(place.clone(), table)], placed });
            self.cover.push(Line::Sheet(at));
        }
    }

    /// The sheet for the parts of a section, which is that of others whose first names are the same.
    fn series(&mut self, section: &'a Section) -> usize {
        let pairs = section.sections.iter().flat_map(|part| &part.blocks).find_map(|block| match block {
            Block::Pairs(pairs) => Some(pairs),
            _ => None,
        });
        let labels: Vec<&str> = pairs.into_iter().flatten().map(|pair| pair.label.text.as_str()).collect();
        let known = self.parts.iter().position(|part| match part {
            Part::Series { labels: others, .. } => others.starts_with(&labels),
            Part::Tables { .. } => false,
        });
        let at = known.unwrap_or_else(|| {
            self.parts.push(Part::Series { labels, rows: Vec::new() });
            self.parts.len() - 1
        });
        self.cover.push(Line::Sheet(at));
        at
    }

    /// A section, and all in it, as rows of the series `at`.
    fn member(&mut self, section: &'a Section, place: &Place<'a>, at: usize) {
        let mut rows = vec![Row::of(place)];
        for block in &section.blocks {
            match block {
                Block::Paragraph(said) | Block::Prose(said) => open(&mut rows, place).remarks.push(&said.text),
                Block::Notes(notes) => {
                    open(&mut rows, place).remarks.extend(notes.iter().map(|note| note.text.as_str()));
                }
                Block::Code(code) => open(&mut rows, place).remarks.push(code),
                Block::Pairs(pairs) => {
                    if open(&mut rows, place).values.iter().any(|value| !matches!(value, Value::Empty)) {
                        rows.push(Row::of(place));
                    }
                    self.fill(at, open(&mut rows, place), pairs);
                }
                Block::Picture(picture) => {
                    self.table(&picture.data, place, true);
                    open(&mut rows, place).closed = true;
                }
                Block::Table(table) => {
                    self.table(table, place, true);
                    open(&mut rows, place).closed = true;
                }
                Block::Main => self.table(&self.page.main, place, true),
            }
        }
        // Remarks at the end are about all before them.
        if let [.., before, last] = rows.as_mut_slice()
            && last.values.is_empty()
        {
            before.remarks.append(&mut last.remarks);
            rows.pop();
        }
        if let Some(Part::Series { rows: all, .. }) = self.parts.get_mut(at) {
            all.extend(rows);
        }
        for part in &section.sections {
            self.member(part, &place.within(&part.heading.text), at);
        }
    }

    fn fill(&mut self, at: usize, row: &mut Row<'a>, pairs: &'a [Pair]) {
        let Some(Part::Series { labels, .. }) = self.parts.get_mut(at) else { return };
        for pair in pairs {
            let label = pair.label.text.as_str();
            // A name that comes again in the same section has a column of its own.
            let free = |at: usize| row.values.get(at).is_none_or(|value| matches!(value, Value::Empty));
            let column = (0..labels.len()).find(|at| labels[*at] == label && free(*at)).unwrap_or_else(|| {
                labels.push(label);
                labels.len() - 1
            });
            if row.values.len() <= column {
                row.values.resize_with(column + 1, || Value::Empty);
            }
            row.values[column] = value(&pair.value, self.page);
        }
    }
}

impl<'a> Row<'a> {
    fn of(place: &Place<'a>) -> Self {
        Self { place: place.clone(), values: Vec::new(), remarks: Vec::new(), closed: false }
    }
}

/// The row that is being written.
fn open<'r, 'a>(rows: &'r mut Vec<Row<'a>>, place: &Place<'a>) -> &'r mut Row<'a> {
    if rows.last().is_none_or(|row| row.closed) {
        rows.push(Row::of(place));
    }
    let last = rows.len() - 1;
    &mut rows[last]
}

fn value<'a>(cell: &'a Cell, page: &'a Page) -> Value<'a> {
    match cell {
        Cell::Text(said) | Cell::Page { said, .. } => Value::Text(said.text.as_str().into()),
        Cell::Number(number) => Value::Number(*number),
        Cell::Day(day) => Value::Day(*day),
        Cell::Link { url, said } => {
            Value::Link(url.as_str(), said.as_ref().map_or(url.as_str(), |said| said.text.as_str()).into())
        }
        Cell::Unknown => Value::Unknown(&page.unknown.text),
        Cell::None => Value::Text(page.none.text.as_str().into()),
        Cell::Missing(_) => Value::Missing(text(cell, page)),
        Cell::Blank => Value::Empty,
        Cell::List(cells) => match cells.as_slice() {
            [] => Value::Empty,
            [one] => value(one, page),
            _ => Value::Text(text(cell, page).into()),
        },
    }
}
