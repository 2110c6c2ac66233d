//! What requests that are carried out once were answered.
//!
//! `request` is the digest of who asked what under which key: the path of a request may carry a reason, and is longer than an
//! index of PostgreSQL holds. What a redaction forgets is NULL from then on.

use crate::run;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &KEYS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const KEYS: [&str; 2] = [
    "CREATE TABLE idempotency_keys (
        request {word} NOT NULL PRIMARY KEY,
        seq {number} NOT NULL,
        kept_at {word} NOT NULL,
        sent {word},
        head TEXT,
        body {bytes}
    {table}",
    "CREATE INDEX idempotency_keys_kept_at ON idempotency_keys (kept_at)",
];
