//! The versions of one record.

use super::{Store, StoreError, big, entity, parse_instant, redact, small};
use crate::domain::RecordId;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use std::collections::HashMap;

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RevisionAction {
    /// It was written.
    Put,
    /// It was deleted.
    Delete,
}

/// A version of a record, with what its commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The number of the version.
    pub version: u64,
    /// The commit.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who wrote it.
    pub principal: String,
    /// The name of who wrote it, where it is still known.
    pub principal_name: Option<String>,
    /// Why.
    pub reason: String,
    /// What became of the record.
    pub action: RevisionAction,
    /// The number of the schema that the document follows.
    pub schema: u32,
    /// The document; none of a deletion.
    pub document: Option<String>,
    /// Whether the document was redacted since.
    pub redacted: bool,
}

impl Store {
    /// At most `limit` versions of a record, newest first: below version `before`, not after commit `until`.
    pub async fn history(
        &self,
        id: &RecordId,
        until: u64,
        before: Option<u64>,
        limit: u64,
    ) -> Result<Vec<Revision>, StoreError> {
        use entity::revisions::Column;
        let mut query = entity::revisions::Entity::find()
            .filter(Column::Kind.eq(id.kind.path()))
            .filter(Column::Key.eq(id.key.as_str()))
            .filter(Column::Seq.lte(big(until)))
            .order_by_desc(Column::Version)
            .limit(limit);
        if let Some(before) = before {
            query = query.filter(Column::Version.lt(big(before)));
        }
        self.told(query.all(&self.db).await?).await
    }

    /// One version of a record.
    pub async fn revision(&self, id: &RecordId, version: u64) -> Result<Option<Revision>, StoreError> {
        use entity::revisions::Column;
        let row = entity::revisions::Entity::find()
            .filter(Column::Kind.eq(id.kind.path()))
            .filter(Column::Key.eq(id.key.as_str()))
            .filter(Column::Version.eq(big(version)))
            .one(&self.db)
            .await?;
        Ok(self.told(row.into_iter().collect()).await?.pop())
    }

    /// Revisions with their commits and the names behind those.
    async fn told(&self, rows: Vec<entity::revisions::Model>) -> Result<Vec<Revision>, StoreError> {
        let commits: HashMap<i64, entity::commits::Model> = entity::commits::Entity::find()
            .filter(entity::commits::Column::Seq.is_in(rows.iter().map(|row| row.seq)))
            .all(&self.db)
            .await?
            .into_iter()
            .map(|commit| (commit.seq, commit))
            .collect();
        let names: HashMap<String, String> = entity::principals::Entity::find()
            .filter(
                entity::principals::Column::Id
                    .is_in(rows.iter().filter_map(|row| commits.get(&row.seq)).map(|commit| commit.principal.as_str())),
            )
            .all(&self.db)
            .await?
            .into_iter()
            .map(|principal| (principal.id, principal.name))
            .collect();
        rows.into_iter()
            .map(|row| {
                let commit = commits
                    .get(&row.seq)
                    .ok_or_else(|| StoreError::Corrupt(format!("the journal has no commit {}", row.seq)))?;
                let put = row.action == "put";
                Ok(Revision {
                    version: small(row.version),
                    seq: small(row.seq),
                    recorded_at: parse_instant(&commit.recorded_at)?,
                    principal: commit.principal.clone(),
                    principal_name: names.get(&commit.principal).cloned(),
                    reason: commit.reason.clone(),
                    action: if put { RevisionAction::Put } else { RevisionAction::Delete },
                    schema: u32::try_from(row.schema).unwrap_or(0),
                    redacted: redact::is_replacement(&row.key, &row.document),
                    document: put.then_some(row.document),
                })
            })
            .collect()
    }
}
