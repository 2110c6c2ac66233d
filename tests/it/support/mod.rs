//! What tests stand on: a database each, a clock that stands still, records from JSON.
//!
//! A database is a file of `SQLite` in a directory of its own; or, where `ROPEWALK_TEST_POSTGRES` is the address of a database
//! in which others may be created, one of PostgreSQL that is dropped when the test ends.

use chrono::{DateTime, Utc};
use ropewalk::{
    clock::{FixedClock, SeededEntropy},
    domain::{Kind, Record, RecordId, change::Change},
    store::{CommitRequest, Committed, Store},
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use serde_json::Value;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Counts what must be different for every test: databases, seeds.
static COUNTER: AtomicU64 = AtomicU64::new(0);

fn next() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

/// A database of one test.
pub struct TestDatabase {
    pub address: String,
    /// The clock of every store over it.
    pub clock: Arc<FixedClock>,
    place: Place,
}

enum Place {
    Sqlite(#[expect(dead_code, reason = "holds the directory as long as the test runs")] tempfile::TempDir),
    Postgres { admin: String, name: String },
}

/// The instant at which every test begins.
pub fn start() -> DateTime<Utc> {
    "2026-11-22T19:31:47.615958Z".parse().unwrap()
}

impl TestDatabase {
    pub async fn new() -> Self {
        let clock = Arc::new(FixedClock::at(start()));
        let Ok(admin) = std::env::var("ROPEWALK_TEST_POSTGRES") else {
            let directory = tempfile::tempdir().unwrap();
            let address = directory.path().join("register.db").display().to_string();
            return Self { address, clock, place: Place::Sqlite(directory) };
        };
        let name = format!("ropewalk_test_{}_{}", std::process::id(), next());
        let db = Database::connect(quiet(&admin)).await.unwrap();
        db.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
        db.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        db.close().await.unwrap();
        let address = with_database(&admin, &name);
        Self { address, clock, place: Place::Postgres { admin, name } }
    }

    pub const fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres { .. })
    }

    /// Another store over this database, as another server would have.
    pub async fn store(&self) -> Arc<Store> {
        let clock = Arc::<FixedClock>::clone(&self.clock);
        Store::open(&self.address, clock, Arc::new(SeededEntropy::of(next()))).await.unwrap()
    }

    async fn connection(&self) -> DatabaseConnection {
        let address = match self.place {
            Place::Sqlite(_) => format!("sqlite://{}", self.address),
            Place::Postgres { .. } => self.address.clone(),
        };
        Database::connect(quiet(&address)).await.unwrap()
    }

    /// Writes behind the program's back, with the database on its guard.
    pub async fn write(&self, statement: &str) -> Result<(), DbErr> {
        let db = self.connection().await;
        let written = db.execute_unprepared(statement).await.map(drop);
        db.close().await.unwrap();
        written
    }

    /// Writes behind the program's back, and past the guard of the database.
    pub async fn tamper(&self, statements: &[&str]) {
        let db = self.connection().await;
        let off = match self.place {
            Place::Sqlite(_) => "PRAGMA foreign_keys = OFF",
            Place::Postgres { .. } => "SET session_replication_role = replica",
        };
        db.execute_unprepared(off).await.unwrap();
        for statement in statements {
            let touched = db.execute_unprepared(statement).await.unwrap().rows_affected();
            assert!(touched > 0, "changes nothing: {statement}");
        }
        db.close().await.unwrap();
    }

    /// The rows of a query whose columns are text.
    pub async fn rows(&self, query: &str) -> Vec<Vec<Option<String>>> {
        let db = self.connection().await;
        let statement = Statement::from_string(db.get_database_backend(), query);
        let rows = db.query_all_raw(statement).await.unwrap();
        let rows = rows
            .iter()
            .map(|row| (0..row.column_names().len()).map(|column| row.try_get_by_index(column).unwrap()).collect())
            .collect();
        db.close().await.unwrap();
        rows
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Place::Postgres { admin, name } = &self.place else { return };
        let (admin, statement) = (admin.clone(), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        // A test's own runtime cannot be waited for while it is dropping this.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let db = Database::connect(quiet(&admin)).await.unwrap();
                db.execute_unprepared(&statement).await.unwrap();
                db.close().await.unwrap();
            });
        });
        dropped.join().unwrap();
    }
}

fn quiet(address: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(address);
    options.max_connections(1).sqlx_logging(false);
    options
}

/// The same address with another database.
fn with_database(address: &str, name: &str) -> String {
    let mut url = url::Url::parse(address).unwrap();
    url.set_path(&format!("/{name}"));
    url.to_string()
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
    CommitRequest { principal: "p-anna".to_owned(), reason: "for a test".to_owned(), changes, seeds_edition: None }
}

/// Commits records.
pub async fn put(store: &Arc<Store>, records: Vec<Record>) -> Committed {
    store.commit(request(records.into_iter().map(Change::put).collect())).await.unwrap()
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
