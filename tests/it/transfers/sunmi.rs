//! The hardest flow of the real input, contact data to a CRM service in China: what each law says of it, and how the answers
//! change with the facts.

use super::{ask, element, json, record, register, seed};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A result: what it comes to, and by which rules.
type Result = (String, Vec<String>);

/// What each law says of the disclosure to the CRM service on a day.
fn crm_on(document: &Value, day: &str) -> BTreeMap<String, Result> {
    results(document, &[("on", day)], "disclosure")
}

fn crm(document: &Value) -> BTreeMap<String, Result> {
    crm_on(document, "2026-11-22")
}

fn results(document: &Value, parameters: &[(&str, &str)], leg: &str) -> BTreeMap<String, Result> {
    let parameters: Vec<_> = parameters.iter().copied().chain([("activity", "consultation-services")]).collect();
    let report = json(&ask(&register(document), &parameters));
    let flow = report["flows"].as_array().unwrap().iter().find(|flow| {
        let to_crm = flow["stretches"][0]["importer"]["service"] == "neocrm";
        flow["leg"] == leg && (to_crm || leg == "return")
    });
    let stretches = flow.unwrap()["stretches"].as_array().unwrap();
    let determinations = stretches.last().unwrap()["determinations"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    determinations
        .iter()
        .map(|found| {
            let rules = found["decided_by"].as_array().unwrap().iter().map(text).collect();
            (text(&found["regime"]), (text(&found["result"]), rules))
        })
        .collect()
}

/// The disclosure to the CRM service.
fn disclosure(document: &mut Value) -> &mut Value {
    let activity = record(document, "activities", "consultation-services");
    element(&mut activity["disclosures"], "neocrm")
}

#[test]
fn each_law_says_of_the_crm_import_what_it_must() {
    let found = crm(&seed());
    let results: Vec<String> = found.iter().map(|(regime, (result, _))| format!("{regime}: {result}")).collect();
    let expected = [
        "au-app-8: conditional",
        "br-lgpd-transfers: conditional",
        "ca-ab-pipa: conditional",
        "ca-casl: conditional",
        "ca-pipeda: undetermined",
        "ca-qc-private-sector-s17: undetermined",
        "ca-qc-private-sector-s8: conditional",
        "ch-fadp-transfers: conditional",
        "cn-pipl-export: conditional",
        "cn-pipl-foreign-authorities: not_applicable",
        "cn-pipl-impact-assessment: undetermined",
        "cn-pipl-inbound: undetermined",
        "cn-pipl-separate-consent: undetermined",
        "eu-gdpr-chapter-v: undetermined",
        "hk-pdpo-33: not_applicable",
        "hk-pdpo-processors: conditional",
        "in-dpdp-transfers: conditional",
        "jp-appi-28: conditional",
        "kr-pipa-28-8: conditional",
        "mx-lfpdppp: undetermined",
        "sa-pdpl-29: conditional",
        "sg-pdpa-26: conditional",
        "tr-kvkk-9: conditional",
        "uk-gdpr-chapter-v: conditional",
        "us-ca-ccpa: undetermined",
        "us-ca-ccpa-notice: not_applicable",
        "us-ca-ccpa-risk-assessment: undetermined",
        "us-dsp: conditional",
        "us-dsp-government-related-data: undetermined",
        "us-padfa: conditional",
        "vn-pdpl-transfers: conditional",
    ];
    assert_eq!(results, expected);
}

#[test]
fn the_return_leg_is_exempt_if_no_domestic_data_is_mixed_in() {
    let document = seed();
    let found = results(&document, &[], "return");
    assert_eq!(found["cn-pipl-export"], ("conditional".into(), vec!["cn-e1-if".into()]));
    let mut mixed = document;
    record(&mut mixed, "systems", "neocrm-tenant")["mixed_with"] =
        json!([{ "key": "shanghai", "description": { "en": "Leads in China" }, "places": ["cn"] }]);
    assert_ne!(results(&mixed, &[], "return")["cn-pipl-export"].1, ["cn-e1-if"], "a shared tenant ends the exemption");
}

#[test]
fn north_america_is_decided_country_by_country_under_the_gdpr() {
    let report =
        json(&ask(&register(&seed()), &[("regime", "eu-gdpr-chapter-v"), ("activity", "consultation-services")]));
    let flows = report["flows"].as_array().unwrap();
    let flow = flows.iter().find(|flow| flow["element"] == "activities/consultation-services#/disclosures/neocrm");
    let candidates = flow.unwrap()["stretches"][0]["determinations"][0]["candidates"].as_array().unwrap();
    let of = |country: &str| {
        let named = |by: &&Value| by["places"].to_string().contains(&format!("\"{country}\""));
        candidates.iter().find(named).unwrap()["result"].as_str().unwrap()
    };
    assert_eq!((of("us"), of("mx"), of("gp")), ("conditional", "conditional", "undetermined"));
}

#[test]
fn one_ip_address_in_the_crm_ends_the_exclusion_of_contact_data() {
    let mut document = seed();
    let fields = &mut record(&mut document, "systems", "neocrm-tenant")["fields"];
    fields.as_array_mut().unwrap().push(json!({ "key": "ip", "category": "network.ip_address", "automatic": true }));
    let (result, rules) = &crm(&document)["us-dsp"];
    assert_eq!(result, "undetermined");
    assert!(rules.iter().any(|rule| rule == "dsp-o4"), "it may be restricted: {rules:?}");
}

/// What is recorded where the company and its vendor are known to be what their names say.
fn known() -> Value {
    let mut document = seed();
    record(&mut document, "organizations", "sunmi-technology-us")["incorporated_in"] = "us-ga".into();
    for provider in ["beijing-renkehudong-network-technology", "beijing-ingageapp-internet-technology"] {
        record(&mut document, "organizations", provider)["incorporated_in"] = "cn".into();
    }
    let fields = &mut record(&mut document, "systems", "neocrm-tenant")["fields"];
    fields.as_array_mut().unwrap().push(json!({ "key": "ip", "category": "network.ip_address", "automatic": true }));
    let activity = record(&mut document, "activities", "consultation-services");
    activity["people"][0] =
        json!({ "key": "north-america", "place": "us", "people": 100_001, "from": "2026-01-01", "to": "2026-11-20" });
    let attested =
        |fact: &str, holds: bool| json!({ "key": fact, "holds": holds, "by": "Counsel", "on": "2026-11-01" });
    activity["attestations"] = json!([
        attested("dsp-exempt", false),
        attested("dsp-group-administration", false),
        attested("dsp-network-service", false),
        attested("dsp-single-identifier", false),
        attested("dsp-commercial", false),
        attested("dsp-agreement", true),
        attested("dsp-cisa", false),
        attested("dsp-genomic", false),
    ]);
    document
}

#[test]
fn above_a_hundred_thousand_people_it_is_restricted_and_without_the_security_requirements_not_met() {
    let people = |count: u64| {
        let mut document = known();
        record(&mut document, "activities", "consultation-services")["people"][0]["people"] = count.into();
        let activity = record(&mut document, "activities", "consultation-services");
        activity["complete"] = json!([{ "pointer": "/people", "by": "DPO", "on": "2026-11-01" }, { "pointer": "/controllers", "by": "DPO", "on": "2026-11-01" }, { "pointer": "/data", "by": "DPO", "on": "2026-11-01" }, { "pointer": "/disclosures/neocrm/data", "by": "DPO", "on": "2026-11-01" }]);
        record(&mut document, "systems", "neocrm-tenant")["complete"] =
            json!([{ "pointer": "/fields", "by": "DPO", "on": "2026-11-01" }]);
        let found = crm(&document)["us-dsp"].clone();
        let thresholds = json(&ask(&register(&document), &[("regime", "us-dsp"), ("processor", "neocrm")]));
        let thresholds = thresholds["thresholds"].as_array().unwrap().clone();
        let at = thresholds.iter().find(|at| at["limit"] == 100_000 && at["importer"] == "processors/neocrm");
        (found, at.unwrap().clone())
    };
    let ((result, rules), at) = people(100_001);
    assert_eq!((result.as_str(), rules), ("not_satisfied", vec!["dsp-o4".to_owned()]));
    assert_eq!((&at["reached"], &at["equal"]), (&json!("true"), &json!(false)));
    // Exactly the number is not "more than" it, and is told.
    let (found, at) = people(100_000);
    assert_eq!((found.1[0].as_str(), &at["reached"], &at["equal"]), ("dsp-7-edge", &json!("false"), &json!(true)));
    let (found, at) = people(99_999);
    assert_eq!((found.0.as_str(), &at["equal"]), ("not_applicable", &json!(false)));
}

#[test]
fn a_buyer_instead_of_a_vendor_is_prohibited() {
    let mut document = known();
    for attestation in
        record(&mut document, "activities", "consultation-services")["attestations"].as_array_mut().unwrap()
    {
        if attestation["key"] == "dsp-commercial" {
            attestation["holds"] = true.into();
        }
    }
    disclosure(&mut document)["kind"] = "provided".into();
    let (result, rules) = &crm(&document)["us-dsp"];
    assert!(rules.iter().any(|rule| rule == "dsp-o1"), "{result} {rules:?}");
    assert_eq!(result, "not_satisfied");
}

#[test]
fn people_only_in_quebec_without_assessment_and_agreement_are_not_protected_as_section_17_asks() {
    let mut document = seed();
    let activity = record(&mut document, "activities", "consultation-services");
    activity["people"][0]["place"] = "ca-qc".into();
    disclosure(&mut document)["agreements"] = json!([]);
    disclosure(&mut document)["assessments"] = json!([]);
    for subject in ["website-visitors", "prospective-customers"] {
        let mut record = builtin("data-subjects", subject);
        record["business_capacity"] = false.into();
        let list = document.as_object_mut().unwrap().entry("data-subjects").or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().retain(|other| other["key"] != subject);
        list.as_array_mut().unwrap().push(record);
    }
    let (result, rules) = &crm(&document)["ca-qc-private-sector-s17"];
    assert!(
        rules.iter().any(|rule| rule == "qc-t1-missing") && result != "satisfied" && result != "conditional",
        "{result} {rules:?}"
    );
}

/// A built-in record, to be recorded otherwise.
fn builtin(kind: &str, key: &str) -> Value {
    let records = ropewalk::service::seeds::builtin();
    let found = records.iter().find(|record| record.kind().path() == kind && record.key().as_str() == key);
    found.unwrap().value()
}

#[test]
fn an_audience_in_the_eea_brings_the_gdpr_into_play() {
    let mut document = seed();
    let notice = record(&mut document, "notices", "sunmi-north-america-website-privacy-policy");
    notice["audience"]["places"] = json!(["de"]);
    let candidates = |document: &Value| {
        let report =
            json(&ask(&register(document), &[("regime", "eu-gdpr-chapter-v"), ("activity", "consultation-services")]));
        let flows = report["flows"].as_array().unwrap().clone();
        let flow = flows.iter().find(|flow| flow["element"] == "activities/consultation-services#/disclosures/neocrm");
        flow.unwrap()["stretches"][0]["determinations"][0]["candidates"].clone()
    };
    let results = |candidates: &Value| -> Vec<String> {
        candidates.as_array().unwrap().iter().map(|by| by["result"].as_str().unwrap().to_owned()).collect()
    };
    assert!(results(&candidates(&seed())).contains(&"conditional".to_owned()));
    assert!(!results(&candidates(&document)).contains(&"conditional".to_owned()), "no country is outside any more");
}

#[test]
fn servers_in_a_region_keep_the_border_open() {
    let mut document = seed();
    disclosure(&mut document)["locations"] = json!(["eastern-asia"]);
    record(&mut document, "systems", "neocrm-tenant")["storage"][0]["location"] = "eastern-asia".into();
    let found = crm(&document);
    assert_eq!(found["cn-pipl-inbound"].0, "undetermined");
    assert!(
        found["cn-pipl-inbound"].1.len() > crm(&seed())["cn-pipl-inbound"].1.len(),
        "China is one country of several"
    );
}

#[test]
fn a_contract_counts_to_its_last_day_and_the_report_of_tomorrow_says_what_lapses() {
    let mut document = seed();
    document["agreements"] = json!([{
        "key": "entrustment",
        "name": { "en": "Entrustment of personal information" },
        "kind": "china_entrustment",
        "parties": [
            { "key": "us", "organization": "sunmi-technology-us" },
            { "key": "a", "organization": "beijing-renkehudong-network-technology" },
            { "key": "b", "organization": "beijing-ingageapp-internet-technology" },
        ],
        "state": "signed",
        "signed_on": "2025-01-01",
        "in_force": { "from": "2025-01-01", "until": "2026-11-22" },
        "signed_copy_checked": { "by": "legal", "on": "2025-01-02" },
    }]);
    disclosure(&mut document)["agreements"] = json!(["entrustment"]);
    let said = json!({ "pointer": "/disclosures/neocrm/agreements", "by": "legal", "on": "2026-11-01" });
    record(&mut document, "activities", "consultation-services")["complete"] = json!([said]);
    let of = |day: &str| crm_on(&document, day)["cn-pipl-inbound"].clone();
    let (today, rules) = of("2026-11-22");
    assert!(today == "satisfied" || today == "conditional", "{today} {rules:?}");
    assert!(rules.iter().any(|rule| rule == "cn-s3"), "{rules:?}");
    let (tomorrow, rules) = of("2026-11-23");
    assert_eq!((tomorrow.as_str(), rules), ("not_satisfied", vec!["cn-s3-missing".to_owned()]));
    // The report over both days tells them apart.
    let parameters =
        [("from", "2026-11-20"), ("to", "2026-11-25"), ("regime", "cn-pipl-inbound"), ("processor", "neocrm")];
    let report = json(&ask(&register(&document), &parameters));
    let flows = report["flows"].as_array().unwrap();
    let flow = flows.iter().find(|flow| flow["element"] == "activities/consultation-services#/disclosures/neocrm");
    let stretches = flow.unwrap()["stretches"].as_array().unwrap();
    let days: Vec<_> = stretches.iter().map(|s| (s["from"].as_str().unwrap(), s["to"].as_str().unwrap())).collect();
    assert_eq!(days, [("2026-11-20", "2026-11-22"), ("2026-11-23", "2026-11-25")]);
    assert_eq!(stretches[0]["mechanisms"][0]["until"], "2026-11-22");
    assert_eq!(report["totals"]["results"]["not_satisfied"], 1, "the worst of the period counts");
}
