//! What a statement about a flow was read from, and what it lacked: the material of every explanation.
//!
//! Nothing is noted while determinations are merely counted: most are never read.

use super::pack::LawUsed;
use crate::{
    domain::{Key, Kind, Pointer, kind::RecordType},
    flows::{Extent, ListAt, Listed, Said},
};

/// Why a place of a record matters to a determination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It was used.
    Used,
    /// It is a list that nobody says is complete.
    Open,
    /// It is taken at its word: a document, a check or a date that would prove it is not recorded.
    Unevidenced,
    /// Two statements contradict each other.
    Contradiction,
    /// It names a region, which stands for one unknown country.
    Region,
    /// It is not recorded.
    Missing,
}

/// A place of a record, and why it matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note<'a> {
    /// The kind of the record.
    pub kind: Kind,
    /// The key of the record.
    pub key: &'a Key,
    /// The field, with elements of keyed lists named by their key, as `complete` names them.
    pub pointer: Pointer,
    /// Why it matters.
    pub why: Why,
}

/// Takes notes, if anybody will read them; the law that was used is always noted.
#[derive(Debug, Default)]
pub struct Notes<'a> {
    taken: Option<Vec<Note<'a>>>,
    law: LawUsed,
}

impl<'a> Notes<'a> {
    /// Notes that somebody will read.
    #[must_use]
    pub const fn read() -> Self {
        Self { taken: Some(Vec::new()), law: LawUsed::CONFIRMED }
    }

    /// What was noted, each once, in the order of the records.
    #[must_use]
    pub fn into_taken(self) -> Vec<Note<'a>> {
        let mut taken = self.taken.unwrap_or_default();
        taken.sort();
        taken.dedup();
        taken
    }

    /// The weakest law that was used.
    #[must_use]
    pub const fn law(&self) -> LawUsed {
        self.law
    }

    /// Notes that a conclusion rests on this law.
    pub fn rest_on(&mut self, law: LawUsed) {
        self.law = self.law.weaker(law);
    }

    /// Notes a field of a record.
    pub fn field<R: RecordType>(&mut self, record: &'a R, why: Why, pointer: impl FnOnce(Pointer) -> Pointer) {
        self.at(R::KIND, record.common().key, why, pointer);
    }

    /// Notes a field of the record of this kind and key.
    pub fn at(&mut self, kind: Kind, key: &'a Key, why: Why, pointer: impl FnOnce(Pointer) -> Pointer) {
        if let Some(taken) = &mut self.taken {
            taken.push(Note { kind, key, pointer: pointer(Pointer::root()), why });
        }
    }

    /// Notes that a field was used, or that it is missing.
    pub fn fact<R: RecordType, T>(&mut self, record: &'a R, field: &'static str, fact: Option<&T>) {
        let why = if fact.is_some() { Why::Used } else { Why::Missing };
        self.field(record, why, |root| root.at(field));
    }

    /// Notes a list.
    pub fn list(&mut self, at: &ListAt<'a>, why: Why) {
        if let Some(taken) = &mut self.taken {
            taken.push(Note { kind: at.kind, key: at.key, pointer: at.pointer(), why });
        }
    }

    /// Notes the lists that something was read from.
    pub fn listed<T>(&mut self, listed: &Listed<'a, T>) {
        if self.taken.is_some() {
            for Said { at, extent } in &listed.said {
                let why = match extent {
                    Extent::Unknown => Why::Missing,
                    Extent::Open => Why::Open,
                    Extent::Complete(_) | Extent::Whole => Why::Used,
                };
                self.list(at, why);
            }
        }
    }
}
