//! Lists of records, and how far they can be trusted.
//!
//! Silence proves nothing: a list that is left out is unknown, and one that is given is complete only where its record says
//! so. Whatever a flow takes from lists keeps with it which lists those were and what is said about each. Never judges
//! whether an open list matters.

use crate::domain::{Key, Kind, Pointer, kind::RecordType, record::Complete};
use std::{fmt, sync::Arc};

/// A list of a record: which record, and where in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListAt<'a> {
    /// The kind of the record.
    pub kind: Kind,
    /// The key of the record.
    pub key: &'a Key,
    /// The element it belongs to: the name of the element's list and its key in that.
    pub within: Option<(&'static str, &'a Key)>,
    /// The name of the list.
    pub list: &'static str,
}

impl ListAt<'_> {
    /// Its place in the record, written as `complete` writes it: `/disclosures/neocrm/locations`.
    #[must_use]
    pub fn pointer(&self) -> Pointer {
        let holder = self.within.map_or_else(Pointer::root, |(list, key)| Pointer::root().at(list).at(key));
        holder.at(self.list)
    }

    /// Whether that is what `written` names. Keys and names of lists hold nothing that is escaped.
    fn is_written(&self, written: &str) -> bool {
        let mut tokens = written.split('/');
        let holder = self.within.iter().flat_map(|(list, key)| [*list, key.as_str()]);
        [""].into_iter().chain(holder).chain([self.list]).all(|token| tokens.next() == Some(token))
            && tokens.next().is_none()
    }
}

impl fmt::Display for ListAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}#{}", self.kind, self.key, self.pointer())
    }
}

/// How much of what there is a list says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extent<'a> {
    /// It is left out, or its record does not count on the day: unknown.
    Unknown,
    /// It is given, and nobody says that it has everything.
    Open,
    /// It has everything: who says so, and on which day it was said.
    Complete(&'a Complete),
    /// There is nothing to complete: a field that names exactly one, or a leg to which the list does not apply.
    Whole,
}

impl Extent<'_> {
    /// Whether there can be nothing more.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Complete(_) | Self::Whole)
    }
}

/// What is said about one list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said<'a> {
    /// The list.
    pub at: ListAt<'a>,
    /// How much it says.
    pub extent: Extent<'a>,
}

/// What lists say together: a flow may take its places from a disclosure and from a system.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<'a, T> {
    /// What is recorded. Empty says nothing by itself: see [`Listed::said`].
    pub items: Vec<T>,
    /// The lists it was read from. None at all: no record has a place for it, so it is unknown.
    pub said: Vec<Said<'a>>,
}

impl<'a, T> Listed<'a, T> {
    /// A list that no record has a place for.
    #[must_use]
    pub const fn nowhere() -> Self {
        Self { items: Vec::new(), said: Vec::new() }
    }

    /// A list that is left out.
    #[must_use]
    pub fn unknown(at: ListAt<'a>) -> Self {
        Self { items: Vec::new(), said: vec![Said { at, extent: Extent::Unknown }] }
    }

    /// All there is, by the nature of the field `at`.
    #[must_use]
    pub fn whole(at: ListAt<'a>, items: Vec<T>) -> Self {
        Self { items, said: vec![Said { at, extent: Extent::Whole }] }
    }

    /// Whether there can be nothing more: every list it was read from is complete.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.open().is_none() && !self.said.is_empty()
    }

    /// Whether nothing is recorded, neither an element nor that there is none.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.items.is_empty() && self.said.iter().all(|said| said.extent == Extent::Unknown)
    }

    /// The first of its lists that may lack something.
    #[must_use]
    pub fn open(&self) -> Option<&Said<'a>> {
        self.said.iter().find(|said| !said.extent.is_complete())
    }
}

impl<T: PartialEq> Listed<'_, T> {
    /// This and what `more` lists say, each once.
    pub(super) fn add(&mut self, more: Self) {
        self.items.reserve(more.items.len());
        for item in more.items {
            if !self.items.contains(&item) {
                self.items.push(item);
            }
        }
        for said in more.said {
            if !self.said.contains(&said) {
                self.said.push(said);
            }
        }
    }
}

/// What both lists say, each once; the list itself where one of them says nothing.
pub(super) fn join<'a, T: Clone + PartialEq>(list: &mut Arc<Listed<'a, T>>, more: &Arc<Listed<'a, T>>) {
    if list.items.is_empty() && list.said.is_empty() {
        *list = Arc::clone(more);
    } else if !Arc::ptr_eq(list, more) {
        Arc::make_mut(list).add(Listed::clone(more));
    }
}

/// Where the list `list` of a record is.
pub(super) fn at<'a, R: RecordType>(record: &'a R, list: &'static str) -> ListAt<'a> {
    ListAt { kind: R::KIND, key: record.common().key, within: None, list }
}

/// A list of a record, or of the element of it that `at` names: `told` as it is recorded, and of each what is wanted.
pub(super) fn read<'a, R: RecordType, T, U>(
    record: &'a R,
    at: ListAt<'a>,
    told: Option<&'a [T]>,
    each: impl FnMut(&'a T) -> Option<U>,
) -> Listed<'a, U> {
    let Some(told) = told else { return Listed::unknown(at) };
    let complete = record.common().complete.iter().find(|statement| at.is_written(statement.pointer.as_str()));
    let extent = complete.map_or(Extent::Open, Extent::Complete);
    Listed { items: told.iter().filter_map(each).collect(), said: vec![Said { at, extent }] }
}
