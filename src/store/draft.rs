//! Drafts: what a request would write after a register, computed without a database.

use super::{
    Answered, CommitRequest, Committed, Store, Written,
    entity::{commits, revisions},
    error::CommitError,
    idempotency::Kept,
    journal::{Action, stored},
};
use crate::domain::{
    Register,
    change::{self, Planned},
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

impl Draft {
    /// Of a request that changes nothing.
    fn of_nothing(register: &Arc<Register>, seeds_edition: Option<u32>, answered: Option<Answered>) -> Self {
        let (before, register) = (Arc::clone(register), Arc::clone(register));
        let committed = Committed { before, register, revisions: Vec::new(), answered };
        Self { committed, rows: None, seeds_edition }
    }
}

impl Store {
    /// What `request` comes to after `register`, unless it was carried out before.
    pub(super) fn draft_once(
        &self,
        register: &Arc<Register>,
        mut request: CommitRequest,
        kept: &mut Kept,
    ) -> Result<Draft, CommitError> {
        let Some(keep) = request.keep.take() else { return self.draft(register, request) };
        if let Some(answered) = kept.answer_to(&keep.asked)? {
            return Ok(Draft::of_nothing(register, None, Some(answered)));
        }
        let mut draft = self.draft(register, request)?;
        draft.committed.answered = Some(kept.keep(&keep, &draft.committed));
        Ok(draft)
    }

    /// What `request` comes to after `register`.
    fn draft(&self, register: &Arc<Register>, request: CommitRequest) -> Result<Draft, CommitError> {
        let CommitRequest { principal, reason, changes, seeds_edition, keep: _, proviso } = request;
        if proviso.is_some_and(|proviso| !proviso.holds(register)) {
            return Err(CommitError::Outdated);
        }
        let planned = change::plan(register, changes).map_err(CommitError::Obstacles)?;
        if planned.is_empty() {
            return Ok(Draft::of_nothing(register, seeds_edition, None));
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
        let before = Arc::clone(register);
        let committed = Committed { before, register: after, revisions: summaries, answered: None };
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
