//! `/api/v1/reviews`: transfer reviews are opened, decided, signed off and proven. They and their decisions are read as all records are.

use super::records::{self, BodyErrors, ConditionErrors, ConflictErrors, ReadErrors};
use crate::{
    domain::{Kind, digest},
    http::{
        answer::{Answer, Pdf, Workbook},
        body::Sent,
        endpoints,
        guard::{Reader, Reviewer},
        idempotency::{self, IdempotencyKey},
        parameters::{self, Preferences, Query},
        problem::Problem,
    },
    render::Format,
    report::transfer_review::Report as TransferReview,
    service::{
        self, Error, Ropewalk,
        idempotency::{Answered, Once, Turn},
        records::Stored,
        reviews::{
            self, Cancelling, Decided, Decisions, Done, NewAdvice, NewAttestation, NewReview, NewSignOff, Rebase,
            Verified,
        },
    },
};
use rocket::{State, get, post};
use std::{ops::ControlFlow, sync::Arc};

endpoints![
    open_review,
    decide_review,
    rebase_review,
    attest_review,
    advise_review,
    sign_off_review,
    cancel_review,
    finish_follow_up,
    review_report,
    verify_review,
    review_proposals
];

type App = State<Arc<Ropewalk>>;

/// Stands for the record of a review.
#[derive(utoipa::ToSchema)]
#[schema(as = Review)]
#[expect(dead_code, reason = "only its name is used in the document")]
pub struct ReviewDocument(serde_json::Value);

/// The turn to carry out a request, or the answer that was given before.
async fn begin<T>(
    key: IdempotencyKey,
    (app, caller): (&App, &Reviewer),
    body: &Sent<T>,
) -> Result<ControlFlow<Answer, Turn>, Problem> {
    key.begin(app, caller, digest::of(&body.bytes)).await
}

/// The review as it is after a step.
fn told(turn: Turn) -> Once<Stored> {
    turn.telling(|written: &Stored| records::stored(written.clone()).into_reply())
}

fn answered(answered: Result<Answered, Error>) -> Result<Answer, Problem> {
    Ok(idempotency::answer(answered?)?)
}

/// Open a transfer review.
///
/// It freezes the register, the laws in their versions and the version of the program, and lists the routes that cross a border or may,
/// each with what the laws come to at worst. Routes are held against the last review of the same scope that was signed off.
#[utoipa::path(
    operation_id = "open_review",
    tag = "reviews",
    params(("reason" = Option<String>, Query, description = "Why, for the journal.")),
    request_body = NewReview,
    responses(
        (status = 201, description = "The review.", body = ReviewDocument, headers(("ETag"), ("Location"))),
        ReadErrors, ConflictErrors, BodyErrors,
    ),
)]
#[post("/reviews?<reason>", data = "<body>")]
async fn open_review(
    caller: Reviewer,
    app: &App,
    _query: Query,
    reason: Option<&str>,
    key: IdempotencyKey,
    body: Sent<NewReview>,
) -> Result<Answer, Problem> {
    let turn = match begin(key, (app, &caller), &body).await? {
        ControlFlow::Continue(turn) => turn,
        ControlFlow::Break(before) => return Ok(before),
    };
    let once = turn.telling(|written: &Stored| records::made(Kind::Reviews, written).into_reply());
    answered(reviews::open(app, &caller, body.value, service::reason(reason)?, once).await)
}

/// Decide routes of a review, one by one or all that a filter selects; all or none.
///
/// What may be decided depends on what a route comes to: undetermined and not met cannot be approved. Decisions stand as long as the facts
/// of the route are those that they were made of.
#[utoipa::path(
    operation_id = "decide_review",
    tag = "reviews",
    params(
        ("key" = String, Path, description = "The key of the review."),
        ("reason" = Option<String>, Query, description = "Why, for the journal."),
    ),
    request_body = Decisions,
    responses(
        (status = 200, description = "What was decided, and what is still to be.", body = Decided),
        ReadErrors, ConflictErrors, ConditionErrors, BodyErrors,
    ),
)]
#[post("/reviews/<key>/decisions?<reason>", data = "<body>")]
async fn decide_review(
    caller: Reviewer,
    app: &App,
    _query: Query,
    key: &str,
    reason: Option<&str>,
    idempotency: IdempotencyKey,
    body: Sent<Decisions>,
) -> Result<Answer, Problem> {
    let turn = match begin(idempotency, (app, &caller), &body).await? {
        ControlFlow::Continue(turn) => turn,
        ControlFlow::Break(before) => return Ok(before),
    };
    let once = turn.telling(|decided: &Decided| match Answer::json(decided) {
        Ok(answer) => answer.into_reply(),
        Err(_) => unreachable!("keys and words are JSON"),
    });
    let key = parameters::key(key)?;
    answered(reviews::decide(app, &caller, &key, body.value, service::reason(reason)?, once).await)
}

/// The report of a review, as it stands or as it was signed.
#[utoipa::path(
    operation_id = "get_review_report",
    tag = "reviews",
    params(
        ("key" = String, Path, description = "The key of the review."),
        ("lang" = Option<String>, Query, description = "The language, BCP 47; otherwise by `Accept-Language`."),
        ("format" = Option<String>, Query, description = "`json`, `markdown`, `html`, `csv`, `xlsx` or `pdf`; otherwise by `Accept`. A program that was built without PDF answers 406, and `html` prints."),
    ),
    responses(
        (status = 200, description = "The report.", content(
            (TransferReview = "application/json"), (String = "text/markdown"), (String = "text/html"), (String = "text/csv"), (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Pdf = "application/pdf")),
            headers(("ETag"), ("Content-Language"))),
        (status = 304, description = "You have it."),
        (status = 406, description = "None of the formats is acceptable.", body = Problem, content_type = "application/problem+json"),
        ReadErrors,
    ),
)]
#[get("/reviews/<key>/report?<lang>&<format>")]
async fn review_report(
    caller: Reader,
    app: &App,
    _query: Query,
    key: &str,
    lang: Option<&str>,
    format: Option<&str>,
    preferences: Preferences,
) -> Result<Answer, Problem> {
    let format: Format = preferences.format(format)?;
    let languages = preferences.wanted(lang)?;
    let wanted = reviews::Wanted { review: parameters::key(key)?, languages };
    let rendered = reviews::report(app, &caller, wanted, format).await?;
    Ok(Answer::rendered(format.media_type(), &rendered))
}

/// Hold a signed review against what was signed.
///
/// Each signature against routes and decisions, each rendering against its bytes, the register against the journal.
#[utoipa::path(
    operation_id = "verify_review",
    tag = "reviews",
    params(("key" = String, Path, description = "The key of the review.")),
    responses(
        (status = 200, description = "What it came to.", body = Verified),
        ReadErrors, ConflictErrors,
    ),
)]
#[get("/reviews/<key>/verification")]
async fn verify_review(caller: Reader, app: &App, _query: Query, key: &str) -> Result<Answer, Problem> {
    Ok(Answer::json(&reviews::verify(app, &caller, &parameters::key(key)?).await?)?)
}

/// A step of a review whose answer is the review as it is then.
macro_rules! step {
    ($(#[doc = $doc:literal])* $name:ident $path:literal $body:ident => $step:path) => {
        $(#[doc = $doc])*
        #[utoipa::path(
            tag = "reviews",
            params(
                ("key" = String, Path, description = "The key of the review."),
                ("reason" = Option<String>, Query, description = "Why, for the journal."),
            ),
            request_body = $body,
            responses(
                (status = 200, description = "The review.", body = ReviewDocument, headers(("ETag"))),
                ReadErrors, ConflictErrors, ConditionErrors, BodyErrors,
            ),
        )]
        #[post($path, data = "<body>")]
        async fn $name(
            caller: Reviewer,
            app: &App,
            _query: Query,
            key: &str,
            reason: Option<&str>,
            idempotency: IdempotencyKey,
            body: Sent<$body>,
        ) -> Result<Answer, Problem> {
            let turn = match begin(idempotency, (app, &caller), &body).await? {
                ControlFlow::Continue(turn) => turn,
                ControlFlow::Break(before) => return Ok(before),
            };
            let (key, reason) = (parameters::key(key)?, service::reason(reason)?);
            answered($step(app, &caller, &key, body.value, reason, told(turn)).await)
        }
    };
}

step! {
    /// Take a review to a newer register.
    ///
    /// Decisions of routes whose facts are what they were stand; others lapse and are told as such.
    rebase_review "/reviews/<key>/rebase?<reason>" Rebase => reviews::rebase
}

step! {
    /// Record that a steward attests records that a review rests on.
    ///
    /// Which records are asked for, of whom and why, is in the report of the review (`attestations`). An attestation holds for twelve
    /// months, in later reviews too, as long as the record does not change.
    attest_review "/reviews/<key>/attestations?<reason>" NewAttestation => reviews::attest
}

step! {
    /// Record advice of the data protection officer, apart from decisions.
    advise_review "/reviews/<key>/advice?<reason>" NewAdvice => reviews::advise
}

step! {
    /// Sign off the routes of a controller.
    ///
    /// Every one of them must be decided, and by others than who signs, unless the review was opened without four eyes. With the last
    /// controller the review is signed off and never changes again; what was signed is kept under its digests.
    sign_off_review "/reviews/<key>/sign-off?<reason>" NewSignOff => reviews::sign_off
}

step! {
    /// End a review that is not signed off.
    cancel_review "/reviews/<key>/cancellation?<reason>" Cancelling => reviews::cancel
}

step! {
    /// Note that what was to be done for a route is done, also in a review that is signed off.
    finish_follow_up "/reviews/<key>/follow-ups?<reason>" Done => reviews::done
}

/// Ad hoc reviews that are proposed, and why.
///
/// The latest signed review of each scope, held against the register: routes of which a law comes to something worse now, with the places
/// that are no longer on a list of that law, and routes whose importer has other owners, with the commit. Nothing is proposed where a review
/// of the scope is under way.
#[utoipa::path(
    operation_id = "review_proposals",
    tag = "reviews",
    params(
        ("as_of" = Option<String>, Query, description = "What the register held after a commit (`seq:12`) or at an instant (RFC 3339)."),
        ("on" = Option<String>, Query, description = "The day for which laws are judged, also in the future; today (UTC) where left out."),
    ),
    responses((status = 200, description = "The proposals, by review.", body = reviews::ReviewProposals), ReadErrors),
)]
#[get("/review-proposals?<as_of>&<on>")]
async fn review_proposals(
    caller: Reader,
    app: &App,
    _query: Query,
    as_of: Option<&str>,
    on: Option<&str>,
) -> Result<Answer, Problem> {
    let asked = (parameters::as_of(as_of)?, parameters::day("on", on)?);
    Ok(Answer::json(&reviews::propose(app, &caller, asked).await?)?)
}
