//! `/api/v1/calendar.ics` and `/api/v1/notices/{key}/processor-changes.atom`: what others subscribe to.

use super::records::ReadErrors;
use crate::{
    http::{
        answer::Answer,
        endpoints,
        guard::{CalendarReader, TableReader},
        parameters::{self, Preferences, Query},
        problem::Problem,
    },
    render::{calendar, feed, negotiate},
    service::{Ropewalk, feeds},
};
use rocket::{State, get};
use std::sync::Arc;

endpoints![calendar_of_days, processor_changes];

type App = State<Arc<Ropewalk>>;

/// The days on which something ends, is due or begins, as a calendar (RFC 5545).
///
/// Contracts, notice periods, assessments, certifications, reviews of services, follow-ups, waivers, planned disclosures, publications, and
/// the days by which law is to be looked up again. Subscribe to it with a token of the role `calendar` in the address: it opens nothing
/// else and can be revoked.
#[utoipa::path(
    operation_id = "get_calendar",
    tag = "reports",
    params(
        ("token" = Option<String>, Query, description = "A token, for programs that send no headers; make one with `ropewalk token create --role calendar`."),
        ("lang" = Option<String>, Query, description = "The language, BCP 47; otherwise by `Accept-Language`."),
    ),
    responses(
        (status = 200, description = "The calendar.", content((String = "text/calendar")), headers(("ETag"), ("Content-Language"))),
        (status = 304, description = "You have it."),
        ReadErrors,
    ),
)]
#[get("/calendar.ics?<token>&<lang>")]
async fn calendar_of_days(
    caller: CalendarReader,
    app: &App,
    _query: Query,
    token: Option<&str>,
    lang: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    // The guard has read it.
    let _ = token;
    let rendered = feeds::calendar(app, &caller, preferences.wanted(lang)?).await?;
    Ok(Answer::rendered(calendar::MEDIA_TYPE, &rendered))
}

/// What became of the processors of a notice, publication by publication, as a feed (Atom, RFC 4287).
///
/// For whoever must be told. What begins in the future is announced. A publisher is told what was published only.
#[utoipa::path(
    operation_id = "get_processor_changes",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("lang" = Option<String>, Query, description = "The language, BCP 47; otherwise by `Accept-Language`."),
    ),
    responses(
        (status = 200, description = "The feed, newest first.", content((String = "application/atom+xml"), (String = "text/xml")), headers(("ETag"), ("Content-Language"))),
        (status = 304, description = "You have it."),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/notices/<key>/processor-changes.atom?<lang>")]
async fn processor_changes(
    caller: TableReader,
    app: &App,
    _query: Query,
    key: &str,
    lang: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let languages = preferences.wanted(lang)?;
    let rendered = feeds::processor_changes(app, &caller, &parameters::key(key)?, languages).await?;
    let accept = preferences.accept.as_deref().unwrap_or("*/*");
    let wanted = negotiate(accept, &feed::MEDIA_TYPES).and_then(|place| feed::MEDIA_TYPES.get(place));
    Ok(Answer::rendered(wanted.unwrap_or(&feed::MEDIA_TYPES[0]), &rendered))
}
