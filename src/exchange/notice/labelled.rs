//! Lists of third parties as names and what they stand for: `SDK名称：…`, `Purpose: …`, a line or several each.

use super::{
    columns::{self, Head},
    document::{Document, Kind, Passage},
    found::{self, Found, Row, is_row},
    links,
};
use crate::report::{
    drift::{Level, Surety, TableForm},
    processor_table::Column,
};

/// The longest name in front of a colon, in characters.
const LABEL: usize = 30;

/// The longest line that is the name of what the lines below it tell, in characters.
const NAME: usize = 80;

/// A name within some words, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// What the name says.
    pub head: Head,
    /// What it stands for.
    pub text: String,
}

/// The names in some words, and what they stand for.
pub fn pairs(text: &str) -> Vec<Labelled> {
    let mut starts: Vec<(usize, usize, Head)> = Vec::new();
    for (at, colon) in text.match_indices([':', '：']) {
        let before = &text[..at];
        let start = before
            .rfind(['\n', '；', ';', '。', '，', '|', '：', ':', '•', '·'])
            .map_or(0, |mark| mark + before[mark..].chars().next().map_or(1, char::len_utf8));
        let start = before[start..].rfind(". ").map_or(start, |mark| start + mark + 2);
        let label = before[start..]
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ')' | ' ' | '-' | '*' | '–'));
        if label.is_empty() || label.chars().count() > LABEL || text[at + colon.len()..].starts_with("//") {
            continue;
        }
        if let Some(head) = columns::head(label) {
            starts.push((at - label.len(), at + colon.len(), head));
        }
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect::<Vec<_>>();
    let pair = |((_, from, head), end): (&(usize, usize, Head), usize)| {
        let words = text.get(*from..end).unwrap_or_default();
        Labelled {
            head: *head,
            text: words.trim().trim_end_matches(['；', ';', '|', '，', '·', '•']).trim().to_owned(),
        }
    };
    starts.iter().zip(ends).map(pair).collect()
}

/// Finds the lists of third parties among the lines of a document.
pub fn find(document: &Document, found: &mut Found) {
    let mut tables: Vec<Vec<Row>> = vec![Vec::new()];
    let mut row: Option<Row> = None;
    let mut name: Option<usize> = None;
    for (index, passage) in document.passages.iter().enumerate() {
        let taken = found.inside.get(index).copied().unwrap_or_default();
        let pairs =
            if taken || passage.beside || passage.kind == Kind::Cell { Vec::new() } else { pairs(&passage.text) };
        let told = pairs.iter().any(|pair| matches!(pair.head, Head::Column(column) if column != Column::Number));
        if told {
            for pair in pairs {
                take(document, &mut tables, &mut row, &mut name, pair, index);
            }
            continue;
        }
        let goes_on = row.is_some() && (links::is_address(&passage.text) || passage.text.is_empty());
        if goes_on {
            if let Some(row) = &mut row {
                add(row, Column::Links, &passage.text, index);
            }
            continue;
        }
        if let Some(row) = row.take() {
            end(&mut tables, row);
        }
        if is_name(passage) && !taken {
            name = Some(index);
        } else if matches!(passage.kind, Kind::Heading(_)) || passage.text.chars().count() > 400 {
            name = None;
        }
        if matches!(passage.kind, Kind::Heading(1 | 2)) {
            tables.push(Vec::new());
        }
    }
    if let Some(row) = row {
        end(&mut tables, row);
    }
    for rows in tables.into_iter().filter(|rows| !rows.is_empty()) {
        note(document, rows, found);
    }
}

fn note(document: &Document, rows: Vec<Row>, found: &mut Found) {
    let columns: Vec<Option<Column>> =
        rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| Some(*column))).collect();
    let told = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let surety = if rows.len() > 1 && told > 2 {
        Surety::of(
            Level::Sure,
            ("several names are each followed by what they are for", "多个名称之后逐项列明用途等内容"),
        )
    } else {
        Surety::of(Level::Likely, ("a name is followed by what it is for", "名称之后列明用途等内容"))
    };
    let first: Vec<usize> = rows.first().map(|row| row.passages.clone()).unwrap_or_default();
    found.table(document, TableForm::Labels, &first, &columns, rows, surety);
}

fn take(
    document: &Document,
    tables: &mut [Vec<Row>],
    row: &mut Option<Row>,
    name: &mut Option<usize>,
    pair: Labelled,
    index: usize,
) {
    let Head::Column(column) = pair.head else {
        if let Some(row) = row {
            row.passages.push(index);
        }
        return;
    };
    if column == Column::Number {
        return;
    }
    let again = row.as_ref().is_some_and(|row| row.cells.iter().any(|(known, _)| *known == column));
    if again && let Some(row) = row.take() {
        end(tables, row);
    }
    let row = row.get_or_insert_with(Row::default);
    if row.name.is_empty()
        && let Some(name) = name.take()
    {
        row.name = found::of_name(&document.passages[name].text);
        row.passages.push(name);
    }
    add(row, column, &pair.text, index);
}

fn add(row: &mut Row, column: Column, text: &str, index: usize) {
    if !row.passages.contains(&index) {
        row.passages.push(index);
    }
    if text.is_empty() {
        return;
    }
    match row.cells.iter_mut().find(|(known, _)| *known == column) {
        Some((_, known)) => {
            known.push('\n');
            known.push_str(text);
        }
        None => row.cells.push((column, text.to_owned())),
    }
}

fn end(tables: &mut [Vec<Row>], mut row: Row) {
    let named = |column| row.cells.iter().find(|(known, _)| *known == column).map(|(_, text)| text.clone());
    if let Some(service) = named(Column::Service) {
        row.name = service;
    } else if row.name.is_empty() {
        row.name = named(Column::Provider).unwrap_or_default();
    }
    if is_row(&row)
        && let Some(table) = tables.last_mut()
    {
        table.push(row);
    }
}

/// Whether a passage can be the name of what the lines below it tell.
fn is_name(passage: &Passage) -> bool {
    let text = passage.text.trim();
    let short = !text.is_empty() && text.chars().count() <= NAME;
    let kind = matches!(passage.kind, Kind::Heading(_) | Kind::Paragraph | Kind::Item { .. } | Kind::Term);
    short && kind && !passage.beside && !text.ends_with(['。', '；', ';', '.', ',', '，']) && !links::is_address(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_they_stand_for_are_told_apart() {
        let found = pairs("SDK名称：极光推送；使用目的：消息推送；官网链接：https://www.jiguang.cn/license/privacy");
        let found: Vec<(Head, &str)> = found.iter().map(|pair| (pair.head, pair.text.as_str())).collect();
        assert_eq!(
            found,
            [
                (Head::Column(Column::Service), "极光推送"),
                (Head::Column(Column::Purpose), "消息推送"),
                (Head::Column(Column::Links), "https://www.jiguang.cn/license/privacy"),
            ]
        );
        let english =
            pairs("Google Analytics. Purpose: analysis of use. Privacy policy: https://policies.google.com/privacy");
        assert_eq!(english.len(), 2, "{english:?}");
        assert_eq!(pairs("We will tell you: https://example.com").len(), 0);
    }
}
