//! Lists of third parties as names and what they stand for: `SDK名称：…`, `Purpose: …`, a line or several each.

use super::{
    columns::{self, Head},
    document::{Document, Kind, Passage},
    found::{self, Found, Row, is_row},
    links, lists,
};
use crate::report::{
    drift::{Level, Surety, TableForm, legal_form},
    processor_table::Column,
};

/// The longest name in front of a colon, in characters.
const LABEL: usize = 30;

/// The longest line that is the name of what the lines below it tell, in characters.
const NAME: usize = 80;

/// So many lines what a name stands for can go on for.
const GOES_ON: usize = 40;

/// A name within some words, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// What the name says.
    pub head: Head,
    /// The name itself.
    pub label: String,
    /// What it stands for.
    pub text: String,
}

/// The names in some words, and what they stand for.
pub fn pairs(text: &str) -> Vec<Labelled> {
    let mut starts: Vec<(usize, usize, Head, bool)> = Vec::new();
    for (at, colon) in text.match_indices([':', '：']) {
        if text[at + colon.len()..].starts_with("//") {
            continue;
        }
        let marks = ['\n', '；', ';', '。', '，', '|', '：', ':', '•', '·'];
        // No label is longer, so nothing before that matters.
        let reach = super::mentions::boundary(text, at.saturating_sub(8 * LABEL));
        let before = &text[..at];
        let after = |mark: usize| mark + before[mark..].chars().next().map_or(1, char::len_utf8);
        let start = before[reach..].rfind(marks).map_or(reach, |mark| after(reach + mark));
        let start = before[start..].rfind(". ").map_or(start, |mark| start + mark + 2);
        // Where nothing but a gap parts them, the last words before the colon are the name.
        let short = before[start..].rfind(' ').map(|gap| start + gap + 1);
        let label = |start: usize| {
            let label = before[start..].trim_start_matches(|c: char| {
                c.is_ascii_digit() || matches!(c, '.' | '、' | ')' | ' ' | '-' | '*' | '–')
            });
            let known = !label.is_empty() && label.chars().count() <= LABEL;
            Some((at - label.len(), at + colon.len(), columns::label(label).filter(|_| known)?))
        };
        let whole = label(start).map(|(start, end, head)| (start, end, head, true));
        starts.extend(whole.or_else(|| short.and_then(label).map(|(start, end, head)| (start, end, head, false))));
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect::<Vec<_>>();
    let pair = |((start, from, head, whole), end): (&(usize, usize, Head, bool), usize)| {
        let words = text.get(*from..end).unwrap_or_default().trim();
        let label = text.get(*start..*from).unwrap_or_default().trim_end_matches([':', '：']).trim();
        let text = words.trim_end_matches(['；', ';', '|', '，', '·', '•']).trim().to_owned();
        // "We use the following services:" is a sentence, whose last word names nothing that stands behind it.
        (*whole || !text.is_empty()).then(|| Labelled { head: *head, label: label.to_owned(), text })
    };
    starts.iter().zip(ends).filter_map(pair).collect()
}

/// Finds the lists of third parties among the lines of a document.
pub fn find(document: &Document, found: &mut Found) {
    let mut writer =
        Writer { document, tables: vec![Vec::new()], row: None, labels: Vec::new(), last: None, name: None };
    let taken = |index: usize| found.inside.get(index).copied().unwrap_or_default();
    let of = |index: usize| match document.passages.get(index) {
        Some(passage) if !taken(index) && !passage.beside && passage.kind != Kind::Cell => pairs(&passage.text),
        _ => Vec::new(),
    };
    let told = |pair: &Labelled| matches!(pair.head, Head::Column(column) if column != Column::Number);
    let mut next = of(0);
    for (index, passage) in document.passages.iter().enumerate() {
        let mut pairs = std::mem::replace(&mut next, of(index + 1));
        // What stands in brackets within a sentence is no row.
        let begins = |pair: &Labelled| passage.text.find(&pair.label).map(|at| passage.text[..at].chars().count());
        if pairs.first().and_then(begins).is_some_and(|before| before > NAME) {
            pairs.clear();
        }
        if pairs.iter().any(told) {
            for pair in pairs {
                writer.take(pair, index);
            }
            continue;
        }
        let following = next.iter().find(|pair| told(pair)).map(|pair| pair.label.as_str());
        writer.unlabelled(index, passage, following, taken(index));
    }
    writer.end();
    let tables = writer.tables;
    for rows in tables.into_iter().filter(|rows| !rows.is_empty()) {
        note(document, rows, found);
    }
}

/// Rows as they are put together.
struct Writer<'d> {
    document: &'d Document,
    tables: Vec<Vec<Row>>,
    row: Option<Row>,
    /// The names that the row has had.
    labels: Vec<String>,
    /// The column that a line without a name goes on, and how many did.
    last: Option<(Column, usize)>,
    /// The line that may be the name of the row to come.
    name: Option<usize>,
}

impl Writer<'_> {
    fn take(&mut self, pair: Labelled, index: usize) {
        // The same name again begins another row; other names for the same say more about it.
        if self.labels.contains(&pair.label) {
            self.end();
        }
        let Head::Column(column) = pair.head else {
            self.last = None;
            if let Some(row) = &mut self.row {
                row.passages.push(index);
                self.labels.push(pair.label);
            }
            return;
        };
        if column == Column::Number {
            return;
        }
        let row = self.row.get_or_insert_with(Row::default);
        if row.name.is_empty()
            && row.cells.is_empty()
            && let Some(name) = self.name.take()
            // Where the row says itself who it is about, a heading that speaks of third parties is none of them.
            && (column != Column::Service || !lists::speaks(&self.document.passages[name].text))
        {
            row.name = found::of_name(&self.document.passages[name].text);
            row.passages.push(name);
        }
        self.labels.push(pair.label);
        // A company that is called by a word for services.
        let known = row.cells.iter().any(|(known, _)| *known == column);
        let named = column == Column::Service && (!row.name.is_empty() || known);
        let column = if named && legal_form::ends(&pair.text) { Column::Provider } else { column };
        if row.cells.iter().any(|(known, _)| *known == column) {
            self.last = None;
            row.passages.push(index);
        } else {
            row.cells.push((column, String::new()));
            self.last = Some((column, 0));
            self.add(column, &pair.text, index);
        }
    }

    /// A line without a name: the name of the next row, more of what is told, or the end of it. `following` is the name in
    /// the next line.
    fn unlabelled(&mut self, index: usize, passage: &Passage, following: Option<&str>, taken: bool) {
        let heading = matches!(passage.kind, Kind::Heading(_));
        let names = is_name(passage) && !taken;
        if self.row.is_some() && !heading && !taken {
            let known = |label: &str| self.labels.iter().any(|known| known == label);
            let again = following.is_some_and(known);
            let short = passage.text.chars().count() <= NAME;
            let linked = links::is_address(&passage.text) || short && !passage.anchors.is_empty();
            if linked {
                return self.add(Column::Links, &passage.text, index);
            }
            // What stands for the name in the line above, or more of it before the next name.
            let goes_on = |(column, count): (Column, usize)| {
                count < GOES_ON && (count > 0 || self.cell(column).is_empty() || following.is_some() && !again)
            };
            if let Some((column, count)) = self.last.filter(|last| goes_on(*last) && !(again && names && last.1 > 0)) {
                self.last = Some((column, count + 1));
                return self.add(column, &passage.text, index);
            }
        }
        self.end();
        if names {
            self.name = Some(index);
        } else if heading || passage.text.chars().count() > 400 {
            self.name = None;
        }
        if matches!(passage.kind, Kind::Heading(1 | 2)) {
            self.tables.push(Vec::new());
        }
    }

    fn cell(&self, column: Column) -> &str {
        let mut cells = self.row.iter().flat_map(|row| &row.cells);
        cells.find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }

    fn add(&mut self, column: Column, text: &str, index: usize) {
        let Some(row) = &mut self.row else { return };
        if !row.passages.contains(&index) {
            row.passages.push(index);
        }
        match row.cells.iter_mut().find(|(known, _)| *known == column) {
            Some((_, known)) if known.is_empty() => text.clone_into(known),
            Some((_, known)) => {
                known.push('\n');
                known.push_str(text);
            }
            None => row.cells.push((column, text.to_owned())),
        }
    }

    fn end(&mut self) {
        self.labels.clear();
        self.last = None;
        let Some(mut row) = self.row.take() else { return };
        row.cells.retain(|(_, text)| !text.is_empty());
        let named = |column| row.cells.iter().find(|(known, _)| *known == column).map(|(_, text)| text.clone());
        if row.name.is_empty() {
            row.name = named(Column::Service).or_else(|| named(Column::Provider)).unwrap_or_default();
        }
        if is_row(&row)
            && let Some(table) = self.tables.last_mut()
        {
            table.push(row);
        }
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
        assert_eq!(pairs("We use the following third-party services:").len(), 0);
    }
}
