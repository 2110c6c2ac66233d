//! The journal, the index over it, and the blobs.
//!
//! Times are text of fixed width (`2026-11-22T19:31:47.615958Z`): exact, the same on both engines, and in order of time
//! when in order of text.

use crate::run;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &JOURNAL).await?;
        run(manager, &INDEX).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const JOURNAL: [&str; 8] = [
    "CREATE TABLE head (
        id {number} NOT NULL PRIMARY KEY CHECK (id = 1),
        seq {number} NOT NULL,
        digest {word} NOT NULL,
        recorded_at {word},
        access_epoch {number} NOT NULL,
        seeds_edition {number} NOT NULL
    {table}",
    "INSERT INTO head (id, seq, digest, recorded_at, access_epoch, seeds_edition)
     VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', NULL, 0, 0)",
    "CREATE TABLE commits (
        seq {number} NOT NULL PRIMARY KEY,
        commit_id {word} NOT NULL UNIQUE,
        recorded_at {word} NOT NULL UNIQUE,
        principal {word} NOT NULL,
        reason TEXT NOT NULL,
        digest {word} NOT NULL
    {table}",
    // The document is text, never a JSON type: those reorder the bytes that are hashed. A deletion has an empty one.
    "CREATE TABLE revisions (
        seq {number} NOT NULL REFERENCES commits (seq),
        n {number} NOT NULL,
        kind {word} NOT NULL,
        key {word} NOT NULL,
        version {number} NOT NULL,
        action {word} NOT NULL CHECK (action IN ('put', 'delete')),
        schema {number} NOT NULL,
        document TEXT NOT NULL,
        salt {word},
        commitment {word} NOT NULL,
        PRIMARY KEY (seq, n),
        UNIQUE (kind, key, version)
    {table}",
    // Answers which version of each key was the newest at a commit without reading a document.
    "CREATE INDEX revisions_newest ON revisions (kind, key, seq, version)",
    "CREATE INDEX revisions_deleted ON revisions (kind, key, version) WHERE action = 'delete'",
    "CREATE TABLE redactions (
        seq {number} NOT NULL REFERENCES commits (seq),
        n {number} NOT NULL,
        of_seq {number} NOT NULL,
        of_n {number} NOT NULL,
        salt {word},
        commitment {word} NOT NULL,
        PRIMARY KEY (seq, n),
        FOREIGN KEY (of_seq, of_n) REFERENCES revisions (seq, n)
    {table}",
    "CREATE INDEX redactions_of ON redactions (of_seq, of_n)",
];

const INDEX: [&str; 5] = [
    "CREATE TABLE records (
        kind {word} NOT NULL,
        key {word} NOT NULL,
        version {number} NOT NULL,
        seq {number} NOT NULL,
        n {number} NOT NULL,
        PRIMARY KEY (kind, key),
        FOREIGN KEY (seq, n) REFERENCES revisions (seq, n)
    {table}",
    "CREATE INDEX records_of_revision ON records (seq, n)",
    // Judged when a transaction commits, so that records which refer to each other can be written in any order.
    "CREATE TABLE refs (
        kind {word} NOT NULL,
        key {word} NOT NULL,
        pointer {word} NOT NULL,
        to_kind {word} NOT NULL,
        to_key {word} NOT NULL,
        PRIMARY KEY (kind, key, pointer),
        FOREIGN KEY (kind, key) REFERENCES records (kind, key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (to_kind, to_key) REFERENCES records (kind, key) DEFERRABLE INITIALLY DEFERRED
    {table}",
    "CREATE INDEX refs_to ON refs (to_kind, to_key)",
    "CREATE TABLE blobs (
        digest {word} NOT NULL PRIMARY KEY,
        bytes {bytes} NOT NULL,
        media_type TEXT NOT NULL,
        recorded_at {word} NOT NULL
    {table}",
];
