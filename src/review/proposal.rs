//! Ad hoc reviews: what became of the routes of a signed review that is reason enough to look at them before the next one is due.
//!
//! A law comes to something worse than it did, and, where that is why, a place is no longer on one of its lists (an adequacy decision that
//! is gone); or whoever gets the data belongs to somebody else. What was unknown and is recorded now is no change by itself.

use crate::domain::{
    Day, Key, Kind, Record, RecordId, Register, Text,
    record::{
        Organization, Regime, Review, ReviewItem,
        regime::{Conclusion, PlaceEntry},
    },
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Why a route should be looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReviewReason")]
pub enum Reason {
    /// A law comes to something worse than when the review was signed.
    ResultWorse(ResultWorse),
    /// Such a law has a list of places, and a place where data arrives is no longer on it.
    PlaceOffList(PlaceOffList),
    /// Whoever gets the data, or somebody who owns it, belongs to somebody else.
    OwnerChanged(OwnerChanged),
}

/// A law that comes to something worse than when the review was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResultWorse {
    /// The law.
    pub regime: Key,
    /// What it came to.
    pub was: Conclusion,
    /// What it comes to.
    pub now: Conclusion,
}

/// A place where data arrives that is no longer on a list of such a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceOffList {
    /// The law.
    pub regime: Key,
    /// The list.
    pub list: Key,
    /// The place.
    pub place: Key,
    /// Its last day on the list, where the law still tells it.
    pub until: Option<Day>,
}

/// Owners of whoever gets the data, or of somebody above it, that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnerChanged {
    /// Who gets the data.
    pub importer: Key,
    /// Whose owners changed: the same, or one above it.
    pub organization: Key,
    /// The commit that recorded it.
    pub seq: u64,
}

/// A route of a signed review that should be looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ProposedRoute")]
pub struct Proposal {
    /// The key of the route.
    pub route: Key,
    /// The route in words.
    pub name: Text,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What each law comes to for the routes that there are now, by the key of the route.
pub type Results = BTreeMap<String, BTreeMap<Key, Conclusion>>;

/// The routes of a signed review that should be looked at again: as `then`, the register that it looked at, became `register`, in which
/// routes come to `now` on a day. A route that nothing goes any more is none of them.
#[must_use]
pub fn proposals(signed: &Review, now: &Results, (then, register): (&Register, &Register), on: Day) -> Vec<Proposal> {
    let of_item = |item: &ReviewItem| {
        let results = now.get(item.key.as_str())?;
        let mut reasons = Vec::new();
        for before in &item.regimes {
            let Some(result) = results.get(&before.regime) else { continue };
            if result.badness() > before.result.badness() {
                let regime = before.regime.clone();
                reasons.push(Reason::ResultWorse(ResultWorse { regime, was: before.result, now: *result }));
                reasons.extend(off_list(item, &before.regime, (then, signed.period.to), (register, on)));
            }
        }
        reasons.extend(item.importers.iter().flat_map(|importer| owners_changed(importer, then, register)));
        (!reasons.is_empty()).then(|| Proposal { route: item.key.clone(), name: item.name.clone(), reasons })
    };
    signed.items.iter().filter_map(of_item).collect()
}

/// The places where a route arrives that were on a list of a law on the last day of the review and are not now.
fn off_list(
    item: &ReviewItem,
    key: &Key,
    (then, last): (&Register, Day),
    (register, on): (&Register, Day),
) -> Vec<Reason> {
    let (Some(before), now) = (regime(then, key), regime(register, key)) else { return Vec::new() };
    let mut off = Vec::new();
    for list in before.lists.iter().flatten() {
        for place in &item.to {
            if entry(before, &list.key, place, last).is_none() {
                continue;
            }
            if now.is_some_and(|now| entry(now, &list.key, place, on).is_some()) {
                continue;
            }
            let ended = now.and_then(|now| entries(now, &list.key, place).filter_map(|entry| entry.until).max());
            let (regime, list, place) = (key.clone(), list.key.clone(), place.clone());
            off.push(Reason::PlaceOffList(PlaceOffList { regime, list, place, until: ended }));
        }
    }
    off
}

fn regime<'r>(register: &'r Register, key: &Key) -> Option<&'r Regime> {
    match &register.get(&RecordId::new(Kind::Regimes, key.clone()))?.record {
        Record::Regimes(regime) => Some(regime),
        _ => None,
    }
}

fn entries<'r>(regime: &'r Regime, list: &Key, place: &Key) -> impl Iterator<Item = &'r PlaceEntry> {
    let lists = regime.lists.iter().flatten().filter(move |of| of.key == *list);
    lists.flat_map(|list| &list.entries).filter(move |entry| entry.location.key() == place)
}

fn entry<'r>(regime: &'r Regime, list: &Key, place: &Key, on: Day) -> Option<&'r PlaceEntry> {
    entries(regime, list, place)
        .find(|entry| entry.since.is_none_or(|since| since <= on) && entry.until.is_none_or(|until| on <= until))
}

/// The changes of owners from an importer upwards, each organisation once.
fn owners_changed(importer: &Key, then: &Register, register: &Register) -> Vec<Reason> {
    let (mut seen, mut open, mut changed) = (BTreeSet::new(), vec![importer.clone()], Vec::new());
    while let Some(key) = open.pop() {
        if !seen.insert(key.clone()) {
            continue;
        }
        let (before, now) = (organization(then, &key), organization(register, &key));
        open.extend(before.iter().chain(&now).flat_map(|(organization, _)| above(organization)));
        if let (Some((before, _)), Some((now, seq))) = (before, now)
            && others_own(before, now)
        {
            changed.push(Reason::OwnerChanged(OwnerChanged { importer: importer.clone(), organization: key, seq }));
        }
    }
    changed
}

fn organization<'r>(register: &'r Register, key: &Key) -> Option<(&'r Organization, u64)> {
    let entry = register.get(&RecordId::new(Kind::Organizations, key.clone()))?;
    match &entry.record {
        Record::Organizations(organization) => Some((organization, entry.seq)),
        _ => None,
    }
}

/// The organisations that own a part of one, or stand above it.
fn above(organization: &Organization) -> impl Iterator<Item = Key> {
    let holders = organization.shareholders.iter().flatten().filter_map(|holder| holder.organization.as_ref());
    let parent = organization.group.iter().filter_map(|group| group.parent.as_ref());
    holders.chain(parent).map(|organization| organization.key().clone())
}

/// Whether recorded owners are others. That they were looked up anew is no change, nor is what was not recorded before.
fn others_own(before: &Organization, now: &Organization) -> bool {
    let held = |organization: &Organization| {
        organization.shareholders.as_ref().map(|holders| {
            let of = |holder: &crate::domain::record::Shareholder| {
                let holder = crate::domain::record::Shareholder { on: None, ..holder.clone() };
                serde_json::to_string(&holder).unwrap_or_default()
            };
            holders.iter().map(of).collect::<BTreeSet<_>>()
        })
    };
    let parent = |organization: &Organization| {
        organization.group.as_ref().and_then(|group| group.parent.as_ref()).map(|parent| parent.key().clone())
    };
    held(before).is_some_and(|before| held(now).as_ref() != Some(&before))
        || parent(before).is_some_and(|before| parent(now) != Some(before))
}
