//! Records for tests: small ones of any kind, and a kept sample of each kind with nearly every field.

use ropewalk::domain::{Kind, Record};
use serde_json::{Value, json};

/// The kept sample of a kind in schema 1: the bytes of the journal.
pub fn sample(kind: Kind) -> &'static str {
    let text = match kind {
        Kind::Locations => include_str!("../../samples/schema-1/locations.json"),
        Kind::DataCategories => include_str!("../../samples/schema-1/data-categories.json"),
        Kind::DataSubjects => include_str!("../../samples/schema-1/data-subjects.json"),
        Kind::Organizations => include_str!("../../samples/schema-1/organizations.json"),
        Kind::Processors => include_str!("../../samples/schema-1/processors.json"),
        Kind::Systems => include_str!("../../samples/schema-1/systems.json"),
        Kind::Agreements => include_str!("../../samples/schema-1/agreements.json"),
        Kind::Assessments => include_str!("../../samples/schema-1/assessments.json"),
        Kind::Notices => include_str!("../../samples/schema-1/notices.json"),
        Kind::Activities => include_str!("../../samples/schema-1/activities.json"),
        Kind::Regimes => include_str!("../../samples/schema-1/regimes.json"),
        Kind::Waivers => include_str!("../../samples/schema-1/waivers.json"),
        Kind::Publications => include_str!("../../samples/schema-1/publications.json"),
        Kind::Reviews => include_str!("../../samples/schema-1/reviews.json"),
        Kind::ReviewDecisions => include_str!("../../samples/schema-1/review-decisions.json"),
    };
    text.trim_end()
}

/// The samples, and what they refer to beside each other and the built-in records: together they fit into a register.
pub fn rich() -> Vec<Record> {
    let acts = Kind::ALL.iter().filter(|kind| kind.by_command());
    rich_of(Kind::GENERIC.iter().chain(acts))
}

/// Those of the kinds that anybody may write.
pub fn rich_facts() -> Vec<Record> {
    rich_of(Kind::GENERIC.iter())
}

fn rich_of(kinds: impl Iterator<Item = &'static Kind>) -> Vec<Record> {
    let beside = [
        (Kind::Locations, "nordics-unknown"),
        (Kind::DataCategories, "vehicle"),
        (Kind::Organizations, "nordlicht-holding"),
        (Kind::Processors, "borealis-crm"),
        (Kind::Systems, "visitor-log"),
    ];
    let beside = beside.map(|(kind, key)| Record::parse(kind, &minimal(key)).unwrap());
    let samples = kinds.map(|kind| {
        let value = serde_json::from_str(sample(*kind)).unwrap();
        Record::parse(*kind, &value).unwrap_or_else(|faults| panic!("{kind}: {faults:?}"))
    });
    samples.chain(beside).collect()
}

/// The smallest record of any kind.
pub fn minimal(key: &str) -> Value {
    json!({ "key": key, "name": { "en": format!("The {key}") } })
}

/// A small record of any kind that refers to another of its kind, at `/successor`.
pub fn referring(key: &str, to: &str) -> Value {
    let mut record = minimal(key);
    record["successor"] = to.into();
    record
}
