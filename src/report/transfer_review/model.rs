//! The model of a transfer review.

use super::evidence::Evidence;
use crate::{
    domain::{
        Day, Key, Kind, Register, Text,
        record::{
            Advice, DecisionKind, ItemChange, RegimeResult, RegisterHead, Review, ReviewDecision, ReviewItem,
            ReviewScope, ReviewState, RuleVersion, SignOff, regime::Conclusion,
        },
    },
    report::{
        Made,
        page::Section,
        told::{Named, Records},
        transfers::{Mechanism, NotEvaluated, OpenQuestion, TransferChanges, TransferFlow},
    },
    review::{ControllerStanding, Due, Standing, latest_attested, records_of},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// So many open questions are told: the most telling first.
pub(super) const QUESTIONS: usize = 50;

/// A transfer review.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TransferReview")]
pub struct Report {
    /// What it was made from: the register that the review froze.
    pub made: Made,
    /// The day on which it is told: what was due before is overdue.
    pub told_on: Day,
    /// The review.
    pub review: Told,
    /// How many of everything.
    pub totals: Totals,
    /// Who has to sign off, or did.
    pub controllers: Vec<ControllerTold>,
    /// The routes, those that come to the worst first.
    pub routes: Vec<RouteTold>,
    /// The records that the routes rest on, and who attested that they say what is so: those that are to be attested first.
    pub attestations: Vec<AttestationTold>,
    /// The routes of the review before that are gone.
    pub gone: Vec<GoneRoute>,
    /// What became of flows and results since the review before, and the commits that made it so. Absent: there was none.
    pub changes: Option<TransferChanges>,
    /// What ends, soonest first.
    pub ending: Vec<Ending>,
    /// The instruments that routes rest on with their documents, and the documents that decisions name.
    pub evidence: Vec<Evidence>,
    /// The flows in pictures: they show what the routes tell.
    #[serde(skip)]
    pub pictures: Option<Section>,
    /// What was to be done in this review and in those before it.
    pub follow_ups: Vec<FollowUpTold>,
    /// What should be found out, most telling first.
    pub questions: Vec<OpenQuestion>,
    /// What was not evaluated.
    pub not_evaluated: Vec<NotEvaluated>,
}

/// What a review says of itself.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewTold")]
pub struct Told {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: Text,
    /// What it is about; absent: every transfer.
    pub scope: Option<ReviewScope>,
    /// How far it is.
    pub state: ReviewState,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: chrono::DateTime<chrono::Utc>,
    /// The register that it looks at.
    pub register: RegisterHead,
    /// The version of the program that judged.
    pub engine: String,
    /// The laws, each in its version.
    pub rules: Vec<RuleVersion>,
    /// Whether who signs off must be somebody else than who decided.
    pub four_eyes: bool,
    /// Whether every route is decided anew.
    pub full_cycle: bool,
    /// The review before.
    pub previous: Option<Key>,
    /// The review that this one corrects.
    pub supersedes: Option<Key>,
    /// What the data protection officer advised.
    pub advice: Vec<Advice>,
    /// Why it was cancelled.
    pub cancelled_because: Option<String>,
}

impl Told {
    pub(super) fn of(review: &Review) -> Self {
        Self {
            key: review.key.clone(),
            name: review.name.clone(),
            scope: review.scope.clone(),
            state: review.state,
            opened_by: review.opened_by.to_string(),
            opened_at: review.opened_at,
            register: review.register.clone(),
            engine: review.engine.to_string(),
            rules: review.rules.to_vec(),
            four_eyes: review.four_eyes,
            full_cycle: review.full_cycle,
            previous: review.previous.as_ref().map(|previous| previous.key().clone()),
            supersedes: review.supersedes.as_ref().map(|superseded| superseded.key().clone()),
            advice: review.advice.iter().flatten().cloned().collect(),
            cancelled_because: review.cancelled_because.as_deref().map(str::to_owned),
        }
    }
}

/// How many of everything. What rests on law that is unconfirmed or overdue is never among what is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewTotals")]
pub struct Totals {
    /// Routes.
    pub routes: usize,
    /// Routes that are decided.
    pub decided: usize,
    /// Flows.
    pub flows: usize,
    /// Routes that are not there in the review before.
    pub new: usize,
    /// Routes whose facts or results are others than in the review before.
    pub changed: usize,
    /// Routes that are as they were.
    pub unchanged: usize,
    /// Routes to which no law applies, on confirmed law.
    pub not_applicable: usize,
    /// Routes that are met on recorded facts, on confirmed law.
    pub satisfied: usize,
    /// Routes that are met on conditions, on confirmed law.
    pub conditional: usize,
    /// Routes that are undetermined.
    pub undetermined: usize,
    /// Routes that are not met.
    pub not_satisfied: usize,
    /// Routes that would pass, but on law that is unconfirmed or overdue.
    pub on_unconfirmed_law: usize,
}

impl Totals {
    pub(super) fn of(standing: &Standing<'_>) -> Self {
        let mut totals = Self { routes: standing.items.len(), decided: standing.decided(), ..Self::default() };
        for item in standing.items.iter().map(|standing| standing.item) {
            totals.flows += item.flows.len();
            *match item.change {
                ItemChange::New => &mut totals.new,
                ItemChange::Changed => &mut totals.changed,
                ItemChange::Unchanged => &mut totals.unchanged,
            } += 1;
            *match (item.result, item.unconfirmed) {
                (Conclusion::Undetermined, _) => &mut totals.undetermined,
                (Conclusion::NotSatisfied, _) => &mut totals.not_satisfied,
                (_, true) => &mut totals.on_unconfirmed_law,
                (Conclusion::NotApplicable, false) => &mut totals.not_applicable,
                (Conclusion::Satisfied, false) => &mut totals.satisfied,
                (Conclusion::Conditional, false) => &mut totals.conditional,
            } += 1;
        }
        totals
    }
}

/// Who has to sign off, or did.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewController")]
pub struct ControllerTold {
    /// The controller; absent: routes of which nobody recorded one.
    pub controller: Option<Named>,
    /// Its routes.
    pub routes: usize,
    /// Those of them that are decided.
    pub decided: usize,
    /// The digest of its routes and decisions: what is signed.
    pub digest: String,
    /// Who signed.
    pub signature: Option<SignOff>,
}

impl ControllerTold {
    pub(super) fn of(register: &Register, review: &Review, standing: &ControllerStanding<'_>) -> Self {
        Self {
            controller: standing.controller.map(|key| Records(register).named(Kind::Organizations, key)),
            routes: standing.items.len(),
            decided: standing.decided(),
            digest: standing.digest(review).to_string(),
            signature: standing.signature.cloned(),
        }
    }
}

/// A route, and what was decided of it.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewRoute")]
pub struct RouteTold {
    /// The route.
    pub item: ReviewItem,
    /// What may be decided of it.
    pub allowed: Vec<DecisionKind>,
    /// What was decided of it; absent: nothing yet.
    pub decision: Option<ReviewDecision>,
    /// What was decided of it as long as its facts were others.
    pub lapsed_decision: Option<ReviewDecision>,
    /// The records that it rests on and that are to be attested: `activities/newsletter`.
    pub not_attested: Vec<String>,
    /// Its flows.
    pub flows: Vec<FlowOf>,
}

/// A record that routes rest on, and who attested it.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewAttestationTold")]
pub struct AttestationTold {
    /// The record: `activities/newsletter`.
    pub record: String,
    /// What it is called.
    pub name: Text,
    /// The version that the review looks at.
    pub version: u64,
    /// Who answers for it, and is asked; absent: nobody is said to.
    pub steward: Option<String>,
    /// Why it is to be attested; absent: it is.
    pub due: Option<Due>,
    /// Who attested it last.
    pub attested_by: Option<String>,
    /// When.
    pub attested_at: Option<chrono::DateTime<chrono::Utc>>,
    /// In which version.
    pub attested_version: Option<u64>,
    /// For which review.
    pub attested_for: Option<Key>,
}

/// The records that a review rests on as they stand on a day, those that are to be attested first, then by steward. Built-in records
/// are nobody's to attest.
pub(super) fn attestations(review: &Review, frozen: &Register, reviews: &[&Review], on: Day) -> Vec<AttestationTold> {
    let attested = latest_attested(reviews.iter().copied());
    let entries = records_of(review);
    let entries = entries.iter().filter_map(|id| frozen.get(id)).filter(|entry| !entry.builtin);
    let mut told: Vec<AttestationTold> = entries
        .map(|entry| {
            let (record, common) = (entry.id.to_string(), entry.common());
            let last = attested.get(record.as_str());
            AttestationTold {
                name: common.name.clone(),
                version: entry.version,
                steward: common.steward.map(str::to_owned),
                due: last.map_or(Some(Due::Never), |last| last.due(entry.version, on)),
                attested_by: last.map(|last| last.by.steward.to_string()),
                attested_at: last.map(|last| last.by.at),
                attested_version: last.map(|last| last.version),
                attested_for: last.map(|last| last.review.key.clone()),
                record,
            }
        })
        .collect();
    told.sort_by(|one, other| {
        let order = |told: &AttestationTold| (told.due.is_none(), told.steward.clone(), told.record.clone());
        order(one).cmp(&order(other))
    });
    told
}

/// A flow of a route as it stands at the end of the period.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewFlow")]
pub struct FlowOf {
    /// Its id.
    pub id: String,
    /// In words.
    pub name: String,
    /// The categories of data.
    pub data: Vec<String>,
    /// What it comes to, in a few sentences.
    pub summary: String,
    /// What may make it lawful.
    pub mechanisms: Vec<Mechanism>,
    /// What each law comes to.
    pub results: Vec<RegimeResult>,
}

impl FlowOf {
    pub(super) fn of(flow: &TransferFlow) -> Self {
        let last = flow.stretches.last();
        let data = last.map(|last| last.data.items.iter().map(|data| data.name.clone()).collect());
        let results = last.map(|last| {
            last.determinations.iter().map(|of| RegimeResult { regime: of.regime.clone(), result: of.result }).collect()
        });
        Self {
            id: flow.id.to_string(),
            name: flow.name.clone(),
            data: data.unwrap_or_default(),
            summary: last.map(|last| last.summary.clone()).unwrap_or_default(),
            mechanisms: last.map(|last| last.mechanisms.clone()).unwrap_or_default(),
            results: results.unwrap_or_default(),
        }
    }
}

/// A route that is gone.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewGoneRoute")]
pub struct GoneRoute {
    /// Its key.
    pub key: Key,
    /// In words.
    pub name: Text,
    /// What it came to.
    pub result: Conclusion,
}

impl GoneRoute {
    pub(super) fn of(item: &ReviewItem) -> Self {
        Self { key: item.key.clone(), name: item.name.clone(), result: item.result }
    }
}

/// Something on which routes rest and that ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(rename = "ReviewEnding")]
pub struct Ending {
    /// The last day on which it holds.
    pub until: Day,
    /// The record: `agreements/neocrm-dpa`.
    pub record: String,
    /// What people call it.
    pub name: String,
    /// The routes that rest on it.
    pub routes: Vec<Key>,
}

/// What ends, soonest first.
pub(super) fn ending(routes: &[RouteTold]) -> Vec<Ending> {
    let mut found: BTreeMap<(Day, &str), (&str, Vec<Key>)> = BTreeMap::new();
    for route in routes {
        for mechanism in route.flows.iter().flat_map(|flow| &flow.mechanisms) {
            let Some(until) = mechanism.until else { continue };
            let (_, rest) = found.entry((until, &mechanism.record)).or_insert((&mechanism.name, Vec::new()));
            if rest.last() != Some(&route.item.key) {
                rest.push(route.item.key.clone());
            }
        }
    }
    let ending = found.into_iter().map(|((until, record), (name, routes))| Ending {
        until,
        record: record.to_owned(),
        name: name.to_owned(),
        routes,
    });
    ending.collect()
}

/// Something that was to be done.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ReviewFollowUp")]
pub struct FollowUpTold {
    /// The review in which it was decided.
    pub review: Key,
    /// The route.
    pub route: Key,
    /// The route in words.
    pub name: Option<Text>,
    /// What was decided.
    pub decision: DecisionKind,
    /// Who is asked, has to act, or accepts the risk.
    pub who: Option<String>,
    /// By when.
    pub due: Option<Day>,
    /// What is to be done.
    pub what: Option<String>,
    /// Whether it should have been done by now.
    pub overdue: bool,
    /// What was done; absent: it is open.
    pub done: Option<String>,
}

impl FollowUpTold {
    pub(super) fn of(review: &Review, decision: &ReviewDecision, today: Day) -> Self {
        let item = review.items.iter().find(|item| item.key == decision.item);
        let what = decision.conditions.as_deref().or(decision.comment.as_deref());
        Self {
            review: review.key.clone(),
            route: decision.item.clone(),
            name: item.map(|item| item.name.clone()),
            decision: decision.decision,
            who: decision.who.as_deref().map(str::to_owned),
            due: decision.due,
            what: what.map(str::to_owned),
            overdue: decision.done.is_none() && decision.due.is_some_and(|due| due < today),
            done: decision.done.as_ref().map(|done| done.text.to_string()),
        }
    }
}
