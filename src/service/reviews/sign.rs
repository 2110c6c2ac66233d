//! Advice, signing off, cancelling, and proving later what was signed.

use super::{Read, step, tell};
use crate::{
    domain::{
        Fault, Key, Pointer, Record, Register,
        change::{Change, Precondition},
        digest::Digest,
        record::{Advice, Rendering, Review, ReviewState, SignOff},
    },
    review::{self, ControllerStanding, Standing},
    service::{
        Error, Refusal, Ropewalk,
        access::Session,
        idempotency::{Answered, Once},
        records::Stored,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

/// Advice of the data protection officer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewReviewAdvice")]
pub struct NewAdvice {
    /// What is advised.
    pub text: Box<str>,
}

/// The signing off of a controller's routes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewSignOff")]
pub struct NewSignOff {
    /// The controller; left out: the routes of which nobody recorded one.
    pub controller: Option<Key>,
    /// The digest of routes and decisions as the report shows it: with it, nothing is signed that was not read.
    pub digest: Option<Box<str>>,
    /// Remarks.
    pub comment: Option<Box<str>>,
}

/// The end of a review that is not signed off.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReviewCancelling")]
pub struct Cancelling {
    /// Why.
    pub because: Box<str>,
}

pub(super) fn said(member: &str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(Refusal::Faults(vec![Fault::new(Pointer::root().at(member), "it is empty")]).into());
    }
    Ok(())
}

/// Records advice of the data protection officer, apart from decisions, once.
///
/// # Errors
/// If the review has ended, or the advice is empty.
pub async fn advise(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    new: NewAdvice,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let read = Read::of(&session.register, key)?;
    read.under_way()?;
    said("text", &new.text)?;
    let mut advice = read.review.advice.as_deref().unwrap_or_default().to_vec();
    advice.push(Advice {
        key: element(advice.len())?,
        text: new.text,
        by: session.actor.principal.as_str().into(),
        at: app.clock.now(),
    });
    let next = Review { advice: Some(advice.into()), ..read.review.clone() };
    step(app, session, (reason, vec![read.put(next)]), Some(read.unchanged()), (key, once)).await
}

/// The key of the next element of a list.
pub(super) fn element(before: usize) -> Result<Key, Error> {
    format!("{}", before + 1).parse().map_err(|error: String| Error::Internal(error.into()))
}

/// Ends a review that is not signed off, once.
///
/// # Errors
/// If it has ended, or no reason is given.
pub async fn cancel(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    new: Cancelling,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let read = Read::of(&session.register, key)?;
    read.under_way()?;
    said("because", &new.because)?;
    let next = Review { state: ReviewState::Cancelled, cancelled_because: Some(new.because), ..read.review.clone() };
    step(app, session, (reason, vec![read.put(next)]), Some(read.unchanged()), (key, once)).await
}

/// Signs off the routes of a controller, once. With the last one the review is signed off: model and renderings are kept under their
/// digests, and nothing of it changes any more.
///
/// # Errors
/// If routes are not decided, who signs decided one of them, they are signed already, or what is signed is not what was read.
pub async fn sign_off(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    new: NewSignOff,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, key)?;
    read.under_way()?;
    let standing = Standing::of(read.review, read.made());
    let of = standing.controllers.iter().find(|of| of.controller == new.controller.as_ref());
    let Some(of) = of else { return Err(foreign(&standing, &new)) };
    review::may_sign(read.review, of, &session.actor.principal).map_err(Refusal::Conflict)?;
    let signature = signature(app, session, (read.review, of), &new)?;
    let mut signatures = read.review.signatures.as_deref().unwrap_or_default().to_vec();
    signatures.push(signature);
    let mut next = Review { signatures: Some(signatures.into()), ..read.review.clone() };
    let mut changes = Vec::new();
    if review::signed(&Standing::of(&next, read.made())) {
        next.state = ReviewState::SignedOff;
        next.renderings = Some(kept(app, session, &current, &next, &read).await?.into());
        if let Some(superseded) = &next.supersedes {
            let old = Read::of(&current, superseded.key())?;
            if old.review.state == ReviewState::SignedOff {
                changes.push(old.put(Review { state: ReviewState::Superseded, ..old.review.clone() }));
            }
        }
    }
    changes.push(Change::put_if(Record::Reviews(Box::new(next)), Precondition::Version(read.entry.version)));
    step(app, session, (reason, changes), Some(read.unchanged()), (key, once)).await
}

fn foreign(standing: &Standing<'_>, new: &NewSignOff) -> Error {
    let known: Vec<&str> =
        standing.controllers.iter().map(|of| of.controller.map_or("(left out)", Key::as_str)).collect();
    let what = new.controller.as_ref().map_or("no controller".to_owned(), |controller| format!("`{controller}`"));
    let fault = Fault::new(Pointer::root().at("controller"), format!("the review has no routes of {what}"))
        .allowing(known.join(", "));
    Refusal::Faults(vec![fault]).into()
}

fn signature(
    app: &Ropewalk,
    session: &Session,
    (review, of): (&Review, &ControllerStanding<'_>),
    new: &NewSignOff,
) -> Result<SignOff, Error> {
    let digest = of.digest(review).to_string();
    if new.digest.as_deref().is_some_and(|read| read != digest) {
        let fault = Fault::new(
            Pointer::root().at("digest"),
            "routes and decisions are not those that were read: something was decided since",
        );
        return Err(Refusal::Faults(vec![fault.allowing("read the report again")]).into());
    }
    let internal = |error: String| Error::Internal(error.into());
    Ok(SignOff {
        key: element(review.signatures.as_ref().map_or(0, |signatures| signatures.len()))?,
        controller: new.controller.clone(),
        by: session.actor.principal.as_str().into(),
        at: app.clock.now(),
        digest: digest.parse().map_err(internal)?,
        comment: new.comment.clone(),
    })
}

/// Keeps the model and the renderings of a review as it is signed off.
async fn kept(
    app: &Ropewalk,
    session: &Session,
    current: &Arc<Register>,
    signed: &Review,
    read: &Read<'_>,
) -> Result<Vec<Rendering>, Error> {
    let decisions = read.made().into_iter().cloned().collect();
    let made = tell::renderings(app, session, current, (signed.clone(), decisions)).await?;
    let mut kept = Vec::with_capacity(made.len());
    for (key, media_type, language, bytes) in made {
        let length = bytes.len();
        let digest = app.blobs.put(bytes).await?;
        let rendering = json!({
            "key": key, "media_type": media_type, "language": language, "digest": digest, "bytes": length,
        });
        kept.push(serde_json::from_value(rendering).map_err(|error| Error::Internal(Box::new(error)))?);
    }
    Ok(kept)
}

/// What proving a signed review came to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ReviewVerification")]
pub struct Verified {
    /// The review.
    pub review: Key,
    /// Whether everything is as it was signed.
    pub valid: bool,
    /// What was held against what was signed.
    pub parts: Vec<VerifiedPart>,
}

/// Something that was held against what was signed.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ReviewVerifiedPart")]
pub struct VerifiedPart {
    /// What: `signatures/1`, `renderings/model`, `evidence/DIGEST`, `register`.
    pub part: String,
    /// The digest that was recorded.
    pub expected: String,
    /// The digest that there is; absent: it is not there, or not what it was.
    pub found: Option<String>,
    /// Whether they are the same.
    pub valid: bool,
}

impl VerifiedPart {
    fn of(part: String, expected: &str, found: Option<String>) -> Self {
        Self { part, expected: expected.to_owned(), valid: found.as_deref() == Some(expected), found }
    }
}

/// The digest of bytes that are kept, where they are there and what they were.
async fn held(app: &Ropewalk, digest: &Digest) -> Result<Option<String>, Error> {
    let there = app.blobs.length(digest).await?.is_some() && app.blobs.holds_what_it_says(digest).await?;
    Ok(there.then(|| digest.to_string()))
}

/// Holds a review that is signed off, or was and is superseded, against what was signed: each signature against routes and decisions, each
/// rendering and each document that a decision rests on against its bytes, the register against the journal.
///
/// # Errors
/// If it is not signed off.
pub async fn verify(app: &Ropewalk, session: &Session, key: &Key) -> Result<Verified, Error> {
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, key)?;
    if !matches!(read.review.state, ReviewState::SignedOff | ReviewState::Superseded) {
        return Err(
            Refusal::Conflict(format!("the review `{key}` is not signed off: there is nothing to prove")).into()
        );
    }
    let mut parts = Vec::new();
    let standing = Standing::of(read.review, read.made());
    for of in &standing.controllers {
        if let Some(signature) = of.signature {
            let found = of.digest(read.review).to_string();
            parts.push(VerifiedPart::of(
                format!("signatures/{}", signature.key),
                signature.digest.as_str(),
                Some(found),
            ));
        }
    }
    for rendering in read.review.renderings.iter().flatten() {
        let digest = Digest::from(&rendering.digest);
        let found = held(app, &digest).await?;
        parts.push(VerifiedPart::of(format!("renderings/{}", rendering.key), rendering.digest.as_str(), found));
    }
    let evidence = read.made().into_iter().flat_map(|decision| decision.evidence.iter().flatten());
    for digest in evidence.map(Digest::from).collect::<BTreeSet<_>>() {
        let found = held(app, &digest).await?;
        parts.push(VerifiedPart::of(format!("evidence/{digest}"), &digest.to_string(), found));
    }
    let then = super::frozen(app, session, read.review).await?;
    let found = then.head().digest.to_string();
    parts.push(VerifiedPart::of("register".into(), read.review.register.digest.as_str(), Some(found)));
    Ok(Verified { review: key.clone(), valid: parts.iter().all(|part| part.valid), parts })
}
