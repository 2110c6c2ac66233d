//! `/api/v1/{kind}` as a whole: its list, narrowed, ordered and in pages; and one change for everything that a filter selects.
//! Mounted once per kind; the parameters of each kind are documented from [`crate::http::listing`].

use super::records::{BodyErrors, ConditionErrors, ReadErrors, RecordPage};
use crate::{
    domain::{edit, order},
    http::{
        answer::{Answer, Body},
        aside::aside,
        body::PatchBody,
        endpoints,
        guard::{Editor, Reader},
        listing::{Listing, Selected},
        parameters::Conditions,
        problem::Problem,
    },
    service::{Error, Refusal, Ropewalk, bulk, manifests::ImportOutcome},
};
use rocket::{State, get, patch};
use std::{io::Write, sync::Arc};

endpoints![list, change_all];

type App = State<Arc<Ropewalk>>;

/// The records of this kind.
///
/// Pages joined by their cursors are one list as it was when its first page was read, whatever is written meanwhile.
#[utoipa::path(
    responses(
        (status = 200, description = "A page of records; `Link` names the next one.", body = RecordPage, headers(("ETag"), ("Link"))),
        (status = 304, description = "You have it."),
        ReadErrors,
    ),
)]
#[get("/")]
async fn list(caller: Reader, app: &App, listing: Listing) -> Result<Answer, Problem> {
    let register = app.register(&caller.register, listing.as_of()).await?;
    let (selection, after) = listing.question(&register)?;
    let (order, limit, held) = (listing.order, listing.limit, Arc::clone(&register));
    let find = move || order::page(&held, &selection, order, after.as_ref(), limit);
    // What must be searched for is not searched for on a thread that serves other requests.
    let page = aside(find).await?;
    let mut bytes = b"{\"items\":[".to_vec();
    for (index, entry) in page.entries.iter().enumerate() {
        if index > 0 {
            bytes.push(b',');
        }
        match &listing.fields {
            None => bytes.extend_from_slice(entry.document.as_bytes()),
            Some(fields) => bytes.extend_from_slice(edit::restricted(&entry.document, fields).as_bytes()),
        }
    }
    let last = page.entries.last().filter(|_| page.more).map(|entry| &entry.id.key);
    let next = last.map(|last| listing.next(&register, last));
    let quoted = next.as_ref().map_or_else(|| "null".to_owned(), |(cursor, _)| format!("\"{cursor}\""));
    write!(bytes, "],\"next\":{quoted}}}").map_err(|error| Error::Internal(Box::new(error)))?;
    let answer = Answer::json_bytes(Body::Owned(bytes)).tagged(&listing.tag(&register, &caller.register));
    Ok(answer.with_link(next.map(|(_, link)| link)))
}

/// Change every selected record by one patch, in one commit, all or nothing.
///
/// First with `dry_run=true`: the answer says what would change, and its `ETag` stands for exactly these records in these
/// versions. Then without, and with that tag as `If-Match`: if any record changed, came or went meanwhile, nothing is done (412).
#[utoipa::path(
    params(("If-Match" = Option<String>, Header, description = "The entity tag of the dry run; needed unless this is one.")),
    request_body(content(
        (super::records::MergePatch = "application/json"),
        (super::records::MergePatch = "application/merge-patch+json"),
        (super::records::JsonPatch = "application/json-patch+json"),
    )),
    responses(
        (status = 200, description = "What was done, or would be.", body = ImportOutcome, headers(("ETag"))),
        ReadErrors, ConditionErrors, BodyErrors,
    ),
)]
#[patch("/", data = "<body>")]
async fn change_all(
    caller: Editor,
    app: &App,
    selected: Selected,
    conditions: Conditions,
    body: PatchBody,
) -> Result<Answer, Problem> {
    let selection = Arc::new(selected.selection(&caller.register)?);
    let (held, wanted) = (Arc::clone(&caller.register), Arc::clone(&selection));
    let entries = aside(move || bulk::selected(&held, &wanted)).await?;
    let tag = bulk::tag(&entries);
    if !selected.dry_run {
        conditions.name(&tag).map_err(|problem| match problem {
            None => Problem::precondition_required(
                "ask with `dry_run=true` first, and send the `ETag` of its answer as `If-Match`",
            ),
            Some(problem) => problem,
        })?;
    }
    let (reason, held) = (selected.reason()?, Arc::clone(&caller.register));
    let changes = aside(move || bulk::changes(&held, &entries, &body.0)).await??;
    let changed = if selected.dry_run {
        bulk::tried(app, &caller.register, changes)?
    } else {
        let changed = bulk::patch(app, &caller.actor, reason, changes, (selection, tag.clone())).await;
        changed.map_err(|error| match error {
            Error::Refused(Refusal::Outdated) => {
                Problem::stale("a selected record changed, came or went since the dry run; try that again")
            }
            other => other.into(),
        })?
    };
    Ok(Answer::json(&changed)?.tagged(&tag))
}
