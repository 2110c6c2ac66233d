//! The content of a notice by templates that a company can replace (Jinja syntax).
//!
//! Knows two templates, `content.md` and `content.html`, and what they are given: `sections`, the page cut into headings, names, and
//! tables; `content`, the model of the report as JSON; `lang`. Never knows where templates lie. Values are escaped by the ending of the
//! template: HTML by itself, Markdown with the filter `md`.

use super::markdown;
use crate::report::page::{Block, Cell, Page, Paged, Section, Table};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, value::Serde};
use serde::Serialize;
use std::collections::BTreeMap;

/// The templates that come with the program.
const OWN: [(&str, &str); 2] = [
    ("content.md", include_str!("../../templates/notice/content.md")),
    (HTML, include_str!("../../templates/notice/content.html")),
];

/// The template whose words are escaped by themselves.
const HTML: &str = "content.html";

/// So many steps a template may take: one that never ends is refused.
const FUEL: u64 = 5_000_000;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// There is no such template to replace.
    #[error("`{0}` is no template; there are content.md and content.html")]
    Unknown(String),
    /// It is malformed, or failed.
    #[error("{}", words(.0))]
    Wrong(#[from] Error),
}

/// What is wrong, with its place.
fn words(error: &Error) -> String {
    let place = match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}:{line}: "),
        _ => String::new(),
    };
    format!("{place}{error}")
}

/// The templates of a notice's content.
#[derive(Debug)]
pub struct Templates(Environment<'static>);

impl Templates {
    /// Those of the program, with these instead, by name.
    ///
    /// # Errors
    /// If one of them is no template of the program's, or malformed.
    pub fn with(replaced: BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.set_fuel(Some(FUEL));
        environment.set_auto_escape_callback(|name| if name == HTML { AutoEscape::Html } else { AutoEscape::None });
        environment.add_filter("md", |text: String| markdown::escaped(&text));
        for (name, source) in OWN {
            environment.add_template(name, source)?;
        }
        for (name, source) in replaced {
            if !OWN.iter().any(|(own, _)| *own == name) {
                return Err(TemplateError::Unknown(name));
            }
            environment.add_template_owned(name, source)?;
        }
        Ok(Self(environment))
    }

    /// Those of the program.
    #[must_use]
    pub fn own() -> Self {
        match Self::with(BTreeMap::new()) {
            Ok(own) => own,
            Err(error) => unreachable!("the templates of the program are in order: {error}"),
        }
    }

    /// A report as the template `content.md` or `content.html` says it; of its sections only the one of this number, from 0, where one is
    /// wanted.
    ///
    /// # Errors
    /// If the template fails.
    pub fn render(&self, name: &str, report: &impl Paged, only: Option<usize>) -> Result<Vec<u8>, TemplateError> {
        let page = report.page();
        let mut sections = Vec::new();
        for (at, section) in page.sections.iter().enumerate() {
            if only.is_none_or(|only| only == at) {
                flat(&page, section, 0, &mut sections);
            }
        }
        let content = minijinja::Value::from(Serde(report));
        let sections = minijinja::Value::from(Serde(&sections));
        let lang = page.language.as_str();
        let context = minijinja::context! { sections, content, lang };
        Ok(self.0.get_template(name)?.render(context)?.into_bytes())
    }
}

/// A section as templates see it.
#[derive(Serialize)]
struct Told<'a> {
    heading: &'a str,
    depth: usize,
    blocks: Vec<BlockTold<'a>>,
}

#[derive(Default, Serialize)]
struct BlockTold<'a> {
    text: Option<&'a str>,
    pairs: Vec<PairTold<'a>>,
    table: Option<TableTold<'a>>,
}

#[derive(Serialize)]
struct PairTold<'a> {
    label: &'a str,
    value: Vec<String>,
}

#[derive(Serialize)]
struct TableTold<'a> {
    caption: &'a str,
    columns: Vec<&'a str>,
    rows: Vec<Vec<Vec<String>>>,
    empty: &'a str,
}

fn flat<'a>(page: &'a Page, section: &'a Section, depth: usize, into: &mut Vec<Told<'a>>) {
    let blocks = section.blocks.iter().flat_map(|block| told(page, block)).collect();
    into.push(Told { heading: &section.heading.text, depth, blocks });
    for part in &section.sections {
        flat(page, part, depth + 1, into);
    }
}

fn told<'a>(page: &'a Page, block: &'a Block) -> Vec<BlockTold<'a>> {
    let text = |text: &'a str| BlockTold { text: Some(text), ..BlockTold::default() };
    let of_table = |of: &'a Table| BlockTold { table: Some(table(page, of)), ..BlockTold::default() };
    match block {
        Block::Paragraph(said) | Block::Prose(said) => vec![text(&said.text)],
        Block::Code(code) => vec![text(code)],
        Block::Notes(notes) => notes.iter().map(|note| text(&note.text)).collect(),
        Block::Pairs(pairs) => {
            let pairs = pairs.iter().map(|pair| PairTold { label: &pair.label.text, value: lines(page, &pair.value) });
            vec![BlockTold { pairs: pairs.collect(), ..BlockTold::default() }]
        }
        Block::Table(table) | Block::Signatures(table) => vec![of_table(table)],
        Block::Main => vec![of_table(&page.main)],
        Block::Picture(picture) => vec![of_table(&picture.data)],
    }
}

fn table<'a>(page: &Page, table: &'a Table) -> TableTold<'a> {
    TableTold {
        caption: &table.caption.text,
        columns: table.columns.iter().map(|column| column.text.as_str()).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| lines(page, cell)).collect()).collect(),
        empty: &table.empty.text,
    }
}

/// A cell in words, a line for each of its values.
fn lines(page: &Page, cell: &Cell) -> Vec<String> {
    match cell {
        Cell::Text(said) | Cell::Page { said, .. } => vec![said.text.clone()],
        Cell::Number(number) => vec![number.to_string()],
        Cell::Day(day) => vec![day.to_string()],
        Cell::Link { url, said } => match said {
            Some(said) => vec![format!("{} ({url})", said.text)],
            None => vec![url.to_string()],
        },
        Cell::Unknown => vec![page.unknown.text.clone()],
        Cell::None => vec![page.none.text.clone()],
        Cell::Missing(said) => vec![format!("{}: {}", page.missing.text, said.text)],
        Cell::Blank => vec![String::new()],
        Cell::List(cells) => cells.iter().flat_map(|cell| lines(page, cell)).collect(),
    }
}
