//! What was read in a published notice: the one thing about its text that a comparison needs.
//!
//! Made where texts are read. Everything that was found carries the words it was found in, where they stand, and how sure the
//! finding is and why. Never says what the register knows: only names were looked up in it.

use crate::{
    domain::{
        Day, Key, Kind, LanguageTag,
        record::{CommitmentKind, NoticeDateKind},
    },
    report::{processor_table::Column, told::Sentence},
};
use schemars::JsonSchema;
use serde::Serialize;

/// So many characters of a text are quoted.
pub const QUOTED: usize = 240;

/// Words of the text, and where they stand.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Quoted {
    /// The line, from 1, in the text as it was sent.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// The heading under which they stand; absent: before the first.
    pub section: Option<String>,
    /// The words, with white space folded; what is too long ends with `…`.
    pub quote: String,
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The text says so in a form that has no other reading.
    Sure,
    /// Its form suggests it, and nothing speaks against it.
    Likely,
    /// It can be read so, and otherwise too: for people to look at.
    Possible,
}

/// How sure a finding is, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Surety {
    /// How sure.
    pub level: Level,
    /// Why.
    pub why: Sentence,
}

impl Surety {
    /// So sure, for this reason.
    #[must_use]
    pub fn of(level: Level, why: (&str, &str)) -> Self {
        Self { level, why: Sentence::of(why) }
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Plain,
}

/// What told the character encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EncodingFrom {
    /// A byte order mark.
    ByteOrderMark,
    /// Who sent it.
    Sender,
    /// The text itself: `<meta charset>` or an XML declaration.
    Declaration,
    /// Its bytes are UTF-8.
    Utf8,
    /// Its bytes look like it.
    Guess,
}

/// The characters of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Encoding {
    /// The encoding, by its name in the Encoding Standard of the WHATWG.
    pub name: String,
    /// What told it.
    pub from: EncodingFrom,
    /// Whether some bytes are no characters in it: they were read as U+FFFD.
    pub damaged: bool,
}

/// Why a text was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Elements are nested too deeply.
    TooDeep,
    /// There are too many elements.
    TooMany,
}

/// A notice as it was read.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Reading {
    /// How it is written.
    pub format: TextFormat,
    /// How many bytes it has.
    pub bytes: usize,
    /// Its characters.
    pub encoding: Encoding,
    /// Why it was not read to its end; absent: it was.
    pub cut: Option<Cut>,
    /// The language it is written in; absent: nobody can tell.
    pub language: Option<LanguageTag>,
    /// Its first heading, or else its first words; absent: it has none.
    pub title: Option<Quoted>,
    /// The number of its headings.
    pub headings: usize,
    /// The number of tables that are no lists of third parties: of data, rights, cookies, layout.
    pub other_tables: usize,
    /// Its lists of third parties, whatever their form, in their order.
    pub tables: Vec<TableRead>,
    /// Who is named in it, in the order of names.
    pub names: Vec<NameRead>,
    /// The links of it, each address once, in their order.
    pub links: Vec<LinkRead>,
    /// The dates in it, in their order.
    pub dates: Vec<DateRead>,
    /// The places named in it where it speaks of storage, transfer or access, in the order of their keys.
    pub places: Vec<PlaceRead>,
    /// The locations whose names stand anywhere in it, whatever it says of them.
    pub locations: Vec<Key>,
    /// What it promises, in its order.
    pub promises: Vec<PromiseRead>,
    /// Where it says that data is shared, without a condition.
    pub sharing: Vec<Quoted>,
}

/// The form of a list of third parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableForm {
    /// A table whose columns have heads.
    Table,
    /// A table whose rows have heads.
    TransposedTable,
    /// A list whose items are third parties.
    List,
    /// Names and what they stand for, one a line.
    Labels,
    /// A table of which every cell has become a line.
    Lines,
    /// A table of which every row has become a line, its cells apart.
    SeparatedLines,
    /// A table of which every row has become a line, its cells run together.
    RunTogether,
}

/// A list of third parties.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TableRead {
    /// Its form.
    pub form: TableForm,
    /// Its heads, or its first words.
    pub at: Quoted,
    /// Its columns that were understood.
    pub columns: Vec<Column>,
    /// Its rows, in their order.
    pub rows: Vec<RowRead>,
    /// How sure it is that it is one.
    pub surety: Surety,
}

/// A row of a list of third parties.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RowRead {
    /// Its words.
    pub at: Quoted,
    /// What it names first.
    pub name: String,
    /// Its cells that were told apart.
    pub cells: Vec<CellRead>,
    /// Its words as a whole, where not all of its cells could be told apart.
    pub whole: Option<String>,
    /// Its links.
    pub links: Vec<LinkRead>,
}

impl RowRead {
    /// The words of a cell.
    #[must_use]
    pub fn cell(&self, column: Column) -> Option<&str> {
        self.cells.iter().find(|cell| cell.column == column).map(|cell| cell.text.as_str())
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CellRead {
    /// Which column it is in.
    pub column: Column,
    /// Its words.
    pub text: String,
}

/// A record that bears a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Bearer {
    /// Its kind: a service or an organisation.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
}

/// A name, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NameRead {
    /// The name as it is written.
    pub name: String,
    /// The records that bear it; empty: no record does, and it is a name by its legal form.
    pub bearers: Vec<Bearer>,
    /// How often it stands there.
    pub times: usize,
    /// Where it stands first, outside of lists of third parties.
    pub outside: Vec<Quoted>,
    /// Where it stands first in lists of third parties.
    pub inside: Vec<Quoted>,
    /// How sure it is that it is a name, and of these.
    pub surety: Surety,
}

/// A link.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinkRead {
    /// Where it leads, as it is written.
    pub url: String,
    /// Its words, where they are not the address.
    pub text: Option<String>,
    /// The language of the page it leads to, by its address.
    pub language: Option<LanguageTag>,
    /// How sure that is; absent with the language.
    pub surety: Option<Surety>,
    /// Where it stands.
    pub at: Quoted,
}

/// What a date is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateValue {
    /// A day of the calendar.
    Day(Day),
    /// A month, of which the day is not given.
    Month(String),
    /// Several days, by the order of day and month that is meant.
    Either([Day; 2]),
    /// There is a place for a date and not the whole of a date.
    Blank,
    /// No day of the calendar.
    Impossible,
}

/// A date.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DateRead {
    /// What it says; absent: it stands in the text without a word that tells.
    pub kind: Option<NoticeDateKind>,
    /// The words of the date.
    pub printed: String,
    /// What they come to.
    pub value: DateValue,
    /// Where it stands.
    pub at: Quoted,
}

/// A place that is named.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlaceRead {
    /// The name as it is written.
    pub name: String,
    /// The locations that bear it.
    pub locations: Vec<Key>,
    /// How often it is named there.
    pub times: usize,
    /// Where it is named first.
    pub at: Quoted,
    /// How sure it is that it is said to be a place of data.
    pub surety: Surety,
}

/// What a promise is about, as far as words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Promised {
    /// Something that is promised of every notice.
    Kind(CommitmentKind),
    /// That data is not sold, which says nothing of other sharing.
    NoSale,
}

impl Promised {
    /// The kind under which a notice records it.
    #[must_use]
    pub const fn recorded_as(self) -> CommitmentKind {
        match self {
            Self::Kind(kind) => kind,
            Self::NoSale => CommitmentKind::NoSharing,
        }
    }
}

/// A promise.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PromiseRead {
    /// What it is about.
    pub promised: Promised,
    /// The days it names.
    pub days: Option<u64>,
    /// Whether its sentence, or the one after it, names exceptions or a condition.
    pub conditional: bool,
    /// The sentence.
    pub at: Quoted,
    /// How sure it is that it is one.
    pub surety: Surety,
}
