//! Several servers over one database, and what clients of one see of what happens to it.

use crate::support::{Content, Database, TestApp, id, minimal, record, request};
use ropewalk::{
    domain::{
        AsOf, Kind,
        change::{Change, Obstacle, Precondition},
    },
    service::access::{self, Role},
    store::{CommitError, Redact, RedactRequest, StoreError},
};
use serde_json::json;
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
                    let mut shared = minimal("shared");
                    shared["steward"] = format!("{server} {task} {n}").into();
                    let own = minimal(&format!("s-{server}-{task}-{n}"));
                    let changes = [own, shared].map(|system| Change::put(record(Kind::Systems, &system)));
                    store.commit(request(changes.into())).await.unwrap();
                }
            });
        }
    }
    writers.join_all().await;
    let store = database.store().await;
    let register = store.current().await.unwrap().register;
    assert_eq!((register.head().seq, register.last_version(&id("systems/shared"))), (61, 60));
    assert_eq!(database.number("SELECT COUNT(*) FROM commits").await, 61);
    let backwards =
        "SELECT COUNT(*) FROM commits a JOIN commits b ON b.seq = a.seq + 1 WHERE b.recorded_at <= a.recorded_at";
    assert_eq!(database.number(backwards).await, 0);
    let found = store.verify(None).await.unwrap();
    assert!(found.findings.is_empty(), "{:?}", found.findings);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_create_the_same_record_one_does() {
    let database = Database::with(Content::BuiltIn);
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = database.store().await;
        writers.spawn(async move {
            let mut system = minimal("only");
            system["steward"] = n.to_string().into();
            let change = Change::put_if(record(Kind::Systems, &system), Precondition::Absent);
            store.commit(request(vec![change])).await
        });
    }
    let outcomes = writers.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes {
        let Err(CommitError::Obstacles(obstacles)) = outcome else { continue };
        assert_eq!(obstacles, [Obstacle::Exists(id("systems/only"), 1)]);
    }
}

#[tokio::test]
async fn a_reader_who_goes_away_takes_no_others_answer_along() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let mut first = Box::pin(store.current());
    let polled = std::future::poll_fn(|context| std::task::Poll::Ready(first.as_mut().poll(context))).await;
    assert!(polled.is_pending());
    drop(first);
    for _ in 0..3 {
        assert_eq!(store.current().await.unwrap().register.head().seq, 1);
    }
}

#[tokio::test]
async fn registers_of_the_past_are_what_they_were_also_when_read_anew() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let mut digests = vec![store.current().await.unwrap().register.content_digest()];
    // More than are kept, so that some are loaded anew.
    for n in 0..12 {
        crate::support::put(&store, vec![record(Kind::Systems, &minimal(&format!("s-{n}")))]).await;
        digests.push(store.current().await.unwrap().register.content_digest());
    }
    for round in 0..2 {
        for (seq, digest) in (1..).zip(&digests) {
            let past = store.as_of(AsOf::Seq(seq)).await.unwrap();
            assert_eq!((past.head().seq, past.content_digest()), (seq, *digest), "round {round}");
        }
    }
    assert!(store.as_of(AsOf::Seq(0)).await.unwrap().is_empty());
    assert!(matches!(store.as_of(AsOf::Seq(14)).await, Err(StoreError::Future { .. })));
}

#[tokio::test]
async fn a_restored_backup_is_a_moment_unavailable_and_then_the_register() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("kept")), ("systems", minimal("lost"))]).await;
    for sql in [
        "DELETE FROM records WHERE key = 'lost'",
        "DELETE FROM revisions WHERE seq = 3",
        "DELETE FROM commits WHERE seq = 3",
        "UPDATE head SET seq = 2, digest = (SELECT digest FROM commits WHERE seq = 2), \
         recorded_at = (SELECT recorded_at FROM commits WHERE seq = 2)",
    ] {
        assert_eq!(app.database.tamper(sql).await, 1, "{sql}");
    }
    let unavailable = app.reader().get("/api/v1/systems").await;
    unavailable.problem(503, "reloading");
    assert_eq!(unavailable.header("Retry-After"), Some("1"));
    assert_eq!(app.reader().get("/api/v1/systems").await.expect(200).keys(), ["kept"]);
    let found = app.app.store.verify(None).await.unwrap();
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    let again = app.editor().post("/api/v1/systems").json(&minimal("lost")).await.expect(201);
    assert_eq!(again.etag(), "\"1\"");
}

#[tokio::test]
async fn a_token_revoked_on_one_server_is_refused_by_another_at_once() {
    let database = Database::with(Content::BuiltIn);
    let (one, other) = (database.ropewalk().await, database.ropewalk().await);
    let token = access::create_token(&one, Role::Editor, "for a moment", None).await.unwrap();
    for _ in 0..2 {
        assert!(access::authenticate(&other, &token).await.unwrap().is_some());
    }
    let by_name = "SELECT t.id FROM tokens t JOIN principals p ON p.id = t.principal WHERE p.name = 'for a moment'";
    let row = database.texts(by_name).await[0][0].clone();
    access::revoke_token(&one, &row).await.unwrap();
    assert!(access::authenticate(&other, &token).await.unwrap().is_none());
    assert!(access::authenticate(&one, &token).await.unwrap().is_none());
    assert!(access::revoke_token(&one, &row).await.is_err());
    assert_eq!(database.number(&format!("SELECT COUNT(*) FROM tokens WHERE hash = '{token}'")).await, 0);
}

#[tokio::test]
async fn clients_see_redacted_versions_as_such() {
    let app = TestApp::empty().await;
    let mut person = minimal("a");
    person["steward"] = "Jane Doe".into();
    app.given(&[("systems", person)]).await;
    let past = app.reader().get("/api/v1/systems/a?as_of=seq:2").await.expect(200);
    app.editor().put("/api/v1/systems/a").if_match("*").json(&minimal("a")).await.expect(200);
    let redaction = RedactRequest {
        principal: "p-dpo".into(),
        reason: "request 17".into(),
        targets: vec![Redact { id: id("systems/a"), versions: Some(vec![1]) }],
        reasons: false,
    };
    app.app.store.redact(redaction).await.unwrap();
    let page = app.reader().get("/api/v1/systems/a/history").await.expect(200);
    assert!(!page.text().contains("Jane"), "{}", page.text());
    assert_eq!(page.json()["items"][1]["redacted"], json!(true));
    let version = app.reader().get("/api/v1/systems/a/history/1").await.expect(200);
    assert_eq!(version.json()["name"], json!({ "en": "[redacted]" }));
    let now = app.reader().get("/api/v1/systems/a?as_of=seq:2").header("If-None-Match", past.etag()).await.expect(200);
    assert_eq!(
        now.json()["name"],
        json!({ "en": "[redacted]" }),
        "whoever had the old bytes is not told that they stand"
    );
    assert_eq!(app.reader().get("/api/v1/systems/a").await.expect(200).json()["name"], json!({ "en": "The a" }));
}

#[tokio::test]
async fn a_change_based_on_what_was_redacted_since_does_not_put_it_back() {
    let app = TestApp::empty().await;
    let mut person = minimal("a");
    person["steward"] = "Jane Doe".into();
    app.given(&[("systems", person.clone())]).await;
    let read = app.reader().get("/api/v1/systems/a").await.expect(200);
    let redaction = RedactRequest {
        principal: "p-dpo".into(),
        reason: "request 17".into(),
        targets: vec![Redact { id: id("systems/a"), versions: None }],
        reasons: false,
    };
    app.app.store.redact(redaction).await.unwrap();
    let put = app.editor().put("/api/v1/systems/a").if_match(read.etag()).json(&person).await;
    assert_eq!(put.problem(412, "stale")["current_version"], 1);
    let now = app.reader().get("/api/v1/systems/a").await.expect(200);
    assert_eq!((now.etag(), now.json()["steward"].as_str()), ("\"1-redacted\"", None));
    app.editor().put("/api/v1/systems/a").if_match(now.etag()).json(&minimal("a")).await.expect(200);
}
