//! The store: journal, index, blobs, access, and the current register.
//!
//! The only module that speaks to a database. It knows how commits are written, chained, read back and verified, on `SQLite`
//! and PostgreSQL alike; every number of servers over one PostgreSQL is correct without them talking to each other. It never
//! evaluates law, never decides who may do what, and never takes the time or a random number from anywhere but its clock and
//! entropy.
//!
//! - One writer at a time: whoever holds the head row (`commit`, `redact`).
//! - A read learns the head first ([`Store::current`]); it never sees half a commit or an answer older than its question.
//! - Documents are text. What the journal says is hashed in `journal`, and judged in `verify`.

mod access;
mod blobs;
mod commit;
mod connect;
mod draft;
mod entity;
mod error;
mod feed;
mod history;
mod idempotency;
mod journal;
mod load;
mod past;
mod redact;
mod shared;
mod verify;
mod write;

pub use access::{Grant, NewToken, Principal, Token};
pub use blobs::{BlobError, BlobPlace, Blobs, Pieces, Received, Unreceived};
pub use commit::{CommitRequest, Committed, Proviso, Written};
pub use error::{CommitError, RedactError, StoreError};
pub use feed::{Commit, FeedQuery, Redaction, RevisionOf};
pub use history::{Revision, Said};
pub use idempotency::{Answered, Asked, Keep, Reply, Tell};
pub use journal::Action;
pub use redact::{Redact, RedactRequest, Redacted};
pub use verify::{Verification, VerifiedRedaction, verify_database};

use crate::{
    clock::{Clock, Entropy},
    domain::{AsOf, Entry, RecordId, Register},
};
use commit::Queue;
use load::CaughtUp;
use past::Past;
use sea_orm::{DatabaseConnection, FromQueryResult};
use shared::Shared;
use std::{
    fmt,
    sync::{Arc, Mutex},
};
use tokio::sync::{Semaphore, watch};

/// The store of one database. Share it as `Arc<Store>`.
pub struct Store {
    db: DatabaseConnection,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// Writers of this process queue here, the first to come first: waiting in the database is unfair on `SQLite`, and on
    /// both engines it holds a connection that readers need.
    gate: tokio::sync::Mutex<()>,
    /// What is to be committed next.
    queue: Queue,
    /// The newest register that is known; where every head check begins, and what wakes those who wait for commits.
    newest: watch::Sender<Arc<Register>>,
    head_check: Arc<Shared<Result<Current, StoreError>>>,
    past: Past,
    /// The places of those who wait for commits.
    waiting: Semaphore,
    /// Whether somebody looks, for those who wait, what other servers commit.
    looking: Mutex<bool>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("newest", &self.newest.borrow().head()).finish_non_exhaustive()
    }
}

/// What is current: the register at the head of the journal, and the state of access.
#[derive(Debug, Clone)]
pub struct Current {
    /// The register.
    pub register: Arc<Register>,
    /// Opaque: as long as it is the same, no principal and no token has changed.
    pub access_epoch: i64,
}

impl Store {
    /// Opens the database at `address` (a file, `sqlite://FILE?mode=rwc` or `postgres://…`), brings its tables up to date and
    /// reads the register.
    ///
    /// # Errors
    /// If the database cannot be opened, or holds a document that cannot be read; the error names it.
    pub async fn open(
        address: &str,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Arc<Self>, StoreError> {
        let db = connect::open(address).await?;
        let (_, register) = load::at_head(&db).await?;
        Ok(Arc::new(Self {
            db,
            clock,
            entropy,
            gate: tokio::sync::Mutex::default(),
            queue: Queue::default(),
            newest: watch::Sender::new(Arc::new(register)),
            head_check: Arc::new(Shared::new()),
            past: Past::default(),
            waiting: Semaphore::new(feed::WAITERS),
            looking: Mutex::default(),
        }))
    }

    /// Closes the connections, after those who use them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn close(&self) -> Result<(), StoreError> {
        Ok(self.db.clone().close().await?)
    }

    /// The register at the head of the journal: never older than the question.
    ///
    /// # Errors
    /// [`StoreError::Reloading`] once after the database was exchanged, and those of the database.
    pub async fn register(self: &Arc<Self>) -> Result<Arc<Register>, StoreError> {
        Ok(self.current().await?.register)
    }

    /// The same, with the state of access. Callers who ask at the same time share one query.
    ///
    /// # Errors
    /// See [`Store::register`].
    pub async fn current(self: &Arc<Self>) -> Result<Current, StoreError> {
        let store = Arc::clone(self);
        let ask = move || {
            let store = Arc::clone(&store);
            async move { store.check_head().await }
        };
        self.head_check.answer(ask).await.unwrap_or(Err(StoreError::Interrupted))
    }

    /// The newest register that is known.
    fn held(&self) -> Arc<Register> {
        Arc::clone(&self.newest.borrow())
    }

    async fn check_head(&self) -> Result<Current, StoreError> {
        let held = self.held();
        let row = journal::head(&self.db, false).await?;
        if row.head == held.head() {
            return Ok(Current { register: held, access_epoch: row.access_epoch });
        }
        match load::catch_up(&self.db, &held, row.head).await? {
            CaughtUp::Register(register, redacted) => {
                let register = self.publish(Arc::new(register), redacted);
                Ok(Current { register, access_epoch: row.access_epoch })
            }
            CaughtUp::Foreign => {
                self.reload().await?;
                Err(StoreError::Reloading)
            }
        }
    }

    /// The edition of built-in records that the register holds; 0 before the first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn seeds_edition(&self) -> Result<u32, StoreError> {
        #[derive(FromQueryResult)]
        struct Edition {
            seeds_edition: i64,
        }
        let row: Option<Edition> = connect::row(&self.db, "SELECT seeds_edition FROM head WHERE id = 1", []).await?;
        Ok(row.map_or(0, |row| u32::try_from(row.seeds_edition).unwrap_or(u32::MAX)))
    }

    /// Makes a register that follows on the newest one the newest, unless another task was faster; answers the same
    /// register, or the equal one that is published already.
    fn publish(&self, register: Arc<Register>, redacted: bool) -> Arc<Register> {
        self.newest.send_if_modified(|newest| {
            let older = newest.head().seq < register.head().seq;
            if older {
                newest.clone_from(&register);
            }
            older
        });
        if redacted {
            self.past.forget();
        }
        let newest = self.held();
        if newest.head() == register.head() { newest } else { register }
    }

    /// Reads everything anew, since the database holds another history than the one that is known.
    async fn reload(&self) -> Result<(), StoreError> {
        let (_, register) = load::at_head(&self.db).await?;
        self.newest.send_replace(Arc::new(register));
        self.past.forget();
        Ok(())
    }

    /// The commit after which `place` lies, in the journal that `current` is the end of.
    async fn seq_of(&self, current: &Register, place: AsOf) -> Result<u64, StoreError> {
        let head = current.head().seq;
        let future = || StoreError::Future { asked: place.to_string(), head };
        match place {
            AsOf::Seq(seq) if seq > head => Err(future()),
            AsOf::Seq(seq) => Ok(seq),
            AsOf::Instant(instant) => {
                let now = self.clock.now();
                let last = current.recorded_at();
                // A clock that was set back does not make the last commit part of the future.
                if instant > last.map_or(now, |last| last.max(now)) {
                    return Err(future());
                }
                if last.is_none_or(|last| last <= instant) {
                    return Ok(head);
                }
                Ok(load::seq_at(&self.db, &journal::written(instant)).await?)
            }
        }
    }

    /// One record as it stood at a place of the past of `current`, without the rest of that register: its newest revision
    /// by then, and of that the version, and what it held unless it was a deletion; `None` if there was none yet.
    ///
    /// # Errors
    /// [`StoreError::Future`] if the journal is not there yet, those of the database, and a document that cannot be read.
    pub async fn record_as_of(
        &self,
        current: &Register,
        id: &RecordId,
        place: AsOf,
    ) -> Result<Option<(u64, Option<Arc<Entry>>)>, StoreError> {
        let seq = self.seq_of(current, place).await?;
        match current.get(id) {
            Some(entry) if entry.seq <= seq => Ok(Some((entry.version, Some(Arc::clone(entry))))),
            None if current.last_version(id) == 0 => Ok(None),
            _ => Ok(self.newest_by(id, seq).await?.map(|revision| (revision.version, revision.put))),
        }
    }

    /// The register as it stood at a place of the past.
    ///
    /// # Errors
    /// [`StoreError::Future`] if the journal is not there yet, and those of [`Store::register`].
    pub async fn as_of(self: &Arc<Self>, place: AsOf) -> Result<Arc<Register>, StoreError> {
        let mut current = self.register().await?;
        let head = current.head().seq;
        let seq = self.seq_of(&current, place).await?;
        if seq == head {
            return Ok(current);
        }
        if seq == 0 {
            return Ok(Arc::new(Register::empty()));
        }
        let _one_at_a_time = self.past.reading.lock().await;
        loop {
            let (kept, age) = self.past.get(seq);
            if let Some(register) = kept {
                return Ok(register);
            }
            let register = load::at(&self.db, &current, seq).await?.map(Arc::new);
            let register = register.ok_or(StoreError::Future { asked: place.to_string(), head })?;
            if self.past.keep(&register, age) {
                return Ok(register);
            }
            // Something was redacted meanwhile, and may be in what was read.
            current = self.register().await?;
        }
    }
}
