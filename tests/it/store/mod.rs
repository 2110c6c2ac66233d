//! The store by its front door, and the database behind its back, on the engine that [`crate::support`] offers.

mod commit;
mod fold;
mod read;
mod redact;
mod samples;
mod verify;
mod views;

use ropewalk::{
    domain::{
        Kind, Record, RecordId,
        change::{Action, Change, Precondition},
    },
    store::{CommitError, CommitRequest, Committed, Store},
};
use serde_json::Value;
use std::sync::Arc;

fn put(kind: Kind, record: &Value) -> Change {
    Change::put(Record::parse(kind, record).unwrap_or_else(|faults| panic!("{faults:?}")))
}

fn delete(id: &str) -> Change {
    Change { id: id.parse().unwrap(), action: Action::Delete, precondition: Precondition::Any }
}

fn id(text: &str) -> RecordId {
    text.parse().unwrap()
}

async fn commit(store: &Arc<Store>, reason: &str, changes: Vec<Change>) -> Result<Committed, CommitError> {
    let request = CommitRequest { principal: "p-test".into(), reason: reason.into(), changes, seeds_edition: None };
    store.commit(request).await
}

/// What verification finds wrong.
async fn findings(store: &Arc<Store>) -> Vec<String> {
    store.verify(None).await.unwrap().findings
}

#[track_caller]
fn assert_finds(findings: &[String], words: &[&str]) {
    for word in words {
        assert!(findings.iter().any(|finding| finding.contains(word)), "{word:?} is not in {findings:#?}");
    }
}
