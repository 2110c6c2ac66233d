//! Reading the journal for people: the revisions of a record.

use super::{
    Store, connect,
    error::StoreError,
    journal::{self, Action, REVISION, RevisionRow, counted, stored},
};
use crate::domain::{RecordId, register::Applied};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

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

impl Revision {
    fn read(row: RevisionRow) -> Result<Self, StoreError> {
        let id = journal::record_id(&row.kind, &row.key)?;
        let redacted = row.is_redacted();
        let action = if row.deletes() { Action::Delete } else { Action::Put };
        let document = match action {
            Action::Delete => None,
            Action::Put => {
                let name = row.name();
                let document = journal::as_written_today(id.kind, row.schema, row.document);
                Some(document.map_err(|why| StoreError::unreadable(name, why))?)
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

/// From which commit on, and up to which, a revision was the newest of its record.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Said {
    seq: i64,
    until: Option<i64>,
}

impl Said {
    /// Whether the revision was the newest of its record after a commit.
    #[must_use]
    pub fn current_at(&self, seq: u64) -> bool {
        let seq = stored(seq);
        self.seq <= seq && self.until.is_none_or(|until| seq < until)
    }
}

impl Store {
    /// The revisions whose documents contain a word, of letters and digits. Reads the whole journal.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revisions_that_say(&self, word: &str) -> Result<Vec<Said>, StoreError> {
        let query = "SELECT r.seq, (SELECT MIN(later.seq) FROM revisions later WHERE later.kind = r.kind AND later.key = r.key \
                     AND later.seq > r.seq) AS until FROM revisions r WHERE r.document LIKE $1";
        Ok(connect::rows(&self.db, query, [format!("%{word}%").into()]).await?)
    }

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
}
