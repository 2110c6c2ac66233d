//! `/api/v1/questions`: what the register leaves open.

use super::records::ReadErrors;
use crate::{
    domain::{Kind, RecordId, questions::Open},
    http::{
        answer::Answer,
        aside::aside,
        cursor::Cursor,
        endpoints,
        guard::Reader,
        parameters::{self, Query},
        problem::Problem,
    },
    service::{
        Ropewalk,
        questions::{self, RecordQuestions, StewardQuestions, Wanted},
    },
};
use rocket::{State, get};
use serde::Serialize;
use std::sync::Arc;

endpoints![of_records, of_stewards];

type App = State<Arc<Ropewalk>>;

/// A page of records with their open questions.
#[derive(Serialize, schemars::JsonSchema)]
pub struct QuestionPage {
    /// The records, by kind and key.
    pub items: Vec<RecordQuestions>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// How much is open for each steward.
#[derive(Serialize, schemars::JsonSchema)]
pub struct StewardPage {
    /// The stewards, those of nobody's records first.
    pub items: Vec<StewardQuestions>,
    /// Always null: all of them are in one page.
    pub next: Option<String>,
}

/// What is unknown, and which lists nobody says are complete, record by record.
///
/// Built-in and retired records are not asked about.
#[utoipa::path(
    operation_id = "list_questions",
    tag = "questions",
    params(
        ("kind" = Option<Kind>, Query, description = "Only records of this kind."),
        ("steward" = Option<String>, Query, description = "Only records for which this person or unit answers; case and accents do not count."),
        ("open" = Option<Open>, Query, description = "Only facts that are unknown (`unknown`), or only lists that nobody says are complete (`not_complete`)."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before. It continues the list as it was when its first page was read."),
        ("limit" = Option<u64>, Query, description = "How many records a page has: 1 to 1000, 100 where left out.", minimum = 1, maximum = 1000),
    ),
    responses((status = 200, description = "A page of records with their questions; `Link` names the next one.", body = QuestionPage, headers(("Link"))), ReadErrors),
)]
#[get("/questions?<kind>&<steward>&<open>&<as_of>&<cursor>&<limit>")]
async fn of_records(
    caller: Reader,
    app: &App,
    _query: Query,
    kind: Option<&str>,
    steward: Option<&str>,
    open: Option<&str>,
    as_of: Option<&str>,
    cursor: Option<&str>,
    limit: Option<&str>,
) -> Result<Answer, Problem> {
    let wanted = wanted(kind, steward, open)?;
    let cursor = Cursor::read(cursor)?;
    let limit = usize::try_from(parameters::limit(limit, 100)?).unwrap_or(usize::MAX);
    let register = app.register(&caller.register, Cursor::as_of(cursor.as_ref(), parameters::as_of(as_of)?)).await?;
    let question = format!("{wanted:?}");
    let after: Option<RecordId> = Cursor::after(cursor.as_ref(), &register, &question)?;
    let held = Arc::clone(&register);
    let (items, more) = aside(move || questions::by_record(&held, &wanted, after.as_ref(), limit)).await?;
    let last = items.last().filter(|_| more).map(|item| RecordId::new(item.kind, item.key.clone()));
    let next = last.map(|last| Cursor::next(&register, &question, &last));
    let link = next.as_ref().map(|next| {
        let limit = limit.to_string();
        let given = [
            ("kind", kind),
            ("steward", steward),
            ("open", open),
            ("as_of", as_of),
            ("limit", Some(&*limit)),
            ("cursor", Some(next)),
        ];
        let given: Vec<_> = given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        parameters::link("/api/v1/questions", &given)
    });
    Ok(Answer::json(&QuestionPage { items, next })?.with_link(link))
}

/// How many questions are open for each steward.
#[utoipa::path(
    operation_id = "list_questions_of_stewards",
    tag = "questions",
    params(
        ("kind" = Option<Kind>, Query, description = "Only of records of this kind."),
        ("steward" = Option<String>, Query, description = "Only of records for which this person or unit answers; case and accents do not count."),
        ("open" = Option<Open>, Query, description = "Only facts that are unknown (`unknown`), or only lists that nobody says are complete (`not_complete`)."),
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
    ),
    responses((status = 200, description = "The counts.", body = StewardPage), ReadErrors),
)]
#[get("/questions/stewards?<kind>&<steward>&<open>&<as_of>")]
async fn of_stewards(
    caller: Reader,
    app: &App,
    _query: Query,
    kind: Option<&str>,
    steward: Option<&str>,
    open: Option<&str>,
    as_of: Option<&str>,
) -> Result<Answer, Problem> {
    let wanted = wanted(kind, steward, open)?;
    let register = app.register(&caller.register, parameters::as_of(as_of)?).await?;
    let items = aside(move || questions::by_steward(&register, &wanted)).await?;
    Ok(Answer::json(&StewardPage { items, next: None })?)
}

fn wanted(kind: Option<&str>, steward: Option<&str>, open: Option<&str>) -> Result<Wanted, Problem> {
    let open = match open {
        None => None,
        Some("unknown") => Some(Open::Unknown),
        Some("not_complete") => Some(Open::NotComplete),
        Some(_) => return Err(Problem::bad_request("`open` is `unknown` or `not_complete`")),
    };
    let kind = kind.map(str::parse).transpose();
    let kind = kind.map_err(|error: String| Problem::bad_request(format!("`kind`: {error}")))?;
    Ok(Wanted { kind, steward: steward.map(str::to_owned), open })
}
