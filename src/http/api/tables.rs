//! `/api/v1/notices/{key}/processor-table`: what a policy generator pulls.

use super::{publications, records::ReadErrors};
use crate::{
    http::{
        answer::{Answer, Pdf, Workbook},
        endpoints,
        guard::TableReader,
        parameters::{self, Preferences, Query},
        problem::Problem,
    },
    render::json::TableDocument,
    report::processor_table::ColumnSet,
    service::{Ropewalk, tables},
};
use rocket::{State, get};
use std::sync::Arc;

endpoints![processor_table];

/// The table of third parties of a notice, in one language.
///
/// Of a publication the table is that of the commit which it tells of, on the day on which it came into effect; a publisher gets the last
/// one. Its entity tag changes when the table does, not when something else in the register does: poll it with `If-None-Match`.
#[utoipa::path(
    operation_id = "get_processor_table",
    tag = "notices",
    params(
        ("key" = String, Path, description = "The key of the notice."),
        ("lang" = Option<String>, Query, description = "The language, BCP 47; otherwise by `Accept-Language`. Cells in another language are marked."),
        ("columns" = Option<String>, Query, description = "The set of columns: `notice` (where left out), `sdk`, `recipients` or `subprocessors`."),
        ("format" = Option<String>, Query, description = "`json`, `markdown`, `html`, `csv`, `xlsx` or `pdf`; otherwise by `Accept`. A program that was built without PDF answers 406, and `html` prints."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("on" = Option<String>, Query, description = "The day for which validity is judged, also in the future; otherwise today (UTC)."),
        ("publication" = Option<u64>, Query, description = "The version that was published with this number, instead of what is current.", minimum = 1),
        ("in_force" = Option<String>, Query, description = "The version that applied, or will apply, on this day."),
        ("preview" = Option<bool>, Query, description = "`true`: what the next publication would say. Only who may write sees it."),
    ),
    responses(
        (status = 200, description = "The table.", content(
            (TableDocument<'static> = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
            headers(("ETag"), ("Content-Language"))),
        (status = 304, description = "You have it."),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The notice was deleted.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/notices/<key>/processor-table?<lang>&<columns>&<format>&<as_of>&<on>&<publication>&<in_force>&<preview>")]
#[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
async fn processor_table(
    caller: TableReader,
    app: &State<Arc<Ropewalk>>,
    _query: Query,
    key: &str,
    lang: Option<&str>,
    columns: Option<&str>,
    format: Option<&str>,
    as_of: Option<&str>,
    on: Option<&str>,
    publication: Option<&str>,
    in_force: Option<&str>,
    preview: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let format = preferences.format(format)?;
    let wanted = tables::Wanted {
        notice: parameters::key(key)?,
        languages: preferences.wanted(lang)?,
        columns: match columns {
            None => ColumnSet::Notice,
            Some(name) => ColumnSet::from_name(name).ok_or_else(|| {
                Problem::bad_request(format!(
                    "`columns` is one of {}",
                    parameters::names(ColumnSet::ALL, ColumnSet::name)
                ))
            })?,
        },
        on: parameters::day("on", on)?,
        as_of: parameters::as_of(as_of)?,
        edition: publications::edition(publication, in_force, preview)?,
    };
    let rendered = tables::processor_table(app, &caller, wanted, format).await?;
    Ok(Answer::rendered(format.media_type(), &rendered))
}
