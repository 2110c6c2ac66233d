//! What the register leaves open: unknown facts, and lists that nobody says are complete.

use crate::support::{TestApp, minimal};
use serde_json::{Value, json};

fn pointers(item: &Value) -> Vec<(&str, &str)> {
    let questions = item["questions"].as_array().unwrap();
    questions.iter().map(|q| (q["pointer"].as_str().unwrap(), q["open"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_list_is_a_question_until_somebody_says_that_it_is_complete() {
    let app = TestApp::empty().await;
    let mut system = minimal("crm");
    system["steward"] = "it".into();
    system["storage"] = json!([{ "key": "one", "location": "us" }]);
    system["access"] = json!([]);
    system["complete"] = json!([{ "pointer": "/access", "by": "it", "on": "2026-01-01" }]);
    app.given(&[("systems", system)]).await;
    let page = app.reader().get("/api/v1/questions").await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "built-in records are not asked about");
    let item = &page["items"][0];
    assert_eq!(
        (item["kind"].as_str(), item["key"].as_str(), item["steward"].as_str()),
        (Some("systems"), Some("crm"), Some("it"))
    );
    let open = pointers(item);
    assert!(open.contains(&("/operator", "unknown")) && open.contains(&("/fields", "unknown")));
    assert!(open.contains(&("/storage", "not_complete")), "{open:?}");
    assert!(open.contains(&("/storage/one/host", "unknown")), "{open:?}");
    assert!(!open.iter().any(|(pointer, _)| pointer.starts_with("/access") || *pointer == "/storage/one/location"));
    assert!(item["questions"].as_array().unwrap().iter().all(|q| !q["about"].as_str().unwrap().is_empty()));
    let lists = app.reader().get("/api/v1/questions?open=not_complete").await.expect(200).json();
    assert_eq!(pointers(&lists["items"][0]), [("/storage", "not_complete")]);
}

#[tokio::test]
async fn questions_are_counted_for_each_steward_and_narrowed_to_one() {
    let app = TestApp::empty().await;
    let of = |key: &str, steward: Option<&str>| {
        let mut record = minimal(key);
        record["steward"] = json!(steward);
        record
    };
    let retired = json!({ "key": "gone", "name": { "en": "Gone" }, "status": "retired" });
    app.given(&[
        ("activities", of("a", Some("Sales"))),
        ("systems", of("b", Some("Sales"))),
        ("systems", of("c", None)),
        ("systems", retired),
    ])
    .await;
    let stewards = app.reader().get("/api/v1/questions/stewards").await.expect(200).json();
    let counts: Vec<_> = stewards["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (item["steward"].as_str(), item["records"].as_u64().unwrap(), item["unknown"].as_u64().unwrap() > 5)
        })
        .collect();
    assert_eq!(counts, [(None, 1, true), (Some("Sales"), 2, true)]);
    let sales = app.reader().get("/api/v1/questions?steward=SALES&limit=1").await.expect(200);
    assert_eq!(sales.keys().len(), 1);
    let next = sales.header("Link").unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    let rest = app.reader().get(next).await.expect(200);
    assert_eq!([sales.keys(), rest.keys()].concat().len(), 2);
    assert!(rest.json()["next"].is_null());
    assert_eq!(app.reader().get("/api/v1/questions?kind=activities").await.expect(200).keys(), ["a"]);
    assert!(app.reader().get("/api/v1/questions?as_of=seq:1").await.expect(200).keys().is_empty());
    for refused in ["kind=nothings", "open=shut", "limit=0", "cursor=1.2.3"] {
        app.reader().get(format!("/api/v1/questions?{refused}")).await.problem(400, "bad-request");
    }
}

#[tokio::test]
async fn what_asks_is_what_the_schema_says_asks() {
    // Every field of a record that can be asked about is, in a record that says nothing; each with what it is about.
    let app = TestApp::empty().await;
    app.given(&[("activities", minimal("a"))]).await;
    let page = app.reader().get("/api/v1/questions").await.expect(200).json();
    let schema = &ropewalk::domain::schema::manifest()["$defs"]["Activity"]["properties"];
    let asked: Vec<String> = schema
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, property)| property["x-asked"].is_string())
        .map(|(name, _)| format!("/{name}"))
        .collect();
    let open: Vec<&str> = pointers(&page["items"][0]).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(open, asked);
    assert!(open.contains(&"/disclosures") && open.contains(&"/people") && !open.contains(&"/notes"));
}
