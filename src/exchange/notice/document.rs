//! A text as passages and grids, whatever it is written in, with the place of every word.
//!
//! Knows white space, lines and what encloses what. Never knows what any of it means.

use crate::report::drift::{QUOTED, Quoted};
use std::ops::Range;

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading of a level, from 1.
    Heading(u8),
    /// A paragraph, or a line of one that is broken on purpose.
    Paragraph,
    /// An item of a list, or a further paragraph of it.
    Item {
        /// The list, numbered through the text.
        list: u32,
        /// The item, numbered through the text.
        item: u32,
        /// How many lists it is in.
        depth: u8,
    },
    /// A term that is explained.
    Term,
    /// An explanation of the term before.
    Definition,
    /// A cell of a grid.
    Cell,
}

/// A link within a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its words.
    pub range: Range<usize>,
    /// Where it leads, as it is written.
    pub href: String,
}

/// A piece of text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its words, white space folded. Only cells have line breaks in them.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Its links.
    pub anchors: Vec<Anchor>,
    /// What of it is set in bold.
    pub bold: Vec<Range<usize>>,
    /// Whether it is beside the text: navigation, a footer.
    pub beside: bool,
    /// From which byte of the text on which byte of the source is meant, both rising.
    spots: Vec<(usize, usize)>,
}

impl Passage {
    /// The byte of the source where the byte `at` of the text stands.
    fn source_of(&self, at: usize) -> usize {
        let after = self.spots.partition_point(|(text, _)| *text <= at);
        self.spots.get(after.saturating_sub(1)).map_or(0, |(text, source)| source + (at - text))
    }

    /// Whether all of it is in bold.
    pub fn is_bold(&self) -> bool {
        let bold: usize = self.bold.iter().map(Range::len).sum();
        bold > 0 && bold + 2 >= self.text.len()
    }

    /// The words in bold with which it begins.
    pub fn bold_lead(&self) -> Option<&str> {
        let first = self.bold.first().filter(|bold| bold.start <= 2)?;
        self.text.get(first.clone()).map(str::trim).filter(|lead| !lead.is_empty())
    }
}

/// A table: rows of cells, each a passage by its number. A cell that spans several places stands in each of them; a place that
/// has none is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The rows, top to bottom.
    pub rows: Vec<Vec<Option<usize>>>,
}

/// A heading, as those below it are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its words, after those of the headings above it.
    pub title: String,
    /// The passage that is the heading.
    pub passage: usize,
}

/// A text as it was read.
#[derive(Debug, Default)]
pub struct Document {
    /// Its pieces, in their order.
    pub passages: Vec<Passage>,
    /// Its tables, in their order.
    pub grids: Vec<Grid>,
    /// Its headings, in their order.
    pub sections: Vec<Section>,
    /// The language that it declares for itself.
    pub declared: Option<String>,
    lines: Lines,
}

impl Document {
    /// The section that a passage stands in.
    pub fn section_of(&self, passage: usize) -> Option<&str> {
        let after = self.sections.partition_point(|section| section.passage <= passage);
        let section = self.sections.get(after.checked_sub(1)?)?;
        Some(section.title.as_str())
    }

    /// Words of a passage, with their place.
    pub fn quoted(&self, passage: usize, range: Range<usize>) -> Quoted {
        let of = &self.passages[passage];
        let (line, column) = self.lines.place(of.source_of(range.start));
        let words = of.text.get(range).unwrap_or_default();
        Quoted { line, column, section: self.section_of(passage).map(str::to_owned), quote: shortened(words) }
    }

    /// A passage as a whole, with its place.
    pub fn quoted_whole(&self, passage: usize) -> Quoted {
        self.quoted(passage, 0..self.passages[passage].text.len())
    }
}

/// So much of some words as is quoted, on one line.
pub fn shortened(words: &str) -> String {
    let mut folded = String::new();
    for (count, character) in words.trim().chars().enumerate() {
        if count == QUOTED {
            folded.push('…');
            break;
        }
        folded.push(if character.is_whitespace() { ' ' } else { character });
    }
    folded
}

/// The lines of a text.
#[derive(Debug, Default)]
struct Lines {
    /// The byte with which each begins.
    starts: Vec<usize>,
    /// The number of characters before every so many bytes.
    marks: Vec<usize>,
    source: Box<str>,
}

/// The distance between marks, in bytes.
const STRIDE: usize = 1024;

impl Lines {
    fn of(source: &str) -> Self {
        let ends = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let mut marks = vec![0];
        let mut count = 0;
        for piece in source.as_bytes().chunks(STRIDE) {
            count += characters(piece);
            marks.push(count);
        }
        Self { starts, marks, source: source.into() }
    }

    /// The number of characters before a byte.
    fn before(&self, at: usize) -> usize {
        let at = at.min(self.source.len());
        let rest = self.source.as_bytes().get(at / STRIDE * STRIDE..at).unwrap_or_default();
        self.marks.get(at / STRIDE).copied().unwrap_or_default() + characters(rest)
    }

    /// Line and column of a byte, both from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        (line, 1 + self.before(at) - self.before(start))
    }
}

/// How many characters begin in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// Builds a document piece by piece.
pub struct Builder<'s> {
    source: &'s str,
    document: Document,
    open: Passage,
    kind: Kind,
    /// The link that is open: where its words begin, and where it leads.
    link: Option<(usize, String)>,
    bold: Option<usize>,
    /// White space that is written before the next word.
    gap: bool,
    lists: u32,
    items: u32,
    /// Whether line breaks stay in the passage.
    in_cell: bool,
}

impl<'s> Builder<'s> {
    /// Of a text.
    pub fn over(source: &'s str) -> Self {
        let open = Self::blank(Kind::Paragraph);
        Self {
            source,
            document: Document::default(),
            open,
            kind: Kind::Paragraph,
            link: None,
            bold: None,
            gap: false,
            lists: 0,
            items: 0,
            in_cell: false,
        }
    }

    const fn blank(kind: Kind) -> Passage {
        Passage { text: String::new(), kind, anchors: Vec::new(), bold: Vec::new(), beside: false, spots: Vec::new() }
    }

    /// The text it is built of.
    pub const fn source(&self) -> &'s str {
        self.source
    }

    /// What the passages to come are, until something else is said; returns what they would have been.
    pub fn becomes(&mut self, kind: Kind) -> Kind {
        self.end();
        std::mem::replace(&mut self.kind, kind)
    }

    /// A new list.
    pub const fn new_list(&mut self) -> u32 {
        self.lists += 1;
        self.lists
    }

    /// A new item of a list.
    pub const fn new_item(&mut self) -> u32 {
        self.items += 1;
        self.items
    }

    /// Whether what follows is beside the text; returns whether it was before.
    pub fn beside(&mut self, beside: bool) -> bool {
        self.end();
        std::mem::replace(&mut self.open.beside, beside)
    }

    /// Notes the language that the text declares.
    pub fn declare(&mut self, language: &str) {
        self.document.declared.get_or_insert_with(|| language.to_owned());
    }

    /// Words that stand at a byte of the source.
    pub fn text(&mut self, words: &str, source: usize) {
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let is_space = is_space(first);
            let end = rest.find(|c| is_space != self::is_space(c)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            if is_space {
                self.gap |= !self.open.text.is_empty() && !self.open.text.ends_with('\n');
            } else {
                if std::mem::take(&mut self.gap) {
                    self.open.text.push(' ');
                }
                let at = source + (words.len() - rest.len());
                self.open.spots.push((self.open.text.len(), at));
                self.open.text.extend(piece.chars().filter(|c| !is_nothing(*c)));
            }
            rest = after;
        }
    }

    /// A line that ends on purpose.
    pub fn line_break(&mut self) {
        if self.in_cell {
            self.gap = false;
            if !self.open.text.is_empty() && !self.open.text.ends_with('\n') {
                self.open.text.push('\n');
            }
        } else {
            self.end();
        }
    }

    /// Ends the passage that is open: of a cell only a line.
    pub fn end(&mut self) {
        if self.in_cell {
            return self.line_break();
        }
        self.put();
    }

    /// Writes down the passage that is open, if it says anything; its number.
    fn put(&mut self) -> Option<usize> {
        let link = self.link.take();
        if let Some((start, href)) = &link {
            self.note_link(*start, href.clone());
        }
        let bold = self.bold.take();
        if let Some(start) = bold {
            self.note_bold(start);
        }
        self.gap = false;
        let beside = self.open.beside;
        let mut passage = std::mem::replace(&mut self.open, Self::blank(Kind::Paragraph));
        self.open.beside = beside;
        // They go on in the next passage.
        self.link = link.map(|(_, href)| (0, href));
        self.bold = bold.map(|_| 0);
        passage.text.truncate(passage.text.trim_end().len());
        if passage.text.is_empty() && passage.anchors.is_empty() {
            return None;
        }
        passage.kind = self.kind;
        self.document.passages.push(passage);
        Some(self.document.passages.len() - 1)
    }

    fn note_link(&mut self, start: usize, href: String) {
        let end = self.open.text.len();
        let start = (start + usize::from(self.open.text.get(start..).is_some_and(|t| t.starts_with(' ')))).min(end);
        self.open.anchors.push(Anchor { range: start..end, href });
    }

    fn note_bold(&mut self, start: usize) {
        let start = start + usize::from(self.open.text.get(start..).is_some_and(|t| t.starts_with(' ')));
        let end = self.open.text.len();
        if start < end {
            self.open.bold.push(start..end);
        }
    }

    /// A link begins, or ends where it leads nowhere.
    pub fn link(&mut self, href: Option<String>) {
        if let Some((start, href)) = self.link.take() {
            self.note_link(start, href);
        }
        self.link = href.map(|href| (self.open.text.len(), href));
    }

    /// Bold words begin or end.
    pub fn bold(&mut self, begins: bool) {
        if let Some(start) = self.bold.take() {
            self.note_bold(start);
        }
        self.bold = begins.then_some(self.open.text.len());
    }

    /// A cell begins.
    pub fn cell_begins(&mut self) {
        self.put();
        self.in_cell = true;
        self.kind = Kind::Cell;
    }

    /// A cell ends; its number. One that says nothing has one too.
    pub fn cell_ends(&mut self) -> usize {
        self.link(None);
        self.bold(false);
        self.in_cell = false;
        if self.open.text.trim().is_empty() && self.open.anchors.is_empty() {
            let mut passage = std::mem::replace(&mut self.open, Self::blank(Kind::Paragraph));
            self.open.beside = passage.beside;
            passage.kind = Kind::Cell;
            passage.text.clear();
            self.gap = false;
            self.document.passages.push(passage);
            return self.document.passages.len() - 1;
        }
        self.put().unwrap_or_default()
    }

    /// A table whose cells were written down.
    pub fn grid(&mut self, grid: Grid) {
        self.document.grids.push(grid);
    }

    /// The document.
    pub fn finish(mut self) -> Document {
        self.in_cell = false;
        self.end();
        self.document.lines = Lines::of(self.source);
        self.document
    }
}

/// White space, also where a script has its own.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{3000}')
}

/// Characters that nobody sees.
pub fn is_nothing(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_every_word_keeps_its_place() {
        let source = "  A  long\n\twalk";
        let mut builder = Builder::over(source);
        builder.text(source, 0);
        let document = builder.finish();
        assert_eq!(document.passages[0].text, "A long walk");
        assert_eq!(document.quoted(0, 7..11).line, 2);
        assert_eq!((document.quoted(0, 7..11).column, document.quoted(0, 2..6).column), (2, 6));
    }

    #[test]
    fn columns_count_characters_also_far_in_a_line() {
        let source = format!("{}公司", "数据".repeat(2000));
        let mut builder = Builder::over(&source);
        builder.text(&source, 0);
        let document = builder.finish();
        let at = source.len() - "公司".len();
        assert_eq!(document.quoted(0, at..source.len()).column, 4001);
    }
}
