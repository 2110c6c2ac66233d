//! Reports as PDF, in a program that was built with it; and what one that was not says instead. What stands on the pages is tested
//! where they are made.

use super::{ask, companies};
use crate::support::{Program, TestApp};
use ropewalk::{
    render::{Format, Typesetter, page::write},
    report::Name,
};
use serde_json::json;

const TABLE: &str = "/api/v1/notices/sunmi-north-america-website-privacy-policy/processor-table";
const REPORT: &str = "/api/v1/reports/record-of-processing?activity=consultation-services";

/// Whether it is a whole file.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-1.7") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

#[tokio::test]
async fn a_report_a_table_and_a_review_are_had_as_pdf_or_the_printable_page_is_pointed_at() {
    let app = TestApp::with_sunmi().await;
    let review = json!({ "period": "2026-Q3", "scope": { "processor": "neocrm" } });
    app.reviewer().post("/api/v1/reviews").json(&review).await.expect(201);
    for path in [REPORT, TABLE, "/api/v1/reviews/2026-q3/report"] {
        let by_name = || app.reader().get(format!("{path}{}format=pdf", if path.contains('?') { '&' } else { '?' }));
        let by_type = || app.reader().get(path).header("Accept", "application/pdf");
        if Format::Pdf.is_built() {
            let named = by_name().await.expect(200);
            assert_eq!(named.header("Content-Type"), Some("application/pdf"));
            assert!(is_pdf(&named.body) && named.body == by_type().await.expect(200).body, "{path}");
            assert!(by_name().header("If-None-Match", named.etag()).await.expect(304).body.is_empty());
        } else {
            for asked in [by_name().await, by_type().await] {
                let problem = asked.problem(406, "format-not-built");
                assert!(problem["detail"].as_str().unwrap().contains("ask for `html`"), "{problem}");
            }
        }
    }
    // Who takes a page as well always gets one of the two.
    let either = app.reader().get(REPORT).header("Accept", "application/pdf, text/html;q=0.5").await.expect(200);
    let expected = if Format::Pdf.is_built() { Format::Pdf } else { Format::Html };
    assert_eq!(either.header("Content-Type"), Some(expected.media_type()));
}

#[test]
fn a_command_writes_pdf_into_a_file_or_says_how_to_print() {
    let program = Program::new();
    let company = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/companies/rheinwerk.yaml");
    let command = |more: &[&str]| {
        let command = ["report", "record-of-processing", company, "--on", "2026-11-22", "--format", "pdf"];
        program.run(&[&command[..], more].concat())
    };
    let done = command(&["--output", "record.pdf", "--fonts", "."]);
    if Format::Pdf.is_built() {
        done.succeeds();
        let made = std::fs::read(program.path("record.pdf")).unwrap();
        command(&["--output", "again.pdf", "--fonts", "."]).succeeds();
        assert!(is_pdf(&made) && made == std::fs::read(program.path("again.pdf")).unwrap(), "the same bytes");
        // The folder has no font, so nothing can set Chinese: it is said, and the document is made.
        let chinese = command(&["--output", "chinese.pdf", "--fonts", ".", "--lang", "zh-Hans"]);
        assert_eq!(chinese.status, Some(0));
        assert!(
            chinese.stderr.contains("Noto Sans CJK SC") && chinese.stderr.contains("--fonts"),
            "{}",
            chinese.stderr
        );
        assert!(is_pdf(&std::fs::read(program.path("chinese.pdf")).unwrap()));
        assert!(command(&["--output", "no.pdf", "--fonts", "no-such"]).fails().contains("no-such"));
    } else {
        assert_eq!(done.status, Some(2));
        assert!(done.stderr.contains("take `html`") && done.stderr.contains("--features pdf"), "{}", done.stderr);
    }
}

#[test]
fn a_document_that_is_longer_than_the_typesetter_sets_is_refused_before_it_is_set() {
    if !Format::Pdf.is_built() {
        return;
    }
    let registers = companies();
    let report = ask(&registers[0], Name::RecordOfProcessing, &[]).unwrap();
    let set = |most| write(Format::Pdf, &report, &Typesetter::default().at_most(most), &mut std::io::sink());
    assert_eq!(set(1_000).unwrap_err().kind(), std::io::ErrorKind::FileTooLarge);
    set(1_000_000).unwrap();
}

#[test]
fn every_report_of_a_company_is_pdf_with_the_same_bytes_each_time() {
    if !Format::Pdf.is_built() {
        return;
    }
    let register = &companies()[0];
    let typesetter = Typesetter::default();
    for name in Name::ALL {
        let parameters: &[(&str, &str)] = match name {
            Name::Impact => &[("location", "de")],
            // The pictures of a few flows are as good as those of many.
            Name::Recipients | Name::Transfers => &[("activity", "newsletter")],
            Name::NoticeContent | Name::MaterialChanges => &[("notice", "datenschutz")],
            _ => &[],
        };
        let report = ask(register, *name, parameters).unwrap();
        let set = || {
            let mut bytes = Vec::new();
            write(Format::Pdf, &report, &typesetter, &mut bytes).unwrap();
            bytes
        };
        let made = set();
        assert!(is_pdf(&made) && made == set(), "{}", name.name());
    }
}
