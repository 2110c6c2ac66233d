//! What was decided of routes in transfer reviews and still stands: of each route the latest decision of a review that counts.

use crate::domain::{
    Entry, Key, Kind, Record, Register,
    record::{Review, ReviewDecision, ReviewItem, ReviewState},
};
use std::{collections::BTreeMap, sync::Arc};

/// A decision that stands.
#[derive(Debug, Clone, Copy)]
pub struct Decided<'a> {
    /// Its record.
    pub entry: &'a Arc<Entry>,
    /// The decision.
    pub decision: &'a ReviewDecision,
    /// The route.
    pub item: &'a ReviewItem,
    /// The review.
    pub review: &'a Review,
}

/// The latest decision of each route, by the key of the route.
#[must_use]
pub fn latest(register: &Register) -> Vec<Decided<'_>> {
    let mut latest: BTreeMap<&Key, Decided<'_>> = BTreeMap::new();
    for entry in register.of_kind(Kind::ReviewDecisions, None) {
        let Some(decided) = of(register, entry) else { continue };
        let held = latest.entry(&decided.decision.item).or_insert(decided);
        if held.decision.decided_at < decided.decision.decided_at {
            *held = decided;
        }
    }
    latest.into_values().collect()
}

fn of<'a>(register: &'a Register, entry: &'a Arc<Entry>) -> Option<Decided<'a>> {
    let Record::ReviewDecisions(decision) = &entry.record else { return None };
    let id = crate::domain::RecordId::new(Kind::Reviews, decision.review.key().clone());
    let Record::Reviews(review) = &register.get(&id)?.record else { return None };
    let counts = !matches!(review.state, ReviewState::Cancelled | ReviewState::Superseded);
    let item = review.items.iter().find(|item| item.key == decision.item)?;
    counts.then_some(Decided { entry, decision, item, review })
}
