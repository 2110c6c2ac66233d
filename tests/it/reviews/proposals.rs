//! What became worse since a review was signed proposes another before the next quarter.

use super::{all_decided, opened, signed_off};
use crate::support::TestApp;
use serde_json::{Value, json};

const LAW: &str = "
regimes:
  - key: house-adequacy
    name: {en: House rule on places, zh-Hans: 公司地点规则}
    law: {title: {en: House rules, zh-Hans: 内部规则}, citation: House rule 2}
    checked: 2026-01-01
    lists:
      - {key: adequate, name: {en: Adequate, zh-Hans: 充分}, entries: [{key: us, location: us, until: 2027-01-31, status: confirmed}]}
    rules:
      - key: adequate
        when: {destination: {only_in: [adequate]}}
        then: satisfied
        sentence: {en: It goes to an adequate place., zh-Hans: 信息去往保护充分的地点。}
        citation: House rule 2
        status: confirmed
      - key: elsewhere
        then: not_satisfied
        sentence: {en: It goes elsewhere., zh-Hans: 信息去往其他地点。}
        citation: House rule 2
        status: confirmed
organizations:
  - {key: acme, name: {en: Acme}, incorporated_in: ca}
  - {key: holding, name: {en: Holding}, shareholders: [{key: fund, name: A fund, percent: 100, on: 2026-01-01}]}
  - {key: crm-inc, name: {en: CRM Inc}, incorporated_in: us, group: {parent: holding}}
processors:
  - {key: crm, name: {en: CRM}, providers: [{key: inc, organization: crm-inc}]}
activities:
  - key: orders
    name: {en: Orders, zh-Hans: 订单}
    role: controller
    controllers: [acme]
    people: [{key: customers, place: ca}]
    data: [{key: email, category: contact.email}]
    disclosures: [{key: crm, recipient: {processor: crm}, kind: entrusted, data: [email], locations: [us], access: []}]
    complete: [{pointer: /disclosures/crm/locations, by: IT, on: 2026-01-01}]
";

async fn proposed(app: &TestApp, query: &str) -> Vec<Value> {
    let told: Value = app.reader().get(format!("/api/v1/review-proposals{query}")).await.expect(200).json();
    told["items"].as_array().unwrap().clone()
}

async fn signed() -> TestApp {
    let app = TestApp::empty().await;
    app.editor().post("/api/v1/changes").yaml(LAW).await.expect(200);
    assert!(proposed(&app, "").await.is_empty(), "nothing was signed");
    opened(&app, "2026-Q4").await;
    all_decided(&app, "2026-q4").await;
    signed_off(&app, "2026-q4").await;
    app
}

fn reasons<'a>(proposed: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let routes = proposed.iter().flat_map(|of| of["routes"].as_array().unwrap());
    routes
        .flat_map(|route| route["reasons"].as_array().unwrap())
        .map(|reason| &reason[kind])
        .filter(|reason| !reason.is_null())
        .collect()
}

#[tokio::test]
async fn a_place_that_is_no_longer_adequate_proposes_a_review_from_that_day_on() {
    let app = signed().await;
    let before = proposed(&app, "?on=2027-01-31").await;
    assert!(reasons(&before, "place_off_list").is_empty(), "{before:?}");
    let after = proposed(&app, "?on=2027-02-01").await;
    let off = reasons(&after, "place_off_list");
    let expected = json!({ "regime": "house-adequacy", "list": "adequate", "place": "us", "until": "2027-01-31" });
    assert_eq!(off, [&expected], "{after:?}");
    let worse = reasons(&after, "result_worse");
    assert!(
        worse.iter().any(|reason| reason["regime"] == "house-adequacy" && reason["now"] == "not_satisfied"),
        "{after:?}"
    );
    let findings = "/api/v1/findings?code=RW083&on=2027-02-01&format=json";
    let found: Value = app.reader().get(findings).await.expect(200).json();
    let message = found["findings"][0]["message"]["en"].as_str().unwrap();
    assert!(message.contains("no longer on the list `adequate`"), "{message}");
    assert_eq!(found["findings"][0]["record"]["kind"], "reviews");
}

#[tokio::test]
async fn other_owners_above_an_importer_propose_a_review_and_a_date_of_looking_does_not() {
    let app = signed().await;
    let holding = "/api/v1/organizations/holding";
    let looked = json!({ "shareholders": [{ "key": "fund", "name": "A fund", "percent": 100, "on": "2026-11-01" }] });
    app.editor().patch(holding).if_match("*").merge(&looked).await.expect(200);
    assert!(reasons(&proposed(&app, "").await, "owner_changed").is_empty());
    let sold = json!({ "shareholders": [{ "key": "rival", "name": "A rival", "percent": 100, "on": "2026-11-02" }] });
    app.editor().patch(holding).if_match("*").merge(&sold).await.expect(200);
    let head = app.app.store.current().await.unwrap().register.head().seq;
    let owners = proposed(&app, "").await;
    let changed = reasons(&owners, "owner_changed");
    let expected = json!({ "importer": "crm-inc", "organization": "holding", "seq": head });
    assert_eq!(changed, [&expected], "{owners:?}");
    let found: Value = app.reader().get("/api/v1/findings?code=RW083&format=json").await.expect(200).json();
    assert_eq!(found["findings"].as_array().unwrap().len(), 1, "{found}");
    opened(&app, "2027-Q1").await;
    assert!(proposed(&app, "").await.is_empty(), "a review that is under way is the answer");
}
