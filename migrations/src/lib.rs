//! The migrations of the database: one tree for SQLite and PostgreSQL.
//!
//! Knows tables, columns and views. Never knows an entity or a record type of the program, so that today's code cannot leak
//! into yesterday's migration; and never holds data. Released migrations are not edited: a change is a new file here and
//! a new line in [`Migrator::migrations`]; views are dropped and made anew from the table in [`views`].

mod m20261122_000001_create_journal;
mod m20261122_000002_create_access;
mod m20261122_000003_create_views;
mod m20261123_000004_create_idempotency_keys;
mod m20261126_000005_drop_blobs;
pub mod views;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{
    MigrationTrait,
    sea_orm::{DbBackend, DbErr},
};

/// All migrations, in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_create_journal::Migration),
            Box::new(m20261122_000002_create_access::Migration),
            Box::new(m20261122_000003_create_views::Migration),
            Box::new(m20261123_000004_create_idempotency_keys::Migration),
            Box::new(m20261126_000005_drop_blobs::Migration),
        ]
    }
}

/// A statement in the words of one engine. Both must agree on everything that is hashed, compared or sorted:
///
/// - `{word}` is text that sorts by its bytes (`SQLite` does so by itself, PostgreSQL sorts by the rules of a language),
/// - `{number}` holds 64 bits, `{bytes}` any bytes,
/// - `{table}` ends a table: `SQLite` then checks types as PostgreSQL does.
fn in_words_of(backend: DbBackend, statement: &str) -> Result<String, DbErr> {
    let [word, number, bytes, table] = match backend {
        DbBackend::Sqlite => ["TEXT", "INTEGER", "BLOB", ") STRICT"],
        DbBackend::Postgres => ["TEXT COLLATE \"C\"", "BIGINT", "BYTEA", ")"],
        other => return Err(DbErr::Migration(format!("{other:?} is neither SQLite nor PostgreSQL"))),
    };
    Ok(statement
        .replace("{word}", word)
        .replace("{number}", number)
        .replace("{bytes}", bytes)
        .replace("{table}", table))
}

/// Runs statements one after the other.
async fn run(manager: &sea_orm_migration::SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        let statement = in_words_of(manager.get_database_backend(), statement)?;
        sea_orm_migration::sea_orm::ConnectionTrait::execute_unprepared(manager.get_connection(), &statement).await?;
    }
    Ok(())
}
