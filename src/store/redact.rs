//! Redacting: documents, and reasons if wanted, are replaced and their salts destroyed, so that nothing is left to read or to
//! guess from; answers that are kept for who asks again are forgotten. A commit of its own says which revisions are from then on
//! verified by which commitments; the chain of digests, which holds only commitments, stays as it is.

use super::{
    Store, connect,
    entity::redactions,
    error::{RedactError, StoreError},
    idempotency,
    journal::{self, REVISION, RevisionRow, counted, replacement, stored},
    write::{self, Current, Indexed, Lock, Place},
};
use crate::domain::{
    RecordId, Register,
    digest::Digest,
    inspect,
    register::{Applied, Head, REDACTED},
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};
use std::{collections::BTreeMap, sync::Arc};

/// A record to be redacted.
#[derive(Debug, Clone)]
pub struct Redact {
    /// Which record; it may be deleted by now.
    pub id: RecordId,
    /// Which versions; `None` for all there are.
    pub versions: Option<Vec<u64>>,
}

/// What is to be redacted.
#[derive(Debug, Clone)]
pub struct RedactRequest {
    /// Who wants it: an opaque id.
    pub principal: String,
    /// Why. This is hashed as it is and cannot be redacted itself.
    pub reason: String,
    /// The documents.
    pub targets: Vec<Redact>,
    /// Whether the reasons of the commits that wrote them are redacted too.
    pub reasons: bool,
}

/// What was redacted.
#[derive(Debug, Clone)]
pub struct Redacted {
    /// The register after it.
    pub register: Arc<Register>,
    /// The revisions whose documents were redacted: record, version and the commit that had written it.
    pub documents: Vec<(RecordId, u64, u64)>,
    /// The commits whose reasons were redacted.
    pub reasons: Vec<u64>,
}

/// What becomes of revisions, by their places, and of reasons, by their commits.
#[derive(Default)]
struct Plan {
    revisions: BTreeMap<(i64, i64), Affected>,
    reasons: Vec<i64>,
}

/// A revision that gets a new commitment.
struct Affected {
    row: RevisionRow,
    /// Whether its document goes, and not only the reason of its commit.
    document: bool,
}

impl Store {
    /// Redacts documents. Once begun it goes on to its end, whether the caller waits for it or not. If everything is
    /// redacted already, no commit is written.
    ///
    /// # Errors
    /// [`RedactError::Missing`] names what was never there; then nothing is redacted.
    pub async fn redact(self: &Arc<Self>, request: RedactRequest) -> Result<Redacted, RedactError> {
        let store = Arc::clone(self);
        let task = tokio::spawn(async move { store.redact_to_the_end(request).await });
        task.await.unwrap_or(Err(RedactError::Store(StoreError::Interrupted)))
    }

    async fn redact_to_the_end(&self, request: RedactRequest) -> Result<Redacted, RedactError> {
        let turn = self.turn().await;
        let lock = self.lock(turn).await?;
        let plan = plan(&lock.transaction, &request).await?;
        if plan.revisions.is_empty() {
            lock.transaction.rollback().await?;
            return Ok(Redacted { register: lock.register, documents: Vec::new(), reasons: Vec::new() });
        }
        let redacted = self.write_redaction(lock, &request, plan).await?;
        self.empty_log().await;
        Ok(redacted)
    }

    async fn write_redaction(
        &self,
        lock: Lock<'_>,
        request: &RedactRequest,
        plan: Plan,
    ) -> Result<Redacted, StoreError> {
        let Lock { transaction, register, turn } = lock;
        let place = self.next_place(&register);
        let mut affected: Vec<Affected> = plan.revisions.into_values().collect();
        for Affected { row, document } in &mut affected {
            if *document {
                row.document = replacement(&row.key);
            }
            if plan.reasons.contains(&row.seq) {
                REDACTED.clone_into(&mut row.reason);
            }
        }
        let committed: Vec<_> =
            affected.iter().map(|Affected { row, .. }| self.committed(&row.document, &row.reason)).collect();
        let head = journal(&transaction, &place, request, &register, &affected, &committed).await?;
        replace(&transaction, &affected, &plan.reasons).await?;
        idempotency::forget(&transaction).await?;
        let documents = affected.iter().filter(|affected| affected.document).map(|Affected { row, .. }| {
            Ok((journal::record_id(&row.kind, &row.key)?, counted(row.version), counted(row.seq)))
        });
        let documents = documents.collect::<Result<Vec<_>, StoreError>>()?;
        let applied = reindex(&transaction, &register, affected).await?;
        write::move_head(&transaction, head, place.recorded_at).await?;
        transaction.commit().await?;
        let next = match register.apply(head, place.recorded_at, applied) {
            Ok(next) => self.publish(Arc::new(next), true),
            Err(gap) => unreachable!("the place was counted from this register: {gap}"),
        };
        drop(turn);
        Ok(Redacted { register: next, documents, reasons: plan.reasons.into_iter().map(counted).collect() })
    }

    /// Empties the write-ahead log, where `SQLite` still has the pages as they were. If readers are in the way, the log is
    /// overwritten in time all the same.
    async fn empty_log(&self) {
        if self.db.get_database_backend() == DbBackend::Sqlite
            && let Err(error) = self.db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await
        {
            tracing::warn!(%error, "the write-ahead log could not be emptied after a redaction");
        }
    }
}

/// Finds what is to be redacted.
async fn plan(db: &impl ConnectionTrait, request: &RedactRequest) -> Result<Plan, RedactError> {
    let query = format!(
        "SELECT {REVISION} FROM revisions r JOIN commits c ON c.seq = r.seq \
         WHERE r.kind = $1 AND r.key = $2 ORDER BY r.version"
    );
    let (mut plan, mut missing, mut touched) = (Plan::default(), Vec::new(), Vec::new());
    for Redact { id, versions } in &request.targets {
        let values = [id.kind.path().into(), id.key.as_str().into()];
        let mut rows: Vec<RevisionRow> = connect::rows(db, &query, values).await?;
        if let Some(versions) = versions {
            let known = |version: u64| rows.iter().any(|row| counted(row.version) == version);
            missing.extend(versions.iter().filter(|version| !known(**version)).map(|v| (id.clone(), Some(*v))));
            rows.retain(|row| versions.contains(&counted(row.version)));
        } else if rows.is_empty() {
            missing.push((id.clone(), None));
        }
        touched.extend(rows.iter().filter(|row| row.reason != REDACTED).map(|row| row.seq));
        let documents = rows.into_iter().filter(|row| !row.deletes() && !row.is_redacted());
        plan.revisions.extend(documents.map(|row| ((row.seq, row.n), Affected { row, document: true })));
    }
    if !missing.is_empty() {
        return Err(RedactError::Missing(missing));
    }
    if request.reasons {
        touched.sort_unstable();
        touched.dedup();
        for seq in &touched {
            // The reason is part of the commitment of every revision of its commit.
            for row in journal::revisions_between(db, seq - 1, *seq).await? {
                plan.revisions.entry((row.seq, row.n)).or_insert(Affected { row, document: false });
            }
        }
        plan.reasons = touched;
    }
    Ok(plan)
}

/// Writes the commit that redacts.
async fn journal(
    db: &DatabaseTransaction,
    place: &Place,
    request: &RedactRequest,
    register: &Register,
    affected: &[Affected],
    committed: &[(String, Digest)],
) -> Result<Head, DbErr> {
    let mut header = place.header(&request.principal);
    let rows: Vec<_> = (1..)
        .zip(affected.iter().zip(committed))
        .map(|(n, (Affected { row, .. }, (salt, commitment)))| redactions::Model {
            seq: stored(place.seq),
            n,
            of_seq: row.seq,
            of_n: row.n,
            salt: Some(salt.clone()),
            commitment: commitment.to_string(),
        })
        .collect();
    for row in &rows {
        header.redaction(row.n, row.of_seq, row.of_n);
    }
    header.reason(&request.reason);
    let digest = header.chained(&register.head().digest, committed.iter().map(|(_, commitment)| commitment));
    write::insert(db, &[place.row(&request.principal, &request.reason, digest)]).await?;
    // An earlier redaction of the same revision has a salt too, from which the reason could be guessed.
    for Affected { row, .. } in affected {
        let statement = "UPDATE redactions SET salt = NULL WHERE of_seq = $1 AND of_n = $2";
        connect::execute(db, statement, [row.seq.into(), row.n.into()]).await?;
    }
    write::insert(db, &rows).await?;
    Ok(Head { seq: place.seq, digest })
}

/// Replaces documents and reasons and destroys the salts.
async fn replace(db: &DatabaseTransaction, affected: &[Affected], reasons: &[i64]) -> Result<(), DbErr> {
    for Affected { row, .. } in affected {
        let statement = "UPDATE revisions SET document = $1, salt = NULL WHERE seq = $2 AND n = $3";
        connect::execute(db, statement, [row.document.as_str().into(), row.seq.into(), row.n.into()]).await?;
    }
    for seq in reasons {
        let statement = "UPDATE commits SET reason = $1 WHERE seq = $2";
        connect::execute(db, statement, [REDACTED.into(), (*seq).into()]).await?;
    }
    Ok(())
}

/// What is current and was redacted refers to nothing any more; who refers to it still does.
async fn reindex(
    db: &DatabaseTransaction,
    register: &Register,
    affected: Vec<Affected>,
) -> Result<Vec<Applied>, StoreError> {
    let mut changed = Vec::new();
    for Affected { row, document } in affected {
        let place = (row.version, row.seq, row.n);
        let id = journal::record_id(&row.kind, &row.key)?;
        if document && register.get(&id).is_some_and(|entry| stored(entry.version) == row.version) {
            changed.push((place, row.applied()?));
        }
    }
    let indexed = changed.iter().map(|((version, seq, n), applied)| Indexed {
        id: &applied.id,
        before: register.get(&applied.id).map(|entry| &**entry),
        after: applied.put.as_ref().map(|entry| Current {
            version: *version,
            seq: *seq,
            n: *n,
            references: inspect::references(&entry.record).into(),
        }),
    });
    write::update_index(db, indexed.collect()).await?;
    Ok(changed.into_iter().map(|(_, applied)| applied).collect())
}
