//! Lists narrowed, searched, ordered and cut to fields; and their pages while others write.

use crate::support::{TestApp, minimal};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn keys(app: &TestApp, question: &str) -> Vec<String> {
    app.reader().get(format!("/api/v1/{question}")).await.expect(200).keys()
}

#[tokio::test]
async fn a_filter_by_reference_finds_exactly_the_records_that_refer() {
    let app = TestApp::with_sunmi().await;
    let all = app.reader().get("/api/v1/activities?limit=1000").await.expect(200).json();
    for (filter, target) in [
        ("processor", "neocrm"),
        ("processor", "google-analytics"),
        ("system", "neocrm-tenant"),
        ("organization", "sunmi-technology-us"),
        ("notice", "sunmi-north-america-website-privacy-policy"),
        ("subject", "website-visitors"),
    ] {
        let quoted = format!("\"{target}\"");
        let expected: Vec<&str> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| {
                let mut record = (*record).clone();
                for words in ["sources", "notes", "description"] {
                    record.as_object_mut().unwrap().remove(words);
                }
                record.to_string().contains(&quoted)
            })
            .map(|record| record["key"].as_str().unwrap())
            .collect();
        assert!(!expected.is_empty(), "{filter}={target}");
        assert_eq!(keys(&app, &format!("activities?{filter}={target}")).await, expected, "{filter}={target}");
    }
    let either = keys(&app, "activities?processor=neocrm&processor=google-analytics").await;
    let both: BTreeSet<String> = keys(&app, "activities?processor=neocrm")
        .await
        .into_iter()
        .chain(keys(&app, "activities?processor=google-analytics").await)
        .collect();
    assert_eq!(either.into_iter().collect::<BTreeSet<_>>(), both, "several values of one filter are alternatives");
    let unknown = app.reader().get("/api/v1/activities?processor=nobody").await.problem(404, "not-found");
    assert!(unknown["detail"].as_str().unwrap().contains("processors/nobody"));
}

#[tokio::test]
async fn a_category_is_also_found_by_a_wider_one_and_a_place_by_what_it_lies_in() {
    let app = TestApp::empty().await;
    let mut by_ip = minimal("ip");
    by_ip["data"] = json!([{ "key": "ip", "category": "network.ip_address" }]);
    let mut place = minimal("office");
    place["part_of"] = "us-ca".into();
    let mut in_office = minimal("office-people");
    in_office["people"] = json!([{ "key": "here", "place": "office" }]);
    let mut region = minimal("somewhere-in-north-america");
    region["people"] = json!([{ "key": "there", "place": "north-america" }]);
    app.given(&[("locations", place), ("activities", by_ip), ("activities", in_office), ("activities", region)]).await;

    assert_eq!(keys(&app, "activities?category=network").await, ["ip"]);
    assert_eq!(keys(&app, "activities?category=network.ip_address").await, ["ip"]);
    assert!(keys(&app, "activities?category=contact").await.is_empty());

    assert_eq!(keys(&app, "activities?location=us").await, ["office-people"]);
    assert_eq!(keys(&app, "activities?location=us-ca").await, ["office-people"]);
    assert_eq!(keys(&app, "activities?location=north-america").await, ["office-people", "somewhere-in-north-america"]);
    // A region stands for one unknown country: it is not the United States, and it may be.
    assert_eq!(keys(&app, "activities?possible_location=us").await, ["office-people", "somewhere-in-north-america"]);
    assert_eq!(keys(&app, "activities?possible_location=ca").await, ["somewhere-in-north-america"]);
    assert!(keys(&app, "activities?possible_location=cn").await.is_empty());
}

#[tokio::test]
async fn fields_of_activities_and_their_disclosures_narrow_their_list() {
    let app = TestApp::empty().await;
    let disclosing = |key: &str, kind: &str, role: &str| {
        let mut record = minimal(key);
        record["disclosures"] = json!([{
            "key": "one", "recipient": { "group": { "en": "partners" } }, "kind": kind,
            "roles": [{ "role": role, "according_to": "claimed" }],
        }]);
        record
    };
    let mut ours = disclosing("b", "provided", "third_party");
    ours["role"] = "processor".into();
    ours["tags"] = json!(["hr", "eu"]);
    ours["steward"] = "Équipe Privée".into();
    ours["status"] = "draft".into();
    ours["sources"] = json!([{ "pointer": "", "document": "interview", "certainty": "hedged" }]);
    app.given(&[("activities", disclosing("a", "entrusted", "processor")), ("activities", ours)]).await;
    for (question, expected) in [
        ("disclosure_kind=entrusted", vec!["a"]),
        ("disclosure_kind=compelled", vec![]),
        ("recipient_role=third_party", vec!["b"]),
        ("role=processor", vec!["b"]),
        ("role=controller", vec![]),
        ("tag=eu", vec!["b"]),
        ("tag=eu&tag=none", vec!["b"]),
        ("tag=eu&status=active", vec![]),
        ("status=draft&status=active", vec!["a", "b"]),
        ("steward=equipe%20privee", vec!["b"]),
        ("certainty=hedged", vec!["b"]),
        ("certainty=stated", vec![]),
        ("q=PARTNERS", vec!["a", "b"]),
        ("q=the%20b", vec!["b"]),
        ("q=interview&disclosure_kind=provided", vec!["b"]),
        ("incomplete=true", vec!["a", "b"]),
        ("incomplete=false", vec![]),
    ] {
        assert_eq!(keys(&app, &format!("activities?{question}")).await, expected, "{question}");
    }
}

#[tokio::test]
async fn words_are_found_in_any_language() {
    let app = TestApp::with_sunmi().await;
    assert!(keys(&app, "activities?q=%E5%88%86%E6%9E%90").await.contains(&"service-information-display".to_owned()));
    assert_eq!(keys(&app, "processors?q=NEOcrm").await, ["neocrm"]);
    assert!(keys(&app, "processors?q=neocrm%20google").await.is_empty());
    let germany = app.reader().get("/api/v1/locations?q=cote%20divoire").await.expect(200).keys();
    assert!(germany.is_empty(), "an apostrophe is not a space");
    assert_eq!(keys(&app, "locations?q=cote%20d").await.first().map(String::as_str), Some("ci"));
}

#[tokio::test]
async fn what_changed_since_is_what_was_written_after() {
    let app = TestApp::empty().await;
    app.given(&[("systems", minimal("a")), ("systems", minimal("b"))]).await;
    let seq = app.app.store.current().await.unwrap().register.head().seq;
    let before = app.app.store.current().await.unwrap().register.recorded_at().unwrap();
    app.given(&[("systems", minimal("c"))]).await;
    app.editor().patch("/api/v1/systems/a").if_match("*").merge(&json!({ "tags": ["x"] })).await.expect(200);
    assert_eq!(keys(&app, &format!("systems?changed_since=seq:{seq}")).await, ["a", "c"]);
    let instant = before.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    assert_eq!(keys(&app, &format!("systems?changed_since={instant}")).await, ["a", "c"]);
    assert_eq!(keys(&app, "systems?sort=-changed").await, ["a", "c", "b"]);
}

#[tokio::test]
async fn a_list_has_the_order_that_is_asked_for_and_its_pages_too() {
    let app = TestApp::empty().await;
    for (key, name, since) in [
        ("a", "élan", Some("2024-03-01")),
        ("b", "Delta", None),
        ("c", "echo", Some("2023-01-01")),
        ("d", "Échec", None),
    ] {
        let mut record = minimal(key);
        record["name"] = json!({ "fr": name });
        record["since"] = json!(since);
        app.given(&[("systems", record)]).await;
    }
    for (sort, expected) in [
        ("key", ["a", "b", "c", "d"]),
        ("-key", ["d", "c", "b", "a"]),
        ("name", ["b", "d", "c", "a"]),
        ("-name", ["a", "c", "d", "b"]),
        ("since", ["c", "a", "b", "d"]),
        ("-since", ["a", "c", "d", "b"]),
        ("changed", ["a", "b", "c", "d"]),
        ("-changed", ["d", "c", "b", "a"]),
    ] {
        assert_eq!(keys(&app, &format!("systems?sort={sort}")).await, expected, "{sort}");
        let mut joined = Vec::new();
        let mut question = Some(format!("/api/v1/systems?sort={sort}&limit=1"));
        while let Some(asked) = question {
            let page = app.reader().get(asked).await.expect(200);
            joined.extend(page.keys());
            let next = page.json()["next"].as_str().map(str::to_owned);
            question = next.map(|next| format!("/api/v1/systems?sort={sort}&limit=1&cursor={next}"));
        }
        assert_eq!(joined, expected, "{sort}, in pages");
    }
}

#[tokio::test]
async fn pages_are_of_one_register_while_others_write() {
    let app = TestApp::empty().await;
    for key in ["b", "d", "f", "h"] {
        app.given(&[("systems", minimal(key))]).await;
    }
    for (question, expected) in [("sort=key", "b d f h"), ("sort=-changed", "h f d b"), ("q=the", "b d f h")] {
        let mut joined = Vec::new();
        let mut path = format!("/api/v1/systems?{question}&limit=1");
        loop {
            let page = app.reader().get(&path).await.expect(200);
            joined.extend(page.keys());
            // Between any two pages somebody writes before, after and at the place of the cursor.
            app.editor()
                .patch("/api/v1/systems/b")
                .if_match("*")
                .merge(&json!({ "notes": { "en": joined.join(" ") } }))
                .await
                .expect(200);
            let extra = format!("g{}", app.app.store.current().await.unwrap().register.head().seq);
            app.given(&[("systems", minimal(&extra))]).await;
            app.editor().delete(format!("/api/v1/systems/{extra}")).if_match("*").await.expect(204);
            match page.json()["next"].as_str() {
                Some(next) => path = format!("/api/v1/systems?{question}&limit=1&cursor={next}"),
                None => break,
            }
        }
        // The list is what it was when the first page was read; `b` was last changed by the round before.
        let expected = if question == "sort=-changed" { "b h f d" } else { expected };
        assert_eq!(joined.join(" "), expected, "{question}");
    }
}

#[tokio::test]
async fn a_cursor_continues_only_its_own_list() {
    let app = TestApp::empty().await;
    let page = app.reader().get("/api/v1/locations?limit=2&q=a").await.expect(200);
    let cursor = page.json()["next"].as_str().unwrap().to_owned();
    app.reader().get(format!("/api/v1/locations?limit=5&q=a&cursor={cursor}")).await.expect(200);
    for other in ["locations?q=b", "locations?q=a&sort=-key", "locations?q=a&status=draft", "systems?q=a"] {
        let refused = app.reader().get(format!("/api/v1/{other}&cursor={cursor}")).await;
        assert!(refused.problem(400, "bad-request")["detail"].as_str().unwrap().contains("`cursor`"), "{other}");
    }
    app.given(&[("systems", minimal("a"))]).await;
    app.reader().get(format!("/api/v1/locations?q=a&cursor={cursor}")).await.expect(200);
    app.reader().get(format!("/api/v1/locations?q=a&as_of=seq:1&cursor={cursor}")).await.expect(200);
    app.reader().get(format!("/api/v1/locations?q=a&as_of=seq:2&cursor={cursor}")).await.problem(400, "bad-request");
    for made_up in ["1", "1.2", "1..a", "x.00000000.a", "99999.00000000.a", "1.00000000.A B", "-1.0.a"] {
        let made_up = made_up.replace(' ', "%20");
        app.reader().get(format!("/api/v1/locations?cursor={made_up}")).await.problem(400, "bad-request");
    }
}

#[tokio::test]
async fn a_record_of_chosen_fields_is_still_a_record() {
    let app = TestApp::with_sunmi().await;
    let page = app.reader().get("/api/v1/activities?fields=purposes&fields=role&limit=3").await.expect(200).json();
    for item in page["items"].as_array().unwrap() {
        let have: BTreeSet<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(have.contains("key") && have.contains("name") && have.contains("status"));
        assert!(have.is_subset(&BTreeSet::from(["key", "name", "status", "purposes", "role"])), "{have:?}");
    }
    let joined = app.reader().get("/api/v1/activities?fields=purposes,role&limit=3").await.expect(200).json();
    assert_eq!(joined, page);
    let refused = app.reader().get("/api/v1/systems?fields=purposes").await.problem(400, "bad-request");
    assert!(refused["detail"].as_str().unwrap().contains("`purposes`"));
}

#[tokio::test]
async fn a_list_is_not_sent_again_to_those_who_have_it() {
    let app = TestApp::empty().await;
    let first = app.reader().get("/api/v1/locations?limit=3").await.expect(200);
    let again = app.reader().get("/api/v1/locations?limit=3").header("If-None-Match", first.etag()).await.expect(304);
    assert!(again.body.is_empty());
    app.reader().get("/api/v1/locations?limit=4").header("If-None-Match", first.etag()).await.expect(200);
    app.given(&[("locations", minimal("aa-office"))]).await;
    let after = app.reader().get("/api/v1/locations?limit=3").header("If-None-Match", first.etag()).await.expect(200);
    assert_ne!(after.etag(), first.etag());
}

#[tokio::test]
async fn a_filter_that_a_kind_does_not_have_is_unknown_there() {
    let app = TestApp::empty().await;
    for question in ["locations?role=controller", "data-categories?processor=x", "organizations?possible_place=us"] {
        let problem = app.reader().get(format!("/api/v1/{question}")).await.problem(400, "bad-request");
        assert!(problem["detail"].as_str().unwrap().starts_with("unknown parameter"), "{problem}");
    }
    let many: Vec<String> = (0..101).map(|n| format!("tag=t{n}")).collect();
    app.reader().get(format!("/api/v1/systems?{}", many.join("&"))).await.problem(400, "bad-request");
    // Characters count, not bytes.
    let longest = "%E5%AE%A2".repeat(1000);
    app.reader().get(format!("/api/v1/systems?q={longest}")).await.expect(200);
    let long = "x".repeat(1001);
    app.reader().get(format!("/api/v1/systems?q={long}")).await.problem(400, "bad-request");
    assert_eq!(keys(&app, "systems?q=').").await, Vec::<String>::new());
    let page: Value = app.reader().get("/api/v1/systems").await.expect(200).json();
    assert_eq!(page["next"], Value::Null);
}
