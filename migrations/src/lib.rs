//! The migrations of the database: append-only, the same for SQLite and PostgreSQL.
//!
//! Knows tables and views. Never knows the program's types, so that yesterday's migration cannot change with today's code.

pub use sea_orm_migration::MigratorTrait;

mod m20261122_000001_create_journal;
mod m20261122_000002_create_access;
mod m20261122_000003_create_views;

use sea_orm_migration::{MigrationTrait, async_trait::async_trait};

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_create_journal::Migration),
            Box::new(m20261122_000002_create_access::Migration),
            Box::new(m20261122_000003_create_views::Migration),
        ]
    }
}
