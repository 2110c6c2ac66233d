//! The examples of the document are answers of the demonstration: one conversation with it, from its start, by the clock and
//! the randomness of tests. `openapi/examples.json` keeps what was sent and answered, word for word; each request names itself by
//! the id that the documentation quotes.

use crate::support::{Answer, Question, TestApp, operation, place_of};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::fs;

/// What is kept, and where the test leaves what it should be.
const KEPT: &str = include_str!("../../../openapi/examples.json");
const FRESH: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/examples.json");

/// The records that somebody adds to the demonstration.
const ADDED: &str = include_str!("examples.yaml");

const NOTICE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy";

/// What is read of each kind, in an order in which the added records can be written: one of the demonstration's where it has one
/// that is not too long to be read, and a question to whose list it belongs.
const READ: &[(&str, &str, &str)] = &[
    ("organizations", "google", "q=google"),
    ("locations", "us-ga", "q=georgia"),
    ("data-categories", "contact.email", "q=e-mail"),
    ("data-subjects", "website-visitors", "q=visitors"),
    ("processors", "neocrm", "q=crm"),
    ("systems", "neocrm-tenant", "q=crm"),
    ("agreements", "example-mail-dpa", "processor=example-mail"),
    ("assessments", "example-mail-tia", "processor=example-mail"),
    ("notices", "example-privacy-policy", "q=example"),
    ("activities", "business-succession", "q=successor"),
    ("regimes", "example-house-rule", "q=newsletters"),
    ("waivers", "example-analytics-contract", "q=analytics"),
];

/// A region that is not built in, as a manifest.
const REGION: &str = "reason: a new region\nlocations:\n  - key: us-wa\n    name: {en: Washington}\n    category: subdivision\n    iso_3166_2: US-WA\n    part_of: us\n";

/// A page that somebody published, and what it loads.
const PUBLISHED: &str = "<h1>Privacy Policy</h1>\n<p>Effective Date: September[ ], 2024</p>\n<table><tr><th>Service</th><th>Purpose</th><th>Service provider</th><th>Privacy policy</th></tr>\n<tr><td>NeoCRM</td><td>To facilitate contact with clients</td><td>Beijing Renkehudong Network Technology Co., Ltd. and Beijing Ingage App Internet Technology Ltd. Co.</td><td>https://www.neocrm.com/privacy</td></tr></table>\n<p>We will not share your personal information to external parties.</p>\n";
const HOSTS: &str = "www.sunmi.us\nwww.google-analytics.com\n";
/// What somebody supposes, as a manifest.
const SUPPOSED: &str = "reason: what if NeoCRM kept it in Canada?\nsystems:\n  - key: neocrm-tenant\n    name: {en: NeoCRM}\n    tenant_of: neocrm\n    storage: [{key: servers, location: ca}]\n";

/// A conversation with the demonstration, and what is kept of it: the first of what is sent to and answered by each operation.
struct Conversation<'a> {
    app: &'a TestApp,
    kept: Value,
}

/// Notes what was asked, unless there is something at this place already.
fn note(place: &mut Value, asked: &str, body: &Value) {
    if place.is_null() {
        *place = json!({ "asked": asked, "value": body });
    }
}

/// A body as what it says where it is JSON or YAML, else as text.
fn body(media_type: &str, bytes: &[u8]) -> Value {
    if media_type.ends_with("yaml") {
        return serde_saphyr::from_slice(bytes).unwrap();
    }
    if media_type.ends_with("json") {
        return serde_json::from_slice(bytes).unwrap();
    }
    String::from_utf8(bytes.to_vec()).unwrap().into()
}

fn media_type(header: Option<&str>) -> &str {
    header.unwrap_or_default().split(';').next().unwrap_or_default()
}

impl Conversation<'_> {
    /// Asks what succeeds, and keeps it.
    async fn ask(&mut self, question: Question<'_>) -> Answer {
        let asked = format!("{} {}", question.method, question.path);
        let operation = operation(question.method.as_str(), &question.path);
        let id = operation["operationId"].as_str().unwrap().to_owned();
        let sent = question.headers.iter().find(|(name, _)| name == "Content-Type");
        let sent = sent.map(|(_, media_type)| (media_type.clone(), body(media_type, &question.body)));
        let answer = self.send(question).await;
        assert!(answer.status < 400, "{asked}: {}", answer.text());
        if let Some((media_type, sent)) = sent {
            assert!(operation["requestBody"]["content"].get(&media_type).is_some(), "{asked}: {media_type}");
            note(&mut self.kept["requests"][&id][media_type], &asked, &sent);
        }
        if !answer.body.is_empty() {
            let media_type = media_type(answer.header("Content-Type"));
            let place = &mut self.kept["answers"][&id][answer.status.to_string()][media_type];
            note(place, &asked, &body(media_type, &answer.body));
        }
        answer
    }

    /// Asks what is refused, and keeps the problem: where the document has words of its own for it as an answer of the
    /// operation, else as one of its status, under the last word of its type.
    async fn refused(&mut self, status: u16, question: Question<'_>) {
        let asked = format!("{} {}", question.method, question.path);
        let operation = operation(question.method.as_str(), &question.path);
        let id = operation["operationId"].as_str().unwrap();
        let shared = operation["responses"][status.to_string()]["$ref"].is_string();
        let answer = self.send(question).await.expect(status).json();
        let slug = answer["type"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        let place = if shared {
            &mut self.kept["problems"][status.to_string()][slug]
        } else {
            &mut self.kept["answers"][id][status.to_string()]["application/problem+json"]
        };
        note(place, &asked, &answer);
    }

    async fn send(&self, question: Question<'_>) -> Answer {
        self.app.clock.advance(TimeDelta::minutes(1));
        question.header("X-Request-Id", "1b4e28ba-2fa1-41d2-883f-0016d3cca427").await
    }
}

/// The records that are added of a kind.
fn added(kind: &str) -> Vec<Value> {
    let records: Value = serde_saphyr::from_str(ADDED).unwrap();
    records[kind].as_array().unwrap_or_else(|| panic!("{kind}")).clone()
}

/// Creates, reads, changes, replaces, deletes and creates again.
async fn records(talk: &mut Conversation<'_>) {
    let (reader, editor) = (talk.app.reader(), talk.app.editor());
    for (kind, ..) in READ {
        for record in added(kind) {
            talk.ask(editor.post(format!("/api/v1/{kind}?reason=example")).json(&record)).await;
        }
    }
    for (kind, key, question) in READ {
        let (list, one) = (format!("/api/v1/{kind}"), format!("/api/v1/{kind}/{key}"));
        talk.ask(reader.get(format!("{list}?{question}&limit=1"))).await;
        talk.ask(reader.get(&one)).await;
        talk.ask(reader.get(format!("{one}/usage"))).await;
        talk.ask(reader.get(format!("{one}/history/1"))).await;
        let named = json!({ "steward": "Privacy team", "until": null });
        talk.ask(editor.patch(format!("{one}?reason=first+review")).if_match("\"1\"").merge(&named)).await;
        talk.ask(reader.get(format!("{one}/history"))).await;
        talk.ask(reader.get(format!("{one}/difference"))).await;
        talk.ask(editor.patch(&one).if_match("\"2\"").json(&named)).await;
        let handed_over = json!([{ "op": "replace", "path": "/steward", "value": "Legal" }]);
        let all = format!("{list}?steward=Privacy+team&dry_run=true");
        talk.ask(editor.patch(&all).merge(&json!({ "steward": "Legal" }))).await;
        talk.ask(editor.patch(&all).json(&json!({ "steward": "Legal" }))).await;
        talk.ask(editor.patch(&all).operations(&handed_over)).await;
        talk.ask(editor.patch(&one).if_match("\"2\"").operations(&handed_over)).await;
        let mut record = added(kind).remove(0);
        record["steward"] = "Legal".into();
        record["tags"] = json!(["example"]);
        let own = format!("{list}/{}", record["key"].as_str().unwrap());
        talk.ask(editor.put(&own).if_match("*").json(&record)).await;
    }
    for (kind, ..) in READ.iter().rev() {
        for record in added(kind) {
            let own = format!("/api/v1/{kind}/{}", record["key"].as_str().unwrap());
            let last: u64 = reader.get(&own).await.expect(200).etag().trim_matches('"').parse().unwrap();
            talk.ask(editor.delete(&own).if_match("*")).await.expect(204);
            talk.refused(410, reader.get(&own)).await;
            talk.refused(410, reader.get(format!("{own}/history/{}", last + 1))).await;
        }
    }
    talk.refused(410, reader.get("/api/v1/notices/example-privacy-policy/processor-table")).await;
    for (kind, ..) in READ {
        for record in added(kind) {
            let own = format!("/api/v1/{kind}/{}", record["key"].as_str().unwrap());
            talk.ask(editor.put(&own).header("If-None-Match", "*").json(&record)).await;
        }
    }
}

/// What the demonstration says before anybody changes it.
async fn demonstration(talk: &mut Conversation<'_>) {
    let reader = talk.app.reader();
    talk.ask(reader.get("/healthz")).await;
    talk.ask(reader.get("/api/v1/questions?kind=systems&limit=1")).await;
    for format in ["json", "markdown", "html", "csv"] {
        talk.ask(reader.get(format!("{NOTICE}/processor-table?format={format}"))).await;
        talk.ask(reader.get(format!("{NOTICE}/content?format={format}"))).await;
    }
    for report in ropewalk::report::Name::ALL {
        for format in ["json", "markdown", "html", "csv"] {
            // Who or where is affected has no default; an activity is no answer to that.
            let about = match report {
                ropewalk::report::Name::Impact => "processor=neocrm",
                // What one law says of one service is long enough.
                ropewalk::report::Name::Transfers => {
                    "activity=consultation-services&processor=neocrm&regime=us-padfa&lane_to=cn"
                }
                ropewalk::report::Name::NoticeContent | ropewalk::report::Name::MaterialChanges => {
                    "notice=sunmi-north-america-website-privacy-policy"
                }
                ropewalk::report::Name::Findings => "record=activities/business-succession",
                _ => "activity=business-succession",
            };
            let asked = format!("{}?{about}&format={format}", place_of(*report));
            talk.ask(reader.get(&asked)).await;
            let supposed: Value = serde_saphyr::from_str(SUPPOSED).unwrap();
            talk.ask(reader.post(&asked).json(&supposed)).await;
            talk.ask(reader.post(&asked).yaml(SUPPOSED)).await;
        }
    }
    for format in ["json", "markdown", "html", "csv"] {
        let asked = |of: &str| format!("{NOTICE}/{of}?on=2026-11-25&format={format}");
        talk.ask(reader.post(asked("drift")).body("text/html", PUBLISHED)).await;
        talk.ask(reader.post(asked("hosts-drift")).body("text/plain", HOSTS)).await;
    }
    talk.ask(reader.post(format!("{NOTICE}/drift")).body("text/markdown", "# Privacy Policy\n\nEffective Date:\n"))
        .await;
    talk.ask(reader.post(format!("{NOTICE}/drift")).body("text/plain", "Privacy Policy\nEffective Date:\n")).await;
    let told = json!({ "format": "plain", "text": "Privacy Policy\nEffective Date:\n" });
    talk.ask(reader.post(format!("{NOTICE}/drift")).json(&told)).await;
    let archive =
        json!({ "log": { "version": "1.2", "entries": [{ "request": { "url": "https://www.sunmi.us/" } }] } });
    talk.ask(reader.post(format!("{NOTICE}/hosts-drift")).json(&archive)).await;
    let bill = json!({ "bomFormat": "CycloneDX", "services": [{ "name": "Chat", "endpoints": ["https://chat.example.com/"] }] });
    let bill = reader.post(format!("{NOTICE}/hosts-drift")).body("application/vnd.cyclonedx+json", bill.to_string());
    talk.ask(bill).await;
    // A register is too long for an example; its beginning says what it is like.
    for format in ["json", "yaml"] {
        let asked = format!("/api/v1/export?format={format}");
        talk.ask(reader.get(&asked)).await;
        let export = &mut talk.kept["answers"]["export_register"]["200"][format!("application/{format}")];
        export["value"].as_object_mut().unwrap().retain(|name, value| name == "locations" || !value.is_array());
        export["value"]["locations"].as_array_mut().unwrap().truncate(1);
        export["asked"] = format!("GET {asked} (its beginning)").into();
    }
}

/// What is published of a notice, and a review from its opening to its proof.
async fn acts(talk: &mut Conversation<'_>) {
    let (reader, editor) = (talk.app.reader(), talk.app.editor());
    let (reviewer, admin) = (talk.app.reviewer(), talk.app.admin());
    let texts = json!([
        { "language": "en", "format": "html", "text": "<h1>Privacy Policy</h1>\n" },
        { "language": "zh-Hans", "format": "markdown", "text": "# 隐私政策\n" },
        { "language": "fr", "format": "plain", "text": "Politique de confidentialité\n" },
    ]);
    let new = json!({ "published": "2026-12-01", "effective": "2027-01-01", "texts": texts });
    talk.ask(editor.post(format!("{NOTICE}/publications")).json(&new)).await;
    talk.ask(reader.get(format!("{NOTICE}/publications"))).await;
    for language in ["en", "zh-Hans", "fr"] {
        talk.ask(reader.get(format!("{NOTICE}/publications/1/texts/{language}"))).await;
    }
    talk.ask(reader.get(format!("{NOTICE}/processor-changes.atom"))).await;
    talk.ask(reader.get(format!("{NOTICE}/processor-changes.atom")).header("Accept", "text/xml")).await;
    talk.ask(reader.get("/api/v1/calendar.ics")).await;
    let minutes = editor.post("/api/v1/documents").body("application/octet-stream", "Minutes of the meeting\n");
    let kept = talk.ask(minutes).await.json();
    let document = format!("/api/v1/documents/{}", kept["digest"].as_str().unwrap());
    talk.refused(416, reader.get(document).header("Range", "bytes=1000-")).await;
    let review = "/api/v1/reviews/2026-q4";
    let new = json!({ "period": "2026-Q4", "scope": { "processor": "neocrm", "lane_to": "cn" } });
    let items: Value = talk.ask(reviewer.post("/api/v1/reviews").json(&new)).await.json();
    let item = items["items"][0]["key"].clone();
    let asked = json!({ "item": item, "decision": "ask", "who": "Sales operations", "due": "2026-12-15" });
    let rest =
        json!({ "select": { "decided": false }, "decision": "suspend", "comment": "Until it is clear where it goes." });
    talk.ask(reviewer.post(format!("{review}/decisions")).json(&json!({ "decisions": [asked] }))).await;
    if items["items"].as_array().unwrap().len() > 1 {
        talk.ask(reviewer.post(format!("{review}/decisions")).json(&json!({ "decisions": [rest] }))).await;
    }
    talk.ask(reviewer.post(format!("{review}/rebase")).json(&json!({}))).await;
    let told: Value = reader.get(format!("{review}/report?format=json")).await.expect(200).json();
    let asked = &told["attestations"][0];
    let records = json!([{ "record": asked["record"], "version": asked["version"] }]);
    let attested = json!({ "steward": "Sales operations", "records": records });
    talk.ask(reviewer.post(format!("{review}/attestations")).json(&attested)).await;
    talk.ask(reviewer.post(format!("{review}/advice")).json(&json!({ "text": "Sign the contract first." }))).await;
    for format in ["json", "markdown", "html", "csv"] {
        talk.ask(reader.get(format!("{review}/report?format={format}"))).await;
    }
    let of = json!({ "controller": "sunmi-technology-us" });
    talk.ask(admin.post(format!("{review}/sign-off")).json(&of)).await;
    talk.ask(reader.get(format!("{review}/verification"))).await;
    talk.ask(reader.get("/api/v1/review-proposals")).await;
    let done = json!({ "item": item, "text": "The servers are in Beijing." });
    talk.ask(reviewer.post(format!("{review}/follow-ups")).json(&done)).await;
    let other = json!({ "period": "2027-Q1", "scope": { "processor": "neocrm", "lane_to": "cn" } });
    reviewer.post("/api/v1/reviews").json(&other).await.expect(201);
    let because = json!({ "because": "Opened too early." });
    talk.ask(reviewer.post("/api/v1/reviews/2027-q1/cancellation").json(&because)).await;
    let decision = format!("2026-q4.{}", item.as_str().unwrap());
    let publication = format!("{}.v1", NOTICE.rsplit('/').next().unwrap());
    for (kind, key) in [("publications", &*publication), ("reviews", "2026-q4"), ("review-decisions", &decision)] {
        let (list, one) = (format!("/api/v1/{kind}"), format!("/api/v1/{kind}/{key}"));
        talk.ask(reader.get(format!("{list}?limit=1"))).await;
        for of in ["", "/usage", "/history/1", "/history", "/difference"] {
            talk.ask(reader.get(format!("{one}{of}"))).await;
        }
    }
}

/// Changes of many records, and what became of the register.
async fn register(talk: &mut Conversation<'_>) {
    let (reader, editor) = (talk.app.reader(), talk.app.editor());
    let region: Value = serde_saphyr::from_str(REGION).unwrap();
    talk.ask(editor.post("/api/v1/changes").json(&region)).await;
    talk.ask(editor.post("/api/v1/changes?dry_run=true").yaml(REGION)).await;
    talk.ask(reader.get("/api/v1/changes?since=2&limit=1")).await;
    talk.ask(reader.get("/api/v1/difference?from=seq:2&limit=1")).await;
    talk.ask(reader.get("/api/v1/questions/stewards")).await;
}

/// What is refused.
async fn problems(talk: &mut Conversation<'_>) {
    let (reader, editor) = (talk.app.reader(), talk.app.editor());
    let neocrm = "/api/v1/processors/neocrm";
    let high = json!({ "risk_tier": "high" });
    talk.refused(400, reader.get("/api/v1/processors?colour=red")).await;
    talk.refused(400, editor.post("/api/v1/processors").body("application/json", "{\"key\": \"a\",}")).await;
    talk.refused(401, talk.app.anonymous().get(neocrm)).await;
    talk.refused(403, reader.patch(neocrm).if_match("\"1\"").merge(&high)).await;
    talk.refused(404, reader.get("/api/v1/processors/neocrn")).await;
    talk.refused(406, reader.get(format!("{NOTICE}/processor-table")).header("Accept", "image/png")).await;
    let there = json!({ "key": "neocrm", "name": { "en": "NeoCRM" } });
    talk.refused(409, editor.post("/api/v1/processors").json(&there)).await;
    talk.refused(409, editor.delete("/api/v1/systems/neocrm-tenant").if_match("*")).await;
    talk.refused(409, reader.get(format!("/api/v1/changes?since=1&digest={}", "0".repeat(64)))).await;
    talk.refused(412, editor.patch(neocrm).if_match("\"1\"").merge(&high)).await;
    talk.refused(413, editor.post("/api/v1/processors").body("application/json", " ".repeat((1 << 20) + 1))).await;
    talk.refused(415, editor.post("/api/v1/processors").body("text/plain", "neocrm")).await;
    let wrong = json!({ "risk_tier": "huge", "since": "2024-13-01" });
    talk.refused(422, editor.patch(neocrm).if_match("*").merge(&wrong)).await;
    talk.refused(428, editor.patch(neocrm).merge(&high)).await;
    // The last commit is lost, as when a backup is restored; then the database is broken.
    let head = talk.app.app.store.current().await.unwrap().register.head().seq;
    for sql in [
        "DELETE FROM records WHERE kind = 'locations' AND key = 'us-wa'",
        &format!("DELETE FROM revisions WHERE seq = {head}"),
        &format!("DELETE FROM commits WHERE seq = {head}"),
        &format!(
            "UPDATE head SET seq = {0}, digest = (SELECT digest FROM commits WHERE seq = {0}), \
             recorded_at = (SELECT recorded_at FROM commits WHERE seq = {0})",
            head - 1
        ),
    ] {
        talk.app.database.tamper(sql).await;
    }
    talk.refused(503, reader.get(neocrm)).await;
    talk.app.database.tamper("DELETE FROM head").await;
    talk.refused(500, reader.get(neocrm)).await;
    talk.refused(503, talk.app.anonymous().get("/healthz")).await;
}

#[tokio::test]
async fn the_examples_are_what_the_demonstration_answers() {
    let app = TestApp::with_sunmi().await;
    let mut talk = Conversation { app: &app, kept: json!({}) };
    demonstration(&mut talk).await;
    records(&mut talk).await;
    acts(&mut talk).await;
    register(&mut talk).await;
    problems(&mut talk).await;
    let kept: Value = serde_json::from_str(KEPT).unwrap();
    if kept != talk.kept {
        fs::write(FRESH, format!("{:#}\n", talk.kept)).unwrap();
        panic!("openapi/examples.json is stale: copy {FRESH} to it, and generate the documents anew");
    }
}
