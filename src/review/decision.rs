//! What may be decided of a route, and what a decision must say.

use crate::domain::{
    Fault, Pointer,
    record::{DecisionKind, ItemChange, Review, ReviewDecision, ReviewItem, regime::Conclusion},
};

/// What may be decided of a route of a review, by what it comes to. What is undetermined or not met cannot be approved; what is met on law
/// that is unconfirmed or overdue only on conditions. A met route that did not change may be carried over, unless it is the review in
/// which every route is decided anew.
#[must_use]
pub fn allowed(review: &Review, item: &ReviewItem) -> Vec<DecisionKind> {
    use DecisionKind::{AcceptRisk, Approve, ApproveWithConditions, Ask, CarryOver, NotATransfer, Remediate, Suspend};
    match item.result {
        Conclusion::Satisfied | Conclusion::NotApplicable => {
            let carried = item.change == ItemChange::Unchanged && !review.full_cycle;
            let first = carried.then_some(CarryOver).into_iter().chain((!item.unconfirmed).then_some(Approve));
            first.chain([ApproveWithConditions, Ask, Remediate, Suspend]).collect()
        }
        Conclusion::Conditional => {
            vec![ApproveWithConditions, Ask, Remediate, Suspend, AcceptRisk]
        }
        Conclusion::Undetermined | Conclusion::NotSatisfied => {
            vec![Ask, Remediate, Suspend, AcceptRisk, NotATransfer]
        }
    }
}

/// A part of a decision that must be there.
struct Needed {
    member: &'static str,
    there: bool,
    why: &'static str,
}

/// What is wrong with a decision of a route: that it cannot be decided so, or that it does not say what it must. Pointers lead into
/// the decision.
#[must_use]
pub fn faults(review: &Review, item: &ReviewItem, decision: &ReviewDecision) -> Vec<Fault> {
    let allowed = allowed(review, item);
    let mut faults = Vec::new();
    if !allowed.contains(&decision.decision) {
        let words: Vec<String> = allowed.iter().map(word).collect();
        let unsure = if item.unconfirmed { ", on law that is unconfirmed or overdue" } else { "" };
        faults.push(
            Fault::new(
                Pointer::root().at("decision"),
                format!("a route that is {}{unsure} cannot be decided so", word(&item.result).replace('_', " ")),
            )
            .allowing(words.join(", ")),
        );
    }
    let missing = needed(decision).into_iter().filter(|needed| !needed.there);
    faults.extend(
        missing.map(|needed| Fault::new(Pointer::root().at(needed.member), "it is not said").allowing(needed.why)),
    );
    faults
}

fn needed(decision: &ReviewDecision) -> Vec<Needed> {
    let said = |text: &Option<Box<str>>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    let comment = |why| Needed { member: "comment", there: said(&decision.comment), why };
    let who = |why| Needed { member: "who", there: said(&decision.who), why };
    let due = |why| Needed { member: "due", there: decision.due.is_some(), why };
    match decision.decision {
        DecisionKind::Approve => Vec::new(),
        DecisionKind::ApproveWithConditions => {
            vec![Needed { member: "conditions", there: said(&decision.conditions), why: "say under which conditions" }]
        }
        DecisionKind::CarryOver => vec![comment("say who attests that nothing changed, and on what ground")],
        DecisionKind::Ask => vec![who("say whom is asked"), due("say by when it is to be answered")],
        DecisionKind::Remediate => {
            vec![who("say who acts"), due("say by when it is to be done"), comment("say what is to be done")]
        }
        DecisionKind::Suspend => vec![comment("say why, and what is to happen")],
        DecisionKind::AcceptRisk => vec![
            who("name the person who accepts the risk"),
            comment("say why it can be accepted"),
            due("say until when it is accepted"),
        ],
        DecisionKind::NotATransfer => vec![comment("say why it is none")],
    }
}

/// A word of a vocabulary as it is written.
fn word(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
