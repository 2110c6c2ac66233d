//! A document as data for `document.typ`: words stay words, whatever stands in them.

use crate::{
    columns::Columns,
    document::{Block, Cell, Document, Pair, Picture, Run, Section, Signature, Table, Words},
    fonts::{CODE, Fonts, TEXT},
    text::Text,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A table of contents of more lines names the sections only, not their parts.
const CONTENTS: usize = 160;
/// The height of the largest picture, in widths of the page.
const TALLEST: f64 = 0.6;

/// What the typesetter reads.
pub(crate) struct Data {
    /// The document.
    pub(crate) document: Value,
    /// Its pictures, in order.
    pub(crate) pictures: Vec<String>,
    /// The characters that no font has.
    pub(crate) lacking: BTreeSet<char>,
}

/// A document as data.
pub(crate) fn data(document: &Document, fonts: &Fonts) -> Data {
    let mut characters = BTreeSet::new();
    each_text(document, &mut |text| characters.extend(text.chars()));
    let lacking = fonts.lacking(&characters);
    let mut writer = Writer { text: Text::lacking(lacking.clone()), pictures: Vec::new() };
    let Document { title, language, made_at: _, cover, running, labels, sections } = document;
    let told: Vec<String> = if lacking.is_empty() {
        Vec::new()
    } else {
        // What cannot be set is no help; what can be, says it.
        labels.lacking.iter().filter(|said| fonts.lacking(&said.chars().collect()).is_empty()).cloned().collect()
    };
    let parts: usize = sections.iter().map(|section| 1 + section.sections.len()).sum();
    let value = json!({
        "title": writer.words(title),
        "plain_title": writer.text.shown(&title.text),
        "language": spoken(language),
        "cover": writer.pairs(cover),
        "running": writer.words(running),
        "contents": writer.text.shown(&labels.contents),
        "page": labels.page.iter().map(|part| writer.text.numbered(part)).collect::<Vec<_>>(),
        "lacking": told,
        "contents_depth": if parts > CONTENTS { 1 } else { 2 },
        "sections": sections.iter().map(|section| writer.section(section)).collect::<Vec<_>>(),
        "fonts": { "text": TEXT, "chinese": fonts.chinese(), "code": CODE },
    });
    Data { document: value, pictures: writer.pictures, lacking }
}

struct Writer {
    text: Text,
    pictures: Vec<String>,
}

impl Writer {
    fn words(&self, words: &Words) -> Value {
        let pieces = self.text.pieces(&words.text);
        match &words.language {
            None if pieces.is_string() => pieces,
            None => json!({ "pieces": pieces }),
            Some(language) => json!({ "pieces": pieces, "language": spoken(language) }),
        }
    }

    fn pairs(&self, pairs: &[Pair]) -> Value {
        pairs.iter().map(|Pair { label, value }| json!([self.words(label), self.cell(value)])).collect()
    }

    fn cell(&self, cell: &Cell) -> Value {
        match cell {
            Cell::Words(words) => self.words(words),
            Cell::Number(number) => json!({ "is": "number", "number": number.to_string() }),
            Cell::Absent(words) => json!({ "is": "absent", "words": self.words(words) }),
            Cell::Alert(label, words) => {
                json!({ "is": "alert", "label": self.words(label), "words": self.words(words) })
            }
            Cell::Link(to, words) => json!({ "is": "link", "to": to, "words": self.words(words) }),
            Cell::Code(text) => json!({ "is": "code", "words": { "pieces": self.text.pieces(text) } }),
            Cell::Blank => Value::Null,
            Cell::List(cells) => cells.iter().map(|cell| self.cell(cell)).collect(),
        }
    }

    fn section(&mut self, section: &Section) -> Value {
        let Section { heading, blocks, sections } = section;
        json!({
            "heading": self.words(heading),
            "wide": is_wide(section),
            "blocks": blocks.iter().map(|block| self.block(block)).collect::<Vec<_>>(),
            "sections": sections.iter().map(|part| self.section(part)).collect::<Vec<_>>(),
        })
    }

    fn block(&mut self, block: &Block) -> Value {
        let (is, of) = match block {
            Block::Paragraph(runs) => ("paragraph", runs.iter().map(|run| self.run(run)).collect()),
            Block::Pairs(pairs) => ("pairs", self.pairs(pairs)),
            Block::Table(table) if table.rows.is_empty() => ("paragraph", json!([self.words(&table.empty)])),
            Block::Table(table) => ("table", self.table(table)),
            Block::Notes(notes) => ("notes", notes.iter().map(|note| self.words(note)).collect()),
            Block::Picture(picture) => ("picture", self.picture(picture)),
            Block::Code(text) => ("code", self.text.numbered(text).into()),
            Block::Signatures(signatures) => {
                ("signatures", signatures.iter().map(|signature| self.signature(signature)).collect())
            }
        };
        json!({ "is": is, "of": of })
    }

    fn run(&self, run: &Run) -> Value {
        match run {
            // Spaces at its ends are between it and what stands beside it.
            Run::Words(Words { text, language }) => {
                let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
                let between = |there: bool| if there { " " } else { "" };
                let (before, after) = (between(start > 0), between(end < text.len() && end > 0));
                let words = self.words(&Words { text: text.clone(), language: language.clone() });
                json!({ "is": "words", "words": words, "before": before, "after": after })
            }
            Run::Code(text) => json!({ "is": "code", "words": { "pieces": self.text.pieces(text) } }),
        }
    }

    fn table(&self, table: &Table) -> Value {
        let Columns { shares, wide: _, breakable } = Columns::of(table);
        json!({
            "caption": self.words(&table.caption),
            "columns": table.columns.iter().map(|head| self.words(head)).collect::<Vec<_>>(),
            "shares": shares,
            "breakable": breakable,
            "rows": table.rows.iter().map(|row| row.iter().map(|cell| self.cell(cell)).collect()).collect::<Vec<Value>>(),
        })
    }

    fn picture(&mut self, picture: &Picture) -> Value {
        let Picture { title, caption, svg, remarks, data } = picture;
        let tall = tallness(svg);
        self.pictures.push(self.text.numbered(svg));
        let mut told = Map::new();
        told.insert("title".into(), self.words(title));
        told.insert("caption".into(), self.words(caption));
        told.insert("read_as".into(), self.text.shown(&format!("{}. {}", title.text, caption.text)).into());
        told.insert("number".into(), self.pictures.len().into());
        // A picture that is too high for a page is made smaller as a whole.
        told.insert("width".into(), (TALLEST / tall.max(TALLEST)).into());
        told.insert("remarks".into(), remarks.iter().map(|note| self.words(note)).collect());
        if !data.rows.is_empty() {
            told.insert("data".into(), self.table(data));
        }
        told.into()
    }

    fn signature(&self, Signature { pairs, digest }: &Signature) -> Value {
        json!({ "pairs": self.pairs(pairs), "digest": self.pairs(std::slice::from_ref(digest)) })
    }
}

/// A language tag as the typesetter knows languages: the language, and the region that its signs are drawn for.
fn spoken(tag: &str) -> Value {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(language.len(), 2 | 3) || !language.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Value::Null;
    }
    let region = parts.find_map(|part| match part {
        "Hans" => Some("CN".to_owned()),
        "Hant" => Some("TW".to_owned()),
        part if part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Some(part.to_ascii_uppercase())
        }
        _ => None,
    });
    json!([language, region])
}

/// Whether something in a section needs a page that lies.
fn is_wide(section: &Section) -> bool {
    let wide = |block: &Block| match block {
        Block::Table(table) => !table.rows.is_empty() && Columns::of(table).wide,
        Block::Picture(_) => true,
        Block::Paragraph(_) | Block::Pairs(_) | Block::Notes(_) | Block::Code(_) | Block::Signatures(_) => false,
    };
    section.blocks.iter().any(wide) || section.sections.iter().any(is_wide)
}

/// How high a picture is, in its own width.
fn tallness(svg: &str) -> f64 {
    let sizes = svg.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let mut sizes = sizes.map(|(sizes, _)| sizes).unwrap_or_default().split_whitespace().skip(2);
    let mut next = || sizes.next().and_then(|size| size.parse::<f64>().ok());
    match (next(), next()) {
        (Some(width), Some(height)) if width > 0.0 => height / width,
        _ => TALLEST,
    }
}

/// Calls `each` with every text of a document, pictures included.
pub(crate) fn each_text(document: &Document, each: &mut impl FnMut(&str)) {
    let Document { title, language: _, made_at: _, cover, running, labels, sections } = document;
    each(&title.text);
    each(&running.text);
    each(&labels.contents);
    labels.page.iter().for_each(|part| each(part));
    each_of_pairs(cover, each);
    for section in sections {
        each_of_section(section, each);
    }
}

fn each_of_section(section: &Section, each: &mut impl FnMut(&str)) {
    each(&section.heading.text);
    for block in &section.blocks {
        match block {
            Block::Paragraph(runs) => runs.iter().for_each(|run| match run {
                Run::Words(words) => each(&words.text),
                Run::Code(text) => each(text),
            }),
            Block::Pairs(pairs) => each_of_pairs(pairs, each),
            Block::Table(table) => each_of_table(table, each),
            Block::Notes(notes) => notes.iter().for_each(|note| each(&note.text)),
            Block::Picture(picture) => {
                let Picture { title, caption, svg, remarks, data } = &**picture;
                for text in [&title.text, &caption.text, svg].into_iter().chain(remarks.iter().map(|note| &note.text)) {
                    each(text);
                }
                each_of_table(data, each);
            }
            Block::Code(text) => each(text),
            Block::Signatures(signatures) => {
                for Signature { pairs, digest } in signatures {
                    each_of_pairs(pairs, each);
                    each_of_pairs(std::slice::from_ref(digest), each);
                }
            }
        }
    }
    section.sections.iter().for_each(|part| each_of_section(part, each));
}

fn each_of_table(Table { caption, columns, rows, empty }: &Table, each: &mut impl FnMut(&str)) {
    for words in [caption, empty].into_iter().chain(columns) {
        each(&words.text);
    }
    rows.iter().flatten().for_each(|cell| each_of_cell(cell, each));
}

fn each_of_pairs(pairs: &[Pair], each: &mut impl FnMut(&str)) {
    for Pair { label, value } in pairs {
        each(&label.text);
        each_of_cell(value, each);
    }
}

fn each_of_cell(cell: &Cell, each: &mut impl FnMut(&str)) {
    match cell {
        Cell::Words(words) | Cell::Absent(words) | Cell::Link(_, words) => each(&words.text),
        Cell::Alert(label, words) => {
            each(&label.text);
            each(&words.text);
        }
        Cell::Code(text) => each(text),
        Cell::List(cells) => cells.iter().for_each(|cell| each_of_cell(cell, each)),
        Cell::Number(_) | Cell::Blank => {}
    }
}
