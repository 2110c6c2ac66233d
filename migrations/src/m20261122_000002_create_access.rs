//! Who may: principals, whose names live here and nowhere in the journal, and their tokens.

use crate::run;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &ACCESS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const ACCESS: [&str; 3] = [
    "CREATE TABLE principals (
        id {word} NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        created_at {word} NOT NULL
    {table}",
    // Of a token only the SHA-256 of its 256 random bits is kept; `notices` is a JSON list, or NULL for no limit.
    "CREATE TABLE tokens (
        id {word} NOT NULL PRIMARY KEY,
        hash {word} NOT NULL UNIQUE,
        principal {word} NOT NULL REFERENCES principals (id),
        role {word} NOT NULL,
        notices TEXT,
        name TEXT NOT NULL,
        created_at {word} NOT NULL,
        revoked_at {word}
    {table}",
    "CREATE INDEX tokens_of ON tokens (principal)",
];
