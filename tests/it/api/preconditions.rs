//! Nobody overwrites what they have not seen: `If-Match`, `If-None-Match` and entity tags (RFC 9110 section 13).

use crate::support::{TestApp, minimal};
use rocket::http::Method;
use serde_json::json;

const ONE: &str = "/api/v1/systems/crm";

async fn given_two_versions() -> TestApp {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("crm"))]).await;
    app.editor().patch(ONE).if_match("\"1\"").merge(&json!({ "steward": "it" })).await.expect(200);
    app
}

#[tokio::test]
async fn a_change_must_say_of_which_version() {
    let app = given_two_versions().await;
    app.editor().put(ONE).json(&minimal("crm")).await.problem(428, "precondition-required");
    app.editor().patch(ONE).merge(&json!({})).await.problem(428, "precondition-required");
    app.editor().delete(ONE).await.problem(428, "precondition-required");
}

#[tokio::test]
async fn a_stale_version_is_refused_and_told_the_current_one() {
    let app = given_two_versions().await;
    for tag in ["\"1\"", "\"3\"", "\"other\"", "\"\""] {
        let put = app.editor().put(ONE).if_match(tag).json(&minimal("crm")).await;
        assert_eq!(put.problem(412, "stale")["current_version"], 2, "{tag}");
        let patch = app.editor().patch(ONE).if_match(tag).merge(&json!({})).await;
        assert_eq!(patch.problem(412, "stale")["current_version"], 2, "{tag}");
        let delete = app.editor().delete(ONE).if_match(tag).await;
        assert_eq!(delete.problem(412, "stale")["current_version"], 2, "{tag}");
    }
    assert_eq!(app.reader().get(ONE).await.expect(200).etag(), "\"2\"");
}

#[tokio::test]
async fn any_version_is_a_version_but_none_is_not() {
    let app = given_two_versions().await;
    let put = app.editor().put(ONE).if_match("*").json(&minimal("crm")).await.expect(200);
    assert_eq!(put.etag(), "\"3\"");
    let missing = app.editor().put("/api/v1/systems/none").if_match("*").json(&minimal("none")).await;
    missing.problem(412, "stale");
    let missing = app.editor().put("/api/v1/systems/none").if_match("\"1\"").json(&minimal("none")).await;
    missing.problem(412, "stale");
}

#[tokio::test]
async fn a_weak_or_malformed_tag_is_refused_not_ignored() {
    let app = given_two_versions().await;
    for tag in ["2", "\"2", "two words", "\"2\" \"3\""] {
        let answer = app.editor().patch(ONE).if_match(tag).merge(&json!({ "steward": "x" })).await;
        answer.problem(400, "bad-request");
    }
    // Weak tags never match a change, and a version has one tag only.
    for tag in ["W/\"2\"", "\"02\"", "\"+2\"", "\"2-redacted\"", "\"1\", \"3\""] {
        let answer = app.editor().patch(ONE).if_match(tag).merge(&json!({ "steward": "x" })).await;
        answer.problem(412, "stale");
    }
    assert_eq!(app.reader().get(ONE).await.expect(200).etag(), "\"2\"");
}

#[tokio::test]
async fn one_of_several_tags_may_match() {
    let app = given_two_versions().await;
    let patch = app.editor().patch(ONE).if_match("\"1\", W/\"9\", \"2\"").merge(&json!({ "steward": "x" })).await;
    assert_eq!(patch.expect(200).etag(), "\"3\"");
}

#[tokio::test]
async fn a_tag_may_hold_a_comma() {
    let app = given_two_versions().await;
    let other = app.editor().patch(ONE).if_match("W/\"a,b\",\",2\"").merge(&json!({ "steward": "x" })).await;
    other.problem(412, "stale");
    let ours = app.editor().patch(ONE).if_match("\"a,b\" , \"2\"").merge(&json!({ "steward": "x" })).await;
    assert_eq!(ours.expect(200).etag(), "\"3\"");
}

#[tokio::test]
async fn put_creates_only_where_nothing_is() {
    let app = given_two_versions().await;
    let fresh = "/api/v1/systems/fresh";
    let create = async || app.editor().put(fresh).header("If-None-Match", "*").json(&minimal("fresh")).await;
    let created = create().await.expect(201);
    assert_eq!((created.etag(), created.header("Location")), ("\"1\"", Some(fresh)));
    assert_eq!(create().await.problem(412, "stale")["current_version"], 1);
    let both = app.editor().put(fresh).if_match("\"1\"").header("If-None-Match", "*").json(&minimal("fresh")).await;
    both.problem(400, "bad-request");
    let tag = app.editor().put(fresh).header("If-None-Match", "\"1\"").json(&minimal("fresh")).await;
    tag.problem(400, "bad-request");
}

#[tokio::test]
async fn whoever_has_the_current_version_is_not_sent_it_again() {
    let app = given_two_versions().await;
    for tag in ["\"2\"", "W/\"2\"", "\"1\", \"2\"", "*"] {
        let same = app.reader().get(ONE).header("If-None-Match", tag).await.expect(304);
        assert!(same.body.is_empty() && same.etag() == "\"2\"", "{tag}");
    }
    for tag in ["\"1\"", "\"22\"", "2"] {
        app.reader().get(ONE).header("If-None-Match", tag).await.expect(200);
    }
    let head = app.reader().ask(Method::Head, ONE).await.expect(200);
    assert_eq!(head.etag(), "\"2\"");
}

#[tokio::test]
async fn of_two_who_change_the_same_version_one_is_told() {
    let app = given_two_versions().await;
    let patch = |who: &'static str| app.editor().patch(ONE).if_match("\"2\"").merge(&json!({ "steward": who }));
    let (one, other) = tokio::join!(patch("one"), patch("other"));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(app.reader().get(ONE).await.expect(200).etag(), "\"3\"");
}

#[tokio::test]
async fn answers_are_private_and_vary_by_who_asks() {
    let app = given_two_versions().await;
    let answer = app.reader().get(ONE).await.expect(200);
    assert_eq!(answer.header("Cache-Control"), Some("private, no-cache"));
    assert_eq!(answer.header("Vary"), Some("Accept, Accept-Encoding, Accept-Language, Authorization"));
    let problem = app.reader().get("/api/v1/systems/none").await.expect(404);
    assert_eq!(problem.header("Cache-Control"), Some("no-store"));
    assert_eq!(problem.header("X-Content-Type-Options"), Some("nosniff"));
}
