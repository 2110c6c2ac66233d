//! How commits and revisions are written as rows, read back and hashed.
//!
//! Knows the text that is hashed, field by field. Never knows when or why a row is read.

use super::{connect, entity::commits, error::StoreError};
use crate::domain::{
    Entry, Kind, Record, RecordId,
    digest::{self, Digest},
    register::{Applied, BUILTIN, Head, REDACTED},
    upcast,
};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use serde_json::Value as Json;
use std::sync::Arc;

/// The number of a row as the database holds it.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number of a row as the program counts it; there are none below nought.
pub(super) fn counted(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// An instant as the database holds it: fixed width, so that the order of text is the order of time.
pub(super) fn written(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Reads an instant back.
pub(super) fn instant(text: &str) -> Result<DateTime<Utc>, StoreError> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.to_utc())
        .map_err(|error| StoreError::unreadable(format!("the time `{text}`"), error))
}

/// Reads a digest back.
pub(super) fn digest(text: &str) -> Result<Digest, StoreError> {
    text.parse().map_err(|error: String| StoreError::unreadable("a digest of the journal", error))
}

/// Reads the id of a record back.
pub(super) fn record_id(kind: &str, key: &str) -> Result<RecordId, StoreError> {
    let id = kind.parse::<Kind>().and_then(|kind| Ok(RecordId::new(kind, key.parse()?)));
    id.map_err(|why| StoreError::unreadable(format!("{kind}/{key}"), why))
}

/// The head row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeadRow {
    /// Where the journal ends.
    pub head: Head,
    /// When its last commit was recorded.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Changes whenever access changes.
    pub access_epoch: i64,
}

#[derive(FromQueryResult)]
struct RawHead {
    seq: i64,
    digest: String,
    recorded_at: Option<String>,
    access_epoch: i64,
}

/// Reads the head row; `lock` keeps every other writer out until the transaction ends.
pub(super) async fn head(db: &impl ConnectionTrait, lock: bool) -> Result<HeadRow, StoreError> {
    // SQLite has no row locks: its writers hold the whole database already.
    let lock = if lock && db.get_database_backend() == sea_orm::DbBackend::Postgres { " FOR UPDATE" } else { "" };
    let query = format!("SELECT seq, digest, recorded_at, access_epoch FROM head WHERE id = 1{lock}");
    let raw: RawHead = connect::row(db, &query, [])
        .await?
        .ok_or_else(|| StoreError::unreadable("the head of the journal", "its row is missing"))?;
    Ok(HeadRow {
        head: Head { seq: counted(raw.seq), digest: digest(&raw.digest)? },
        recorded_at: raw.recorded_at.as_deref().map(instant).transpose()?,
        access_epoch: raw.access_epoch,
    })
}

/// The columns of a [`RevisionRow`], from `revisions r` and its `commits c`.
pub(super) const REVISION: &str = "r.seq, r.n, r.kind, r.key, r.version, r.action, r.schema, r.document, r.salt, c.recorded_at, c.principal, c.reason";

/// A revision and the commit that wrote it.
#[derive(Debug, FromQueryResult)]
pub(super) struct RevisionRow {
    pub seq: i64,
    pub n: i64,
    pub kind: String,
    pub key: String,
    pub version: i64,
    pub action: String,
    pub schema: i64,
    pub document: String,
    pub salt: Option<String>,
    pub recorded_at: String,
    pub principal: String,
    pub reason: String,
}

impl RevisionRow {
    /// The name for messages.
    pub(super) fn name(&self) -> String {
        format!("{}/{} version {} (commit {})", self.kind, self.key, self.version, self.seq)
    }

    /// Whether its document was redacted: no salt, and nothing left in it.
    pub(super) fn is_redacted(&self) -> bool {
        self.salt.is_none() && self.document == replacement(&self.key)
    }

    /// Whether it deletes the record.
    pub(super) fn deletes(&self) -> bool {
        self.action == Action::Delete.word()
    }

    /// The revision as a register takes it in.
    pub(super) fn applied(self) -> Result<Applied, StoreError> {
        let id = record_id(&self.kind, &self.key)?;
        let version = counted(self.version);
        if self.deletes() {
            return Ok(Applied::deletion(id, version));
        }
        let (record, document) =
            read(id.kind, self.schema, &self.document).map_err(|why| StoreError::unreadable(self.name(), why))?;
        let entry = Entry {
            id,
            version,
            seq: counted(self.seq),
            recorded_at: instant(&self.recorded_at)?,
            builtin: self.principal == BUILTIN,
            document: document.unwrap_or(self.document).into(),
            record,
        };
        Ok(Applied::put(Arc::new(entry)))
    }
}

/// Reads a document that follows `schema`; with it comes the document as it is written now, where that is an older one.
pub(super) fn read(kind: Kind, schema: i64, document: &str) -> Result<(Record, Option<String>), String> {
    let schema = u32::try_from(schema).unwrap_or(0);
    if upcast::is_current(schema) {
        let record = Record::deserialize(kind, &mut serde_json::Deserializer::from_str(document));
        return record.map(|record| (record, None)).map_err(|error| error.to_string());
    }
    let value: Json = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let record = Record::deserialize(kind, upcast::upcast(schema, kind, value)?).map_err(|error| error.to_string())?;
    let document = record.document();
    Ok((record, Some(document)))
}

/// A document that follows `schema` as it is written today.
pub(super) fn as_written_today(kind: Kind, schema: i64, document: String) -> Result<String, String> {
    if u32::try_from(schema).is_ok_and(upcast::is_current) {
        return Ok(document);
    }
    Ok(read(kind, schema, &document)?.1.unwrap_or(document))
}

/// What a revision does to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Action {
    /// It became this document.
    Put,
    /// It was deleted.
    Delete,
}

impl Action {
    /// The word in the journal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Put => "put",
            Self::Delete => "delete",
        }
    }
}

/// What the document of the record `key` becomes when it is redacted: the least that is still a record of any kind.
pub(super) fn replacement(key: &str) -> String {
    serde_json::json!({ "key": key, "name": { "en": REDACTED }, "status": "active" }).to_string()
}

/// The fields of a commit that its digest covers, in their order.
#[derive(Debug)]
pub(super) struct Header(Vec<String>);

impl Header {
    pub(super) fn of(seq: u64, commit_id: &str, recorded_at: &str, principal: &str) -> Self {
        Self(vec![seq.to_string(), commit_id.to_owned(), recorded_at.to_owned(), principal.to_owned()])
    }

    /// Adds a revision.
    pub(super) fn revision(&mut self, n: i64, kind: &str, key: &str, version: i64, action: &str, schema: i64) {
        let fields: [&dyn ToString; 7] = [&"revision", &n, &kind, &key, &version, &action, &schema];
        self.0.extend(fields.map(ToString::to_string));
    }

    /// Adds a redaction.
    pub(super) fn redaction(&mut self, n: i64, of_seq: i64, of_n: i64) {
        let fields: [&dyn ToString; 4] = [&"redaction", &n, &of_seq, &of_n];
        self.0.extend(fields.map(ToString::to_string));
    }

    /// Adds the reason of a redaction. That of any other commit is part of its commitments, so that it can be redacted.
    pub(super) fn reason(&mut self, reason: &str) {
        self.0.extend(["reason".to_owned(), reason.to_owned()]);
    }

    /// The digest of the journal after this commit.
    pub(super) fn chained<'a>(self, previous: &Digest, commitments: impl IntoIterator<Item = &'a Digest>) -> Digest {
        digest::chained(previous, self.0, commitments)
    }
}

/// The commit rows after `after` up to `last`, oldest first, at most `limit`.
pub(super) async fn commits_after(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<commits::Model>, DbErr> {
    let query = "SELECT seq, commit_id, recorded_at, principal, reason, digest FROM commits WHERE seq > $1 \
                 ORDER BY seq LIMIT $2";
    connect::rows(db, query, [after.into(), stored(limit).into()]).await
}

/// The revisions of some commits, in order.
pub(super) async fn revisions_between(
    db: &impl ConnectionTrait,
    after: i64,
    last: i64,
) -> Result<Vec<RevisionRow>, DbErr> {
    let query = format!(
        "SELECT {REVISION} FROM revisions r JOIN commits c ON c.seq = r.seq \
         WHERE r.seq > $1 AND r.seq <= $2 ORDER BY r.seq, r.n"
    );
    connect::rows(db, &query, [Value::from(after), last.into()]).await
}
