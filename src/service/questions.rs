//! What the register leaves open, record by record and steward by steward.
//!
//! Built-in records and retired ones are not asked about: nobody here answers for them any more, or ever did.

use crate::domain::{
    Entry, Key, Kind, RecordId, Register, Text,
    questions::{self, Open, Question},
    record::Status,
    search,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// The open questions of a record.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordQuestions {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: Text,
    /// Who answers for it; left out where nobody is said to.
    pub steward: Option<String>,
    /// The questions, in the order of the record's fields.
    pub questions: Vec<Question>,
}

/// Which questions are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of which kind of records; of all where left out.
    pub kind: Option<Kind>,
    /// For whom; case and accents do not count.
    pub steward: Option<String>,
    /// Why they are open; for any reason where left out.
    pub open: Option<Open>,
}

impl Wanted {
    fn of<'a>(&'a self, register: &'a Register) -> impl Iterator<Item = (&'a Arc<Entry>, Vec<Question>)> {
        let steward = self.steward.as_deref().map(search::fold_name);
        let asked = move |entry: &&Arc<Entry>| {
            let common = entry.common();
            let answers = |name: &String| common.steward.is_some_and(|own| search::fold_name(own) == *name);
            !entry.builtin
                && common.status != Status::Retired
                && self.kind.is_none_or(|kind| entry.id.kind == kind)
                && steward.as_ref().is_none_or(answers)
        };
        register.entries().filter(asked).filter_map(|entry| {
            let mut open = questions::questions(entry);
            open.retain(|question| self.open.is_none_or(|why| question.open == why));
            (!open.is_empty()).then_some((entry, open))
        })
    }
}

/// The questions that are asked for, by record: at most `limit` records after the record `after`, and whether there are more.
#[must_use]
pub fn by_record(
    register: &Register,
    wanted: &Wanted,
    after: Option<&RecordId>,
    limit: usize,
) -> (Vec<RecordQuestions>, bool) {
    let mut open = wanted.of(register).filter(|(entry, _)| after.is_none_or(|after| entry.id > *after)).peekable();
    let of_record = |(entry, questions): (&Arc<Entry>, Vec<Question>)| RecordQuestions {
        kind: entry.id.kind,
        key: entry.id.key.clone(),
        name: entry.common().name.clone(),
        steward: entry.common().steward.map(str::to_owned),
        questions,
    };
    (open.by_ref().take(limit).map(of_record).collect(), open.peek().is_some())
}

/// How much is open for a steward.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
pub struct StewardQuestions {
    /// The steward; left out for the records of nobody.
    pub steward: Option<String>,
    /// The records with open questions.
    pub records: u64,
    /// The facts that are unknown.
    pub unknown: u64,
    /// The lists that nobody says are complete.
    pub not_complete: u64,
}

/// The questions that are asked for, counted for each steward; those without one come first.
#[must_use]
pub fn by_steward(register: &Register, wanted: &Wanted) -> Vec<StewardQuestions> {
    let mut counts: BTreeMap<Option<&str>, StewardQuestions> = BTreeMap::new();
    for (entry, questions) in wanted.of(register) {
        let steward = entry.common().steward;
        let count = counts.entry(steward).or_insert_with(|| StewardQuestions {
            steward: steward.map(str::to_owned),
            records: 0,
            unknown: 0,
            not_complete: 0,
        });
        count.records += 1;
        for question in questions {
            match question.open {
                Open::Unknown => count.unknown += 1,
                Open::NotComplete => count.not_complete += 1,
            }
        }
    }
    counts.into_values().collect()
}
