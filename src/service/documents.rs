//! Documents: contracts, assessments and policies as files, kept under their SHA-256 digest.
//!
//! A document is no record: records and decisions name it by its digest (`documents: [{title, digest}]`, `evidence`). It is stored once,
//! whoever names it, and is never run in a browser: what it is, is told by its content, not by its sender.

use super::{Error, Refusal, Ropewalk, access::Session};
use crate::{
    domain::{
        Entry, Kind, Record, RecordId,
        digest::Digest,
        inspect,
        record::{Review, ReviewState},
    },
    store::{Received, Unreceived},
};
use futures::{TryStreamExt, stream};
use schemars::JsonSchema;
use serde::Serialize;
use std::{collections::BTreeSet, io, ops::Range};
use tokio::io::AsyncRead;

pub use crate::store::Pieces;

/// A document that is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "StoredDocument")]
pub struct Stored {
    /// The SHA-256 digest of its bytes, by which records name it.
    pub digest: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its media type, as its content says.
    pub media_type: String,
}

/// Where a document and its bytes are.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// Its digest.
    pub digest: Digest,
    /// How many bytes it has.
    pub bytes: u64,
}

/// What cannot be told by content, but is text.
const TEXTS: [&str; 6] =
    ["text/plain", "text/markdown", "text/html", "text/csv", "application/json", "application/yaml"];

/// Receives a document of up to `limit` bytes, without keeping it yet.
///
/// # Errors
/// If it is larger, or its sender goes away before its end.
pub async fn receive(from: impl AsyncRead + Unpin, limit: u64) -> Result<Received, Error> {
    Received::of(from, limit).await.map_err(|error| match error {
        Unreceived::TooMany => Refusal::TooLarge(limit).into(),
        Unreceived::Cut => Error::invalid("the body could not be read to its end"),
        Unreceived::Unwritten(error) => Error::Internal(error.into()),
    })
}

/// Keeps a document that was received, and that its sender says is of a media type.
///
/// # Errors
/// If it is empty, or its content is not of that type.
pub async fn keep(app: &Ropewalk, received: Received, claimed: &str) -> Result<Stored, Error> {
    if received.bytes() == 0 {
        return Err(Error::invalid("the document is empty"));
    }
    let found = media_type(received.head());
    let claims_nothing = claimed.is_empty() || claimed == "application/octet-stream";
    // Text is whatever its sender calls it, as long as it is text.
    let text = found == "text/plain" && TEXTS.contains(&claimed);
    let archive = found == "application/zip" && claimed.starts_with("application/vnd.");
    if !(claims_nothing || found == claimed || text || archive) {
        return Err(Error::invalid(format!(
            "the document is sent as {}, and its content is {found}; send what it is, or application/octet-stream",
            crate::domain::value::shown(claimed)
        )));
    }
    let bytes = received.bytes();
    let digest = app.blobs.keep(received).await?;
    Ok(Stored { digest: digest.to_string(), bytes, media_type: found.to_owned() })
}

/// The media type of a document, as its beginning says.
fn media_type(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(found) => found.mime_type(),
        None if is_text(head) => "text/plain",
        None => "application/octet-stream",
    }
}

/// Whether the beginning of a document is that of a text. The cut may go through a character.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).ok(),
        Err(_) => None,
    };
    text.is_some_and(|text| !text.contains('\0'))
}

fn none_with(digest: &Digest) -> Refusal {
    Refusal::NotFound(format!("there is no document with the digest {digest}"))
}

/// Finds a document.
///
/// # Errors
/// If there is none with this digest.
pub async fn held(app: &Ropewalk, digest: Digest) -> Result<Held, Error> {
    let bytes = app.blobs.length(&digest).await?.ok_or_else(|| none_with(&digest))?;
    Ok(Held { digest, bytes })
}

/// The bytes of a document, piece by piece: all of them, or a range that lies within it. Nothing is asked for before the first is wanted.
#[must_use]
pub fn read(app: &Ropewalk, held: &Held, range: Option<Range<u64>>) -> Pieces {
    let (blobs, digest) = (app.blobs.clone(), held.digest);
    let opened = async move {
        let pieces = blobs.read(&digest, range).await.map_err(io::Error::other)?;
        pieces.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    Box::pin(stream::once(opened).try_flatten())
}

/// Forgets a document that nothing rests on: no record names it, and none did when a review looked at it.
///
/// # Errors
/// If a record or a review names it, or there is none.
pub async fn delete(app: &Ropewalk, session: &Session, digest: &Digest) -> Result<(), Error> {
    held(app, *digest).await?;
    let named = digest.to_string();
    let users: Vec<RecordId> =
        session.register.entries().filter(|entry| names(entry, &named)).map(|entry| entry.id.clone()).collect();
    if !users.is_empty() {
        return Err(Refusal::Conflict(format!("{} name the document; it stays", listed(&users))).into());
    }
    let looked_at = reviewed(app, session, &named).await?;
    if !looked_at.is_empty() {
        let reviews = listed(&looked_at);
        return Err(Refusal::Conflict(format!("{reviews} looked at records that named the document; it stays")).into());
    }
    app.blobs.delete(digest).await?;
    Ok(())
}

fn listed(ids: impl IntoIterator<Item = impl ToString>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(", ")
}

/// The reviews, but cancelled ones, that froze a register in which a record named a document. What was signed was signed on that ground.
async fn reviewed(app: &Ropewalk, session: &Session, digest: &str) -> Result<BTreeSet<RecordId>, Error> {
    let reviews = session.register.of_kind(Kind::Reviews, None).filter_map(|entry| match &entry.record {
        Record::Reviews(review) if review.state != ReviewState::Cancelled => Some((&entry.id, &**review)),
        _ => None,
    });
    let reviews: Vec<(&RecordId, &Review)> = reviews.collect();
    if reviews.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut looked_at = BTreeSet::new();
    for said in app.store.revisions_that_say(digest).await? {
        let frozen = |review: &Review| said.current_at(review.register.seq.value());
        looked_at.extend(reviews.iter().filter(|(_, review)| frozen(review)).map(|(id, _)| (*id).clone()));
    }
    Ok(looked_at)
}

/// Whether a record names a blob.
fn names(entry: &Entry, digest: &str) -> bool {
    // Most records name none: looking through the text is cheaper than reading it.
    entry.document.contains(digest) && inspect::blobs(&entry.record).iter().any(|named| named == digest)
}
