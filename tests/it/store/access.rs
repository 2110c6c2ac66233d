//! Principals and tokens.

use crate::support::{TestDatabase, organization, put};
use ropewalk::store::{Grant, NewToken, StoreError};

fn token(principal: &str, hash: &str) -> NewToken {
    NewToken {
        hash: hash.to_owned(),
        principal: principal.to_owned(),
        role: "publisher".to_owned(),
        notices: Some(vec!["website".to_owned()]),
        name: "policy generator".to_owned(),
    }
}

#[tokio::test]
async fn a_token_grants_until_it_is_revoked_and_every_server_notices() {
    let db = TestDatabase::new().await;
    let (store, other) = (db.store().await, db.store().await);
    let epochs = async || {
        let epochs = [store.current().await.unwrap().access_epoch, other.current().await.unwrap().access_epoch];
        assert_eq!(epochs[0], epochs[1]);
        epochs[0]
    };
    let mut seen = vec![epochs().await];
    let anna = store.create_principal("Anna").await.unwrap();
    seen.push(epochs().await);
    let made = store.create_token(token(&anna.id, "aa")).await.unwrap();
    seen.push(epochs().await);
    let grant = Grant {
        token: made.id.clone(),
        principal: anna.id.clone(),
        role: "publisher".to_owned(),
        notices: Some(vec!["website".to_owned()]),
    };
    assert_eq!(other.authenticate("aa").await.unwrap(), Some(grant));
    assert_eq!(other.authenticate("bb").await.unwrap(), None);
    other.revoke_token(&made.id).await.unwrap();
    seen.push(epochs().await);
    assert_eq!(store.authenticate("aa").await.unwrap(), None);
    assert!(store.tokens().await.unwrap()[0].revoked_at.is_some());
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 4, "each change has an epoch of its own");
    let before = epochs().await;
    put(&store, vec![organization("neo", "Neo")]).await;
    assert_eq!(epochs().await, before, "a commit does not change access");
}

#[tokio::test]
async fn what_does_not_exist_or_exists_already_is_refused() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    assert!(matches!(store.create_token(token("nobody", "aa")).await, Err(StoreError::Missing(_))));
    assert!(matches!(store.revoke_token("nothing").await, Err(StoreError::Missing(_))));
    assert!(matches!(store.rename_principal("nobody", "x").await, Err(StoreError::Missing(_))));
    let anna = store.create_principal("Anna").await.unwrap();
    store.create_token(token(&anna.id, "aa")).await.unwrap();
    assert!(matches!(store.create_token(token(&anna.id, "aa")).await, Err(StoreError::Exists(_))));
    store.rename_principal(&anna.id, "[forgotten]").await.unwrap();
    assert_eq!(store.principals().await.unwrap()[0].name, "[forgotten]");
}
