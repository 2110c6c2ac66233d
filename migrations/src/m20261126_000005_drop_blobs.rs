//! Blobs are beside the database, never in it: the table that was meant for them goes.

use crate::run;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE blobs"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
