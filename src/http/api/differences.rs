//! `/api/v1/difference`: what became of the register between two places of the past.

use super::records::ReadErrors;
use crate::{
    domain::{AsOf, RecordId},
    http::{
        answer::Answer,
        aside::aside,
        cursor::Cursor,
        endpoints,
        guard::Reader,
        parameters::{self, Preferences, Query},
        problem::Problem,
    },
    service::{
        Ropewalk,
        differences::{self, RecordDifference},
    },
};
use rocket::{State, get};
use serde::Serialize;
use std::sync::Arc;

endpoints![difference];

/// A page of what became of the register.
#[derive(Serialize, schemars::JsonSchema)]
pub struct DifferencePage {
    /// The commit it begins after.
    pub from: u64,
    /// The commit it ends with.
    pub to: u64,
    /// The records that were created, changed or deleted, by kind and key.
    pub items: Vec<RecordDifference>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// What became of the register between two places of the past, record by record, as JSON Patch and in sentences.
#[utoipa::path(
    operation_id = "get_register_difference",
    tag = "changes",
    params(
        ("from" = String, Query, description = "The earlier register: after a commit (`seq:12`; `seq:0` is the empty one) or at an instant (RFC 3339)."),
        ("to" = Option<String>, Query, description = "The later register, in the same words; the current one where left out."),
        ("lang" = Option<String>, Query, description = "The language of the sentences, BCP 47; otherwise by `Accept-Language`."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before."),
        ("limit" = Option<u64>, Query, description = "How many records a page has: 1 to 1000, 100 where left out.", minimum = 1, maximum = 1000),
    ),
    responses((status = 200, description = "A page of differences; `Link` names the next one.", body = DifferencePage, headers(("Link"))), ReadErrors),
)]
#[get("/difference?<from>&<to>&<lang>&<cursor>&<limit>")]
async fn difference(
    caller: Reader,
    app: &State<Arc<Ropewalk>>,
    _query: Query,
    from: Option<&str>,
    to: Option<&str>,
    lang: Option<&str>,
    cursor: Option<&str>,
    limit: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let from = parameters::place("from", from)?
        .ok_or_else(|| Problem::bad_request("`from` is missing; say where the difference begins, such as `seq:12`"))?;
    let cursor = Cursor::read(cursor)?;
    let limit = usize::try_from(parameters::limit(limit, 100)?).unwrap_or(usize::MAX);
    let speech = preferences.speech(lang)?;
    let later = app.register(&caller.register, Cursor::as_of(cursor.as_ref(), parameters::place("to", to)?)).await?;
    let earlier = app.register(&caller.register, Some(from)).await?;
    let (begins, ends) = (earlier.head().seq, later.head().seq);
    if begins > ends {
        return Err(Problem::bad_request(format!("`from` (commit {begins}) is later than `to` (commit {ends})")));
    }
    let question = format!("difference from {begins}");
    let after: Option<RecordId> = Cursor::after(cursor.as_ref(), &later, &question)?;
    let held = Arc::clone(&later);
    let (items, more) = aside(move || differences::of_register(&earlier, &held, after.as_ref(), limit, speech)).await?;
    let last = items.last().filter(|_| more).map(|item| RecordId::new(item.kind, item.key.clone()));
    let next = last.map(|last| Cursor::next(&later, &question, &last));
    let link = next.as_ref().map(|next| {
        let (from, to) = (AsOf::Seq(begins).parameter(), AsOf::Seq(ends).parameter());
        parameters::link(
            "/api/v1/difference",
            &[
                ("from", &from),
                ("to", &to),
                ("limit", &limit.to_string()),
                ("lang", speech.tag().as_str()),
                ("cursor", next),
            ],
        )
    });
    Ok(Answer::json(&DifferencePage { from: begins, to: ends, items, next })?.with_link(link))
}
