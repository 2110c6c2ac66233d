//! `/api/v1/notices/{key}/publications`: versions of a notice that were approved, for ever.

use super::records::{self, BodyErrors, ConflictErrors, ReadErrors};
use crate::{
    domain::{Kind, digest, record::PublishedFormat},
    http::{
        answer::{Answer, Body},
        body::Sent,
        endpoints,
        guard::{Editor, TableReader},
        idempotency::{self, IdempotencyKey},
        parameters::{self, Query},
        problem::Problem,
    },
    service::{
        self, Ropewalk,
        publications::{self, Edition, NewPublication, NoticePublications},
        records::Stored,
    },
};
use rocket::{State, get, post};
use std::{ops::ControlFlow, sync::Arc};

endpoints![publish_notice, list_publications, publication_text];

type App = State<Arc<Ropewalk>>;

/// Stands for the record of a publication.
#[derive(utoipa::ToSchema)]
#[schema(as = Publication)]
#[expect(dead_code, reason = "only its name is used in the document")]
pub struct PublicationDocument(serde_json::Value);

/// Reads which edition of a notice is wanted.
///
/// # Errors
/// If a parameter is malformed, or two of them are given.
pub fn edition(publication: Option<&str>, in_force: Option<&str>, preview: Option<&str>) -> Result<Edition, Problem> {
    let preview = parameters::flag("preview", preview)?;
    match (publication, parameters::day("in_force", in_force)?, preview) {
        (None, None, false) => Ok(Edition::Usual),
        (None, None, true) => Ok(Edition::Preview),
        (None, Some(day), false) => Ok(Edition::InForce(day)),
        (Some(version), None, false) => version
            .parse()
            .ok()
            .filter(|version| *version > 0)
            .map(Edition::Version)
            .ok_or_else(|| Problem::bad_request("`publication` is the number of a version, from 1")),
        _ => Err(Problem::bad_request("give one of `publication`, `in_force` and `preview`")),
    }
}

/// Approve and publish a version of a notice.
///
/// It is frozen: it names the commit that it tells of, and its table, content and texts stay readable for ever, by version and by the day
/// on which they applied. Whoever generates the notice with a publisher's token gets it from now on.
#[utoipa::path(
    operation_id = "publish_notice",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("reason" = Option<String>, Query, description = "Why, for the journal."),
    ),
    request_body = NewPublication,
    responses(
        (status = 201, description = "The publication.", body = PublicationDocument, headers(("ETag"), ("Location"))),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors, ConflictErrors, BodyErrors,
    ),
)]
#[post("/notices/<key>/publications?<reason>", data = "<body>")]
async fn publish_notice(
    caller: Editor,
    app: &App,
    _query: Query,
    key: &str,
    reason: Option<&str>,
    idempotency: IdempotencyKey,
    body: Sent<NewPublication>,
) -> Result<Answer, Problem> {
    let turn = match idempotency.begin(app, &caller, digest::of(&body.bytes)).await? {
        ControlFlow::Continue(turn) => turn,
        ControlFlow::Break(before) => return Ok(before),
    };
    let notice = parameters::key(key)?;
    let once = turn.telling(|written: &Stored| records::made(Kind::Publications, written).into_reply());
    let reason = service::reason(reason)?;
    Ok(idempotency::answer(publications::publish(app, &caller, &notice, body.value, reason, once).await?)?)
}

/// The publications of a notice, newest first.
#[utoipa::path(
    operation_id = "list_notice_publications",
    tag = "notices",
    params(("key" = String, Path, description = "The key of the notice.")),
    responses(
        (status = 200, description = "The publications.", body = NoticePublications),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/notices/<key>/publications")]
#[expect(clippy::needless_pass_by_value, reason = "a guard is handed over")]
fn list_publications(caller: TableReader, _query: Query, key: &str) -> Result<Answer, Problem> {
    Ok(Answer::json(&publications::publications(&caller, &parameters::key(key)?)?)?)
}

/// The text of a publication, byte for byte as it was published.
///
/// What somebody else wrote is served so that no browser runs it: as a file to be saved, in a sandbox.
#[utoipa::path(
    operation_id = "get_publication_text",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("version" = u64, Path, description = "The number of the version, from 1."),
        ("language" = String, Path, description = "The language of the text, BCP 47."),
    ),
    responses(
        (status = 200, description = "The text.", content(
            (String = "text/html"), (String = "text/markdown"), (String = "text/plain")), headers(
            ("ETag"), ("Content-Language"), ("Content-Disposition"), ("Content-Security-Policy"))),
        (status = 304, description = "You have it."),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/notices/<key>/publications/<version>/texts/<language>")]
async fn publication_text(
    caller: TableReader,
    app: &App,
    _query: Query,
    key: &str,
    version: &str,
    language: &str,
) -> Result<Answer, Problem> {
    let version = version.parse().map_err(|_| Problem::not_found("versions are numbered from 1"))?;
    let language = language.parse().map_err(|error: String| Problem::not_found(error))?;
    let published = publications::text(app, &caller, &parameters::key(key)?, version, &language).await?;
    let media_type = match published.text.format {
        PublishedFormat::Html => "text/html; charset=utf-8",
        PublishedFormat::Markdown => "text/markdown; charset=utf-8",
        PublishedFormat::Plain => "text/plain; charset=utf-8",
    };
    Ok(Answer::bytes(media_type, Body::Owned(published.bytes))
        .tagged(published.text.digest.as_str())
        .with_header("Content-Language", published.text.language.as_str())
        .with_header("Content-Disposition", "attachment")
        .with_header("Content-Security-Policy", "sandbox; default-src 'none'"))
}
