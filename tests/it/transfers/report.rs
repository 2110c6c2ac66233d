//! What the report says of any register.

use super::{ask, json, register, seed};
use crate::reports::companies;
use ropewalk::render::{Format, Typesetter, page::write};
use serde_json::{Value, json};

#[test]
fn a_register_full_of_unknowns_is_undetermined_and_never_passes() {
    let document = json!({
        "processors": [{ "key": "p", "name": { "en": "P" } }],
        "activities": [{
            "key": "a",
            "name": { "en": "A" },
            "disclosures": [{ "key": "d", "recipient": { "processor": "p" } }],
        }],
    });
    let report = json(&ask(&register(&document), &[]));
    assert!(report["totals"]["undetermined"].as_u64().unwrap() > 0);
    assert_eq!(report["totals"]["cross_border"], 0);
    assert_eq!(report["totals"]["results"]["satisfied"], 0);
    assert!(!report["questions"].as_array().unwrap().is_empty(), "it asks");
    for flow in report["flows"].as_array().unwrap() {
        for found in flow["stretches"][0]["determinations"].as_array().unwrap() {
            assert_ne!(found["result"], "satisfied", "{found}");
        }
    }
}

#[test]
fn what_rests_on_unconfirmed_law_is_counted_apart_and_overdue_law_too() {
    let register = register(&seed());
    let count = |day: &str| {
        let results = json(&ask(&register, &[("on", day)]))["totals"]["results"].clone();
        let of = |name: &str| results[name].as_u64().unwrap();
        (of("on_unconfirmed_law"), of("not_applicable") + of("satisfied") + of("conditional"))
    };
    let (now, firm) = count("2026-11-22");
    assert!(now > 0 && firm > 0);
    // By then every law should have been looked up again.
    let (then, firm_then) = count("2036-01-01");
    assert!(then > now && firm_then < firm, "{then} {firm_then}");
}

#[test]
fn questions_are_asked_once_and_the_most_telling_first() {
    let report = json(&ask(&register(&seed()), &[]));
    let questions = report["questions"].as_array().unwrap();
    let waiting: Vec<u64> = questions.iter().map(|asked| asked["determinations"].as_u64().unwrap()).collect();
    assert!(waiting.is_sorted_by(|a, b| a >= b));
    let mut places: Vec<(String, String, String)> = questions
        .iter()
        .map(|asked| (asked["record"].to_string(), asked["pointer"].to_string(), asked["why"].to_string()))
        .collect();
    places.sort();
    assert!(places.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn the_groups_hold_every_flow_and_a_filter_only_ever_takes_away() {
    let register = register(&seed());
    let ids = |report: &Value| -> Vec<String> {
        report["flows"].as_array().unwrap().iter().map(|flow| flow["id"].to_string()).collect()
    };
    let whole = json(&ask(&register, &[]));
    for group in ["route", "lane", "importer", "activity", "regime"] {
        let report = json(&ask(&register, &[("group", group)]));
        let mut grouped: Vec<String> = report["groups"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|group| group["flows"].as_array().unwrap())
            .map(Value::to_string)
            .collect();
        grouped.sort();
        grouped.dedup();
        let mut all = ids(&report);
        all.sort();
        assert_eq!(grouped, all, "{group}");
    }
    let filters = [
        ("country", "cn"),
        ("lane_to", "cn"),
        ("processor", "neocrm"),
        ("organization", "google"),
        ("notice", "sunmi-north-america-website-privacy-policy"),
        ("result", "undetermined"),
    ];
    for filter in filters {
        let part = ids(&json(&ask(&register, &[filter])));
        assert!(!part.is_empty() && part.len() <= ids(&whole).len(), "{filter:?}");
        assert!(part.iter().all(|id| ids(&whole).contains(id)), "{filter:?}");
    }
}

#[test]
fn the_same_flow_has_the_same_id_when_its_place_changes() {
    let id = |document: &Value| {
        let report = json(&ask(&register(document), &[("processor", "neocrm"), ("activity", "consultation-services")]));
        let flows = report["flows"].as_array().unwrap().clone();
        let flow = flows.into_iter().find(|flow| flow["leg"] == "disclosure").unwrap();
        (flow["id"].clone(), flow["stretches"][0]["destination"].clone())
    };
    let mut moved = seed();
    let activity = super::record(&mut moved, "activities", "consultation-services");
    super::element(&mut activity["disclosures"], "neocrm")["locations"] = json!(["sg"]);
    let (before, after) = (id(&seed()), id(&moved));
    assert_eq!(before.0, after.0);
    assert_ne!(before.1, after.1);
}

#[test]
fn other_companies_are_reported_in_both_languages_and_every_format() {
    for register in companies() {
        for language in ["en", "zh-Hans"] {
            let question = ropewalk::report::Question::read(
                ropewalk::report::Name::Transfers,
                language.parse().unwrap(),
                "2026-11-22".parse().unwrap(),
                [],
            );
            let report = ropewalk::report::make(&register, &question.unwrap()).unwrap();
            for format in Format::ALL.iter().filter(|format| **format != Format::Pdf) {
                let mut bytes = Vec::new();
                write(*format, &report, &Typesetter::default(), &mut bytes).unwrap();
                assert!(!bytes.is_empty());
            }
        }
    }
}
