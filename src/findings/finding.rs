//! What checks find, and what they cannot tell.

use super::{
    about::{Check, Severity},
    published::TextPlace,
    words::Both,
};
use crate::domain::{Entry, Key, Pointer, RecordId};
use std::sync::Arc;

/// Something that a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The check.
    pub check: &'static Check,
    /// How bad it is: of drafts everything is merely worth knowing.
    pub severity: Severity,
    /// The record.
    pub entry: Arc<Entry>,
    /// The field, elements of keyed lists named by their key, as `complete` names them.
    pub pointer: Pointer,
    /// The law in question, where there is a finding for each.
    pub law: Option<Key>,
    /// The place in a published text, where the check is about one.
    pub place: Option<TextPlace>,
    /// What is wrong, with what it is about.
    pub message: Both,
    /// Other records that it is about, and where in them: at most [`MOST_RELATED`].
    pub related: Vec<Related>,
    /// Where law says so, and whether that was seen in a source: beside what the check says of itself.
    pub basis: Vec<(Box<str>, bool)>,
}

/// So many other records are named at a finding; a service may be used by thousands of activities, which its usage lists.
pub const MOST_RELATED: usize = 20;

impl Finding {
    /// What it is told from others by: in another register the same finding has the same.
    #[must_use]
    pub fn identity(&self) -> (&RecordId, &'static str, &str, Option<&Key>, Option<&TextPlace>, &str) {
        // Several things may be wrong at one place of a text.
        let of_text = self.place.as_ref().map_or("", |_| self.message.en.as_str());
        (&self.entry.id, self.check.code, self.pointer.as_str(), self.law.as_ref(), self.place.as_ref(), of_text)
    }

    /// It also rests on this provision.
    pub fn rest_on(&mut self, citation: &str, confirmed: bool) -> &mut Self {
        self.basis.push((citation.into(), confirmed));
        self
    }

    /// It is also about this record.
    pub fn relates_to(&mut self, record: RecordId) -> &mut Self {
        self.relates_to_all([record])
    }

    /// It is also about this field of a record.
    pub fn relates_to_field(&mut self, related: Related) {
        if self.related.len() < MOST_RELATED && !self.related.contains(&related) {
            self.related.push(related);
        }
    }

    /// It is also about these records, each once: the first [`MOST_RELATED`] of them.
    pub fn relates_to_all(&mut self, records: impl IntoIterator<Item = RecordId>) -> &mut Self {
        for record in records {
            self.relates_to_field(Related { record, pointer: Pointer::root() });
        }
        self
    }
}

/// A record that a finding is also about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The record.
    pub record: RecordId,
    /// The field in it; the empty pointer is the record as a whole.
    pub pointer: Pointer,
}

/// Something that a check cannot tell, since nobody recorded what it asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Untold {
    /// The check.
    pub check: &'static Check,
    /// The record.
    pub entry: Arc<Entry>,
    /// The field that would tell.
    pub pointer: Pointer,
}

impl Untold {
    /// What it is told from others by.
    #[must_use]
    pub fn identity(&self) -> (&RecordId, &'static str, &str) {
        (&self.entry.id, self.check.code, self.pointer.as_str())
    }
}

/// What checks found in some records, and what they could not tell of them. It borrows from no register.
#[derive(Debug, Default, PartialEq)]
pub struct Noted {
    pub(super) found: Vec<Arc<Finding>>,
    pub(super) untold: Vec<Arc<Untold>>,
}

impl Noted {
    pub(super) fn in_order(mut self) -> Self {
        self.found.sort_by(|a, b| a.identity().cmp(&b.identity()));
        self.untold.sort_by(|a, b| a.identity().cmp(&b.identity()));
        self
    }

    /// Adds what some checks found.
    pub(super) fn add(&mut self, more: &Self, wanted: impl Fn(&Check) -> bool) {
        self.found.extend(more.found.iter().filter(|finding| wanted(finding.check)).cloned());
        self.untold.extend(more.untold.iter().filter(|untold| wanted(untold.check)).cloned());
    }
}

/// A finding of a register on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was found.
    pub finding: Arc<Finding>,
    /// The waiver by which somebody decided to live with it.
    pub waiver: Option<Key>,
}

impl std::ops::Deref for Found {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        &self.finding
    }
}

/// What checks found, and what they could not tell.
#[derive(Debug, Default, PartialEq)]
pub struct Findings {
    /// The findings, by record, code, place and law.
    pub found: Vec<Found>,
    /// What could not be told, in the same order.
    pub untold: Vec<Arc<Untold>>,
    /// How many waivers are in force.
    pub waivers: usize,
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}
