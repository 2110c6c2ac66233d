//! What is set: a title page, a table of contents, and sections of words, tables and pictures.

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub title: Words,
    /// The language that it is written in, BCP 47.
    pub language: String,
    /// When what it tells was so. It is the date of the file; a document without one has none.
    pub made_at: Option<Instant>,
    /// What the title page tells below the title.
    pub cover: Vec<Pair>,
    /// What every page says at its foot, beside its number.
    pub running: Words,
    /// The words that the typesetter needs by itself.
    pub labels: Labels,
    /// Its sections.
    pub sections: Vec<Section>,
}

impl Document {
    /// How long its words and pictures are together, in bytes: time and memory grow with it.
    #[must_use]
    pub fn length(&self) -> usize {
        let mut length = 0;
        crate::data::each_text(self, &mut |text| length += text.len());
        length
    }
}

/// An instant, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub struct Instant {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

/// The words that the typesetter needs by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// What stands above the table of contents.
    pub contents: String,
    /// What stands before, between and after the number of a page and the number of pages.
    pub page: [String; 3],
    /// What the title page says, in one or several languages, where no font has some of the characters. A sentence that cannot be
    /// set itself is left out.
    pub lacking: Vec<String>,
}

/// Words, and their language (BCP 47) where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words. White space of any kind is a space.
    pub text: String,
    /// Their language, where it is known and another than that of the document.
    pub language: Option<String>,
}

impl Words {
    /// Words in the language of the document, or in none.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), language: None }
    }
}

/// A name and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub label: Words,
    /// What it stands for.
    pub value: Cell,
}

/// A part of a document, and its parts in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What stands above it.
    pub heading: Words,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// Its parts.
    pub sections: Vec<Section>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// Names and what they stand for.
    Pairs(Vec<Pair>),
    /// A table, or what to say where it has no rows.
    Table(Table),
    /// Remarks.
    Notes(Vec<Words>),
    /// A picture.
    Picture(Box<Picture>),
    /// Lines to be copied as they are.
    Code(String),
    /// Who signs what, or did.
    Signatures(Vec<Signature>),
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Words.
    Words(Words),
    /// What is to be typed as it is.
    Code(String),
}

/// A table. Every row has one cell a column. Its head is repeated on every page that it goes on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: Words,
    /// The heads of its columns.
    pub columns: Vec<Words>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// What to say where it has no rows.
    pub empty: Words,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub title: Words,
    /// What it shows; also what it is read as.
    pub caption: Words,
    /// The picture itself: SVG that needs nothing else.
    pub svg: String,
    /// What is not in it.
    pub remarks: Vec<Words>,
    /// The same in a table.
    pub data: Table,
}

/// What somebody signs, or did: who and when, and the digest of what is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Whose, what, by whom and when.
    pub pairs: Vec<Pair>,
    /// The digest of what is signed.
    pub digest: Pair,
}

/// A value in a table or beside a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Words(Words),
    /// A number.
    Number(u64),
    /// Words that stand for something that is not there.
    Absent(Words),
    /// Something that ought to be seen, and what is said of it.
    Alert(Words, Words),
    /// A link, `http` or `https`.
    Link(String, Words),
    /// Signs that are compared one by one: a digest.
    Code(String),
    /// Nothing.
    Blank,
    /// Several values.
    List(Vec<Cell>),
}
