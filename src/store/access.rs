//! Principals and tokens. What changes here gives the head a new access epoch in the same transaction, so that every server
//! notices with its next head check.
//!
//! Knows that a token has a role and may be limited to notices; never knows what either allows.

use super::{
    Store, connect,
    entity::{principals, tokens},
    error::StoreError,
    journal::{self, written},
    write,
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, SqlErr};

/// Somebody or something that acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The opaque id; the journal knows nothing else.
    pub id: String,
    /// The name, which can be changed and so forgotten.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// The SHA-256 of the secret, in hexadecimal digits. The secret itself is never kept.
    pub hash: String,
    /// Whose it is.
    pub principal: String,
    /// What it may do.
    pub role: String,
    /// The keys of the notices that it is limited to; `None` for no limit.
    pub notices: Option<Vec<String>>,
    /// What it is for.
    pub name: String,
}

/// A token, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub principal: String,
    /// What it may do.
    pub role: String,
    /// The keys of the notices that it is limited to.
    pub notices: Option<Vec<String>>,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a token that holds grants to who shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The token.
    pub token: String,
    /// Whose it is.
    pub principal: String,
    /// What it may do.
    pub role: String,
    /// The keys of the notices that it is limited to; `None` for no limit.
    pub notices: Option<Vec<String>>,
}

impl Token {
    fn read(row: tokens::Model) -> Result<Self, StoreError> {
        let notices = row.notices.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            notices: notices.map_err(|error| StoreError::unreadable(format!("token {}", row.id), error))?,
            created_at: journal::instant(&row.created_at)?,
            revoked_at: row.revoked_at.as_deref().map(journal::instant).transpose()?,
            id: row.id,
            principal: row.principal,
            role: row.role,
            name: row.name,
        })
    }
}

impl Store {
    /// Makes a principal.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn create_principal(&self, name: &str) -> Result<Principal, StoreError> {
        let created_at = self.clock.now();
        let principal = Principal { id: self.unique_id(created_at), name: name.to_owned(), created_at };
        let row = principals::Model {
            id: principal.id.clone(),
            name: principal.name.clone(),
            created_at: written(created_at),
        };
        self.change_access(async |db| write::insert(db, &[row]).await.map_err(StoreError::from)).await?;
        Ok(principal)
    }

    /// Gives a principal another name; the old one is kept nowhere.
    ///
    /// # Errors
    /// [`StoreError::Missing`], and those of the database.
    pub async fn rename_principal(&self, id: &str, name: &str) -> Result<(), StoreError> {
        let statement = "UPDATE principals SET name = $1 WHERE id = $2";
        self.change_one(statement, [name, id], "principal").await
    }

    /// Every principal, in the order in which they were made.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn principals(&self) -> Result<Vec<Principal>, StoreError> {
        let query = "SELECT id, name, created_at FROM principals ORDER BY created_at, id";
        let rows: Vec<principals::Model> = connect::rows(&self.db, query, []).await?;
        rows.into_iter()
            .map(|row| Ok(Principal { created_at: journal::instant(&row.created_at)?, id: row.id, name: row.name }))
            .collect()
    }

    /// Makes a token.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the principal, [`StoreError::Exists`] if the secret is not new, and those of the database.
    pub async fn create_token(&self, new: NewToken) -> Result<Token, StoreError> {
        let created_at = self.clock.now();
        let row = tokens::Model {
            id: self.unique_id(created_at),
            hash: new.hash,
            principal: new.principal,
            role: new.role,
            notices: new.notices.map(|notices| serde_json::Value::from(notices).to_string()),
            name: new.name,
            created_at: written(created_at),
            revoked_at: None,
        };
        let (inserted, principal) = ([row.clone()], row.principal.clone());
        self.change_access(async |db| {
            write::insert(db, &inserted).await.map_err(|error| match error.sql_err() {
                Some(SqlErr::ForeignKeyConstraintViolation(_)) => {
                    StoreError::Missing(format!("principal `{principal}`"))
                }
                Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Exists("token"),
                _ => error.into(),
            })
        })
        .await?;
        Token::read(row)
    }

    /// Every token, also revoked ones, in the order in which they were made.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let query = format!("SELECT {TOKEN} FROM tokens ORDER BY created_at, id");
        let rows: Vec<tokens::Model> = connect::rows(&self.db, &query, []).await?;
        rows.into_iter().map(Token::read).collect()
    }

    /// Revokes a token; nothing can make it hold again.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is no such token that holds, and those of the database.
    pub async fn revoke_token(&self, id: &str) -> Result<(), StoreError> {
        let now = written(self.clock.now());
        let statement = "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
        self.change_one(statement, [&now, id], "token that holds").await
    }

    /// What the token whose secret has this SHA-256 grants; `None` if there is none or it was revoked.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn authenticate(&self, hash: &str) -> Result<Option<Grant>, StoreError> {
        let query = format!("SELECT {TOKEN} FROM tokens WHERE hash = $1 AND revoked_at IS NULL");
        let row: Option<tokens::Model> = connect::row(&self.db, &query, [hash.into()]).await?;
        let token = row.map(Token::read).transpose()?;
        Ok(token.map(|Token { id, principal, role, notices, .. }| Grant { token: id, principal, role, notices }))
    }

    /// Executes a statement that must touch the row whose id is its last value.
    async fn change_one(&self, statement: &str, values: [&str; 2], what: &str) -> Result<(), StoreError> {
        let [_, id] = values;
        self.change_access(async |db| match connect::execute(db, statement, values.map(Into::into)).await? {
            0 => Err(StoreError::Missing(format!("{what} `{id}`"))),
            _ => Ok(()),
        })
        .await
    }

    /// Changes access and gives it a new epoch, both or neither.
    async fn change_access(
        &self,
        change: impl AsyncFnOnce(&sea_orm::DatabaseTransaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let transaction = connect::begin_write(&self.db).await?;
        change(&transaction).await?;
        new_epoch(&transaction, self.unpredictable()).await?;
        Ok(transaction.commit().await?)
    }

    /// Epochs are drawn, not counted: after a restore the same number would come again, for other rights.
    fn unpredictable(&self) -> i64 {
        let mut bytes = [0; 8];
        self.entropy.fill(&mut bytes);
        i64::from_be_bytes(bytes)
    }
}

const TOKEN: &str = "id, hash, principal, role, notices, name, created_at, revoked_at";

async fn new_epoch(db: &impl ConnectionTrait, epoch: i64) -> Result<(), DbErr> {
    connect::execute(db, "UPDATE head SET access_epoch = $1 WHERE id = 1", [epoch.into()]).await.map(drop)
}
