//! Tables as pipe tables of GitHub Flavored Markdown. Text stays text: nothing in it becomes markup or a cell of its own.

use crate::domain::LanguageTag;
use crate::report::table::{Cell, Said, Table};

/// A table as Markdown.
pub(super) fn render(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let said = |said: &Said| words(said, &table.language);
    let mut text = line(table.columns.iter().map(|heading| said(&heading.label)).collect());
    text += &line(vec!["---".to_owned(); table.columns.len()]);
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => said(text),
            Cell::Links(links) => links.iter().map(|link| address(link.url.as_str())).collect::<Vec<_>>().join("<br>"),
            Cell::Unknown => said(&table.unknown),
        });
        text += &line(cells.collect());
    }
    for note in &table.notes {
        text += "\n";
        text += &said(note);
        text += "\n";
    }
    text
}

/// Words, in a `<span>` that names their language where it is not the one asked for.
pub(super) fn words(said: &Said, wanted: &LanguageTag) -> String {
    let text = escaped(&said.text);
    match &said.language {
        Some(language) if said.fallback && language != wanted => format!("<span lang=\"{language}\">{text}</span>"),
        _ => text,
    }
}

pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.trim_end().chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => escaped += "<br>",
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '#' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// A link in angle brackets, in which nothing can be escaped but by percent.
pub(super) fn address(url: &str) -> String {
    format!("<{}>", url.replace('\\', "%5C").replace('|', "%7C"))
}
