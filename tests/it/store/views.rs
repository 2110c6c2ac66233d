//! The views for tools that speak SQL: the same rows on both engines.

use crate::support::{TestDatabase, organization, put, record};
use ropewalk::{
    domain::Kind,
    store::{Redact, RedactRequest},
};
use serde_json::json;

/// A small register with something to see in every view.
async fn filled() -> TestDatabase {
    let db = TestDatabase::new().await;
    let store = db.store().await;
    let locations = ["us", "ca"].map(|key| {
        let code = key.to_uppercase();
        record(
            Kind::Locations,
            &json!({ "key": key, "name": { "en": code }, "category": "country", "iso_3166_1": code }),
        )
    });
    let rest = [
        record(
            Kind::DataCategories,
            &json!({ "key": "contact", "name": { "en": "Contact" }, "flags": { "gdpr_special": "none" },
                     "dpv": { "term": "pd:Contact" } }),
        ),
        record(
            Kind::DataCategories,
            &json!({ "key": "contact.email", "name": { "en": "E-mail" }, "parents": ["contact"] }),
        ),
        record(Kind::DataSubjects, &json!({ "key": "visitors", "name": { "en": "Visitors" }, "minors": false })),
        record(
            Kind::Organizations,
            &json!({ "key": "us-co", "name": { "zh-Hans": "公司", "de": "Firma" }, "incorporated_in": "us",
                     "legal_names": [{ "name": "Co Inc" }], "size": { "headcount": 12 },
                     "shareholders": [{ "key": "one", "name": "Jane Doe", "percent": 12.5, "control": true }] }),
        ),
        record(
            Kind::Processors,
            &json!({ "key": "neocrm", "name": { "en": "NeoCRM" }, "risk_tier": "high", "review_on": "2027-01-31",
                     "since": "2024-05-01", "steward": "Sales", "tags": [],
                     "providers": [{ "key": "main", "organization": "us-co", "territories": ["us", "ca"] }],
                     "locations": [{ "key": "dc", "location": "us", "operation": { "en": "storage" } }] }),
        ),
        record(
            Kind::Systems,
            &json!({ "key": "site", "name": { "en": "Website" }, "operator": "us-co", "storage": [{ "key": "a", "location": "us" }],
                     "fields": [{ "key": "email", "category": "contact.email", "automatic": false },
                                { "key": "ip", "automatic": true }] }),
        ),
        record(
            Kind::Agreements,
            &json!({ "key": "dpa", "name": { "en": "DPA" }, "kind": "data_processing_agreement", "state": "signed",
                     "parties": [{ "key": "us", "organization": "us-co", "roles": ["processor", "importer"] }],
                     "in_force": { "from": "2024-06-01" } }),
        ),
        record(
            Kind::Assessments,
            &json!({ "key": "tia", "name": { "en": "TIA" }, "kind": "transfer_impact", "outcome": "favourable",
                     "completed_on": "2024-07-01", "filing": { "number": "17" } }),
        ),
        record(
            Kind::Notices,
            &json!({ "key": "web", "name": { "en": "Notice" }, "controller": "us-co", "languages": ["en", "zh-Hans"],
                     "listing": [{ "key": "row", "processor": "neocrm", "wording": { "purpose": { "en": "CRM" } } }] }),
        ),
        activity(),
    ];
    put(&store, locations.into_iter().chain(rest).collect()).await;
    db
}

fn activity() -> ropewalk::domain::Record {
    record(
        Kind::Activities,
        &json!({
            "key": "consultation", "name": { "en": "Consultation" }, "status": "draft", "role": "controller",
            "controllers": ["us-co"], "notices": ["web"], "subjects": ["visitors"], "systems": ["site"],
            "retention": { "period": "P2Y" }, "minors": { "processed": false },
            "purposes": [{ "key": "answer", "text": { "en": "Answer \"questions\"" },
                           "bases": [{ "basis": "consent" }, { "basis": "contract", "law": "gdpr" }] }],
            "people": [{ "key": "ca", "place": "ca", "people": 1200, "unit": "people", "from": "2026-01-01", "disjoint": true }],
            "data": [{ "key": "email", "category": "contact.email", "purposes": ["answer"], "source": "provided",
                       "required": true }],
            "disclosures": [
                { "key": "crm", "recipient": { "processor": "neocrm" }, "kind": "entrusted", "data": ["email"],
                  "roles": [{ "role": "processor", "according_to": "contractual" }], "locations": ["us", "ca"],
                  "agreements": ["dpa"], "assessments": ["tia"], "since": "2024-06-01", "until": "2026-12-31" },
                { "key": "partners", "recipient": { "group": { "en": "Partners" } }, "kind": "provided" },
            ],
        }),
    )
}

async fn assert_rows(db: &TestDatabase, query: &str, expected: &[&[&str]]) {
    let rows: Vec<Vec<_>> = db
        .rows(query)
        .await
        .into_iter()
        .map(|row| row.into_iter().map(|v| v.unwrap_or("-".to_owned())).collect())
        .collect();
    assert_eq!(rows, expected, "{query}");
}

/// Columns, the view and its order, and the rows that are expected.
type Case = (&'static [&'static str], &'static str, &'static [&'static [&'static str]]);

/// A query for columns as text, whatever their type; `?` after a name reads it as yes or no.
fn select(columns: &[&str], view: &str) -> String {
    let shown = columns.iter().map(|column| match column.strip_suffix('?') {
        Some(flag) => format!("CASE WHEN \"{flag}\" THEN 'yes' WHEN NOT \"{flag}\" THEN 'no' END"),
        None => format!("CAST(\"{column}\" AS TEXT)"),
    });
    format!("SELECT {} FROM {view}", shown.collect::<Vec<_>>().join(", "))
}

#[tokio::test]
async fn records_have_a_row_each() {
    let db = filled().await;
    let cases: [Case; 11] = [
        (
            &["key", "iso_3166_1", "category", "status"],
            "locations ORDER BY key",
            &[&["ca", "CA", "country", "active"], &["us", "US", "country", "active"]],
        ),
        (
            &["key", "parents", "gdpr_special", "dpv"],
            "data_categories ORDER BY key",
            &[&["contact", "-", "none", "pd:Contact"], &["contact.email", "contact", "-", "-"]],
        ),
        (&["key", "minors?", "us_government?"], "data_subjects", &[&["visitors", "no", "-"]]),
        (
            &["key", "name", "legal_name", "incorporated_in", "headcount"],
            "organizations",
            &[&["us-co", "Firma", "Co Inc", "us", "12"]],
        ),
        (
            &["organization", "holder_name", "percent", "control?"],
            "organization_shareholders",
            &[&["us-co", "Jane Doe", "12.5", "yes"]],
        ),
        (
            &["key", "version", "name", "steward", "since", "until", "providers", "risk_tier", "review_on"],
            "processors",
            &[&["neocrm", "1", "NeoCRM", "Sales", "2024-05-01", "-", "us-co", "high", "2027-01-31"]],
        ),
        (&["key", "operator", "storage_locations", "backup_locations"], "systems", &[&["site", "us-co", "us", "-"]]),
        (
            &["key", "kind", "state", "parties", "in_force_from"],
            "agreements",
            &[&["dpa", "data_processing_agreement", "signed", "us-co", "2024-06-01"]],
        ),
        (
            &["key", "kind", "outcome", "completed_on", "filing_number"],
            "assessments",
            &[&["tia", "transfer_impact", "favourable", "2024-07-01", "17"]],
        ),
        (&["key", "controller", "languages"], "notices", &[&["web", "us-co", "en, zh-Hans"]]),
        (
            &["key", "status", "role", "controllers", "systems", "retention_period", "minors?", "dpia_required?"],
            "activities",
            &[&["consultation", "draft", "controller", "us-co", "site", "P2Y", "no", "-"]],
        ),
    ];
    for (columns, view, expected) in cases {
        assert_rows(&db, &select(columns, view), expected).await;
    }
}

#[tokio::test]
async fn elements_of_lists_have_a_row_each_in_their_order() {
    let db = filled().await;
    let cases: [Case; 10] = [
        (
            &["processor", "position", "key", "organization", "territories"],
            "processor_providers",
            &[&["neocrm", "1", "main", "us-co", "us, ca"]],
        ),
        (&["processor", "location", "operation"], "processor_locations", &[&["neocrm", "us", "storage"]]),
        (
            &["system", "position", "key", "category", "automatic?"],
            "system_fields ORDER BY position",
            &[&["site", "1", "email", "contact.email", "no"], &["site", "2", "ip", "-", "yes"]],
        ),
        (&["agreement", "organization", "roles"], "agreement_parties", &[&["dpa", "us-co", "processor, importer"]]),
        (
            &["notice", "position", "processor", "purpose", "service"],
            "notice_listing",
            &[&["web", "1", "neocrm", "CRM", "-"]],
        ),
        (
            &["activity", "key", "text", "bases"],
            "activity_purposes",
            &[&["consultation", "answer", "Answer \"questions\"", "consent, contract"]],
        ),
        (
            &["activity", "category", "purposes", "source", "required?", "statutory?"],
            "activity_data",
            &[&["consultation", "contact.email", "answer", "provided", "yes", "-"]],
        ),
        (
            &["place", "people", "unit", "counted_from", "counted_to", "disjoint?"],
            "activity_people",
            &[&["ca", "1200", "people", "2026-01-01", "-", "yes"]],
        ),
        (
            &[
                "status",
                "position",
                "recipient_kind",
                "recipient",
                "kind",
                "roles",
                "data",
                "locations",
                "agreements",
                "since",
                "until",
            ],
            "activity_disclosures ORDER BY position",
            &[
                &[
                    "draft",
                    "1",
                    "processor",
                    "neocrm",
                    "entrusted",
                    "processor",
                    "email",
                    "us, ca",
                    "dpa",
                    "2024-06-01",
                    "2026-12-31",
                ],
                &["draft", "2", "group", "Partners", "provided", "-", "-", "-", "-", "-", "-"],
            ],
        ),
        (
            &["activity", "disclosure", "position", "location"],
            "activity_disclosure_locations ORDER BY position",
            &[&["consultation", "crm", "1", "us"], &["consultation", "crm", "2", "ca"]],
        ),
    ];
    for (columns, view, expected) in cases {
        assert_rows(&db, &select(columns, view), expected).await;
    }
}

#[tokio::test]
async fn no_view_fails_on_redacted_documents_or_on_any_character() {
    let db = filled().await;
    let store = db.store().await;
    put(&store, vec![organization("odd", "a b \\ \\\\u0000 'quoted' 😀")]).await;
    assert_rows(&db, "SELECT name FROM organizations WHERE key = 'odd'", &[&["a b \\ \\\\u0000 'quoted' 😀"]]).await;
    let ids: Vec<_> = store.register().await.unwrap().entries().map(|entry| entry.id.clone()).collect();
    let targets = ids.into_iter().map(|id| Redact { id, versions: None }).collect();
    let request = RedactRequest { principal: "p".to_owned(), reason: "all".to_owned(), targets, reasons: false };
    store.redact(request).await.unwrap();
    for view in migrations::views::VIEWS {
        let columns: Vec<_> = view.columns.iter().map(|column| column.name).collect();
        let rows = db.rows(&select(&columns, view.name)).await;
        assert_eq!(rows.is_empty(), !view.lists.is_empty(), "{}", view.name);
    }
    assert_rows(&db, "SELECT DISTINCT name FROM activities", &[&["[redacted]"]]).await;
}
