//! The tables, without logic.

macro_rules! table {
    ($(#[doc = $doc:literal])+ $module:ident $table:literal { $($(#[$attribute:meta])* $column:ident: $type:ty,)+ }) => {
        $(#[doc = $doc])+
        pub mod $module {
            use sea_orm::entity::prelude::*;

            /// A row.
            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model { $($(#[$attribute])* pub $column: $type,)+ }

            /// Relations are queried, never modelled.
            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

table! {
    /// The one row that writers lock and readers ask.
    head "head" {
        #[sea_orm(primary_key, auto_increment = false)] id: i64,
        seq: i64,
        digest: String,
        recorded_at: String,
        access_epoch: i64,
        seeds_edition: i64,
    }
}

table! {
    /// Commits.
    commits "commits" {
        #[sea_orm(primary_key, auto_increment = false)] seq: i64,
        commit_id: String,
        recorded_at: String,
        principal: String,
        reason: String,
        digest: String,
    }
}

table! {
    /// Revisions of records, `n` counting from 0 within a commit.
    revisions "revisions" {
        #[sea_orm(primary_key, auto_increment = false)] seq: i64,
        #[sea_orm(primary_key, auto_increment = false)] n: i64,
        kind: String,
        key: String,
        version: i64,
        action: String,
        schema: i64,
        document: String,
        salt: Option<String>,
        commitment: String,
    }
}

table! {
    /// Redactions: what verifies a revision from some commit on.
    redactions "redactions" {
        #[sea_orm(primary_key, auto_increment = false)] seq: i64,
        #[sea_orm(primary_key, auto_increment = false)] n: i64,
        of_seq: i64,
        of_n: i64,
        salt: String,
        commitment: String,
    }
}

table! {
    /// The index: the current revision of each key.
    records "records" {
        #[sea_orm(primary_key, auto_increment = false)] kind: String,
        #[sea_orm(primary_key, auto_increment = false)] key: String,
        version: i64,
        seq: i64,
        n: i64,
    }
}

table! {
    /// Who refers to whom.
    refs "refs" {
        #[sea_orm(primary_key, auto_increment = false)] kind: String,
        #[sea_orm(primary_key, auto_increment = false)] key: String,
        #[sea_orm(primary_key, auto_increment = false)] pointer: String,
        to_kind: String,
        to_key: String,
    }
}

table! {
    /// Bytes by their digest.
    blobs "blobs" {
        #[sea_orm(primary_key, auto_increment = false)] digest: String,
        media_type: String,
        recorded_at: String,
        bytes: Vec<u8>,
    }
}

table! {
    /// The names behind the opaque ids of the journal.
    principals "principals" {
        #[sea_orm(primary_key, auto_increment = false)] id: String,
        name: String,
        created_at: String,
    }
}

table! {
    /// Tokens by the hash of their secret.
    tokens "tokens" {
        #[sea_orm(primary_key, auto_increment = false)] id: String,
        hash: String,
        principal: String,
        role: String,
        notices: Option<String>,
        created_at: String,
        revoked_at: Option<String>,
    }
}
