//! Committing: one writer at a time, in a task that no client's disconnection cancels.
//!
//! Who comes while another writes waits, and those who wait are written together, first come first: in one transaction, each
//! as a commit of its own, planned against the register that the one before it leaves. So all of them pay once for a durable
//! write. What is in the way of one concerns no other; if the database fails, none of them knows whether it was written.

use super::{
    Store, connect,
    draft::Draft,
    error::{CommitError, StoreError},
    idempotency::{Answered, Keep, Kept},
    journal::{Action, stored},
    write::{self, Current, Indexed, Lock},
};
use crate::domain::{RecordId, Register, change::Change, register::Head};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{MutexGuard, oneshot};

/// So many commits are written together at most.
const BATCH: usize = 64;

/// Together they change so many records at most, unless the first alone changes more.
const BATCH_CHANGES: usize = 1_000;

/// What is to be committed.
#[derive(Debug, Clone)]
pub struct CommitRequest {
    /// Who wants it: an opaque id. Records written by [`crate::domain::register::BUILTIN`] are built in.
    pub principal: String,
    /// Why.
    pub reason: String,
    /// The changes: all of them, or none.
    pub changes: Vec<Change>,
    /// The edition of built-in records that these changes bring about, kept beside the head.
    pub seeds_edition: Option<u32>,
    /// Whether it has a key and is carried out once.
    pub keep: Option<Keep>,
    /// What the register must be like for the changes to be what was meant.
    pub proviso: Option<Proviso>,
}

/// A condition on the register as a whole, judged under the lock: which records there are is nothing that a precondition of
/// one of them can say.
#[derive(Clone)]
pub struct Proviso(Arc<dyn Fn(&Register) -> bool + Send + Sync>);

impl Proviso {
    /// Holds of a register of which `holds` is true.
    pub fn new(holds: impl Fn(&Register) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(holds))
    }

    pub(super) fn holds(&self, register: &Register) -> bool {
        (self.0)(register)
    }
}

impl std::fmt::Debug for Proviso {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proviso")
    }
}

/// What was committed.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The register before it.
    pub before: Arc<Register>,
    /// The register after it.
    pub register: Arc<Register>,
    /// The revisions, in the order of kinds and keys; none if nothing had to change, and then there is no commit.
    pub revisions: Vec<Written>,
    /// What the caller is told of a request with a key. If that is an earlier answer, nothing was committed now.
    pub answered: Option<Answered>,
}

impl Committed {
    /// The journal ends here.
    #[must_use]
    pub fn head(&self) -> Head {
        self.register.head()
    }

    /// When the last commit was recorded: this one, if it changed anything.
    #[must_use]
    pub fn recorded_at(&self) -> Option<DateTime<Utc>> {
        self.register.recorded_at()
    }
}

/// A revision that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Of which record.
    pub id: RecordId,
    /// Its version.
    pub version: u64,
    /// What it does.
    pub action: Action,
}

/// What becomes of one request of a batch.
type Outcome<T> = Result<T, CommitError>;

/// A request that waits for its turn, and who wants to know what becomes of it.
type Waiting = (CommitRequest, oneshot::Sender<Result<Committed, CommitError>>);

/// The requests that wait, in the order in which they came.
#[derive(Default)]
pub(super) struct Queue(Mutex<VecDeque<Waiting>>);

impl Queue {
    fn push(&self, waiting: Waiting) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(waiting);
    }

    /// Takes those whose turn it is.
    fn batch(&self) -> Vec<Waiting> {
        let mut queue = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changes = 0;
        let fitting = queue.iter().take(BATCH).take_while(|(request, _)| {
            changes += request.changes.len();
            changes <= BATCH_CHANGES
        });
        let count = fitting.count().max(1).min(queue.len());
        queue.drain(..count).collect()
    }
}

impl Store {
    /// Commits changes, all or none. Once begun it goes on to its end, whether the caller waits for it or not.
    ///
    /// # Errors
    /// Everything that is in the way of the changes, what is wrong with the key, or [`CommitError::Store`].
    pub async fn commit(self: &Arc<Self>, request: CommitRequest) -> Result<Committed, CommitError> {
        let (caller, outcome) = oneshot::channel();
        self.queue.push((request, caller));
        let store = Arc::clone(self);
        // As many tasks as requests: whichever has its turn first takes along all who wait.
        tokio::spawn(async move { store.commit_waiting().await });
        outcome.await.unwrap_or(Err(CommitError::Store(StoreError::Interrupted)))
    }

    async fn commit_waiting(self: Arc<Self>) {
        let turn = self.turn().await;
        let (requests, callers): (Vec<_>, Vec<_>) = self.queue.batch().into_iter().unzip();
        if requests.is_empty() {
            return;
        }
        let outcomes = self.commit_batch(turn, requests).await;
        let mut outcomes = outcomes.map(Vec::into_iter);
        for caller in callers {
            let outcome = match &mut outcomes {
                Ok(outcomes) => outcomes.next(),
                Err(error) => Some(Err(error.clone().into())),
            };
            // Who went away hears nothing; what was asked for is done all the same.
            let _ = outcome.map(|outcome| caller.send(outcome));
        }
    }

    async fn commit_batch(
        self: &Arc<Self>,
        turn: MutexGuard<'_, ()>,
        requests: Vec<CommitRequest>,
    ) -> Result<Vec<Outcome<Committed>>, StoreError> {
        let Lock { transaction, register, turn } = self.lock(turn).await?;
        let kept = Kept::of(&transaction, &requests, self.clock.now()).await?;
        let (mut drafts, kept) = self.draft_all(&register, requests, kept).await?;
        if let Some(last) = drafts.iter().rev().find_map(|draft| draft.as_ref().ok()) {
            let last = Arc::clone(&last.committed.register);
            write_drafts(&transaction, &register, &last, drafts.iter_mut().flatten()).await?;
            kept.write(&transaction).await?;
            transaction.commit().await?;
            self.publish(last, false);
        } else {
            transaction.rollback().await?;
        }
        drop(turn);
        Ok(drafts.into_iter().map(|draft| draft.map(|draft| draft.committed)).collect())
    }

    /// Drafts each request against the register that the one before it leaves, but for those that were carried out before.
    async fn draft_all(
        self: &Arc<Self>,
        register: &Arc<Register>,
        requests: Vec<CommitRequest>,
        mut kept: Kept,
    ) -> Result<(Vec<Outcome<Draft>>, Kept), StoreError> {
        let large = requests.iter().any(|request| request.changes.len() > BATCH_CHANGES);
        let (store, mut running) = (Arc::clone(self), Arc::clone(register));
        let draft = move || {
            let next = |request| {
                let draft = store.draft_once(&running, request, &mut kept)?;
                running = Arc::clone(&draft.committed.register);
                Ok(draft)
            };
            (requests.into_iter().map(next).collect(), kept)
        };
        if !large {
            return Ok(draft());
        }
        // What takes long does not keep a thread from those who read.
        tokio::task::spawn_blocking(draft).await.map_err(|_| StoreError::Interrupted)
    }
}

/// Writes drafts that lead from the register `before` to `after`.
async fn write_drafts(
    db: &impl ConnectionTrait,
    before: &Register,
    after: &Register,
    drafts: impl Iterator<Item = &mut Draft>,
) -> Result<(), DbErr> {
    let (mut commits, mut revisions, mut places) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut seeds_edition = None;
    for Draft { committed, rows, seeds_edition: edition } in drafts {
        seeds_edition = edition.or(seeds_edition);
        let Some(rows) = rows.take() else { continue };
        let seq = rows.commit.seq;
        commits.push(rows.commit);
        revisions.extend(rows.revisions);
        let numbered = (1..).zip(committed.revisions.iter().zip(rows.references));
        places.extend(numbered.map(|(n, (written, references))| (&written.id, (seq, n, references))));
    }
    if let Some(edition) = seeds_edition {
        let statement = "UPDATE head SET seeds_edition = $1 WHERE id = 1";
        connect::execute(db, statement, [i64::from(edition).into()]).await?;
    }
    let Some(at) = after.recorded_at().filter(|_| !commits.is_empty()) else { return Ok(()) };
    write::insert(db, &commits).await?;
    write::insert(db, &revisions).await?;
    let indexed = places.into_iter().map(|(id, (seq, n, references))| Indexed {
        id,
        before: before.get(id).map(|entry| &**entry),
        after: after.get(id).map(|entry| Current { version: stored(entry.version), seq, n, references }),
    });
    write::update_index(db, indexed.collect()).await?;
    write::move_head(db, after.head(), at).await
}
