//! Changes to a register: what somebody wants, and what it would do.
//!
//! [`plan`] is pure: it judges preconditions, references and cycles against one register and answers either the revisions to
//! write or everything that is in the way. The store calls it under the lock, against the register it is about to change;
//! dry runs call it and write nothing.

use super::{
    fault::Fault,
    inspect::{self, Reference},
    kind::Record,
    pointer::Pointer,
    register::{Applied, Entry, Register},
    value::{Key, RecordId},
};
use chrono::{DateTime, Utc};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What must be so for a change to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing.
    Any,
    /// There is no such record yet.
    Absent,
    /// There is one, of any version.
    Present,
    /// There is one, of this version.
    Version(u64),
    /// There is one, and its entity tag is one of these; see [`Entry::tag`].
    Tagged(Vec<String>),
}

impl Precondition {
    /// Whether it holds of the current revision of a record.
    #[must_use]
    pub fn holds(&self, current: Option<&Entry>) -> bool {
        match self {
            Self::Any => true,
            Self::Absent => current.is_none(),
            Self::Present => current.is_some(),
            Self::Version(version) => current.is_some_and(|entry| entry.version == *version),
            Self::Tagged(tags) => current.is_some_and(|entry| tags.contains(&entry.tag())),
        }
    }
}

/// A record as it shall be, and what follows from it alone: made where the change is, not under a lock.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The record.
    pub record: Record,
    /// Its canonical document.
    pub document: String,
    /// Its references, in the order of its fields.
    pub references: Arc<[Reference]>,
}

/// What is wanted of a record.
#[derive(Debug, Clone)]
pub enum Action {
    /// It shall be this.
    Put(Box<Proposed>),
    /// It shall be no more.
    Delete,
}

/// One wanted change.
#[derive(Debug, Clone)]
pub struct Change {
    /// Of which record.
    pub id: RecordId,
    /// What is wanted.
    pub action: Action,
    /// What must be so.
    pub precondition: Precondition,
}

impl Change {
    /// Puts `record`, whatever is there.
    #[must_use]
    pub fn put(record: Record) -> Self {
        Self::put_if(record, Precondition::Any)
    }

    /// Puts `record` if `precondition` holds.
    #[must_use]
    pub fn put_if(record: Record, precondition: Precondition) -> Self {
        let id = RecordId::new(record.kind(), record.key().clone());
        let (document, references) = (record.document(), inspect::references(&record).into());
        Self { id, action: Action::Put(Box::new(Proposed { record, document, references })), precondition }
    }
}

/// A revision to be written.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Of which record.
    pub id: RecordId,
    /// Its version.
    pub version: u64,
    /// The record; `None` for a deletion.
    pub put: Option<Box<Proposed>>,
}

impl Planned {
    /// The revision as a register takes it in, once its commit has a number and a time.
    #[must_use]
    pub fn applied(self, seq: u64, recorded_at: DateTime<Utc>, builtin: bool) -> Applied {
        let Self { id, version, put } = self;
        let Some(proposed) = put else { return Applied::deletion(id, version) };
        let Proposed { record, document, references } = *proposed;
        let entry = Entry { id, version, seq, recorded_at, builtin, document: document.into(), record };
        let targets = inspect::in_order(references.iter().map(|reference| reference.to.clone()).collect());
        Applied::referring(targets, Arc::new(entry))
    }
}

/// What is in the way of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A record to be changed is not there.
    Missing(RecordId),
    /// A record to be created is there already, with this version.
    Exists(RecordId, u64),
    /// A record has another version than was expected.
    Stale {
        /// Which record.
        id: RecordId,
        /// The version it has; `None` if it is gone.
        found: Option<u64>,
    },
    /// A record to be deleted is referred to by others.
    InUse(RecordId, Vec<RecordId>),
    /// Documents refer to what does not exist, or are parents of themselves.
    Faults(BTreeMap<RecordId, Vec<Fault>>),
}

/// The revisions that the changes come to, in the order of kinds and keys; none for records that stay as they are.
///
/// # Errors
/// Everything that is in the way, preconditions first.
pub fn plan(register: &Register, changes: Vec<Change>) -> Result<Vec<Planned>, Vec<Obstacle>> {
    let mut obstacles = Vec::new();
    let mut planned = BTreeMap::new();
    for Change { id, action, precondition } in changes {
        let current = register.get(&id);
        if let Some(obstacle) = contradicted(&precondition, &id, current.map(AsRef::as_ref)) {
            obstacles.push(obstacle);
            continue;
        }
        let put = match action {
            Action::Put(proposed) => {
                if current.is_some_and(|entry| *entry.document == *proposed.document) {
                    continue;
                }
                Some(proposed)
            }
            Action::Delete if current.is_none() => {
                obstacles.push(Obstacle::Missing(id));
                continue;
            }
            Action::Delete => None,
        };
        let version = register.last_version(&id) + 1;
        planned.insert(id.clone(), Planned { id, version, put });
    }
    obstacles.extend(in_use(register, &planned));
    let faults = faults(register, &planned);
    if !faults.is_empty() {
        obstacles.push(Obstacle::Faults(faults));
    }
    if obstacles.is_empty() { Ok(planned.into_values().collect()) } else { Err(obstacles) }
}

/// The obstacle that an unmet precondition is.
fn contradicted(precondition: &Precondition, id: &RecordId, current: Option<&Entry>) -> Option<Obstacle> {
    if precondition.holds(current) {
        return None;
    }
    let found = current.map(|entry| entry.version);
    Some(match (precondition, found) {
        (Precondition::Absent, Some(version)) => Obstacle::Exists(id.clone(), version),
        _ => Obstacle::Stale { id: id.clone(), found },
    })
}

/// Records that are deleted while others, which do not change, refer to them. Of those that change, each reference to what
/// is deleted is a fault with its place; see [`faults`].
fn in_use(register: &Register, planned: &BTreeMap<RecordId, Planned>) -> Vec<Obstacle> {
    let used = |revision: &Planned| {
        let users: Vec<_> = register.users(&revision.id).filter(|user| !planned.contains_key(user)).cloned().collect();
        (!users.is_empty()).then(|| Obstacle::InUse(revision.id.clone(), users))
    };
    planned.values().filter(|revision| revision.put.is_none()).filter_map(used).collect()
}

/// The faults of references that lead to nothing.
pub fn missing(references: Vec<Reference>, exists: impl Fn(&RecordId) -> bool) -> Vec<Fault> {
    references.into_iter().filter(|reference| !exists(&reference.to)).map(no_record).collect()
}

fn no_record(reference: Reference) -> Fault {
    Fault::new(reference.pointer, format!("there is no record {}", reference.to))
        .allowing(format!("the key of one of the {}, or create it in the same change", reference.to.kind))
}

/// References of changed records to what will not exist, parents that lead back, and released rules that are edited.
fn faults(register: &Register, planned: &BTreeMap<RecordId, Planned>) -> BTreeMap<RecordId, Vec<Fault>> {
    let exists = |id: &RecordId| match planned.get(id) {
        Some(revision) => revision.put.is_some(),
        None => register.get(id).is_some(),
    };
    let mut faults = BTreeMap::new();
    for revision in planned.values() {
        let Some(proposed) = &revision.put else { continue };
        let mut own: Vec<Fault> = Vec::new();
        for reference in &*proposed.references {
            let Reference { pointer, to } = reference;
            if *to == revision.id && pointer.as_str() == "/successor" {
                own.push(Fault::new(pointer.clone(), "a record cannot take its own place"));
            } else if !exists(to) {
                own.push(if planned.contains_key(to) {
                    Fault::new(pointer.clone(), format!("the record {to} is deleted in the same change"))
                } else {
                    no_record(reference.clone())
                });
            }
        }
        if let Some(circle) = circle(register, planned, &revision.id, &proposed.record) {
            let way: Vec<_> = circle.iter().map(Key::as_str).collect();
            own.push(
                Fault::new(Pointer::root(), format!("its parents lead back to itself: {}", way.join(" → ")))
                    .allowing("parents must not form a circle"),
            );
        }
        if let (Record::Regimes(after), Some(Record::Regimes(before))) =
            (&proposed.record, register.get(&revision.id).map(|entry| &entry.record))
        {
            own.extend(after.edits_of(before));
        }
        if !own.is_empty() {
            faults.insert(revision.id.clone(), own);
        }
    }
    faults
}

/// A way from a record through one relation of parents back to itself, if there is one.
fn circle(
    register: &Register,
    planned: &BTreeMap<RecordId, Planned>,
    id: &RecordId,
    record: &Record,
) -> Option<Vec<Key>> {
    let mut seen = BTreeSet::new();
    let mut ways: Vec<(&str, Vec<Key>)> = record
        .parents()
        .into_iter()
        .map(|(relation, parent)| (relation, vec![id.key.clone(), parent.clone()]))
        .collect();
    while let Some((relation, way)) = ways.pop() {
        let Some(key) = way.last().cloned() else { continue };
        if key == id.key {
            return Some(way);
        }
        if !seen.insert((relation, key.clone())) {
            continue;
        }
        let at = RecordId::new(id.kind, key);
        let above = match planned.get(&at) {
            Some(revision) => revision.put.as_ref().map(|proposed| &proposed.record),
            None => register.get(&at).map(|entry| &entry.record),
        };
        let parents = above.map(Record::parents).unwrap_or_default();
        ways.extend(parents.into_iter().filter(|(of, _)| *of == relation).map(|(_, parent)| {
            let mut longer = way.clone();
            longer.push(parent.clone());
            (relation, longer)
        }));
    }
    None
}
