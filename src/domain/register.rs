//! The register: every record as it stood after one commit, an immutable value in memory, folded from the journal.
//!
//! Knows who refers to whom, who is parent of whom, and which versions deleted keys had. Copies are cheap (persistent maps),
//! so a commit makes the next register beside the current one while readers keep theirs. Never knows where it is stored.

use super::{
    digest::{self, Digest},
    inspect,
    kind::{Kind, Record},
    record::Common,
    value::RecordId,
};
use chrono::{DateTime, Utc};
use imbl::{HashMap, OrdMap, OrdSet, ordmap::DiffItem};
use std::sync::Arc;

/// As of when something was known: what the register held after a commit, or at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// After the commit of this number.
    Seq(u64),
    /// At this instant: after the last commit recorded then or before.
    Instant(DateTime<Utc>),
}

impl AsOf {
    /// The regular expression (ECMA-262) of how it is written, for schemas.
    pub const PATTERN: &str = "^(seq:(0|[1-9][0-9]{0,18})|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))$";

    /// As it is written in a parameter, and read again.
    #[must_use]
    pub fn parameter(&self) -> String {
        match self {
            Self::Seq(seq) => format!("seq:{seq}"),
            Self::Instant(_) => self.to_string(),
        }
    }
}

impl std::fmt::Display for AsOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Seq(seq) => write!(f, "commit {seq}"),
            Self::Instant(instant) => f.write_str(&instant.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)),
        }
    }
}

impl std::str::FromStr for AsOf {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = match text.strip_prefix("seq:") {
            Some(seq) => seq.parse().ok().map(Self::Seq),
            None => DateTime::parse_from_rfc3339(text).ok().map(|instant| Self::Instant(instant.with_timezone(&Utc))),
        };
        parsed.ok_or_else(|| {
            format!(
                "`{}` is not understood; allowed are the number of a commit (`seq:12`) or an instant of RFC 3339 (`2026-11-22T19:31:47Z`)",
                super::value::shown(text)
            )
        })
    }
}

/// What stands in the place of words and documents that were redacted.
pub const REDACTED: &str = "[redacted]";

/// The principal whose records are built in.
pub const BUILTIN: &str = "builtin";

/// One record of a register: its current revision.
#[derive(Debug, PartialEq)]
pub struct Entry {
    /// Which record it is.
    pub id: RecordId,
    /// Counts the revisions of this key from 1, across deletions.
    pub version: u64,
    /// The commit that wrote it.
    pub seq: u64,
    /// When that commit was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Whether it came with the program and was never edited here.
    pub builtin: bool,
    /// The canonical document, exactly as the journal holds it (read through upcasters, if it is old).
    pub document: Box<str>,
    /// The same, typed.
    pub record: Record,
}

impl Entry {
    /// Its entity tag: the version, and whether the document was redacted since, which changes it under the same version.
    #[must_use]
    pub fn tag(&self) -> String {
        tag(self.version, self.is_redacted())
    }

    /// Whether its document was redacted: then it has changed and its version has not.
    #[must_use]
    pub fn is_redacted(&self) -> bool {
        self.common().name.iter().any(|(_, name)| name == REDACTED)
    }

    /// What all kinds have in common.
    #[must_use]
    pub fn common(&self) -> Common<'_> {
        self.record.common()
    }
}

/// The entity tag of a version of a record.
#[must_use]
pub fn tag(version: u64, redacted: bool) -> String {
    if redacted { format!("{version}-redacted") } else { version.to_string() }
}

/// A revision as a register takes it in.
#[derive(Debug, Clone)]
pub struct Applied {
    /// Which record.
    pub id: RecordId,
    /// Its new version.
    pub version: u64,
    /// What became of it; `None` for a deletion.
    pub put: Option<Arc<Entry>>,
    /// What it refers to, each record once, in their order.
    targets: Vec<RecordId>,
}

impl Applied {
    /// A record that becomes `entry`.
    #[must_use]
    pub fn put(entry: Arc<Entry>) -> Self {
        Self::referring(inspect::targets(&entry.record), entry)
    }

    /// A record that becomes `entry`, of which it is known already what it refers to: each record once, in their order.
    pub(super) fn referring(targets: Vec<RecordId>, entry: Arc<Entry>) -> Self {
        Self { id: entry.id.clone(), version: entry.version, put: Some(entry), targets }
    }

    /// A record that is no more, which its version `version` says.
    #[must_use]
    pub const fn deletion(id: RecordId, version: u64) -> Self {
        Self { id, version, put: None, targets: Vec::new() }
    }
}

/// The place of a register in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last commit; 0 before the first.
    pub seq: u64,
    /// The chained digest of the journal up to there.
    pub digest: Digest,
}

/// Why a commit was not applied: it does not follow on what the register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("commit {next} does not follow commit {held}")]
pub struct Gap {
    /// The commit that was to be applied.
    pub next: u64,
    /// The last commit that is held.
    pub held: u64,
}

/// Every record as of one commit. See the module.
#[derive(Debug, Clone)]
pub struct Register {
    head: Head,
    recorded_at: Option<DateTime<Utc>>,
    entries: OrdMap<RecordId, Arc<Entry>>,
    deleted: HashMap<RecordId, u64>,
    /// A record refers to twenty others, more or less: its id is there once for all of them.
    users: HashMap<RecordId, OrdSet<Arc<RecordId>>>,
}

impl Default for Register {
    fn default() -> Self {
        Self::empty()
    }
}

impl Register {
    /// The register before the first commit.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            head: Head { seq: 0, digest: digest::GENESIS },
            recorded_at: None,
            entries: OrdMap::new(),
            deleted: HashMap::new(),
            users: HashMap::new(),
        }
    }

    /// The register after all the newest revisions up to `head`, in any order; `recorded_at` is that of the last commit.
    #[must_use]
    pub fn folded(head: Head, recorded_at: Option<DateTime<Utc>>, newest: impl IntoIterator<Item = Applied>) -> Self {
        Self { head, recorded_at, ..Self::empty() }.extended(newest)
    }

    /// This register and more revisions, at the same place of the journal: what was read of it so far, and the next page.
    #[must_use]
    pub fn extended(mut self, revisions: impl IntoIterator<Item = Applied>) -> Self {
        for revision in revisions {
            self.take(revision);
        }
        self
    }

    /// The register after one more commit.
    ///
    /// # Errors
    /// If the commit does not directly follow the last one held.
    pub fn apply(
        &self,
        head: Head,
        recorded_at: DateTime<Utc>,
        revisions: impl IntoIterator<Item = Applied>,
    ) -> Result<Self, Gap> {
        if head.seq != self.head.seq + 1 {
            return Err(Gap { next: head.seq, held: self.head.seq });
        }
        Ok(Self { head, recorded_at: Some(recorded_at), ..self.clone() }.extended(revisions))
    }

    /// The register as it would be after these changes, at the same place of the journal: for dry runs and checks.
    #[must_use]
    pub fn with(&self, revisions: impl IntoIterator<Item = Applied>) -> Self {
        self.clone().extended(revisions)
    }

    fn take(&mut self, revision: Applied) {
        let Applied { id, version, put, targets: new } = revision;
        let before = self.entries.remove(&id);
        let old = before.as_ref().map(|entry| inspect::targets(&entry.record)).unwrap_or_default();
        for gone in old.iter().filter(|target| new.binary_search(target).is_err()) {
            if let Some(users) = self.users.get_mut(gone) {
                users.remove(&id);
                if users.is_empty() {
                    self.users.remove(gone);
                }
            }
        }
        let user = Arc::new(id.clone());
        for added in new.into_iter().filter(|target| old.binary_search(target).is_err()) {
            self.users.entry(added).or_default().insert(Arc::clone(&user));
        }
        match put {
            Some(entry) => {
                self.deleted.remove(&id);
                self.entries.insert(id, entry);
            }
            None => {
                self.deleted.insert(id, version);
            }
        }
    }

    /// Its place in the journal.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }

    /// When its last commit was recorded; `None` before the first.
    #[must_use]
    pub const fn recorded_at(&self) -> Option<DateTime<Utc>> {
        self.recorded_at
    }

    /// One record.
    #[must_use]
    pub fn get(&self, id: &RecordId) -> Option<&Arc<Entry>> {
        self.entries.get(id)
    }

    /// Every record, by kind and key.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.values()
    }

    /// The number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The records of one kind in the order of their keys, after the key `after` if there is one.
    pub fn of_kind(&self, kind: Kind, after: Option<&super::value::Key>) -> impl Iterator<Item = &Arc<Entry>> {
        use std::ops::Bound;
        let start = match after {
            Some(key) => Bound::Excluded(RecordId::new(kind, key.clone())),
            // No key sorts before a single digit nought.
            None => match "0".parse() {
                Ok(first) => Bound::Included(RecordId::new(kind, first)),
                Err(_) => Bound::Unbounded,
            },
        };
        self.entries
            .range((start, Bound::Unbounded))
            .map(|(_, entry)| entry)
            .take_while(move |entry| entry.id.kind == kind)
    }

    /// The records that are otherwise here than in another register, or in one of the two only. What both share is not looked at.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<RecordId> {
        let differing = other.entries.diff(&self.entries).map(|difference| match difference {
            DiffItem::Add(id, _) | DiffItem::Remove(id, _) | DiffItem::Update { new: (id, _), .. } => id.clone(),
        });
        differing.collect()
    }

    /// The version of the last revision of a key, also of a deleted one; 0 if there never was one.
    #[must_use]
    pub fn last_version(&self, id: &RecordId) -> u64 {
        self.entries.get(id).map_or_else(|| self.deleted.get(id).copied().unwrap_or(0), |entry| entry.version)
    }

    /// The records that refer to `id`, by kind and key; itself never.
    pub fn users(&self, id: &RecordId) -> impl Iterator<Item = &RecordId> {
        self.users.get(id).into_iter().flatten().map(AsRef::as_ref).filter(move |user| *user != id)
    }

    /// The digest of what is in the register, whatever way it got there: of the sorted (kind, key, canonical document). Acts, which
    /// happened in this journal, are left out: the same facts are the same content.
    #[must_use]
    pub fn content_digest(&self) -> Digest {
        let facts = self.entries.values().filter(|entry| !entry.id.kind.by_command());
        digest::of_content(facts.map(|entry| (&entry.id, &*entry.document)))
    }
}
