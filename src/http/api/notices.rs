//! `/api/v1/notices/{key}/content`, `/drift` and `/hosts-drift`: what a notice has to say, and a published notice and what a site loads
//! held against the register.

use super::{
    publications,
    records::{BodyErrors, ReadErrors},
};
use crate::{
    http::{
        answer::{Answer, Body, Pdf, Workbook},
        body::{HostsBody, NoticeBody, NoticeText},
        endpoints,
        guard::{Reader, TableReader},
        parameters::{self, Preferences, Query},
        problem::Problem,
    },
    render::Format,
    report::{
        drift::Drift as NoticeDrift,
        hosts::HostsDrift,
        notice_content::{Report as NoticeContent, Section},
    },
    service::{Rendered, Ropewalk, notices, publications::Edition},
};
use rocket::{State, get, post};
use std::sync::Arc;

endpoints![notice_content, notice_drift, hosts_drift];

type App = State<Arc<Ropewalk>>;

/// What the notice has to say, section by section, for whoever generates its text.
///
/// Its entity tag is that of its content: poll it with `If-None-Match`. What is not recorded is left out, and told as missing with the
/// field that would supply it.
#[utoipa::path(
    operation_id = "get_notice_content",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("lang" = Option<String>, Query, description = "The language, BCP 47; otherwise by `Accept-Language`. What is recorded in another language only is marked."),
        ("format" = Option<String>, Query, description = "`json`, `markdown`, `html`, `csv`, `xlsx` or `pdf`; otherwise by `Accept`. A program that was built without PDF answers 406, and `html` prints."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("on" = Option<String>, Query, description = "The day for which validity is judged, also in the future; otherwise today (UTC)."),
        ("publication" = Option<u64>, Query, description = "The version that was published with this number, instead of what is current.", minimum = 1),
        ("in_force" = Option<String>, Query, description = "The version that applied, or will apply, on this day."),
        ("preview" = Option<bool>, Query, description = "`true`: what the next publication would say. Only who may write sees it."),
        ("fragment" = Option<String>, Query, description = "A fragment for a page, by the template for `markdown` or `html`: `all`, or the section of this name."),
    ),
    responses(
        (status = 200, description = "The content.", content(
            (NoticeContent = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
            headers(("ETag"), ("Content-Language"))),
        (status = 304, description = "You have it."),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/notices/<key>/content?<lang>&<format>&<as_of>&<on>&<publication>&<in_force>&<preview>&<fragment>")]
#[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
async fn notice_content(
    caller: TableReader,
    app: &App,
    _query: Query,
    key: &str,
    lang: Option<&str>,
    format: Option<&str>,
    as_of: Option<&str>,
    on: Option<&str>,
    publication: Option<&str>,
    in_force: Option<&str>,
    preview: Option<&str>,
    fragment: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let format = preferences.format(format)?;
    let edition = publications::edition(publication, in_force, preview)?;
    let wanted = notices::Wanted { edition, ..wanted(key, (lang, &preferences), as_of, on)? };
    let rendered = match fragment {
        None => notices::content(app, &caller, wanted, format).await?,
        Some(name) => Arc::new(notices::fragment(app, &caller, wanted, (format, section(name)?)).await?),
    };
    Ok(Answer::rendered(format.media_type(), &rendered))
}

/// Hold a published notice against the register.
///
/// The text as it is published: its lists of third parties, whatever their form, who else it names, its links, dates, places and promises,
/// against what the register knows. Every difference quotes its place and says how bad and how sure it is and what to do; what
/// could not be compared is said. Nothing is written and nothing is kept: it can be asked again at will.
#[utoipa::path(
    operation_id = "check_notice_drift",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("lang" = Option<String>, Query, description = "The language to say it in, BCP 47; otherwise by `Accept-Language`."),
        ("format" = Option<String>, Query, description = "`json`, `markdown`, `html`, `csv`, `xlsx` or `pdf`; otherwise by `Accept`. A program that was built without PDF answers 406, and `html` prints."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("on" = Option<String>, Query, description = "The day for which facts are judged, also in the future; otherwise today (UTC)."),
    ),
    request_body(content((String = "text/html"), (String = "text/markdown"), (String = "text/plain"), (NoticeText = "application/json"))),
    responses(
        (status = 200, description = "The differences, and what was compared.", content(
            (NoticeDrift = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
            headers(("Content-Language"))),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors, BodyErrors,
    ),
)]
#[post("/notices/<key>/drift?<lang>&<format>&<as_of>&<on>", data = "<body>")]
async fn notice_drift(
    caller: Reader,
    app: &App,
    _query: Query,
    key: &str,
    lang: Option<&str>,
    format: Option<&str>,
    as_of: Option<&str>,
    on: Option<&str>,
    preferences: Preferences,
    body: NoticeBody,
) -> Result<Answer, Problem> {
    let format = preferences.format(format)?;
    let wanted = wanted(key, (lang, &preferences), as_of, on)?;
    Ok(answer(format, notices::notice_drift(app, &caller, wanted, body.0, format).await?))
}

/// Hold what a site loads against the register.
///
/// The body is lines of hosts or addresses, an HTTP archive (HAR 1.2), or a CycloneDX bill of materials in JSON with its
/// `services`: who is loaded and not recorded, who is recorded and not loaded. Nothing is written and nothing is kept: it can be
/// asked again at will.
#[utoipa::path(
    operation_id = "check_hosts_drift",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("lang" = Option<String>, Query, description = "The language to say it in, BCP 47; otherwise by `Accept-Language`."),
        ("format" = Option<String>, Query, description = "`json`, `markdown`, `html`, `csv`, `xlsx` or `pdf`; otherwise by `Accept`. A program that was built without PDF answers 406, and `html` prints."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("on" = Option<String>, Query, description = "The day for which facts are judged, also in the future; otherwise today (UTC)."),
    ),
    request_body(content((String = "text/plain"), (serde_json::Value = "application/json"), (serde_json::Value = "application/vnd.cyclonedx+json"))),
    responses(
        (status = 200, description = "The hosts, whose they are, and the differences.", content(
            (HostsDrift = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
            headers(("Content-Language"))),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors, BodyErrors,
    ),
)]
#[post("/notices/<key>/hosts-drift?<lang>&<format>&<as_of>&<on>", data = "<body>")]
async fn hosts_drift(
    caller: Reader,
    app: &App,
    _query: Query,
    key: &str,
    lang: Option<&str>,
    format: Option<&str>,
    as_of: Option<&str>,
    on: Option<&str>,
    preferences: Preferences,
    body: HostsBody,
) -> Result<Answer, Problem> {
    let format = preferences.format(format)?;
    let wanted = wanted(key, (lang, &preferences), as_of, on)?;
    Ok(answer(format, notices::hosts_drift(app, &caller, wanted, body.0, format).await?))
}

fn wanted(
    key: &str,
    (lang, preferences): (Option<&str>, &Preferences),
    as_of: Option<&str>,
    on: Option<&str>,
) -> Result<notices::Wanted, Problem> {
    Ok(notices::Wanted {
        notice: parameters::key(key)?,
        languages: preferences.wanted(lang)?,
        on: parameters::day("on", on)?,
        as_of: parameters::as_of(as_of)?,
        edition: Edition::Usual,
    })
}

/// The section of a name; `None`: all of them.
fn section(name: &str) -> Result<Option<Section>, Problem> {
    let found = Section::ALL.into_iter().find(|section| section.name() == name);
    if found.is_none() && name != "all" {
        let known: Vec<&str> = Section::ALL.iter().map(|section| section.name()).collect();
        return Err(Problem::bad_request(format!("`fragment` is `all` or one of {}", known.join(", "))));
    }
    Ok(found)
}

/// An answer to a question that is no address of anything: it has no entity tag.
fn answer(format: Format, rendered: Rendered) -> Answer {
    Answer::bytes(format.media_type(), Body::Kept(rendered.bytes)).with_header("Content-Language", rendered.languages)
}
