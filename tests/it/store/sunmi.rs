//! The SQL views for BI tools over a real register: that of the SUNMI policy, and the samples of every kind.

use crate::support::{Content, Database};
use ropewalk::domain::{Kind, Register};
use serde_json::Value;

/// Every view: its name, the kind it shows, the column with the record's key, and the list whose elements are its rows.
const VIEWS: &[(&str, Kind, &str, &str)] = &[
    ("locations", Kind::Locations, "key", ""),
    ("data_categories", Kind::DataCategories, "key", ""),
    ("data_subjects", Kind::DataSubjects, "key", ""),
    ("organizations", Kind::Organizations, "key", ""),
    ("organization_shareholders", Kind::Organizations, "organization", "shareholders"),
    ("processors", Kind::Processors, "key", ""),
    ("processor_providers", Kind::Processors, "processor", "providers"),
    ("processor_locations", Kind::Processors, "processor", "locations"),
    ("systems", Kind::Systems, "key", ""),
    ("system_fields", Kind::Systems, "system", "fields"),
    ("agreements", Kind::Agreements, "key", ""),
    ("agreement_parties", Kind::Agreements, "agreement", "parties"),
    ("assessments", Kind::Assessments, "key", ""),
    ("notices", Kind::Notices, "key", ""),
    ("notice_listing", Kind::Notices, "notice", "listing"),
    ("activities", Kind::Activities, "key", ""),
    ("activity_purposes", Kind::Activities, "activity", "purposes"),
    ("activity_people", Kind::Activities, "activity", "people"),
    ("activity_data", Kind::Activities, "activity", "data"),
    ("activity_disclosures", Kind::Activities, "activity", "disclosures"),
    ("organization_contacts", Kind::Organizations, "organization", "contacts"),
    ("processor_policies", Kind::Processors, "processor", "policies"),
    ("sub_processors", Kind::Processors, "processor", "sub_processors"),
    ("system_storage", Kind::Systems, "system", "storage"),
    ("activity_storage", Kind::Activities, "activity", "storage"),
    ("notice_commitments", Kind::Notices, "notice", "commitments"),
    ("activity_disclosure_locations", Kind::Activities, "activity", "disclosures/locations"),
];

/// The columns that tell the rows of a view apart.
fn telling(owner: &str, list: &str) -> String {
    match list {
        "" => owner.to_owned(),
        "disclosures/locations" => format!("{owner}, disclosure, location"),
        "policies" => format!("{owner}, url"),
        _ => format!("{owner}, key"),
    }
}

/// What tells apart the rows that a view should have, from the documents.
fn expected(register: &Register, kind: Kind, list: &str) -> Vec<Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut rows = Vec::new();
    for entry in register.of_kind(kind, None) {
        let key = entry.id.key.to_string();
        if list.is_empty() {
            rows.push(vec![key]);
            continue;
        }
        let (outer, inner) = list.split_once('/').unwrap_or((list, ""));
        for element in entry.record.value()[outer].as_array().into_iter().flatten() {
            let name = if outer == "policies" { "url" } else { "key" };
            let row = vec![key.clone(), text(&element[name])];
            if inner.is_empty() {
                rows.push(row);
                continue;
            }
            for within in element[inner].as_array().into_iter().flatten() {
                rows.push([row.as_slice(), &[text(within)]].concat());
            }
        }
    }
    rows.sort();
    rows
}

#[tokio::test]
async fn every_view_has_a_row_for_each_record_or_element() {
    let database = Database::with(Content::Sunmi);
    let store = database.store().await;
    // So that no view is empty.
    crate::support::put(&store, crate::support::rich()).await;
    let register = store.current().await.unwrap().register;
    for (view, kind, owner, list) in VIEWS {
        let columns = telling(owner, list);
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
    let mut tested: Vec<&str> = VIEWS.iter().map(|(name, ..)| *name).collect();
    tested.sort_unstable();
    assert_eq!(views, tested);
}

#[tokio::test]
async fn columns_show_the_values_of_the_documents() {
    let database = Database::with(Content::Sunmi);
    for (sql, rows) in [
        (
            "SELECT processor, organization FROM processor_providers WHERE processor = 'neocrm' ORDER BY organization",
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
            "SELECT notice, processor FROM notice_listing ORDER BY processor",
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
            "SELECT COUNT(*) FROM activity_disclosures d JOIN processors p ON p.key = d.recipient AND d.recipient_kind = 'processor' WHERE p.key = '{processor}'"
        );
        let count = database.number(&sql).await;
        assert_eq!(count, disclosed(processor), "{processor}");
        assert!(count > 0, "{processor}");
    }
}
