//! The feed of commits, for those who follow the register.

use super::{Error, Ropewalk, principal_names};
use crate::{
    domain::{Key, Kind},
    store::{self, Action},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, value::RawValue};
use std::{collections::HashMap, time::Duration};

pub use store::FeedQuery as Query;

/// A page of the feed: whole commits, oldest first.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedPage {
    /// The commits; none if there are none yet.
    pub items: Vec<FeedCommit>,
    /// The `since` of the next page. There always is one: the feed has no end.
    pub next: String,
}

/// A commit with everything that it did.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedCommit {
    /// Counts the commits from 1, without gaps.
    pub seq: u64,
    /// Its id, which no other history has.
    pub commit_id: String,
    /// When it was recorded, RFC 3339.
    pub recorded_at: DateTime<Utc>,
    /// The opaque id of who wrote it.
    pub principal: String,
    /// The name of who wrote it, where it is still known.
    pub principal_name: Option<String>,
    /// Why.
    pub reason: String,
    /// The digest of the history up to and with this commit, in hexadecimal digits.
    pub digest: String,
    /// The versions that it wrote, in order. A commit that redacts wrote none.
    pub revisions: Vec<FeedRevision>,
    /// The older versions that it redacted, or whose reason it redacted: what you keep of them is to be forgotten.
    pub redactions: Vec<FeedRedaction>,
}

/// A version of a record that a commit wrote.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedRevision {
    /// The kind of the record.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// The version.
    pub version: u64,
    /// Whether the record was written or deleted.
    pub action: Action,
    /// The record as it was written, or as it was redacted since; only with `documents=true`.
    #[schemars(with = "Option<Map<String, Value>>")]
    pub document: Option<Box<RawValue>>,
}

/// A version of a record that a commit redacted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FeedRedaction {
    /// The kind of the record.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// The version.
    pub version: u64,
}

/// The commits that `query` asks for; if there are none yet, waits for one, but at most `wait`.
pub async fn page(app: &Ropewalk, query: &Query, wait: Duration) -> Result<FeedPage, Error> {
    let commits = app.store.feed(query, wait).await?;
    let next = commits.last().map_or(query.since, |last| last.seq).to_string();
    if commits.is_empty() {
        return Ok(FeedPage { items: Vec::new(), next });
    }
    let names = principal_names(app).await?;
    let items = commits.into_iter().map(|commit| told(commit, &names)).collect::<Result<_, Error>>()?;
    Ok(FeedPage { items, next })
}

fn told(commit: store::Commit, names: &HashMap<String, String>) -> Result<FeedCommit, Error> {
    let revisions = commit.revisions.into_iter().map(|revision| {
        let document = revision.document.map(RawValue::from_string).transpose();
        Ok(FeedRevision {
            kind: revision.id.kind,
            key: revision.id.key,
            version: revision.version,
            action: revision.action,
            document: document.map_err(|error| Error::Internal(Box::new(error)))?,
        })
    });
    let redactions = commit.redactions.into_iter().map(|redaction| FeedRedaction {
        kind: redaction.id.kind,
        key: redaction.id.key,
        version: redaction.version,
    });
    Ok(FeedCommit {
        seq: commit.seq,
        commit_id: commit.commit_id,
        recorded_at: commit.recorded_at,
        principal_name: names.get(&commit.principal).cloned(),
        principal: commit.principal,
        reason: commit.reason,
        digest: commit.digest.to_string(),
        revisions: revisions.collect::<Result<_, Error>>()?,
        redactions: redactions.collect(),
    })
}
