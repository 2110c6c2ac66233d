//! How a review stands: which routes are decided, and who may sign what.

use crate::domain::{
    Key,
    digest::{self, Digest},
    record::{Review, ReviewDecision, ReviewItem, ReviewState, SignOff},
};
use std::collections::BTreeMap;

/// A route and what was decided of it.
#[derive(Debug, Clone, Copy)]
pub struct ItemStanding<'a> {
    /// The route.
    pub item: &'a ReviewItem,
    /// The decision that stands: it was made of the facts that the route has.
    pub decision: Option<&'a ReviewDecision>,
    /// A decision that was made of other facts, and stands no more.
    pub lapsed: Option<&'a ReviewDecision>,
}

/// The routes of a controller.
#[derive(Debug, Clone)]
pub struct ControllerStanding<'a> {
    /// The controller; `None`: routes of which nobody recorded one.
    pub controller: Option<&'a Key>,
    /// Its routes.
    pub items: Vec<ItemStanding<'a>>,
    /// Who signed them off.
    pub signature: Option<&'a SignOff>,
}

impl ControllerStanding<'_> {
    /// How many of its routes are decided.
    #[must_use]
    pub fn decided(&self) -> usize {
        self.items.iter().filter(|standing| standing.decision.is_some()).count()
    }

    /// What is signed: routes with their facts and results, and what was decided of each, by whom and when.
    #[must_use]
    pub fn digest(&self, review: &Review) -> Digest {
        let decided = |standing: &ItemStanding<'_>| {
            let decision = standing.decision.map(|decision| {
                // What becomes of it later is no part of what was signed.
                let decision = ReviewDecision { done: None, ..decision.clone() };
                serde_json::to_value(decision).unwrap_or_default()
            });
            serde_json::json!([standing.item, decision])
        };
        let items: Vec<_> = self.items.iter().map(decided).collect();
        let whole =
            serde_json::json!([review.key, review.period, review.register, review.rules, self.controller, items]);
        digest::of(whole.to_string().as_bytes())
    }
}

/// How a review stands.
#[derive(Debug)]
pub struct Standing<'a> {
    /// The routes.
    pub items: Vec<ItemStanding<'a>>,
    /// Their controllers, each with its routes; those of nobody first.
    pub controllers: Vec<ControllerStanding<'a>>,
}

impl<'a> Standing<'a> {
    /// How `review` stands with these decisions, of which those of other reviews are passed over.
    #[must_use]
    pub fn of(review: &'a Review, decisions: impl IntoIterator<Item = &'a ReviewDecision>) -> Self {
        let decisions: BTreeMap<&Key, &ReviewDecision> = decisions
            .into_iter()
            .filter(|decision| *decision.review.key() == review.key)
            .map(|decision| (&decision.item, decision))
            .collect();
        let stands = |item: &'a ReviewItem| {
            let made = decisions.get(&item.key).copied();
            let (decision, lapsed) = match made {
                Some(made) if made.facts == item.facts => (Some(made), None),
                other => (None, other),
            };
            ItemStanding { item, decision, lapsed }
        };
        let items: Vec<ItemStanding<'a>> = review.items.iter().map(stands).collect();
        let mut by_controller: BTreeMap<Option<&Key>, Vec<ItemStanding<'a>>> = BTreeMap::new();
        if items.is_empty() {
            // Also that nothing crosses a border is signed off.
            by_controller.insert(None, Vec::new());
        }
        for standing in &items {
            if standing.item.controllers.is_empty() {
                by_controller.entry(None).or_default().push(*standing);
            }
            for controller in &standing.item.controllers {
                by_controller.entry(Some(controller)).or_default().push(*standing);
            }
        }
        let signatures = review.signatures.as_deref().unwrap_or_default();
        let controllers = by_controller.into_iter().map(|(controller, items)| ControllerStanding {
            controller,
            items,
            signature: signatures.iter().find(|signature| signature.controller.as_ref() == controller),
        });
        Self { controllers: controllers.collect(), items }
    }

    /// How many routes are decided.
    #[must_use]
    pub fn decided(&self) -> usize {
        self.items.iter().filter(|standing| standing.decision.is_some()).count()
    }

    /// The state of a review that is neither signed off, cancelled nor superseded.
    #[must_use]
    pub fn state(&self) -> ReviewState {
        if self.decided() == self.items.len() { ReviewState::Ready } else { ReviewState::Open }
    }
}

/// Whether `principal` may sign off the routes of a controller.
///
/// # Errors
/// In words: that it is signed already, that routes are not decided, or that who signs decided some of them.
pub fn may_sign(review: &Review, of: &ControllerStanding<'_>, principal: &str) -> Result<(), String> {
    if let Some(signature) = of.signature {
        return Err(format!("it was signed off by {} on {}", signature.by, signature.at.date_naive()));
    }
    let open: Vec<&str> = of
        .items
        .iter()
        .filter(|standing| standing.decision.is_none())
        .map(|standing| standing.item.key.as_str())
        .collect();
    if !open.is_empty() {
        return Err(format!("{} of its {} routes are not decided: {}", open.len(), of.items.len(), open.join(", ")));
    }
    let own =
        of.items.iter().filter_map(|standing| standing.decision).filter(|decision| *decision.decided_by == *principal);
    let own = own.count();
    if review.four_eyes && own > 0 {
        return Err(format!("you decided {own} of its routes; somebody else has to sign off what you decided"));
    }
    Ok(())
}

/// Whether every controller of a review is signed off.
#[must_use]
pub fn signed(standing: &Standing<'_>) -> bool {
    standing.controllers.iter().all(|of| of.signature.is_some())
}
