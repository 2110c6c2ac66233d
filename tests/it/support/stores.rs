//! What tests of the store stand on: a database without any record, a clock that stands still, records from JSON.

use super::{Content, Database};
use chrono::{DateTime, Utc};
use ropewalk::{
    clock::FixedClock,
    domain::{Kind, Record, RecordId, change::Change},
    store::{Commit, CommitRequest, Committed, FeedQuery, Store},
};
use sea_orm::DbErr;
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// A database of one test, with tables and nothing in them.
pub struct TestDatabase {
    pub address: String,
    /// The clock of every store over it.
    pub clock: Arc<FixedClock>,
    database: Database,
}

/// The instant at which every test of the store begins.
pub fn start() -> DateTime<Utc> {
    "2026-11-22T19:31:47.615958Z".parse().unwrap()
}

impl TestDatabase {
    #[expect(clippy::unused_async, reason = "what makes databases may have to wait one day")]
    pub async fn new() -> Self {
        let database = Database::with(Content::Nothing);
        Self { address: database.url.clone(), clock: Arc::new(FixedClock::at(start())), database }
    }

    /// Another store over this database, as another server would have.
    pub async fn store(&self) -> Arc<Store> {
        let clock = Arc::<FixedClock>::clone(&self.clock);
        Store::open(&self.address, clock, self.database.entropy()).await.unwrap()
    }

    /// Writes behind the program's back, with the database on its guard.
    pub async fn write(&self, statement: &str) -> Result<(), DbErr> {
        self.database.execute(statement).await.map(drop)
    }

    /// Writes behind the program's back, and past the guard of the database.
    pub async fn tamper(&self, statements: &[&str]) {
        for statement in statements {
            assert!(self.database.tamper(statement).await > 0, "changes nothing: {statement}");
        }
    }

    /// The rows of a query whose columns are text.
    pub async fn rows(&self, query: &str) -> Vec<Vec<Option<String>>> {
        let rows = self.database.query(query).await;
        rows.iter()
            .map(|row| (0..row.column_names().len()).map(|column| row.try_get_by_index(column).unwrap()).collect())
            .collect()
    }
}

/// A record from its JSON.
pub fn record(kind: Kind, document: &Value) -> Record {
    Record::parse(kind, document).unwrap_or_else(|faults| panic!("{document}: {faults:?}"))
}

/// The id that is written like this.
pub fn id(text: &str) -> RecordId {
    text.parse().unwrap()
}

/// A request by somebody, for some reason.
pub fn request(changes: Vec<Change>) -> CommitRequest {
    CommitRequest {
        principal: "p-anna".to_owned(),
        reason: "for a test".to_owned(),
        changes,
        seeds_edition: None,
        keep: None,
        proviso: None,
    }
}

/// Commits records.
pub async fn put(store: &Arc<Store>, records: Vec<Record>) -> Committed {
    store.commit(request(records.into_iter().map(Change::put).collect())).await.unwrap()
}

/// The commits after one, at most `limit`, without documents.
pub async fn commits(store: &Arc<Store>, since: u64, limit: u64) -> Vec<Commit> {
    let query = FeedQuery { since, digest: None, limit, documents: false };
    store.feed(&query, Duration::ZERO).await.unwrap()
}

/// An organisation with nothing but names.
pub fn organization(key: &str, name: &str) -> Record {
    record(Kind::Organizations, &serde_json::json!({ "key": key, "name": { "en": name } }))
}

/// A service offered by one organisation.
pub fn processor(key: &str, provider: &str) -> Record {
    let provider = serde_json::json!({ "key": "main", "organization": provider });
    record(Kind::Processors, &serde_json::json!({ "key": key, "name": { "en": key }, "providers": [provider] }))
}

/// A change that deletes a record, whatever its version.
pub fn delete(text: &str) -> Change {
    use ropewalk::domain::change::{Action, Precondition};
    Change { id: id(text), action: Action::Delete, precondition: Precondition::Any }
}
