//! A sheet that is a form: titles, names with what they stand for, and tables, one below the other with an empty row between.

use super::{COVER_WIDTHS, Looks, MEASURED, PAPER, Value, fitting, lines, width, write_value};
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// The widths of its columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 12..=36;

/// So many characters beside each other can be read on a sheet of paper.
const PAPER_WIDTH: usize = 240;

/// The height of a line, in points.
const LINE: f64 = 15.0;

/// The greatest height of a row, in points.
const HIGHEST: f64 = 409.0;

/// A form.
pub(in crate::render) struct Form<'a> {
    /// What it is: its name is made of it.
    pub title: &'a str,
    /// What stands in it, top to bottom.
    pub bands: Vec<Band<'a>>,
}

/// A piece of a form.
pub(in crate::render) enum Band<'a> {
    /// What the whole is.
    Title(&'a str),
    /// What the next piece is.
    Heading(&'a str),
    /// Text.
    Text(&'a str),
    /// Names and what they stand for.
    Pairs(Vec<(&'a str, Value<'a>)>),
    /// Heads, and the rows below them.
    Table {
        /// The heads.
        columns: Vec<&'a str>,
        /// The rows, each with one value a column.
        rows: Vec<Vec<Value<'a>>>,
    },
}

impl Form<'_> {
    pub(super) fn write(&self, looks: &Looks, to: &mut Worksheet) -> Result<(), XlsxError> {
        let wide = self.widths();
        for (column, wide) in (0..).zip(&wide) {
            to.set_column_width(column, f64::from(u32::try_from(*wide).unwrap_or(12)))?;
        }
        let mut writing = Writing { to, looks, wide: &wide, links: 0 };
        let mut row = 0;
        for band in &self.bands {
            match band {
                Band::Title(text) => {
                    writing.words(row, 0, text, looks.heading(1, text))?;
                    row += 2;
                }
                Band::Heading(text) => {
                    writing.words(row, 0, text, looks.heading(2, text))?;
                    row += 1;
                }
                Band::Text(text) => {
                    writing.words(row, 0, text, looks.heading(3, text))?;
                    row += 2;
                }
                Band::Pairs(pairs) => {
                    for (label, value) in pairs {
                        writing.words(row, 0, label, looks.text(label, &looks.head))?;
                        writing.value(row, 1, value)?;
                        writing.heighten(row, [lines(label, wide[0]), value.lines(wide[1])])?;
                        row += 1;
                    }
                    row += 1;
                }
                Band::Table { columns, rows } => row = writing.table(row, columns, rows)? + 1,
            }
        }
        self.keep_in_sight(row, to)?;
        // As many sheets of paper beside each other as can be read.
        let papers = u16::try_from(wide.iter().sum::<usize>().div_ceil(PAPER_WIDTH)).unwrap_or(1);
        to.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(papers, 0);
        Ok(())
    }

    /// A sheet that is a table below whatever stands over it keeps its head in sight; `row` is the second below its last.
    fn keep_in_sight(&self, row: u32, to: &mut Worksheet) -> Result<(), XlsxError> {
        let Some(Band::Table { columns, rows }) = self.bands.last() else { return Ok(()) };
        if self.bands.iter().any(|band| matches!(band, Band::Heading(_))) {
            return Ok(());
        }
        let (Some(last), Ok(below)) = (columns.len().checked_sub(1), u32::try_from(rows.len())) else { return Ok(()) };
        let head = row - below - 2;
        let last = u16::try_from(last).map_err(|_| XlsxError::RowColumnLimitError)?;
        to.autofilter(head, 0, head + below, last)?;
        to.set_freeze_panes(head + 1, 1)?;
        to.set_repeat_rows(head, head)?.set_repeat_columns(0, 0)?;
        Ok(())
    }

    /// Columns as wide as what stands in them, within bounds; what stands beside a name may be long.
    fn widths(&self) -> Vec<usize> {
        let mut wide: Vec<usize> = vec![0, 0];
        let mut note = |column: usize, width: usize| {
            if wide.len() <= column {
                wide.resize(column + 1, 0);
            }
            wide[column] = wide[column].max(width);
        };
        for band in &self.bands {
            match band {
                Band::Title(_) | Band::Heading(_) | Band::Text(_) => {}
                Band::Pairs(pairs) => {
                    for (label, value) in pairs {
                        note(0, width(label) + 1);
                        note(1, value.width() + 1);
                    }
                }
                Band::Table { columns, rows } => {
                    columns.iter().enumerate().for_each(|(at, head)| note(at, width(head) / 2 + 3));
                    for row in rows.iter().take(MEASURED) {
                        row.iter().enumerate().for_each(|(at, value)| note(at, value.width() + 1));
                    }
                }
            }
        }
        let of_pairs = !self.bands.iter().any(|band| matches!(band, Band::Table { .. }));
        let most = |column| if of_pairs && column == 1 { usize::from(COVER_WIDTHS[1]) } else { *WIDTHS.end() };
        wide.into_iter().enumerate().map(|(column, wide)| wide.clamp(*WIDTHS.start(), most(column))).collect()
    }
}

/// A form that is being written.
struct Writing<'w> {
    to: &'w mut Worksheet,
    looks: &'w Looks,
    wide: &'w [usize],
    links: usize,
}

impl Writing<'_> {
    fn words(&mut self, row: u32, column: u16, text: &str, look: &Format) -> Result<(), XlsxError> {
        self.to.write_string_with_format(row, column, fitting(text), look)?;
        Ok(())
    }

    fn value(&mut self, row: u32, column: u16, value: &Value<'_>) -> Result<(), XlsxError> {
        write_value(self.to, (row, column), value, self.looks, &mut self.links)
    }

    /// Makes a row as high as the highest of its cells: not every program does so by itself.
    fn heighten(&mut self, row: u32, lines: impl IntoIterator<Item = usize>) -> Result<(), XlsxError> {
        let most = lines.into_iter().max().unwrap_or(1);
        if most > 1 {
            let height = u32::try_from(most).map_or(HIGHEST, |most| f64::from(most) * LINE);
            self.to.set_row_height(row, height.min(HIGHEST))?;
        }
        Ok(())
    }

    /// A table whose head stands in `row`; gives the row below its last.
    fn table(&mut self, row: u32, columns: &[&str], rows: &[Vec<Value<'_>>]) -> Result<u32, XlsxError> {
        let wide = self.wide;
        for (column, head) in (0..).zip(columns) {
            self.words(row, column, head, self.looks.text(head, &self.looks.head))?;
        }
        self.heighten(row, columns.iter().zip(wide).map(|(head, wide)| lines(head, *wide)))?;
        let mut at = row + 1;
        for cells in rows {
            for (column, value) in (0..).zip(cells) {
                self.value(at, column, value)?;
            }
            self.heighten(at, cells.iter().zip(wide).map(|(value, wide)| value.lines(*wide)))?;
            at += 1;
        }
        Ok(at)
    }
}
