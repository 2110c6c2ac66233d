//! A report as people read it: the one shape that all formats for people are made of.
//!
//! Knows titles, sections, lists and tables with typed cells, in order and in words. Never knows a format, and nothing that is
//! not in the model of the report: a page is another view of it.

use super::{picture::Picture, table::Said};
use crate::domain::{Day, LanguageTag, value::WebUrl};

/// A model that people can read: whatever is, can be written in every format.
pub trait Paged: serde::Serialize {
    /// The report as people read it.
    #[must_use]
    fn page(&self) -> Page;
}

/// A report, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it is.
    pub title: Said,
    /// The language that was asked for.
    pub language: LanguageTag,
    /// What it was made from: the commit, the day or period, the filters.
    pub scope: Vec<Pair>,
    /// Its parts.
    pub sections: Vec<Section>,
    /// The table for formats that have room for one only. It stands where [`Block::Main`] does.
    pub main: Table,
    /// What it did not look into.
    pub not_evaluated: Notes,
    /// What a [`Cell::Unknown`] says to a reader.
    pub unknown: Said,
    /// What a [`Cell::None`] says to a reader.
    pub none: Said,
    /// What stands before the words of a [`Cell::Missing`].
    pub missing: Said,
    /// The words of formats that lay a page out as sheets.
    pub sheets: Sheets,
}

impl Page {
    /// The languages of its title and table, each once: the one that was asked for first, if it is among them.
    #[must_use]
    pub fn languages(&self) -> Vec<LanguageTag> {
        let mut languages: Vec<LanguageTag> = Vec::new();
        let mut note = |said: &Said| {
            if let Some(language) = &said.language
                && !languages.contains(language)
            {
                languages.push(language.clone());
            }
        };
        note(&self.title);
        for cell in self.main.rows.iter().flatten() {
            cell.each_said(&mut note);
        }
        languages.sort_by_key(|language| *language != self.language);
        languages
    }
}

/// A part of a page, and its parts in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What stands above it.
    pub heading: Said,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Said),
    /// A paragraph in which what is to be typed stands between backticks.
    Prose(Said),
    /// Names and what they stand for.
    Pairs(Vec<Pair>),
    /// A table.
    Table(Table),
    /// The table that is [`Page::main`].
    Main,
    /// Remarks.
    Notes(Vec<Said>),
    /// A picture.
    Picture(Box<Picture>),
    /// Something to be copied as it is written, such as a manifest.
    Code(String),
}

/// A name and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub label: Said,
    /// What it stands for.
    pub value: Cell,
}

/// A table. Every row has one cell a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: Said,
    /// The heads of its columns, left to right.
    pub columns: Vec<Said>,
    /// Its rows, top to bottom.
    pub rows: Vec<Vec<Cell>>,
    /// What to say where it has no rows.
    pub empty: Said,
}

/// Remarks below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// What stands above them.
    pub heading: Said,
    /// The remarks.
    pub notes: Vec<Said>,
}

/// What formats say that lay a page out as sheets: a cover, and a sheet for whatever is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// The name of the cover.
    pub cover: Said,
    /// The digest of what the page was made from, for the cover; none where that is in no journal.
    pub digest: Option<Pair>,
    /// The name of a sheet of sections that have no one heading above them.
    pub details: Said,
    /// The head of the column that names the section to which a row belongs.
    pub part: Said,
    /// The head of the column for what a section says in sentences.
    pub remarks: Said,
    /// What becomes a sheet.
    pub arrangement: Arrangement,
}

/// What becomes a sheet of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// Each table, with those that are alike as one, after the cover.
    Tables,
    /// Each section as it stands, as somebody else's form wants it, before the cover.
    Sections,
}

impl Sheets {
    /// The same, with sheets for something else.
    #[must_use]
    pub fn arranged(self, arrangement: Arrangement) -> Self {
        Self { arrangement, ..self }
    }
}

/// A value in a table or beside a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(Said),
    /// A number.
    Number(u64),
    /// A day.
    Day(Day),
    /// A link, and its words if it has some.
    Link {
        /// The address.
        url: WebUrl,
        /// The words.
        said: Option<Said>,
    },
    /// A link to another page of this program.
    Page {
        /// The path.
        path: String,
        /// The words.
        said: Said,
    },
    /// Nobody recorded it; never to be read as "none".
    Unknown,
    /// It is recorded that there is none.
    None,
    /// It should be there and is not: what would supply it.
    Missing(Said),
    /// There is no such thing in this row.
    Blank,
    /// Several values.
    List(Vec<Cell>),
}

impl Cell {
    /// Calls `each` with every words in it.
    fn each_said(&self, each: &mut impl FnMut(&Said)) {
        match self {
            Self::Text(said) | Self::Missing(said) | Self::Link { said: Some(said), .. } | Self::Page { said, .. } => {
                each(said);
            }
            Self::List(cells) => cells.iter().for_each(|cell| cell.each_said(each)),
            Self::Number(_)
            | Self::Day(_)
            | Self::Link { said: None, .. }
            | Self::Unknown
            | Self::None
            | Self::Blank => {}
        }
    }
}
