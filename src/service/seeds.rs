//! The built-in records and the demonstration register, embedded in the program.
//!
//! Built-in records are committed by the principal [`BUILTIN`]. A new database gets them at once; an existing one only by an
//! explicit upgrade, never to an older edition, and records that were edited here are reported and left alone.

use super::{
    Error, Refusal, Ropewalk,
    access::{Actor, Session},
    manifests, publications,
};
use crate::{
    domain::{
        Kind, Record, RecordId, Register,
        change::{self, Change, Precondition},
        register::BUILTIN,
    },
    exchange::manifest::{self, Format, Input, Limits, Manifest},
    report::publication,
    store::CommitRequest,
};
use chrono::DateTime;
use include_dir::{Dir, include_dir};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// What an upgrade of the built-in records did.
#[derive(Debug, Default)]
pub struct Upgrade {
    /// The edition that was there, and the one that this program brings.
    pub editions: (u32, u32),
    /// How many records were written.
    pub written: usize,
    /// Built-in records that were edited here and differ from the new edition: left as they are.
    pub conflicts: Vec<RecordId>,
}

/// The number of the edition of built-in records that this program brings.
pub fn edition() -> Result<u32, Error> {
    let text = SEEDS.get_file("EDITION").and_then(|file| file.contents_utf8()).unwrap_or_default();
    text.trim().parse().map_err(|error| Error::Internal(Box::new(error)))
}

/// The built-in records. They are parsed once.
pub fn builtin() -> &'static [Record] {
    static RECORDS: OnceLock<Vec<Record>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let folders = SEEDS.get_dir("regimes").into_iter().flat_map(Dir::dirs);
        let regimes = folders.filter_map(|folder| folder.get_file(folder.path().join("regime.yaml")));
        let files = SEEDS.get_dir("builtin").into_iter().flat_map(Dir::files).chain(regimes);
        match read(&inputs(files)) {
            Ok(manifest) => manifest.records,
            Err(errors) => unreachable!("the embedded seeds are well-formed: {errors}"),
        }
    })
}

/// The ids of the built-in records.
pub fn builtin_ids() -> &'static BTreeSet<RecordId> {
    static IDS: OnceLock<BTreeSet<RecordId>> = OnceLock::new();
    IDS.get_or_init(|| builtin().iter().map(|record| RecordId::new(record.kind(), record.key().clone())).collect())
}

/// The demonstration: a real company's processing as its published privacy policy tells it.
#[must_use]
pub fn demo() -> Vec<Input<'static>> {
    inputs(SEEDS.get_file("sunmi-north-america.yaml"))
}

/// The register that some texts and the built-in records make without a database; a record of the texts stands in the place
/// of a built-in one of the same key.
pub fn register_of(inputs: &[Input<'_>]) -> Result<Register, Error> {
    register_beside(&manifest_of(inputs)?, inputs)
}

/// The register that a manifest and the built-in records make; `inputs` are the texts it was read from, to say where mistakes are.
pub fn register_beside(manifest: &Manifest, inputs: &[Input<'_>]) -> Result<Register, Error> {
    let records = builtin().iter().chain(&manifest.records).cloned();
    let records: BTreeMap<_, _> =
        records.map(|record| (RecordId::new(record.kind(), record.key().clone()), record)).collect();
    let empty = Register::empty();
    let planned = change::plan(&empty, records.into_values().map(Change::put).collect())
        .map_err(|obstacles| manifests::refusal(manifest, inputs, obstacles))?;
    let own: BTreeSet<RecordId> =
        manifest.records.iter().map(|record| RecordId::new(record.kind(), record.key().clone())).collect();
    Ok(empty.with(planned.into_iter().map(|revision| {
        let builtin = !own.contains(&revision.id);
        revision.applied(0, DateTime::UNIX_EPOCH, builtin)
    })))
}

/// What some texts say, each record well-formed; what they refer to may be built in.
pub fn manifest_of(inputs: &[Input<'_>]) -> Result<Manifest, Error> {
    let exists = |id: &RecordId| builtin_ids().contains(id);
    Ok(manifest::read_beside(inputs, &Limits::default(), exists).map_err(Refusal::Manifest)?)
}

fn inputs<'a>(files: impl IntoIterator<Item = &'a include_dir::File<'a>>) -> Vec<Input<'a>> {
    let input = |file: &'a include_dir::File<'a>| Input {
        name: file.path().to_str().unwrap_or("seeds"),
        bytes: file.contents(),
        format: Format::Yaml,
    };
    files.into_iter().map(input).collect()
}

fn read(inputs: &[Input<'_>]) -> Result<Manifest, String> {
    manifest::read_all(inputs, &Limits::default())
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Gives a new database the built-in records; does nothing to one that has commits.
pub async fn install(app: &Ropewalk) -> Result<(), Error> {
    if app.store.current().await?.register.head().seq == 0 {
        write(app, builtin().iter().cloned().map(Change::put).collect()).await?;
    }
    Ok(())
}

/// Brings the built-in records to the edition of this program.
pub async fn upgrade(app: &Ropewalk) -> Result<Upgrade, Error> {
    let editions = (app.store.seeds_edition().await?, edition()?);
    if editions.0 > editions.1 {
        return Err(Error::invalid(format!(
            "the database has edition {} of the built-in records and this program brings only edition {}; use a newer program",
            editions.0, editions.1
        )));
    }
    let register = app.store.current().await?.register;
    let mut upgrade = Upgrade { editions, ..Upgrade::default() };
    let mut changes = Vec::new();
    for record in builtin() {
        let id = RecordId::new(record.kind(), record.key().clone());
        match register.get(&id) {
            Some(entry) if entry.record == *record => {}
            Some(entry) if !entry.builtin => upgrade.conflicts.push(id),
            _ => changes.push(Change::put(record.clone())),
        }
    }
    upgrade.written = changes.len();
    write(app, changes).await?;
    Ok(upgrade)
}

async fn write(app: &Ropewalk, changes: Vec<Change>) -> Result<(), Error> {
    let edition = edition()?;
    let request = CommitRequest {
        principal: BUILTIN.into(),
        reason: format!("built-in records, edition {edition}"),
        changes,
        seeds_edition: Some(edition),
        keep: None,
        proviso: None,
    };
    app.store.commit(request).await?;
    Ok(())
}

/// Loads the demonstration register into a database that has only built-in records; what somebody changed there stays.
pub async fn install_demo(app: &Ropewalk) -> Result<(), Error> {
    if app.store.current().await?.register.entries().any(|entry| !entry.builtin) {
        return Ok(());
    }
    let reason = "demonstration: the processing described in a published privacy policy".to_owned();
    let inputs = demo();
    let manifest = read(&inputs).map_err(|errors| Error::Internal(errors.into()))?;
    manifests::import(app, &Actor::operator(), reason, manifest, &inputs, manifests::Options::default()).await?;
    Ok(())
}

/// Publishes each notice of the demonstration that never was, so that a policy generator gets something.
pub async fn publish_demo(app: &Ropewalk) -> Result<(), Error> {
    let session = Session { actor: Arc::new(Actor::operator()), register: app.store.current().await?.register };
    let mut changes = Vec::new();
    for notice in session.register.of_kind(Kind::Notices, None) {
        if publication::last(&session.register, &notice.id.key).is_some() {
            continue;
        }
        let new = publications::NewPublication::default();
        let published = publications::approved(app, &session, &notice.id.key, new).await?;
        changes.push(Change::put_if(published, Precondition::Absent));
    }
    if changes.is_empty() {
        return Ok(());
    }
    super::commit(app, &session.actor, "demonstration: what a policy generator gets".to_owned(), changes).await?;
    Ok(())
}
