//! The index against what the journal says, in the order of kinds and keys, a stretch of keys at a time.

use super::chain::Newest;
use crate::domain::inspect::{self, Reference};
use crate::store::{
    connect,
    entity::{records, refs},
    error::StoreError,
    load,
};
use sea_orm::{ConnectionTrait, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Keys in a stretch.
const STRETCH: usize = 200;

/// What was counted.
pub(super) struct Index {
    pub records: u64,
    pub references: u64,
}

type Name = (String, String);

/// Compares records and references with the newest revisions of the journal.
pub(super) async fn compare(
    db: &impl ConnectionTrait,
    newest: &BTreeMap<Name, Newest>,
    found: &mut Vec<String>,
) -> Result<Index, StoreError> {
    let mut index = Index { records: 0, references: 0 };
    let current: Vec<(&Name, &Newest)> = newest.iter().filter(|(_, newest)| !newest.deleted).collect();
    let mut after: Name = Name::default();
    let mut stretches = current.chunks(STRETCH).peekable();
    loop {
        let stretch = stretches.next().unwrap_or_default();
        // The last stretch has no end: nothing may stand behind the last key.
        let last = stretches.peek().and_then(|_| stretch.last()).map(|(name, _)| (*name).clone());
        let between = Between { after: &after, last: last.as_ref() };
        index.records += records_of(db, &between, stretch, found).await?;
        index.references += references_of(db, &between, stretch, found).await?;
        match last {
            Some(name) => after = name,
            None => return Ok(index),
        }
    }
}

/// A stretch of keys: after one, up to another.
struct Between<'a> {
    after: &'a Name,
    last: Option<&'a Name>,
}

impl Between<'_> {
    /// The condition and its values.
    fn condition(&self) -> (&'static str, Vec<Value>) {
        let after = [self.after.0.as_str().into(), self.after.1.as_str().into()];
        match self.last {
            None => ("(kind, key) > ($1, $2)", after.into()),
            Some((kind, key)) => (
                "(kind, key) > ($1, $2) AND (kind, key) <= ($3, $4)",
                after.into_iter().chain([kind.as_str().into(), key.as_str().into()]).collect(),
            ),
        }
    }
}

async fn records_of(
    db: &impl ConnectionTrait,
    between: &Between<'_>,
    stretch: &[(&Name, &Newest)],
    found: &mut Vec<String>,
) -> Result<u64, StoreError> {
    let (condition, values) = between.condition();
    let query = format!("SELECT kind, key, version, seq, n FROM records WHERE {condition}");
    let rows: Vec<records::Model> = connect::rows(db, &query, values).await?;
    let count = rows.len() as u64;
    let mut rows: BTreeMap<Name, _> = rows
        .into_iter()
        .map(|row| ((row.kind, row.key), Newest { version: row.version, seq: row.seq, n: row.n, deleted: false }))
        .collect();
    for (name, newest) in stretch {
        let (kind, key) = name;
        match rows.remove(*name) {
            Some(row) if row == **newest => {}
            Some(row) => found.push(format!(
                "the index points at version {} of {kind}/{key} (commit {}, revision {}), the journal at version {} \
                 (commit {}, revision {})",
                row.version, row.seq, row.n, newest.version, newest.seq, newest.n
            )),
            None => found.push(format!("{kind}/{key} is missing in the index of records")),
        }
    }
    found.extend(rows.into_keys().map(|(kind, key)| format!("{kind}/{key} is in the index, but not in the journal")));
    Ok(count)
}

async fn references_of(
    db: &impl ConnectionTrait,
    between: &Between<'_>,
    stretch: &[(&Name, &Newest)],
    found: &mut Vec<String>,
) -> Result<u64, StoreError> {
    let (condition, values) = between.condition();
    let query = format!("SELECT kind, key, pointer, to_kind, to_key FROM refs WHERE {condition}");
    let rows: Vec<refs::Model> = connect::rows(db, &query, values).await?;
    let count = rows.len() as u64;
    let mut rows: BTreeMap<(String, String, String), String> = rows
        .into_iter()
        .map(|row| ((row.kind, row.key, row.pointer), format!("{}/{}", row.to_kind, row.to_key)))
        .collect();
    for ((kind, key, pointer), to) in expected(db, stretch, found).await? {
        match rows.remove(&(kind.clone(), key.clone(), pointer.clone())) {
            Some(row) if row == to => {}
            Some(row) => {
                found.push(format!("{kind}/{key} refers to {to} at {pointer}, but the index of references says {row}"));
            }
            None => found.push(format!("that {kind}/{key} refers to {to} at {pointer} is missing in the index")),
        }
    }
    found.extend(rows.into_iter().map(|((kind, key, pointer), to)| {
        format!("the index says that {kind}/{key} refers to {to} at {pointer}, but it does not")
    }));
    Ok(count)
}

/// The references that the documents of a stretch make.
async fn expected(
    db: &impl ConnectionTrait,
    stretch: &[(&Name, &Newest)],
    found: &mut Vec<String>,
) -> Result<BTreeSet<((String, String, String), String)>, StoreError> {
    let places: Vec<_> = stretch.iter().map(|(_, newest)| (newest.seq, newest.n)).collect();
    let mut expected = BTreeSet::new();
    for row in load::revisions_at(db, &places).await? {
        let name = row.name();
        let (kind, key) = (row.kind.clone(), row.key.clone());
        match row.applied() {
            Ok(applied) => {
                let references = applied.put.iter().flat_map(|entry| inspect::references(&entry.record));
                expected.extend(references.map(|Reference { pointer, to }| {
                    ((kind.clone(), key.clone(), pointer.to_string()), to.to_string())
                }));
            }
            Err(StoreError::Unreadable { why, .. }) => found.push(format!("{name} cannot be read: {why}")),
            Err(error) => return Err(error),
        }
    }
    Ok(expected)
}
