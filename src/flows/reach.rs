//! Which activities a change of records reaches: those whose flows have to be derived again.
//!
//! The flows of an activity depend on its own record, on every record that it refers to at any depth, and on some that it does
//! not refer to: an agreement acts on the activities of its parties, an assessment on the activities and services in its
//! scope, a territory on the regions that list the state it belongs to. So whoever looks for what a change reaches goes from
//! the changed record to those that refer to it, from an agreement, assessment or location also to those that it acts on, and
//! so on up to activities. Notices, categories of data and groups of people are named by flows and never read, and an activity
//! reaches itself only.
//!
//! Not the records that flows name ([`super::Flow::records`]): a record that was looked at and contributed nothing (a draft, an
//! agreement that is not in force yet) contributes when it changes, and one that is new was named by nothing. What is told here
//! may be more than what changes, and is never less. Never knows what a change is made of.

use crate::domain::{Key, Kind, Record, Register, inspect, value::RecordId};
use std::collections::BTreeSet;

/// The activities whose flows may be other ones in `after` than in `before`, where nothing but the records `changed` was
/// changed, made or deleted between the two. Of all others the flows are the same on every day, and so are the places in them.
#[must_use]
pub fn reached(before: &Register, after: &Register, changed: &[RecordId]) -> BTreeSet<Key> {
    reached_through(before, after, changed, |kind| {
        !matches!(kind, Kind::Notices | Kind::DataCategories | Kind::DataSubjects)
    })
    .0
}

/// The activities, and the other records, that are reached from the records `changed` by going through kinds that count.
#[must_use]
pub fn reached_through(
    before: &Register,
    after: &Register,
    changed: &[RecordId],
    counts: impl Fn(Kind) -> bool,
) -> (BTreeSet<Key>, BTreeSet<RecordId>) {
    let (mut activities, mut all) = (BTreeSet::new(), BTreeSet::new());
    for register in [before, after] {
        let mut seen: BTreeSet<RecordId> = BTreeSet::new();
        let mut open: Vec<RecordId> = changed.to_vec();
        while let Some(id) = open.pop() {
            if id.kind == Kind::Activities {
                activities.insert(id.key);
            } else if counts(id.kind) && !seen.contains(&id) {
                open.extend(register.users(&id).cloned());
                open.extend(register.get(&id).into_iter().flat_map(|entry| acts_on(&entry.record)));
                seen.insert(id);
            }
        }
        all.extend(seen);
    }
    (activities, all)
}

/// The records that one acts on though they do not refer to it.
fn acts_on(record: &Record) -> Vec<RecordId> {
    let of = |kinds: &[Kind]| inspect::targets(record).into_iter().filter(|id| kinds.contains(&id.kind)).collect();
    match record {
        Record::Agreements(_) => of(&[Kind::Organizations]),
        Record::Assessments(_) => of(&[Kind::Activities, Kind::Processors]),
        Record::Locations(location) => {
            let above = location.part_of.iter().map(|above| RecordId::new(Kind::Locations, above.key().clone()));
            above.collect()
        }
        _ => Vec::new(),
    }
}
