//! Request guards: a ladder of rights. A handler says what it needs by the type of its first argument.

use super::{catch::leave, problem::Problem};
use crate::{
    domain::Kind,
    service::{
        Ropewalk,
        access::{self, Right, Session},
    },
};
use rocket::{
    Request,
    outcome::Outcome,
    request::{self, FromRequest},
};
use std::sync::Arc;

/// What is longer is no token.
const LONGEST_TOKEN: usize = 200;

/// May read everything.
pub struct Reader(pub Session);

/// May read and change records.
pub struct Editor(pub Session);

/// May read everything and review transfers.
pub struct Reviewer(pub Session);

/// May read everything, and change records or review transfers: whoever has papers to attach.
pub struct Uploader(pub Session);

/// May read the processor tables of (some) notices.
pub struct TableReader(pub Session);

macro_rules! guards {
    ($($guard:ident $right:expr),+) => {
        $(
            #[rocket::async_trait]
            impl<'r> FromRequest<'r> for $guard {
                type Error = ();
                async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
                    match session(request, $right).await {
                        Ok(session) => Outcome::Success(Self(session)),
                        Err(problem) => Outcome::Error(leave(request, problem)),
                    }
                }
            }

            impl std::ops::Deref for $guard {
                type Target = Session;
                fn deref(&self) -> &Session {
                    &self.0
                }
            }
        )+
    };
}
guards!(Reader Right::Read, Editor Right::Write, Reviewer Right::Review, Uploader Right::Upload, TableReader Right::ReadTables);

/// May read the calendar. Its token may stand in the address, as `token`: programs that fetch calendars send no headers.
pub struct CalendarReader(pub Session);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for CalendarReader {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let in_address = request.query_value::<&str>("token").and_then(Result::ok);
        let session = match in_address {
            Some(token) => session_of(request, token, Right::ReadCalendar).await,
            None => session(request, Right::ReadCalendar).await,
        };
        match session {
            Ok(session) => Outcome::Success(Self(session)),
            Err(problem) => Outcome::Error(leave(request, problem)),
        }
    }
}

impl std::ops::Deref for CalendarReader {
    type Target = Session;
    fn deref(&self) -> &Session {
        &self.0
    }
}

async fn session(request: &Request<'_>, right: Right) -> Result<Session, Problem> {
    let mut headers = request.headers().get("Authorization");
    let token = match (headers.next(), headers.next()) {
        (Some(header), None) => header
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim()),
        _ => None,
    };
    let Some(token) = token.filter(|token| token.len() <= LONGEST_TOKEN) else {
        return Err(Problem::unauthorized(
            "send the header `Authorization: Bearer TOKEN`; `ropewalk token create` makes tokens",
        ));
    };
    session_of(request, token, right).await
}

/// Whoever holds a token, if its role gives the right.
async fn session_of(request: &Request<'_>, token: &str, right: Right) -> Result<Session, Problem> {
    let Some(app) = request.rocket().state::<Arc<Ropewalk>>() else {
        return Err(Problem::from(crate::service::Error::Internal("the server was started without its state".into())));
    };
    if token.len() > LONGEST_TOKEN {
        return Err(Problem::unauthorized("this token is unknown or was revoked"));
    }
    match access::authenticate(app, token).await? {
        None => Err(Problem::unauthorized("this token is unknown or was revoked")),
        Some(session) if session.actor.role.allows(right) => Ok(session),
        Some(session) => Err(Problem::forbidden(format!("the role {} does not allow this", session.actor.role.name()))),
    }
}

/// The kind whose collection a request addresses: the last segment of the place where its route is mounted.
pub struct Collection(pub Kind);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Collection {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let kind = request.route().and_then(|route| route.uri.base().rsplit('/').next()?.parse().ok());
        match kind {
            Some(kind) => Outcome::Success(Self(kind)),
            None => Outcome::Error(leave(request, Problem::not_found("there is no such kind of record"))),
        }
    }
}
