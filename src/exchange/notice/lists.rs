//! Lists of third parties as bulleted lists and as terms with their definitions.
//!
//! A list is one where most of its items begin with a recorded name, end a name with a legal form, or lead to somebody's page,
//! and what stands above it speaks of third parties; or where recorded names are enough by themselves. Never takes a list of
//! classes ("service providers, affiliates") for one.

use super::{
    columns::Head,
    document::{Document, Kind},
    found::{self, Found, Row},
    labelled, links, organizations,
};
use crate::report::{
    drift::{Level, Names, Surety, TableForm, is_han, legal_form},
    processor_table::Column,
};
use regex::Regex;
use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

/// Words above a list that is one of third parties.
static ABOVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)third[- ]part(?:y|ies)|service providers?|sub-?processors?|\bprocessors?\b|\bvendors?\b|\bpartners?\b|\bsuppliers?\b|\brecipients?\b|\bSDKs?\b|plug-?ins?|tools we use|services we use|第三方|服务商|服务提供|服务供应|SDK|合作方|合作伙伴|受托|接收方|供应商|共享清单").ok()
});

/// Whether some words speak of third parties.
pub fn speaks(words: &str) -> bool {
    ABOVE.as_ref().is_some_and(|above| above.is_match(words))
}

/// The longest name with which an item begins, in characters.
const LONGEST: usize = 70;

/// An item: the passages it is made of.
type Item = Vec<usize>;

/// Finds the lists of third parties among the lists of a document.
pub fn find(document: &Document, names: &Names, found: &mut Found) {
    for (above, items) in lists(document) {
        let free = items.iter().flatten().all(|passage| !found.inside.get(*passage).copied().unwrap_or_default());
        if free && !items.is_empty() {
            judge(document, names, above, &items, found);
        }
    }
}

/// The passage above a list, and its items by their numbers.
type Numbered = (Option<usize>, Vec<(u32, Item)>);

/// The lists of a document, outer ones before those within them: the passage above each, and its items with all that is in
/// them. Terms with definitions are lists too.
fn lists(document: &Document) -> Vec<(Option<usize>, Vec<Item>)> {
    let mut lists: BTreeMap<(usize, u32), Numbered> = BTreeMap::new();
    // The lists that the passage is in, outermost first: their number, where they began, the item.
    let mut open: Vec<(u32, usize, u32)> = Vec::new();
    let mut terms: Option<(Option<usize>, Vec<Item>)> = None;
    let mut of_terms = Vec::new();
    for (index, passage) in document.passages.iter().enumerate() {
        let above = index.checked_sub(1);
        match passage.kind {
            Kind::Item { list, item, depth } if !passage.beside => {
                if let Some(at) = open.iter().position(|(known, ..)| *known == list) {
                    open.truncate(at + 1);
                } else {
                    open.truncate(usize::from(depth.saturating_sub(1)));
                    open.push((list, index, item));
                }
                if let Some(last) = open.last_mut() {
                    last.2 = item;
                }
                for (list, began, item) in &open {
                    let (_, items) = lists.entry((*began, *list)).or_insert_with(|| (above, Vec::new()));
                    match items.last_mut().filter(|(known, _)| known == item) {
                        Some((_, passages)) => passages.push(index),
                        None => items.push((*item, vec![index])),
                    }
                }
            }
            Kind::Term if !passage.beside => terms.get_or_insert((above, Vec::new())).1.push(vec![index]),
            Kind::Definition if !passage.beside => {
                if let Some(item) = terms.as_mut().and_then(|(_, items)| items.last_mut()) {
                    item.push(index);
                }
            }
            _ => {
                open.clear();
                of_terms.extend(terms.take());
            }
        }
    }
    of_terms.extend(terms);
    let lists = lists.into_values().map(|(above, items)| (above, items.into_iter().map(|(_, item)| item).collect()));
    lists.chain(of_terms).collect()
}

/// What speaks for an item being a third party.
struct Evidence {
    /// It begins with a recorded name.
    known: bool,
    /// It names somebody by a legal form, or leads to a page of somebody.
    formal: bool,
    /// It begins as names do.
    shaped: bool,
}

fn judge(document: &Document, names: &Names, above: Option<usize>, items: &[Item], found: &mut Found) {
    let rows: Vec<(Row, Evidence)> = items.iter().filter_map(|item| row(document, names, item)).collect();
    let count = |of: fn(&Evidence) -> bool| rows.iter().filter(|(_, evidence)| of(evidence)).count();
    let (known, formal, shaped) = (
        count(|one| one.known),
        count(|one| one.known || one.formal),
        count(|one| one.known || one.formal || one.shaped),
    );
    let most = |count: usize| count > 0 && count * 2 >= items.len();
    let speaks = |passage: usize| self::speaks(&document.passages[passage].text);
    let first = items.iter().flatten().copied().min().unwrap_or_default();
    let titled = document.section_of(first).and_then(|title| title.rsplit(" › ").next());
    let introduced = above.is_some_and(speaks) || titled.is_some_and(self::speaks);
    let surety = if introduced && most(known) {
        Surety::of(
            Level::Sure,
            (
                "what stands above it speaks of third parties, and most items begin with a recorded name",
                "上文提及第三方，且多数项目以已登记的名称开头",
            ),
        )
    } else if introduced && most(formal) && formal == shaped {
        Surety::of(
            Level::Likely,
            ("what stands above it speaks of third parties, and most items name one", "上文提及第三方，且多数项目具名"),
        )
    } else if known >= 2 && most(known) {
        Surety::of(Level::Likely, ("most items begin with a recorded name", "多数项目以已登记的名称开头"))
    } else if introduced && most(formal) && items.len() > 1 {
        Surety::of(
            Level::Possible,
            ("what stands above it speaks of third parties, and some items name one", "上文提及第三方，且部分项目具名"),
        )
    } else {
        return;
    };
    // Beside those who are named, items that name nobody are none: authorities, advisers, classes of partners.
    let named = |evidence: &Evidence| evidence.known || evidence.formal || evidence.shaped;
    let rows: Vec<Row> = rows.into_iter().filter(|(_, evidence)| named(evidence)).map(|(row, _)| row).collect();
    let columns: Vec<Option<Column>> =
        rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| Some(*column))).collect();
    let heads: Vec<usize> =
        above.filter(|above| speaks(*above) && document.passages[*above].kind != Kind::Cell).into_iter().collect();
    found.table(document, TableForm::List, &heads, &columns, rows, surety);
}

/// An item as a row, and what speaks for it.
fn row(document: &Document, names: &Names, item: &Item) -> Option<(Row, Evidence)> {
    let first = item.first().copied()?;
    let lead = &document.passages[first];
    let text = lead.text.as_str();
    let pairs: Vec<(Head, String)> = item
        .iter()
        .flat_map(|passage| labelled::pairs(&document.passages[*passage].text))
        .map(|pair| (pair.head, pair.text))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let named = pairs.iter().find(|(head, _)| *head == Head::Column(Column::Service)).map(|(_, text)| text.clone());
    let name = if let Some(name) = named {
        name
    } else {
        let lead = text.get(name_of(text, lead.bold_lead(), names))?.trim();
        instead(document, names, item, lead).unwrap_or_else(|| lead.to_owned())
    };
    let hits = names.parties(&name);
    let known = hits.first().is_some_and(|hit| hit.range.start <= 3 && !hit.doubtful);
    let whole: Vec<&str> = item.iter().map(|passage| document.passages[*passage].text.as_str()).collect();
    let whole = whole.join(" ");
    let links =
        item.iter().any(|passage| links::of_passage(document, *passage).iter().any(|link| link.url.contains("://")));
    let formal = legal_form::ends(&name) || !organizations::find(&whole).is_empty() || links;
    let shaped = is_named(&name);
    let mut cells: Vec<(Column, String)> = vec![(Column::Service, name.clone())];
    for (head, text) in pairs {
        if let Head::Column(column) = head
            && !matches!(column, Column::Number | Column::Service)
            && cells.iter().all(|(known, _)| *known != column)
        {
            cells.push((column, text));
        }
    }
    if let Some(provider) =
        bracketed(text, &name).filter(|inner| legal_form::ends(inner) || !names.exactly(inner).is_empty())
        && cells.iter().all(|(column, _)| *column != Column::Provider)
    {
        cells.push((Column::Provider, provider.to_owned()));
    }
    let name = found::of_name(&name);
    Some((Row { name, cells, whole: Some(whole), passages: item.clone() }, Evidence { known, formal, shaped }))
}

/// Who an item names where it begins with what they are for: "Payments: Stripe processes cards".
fn instead(document: &Document, names: &Names, item: &Item, lead: &str) -> Option<String> {
    // What resembles a recorded name may be somebody else, and is no word for what somebody is for.
    if !names.parties(lead).is_empty() || !names.near(lead).is_empty() || legal_form::ends(lead) {
        return None;
    }
    let of = item.iter().map(|passage| &document.passages[*passage]);
    let known = of.clone().find_map(|passage| {
        let hits = names.parties(&passage.text);
        let hit = hits.iter().find(|hit| !hit.doubtful)?;
        passage.text.get(hit.range.clone()).map(str::to_owned)
    });
    let linked = || {
        let anchors = of.flat_map(|passage| passage.anchors.iter().map(move |anchor| (passage, anchor)));
        let mut words = anchors.filter_map(|(passage, anchor)| passage.text.get(anchor.range.clone()));
        words.find(|words| is_named(words) && !links::is_address(words)).map(|words| words.trim().to_owned())
    };
    // "E-mail" or "Payments" is what somebody is for; "Wayfinder Maps" may be who it is.
    if lead.contains(' ') && is_named(lead) { None } else { known.or_else(linked) }
}

/// Whether some words look like a name: capitalised, or not written with capitals at all, and none of those that all notices have.
fn is_named(words: &str) -> bool {
    let common = [
        "policy", "privacy", "here", "more", "website", "opt out", "opt-out", "链接", "隐私", "政策", "查看", "详情",
        "官网",
    ];
    let lower = words.to_lowercase();
    let capital = words
        .split([' ', '-'])
        .filter(|word| word.chars().count() > 3)
        .all(|word| word.chars().next().is_some_and(|c| c.is_uppercase() || is_han(c) || c.is_numeric()));
    !words.trim().is_empty()
        && words.chars().count() <= 40
        && capital
        && !common.iter().any(|word| lower.contains(word))
}

/// Where the name with which an item begins stands in it.
fn name_of(text: &str, bold: Option<&str>, names: &Names) -> Range<usize> {
    if let Some(bold) = bold.filter(|bold| bold.chars().count() <= LONGEST) {
        let start = text.find(bold).unwrap_or_default();
        return start..start + bold.trim_end_matches([':', '：', '.', ',']).len();
    }
    let begins = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '、' | ')' | ' ')).unwrap_or_default();
    let start = if text[..begins].contains(|c: char| c.is_ascii_digit()) { begins } else { 0 };
    let rest = &text[start..];
    let ends = [
        ":",
        "：",
        " – ",
        " — ",
        " - ",
        "（",
        " (",
        "，",
        "\n",
        "。",
        "；",
        ". ",
        "; ",
        " is ",
        " for ",
        " provides ",
        " to ",
        ", ",
    ]
    .iter()
    .filter_map(|mark| rest.find(mark))
    .filter(|at| *at > 0)
    .min();
    let end = ends.unwrap_or(rest.len());
    if rest[..end].chars().count() <= LONGEST {
        // "Acme, Inc.": the comma ends no name.
        let formal = organizations::find(rest).into_iter().find(|range| range.start == 0);
        return start..start + formal.map_or(end, |range| range.end.max(end));
    }
    let hit = names.parties(rest).into_iter().next().filter(|hit| hit.range.start <= 3).map(|hit| hit.range.end);
    start..start + hit.unwrap_or_else(|| super::mentions::boundary(rest, LONGEST))
}

/// What stands in brackets right behind a name.
fn bracketed<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let after = text.get(text.find(name)? + name.len()..)?.trim_start();
    let inner = after.strip_prefix(['(', '（'])?;
    inner.get(..inner.find([')', '）'])?).map(str::trim)
}
