//! What all writers share: the lock, the next place in the journal, and rows in batches that fit every engine.

use super::{
    Store, connect,
    entity::{commits, records, refs},
    error::StoreError,
    journal::{self, Header, stored, written},
    load::{self, CaughtUp},
};
use crate::domain::{
    Entry, RecordId, Register,
    digest::{self, Digest},
    inspect::{self, Reference},
    register::Head,
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityName, EntityTrait, IdenStatic, Iterable, ModelTrait, Value,
};
use std::{collections::BTreeSet, sync::Arc};
use tokio::sync::MutexGuard;

/// Rows in one statement: ten columns of each stay below the 32,766 values that `SQLite` binds.
const BATCH: usize = 1_000;

/// References are written in the order of what they refer to, this many at a time: by far the most of what a large import
/// takes is to find the place of each in the index over that, and near each other they are found faster. All at once would
/// scatter them over the primary key instead.
const REACH: usize = 20_000;

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
pub(super) async fn insert<M: ModelTrait>(db: &impl ConnectionTrait, rows: &[M]) -> Result<(), DbErr> {
    insert_or(db, rows, "").await
}

/// Inserts rows; `otherwise` says what becomes of those that are there already.
///
/// Not by the query builder, which takes longer for each row than the database does. Full batches have one text, which the
/// database understands once.
async fn insert_or<M: ModelTrait>(db: &impl ConnectionTrait, rows: &[M], otherwise: &str) -> Result<(), DbErr> {
    let columns: Vec<<M::Entity as EntityTrait>::Column> = <M::Entity as EntityTrait>::Column::iter().collect();
    let names: Vec<_> = columns.iter().map(IdenStatic::as_str).collect();
    let (table, names) = (M::Entity::default().table_name().to_owned(), names.join(", "));
    let values = |batch: &[M]| -> Vec<Value> {
        batch.iter().flat_map(|row| columns.iter().map(|column| row.get(*column))).collect()
    };
    let mut batches = rows.chunks(BATCH);
    let mut next = batches.next().map(|batch| (batch.len(), values(batch)));
    while let Some((count, bound)) = next {
        let places = connect::places(db, count, columns.len());
        let statement = format!("INSERT INTO {table} ({names}) VALUES {places} {otherwise}");
        // The next values are made while the database works.
        let following = async { batches.next().map(|batch| (batch.len(), values(batch))) };
        let (executed, following) = tokio::join!(connect::execute(db, &statement, bound), following);
        executed?;
        next = following;
    }
    Ok(())
}

/// What becomes of a record in the index.
pub(super) struct Indexed<'a> {
    pub id: &'a RecordId,
    pub before: Option<&'a Entry>,
    /// The new current revision; `None` if there is none any more.
    pub after: Option<Current>,
}

/// A current revision: its version, its commit and number within it, and what its record refers to.
pub(super) struct Current {
    pub version: i64,
    pub seq: i64,
    pub n: i64,
    pub references: Arc<[Reference]>,
}

/// Brings records and references up to date; writes only what differs.
pub(super) async fn update_index(db: &impl ConnectionTrait, changes: Vec<Indexed<'_>>) -> Result<(), DbErr> {
    let (mut gone, mut current, mut cut, mut added) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Indexed { id, before, after } in changes {
        let Some(Current { version, seq, n, references }) = after else {
            // The references of the record go with it.
            gone.push([id.kind.path().to_owned(), id.key.to_string()]);
            continue;
        };
        let (kind, key) = (id.kind.path().to_owned(), id.key.to_string());
        let old = before.map(|entry| inspect::references(&entry.record)).unwrap_or_default();
        let (old, new) = (BTreeSet::from_iter(&old), BTreeSet::from_iter(&*references));
        cut.extend(old.difference(&new).map(|old| [kind.clone(), key.clone(), old.pointer.to_string()]));
        added.extend(new.difference(&old).map(|Reference { pointer, to }| refs::Model {
            kind: kind.clone(),
            key: key.clone(),
            pointer: pointer.to_string(),
            to_kind: to.kind.path().to_owned(),
            to_key: to.key.to_string(),
        }));
        current.push(records::Model { kind, key, version, seq, n });
    }
    delete(db, "DELETE FROM refs WHERE (kind, key, pointer)", &cut).await?;
    delete(db, "DELETE FROM records WHERE (kind, key)", &gone).await?;
    let replacing =
        "ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, seq = excluded.seq, n = excluded.n";
    insert_or(db, &current, replacing).await?;
    for reach in added.chunks_mut(REACH) {
        reach.sort_unstable_by(|one, other| (&one.to_kind, &one.to_key).cmp(&(&other.to_kind, &other.to_key)));
    }
    insert(db, &added).await
}

async fn delete<const N: usize>(db: &impl ConnectionTrait, statement: &str, keys: &[[String; N]]) -> Result<(), DbErr> {
    for batch in keys.chunks(BATCH) {
        let statement = format!("{statement} IN (VALUES {})", connect::places(db, batch.len(), N));
        connect::execute(db, &statement, batch.iter().flatten().map(|text| Value::from(text.as_str()))).await?;
    }
    Ok(())
}
