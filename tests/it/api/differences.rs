//! What became of a record between two versions, and of the register between two places of the past.

use crate::support::{TestApp, minimal};
use serde_json::{Value, json};

async fn changed() -> TestApp {
    let app = TestApp::empty().await;
    let mut crm = minimal("crm");
    crm["storage"] = json!([{ "key": "one", "location": "us" }]);
    crm["tags"] = json!(["a", "b"]);
    app.given(&[("systems", crm), ("systems", minimal("old"))]).await;
    let patch = json!({
        "storage": [{ "key": "one", "location": "ca" }, { "key": "two", "location": "de" }],
        "tags": ["b", "c"], "steward": "it", "name": { "en": "The CRM" }
    });
    app.editor().patch("/api/v1/systems/crm").if_match("*").merge(&patch).await.expect(200);
    app.editor().delete("/api/v1/systems/old").if_match("*").await.expect(204);
    app
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[tokio::test]
async fn two_versions_differ_by_a_patch_that_makes_one_of_the_other_and_by_sentences() {
    let app = changed().await;
    let got = app.reader().get("/api/v1/systems/crm/difference").await.expect(200).json();
    assert_eq!((got["from_version"].as_u64(), got["to_version"].as_u64()), (Some(1), Some(2)));
    assert_eq!(got["became"], "changed");
    let first = app.reader().get("/api/v1/systems/crm/history/1").await.expect(200);
    let again = app.editor().patch("/api/v1/systems/crm").if_match("\"2\"");
    // Back to the first version, and forward again by the patch.
    let back = app.editor().put("/api/v1/systems/crm").if_match("\"2\"").json(&first.json()).await.expect(200);
    drop(again);
    let forward =
        app.editor().patch("/api/v1/systems/crm").if_match(back.etag()).operations(&got["patch"]).await.expect(200);
    assert_eq!(forward.json(), app.reader().get("/api/v1/systems/crm/history/2").await.expect(200).json());
    assert_eq!(
        strings(&got["sentences"]),
        [
            "name › en: was “The crm”, is now “The CRM”.",
            "steward: was unknown, is now “it”.",
            "storage › one › location: was “us”, is now “ca”.",
            "storage › two: added.",
            "tags: added “c”; removed “a”.",
        ]
    );
    let chinese = app.reader().get("/api/v1/systems/crm/difference?from=1&to=2&lang=zh").await.expect(200).json();
    assert_eq!(chinese["language"], "zh-Hans");
    assert_eq!(strings(&chinese["sentences"])[1], "steward：原为未知，现为“it”。");
    assert_eq!(chinese["patch"], got["patch"]);
}

#[tokio::test]
async fn any_two_versions_can_be_compared_also_before_the_first_and_after_the_last() {
    let app = changed().await;
    let ask = |query: &str| app.reader().get(format!("/api/v1/systems/old/difference{query}"));
    let deleted = ask("").await.expect(200).json();
    assert_eq!(
        (deleted["became"].as_str(), &deleted["patch"]),
        (Some("deleted"), &json!([{ "op": "remove", "path": "" }]))
    );
    assert_eq!(strings(&deleted["sentences"]), ["systems/old was deleted."]);
    let created = ask("?from=0&to=1").await.expect(200).json();
    assert_eq!((created["became"].as_str(), created["patch"][0]["op"].as_str()), (Some("created"), Some("add")));
    assert_eq!(ask("?from=1&to=1").await.expect(200).json()["became"], "unchanged");
    let back = app.reader().get("/api/v1/systems/crm/difference?from=2&to=1").await.expect(200).json();
    assert_eq!(strings(&back["sentences"])[3], "storage › two: removed.");
    ask("?to=3").await.problem(404, "not-found");
    ask("?to=2&as_of=seq:3").await.problem(404, "not-found");
    ask("?to=x").await.problem(400, "bad-request");
    app.reader().get("/api/v1/systems/never/difference").await.problem(404, "not-found");
}

#[tokio::test]
async fn the_register_differs_by_its_records_in_pages() {
    let app = changed().await;
    let whole = app.reader().get("/api/v1/difference?from=seq:1").await.expect(200).json();
    assert_eq!((whole["from"].as_u64(), whole["to"].as_u64()), (Some(1), Some(5)));
    let became = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|i| format!("{} {}", i["key"].as_str().unwrap(), i["became"].as_str().unwrap())).collect()
    };
    assert_eq!(became(&whole), ["crm created"], "what came and went between is no difference");
    let part = app.reader().get("/api/v1/difference?from=seq:3&limit=1").await.expect(200);
    assert_eq!(became(&part.json()), ["crm changed"]);
    app.given(&[("systems", minimal("new"))]).await;
    let next = part.header("Link").unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    let rest = app.reader().get(next).await.expect(200).json();
    assert_eq!((became(&rest), rest["to"].as_u64()), (vec!["old deleted".to_owned()], Some(5)));
    let none = app.reader().get("/api/v1/difference?from=seq:4&to=seq:4").await.expect(200).json();
    assert_eq!(none["items"], json!([]));
    app.reader().get("/api/v1/difference").await.problem(400, "bad-request");
    app.reader().get("/api/v1/difference?from=seq:3&to=seq:2").await.problem(400, "bad-request");
    app.reader().get("/api/v1/difference?from=seq:99").await.problem(400, "bad-request");
}
