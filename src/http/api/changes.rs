//! `/api/v1/changes` and `/api/v1/export`: many records at once.

use super::records::{BodyErrors, ConflictErrors, ReadErrors};
use crate::{
    domain::{digest, kind::ManifestShape as Manifest},
    exchange::{
        Syntax,
        manifest::{self, Input},
    },
    http::{
        answer::{Answer, Body, Workbook},
        aside::aside,
        body::{ManifestBody, XLSX},
        endpoints,
        guard::{Editor, Reader},
        idempotency::{self, IdempotencyKey},
        parameters::{self, Preferences, Query},
        problem::Problem,
        server::Limits,
    },
    render::negotiate,
    service::{self, Refusal, Ropewalk, manifests},
};
use rocket::{State, get, post};
use std::{ops::ControlFlow, sync::Arc};

endpoints![import, exported];

/// What the text of a request is called in the places of mistakes.
const NAME: &str = "request body";

/// What an export is written as.
const MEDIA_TYPES: [&str; 3] = ["application/json", "application/yaml", XLSX];
/// Their names.
const NAMES: [&str; 3] = ["json", "yaml", "xlsx"];
/// Those of them that are text.
const TEXTS: [Syntax; 2] = [Syntax::Json, Syntax::Yaml];

type App = State<Arc<Ropewalk>>;

/// Import a manifest of many records in one commit, all or nothing.
///
/// Answers what was created, changed (field by field), deleted and left unchanged. Importing the same again writes nothing. A workbook
/// is one that the export wrote, edited in a spreadsheet program; its mistakes name sheet and cell.
#[utoipa::path(
    operation_id = "import_changes",
    tag = "changes",
    params(
        ("dry_run" = Option<bool>, Query, description = "`true`: only say what would be done."),
        ("prune" = Option<bool>, Query, description = "`true`: delete the local records that the manifest does not hold."),
        ("reason" = Option<String>, Query, description = "Why, for the journal; otherwise the manifest's own reason is kept."),
    ),
    request_body(content((Manifest = "application/json"), (Manifest = "application/yaml"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    responses((status = 200, description = "What was done, or would be.", body = manifests::ImportOutcome), ReadErrors, ConflictErrors, BodyErrors),
)]
#[post("/changes?<dry_run>&<prune>&<reason>", data = "<body>")]
async fn import(
    caller: Editor,
    app: &App,
    limits: &State<Limits>,
    _query: Query,
    dry_run: Option<&str>,
    prune: Option<&str>,
    reason: Option<&str>,
    key: IdempotencyKey,
    body: ManifestBody,
) -> Result<Answer, Problem> {
    let options =
        manifests::Options { dry_run: parameters::flag("dry_run", dry_run)?, prune: parameters::flag("prune", prune)? };
    let ManifestBody { bytes, format } = body;
    // The same bytes may say something else in the other format.
    let of_bytes = move || {
        let bytes_digest = digest::of(&bytes).to_string();
        (digest::of_fields([format!("{format:?}").as_str(), &bytes_digest]), bytes)
    };
    let (sent, bytes) = aside(of_bytes).await?;
    let turn = match key.begin(app, &caller, sent).await? {
        ControlFlow::Continue(turn) => turn,
        ControlFlow::Break(before) => return Ok(before),
    };
    let limit = usize::try_from(limits.manifest).unwrap_or(usize::MAX);
    let limits = manifest::Limits::of(limit);
    // Reading a large manifest takes a while: not on a thread that serves other requests.
    let register = Arc::clone(&caller.register);
    let read = move || {
        let inputs = [Input { name: NAME, bytes: &bytes, format }];
        let read = manifest::read_beside(&inputs, &limits, |id| register.get(id).is_some());
        (bytes, read)
    };
    let (bytes, read) = aside(read).await?;
    let manifest = read.map_err(Refusal::Manifest)?;
    let inputs = [Input { name: NAME, bytes: &bytes, format }];
    let reason = service::reason(reason.or(manifest.reason.as_deref()))?;
    let once = turn.telling(|outcome| imported(outcome).into_reply());
    let answered = manifests::import_once(app, &caller.actor, reason, manifest, &inputs, options, once).await?;
    Ok(idempotency::answer(answered)?)
}

fn imported(outcome: &manifests::ImportOutcome) -> Answer {
    match Answer::json(outcome) {
        Ok(answer) => answer,
        Err(error) => unreachable!("the outcome of an import is JSON: {error:?}"),
    }
}

/// The whole register as a manifest, in a stable order.
///
/// As a workbook it has a sheet a kind and a sheet a list, to be edited in a spreadsheet program and imported again.
/// One that is larger than a request may be is imported by the command, which takes more.
#[utoipa::path(
    operation_id = "export_register",
    tag = "changes",
    params(
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("builtin" = Option<bool>, Query, description = "`true`: also the records that came with the program."),
        ("format" = Option<String>, Query, description = "`json`, `yaml` or `xlsx`; otherwise by `Accept`."),
    ),
    responses(
        (status = 200, description = "The manifest.", content((Manifest = "application/json"), (Manifest = "application/yaml"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")), headers(("ETag"))),
        (status = 304, description = "You have it."),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/export?<as_of>&<builtin>&<format>")]
async fn exported(
    caller: Reader,
    app: &App,
    _query: Query,
    as_of: Option<&str>,
    builtin: Option<&str>,
    format: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let register = app.register(&caller.register, parameters::as_of(as_of)?).await?;
    let builtin = parameters::flag("builtin", builtin)?;
    let at = match format {
        Some(name) => NAMES
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| Problem::bad_request("`format` is `json`, `yaml` or `xlsx`"))?,
        None => negotiate(preferences.accept.as_deref().unwrap_or("*/*"), &MEDIA_TYPES)
            .ok_or_else(|| Problem::not_acceptable(&MEDIA_TYPES.join(", ")))?,
    };
    // Of what it is made from: the text is not there yet when its tag is sent.
    let of = Arc::clone(&register);
    let content = aside(move || of.content_digest()).await?;
    let tag = digest::tag(MEDIA_TYPES[at], format!("{content} {builtin} {}", env!("CARGO_PKG_VERSION")).as_bytes());
    let answer = match TEXTS.get(at) {
        Some(syntax) => Answer::pieces(MEDIA_TYPES[at], move || manifests::exported(&register, builtin, *syntax)),
        None if preferences.holds(&tag) => Answer::nothing(),
        None => Answer::bytes(MEDIA_TYPES[at], Body::Owned(manifests::workbook_of(app, register, builtin).await?)),
    };
    Ok(answer.tagged(&tag))
}
