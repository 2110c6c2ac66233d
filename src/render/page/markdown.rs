//! Reports as GitHub Flavored Markdown. Text stays text: nothing in it becomes markup or a cell of its own.

use crate::{
    render::markdown::{address, escaped, words},
    report::{
        Said,
        page::{Block, Cell, Page, Section, Table},
        picture::Picture,
    },
};
use std::io::{self, Write};

/// The deepest heading there is.
const DEEPEST: usize = 6;

/// Writes a page.
pub(super) fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let text = Text { page };
    writeln!(out, "# {}\n", text.said(&page.title))?;
    for pair in &page.scope {
        writeln!(out, "- **{}:** {}", text.said(&pair.label), text.cell(&pair.value))?;
    }
    for section in &page.sections {
        text.section(section, 2, out)?;
    }
    if !page.not_evaluated.notes.is_empty() {
        writeln!(out, "\n## {}\n", text.said(&page.not_evaluated.heading))?;
        text.notes(&page.not_evaluated.notes, out)?;
    }
    Ok(())
}

struct Text<'a> {
    page: &'a Page,
}

impl Text<'_> {
    fn section(&self, section: &Section, depth: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{} {}", "#".repeat(depth.min(DEEPEST)), self.said(&section.heading))?;
        for block in &section.blocks {
            writeln!(out)?;
            match block {
                Block::Paragraph(said) => writeln!(out, "{}", self.said(said))?,
                Block::Prose(said) => {
                    let parts = said.text.split('`').enumerate();
                    let parts = parts.map(|(index, part)| match index % 2 {
                        // Escaping takes the white space at an end away.
                        0 => {
                            let spaces = &part[part.trim_end().len()..];
                            escaped(part) + spaces
                        }
                        _ => format!("`{part}`"),
                    });
                    writeln!(out, "{}", parts.collect::<String>())?;
                }
                Block::Pairs(pairs) => {
                    for pair in pairs {
                        writeln!(out, "- **{}:** {}", self.said(&pair.label), self.cell(&pair.value))?;
                    }
                }
                Block::Table(table) | Block::Signatures(table) => self.table(table, out)?,
                Block::Main => self.table(&self.page.main, out)?,
                Block::Notes(notes) => self.notes(notes, out)?,
                Block::Picture(picture) => self.picture(picture, out)?,
                Block::Code(code) => {
                    let fence = fence(code);
                    writeln!(out, "{fence}yaml\n{}\n{fence}", code.trim_end())?;
                }
            }
        }
        section.sections.iter().try_for_each(|part| self.section(part, depth + 1, out))
    }

    fn table(&self, table: &Table, out: &mut dyn Write) -> io::Result<()> {
        if table.rows.is_empty() {
            return writeln!(out, "{}", self.said(&table.empty));
        }
        let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        writeln!(out, "{}", line(table.columns.iter().map(|column| self.said(column)).collect()))?;
        writeln!(out, "{}", line(vec!["---".to_owned(); table.columns.len()]))?;
        table
            .rows
            .iter()
            .try_for_each(|row| writeln!(out, "{}", line(row.iter().map(|cell| self.cell(cell)).collect())))
    }

    /// What a picture shows, as a table.
    fn picture(&self, picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "**{}.** {}\n", self.said(&picture.title), self.said(&picture.caption))?;
        self.table(&picture.data, out)?;
        if !picture.remarks.is_empty() {
            writeln!(out)?;
            self.notes(&picture.remarks, out)?;
        }
        Ok(())
    }

    fn notes(&self, notes: &[Said], out: &mut dyn Write) -> io::Result<()> {
        notes.iter().try_for_each(|note| writeln!(out, "- {}", self.said(note)))
    }

    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Text(said) => self.said(said),
            Cell::Number(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Link { url, said: None } => address(url.as_str()),
            Cell::Link { url, said: Some(said) } => format!("[{}]({})", self.said(said), address(url.as_str())),
            Cell::Page { path, said } => format!("[{}]({})", self.said(said), address(path)),
            Cell::Unknown => format!("*{}*", self.said(&self.page.unknown)),
            Cell::None => self.said(&self.page.none),
            Cell::Missing(said) => format!("**{}:** {}", self.said(&self.page.missing), self.said(said)),
            Cell::Blank => String::new(),
            Cell::List(cells) => cells.iter().map(|cell| self.cell(cell)).collect::<Vec<_>>().join("<br>"),
        }
    }

    fn said(&self, said: &Said) -> String {
        if said.fallback { words(said, &self.page.language) } else { escaped(&said.text) }
    }
}

/// More backticks than stand in a row in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}
