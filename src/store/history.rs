//! Reading the journal for people: the revisions of a record, and what changed since a commit.

use super::{
    Store, connect,
    error::StoreError,
    journal::{self, Action, REVISION, RevisionRow, counted, stored},
};
use crate::domain::{RecordId, digest::Digest, register::Applied};
use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use std::collections::BTreeMap;

/// A revision of a record, and the commit that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Of which record.
    pub id: RecordId,
    /// Counts the revisions of the key from 1.
    pub version: u64,
    /// The commit.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who wrote it: an opaque id.
    pub principal: String,
    /// Why.
    pub reason: String,
    /// What it did to the record.
    pub action: Action,
    /// The document, read through upcasters where it is old; `None` for a deletion.
    pub document: Option<String>,
    /// Whether the document was redacted.
    pub redacted: bool,
}

/// A commit with all its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Counts the commits from 1.
    pub seq: u64,
    /// Its id, which no other journal has.
    pub commit_id: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who wrote it: an opaque id.
    pub principal: String,
    /// Why.
    pub reason: String,
    /// The digest of the journal after it.
    pub digest: Digest,
    /// Its revisions, in order. A commit that redacts has none.
    pub revisions: Vec<Revision>,
    /// What it redacted.
    pub redactions: Vec<Redaction>,
}

/// A revision that a commit redacted, or whose commit's reason it redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// Of which record.
    pub id: RecordId,
    /// Which version.
    pub version: u64,
}

impl Revision {
    fn read(row: RevisionRow) -> Result<Self, StoreError> {
        let id = journal::record_id(&row.kind, &row.key)?;
        let redacted = row.is_redacted();
        let action = if row.deletes() { Action::Delete } else { Action::Put };
        let document = match action {
            Action::Delete => None,
            Action::Put => {
                let upcast = journal::read(id.kind, row.schema, &row.document)
                    .map_err(|why| StoreError::unreadable(row.name(), why))?
                    .1;
                Some(upcast.unwrap_or(row.document))
            }
        };
        Ok(Self {
            id,
            version: counted(row.version),
            seq: counted(row.seq),
            recorded_at: journal::instant(&row.recorded_at)?,
            principal: row.principal,
            reason: row.reason,
            action,
            document,
            redacted,
        })
    }
}

impl Store {
    /// The revisions of a record, newest first, at most `limit`, older than the version `before` if there is one.
    ///
    /// # Errors
    /// Those of the database, and documents that cannot be read.
    pub async fn history(&self, id: &RecordId, before: Option<u64>, limit: u64) -> Result<Vec<Revision>, StoreError> {
        let query = format!(
            "SELECT {REVISION} FROM revisions r JOIN commits c ON c.seq = r.seq \
             WHERE r.kind = $1 AND r.key = $2 AND r.version < $3 ORDER BY r.version DESC LIMIT $4"
        );
        let before = before.map_or(i64::MAX, stored);
        let values = [id.kind.path().into(), id.key.as_str().into(), before.into(), stored(limit).into()];
        let rows: Vec<RevisionRow> = connect::rows(&self.db, &query, values).await?;
        rows.into_iter().map(Revision::read).collect()
    }

    /// One revision of a record, if there is one of this version.
    ///
    /// # Errors
    /// See [`Store::history`].
    pub async fn revision(&self, id: &RecordId, version: u64) -> Result<Option<Revision>, StoreError> {
        let newest = self.history(id, version.checked_add(1), 1).await?.pop();
        Ok(newest.filter(|revision| revision.version == version))
    }

    /// The newest revision of a record that commit `seq` or one before it wrote.
    pub(super) async fn newest_by(&self, id: &RecordId, seq: u64) -> Result<Option<Applied>, StoreError> {
        let query = format!(
            "SELECT {REVISION} FROM revisions r JOIN commits c ON c.seq = r.seq \
             WHERE r.kind = $1 AND r.key = $2 AND r.seq <= $3 ORDER BY r.seq DESC LIMIT 1"
        );
        let values = [id.kind.path().into(), id.key.as_str().into(), stored(seq).into()];
        let row: Option<RevisionRow> = connect::row(&self.db, &query, values).await?;
        row.map(RevisionRow::applied).transpose()
    }

    /// The commits after `seq`, oldest first, whole, at most `limit`.
    ///
    /// # Errors
    /// See [`Store::history`].
    pub async fn commits_since(&self, seq: u64, limit: u64) -> Result<Vec<Commit>, StoreError> {
        let after = stored(seq);
        let commits = journal::commits_after(&self.db, after, limit).await?;
        let Some(last) = commits.last().map(|commit| commit.seq) else { return Ok(Vec::new()) };
        let mut revisions: BTreeMap<i64, Vec<Revision>> = BTreeMap::new();
        for row in journal::revisions_between(&self.db, after, last).await? {
            revisions.entry(row.seq).or_default().push(Revision::read(row)?);
        }
        let mut redactions = self.redactions_between(after, last).await?;
        let whole = commits.into_iter().map(|commit| {
            Ok(Commit {
                seq: counted(commit.seq),
                recorded_at: journal::instant(&commit.recorded_at)?,
                digest: journal::digest(&commit.digest)?,
                revisions: revisions.remove(&commit.seq).unwrap_or_default(),
                redactions: redactions.remove(&commit.seq).unwrap_or_default(),
                commit_id: commit.commit_id,
                principal: commit.principal,
                reason: commit.reason,
            })
        });
        whole.collect()
    }

    async fn redactions_between(&self, after: i64, last: i64) -> Result<BTreeMap<i64, Vec<Redaction>>, StoreError> {
        #[derive(FromQueryResult)]
        struct Row {
            seq: i64,
            kind: String,
            key: String,
            version: i64,
        }
        let query = "SELECT d.seq, r.kind, r.key, r.version FROM redactions d \
                     JOIN revisions r ON r.seq = d.of_seq AND r.n = d.of_n \
                     WHERE d.seq > $1 AND d.seq <= $2 ORDER BY d.seq, d.n";
        let rows: Vec<Row> = connect::rows(&self.db, query, [Value::from(after), last.into()]).await?;
        let mut grouped: BTreeMap<i64, Vec<Redaction>> = BTreeMap::new();
        for row in rows {
            let redaction = Redaction { id: journal::record_id(&row.kind, &row.key)?, version: counted(row.version) };
            grouped.entry(row.seq).or_default().push(redaction);
        }
        Ok(grouped)
    }
}
