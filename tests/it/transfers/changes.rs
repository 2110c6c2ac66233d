//! What is otherwise between two reports: of what was known before, or of another day.

use super::{element, record, register, seed};
use ropewalk::{
    domain::Register,
    report::{
        Model, Name, Question, make,
        transfers::{TransferChanges, Transfers, changes},
    },
};
use serde_json::json;

fn report<'r>(register: &'r Register, on: &str) -> Transfers<'r> {
    let question = Question::read(
        Name::Transfers,
        "en".parse().unwrap(),
        on.parse().unwrap(),
        [("activity", "consultation-services")],
    );
    match make(register, &question.unwrap()).unwrap() {
        Model::Transfers(report) => *report,
        other => panic!("{other:?}"),
    }
}

fn between(before: (&Register, &str), after: (&Register, &str)) -> TransferChanges {
    let (old, new) = (report(before.0, before.1), report(after.0, after.1));
    changes(&old, &new)
}

#[test]
fn nothing_changes_where_nothing_changed() {
    let register = register(&seed());
    let found = between((&register, "2026-11-22"), (&register, "2026-11-22"));
    assert!(found.new.is_empty() && found.gone.is_empty() && found.changed.is_empty(), "{found:?}");
}

#[test]
fn a_place_that_is_named_is_a_change_of_one_flow_and_of_results() {
    let before = register(&seed());
    let mut document = seed();
    let activity = record(&mut document, "activities", "consultation-services");
    activity["people"][0]["place"] = "ca-qc".into();
    let after = register(&document);
    let found = between((&before, "2026-11-22"), (&after, "2026-11-22"));
    let crm =
        found.changed.iter().find(|flow| flow.name.contains("disclosure") && flow.name.contains("NeoCRM")).unwrap();
    assert_eq!(crm.facts, ["people"]);
    assert!(crm.results.iter().any(|result| result.regime.as_str() == "ca-qc-private-sector-s17"), "{crm:?}");
    assert!(found.new.is_empty() && found.gone.is_empty());
}

#[test]
fn a_disclosure_that_is_gone_and_a_new_one_are_told() {
    let before = register(&seed());
    let mut document = seed();
    let activity = record(&mut document, "activities", "consultation-services");
    element(&mut activity["disclosures"], "neocrm")["recipient"] = json!({ "processor": "google-analytics" });
    let after = register(&document);
    let found = between((&before, "2026-11-22"), (&after, "2026-11-22"));
    assert!(found.gone.iter().any(|flow| flow.name.contains("NeoCRM")), "{found:?}");
    assert!(found.new.iter().any(|flow| flow.name.contains("Google")), "{found:?}");
}

#[test]
fn a_law_that_falls_changes_results_without_a_commit() {
    let register = register(&seed());
    // By then every confirmed statement of the law is overdue; the rules are the same.
    let found = between((&register, "2026-11-22"), (&register, "2028-06-01"));
    assert!(found.changed.iter().all(|flow| flow.commits.is_empty()));
}
