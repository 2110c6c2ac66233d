//! The model of a report that is a table: everything a renderer needs, in order and in words.

use super::{
    page::Sheets,
    processor_table::{Column, ColumnSet},
};
use crate::domain::{Key, LanguageTag, value::WebUrl};

/// Words and the language they are in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Said {
    /// The words.
    pub text: String,
    /// Their language; left out where nobody recorded it, as of most names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageTag>,
    /// True where the wanted language was missing and another was taken; left out where it was not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fallback: bool,
}

/// A table: of one notice, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The key of the notice.
    pub notice: Key,
    /// The name of the notice.
    pub name: Said,
    /// The language that was asked for.
    pub language: LanguageTag,
    /// Which columns these are.
    pub set: ColumnSet,
    /// The columns, left to right.
    pub columns: Vec<Heading>,
    /// The rows, top to bottom; each has one cell a column.
    pub rows: Vec<Row>,
    /// What a [`Cell::Unknown`] says to a reader, in words.
    pub unknown: Said,
    /// What the rows cannot say.
    pub notes: Vec<Said>,
    /// The words of formats that lay a page out as sheets.
    pub sheets: Sheets,
}

impl Table {
    /// The languages of the words in its cells, each once: the wanted one first if it is among them, the others as they come;
    /// only the wanted one if no words have a language.
    #[must_use]
    pub fn languages(&self) -> Vec<LanguageTag> {
        let words = self.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match cell {
            Cell::Text(said) => said.language.as_ref(),
            Cell::Unknown => self.unknown.language.as_ref(),
            Cell::Number(_) | Cell::Links(_) => None,
        });
        let mut languages: Vec<LanguageTag> = Vec::new();
        for language in words {
            if !languages.contains(language) {
                languages.push(language.clone());
            }
        }
        if languages.is_empty() {
            languages.push(self.language.clone());
        }
        // Stable: the wanted one comes to the front, the others keep their order.
        languages.sort_by_key(|language| *language != self.language);
        languages
    }
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which column it is.
    pub column: Column,
    /// What stands above it.
    pub label: Said,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Names the row in its table, whatever its place.
    pub key: String,
    /// The service it is about, where it is about one of the register.
    pub processor: Option<Key>,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A number.
    Number(usize),
    /// Words.
    Text(Said),
    /// Links, at least one.
    Links(Vec<Link>),
    /// Nobody recorded it; never to be read as "none".
    Unknown,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: WebUrl,
    /// The language of the page it leads to, where it is recorded.
    pub language: Option<LanguageTag>,
}
