//! What became of the services in the table of a notice, publication by publication, and what is announced.
//!
//! Compares tables as they were published. What begins later is announced as long as it is in the future.

use super::{
    processor_table::{ColumnSet, Options, processor_table},
    publication,
    reader::Reader,
    table::{Cell, Row},
};
use crate::domain::{
    Day, Key, Kind, LanguageTag, Record, RecordId, Register,
    record::{Activity, Publication, Recipient, Status},
};
use std::collections::{BTreeMap, BTreeSet};

/// So many publications are told of: the newest.
pub const MOST: usize = 20;

/// What became of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// It is new in the table.
    Added,
    /// It is gone from the table.
    Removed,
    /// Its row says something else.
    Changed,
    /// It is planned from a day in the future.
    Announced,
}

/// A change of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key of the row.
    pub key: String,
    /// Its name in the table.
    pub name: String,
    /// What became of it.
    pub became: Became,
    /// Since when, or from when.
    pub on: Day,
    /// The version of the publication; of what is announced, the one that the register is later than.
    pub version: u64,
    /// The row in words, cell by cell.
    pub row: Vec<String>,
}

/// The rows of a table in words, by service.
pub type Rows = BTreeMap<String, Vec<String>>;

/// The changes of a publication, of the rows of the one before and its own.
#[must_use]
pub fn between(publication: &Publication, old: &Rows, new: &Rows) -> Vec<Change> {
    differences(old, new, (publication.effective, publication.version.value()), |_| None)
}

/// What the current register says begins later: services that the table has on a day to come and does not have today.
#[must_use]
pub fn announced(register: &Register, notice: &Key, today: Day, language: &LanguageTag) -> Vec<Change> {
    let version = publication::last(register, notice).map_or(0, |last| last.version.value());
    let mut known = rows(register, notice, today, language);
    let mut found = Vec::new();
    for day in beginnings(register, notice, today) {
        let then = rows(register, notice, day, language);
        let new: Rows = then
            .iter()
            .filter(|(key, _)| !known.contains_key(key.as_str()))
            .map(|(key, row)| (key.clone(), row.clone()))
            .collect();
        found.extend(differences(&Rows::new(), &new, (day, version), |became| {
            (became == Became::Added).then_some(Became::Announced)
        }));
        known.extend(new);
    }
    found
}

fn differences(
    old: &Rows,
    new: &Rows,
    (on, version): (Day, u64),
    instead: impl Fn(Became) -> Option<Became>,
) -> Vec<Change> {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let change = |key: &String| {
        let (became, row) = match (old.get(key), new.get(key)) {
            (None, Some(row)) => (Became::Added, row),
            (Some(row), None) => (Became::Removed, row),
            (Some(was), Some(is)) if was != is => (Became::Changed, is),
            _ => return None,
        };
        let name = row.first().cloned().unwrap_or_else(|| key.clone());
        let became = instead(became).unwrap_or(became);
        Some(Change { key: key.clone(), name, became, on, version, row: row.clone() })
    };
    keys.into_iter().filter_map(change).collect()
}

/// The services and organisations that get data on a day: as the table tells them, and those of disclosures that stand in no row.
#[must_use]
pub fn rows(register: &Register, notice: &Key, on: Day, language: &LanguageTag) -> Rows {
    let options =
        Options { notice: notice.clone(), language: language.clone(), columns: ColumnSet::Notice, on: Some(on) };
    // A notice that was not there yet has no rows.
    let Ok(table) = processor_table(register, &options) else { return Rows::new() };
    let told = |row: &Row| {
        let key = row.processor.as_ref().map_or_else(|| row.key.clone(), |key| format!("{}/{key}", Kind::Processors));
        (key, row.cells.iter().filter_map(words).collect())
    };
    let mut rows: Rows = table.rows.iter().map(told).collect();
    let reader = Reader::of(register, language);
    for activity in activities(register, notice).filter(|activity| on.within(activity.since, activity.until)) {
        for disclosure in activity.disclosures.iter().flatten() {
            let recipient = match &disclosure.recipient {
                Recipient::Processor(key) => RecordId::new(Kind::Processors, key.key().clone()),
                Recipient::Organization(key) => RecordId::new(Kind::Organizations, key.key().clone()),
                _ => continue,
            };
            if on.within(disclosure.since, disclosure.until) {
                let purpose = disclosure.purpose.as_ref().map(|purpose| reader.text(purpose, None).text);
                let row = [Some(reader.name(recipient.kind, &recipient.key).text), purpose];
                rows.entry(recipient.to_string()).or_insert_with(|| row.into_iter().flatten().collect());
            }
        }
    }
    rows
}

/// The activities that a notice tells about.
fn activities<'r>(register: &'r Register, notice: &Key) -> impl Iterator<Item = &'r Activity> {
    let all = register.of_kind(Kind::Activities, None).filter_map(|entry| match &entry.record {
        Record::Activities(activity) => Some(&**activity),
        _ => None,
    });
    all.filter(move |activity| {
        activity.status == Status::Active && activity.notices.iter().flatten().any(|named| named.key() == notice)
    })
}

/// A cell in words. Numbers of rows change with other rows, and say nothing of theirs.
fn words(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Number(_) => None,
        Cell::Text(said) => Some(said.text.clone()),
        Cell::Links(links) => Some(links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>().join(" ")),
        Cell::Unknown => Some("?".to_owned()),
    }
}

/// The days to come on which a disclosure to a service begins in an activity of the notice, or a service does.
fn beginnings(register: &Register, notice: &Key, today: Day) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    for activity in activities(register, notice) {
        days.extend(activity.since);
        days.extend(activity.disclosures.iter().flatten().filter_map(|disclosure| disclosure.since));
    }
    for entry in register.of_kind(Kind::Processors, None) {
        days.extend(entry.common().since);
    }
    days.retain(|day| *day > today);
    days
}
