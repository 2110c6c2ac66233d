//! A page as a document: its scope goes onto the title page, its table into the section where it belongs.

use crate::{
    render::picture::svg_in_fonts_of_text,
    report::{
        Said,
        page::{self, Block, Cell, Page, Section},
        picture::Picture,
    },
};
use chrono::{DateTime, Datelike, Timelike, Utc};
use pdf::{Document, Instant, Labels, Pair, Run, Signature, Table, Words};

/// A page as a document.
pub(super) fn document(page: &Page) -> Document {
    let mut writer = Writer { page, pictures: 0 };
    let sheets = &page.sheets;
    let mut sections: Vec<pdf::Section> = page.sections.iter().map(|section| writer.section(section)).collect();
    if !page.not_evaluated.notes.is_empty() {
        let notes = page.not_evaluated.notes.iter().map(|note| writer.words(note)).collect();
        sections.push(pdf::Section {
            heading: writer.words(&page.not_evaluated.heading),
            blocks: vec![pdf::Block::Notes(notes)],
            sections: Vec::new(),
        });
    }
    let scope = page.scope.iter().map(|pair| writer.pair(pair));
    let digest = sheets.digest.iter().map(|pair| Pair { label: writer.words(&pair.label), value: code(&pair.value) });
    let [before, between, after] = &sheets.number;
    Document {
        title: writer.words(&page.title),
        language: writer.language().to_string(),
        made_at: sheets.recorded_at.map(instant),
        cover: scope.chain(digest).collect(),
        running: writer.words(&page.title),
        labels: Labels {
            contents: sheets.contents.text.clone(),
            page: [before, between, after].map(|said| said.text.clone()),
            lacking: sheets.lacking.iter().map(|said| said.text.clone()).collect(),
        },
        sections,
    }
}

fn instant(at: DateTime<Utc>) -> Instant {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    Instant {
        year: at.year(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
    }
}

/// A digest, to be compared sign by sign.
fn code(cell: &Cell) -> pdf::Cell {
    match cell {
        Cell::Text(said) => pdf::Cell::Code(said.text.clone()),
        _ => pdf::Cell::Blank,
    }
}

struct Writer<'a> {
    page: &'a Page,
    /// How many pictures there were: each has names of its own.
    pictures: usize,
}

impl Writer<'_> {
    /// A page without words of the wanted language is in the one that its title is in.
    fn language(&self) -> &crate::domain::LanguageTag {
        self.page.title.language.as_ref().unwrap_or(&self.page.language)
    }

    fn words(&self, said: &Said) -> Words {
        let other = said.language.as_ref().filter(|language| *language != self.language());
        Words { text: said.text.clone(), language: other.map(ToString::to_string) }
    }

    fn pair(&self, page::Pair { label, value }: &page::Pair) -> Pair {
        Pair { label: self.words(label), value: self.cell(value) }
    }

    fn section(&mut self, section: &Section) -> pdf::Section {
        pdf::Section {
            heading: self.words(&section.heading),
            blocks: section.blocks.iter().map(|block| self.block(block)).collect(),
            sections: section.sections.iter().map(|part| self.section(part)).collect(),
        }
    }

    fn block(&mut self, block: &Block) -> pdf::Block {
        match block {
            Block::Paragraph(said) => pdf::Block::Paragraph(vec![Run::Words(self.words(said))]),
            Block::Prose(said) => {
                let parts = said.text.split('`').enumerate();
                let run = |(index, part): (usize, &str)| match index % 2 {
                    0 => Run::Words(Words { text: part.to_owned(), language: self.words(said).language }),
                    _ => Run::Code(part.to_owned()),
                };
                pdf::Block::Paragraph(parts.map(run).collect())
            }
            Block::Pairs(pairs) => pdf::Block::Pairs(pairs.iter().map(|pair| self.pair(pair)).collect()),
            Block::Table(table) => pdf::Block::Table(self.table(table)),
            Block::Main => pdf::Block::Table(self.table(&self.page.main)),
            Block::Notes(notes) => pdf::Block::Notes(notes.iter().map(|note| self.words(note)).collect()),
            Block::Picture(picture) => pdf::Block::Picture(Box::new(self.picture(picture))),
            Block::Code(text) => pdf::Block::Code(text.clone()),
            Block::Signatures(table) if table.rows.is_empty() => pdf::Block::Table(self.table(table)),
            Block::Signatures(table) => {
                pdf::Block::Signatures(table.rows.iter().filter_map(|row| self.signature(table, row)).collect())
            }
        }
    }

    fn table(&self, table: &page::Table) -> Table {
        let page::Table { caption, columns, rows, empty } = table;
        Table {
            caption: self.words(caption),
            columns: columns.iter().map(|head| self.words(head)).collect(),
            rows: rows.iter().map(|row| row.iter().map(|cell| self.cell(cell)).collect()).collect(),
            empty: self.words(empty),
        }
    }

    fn signature(&self, table: &page::Table, row: &[Cell]) -> Option<Signature> {
        let (digest, values) = row.split_last()?;
        let (last, heads) = table.columns.split_last()?;
        let told = heads.iter().zip(values).filter(|(_, value)| **value != Cell::Blank);
        Some(Signature {
            pairs: told.map(|(head, value)| Pair { label: self.words(head), value: self.cell(value) }).collect(),
            digest: Pair { label: self.words(last), value: code(digest) },
        })
    }

    fn picture(&mut self, picture: &Picture) -> pdf::Picture {
        self.pictures += 1;
        pdf::Picture {
            title: self.words(&picture.title),
            caption: self.words(&picture.caption),
            svg: svg_in_fonts_of_text(picture, self.pictures, self.language()),
            remarks: picture.remarks.iter().map(|note| self.words(note)).collect(),
            data: self.table(&picture.data),
        }
    }

    fn cell(&self, cell: &Cell) -> pdf::Cell {
        match cell {
            // The path of a page is of this program, which no paper leads to.
            Cell::Text(said) | Cell::Page { path: _, said } => pdf::Cell::Words(self.words(said)),
            Cell::Number(number) => pdf::Cell::Number(*number),
            Cell::Day(day) => pdf::Cell::Words(Words::plain(day.to_string())),
            Cell::Link { url, said } => {
                let words = said.as_ref().map_or_else(|| Words::plain(url.as_str()), |said| self.words(said));
                pdf::Cell::Link(url.as_str().to_owned(), words)
            }
            Cell::Unknown => pdf::Cell::Absent(self.words(&self.page.unknown)),
            Cell::None => pdf::Cell::Words(self.words(&self.page.none)),
            Cell::Missing(said) => pdf::Cell::Alert(self.words(&self.page.missing), self.words(said)),
            Cell::Blank => pdf::Cell::Blank,
            Cell::List(cells) => pdf::Cell::List(cells.iter().map(|cell| self.cell(cell)).collect()),
        }
    }
}
