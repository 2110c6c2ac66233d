//! What all workbooks have in common: a cover, and sheets with a frozen head, a filter, wrapped text, dates that are dates and
//! links that are links.
//!
//! Knows what spreadsheet programs refuse: names of sheets, lengths of texts and addresses, numbers of rows and links. The same
//! workbook gives the same bytes: it carries no time of its own.

mod form;

pub(super) use form::{Band, Form};

use crate::domain::Day;
use chrono::Datelike;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Workbook as File,
    Worksheet, XlsxError,
};
use std::{borrow::Cow, collections::HashSet};

/// The rows of a sheet below its head; those beyond go to a second sheet.
const MOST_ROWS: usize = 1_048_575;

/// The links of a sheet; what is beyond is text.
const MOST_LINKS: usize = 65_000;

/// The longest address that is a link.
const LONGEST_LINK: usize = 2_000;

/// The longest text of a cell, in units of UTF-16.
const LONGEST_TEXT: usize = 32_767;

/// What ends a text that was cut.
const CUT: &str = " […]";

/// The longest name of a sheet, in units of UTF-16.
const LONGEST_NAME: usize = 31;

/// So many rows are looked at to find how wide a column has to be.
const MEASURED: usize = 500;

/// The widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

/// The widths of the two columns of the cover.
const COVER_WIDTHS: [u16; 2] = [36, 110];

/// A workbook.
pub(super) struct Workbook<'a> {
    /// What it is.
    pub title: &'a str,
    /// The name of the cover's sheet.
    pub cover_name: &'a str,
    /// What the cover says.
    pub cover: Vec<Line<'a>>,
    /// The sheets before the cover.
    pub forms: Vec<Form<'a>>,
    /// The other sheets.
    pub sheets: Vec<Sheet<'a>>,
}

/// A line of the cover.
pub(super) enum Line<'a> {
    /// A heading, the first of depth 1.
    Heading(usize, &'a str),
    /// A name and what it stands for.
    Pair(&'a str, Value<'a>),
    /// Text.
    Text(Cow<'a, str>),
    /// A link to one of the sheets, by its place among them.
    Sheet(usize),
    /// A link to one of the forms, by its place among them.
    Form(usize),
}

/// A table on a sheet of its own.
pub(super) struct Sheet<'a> {
    /// What it is: its name is made of it, and the cover calls it so.
    pub title: &'a str,
    /// The heads of its columns.
    pub columns: Vec<&'a str>,
    /// Its rows, each with one value a column.
    pub rows: Vec<Vec<Value<'a>>>,
}

/// What a cell holds.
pub(super) enum Value<'a> {
    /// Nothing.
    Empty,
    /// Text, which is never a formula.
    Text(Cow<'a, str>),
    /// Words for what nobody recorded.
    Unknown(&'a str),
    /// Words for what should be there.
    Missing(String),
    /// A number.
    Number(u64),
    /// A day.
    Day(Day),
    /// An address, and what is shown of it.
    Link(&'a str, Cow<'a, str>),
}

impl Value<'_> {
    /// How many characters wide it is, where it is widest.
    fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) | Self::Link(_, text) => width(text),
            Self::Unknown(text) => width(text),
            Self::Missing(text) => width(text),
            Self::Number(number) => number.to_string().len(),
            Self::Day(_) => "2000-01-01".len(),
        }
    }

    /// How many lines it takes in a column so many characters wide.
    fn lines(&self, wide: usize) -> usize {
        match self {
            Self::Empty | Self::Number(_) | Self::Day(_) => 1,
            Self::Text(text) | Self::Link(_, text) => lines(text, wide),
            Self::Unknown(text) => lines(text, wide),
            Self::Missing(text) => lines(text, wide),
        }
    }
}

impl Workbook<'_> {
    /// The workbook as a file.
    ///
    /// # Errors
    /// If a spreadsheet could not hold it: more than 16,384 columns, 4 GiB and more.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut file = File::new();
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        file.set_properties(&DocProperties::new().set_title(self.title).set_creation_datetime(&created));
        let looks = Looks::new();
        let pieces = || {
            self.sheets.iter().enumerate().flat_map(|(at, sheet)| {
                // A table without rows has its head.
                let chunks = sheet.rows.chunks(MOST_ROWS).chain(sheet.rows.is_empty().then_some(&[][..]));
                chunks.map(move |rows| (at, sheet, rows))
            })
        };
        let mut names = Names::default();
        let forms: Vec<String> = self.forms.iter().map(|form| names.name(form.title)).collect();
        for (form, name) in self.forms.iter().zip(&forms) {
            form.write(&looks, file.add_worksheet().set_name(name)?)?;
        }
        let cover_name = names.name(self.cover_name);
        let named: Vec<String> = pieces().map(|(_, sheet, _)| names.name(sheet.title)).collect();
        // Where a table goes on to a second sheet, the cover leads to the first.
        let mut first: Vec<&str> = Vec::with_capacity(self.sheets.len());
        for ((at, ..), name) in pieces().zip(&named) {
            if at == first.len() {
                first.push(name);
            }
        }
        let sheet = file.add_worksheet().set_name(cover_name)?;
        self.write_cover((&first, &forms), &looks, sheet)?;
        for ((_, sheet, rows), name) in pieces().zip(&named) {
            write_sheet(&sheet.columns, rows, &looks, file.add_worksheet().set_name(name)?)?;
        }
        file.save_to_buffer()
    }

    fn write_cover(
        &self,
        (names, forms): (&[&str], &[String]),
        looks: &Looks,
        sheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        let leads = |name: &str, title| Url::new(format!("internal:'{name}'!A1")).set_text(fitting(title));
        sheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
        for (column, width) in (0..).zip(COVER_WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        let mut links = 0;
        for (row, line) in (0..).zip(&self.cover) {
            match line {
                Line::Heading(depth, text) => {
                    sheet.write_string_with_format(row, 0, fitting(text), looks.heading(*depth, text))?;
                }
                Line::Pair(label, value) => {
                    sheet.write_string_with_format(row, 0, fitting(label), looks.text(label, &looks.label))?;
                    write_value(sheet, (row, 1), value, looks, &mut links)?;
                }
                Line::Text(text) => {
                    sheet.write_string_with_format(row, 1, fitting(text), looks.text(text, &looks.plain))?;
                }
                Line::Sheet(at) => {
                    sheet.write_url_with_format(row, 1, leads(names[*at], self.sheets[*at].title), &looks.link)?;
                }
                Line::Form(at) => {
                    sheet.write_url_with_format(row, 1, leads(&forms[*at], self.forms[*at].title), &looks.link)?;
                }
            }
        }
        Ok(())
    }
}

/// A4, of which letter paper is wide enough to hold what is fitted to it.
const PAPER: u8 = 9;

fn write_sheet(
    columns: &[&str],
    rows: &[Vec<Value<'_>>],
    looks: &Looks,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    for (column, head) in (0..).zip(columns) {
        let at = usize::from(column);
        let cells = rows.iter().take(MEASURED).map(|row| row[at].width());
        let wide = cells.chain([width(head) + 3]).max().unwrap_or_default() + 1;
        sheet.set_column_width(
            column,
            f64::from(u32::try_from(wide.clamp(*WIDTHS.start(), *WIDTHS.end())).unwrap_or(60)),
        )?;
        sheet.write_string_with_format(0, column, fitting(head), &looks.head)?;
    }
    let mut links = 0;
    for (row, cells) in (1..).zip(rows) {
        for (column, value) in (0..).zip(cells) {
            write_value(sheet, (row, column), value, looks, &mut links)?;
        }
    }
    if let (Some(last), Ok(below)) = (columns.len().checked_sub(1), u32::try_from(rows.len())) {
        sheet.autofilter(0, 0, below, u16::try_from(last).map_err(|_| XlsxError::RowColumnLimitError)?)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn write_value(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value<'_>,
    looks: &Looks,
    links: &mut usize,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            sheet.write_string_with_format(row, column, fitting(text), looks.text(text, &looks.plain))?;
        }
        Value::Unknown(text) => {
            sheet.write_string_with_format(row, column, fitting(text), &looks.unknown)?;
        }
        Value::Missing(text) => {
            sheet.write_string_with_format(row, column, fitting(text), &looks.missing)?;
        }
        // Beyond 2^53 a spreadsheet would round.
        Value::Number(number) => match u32::try_from(*number) {
            Ok(number) => {
                sheet.write_number_with_format(row, column, number, &looks.number)?;
            }
            Err(_) => {
                sheet.write_string_with_format(row, column, number.to_string(), &looks.number)?;
            }
        },
        Value::Day(day) => match excel_day(*day) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, &looks.day)?;
            }
            None => {
                sheet.write_string_with_format(row, column, day.to_string(), &looks.plain)?;
            }
        },
        Value::Link(address, text) if address.len() > LONGEST_LINK || *links >= MOST_LINKS => {
            sheet.write_string_with_format(row, column, fitting(text), looks.text(text, &looks.plain))?;
        }
        Value::Link(address, text) => {
            *links += 1;
            sheet.write_url_with_format(row, column, Url::new(*address).set_text(fitting(text)), &looks.link)?;
        }
    }
    Ok(())
}

/// A day as spreadsheets count them: from March 1900 on, since they hold 1900 to be a leap year.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let date = day.0;
    let year = u16::try_from(date.year()).ok().filter(|year| (1901..=9999).contains(year))?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
}

/// How cells look. Colours have a contrast of 7:1 and more; nothing is said by colour alone.
struct Looks {
    headings: [Format; 3],
    label: Format,
    plain: Format,
    head: Format,
    number: Format,
    day: Format,
    link: Format,
    unknown: Format,
    missing: Format,
    inert: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let heading = |size: u8| Format::new().set_bold().set_font_size(size);
        Self {
            headings: [heading(16), heading(13), heading(11)],
            label: cell().set_bold(),
            plain: cell(),
            head: cell().set_bold().set_background_color(Color::RGB(0x00EE_EEEE)).set_border_bottom(FormatBorder::Thin),
            number: Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Right),
            day: Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd"),
            link: cell().set_font_color(Color::RGB(0x0000_3E92)).set_underline(FormatUnderline::Single),
            unknown: cell().set_italic(),
            missing: cell().set_bold().set_font_color(Color::RGB(0x008A_1100)),
            inert: cell().set_quote_prefix(),
        }
    }

    fn heading(&self, depth: usize, text: &str) -> &Format {
        let [first, second, third] = &self.headings;
        self.text(
            text,
            match depth {
                0 | 1 => first,
                2 => second,
                _ => third,
            },
        )
    }

    /// The look of a text. One that would become a formula when somebody edits its cell is marked as text; the file holds it as
    /// text in any case.
    fn text<'s>(&'s self, text: &str, look: &'s Format) -> &'s Format {
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { &self.inert } else { look }
    }
}

/// A text as long as a cell can hold.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Cow::Borrowed(text);
    }
    Cow::Owned(start(text, LONGEST_TEXT - CUT.len()).to_owned() + CUT)
}

/// The beginning of a text, of at most so many units of UTF-16.
fn start(text: &str, units: usize) -> &str {
    let mut left = units;
    let end = text.char_indices().find(|(_, character)| match left.checked_sub(character.len_utf16()) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// How wide the widest line of a text is: ideographs take the place of two letters.
fn width(text: &str) -> usize {
    let of_line = |line: &str| line.chars().map(|character| if character >= '\u{1100}' { 2 } else { 1 }).sum();
    text.lines().map(of_line).max().unwrap_or_default()
}

/// How many lines a text takes in a column so many characters wide: words are not cut, so that lines are rarely full.
fn lines(text: &str, wide: usize) -> usize {
    let full = (wide * 9 / 10).max(1);
    text.lines().map(|line| width(line).div_ceil(full).max(1)).sum::<usize>().max(1)
}

/// The names of the sheets so far.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// The name of a sheet with this title: without what such names cannot have, at most 31 characters, and like no other even
    /// where capitals do not count.
    fn name(&mut self, title: &str) -> String {
        let allowed = title.chars().map(|character| match character {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            // Within an address it would end the name.
            '\'' => '’',
            character if character.is_control() => ' ',
            character => character,
        });
        let words = allowed.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let words = if words.is_empty() { "–".to_owned() } else { words };
        (1..=usize::MAX)
            .map(|number| {
                let suffix = if number == 1 { String::new() } else { format!(" ({number})") };
                shortened(&words, LONGEST_NAME - suffix.len()).to_owned() + &suffix
            })
            // A spreadsheet keeps this name for itself.
            .find(|name| !name.eq_ignore_ascii_case("history") && self.0.insert(name.to_lowercase()))
            .unwrap_or_default()
    }
}

/// Words of at most so many units, cut between words where one ends in the second half.
fn shortened(words: &str, units: usize) -> &str {
    let start = start(words, units);
    if start.len() == words.len() || words[start.len()..].starts_with(' ') {
        return start;
    }
    match start.rfind(' ') {
        Some(end) if end * 2 > start.len() => start[..end].trim_end_matches([',', ';']),
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_unlike_each_other_and_without_forbidden_characters() {
        let mut names = Names::default();
        let cases = [
            ("Flows", "Flows"),
            ("flows", "flows (2)"),
            ("As controller: Acme [EU]/*?", "As controller Acme EU"),
            ("What the laws come to, group by group", "What the laws come to, group by"),
            ("What the laws come to, group by now", "What the laws come to (2)"),
            ("History", "History (2)"),
            ("", "–"),
            ("It's", "It’s"),
        ];
        for (title, name) in cases {
            assert_eq!(names.name(title), name);
        }
        let ideographs = "个".repeat(40);
        assert_eq!(names.name(&ideographs), "个".repeat(31));
        assert_eq!(names.name(&ideographs), "个".repeat(27) + " (2)");
        assert!(names.name(&"\u{1F600}".repeat(20)).encode_utf16().count() <= 31);
    }

    #[test]
    fn a_text_longer_than_a_cell_says_that_it_was_cut() {
        let long = "ä".repeat(40_000);
        let cut = fitting(&long);
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= LONGEST_TEXT);
        assert_eq!(fitting("short"), "short");
    }
}
