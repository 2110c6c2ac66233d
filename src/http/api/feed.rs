//! `GET /api/v1/changes`: the feed of commits.

use super::records::ReadErrors;
use crate::{
    http::{
        answer::Answer,
        endpoints,
        guard::Reader,
        parameters::{self, Query},
        problem::Problem,
    },
    service::{Ropewalk, feed},
};
use rocket::tokio::select;
use rocket::{Shutdown, State, get};
use std::{sync::Arc, time::Duration};

endpoints![list];

/// The longest wait, in seconds.
const MAX_WAIT: u64 = 60;

/// Follow the register: the commits after one, oldest first.
///
/// Commits are whole and numbered without gaps: ask again with `since` set to `next`, and nothing is missed and nothing comes
/// twice. A page ends early where it grows beyond some megabytes, but never within a commit. With `wait`, an answer without
/// commits comes only after that time; a commit that is made meanwhile is answered at once.
#[utoipa::path(
    operation_id = "list_changes",
    tag = "changes",
    params(
        ("since" = Option<u64>, Query, description = "The last commit that you have: the `next` of the page before; 0, the beginning, where left out.", minimum = 0),
        ("digest" = Option<String>, Query, description = "The `digest` of that commit as you were told it: where the history is another one (the database was restored), you get 409 instead of commits that do not follow on yours."),
        ("limit" = Option<u64>, Query, description = "How many commits a page has at most: 1 to 1000, 100 where left out.", minimum = 1, maximum = 1000),
        ("wait" = Option<u64>, Query, description = "Seconds to wait for a commit if there is none yet: 0 to 60, 0 where left out.", minimum = 0, maximum = 60),
        ("documents" = Option<bool>, Query, description = "`true`: with the documents of the versions."),
    ),
    responses(
        (status = 200, description = "A page of commits; none if there are none yet.", body = feed::FeedPage),
        (status = 409, description = "The history is another one than the `digest` says.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/changes?<since>&<digest>&<limit>&<wait>&<documents>")]
async fn list(
    _caller: Reader,
    app: &State<Arc<Ropewalk>>,
    shutdown: Shutdown,
    _query: Query,
    since: Option<&str>,
    digest: Option<&str>,
    limit: Option<&str>,
    wait: Option<&str>,
    documents: Option<&str>,
) -> Result<Answer, Problem> {
    let query = feed::Query {
        since: parameters::number("since", since, 0..=u64::MAX)?.unwrap_or(0),
        digest: parameters::digest(digest)?,
        limit: parameters::limit(limit, 100)?,
        documents: parameters::flag("documents", documents)?,
    };
    let wait = Duration::from_secs(parameters::number("wait", wait, 0..=MAX_WAIT)?.unwrap_or(0));
    // Who waits must not keep the server from stopping.
    let page = select! {
        page = feed::page(app, &query, wait) => page?,
        () = shutdown => feed::page(app, &query, Duration::ZERO).await?,
    };
    Ok(Answer::json(&page)?)
}
