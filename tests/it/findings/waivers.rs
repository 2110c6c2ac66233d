//! Waivers: what somebody decided to live with is told apart, until its last day.

use super::{day, register};
use ropewalk::{
    domain::{LanguageTag, Register},
    render::findings::Format,
    report::{Name, Question, findings::Report},
};
use serde_json::Value;

const NEWSLETTER: &str = "processors:\n  - {key: mail, name: {en: Mail service}}\nactivities:\n  - key: newsletter\n    name: {en: Newsletter, zh-Hans: 新闻邮件}\n    disclosures:\n      - {key: mail, recipient: {processor: mail}, kind: entrusted}\n      - {key: letters, recipient: {processor: mail}, kind: entrusted}\n";

fn waiver(fields: &str) -> Register {
    register(&format!("{NEWSLETTER}waivers:\n  - {{key: contract, name: {{en: Contract under way}}, {fields}}}\n"))
}

const WHOLE: &str = "check: RW033, record: activities/newsletter, reason: {en: Being signed}, approved_by: General counsel, until: 2027-06-30";

fn report(register: &Register, on: &str) -> Report {
    let english: LanguageTag = "en".parse().unwrap();
    let question = Question::read(Name::Findings, english, day(on), [("code", "RW033")]).unwrap();
    ropewalk::report::findings::report(register, &question).unwrap()
}

#[test]
fn a_waived_finding_is_told_with_its_waiver_and_counted_apart() {
    let register = waiver(&format!("{WHOLE}, field: /disclosures/mail"));
    let report = report(&register, "2026-11-25");
    let places: Vec<_> = report.findings.iter().map(|finding| finding.pointer.as_str()).collect();
    assert_eq!(places, ["/disclosures/letters/agreements"], "the other disclosure is not waived");
    let [waived] = &report.waived[..] else { panic!("{:?}", report.waived) };
    assert_eq!(waived.finding.pointer.as_str(), "/disclosures/mail/agreements");
    assert_eq!((waived.approved_by.as_str(), waived.until), ("General counsel", day("2027-06-30")));
    assert_eq!((report.summary.found.error, report.summary.waived, report.summary.waivers), (1, 1, 1));
}

#[test]
fn a_field_is_not_waived_for_another_whose_name_begins_alike() {
    let register = waiver(&format!("{WHOLE}, field: /disclosures/mai"));
    assert_eq!(report(&register, "2026-11-25").summary.waived, 0);
}

#[test]
fn a_waiver_holds_from_its_first_day_to_its_last_and_no_longer() {
    let register = waiver(&format!("{WHOLE}, since: 2026-11-25"));
    let waived = |on| report(&register, on).summary.waived;
    assert_eq!(["2026-11-24", "2026-11-25", "2027-06-30", "2027-07-01"].map(waived), [0, 2, 2, 0]);
}

#[test]
fn a_waiver_that_lacks_something_a_draft_and_a_retired_one_waive_nothing() {
    let all: Vec<&str> = WHOLE.split(", ").collect();
    for lacking in 0..all.len() {
        let fields: Vec<_> = all.iter().enumerate().filter(|(at, _)| *at != lacking).map(|(_, field)| *field).collect();
        assert_eq!(report(&waiver(&fields.join(", ")), "2026-11-25").summary.waived, 0, "without {}", all[lacking]);
    }
    for status in ["draft", "retired"] {
        assert_eq!(report(&waiver(&format!("{WHOLE}, status: {status}")), "2026-11-25").summary.waived, 0, "{status}");
    }
}

#[test]
fn every_format_tells_what_is_waived() {
    let report = report(&waiver(WHOLE), "2026-11-25");
    let english: LanguageTag = "en".parse().unwrap();
    let written = |format: Format| String::from_utf8(format.render(&report, &english)).unwrap();
    assert!(
        written(Format::Text).contains("2 findings are waived, by 1 waivers in force"),
        "{}",
        written(Format::Text)
    );
    assert!(written(Format::Markdown).contains("General counsel"));
    let log: Value = serde_json::from_str(&written(Format::Sarif)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        assert_eq!(result["suppressions"][0]["status"], "accepted");
        assert_eq!(
            log["runs"][0]["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]
                ["id"],
            "RW033"
        );
    }
}
