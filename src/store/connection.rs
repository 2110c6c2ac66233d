//! Opening a database.

use super::StoreError;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

/// Connects to `url`, creating a file of SQLite that is not there, and brings the tables up to date.
pub(super) async fn open(url: &str) -> Result<DatabaseConnection, StoreError> {
    let db = connect(url, true).await?;
    Migrator::up(&db, None).await?;
    Ok(db)
}

/// Connects to `url` and changes nothing.
pub(super) async fn connect(url: &str, create: bool) -> Result<DatabaseConnection, StoreError> {
    let postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
    let url = if postgres || url.starts_with("sqlite:") { url.to_owned() } else { format!("sqlite://{url}") };
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(if postgres { 12 } else { 4 })
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(postgres)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(create)
                .journal_mode(SqliteJournalMode::Wal)
                // A commit that was acknowledged survives a loss of power.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("temp_store", "MEMORY")
                .pragma("cache_size", "-16000")
        });
    Ok(Database::connect(options).await?)
}

/// Begins a transaction that will write: on SQLite it takes the lock now, since a later upgrade could fail at once.
pub(super) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    db.begin_with_options(options).await
}

/// Whether writers queue here, before the database.
pub(super) fn queues(db: &DatabaseConnection) -> bool {
    db.get_database_backend() == DbBackend::Sqlite
}
