//! `/api/v1/{kind}`: one implementation of every collection. Mounted once per kind; the document names the kind's own schema
//! in the place of [`RecordDocument`].

use crate::{
    domain::{Kind, RecordId, change::Precondition, digest, register::tag},
    http::{
        answer::{Answer, Body},
        body::{Document, PatchBody},
        endpoints,
        guard::{Collection, Editor, Reader},
        idempotency::{self, IdempotencyKey},
        parameters::{self, Conditions, Preferences, Query},
        problem::Problem,
    },
    service::{
        self, Error, Refusal, Ropewalk,
        differences::{self, PatchOperation, RecordDifference},
        records,
    },
};
use rocket::{State, delete, get, http::Status, patch, post, put};
use serde::Serialize;
use std::{ops::ControlFlow, sync::Arc};

endpoints![create, get, replace, change, remove, history, get_version, difference, usage];

type App = State<Arc<Ropewalk>>;

/// Stands for the kind's own schema.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its name is used, and replaced, in the document")]
pub struct RecordDocument(serde_json::Value);

/// The errors that every operation on records can have.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only documented; problems are made where they happen")]
pub enum ReadErrors {
    /// A parameter makes no sense.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// No valid token.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The token's role does not allow it.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is no such record.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// Something went wrong here.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
    /// The register is being reloaded; try again in a moment.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// The errors of what may collide with what is there.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only documented; problems are made where they happen")]
pub enum ConflictErrors {
    /// There is such a record already, or others refer to it. With an `Idempotency-Key`: it is under way, or its answer forgotten.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
}

/// The errors of a change of something that the client has read.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only documented; problems are made where they happen")]
pub enum ConditionErrors {
    /// The record is at another version.
    #[response(status = 412, content_type = "application/problem+json")]
    Stale(Problem),
    /// The version to be changed was not named.
    #[response(status = 428, content_type = "application/problem+json")]
    PreconditionRequired(Problem),
}

/// The errors of what has a body.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only documented; problems are made where they happen")]
pub enum BodyErrors {
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is of another media type.
    #[response(status = 415, content_type = "application/problem+json")]
    Unsupported(Problem),
    /// The document has mistakes; all of them are listed. With an `Idempotency-Key`: another body was sent under this key before.
    #[response(status = 422, content_type = "application/problem+json")]
    Malformed(Problem),
}

/// A page of records.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only documented; pages are joined from documents")]
pub struct RecordPage {
    /// The records, by key.
    items: Vec<RecordDocument>,
    /// The cursor of the next page; null on the last one.
    next: Option<String>,
}

/// Create a record.
#[utoipa::path(
    params(("reason" = Option<String>, Query, description = "Why, for the journal.")),
    request_body = RecordDocument,
    responses(
        (status = 201, description = "The record as it was written.", body = RecordDocument, headers(
            ("ETag"), ("Location"))),
        ReadErrors, ConflictErrors, BodyErrors,
    ),
)]
#[post("/?<reason>", data = "<document>")]
async fn create(
    caller: Editor,
    app: &App,
    collection: Collection,
    _query: Query,
    reason: Option<&str>,
    key: IdempotencyKey,
    document: Document,
) -> Result<Answer, Problem> {
    let turn = match key.begin(app, &caller, digest::of(&document.bytes)).await? {
        ControlFlow::Continue(turn) => turn,
        ControlFlow::Break(before) => return Ok(before),
    };
    let record = records::parse(&caller.register, collection.0, &document.value, None)?;
    let location = format!("/api/v1/{}/{}", collection.0, record.key());
    let once =
        turn.telling(move |written: &records::Stored| created(stored(written.clone()), location.clone()).into_reply());
    Ok(idempotency::answer(records::create(app, &caller.actor, service::reason(reason)?, record, once).await?)?)
}

/// One record.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
    ),
    responses(
        (status = 200, description = "The record.", body = RecordDocument, headers(("ETag"))),
        (status = 304, description = "The version you have is the current one."),
        (status = 410, description = "It was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/<key>?<as_of>")]
async fn get(
    caller: Reader,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    as_of: Option<&str>,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let entry = records::get_as_of(app, &caller.register, &id, parameters::as_of(as_of)?).await?;
    let tag = entry.tag();
    Ok(Answer::json_bytes(Body::Shared(entry)).tagged(&tag))
}

/// Create a record with this key, or replace it.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("reason" = Option<String>, Query, description = "Why, for the journal."),
        ("If-Match" = Option<String>, Header, description = "The entity tag of the version to be replaced."),
        ("If-None-Match" = Option<String>, Header, description = "`*` to create."),
    ),
    request_body = RecordDocument,
    responses(
        (status = 200, description = "The record as it was replaced.", body = RecordDocument, headers(("ETag"))),
        (status = 201, description = "The record as it was created.", body = RecordDocument, headers(("ETag"), ("Location"))),
        ReadErrors, ConflictErrors, ConditionErrors, BodyErrors,
    ),
)]
#[put("/<key>?<reason>", data = "<document>")]
async fn replace(
    caller: Editor,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    reason: Option<&str>,
    conditions: Conditions,
    document: Document,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let precondition = conditions.of_put()?;
    let record = records::parse(&caller.register, id.kind, &document.value, Some(&id.key))?;
    let creates = precondition == Precondition::Absent;
    let written = records::put(app, &caller.actor, service::reason(reason)?, record, precondition).await;
    let answer = written.map(stored).map_err(failed_precondition)?;
    Ok(if creates { created(answer, format!("/api/v1/{}/{}", id.kind, id.key)) } else { answer })
}

/// Change a record by a patch: `application/merge-patch+json` (RFC 7396, `null` clears a field; also what `application/json` means here) or `application/json-patch+json` (RFC 6902).
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("reason" = Option<String>, Query, description = "Why, for the journal."),
        ("If-Match" = String, Header, description = "The entity tag of the version to be changed."),
    ),
    request_body(content(
        (MergePatch = "application/json"),
        (MergePatch = "application/merge-patch+json"),
        (JsonPatch = "application/json-patch+json"),
    )),
    responses(
        (status = 200, description = "The record as it was changed.", body = RecordDocument, headers(("ETag"))),
        (status = 410, description = "It was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors, ConditionErrors, BodyErrors,
    ),
)]
#[patch("/<key>?<reason>", data = "<body>")]
async fn change(
    caller: Editor,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    reason: Option<&str>,
    conditions: Conditions,
    body: PatchBody,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let precondition = conditions.of_change()?;
    let reason = service::reason(reason)?;
    let written = records::patch(app, &caller.actor, reason, &caller.register, &id, &body.0, &precondition).await;
    written.map(stored).map_err(failed_precondition)
}

/// Delete a record that no other refers to.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("reason" = Option<String>, Query, description = "Why, for the journal."),
        ("If-Match" = String, Header, description = "The entity tag of the version to be deleted."),
    ),
    responses((status = 204, description = "It is deleted; its history stays."), ReadErrors, ConflictErrors, ConditionErrors),
)]
#[delete("/<key>?<reason>")]
async fn remove(
    caller: Editor,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    reason: Option<&str>,
    conditions: Conditions,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let precondition = conditions.of_change()?;
    records::delete(app, &caller.actor, service::reason(reason)?, id, precondition).await?;
    Ok(Answer::nothing())
}

/// A page of the history of a record.
#[derive(Serialize, schemars::JsonSchema)]
pub struct VersionPage {
    /// The versions, newest first.
    pub items: Vec<records::Version>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// The versions of a record, newest first: who wrote each, when, why, and what it changed.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("as_of" = Option<String>, Query, description = "Leaves out what was written after a commit (`seq:12`) or an instant (RFC 3339)."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before."),
        ("limit" = Option<u64>, Query, description = "How many versions a page has: 1 to 1000, 20 where left out.", minimum = 1, maximum = 1000),
    ),
    responses((status = 200, description = "A page of versions.", body = VersionPage), ReadErrors),
)]
#[get("/<key>/history?<as_of>&<cursor>&<limit>")]
async fn history(
    caller: Reader,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    as_of: Option<&str>,
    cursor: Option<&str>,
    limit: Option<&str>,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let register = app.register(&caller.register, parameters::as_of(as_of)?).await?;
    let foreign = || Problem::bad_request("`cursor` is not one of ours; take it from `next`");
    // Only as it was written: not `007`.
    let ours = |text: &str| text.parse().ok().filter(|version: &u64| version.to_string() == text).ok_or_else(foreign);
    let before = cursor.map(ours).transpose()?;
    let items = records::history(app, &register, &id, before, parameters::limit(limit, 20)?).await?;
    let next = items.last().filter(|version| version.version > 1).map(|version| version.version.to_string());
    Ok(Answer::json(&VersionPage { items, next })?)
}

/// One version of a record, as it was written.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("version" = u64, Path, description = "The number of the version, from 1."),
        ("as_of" = Option<String>, Query, description = "Knows nothing that was written after a commit (`seq:12`) or an instant (RFC 3339)."),
    ),
    responses(
        (status = 200, description = "The record as it was.", body = RecordDocument, headers(("ETag"))),
        (status = 304, description = "You have it."),
        (status = 410, description = "This version is the deletion of the record.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/<key>/history/<version>?<as_of>")]
async fn get_version(
    caller: Reader,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    version: &str,
    as_of: Option<&str>,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let version = version.parse().map_err(|_| Problem::not_found("versions are numbered from 1"))?;
    let register = app.register(&caller.register, parameters::as_of(as_of)?).await?;
    Ok(stored(records::version(app, &register, &id, version).await?))
}

/// What became of a record between two of its versions, as JSON Patch and in sentences.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("from" = Option<u64>, Query, description = "The earlier version; 0 is before the first. The one before `to` where left out."),
        ("to" = Option<u64>, Query, description = "The later version; the newest where left out."),
        ("lang" = Option<String>, Query, description = "The language of the sentences, BCP 47; otherwise by `Accept-Language`."),
        ("as_of" = Option<String>, Query, description = "Knows nothing that was written after a commit (`seq:12`) or an instant (RFC 3339)."),
    ),
    responses((status = 200, description = "The difference.", body = RecordDifference), ReadErrors),
)]
#[get("/<key>/difference?<from>&<to>&<lang>&<as_of>")]
async fn difference(
    caller: Reader,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    from: Option<&str>,
    to: Option<&str>,
    lang: Option<&str>,
    as_of: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let id = id(&collection, key)?;
    let (from, to) = (parameters::version("from", from)?, parameters::version("to", to)?);
    let speech = preferences.speech(lang)?;
    let register = app.register(&caller.register, parameters::as_of(as_of)?).await?;
    Ok(Answer::json(&differences::of_record(app, &register, &id, from, to, speech).await?)?)
}

/// The records that refer to one.
#[derive(Serialize, schemars::JsonSchema)]
pub struct UsagePage {
    /// The referring records, by kind and key.
    pub items: Vec<records::Usage>,
    /// Always null: all of them are in one page.
    pub next: Option<String>,
}

/// The records that refer to this one, and where.
#[utoipa::path(
    params(
        ("key" = String, Path, description = "The key of the record."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
    ),
    responses(
        (status = 200, description = "The referring records.", body = UsagePage),
        (status = 410, description = "It was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/<key>/usage?<as_of>")]
async fn usage(
    caller: Reader,
    app: &App,
    collection: Collection,
    _query: Query,
    key: &str,
    as_of: Option<&str>,
) -> Result<Answer, Problem> {
    let register = app.register(&caller.register, parameters::as_of(as_of)?).await?;
    let items = records::usage(&register, &id(&collection, key)?)?;
    Ok(Answer::json(&UsagePage { items, next: None })?)
}

/// Stands for any JSON Merge Patch.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only documented")]
pub struct MergePatch(serde_json::Map<String, serde_json::Value>);

/// Stands for any JSON Patch.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only documented")]
pub struct JsonPatch(Vec<PatchOperation>);

fn id(collection: &Collection, key: &str) -> Result<RecordId, Problem> {
    Ok(RecordId::new(collection.0, parameters::key(key)?))
}

/// A record as it was written.
pub(super) fn stored(written: records::Stored) -> Answer {
    Answer::json_bytes(Body::Owned(written.document.into_bytes())).tagged(&tag(written.version, written.redacted))
}

/// A record that a command made, with its place in its collection.
pub(super) fn made(kind: Kind, written: &records::Stored) -> Answer {
    let document: serde_json::Value = serde_json::from_str(&written.document).unwrap_or_default();
    let key = document["key"].as_str().unwrap_or_default();
    created(stored(written.clone()), format!("/api/v1/{kind}/{key}"))
}

/// 201, with the place of what was created.
fn created(answer: Answer, location: String) -> Answer {
    answer.with_status(Status::Created).with_header("Location", location)
}

/// A record that exists although `If-None-Match: *` was sent: 412 (RFC 9110 section 13.1).
fn failed_precondition(error: Error) -> Problem {
    match error {
        Error::Refused(Refusal::Exists(id, version)) => Refusal::Stale { id, found: Some(version) }.into(),
        other => other.into(),
    }
}
