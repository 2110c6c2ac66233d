//! The feed of commits: what followers read, whole commits in their order, and how they wait for the next one.
//!
//! Commits are numbered without gaps and are never rewritten, so a follower who asks for what comes after the last number it
//! has misses nothing and gets nothing twice. Who waits holds no connection: it is woken by the commits of this process, and
//! by one look at the head, shared by all who wait, that finds those of other servers.

use super::{
    Action, Store, connect,
    error::StoreError,
    journal::{self, counted, stored},
};
use crate::domain::{
    RecordId,
    digest::{Digest, GENESIS},
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

/// A page ends with the commit that brings it to so many bytes; a larger commit is a page by itself.
const PAGE_BYTES: usize = 4 << 20;

/// What a revision is counted as, beside its document.
const REVISION_BYTES: usize = 150;

/// Revisions read at a time.
const ROWS: i64 = 1_000;

/// So many may wait at once.
pub(super) const WAITERS: usize = 256;

/// How soon a commit of another server wakes those who wait.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What a follower asks for.
#[derive(Debug, Clone)]
pub struct FeedQuery {
    /// The last commit that it has; 0 if it has none.
    pub since: u64,
    /// The digest of the journal after that commit, as the follower was told.
    pub digest: Option<Digest>,
    /// At most so many commits.
    pub limit: u64,
    /// Whether documents are told.
    pub documents: bool,
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
    pub revisions: Vec<RevisionOf>,
    /// What it redacted.
    pub redactions: Vec<Redaction>,
}

/// A revision of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionOf {
    /// Of which record.
    pub id: RecordId,
    /// Counts the revisions of the key from 1.
    pub version: u64,
    /// What it did to the record.
    pub action: Action,
    /// The document as it reads today, if documents were asked for and this is not a deletion.
    pub document: Option<String>,
}

/// A revision that a commit redacted, or whose commit's reason it redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// Of which record.
    pub id: RecordId,
    /// Which version.
    pub version: u64,
}

#[derive(FromQueryResult)]
struct Row {
    seq: i64,
    n: i64,
    kind: String,
    key: String,
    version: i64,
    action: String,
    schema: i64,
    document: String,
}

impl Row {
    fn read(self, documents: bool) -> Result<RevisionOf, StoreError> {
        let id = journal::record_id(&self.kind, &self.key)?;
        let deletes = self.action == Action::Delete.word();
        let name = || format!("{}/{} version {} (commit {})", self.kind, self.key, self.version, self.seq);
        let document = (documents && !deletes)
            .then(|| journal::as_written_today(id.kind, self.schema, self.document))
            .transpose()
            .map_err(|why| StoreError::unreadable(name(), why))?;
        let action = if deletes { Action::Delete } else { Action::Put };
        Ok(RevisionOf { id, version: counted(self.version), action, document })
    }
}

impl Store {
    /// The commits after `query.since`, oldest first, whole. If there is none yet, waits for one, but at most `wait`.
    ///
    /// # Errors
    /// [`StoreError::Future`] if the journal is not there yet, [`StoreError::OtherHistory`] if it is another one than the
    /// follower knows, [`StoreError::Crowded`] if too many wait, and those of the database.
    pub async fn feed(self: &Arc<Self>, query: &FeedQuery, wait: Duration) -> Result<Vec<Commit>, StoreError> {
        if !wait.is_zero()
            && let Ok(moved) = tokio::time::timeout(wait, self.moved_on(query)).await
        {
            moved?;
        }
        let snapshot = connect::begin_snapshot(&self.db).await?;
        let page = page(&snapshot, query).await;
        snapshot.rollback().await?;
        page
    }

    /// Waits until the journal does not end at `query.since`.
    async fn moved_on(self: &Arc<Self>, query: &FeedQuery) -> Result<(), StoreError> {
        let _place = self.waiting.try_acquire().map_err(|_| StoreError::Crowded)?;
        let mut newest = self.newest.subscribe();
        loop {
            let head = self.register().await?.head();
            if head.seq != query.since || query.digest.is_some_and(|digest| digest != head.digest) {
                return Ok(());
            }
            self.look_for_others();
            if newest.wait_for(|register| register.head() != head).await.is_err() {
                return Err(StoreError::Interrupted);
            }
        }
    }

    /// Looks at the head now and then, as long as somebody waits.
    fn look_for_others(self: &Arc<Self>) {
        if std::mem::replace(&mut *self.looking.lock().unwrap_or_else(PoisonError::into_inner), true) {
            return;
        }
        let store = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(LOOK_AGAIN).await;
                let Some(store) = store.upgrade() else { return };
                {
                    // Who begins to wait has subscribed before it takes this lock.
                    let mut looking = store.looking.lock().unwrap_or_else(PoisonError::into_inner);
                    if store.newest.receiver_count() == 0 {
                        *looking = false;
                        return;
                    }
                }
                if let Err(error) = store.current().await {
                    tracing::debug!(%error, "the head could not be read for those who wait for commits");
                }
            }
        });
    }
}

/// The page that a query asks for, as the database is at one instant.
async fn page(db: &impl ConnectionTrait, query: &FeedQuery) -> Result<Vec<Commit>, StoreError> {
    let head = journal::head(db, false).await?.head;
    let since = query.since;
    match query.digest {
        Some(digest) if digest_at(db, since).await? != Some(digest) => return Err(StoreError::OtherHistory { since }),
        None if since > head.seq => {
            return Err(StoreError::Future { asked: format!("commit {since}"), head: head.seq });
        }
        _ => {}
    }
    if since == head.seq {
        return Ok(Vec::new());
    }
    let mut rows = journal::commits_after(db, stored(since), query.limit).await?;
    let Some(last) = rows.last().map(|commit| commit.seq) else { return Ok(Vec::new()) };
    let (mut revisions, last) = revisions(db, stored(since), last, query.documents).await?;
    let mut redactions = redactions(db, stored(since), last).await?;
    rows.retain(|commit| commit.seq <= last);
    let commits = rows.into_iter().map(|commit| {
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
    commits.collect()
}

/// The digest of the journal after a commit, if there is such a commit.
async fn digest_at(db: &impl ConnectionTrait, seq: u64) -> Result<Option<Digest>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        digest: String,
    }
    if seq == 0 {
        return Ok(Some(GENESIS));
    }
    let row: Option<Row> = connect::row(db, "SELECT digest FROM commits WHERE seq = $1", [stored(seq).into()]).await?;
    row.map(|row| journal::digest(&row.digest)).transpose()
}

type ByCommit<T> = BTreeMap<i64, Vec<T>>;

/// The revisions of the commits after `after`, up to the commit that fills the page or `last`; and which that is.
async fn revisions(
    db: &impl ConnectionTrait,
    after: i64,
    last: i64,
    documents: bool,
) -> Result<(ByCommit<RevisionOf>, i64), StoreError> {
    let document = if documents { "document" } else { "'' AS document" };
    let query = format!(
        "SELECT seq, n, kind, key, version, action, schema, {document} FROM revisions \
         WHERE (seq, n) > ($1, $2) AND seq <= $3 ORDER BY seq, n LIMIT $4"
    );
    let mut grouped = ByCommit::new();
    let (mut place, mut bytes) = ((after + 1, 0), 0);
    loop {
        let values = [place.0, place.1, last, ROWS].map(Value::from);
        let rows: Vec<Row> = connect::rows(db, &query, values).await?;
        if rows.is_empty() {
            return Ok((grouped, last));
        }
        for row in rows {
            if row.seq > place.0 && bytes > PAGE_BYTES {
                return Ok((grouped, row.seq - 1));
            }
            place = (row.seq, row.n);
            bytes += REVISION_BYTES + row.document.len();
            grouped.entry(row.seq).or_default().push(row.read(documents)?);
        }
    }
}

/// What the commits after `after` up to `last` redacted.
async fn redactions(db: &impl ConnectionTrait, after: i64, last: i64) -> Result<ByCommit<Redaction>, StoreError> {
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
    let rows: Vec<Row> = connect::rows(db, query, [Value::from(after), last.into()]).await?;
    let mut grouped = ByCommit::new();
    for row in rows {
        let redaction = Redaction { id: journal::record_id(&row.kind, &row.key)?, version: counted(row.version) };
        grouped.entry(row.seq).or_default().push(redaction);
    }
    Ok(grouped)
}
