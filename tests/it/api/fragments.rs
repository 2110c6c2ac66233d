//! The content of a notice as fragments for a page, by templates that a company can replace.

use crate::support::{Program, TestApp};
use ropewalk::render::template::Templates;
use std::collections::BTreeMap;

const CONTENT: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy/content";

#[tokio::test]
async fn every_section_is_had_as_a_fragment_in_both_languages() {
    let app = TestApp::with_sunmi().await;
    for (section, en, zh) in [
        ("storage", "Amazon servers", "北美"),
        ("recipients", "NeoCRM", "NeoCRM"),
        ("rights", "access", "查阅"),
        ("contact", "contact@sunmi.us", "contact@sunmi.us"),
    ] {
        for format in ["markdown", "html"] {
            let asked = |lang: &str| format!("{CONTENT}?fragment={section}&format={format}&lang={lang}");
            let english = app.reader().get(asked("en")).await.expect(200);
            assert!(english.text().to_lowercase().contains(&en.to_lowercase()), "{section}: {}", english.text());
            let chinese = app.reader().get(asked("zh-Hans")).await.expect(200);
            assert!(chinese.text().contains(zh), "{section}: {}", chinese.text());
            assert_eq!(english.text().contains("<section"), format == "html");
        }
    }
    let all = app.reader().get(format!("{CONTENT}?fragment=all&format=html")).await.expect(200);
    assert!(all.text().matches("<section").count() > 8);
    app.reader()
        .get(format!("{CONTENT}?fragment=all&format=html"))
        .header("If-None-Match", all.etag())
        .await
        .expect(304);
    app.reader().get(format!("{CONTENT}?fragment=weather&format=html")).await.problem(400, "bad-request");
    app.reader().get(format!("{CONTENT}?fragment=all&format=csv")).await.problem(400, "bad-request");
}

#[tokio::test]
async fn words_of_records_never_become_markup() {
    let app = TestApp::with_sunmi().await;
    let activity = "/api/v1/activities/consultation-services";
    let hostile = serde_json::json!({ "name": { "en": "<script>alert(1)</script> *x* | y" } });
    app.editor().patch(activity).if_match("*").merge(&hostile).await.expect(200);
    let html = app.reader().get(format!("{CONTENT}?fragment=all&format=html&lang=en")).await.expect(200);
    assert!(!html.text().contains("<script>") && html.text().contains("&lt;script&gt;"), "{}", html.text());
    let markdown = app.reader().get(format!("{CONTENT}?fragment=all&format=markdown&lang=en")).await.expect(200);
    assert!(!markdown.text().contains("<script>") && markdown.text().contains("\\*x\\* \\| y"), "{}", markdown.text());
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_programs_and_a_wrong_one_is_refused_with_its_place() {
    let templates = |name: &str, text: &str| Templates::with(BTreeMap::from([(name.to_owned(), text.to_owned())]));
    assert!(templates("content.html", "{{ content.notice.name.text }}").is_ok());
    let unknown = templates("notice.html", "x").unwrap_err().to_string();
    assert!(unknown.contains("content.md"), "{unknown}");
    let malformed = templates("content.md", "one\n{% for x %}").unwrap_err().to_string();
    assert!(malformed.contains("content.md:2"), "{malformed}");
    let program = Program::new();
    std::fs::create_dir(program.path("mine")).unwrap();
    program.file("mine/content.md", "{% endfor %}");
    let refused = program.run(&["serve", "--port", "0", "--templates", "mine"]);
    assert_eq!(refused.status, Some(1));
    assert!(refused.stderr.contains("content.md:1"), "{}", refused.stderr);
}
