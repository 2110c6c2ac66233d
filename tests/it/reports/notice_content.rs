//! What a notice has to say: every fact of the sections of the real policy stands in it, in both languages, and what is not
//! recorded is told as missing.

use super::{ask, json, rendered};
use ropewalk::{
    domain::Register,
    exchange::{Format as Written, Input},
    render::Format,
    report::{Model, Name, Question, make},
    service::seeds,
};

const NOTICE: &str = "sunmi-north-america-website-privacy-policy";

/// Facts of the policy, by its sections, as the content says them.
const FACTS: &[(&str, &[&str])] = &[
    (
        "I",
        &[
            "Consultation services",
            "Demo appointment",
            "Customer service",
            "Service information display",
            "Marketing e-mail",
            "Website analytics",
            "Post code",
            "Company website",
            "Phone number",
            "SUNMI cannot make contact and give further information",
            "basic function",
            "additional function, which may be refused",
            "Cookies are used only for the purposes described.",
            "The website calls on no permissions of the device.",
        ],
    ),
    (
        "II",
        &[
            "North America, Amazon servers",
            "China, CRM system (NeoCRM)",
            "The shortest period that laws and regulations provide for",
            "then deleted or anonymised",
            "at least 30 days before services or operation end",
            "the legal requirements for cross-border transfers are met",
        ],
    ),
    (
        "III",
        &[
            "Authorized affiliates",
            "Authorized partners",
            "Beijing Renkehudong Network Technology Co., Ltd.",
            "Beijing IngageApp Internet Technology Ltd., Co.",
            "To facilitate contact with clients",
            "Google Analytics",
            "Page dwell time",
            "Conversion rate",
            "Booking platform of Microsoft",
            "A data protection agreement is signed with every entrusted partner.",
            "Personal information is not shared with external parties.",
            "After a merger, division, dissolution or bankruptcy",
            "In principle, personal information is not disclosed to the public.",
        ],
    ),
    (
        "V",
        &[
            "portability",
            "rectification",
            "withdrawal of consent",
            "rights of next of kin",
            "Requests are answered within 15 days or the time limit of the law.",
            "The services involve no automated decision-making.",
            "repeated ones beyond reasonable limits are charged for",
            "What was deleted leaves the backups at their next update.",
        ],
    ),
    ("VI", &["In principle the services are not provided to minors", "verifiable consent of their guardians"]),
    ("VIII", &["Sunmi Technology US Inc.", "13010 Morris Rd Suite 600", "contact@sunmi.us"]),
];

fn sunmi() -> Register {
    let bytes = include_bytes!("../../../seeds/sunmi-north-america.yaml");
    seeds::register_of(&[Input { name: "sunmi", bytes, format: Written::Yaml }]).unwrap()
}

fn made<'r>(register: &'r Register, language: &str) -> Model<'r> {
    let (language, day) = (language.parse().unwrap(), "2026-11-26".parse().unwrap());
    make(register, &Question::read(Name::NoticeContent, language, day, [("notice", NOTICE)]).unwrap()).unwrap()
}

#[test]
fn every_fact_of_the_sections_of_the_policy_is_in_its_content() {
    let register = sunmi();
    let text = rendered(Format::Markdown, &made(&register, "en"));
    let mut lost = Vec::new();
    for (section, facts) in FACTS {
        lost.extend(facts.iter().filter(|fact| !text.contains(**fact)).map(|fact| format!("{section}: {fact}")));
    }
    assert!(lost.is_empty(), "{}\n\n{text}", lost.join("\n"));
}

#[test]
fn in_chinese_the_words_of_the_program_are_chinese_and_recorded_words_say_their_language() {
    let register = sunmi();
    let model = made(&register, "zh-Hans");
    let text = rendered(Format::Markdown, &model);
    for heading in ["## 处理的个人信息及目的", "## 存储地点与期限", "## 您的权利", "## 联系我们"]
    {
        assert!(text.contains(heading), "{heading}");
    }
    let value = json(&model);
    let name = &value["controller"]["name"];
    assert!(name["text"].is_string(), "{name}");
}

#[test]
fn what_is_not_recorded_is_left_out_and_told_as_missing_with_its_field() {
    let register = sunmi();
    let value = json(&made(&register, "en"));
    let functions = value["functions"].as_array().unwrap();
    let of = |key: &str| functions.iter().find(|function| function["activity"] == key).unwrap();
    let backups = of("backups");
    assert!(backups.get("purposes").is_none() && backups.get("recipients").is_none(), "{backups}");
    let missing = value["missing"].as_array().unwrap();
    let is = |section: &str, record: &str, field: &str| {
        missing
            .iter()
            .any(|one| one["section"] == section && one["at"]["record"] == record && one["at"]["field"] == field)
    };
    assert!(is("functions", "activities/backups", "/purposes"));
    assert!(is("recipients", "activities/demo-appointment", "/disclosures/microsoft-booking/kind"), "{missing:?}");
    assert!(!is("recipients", "activities/consultation-services", "/disclosures/neocrm/locations"));
    let crm = &of("consultation-services")["recipients"][0];
    assert_eq!((&crm["kind"], &crm["record"]), (&"entrusted".into(), &"processors/neocrm".into()));
    assert_eq!(crm["places"][0]["key"], "cn");
    assert!(crm.get("mechanisms").is_none(), "nobody recorded any: {crm}");
}

#[test]
fn the_notice_must_be_named_and_be_there() {
    let register = sunmi();
    let refused =
        |parameters: &[(&str, &str)]| ask(&register, Name::NoticeContent, parameters).unwrap_err().to_string();
    assert!(refused(&[]).contains("notice"));
    assert!(refused(&[("notice", "another")]).contains("another"));
}
