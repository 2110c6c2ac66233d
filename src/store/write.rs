//! What all writers share: the lock, the next place in the journal, and rows in batches that fit every engine.

use super::{
    Store, connect,
    entity::{commits, records, refs},
    error::StoreError,
    journal::{self, Header, stored, written},
    load::{self, CaughtUp},
};
use crate::domain::{
    Entry, Record, RecordId, Register,
    digest::{self, Digest},
    inspect,
    register::Head,
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Value,
    sea_query::OnConflict,
};
use std::{collections::BTreeSet, sync::Arc};
use tokio::sync::MutexGuard;

/// Rows in one statement: ten columns of each stay below the 32,766 values that `SQLite` binds.
const BATCH: usize = 1_000;

/// The right to write: a transaction that holds the head row, and the register at that head.
pub(super) struct Lock<'a> {
    pub transaction: DatabaseTransaction,
    pub register: Arc<Register>,
    /// Given up after the new register is published.
    pub turn: MutexGuard<'a, ()>,
}

/// The place of the commit that is being written.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub seq: u64,
    pub commit_id: String,
    pub recorded_at: DateTime<Utc>,
}

impl Store {
    /// Waits for the turn of this writer among those of this process; other processes queue at the head row.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().await
    }

    /// Locks the head and brings the register up to it.
    pub(super) async fn lock<'a>(&'a self, turn: MutexGuard<'a, ()>) -> Result<Lock<'a>, StoreError> {
        let transaction = connect::begin_write(&self.db).await?;
        let row = journal::head(&transaction, true).await?;
        let held = self.held();
        let register = if row.head == held.head() {
            held
        } else {
            match load::catch_up(&transaction, &held, row.head).await? {
                CaughtUp::Register(register, redacted) => self.publish(Arc::new(register), redacted),
                CaughtUp::Foreign => {
                    transaction.rollback().await?;
                    self.reload().await?;
                    return Err(StoreError::Reloading);
                }
            }
        };
        Ok(Lock { transaction, register, turn })
    }

    /// The place after `register`. Time never stands still nor goes back from one commit to the next.
    pub(super) fn next_place(&self, register: &Register) -> Place {
        let now = self.clock.now();
        let earliest = register.recorded_at().map(|last| last + TimeDelta::microseconds(1));
        let recorded_at = earliest.map_or(now, |earliest| earliest.max(now));
        Place { seq: register.head().seq + 1, commit_id: self.unique_id(recorded_at), recorded_at }
    }

    /// An id that sorts by time (a UUID of version 7).
    pub(super) fn unique_id(&self, at: DateTime<Utc>) -> String {
        let mut bytes = [0; 16];
        self.entropy.fill(&mut bytes);
        let millis = at.timestamp_millis().to_be_bytes();
        for (byte, time) in bytes.iter_mut().zip(millis.iter().skip(2)) {
            *byte = *time;
        }
        bytes[6] = bytes[6] & 0x0f | 0x70;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let digits = hex::encode(bytes);
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| &digits[group]).join("-")
    }

    /// A fresh salt and the commitment that it makes.
    pub(super) fn committed(&self, document: &str, reason: &str) -> (String, Digest) {
        let mut salt = [0; 32];
        self.entropy.fill(&mut salt);
        (hex::encode(salt), digest::commitment(&salt, document, reason))
    }
}

impl Place {
    /// The fields of the commit at this place that its digest covers, before those of its rows.
    pub(super) fn header(&self, principal: &str) -> Header {
        Header::of(self.seq, &self.commit_id, &written(self.recorded_at), principal)
    }

    /// The commit at this place, after which the journal has this digest.
    pub(super) fn row(&self, principal: &str, reason: &str, digest: Digest) -> commits::Model {
        commits::Model {
            seq: stored(self.seq),
            commit_id: self.commit_id.clone(),
            recorded_at: written(self.recorded_at),
            principal: principal.to_owned(),
            reason: reason.to_owned(),
            digest: digest.to_string(),
        }
    }
}

/// Writes where the journal ends now.
pub(super) async fn move_head(db: &impl ConnectionTrait, head: Head, at: DateTime<Utc>) -> Result<(), DbErr> {
    let statement = "UPDATE head SET seq = $1, digest = $2, recorded_at = $3 WHERE id = 1";
    let values = [stored(head.seq).into(), head.digest.to_string().into(), written(at).into()];
    connect::execute(db, statement, values).await.map(drop)
}

/// Inserts rows.
pub(super) async fn insert<A, M>(db: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
    M: IntoActiveModel<A>,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let batch: Vec<A> = rows.by_ref().take(BATCH).collect();
        A::Entity::insert_many(batch).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What becomes of a record in the index.
pub(super) struct Indexed<'a> {
    pub id: &'a RecordId,
    pub before: Option<&'a Entry>,
    /// The new current revision: record, version, commit and number within it; `None` if there is none any more.
    pub after: Option<(&'a Record, i64, i64, i64)>,
}

/// Brings records and references up to date; writes only what differs.
pub(super) async fn update_index(db: &impl ConnectionTrait, changes: &[Indexed<'_>]) -> Result<(), DbErr> {
    let (mut gone, mut current, mut cut, mut added) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Indexed { id, before, after } in changes {
        let Some((record, version, seq, n)) = *after else {
            // The references of the record go with it.
            gone.push([id.kind.path().to_owned(), id.key.to_string()]);
            continue;
        };
        let (kind, key) = (id.kind.path().to_owned(), id.key.to_string());
        let (old, new) = (before.map(|entry| references(&entry.record)).unwrap_or_default(), references(record));
        cut.extend(old.difference(&new).map(|(pointer, _)| [kind.clone(), key.clone(), pointer.clone()]));
        added.extend(new.difference(&old).map(|(pointer, to)| refs::Model {
            kind: kind.clone(),
            key: key.clone(),
            pointer: pointer.clone(),
            to_kind: to.kind.path().to_owned(),
            to_key: to.key.to_string(),
        }));
        current.push(records::Model { kind, key, version, seq, n });
    }
    delete(db, "DELETE FROM refs WHERE (kind, key, pointer)", &cut).await?;
    delete(db, "DELETE FROM records WHERE (kind, key)", &gone).await?;
    for batch in current.chunks(BATCH) {
        let replacing = OnConflict::columns([records::Column::Kind, records::Column::Key])
            .update_columns([records::Column::Version, records::Column::Seq, records::Column::N])
            .to_owned();
        let rows = batch.iter().cloned().map(IntoActiveModel::into_active_model);
        records::Entity::insert_many::<records::ActiveModel, _>(rows)
            .on_conflict(replacing)
            .exec_without_returning(db)
            .await?;
    }
    insert(db, added).await
}

/// The references of a record: where they stand, and what they refer to.
pub(super) fn references(record: &Record) -> BTreeSet<(String, RecordId)> {
    let found = inspect::references(record).into_iter();
    found.map(|reference| (reference.pointer.as_str().to_owned(), reference.to)).collect()
}

async fn delete<const N: usize>(db: &impl ConnectionTrait, statement: &str, keys: &[[String; N]]) -> Result<(), DbErr> {
    for batch in keys.chunks(BATCH) {
        let row = |row: usize| {
            let marks: Vec<_> = (1..=N).map(|column| format!("${}", row * N + column)).collect();
            format!("({})", marks.join(","))
        };
        let rows: Vec<_> = (0..batch.len()).map(row).collect();
        let statement = format!("{statement} IN (VALUES {})", rows.join(","));
        connect::execute(db, &statement, batch.iter().flatten().map(|text| Value::from(text.as_str()))).await?;
    }
    Ok(())
}
