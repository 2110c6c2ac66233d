//! What can go wrong in a use case: few cases, each with what the caller may know.

use crate::{
    domain::{Fault, RecordId, change::Obstacle},
    store::{BlobError, CommitError, StoreError},
};
use chrono::{DateTime, Utc};

/// A failed use case.
#[derive(Debug)]
pub enum Error {
    /// The caller asked for something that is not so; see the refusal.
    Refused(Refusal),
    /// The store is catching up with a restored or replaced database; the same request will do in a moment.
    Unavailable,
    /// Too many ask for the same scarce thing; the text says what.
    Crowded(String),
    /// The database could not be used. Whether a change was made is not known; the text is for the log.
    Unreachable(Box<dyn std::error::Error + Send + Sync>),
    /// Our fault or the database's. The text is for the log and never for the caller.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// Why a request is refused, in words and data for the caller.
#[derive(Debug)]
pub enum Refusal {
    /// There is no such thing.
    NotFound(String),
    /// There was such a thing, and there is no more.
    Gone(String),
    /// A parameter makes no sense.
    Invalid(String),
    /// What is sent has more bytes than this.
    TooLarge(u64),
    /// The actor's role does not allow it.
    Forbidden(String),
    /// What is asked for does not fit how things stand: a review that is signed off, a notice that is a draft.
    Conflict(String),
    /// Documents are malformed or refer to what does not exist.
    Faults(Vec<Fault>),
    /// Some of many records would be malformed or refer to what does not exist.
    FaultsOf(Vec<(RecordId, Fault)>),
    /// A manifest is malformed; places are in files.
    Manifest(Vec<crate::exchange::Located>),
    /// A record to be created is there already.
    Exists(RecordId, u64),
    /// A record has changed since the caller read it.
    Stale {
        /// Which record.
        id: RecordId,
        /// The version it has; `None` if it is gone.
        found: Option<u64>,
    },
    /// The history is another one than the caller follows.
    OtherHistory(String),
    /// Records to be deleted are used by others.
    InUse(Vec<(RecordId, Vec<RecordId>)>),
    /// The same request is being carried out.
    UnderWay,
    /// The key of the request is that of an earlier one, with which something else was sent.
    KeyReused,
    /// Records came, went or changed since the changes were made that were meant for all of them.
    Outdated,
    /// The request was carried out before, and its answer is no longer known.
    Forgotten {
        /// When.
        at: DateTime<Utc>,
        /// The last commit after it.
        seq: u64,
    },
}

impl Error {
    /// A parameter that makes no sense.
    #[must_use]
    pub fn invalid(detail: impl Into<String>) -> Self {
        Self::Refused(Refusal::Invalid(detail.into()))
    }

    /// A record that does not exist.
    #[must_use]
    pub fn not_found(id: &RecordId) -> Self {
        Self::Refused(Refusal::NotFound(format!("there is no record {id}")))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<BlobError> for Error {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Unreachable(_) => Self::Unreachable(Box::new(error)),
            BlobError::Place { .. } | BlobError::Changed(_) => Self::Internal(Box::new(error)),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Reloading => Self::Unavailable,
            StoreError::Future { .. } => Self::invalid(error.to_string()),
            StoreError::OtherHistory { .. } => Refusal::OtherHistory(error.to_string()).into(),
            StoreError::Crowded => Self::Crowded(error.to_string()),
            StoreError::Missing(_) => Refusal::NotFound(error.to_string()).into(),
            StoreError::Database(_) | StoreError::Interrupted => Self::Unreachable(Box::new(error)),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<CommitError> for Error {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Obstacles(obstacles) => refusal_of(obstacles).into(),
            CommitError::Outdated => Refusal::Outdated.into(),
            CommitError::KeyReused => Refusal::KeyReused.into(),
            CommitError::Forgotten { at, seq } => Refusal::Forgotten { at, seq }.into(),
        }
    }
}

/// The first kind of obstacle decides what is answered: preconditions, then references, then uses.
fn refusal_of(obstacles: Vec<Obstacle>) -> Refusal {
    let mut in_use = Vec::new();
    let mut faults = Vec::new();
    for obstacle in obstacles {
        match obstacle {
            Obstacle::Missing(id) => return Refusal::NotFound(format!("there is no record {id}")),
            Obstacle::Exists(id, version) => return Refusal::Exists(id, version),
            Obstacle::Stale { id, found } => return Refusal::Stale { id, found },
            Obstacle::InUse(id, users) => in_use.push((id, users)),
            Obstacle::Faults(found) => faults.extend(found.into_values().flatten()),
        }
    }
    if in_use.is_empty() { Refusal::Faults(faults) } else { Refusal::InUse(in_use) }
}
