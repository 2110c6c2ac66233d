//! How wide the columns of a table are, and what paper it needs.

use crate::document::{Cell, Table};

/// A word that is longer than so many characters breaks.
const LONGEST: usize = 17;
/// A row of fewer lines stays on one page.
const SHORT: f64 = 12.0;
/// So many characters go on a line across a page that stands upright, and on one that lies, for a table of few columns.
const UPRIGHT: f64 = 110.0;
const LYING: f64 = 165.0;
/// More columns than this want a page that lies.
const MANY: usize = 6;

/// What is known of the columns of a table before it is set.
pub(crate) struct Columns {
    /// The share of the width that each takes.
    pub(crate) shares: Vec<f64>,
    /// Whether it wants a page that lies.
    pub(crate) wide: bool,
    /// For each row, whether it may go on to the next page.
    pub(crate) breakable: Vec<bool>,
}

/// How many characters there are, an ideograph for two; and how many at most stand together.
#[derive(Clone, Copy, Default)]
struct Size {
    all: usize,
    word: usize,
}

impl Size {
    fn of_text(text: &str) -> Self {
        let width = |c: char| if c > '\u{2e7f}' { 2 } else { 1 };
        let word = |word: &str| {
            // Between ideographs lines break.
            if word.chars().any(|c| c > '\u{2e7f}') { 4 } else { word.chars().count().min(LONGEST) }
        };
        Self { all: text.chars().map(width).sum(), word: text.split_whitespace().map(word).max().unwrap_or_default() }
    }

    fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Words(words) | Cell::Absent(words) | Cell::Link(_, words) => Self::of_text(&words.text),
            Cell::Number(number) => Self::of_text(&number.to_string()),
            Cell::Alert(label, words) => {
                let (label, words) = (Self::of_text(&label.text), Self::of_text(&words.text));
                Self { all: label.all + words.all + 2, word: label.word.max(words.word) }
            }
            Cell::Code(text) => Self::of_text(text),
            Cell::Blank => Self::default(),
            Cell::List(cells) => cells.iter().map(Self::of).fold(Self::default(), |sum, next| {
                // Each begins a line of its own.
                Self { all: sum.all + next.all.div_ceil(12) * 12, word: sum.word.max(next.word + 2) }
            }),
        }
    }
}

impl Columns {
    pub(crate) fn of(table: &Table) -> Self {
        let heads: Vec<Size> = table.columns.iter().map(|head| Size::of_text(&head.text)).collect();
        let rows: Vec<Vec<Size>> = table.rows.iter().map(|row| row.iter().map(Size::of).collect()).collect();
        // What a column wants: room for its longest word, and more the more it says.
        let wants = |column: usize| {
            let cells = || rows.iter().filter_map(|row| row.get(column)).chain(heads.get(column));
            let word = cells().map(|size| size.word).max().unwrap_or_default();
            let (count, all) = cells().fold((0, 0), |(count, all), size| (count + 1, all + size.all));
            let longest = cells().map(|size| size.all).max().unwrap_or_default();
            let usual = (real(all) / real(count).max(1.0)).midpoint(real(longest)).min(1200.0);
            (real(word) + 2.0).max(usual.sqrt() * 3.2)
        };
        let wants: Vec<f64> = (0..heads.len()).map(wants).collect();
        let least: f64 = wants.iter().sum();
        let wide = heads.len() > MANY || least > UPRIGHT;
        let line = if wide { LYING } else { UPRIGHT };
        let shares: Vec<f64> = wants.iter().map(|want| want / least.max(1.0)).collect();
        let lines = |row: &Vec<Size>| {
            let cell = |(size, share): (&Size, &f64)| real(size.all) / (share * line).max(1.0);
            row.iter().zip(&shares).map(cell).fold(0.0, f64::max)
        };
        let breakable = rows.iter().map(|row| lines(row) > SHORT).collect();
        Self { shares, wide, breakable }
    }
}

/// A count as a length; more than a page could show makes no difference.
fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
