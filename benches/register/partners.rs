//! What activities share: organisations, processors, systems, agreements, assessments and notices.

use super::{
    Draw, key,
    words::{REGIONS, SERVICES, joined, label, sentences, text},
};
use ropewalk::domain::Kind;
use serde_json::{Value, json};

/// A day of some recent year.
pub fn day(draw: &mut Draw<'_>) -> String {
    format!("{}-{:02}-{:02}", 2018 + draw.below(8), 1 + draw.below(12), 1 + draw.below(28))
}

fn notes(version: u64) -> Value {
    json!({ "en": format!("Looked at {version} times.") })
}

pub fn organization(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    let place = draw.builtin(Kind::Locations);
    json!({
        "key": key(Kind::Organizations, index),
        "name": { "en": format!("Company {index}"), "zh-Hans": format!("公司{index}") },
        "legal_names": [{ "name": format!("Company {index} Holdings Ltd."), "language": "en" }],
        "entity_kind": "company",
        "incorporated_in": place,
        "principal_place": place,
        "address": {
            "lines": [format!("{} Harbour Street", index + 1)], "locality": "Port", "postal_code": "10115", "location": place,
        },
        "contacts": [{
            "key": "privacy", "function": "privacy", "email": format!("privacy@company-{index}.example"), "territories": [place],
        }],
        "website": format!("https://company-{index}.example/"),
        "notes": notes(version),
    })
}

pub fn processor(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    let service = SERVICES[index % SERVICES.len()];
    let place = draw.builtin(Kind::Locations);
    json!({
        "key": key(Kind::Processors, index),
        "name": joined(service, REGIONS[draw.below(REGIONS.len())]),
        "service": text(service),
        "providers": [{ "key": "provider", "organization": draw.key(Kind::Organizations) }],
        "locations": [{ "key": place, "location": place, "operation": sentences(draw, 1), "since": day(draw) }],
        "policies": [{ "kind": "privacy", "url": format!("https://service-{index}.example/privacy"), "checked": day(draw) }],
        "hosts": [format!("cdn.service-{index}.example")],
        "risk_tier": draw.one(&["low", "medium", "high"]),
        "review_on": day(draw),
        "notes": notes(version),
    })
}

pub fn system(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    let categories = draw.some(6, |draw| draw.builtin(Kind::DataCategories));
    let field =
        |category: &String| json!({ "key": category, "label": label(draw), "category": category, "automatic": false });
    json!({
        "key": key(Kind::Systems, index),
        "name": { "en": format!("System {index}"), "zh-Hans": format!("系统{index}") },
        "fields": categories.iter().map(field).collect::<Vec<_>>(),
        "description": sentences(draw, 2),
        "operator": draw.key(Kind::Organizations),
        "tenant_of": draw.key(Kind::Processors),
        "storage": [{ "key": "primary", "location": draw.builtin(Kind::Locations), "host": draw.key(Kind::Processors) }],
        "notes": notes(version),
    })
}

pub fn agreement(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    let from = day(draw);
    json!({
        "key": key(Kind::Agreements, index),
        "name": { "en": format!("Agreement {index}") },
        "kind": draw.one(&["data_processing_agreement", "eu_scc_module_2", "china_standard_contract"]),
        "parties": [
            { "key": "we", "organization": key(Kind::Organizations, 0), "roles": ["controller"] },
            { "key": "they", "organization": draw.key(Kind::Organizations), "roles": ["processor"] },
        ],
        "state": draw.one(&["signed", "by_terms", "intended"]),
        "signed_on": from,
        "in_force": { "from": from },
        "scope": {
            "processors": [draw.key(Kind::Processors)],
            "routes": [{ "key": "main", "from": draw.builtin(Kind::Locations), "to": draw.builtin(Kind::Locations) }],
            "data": draw.some(3, |draw| draw.builtin(Kind::DataCategories)),
        },
        "clauses": [{ "code": "audit", "value": "yearly", "section": "7.3" }],
        "documents": [{ "title": format!("Agreement {index}, signed copy"), "dated": from }],
        "notes": notes(version),
    })
}

pub fn assessment(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    json!({
        "key": key(Kind::Assessments, index),
        "name": { "en": format!("Assessment {index}") },
        "kind": draw.one(&["transfer_impact", "dpia"]),
        "scope": { "processors": [draw.key(Kind::Processors)] },
        "completed_on": day(draw),
        "notes": notes(version),
    })
}

pub fn notice(draw: &mut Draw<'_>, index: usize, version: u64) -> Value {
    let processors = draw.some(12, |draw| draw.key(Kind::Processors));
    let row = |processor: &String| {
        json!({
            "key": processor,
            "processor": processor,
            "wording": { "service": label(draw), "purpose": sentences(draw, 1), "information": label(draw) },
        })
    };
    json!({
        "key": key(Kind::Notices, index),
        "name": { "en": format!("Privacy notice {index}"), "zh-Hans": format!("隐私声明{index}") },
        "controller": key(Kind::Organizations, 0),
        "url": format!("https://company-0.example/privacy/{index}"),
        "languages": ["en", "zh-Hans"],
        "listing": processors.iter().map(row).collect::<Vec<_>>(),
        "notes": notes(version),
    })
}
