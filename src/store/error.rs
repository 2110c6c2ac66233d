//! What can go wrong with the store. Messages are for callers and name no table or statement; sources are for the log.

use crate::domain::{RecordId, change::Obstacle};
use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use std::{fmt, sync::Arc};

/// The store could not answer. Cheap to copy, since one failed head check answers all who wait for it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The database failed, or refused what it was told.
    #[error("the database could not do what was asked of it")]
    Database(#[source] Arc<DbErr>),
    /// The database holds another history than this process knew (a restored copy, a failover that lost commits). It was
    /// read anew: the next question is answered.
    #[error("the database was found to hold another history and has been read anew; ask again")]
    Reloading,
    /// The place asked for is not in the journal yet.
    #[error("{asked} is in the future: the journal ends at commit {head}")]
    Future {
        /// What was asked for.
        asked: String,
        /// The last commit.
        head: u64,
    },
    /// The journal is another one than a follower knows: the database was exchanged for an older or another copy.
    #[error("commit {since} of this journal is not the one with that digest: the history is another one")]
    OtherHistory {
        /// The commit that the follower knows otherwise.
        since: u64,
    },
    /// Too many wait for commits at once.
    #[error("too many wait for commits; ask again later, or without waiting")]
    Crowded,
    /// Something in the database is not what this program writes.
    #[error("{what} cannot be read: {why}")]
    Unreadable {
        /// What it is.
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// What an access change names does not exist.
    #[error("there is no {0}")]
    Missing(String),
    /// What was to be made exists already.
    #[error("there is such a {0} already")]
    Exists(&'static str),
    /// The address of the database is not one that can be used.
    #[error("`{0}` is not the address of a database; allowed are a file, sqlite://FILE and postgres://…")]
    Address(String),
    /// A task of the store ended before its work was done.
    #[error("the store stopped before it had an answer")]
    Interrupted,
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl StoreError {
    pub(super) fn unreadable(what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self::Unreadable { what: what.into(), why: why.to_string() }
    }
}

/// Nothing was committed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommitError {
    /// The changes cannot be made: everything that is in the way.
    #[error("the changes cannot be made: {} obstacles", .0.len())]
    Obstacles(Vec<Obstacle>),
    /// The proviso of the request does not hold: other records are there than were meant.
    #[error("other records are there than when the changes were made")]
    Outdated,
    /// The key of the request is that of an earlier one, with which something else was sent.
    #[error("something else was asked for under the same key before")]
    KeyReused,
    /// The request was carried out before, and what it was answered was forgotten by a redaction.
    #[error("this was carried out before, and the answer is no longer kept")]
    Forgotten {
        /// When.
        at: DateTime<Utc>,
        /// The last commit after it.
        seq: u64,
    },
    /// The store failed. After [`StoreError::Database`] it is unknown whether the commit was written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for CommitError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// Nothing was redacted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RedactError {
    /// These records or versions were never there; `None` stands for every version.
    #[error("what is to be redacted does not exist: {}", names(.0))]
    Missing(Vec<(RecordId, Option<u64>)>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for RedactError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

fn names(missing: &[(RecordId, Option<u64>)]) -> String {
    let name = |(id, version): &(RecordId, Option<u64>)| match version {
        Some(version) => format!("{id} version {version}"),
        None => id.to_string(),
    };
    missing.iter().map(name).collect::<Vec<_>>().join(", ")
}
