//! Requests that are carried out once: their caller gave them a key, and what they were answered is kept for a day.
//!
//! What is kept is written in the transaction of the commit, so that there is never one without the other, and is looked for
//! under the lock of the head, so that it does not matter which server is asked again. What an answer says is opaque here.

use super::{
    CommitRequest, Committed, Store, connect,
    entity::idempotency_keys::Model,
    error::{CommitError, StoreError},
    journal::{counted, instant, stored, written},
    write,
};
use crate::domain::digest::{self, Digest};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use std::{collections::HashMap, fmt, sync::Arc};

/// So long an answer is kept.
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// A request that has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Stands for who asks what under which key.
    pub request: Digest,
    /// What was sent with it.
    pub sent: Digest,
}

impl Asked {
    /// What `principal` asks of `target` under `key`, sending something with the digest `sent`.
    #[must_use]
    pub fn new(principal: &str, target: &str, key: &str, sent: Digest) -> Self {
        Self { request: digest::of_fields([principal, target, key]), sent }
    }
}

/// What the caller is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What goes before the body, in the words of whoever answers.
    pub head: String,
    /// The body.
    pub body: Arc<[u8]>,
}

/// What the caller of a request with a key is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The answer.
    pub reply: Reply,
    /// Whether it is that of an earlier request, and nothing was done now.
    pub again: bool,
}

/// Makes the answer of what was committed, before it is written.
pub type Tell = Arc<dyn Fn(&Committed) -> Reply + Send + Sync>;

/// Asks for a commit to be made once, and its answer to be kept with it.
#[derive(Clone)]
pub struct Keep {
    /// The request.
    pub asked: Asked,
    /// Its answer.
    pub tell: Tell,
}

impl fmt::Debug for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keep").field("asked", &self.asked).finish_non_exhaustive()
    }
}

impl Store {
    /// What the request was answered, if it was carried out before. A first look: only the commit itself knows for certain.
    ///
    /// # Errors
    /// [`CommitError::KeyReused`], [`CommitError::Forgotten`], and those of the database.
    pub async fn answered(&self, asked: &Asked) -> Result<Option<Answered>, CommitError> {
        Kept::read(&self.db, &[asked], self.clock.now()).await?.answer_to(asked)
    }
}

/// What is kept of some requests, and what is to be.
pub(super) struct Kept {
    now: DateTime<Utc>,
    known: HashMap<Digest, Model>,
    new: Vec<Digest>,
}

impl Kept {
    /// What is kept of those among `requests` that have a key.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        requests: &[CommitRequest],
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let asked: Vec<&Asked> = requests.iter().filter_map(|request| Some(&request.keep.as_ref()?.asked)).collect();
        Self::read(db, &asked, now).await
    }

    async fn read(db: &impl ConnectionTrait, asked: &[&Asked], now: DateTime<Utc>) -> Result<Self, StoreError> {
        let mut known = HashMap::new();
        if !asked.is_empty() {
            let marks: Vec<_> = (2..).take(asked.len()).map(|mark| format!("${mark}")).collect();
            let query = format!(
                "SELECT request, seq, kept_at, sent, head, body FROM idempotency_keys \
                 WHERE kept_at > $1 AND request IN ({})",
                marks.join(",")
            );
            let requests = asked.iter().map(|asked| asked.request.to_string().into());
            for row in connect::rows::<Model>(db, &query, std::iter::once(oldest(now).into()).chain(requests)).await? {
                known.insert(super::journal::digest(&row.request)?, row);
            }
        }
        Ok(Self { now, known, new: Vec::new() })
    }

    /// What the request was answered, if it was carried out before.
    pub(super) fn answer_to(&self, asked: &Asked) -> Result<Option<Answered>, CommitError> {
        let Some(row) = self.known.get(&asked.request) else { return Ok(None) };
        let (Some(sent), Some(head), Some(body)) = (&row.sent, &row.head, &row.body) else {
            return Err(CommitError::Forgotten { at: instant(&row.kept_at)?, seq: counted(row.seq) });
        };
        if *sent != asked.sent.to_string() {
            return Err(CommitError::KeyReused);
        }
        Ok(Some(Answered { reply: Reply { head: head.clone(), body: body.as_slice().into() }, again: true }))
    }

    /// Takes up the answer to what was drafted now.
    pub(super) fn keep(&mut self, keep: &Keep, committed: &Committed) -> Answered {
        let reply = (keep.tell)(committed);
        let Asked { request, sent } = keep.asked;
        let row = Model {
            request: request.to_string(),
            seq: stored(committed.head().seq),
            kept_at: written(self.now),
            sent: Some(sent.to_string()),
            head: Some(reply.head.clone()),
            body: Some(reply.body.to_vec()),
        };
        self.known.insert(request, row);
        self.new.push(request);
        Answered { reply, again: false }
    }

    /// Writes what is to be kept, and deletes what has been kept long enough.
    pub(super) async fn write(mut self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        if self.new.is_empty() {
            return Ok(());
        }
        connect::execute(db, "DELETE FROM idempotency_keys WHERE kept_at <= $1", [oldest(self.now).into()]).await?;
        let rows: Vec<_> = self.new.iter().filter_map(|request| self.known.remove(request)).collect();
        write::insert(db, &rows).await
    }
}

/// What was kept then or before is not known any more.
fn oldest(now: DateTime<Utc>) -> String {
    written(now - KEPT_FOR)
}

/// Forgets every answer, and what was sent: of what is redacted something may be in any of them. That they were given stays
/// known, so that nothing is done twice.
pub(super) async fn forget(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    connect::execute(db, "UPDATE idempotency_keys SET sent = NULL, head = NULL, body = NULL", []).await.map(drop)
}
