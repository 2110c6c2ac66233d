//! Commits: one at a time, whole, in a gapless journal, whoever writes and whoever goes away.

use super::{commit, delete, findings, id, put};
use crate::support::{Content, Database, minimal, referring};
use ropewalk::{
    domain::{
        Kind, Record,
        change::{Change, Obstacle, Precondition},
    },
    store::{CommitError, CommitRequest},
};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_on_several_servers_make_a_gapless_journal() {
    let database = Database::with(Content::BuiltIn);
    let mut writers = tokio::task::JoinSet::new();
    for server in 0..3 {
        let store = database.store().await;
        for task in 0..4 {
            let store = Arc::clone(&store);
            writers.spawn(async move {
                for n in 0..5 {
                    let record = minimal(&format!("s-{server}-{task}-{n}"));
                    let shared = minimal("shared");
                    let mut shared = shared.clone();
                    shared["steward"] = format!("{server} {task} {n}").into();
                    let changes = vec![put(Kind::Systems, &record), put(Kind::Systems, &shared)];
                    commit(&store, "", changes).await.unwrap();
                }
            });
        }
    }
    writers.join_all().await;
    let store = database.store().await;
    let register = store.current().await.unwrap().register;
    assert_eq!(register.head().seq, 61);
    assert_eq!(register.last_version(&id("systems/shared")), 60);
    assert_eq!(database.number("SELECT COUNT(*) FROM commits").await, 61);
    assert_eq!(database.number("SELECT MAX(seq) FROM commits").await, 61);
    let out_of_order =
        "SELECT COUNT(*) FROM commits a JOIN commits b ON b.seq = a.seq + 1 WHERE b.recorded_at <= a.recorded_at";
    assert_eq!(database.number(out_of_order).await, 0);
    assert_eq!(findings(&store).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_create_the_same_record_one_does() {
    let database = Database::with(Content::BuiltIn);
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = database.store().await;
        writers.spawn(async move {
            let mut record = minimal("only");
            record["steward"] = n.to_string().into();
            let record = Record::parse(Kind::Systems, &record).unwrap();
            commit(&store, "", vec![Change::put_if(record, Precondition::Absent)]).await
        });
    }
    let outcomes = writers.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes {
        let Err(CommitError::Obstacles(obstacles)) = outcome else { continue };
        assert_eq!(obstacles, [Obstacle::Exists(id("systems/only"), 1)]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_caller_goes_away_is_whole() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    for n in 0..20_u32 {
        let changes = (0..10).map(|m| put(Kind::Systems, &minimal(&format!("s-{n}-{m}")))).collect();
        let request = CommitRequest { principal: "p".into(), reason: String::new(), changes, seeds_edition: None };
        let commit = store.commit(request);
        tokio::pin!(commit);
        // Polled a few times, so that it is somewhere on its way, and dropped there.
        for _ in 0..=n {
            let polled = std::future::poll_fn(|context| std::task::Poll::Ready(commit.as_mut().poll(context))).await;
            if polled.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    // The last word: after it, every commit before it has ended.
    commit(&store, "", vec![put(Kind::Systems, &minimal("last"))]).await.unwrap();
    let other = database.store().await;
    let register = other.current().await.unwrap().register;
    for n in 0..20 {
        let there = (0..10).filter(|m| register.get(&id(&format!("systems/s-{n}-{m}"))).is_some()).count();
        assert_eq!(there, 10, "commit {n} was started and must be there as a whole");
    }
    assert_eq!(findings(&other).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_database_itself_refuses_a_reference_to_nothing() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let changes = vec![put(Kind::Systems, &minimal("old")), put(Kind::Systems, &referring("new", "old"))];
    commit(&store, "", changes).await.unwrap();
    for sql in [
        "INSERT INTO refs VALUES ('systems', 'new', '/operator', 'organizations', 'nobody')",
        "INSERT INTO refs VALUES ('systems', 'nobody', '/operator', 'systems', 'old')",
        "UPDATE refs SET to_key = 'nobody' WHERE key = 'new'",
        "DELETE FROM records WHERE kind = 'systems' AND key = 'old'",
        "UPDATE records SET seq = 99 WHERE kind = 'systems' AND key = 'old'",
        "DELETE FROM revisions WHERE kind = 'systems' AND key = 'old'",
        "DELETE FROM commits WHERE seq = 2",
    ] {
        let refused = database.execute(sql).await;
        assert!(refused.is_err(), "{sql} was let through");
    }
    assert_eq!(findings(&store).await, Vec::<String>::new());
}

#[tokio::test]
async fn everything_in_the_way_is_told_and_nothing_is_written() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    commit(&store, "", vec![put(Kind::Systems, &minimal("a")), put(Kind::Systems, &referring("b", "a"))])
        .await
        .unwrap();
    let changes = vec![
        delete("systems/a"),
        delete("systems/none"),
        put(Kind::Systems, &referring("c", "nobody")),
        put(Kind::Systems, &minimal("fine")),
    ];
    let Err(CommitError::Obstacles(obstacles)) = commit(&store, "", changes).await else { panic!("let through") };
    assert_eq!(obstacles.len(), 3, "{obstacles:?}");
    let register = store.current().await.unwrap().register;
    assert_eq!((register.head().seq, register.get(&id("systems/fine"))), (2, None));
    assert_eq!(database.number("SELECT COUNT(*) FROM revisions WHERE seq > 2").await, 0);
}

#[tokio::test]
async fn a_record_and_all_who_refer_to_it_go_in_one_commit() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let records = [minimal("a"), referring("b", "a"), referring("c", "b")];
    commit(&store, "", records.iter().map(|record| put(Kind::Systems, record)).collect()).await.unwrap();
    // One is deleted with its user deleted, one with its user changed, in whatever order they are named.
    let changes = vec![delete("systems/a"), put(Kind::Systems, &minimal("c")), delete("systems/b")];
    commit(&store, "", changes).await.unwrap();
    let register = store.current().await.unwrap().register;
    assert!(register.get(&id("systems/a")).is_none() && register.get(&id("systems/c")).is_some());
    assert_eq!(findings(&store).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_large_commit_fits_the_limits_of_the_engine() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let first = std::iter::once(put(Kind::Systems, &minimal("s-0")));
    let rest = (1..3500).map(|n| put(Kind::Systems, &referring(&format!("s-{n}"), "s-0")));
    commit(&store, "", first.chain(rest).collect()).await.unwrap();
    assert_eq!(database.number("SELECT COUNT(*) FROM refs WHERE to_key = 's-0'").await, 3499);
    assert_eq!(findings(&store).await, Vec::<String>::new());
}
