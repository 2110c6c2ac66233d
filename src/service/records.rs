//! Reading and changing single records; one implementation for all kinds.

use super::{
    Error, Refusal, Ropewalk,
    access::Actor,
    commit,
    idempotency::{Answered, Once},
    principal_names, request,
};
use crate::{
    domain::{
        AsOf, Entry, Fault, Key, Kind, Pointer, Record, RecordId, Register, Text,
        change::{self, Action, Change, Precondition},
        difference::{self, FieldChange},
        edit, inspect,
    },
    store::{Action as RevisionAction, Committed, Revision},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// A patch of either kind.
pub enum Patch {
    /// RFC 7396.
    Merge(Value),
    /// RFC 6902.
    Json(Value),
}

/// A record as it is stored after a change.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its canonical document.
    pub document: String,
    /// Its version.
    pub version: u64,
    /// Whether the document was redacted since.
    pub redacted: bool,
}

/// One record of a register.
pub fn get<'a>(register: &'a Register, id: &RecordId) -> Result<&'a Arc<Entry>, Error> {
    register.get(id).ok_or_else(|| absent(id, register.last_version(id)))
}

/// One record as `as_of` says, or the current one, without what else the register held then.
pub async fn get_as_of(
    app: &Ropewalk,
    current: &Register,
    id: &RecordId,
    as_of: Option<AsOf>,
) -> Result<Arc<Entry>, Error> {
    let Some(as_of) = as_of else { return get(current, id).map(Arc::clone) };
    match app.store.record_as_of(current, id, as_of).await? {
        None => Err(absent(id, 0)),
        Some((version, held)) => held.ok_or_else(|| absent(id, version)),
    }
}

/// Why there is no record: it never was, or its last version deleted it.
fn absent(id: &RecordId, last_version: u64) -> Error {
    match last_version {
        0 => Error::not_found(id),
        version => Refusal::Gone(format!("{id} was deleted; its versions up to {version} are in its history")).into(),
    }
}

/// Reads a record from a document that somebody sent; for PUT, its key must be the one in the path. With mistakes of its own
/// come its references that lead to nothing in `register`; those of a well-formed record are judged when it is written.
pub fn parse(register: &Register, kind: Kind, document: &Value, key: Option<&Key>) -> Result<Record, Error> {
    let mut faults = match (key, document.get("key").and_then(Value::as_str)) {
        (Some(key), Some(found)) if found != key.as_str() => {
            vec![
                Fault::new(Pointer::root().at("key"), format!("the key is `{key}` in the path and another here"))
                    .allowing("keys never change; create another record and name it as `successor`"),
            ]
        }
        _ => Vec::new(),
    };
    match Record::parse(kind, document) {
        Ok(record) if faults.is_empty() => Ok(record),
        Ok(_) => Err(Refusal::Faults(faults).into()),
        Err(found) => {
            faults.extend(found);
            let own = document.get("key").and_then(Value::as_str);
            let exists =
                |id: &RecordId| register.get(id).is_some() || (id.kind == kind && Some(id.key.as_str()) == own);
            for fault in change::missing(inspect::references_of_document(kind, document), exists) {
                if !faults.iter().any(|known| known.pointer == fault.pointer) {
                    faults.push(fault);
                }
            }
            faults.sort();
            Err(Refusal::Faults(faults).into())
        }
    }
}

/// Writes a record that is not there yet, once.
pub async fn create(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    record: Record,
    once: Once<Stored>,
) -> Result<Answered, Error> {
    let document = record.document();
    let change = Change::put_if(record, Precondition::Absent);
    let id = change.id.clone();
    let outcome = move |committed: &Committed| stored(committed, &id, document.clone());
    Ok(once.commit(app, request(actor, reason, vec![change]), outcome).await?)
}

/// Writes a record if `precondition` holds.
pub async fn put(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    record: Record,
    precondition: Precondition,
) -> Result<Stored, Error> {
    let document = record.document();
    let change = Change::put_if(record, precondition);
    let id = change.id.clone();
    Ok(stored(&commit(app, actor, reason, vec![change]).await?, &id, document))
}

/// A record as a commit left it.
pub(super) fn stored(committed: &Committed, id: &RecordId, document: String) -> Stored {
    // Where nothing changed, nothing was written: the version is the one that stands.
    let version =
        committed.revisions.first().map_or_else(|| committed.before.last_version(id), |revision| revision.version);
    Stored { document, version, redacted: false }
}

/// Changes a record by a patch if `precondition` holds.
pub async fn patch(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    register: &Register,
    id: &RecordId,
    patch: &Patch,
    precondition: &Precondition,
) -> Result<Stored, Error> {
    let current = register.get(id);
    let Some(entry) = current.filter(|entry| precondition.holds(Some(entry))) else {
        return Err(Refusal::Stale { id: id.clone(), found: current.map(|entry| entry.version) }.into());
    };
    // Whatever was asked for, the patch is applied to this version, so no other may be replaced.
    let this = Precondition::Tagged(vec![entry.tag()]);
    let document = apply(entry, patch)?;
    let record = parse(register, id.kind, &document, Some(&id.key))?;
    put(app, actor, reason, record, this).await
}

/// The document of a record as a patch makes it, whatever that is.
pub(super) fn apply(entry: &Entry, patch: &Patch) -> Result<Value, Error> {
    let mut document = entry.record.value();
    match patch {
        Patch::Merge(patch) => edit::merge(&mut document, patch),
        Patch::Json(operations) => {
            edit::patch(&mut document, operations).map_err(|fault| Error::from(Refusal::Faults(vec![fault])))?;
        }
    }
    Ok(document)
}

/// Deletes a record if `precondition` holds.
pub async fn delete(
    app: &Ropewalk,
    actor: &Actor,
    reason: String,
    id: RecordId,
    precondition: Precondition,
) -> Result<(), Error> {
    commit(app, actor, reason, vec![Change { id, action: Action::Delete, precondition }]).await.map(drop)
}

/// A record that refers to another, and where.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Usage {
    /// The kind of the referring record.
    pub kind: Kind,
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: Text,
    /// The places in it that refer.
    pub pointers: Vec<Pointer>,
}

/// The records that refer to `id`.
pub fn usage(register: &Register, id: &RecordId) -> Result<Vec<Usage>, Error> {
    get(register, id)?;
    let usage = |entry: &Arc<Entry>| Usage {
        kind: entry.id.kind,
        key: entry.id.key.clone(),
        name: entry.common().name.clone(),
        pointers: inspect::references(&entry.record).into_iter().filter(|r| r.to == *id).map(|r| r.pointer).collect(),
    };
    Ok(register.users(id).filter_map(|user| register.get(user)).map(usage).collect())
}

/// A version of a record: who wrote it, when, why, and what it changed.
#[serde_with::skip_serializing_none]
#[derive(Debug, Serialize, JsonSchema)]
pub struct Version {
    /// The number of the version, from 1.
    pub version: u64,
    /// The commit that wrote it.
    pub seq: u64,
    /// When, RFC 3339.
    pub recorded_at: chrono::DateTime<chrono::Utc>,
    /// The opaque id of who wrote it.
    pub principal: String,
    /// The name of who wrote it, where it is still known.
    pub principal_name: Option<String>,
    /// Why.
    pub reason: String,
    /// Whether the record was written or deleted.
    pub action: RevisionAction,
    /// Whether the document was redacted since.
    pub redacted: bool,
    /// What it changed against the version before, field by field.
    pub changes: Vec<FieldChange>,
}

/// A page of the history of a record as `register` knows it, newest first: the versions below `before`.
pub async fn history(
    app: &Ropewalk,
    register: &Register,
    id: &RecordId,
    before: Option<u64>,
    limit: u64,
) -> Result<Vec<Version>, Error> {
    let newest = register.last_version(id);
    if newest == 0 {
        return Err(Error::not_found(id));
    }
    let before = before.map_or(newest + 1, |before| before.min(newest + 1));
    // One more than is shown, to have something to compare the last with.
    let revisions = app.store.history(id, Some(before), limit + 1).await?;
    let names = principal_names(app).await?;
    let empty = || Value::Object(serde_json::Map::new());
    let document = |revision: Option<&Revision>| match revision.and_then(|revision| revision.document.as_deref()) {
        Some(text) => serde_json::from_str(text).map_err(|error| Error::Internal(Box::new(error))),
        None => Ok(empty()),
    };
    let shown = usize::try_from(limit).unwrap_or(usize::MAX).min(revisions.len());
    (0..shown)
        .map(|at| {
            let revision = &revisions[at];
            let changes = difference::fields(&document(revisions.get(at + 1))?, &document(Some(revision))?);
            Ok(Version {
                version: revision.version,
                seq: revision.seq,
                recorded_at: revision.recorded_at,
                principal: revision.principal.clone(),
                principal_name: names.get(&revision.principal).cloned(),
                reason: revision.reason.clone(),
                action: revision.action,
                redacted: revision.redacted,
                changes,
            })
        })
        .collect()
}

/// One version of a record as it was written, if `register` knows it.
pub async fn version(app: &Ropewalk, register: &Register, id: &RecordId, version: u64) -> Result<Stored, Error> {
    let unknown = || Refusal::NotFound(format!("{id} has no version {version}"));
    if version > register.last_version(id) {
        return Err(unknown().into());
    }
    let revision = app.store.revision(id, version).await?.ok_or_else(unknown)?;
    match revision.document {
        Some(document) => Ok(Stored { document, version, redacted: revision.redacted }),
        None => Err(Refusal::Gone(format!("version {version} of {id} is its deletion")).into()),
    }
}
