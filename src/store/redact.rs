//! Forgetting documents without breaking the chain.
//!
//! A redaction replaces documents, destroys their salts and journals, in a commit of its own, new commitments to what stands
//! there now. The old commitments stay in the chain and can no longer be tried against guesses.

use super::{Store, StoreError, big, commit, connection, entity, head, instant, load, small};
use crate::domain::{
    RecordId,
    digest::{self, Digest},
    register::Head,
};
use chrono::TimeDelta;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use std::{collections::BTreeSet, sync::Arc};

/// What stands in the place of what was redacted.
pub(super) const REDACTED: &str = "[redacted]";

/// What is to be forgotten.
#[derive(Debug, Clone)]
pub struct Redaction {
    /// Who asks for it: an opaque id.
    pub principal: String,
    /// Why; kept in the journal, so it must not repeat what is to be forgotten.
    pub reason: String,
    /// Which records, and which version of each; all versions where none is named.
    pub targets: Vec<(RecordId, Option<u64>)>,
    /// Whether to forget the reasons of the commits that wrote them too.
    pub reasons: bool,
}

/// What was forgotten.
#[derive(Debug, Clone)]
pub struct Redacted {
    /// The journal after it.
    pub head: Head,
    /// The versions whose documents were replaced.
    pub versions: Vec<(RecordId, u64)>,
}

/// Why nothing was forgotten.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// There is no such version with a document.
    #[error("{0} has no such version with a document that could be redacted")]
    Missing(RecordId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sea_orm::DbErr> for RedactError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// The document that stands in the place of a redacted one; it is a record of any kind.
pub(super) fn replacement(key: &str) -> String {
    format!(r#"{{"key":"{key}","name":{{"en":"{REDACTED}"}},"status":"retired"}}"#)
}

impl Store {
    /// Forgets documents, all that are named or none.
    pub async fn redact(self: &Arc<Self>, redaction: Redaction) -> Result<Redacted, RedactError> {
        let store = Arc::clone(self);
        match tokio::spawn(async move { store.redact_now(redaction).await }).await {
            Ok(outcome) => outcome,
            Err(_) => Err(StoreError::Ended.into()),
        }
    }

    async fn redact_now(self: &Arc<Self>, redaction: Redaction) -> Result<Redacted, RedactError> {
        let _turn = self.turn().await;
        let tx = connection::begin(&self.db).await?;
        let locked = head::lock(&tx).await?.journal;
        let replaced = targets(&tx, &redaction.targets).await?;
        let mut rows = replaced.clone();
        if redaction.reasons {
            rows = forget_reasons(&tx, &replaced).await?;
        }
        let last = entity::commits::Entity::find_by_id(big(locked.seq)).one(&tx).await?;
        let now = self.clock.now();
        let recorded_at = match &last {
            Some(last) => now.max(super::parse_instant(&last.recorded_at)? + TimeDelta::microseconds(1)),
            None => now,
        };
        let mut own = self.new_commit(locked.seq + 1, instant(recorded_at), redaction.principal, redaction.reason);
        let is_replaced: BTreeSet<(i64, i64)> = replaced.iter().map(|row| (row.seq, row.n)).collect();
        let mut sealed = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            let document =
                if is_replaced.contains(&(row.seq, row.n)) { replacement(&row.key) } else { row.document.clone() };
            let reason = reason_of(&tx, row.seq).await?;
            let seal = self.seal_document(&document, &reason);
            let mut update = row.clone().into_active_model();
            update.document = Set(document);
            update.salt = Set(None);
            update.update(&tx).await?;
            sealed.push((
                entity::redactions::Model {
                    seq: own.seq,
                    n: big(n as u64),
                    of_seq: row.seq,
                    of_n: row.n,
                    salt: seal.salt,
                    commitment: seal.commitment.to_string(),
                },
                seal.commitment,
            ));
        }
        let fields = commit::header(&own).into_iter().chain(sealed.iter().flat_map(|(row, _)| redaction_header(row)));
        let commitments: Vec<&Digest> = sealed.iter().map(|(_, commitment)| commitment).collect();
        let head = Head { seq: locked.seq + 1, digest: digest::chained(&locked.digest, fields, commitments) };
        own.digest = head.digest.to_string();
        let recorded = own.recorded_at.clone();
        entity::commits::ActiveModel::from(own).insert(&tx).await?;
        for (row, _) in sealed {
            entity::redactions::ActiveModel::from(row).insert(&tx).await?;
        }
        forget_references(&tx, &replaced).await?;
        commit::write_head(&tx, head, Some(recorded), None).await?;
        tx.commit().await?;
        self.forget_past();
        let versions = replaced
            .iter()
            .map(|row| Ok((load::id(&row.kind, &row.key)?, small(row.version))))
            .collect::<Result<_, StoreError>>()?;
        Ok(Redacted { head, versions })
    }
}

/// The header of a redaction as it is hashed.
pub(super) fn redaction_header(row: &entity::redactions::Model) -> [String; 4] {
    ["redact".into(), row.n.to_string(), row.of_seq.to_string(), row.of_n.to_string()]
}

/// The revisions whose documents are to be replaced.
async fn targets(
    db: &impl ConnectionTrait,
    named: &[(RecordId, Option<u64>)],
) -> Result<Vec<entity::revisions::Model>, RedactError> {
    use entity::revisions::Column;
    let mut rows: Vec<entity::revisions::Model> = Vec::new();
    for (id, version) in named {
        let mut query = entity::revisions::Entity::find()
            .filter(Column::Kind.eq(id.kind.path()))
            .filter(Column::Key.eq(id.key.as_str()))
            .filter(Column::Action.eq("put"))
            .filter(Column::Document.ne(replacement(id.key.as_str())))
            .order_by_asc(Column::Version);
        if let Some(version) = version {
            query = query.filter(Column::Version.eq(big(*version)));
        }
        let found = query.all(db).await?;
        if found.is_empty() {
            return Err(RedactError::Missing(id.clone()));
        }
        rows.extend(
            found
                .into_iter()
                .filter(|row| !rows.iter().any(|have| (have.seq, have.n) == (row.seq, row.n)))
                .collect::<Vec<_>>(),
        );
    }
    Ok(rows)
}

/// Forgets the reasons of the commits that wrote `rows`; answers every revision of them, since all were sealed with those.
async fn forget_reasons(
    db: &impl ConnectionTrait,
    rows: &[entity::revisions::Model],
) -> Result<Vec<entity::revisions::Model>, StoreError> {
    let mut all = Vec::new();
    for seq in rows.iter().map(|row| row.seq).collect::<BTreeSet<_>>() {
        if let Some(commit) = entity::commits::Entity::find_by_id(seq).one(db).await? {
            let mut update = commit.into_active_model();
            update.reason = Set(REDACTED.into());
            update.update(db).await?;
        }
        all.extend(
            entity::revisions::Entity::find()
                .filter(entity::revisions::Column::Seq.eq(seq))
                .order_by_asc(entity::revisions::Column::N)
                .all(db)
                .await?,
        );
    }
    Ok(all)
}

async fn reason_of(db: &impl ConnectionTrait, seq: i64) -> Result<String, StoreError> {
    let commit = entity::commits::Entity::find_by_id(seq).one(db).await?;
    commit.map(|commit| commit.reason).ok_or_else(|| StoreError::Corrupt(format!("the journal has no commit {seq}")))
}

/// A current record that was redacted refers to nothing any more; others may still refer to it.
async fn forget_references(db: &impl ConnectionTrait, rows: &[entity::revisions::Model]) -> Result<(), StoreError> {
    for row in rows {
        let current = entity::records::Entity::find_by_id((row.kind.clone(), row.key.clone())).one(db).await?;
        if current.is_some_and(|current| current.version == row.version) {
            entity::refs::Entity::delete_many()
                .filter(entity::refs::Column::Kind.eq(&row.kind))
                .filter(entity::refs::Column::Key.eq(&row.key))
                .exec(db)
                .await?;
        }
    }
    Ok(())
}

/// Whether a document of `key` was replaced by a redaction.
pub(super) fn is_replacement(key: &str, document: &str) -> bool {
    document == replacement(key)
}
