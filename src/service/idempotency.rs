//! Requests that are carried out once, whatever becomes of the connection: who gave one a key and asks again with the same key is
//! told what was answered, and nothing is done.
//!
//! Knows which requests with a key are being carried out in this process. Never knows what an answer looks like: who asks
//! brings the function that makes it.

use super::{Error, Refusal, Ropewalk, access::Actor};
use crate::{
    domain::digest::Digest,
    store::{Asked, CommitError, CommitRequest, Committed, Keep, Tell},
};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

pub use crate::store::{Answered, Reply};

/// The requests with a key that are being carried out.
#[derive(Default)]
pub(super) struct UnderWay(Arc<Mutex<HashSet<Digest>>>);

impl UnderWay {
    /// Begins a request, unless the same is under way already.
    fn begin(&self, request: Digest) -> Option<Place> {
        let began = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(request);
        began.then(|| Place { request, all: Arc::clone(&self.0) })
    }
}

/// The place of a request among those under way, until it is dropped.
struct Place {
    request: Digest,
    all: Arc<Mutex<HashSet<Digest>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.request);
    }
}

/// How a request goes on.
pub enum Begun {
    /// It was carried out before: this was the answer.
    Before(Answered),
    /// It is to be carried out.
    Now(Turn),
}

/// The right to carry out a request: for one with a key, nobody else has it in this process.
pub struct Turn(Option<(Asked, Place)>);

/// Begins what `actor` asks of `target`, sending something with the digest `sent`; without a key it is always to be carried
/// out.
///
/// # Errors
/// [`Refusal::UnderWay`], [`Refusal::KeyReused`], [`Refusal::Forgotten`], and those of the database.
pub async fn begin(
    app: &Ropewalk,
    actor: &Actor,
    target: &str,
    key: Option<&str>,
    sent: Digest,
) -> Result<Begun, Error> {
    let Some(key) = key else { return Ok(Begun::Now(Turn(None))) };
    let asked = Asked::new(&actor.principal, target, key, sent);
    let place = app.under_way.begin(asked.request).ok_or(Refusal::UnderWay)?;
    Ok(match app.store.answered(&asked).await? {
        Some(answered) => Begun::Before(answered),
        None => Begun::Now(Turn(Some((asked, place)))),
    })
}

impl Turn {
    /// The turn of a request that nobody sends twice, such as a command.
    #[must_use]
    pub const fn single() -> Self {
        Self(None)
    }

    /// Carries the request out so that `tell` makes the answer of the outcome.
    pub fn telling<T>(self, tell: impl Fn(&T) -> Reply + Send + Sync + 'static) -> Once<T> {
        Once { turn: self, tell: Arc::new(tell) }
    }
}

/// A request whose outcome is a `T`, on its way to its commit.
pub struct Once<T> {
    turn: Turn,
    tell: Arc<dyn Fn(&T) -> Reply + Send + Sync>,
}

impl<T: 'static> Once<T> {
    /// The answer of an outcome for which nothing was to be committed. It is not kept.
    pub(super) fn tell(&self, outcome: &T) -> Answered {
        Answered { reply: (self.tell)(outcome), again: false }
    }

    /// Commits, and answers what `outcome` makes of it.
    pub(super) async fn commit(
        self,
        app: &Ropewalk,
        request: CommitRequest,
        outcome: impl Fn(&Committed) -> T + Send + Sync + 'static,
    ) -> Result<Answered, CommitError> {
        // The place is held until there is an answer.
        let Self { turn, tell } = self;
        let tell: Tell = Arc::new(move |committed| tell(&outcome(committed)));
        let keep = turn.0.as_ref().map(|(asked, _)| Keep { asked: *asked, tell: Arc::clone(&tell) });
        let mut committed = app.store.commit(CommitRequest { keep, ..request }).await?;
        Ok(committed.answered.take().unwrap_or_else(|| Answered { reply: tell(&committed), again: false }))
    }
}
