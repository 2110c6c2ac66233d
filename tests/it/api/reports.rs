//! Reports over HTTP: formats, entity tags, parameters.

use crate::support::{TestApp, minimal};
use ropewalk::{render::Format, report::Name};

#[tokio::test]
async fn every_report_is_had_in_every_format_by_name_and_by_media_type() {
    let app = TestApp::with_sunmi().await;
    for report in Name::ALL {
        let about = if *report == Name::Impact { "processor=neocrm" } else { "activity=consultation-services" };
        let path = format!("/api/v1/reports/{}?{about}", report.name());
        for format in Format::ALL {
            let named = app.reader().get(format!("{path}&format={}", format.name())).await.expect(200);
            let accepted = app.reader().get(&path).header("Accept", format.media_type()).await.expect(200);
            assert_eq!(named.header("Content-Type"), Some(format.media_type()));
            assert!(named.body == accepted.body && named.etag() == accepted.etag(), "{}", format.name());
            let again = app.reader().get(format!("{path}&format={}", format.name()));
            assert!(again.header("If-None-Match", named.etag()).await.expect(304).body.is_empty());
        }
        app.reader().get(&path).header("Accept", "image/png").await.problem(406, "not-acceptable");
    }
}

#[tokio::test]
async fn many_who_ask_at_once_get_the_same_answer_and_a_commit_makes_another() {
    let app = TestApp::with_sunmi().await;
    let path = "/api/v1/reports/record-of-processing";
    let ask = async || app.reader().get(path).await.expect(200);
    let (first, second, third) = tokio::join!(ask(), ask(), ask());
    assert!(first.body == second.body && second.body == third.body);
    let activity = minimal("new-activity");
    app.given(&[("activities", activity)]).await;
    let after = ask().await;
    assert!(after.etag() != first.etag() && after.text().contains("new-activity"));
    let before = app.reader().get(format!("{path}?as_of=seq:2")).await.expect(200);
    assert_eq!(before.body, first.body);
}

#[tokio::test]
async fn a_parameter_is_refused_with_what_there_is() {
    let app = TestApp::with_sunmi().await;
    let ask = async |query: &str| app.reader().get(format!("/api/v1/reports/record-of-processing?{query}")).await;
    let unknown = ask("notice=no-such").await.problem(404, "not-found");
    assert!(unknown["detail"].as_str().unwrap().contains("sunmi-north-america-website-privacy-policy"), "{unknown}");
    for query in ["colour=red", "activity=a&activity=b", "on=2026-02-30", "view=hipaa", "format=pdf", "activity=A%20b"]
    {
        ask(query).await.problem(400, "bad-request");
    }
    let page = ask("lang=zh-Hans&format=html").await.expect(200);
    assert!(page.header("Content-Language").unwrap().starts_with("zh-Hans"));
    assert!(page.text().contains("处理目的") && page.text().contains("<html lang=\"zh-Hans\">"));
}
