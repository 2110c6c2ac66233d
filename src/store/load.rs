//! Registers from the journal: at its head, at any commit before it, and from one commit to the next.
//!
//! Reads in pages, so that the documents of the database are never held a second time as rows.

use super::{
    connect,
    error::StoreError,
    journal::{self, HeadRow, REVISION, RevisionRow, counted, stored},
};
use crate::domain::{
    Register,
    register::{Applied, Head},
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, FromQueryResult, Value};
use std::collections::BTreeMap;

/// Documents read at a time.
const PAGE: i64 = 500;

/// Commits read at a time.
const COMMITS: u64 = 64;

/// Places whose documents are asked for in one query.
const PLACES: usize = 200;

/// The register at the head, and the head row it belongs to.
pub(super) async fn at_head(db: &DatabaseConnection) -> Result<(HeadRow, Register), StoreError> {
    let snapshot = connect::begin_snapshot(db).await?;
    let loaded = at_head_within(&snapshot).await;
    snapshot.rollback().await?;
    loaded
}

async fn at_head_within(snapshot: &impl ConnectionTrait) -> Result<(HeadRow, Register), StoreError> {
    let head = journal::head(snapshot, false).await?;
    let register = Register::folded(head.head, head.recorded_at, deleted(snapshot).await?);
    let mut reading = tokio::task::spawn_blocking(|| Ok(register));
    // Without the salts and reasons, which are as long as short documents and no part of a register.
    let query = "SELECT r.seq, r.n, r.kind, r.key, r.version, r.action, r.schema, r.document, NULL AS salt, \
                 c.recorded_at, c.principal, '' AS reason FROM records x JOIN revisions r ON r.seq = x.seq AND r.n = x.n \
                 JOIN commits c ON c.seq = r.seq WHERE (x.kind, x.key) > ($1, $2) ORDER BY x.kind, x.key LIMIT $3";
    let mut after = (String::new(), String::new());
    loop {
        // A page is taken in while the next one is on its way.
        let page: Vec<RevisionRow> =
            connect::rows(snapshot, query, [after.0.into(), after.1.into(), PAGE.into()]).await?;
        let register: Register = reading.await.map_err(|_| StoreError::Interrupted)??;
        let Some(last) = page.last() else { return Ok((head, register)) };
        after = (last.kind.clone(), last.key.clone());
        reading = tokio::task::spawn_blocking(move || taken_in(register, page));
    }
}

fn taken_in(register: Register, page: Vec<RevisionRow>) -> Result<Register, StoreError> {
    let applied: Vec<Applied> = page.into_par_iter().map(RevisionRow::applied).collect::<Result<_, _>>()?;
    Ok(register.extended(applied))
}

#[derive(FromQueryResult)]
struct Deleted {
    kind: String,
    key: String,
    last: i64,
}

/// The last versions of the keys that are deleted.
async fn deleted(db: &impl ConnectionTrait) -> Result<Vec<Applied>, StoreError> {
    let query = "SELECT r.kind, r.key, r.version AS last FROM revisions r WHERE r.action = 'delete' AND NOT EXISTS \
                 (SELECT 1 FROM revisions later WHERE later.kind = r.kind AND later.key = r.key \
                  AND later.version > r.version)";
    let rows: Vec<Deleted> = connect::rows(db, query, []).await?;
    rows.into_iter()
        .map(|row| {
            let id = journal::record_id(&row.kind, &row.key)?;
            Ok(Applied::deletion(id, counted(row.last)))
        })
        .collect()
}

/// What became of a register that was to be brought up to date.
#[derive(Debug)]
pub(super) enum CaughtUp {
    /// The register at the head, and whether documents of the past were redacted on the way.
    Register(Register, bool),
    /// The journal is not the one that the register was read from.
    Foreign,
}

/// Brings `register` to `head`, commit by commit.
pub(super) async fn catch_up(
    db: &impl ConnectionTrait,
    register: &Register,
    head: Head,
) -> Result<CaughtUp, StoreError> {
    let mut register = register.clone();
    let mut redacted = false;
    if head.seq < register.head().seq || !holds(db, register.head()).await? {
        return Ok(CaughtUp::Foreign);
    }
    while register.head().seq < head.seq {
        let from = stored(register.head().seq);
        let commits = journal::commits_after(db, from, COMMITS).await?;
        let Some(last) = commits.last().map(|commit| commit.seq) else { return Ok(CaughtUp::Foreign) };
        let mut revisions = by_commit(journal::revisions_between(db, from, last).await?)?;
        let mut redactions = redacted_between(db, from, last).await?;
        for commit in commits.into_iter().take_while(|commit| counted(commit.seq) <= head.seq) {
            let place = Head { seq: counted(commit.seq), digest: journal::digest(&commit.digest)? };
            let mut applied = revisions.remove(&commit.seq).unwrap_or_default();
            for forgotten in redactions.remove(&commit.seq).unwrap_or_default() {
                redacted = true;
                let current = register.get(&forgotten.id).is_some_and(|entry| entry.version == forgotten.version);
                applied.extend(current.then_some(forgotten));
            }
            register = register
                .apply(place, journal::instant(&commit.recorded_at)?, applied)
                .map_err(|gap| StoreError::unreadable("the journal", gap))?;
        }
    }
    // The head was read before the commits: a journal exchanged in between is noticed here.
    Ok(if register.head() == head { CaughtUp::Register(register, redacted) } else { CaughtUp::Foreign })
}

#[derive(FromQueryResult)]
struct StoredDigest {
    digest: String,
}

/// Whether the journal has this commit.
async fn holds(db: &impl ConnectionTrait, head: Head) -> Result<bool, StoreError> {
    if head.seq == 0 {
        return Ok(true);
    }
    let query = "SELECT digest FROM commits WHERE seq = $1";
    let row: Option<StoredDigest> = connect::row(db, query, [stored(head.seq).into()]).await?;
    Ok(row.is_some_and(|row| row.digest == head.digest.to_string()))
}

type ByCommit = BTreeMap<i64, Vec<Applied>>;

fn by_commit(rows: Vec<RevisionRow>) -> Result<ByCommit, StoreError> {
    let mut grouped = ByCommit::new();
    for row in rows {
        grouped.entry(row.seq).or_default().push(row.applied()?);
    }
    Ok(grouped)
}

/// What the commits after `after` up to `last` redacted, as it reads now, by the commit that redacted it.
async fn redacted_between(db: &impl ConnectionTrait, after: i64, last: i64) -> Result<ByCommit, StoreError> {
    #[derive(FromQueryResult)]
    struct Redaction {
        seq: i64,
        of_seq: i64,
        of_n: i64,
    }
    let query = "SELECT seq, of_seq, of_n FROM redactions WHERE seq > $1 AND seq <= $2 ORDER BY seq, n";
    let redactions: Vec<Redaction> = connect::rows(db, query, [Value::from(after), last.into()]).await?;
    let mut grouped = ByCommit::new();
    for chunk in redactions.chunks(PLACES) {
        let places: Vec<_> = chunk.iter().map(|redaction| (redaction.of_seq, redaction.of_n)).collect();
        let mut rows: BTreeMap<_, _> =
            revisions_at(db, &places).await?.into_iter().map(|row| ((row.seq, row.n), row)).collect();
        for redaction in chunk {
            if let Some(row) = rows.remove(&(redaction.of_seq, redaction.of_n)) {
                grouped.entry(redaction.seq).or_default().push(row.applied()?);
            }
        }
    }
    Ok(grouped)
}

/// The revisions at these places, at most a few hundred, in no order.
pub(super) async fn revisions_at(db: &impl ConnectionTrait, places: &[(i64, i64)]) -> Result<Vec<RevisionRow>, DbErr> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<_> = places.iter().map(|(seq, n)| format!("({seq},{n})")).collect();
    let query = format!(
        "SELECT {REVISION} FROM revisions r JOIN commits c ON c.seq = r.seq WHERE (r.seq, r.n) IN (VALUES {})",
        list.join(",")
    );
    connect::rows(db, &query, []).await
}

/// The register as of commit `seq`, or `None` if there is no such commit. Documents that are still the same are those of
/// `current`, not copies.
pub(super) async fn at(
    db: &impl ConnectionTrait,
    current: &Register,
    seq: u64,
) -> Result<Option<Register>, StoreError> {
    #[derive(FromQueryResult)]
    struct Place {
        digest: String,
        recorded_at: String,
    }
    let query = "SELECT digest, recorded_at FROM commits WHERE seq = $1";
    let Some(place) = connect::row::<Place>(db, query, [stored(seq).into()]).await? else { return Ok(None) };
    let head = Head { seq, digest: journal::digest(&place.digest)? };
    let mut newest = Vec::new();
    let mut wanted = Vec::new();
    for row in newest_at(db, seq).await? {
        let id = journal::record_id(&row.kind, &row.key)?;
        match current.get(&id).filter(|entry| stored(entry.version) == row.version) {
            Some(entry) => newest.push(Applied::put(std::sync::Arc::clone(entry))),
            None => wanted.push((row.seq, row.n)),
        }
    }
    for places in wanted.chunks(PLACES) {
        for row in revisions_at(db, places).await? {
            newest.push(row.applied()?);
        }
    }
    // What was read belongs to the documents of `current` only if both are of one journal.
    if !holds(db, current.head()).await? {
        return Err(StoreError::Reloading);
    }
    Ok(Some(Register::folded(head, Some(journal::instant(&place.recorded_at)?), newest)))
}

#[derive(FromQueryResult)]
struct Newest {
    kind: String,
    key: String,
    version: i64,
    seq: i64,
    n: i64,
}

/// The place of the newest revision of each key as of commit `seq`.
async fn newest_at(db: &impl ConnectionTrait, seq: u64) -> Result<Vec<Newest>, DbErr> {
    let query = "SELECT r.kind, r.key, r.version, r.seq, r.n FROM revisions r JOIN \
                 (SELECT kind, key, max(seq) AS seq FROM revisions WHERE seq <= $1 GROUP BY kind, key) newest \
                 ON newest.kind = r.kind AND newest.key = r.key AND newest.seq = r.seq";
    connect::rows(db, query, [stored(seq).into()]).await
}

/// The last commit recorded at or before an instant; 0 if there is none.
pub(super) async fn seq_at(db: &impl ConnectionTrait, instant: &str) -> Result<u64, DbErr> {
    #[derive(FromQueryResult)]
    struct Seq {
        seq: i64,
    }
    let query = "SELECT seq FROM commits WHERE recorded_at <= $1 ORDER BY recorded_at DESC LIMIT 1";
    let row: Option<Seq> = connect::row(db, query, [instant.into()]).await?;
    Ok(row.map_or(0, |row| counted(row.seq)))
}
