//! Plain text as passages: a line each, or a paragraph where lines were broken to a width. Lines whose cells stand apart, by tabs, bars
//! or wide gaps, below heads that are understood, are a grid.

use super::{
    columns,
    document::{Builder, Grid, Kind},
};
use std::ops::RangeInclusive;

/// How long lines are that were broken to a width, in characters.
const BROKEN: RangeInclusive<usize> = 40..=110;

/// Writes a text into `builder`.
pub fn read(builder: &mut Builder<'_>) {
    let source = builder.source();
    let mut writer = Writer { builder, wrapped: is_wrapped(source), list: None, goes_on: false };
    let mut lines = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        lines.push((at, line));
        at += line.len();
    }
    let mut index = 0;
    while let Some((at, line)) = lines.get(index) {
        let rest = lines.get(index..).unwrap_or_default();
        let rows = rows(rest);
        if rows > 1 {
            writer.grid(rest.get(..rows).unwrap_or_default());
            index += rows;
        } else {
            writer.line(*at, line);
            index += 1;
        }
    }
    writer.builder.becomes(Kind::Paragraph);
}

struct Writer<'b, 's> {
    builder: &'b mut Builder<'s>,
    wrapped: bool,
    /// The list whose items are written.
    list: Option<u32>,
    /// Whether the line before may go on in the next one.
    goes_on: bool,
}

impl Writer<'_, '_> {
    fn line(&mut self, at: usize, line: &str) {
        let words = line.trim();
        let indent = line.len() - line.trim_start().len();
        match bulleted(words) {
            _ if words.is_empty() => {
                self.builder.becomes(Kind::Paragraph);
                self.goes_on = false;
            }
            Some(bullet) => {
                let list = match self.list {
                    Some(list) => list,
                    None => self.builder.new_list(),
                };
                self.list = Some(list);
                let item = self.builder.new_item();
                let depth = if indent >= 2 { 2 } else { 1 };
                self.builder.becomes(Kind::Item { list, item, depth });
                let inner = words.get(bullet..).unwrap_or_default();
                self.builder.text(inner, at + indent + bullet);
                self.goes_on = self.wrapped;
            }
            None => {
                if self.goes_on && self.wrapped && !begins_anew(words) {
                    self.builder.text(" ", at);
                } else {
                    self.builder.becomes(Kind::Paragraph);
                    self.list = None;
                }
                self.builder.text(words, at + indent);
                self.goes_on = self.wrapped && BROKEN.contains(&words.chars().count());
            }
        }
    }

    /// Lines whose cells stand apart.
    fn grid(&mut self, lines: &[(usize, &str)]) {
        self.builder.becomes(Kind::Paragraph);
        let mut grid = Grid::default();
        for (at, line) in lines {
            let row = cells(line).into_iter().map(|(offset, cell)| {
                self.builder.cell_begins();
                self.builder.text(cell, at + offset);
                Some(self.builder.cell_ends())
            });
            let row: Vec<Option<usize>> = row.collect();
            if !row.is_empty() {
                grid.rows.push(row);
            }
        }
        self.builder.grid(grid);
        self.builder.becomes(Kind::Paragraph);
        (self.list, self.goes_on) = (None, false);
    }
}

/// How many lines, from the first, are rows of a table: heads that are understood, and what stands below them in the same way.
fn rows(lines: &[(usize, &str)]) -> usize {
    let Some((_, first)) = lines.first() else { return 0 };
    let heads = cells(first);
    if heads.len() < 3 || columns::of_heads(heads.iter().map(|(_, head)| *head)).is_none() {
        return 0;
    }
    let goes_on = |(_, line): &&(usize, &str)| cells(line).len() >= 2 || is_rule(line) && !line.trim().is_empty();
    1 + lines.iter().skip(1).take_while(goes_on).count()
}

/// Whether a line only rules a table off.
fn is_rule(line: &str) -> bool {
    line.trim().chars().all(|c| matches!(c, '-' | '|' | '+' | ':' | '=' | ' ' | '─'))
}

/// The cells of a line, and where each begins; none of a line that has not several.
fn cells(line: &str) -> Vec<(usize, &str)> {
    if is_rule(line) {
        return Vec::new();
    }
    let split: fn(&str) -> Vec<(usize, &str)> = if line.contains('\t') {
        |line| parts(line, "\t")
    } else if line.matches('|').count() >= 2 {
        |line| parts(line, "|")
    } else if line.trim().contains("   ") {
        gaps
    } else {
        return Vec::new();
    };
    let mut cells = split(line);
    // A bar at either end is a frame and no cell.
    if line.contains('|') && !line.contains('\t') {
        if line.trim_start().starts_with('|') && !cells.is_empty() {
            cells.remove(0);
        }
        if line.trim_end().ends_with('|') {
            cells.pop();
        }
    }
    if cells.len() > 1 { cells } else { Vec::new() }
}

fn parts<'l>(line: &'l str, mark: &str) -> Vec<(usize, &'l str)> {
    let line = line.trim_end_matches(['\n', '\r']);
    let mut at = 0;
    line.split(mark)
        .map(|part| {
            let begins = at + (part.len() - part.trim_start().len());
            at += part.len() + mark.len();
            (begins, part.trim())
        })
        .collect()
}

/// Parts between gaps of three spaces and more.
fn gaps(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let begins = at + (rest.len() - rest.trim_start().len());
        let words = line.get(begins..).unwrap_or_default();
        let words = &words[..words.find("   ").unwrap_or(words.len())];
        if words.trim().is_empty() {
            break;
        }
        found.push((begins, words.trim()));
        at = begins + words.len();
    }
    found
}

/// Where the words of an item begin, if a line is one.
fn bulleted(line: &str) -> Option<usize> {
    let bullet = line.chars().next()?;
    let after = line.get(bullet.len_utf8()..)?;
    let marks = "•●▪■◦○·*▸►‣⁃";
    let dash = matches!(bullet, '-' | '–' | '—') && after.starts_with([' ', '\t']);
    let rest = after.trim_start();
    (dash || marks.contains(bullet) && (after.starts_with([' ', '\t', '\u{a0}']) || !bullet.is_ascii()))
        .then(|| line.len() - rest.len())
        .filter(|_| !rest.is_empty())
}

/// Whether a line begins something of its own: a number, a label, a row of a table.
fn begins_anew(line: &str) -> bool {
    let number = line.chars().take_while(char::is_ascii_digit).count();
    let numbered =
        number > 0 && number < 4 && line.get(number..).is_some_and(|rest| rest.starts_with(['.', ')', '、']));
    let lettered = line.starts_with('(') || line.starts_with('（');
    let label = line.find([':', '：']).is_some_and(|at| at < 40 && !line[..at].contains(['.', ',']));
    numbered || lettered || label || line.contains(['|', '\t'])
}

/// Whether the lines of a text were broken to a width: in blocks of several lines most end where the next word had no room.
fn is_wrapped(source: &str) -> bool {
    let lengths = source.lines().map(|line| line.trim_end().chars().count());
    let width = lengths.max().unwrap_or_default();
    if !BROKEN.contains(&width) {
        return false;
    }
    let (mut inner, mut full) = (0, 0);
    let mut last: Option<&str> = None;
    for line in source.lines().map(str::trim) {
        if let Some(last) = last.filter(|last| !last.is_empty() && !line.is_empty()) {
            let first = line.split(' ').next().unwrap_or_default();
            inner += 1;
            full += usize::from(last.chars().count() + 1 + first.chars().count() + 6 > width);
        }
        last = Some(line);
    }
    inner >= 4 && full * 10 >= inner * 7
}
