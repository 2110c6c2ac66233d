//! What others subscribe to: the calendar, and the changes of a notice's processors.

use crate::support::TestApp;
use ropewalk::service::access::{self, Role};
use serde_json::{Value, json};

const NOTICE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy";

/// The summaries of a calendar by their days.
fn events(calendar: &str) -> Vec<(String, String)> {
    let unfolded = calendar.replace("\r\n ", "");
    let field = |event: &str, name: &str| {
        event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim_end().to_owned()
    };
    let events = unfolded.split("BEGIN:VEVENT").skip(1);
    events.map(|event| (field(event, "DTSTART;VALUE=DATE:"), field(event, "SUMMARY:"))).collect()
}

#[tokio::test]
async fn the_calendar_has_what_ends_and_a_token_in_its_address_that_opens_nothing_else() {
    let app = TestApp::with_sunmi().await;
    let dpa = json!({
        "key": "dpa", "name": { "en": "DPA with Acme", "zh-Hans": "与Acme的协议" },
        "in_force": { "until": "2027-03-31" }, "renewal": { "notice_by": "2026-12-31" },
    });
    app.given(&[("agreements", dpa)]).await;
    let token = access::create_token(&app.app, Role::Calendar, "phone", None).await.unwrap();
    let calendar = app.anonymous().get(format!("/api/v1/calendar.ics?token={token}")).await.expect(200);
    assert!(calendar.header("Content-Type").unwrap().starts_with("text/calendar"));
    let found = events(&calendar.text());
    assert!(found.contains(&("20270331".into(), "Agreement ends: DPA with Acme".into())), "{found:?}");
    assert!(found.contains(&("20261231".into(), "Last day to give notice: DPA with Acme".into())), "{found:?}");
    assert!(found.iter().any(|(_, what)| what.starts_with("Law is to be looked up again")), "{found:?}");
    let chinese = app.reader().get("/api/v1/calendar.ics?lang=zh-Hans").await.expect(200);
    assert!(events(&chinese.text()).iter().any(|(_, what)| what == "协议到期：与Acme的协议"));
    let again = app.anonymous().get(format!("/api/v1/calendar.ics?token={token}")).await.expect(200);
    assert_eq!(again.body, calendar.body, "the same register makes the same bytes");

    app.with_token(&token).get("/api/v1/processors").await.problem(403, "forbidden");
    app.with_token(&token).get(format!("{NOTICE}/processor-table")).await.problem(403, "forbidden");
    let tokens = access::tokens(&app.app).await.unwrap();
    let id = &tokens.iter().find(|held| held.role == "calendar").unwrap().id;
    access::revoke_token(&app.app, id).await.unwrap();
    app.anonymous().get(format!("/api/v1/calendar.ics?token={token}")).await.problem(401, "unauthorized");
}

#[tokio::test]
async fn the_feed_tells_what_each_publication_changed_and_what_is_announced() {
    let app = TestApp::with_sunmi().await;
    let feed = format!("{NOTICE}/processor-changes.atom");
    let publish = async || app.editor().post(format!("{NOTICE}/publications")).json(&json!({})).await.expect(201);
    publish().await;
    let publisher = app.publisher(&["sunmi-north-america-website-privacy-policy"]).await;
    let first = publisher.get(&feed).await.expect(200);
    assert!(first.header("Content-Type").unwrap().starts_with("application/atom+xml"));
    assert!(first.text().contains("NeoCRM gets data from"), "{}", first.text());

    let chat = json!({ "key": "chat", "name": { "en": "Chat service" } });
    app.given(&[("processors", chat)]).await;
    let activity = "/api/v1/activities/consultation-services";
    let held: Value = app.reader().get(activity).await.expect(200).json();
    let mut disclosures = held["disclosures"].as_array().unwrap().clone();
    disclosures.push(json!({
        "key": "chat", "recipient": { "processor": "chat" }, "kind": "entrusted", "since": "2027-02-01",
    }));
    app.editor().patch(activity).if_match("*").merge(&json!({ "disclosures": disclosures })).await.expect(200);
    let announced = app.reader().get(&feed).await.expect(200);
    assert!(announced.text().contains("Chat service will get data from 2027-02-01"), "{}", announced.text());
    assert!(!publisher.get(&feed).await.expect(200).text().contains("Chat service"), "that is not published");
    publish().await;
    let told = publisher.get(&feed).await.expect(200);
    assert!(told.text().contains("Chat service will get data from 2027-02-01"), "{}", told.text());
    publisher.get(&feed).header("If-None-Match", told.etag()).await.expect(304);
    publisher.get("/api/v1/notices/other/processor-changes.atom").await.problem(403, "forbidden");
    app.reader().get("/api/v1/notices/other/processor-changes.atom").await.problem(404, "not-found");
}
