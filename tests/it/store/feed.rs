//! The feed of commits: nothing is missed, nothing comes twice, whoever writes and wherever.

use crate::support::{TestDatabase, commits, organization, processor, put, request};
use ropewalk::{
    domain::{change::Change, digest::GENESIS, register::REDACTED},
    store::{Commit, FeedQuery, Redact, RedactRequest, Store, StoreError},
};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// Longer than any test waits for what does come.
const LONG: Duration = Duration::from_mins(1);

fn since(since: u64) -> FeedQuery {
    FeedQuery { since, digest: None, limit: 7, documents: false }
}

/// Collects commits by long poll, each page after the other, until it has `seq`.
async fn follow(store: Arc<Store>, seq: u64) -> Vec<Commit> {
    let mut collected: Vec<Commit> = Vec::new();
    while let last = collected.last()
        && last.is_none_or(|last| last.seq < seq)
    {
        let digest = Some(last.map_or(GENESIS, |last| last.digest));
        let query = FeedQuery { digest, documents: true, ..since(last.map_or(0, |last| last.seq)) };
        collected.extend(store.feed(&query, LONG).await.unwrap());
    }
    collected
}

#[tokio::test]
async fn the_feed_tells_whole_commits_in_order() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Neo"), processor("neocrm", "neo")]).await;
    put(&store, vec![organization("acme", "Acme")]).await;
    let feed = commits(&store, 0, 10).await;
    assert_eq!(feed.iter().map(|c| (c.seq, c.revisions.len())).collect::<Vec<_>>(), [(1, 2), (2, 1)]);
    assert_eq!(feed[1].digest, store.register().await.unwrap().head().digest);
    assert_eq!(commits(&store, 0, 1).await, feed[..1]);
    assert_eq!(commits(&store, 1, 10).await, feed[1..]);
    assert!(commits(&store, 2, 10).await.is_empty());
    let told = store.feed(&FeedQuery { documents: true, ..since(1) }, Duration::ZERO).await.unwrap();
    let document = told[0].revisions[0].document.as_deref();
    assert_eq!(document, Some(&*organization("acme", "Acme").document()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_of_two_servers_collect_exactly_the_journal_while_many_write() {
    let db = TestDatabase::new().await;
    let servers = [db.store().await, db.store().await];
    let total = 60;
    let mut followers = JoinSet::new();
    for server in servers.iter().chain(&servers) {
        followers.spawn(follow(Arc::clone(server), total));
    }
    let mut writers = JoinSet::new();
    for writer in 0..6 {
        let store = Arc::clone(&servers[writer % 2]);
        writers.spawn(async move {
            for round in 0..10 {
                let own = organization(&format!("own-{writer}"), &format!("round {round}"));
                put(&store, vec![own, organization("shared", &format!("{writer} {round}"))]).await;
            }
        });
    }
    writers.join_all().await;
    let journal = db.rows("SELECT commit_id, digest FROM commits ORDER BY seq").await;
    let documents = db.rows("SELECT document FROM revisions ORDER BY seq, n").await;
    for collected in followers.join_all().await {
        assert_eq!(collected.iter().map(|c| c.seq).collect::<Vec<_>>(), (1..=total).collect::<Vec<_>>());
        let told: Vec<_> =
            collected.iter().map(|c| vec![Some(c.commit_id.clone()), Some(c.digest.to_string())]).collect();
        assert_eq!(told, journal);
        let told: Vec<_> = collected.iter().flat_map(|c| &c.revisions).map(|r| vec![r.document.clone()]).collect();
        assert_eq!(told, documents);
    }
}

#[tokio::test]
async fn who_waits_is_woken_by_commits_of_this_and_of_other_servers() {
    let db = TestDatabase::new().await;
    let (store, other) = (db.store().await, db.store().await);
    for (seq, writer) in [(1, &store), (2, &other)] {
        let waiting = tokio::spawn({
            let store = Arc::clone(&store);
            async move { store.feed(&since(seq - 1), LONG).await }
        });
        tokio::task::yield_now().await;
        put(writer, vec![organization("neo", &format!("commit {seq}"))]).await;
        let told = waiting.await.unwrap().unwrap();
        assert_eq!(told.iter().map(|commit| commit.seq).collect::<Vec<_>>(), [seq]);
    }
}

#[tokio::test]
async fn waiting_ends_without_commits_when_none_comes() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    assert!(store.feed(&since(0), Duration::from_millis(50)).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_waits_holds_no_connection_and_there_is_room_for_so_many_only() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let mut waiting = JoinSet::new();
    for _ in 0..300 {
        let store = Arc::clone(&store);
        waiting.spawn(async move { store.feed(&since(0), LONG).await });
    }
    let mut refused = 0;
    while refused < 300 - 256 {
        let ended = waiting.join_next().await.unwrap().unwrap();
        assert!(matches!(ended, Err(StoreError::Crowded)), "{ended:?}");
        refused += 1;
    }
    // Far more wait than there are connections; reading and writing go on.
    assert_eq!(store.register().await.unwrap().head().seq, 0);
    put(&store, vec![organization("neo", "Neo")]).await;
    for told in waiting.join_all().await {
        assert_eq!(told.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_is_not_yet_there_and_what_is_another_history_is_told() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let first = put(&store, vec![organization("neo", "Neo")]).await.head();
    let lost = put(&store, vec![organization("acme", "Acme")]).await.head();
    let ask = async |seq, digest, wait| store.feed(&FeedQuery { digest, ..since(seq) }, wait).await;
    for wait in [Duration::ZERO, LONG] {
        assert!(matches!(ask(3, None, wait).await, Err(StoreError::Future { head: 2, .. })));
        assert_eq!(ask(1, Some(first.digest), wait).await.unwrap().len(), 1);
        assert_eq!(ask(0, Some(GENESIS), wait).await.unwrap().len(), 2);
        for (seq, digest) in [(1, lost.digest), (0, first.digest), (2, first.digest), (3, lost.digest)] {
            let told = ask(seq, Some(digest), wait).await;
            assert!(matches!(told, Err(StoreError::OtherHistory { since }) if since == seq), "{seq}: {told:?}");
        }
    }
    let waiting = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.feed(&FeedQuery { digest: Some(lost.digest), ..since(2) }, LONG).await }
    });
    tokio::task::yield_now().await;
    db.tamper(&[
        "DELETE FROM records WHERE key = 'acme'",
        "DELETE FROM revisions WHERE seq = 2",
        "DELETE FROM commits WHERE seq = 2",
        "UPDATE head SET seq = 1, digest = (SELECT digest FROM commits WHERE seq = 1), \
         recorded_at = (SELECT recorded_at FROM commits WHERE seq = 1)",
    ])
    .await;
    let told = waiting.await.unwrap();
    assert!(matches!(told, Err(StoreError::OtherHistory { since: 2 } | StoreError::Reloading)), "{told:?}");
}

#[tokio::test]
async fn a_page_ends_with_the_commit_that_fills_it() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let name = "x".repeat(900);
    for round in 0..3 {
        let records = (0..2_500).map(|n| organization(&format!("o{n}"), &format!("{name} {round}")));
        store.commit(request(records.map(Change::put).collect())).await.unwrap();
    }
    put(&store, vec![organization("neo", "Neo")]).await;
    let pages = async |documents| {
        let mut pages = Vec::new();
        let mut last = 0;
        while last < 4 {
            let query = FeedQuery { documents, limit: 10, ..since(last) };
            let page = store.feed(&query, Duration::ZERO).await.unwrap();
            assert!(page.iter().all(|commit| commit.revisions.len() == 2_500 || commit.seq == 4));
            last = page.last().unwrap().seq;
            pages.push(page.iter().map(|commit| commit.seq).collect::<Vec<_>>());
        }
        pages
    };
    assert_eq!(pages(true).await, [vec![1, 2], vec![3, 4]]);
    assert_eq!(pages(false).await, [[1, 2, 3, 4]]);
}

#[tokio::test]
async fn redactions_are_told_and_show_in_what_was_told_before() {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    put(&store, vec![organization("neo", "Jane Doe")]).await;
    put(&store, vec![organization("neo", "Neo")]).await;
    let targets = vec![Redact { id: "organizations/neo".parse().unwrap(), versions: Some(vec![1]) }];
    let (principal, reason) = ("p-dpo".to_owned(), "request 17".to_owned());
    store.redact(RedactRequest { principal, reason, targets, reasons: false }).await.unwrap();
    let told = follow(Arc::clone(&store), 3).await;
    assert!(told[0].revisions[0].document.as_ref().unwrap().contains(REDACTED));
    let redacted: Vec<_> = told[2].redactions.iter().map(|r| (r.id.to_string(), r.version)).collect();
    assert_eq!((told[2].revisions.len(), redacted), (0, vec![("organizations/neo".to_owned(), 1)]));
}
