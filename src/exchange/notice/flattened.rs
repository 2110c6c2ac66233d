//! Tables that lost their shape when they were copied: every cell a line of its own, or all cells of a row run together.
//!
//! The heads tell that there was one, and in which order its cells come. Cells that ran together are told apart by what can be
//! found in them: the number of the row, a recorded name, a legal form, an address. What lies between stays together where
//! more than one cell may be in it, and the row says so. Never guesses where a cell ends.

use super::{
    columns::{self, Columns},
    document::{Document, Kind, Passage},
    found::{self, Found, Row},
    links, organizations,
};
use crate::{
    domain::Kind as RecordKind,
    report::{
        drift::{Level, Names, Surety, TableForm, is_han},
        processor_table::Column,
    },
};
use std::ops::Range;

/// So many lines a lost table can have.
const MAX_LINES: usize = 4000;

/// The longest line of heads that ran together, and of one cell, in characters.
const HEADS: usize = 240;
const CELL: usize = 600;

/// Finds lost tables among the lines of a document.
pub fn find(document: &Document, names: &Names, found: &mut Found) {
    let mut index = 0;
    while index < document.passages.len() {
        let free = |at: usize| {
            let passage = &document.passages[at];
            let is_heading = document.sections.binary_search_by_key(&at, |section| section.passage).is_ok();
            let taken = found.inside.get(at).copied().unwrap_or_default();
            !passage.beside && passage.kind != Kind::Cell && !is_heading && !taken
        };
        let run = if free(index) { run_together(&document.passages[index].text) } else { None };
        let after = match run {
            Some(columns) => together(document, names, index, &columns, found),
            None if free(index) => match spaced(&document.passages[index].text) {
                Some(columns) => below_spaced(document, names, index, &columns, found),
                None => lines(document, names, index, found),
            },
            None => None,
        };
        index = after.unwrap_or(index + 1);
    }
}

/// The columns of heads that ran together in one line.
fn run_together(text: &str) -> Option<Columns> {
    if text.chars().count() > HEADS || text.contains(['。', ';', '；', '!', '?']) || text.contains("://") {
        return None;
    }
    let heads = heads_of(text);
    if heads.len() < 3 {
        return None;
    }
    // Of heads that stood apart each must be understood; a sentence has some of their words too.
    let understood = heads.iter().filter(|head| columns::head(head).is_some()).count();
    columns::of_heads(heads.iter().copied())
        .filter(|columns| columns.understood >= 3 && understood * 4 >= heads.len() * 3)
}

/// Heads in Chinese, which run together without a mark; the longer before those within them.
const CHINESE: &str = "第三方SDK名称|第三方sdk名称|SDK名称|第三方服务名称|第三方名称|服务名称|产品名称|合作方名称|第三方主体名称|第三方主体|\
    第三方公司名称|公司名称|主体名称|服务提供方|服务提供者|服务提供商|提供方|提供商|开发者|运营方|序号|编号|使用目的|处理目的|共享目的|使用场景|\
    应用场景|业务场景|目的|用途|收集的个人信息类型|收集个人信息类型|收集的信息类型|收集信息类型|共享的个人信息类型|共享个人信息类型|共享信息类型|\
    共享信息名称|个人信息类型|个人信息种类|收集的个人信息|收集个人信息|共享的信息|收集的信息|信息类型|个人信息|共享方式|收集方式|处理方式|提供方式|\
    存储地点|所在国家|国家或地区|隐私政策/官网链接|隐私政策/官网|隐私政策链接|隐私政策或官网链接|第三方隐私链接|隐私权政策|隐私政策|官网链接|\
    官方网站|官网|链接|网址|产品/类型|名称";

/// Heads in English of several words, and words that go on with one.
const ENGLISH: &str = "service provider|service name|third party|third parties|third-party service|privacy policy|privacy notice|personal data|\
    personal information|data collected|data processed|data types|data type|data shared|official website|legal entity|company name|legal basis";
const GOES_ON: &str = "of|the|for|by|and|or|collected|processed|shared|used|/|&";

/// The heads in a line in which they ran together.
fn heads_of(text: &str) -> Vec<&str> {
    if text.chars().any(is_han) {
        let mut heads = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            match CHINESE.split('|').find(|head| rest.starts_with(head)) {
                Some(head) => {
                    heads.push(head);
                    rest = &rest[head.len()..];
                }
                // More than a mark between two heads is a sentence.
                None if matches!(first, ' ' | '/' | '、' | '|' | '及' | '和' | '或') => {
                    rest = &rest[first.len_utf8()..];
                }
                None => return Vec::new(),
            }
        }
        return heads;
    }
    let mut heads = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        if last.is_some_and(|last| (last.is_lowercase() || matches!(last, '.' | ')' | '#')) && c.is_uppercase()) {
            heads.push(text[start..at].trim());
            start = at;
        }
        last = Some(c);
    }
    heads.push(text[start..].trim());
    heads
}

/// The columns of heads in English of which only spaces part one from the next.
fn spaced(text: &str) -> Option<Columns> {
    let words: Vec<&str> = text.split(' ').collect();
    if !(3..=16).contains(&words.len()) || text.chars().any(is_han) || text.ends_with(['.', ':', ',', ';', '?', '!']) {
        return None;
    }
    let known = |list: &str, word: &str| list.split('|').any(|known| known.eq_ignore_ascii_case(word));
    let mut heads: Vec<String> = Vec::new();
    let mut joins = false;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let two = words.get(at + 1).map(|next| format!("{word} {next}")).filter(|two| known(ENGLISH, two));
        let (piece, taken) = two.map_or_else(|| ((*word).to_owned(), 1), |two| (two, 2));
        let goes_on = known(GOES_ON, &piece);
        if !goes_on && columns::label(&piece).is_none() {
            return None;
        }
        match heads.last_mut().filter(|_| goes_on || joins) {
            Some(head) => {
                head.push(' ');
                head.push_str(&piece);
            }
            None => heads.push(piece.clone()),
        }
        joins = known("of|the|for|by|and|or|/|&", &piece);
        at += taken;
    }
    columns::of_heads(heads.iter().map(String::as_str)).filter(|columns| columns.understood >= 3)
}

/// Rows below heads that only spaces part: lines of which most begin with a name. Where one cell ends nobody knows.
fn below_spaced(
    document: &Document,
    names: &Names,
    heads: usize,
    columns: &Columns,
    found: &mut Found,
) -> Option<usize> {
    let is_row = |passage: &&Passage| {
        let wordy = passage.text.contains(' ') && passage.text.chars().count() <= CELL;
        wordy && !matches!(passage.kind, Kind::Heading(_) | Kind::Cell) && !passage.text.ends_with(['.', '?', '!', ':'])
    };
    let rows = document.passages.iter().skip(heads + 1).take(MAX_LINES).take_while(is_row).count();
    let begins = |at: &usize| {
        let text = &document.passages[*at].text;
        let known = names.parties(text).first().map(|hit| hit.range.clone());
        known
            .into_iter()
            .chain(organizations::find(text))
            .filter(|range| range.start <= 1)
            .max_by_key(|range| range.end)
    };
    let lines: Vec<usize> = (heads + 1..heads + 1 + rows).collect();
    let named = lines.iter().filter(|at| begins(at).is_some()).count();
    if named < 2 || named * 2 < rows {
        return None;
    }
    let made = lines.iter().map(|at| {
        let text = &document.passages[*at].text;
        let name = begins(at).and_then(|range| text.get(range)).map_or_else(|| beginning(text), str::to_owned);
        Row { name, whole: Some(text.clone()), passages: vec![*at], ..Row::default() }
    });
    let surety = Surety::of(
        Level::Likely,
        ("a line of heads, and lines below it of which most begin with a name", "一行表头，其下多数行以名称开头"),
    );
    found.table(document, TableForm::RunTogether, &[heads], &columns.each, made.collect(), surety);
    Some(heads + 1 + rows)
}

/// Rows that ran together below such heads; the passage after them.
fn together(document: &Document, names: &Names, heads: usize, columns: &Columns, found: &mut Found) -> Option<usize> {
    let numbered = columns.each.first() == Some(&Some(Column::Number));
    let linked = columns.each.last() == Some(&Some(Column::Links));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut index = heads + 1;
    while let Some(passage) = document.passages.get(index).filter(|_| index < heads + MAX_LINES) {
        let text = passage.text.as_str();
        let begins = if numbered { after_number(text, rows.len() + 1).is_some() } else { linked && is_wordy(passage) };
        let complete =
            |row: &Vec<usize>| row.iter().any(|at| !links::addresses(&document.passages[*at].text).is_empty());
        if matches!(passage.kind, Kind::Heading(_)) {
            break;
        }
        if begins && rows.last().is_none_or(|last| numbered || complete(last)) {
            rows.push(vec![index]);
        } else if links::is_address(text)
            && let Some(last) = rows.last_mut()
        {
            last.push(index);
        } else if linked
            && rows.last().is_some_and(|last| !complete(last))
            && is_wordy(passage)
            && let Some(last) = rows.last_mut()
        {
            last.push(index);
        } else {
            break;
        }
        index += 1;
    }
    // Without numbers a row must end with its link, or anything could be one.
    if !numbered {
        rows.retain(|row| row.iter().any(|at| !links::addresses(&document.passages[*at].text).is_empty()));
    }
    if rows.is_empty() {
        return None;
    }
    let made = rows.iter().enumerate().map(|(at, row)| of_run(document, names, columns, row, at + 1)).collect();
    let surety = Surety::of(
        Level::Likely,
        (
            "a line of heads that ran together, and rows that ran together below it",
            "表头连写成一行，其下各行单元格亦连写",
        ),
    );
    found.table(document, TableForm::RunTogether, &[heads], &columns.each, made, surety);
    Some(index)
}

/// What stands behind the number of a row.
fn after_number(text: &str, number: usize) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(&number.to_string())?;
    let rest = rest.trim_start_matches(['.', '、', ')', '）', ' ']);
    rest.chars().next().filter(|c| !c.is_ascii_digit()).map(|_| rest)
}

fn is_wordy(passage: &Passage) -> bool {
    !passage.text.is_empty() && passage.text.chars().count() <= 4 * CELL
}

/// A row whose cells ran together, as far as they can be told apart.
fn of_run(document: &Document, names: &Names, columns: &Columns, passages: &[usize], number: usize) -> Row {
    let words: Vec<&str> = passages.iter().map(|at| document.passages[*at].text.as_str()).collect();
    let whole = words.join("\n");
    let rest = after_number(&whole, number).unwrap_or(&whole);
    let end = links::addresses(rest).first().map_or(rest.len(), |range| range.start);
    let cells = apart(rest.get(..end).unwrap_or_default(), names, columns);
    let name = cells.iter().find(|(column, _)| Some(*column) == columns.each.get(columns.naming).copied().flatten());
    let name = name.map_or_else(|| beginning(rest), |(_, text)| text.clone());
    let told = |column: &Column| {
        matches!(column, Column::Number | Column::Links) || cells.iter().any(|(known, _)| known == column)
    };
    let complete = columns.each.iter().flatten().all(told);
    Row { name, cells, whole: (!complete).then_some(whole), passages: passages.to_vec() }
}

/// The cells that can be told apart in some words that ran together.
fn apart(text: &str, names: &Names, columns: &Columns) -> Vec<(Column, String)> {
    let order: Vec<Option<Column>> =
        columns.each.iter().copied().filter(|column| !matches!(column, Some(Column::Number | Column::Links))).collect();
    let mut anchors: Vec<(usize, Range<usize>)> = Vec::new();
    let hits = names.parties(text);
    let of_service = order.iter().position(|column| *column == Some(Column::Service));
    let of_provider = order.iter().position(|column| *column == Some(Column::Provider));
    let mut behind = 0;
    if of_service == Some(0)
        && let Some(hit) = hits.first().filter(|hit| hit.range.start <= 1)
    {
        anchors.push((0, hit.range.clone()));
        behind = hit.range.end;
    }
    if let Some(place) = of_provider
        && let Some(range) = providers(text, behind, &hits, place == 0)
    {
        anchors.push((place, range));
    }
    let mut cells = Vec::new();
    let mut from = (0, 0);
    for (place, range) in anchors.into_iter().chain([(order.len(), text.len()..text.len())]) {
        // One column between two that were found has all the words between them; of more nobody knows which has which.
        if place == from.0 + 1
            && let (Some(Some(column)), Some(words)) = (order.get(from.0), text.get(from.1..range.start))
        {
            cells.push((*column, words.trim().to_owned()));
        }
        if let (Some(Some(column)), Some(words)) = (order.get(place), text.get(range.clone())) {
            cells.push((*column, words.trim().to_owned()));
        }
        from = (place + 1, range.end);
    }
    cells
}

/// The providers in a row: organisations next to each other.
fn providers(
    text: &str,
    from: usize,
    hits: &[crate::report::drift::Hit<'_, crate::report::drift::Borne>],
    leads: bool,
) -> Option<Range<usize>> {
    /// So many bytes may stand between two of them.
    const BETWEEN: usize = 12;
    let organization = |hit: &&crate::report::drift::Hit<'_, crate::report::drift::Borne>| {
        hit.borne.iter().any(|borne| borne.bearer.kind == RecordKind::Organizations)
    };
    let mut ranges: Vec<Range<usize>> = hits.iter().filter(organization).map(|hit| hit.range.clone()).collect();
    ranges.extend(organizations::find(text));
    ranges.retain(|range| range.start >= from && (leads || range.start > 0));
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut group: Option<Range<usize>> = None;
    for range in ranges {
        match &mut group {
            None => group = Some(range),
            Some(known) if range.start <= known.end + BETWEEN => known.end = known.end.max(range.end),
            Some(_) => break,
        }
    }
    let group = group?;
    // The point of "Co." belongs to it, whoever wrote it down.
    let point = text.get(group.end..).is_some_and(|rest| rest.starts_with('.'));
    Some(group.start..group.end + usize::from(point))
}

/// The first words of a row of which nobody knows where its first cell ends.
fn beginning(text: &str) -> String {
    let mut words: String = text.chars().take(40).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

/// A table of which every cell has become a line, that begins at a passage; the passage after it.
fn lines(document: &Document, names: &Names, begin: usize, found: &mut Found) -> Option<usize> {
    let heads = heads_in_lines(document, begin)?;
    let texts = || heads.clone().map(|at| document.passages[at].text.as_str());
    let columns = columns::of_heads(texts()).filter(|columns| columns.understood >= 3 && !columns.turned)?;
    let rows = if columns.each.first() == Some(&Some(Column::Number)) {
        by_number(document, heads.end, &columns)
    } else if columns.each.last() == Some(&Some(Column::Links)) {
        by_link(document, heads.end, &columns)
    } else {
        by_count(document, names, heads.end, &columns)
    };
    let end = rows.iter().flatten().max().map(|last| last + 1)?;
    let made: Vec<Row> = rows.into_iter().map(|row| of_lines(document, &columns, &row)).collect();
    let surety = Surety::of(
        Level::Likely,
        (
            "the heads of such a list stand below each other, and its cells below them",
            "清单表头逐行排列，其下单元格亦逐行排列",
        ),
    );
    let heads: Vec<usize> = heads.collect();
    found.table(document, TableForm::Lines, &heads, &columns.each, made, surety);
    Some(end)
}

/// The lines of heads that begin at a passage.
fn heads_in_lines(document: &Document, begin: usize) -> Option<Range<usize>> {
    let is_head = |at: usize| {
        let passage = document.passages.get(at)?;
        let short = passage.text.chars().count() <= 40 && !passage.beside;
        (short && passage.kind == document.passages[begin].kind && passage.kind != Kind::Cell)
            .then(|| columns::label(&passage.text).is_some())
    };
    if is_head(begin) != Some(true) {
        return None;
    }
    let mut end = begin + 1;
    let mut strange = 0;
    while end < begin + 12 {
        match is_head(end) {
            Some(true) => end += 1,
            // One head that is not understood, if another that is follows.
            Some(false) if strange == 0 && is_head(end + 1) == Some(true) => {
                strange += 1;
                end += 1;
            }
            _ => break,
        }
    }
    (end - begin >= 3).then_some(begin..end)
}

/// Whether a passage can be a cell.
fn is_cell(passage: &Passage) -> bool {
    !passage.beside && !matches!(passage.kind, Kind::Heading(_) | Kind::Cell) && passage.text.chars().count() <= CELL
}

/// Rows that begin with their number.
fn by_number(document: &Document, begin: usize, columns: &Columns) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let width = columns.each.len();
    for (index, passage) in document.passages.iter().enumerate().skip(begin).take(MAX_LINES) {
        if !is_cell(passage) {
            break;
        }
        if passage.text.trim().trim_end_matches(['.', '、']) == (rows.len() + 1).to_string() {
            rows.push(vec![index]);
            continue;
        }
        // A row has its cells, and perhaps more links than one.
        let Some(row) = rows.last_mut() else { break };
        if row.len() >= width && !links::is_address(&passage.text) {
            break;
        }
        row.push(index);
    }
    rows
}

/// Rows that end with a link, or several.
fn by_link(document: &Document, begin: usize, columns: &Columns) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut row: Vec<usize> = Vec::new();
    let width = columns.each.len();
    for (index, passage) in document.passages.iter().enumerate().skip(begin).take(MAX_LINES) {
        let address = links::is_address(&passage.text) || !passage.anchors.is_empty();
        if address
            && row.is_empty()
            && let Some(last) = rows.last_mut()
        {
            last.push(index);
            continue;
        }
        if !is_cell(passage) || row.len() >= width {
            break;
        }
        row.push(index);
        if address && row.len() + 1 >= width {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows
}

/// Rows of as many lines as there are heads, as long as most begin with a name.
fn by_count(document: &Document, names: &Names, begin: usize, columns: &Columns) -> Vec<Vec<usize>> {
    let width = columns.each.len();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut index = begin;
    while index + width <= document.passages.len().min(begin + MAX_LINES) {
        let row: Vec<usize> = (index..index + width).collect();
        let name = &document.passages[index + columns.naming];
        let named = names.parties(&name.text).first().is_some_and(|hit| hit.range.start <= 3)
            || !organizations::find(&name.text).is_empty()
            || document.passages.get(index + width).is_some_and(|next| !is_cell(next)) && !rows.is_empty();
        if !named || !row.iter().all(|at| is_cell(&document.passages[*at])) {
            break;
        }
        rows.push(row);
        index += width;
    }
    rows
}

/// A row whose cells are lines.
fn of_lines(document: &Document, columns: &Columns, passages: &[usize]) -> Row {
    let text = |at: usize| document.passages[at].text.clone();
    let width = columns.each.len();
    let links_last = columns.each.last() == Some(&Some(Column::Links));
    let complete = passages.len() == width || passages.len() > width && links_last;
    let mut row = Row { passages: passages.to_owned(), ..Row::default() };
    if !complete {
        row.whole = Some(passages.iter().map(|at| text(*at)).collect::<Vec<_>>().join("\n"));
    }
    for (place, at) in passages.iter().enumerate() {
        let column = columns.each.get(place.min(width - 1)).copied().flatten();
        // Of a row that lacks a cell only what stands before it can be trusted.
        if place == columns.naming {
            row.name = found::of_name(&text(*at));
        }
        if let (Some(column), true) = (column, complete || place <= columns.naming)
            && column != Column::Number
        {
            match row.cells.iter_mut().find(|(known, _)| *known == column) {
                Some((_, known)) => {
                    known.push('\n');
                    known.push_str(&text(*at));
                }
                None => row.cells.push((column, text(*at))),
            }
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_ran_together_are_told_apart() {
        let heads = heads_of(
            "No.Names of the Service from Third PartiesPurposeService ProviderType of Collected InformationPrivacy Policy/Official Website",
        );
        assert_eq!(
            heads,
            [
                "No.",
                "Names of the Service from Third Parties",
                "Purpose",
                "Service Provider",
                "Type of Collected Information",
                "Privacy Policy/Official Website"
            ]
        );
        assert_eq!(heads_of("序号第三方服务名称使用目的服务提供方收集的信息类型隐私政策/官网").len(), 6);
        assert!(run_together("We use third-party services for the purpose of analysis and data protection").is_none());
        assert!(run_together("我们使用第三方服务的目的").is_none());
    }
}
