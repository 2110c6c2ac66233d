//! The journal, the index and the current register, on SQLite or PostgreSQL.
//!
//! The only module that names `sea_orm`. Knows tables, transactions and how a register is folded from the journal; never
//! evaluates law, never decides who may do what. One writer at a time writes commits ([`commit`]); any number of servers
//! over one PostgreSQL are correct without talking to each other, since every read learns the head first ([`head`]).

mod access;
mod commit;
mod connection;
mod entity;
mod head;
mod history;
mod load;
mod redact;
mod verify;

pub use access::{NewToken, TokenRow};
pub use commit::{CommitError, CommitRequest, Committed};
pub use head::Current;
pub use history::{Revision, RevisionAction};
pub use redact::{RedactError, Redacted, Redaction};
pub use verify::{Verification, verify};

use crate::{
    clock::{Clock, Entropy},
    domain::{AsOf, Register},
};
use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// The journal of one database, and the register folded from it.
pub struct Store {
    db: DatabaseConnection,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// The newest register known here.
    current: ArcSwap<Register>,
    /// Held while the register is advanced, so that commits are applied in their order.
    advancing: tokio::sync::Mutex<()>,
    /// Whose turn it is to write: SQLite's own queue is not fair.
    turn: tokio::sync::Mutex<()>,
    /// The shared question for the head.
    heads: head::Shared,
    /// Registers of the past that were asked for lately, newest last.
    past: Mutex<VecDeque<Arc<Register>>>,
}

/// How many registers of the past are kept.
const PAST: usize = 8;

/// Why the store could not answer. Texts are for callers and tell nothing of the database; the source is for the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is not the one this register was folded from (restored, failed over); the register is being loaded anew.
    #[error("the database was replaced or restored; the register is being loaded anew")]
    Reloading,
    /// Something after the last commit, or after now, was asked for.
    #[error("{0}")]
    Future(String),
    /// The database could not be reached, or refused.
    #[error("the database could not be used")]
    Database(#[from] DbErr),
    /// What is in the database cannot be read.
    #[error("{0}")]
    Corrupt(String),
    /// A failure that other readers share.
    #[error(transparent)]
    Shared(Arc<StoreError>),
    /// A task of ours was ended from outside.
    #[error("a task was ended before it was done")]
    Ended,
}

impl Store {
    /// Opens a database, brings its tables up to date and loads the register. `url` is `postgres://…`, `sqlite://…`, or the
    /// name of a file of SQLite, which is created if it is not there.
    pub async fn open(url: &str, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Arc<Self>, StoreError> {
        let db = connection::open(url).await?;
        let head = head::read(&db).await?;
        let register = load::at(&db, head.journal, None).await?;
        Ok(Arc::new(Self {
            db,
            clock,
            entropy,
            current: ArcSwap::from_pointee(register),
            advancing: tokio::sync::Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            heads: head::Shared::default(),
            past: Mutex::default(),
        }))
    }

    /// The register as it was after a commit, or at an instant.
    pub async fn as_of(self: &Arc<Self>, as_of: AsOf) -> Result<Arc<Register>, StoreError> {
        let current = self.current().await?.register;
        let seq = match as_of {
            AsOf::Seq(seq) if seq > current.head().seq => {
                return Err(StoreError::Future(format!(
                    "`as_of` is after the last commit, which is seq:{}",
                    current.head().seq
                )));
            }
            AsOf::Seq(seq) => seq,
            AsOf::Instant(instant) if instant > self.clock.now() => {
                return Err(StoreError::Future("`as_of` is in the future; nobody knows that yet".into()));
            }
            AsOf::Instant(instant) if current.recorded_at().is_none_or(|last| last <= instant) => current.head().seq,
            AsOf::Instant(instant) => load::seq_at(&self.db, instant).await?,
        };
        if seq == current.head().seq {
            return Ok(current);
        }
        let kept = |past: &VecDeque<Arc<Register>>| past.iter().position(|register| register.head().seq == seq);
        {
            let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(register) = kept(&past).and_then(|at| past.remove(at)) {
                past.push_back(Arc::clone(&register));
                return Ok(register);
            }
        }
        let head = load::head_of(&self.db, seq).await?;
        let register = Arc::new(load::at(&self.db, head, Some(&current)).await?);
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        if kept(&past).is_none() {
            past.push_back(Arc::clone(&register));
            if past.len() > PAST {
                past.pop_front();
            }
        }
        Ok(register)
    }

    /// The edition of the built-in records that the database has; 0 before there were any.
    pub async fn seeds_edition(&self) -> Result<i64, StoreError> {
        let row = entity::head::Entity::find_by_id(1).one(&self.db).await?;
        row.map(|row| row.seeds_edition).ok_or_else(|| StoreError::Corrupt("the head row is missing".into()))
    }

    /// Forgets the registers of the past, since documents of theirs were redacted.
    fn forget_past(&self) {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// An instant as the database keeps it: text of fixed width, so that the order of texts is the order of instants.
fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// The instant that the database keeps as `text`.
fn parse_instant(text: &str) -> Result<DateTime<Utc>, StoreError> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| StoreError::Corrupt(format!("`{text}` in the database is not an instant")))
}

/// A number of ours as the database keeps it.
fn big(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number of the database; ours are never negative.
fn small(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
