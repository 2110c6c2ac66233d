//! Principals and tokens. Every change of them moves the access epoch in the same transaction, so that what tokens grant can
//! be remembered until it moves.

use super::{Store, StoreError, connection, entity, instant, parse_instant};
use crate::domain::Key;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// The SHA-256 of the secret, hexadecimal.
    pub hash: String,
    /// The role.
    pub role: String,
    /// Whose it is or what it is for.
    pub name: String,
    /// The notices it is limited to.
    pub notices: Option<Vec<Key>>,
}

/// A token without its secret.
#[derive(Debug, Clone)]
pub struct TokenRow {
    /// Its id.
    pub id: String,
    /// The principal that acts with it.
    pub principal: String,
    /// Whose it is or what it is for.
    pub name: String,
    /// The role.
    pub role: String,
    /// The notices it is limited to.
    pub notices: Option<Vec<Key>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Makes a token, and the principal that acts with it. Answers its id.
    pub async fn create_token(&self, token: NewToken) -> Result<String, StoreError> {
        let mut bytes = [0; 8];
        self.entropy.fill(&mut bytes);
        let id = hex::encode(bytes);
        let created_at = instant(self.clock.now());
        let _turn = self.turn().await;
        let tx = connection::begin(&self.db).await?;
        let principal =
            entity::principals::Model { id: format!("p-{id}"), name: token.name, created_at: created_at.clone() };
        let row = entity::tokens::Model {
            id: id.clone(),
            hash: token.hash,
            principal: principal.id.clone(),
            role: token.role,
            notices: token.notices.map(|keys| keys.iter().map(Key::as_str).collect::<Vec<_>>().join(" ")),
            created_at,
            revoked_at: None,
        };
        entity::principals::ActiveModel::from(principal).insert(&tx).await?;
        entity::tokens::ActiveModel::from(row).insert(&tx).await?;
        move_epoch(&tx).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Every token, oldest first.
    pub async fn tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        let rows = entity::tokens::Entity::find()
            .order_by_asc(entity::tokens::Column::CreatedAt)
            .order_by_asc(entity::tokens::Column::Id)
            .all(&self.db)
            .await?;
        let names = entity::principals::Entity::find().all(&self.db).await?;
        let name = |id: &str| names.iter().find(|principal| principal.id == id).map(|principal| principal.name.clone());
        rows.into_iter()
            .map(|row| {
                let name = name(&row.principal).unwrap_or_default();
                token(row, name)
            })
            .collect()
    }

    /// The token with this hash that is in use.
    pub async fn token(&self, hash: &str) -> Result<Option<TokenRow>, StoreError> {
        let row = entity::tokens::Entity::find()
            .filter(entity::tokens::Column::Hash.eq(hash))
            .filter(entity::tokens::Column::RevokedAt.is_null())
            .one(&self.db)
            .await?;
        row.map(|row| token(row, String::new())).transpose()
    }

    /// Revokes a token; false if there is none of this id in use.
    pub async fn revoke_token(&self, id: &str) -> Result<bool, StoreError> {
        let _turn = self.turn().await;
        let tx = connection::begin(&self.db).await?;
        let revoked = entity::tokens::Entity::update_many()
            .col_expr(entity::tokens::Column::RevokedAt, Expr::value(instant(self.clock.now())))
            .filter(entity::tokens::Column::Id.eq(id))
            .filter(entity::tokens::Column::RevokedAt.is_null())
            .exec(&tx)
            .await?
            .rows_affected;
        move_epoch(&tx).await?;
        tx.commit().await?;
        Ok(revoked > 0)
    }
}

fn token(row: entity::tokens::Model, name: String) -> Result<TokenRow, StoreError> {
    let notices =
        row.notices.map(|keys| keys.split_whitespace().map(|key| key.parse().map_err(StoreError::Corrupt)).collect());
    Ok(TokenRow {
        id: row.id,
        principal: row.principal,
        name,
        role: row.role,
        notices: notices.transpose()?,
        created_at: parse_instant(&row.created_at)?,
        revoked_at: row.revoked_at.as_deref().map(parse_instant).transpose()?,
    })
}

async fn move_epoch(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    use entity::head::Column;
    entity::head::Entity::update_many()
        .col_expr(Column::AccessEpoch, Expr::col(Column::AccessEpoch).add(1))
        .filter(Column::Id.eq(1))
        .exec(db)
        .await?;
    Ok(())
}
