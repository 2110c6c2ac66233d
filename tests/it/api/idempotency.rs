//! `Idempotency-Key`: what is sent again is carried out once, and answered with the same bytes.

use crate::support::{Answer, Content, Database, TestApp, id, minimal, only_supposes, operations, resolved};
use chrono::TimeDelta;
use rocket::futures::future::join_all;
use ropewalk::{
    domain::digest,
    http::Limits,
    service::{
        access::{self, Session},
        idempotency::{self, Begun},
    },
    store::{Redact, RedactRequest},
};
use serde_json::{Value, json};

const SYSTEMS: &str = "/api/v1/systems";
const CHANGES: &str = "/api/v1/changes";
const KEY: &str = "8e03978e-40d5-43e8-bc93-6894a57f9324";

/// The editor sends a record, or a manifest, with a key.
async fn send(app: &TestApp, path: &str, key: &str, body: &Value) -> Answer {
    app.editor().post(path).header("Idempotency-Key", key).json(body).await
}

/// The commits of the journal, which verifies; the first is that of the built-in records.
async fn seq(app: &TestApp) -> u64 {
    let found = app.app.store.verify(None).await.unwrap();
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    app.app.store.current().await.unwrap().register.head().seq
}

async fn kept(app: &TestApp) -> i64 {
    app.database.number("SELECT COUNT(*) FROM idempotency_keys").await
}

async fn editor(app: &TestApp) -> Session {
    access::authenticate(&app.app, &app.database.tokens.editor).await.unwrap().unwrap()
}

/// The headers that say something of the answer, and not of the exchange.
fn head(answer: &Answer) -> Vec<(&str, &str)> {
    let exchange = ["x-request-id", "idempotency-replayed"];
    let said = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut said: Vec<_> = said.filter(|(name, _)| !exchange.contains(&name.to_ascii_lowercase().as_str())).collect();
    said.sort_unstable();
    said
}

#[track_caller]
fn assert_same(again: &Answer, first: &Answer) {
    assert_eq!((again.status, head(again)), (first.status, head(first)));
    assert!(again.body == first.body, "{} is not {}", again.text(), first.text());
    assert_eq!(first.header("Idempotency-Replayed"), None);
    assert_eq!(again.header("Idempotency-Replayed"), Some("true"));
}

#[tokio::test]
async fn a_record_is_created_once_and_each_time_answered_with_the_same_bytes() {
    let app = TestApp::empty().await;
    let first = send(&app, SYSTEMS, KEY, &minimal("crm")).await.expect(201);
    assert_eq!((first.etag(), first.header("Location")), ("\"1\"", Some("/api/v1/systems/crm")));
    let changed = json!({ "steward": "Sales" });
    app.editor().patch("/api/v1/systems/crm").if_match("*").merge(&changed).await.expect(200);
    for key in [KEY, &format!("\"{KEY}\""), &format!("  {KEY} ")] {
        assert_same(&send(&app, SYSTEMS, key, &minimal("crm")).await, &first);
    }
    let history = app.reader().get("/api/v1/systems/crm/history").await.expect(200).json();
    assert_eq!((history["items"].as_array().unwrap().len(), seq(&app).await), (2, 3));
    app.editor().post(SYSTEMS).json(&minimal("crm")).await.problem(409, "exists");
}

#[tokio::test]
async fn a_manifest_is_imported_once_even_if_it_would_do_something_else_now() {
    let app = TestApp::empty().await;
    let manifest = json!({ "systems": [minimal("a"), minimal("b")] });
    let first = send(&app, CHANGES, KEY, &manifest).await.expect(200);
    assert_eq!(first.json()["created"].as_array().unwrap().len(), 2);
    app.editor().delete("/api/v1/systems/a").if_match("*").await.expect(204);
    assert_same(&send(&app, CHANGES, KEY, &manifest).await, &first);
    app.reader().get("/api/v1/systems/a").await.problem(410, "gone");
    assert_eq!(seq(&app).await, 3);
}

#[tokio::test]
async fn an_import_that_changes_nothing_is_kept_too() {
    let app = TestApp::empty().await;
    let manifest = json!({ "systems": [minimal("a")] });
    app.editor().post(CHANGES).json(&manifest).await.expect(200);
    let first = send(&app, CHANGES, KEY, &manifest).await.expect(200);
    assert_eq!((&first.json()["unchanged"], &first.json()["seq"], seq(&app).await), (&json!(1), &json!(2), 2));
    app.editor().delete("/api/v1/systems/a").if_match("*").await.expect(204);
    assert_same(&send(&app, CHANGES, KEY, &manifest).await, &first);
    assert_eq!(seq(&app).await, 3);
}

#[tokio::test]
async fn another_body_under_the_same_key_is_refused() {
    let app = TestApp::empty().await;
    send(&app, SYSTEMS, KEY, &minimal("a")).await.expect(201);
    let refused = send(&app, SYSTEMS, KEY, &minimal("b")).await;
    let detail = refused.problem(422, "idempotency-key-reused")["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("use a new key"), "{detail}");
    app.reader().get("/api/v1/systems/b").await.problem(404, "not-found");
    // Whatever is wrong with the other body, the key is not for it.
    send(&app, SYSTEMS, KEY, &json!({ "key": "c" })).await.problem(422, "idempotency-key-reused");
    assert_eq!(seq(&app).await, 2);
}

#[tokio::test]
async fn a_key_is_one_of_a_principal_and_of_a_path_with_its_query() {
    let app = TestApp::empty().await;
    send(&app, SYSTEMS, KEY, &minimal("a")).await.expect(201);
    send(&app, "/api/v1/organizations", KEY, &minimal("a")).await.expect(201);
    send(&app, "/api/v1/systems?reason=why", KEY, &minimal("b")).await.expect(201);
    let of_another = app.admin().post(SYSTEMS).header("Idempotency-Key", KEY);
    let answer = of_another.json(&minimal("c")).await.expect(201);
    assert_eq!(answer.header("Idempotency-Replayed"), None);
    let of_another = app.admin().post("/api/v1/organizations").header("Idempotency-Key", KEY);
    of_another.json(&minimal("a")).await.problem(409, "exists");
    assert_eq!((kept(&app).await, seq(&app).await), (4, 5));
}

#[tokio::test]
async fn errors_are_not_kept() {
    let app = TestApp::empty().await;
    let mut system = minimal("crm");
    system["operator"] = "acme".into();
    send(&app, SYSTEMS, KEY, &system).await.problem(422, "malformed-document");
    let manifest = json!({ "systems": [system.clone()] });
    send(&app, CHANGES, KEY, &manifest).await.problem(422, "malformed-document");
    send(&app, "/api/v1/systems?no_such=1", KEY, &system).await.problem(400, "bad-request");
    assert_eq!(kept(&app).await, 0);
    app.given(&[("organizations", minimal("acme"))]).await;
    let first = send(&app, SYSTEMS, KEY, &system).await.expect(201);
    assert_same(&send(&app, SYSTEMS, KEY, &system).await, &first);
    send(&app, CHANGES, KEY, &manifest).await.expect(200);
    assert_eq!((kept(&app).await, seq(&app).await), (2, 3));
}

#[tokio::test]
async fn dry_runs_are_not_kept() {
    let app = TestApp::empty().await;
    let manifest = json!({ "systems": [minimal("a")] });
    let path = format!("{CHANGES}?dry_run=true");
    for _ in 0..2 {
        let dry = send(&app, &path, KEY, &manifest).await.expect(200);
        assert_eq!((&dry.json()["dry_run"], dry.header("Idempotency-Replayed")), (&json!(true), None));
    }
    assert_eq!((kept(&app).await, seq(&app).await), (0, 1));
    let wet = send(&app, CHANGES, KEY, &manifest).await.expect(200);
    assert_same(&send(&app, CHANGES, KEY, &manifest).await, &wet);
    // Now the dry run says something else, and may.
    assert_eq!(send(&app, &path, KEY, &manifest).await.expect(200).json()["unchanged"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_one_is_carried_out() {
    let app = TestApp::empty().await;
    let (crm, manifest) = (minimal("crm"), json!({ "systems": [minimal("a")] }));
    for (path, body) in [(SYSTEMS, &crm), (CHANGES, &manifest)] {
        let answers = join_all((0..24).map(|_| send(&app, path, KEY, body))).await;
        let first = answers.iter().filter(|a| a.status < 300 && a.header("Idempotency-Replayed").is_none());
        let [first] = first.collect::<Vec<_>>()[..] else { panic!("{answers:?}") };
        for again in &answers {
            if again.status == 409 {
                again.problem(409, "idempotency-key-under-way");
                assert_eq!(again.header("Retry-After"), Some("1"));
            } else if again.header("Idempotency-Replayed").is_some() {
                assert_same(again, first);
            }
        }
        assert!(answers.iter().all(|answer| answer.status == first.status || answer.status == 409), "{answers:?}");
        assert_same(&send(&app, path, KEY, body).await, first);
    }
    assert_eq!((kept(&app).await, seq(&app).await), (2, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_on_several_servers_one_is_carried_out() {
    let app = TestApp::empty().await;
    let servers = [app.beside().await, app.beside().await, app];
    let crm = minimal("crm");
    for n in 0..5 {
        let key = format!("{KEY}-{n}");
        let path = format!("{SYSTEMS}?reason={n}");
        let crm = minimal(&format!("crm-{n}"));
        let answers = join_all(servers.iter().cycle().take(9).map(|server| send(server, &path, &key, &crm))).await;
        let mut first = answers.iter().filter(|a| a.status == 201 && a.header("Idempotency-Replayed").is_none());
        assert!(first.next().is_some() && first.next().is_none(), "{answers:?}");
        for answer in &answers {
            assert!(answer.status == 201 || answer.status == 409, "{answers:?}");
        }
        for server in &servers {
            assert_eq!(send(server, &path, &key, &crm).await.expect(201).header("Idempotency-Replayed"), Some("true"));
        }
    }
    send(&servers[0], SYSTEMS, KEY, &crm).await.expect(201);
    send(&servers[1], SYSTEMS, KEY, &minimal("other")).await.problem(422, "idempotency-key-reused");
    assert_eq!((kept(&servers[0]).await, seq(&servers[0]).await), (6, 7));
}

#[tokio::test]
async fn while_the_first_is_under_way_the_second_waits_its_turn() {
    let app = TestApp::empty().await;
    let session = editor(&app).await;
    let crm = minimal("crm");
    let sent = digest::of(crm.to_string().as_bytes());
    let begun = idempotency::begin(&app.app, &session.actor, "POST /api/v1/systems", Some(KEY), sent).await;
    let Begun::Now(turn) = begun.unwrap_or_else(|error| panic!("{error:?}")) else { panic!("never asked before") };
    let refused = send(&app, SYSTEMS, KEY, &crm).await;
    refused.problem(409, "idempotency-key-under-way");
    assert_eq!(refused.header("Retry-After"), Some("1"));
    send(&app, SYSTEMS, "another", &minimal("other")).await.expect(201);
    drop(turn);
    send(&app, SYSTEMS, KEY, &crm).await.expect(201);
}

#[tokio::test]
async fn rights_are_judged_before_an_answer_is_given_again() {
    let app = TestApp::empty().await;
    send(&app, SYSTEMS, KEY, &minimal("crm")).await.expect(201);
    let anonymous = app.anonymous().post(SYSTEMS).header("Idempotency-Key", KEY);
    anonymous.json(&minimal("crm")).await.problem(401, "unauthorized");
    for statement in
        ["UPDATE tokens SET role = 'reader' WHERE name = 'editor'", "UPDATE head SET access_epoch = access_epoch + 1"]
    {
        assert_eq!(app.database.execute(statement).await.unwrap(), 1);
    }
    send(&app, SYSTEMS, KEY, &minimal("crm")).await.problem(403, "forbidden");
    let tokens = access::tokens(&app.app).await.unwrap();
    let token = tokens.iter().find(|token| token.name == "editor").unwrap();
    access::revoke_token(&app.app, &token.id).await.unwrap();
    send(&app, SYSTEMS, KEY, &minimal("crm")).await.problem(401, "unauthorized");
}

#[tokio::test]
async fn after_a_day_a_key_is_new_again() {
    let app = TestApp::empty().await;
    let first = send(&app, SYSTEMS, KEY, &minimal("a")).await.expect(201);
    send(&app, SYSTEMS, "another", &minimal("b")).await.expect(201);
    app.clock.advance(TimeDelta::hours(24) - TimeDelta::microseconds(1));
    assert_same(&send(&app, SYSTEMS, KEY, &minimal("a")).await, &first);
    app.clock.advance(TimeDelta::microseconds(1));
    send(&app, SYSTEMS, KEY, &minimal("a")).await.problem(409, "exists");
    assert_eq!(kept(&app).await, 2, "what commits nothing tidies nothing");
    let second = send(&app, SYSTEMS, KEY, &minimal("c")).await.expect(201);
    assert_eq!((kept(&app).await, second.header("Idempotency-Replayed")), (1, None));
    assert_same(&send(&app, SYSTEMS, KEY, &minimal("c")).await, &second);
    assert_eq!(seq(&app).await, 4);
}

#[tokio::test]
async fn a_redaction_forgets_what_was_answered_but_not_that_it_was_done() {
    let app = TestApp::empty().await;
    let mut person = minimal("crm");
    person["steward"] = "Jane Doe".into();
    send(&app, SYSTEMS, KEY, &person).await.expect(201);
    let redaction = RedactRequest {
        principal: "p-dpo".into(),
        reason: "request 17".into(),
        targets: vec![Redact { id: id("systems/crm"), versions: None }],
        reasons: false,
    };
    app.app.store.redact(redaction).await.unwrap();
    let row = "SELECT CAST(seq AS TEXT), sent, head, CAST(body AS TEXT) FROM idempotency_keys";
    assert_eq!(app.database.texts(row).await, [["2", "", "", ""]]);
    // Also of another body nothing can be said any more: a digest of what was sent is something to guess from.
    for body in [&person, &minimal("other")] {
        let detail =
            send(&app, SYSTEMS, KEY, body).await.problem(409, "idempotency-answer-forgotten")["detail"].clone();
        let detail = detail.as_str().unwrap();
        for word in ["2026-11-22T12:00:00Z", "commit 2", "read the record"] {
            assert!(detail.contains(word), "{detail}");
        }
    }
    assert_eq!(seq(&app).await, 3);
    app.clock.advance(TimeDelta::hours(24));
    send(&app, SYSTEMS, KEY, &minimal("other")).await.expect(201);
    assert_eq!((kept(&app).await, seq(&app).await), (1, 4));
}

#[tokio::test]
async fn a_server_that_was_started_anew_gives_the_same_answer() {
    let app = TestApp::empty().await;
    let first = send(&app, SYSTEMS, KEY, &minimal("crm")).await.expect(201);
    app.app.store.close().await.unwrap();
    let anew = app.beside().await;
    assert_same(&send(&anew, SYSTEMS, KEY, &minimal("crm")).await, &first);
    assert_eq!(seq(&anew).await, 2);
}

#[tokio::test]
async fn an_answer_that_cannot_be_kept_takes_its_commit_along() {
    let app = TestApp::empty().await;
    let (refuse, allow) = if app.database.is_postgres() {
        (
            "ALTER TABLE idempotency_keys ADD CONSTRAINT full CHECK (false)",
            "ALTER TABLE idempotency_keys DROP CONSTRAINT full",
        )
    } else {
        (
            "CREATE TRIGGER full BEFORE INSERT ON idempotency_keys BEGIN SELECT RAISE(ABORT, 'full'); END",
            "DROP TRIGGER full",
        )
    };
    app.database.execute(&refuse.replace("full", "is_full")).await.unwrap();
    send(&app, SYSTEMS, KEY, &minimal("crm")).await.problem(503, "database");
    app.reader().get("/api/v1/systems/crm").await.problem(404, "not-found");
    app.editor().post(SYSTEMS).json(&minimal("without-key")).await.expect(201);
    app.database.execute(&allow.replace("full", "is_full")).await.unwrap();
    send(&app, SYSTEMS, KEY, &minimal("crm")).await.expect(201);
    assert_eq!(seq(&app).await, 3);
}

/// Operations that are a POST since they are asked with a body: they write nothing, and take no key. This list may only shrink.
const READING: &[&str] = &["check_notice_drift", "check_hosts_drift"];

#[tokio::test]
async fn every_post_that_writes_refuses_what_is_no_key_and_says_so_in_the_document() {
    let app = TestApp::empty().await;
    let mut posts = 0;
    for (method, path, operation) in operations().into_iter().filter(|(method, ..)| method == "POST") {
        let parameters = operation["parameters"].as_array().unwrap().iter().map(resolved);
        let reads = READING.iter().any(|id| operation["operationId"] == *id) || only_supposes(&method, path);
        let keys = parameters.filter(|one| one["name"] == "Idempotency-Key").count();
        assert_eq!(keys, usize::from(!reads), "{path}");
        if reads {
            continue;
        }
        let path = &path.replace("{key}", "some-key");
        posts += 1;
        for key in ["", "\"\"", "a b", "\"abc", "schlüssel", &"x".repeat(256)] {
            let refused = app.admin().post(path).header("Idempotency-Key", key).json(&json!({})).await;
            let detail = refused.problem(400, "bad-request")["detail"].as_str().unwrap().to_owned();
            assert!(detail.contains("1 to 255 visible ASCII"), "{path} {key}: {detail}");
        }
        let twice = app.admin().post(path).header("Idempotency-Key", "a").header("Idempotency-Key", "a");
        let detail = twice.json(&json!({})).await.problem(400, "bad-request")["detail"].clone();
        assert!(detail.as_str().unwrap().contains("twice"), "{path}: {detail}");
    }
    assert!(posts > 10, "{posts}");
    assert_eq!((kept(&app).await, seq(&app).await), (0, 1));
    let longest = "x".repeat(255);
    let first = send(&app, SYSTEMS, &longest, &minimal("crm")).await.expect(201);
    assert_same(&send(&app, SYSTEMS, &format!("\"{longest}\""), &minimal("crm")).await, &first);
}

#[tokio::test]
async fn long_queries_and_large_answers_are_kept_as_well() {
    let app = TestApp::over(Database::with(Content::Sunmi), Limits::default(), Vec::new()).await;
    let path = format!("{CHANGES}?reason={}", "%E4%B8%BA".repeat(500));
    let systems: Vec<Value> = (0..1_500).map(|n| minimal(&format!("s-{n}"))).collect();
    let manifest = json!({ "systems": systems });
    let first = send(&app, &path, KEY, &manifest).await.expect(200);
    assert!(first.length > 60_000, "{}", first.length);
    assert_same(&send(&app, &path, KEY, &manifest).await, &first);
    let zipped = app.editor().post(&path).header("Idempotency-Key", KEY).header("Accept-Encoding", "gzip");
    let zipped = zipped.json(&manifest).await.expect(200);
    assert_eq!(zipped.header("Content-Encoding"), Some("gzip"));
    assert!(zipped.length < 20_000 && zipped.body == first.body, "{}", zipped.length);
}

#[tokio::test]
async fn other_methods_ignore_the_key() {
    let app = TestApp::empty().await;
    let put = async |body: &Value, tag: &str| {
        let question = app.editor().put("/api/v1/systems/crm").header("Idempotency-Key", KEY).if_match(tag);
        question.json(body).await
    };
    app.given(&[("systems", minimal("crm"))]).await;
    let mut changed = minimal("crm");
    changed["steward"] = "Sales".into();
    assert_eq!(put(&changed, "\"1\"").await.expect(200).etag(), "\"2\"");
    put(&changed, "\"1\"").await.problem(412, "stale");
    app.reader().get(SYSTEMS).header("Idempotency-Key", "a b").await.expect(200);
    assert_eq!(kept(&app).await, 0);
}

#[tokio::test]
async fn the_same_bytes_in_another_format_are_another_request() {
    let app = TestApp::empty().await;
    let post =
        |media_type| app.editor().post(CHANGES).header("Idempotency-Key", KEY).body(media_type, "{\"schema\": 1}");
    post("application/json").await.expect(200);
    post("application/yaml").await.problem(422, "idempotency-key-reused");
}
