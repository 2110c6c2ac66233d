//! Drafts: what a request would write after a register, computed without a database.

use super::{
    CommitRequest, Committed, Store, Written,
    entity::{commits, revisions},
    journal::{Action, stored},
};
use crate::domain::{
    Register,
    change::{self, Obstacle, Planned},
    inspect::Reference,
    register::{BUILTIN, Head},
    upcast,
};
use std::sync::Arc;

/// A commit as it is to be written, and what its caller is told then.
pub(super) struct Draft {
    /// What the commit did, once it is written.
    pub committed: Committed,
    /// Its rows; none if nothing changes, and then there is no commit.
    pub rows: Option<Rows>,
    /// The edition of built-in records that it brings about.
    pub seeds_edition: Option<u32>,
}

/// The rows of a commit.
pub(super) struct Rows {
    pub commit: commits::Model,
    /// Its revisions, in the order of `committed.revisions`.
    pub revisions: Vec<revisions::Model>,
    /// What each of them refers to.
    pub references: Vec<Arc<[Reference]>>,
}

impl Store {
    /// What `request` comes to after `register`.
    pub(super) fn draft(&self, register: &Arc<Register>, request: CommitRequest) -> Result<Draft, Vec<Obstacle>> {
        let CommitRequest { principal, reason, changes, seeds_edition } = request;
        let planned = change::plan(register, changes)?;
        if planned.is_empty() {
            let (before, register) = (Arc::clone(register), Arc::clone(register));
            let committed = Committed { before, register, revisions: Vec::new() };
            return Ok(Draft { committed, rows: None, seeds_edition });
        }
        let place = self.next_place(register);
        let mut header = place.header(&principal);
        let (mut rows, mut commitments) = (Vec::with_capacity(planned.len()), Vec::with_capacity(planned.len()));
        for (n, revision) in (1..).zip(&planned) {
            let document = revision.put.as_ref().map_or("", |proposed| &proposed.document);
            let (salt, commitment) = self.committed(document, &reason);
            let row = revisions::Model {
                seq: stored(place.seq),
                n,
                kind: revision.id.kind.path().to_owned(),
                key: revision.id.key.to_string(),
                version: stored(revision.version),
                action: action(revision).word().to_owned(),
                schema: upcast::CURRENT.into(),
                document: document.to_owned(),
                salt: Some(salt),
                commitment: commitment.to_string(),
            };
            header.revision(row.n, &row.kind, &row.key, row.version, &row.action, row.schema);
            rows.push(row);
            commitments.push(commitment);
        }
        let digest = header.chained(&register.head().digest, &commitments);
        let commit = place.row(&principal, &reason, digest);
        let summaries = planned.iter().map(summary).collect();
        let references = planned.iter().map(references).collect();
        let builtin = principal == BUILTIN;
        let applied = planned.into_iter().map(|revision| revision.applied(place.seq, place.recorded_at, builtin));
        let after = match register.apply(Head { seq: place.seq, digest }, place.recorded_at, applied) {
            Ok(after) => Arc::new(after),
            Err(gap) => unreachable!("the place was counted from this register: {gap}"),
        };
        let committed = Committed { before: Arc::clone(register), register: after, revisions: summaries };
        Ok(Draft { committed, rows: Some(Rows { commit, revisions: rows, references }), seeds_edition })
    }
}

fn summary(revision: &Planned) -> Written {
    Written { id: revision.id.clone(), version: revision.version, action: action(revision) }
}

fn references(revision: &Planned) -> Arc<[Reference]> {
    revision.put.as_ref().map_or_else(Arc::default, |proposed| Arc::clone(&proposed.references))
}

const fn action(revision: &Planned) -> Action {
    if revision.put.is_some() { Action::Put } else { Action::Delete }
}
