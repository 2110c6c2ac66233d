//! `/api/v1/documents`: files that records name by their digest.

use super::records::{ConflictErrors, ReadErrors};
use crate::{
    http::{
        answer::{Answer, Body},
        body::FileBody,
        download::{Asked, Download},
        endpoints,
        guard::{Editor, Reader, Uploader},
        idempotency::IdempotencyKey,
        parameters::Query,
        problem::Problem,
    },
    service::{Ropewalk, documents},
};
use rocket::{State, delete, get, http::Status, post};
use std::{ops::ControlFlow, sync::Arc};

endpoints![upload_document, download_document, delete_document];

type App = State<Arc<Ropewalk>>;

/// Stands for any bytes.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only documented")]
pub struct Bytes(Vec<u8>);

/// Keep a document: a contract, an assessment, a policy.
///
/// It is kept under its SHA-256 digest, once, whoever sends it; records name it by that. Its type is told by its content, and one that
/// is sent as something else is refused.
#[utoipa::path(
    operation_id = "upload_document",
    tag = "documents",
    request_body(content = Bytes, content_type = "application/octet-stream"),
    responses(
        (status = 201, description = "What is kept.", body = documents::Stored, headers(("Location"))),
        (status = 413, description = "The document is too large.", body = Problem, content_type = "application/problem+json"),
        ReadErrors, ConflictErrors,
        (status = 422, description = "Another body was sent with this Idempotency-Key before.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/documents", data = "<body>")]
async fn upload_document(
    caller: Uploader,
    app: &App,
    _query: Query,
    key: IdempotencyKey,
    body: FileBody<'_>,
) -> Result<Answer, Problem> {
    // The same bytes are the same document, so there is nothing that a second request would do; the key is judged all the same.
    let received = documents::receive(body.bytes, body.limit).await?;
    if let ControlFlow::Break(before) = key.begin(app, &caller, received.digest()).await? {
        return Ok(before);
    }
    let stored = documents::keep(app, received, &body.claimed).await?;
    let location = format!("/api/v1/documents/{}", stored.digest);
    Ok(Answer::json(&stored)?.with_status(Status::Created).with_header("Location", location))
}

/// A document, byte for byte, or a part of it.
///
/// What somebody else wrote is served so that no browser runs it: as a file to be saved, in a sandbox. While all of it is sent it is held
/// against its digest: what was changed where it is kept is cut off before its end.
#[utoipa::path(
    operation_id = "download_document",
    tag = "documents",
    params(
        ("digest" = String, Path, description = "Its SHA-256 digest."),
        ("Range" = Option<String>, Header, description = "Asks for a part (RFC 9110 section 14.2): `bytes=0-1023`, `bytes=1024-`, `bytes=-512`. What is no range, or several, asks for all."),
        ("If-Range" = Option<String>, Header, description = "The part only of the file with this entity tag; of another one, all of it."),
    ),
    responses(
        (status = 200, description = "The document, whatever it is.", body = Bytes, content_type = "application/octet-stream", headers(
            ("ETag"), ("Accept-Ranges"), ("Content-Disposition"), ("Content-Security-Policy"))),
        (status = 206, description = "The part that was asked for.", body = Bytes, content_type = "application/octet-stream", headers(
            ("ETag"), ("Accept-Ranges"), ("Content-Disposition"), ("Content-Range"), ("Content-Security-Policy"))),
        (status = 304, description = "You have it."),
        (status = 416, description = "There is nothing in the range.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/documents/<digest>")]
async fn download_document(
    _caller: Reader,
    app: &App,
    _query: Query,
    asked: Asked,
    digest: &str,
) -> Result<Download, Problem> {
    let digest = digest.parse().map_err(|error: String| Problem::not_found(error))?;
    let held = documents::held(app, digest).await?;
    let tag = held.digest.to_string();
    let part = asked.of(&tag, held.bytes)?;
    let answer = Answer::bytes("application/octet-stream", Body::Owned(Vec::new()))
        .tagged(&tag)
        .with_header("Accept-Ranges", "bytes")
        .with_header("Content-Disposition", "attachment")
        .with_header("Content-Security-Policy", "sandbox; default-src 'none'");
    let (answer, bytes) = match &part {
        None => (answer, held.bytes),
        Some(part) => {
            let told = format!("bytes {}-{}/{}", part.start, part.end - 1, held.bytes);
            let answer = answer.with_status(Status::PartialContent).with_header("Content-Range", told);
            (answer, part.end - part.start)
        }
    };
    Ok(Download::new(answer, bytes, documents::read(app, &held, part)))
}

/// Forget a document that no record names.
#[utoipa::path(
    operation_id = "delete_document",
    tag = "documents",
    params(("digest" = String, Path, description = "Its SHA-256 digest.")),
    responses((status = 204, description = "It is gone."), ReadErrors, ConflictErrors),
)]
#[delete("/documents/<digest>")]
async fn delete_document(caller: Editor, app: &App, _query: Query, digest: &str) -> Result<Answer, Problem> {
    let digest = digest.parse().map_err(|error: String| Problem::not_found(error))?;
    documents::delete(app, &caller, &digest).await?;
    Ok(Answer::nothing())
}
