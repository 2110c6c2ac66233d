//! Committing: one transaction, one at a time, in a task that no client's disconnection cancels.
//!
//! What can be done before the lock is done before it: changes are planned, serialised and hashed against the newest register
//! that is known. Only if somebody else committed meanwhile is that done again, against the register under the lock, which
//! alone decides.

use super::{
    Store,
    entity::revisions,
    error::{CommitError, StoreError},
    journal::{Action, stored},
    write::{self, Indexed, Lock, Place},
};
use crate::domain::{
    RecordId, Register,
    change::{self, Change, Obstacle, Planned},
    digest::Digest,
    register::{BUILTIN, Head},
    upcast,
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use std::sync::Arc;

/// What is to be committed.
#[derive(Debug, Clone)]
pub struct CommitRequest {
    /// Who wants it: an opaque id. Records written by [`BUILTIN`] are built in.
    pub principal: String,
    /// Why.
    pub reason: String,
    /// The changes: all of them, or none.
    pub changes: Vec<Change>,
    /// The edition of built-in records that these changes bring about, kept beside the head.
    pub seeds_edition: Option<u32>,
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

/// Planned revisions with their salts and commitments, and the register that they were planned against.
struct Prepared {
    base: Head,
    revisions: Vec<(Planned, String, Digest)>,
}

impl Store {
    /// Commits changes, all or none. Once begun it goes on to its end, whether the caller waits for it or not.
    ///
    /// # Errors
    /// Everything that is in the way of the changes, or [`CommitError::Store`].
    pub async fn commit(self: &Arc<Self>, request: CommitRequest) -> Result<Committed, CommitError> {
        let store = Arc::clone(self);
        let task = tokio::spawn(async move { store.commit_to_the_end(request).await });
        task.await.unwrap_or(Err(CommitError::Store(StoreError::Interrupted)))
    }

    async fn commit_to_the_end(&self, request: CommitRequest) -> Result<Committed, CommitError> {
        let turn = self.turn().await;
        let early = self.prepare(&self.held(), &request);
        let lock = self.lock(turn).await?;
        let prepared = match early {
            Ok(prepared) if prepared.base == lock.register.head() => prepared,
            _ => self.prepare(&lock.register, &request).map_err(CommitError::Obstacles)?,
        };
        if let Some(edition) = request.seeds_edition {
            let statement = "UPDATE head SET seeds_edition = $1 WHERE id = 1";
            super::connect::execute(&lock.transaction, statement, [i64::from(edition).into()]).await?;
        }
        if prepared.revisions.is_empty() {
            lock.transaction.commit().await?;
            return Ok(Committed {
                before: Arc::clone(&lock.register),
                register: lock.register,
                revisions: Vec::new(),
            });
        }
        Ok(self.write(lock, &request, prepared.revisions).await?)
    }

    fn prepare(&self, register: &Register, request: &CommitRequest) -> Result<Prepared, Vec<Obstacle>> {
        let planned = change::plan(register, request.changes.clone())?;
        let hashed = planned.into_iter().map(|revision| {
            let document = revision.put.as_ref().map_or("", |(_, document)| document);
            let (salt, commitment) = self.committed(document, &request.reason);
            (revision, salt, commitment)
        });
        Ok(Prepared { base: register.head(), revisions: hashed.collect() })
    }

    async fn write(
        &self,
        lock: Lock<'_>,
        request: &CommitRequest,
        prepared: Vec<(Planned, String, Digest)>,
    ) -> Result<Committed, DbErr> {
        let Lock { transaction, register, turn } = lock;
        let place = self.next_place(&register);
        let head = journal(&transaction, &place, request, &register, &prepared).await?;
        let numbered = || (1..).zip(&prepared);
        let indexed: Vec<_> = numbered()
            .map(|(n, (revision, ..))| Indexed {
                id: &revision.id,
                before: register.get(&revision.id).map(|entry| &**entry),
                after: revision.put.as_ref().map(|(record, _)| (record, stored(revision.version), stored(head.seq), n)),
            })
            .collect();
        write::update_index(&transaction, &indexed).await?;
        write::move_head(&transaction, head, place.recorded_at).await?;
        transaction.commit().await?;
        let builtin = request.principal == BUILTIN;
        let revisions = prepared.iter().map(|(revision, ..)| summary(revision)).collect();
        let applied = prepared.into_iter().map(|(revision, ..)| revision.applied(head.seq, place.recorded_at, builtin));
        let next = match register.apply(head, place.recorded_at, applied) {
            Ok(next) => self.publish(next, false),
            Err(gap) => unreachable!("the place was counted from this register: {gap}"),
        };
        drop(turn);
        Ok(Committed { before: register, register: next, revisions })
    }
}

fn summary(revision: &Planned) -> Written {
    Written { id: revision.id.clone(), version: revision.version, action: action(revision) }
}

const fn action(revision: &Planned) -> Action {
    if revision.put.is_some() { Action::Put } else { Action::Delete }
}

/// Writes a commit and its revisions, and tells where the journal ends then.
async fn journal(
    db: &impl ConnectionTrait,
    place: &Place,
    request: &CommitRequest,
    register: &Register,
    prepared: &[(Planned, String, Digest)],
) -> Result<Head, DbErr> {
    let mut header = place.header(&request.principal);
    let rows: Vec<_> = (1..)
        .zip(prepared)
        .map(|(n, (revision, salt, commitment))| revisions::Model {
            seq: stored(place.seq),
            n,
            kind: revision.id.kind.path().to_owned(),
            key: revision.id.key.to_string(),
            version: stored(revision.version),
            action: action(revision).word().to_owned(),
            schema: upcast::CURRENT.into(),
            document: revision.put.as_ref().map_or_else(String::new, |(_, document)| document.clone()),
            salt: Some(salt.clone()),
            commitment: commitment.to_string(),
        })
        .collect();
    for row in &rows {
        header.revision(row.n, &row.kind, &row.key, row.version, &row.action, row.schema);
    }
    let digest = header.chained(&register.head().digest, prepared.iter().map(|(_, _, commitment)| commitment));
    let head = place.write(db, &request.principal, &request.reason, digest).await?;
    write::insert(db, rows).await?;
    Ok(head)
}
