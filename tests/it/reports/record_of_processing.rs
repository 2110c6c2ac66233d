//! The record of processing activities, of companies in several countries.

use super::{ask, companies, json, rendered};
use ropewalk::{domain::Register, render::Format, report::Name};
use serde_json::Value;

fn record(register: &Register, parameters: &[(&str, &str)]) -> Value {
    json(&ask(register, Name::RecordOfProcessing, parameters).unwrap())
}

/// The item about a topic of the first record, or of its only activity.
fn item<'a>(report: &'a Value, topic: &str) -> &'a Value {
    let record = &report["records"][0];
    let items = record["items"].as_array().unwrap().iter().chain(record["activities"][0]["items"].as_array().unwrap());
    items.into_iter().find(|item| item["topic"] == topic).unwrap_or_else(|| panic!("{topic}: {report}"))
}

fn texts(item: &Value) -> Vec<&str> {
    item["statements"].as_array().unwrap().iter().map(|said| said["text"].as_str().unwrap()).collect()
}

const CLINIC: &str = r"
locations:
  - {key: fr, name: {en: France}, category: country, iso_3166_1: FR}
  - {key: us, name: {en: United States}, category: country, iso_3166_1: US}
organizations:
  - key: clinic
    name: {en: Clinic}
    contacts: [{key: dpo, function: data_protection_officer, email: dpo@clinic.example}]
  - {key: lab, name: {en: Lab}}
activities:
  - key: care
    name: {en: Care}
    role: controller
    controllers: [clinic]
    purposes: [{key: heal, text: {en: Healing}}]
    people: [{key: f, place: fr}]
    retention: {period: P10Y}
    security: [{key: locks, measure: {en: Locks}, state: in_place}]
    disclosures: [{key: lab, recipient: {organization: lab}, locations: [us]}]
  - key: analysis
    name: {en: Analysis}
    role: processor
    on_behalf_of: [lab]
    operations: [analysis]
";

#[test]
fn a_controller_s_record_follows_the_article_and_names_what_is_missing() {
    let register = crate::exchange::register(CLINIC);
    let report = record(&register, &[("activity", "care")]);
    let items = report["records"][0]["activities"][0]["items"].as_array().unwrap();
    let citations: Vec<&str> = items.iter().map(|item| item["citation"].as_str().unwrap()).collect();
    let letters: Vec<&str> = citations.iter().map(|citation| &citation["GDPR Art 30(1)".len()..]).collect();
    assert_eq!(letters, ["(a)", "(b)", "(c)", "(c)", "(d)", "(e)", "(f)", "(g)"]);
    assert_eq!(texts(item(&report, "purposes")), ["Healing"]);
    assert_eq!(texts(item(&report, "data_protection_officer")), ["dpo@clinic.example (data protection officer)"]);
    assert_eq!(texts(item(&report, "retention")), ["P10Y"]);
    assert_eq!(texts(item(&report, "security")), ["Locks (in place)"]);
    assert_eq!(texts(item(&report, "recipients")), ["Lab: United States"]);
    let transfers = item(&report, "transfers");
    assert_eq!(texts(transfers), ["Lab: United States (another country); safeguards: none recorded"]);
    assert_eq!(transfers["missing"][0]["field"], "/disclosures/lab/agreements");
    for (topic, field) in [("subjects", "/subjects"), ("data", "/data")] {
        assert_eq!(item(&report, topic)["missing"][0]["record"], "activities/care");
        assert_eq!(item(&report, topic)["missing"][0]["field"], field);
    }
    assert_eq!(item(&report, "purposes")["open"][0], "activities/care#/purposes", "silence proves nothing");
}

#[test]
fn what_is_done_for_others_is_in_a_record_of_its_own() {
    let register = crate::exchange::register(CLINIC);
    let report = record(&register, &[("activity", "analysis")]);
    assert_eq!(report["records"][0]["capacity"], "processor");
    assert_eq!(report["records"][0]["controller"], "lab");
    assert_eq!(texts(item(&report, "operations")), ["analysis"]);
    assert_eq!(item(&report, "operations")["citation"], "GDPR Art 30(2)(b)");
    let both = record(&register, &[]);
    let order: Vec<&str> =
        both["records"].as_array().unwrap().iter().map(|r| r["controller"].as_str().unwrap()).collect();
    assert_eq!(order, ["clinic", "lab"]);
    assert_eq!(record(&register, &[("controller", "lab")])["records"].as_array().unwrap().len(), 1);
}

#[test]
fn a_register_of_unknowns_yields_gaps_and_never_a_none() {
    let register = crate::exchange::register("activities: [{key: a, name: {en: A}}]");
    for view in ["gdpr", "pipl", "lgpd"] {
        let report = record(&register, &[("view", view)]);
        let activities = &report["records"][0]["activities"];
        for item in activities[0]["items"].as_array().unwrap() {
            assert_eq!(item["none"], false, "{item}");
            assert!(!item["missing"].as_array().unwrap().is_empty(), "{item}");
            assert_eq!(item["confirmed"], view != "lgpd");
        }
    }
    let page = rendered(Format::Markdown, &ask(&register, Name::RecordOfProcessing, &[]).unwrap());
    assert!(
        page.contains("Controller not recorded") && page.contains("**missing:** activities/a\\#/purposes"),
        "{page}"
    );
}

#[test]
fn drafts_are_left_out_and_counted_apart() {
    let report = record(&companies()[0], &[]);
    let text = report.to_string();
    assert!(!text.contains("Not yet") && text.contains("Drafts of activities: 1."), "{text}");
}

#[test]
fn an_activity_counts_on_its_days_only() {
    let register =
        crate::exchange::register("activities: [{key: a, name: {en: A}, since: 2026-01-01, until: 2026-06-30}]");
    let count = |on: &str| record(&register, &[("on", on)])["records"].as_array().unwrap().len();
    assert_eq!([count("2025-12-31"), count("2026-01-01"), count("2026-06-30"), count("2026-07-01")], [0, 1, 1, 0]);
}

#[test]
fn sub_processors_that_nobody_recorded_are_an_open_list_and_no_recipient() {
    let register = crate::exchange::register(
        "processors: [{key: crm, name: {en: CRM}}]\nactivities: [{key: a, name: {en: A}, disclosures: [{key: crm, recipient: {processor: crm}}]}]",
    );
    let report = record(&register, &[]);
    assert_eq!(texts(item(&report, "recipients")), ["CRM: place not recorded"]);
    for topic in ["recipients", "transfers"] {
        let open = item(&report, topic)["open"].to_string();
        assert!(
            open.contains("processors/crm#/sub_processors") && open.contains("activities/a#/disclosures"),
            "{open}"
        );
        assert_eq!(item(&report, topic)["none"], false);
    }
}
