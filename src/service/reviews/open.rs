//! Opening a review, and taking one to a newer register.

use super::{Read, all, frozen, step};
use crate::{
    domain::{
        AsOf, Day, Fault, Key, Kind, Pointer, Record, Register, Text,
        change::{Change, Precondition},
        record::{ItemChange, Review, ReviewItem, ReviewScope, ReviewState},
    },
    report::{transfer_review, transfers::Route},
    review::Standing,
    service::{
        Error, Refusal, Ropewalk,
        access::Session,
        idempotency::{Answered, Once},
        records::Stored,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// A review that is to be opened.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    /// The period: a quarter (`2026-Q4`), or its first and last day.
    pub period: NewPeriod,
    /// Its key; made of the period where left out.
    pub key: Option<Key>,
    /// Its name; made of the period where left out.
    pub name: Option<Text>,
    /// What it is about; every transfer where left out.
    pub scope: Option<ReviewScope>,
    /// Whether who signs off must be somebody else than who decided; `true` where left out. Where it is off, every page says so.
    pub four_eyes: Option<bool>,
    /// Whether every route is decided anew, also those that did not change. Once a year it must be; then, and where left out, it is.
    pub full_cycle: Option<bool>,
    /// The review that this one corrects, which must be signed off.
    pub supersedes: Option<Key>,
    /// The register to look at: after a commit (`seq:12`) or at an instant (RFC 3339); now where left out.
    #[schemars(regex(pattern = AsOf::PATTERN))]
    pub as_of: Option<String>,
}

/// A period: a quarter, or days.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "NewReviewPeriod")]
pub enum NewPeriod {
    /// A quarter: `2026-Q4`.
    Quarter(#[schemars(regex(pattern = "^[0-9]{4}-Q[1-4]$"))] String),
    /// The first and the last day.
    Days(crate::domain::record::ReviewPeriod),
}

/// A newer register for a review.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ReviewRebase")]
pub struct Rebase {
    /// The register to look at: after a commit (`seq:12`) or at an instant (RFC 3339); now where left out.
    #[schemars(regex(pattern = AsOf::PATTERN))]
    pub as_of: Option<String>,
}

fn fault(member: &str, detail: impl Into<String>, allowed: &str) -> Error {
    Refusal::Faults(vec![Fault::new(Pointer::root().at(member), detail).allowing(allowed)]).into()
}

impl NewPeriod {
    fn days(&self) -> Result<(Day, Day), Error> {
        let allowed = "a quarter such as 2026-Q4, or {\"from\": DAY, \"to\": DAY} with the days in their order";
        match self {
            Self::Days(days) if days.from <= days.to => Ok((days.from, days.to)),
            Self::Days(days) => Err(fault("period", format!("{} is after {}", days.from, days.to), allowed)),
            Self::Quarter(text) => quarter(text).ok_or_else(|| {
                fault("period", format!("`{}` is no period", crate::domain::value::shown(text)), allowed)
            }),
        }
    }
}

/// The first and the last day of a quarter.
fn quarter(text: &str) -> Option<(Day, Day)> {
    let (year, quarter) = text.split_once("-Q")?;
    let (year, quarter): (i32, u32) = (year.parse().ok().filter(|_| year.len() == 4)?, quarter.parse().ok()?);
    let first = chrono::NaiveDate::from_ymd_opt(year, quarter.checked_sub(1)?.checked_mul(3)? + 1, 1)?;
    let last = first.checked_add_months(chrono::Months::new(3))?.pred_opt()?;
    Some((Day(first), Day(last)))
}

/// Opens a review, once.
///
/// # Errors
/// If the period makes no sense, the scope names what there is not, another review of the same is under way, or the year's full
/// cycle is due and was declined.
pub async fn open(
    app: &Ropewalk,
    session: &Session,
    new: NewReview,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let register = app.register_asked(session, new.as_of.as_deref()).await?;
    let current = Arc::clone(&session.register);
    let (key, review) = made(app, session, (&current, &register), &new).await?;
    let record = Record::parse(Kind::Reviews, &review).map_err(Refusal::Faults)?;
    let change = Change::put_if(record, Precondition::Absent);
    step(app, session, (reason, vec![change]), None, (&key, once)).await
}

/// A value that makes no sense, with the member that holds it.
fn at_member(member: &str, error: Error) -> Error {
    match error {
        Error::Refused(Refusal::Invalid(detail)) => {
            Refusal::Faults(vec![Fault::new(Pointer::root().at(member), detail)]).into()
        }
        other => other,
    }
}

/// A review as it is to be written.
async fn made(
    app: &Ropewalk,
    session: &Session,
    (current, register): (&Register, &Arc<Register>),
    new: &NewReview,
) -> Result<(Key, Value), Error> {
    let period = new.period.days()?;
    let superseded = new.supersedes.as_ref().map(|key| Read::of(current, key)).transpose()?.map(|read| read.review);
    if let Some(superseded) = superseded.filter(|review| review.state != ReviewState::SignedOff) {
        let detail =
            format!("the review `{}` is not signed off: what is not signed can still be changed", superseded.key);
        return Err(fault("supersedes", detail, "the key of a review that is signed off"));
    }
    let same = |review: &&Review| review.scope == new.scope && (review.period.from, review.period.to) == period;
    let under_way = |review: &&Review| matches!(review.state, ReviewState::Open | ReviewState::Ready);
    if let Some(other) = all(current).find(|review| same(review) && under_way(review)) {
        return Err(Refusal::Conflict(format!("the review `{}` of the same is under way", other.key)).into());
    }
    let before = all(current).filter(|review| {
        review.state == ReviewState::SignedOff && review.scope == new.scope && review.period.to < period.1
    });
    let previous = before.max_by_key(|review| (review.period.to, review.opened_at));
    let full_cycle = full_cycle(current, period.1, new)?;
    let key = key_of(new, superseded)?;
    if key.as_str().len() > LONGEST_KEY {
        return Err(fault("key", "the key is too long for a review", "a key of at most 80 characters"));
    }
    let (looked_at, scope) = (Arc::clone(register), new.scope.clone());
    let routes = app.workshop.make(move || routes(&looked_at, period, scope.as_ref())).await;
    let routes = routes.map_err(|error| at_member("period", error))?;
    let items: Vec<ReviewItem> = items(&routes.0, previous)?;
    let name = match &new.name {
        Some(name) => json!(name),
        None => json!({
            "en": format!("Transfer review {}", called(&new.period)),
            "zh-Hans": format!("{}传输审查", called(&new.period)),
        }),
    };
    let review = json!({
        "key": key,
        "name": name,
        "period": { "from": period.0, "to": period.1 },
        "scope": new.scope,
        "state": if items.is_empty() { ReviewState::Ready } else { ReviewState::Open },
        "opened_by": session.actor.principal,
        "opened_at": app.clock.now(),
        "register": { "seq": register.head().seq, "digest": register.head().digest },
        "engine": env!("CARGO_PKG_VERSION"),
        "rules": routes.1,
        "four_eyes": new.four_eyes.unwrap_or(true),
        "full_cycle": full_cycle,
        "previous": previous.map(|previous| &previous.key),
        "supersedes": new.supersedes,
        "items": items,
    });
    Ok((key, review))
}

fn called(period: &NewPeriod) -> String {
    match period {
        NewPeriod::Quarter(quarter) => quarter.clone(),
        NewPeriod::Days(days) => format!("{} – {}", days.from, days.to),
    }
}

fn key_of(new: &NewReview, superseded: Option<&Review>) -> Result<Key, Error> {
    let key = match (&new.key, superseded, &new.period) {
        (Some(key), ..) => return Ok(key.clone()),
        (None, Some(superseded), _) => format!("{}-corrected", superseded.key),
        (None, None, NewPeriod::Quarter(quarter)) => quarter.to_lowercase(),
        (None, None, NewPeriod::Days(days)) => format!("{}-to-{}", days.from, days.to),
    };
    key.parse().map_err(|error: String| fault("key", error, "give a key"))
}

/// The longest key of a review: those of its decisions begin with it.
const LONGEST_KEY: usize = 80;

/// Whether every route is decided anew: at least once in the year up to a day.
fn full_cycle(current: &Register, to: Day, new: &NewReview) -> Result<bool, Error> {
    let year = to.0.checked_sub_months(chrono::Months::new(12)).map_or(to, Day);
    let done = all(current).any(|review| {
        review.state == ReviewState::SignedOff
            && review.full_cycle
            && review.scope == new.scope
            && (year..to).contains(&review.period.to)
    });
    match new.full_cycle {
        Some(false) if !done => Err(fault(
            "full_cycle",
            format!("no review in which every route was decided was signed off in the year up to {to}"),
            "leave it out, or true",
        )),
        other => Ok(other.unwrap_or(!done)),
    }
}

/// The routes, and the versions of the laws that judged.
fn routes(
    register: &Register,
    period: (Day, Day),
    scope: Option<&ReviewScope>,
) -> Result<(Vec<Route>, Vec<Value>), Error> {
    let (report, routes) = transfer_review::routes(register, period, scope)?;
    let version = |regime: &Key| {
        let id = crate::domain::RecordId::new(Kind::Regimes, regime.clone());
        register.get(&id).map_or(1, |entry| entry.version)
    };
    let rules = report.regimes.iter().map(|used| json!({ "regime": used.regime, "version": version(&used.regime) }));
    Ok((routes, rules.collect()))
}

/// Routes as items, each held against the review before.
fn items(routes: &[Route], previous: Option<&Review>) -> Result<Vec<ReviewItem>, Error> {
    let before: BTreeMap<&str, &ReviewItem> =
        previous.into_iter().flat_map(|review| &review.items).map(|item| (item.key.as_str(), item)).collect();
    let item = |route: &Route| {
        let facts = route.facts.to_string();
        let change = match before.get(route.key.as_str()) {
            None => ItemChange::New,
            Some(item) if item.facts.as_str() == facts => ItemChange::Unchanged,
            Some(_) => ItemChange::Changed,
        };
        let regimes: Vec<Value> =
            route.regimes.iter().map(|(regime, result)| json!({ "regime": regime, "result": result })).collect();
        let value = json!({
            "key": route.key, "name": route.name, "exporters": route.exporters, "importers": route.importers,
            "service": route.service, "from": route.from, "to": route.to, "controllers": route.controllers,
            "activities": route.activities, "flows": route.flows, "result": route.result,
            "unconfirmed": route.unconfirmed, "regimes": regimes, "facts": facts, "change": change,
        });
        serde_json::from_value(value).map_err(|error| Error::Internal(Box::new(error)))
    };
    routes.iter().map(item).collect()
}

/// Takes a review that is under way to a newer register, once. Decisions of routes whose facts are what they were stand; others lapse.
///
/// # Errors
/// If the review has ended, a controller has signed, or the register is older than the one it looks at.
pub async fn rebase(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    to: Rebase,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let register = app.register_asked(session, to.as_of.as_deref()).await?;
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, key)?;
    read.under_way()?;
    let review = read.review;
    if review.signatures.as_ref().is_some_and(|signatures| !signatures.is_empty()) {
        return Err(Refusal::Conflict(
            "a controller has signed off what the review looks at; cancel it, or go on".into(),
        )
        .into());
    }
    if register.head().seq < review.register.seq.value() {
        return Err(fault("as_of", "the register is older than the one that the review looks at", "a later commit"));
    }
    let previous = review.previous.as_ref().map(|previous| Read::of(&current, previous.key())).transpose()?;
    let period = (review.period.from, review.period.to);
    let (looked_at, scope) = (Arc::clone(&register), review.scope.clone());
    let (routes, rules) = app.workshop.make(move || routes(&looked_at, period, scope.as_ref())).await?;
    let head = json!({ "seq": register.head().seq, "digest": register.head().digest });
    let internal = |error: serde_json::Error| Error::Internal(Box::new(error));
    let mut next = Review {
        items: items(&routes, previous.map(|read| read.review))?.into(),
        rules: serde_json::from_value(Value::Array(rules)).map_err(internal)?,
        register: serde_json::from_value(head).map_err(internal)?,
        ..review.clone()
    };
    next.state = Standing::of(&next, read.made()).state();
    step(app, session, (reason, vec![read.put(next)]), Some(read.unchanged()), (key, once)).await
}

/// The key of the review before, and the register that it froze, if there is one.
pub(super) async fn before(
    app: &Ropewalk,
    session: &Session,
    current: &Register,
    review: &Review,
) -> Result<Option<(Key, Arc<Register>)>, Error> {
    let Some(previous) = &review.previous else { return Ok(None) };
    let read = Read::of(current, previous.key())?;
    Ok(Some((read.review.key.clone(), frozen(app, session, read.review).await?)))
}
