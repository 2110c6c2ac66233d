//! One patch for many records: all of them in one commit, or none.

use super::{
    Error, Refusal, Ropewalk,
    access::Actor,
    manifests::{self, ImportOutcome},
    records::{self, Patch},
};
use crate::{
    domain::{
        Entry, Fault, Key, RecordId, Register,
        change::{Change, Obstacle, Precondition},
        digest,
        selection::Selection,
    },
    store::{CommitError, CommitRequest, Proviso},
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::{fmt::Write, sync::Arc};

/// The most records that one patch changes: what is more is a migration, and a manifest serves it better.
pub const MAX_RECORDS: usize = 10_000;

/// The records of a selection, by key.
#[must_use]
pub fn selected(register: &Register, selection: &Selection) -> Vec<Arc<Entry>> {
    register.of_kind(selection.kind(), None).filter(|entry| selection.admits(entry)).cloned().collect()
}

/// Stands for exactly these records in these versions.
#[must_use]
pub fn tag(entries: &[Arc<Entry>]) -> String {
    let mut named = String::new();
    for entry in entries {
        let _ = writeln!(named, "{} {}", entry.id, entry.tag());
    }
    digest::of(named.as_bytes()).tag()
}

/// What one patch makes of `entries`. What became of any of them since is in its way. Takes a while where there are many.
///
/// # Errors
/// [`Refusal::FaultsOf`] with every mistake of every record as it would be.
pub fn changes(register: &Register, entries: &[Arc<Entry>], patch: &Patch) -> Result<Vec<Change>, Error> {
    if entries.len() > MAX_RECORDS {
        return Err(Error::invalid(format!(
            "{} records are selected; one patch changes at most {MAX_RECORDS}: narrow the filter, or import a manifest",
            entries.len()
        )));
    }
    let mut changes = Vec::with_capacity(entries.len());
    let mut faults = Vec::new();
    let change = |entry: &Arc<Entry>| {
        let record = patched(register, entry, patch)?;
        Ok(Change::put_if(record, Precondition::Tagged(vec![entry.tag()])))
    };
    let made: Vec<_> = entries.par_iter().map(change).collect();
    for (entry, made) in entries.iter().zip(made) {
        match made {
            Ok(change) => changes.push(change),
            Err(Error::Refused(Refusal::Faults(found))) => {
                faults.extend(found.into_iter().map(|fault| (entry.id.clone(), fault)));
            }
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() { Ok(changes) } else { Err(Refusal::FaultsOf(faults).into()) }
}

/// Says what [`changes`] would do to `register`.
///
/// # Errors
/// Everything that is in their way.
pub fn tried(app: &Ropewalk, register: &Register, changes: Vec<Change>) -> Result<ImportOutcome, Error> {
    manifests::tried(app, register, changes).map_err(in_the_way)
}

/// Carries out [`changes`] of what `selection` selects, as long as the selection has the entity tag `tag`.
///
/// # Errors
/// Everything that is in their way; [`Refusal::Outdated`] if the selection is another one by then.
pub async fn patch(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    changes: Vec<Change>,
    (selection, expected): (Arc<Selection>, String),
) -> Result<ImportOutcome, Error> {
    let proviso = Proviso::new(move |register| tag(&selected(register, &selection)) == expected);
    let request = CommitRequest { proviso: Some(proviso), ..super::request(actor, reason, changes) };
    manifests::carry_out(app, request).await.map_err(in_the_way)
}

/// The record as the patch makes it.
fn patched(register: &Register, entry: &Entry, patch: &Patch) -> Result<crate::domain::Record, Error> {
    let document = records::apply(entry, patch)?;
    let key: &Key = &entry.id.key;
    records::parse(register, entry.id.kind, &document, Some(key))
}

/// Mistakes that came to light only beside the register keep the name of their record.
fn in_the_way(error: CommitError) -> Error {
    let CommitError::Obstacles(obstacles) = error else { return error.into() };
    let mut named: Vec<(RecordId, Fault)> = Vec::new();
    for obstacle in &obstacles {
        if let Obstacle::Faults(faults) = obstacle {
            named.extend(faults.iter().flat_map(|(id, faults)| faults.iter().map(|f| (id.clone(), f.clone()))));
        }
    }
    if named.is_empty() { CommitError::Obstacles(obstacles).into() } else { Refusal::FaultsOf(named).into() }
}
