//! What was found of lists of third parties, whatever their form, and which passages they take.

use super::{
    columns::Head,
    document::{Document, shortened},
    links,
};
use crate::report::{
    drift::{CellRead, LinkRead, Quoted, RowRead, Surety, TableForm, TableRead},
    processor_table::Column,
};

/// A row, before its words are quoted.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What it names first.
    pub name: String,
    /// Its cells that were told apart.
    pub cells: Vec<(Column, String)>,
    /// Its words as a whole, where not all of its cells could be told apart.
    pub whole: Option<String>,
    /// The passages that it is made of.
    pub passages: Vec<usize>,
}

impl Row {
    /// Takes in a row that goes on with the same name.
    pub fn merge(&mut self, other: Self) {
        for (column, text) in other.cells {
            match self.cells.iter_mut().find(|(known, _)| *known == column) {
                Some((_, known)) if !known.lines().any(|line| line == text) && !text.is_empty() => {
                    known.push('\n');
                    known.push_str(&text);
                }
                Some(_) => {}
                None => self.cells.push((column, text)),
            }
        }
        for passage in other.passages {
            if !self.passages.contains(&passage) {
                self.passages.push(passage);
            }
        }
    }
}

/// A name and what it stands for.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What the name says.
    pub head: Head,
    /// The name itself.
    pub label: String,
    /// What it stands for.
    pub text: String,
    /// The passages of both.
    pub passages: Vec<usize>,
}

/// Names and what they stand for as rows: another one begins where a name comes again.
pub fn group(pairs: Vec<Pair>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut row, mut labels) = (Row::default(), Vec::new());
    for Pair { head, label, text, passages } in pairs {
        if labels.contains(&label) {
            rows.push(std::mem::take(&mut row));
            labels.clear();
        }
        labels.push(label);
        row.passages.extend(passages);
        match head {
            Head::Column(column) if column != Column::Number && row.cells.iter().all(|(known, _)| *known != column) => {
                row.cells.push((column, text));
            }
            _ => {}
        }
    }
    rows.push(row);
    rows.retain_mut(|row| {
        let named = |column| row.cells.iter().find(|(known, _)| *known == column).map(|(_, text)| text.clone());
        if row.name.is_empty() {
            row.name = named(Column::Service).or_else(|| named(Column::Provider)).unwrap_or_default();
        }
        is_row(row)
    });
    rows
}

/// Whether names and what they stand for tell of a third party: who it is, and what for or with which data.
pub fn is_row(row: &Row) -> bool {
    let has = |column| row.cells.iter().any(|(known, _)| *known == column);
    let told = row.cells.iter().filter(|(_, text)| !text.is_empty()).count();
    !row.name.trim().is_empty() && told >= 2 && (has(Column::Purpose) || has(Column::Information))
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The lists, each with the passage where it begins.
    tables: Vec<(usize, TableRead)>,
    /// Whether a passage is part of one.
    pub inside: Vec<bool>,
    /// The passages that stand in columns for places.
    pub places: Vec<usize>,
    /// The number of tables that are none.
    pub other_tables: usize,
    /// Whether the text is plain, so that its tables are lines.
    pub plain: bool,
}

impl Found {
    /// Nothing yet, of a document.
    pub fn of(document: &Document, plain: bool) -> Self {
        Self { inside: vec![false; document.passages.len()], plain, ..Self::default() }
    }

    /// Notes a list of third parties.
    pub fn table(
        &mut self,
        document: &Document,
        form: TableForm,
        heads: &[usize],
        columns: &[Option<Column>],
        rows: Vec<Row>,
        surety: Surety,
    ) {
        let rows: Vec<Row> = rows.into_iter().filter(|row| !row.passages.is_empty() && !is_nobody(&row.name)).collect();
        let Some(first) = heads.iter().chain(rows.iter().flat_map(|row| &row.passages)).min().copied() else { return };
        for passage in heads.iter().chain(rows.iter().flat_map(|row| &row.passages)) {
            if let Some(inside) = self.inside.get_mut(*passage) {
                *inside = true;
            }
        }
        for row in &rows {
            for (_, place) in row.cells.iter().filter(|(column, _)| *column == Column::Location) {
                self.places.extend(
                    row.passages.iter().filter(|passage| document.passages[**passage].text.contains(place.as_str())),
                );
            }
        }
        let mut known: Vec<Column> = Vec::new();
        for column in columns.iter().flatten() {
            if !known.contains(column) && *column != Column::Number {
                known.push(*column);
            }
        }
        let at = if heads.is_empty() { document.quoted_whole(first) } else { joined(document, heads) };
        let rows = rows.into_iter().map(|row| read(document, row)).collect();
        self.tables.push((first, TableRead { form, at, columns: known, rows, surety }));
    }

    /// The lists in the order of the text.
    pub fn into_tables(mut self) -> Vec<TableRead> {
        self.tables.sort_by_key(|(first, _)| *first);
        self.tables.into_iter().map(|(_, table)| table).collect()
    }
}

/// A name without the number of its item and the colon behind it.
pub fn of_name(text: &str) -> String {
    let text = text.trim().trim_end_matches([':', '：', '。', '.', '，', ',']);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    let marked = rest.starts_with(['.', '、', ')', '）', '．']);
    if digits > 0 && digits <= 3 && marked {
        return rest.trim_start_matches(['.', '、', ')', '）', '．', ' ']).to_owned();
    }
    let bracketed = text.strip_prefix(['(', '（']).and_then(|inner| inner.split_once([')', '）']));
    match bracketed {
        Some((number, rest))
            if !rest.trim().is_empty()
                && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)) =>
        {
            rest.trim().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Words that stand in the place of a name and name nobody.
fn is_nobody(name: &str) -> bool {
    let bare = name.trim().trim_matches(['-', '—', '–', '/', '.', '…']).to_lowercase();
    bare.is_empty() || matches!(bare.as_str(), "n/a" | "na" | "none" | "无" | "暂无" | "不适用" | "null" | "tbd")
}

/// The words of several passages, where the first of them stands.
fn joined(document: &Document, passages: &[usize]) -> Quoted {
    let mut seen: Vec<usize> = Vec::new();
    for passage in passages {
        if !seen.contains(passage) && !document.passages[*passage].text.is_empty() {
            seen.push(*passage);
        }
    }
    let words: Vec<&str> = seen.iter().map(|passage| document.passages[*passage].text.as_str()).collect();
    let first = seen.first().copied().unwrap_or_default();
    Quoted { quote: shortened(&words.join(" | ")), ..document.quoted_whole(first) }
}

fn read(document: &Document, row: Row) -> RowRead {
    let Row { name, cells, whole, passages } = row;
    let mut links: Vec<LinkRead> = Vec::new();
    for passage in &passages {
        for link in links::of_passage(document, *passage) {
            if links.iter().all(|known| known.url != link.url) {
                links.push(link);
            }
        }
    }
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    RowRead {
        at: joined(document, &passages),
        name: one_line(&name),
        cells: cells.into_iter().map(|(column, text)| CellRead { column, text }).collect(),
        whole,
        links,
    }
}
