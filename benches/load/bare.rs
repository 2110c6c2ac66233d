//! What a write costs without anything around it: one row, one journal row, one durable transaction after the other.

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DbErr, Statement, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Transactions per second of one writer that keeps `document` under one of a hundred keys and journals it, as durably as the
/// program does.
pub async fn writes(folder: &Path, document: &str, duration: Duration) -> Result<f64, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", folder.join("bare.db").display()));
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|sqlite| {
        sqlite.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
    });
    let db = Database::connect(options).await?;
    db.execute_unprepared("CREATE TABLE current (key TEXT PRIMARY KEY, document TEXT NOT NULL)").await?;
    db.execute_unprepared("CREATE TABLE journal (seq INTEGER PRIMARY KEY, document TEXT NOT NULL)").await?;
    let backend = db.get_database_backend();
    let (start, mut done) = (Instant::now(), 0_u32);
    while start.elapsed() < duration {
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = db.begin_with_options(immediate).await?;
        let put = "INSERT INTO current (key, document) VALUES ($1, $2) \
                   ON CONFLICT (key) DO UPDATE SET document = excluded.document";
        let key = format!("record-{}", done % 100);
        transaction.execute_raw(Statement::from_sql_and_values(backend, put, [key.into(), document.into()])).await?;
        let note = "INSERT INTO journal (document) VALUES ($1)";
        transaction.execute_raw(Statement::from_sql_and_values(backend, note, [document.into()])).await?;
        transaction.commit().await?;
        done += 1;
    }
    let rate = f64::from(done) / start.elapsed().as_secs_f64();
    db.close().await?;
    Ok(rate)
}
