//! Who is named in a text, and which places it names where it speaks of where data is.

use super::{document::Document, organizations, sentences};
use crate::{
    domain::Key,
    report::drift::{Bearer, Hit, Level, NameRead, Names, PlaceRead, Quoted, Surety},
};
use regex::Regex;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::LazyLock,
};

/// So many places of a name are told.
const TOLD: usize = 3;

/// Words of a sentence that says where data is kept, goes to, or is reached from.
static WHERE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:stor(?:e[ds]?|ing|age)|servers?|host(?:ed|ing|s)?|data ?cent(?:er|re)s?|transfer(?:s|red|ring)?|cross-border|process(?:ed|ing) (?:in|at|within|outside)|located|kept in|access(?:ed|ible)? (?:from|in)|backups?|sent to|export(?:ed)?)\b|存储|储存|存放|保存(?:于|在)|服务器|机房|数据中心|传输|跨境|出境|境外|境内|位于|访问来自").ok()
});

/// Words that take a sentence back.
static NOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:do(?:es)? not|don't|never|no longer|not)\s+(?:\w+\s+){0,2}(?:use|using|work|share|transfer|store|send)|不(?:会|再)?(?:使用|接入|传输|存储|提供|涉及)|未(?:使用|接入)").ok()
});

/// What is known of a name.
#[derive(Default)]
struct Seen {
    bearers: BTreeSet<Bearer>,
    times: usize,
    outside: Vec<Quoted>,
    inside: Vec<Quoted>,
    /// Whether every time it may be an ordinary word.
    doubtful: bool,
    denied: bool,
}

/// Who is named in a document. `inside` says which passages are of lists of third parties.
pub fn names(document: &Document, names: &Names, inside: &[bool]) -> Vec<NameRead> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    let small = small_words(document);
    for (index, passage) in document.passages.iter().enumerate() {
        if passage.beside || passage.text.is_empty() {
            continue;
        }
        let is_inside = inside.get(index).copied().unwrap_or_default();
        let hits = names.parties(&passage.text);
        for hit in &hits {
            let denied = !is_inside && is_denied(&passage.text, &hit.range);
            note(&mut seen, document, index, &hit.range, is_inside, |seen, first| {
                seen.bearers.extend(hit.borne.iter().map(|borne| borne.bearer.clone()));
                // What is nowhere written small is hardly an ordinary word.
                let word = passage.text.get(hit.range.clone()).unwrap_or_default().to_lowercase();
                seen.doubtful = hit.doubtful && small.contains(&word) && (first || seen.doubtful);
                seen.denied = denied && (first || seen.denied);
            });
        }
        for range in organizations::find(&passage.text) {
            let known = hits.iter().any(|hit| hit.range.start < range.end && range.start < hit.range.end);
            if !known {
                note(&mut seen, document, index, &range, is_inside, |_, _| {});
            }
        }
    }
    seen.into_iter().map(|(name, seen)| told(name, seen)).collect()
}

/// The words of Latin letters that a document writes small somewhere.
fn small_words(document: &Document) -> BTreeSet<String> {
    let words = document.passages.iter().flat_map(|passage| passage.text.split(|c: char| !c.is_ascii_alphanumeric()));
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).map(str::to_owned).collect()
}

fn note(
    all: &mut BTreeMap<String, Seen>,
    document: &Document,
    index: usize,
    range: &Range<usize>,
    inside: bool,
    more: impl FnOnce(&mut Seen, bool),
) {
    let text = &document.passages[index].text;
    let written = text.get(range.clone()).unwrap_or_default();
    let seen = all.entry(written.to_owned()).or_default();
    let first = seen.times == 0;
    more(seen, first);
    seen.times += 1;
    let places = if inside { &mut seen.inside } else { &mut seen.outside };
    if places.len() < TOLD {
        places.push(document.quoted(index, around(text, range)));
    }
}

/// The sentence around some words, or as much of it as is worth quoting.
fn around(text: &str, range: &Range<usize>) -> Range<usize> {
    /// So many bytes before the words and behind them.
    const REACH: usize = 120;
    let sentence = sentences::of(window(text, range)).into_iter().map(|own| {
        let offset = window_start(text, range);
        own.start + offset..own.end + offset
    });
    let of = sentence.into_iter().find(|own| own.start <= range.start && range.end <= own.end);
    let of = of.unwrap_or_else(|| range.clone());
    if of.len() <= 2 * REACH {
        return of;
    }
    let start = boundary(text, range.start.saturating_sub(REACH).max(of.start));
    let end = boundary(text, (range.end + REACH).min(of.end));
    start..end.max(range.end)
}

/// So much of a text as the sentence around some words can be looked for in.
const WINDOW: usize = 2000;

fn window_start(text: &str, range: &Range<usize>) -> usize {
    boundary(text, range.start.saturating_sub(WINDOW))
}

fn window<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(window_start(text, range)..boundary(text, (range.end + WINDOW).min(text.len()))).unwrap_or_default()
}

/// The byte at which a character begins, at or before `at`.
pub fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Whether the sentence around a name says that it is not used.
fn is_denied(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(boundary(text, range.start.saturating_sub(80))..range.start).unwrap_or_default();
    let last = sentences::of(before).pop().and_then(|sentence| before.get(sentence)).unwrap_or_default();
    NOT.as_ref().is_some_and(|not| not.is_match(last))
}

fn told(name: String, seen: Seen) -> NameRead {
    let surety = if seen.bearers.is_empty() {
        Surety::of(
            Level::Likely,
            ("it ends with a legal form, and no record bears it", "以公司组织形式结尾，但没有记录使用该名称"),
        )
    } else if seen.denied {
        Surety::of(Level::Possible, ("the sentence says that it is not used", "所在句子称未使用"))
    } else if seen.doubtful {
        Surety::of(Level::Possible, ("it may be an ordinary word that begins a sentence", "可能是句首的普通词语"))
    } else if seen.bearers.len() > 1 {
        Surety::of(Level::Likely, ("several records bear this name", "有多条记录使用该名称"))
    } else {
        Surety::of(Level::Sure, ("a record bears exactly this name", "有记录使用完全相同的名称"))
    };
    NameRead {
        name,
        bearers: seen.bearers.into_iter().collect(),
        times: seen.times,
        outside: seen.outside,
        inside: seen.inside,
        surety,
    }
}

/// The places that a document names where it says where data is, and in the columns of lists that say so: `columns` are those
/// passages.
pub fn places(document: &Document, names: &Names, columns: &[usize]) -> Vec<PlaceRead> {
    let mut found: BTreeMap<Vec<Key>, PlaceRead> = BTreeMap::new();
    let speaks = |text: &str| WHERE.as_ref().is_some_and(|pattern| pattern.is_match(text));
    for (index, passage) in document.passages.iter().enumerate() {
        let in_column = columns.contains(&index);
        if passage.beside || passage.text.is_empty() || !in_column && !speaks(&passage.text) {
            continue;
        }
        let parties = names.parties(&passage.text);
        let companies = organizations::find(&passage.text);
        let sentences = if in_column { Vec::new() } else { sentences::of(&passage.text) };
        for hit in names.places(&passage.text) {
            let sentence = sentences.iter().find(|range| range.start <= hit.range.start && hit.range.end <= range.end);
            let words = sentence.and_then(|range| passage.text.get(range.clone())).unwrap_or_default();
            let of_name =
                parties.iter().map(|party| &party.range).chain(&companies).any(|party| overlaps(party, &hit.range));
            if of_name
                || is_part(&passage.text, &hit.range)
                || !in_column && (!speaks(words) || is_denied(&passage.text, &hit.range))
            {
                continue;
            }
            let at = document.quoted(index, sentence.cloned().unwrap_or(0..passage.text.len()));
            add(&mut found, &passage.text, &hit, at, in_column);
        }
    }
    found.into_values().collect()
}

/// Every location whose name stands anywhere in a document.
pub fn locations(document: &Document, names: &Names) -> Vec<Key> {
    let texts = document.passages.iter().map(|passage| names.places(&passage.text));
    let all: BTreeSet<Key> = texts.flatten().flat_map(|hit| hit.borne.to_vec()).collect();
    all.into_iter().collect()
}

fn add(found: &mut BTreeMap<Vec<Key>, PlaceRead>, text: &str, hit: &Hit<'_, Key>, at: Quoted, in_column: bool) {
    let surety = match (in_column, hit.borne.len()) {
        (true, 1) => Surety::of(Level::Sure, ("it stands in the column for places", "位于地点一栏")),
        (_, 1) => Surety::of(
            Level::Likely,
            ("its sentence speaks of where data is or goes", "所在句子涉及数据的存储、传输或访问"),
        ),
        _ => Surety::of(Level::Possible, ("several places bear this name", "有多个地点使用该名称")),
    };
    let place = found.entry(hit.borne.to_vec()).or_insert_with(|| PlaceRead {
        name: text.get(hit.range.clone()).unwrap_or_default().to_owned(),
        locations: hit.borne.to_vec(),
        times: 0,
        at,
        surety: surety.clone(),
    });
    place.times += 1;
    place.surety = place.surety.clone().min(surety);
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Whether a name of a place is part of another one that is not known: New Jersey, Northern Ireland; or a title: CONTACT US.
fn is_part(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let name = text.get(range.clone()).unwrap_or_default();
    let shouted = name == "US" && !before.ends_with("the") && !before.ends_with(['(', ',']) && {
        let letters = || text.chars().filter(char::is_ascii_alphabetic);
        letters().all(|c| c.is_ascii_uppercase()) || before.ends_with(|c: char| c.is_ascii_uppercase())
    };
    matches!(
        word,
        "New"
            | "Northern"
            | "Papua"
            | "Equatorial"
            | "South"
            | "North"
            | "Western"
            | "Eastern"
            | "West"
            | "East"
            | "of"
    ) && word != "of"
        || shouted
}
