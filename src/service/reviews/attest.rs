//! Attesting the records that a review rests on: a steward says that they say what is so.

use super::{Read, all, frozen, sign::element, step, today};
use crate::{
    domain::{
        Entry, Fault, Key, Pointer, RecordId, Register,
        record::{AttestedRecord, Review, ReviewAttestation},
        search,
        value::Count,
    },
    review::{Attested, latest_attested, records_of},
    service::{
        Error, Refusal, Ropewalk,
        access::Session,
        idempotency::{Answered, Once},
        records::Stored,
    },
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};

/// An attestation: that records say what is so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewReviewAttestation")]
pub struct NewAttestation {
    /// Who attests: the person or unit that answers for the records.
    pub steward: Box<str>,
    /// The records, each in the version that was read; left out: every record of the review that the steward answers for and that is to be
    /// attested.
    pub records: Option<Vec<AttestedRecord>>,
    /// What is to be known about it.
    pub comment: Option<Box<str>>,
}

/// Records that a steward attests records that a review rests on, once.
///
/// # Errors
/// If the review has ended, or a record is none of those that it rests on in the version that it looks at.
pub async fn attest(
    app: &Ropewalk,
    session: &Session,
    key: &Key,
    new: NewAttestation,
    reason: String,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let current = Arc::clone(&session.register);
    let read = Read::of(&current, key)?;
    read.under_way()?;
    super::sign::said("steward", &new.steward)?;
    let frozen = frozen(app, session, read.review).await?;
    let records = match new.records {
        Some(records) => {
            known(read.review, &frozen, &records)?;
            records
        }
        None => due_of(app, &current, (read.review, &frozen), &new.steward)?,
    };
    let mut attestations = read.review.attestations.as_deref().unwrap_or_default().to_vec();
    attestations.push(ReviewAttestation {
        key: element(attestations.len())?,
        steward: new.steward,
        records: records.into(),
        by: session.actor.principal.as_str().into(),
        at: app.clock.now(),
        comment: new.comment,
    });
    let next = Review { attestations: Some(attestations.into()), ..read.review.clone() };
    step(app, session, (reason, vec![read.put(next)]), Some(read.unchanged()), (key, once)).await
}

/// Refuses records that the review does not rest on, or not in this version.
fn known(review: &Review, frozen: &Register, records: &[AttestedRecord]) -> Result<(), Error> {
    let asked: BTreeSet<String> = records_of(review).iter().map(ToString::to_string).collect();
    let mut faults = Vec::new();
    if records.is_empty() {
        faults.push(Fault::new(Pointer::root().at("records"), "no record is attested"));
    }
    for (index, one) in records.iter().enumerate() {
        let place = Pointer::root().at("records").at(index);
        let id: Option<RecordId> = one.record.parse().ok();
        let entry = id.filter(|id| asked.contains(&id.to_string())).and_then(|id| frozen.get(&id));
        match entry {
            None => faults.push(
                Fault::new(place.at("record"), "the review does not rest on this record")
                    .allowing("one of `attestations` in the report of the review"),
            ),
            Some(entry) if entry.version != one.version.value() => faults.push(
                Fault::new(place.at("version"), "the review looks at another version of this record")
                    .allowing(entry.version.to_string()),
            ),
            Some(_) => {}
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Faults(faults).into()) }
}

/// The records of a review that a steward answers for and that are to be attested.
fn due_of(
    app: &Ropewalk,
    current: &Register,
    (review, frozen): (&Review, &Register),
    steward: &str,
) -> Result<Vec<AttestedRecord>, Error> {
    let (attested, today) = (latest_attested(all(current)), today(app));
    let wanted = search::fold_name(steward);
    let answers = |entry: &&Arc<Entry>| entry.common().steward.is_some_and(|name| search::fold_name(name) == wanted);
    let due = |entry: &&Arc<Entry>| {
        let last: Option<&Attested<'_>> = attested.get(entry.id.to_string().as_str());
        last.is_none_or(|last| last.due(entry.version, today).is_some())
    };
    let ids = records_of(review);
    let entries = ids.iter().filter_map(|id| frozen.get(id)).filter(|entry| !entry.builtin);
    let records: Vec<AttestedRecord> = entries
        .filter(answers)
        .filter(due)
        .map(|entry| Ok(AttestedRecord { record: entry.id.to_string().into(), version: count(entry.version)? }))
        .collect::<Result<_, Error>>()?;
    if records.is_empty() {
        let fault = Fault::new(
            Pointer::root().at("steward"),
            "nobody of this name answers for a record that the review rests on and that is to be attested",
        );
        return Err(Refusal::Faults(vec![fault.allowing("one of `attestations` in the report of the review")]).into());
    }
    Ok(records)
}

fn count(number: u64) -> Result<Count, Error> {
    serde_json::from_value(number.into()).map_err(|error| Error::Internal(Box::new(error)))
}
