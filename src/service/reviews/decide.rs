//! Deciding routes, one by one or all that a filter selects, and noting what became of what was to be done.

use super::{Read, step};
use crate::{
    domain::{
        Day, Fault, Key, Kind, Pointer, Record, RecordId, Register,
        change::{Change, Precondition},
        digest::Digest,
        record::{DecisionKind, FollowUp, ItemChange, Review, ReviewDecision, ReviewItem, regime::Conclusion},
        value::Sha256Digest,
    },
    review::{self, Standing},
    service::{
        Error, Refusal, Ropewalk,
        access::Session,
        idempotency::{Answered, Once},
        records::Stored,
        request,
    },
    store::{CommitRequest, Committed},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Decisions to be made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReviewDecisions")]
pub struct Decisions {
    /// The decisions; of a route that several of them are about the last one counts.
    pub decisions: Vec<NewDecision>,
}

/// A decision to be made of one route, or of all that a filter selects.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewReviewDecision")]
pub struct NewDecision {
    /// The key of the route.
    pub item: Option<Key>,
    /// Instead: the routes of which all of this holds.
    pub select: Option<Selected>,
    /// What is decided.
    pub decision: DecisionKind,
    /// Why, or what is to be known about it.
    pub comment: Option<Box<str>>,
    /// Under which conditions it is approved.
    pub conditions: Option<Box<str>>,
    /// Who is asked, has to act, or accepts the risk.
    pub who: Option<Box<str>>,
    /// By when it is to be answered or done; of an accepted risk, its last day.
    pub due: Option<Day>,
    /// The digests of documents that show it.
    pub evidence: Option<Vec<Sha256Digest>>,
}

/// Which routes are meant. What is left out is not asked.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SelectedRoutes")]
pub struct Selected {
    /// What they come to.
    pub result: Option<Conclusion>,
    /// How they stand to the review before.
    pub change: Option<ItemChange>,
    /// Whose processing it is.
    pub controller: Option<Key>,
    /// Who gets the data.
    pub importer: Option<Key>,
    /// The service through which it is got.
    pub service: Option<Key>,
    /// A place where data arrives.
    pub to: Option<Key>,
    /// Whether they are decided already.
    pub decided: Option<bool>,
}

impl Selected {
    fn admits(&self, item: &ReviewItem, decided: bool) -> bool {
        self.result.is_none_or(|result| item.result == result)
            && self.change.is_none_or(|change| item.change == change)
            && self.controller.as_ref().is_none_or(|controller| item.controllers.contains(controller))
            && self.importer.as_ref().is_none_or(|importer| item.importers.contains(importer))
            && self.service.as_ref().is_none_or(|service| item.service.as_ref() == Some(service))
            && self.to.as_ref().is_none_or(|to| item.to.contains(to))
            && self.decided.is_none_or(|wanted| decided == wanted)
    }
}

/// What deciding did.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ReviewDecided")]
pub struct Decided {
    /// The review.
    pub review: Key,
    /// How far it is now.
    pub state: crate::domain::record::ReviewState,
    /// The routes that were decided now.
    pub decided: Vec<Key>,
    /// The routes that are still to be decided.
    pub open: Vec<Key>,
}

/// Decides routes of a review, all or none, once.
///
/// # Errors
/// If the review has ended, a route is not one of it or is signed off, or a decision may not be made so; each with its place.
pub async fn decide(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    wanted: Decisions,
    reason: String,
    once: Once<Decided>,
) -> Result<Answered, Error> {
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, key)?;
    read.under_way()?;
    let made = read.made();
    let standing = Standing::of(read.review, made.iter().copied());
    let signed: BTreeSet<&Key> = standing
        .controllers
        .iter()
        .filter(|of| of.signature.is_some())
        .flat_map(|of| &of.items)
        .map(|standing| &standing.item.key)
        .collect();
    evidenced(app, &wanted).await?;
    let (by, at) = (session.actor.principal.as_str(), app.clock.now());
    let mut decisions: BTreeMap<Key, ReviewDecision> = BTreeMap::new();
    let mut faults = Vec::new();
    for (index, new) in wanted.decisions.iter().enumerate() {
        let place = Pointer::root().at("decisions").at(index);
        let items = match meant(new, &standing) {
            Ok(items) => items,
            Err(fault) => {
                faults.push(Fault { pointer: place.join(&fault.pointer), ..fault });
                continue;
            }
        };
        for item in items {
            let decision = decision(read.review, item, new, (by, at))?;
            if signed.contains(&item.key) {
                faults.push(Fault::new(place.clone(), format!("the route `{}` is signed off", item.key)));
            }
            let wrong = review::faults(read.review, item, &decision).into_iter();
            faults.extend(wrong.map(|fault| Fault {
                pointer: place.join(&fault.pointer),
                detail: format!("{} ({})", fault.detail, item.key),
                ..fault
            }));
            decisions.insert(item.key.clone(), decision);
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults).into());
    }
    written(app, session, (&current, &read), decisions, (reason, once)).await
}

/// Commits decisions, and the state that the review has with them.
async fn written(
    app: &Ropewalk,
    session: &Session,
    (current, read): (&Register, &Read<'_>),
    decisions: BTreeMap<Key, ReviewDecision>,
    (reason, once): (String, Once<Decided>),
) -> Result<Answered, Error> {
    let kept = read.made().into_iter().filter(|decision| !decisions.contains_key(&decision.item));
    let after = Standing::of(read.review, kept.chain(decisions.values()));
    let state = after.state();
    let open = after.items.iter().filter(|standing| standing.decision.is_none());
    let told = Decided {
        review: read.review.key.clone(),
        state,
        decided: decisions.keys().cloned().collect(),
        open: open.map(|standing| standing.item.key.clone()).collect(),
    };
    let mut changes = Vec::new();
    for decision in decisions.values() {
        let id = RecordId::new(Kind::ReviewDecisions, decision.key.clone());
        let precondition = current.get(&id).map_or(Precondition::Absent, |entry| Precondition::Version(entry.version));
        changes.push(Change::put_if(Record::ReviewDecisions(Box::new(decision.clone())), precondition));
    }
    if state != read.review.state {
        changes.push(read.put(Review { state, ..read.review.clone() }));
    }
    let request = CommitRequest { proviso: Some(read.unchanged()), ..request(&session.actor, reason, changes) };
    Ok(once.commit(app, request, move |_: &Committed| told.clone()).await?)
}

/// The routes that a decision is about.
fn meant<'a>(new: &NewDecision, standing: &Standing<'a>) -> Result<Vec<&'a ReviewItem>, Fault> {
    match (&new.item, &new.select) {
        (Some(key), None) => {
            let found = standing.items.iter().find(|standing| standing.item.key == *key);
            found.map(|standing| vec![standing.item]).ok_or_else(|| {
                Fault::new(Pointer::root().at("item"), format!("`{key}` is no route of this review"))
                    .allowing("the key of one of its items")
            })
        }
        (None, Some(selected)) => {
            let admitted =
                standing.items.iter().filter(|standing| selected.admits(standing.item, standing.decision.is_some()));
            let items: Vec<&ReviewItem> = admitted.map(|standing| standing.item).collect();
            if items.is_empty() {
                return Err(Fault::new(Pointer::root().at("select"), "it selects no route"));
            }
            Ok(items)
        }
        _ => Err(Fault::new(Pointer::root(), "say which routes are meant").allowing("either `item` or `select`")),
    }
}

/// A decision as it is to be written.
fn decision(
    review: &Review,
    item: &ReviewItem,
    new: &NewDecision,
    (by, at): (&str, chrono::DateTime<chrono::Utc>),
) -> Result<ReviewDecision, Error> {
    let key = format!("{}.{}", review.key, item.key);
    let document = json!({
        "key": key,
        "name": item.name,
        "review": review.key,
        "item": item.key,
        "decision": new.decision,
        "facts": item.facts,
        "decided_by": by,
        "decided_at": at,
        "comment": new.comment,
        "conditions": new.conditions,
        "who": new.who,
        "due": new.due,
        "evidence": new.evidence,
    });
    match Record::parse(Kind::ReviewDecisions, &document).map_err(Refusal::Faults)? {
        Record::ReviewDecisions(decision) => Ok(*decision),
        _ => Err(Error::Internal("a decision was read as something else".into())),
    }
}

/// Refuses evidence that is not kept here.
async fn evidenced(app: &Ropewalk, wanted: &Decisions) -> Result<(), Error> {
    let mut faults = Vec::new();
    for (index, new) in wanted.decisions.iter().enumerate() {
        for (at, named) in new.evidence.iter().flatten().enumerate() {
            if app.blobs.length(&Digest::from(named)).await?.is_none() {
                let place = Pointer::root().at("decisions").at(index).at("evidence").at(at);
                faults.push(Fault::new(place, "there is no document with this digest").allowing("upload it first"));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Faults(faults).into()) }
}

/// Word that something that was to be done is done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FollowUpDone")]
pub struct Done {
    /// The key of the route.
    pub item: Key,
    /// What was done.
    pub text: Box<str>,
}

/// Notes that what was to be done for a route is done, also in a review that is signed off, once.
///
/// # Errors
/// If nothing was to be done for the route, or it is done.
pub async fn done(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    done: Done,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, key)?;
    let found = read.decisions.iter().find(|(_, decision)| decision.item == done.item);
    let Some((entry, decision)) = found.filter(|(_, decision)| is_follow_up(decision)) else {
        let fault =
            Fault::new(Pointer::root().at("item"), format!("nothing was to be done for the route `{}`", done.item));
        return Err(Refusal::Faults(vec![fault]).into());
    };
    if decision.done.is_some() {
        return Err(Refusal::Conflict(format!("what was to be done for the route `{}` is done", done.item)).into());
    }
    if done.text.trim().is_empty() {
        return Err(Refusal::Faults(vec![Fault::new(Pointer::root().at("text"), "say what was done")]).into());
    }
    let said = FollowUp { by: session.actor.principal.as_str().into(), at: app.clock.now(), text: done.text };
    let next = ReviewDecision { done: Some(said), ..(*decision).clone() };
    let change = Change::put_if(Record::ReviewDecisions(Box::new(next)), Precondition::Version(entry.version));
    step(app, session, (reason, vec![change]), Some(read.unchanged()), (key, once)).await
}

/// Whether a decision leaves something to be done.
pub(super) const fn is_follow_up(decision: &ReviewDecision) -> bool {
    use DecisionKind::{AcceptRisk, ApproveWithConditions, Ask, Remediate, Suspend};
    matches!(decision.decision, AcceptRisk | ApproveWithConditions | Ask | Remediate | Suspend)
}
