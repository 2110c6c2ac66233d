//! A database per test, copied from a template that is made once per process.
//!
//! SQLite unless `ROPEWALK_TEST_POSTGRES` names an administration database of PostgreSQL; the same suite runs on both. A
//! test's database goes when the test ends, also by a panic; PostgreSQL's templates stay until their cluster goes.

use ropewalk::{
    clock::{Clock, Entropy, FixedClock, SeededEntropy},
    service::{
        Ropewalk,
        access::{self, Role},
        seeds,
    },
    store::{Blobs, Store},
};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, QueryResult, Statement};
use std::{
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use tempfile::TempDir;

/// What a database holds at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// The built-in records.
    BuiltIn,
    /// Those, and the register of the SUNMI policy.
    Sunmi,
}

/// The tokens that every template with records has, by role.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub reader: String,
    pub editor: String,
    pub reviewer: String,
    pub admin: String,
}

struct Template {
    /// The file, or the name on the server.
    place: String,
    tokens: Tokens,
    /// Holds the file.
    _folder: Option<TempDir>,
}

/// A database of a test's own.
pub struct Database {
    /// As `--database` names it.
    pub url: String,
    pub tokens: Tokens,
    /// The file of SQLite.
    file: Option<PathBuf>,
    seeds: AtomicU64,
    /// Bytes beside it.
    pub blobs: Blobs,
    _folder: Option<TempDir>,
}

/// The instant at which every test begins.
pub fn beginning() -> chrono::DateTime<chrono::Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// The administration database of PostgreSQL, if the suite runs on that.
fn admin() -> Option<url::Url> {
    let url = std::env::var("ROPEWALK_TEST_POSTGRES").ok()?;
    Some(url.parse().unwrap())
}

/// Does something that waits, on a thread of its own: tests have runtimes that end, and destructors cannot wait.
fn apart<T: Send>(work: impl AsyncFnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope
            .spawn(|| tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work()));
        thread.join().unwrap()
    })
}

async fn execute(url: &str, sql: &str) -> Result<(), sea_orm::DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await?;
    let done = connection.execute_unprepared(sql).await.map(drop);
    connection.close().await?;
    done
}

fn named(admin: &url::Url, database: &str) -> String {
    let mut url = admin.clone();
    url.set_path(database);
    url.into()
}

fn template(content: Content) -> &'static Template {
    static NOTHING: OnceLock<Template> = OnceLock::new();
    static BUILT_IN: OnceLock<Template> = OnceLock::new();
    static SUNMI: OnceLock<Template> = OnceLock::new();
    let cell = match content {
        Content::Nothing => &NOTHING,
        Content::BuiltIn => &BUILT_IN,
        Content::Sunmi => &SUNMI,
    };
    cell.get_or_init(|| apart(async move || make_template(content).await))
}

async fn make_template(content: Content) -> Template {
    let (url, place, folder) = match admin() {
        None => {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("template.db").to_str().unwrap().to_owned();
            (file.clone(), file, Some(folder))
        }
        Some(admin) => {
            let name = format!("ropewalk_template_{}_{content:?}", std::process::id()).to_lowercase();
            execute(admin.as_str(), &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.unwrap();
            execute(admin.as_str(), &format!("CREATE DATABASE {name}")).await.unwrap();
            (named(&admin, &name), name, None)
        }
    };
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(beginning()));
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::of(content as u64));
    let store = Store::open(&url, Arc::clone(&clock), Arc::clone(&entropy)).await.unwrap();
    let app = Ropewalk::new(store, Blobs::in_memory(), clock, entropy);
    if content != Content::Nothing {
        seeds::install(&app).await.unwrap();
    }
    if content == Content::Sunmi {
        seeds::install_demo(&app).await.unwrap();
    }
    let token = async |role: Role| match content {
        Content::Nothing => String::new(),
        _ => access::create_token(&app, role, role.name(), None).await.unwrap(),
    };
    let tokens = Tokens {
        reader: token(Role::Reader).await,
        editor: token(Role::Editor).await,
        reviewer: token(Role::Reviewer).await,
        admin: token(Role::Admin).await,
    };
    drop(app);
    match admin() {
        // What is only in the write-ahead log would be missing from a copy of the file.
        None => execute(&format!("sqlite://{url}"), "PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap(),
        Some(admin) => {
            let end = format!(
                "ALTER DATABASE {place} ALLOW_CONNECTIONS false; \
                 SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{place}'"
            );
            execute(admin.as_str(), &end).await.unwrap();
        }
    }
    Template { place, tokens, _folder: folder }
}

impl Database {
    /// A database that holds `content`.
    pub fn with(content: Content) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let template = template(content);
        let (url, file, folder) = match admin() {
            None => {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("test.db");
                std::fs::copy(&template.place, &file).unwrap();
                (file.to_str().unwrap().to_owned(), Some(file), Some(folder))
            }
            Some(admin) => {
                let count = COUNT.fetch_add(1, Ordering::Relaxed);
                let name = format!("ropewalk_test_{}_{count}", std::process::id());
                let sql = format!("CREATE DATABASE {name} TEMPLATE {}", template.place);
                apart(async || execute(admin.as_str(), &sql).await).unwrap();
                (named(&admin, &name), None, None)
            }
        };
        Self {
            url,
            tokens: template.tokens.clone(),
            file,
            seeds: AtomicU64::new(10),
            blobs: Blobs::in_memory(),
            _folder: folder,
        }
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.file.is_none()
    }

    /// Randomness that no other store of this database has: ids are unique.
    pub fn entropy(&self) -> Arc<dyn Entropy> {
        Arc::new(SeededEntropy::of(self.seeds.fetch_add(1, Ordering::Relaxed)))
    }

    /// One more server's store over this database.
    pub async fn store(&self) -> Arc<Store> {
        Store::open(&self.url, Arc::new(FixedClock::at(beginning())), self.entropy()).await.unwrap()
    }

    /// One more server's use cases over this database.
    pub async fn ropewalk(&self) -> Ropewalk {
        Ropewalk::new(self.store().await, self.blobs.clone(), Arc::new(FixedClock::at(beginning())), self.entropy())
    }

    /// A connection past the program, with one session.
    pub async fn connect(&self) -> DatabaseConnection {
        let url = if self.is_postgres() { self.url.clone() } else { format!("sqlite://{}", self.url) };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        sea_orm::Database::connect(options).await.unwrap()
    }

    /// Executes SQL as it stands.
    pub async fn execute(&self, sql: &str) -> Result<u64, sea_orm::DbErr> {
        let connection = self.connect().await;
        let done = connection.execute_unprepared(sql).await.map(|done| done.rows_affected());
        connection.close().await.unwrap();
        done
    }

    /// Changes rows behind the program's back and past every constraint; answers how many.
    pub async fn tamper(&self, sql: &str) -> u64 {
        let connection = self.connect().await;
        let unchecked =
            if self.is_postgres() { "SET session_replication_role = replica" } else { "PRAGMA foreign_keys = OFF" };
        connection.execute_unprepared(unchecked).await.unwrap();
        let done = connection.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        connection.close().await.unwrap();
        done.rows_affected()
    }

    /// The rows of a query.
    pub async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let connection = self.connect().await;
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = connection.query_all_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        connection.close().await.unwrap();
        rows
    }

    /// The number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        self.query(sql).await[0].try_get_by_index(0).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The rows of a query of texts, `NULL` as an empty one.
    pub async fn texts(&self, sql: &str) -> Vec<Vec<String>> {
        let rows = self.query(sql).await;
        let width = |row: &QueryResult| row.column_names().len();
        let text = |row: &QueryResult, at| row.try_get_by_index::<Option<String>>(at).unwrap().unwrap_or_default();
        rows.iter().map(|row| (0..width(row)).map(|at| text(row, at)).collect()).collect()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(admin) = admin() else { return };
        let Some(name) = self.url.parse::<url::Url>().ok().map(|url| url.path().trim_start_matches('/').to_owned())
        else {
            return;
        };
        // A second panic would hide the first.
        let _ = apart(async || execute(admin.as_str(), &format!("DROP DATABASE {name} WITH (FORCE)")).await);
    }
}
