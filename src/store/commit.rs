//! Committing: one transaction, one at a time, in a task that no client's disconnection cancels.

use super::{Store, StoreError, big, connection, entity, head, instant};
use crate::domain::{
    RecordId, Register,
    change::{self, Action, Change, Obstacle, Planned},
    digest::{self, Digest},
    inspect::{self, Reference},
    register::{BUILTIN, Head},
    upcast,
};
use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use std::{collections::BTreeMap, sync::Arc};

/// Changes to be made together.
#[derive(Debug)]
pub struct CommitRequest {
    /// Who makes them: an opaque id.
    pub principal: String,
    /// Why.
    pub reason: String,
    /// What shall be.
    pub changes: Vec<Change>,
    /// The edition of the built-in records that the database has afterwards, where that changes.
    pub seeds_edition: Option<i64>,
}

/// What a commit did.
#[derive(Debug)]
pub struct Committed {
    /// The journal after it.
    pub head: Head,
    /// The register before it.
    pub before: Arc<Register>,
    /// The revisions it wrote; none if everything was as wanted, and then there is no commit either.
    pub revisions: Vec<Planned>,
}

/// Why changes were not committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Something is in the way.
    #[error("the changes cannot be made")]
    Obstacles(Vec<Obstacle>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for CommitError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// How many rows are inserted by one statement: the engines bound the values of a statement, not the rows.
const ROWS: usize = 1000;

/// A salt and the commitment made with it.
pub(super) struct Sealed {
    pub salt: String,
    pub commitment: Digest,
}

/// The header of a commit as it is hashed: each field on its own.
pub(super) fn header(commit: &entity::commits::Model) -> Vec<String> {
    vec![commit.seq.to_string(), commit.commit_id.clone(), commit.recorded_at.clone(), commit.principal.clone()]
}

/// The header of a revision as it is hashed.
pub(super) fn revision_header(revision: &entity::revisions::Model) -> [String; 6] {
    [
        revision.n.to_string(),
        revision.kind.clone(),
        revision.key.clone(),
        revision.version.to_string(),
        revision.action.clone(),
        revision.schema.to_string(),
    ]
}

impl Store {
    /// Makes changes, all or none. Once this was called it runs to its end, whoever still waits for it.
    ///
    /// # Errors
    /// Everything that is in the way, or a failure of the database, after which nothing was written.
    pub async fn commit(self: &Arc<Self>, request: CommitRequest) -> Result<Committed, CommitError> {
        let store = Arc::clone(self);
        match tokio::spawn(async move { store.commit_now(request).await }).await {
            Ok(outcome) => outcome,
            Err(_) => Err(StoreError::Ended.into()),
        }
    }

    async fn commit_now(&self, request: CommitRequest) -> Result<Committed, CommitError> {
        let CommitRequest { principal, reason, changes, seeds_edition } = request;
        // Hashing happens before anybody has to wait for it.
        let sealed: BTreeMap<RecordId, Sealed> =
            changes.iter().map(|change| (change.id.clone(), self.seal(&change.action, &reason))).collect();
        let _turn = self.turn().await;
        let tx = connection::begin(&self.db).await?;
        let locked = head::lock(&tx).await?.journal;
        let Some(before) = self.follow(&tx, &self.current.load_full(), locked).await? else {
            tx.rollback().await?;
            // The next read finds out, and loads the register anew.
            return Err(StoreError::Reloading.into());
        };
        let planned = match change::plan(&before, changes) {
            Ok(planned) => planned,
            Err(obstacles) => {
                tx.rollback().await?;
                return Err(CommitError::Obstacles(obstacles));
            }
        };
        let before = Arc::new(before);
        if planned.is_empty() && seeds_edition.is_none() {
            tx.rollback().await?;
            return Ok(Committed { head: locked, before, revisions: planned });
        }
        if planned.is_empty() {
            write_head(&tx, locked, None, seeds_edition).await?;
            tx.commit().await?;
            return Ok(Committed { head: locked, before, revisions: planned });
        }
        let now = self.clock.now();
        let recorded_at = before.recorded_at().map_or(now, |last| now.max(last + TimeDelta::microseconds(1)));
        let mut commit = self.new_commit(locked.seq + 1, instant(recorded_at), principal, reason);
        let rows: Vec<entity::revisions::Model> = planned
            .iter()
            .enumerate()
            .map(|(n, revision)| row(commit.seq, n, revision, sealed.get(&revision.id)))
            .collect();
        let commitments: Vec<&Digest> =
            planned.iter().filter_map(|revision| sealed.get(&revision.id)).map(|sealed| &sealed.commitment).collect();
        let fields = header(&commit).into_iter().chain(rows.iter().flat_map(revision_header));
        let head = Head { seq: locked.seq + 1, digest: digest::chained(&locked.digest, fields, commitments) };
        commit.digest = head.digest.to_string();
        let recorded = commit.recorded_at.clone();
        let builtin = commit.principal == BUILTIN;
        write_journal(&tx, commit, rows).await?;
        write_index(&tx, head.seq, &before, &planned).await?;
        write_head(&tx, head, Some(recorded), seeds_edition).await?;
        tx.commit().await?;
        let applied: Vec<_> =
            planned.iter().map(|revision| revision.clone().applied(head.seq, recorded_at, builtin)).collect();
        match before.apply(head, recorded_at, applied) {
            Ok(next) => self.publish(Arc::new(next)).await,
            Err(gap) => return Err(StoreError::Corrupt(gap.to_string()).into()),
        }
        Ok(Committed { head, before, revisions: planned })
    }

    /// Waits for the turn to write, where the database has no fair queue of its own.
    pub(super) async fn turn(&self) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        if connection::queues(&self.db) { Some(self.turn.lock().await) } else { None }
    }

    fn seal(&self, action: &Action, reason: &str) -> Sealed {
        let document = match action {
            Action::Put(_, document) => document.as_str(),
            Action::Delete => "",
        };
        self.seal_document(document, reason)
    }

    /// A fresh salt, and the commitment to a document with it.
    pub(super) fn seal_document(&self, document: &str, reason: &str) -> Sealed {
        let mut salt = [0; 32];
        self.entropy.fill(&mut salt);
        Sealed { salt: hex::encode(salt), commitment: digest::commitment(&salt, document, reason) }
    }

    /// A commit with a new id; its digest is still to be made.
    pub(super) fn new_commit(
        &self,
        seq: u64,
        recorded_at: String,
        principal: String,
        reason: String,
    ) -> entity::commits::Model {
        let mut id = [0; 16];
        self.entropy.fill(&mut id);
        entity::commits::Model {
            seq: big(seq),
            commit_id: hex::encode(id),
            recorded_at,
            principal,
            reason,
            digest: String::new(),
        }
    }
}

fn row(seq: i64, n: usize, revision: &Planned, sealed: Option<&Sealed>) -> entity::revisions::Model {
    let (action, document) = match &revision.put {
        Some((_, document)) => ("put", document.clone()),
        None => ("delete", String::new()),
    };
    entity::revisions::Model {
        seq,
        n: big(n as u64),
        kind: revision.id.kind.path().into(),
        key: revision.id.key.as_str().into(),
        version: big(revision.version),
        action: action.into(),
        schema: i64::from(upcast::CURRENT),
        document,
        salt: sealed.map(|sealed| sealed.salt.clone()),
        commitment: sealed.map(|sealed| sealed.commitment.to_string()).unwrap_or_default(),
    }
}

async fn write_journal(
    db: &impl ConnectionTrait,
    commit: entity::commits::Model,
    rows: Vec<entity::revisions::Model>,
) -> Result<(), sea_orm::DbErr> {
    entity::commits::ActiveModel::from(commit).insert(db).await?;
    let mut rows = rows.into_iter().map(entity::revisions::ActiveModel::from).peekable();
    while rows.peek().is_some() {
        entity::revisions::Entity::insert_many(rows.by_ref().take(ROWS)).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Brings the index to the planned revisions; of references, only what differs is written.
async fn write_index(
    db: &impl ConnectionTrait,
    seq: u64,
    before: &Register,
    planned: &[Planned],
) -> Result<(), sea_orm::DbErr> {
    use entity::records::Column;
    let mut added = Vec::new();
    let mut current = Vec::new();
    for (n, revision) in planned.iter().enumerate() {
        let old = before.get(&revision.id).map(|entry| inspect::references(&entry.record)).unwrap_or_default();
        let new = revision.put.as_ref().map(|(record, _)| inspect::references(record)).unwrap_or_default();
        let gone: Vec<&Reference> = old.iter().filter(|reference| !new.contains(reference)).collect();
        remove_references(db, &revision.id, &gone).await?;
        added.extend(
            new.iter()
                .filter(|reference| !old.contains(reference))
                .map(|reference| reference_row(&revision.id, reference)),
        );
        if revision.put.is_some() {
            current.push(entity::records::ActiveModel {
                kind: Set(revision.id.kind.path().into()),
                key: Set(revision.id.key.as_str().into()),
                version: Set(big(revision.version)),
                seq: Set(big(seq)),
                n: Set(big(n as u64)),
            });
        } else {
            entity::records::Entity::delete_by_id((
                revision.id.kind.path().to_owned(),
                revision.id.key.as_str().to_owned(),
            ))
            .exec(db)
            .await?;
        }
    }
    let replace = OnConflict::columns([Column::Kind, Column::Key])
        .update_columns([Column::Version, Column::Seq, Column::N])
        .to_owned();
    let mut current = current.into_iter().peekable();
    while current.peek().is_some() {
        entity::records::Entity::insert_many(current.by_ref().take(ROWS))
            .on_conflict(replace.clone())
            .exec_without_returning(db)
            .await?;
    }
    insert_references(db, added).await
}

pub(super) fn reference_row(id: &RecordId, reference: &Reference) -> entity::refs::ActiveModel {
    entity::refs::ActiveModel {
        kind: Set(id.kind.path().into()),
        key: Set(id.key.as_str().into()),
        pointer: Set(reference.pointer.to_string()),
        to_kind: Set(reference.to.kind.path().into()),
        to_key: Set(reference.to.key.as_str().into()),
    }
}

pub(super) async fn insert_references(
    db: &impl ConnectionTrait,
    rows: Vec<entity::refs::ActiveModel>,
) -> Result<(), sea_orm::DbErr> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        entity::refs::Entity::insert_many(rows.by_ref().take(ROWS)).exec_without_returning(db).await?;
    }
    Ok(())
}

async fn remove_references(
    db: &impl ConnectionTrait,
    id: &RecordId,
    gone: &[&Reference],
) -> Result<(), sea_orm::DbErr> {
    use entity::refs::Column;
    for pointers in gone.chunks(ROWS) {
        entity::refs::Entity::delete_many()
            .filter(Column::Kind.eq(id.kind.path()))
            .filter(Column::Key.eq(id.key.as_str()))
            .filter(Column::Pointer.is_in(pointers.iter().map(|reference| reference.pointer.as_str())))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Moves the head row.
pub(super) async fn write_head(
    db: &impl ConnectionTrait,
    head: Head,
    recorded_at: Option<String>,
    seeds_edition: Option<i64>,
) -> Result<(), sea_orm::DbErr> {
    use entity::head::Column;
    let mut update = entity::head::Entity::update_many()
        .col_expr(Column::Seq, Expr::value(big(head.seq)))
        .col_expr(Column::Digest, Expr::value(head.digest.to_string()));
    if let Some(recorded_at) = recorded_at {
        update = update.col_expr(Column::RecordedAt, Expr::value(recorded_at));
    }
    if let Some(edition) = seeds_edition {
        update = update.col_expr(Column::SeedsEdition, Expr::value(edition));
    }
    update.filter(Column::Id.eq(1)).exec(db).await?;
    Ok(())
}
