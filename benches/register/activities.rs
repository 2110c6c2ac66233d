//! Processing activities.

use super::{
    Draw, key,
    words::{FUNCTIONS, REGIONS, joined, label, quote, sentences, text},
};
use ropewalk::domain::Kind;
use serde_json::{Value, json};

const OPERATIONS: &[&str] = &["collection", "recording", "storage", "retrieval", "use", "analysis", "deletion"];
const PURPOSES: &[&str] = &["performance", "security", "improvement", "reporting", "accounting"];
const BASES: &[&str] = &["consent", "contract", "legal_obligation", "legitimate_interests"];

pub fn activity(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    let function = FUNCTIONS[index % FUNCTIONS.len()];
    let region = REGIONS[draw.below(REGIONS.len())];
    let purposes = 1 + usize::from(draw.percent(40));
    let purposes = draw.some(purposes, |draw| draw.one(PURPOSES).to_owned());
    let (items, data) = data(draw);
    // Three to five, four in the middle.
    let count = 3 + usize::from(draw.percent(75)) + usize::from(draw.percent(20));
    let disclosures: Vec<Value> = (0..count).map(|at| disclosure(draw, at, &purposes, &items)).collect();
    let notice = draw.key(Kind::Notices);
    json!({
        "key": key(Kind::Activities, index),
        "name": joined(function, region),
        "status": if draw.percent(90) { "active" } else { draw.one(&["draft", "retired"]) },
        "since": day(draw),
        "steward": format!("{} office", function.0),
        "tags": draw.some(2, |draw| draw.one(&["b2b", "b2c", "hr", "it", "finance", "web", "mobile"]).to_owned()),
        "description": sentences(draw, 1),
        "operations": draw.some(3, |draw| draw.one(OPERATIONS).to_owned()),
        "notices": [notice],
        "role": draw.one(&["controller", "controller", "joint_controller", "processor"]),
        "controllers": [draw.key(Kind::Organizations)],
        "purposes": purposes.iter().map(|purpose| self::purpose(draw, purpose)).collect::<Vec<_>>(),
        "subjects": draw.some(2, |draw| draw.builtin(Kind::DataSubjects)),
        "people": people(draw),
        "data": data,
        "systems": draw.some(2, |draw| draw.key(Kind::Systems)),
        "disclosures": disclosures,
        "retention": { "period": draw.one(&["P6M", "P1Y", "P3Y", "P10Y"]), "then": "delete" },
        "security": [{ "key": "encryption", "measure": text(("Encryption at rest", "静态加密")), "state": draw.one(&["planned", "in_place"]) }],
        "notes": { "en": format!("Reviewed {version} times; see the minutes of the privacy board.") },
        "sources": [{
            "pointer": format!("/purposes/{}", purposes[0]),
            "document": notice,
            "section": format!("{}.{}", draw.below(9) + 1, draw.below(9) + 1),
            "quote": quote(draw),
            "checked": day(draw),
            "certainty": draw.one(&["stated", "hedged", "inferred"]),
        }],
        "complete": if draw.percent(50) {
            json!([{ "pointer": "/disclosures", "by": "Privacy office", "on": day(draw) }])
        } else {
            Value::Null
        },
    })
}

fn day(draw: &mut Draw<'_>) -> String {
    super::partners::day(draw)
}

fn purpose(draw: &mut Draw<'_>, key: &str) -> Value {
    json!({ "key": key, "text": sentences(draw, 1), "bases": [{ "basis": draw.one(BASES), "law": "gdpr" }] })
}

fn people(draw: &mut Draw<'_>) -> Value {
    let places = draw.some(1, |draw| draw.builtin(Kind::Locations));
    let of = |place: &String| json!({ "key": place, "place": place, "meaning": "located", "people": draw.below(100_000), "unit": "people" });
    places.iter().map(of).collect()
}

/// The keys of some data items, and the items.
fn data(draw: &mut Draw<'_>) -> (Vec<String>, Value) {
    let categories = draw.some(4, |draw| draw.builtin(Kind::DataCategories));
    let of = |category: &String| {
        json!({
            "key": category,
            "category": category,
            "label": if draw.percent(60) { label(draw) } else { Value::Null },
            "source": draw.one(&["provided", "observed", "third_party"]),
            "required": draw.percent(50),
        })
    };
    let items = categories.iter().map(of).collect();
    (categories, items)
}

fn disclosure(draw: &mut Draw<'_>, at: usize, purposes: &[String], items: &[String]) -> Value {
    let recipient = if draw.percent(85) {
        json!({ "processor": draw.key(Kind::Processors) })
    } else {
        json!({ "organization": draw.key(Kind::Organizations) })
    };
    json!({
        "key": format!("recipient-{}", at + 1),
        "recipient": recipient,
        "kind": draw.one(&["entrusted", "entrusted", "provided"]),
        "roles": if draw.percent(50) {
            json!([{ "role": draw.one(&["processor", "controller"]), "according_to": "contractual" }])
        } else {
            Value::Null
        },
        "purpose": if draw.percent(20) { sentences(draw, 1) } else { Value::Null },
        "purposes": [purposes[draw.below(purposes.len())]],
        "data": items.iter().take(1 + draw.below(3)).collect::<Vec<_>>(),
        "locations": [draw.builtin(Kind::Locations)],
        "since": day(draw),
        "agreements": [draw.key(Kind::Agreements)],
    })
}
