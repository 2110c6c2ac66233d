//! Many records at once: import of a manifest, all or nothing, and export of a register.

use super::{
    Error, Refusal, Ropewalk,
    access::Actor,
    idempotency::{Answered, Once},
    request, seeds,
};
use crate::{
    domain::{
        Fault, Key, Kind, Pointer, Record, RecordId, Register,
        change::{self, Action, Change, Obstacle, Precondition},
        difference::{self, FieldChange},
        register::Entry,
    },
    exchange::{
        Export, Located, Place, Syntax,
        manifest::{Input, Limits, Manifest},
        workbook,
    },
    report::Supposed,
    store::{CommitError, CommitRequest, Committed, Proviso},
};
use chrono::{DateTime, Utc};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use schemars::JsonSchema;
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};

/// How a manifest is imported.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Only say what would be done.
    pub dry_run: bool,
    /// Delete the local records that are not in the manifest.
    pub prune: bool,
}

/// What an import did, or would do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ImportOutcome {
    /// The last commit after it; in a dry run, the one it was held against.
    pub seq: u64,
    /// Whether nothing was written because only a dry run was asked for.
    pub dry_run: bool,
    /// The records that were not there before.
    pub created: Vec<Named>,
    /// The records that differ from what was there, field by field.
    pub changed: Vec<Changed>,
    /// The records that were deleted, since the manifest does not hold them.
    pub deleted: Vec<Named>,
    /// The number of records that are already as the manifest says.
    pub unchanged: usize,
}

/// The name of a record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Named {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// The version it has now, or would have.
    pub version: u64,
}

/// A record that changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changed {
    /// Its kind.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// The version it has now, or would have.
    pub version: u64,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
}

/// Imports a manifest in one commit, or says what that would do. `inputs` are the texts it was read from, to say where
/// mistakes are that come to light only beside the register.
pub async fn import(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    mut manifest: Manifest,
    inputs: &[Input<'_>],
    options: Options,
) -> Result<ImportOutcome, Error> {
    let (register, changes) = prepared(app, &mut manifest, options).await?;
    let outcome = if options.dry_run {
        tried(app, &register, changes)
    } else {
        carry_out(app, proposed(actor, reason, changes, options)).await
    };
    outcome.map_err(|error| in_the_way(error, &manifest, inputs))
}

/// The same, once. A dry run can be asked for again.
pub async fn import_once(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    mut manifest: Manifest,
    inputs: &[Input<'_>],
    options: Options,
    once: Once<ImportOutcome>,
) -> Result<Answered, Error> {
    if options.dry_run {
        return Ok(once.tell(&import(app, actor, reason, manifest, inputs, options).await?));
    }
    let (_, changes) = prepared(app, &mut manifest, options).await?;
    let records = written(&changes);
    let request = proposed(actor, reason, changes, options);
    let answered = once.commit(app, request, move |done| committed(done, records)).await;
    answered.map_err(|error| in_the_way(error, &manifest, inputs))
}

/// The changes that a manifest stands for, and the register that they were made for.
async fn prepared(
    app: &Ropewalk,
    manifest: &mut Manifest,
    options: Options,
) -> Result<(Arc<Register>, Vec<Change>), Error> {
    pruning(options.prune, manifest)?;
    let register = app.store.current().await?.register;
    let changes = changes(&register, std::mem::take(&mut manifest.records), options.prune);
    Ok((register, changes))
}

fn in_the_way(error: CommitError, manifest: &Manifest, inputs: &[Input<'_>]) -> Error {
    match error {
        CommitError::Obstacles(obstacles) => refusal(manifest, inputs, obstacles),
        other => other.into(),
    }
}

/// The changes of a manifest as they are to be committed. Pruning deletes what it knows: nothing else may be there by then.
fn proposed(actor: &Actor, reason: String, changes: Vec<Change>, options: Options) -> CommitRequest {
    let known: Option<BTreeSet<RecordId>> =
        options.prune.then(|| changes.iter().map(|change| change.id.clone()).collect());
    let proviso = known.map(|known| Proviso::new(move |register| local(register, &known).next().is_none()));
    CommitRequest { proviso, ..request(actor, reason, changes) }
}

/// Says what changes would do to `register`.
pub(super) fn tried(app: &Ropewalk, register: &Register, changes: Vec<Change>) -> Result<ImportOutcome, CommitError> {
    let records = written(&changes);
    let (after, revisions) = after(register, app.clock.now(), changes).map_err(CommitError::Obstacles)?;
    Ok(outcome(register, &after, &revisions, records, true))
}

/// Records and their versions.
type Versions = Vec<(RecordId, u64)>;

/// `register` as it would be after changes, and the versions of the records that are otherwise then.
fn after(register: &Register, now: DateTime<Utc>, changes: Vec<Change>) -> Result<(Register, Versions), Vec<Obstacle>> {
    let planned = change::plan(register, changes)?;
    let seq = register.head().seq;
    let revisions = planned.iter().map(|revision| (revision.id.clone(), revision.version)).collect();
    let after = register.with(planned.into_iter().map(|revision| revision.applied(seq, now, false)));
    Ok((after, revisions))
}

/// `register` as it would be if the records of a manifest were in it, and what that supposes. Nothing is written. With `prune`
/// the local records that the manifest does not hold are supposed to be gone.
///
/// # Errors
/// What is in the way, as for an import.
pub fn supposed(
    register: &Register,
    now: DateTime<Utc>,
    (reason, records): (Option<String>, Vec<Record>),
    prune: bool,
) -> Result<(Register, Supposed), Vec<Obstacle>> {
    let (after, revisions) = after(register, now, changes(register, records, prune))?;
    let mut told = Supposed { reason, created: Vec::new(), changed: Vec::new(), deleted: Vec::new() };
    for (id, _) in revisions {
        let list = match (register.get(&id), after.get(&id)) {
            (_, None) => &mut told.deleted,
            (None, Some(_)) => &mut told.created,
            (Some(_), Some(_)) => &mut told.changed,
        };
        list.push(id.to_string());
    }
    Ok((after, told))
}

/// Refuses to prune by a manifest that holds nothing.
///
/// # Errors
/// If that is asked for.
pub fn pruning(prune: bool, manifest: &Manifest) -> Result<(), Error> {
    if prune && manifest.records.is_empty() {
        return Err(Error::invalid(
            "an empty manifest with `prune` would delete every local record; delete them one by one if that is meant",
        ));
    }
    Ok(())
}

/// Commits changes.
pub(super) async fn carry_out(app: &Ropewalk, request: CommitRequest) -> Result<ImportOutcome, CommitError> {
    let records = written(&request.changes);
    Ok(committed(&app.store.commit(request).await?, records))
}

/// How many records are to be written.
fn written(changes: &[Change]) -> usize {
    changes.iter().filter(|change| matches!(change.action, Action::Put(..))).count()
}

/// What a commit of so many records did.
fn committed(committed: &Committed, records: usize) -> ImportOutcome {
    let Committed { before, register, revisions, .. } = committed;
    let revisions: Vec<_> = revisions.iter().map(|revision| (revision.id.clone(), revision.version)).collect();
    outcome(before, register, &revisions, records, false)
}

/// Puts every record of a manifest; pruned are local records that it does not hold, never built-in ones.
fn changes(register: &Register, records: Vec<Record>, prune: bool) -> Vec<Change> {
    let mut changes: Vec<Change> = records.into_par_iter().map(Change::put).collect();
    if prune {
        let kept: BTreeSet<RecordId> = changes.iter().map(|change| change.id.clone()).collect();
        changes.extend(local(register, &kept).map(|entry| Change {
            id: entry.id.clone(),
            action: Action::Delete,
            precondition: Precondition::Version(entry.version),
        }));
    }
    changes
}

/// The local records beside `known` ones.
fn local<'a>(register: &'a Register, known: &'a BTreeSet<RecordId>) -> impl Iterator<Item = &'a Arc<Entry>> {
    let builtin = seeds::builtin_ids();
    register.entries().filter(move |entry| {
        !entry.builtin && !entry.id.kind.by_command() && !known.contains(&entry.id) && !builtin.contains(&entry.id)
    })
}

/// What is in the way of a manifest, with places in its texts.
#[must_use]
pub fn refusal(manifest: &Manifest, inputs: &[Input<'_>], obstacles: Vec<Obstacle>) -> Error {
    let mut located = Vec::new();
    let mut others = Vec::new();
    for obstacle in obstacles {
        match obstacle {
            Obstacle::Faults(faults) => located.extend(manifest.locate(inputs, &Limits::AS_BEFORE, faults)),
            other => others.push(other),
        }
    }
    if located.is_empty() {
        return CommitError::Obstacles(others).into();
    }
    let name = inputs.first().map_or("", |input| input.name);
    located.extend(others.into_iter().filter_map(|obstacle| match obstacle {
        Obstacle::InUse(id, users) => {
            let users: Vec<_> = users.iter().map(ToString::to_string).collect();
            let detail = format!("{id} would be deleted, and {} refer to it", users.join(", "));
            Some(Located { file: name.to_owned(), place: Place::START, fault: Fault::new(Pointer::root(), detail) })
        }
        _ => None,
    }));
    Refusal::Manifest(located).into()
}

fn outcome(
    before: &Register,
    after: &Register,
    revisions: &[(RecordId, u64)],
    records: usize,
    dry_run: bool,
) -> ImportOutcome {
    let seq = after.head().seq;
    let (mut created, mut changed, mut deleted) = (Vec::new(), Vec::new(), Vec::new());
    for (id, version) in revisions {
        let RecordId { kind, key } = id.clone();
        let version = *version;
        match (before.get(id), after.get(id)) {
            (_, None) => deleted.push(Named { kind, key, version }),
            (None, Some(_)) => created.push(Named { kind, key, version }),
            (Some(old), Some(new)) => {
                let fields = difference::fields(&old.record.value(), &new.record.value());
                changed.push(Changed { kind, key, version, fields });
            }
        }
    }
    let unchanged = records - created.len() - changed.len();
    ImportOutcome { seq, dry_run, created, changed, deleted, unchanged }
}

/// The records of an export: all, or only those that did not come with the program. Acts are never among them: they are no
/// facts that another register could take over.
#[must_use]
pub fn exported(register: &Register, builtin: bool, syntax: Syntax) -> Export<Arc<Entry>> {
    Export::of(going_out(register, builtin), syntax)
}

/// The same records as a workbook.
///
/// # Errors
/// If they are more than a sheet can hold.
pub fn workbook(register: &Register, builtin: bool) -> Result<Vec<u8>, Error> {
    workbook::write(going_out(register, builtin)).map_err(|error| Error::invalid(error.to_string()))
}

/// The same, off the threads that serve requests, when its turn has come.
///
/// # Errors
/// If they are more than a sheet can hold.
pub async fn workbook_of(app: &Ropewalk, register: Arc<Register>, builtin: bool) -> Result<Vec<u8>, Error> {
    app.workshop.make(move || workbook(&register, builtin)).await
}

/// Those of one kind as CSV.
#[must_use]
pub fn csv(register: &Register, builtin: bool, kind: Kind) -> Vec<u8> {
    workbook::write_csv(kind, going_out(register, builtin))
}

fn going_out(register: &Register, builtin: bool) -> impl Iterator<Item = Arc<Entry>> {
    register.entries().filter(move |entry| !entry.id.kind.by_command() && (builtin || !entry.builtin)).cloned()
}
