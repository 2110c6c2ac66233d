//! The transfer review: opened, decided route by route, signed off, and read for ever after.
//!
//! Brings the state machine of [`crate::review`], the transfer report of the frozen register and the journal together. Every step is one
//! commit that holds only if the review and what was decided in it are as they were read.

mod attest;
mod decide;
mod open;
mod propose;
mod sign;
mod tell;

pub use attest::{NewAttestation, attest};
pub use decide::{Decided, Decisions, Done, NewDecision, Selected, decide, done};
pub use open::{NewPeriod, NewReview, Rebase, open, rebase};
pub use propose::{Proposed, ReviewProposals, Signed, propose, proposed, signed};
pub use sign::{Cancelling, NewAdvice, NewSignOff, Verified, VerifiedPart, advise, cancel, sign_off, verify};
pub use tell::{Wanted, report};

use super::{
    Error, Refusal, Ropewalk,
    access::Session,
    idempotency::{Answered, Once},
    records::{self, Stored},
    request,
};
use crate::{
    domain::{
        Day, Entry, Key, Kind, Record, RecordId, Register,
        change::{Change, Precondition},
        record::{Review, ReviewDecision, ReviewState},
    },
    store::{CommitRequest, Committed, Proviso},
};
use std::{collections::BTreeMap, sync::Arc};

/// A review as it was read, with what was decided in it.
struct Read<'r> {
    entry: &'r Entry,
    review: &'r Review,
    decisions: Vec<(&'r Entry, &'r ReviewDecision)>,
}

impl<'r> Read<'r> {
    fn of(register: &'r Register, key: &Key) -> Result<Self, Error> {
        let id = RecordId::new(Kind::Reviews, key.clone());
        let entry = records::get(register, &id)?;
        let Record::Reviews(review) = &entry.record else { return Err(Error::not_found(&id)) };
        let users = register.users(&id).filter(|user| user.kind == Kind::ReviewDecisions);
        let decision = |user| {
            let entry = register.get(user)?;
            match &entry.record {
                Record::ReviewDecisions(decision) if decision.review.key() == key => Some((&**entry, &**decision)),
                _ => None,
            }
        };
        Ok(Self { entry, review, decisions: users.filter_map(decision).collect() })
    }

    fn made(&self) -> Vec<&'r ReviewDecision> {
        self.decisions.iter().map(|(_, decision)| *decision).collect()
    }

    /// Refuses what can be done only before a review ends.
    fn under_way(&self) -> Result<(), Error> {
        let ended = match self.review.state {
            ReviewState::Open | ReviewState::Ready => return Ok(()),
            ReviewState::SignedOff => {
                "is signed off and does not change any more; correct it with a review that supersedes it"
            }
            ReviewState::Cancelled => "was cancelled",
            ReviewState::Superseded => "was superseded",
        };
        Err(Refusal::Conflict(format!("the review `{}` {ended}", self.review.key)).into())
    }

    /// Holds of a register in which the review and its decisions are as they were read.
    fn unchanged(&self) -> Proviso {
        let id = self.entry.id.clone();
        let versions = |register: &Register, id: &RecordId| -> BTreeMap<RecordId, u64> {
            let decisions = register.users(id).filter(|user| user.kind == Kind::ReviewDecisions);
            let all = decisions.chain([id]);
            all.filter_map(|id| Some((id.clone(), register.get(id)?.version))).collect()
        };
        let mut read: BTreeMap<RecordId, u64> =
            self.decisions.iter().map(|(entry, _)| (entry.id.clone(), entry.version)).collect();
        read.insert(id.clone(), self.entry.version);
        Proviso::new(move |register| versions(register, &id) == read)
    }

    /// The review as something else.
    fn put(&self, review: Review) -> Change {
        Change::put_if(Record::Reviews(Box::new(review)), Precondition::Version(self.entry.version))
    }
}

/// Every review, by key.
fn all(register: &Register) -> impl Iterator<Item = &Review> {
    register.of_kind(Kind::Reviews, None).filter_map(|entry| match &entry.record {
        Record::Reviews(review) => Some(&**review),
        _ => None,
    })
}

/// Commits a step of a review; the answer is the review as it is then.
async fn step(
    app: &Ropewalk,
    session: &Session,
    (reason, changes): (String, Vec<Change>),
    proviso: Option<Proviso>,
    (key, once): (&Key, Once<Stored>),
) -> Result<Answered, Error> {
    let id = RecordId::new(Kind::Reviews, key.clone());
    let told = move |committed: &Committed| {
        let document = committed.register.get(&id).map(|entry| entry.document.to_string());
        records::stored(committed, &id, document.unwrap_or_default())
    };
    let request = CommitRequest { proviso, ..request(&session.actor, reason, changes) };
    Ok(once.commit(app, request, told).await?)
}

/// The register that a review froze.
async fn frozen(app: &Ropewalk, session: &Session, review: &Review) -> Result<Arc<Register>, Error> {
    let seq = review.register.seq.value();
    app.register(&session.register, Some(crate::domain::AsOf::Seq(seq))).await
}

fn today(app: &Ropewalk) -> Day {
    Day(app.clock.now().date_naive())
}
