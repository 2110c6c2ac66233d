//! Proposing ad hoc reviews: the latest signed review of each scope, held against the register as it is now.

use super::{all, today};
use crate::{
    domain::{
        AsOf, Day, Key, Register,
        record::{Review, ReviewState},
    },
    report::transfer_review,
    review::{Proposal, proposals},
    service::{Error, Ropewalk, access::Session},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// An ad hoc review that is proposed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ReviewProposal")]
pub struct Proposed {
    /// The last signed review of the same scope.
    pub review: Key,
    /// The day for which it is proposed.
    pub on: Day,
    /// The routes that should be looked at again, and why.
    pub routes: Vec<Proposal>,
}

/// A list of proposals.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReviewProposals {
    /// The proposals, by the key of the review.
    pub items: Vec<Proposed>,
    /// Always null: all of them are in one page.
    pub next: Option<String>,
}

/// A signed review and the register that it looked at.
#[derive(Debug, Clone)]
pub struct Signed {
    review: Key,
    then: Arc<Register>,
}

impl Signed {
    /// A review that was signed off, and the register that it looked at.
    #[must_use]
    pub const fn new(review: Key, then: Arc<Register>) -> Self {
        Self { review, then }
    }
}

/// The latest signed review of each scope, but of those of which another review is under way.
///
/// # Errors
/// Those of the journal.
pub async fn signed(app: &Ropewalk, current: &Arc<Register>, register: &Register) -> Result<Vec<Signed>, Error> {
    let under_way = |review: &Review| matches!(review.state, ReviewState::Open | ReviewState::Ready);
    let mut latest: Vec<&Review> = Vec::new();
    for review in all(register).filter(|review| review.state == ReviewState::SignedOff) {
        let newer = |other: &Review| {
            other.scope == review.scope
                && other.key != review.key
                && (under_way(other)
                    || other.state == ReviewState::SignedOff
                        && (other.period.to, other.opened_at) > (review.period.to, review.opened_at))
        };
        if !all(register).any(newer) {
            latest.push(review);
        }
    }
    let mut signed = Vec::with_capacity(latest.len());
    for review in latest {
        let then = app.register(current, Some(AsOf::Seq(review.register.seq.value()))).await?;
        signed.push(Signed::new(review.key.clone(), then));
    }
    Ok(signed)
}

/// What is proposed of a register on a day.
#[must_use]
pub fn proposed(register: &Register, signed: &[Signed], on: Day) -> Vec<Proposed> {
    let of = |signed: &Signed| {
        let review = all(register).find(|review| review.key == signed.review)?;
        // A scope whose record is gone has no routes any more.
        let (_, routes) = transfer_review::routes(register, (on, on), review.scope.as_ref()).ok()?;
        let now = routes.into_iter().map(|route| (route.key, route.regimes)).collect();
        let routes = proposals(review, &now, (&signed.then, register), on);
        (!routes.is_empty()).then(|| Proposed { review: review.key.clone(), on, routes })
    };
    signed.iter().filter_map(of).collect()
}

/// The ad hoc reviews that are proposed as of a commit and for a day; now and today where left out.
///
/// # Errors
/// Those of the journal.
pub async fn propose(
    app: &Ropewalk,
    session: &Session,
    (as_of, on): (Option<AsOf>, Option<Day>),
) -> Result<ReviewProposals, Error> {
    let register = app.register(&session.register, as_of).await?;
    let signed = signed(app, &session.register, &register).await?;
    let on = on.unwrap_or_else(|| today(app));
    let items = app.workshop.make(move || Ok(proposed(&register, &signed, on))).await?;
    Ok(ReviewProposals { items, next: None })
}
