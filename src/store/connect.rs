//! Opening a database: the settings that keep the journal safe on each engine, migrations, transactions.

use super::error::StoreError;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    FromQueryResult, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

/// Servers that start together over one empty database wait for each other under this advisory lock.
const MIGRATING: &str = "SELECT pg_advisory_xact_lock(7310579640293118821)";

/// Opens the database at `address` and brings its tables up to date.
pub(super) async fn open(address: &str) -> Result<DatabaseConnection, StoreError> {
    let db = Database::connect(options(address, true)?).await?;
    let transaction = begin_write(&db).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(MIGRATING).await?;
    }
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(db)
}

/// Opens the database at `address` as it is, and changes nothing.
pub(super) async fn look(address: &str) -> Result<DatabaseConnection, StoreError> {
    Ok(Database::connect(options(address, false)?).await?)
}

fn options(address: &str, create: bool) -> Result<ConnectOptions, StoreError> {
    let postgres = address.starts_with("postgres://") || address.starts_with("postgresql://");
    let sqlite = address.starts_with("sqlite:");
    // A database in memory would be another one for each connection of the pool.
    let refused = address.is_empty() || address.contains(":memory:") || address.contains("mode=memory");
    if refused || (!postgres && !sqlite && address.contains("://")) {
        return Err(StoreError::Address(without_password(address)));
    }
    let plain_file = (!postgres && !sqlite).then(|| address.to_owned());
    let mut options = ConnectOptions::new(if plain_file.is_some() { "sqlite:" } else { address });
    options
        .max_connections(if postgres { 12 } else { 4 })
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    if !postgres {
        options.test_before_acquire(false);
    }
    options.map_sqlx_sqlite_opts(move |settings| {
        let settings = match &plain_file {
            Some(file) => settings.filename(file).create_if_missing(create),
            None => settings,
        };
        settings
            .journal_mode(SqliteJournalMode::Wal)
            // The journal must survive a loss of power.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // What is redacted is overwritten, not only unlinked.
            .pragma("secure_delete", "ON")
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", "-16000")
    });
    Ok(options)
}

/// The address as it may be shown.
fn without_password(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => address.to_owned(),
    }
}

/// Begins a transaction that will write. On `SQLite` it takes the write lock at once: a snapshot that wants to write later
/// fails without waiting when somebody else wrote meanwhile.
pub(super) async fn begin_write(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = Some(SqliteTransactionMode::Immediate);
    db.begin_with_options(TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() }).await
}

/// Begins a transaction whose every query sees the database at one instant.
pub(super) async fn begin_snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    // A transaction of SQLite in WAL mode is such a snapshot anyway.
    let options = match db.get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            sqlite_transaction_mode: None,
        },
        _ => TransactionOptions::default(),
    };
    db.begin_with_options(options).await
}

/// The rows of a query that both engines understand; `$1`, `$2`, ... stand for `values`.
pub(super) async fn rows<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    query: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), query, values);
    T::find_by_statement(statement).all(db).await
}

/// The first row of a query; see [`rows`].
pub(super) async fn row<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    query: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), query, values);
    T::find_by_statement(statement).one(db).await
}

/// Executes a statement that both engines understand and tells how many rows it touched; see [`rows`].
pub(super) async fn execute(
    db: &impl ConnectionTrait,
    statement: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), statement, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// The places of values for `rows` rows of `columns` columns: `($1,$2),($3,$4)`.
pub(super) fn places(db: &impl ConnectionTrait, rows: usize, columns: usize) -> String {
    // SQLite looks for a named place among all before it; these have none.
    let named = db.get_database_backend() == DbBackend::Postgres;
    let mut text = String::with_capacity(rows * (columns * 6 + 3));
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            text.push_str(if column == 0 { "" } else { "," });
            if named {
                text.push('$');
                text.push_str(&(row * columns + column + 1).to_string());
            } else {
                text.push('?');
            }
        }
        text.push(')');
    }
    text
}
