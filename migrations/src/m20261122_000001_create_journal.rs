//! The journal (commits, revisions, redactions), the index (records, refs), blobs, and the head row that writers lock.
//!
//! Instants are text of fixed width in UTC (`2026-11-22T19:31:47.615958Z`), so that both engines keep microseconds and order
//! them alike. Documents are text: a binary JSON type would reorder the bytes that are hashed.

use sea_orm_migration::prelude::*;

/// Creates the tables.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "CREATE TABLE head (
        id BIGINT PRIMARY KEY CHECK (id = 1),
        seq BIGINT NOT NULL,
        digest TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        access_epoch BIGINT NOT NULL,
        seeds_edition BIGINT NOT NULL
    )",
    "CREATE TABLE commits (
        seq BIGINT PRIMARY KEY,
        commit_id TEXT NOT NULL UNIQUE,
        recorded_at TEXT NOT NULL,
        principal TEXT NOT NULL,
        reason TEXT NOT NULL,
        digest TEXT NOT NULL
    )",
    "CREATE INDEX commits_by_time ON commits (recorded_at)",
    "CREATE TABLE revisions (
        seq BIGINT NOT NULL REFERENCES commits (seq),
        n BIGINT NOT NULL,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        version BIGINT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('put', 'delete')),
        schema BIGINT NOT NULL,
        document TEXT NOT NULL,
        salt TEXT,
        commitment TEXT NOT NULL,
        PRIMARY KEY (seq, n),
        UNIQUE (kind, key, version)
    )",
    "CREATE TABLE redactions (
        seq BIGINT NOT NULL REFERENCES commits (seq),
        n BIGINT NOT NULL,
        of_seq BIGINT NOT NULL,
        of_n BIGINT NOT NULL,
        salt TEXT NOT NULL,
        commitment TEXT NOT NULL,
        PRIMARY KEY (seq, n),
        FOREIGN KEY (of_seq, of_n) REFERENCES revisions (seq, n)
    )",
    "CREATE INDEX redactions_by_revision ON redactions (of_seq, of_n)",
    "CREATE TABLE records (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        version BIGINT NOT NULL,
        seq BIGINT NOT NULL,
        n BIGINT NOT NULL,
        PRIMARY KEY (kind, key),
        FOREIGN KEY (seq, n) REFERENCES revisions (seq, n)
    )",
    "CREATE INDEX records_by_revision ON records (seq, n)",
    // Checked at the end of the transaction, so that records of one commit may refer to each other in any order.
    "CREATE TABLE refs (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        pointer TEXT NOT NULL,
        to_kind TEXT NOT NULL,
        to_key TEXT NOT NULL,
        PRIMARY KEY (kind, key, pointer),
        FOREIGN KEY (kind, key) REFERENCES records (kind, key) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (to_kind, to_key) REFERENCES records (kind, key) DEFERRABLE INITIALLY DEFERRED
    )",
    "CREATE INDEX refs_by_target ON refs (to_kind, to_key)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for table in TABLES {
            db.execute_unprepared(table).await?;
        }
        let bytes = match manager.get_database_backend() {
            sea_orm_migration::sea_orm::DbBackend::Postgres => "BYTEA",
            _ => "BLOB",
        };
        let blobs = format!(
            "CREATE TABLE blobs (digest TEXT PRIMARY KEY, media_type TEXT NOT NULL, recorded_at TEXT NOT NULL, bytes {bytes} NOT NULL)"
        );
        db.execute_unprepared(&blobs).await?;
        let genesis = "0".repeat(64);
        let head = format!("INSERT INTO head VALUES (1, 0, '{genesis}', '', 0, 0)");
        db.execute_unprepared(&head).await?;
        Ok(())
    }
}
