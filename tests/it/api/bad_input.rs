//! What bad input gets: a clear problem document, nothing written, and a server that goes on.

use crate::support::{Answer, Content, Database, TestApp, minimal, referring};
use rocket::{get, routes};
use ropewalk::http::Limits;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/systems";

async fn post(app: &TestApp, body: impl Into<Vec<u8>>) -> Answer {
    app.editor().post(LIST).body("application/json", body).await
}

#[tokio::test]
async fn what_is_not_json_is_refused_with_its_place() {
    let app = TestApp::empty().await;
    for (body, line, column) in [
        ("", 1, 1),
        ("{", 1, 1),
        ("{\"key\": \"a\",\n \"name\": }", 2, 10),
        ("{\"key\": \"a\"} {}", 1, 14),
        ("{'key': 'a'}", 1, 2),
        ("{\"key\": \"a\", }", 1, 14),
        ("{\"key\": NaN}", 1, 9),
        ("key: a", 1, 1),
    ] {
        let problem = post(&app, body).await.problem(400, "malformed-document");
        let mistake = &problem["errors"][0];
        assert_eq!((&mistake["line"], &mistake["column"]), (&json!(line), &json!(column)), "{body}: {problem}");
    }
    app.reader().get(LIST).await.expect(200);
}

#[tokio::test]
async fn a_name_given_twice_in_one_object_is_a_mistake() {
    let app = TestApp::empty().await;
    let problem = post(&app, r#"{"key":"a","name":{"en":"A"},"key":"b"}"#).await.problem(400, "malformed-document");
    assert_eq!(problem["errors"][0]["detail"], "`key` is given twice in one object");
    let patch = app.editor().patch("/api/v1/locations/de").if_match("*");
    let patch = patch.body("application/merge-patch+json", r#"{"steward":"a","steward":"b"}"#);
    patch.await.problem(400, "malformed-document");
}

#[tokio::test]
async fn bytes_that_are_not_utf_8_are_refused() {
    let app = TestApp::empty().await;
    let broken = [br#"{"key":"a","name":{"en":""#.as_slice(), b"\xff\xfe", br#""}}"#].concat();
    post(&app, broken).await.problem(400, "malformed-document");
    let surrogate = r#"{"key":"a","name":{"en":"\ud800"}}"#;
    post(&app, surrogate).await.problem(400, "malformed-document");
}

#[tokio::test]
async fn every_mistake_of_a_document_is_told_at_once_with_its_place() {
    let app = TestApp::empty().await;
    let document = json!({
        "key": "Not A Key",
        "name": "Text",
        "colour": "red",
        "since": "2026-02-30",
        "status": "sleeping",
        "operator": 5,
        "fields": [{ "key": "a" }, { "key": "a" }, { "label": { "xx-not-a-tag-": "l" } }],
        "storage": [{ "key": "s", "place": "de" }],
        "complete": [{ "pointer": "/nowhere", "by": "me", "on": "2026-01-01" }]
    });
    let mut pointers = app.editor().post(LIST).json(&document).await.pointers(422);
    pointers.sort();
    pointers.dedup();
    for pointer in [
        "/colour",
        "/complete/0/pointer",
        "/fields/1/key",
        "/fields/2",
        "/key",
        "/name",
        "/operator",
        "/since",
        "/status",
        "/storage/0/place",
    ] {
        assert!(pointers.iter().any(|found| found == pointer), "{pointer} is not in {pointers:?}");
    }
    app.reader().get("/api/v1/systems").await.expect(200).keys().is_empty().then_some(()).unwrap();
}

#[tokio::test]
async fn what_is_no_object_is_no_record() {
    let app = TestApp::empty().await;
    for body in ["null", "5", "\"key\"", "[]", "true"] {
        assert_eq!(post(&app, body).await.pointers(422), [""], "{body}");
    }
}

#[tokio::test]
async fn a_list_never_stands_for_an_object() {
    let app = TestApp::empty().await;
    let mut fields = vec![Value::Null; 23];
    (fields[0], fields[1], fields[2]) = (json!("a"), json!({ "en": "A" }), json!("active"));
    app.editor().post(LIST).json(&fields.into()).await.problem(422, "malformed-document");
    for (field, element) in [
        ("sources", json!(["", "document", null, null, null, "stated"])),
        ("storage", json!(["key", null, null])),
        ("complete", json!(["/storage", "somebody", "2026-01-01"])),
    ] {
        let mut record = minimal("a");
        record["storage"] = json!([]);
        record[field] = json!([element]);
        let pointers = app.editor().post(LIST).json(&record).await.pointers(422);
        assert_eq!(pointers, [format!("/{field}/0")]);
    }
}

#[tokio::test]
async fn values_that_cannot_be_are_refused() {
    let app = TestApp::empty().await;
    for (kind, field, value) in [
        ("systems", "since", json!("2026-02-29")),
        ("systems", "since", json!("2026-13-01")),
        ("systems", "since", json!("22.11.2026")),
        ("systems", "since", json!("+12026-01-01")),
        ("systems", "since", json!(20_260_101)),
        ("organizations", "lei", json!("5493001KJTIIGC8Y1R13")),
        ("organizations", "uscc", json!("91350100M000100Y44")),
        ("organizations", "website", json!("javascript:alert(1)")),
        ("locations", "iso_3166_1", json!("XX")),
        ("locations", "iso_3166_2", json!("US-ZZ")),
        ("locations", "m49", json!("999")),
        ("processors", "hosts", json!(["not a host"])),
        ("notices", "languages", json!(["english!"])),
        ("systems", "tags", json!(["a", "a"])),
        ("systems", "name", json!({})),
        ("systems", "sources", json!([{ "pointer": "/steward", "document": "d", "certainty": "stated" }])),
        ("systems", "complete", json!([{ "pointer": "/name", "by": "b", "on": "2026-01-01" }])),
    ] {
        let mut record = minimal("a");
        record[field] = value.clone();
        let pointers = app.editor().post(format!("/api/v1/{kind}")).json(&record).await.pointers(422);
        assert!(!pointers.is_empty() && pointers[0].starts_with(&format!("/{field}")), "{field} {value}: {pointers:?}");
    }
    for (since, until, refused) in [("2026-01-02", "2026-01-01", true), ("2026-01-01", "2026-01-01", false)] {
        let mut record = minimal("period");
        (record["since"], record["until"]) = (since.into(), until.into());
        let answer = app.editor().post(LIST).json(&record).await;
        assert_eq!(answer.status == 422, refused, "{}", answer.text());
    }
}

#[tokio::test]
async fn a_reference_must_lead_to_a_record_of_its_kind() {
    let app = TestApp::empty().await;
    app.given(&[("organizations", minimal("acme"))]).await;
    let mut record = minimal("crm");
    record["operator"] = "acme".into();
    record["tenant_of"] = "acme".into();
    record["storage"] = json!([{ "key": "a", "location": "de" }, { "key": "b", "location": "atlantis" }]);
    let answer = app.editor().post(LIST).json(&record).await;
    let mistakes = answer.mistakes(422);
    assert_eq!(
        mistakes,
        [
            ("/tenant_of".to_owned(), "there is no record processors/acme".to_owned()),
            ("/storage/1/location".to_owned(), "there is no record locations/atlantis".to_owned())
        ]
    );
    app.editor().delete("/api/v1/organizations/acme").if_match("*").await.expect(204);
    let mut record = minimal("crm");
    record["operator"] = "acme".into();
    assert_eq!(app.editor().post(LIST).json(&record).await.pointers(422), ["/operator"]);
}

#[tokio::test]
async fn parents_form_no_circle_but_sub_processors_and_shareholders_may() {
    let app = TestApp::empty().await;
    let with = |key: &str, field: &str, value: Value| {
        let mut record = minimal(key);
        record[field] = value;
        record
    };
    for (kind, field) in [("data-categories", "parents"), ("data-subjects", "parents"), ("locations", "members")] {
        let records = [
            (kind, minimal("one")),
            (kind, with("two", field, json!(["one"]))),
            (kind, with("three", field, json!(["two"]))),
        ];
        app.given(&records).await;
        let put = app.editor().put(format!("/api/v1/{kind}/one")).if_match("*");
        let mistakes = put.json(&with("one", field, json!(["three"]))).await.mistakes(422);
        assert!(mistakes[0].1.contains("one → three → two → one"), "{mistakes:?}");
        let itself = app.editor().put(format!("/api/v1/{kind}/one")).if_match("*");
        itself.json(&with("one", field, json!(["one"]))).await.problem(422, "malformed-document");
    }
    let group = |parent: &str| json!({ "parent": parent });
    app.given(&[("organizations", minimal("mother")), ("organizations", with("child", "group", group("mother")))])
        .await;
    let put = app.editor().put("/api/v1/organizations/mother").if_match("*");
    put.json(&with("mother", "group", group("child"))).await.problem(422, "malformed-document");

    let shares = |of: &str| json!([{ "key": "s", "organization": of, "percent": 50 }]);
    let put = app.editor().put("/api/v1/organizations/mother").if_match("*");
    put.json(&with("mother", "shareholders", shares("child"))).await.expect(200);
    let put = app.editor().patch("/api/v1/organizations/child").if_match("*");
    put.merge(&json!({ "shareholders": shares("mother") })).await.expect(200);

    let subs = |of: &str| json!([{ "key": "s", "processor": of }]);
    app.given(&[("processors", minimal("a")), ("processors", with("b", "sub_processors", subs("a")))]).await;
    let put = app.editor().put("/api/v1/processors/a").if_match("*");
    put.json(&with("a", "sub_processors", subs("b"))).await.expect(200);
}

#[tokio::test]
async fn successors_may_not_be_anything_but_records() {
    let app = TestApp::empty().await;
    assert_eq!(app.editor().post(LIST).json(&referring("a", "b")).await.pointers(422), ["/successor"]);
    assert_eq!(app.editor().post(LIST).json(&referring("a", "a")).await.pointers(422), ["/successor"]);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_is_read() {
    let app = TestApp::over(
        Database::with(Content::BuiltIn),
        Limits { record: 1000, manifest: 2000, ..Limits::default() },
        Vec::new(),
    )
    .await;
    let of = |length: usize| {
        let mut record = minimal("a");
        record["steward"] = "x".repeat(length - record.to_string().len() - 13).into();
        assert_eq!(record.to_string().len(), length);
        record
    };
    app.editor().post(LIST).json(&of(1001)).await.problem(413, "too-large");
    let put = app.editor().put("/api/v1/systems/a").header("If-None-Match", "*").json(&of(1001));
    put.await.problem(413, "too-large");
    app.editor().patch("/api/v1/locations/de").if_match("*").merge(&of(1001)).await.problem(413, "too-large");
    app.editor().post("/api/v1/changes").yaml(&"#".repeat(2001)).await.problem(413, "too-large");
    app.editor().post(LIST).json(&of(1000)).await.expect(201);
}

#[tokio::test]
async fn deep_nesting_is_refused_without_harm() {
    let app = TestApp::empty().await;
    for depth in [40, 200, 100_000] {
        let deep = format!("{{\"key\":\"a\",\"name\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
        let answer = post(&app, deep).await;
        assert!(matches!(answer.status, 400 | 422), "{}", answer.status);
        answer.problem(answer.status, "malformed-document");
        let yaml = format!("systems: {}{}", "[".repeat(depth), "]".repeat(depth));
        app.editor().post("/api/v1/changes").yaml(&yaml).await.problem(422, "malformed-document");
    }
    app.reader().get(LIST).await.expect(200);
}

#[tokio::test]
async fn an_alias_bomb_is_refused_without_harm() {
    let app = TestApp::empty().await;
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (this, last) in ('b'..='k').zip('a'..) {
        bomb += &format!("{this}: &{this} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n");
    }
    app.editor().post("/api/v1/changes").yaml(&bomb).await.problem(422, "malformed-document");
}

#[tokio::test]
async fn a_body_of_another_type_is_not_understood() {
    let app = TestApp::empty().await;
    for media_type in ["text/plain", "application/yaml", "application/x-www-form-urlencoded", "application/jsonx"] {
        let post = app.editor().post(LIST).body(media_type, minimal("a").to_string());
        post.await.problem(415, "unsupported-media-type");
    }
    app.editor().post(LIST).await.problem(415, "unsupported-media-type");
    let patch = app.editor().patch("/api/v1/locations/de").if_match("*").yaml("{}").await;
    patch.problem(415, "unsupported-media-type");
    assert_eq!(patch.header("Accept-Patch"), Some("application/merge-patch+json, application/json-patch+json"));
    let changes = app.editor().post("/api/v1/changes").body("text/csv", "a,b");
    changes.await.problem(415, "unsupported-media-type");
    let parameters = app.editor().post(LIST).body("Application/JSON; charset=utf-8", minimal("a").to_string());
    parameters.await.expect(201);
}

#[tokio::test]
async fn the_key_of_the_body_is_the_key_of_the_path() {
    let app = TestApp::empty().await;
    let put = app.editor().put("/api/v1/systems/a").header("If-None-Match", "*").json(&minimal("b"));
    assert_eq!(put.await.pointers(422), ["/key"]);
    let put = app.editor().put("/api/v1/systems/Not%20A%20Key").header("If-None-Match", "*").json(&minimal("b"));
    put.await.problem(404, "not-found");
    for path in ["/api/v1/systems/%ff", "/api/v1/systems/..%2f..%2fetc", "/api/v1/systems/a%00b"] {
        app.reader().get(path).await.problem(404, "not-found");
    }
}

#[get("/test/panic")]
fn panics() -> &'static str {
    panic!("a defect that a test put there")
}

#[tokio::test]
async fn a_panic_is_a_problem_document_and_the_server_goes_on() {
    let app = TestApp::over(Database::with(Content::BuiltIn), Limits::default(), routes![panics]).await;
    for _ in 0..3 {
        let problem = app.reader().get("/test/panic").await.problem(500, "internal");
        assert!(!problem.to_string().contains("defect"), "{problem}");
    }
    app.reader().get(LIST).await.expect(200);
    app.anonymous().get("/healthz").await.expect(200);
}

#[tokio::test]
async fn an_error_of_the_database_tells_nothing_of_the_database() {
    let app = TestApp::empty().await;
    app.database.tamper("DELETE FROM head").await;
    let problem = app.reader().get(LIST).await.problem(500, "internal").to_string();
    assert!(!problem.contains("head"), "{problem}");
    app.anonymous().get("/healthz").await.problem(503, "internal");
}

#[tokio::test]
async fn copies_that_double_a_document_are_refused_before_they_fill_the_memory() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("crm"))]).await;
    let mut operations = vec![json!({ "op": "add", "path": "/x", "value": ["0123456789"] })];
    operations.extend(vec![json!({ "op": "copy", "from": "/x", "path": "/x/-" }); 60]);
    let answer = app.editor().patch("/api/v1/systems/crm").if_match("*").operations(&operations.into()).await;
    let mistake = &answer.problem(422, "malformed-document")["errors"][0];
    assert!(mistake["detail"].as_str().unwrap().contains("come to more than"), "{mistake}");
    let copied = json!([{ "op": "copy", "from": "/name/en", "path": "/name/de" }]);
    let copied = app.editor().patch("/api/v1/systems/crm").if_match("*").operations(&copied).await.expect(200).json();
    assert_eq!(copied["name"]["de"], copied["name"]["en"]);
}
