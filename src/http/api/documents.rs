//! `/api/v1/documents`: files that records name by their digest.

use super::records::{ConflictErrors, ReadErrors};
use crate::{
    domain::digest,
    http::{
        answer::{Answer, Body},
        body::FileBody,
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
    body: FileBody,
) -> Result<Answer, Problem> {
    // The same bytes are the same document, so there is nothing that a second request would do; the key is judged all the same.
    if let ControlFlow::Break(before) = key.begin(app, &caller, digest::of(&body.bytes)).await? {
        return Ok(before);
    }
    let stored = documents::keep(app, body.bytes, &body.claimed).await?;
    let location = format!("/api/v1/documents/{}", stored.digest);
    Ok(Answer::json(&stored)?.with_status(Status::Created).with_header("Location", location))
}

/// A document, byte for byte.
///
/// What somebody else wrote is served so that no browser runs it: as a file to be saved, in a sandbox.
#[utoipa::path(
    operation_id = "download_document",
    tag = "documents",
    params(("digest" = String, Path, description = "Its SHA-256 digest.")),
    responses(
        (status = 200, description = "The document; its media type is what its content says.", body = Bytes, content_type = "application/octet-stream", headers(
            ("ETag"), ("Content-Disposition"), ("Content-Security-Policy"))),
        (status = 304, description = "You have it."),
        ReadErrors,
    ),
)]
#[get("/documents/<digest>")]
async fn download_document(_caller: Reader, app: &App, _query: Query, digest: &str) -> Result<Answer, Problem> {
    let digest = digest.parse().map_err(|error: String| Problem::not_found(error))?;
    let held = documents::held(app, &digest).await?;
    Ok(Answer::bytes("application/octet-stream", Body::Owned(held.bytes))
        .tagged(&held.stored.digest)
        .with_header("Content-Disposition", "attachment")
        .with_header("Content-Security-Policy", "sandbox; default-src 'none'"))
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
