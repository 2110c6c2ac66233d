//! Folding registers from the journal.
//!
//! A register at N is the newest revision not after N of every key. Two reads of one connection are enough, since what is in
//! the journal up to N never changes (but for redactions, which come with a commit of their own).

use super::{StoreError, big, entity, instant, parse_instant, small};
use crate::domain::{
    Kind, Record, RecordId, Register,
    register::{Applied, BUILTIN, Entry, Head},
    upcast,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement, sea_query::Expr,
};
use std::sync::Arc;

/// A revision with what its commit says.
#[derive(Debug, FromQueryResult)]
pub(super) struct Row {
    pub seq: i64,
    pub kind: String,
    pub key: String,
    pub version: i64,
    pub action: String,
    pub schema: i64,
    pub document: String,
    pub recorded_at: String,
    pub principal: String,
}

/// The newest revision of each key up to a commit.
const NEWEST: &str = "SELECT r.seq, r.kind, r.key, r.version, r.action, r.schema, r.document, c.recorded_at, c.principal \
    FROM revisions r \
    JOIN (SELECT kind, key, MAX(version) AS version FROM revisions WHERE seq <= $1 GROUP BY kind, key) m \
      ON m.kind = r.kind AND m.key = r.key AND m.version = r.version \
    JOIN commits c ON c.seq = r.seq";

/// The revisions after one commit up to another, in their order.
const SINCE: &str = "SELECT r.seq, r.kind, r.key, r.version, r.action, r.schema, r.document, c.recorded_at, c.principal \
    FROM revisions r JOIN commits c ON c.seq = r.seq WHERE r.seq > $1 AND r.seq <= $2 ORDER BY r.seq, r.n";

fn statement(backend: DbBackend, sql: &str, values: impl IntoIterator<Item = u64>) -> Statement {
    Statement::from_sql_and_values(backend, sql, values.into_iter().map(|value| big(value).into()))
}

/// The register at `head`. Entries that `near` holds in the same version are shared with it.
pub(super) async fn at(db: &impl ConnectionTrait, head: Head, near: Option<&Register>) -> Result<Register, StoreError> {
    let rows = Row::find_by_statement(statement(db.get_database_backend(), NEWEST, [head.seq])).all(db).await?;
    let recorded_at = match entity::commits::Entity::find_by_id(big(head.seq)).one(db).await? {
        Some(commit) => Some(parse_instant(&commit.recorded_at)?),
        None => None,
    };
    let newest: Vec<Applied> = rows.into_iter().map(|row| applied(row, near)).collect::<Result<_, _>>()?;
    Ok(Register::folded(head, recorded_at, newest))
}

/// The register at `head`, from one that lies before it.
pub(super) async fn since(db: &impl ConnectionTrait, held: &Register, head: Head) -> Result<Register, StoreError> {
    let backend = db.get_database_backend();
    let commits = entity::commits::Entity::find()
        .filter(entity::commits::Column::Seq.gt(big(held.head().seq)))
        .filter(entity::commits::Column::Seq.lte(big(head.seq)))
        .order_by_asc(entity::commits::Column::Seq)
        .all(db)
        .await?;
    let rows = Row::find_by_statement(statement(backend, SINCE, [held.head().seq, head.seq])).all(db).await?;
    let mut rows = rows.into_iter().peekable();
    let mut register = held.clone();
    for commit in commits {
        let mut revisions = Vec::new();
        while let Some(row) = rows.next_if(|row| row.seq == commit.seq) {
            revisions.push(applied(row, None)?);
        }
        let head = Head { seq: small(commit.seq), digest: commit.digest.parse().map_err(StoreError::Corrupt)? };
        register = register
            .apply(head, parse_instant(&commit.recorded_at)?, revisions)
            .map_err(|gap| StoreError::Corrupt(format!("the journal has a gap: {gap}")))?;
    }
    if register.head() == head {
        Ok(register)
    } else {
        Err(StoreError::Corrupt(format!("the journal ends at seq {}, its head says {}", register.head().seq, head.seq)))
    }
}

/// A row as a register takes it in; its document is read through the upcasters if it is old.
fn applied(row: Row, near: Option<&Register>) -> Result<Applied, StoreError> {
    let id = id(&row.kind, &row.key)?;
    let version = small(row.version);
    if row.action == "delete" {
        return Ok(Applied { id, version, put: None });
    }
    if let Some(entry) = near.and_then(|register| register.get(&id)).filter(|entry| entry.version == version) {
        return Ok(Applied { id, version, put: Some(Arc::clone(entry)) });
    }
    let record = read(id.kind, row.schema, &row.document).map_err(|error| {
        StoreError::Corrupt(format!("version {version} of {id} (seq {}) cannot be read: {error}", row.seq))
    })?;
    let current = upcast::is_current(u32::try_from(row.schema).unwrap_or(0));
    let document = if current { row.document } else { record.document() };
    let entry = Entry {
        id: id.clone(),
        version,
        seq: small(row.seq),
        recorded_at: parse_instant(&row.recorded_at)?,
        builtin: row.principal == BUILTIN,
        document: document.into(),
        record,
    };
    Ok(Applied { id, version, put: Some(Arc::new(entry)) })
}

/// Reads a document of the journal as a record.
pub(super) fn read(kind: Kind, schema: i64, document: &str) -> Result<Record, String> {
    let schema = u32::try_from(schema).unwrap_or(0);
    if upcast::is_current(schema) {
        return Record::deserialize(kind, &mut serde_json::Deserializer::from_str(document))
            .map_err(|error| error.to_string());
    }
    let document = serde_json::from_str(document).map_err(|error| error.to_string())?;
    let document = upcast::upcast(schema, kind, document)?;
    Record::deserialize(kind, document).map_err(|error| error.to_string())
}

pub(super) fn id(kind: &str, key: &str) -> Result<RecordId, StoreError> {
    match (kind.parse(), key.parse()) {
        (Ok(kind), Ok(key)) => Ok(RecordId::new(kind, key)),
        (Err(error), _) | (_, Err(error)) => Err(StoreError::Corrupt(error)),
    }
}

/// The head as it was after a commit.
pub(super) async fn head_of(db: &impl ConnectionTrait, seq: u64) -> Result<Head, StoreError> {
    if seq == 0 {
        return Ok(Register::empty().head());
    }
    let commit = entity::commits::Entity::find_by_id(big(seq)).one(db).await?;
    let commit = commit.ok_or_else(|| StoreError::Corrupt(format!("the journal has no commit {seq}")))?;
    Ok(Head { seq, digest: commit.digest.parse().map_err(StoreError::Corrupt)? })
}

/// The last commit recorded at `at` or before; 0 if there was none.
pub(super) async fn seq_at(db: &impl ConnectionTrait, at: DateTime<Utc>) -> Result<u64, StoreError> {
    let last = entity::commits::Entity::find()
        .filter(entity::commits::Column::RecordedAt.lte(instant(at)))
        .order_by_desc(entity::commits::Column::RecordedAt)
        .one(db)
        .await?;
    Ok(last.map_or(0, |commit| small(commit.seq)))
}

/// Whether a commit after `after` up to `until` redacts documents.
pub(super) async fn redacts(db: &impl ConnectionTrait, after: u64, until: u64) -> Result<bool, StoreError> {
    let one: Option<i64> = entity::redactions::Entity::find()
        .select_only()
        .expr(Expr::col(entity::redactions::Column::Seq))
        .filter(entity::redactions::Column::Seq.gt(big(after)))
        .filter(entity::redactions::Column::Seq.lte(big(until)))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(one.is_some())
}
