//! Commits that are made once: what the store keeps, under the lock and in one transaction.

use crate::support::{TestDatabase, delete, id, organization, request};
use chrono::TimeDelta;
use ropewalk::{
    domain::{
        change::{Change, Obstacle, Precondition},
        digest,
    },
    store::{Asked, CommitError, CommitRequest, Committed, Keep, Reply, Store},
};
use std::sync::Arc;

/// A request to create an organisation once, which is answered with the number of its commit.
fn once(key: &str, organization_key: &str) -> CommitRequest {
    let change = Change::put_if(organization(organization_key, "Somebody"), Precondition::Absent);
    keyed(key, organization_key, vec![change])
}

fn keyed(key: &str, sent: &str, changes: Vec<Change>) -> CommitRequest {
    let asked = Asked::new("p-anna", "POST /", key, digest::of(sent.as_bytes()));
    let tell = |committed: &Committed| {
        let seq = committed.head().seq.to_string();
        Reply { head: format!("commit {seq}"), body: seq.into_bytes().into() }
    };
    CommitRequest { keep: Some(Keep { asked, tell: Arc::new(tell) }), ..request(changes) }
}

/// What the caller is told, and whether it was said before.
fn told(outcome: Result<Committed, CommitError>) -> (String, bool) {
    let answered = outcome.unwrap().answered.unwrap();
    (answered.reply.head, answered.again)
}

async fn assert_sound(store: &Arc<Store>, seq: u64) {
    assert_eq!(store.register().await.unwrap().head().seq, seq);
    assert_eq!(store.verify(None).await.unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn commits_of_one_key_that_are_written_together_are_one() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    // All of them are asked for before the first is written: they share a transaction.
    let (first, same, other, fails, after, alone) = tokio::join!(
        store.commit(once("a", "acme")),
        store.commit(once("a", "acme")),
        store.commit(once("a", "another")),
        store.commit(once("b", "acme")),
        store.commit(once("b", "neo")),
        store.commit(request(vec![Change::put(organization("late", "Late"))])),
    );
    assert_eq!(told(first), ("commit 1".to_owned(), false));
    let same = same.unwrap();
    assert!(same.revisions.is_empty() && same.head().seq == 1);
    assert_eq!(told(Ok(same)), ("commit 1".to_owned(), true));
    assert!(matches!(other, Err(CommitError::KeyReused)));
    let Err(CommitError::Obstacles(obstacles)) = fails else { panic!("it is there already") };
    assert_eq!(obstacles, [Obstacle::Exists(id("organizations/acme"), 1)]);
    assert_eq!(told(after), ("commit 2".to_owned(), false), "the refusal before was not kept");
    assert_eq!((alone.as_ref().unwrap().head().seq, alone.unwrap().answered), (3, None));
    assert_sound(&store, 3).await;
}

#[tokio::test]
async fn a_commit_that_changes_nothing_is_kept_under_the_one_before_it() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    store.commit(request(vec![Change::put(organization("acme", "Acme"))])).await.unwrap();
    let nothing = || keyed("a", "acme", vec![Change::put(organization("acme", "Acme"))]);
    assert_eq!(told(store.commit(nothing()).await), ("commit 1".to_owned(), false));
    store.commit(request(vec![delete("organizations/acme")])).await.unwrap();
    assert_eq!(told(store.commit(nothing()).await), ("commit 1".to_owned(), true));
    assert_sound(&store, 2).await;
}

#[tokio::test]
async fn a_server_that_never_heard_of_a_key_finds_it_under_the_lock() {
    let db = TestDatabase::new().await;
    let (one, two) = (db.store().await, db.store().await);
    assert_eq!(told(one.commit(once("a", "acme")).await), ("commit 1".to_owned(), false));
    assert_eq!(told(two.commit(once("a", "acme")).await), ("commit 1".to_owned(), true));
    assert!(matches!(two.commit(once("a", "neo")).await, Err(CommitError::KeyReused)));
    let asked = Asked::new("p-anna", "POST /", "a", digest::of(b"acme"));
    assert_eq!(two.answered(&asked).await.unwrap().unwrap().reply.body.as_ref(), b"1");
    assert!(two.answered(&Asked::new("p-bert", "POST /", "a", asked.sent)).await.unwrap().is_none());
    db.clock.advance(TimeDelta::hours(24));
    assert!(two.answered(&asked).await.unwrap().is_none());
    assert_sound(&two, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_commits_on_several_servers_with_one_key_one_is_made() {
    let db = TestDatabase::new().await;
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let store = db.store().await;
        for _ in 0..8 {
            let store = Arc::clone(&store);
            writers.spawn(async move { told(store.commit(once("a", "acme")).await) });
        }
    }
    let mut told = writers.join_all().await;
    told.sort();
    let mut expected = vec![("commit 1".to_owned(), true); 24];
    expected[0].1 = false;
    assert_eq!(told, expected);
    assert_sound(&db.store().await, 1).await;
}
