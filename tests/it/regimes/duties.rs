//! What laws ask for after an incident, and when data is erased or corrected, also where nothing crosses a border.

use ropewalk::{
    domain::{Day, Register},
    exchange::{Format, Input},
    flows::Period,
    report::{
        impact::{self, Affected, impact},
        owed::{DutyTold, Holds},
        recipients::{
            self,
            Event::{Correction, Erasure, Restriction, Withdrawal},
            Selection, recipients,
        },
    },
    service::seeds,
};
use serde_json::{Value, json};

/// A company with everything at one place: itself, its people, its server; and a mail service there that acts for it.
fn company(place: &str) -> Value {
    let said = |lists: &[&str]| -> Value {
        lists.iter().map(|list| json!({ "pointer": list, "by": "DPO", "on": "2026-11-01" })).collect()
    };
    let organization = |key: &str| {
        json!({
            "key": key, "name": { "en": key }, "entity_kind": "company", "incorporated_in": place, "establishments": [],
            "complete": said(&["/establishments"]),
        })
    };
    json!({
        "organizations": [organization("company"), organization("mailer")],
        "processors": [{
            "key": "mail", "name": { "en": "Mail" }, "providers": [{ "key": "mailer", "organization": "mailer" }],
            "locations": [{ "key": "here", "location": place }], "sub_processors": [], "access": [],
            "complete": said(&["/providers", "/locations", "/sub_processors", "/access"]),
        }],
        "notices": [{
            "key": "notice", "name": { "en": "Notice" }, "controller": "company", "audience": { "places": [place] },
            "complete": said(&["/audience/places"]),
        }],
        "data-subjects": [{ "key": "readers", "name": { "en": "Readers" }, "business_capacity": false }],
        "activities": [{
            "key": "letters", "name": { "en": "Letters" }, "role": "controller", "controllers": ["company"],
            "notices": ["notice"], "subjects": ["readers"], "systems": [], "storage": [{ "key": "here", "location": place }],
            "access": [],
            "people": [{ "key": "here", "place": place, "people": 10 }],
            "data": [{ "key": "mail", "category": "contact.email" }, { "key": "passport", "category": "government_id.passport" }],
            "disclosures": [{
                "key": "mail", "recipient": { "processor": "mail" }, "kind": "entrusted", "data": ["mail", "passport"],
                "roles": [{ "role": "processor", "according_to": "contractual" }], "agreements": [],
            }],
            "complete": said(&[
                "/controllers", "/subjects", "/people", "/data", "/disclosures", "/disclosures/mail/data", "/storage", "/systems",
                "/access", "/disclosures/mail/agreements",
            ]),
        }],
    })
}

fn register(document: &Value) -> Register {
    let text = document.to_string();
    seeds::register_of(&[Input { name: "company.json", bytes: text.as_bytes(), format: Format::Json }]).unwrap()
}

fn told(duties: &[DutyTold], wanted: Holds) -> Vec<&str> {
    duties.iter().filter(|owed| owed.holds == wanted).map(|owed| owed.duty.as_str()).collect()
}

/// The duties after an incident at the mail service.
fn after_incident(document: &Value, day: &str) -> Vec<DutyTold> {
    let options = impact::Options {
        affected: Affected::Processor("mail".parse().unwrap()),
        event: impact::Event::Incident,
        period: Period::day(day.parse::<Day>().unwrap()),
    };
    impact(&register(document), &options).unwrap().duties
}

/// Where a company is with all that it does, the duties after an incident that it surely has, and those that it may have: from where
/// its own people read what the mail service has is not recorded, and may be another province, or China.
const INCIDENTS: &[(&str, &[&str], &[&str])] = &[
    (
        "de",
        &["gdpr-incident", "gdpr-incident-processor", "gdpr-incident-people", "gdpr-incident-record"],
        &["cn-art-57"],
    ),
    (
        "gp",
        &["gdpr-incident", "gdpr-incident-processor", "gdpr-incident-people", "gdpr-incident-record"],
        &["cn-art-57"],
    ),
    ("gb", &["uk-incident", "uk-incident-processor", "uk-incident-people", "uk-incident-record"], &["cn-art-57"]),
    ("ch", &["ch-incident", "ch-incident-processor", "ch-incident-people"], &["cn-art-57"]),
    ("cn", &["cn-d-incident-report", "cn-art-57"], &[]),
    ("ca-on", &["ca-breach-report", "ca-breach-people", "ca-breach-others", "ca-breach-record"], &["cn-art-57"]),
    (
        "ca-qc",
        &["qc-incident", "qc-incident-people", "qc-incident-register"],
        &["ca-breach-report", "ca-breach-people", "ca-breach-others", "ca-breach-record", "cn-art-57"],
    ),
    (
        "ca-ab",
        &["ab-breach"],
        &["ca-breach-report", "ca-breach-people", "ca-breach-others", "ca-breach-record", "cn-art-57"],
    ),
    ("au", &["au-incident"], &["cn-art-57"]),
    ("br", &["br-incident"], &["cn-art-57"]),
    ("hk", &["hk-incident"], &["cn-art-57"]),
    ("in", &["in-cert-in"], &["cn-art-57"]),
    ("jp", &["jp-incident"], &["cn-art-57"]),
    ("kr", &["kr-incident"], &["cn-art-57"]),
    ("mx", &["mx-breach"], &["cn-art-57"]),
    ("sa", &["sa-incident"], &["cn-art-57"]),
    ("sg", &["sg-incident"], &["cn-art-57"]),
    ("tr", &["tr-incident"], &["cn-art-57"]),
    ("vn", &["vn-incident"], &["cn-art-57"]),
    ("nz", &[], &["cn-art-57"]),
];

/// Places that are not built in.
fn with_places(mut document: Value) -> Value {
    document["locations"] = ["ON"]
        .iter()
        .map(|code| {
            let key = format!("ca-{}", code.to_lowercase());
            json!({ "key": key, "name": { "en": key }, "category": "subdivision", "iso_3166_2": format!("CA-{code}"), "part_of": "ca" })
        })
        .collect();
    document
}

#[test]
fn a_company_at_home_has_the_duties_of_its_law_after_an_incident_and_no_others() {
    for (place, surely, perhaps) in INCIDENTS {
        let duties = after_incident(&with_places(company(place)), "2026-11-25");
        assert_eq!(told(&duties, Holds::Surely), *surely, "{place}");
        assert_eq!(told(&duties, Holds::Perhaps), *perhaps, "{place}");
        assert!(told(&duties, Holds::NotAsDeclared).is_empty(), "{place}");
    }
}

#[test]
fn times_authorities_and_the_standing_of_the_law_come_from_the_laws() {
    let of = |place: &str, duty: &str| {
        let duties = after_incident(&with_places(company(place)), "2026-11-25");
        let owed = duties.into_iter().find(|owed| owed.duty.as_str() == duty).unwrap();
        let owed = serde_json::to_value(&owed).unwrap();
        let text = |field: &str| owed[field].as_str().unwrap_or_default().to_owned();
        (text("towards"), text("within"), text("citation"), text("law"))
    };
    let expected = |towards: &str, within: &str, citation: &str, law: &str| {
        (towards.to_owned(), within.to_owned(), citation.to_owned(), law.to_owned())
    };
    assert_eq!(of("de", "gdpr-incident"), expected("authority", "PT72H", "Art 33(1)", "confirmed"));
    assert_eq!(of("de", "gdpr-incident-people"), expected("people", "", "Art 34(1)", "confirmed"));
    assert_eq!(of("cn", "cn-art-57"), expected("authority", "", "PIPL Arts 57, 59", "confirmed"));
    // Whom the Act reaches is a reading.
    assert_eq!(of("ca-qc", "qc-incident"), expected("authority", "", "CQLR c P-39.1, s. 3.5", "unconfirmed"));
}

#[test]
fn a_duty_that_is_not_the_law_yet_is_owed_from_its_first_day_on() {
    let india = company("in");
    assert_eq!(told(&after_incident(&india, "2027-05-12"), Holds::Surely), ["in-cert-in"]);
    assert_eq!(told(&after_incident(&india, "2027-05-13"), Holds::Surely), ["in-breach", "in-cert-in"]);
}

#[test]
fn residents_of_california_are_told_of_what_the_section_defines_by_whoever_does_business_there() {
    let mut document = company("us-ca");
    let california = |document: &Value| {
        let duties = after_incident(document, "2026-11-25");
        let mut told: Vec<(String, Holds)> = Vec::new();
        for owed in duties.iter().filter(|owed| owed.regime.key.as_str() == "us-ca-breach-notification") {
            told.push((owed.duty.to_string(), owed.holds));
        }
        told
    };
    assert!(california(&document).iter().all(|(_, holds)| *holds == Holds::Perhaps), "whether it does business there");
    document["activities"][0]["attestations"] =
        json!([{ "key": "ccpa-does-business", "holds": true, "by": "Counsel", "on": "2026-11-01" }]);
    document["activities"][0]["disclosures"][0]["attestations"] = document["activities"][0]["attestations"].clone();
    let told = california(&document);
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|(_, holds)| *holds == Holds::Surely), "{told:?}");
    // An e-mail address alone is not what it defines.
    document["activities"][0]["data"] = json!([{ "key": "mail", "category": "contact.email" }]);
    document["activities"][0]["disclosures"][0]["data"] = json!(["mail"]);
    assert!(california(&document).is_empty());
}

#[test]
fn of_a_processor_the_controller_is_told() {
    let mut document = company("de");
    document["activities"][0]["role"] = "processor".into();
    document["activities"][0]["on_behalf_of"] = json!(["company"]);
    let duties = after_incident(&document, "2026-11-25");
    let surely = told(&duties, Holds::Surely);
    assert!(!surely.contains(&"gdpr-incident") && !told(&duties, Holds::Perhaps).contains(&"gdpr-incident"));
    assert!(
        told(&duties, Holds::Perhaps).contains(&"gdpr-incident-processor")
            || surely.contains(&"gdpr-incident-processor")
    );
}

#[test]
fn an_erasure_a_correction_and_a_withdrawn_consent_ask_for_what_each_law_says() {
    let of = |document: &Value, event: recipients::Event| -> Vec<String> {
        let of = Selection { activity: Some("letters".parse().unwrap()), ..Selection::default() };
        let options = recipients::Options { day: "2026-11-25".parse().unwrap(), event, of };
        let report = recipients(&register(document), &options).unwrap();
        assert!(!report.regimes.is_empty() && report.not_known.is_empty(), "{:?}", report.not_known);
        told(&report.duties, Holds::Surely).into_iter().map(str::to_owned).collect()
    };
    let germany = company("de");
    assert_eq!(of(&germany, Erasure), ["gdpr-erasure"]);
    assert_eq!(of(&germany, Correction), ["gdpr-correction"]);
    assert_eq!(of(&germany, Restriction), ["gdpr-restriction"]);
    let mut consent = company("de");
    consent["activities"][0]["purposes"] = json!([{ "key": "news", "bases": [{ "basis": "consent" }] }]);
    assert_eq!(of(&consent, Withdrawal), ["gdpr-withdrawal"]);
    let mut published = company("de");
    let public = json!({ "key": "page", "recipient": { "public": { "en": "Readers of the page" } }, "kind": "disclosed_publicly" });
    published["activities"][0]["disclosures"].as_array_mut().unwrap().push(public);
    assert_eq!(of(&published, Erasure), ["gdpr-erasure", "gdpr-erasure-published"]);
    assert_eq!(of(&company("cn"), Erasure), ["cn-erasure", "cn-entrusted-erasure"]);
    assert_eq!(of(&company("cn"), Correction), ["cn-correction", "cn-entrusted-correction"]);
    assert_eq!(of(&company("br"), Erasure), ["br-erasure"]);
}
