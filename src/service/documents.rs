//! Documents: contracts, assessments and policies as files, kept under their SHA-256 digest.
//!
//! A document is no record: records and decisions name it by its digest (`documents: [{title, digest}]`, `evidence`). It is stored once,
//! whoever names it, and is never run in a browser: what it is, is told by its content, not by its sender.

use super::{Error, Refusal, Ropewalk, access::Session};
use crate::domain::{Entry, RecordId, digest::Digest, inspect};
use schemars::JsonSchema;
use serde::Serialize;

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

/// A document and its bytes.
#[derive(Debug)]
pub struct Held {
    /// What is known of it.
    pub stored: Stored,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What cannot be told by content, but is text.
const TEXTS: [&str; 6] =
    ["text/plain", "text/markdown", "text/html", "text/csv", "application/json", "application/yaml"];

/// Keeps a document that its sender says is of a media type.
///
/// # Errors
/// If it is empty, or its content is not of that type.
pub async fn keep(app: &Ropewalk, bytes: Vec<u8>, claimed: &str) -> Result<Stored, Error> {
    if bytes.is_empty() {
        return Err(Error::invalid("the document is empty"));
    }
    let found = media_type(&bytes);
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
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let digest = app.blobs.put(bytes).await?;
    Ok(Stored { digest: digest.to_string(), bytes: length, media_type: found.to_owned() })
}

/// The media type of some bytes, as their content says.
fn media_type(bytes: &[u8]) -> &'static str {
    match infer::get(bytes) {
        Some(found) => found.mime_type(),
        None if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) => "text/plain",
        None => "application/octet-stream",
    }
}

/// A document.
///
/// # Errors
/// If there is none with this digest.
pub async fn held(app: &Ropewalk, digest: &Digest) -> Result<Held, Error> {
    let bytes = app.blobs.get(digest).await?;
    let bytes = bytes.ok_or_else(|| Refusal::NotFound(format!("there is no document with the digest {digest}")))?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let media_type = media_type(&bytes).to_owned();
    Ok(Held { stored: Stored { digest: digest.to_string(), bytes: length, media_type }, bytes })
}

/// Forgets a document that no record names: what a review was decided on, or what was published or signed, stays.
///
/// # Errors
/// If a record names it, or there is none.
pub async fn delete(app: &Ropewalk, session: &Session, digest: &Digest) -> Result<(), Error> {
    if !app.blobs.holds(digest).await? {
        return Err(Refusal::NotFound(format!("there is no document with the digest {digest}")).into());
    }
    let named = digest.to_string();
    let users: Vec<RecordId> =
        session.register.entries().filter(|entry| names(entry, &named)).map(|entry| entry.id.clone()).collect();
    if !users.is_empty() {
        let users: Vec<String> = users.iter().map(ToString::to_string).collect();
        return Err(Refusal::Conflict(format!("{} name the document; it stays", users.join(", "))).into());
    }
    app.blobs.delete(digest).await?;
    Ok(())
}

/// Whether a record names a blob.
fn names(entry: &Entry, digest: &str) -> bool {
    // Most records name none: looking through the text is cheaper than reading it.
    entry.document.contains(digest) && inspect::blobs(&entry.record).iter().any(|named| named == digest)
}
