//! The records that rules look up beside the facts of a flow, found once for all determinations.

use crate::domain::{
    Key, Kind, Record, Register,
    record::{Agreement, Assessment, DataCategory, DataSubject, Notice, Organization, Regime, Status, System},
};
use rustc_hash::FxHashMap;
use std::collections::HashSet;

/// The records of a register by what they are looked up by. Drafts do not count.
#[derive(Debug, Default)]
pub struct Ground<'a> {
    /// Organisations by key.
    pub organizations: FxHashMap<&'a Key, &'a Organization>,
    /// Systems by key.
    pub systems: FxHashMap<&'a Key, &'a System>,
    /// Categories of data by key.
    pub categories: FxHashMap<&'a Key, &'a DataCategory>,
    /// Groups of people by key.
    pub subjects: FxHashMap<&'a Key, &'a DataSubject>,
    /// Notices by key.
    pub notices: FxHashMap<&'a Key, &'a Notice>,
    /// Agreements by key.
    pub agreements: FxHashMap<&'a Key, &'a Agreement>,
    /// Assessments by key.
    pub assessments: FxHashMap<&'a Key, &'a Assessment>,
    /// Regimes, in the order of their keys.
    pub regimes: Vec<&'a Regime>,
}

impl<'a> Ground<'a> {
    /// The records of `register`.
    #[must_use]
    pub fn of(register: &'a Register) -> Self {
        let mut ground = Self::default();
        for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Activities) {
            for entry in register.of_kind(*kind, None).filter(|entry| entry.common().status != Status::Draft) {
                ground.take(&entry.record);
            }
        }
        ground
    }

    fn take(&mut self, record: &'a Record) {
        match record {
            Record::Organizations(record) => drop(self.organizations.insert(&record.key, record)),
            Record::Systems(record) => drop(self.systems.insert(&record.key, record)),
            Record::DataCategories(record) => drop(self.categories.insert(&record.key, record)),
            Record::DataSubjects(record) => drop(self.subjects.insert(&record.key, record)),
            Record::Notices(record) => drop(self.notices.insert(&record.key, record)),
            Record::Agreements(record) => drop(self.agreements.insert(&record.key, record)),
            Record::Assessments(record) => drop(self.assessments.insert(&record.key, record)),
            Record::Regimes(record) => self.regimes.push(record),
            Record::Locations(_)
            | Record::Processors(_)
            | Record::Activities(_)
            | Record::Waivers(_)
            | Record::Publications(_)
            | Record::Reviews(_)
            | Record::ReviewDecisions(_) => {}
        }
    }

    /// Whether the category `inner` is `outer` or one below it, by its path or its parents.
    #[must_use]
    pub fn is_within(&self, inner: &'a Key, outer: &Key) -> bool {
        let below = |key: &Key| {
            let rest = key.as_str().strip_prefix(outer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let parents = |key: &Key| self.categories.get(key).into_iter().flat_map(|category| category.parents.iter());
        climb(inner, below, |key| parents(key).flatten().map(crate::domain::Ref::key).collect())
    }

    /// Whether the group `inner` is `outer` or one below it.
    #[must_use]
    pub fn is_among(&self, inner: &'a Key, outer: &Key) -> bool {
        let parents = |key: &Key| self.subjects.get(key).into_iter().flat_map(|subject| subject.parents.iter());
        climb(inner, |key| key == outer, |key| parents(key).flatten().map(crate::domain::Ref::key).collect())
    }

    /// The organisation at the top of the group that `key` belongs to; `None` where no group is recorded.
    #[must_use]
    pub fn top_of_group(&self, key: &'a Key) -> Option<&'a Key> {
        let mut seen = HashSet::from([key]);
        let mut top = key;
        self.organizations.get(key)?.group.as_ref()?;
        while let Some(parent) = self.organizations.get(top).and_then(|o| o.group.as_ref()?.parent.as_ref()) {
            if !seen.insert(parent.key()) {
                break;
            }
            top = parent.key();
        }
        Some(top)
    }
}

/// Whether `wanted` holds of `start` or of one above it.
fn climb<'a>(start: &'a Key, wanted: impl Fn(&Key) -> bool, above: impl Fn(&Key) -> Vec<&'a Key>) -> bool {
    if wanted(start) {
        return true;
    }
    let mut seen = HashSet::from([start]);
    let mut open = above(start);
    while let Some(key) = open.pop() {
        if wanted(key) {
            return true;
        }
        if seen.insert(key) {
            open.extend(above(key));
        }
    }
    false
}
