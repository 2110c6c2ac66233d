//! The SQL views for BI tools, on both engines, over the register of the SUNMI policy.

use crate::support::{Content, Database};
use ropewalk::domain::{Kind, Register};
use serde_json::Value;

/// Every view: its name, the kind it shows, and the list whose elements are its rows.
const VIEWS: &[(&str, Kind, &str)] = &[
    ("locations", Kind::Locations, ""),
    ("data_categories", Kind::DataCategories, ""),
    ("data_subjects", Kind::DataSubjects, ""),
    ("organizations", Kind::Organizations, ""),
    ("organization_contacts", Kind::Organizations, "contacts"),
    ("processors", Kind::Processors, ""),
    ("processor_providers", Kind::Processors, "providers"),
    ("processor_locations", Kind::Processors, "locations"),
    ("processor_policies", Kind::Processors, "policies"),
    ("sub_processors", Kind::Processors, "sub_processors"),
    ("systems", Kind::Systems, ""),
    ("system_fields", Kind::Systems, "fields"),
    ("system_storage", Kind::Systems, "storage"),
    ("agreements", Kind::Agreements, ""),
    ("agreement_parties", Kind::Agreements, "parties"),
    ("assessments", Kind::Assessments, ""),
    ("notices", Kind::Notices, ""),
    ("notice_listing", Kind::Notices, "listing"),
    ("notice_commitments", Kind::Notices, "commitments"),
    ("activities", Kind::Activities, ""),
    ("activity_purposes", Kind::Activities, "purposes"),
    ("activity_people", Kind::Activities, "people"),
    ("activity_data", Kind::Activities, "data"),
    ("activity_storage", Kind::Activities, "storage"),
    ("activity_disclosures", Kind::Activities, "disclosures"),
];

/// The key of each row that a view should have: of the record, and of the element.
fn expected(register: &Register, kind: Kind, list: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for entry in register.of_kind(kind, None) {
        let key = entry.id.key.to_string();
        if list.is_empty() {
            rows.push(vec![key]);
            continue;
        }
        for element in entry.record.value()[list].as_array().into_iter().flatten() {
            rows.push(vec![key.clone(), element["key"].as_str().unwrap_or_default().to_owned()]);
        }
    }
    rows.sort();
    rows
}

#[tokio::test]
async fn every_view_has_a_row_for_each_record_or_element() {
    let database = Database::with(Content::Sunmi);
    let store = database.store().await;
    let manifest = crate::support::rich().into_iter().map(ropewalk::domain::change::Change::put).collect();
    super::commit(&store, "samples, so that no view is empty", manifest).await.unwrap();
    let register = store.current().await.unwrap().register;
    for (view, kind, list) in VIEWS {
        let columns = if list.is_empty() { "key" } else { "record_key, key" };
        let mut rows = database.texts(&format!("SELECT {columns} FROM {view}")).await;
        rows.sort();
        assert!(!rows.is_empty(), "{view} is empty");
        assert_eq!(rows, expected(&register, *kind, list), "{view}");
        // Whatever is in a row can be read.
        assert!(!database.query(&format!("SELECT * FROM {view}")).await.is_empty());
    }
}

#[tokio::test]
async fn there_is_no_view_that_is_not_tested() {
    let database = Database::with(Content::BuiltIn);
    let sql = if database.is_postgres() {
        "SELECT table_name::text FROM information_schema.views WHERE table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1"
    };
    let views: Vec<String> = database.texts(sql).await.concat();
    let mut tested: Vec<&str> = VIEWS.iter().map(|(name, _, _)| *name).collect();
    tested.sort_unstable();
    assert_eq!(views, tested);
}

#[tokio::test]
async fn columns_show_the_values_of_the_documents() {
    let database = Database::with(Content::Sunmi);
    for (sql, rows) in [
        (
            "SELECT record_key, organization FROM processor_providers WHERE record_key = 'neocrm' ORDER BY organization",
            vec![
                vec!["neocrm", "beijing-ingageapp-internet-technology"],
                vec!["neocrm", "beijing-renkehudong-network-technology"],
            ],
        ),
        ("SELECT key, tenant_of FROM systems WHERE tenant_of = 'neocrm'", vec![vec!["neocrm-tenant", "neocrm"]]),
        (
            "SELECT key, name, category, iso_3166_2, part_of FROM locations WHERE key = 'us-ga'",
            vec![vec!["us-ga", "Georgia (United States)", "subdivision", "US-GA", "us"]],
        ),
        ("SELECT key, m49 FROM locations WHERE key = 'north-america'", vec![vec!["north-america", "003"]]),
        (
            "SELECT key, email FROM organization_contacts WHERE record_key = 'sunmi-technology-us' ORDER BY key",
            vec![vec!["general", "contact@sunmi.us"], vec!["privacy", "contact@sunmi.us"]],
        ),
        (
            "SELECT record_key, processor FROM notice_listing ORDER BY processor",
            vec![
                vec!["sunmi-north-america-website-privacy-policy", "google-analytics"],
                vec!["sunmi-north-america-website-privacy-policy", "neocrm"],
            ],
        ),
        (
            "SELECT key, gdpr_special FROM data_categories WHERE key = 'contact.email'",
            vec![vec!["contact.email", "none"]],
        ),
    ] {
        assert_eq!(database.texts(sql).await, rows, "{sql}");
    }
}

#[tokio::test]
async fn views_join_on_keys_and_count_what_the_documents_say() {
    let database = Database::with(Content::Sunmi);
    let store = database.store().await;
    let register = store.current().await.unwrap().register;
    let disclosed = |processor: &str| {
        let activities = register.of_kind(Kind::Activities, None).map(|entry| entry.record.value());
        let recipients: Vec<Value> = activities
            .flat_map(|activity| activity["disclosures"].as_array().cloned().unwrap_or_default())
            .map(|disclosure| disclosure["recipient"]["processor"].clone())
            .collect();
        i64::try_from(recipients.iter().filter(|recipient| **recipient == processor).count()).unwrap()
    };
    for processor in ["neocrm", "google-analytics", "microsoft-booking-platform", "amazon-hosting"] {
        let sql = format!(
            "SELECT COUNT(*) FROM activity_disclosures d JOIN processors p ON p.key = d.processor WHERE p.key = '{processor}'"
        );
        let count = database.number(&sql).await;
        assert_eq!(count, disclosed(processor), "{processor}");
        assert!(count > 0, "{processor}");
    }
}

#[tokio::test]
async fn localised_columns_are_english_or_else_the_first_language() {
    let database = Database::with(Content::BuiltIn);
    let store = database.store().await;
    let named = |key: &str, name: Value| {
        super::put(Kind::Systems, &serde_json::json!({ "key": key, "name": name, "description": { "de": key } }))
    };
    let changes = vec![
        named("a", serde_json::json!({ "de": "Deutsch", "en": "English" })),
        named("b", serde_json::json!({ "zh-Hans": "中文", "fr": "Français's \"nom\"" })),
    ];
    super::commit(&store, "", changes).await.unwrap();
    let rows = database.texts("SELECT name, description, status FROM systems ORDER BY key").await;
    assert_eq!(rows, [["English", "a", "active"], ["Français's \"nom\"", "b", "active"]]);
}
