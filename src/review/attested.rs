//! Attestations: which records a route rests on, and of which of them somebody lately attested that they say what is so.

use crate::domain::{
    Day, Kind, RecordId,
    record::{Review, ReviewAttestation, ReviewItem},
};
use chrono::Months;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// For so many months an attestation holds, as long as the record does not change.
pub const HOLDS: Months = Months::new(12);

/// Why a record is to be attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AttestationDue")]
pub enum Due {
    /// Nobody ever did.
    Never,
    /// The record was written since.
    Changed,
    /// It is too long ago.
    Old,
}

/// The records that a route rests on: its activities, the service, and whoever sends, gets or decides.
pub fn rests_on(item: &ReviewItem) -> impl Iterator<Item = RecordId> {
    let activities = item.activities.iter().map(|key| (Kind::Activities, key));
    let service = item.service.iter().map(|key| (Kind::Processors, key));
    let parties = item.exporters.iter().chain(&item.importers).chain(&item.controllers);
    let parties = parties.map(|key| (Kind::Organizations, key));
    activities.chain(service).chain(parties).map(|(kind, key)| RecordId::new(kind, key.clone()))
}

/// The records that a review rests on, each once.
#[must_use]
pub fn records_of(review: &Review) -> BTreeSet<RecordId> {
    review.items.iter().flat_map(rests_on).collect()
}

/// What was last attested of a record.
#[derive(Debug, Clone, Copy)]
pub struct Attested<'a> {
    /// The version of the record.
    pub version: u64,
    /// The attestation.
    pub by: &'a ReviewAttestation,
    /// The review for which it was given.
    pub review: &'a Review,
}

impl Attested<'_> {
    /// Why a record of this version is to be attested again on a day, if it is.
    #[must_use]
    pub fn due(&self, version: u64, on: Day) -> Option<Due> {
        let ends = self.by.at.date_naive().checked_add_months(HOLDS);
        if self.version != version {
            Some(Due::Changed)
        } else if ends.is_some_and(|ends| ends < on.0) {
            Some(Due::Old)
        } else {
            None
        }
    }
}

/// What was last attested of each record in reviews; what was attested for one that was cancelled was attested all the same.
#[must_use]
pub fn latest<'a>(reviews: impl IntoIterator<Item = &'a Review>) -> BTreeMap<&'a str, Attested<'a>> {
    let mut latest: BTreeMap<&str, Attested<'_>> = BTreeMap::new();
    for review in reviews {
        for by in review.attestations.iter().flatten() {
            for one in &by.records {
                let attested = Attested { version: one.version.value(), by, review };
                let held = latest.entry(&one.record).or_insert(attested);
                if held.by.at < by.at {
                    *held = attested;
                }
            }
        }
    }
    latest
}
