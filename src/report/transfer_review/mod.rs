//! A transfer review as a report: its routes with what the laws come to and what was decided, what changed since the review before, what
//! ends soon, what is still to be done, and who signed.
//!
//! Knows what such a report says and in which order. What may be decided and who may sign is in [`crate::review`]; what laws come to is
//! in the transfer report of the register that the review froze.

mod evidence;
mod model;
mod page;

pub use evidence::{DocumentTold, Evidence};
pub use model::{AttestationTold, ControllerTold, FlowOf, FollowUpTold, GoneRoute, Report, RouteTold};

use super::{
    Made, Name, Question,
    question::Refused,
    transfers::{self, Transfers},
};
use crate::{
    domain::{
        Day, LanguageTag, Register,
        record::{Review, ReviewDecision, ReviewItem, ReviewScope},
        value::Sha256Digest,
    },
    review::{Standing, allowed, rests_on},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a review is told from.
#[derive(Debug)]
pub struct Material<'a> {
    /// The review.
    pub review: &'a Review,
    /// The decisions in it.
    pub decisions: Vec<&'a ReviewDecision>,
    /// The register that it froze.
    pub frozen: &'a Register,
    /// The review before, and the register that that one froze.
    pub previous: Option<(&'a Review, &'a Register)>,
    /// What was to be done in this review and in all before it.
    pub follow_ups: Vec<(&'a Review, &'a ReviewDecision)>,
    /// The day on which it is told: what is due before is overdue.
    pub today: Day,
    /// Every review: attestations for one hold in others.
    pub reviews: Vec<&'a Review>,
    /// The language.
    pub language: &'a LanguageTag,
}

/// The question whose answer a review is about.
///
/// # Errors
/// If the scope is malformed.
pub fn question(
    (from, to): (Day, Day),
    scope: Option<&ReviewScope>,
    language: &LanguageTag,
) -> Result<Question, Refused> {
    let mut parameters = vec![("from", from.to_string()), ("to", to.to_string())];
    if let Some(ReviewScope { notice, controller: _, lane_from, lane_to, importer, processor }) = scope {
        let named = [
            ("notice", notice),
            ("lane_from", lane_from),
            ("lane_to", lane_to),
            ("organization", importer),
            ("processor", processor),
        ];
        parameters.extend(named.into_iter().filter_map(|(name, key)| Some((name, key.as_ref()?.to_string()))));
    }
    let parameters = parameters.iter().map(|(name, value)| (*name, value.as_str()));
    Question::read(Name::Transfers, language.clone(), to, parameters)
}

/// The routes of a register that a review of this period and scope is about, and the transfer report that they are from.
///
/// # Errors
/// If the scope names a record that there is not.
pub fn routes<'r>(
    register: &'r Register,
    period: (Day, Day),
    scope: Option<&ReviewScope>,
) -> Result<(Transfers<'r>, Vec<transfers::Route>), Refused> {
    // Facts must not depend on who opened the review.
    let language: LanguageTag = "en".parse().map_err(Refused::Malformed)?;
    let question = question(period, scope, &language)?;
    question.known_to(register)?;
    let report = transfers::report(register, &question)?;
    let mut routes = transfers::routes(&report);
    if let Some(controller) = scope.and_then(|scope| scope.controller.as_ref()) {
        // Whose it is, is not recorded of some: they may be this one's.
        routes.retain(|route| route.controllers.is_empty() || route.controllers.contains(controller));
    }
    Ok((report, routes))
}

/// The records that a route rests on and that are to be attested.
fn not_attested(item: &ReviewItem, due: &BTreeSet<&str>) -> Vec<String> {
    let records: BTreeSet<String> = rests_on(item).map(|id| id.to_string()).collect();
    records.into_iter().filter(|record| due.contains(record.as_str())).collect()
}

/// The report.
///
/// # Errors
/// If the scope of the review is malformed.
pub fn report(material: &Material<'_>) -> Result<Report, Refused> {
    let Material { review, decisions, frozen, previous, follow_ups, reviews, today, language } = material;
    let standing = Standing::of(review, decisions.iter().copied());
    let question = question((review.period.from, review.period.to), review.scope.as_ref(), language)?;
    let transfers = transfers::report(frozen, &question)?;
    let mut flows: BTreeMap<String, FlowOf> = BTreeMap::new();
    let of_routes: BTreeSet<&str> =
        review.items.iter().flat_map(|item| item.flows.iter()).map(Sha256Digest::as_str).collect();
    let mut drawn = Vec::new();
    transfers.flows.each_result(|flow| {
        flows.insert(flow.id.to_string(), FlowOf::of(&flow));
        if of_routes.contains(flow.id.to_string().as_str()) {
            drawn.push(flow);
        }
    });
    let changes = match previous {
        Some((before, then)) => {
            let asked = self::question((before.period.from, before.period.to), review.scope.as_ref(), language)?;
            Some(transfers::changes(&transfers::report(then, &asked)?, &transfers))
        }
        None => None,
    };
    let attestations = model::attestations(review, frozen, reviews, *today);
    let due: BTreeSet<&str> = attestations.iter().filter(|of| of.due.is_some()).map(|of| of.record.as_str()).collect();
    let told = standing.items.iter().map(|standing| {
        let of_route = standing.item.flows.iter().filter_map(|id| flows.get(id.as_str()).cloned());
        RouteTold {
            item: standing.item.clone(),
            allowed: allowed(review, standing.item),
            decision: standing.decision.cloned(),
            lapsed_decision: standing.lapsed.cloned(),
            not_attested: not_attested(standing.item, &due),
            flows: of_route.collect(),
        }
    });
    let now: BTreeSet<_> = review.items.iter().map(|item| &item.key).collect();
    let gone = previous.iter().flat_map(|(before, _)| &before.items).filter(|item| !now.contains(&item.key));
    let routes: Vec<RouteTold> = told.collect();
    let day = (review.period.from, review.period.to);
    Ok(Report {
        made: Made::from(frozen, "transfer-review", day, language, BTreeMap::new()),
        totals: model::Totals::of(&standing),
        ending: model::ending(&routes),
        evidence: evidence::evidence(frozen, &routes),
        pictures: transfers::pictures(&transfers, &drawn),
        controllers: standing.controllers.iter().map(|of| ControllerTold::of(frozen, review, of)).collect(),
        routes,
        attestations,
        gone: gone.map(GoneRoute::of).collect(),
        changes,
        follow_ups: follow_ups.iter().map(|(of, decision)| FollowUpTold::of(of, decision, *today)).collect(),
        questions: transfers.questions.all().iter().take(model::QUESTIONS).cloned().collect(),
        not_evaluated: transfers.not_evaluated,
        told_on: *today,
        review: model::Told::of(review),
    })
}
