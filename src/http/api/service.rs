//! What the server says of itself: its health and its OpenAPI document. Open to everybody, since they hold nothing of the
//! register.

use crate::{
    http::{
        answer::{Answer, Body},
        endpoints,
        openapi::{Documents, Served},
        problem::Problem,
    },
    service,
};
use rocket::{State, get, http::Status};
use std::sync::Arc;

endpoints![health, document, document_3_0];

/// Whether the server can read its database.
#[utoipa::path(
    operation_id = "get_health",
    tag = "service",
    security(()),
    responses(
        (status = 200, description = "It can.", body = Health),
        (status = 503, description = "It cannot, for now.", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/healthz")]
async fn health(app: &State<Arc<service::Ropewalk>>) -> Result<Answer, Problem> {
    app.healthy().await.map_err(|error| {
        let problem = Problem::from(error);
        Problem { status: Status::ServiceUnavailable.code, ..problem }.with_header("Retry-After", "1")
    })?;
    Ok(Answer::json(&Health { status: "ok" })?)
}

/// The health of the server.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// This document.
#[utoipa::path(
    operation_id = "get_openapi",
    tag = "service",
    security(()),
    responses(
        (status = 200, description = "The OpenAPI document.", body = OpenApiDocument, headers(("ETag"))),
        (status = 304, description = "You have it."),
    ),
)]
#[get("/openapi.json")]
fn document(documents: &State<Documents>) -> Answer {
    answer(documents.current())
}

/// This document in OpenAPI 3.0, for generators that read nothing newer.
///
/// It says the same, as far as 3.0 has words for it, and one media type for each body of a request.
#[utoipa::path(
    operation_id = "get_openapi_older",
    tag = "service",
    security(()),
    responses(
        (status = 200, description = "The OpenAPI document.", body = OpenApiDocument, headers(("ETag"))),
        (status = 304, description = "You have it."),
    ),
)]
#[get("/openapi-3.0.json")]
fn document_3_0(documents: &State<Documents>) -> Answer {
    answer(documents.older())
}

fn answer(served: &Served) -> Answer {
    Answer::json_bytes(Body::Kept(Arc::clone(&served.bytes))).tagged(&served.tag)
}

/// Any OpenAPI document.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only documented")]
pub struct OpenApiDocument(serde_json::Map<String, serde_json::Value>);
