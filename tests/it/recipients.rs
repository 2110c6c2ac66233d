//! Whom to tell when data is erased or corrected, or a consent is withdrawn.

use crate::{
    exchange::register,
    flows::{day, of},
    processor_table::{RHEINWERK, sunmi},
    reports::{ask, companies, json, rendered},
};
use ropewalk::{
    domain::Register,
    render::Format,
    report::{
        Name, Refused,
        recipients::{Act, Event, Link, Options, Recipients, Selection, ToTell, recipients},
        told::{Certainty, Words},
    },
};

fn told(register: &Register, event: Event, of: Selection) -> Recipients {
    recipients(register, &Options { day: day("2026-11-22"), event, of }).unwrap()
}

fn activity(key: &str) -> Selection {
    Selection { activity: Some(key.parse().unwrap()), ..Selection::default() }
}

fn category(key: &str) -> Selection {
    Selection { category: Some(key.parse().unwrap()), ..Selection::default() }
}

fn subject(key: &str) -> Selection {
    Selection { subject: Some(key.parse().unwrap()), ..Selection::default() }
}

fn name(recipient: &ToTell) -> String {
    match (&recipient.key, &recipient.name) {
        (Some(key), _) => key.to_string(),
        (None, Some(words)) => words.by_default().to_owned(),
        (None, None) => format!("{:?}", recipient.is).to_lowercase(),
    }
}

/// Each recipient in a line: how sure, who, what to do, on which ways.
fn lines(report: &Recipients) -> Vec<String> {
    let line = |recipient: &ToTell| {
        let acts: Vec<_> = recipient.steps.iter().map(|step| format!("{:?}", step.act).to_lowercase()).collect();
        let ways: Vec<_> = recipient.ways.iter().map(|way| chain(&way.chain)).collect();
        let sure = format!("{:?}", recipient.certainty).to_lowercase();
        format!("{sure} {}: {}: {}", name(recipient), acts.join("+"), ways.join("; "))
    };
    report.recipients.iter().map(line).collect()
}

fn chain(links: &[Link]) -> String {
    let word = |link: &Link| match (&link.service, link.who.as_slice()) {
        (Some(service), _) => service.key.to_string(),
        (None, []) => "?".to_owned(),
        (None, who) => {
            let each = who.iter().map(|who| match (&who.key, &who.name) {
                (Some(key), _) => key.to_string(),
                (None, Some(Words::Plain(name))) => name.to_string(),
                (None, Some(Words::Spoken(text))) => text.by_default().to_owned(),
                (None, None) => format!("{:?}", who.is).to_lowercase(),
            });
            each.collect::<Vec<_>>().join("+")
        }
    };
    links.iter().map(word).collect::<Vec<_>>().join(" > ")
}

#[test]
fn of_the_contact_form_of_the_real_register_the_crm_and_whoever_stands_behind_it_are_told() {
    let report = told(&sunmi(), Event::Erasure, activity("consultation-services"));
    assert_eq!(
        lines(&report),
        [
            "surely amazon-hosting: findout+instruct+inform: sunmi-technology-us > amazon-hosting",
            "surely neocrm: instruct: sunmi-technology-us > neocrm",
            "perhaps unrecorded: findout+instruct+inform: sunmi-technology-us > amazon-hosting > ?",
            "perhaps unrecorded: instruct: sunmi-technology-us > neocrm > ?",
        ]
    );
    let crm = &report.recipients[1];
    let missing: Vec<String> = crm.missing.iter().map(ToString::to_string).collect();
    assert_eq!(
        missing,
        [
            "organizations/beijing-ingageapp-internet-technology#/contacts",
            "organizations/beijing-renkehudong-network-technology#/contacts"
        ]
    );
    assert_eq!(crm.pages.len(), 2, "its privacy pages");
    let data: Vec<&str> = crm.ways[0].data.items.iter().map(|asked| asked.datum.item.as_str()).collect();
    assert_eq!(data, ["name", "post-code", "company-website", "phone-number"]);
    assert_eq!(report.recipients[3].through[0].key.as_str(), "neocrm");
    assert_eq!(report.recipients[3].missing[0].to_string(), "processors/neocrm#/sub_processors");
    let open: Vec<String> = report.open.iter().map(|open| open.at.to_string()).collect();
    for at in ["activities/consultation-services#/disclosures", "processors/neocrm#/sub_processors"] {
        assert!(open.contains(&at.to_owned()), "{open:?}");
    }
    assert_eq!(report.controllers[0].organization.key.as_str(), "sunmi-technology-us");
    assert_eq!(report.controllers[0].contacts[0].email.as_deref(), Some("contact@sunmi.us"));
}

/// Services that pass data on, in a circle; one that is named twice on the way; a host; people with access.
const DEEP: &str = r#"
processors:
  - key: first
    name: {en: First}
    providers: [{key: a, organization: cloudy}]
    sub_processors:
      - {key: second, processor: second, since: 2020-01-01}
      - {key: third, processor: third}
      - {key: gone, name: Gone Ltd, until: 2020-12-31}
    complete: [{pointer: /sub_processors, by: someone, "on": 2026-01-01}]
  - key: second
    name: {en: Second}
    sub_processors: [{key: third, processor: third}, {key: back, processor: first}]
    complete: [{pointer: /sub_processors, by: someone, "on": 2026-01-01}]
  - key: third
    name: {en: Third}
    sub_processors: [{key: fourth, organization: chatty}]
    complete: [{pointer: /sub_processors, by: someone, "on": 2026-01-01}]
  - {key: hosting, name: {en: Hosting}, sub_processors: [], providers: []}
systems:
  - key: shop
    name: {en: Shop}
    operator: maple
    storage: [{key: s, location: ca, host: hosting}]
    access:
      - {key: support, organization: helpers, places: [in]}
      - {key: own, organization: maple}
      - {key: someone, staff_group: {en: Night shift}}
activities:
  - key: sales
    name: {en: Sales}
    role: controller
    controllers: [maple]
    systems: [shop]
    data: [{key: mail}]
    disclosures:
      - {key: first, recipient: {processor: first}, kind: provided}
"#;

#[test]
fn everybody_behind_a_recipient_is_told_at_any_depth_with_the_shortest_way_and_circles_end() {
    let report = told(&of(DEEP), Event::Erasure, activity("sales"));
    assert_eq!(
        lines(&report),
        [
            "surely first: inform: maple > first; maple > first > second > first",
            "surely hosting: findout+instruct+inform: maple > hosting",
            "surely second: inform: maple > first > second",
            "surely third: inform: maple > first > third; maple > first > second > third",
            "surely chatty: inform: maple > first > third > chatty",
            "surely helpers: findout+instruct+inform: maple > helpers",
            "surely Gone Ltd: inform: maple > first > Gone Ltd",
        ]
    );
    let through = |at: usize| report.recipients[at].through.iter().map(|by| by.key.as_str()).collect::<Vec<_>>();
    assert_eq!((through(3), through(4)), (vec!["first", "second"], vec!["third"]));
    // Whose people the night shift are nobody recorded.
    let open: Vec<String> = report.open.iter().map(|open| open.at.to_string()).collect();
    assert!(open.contains(&"systems/shop#/access/someone/organization".into()), "{open:?}");
    assert!(open.contains(&"activities/sales#/disclosures".into()), "{open:?}");
}

#[test]
fn a_copy_that_is_still_there_is_told_until_its_return_or_deletion_is_recorded() {
    let register = |returned: &str| {
        of(&format!(
            r"
activities:
  - key: a
    name: {{en: A}}
    data: [{{key: mail}}]
    disclosures: [{{key: d, recipient: {{organization: chatty}}, kind: entrusted, until: 2024-12-31{returned}}}]
"
        ))
    };
    let report = told(&register(""), Event::Erasure, activity("a"));
    assert_eq!(lines(&report), ["surely chatty: instruct: ? > chatty"]);
    let way = serde_json::to_value(&report.recipients[0].ways[0]).unwrap();
    assert_eq!((way["state"].as_str(), way["until"].as_str()), (Some("residual"), Some("2024-12-31")));
    let gone = told(&register(", returned_or_deleted_on: 2025-02-01"), Event::Erasure, activity("a"));
    assert!(gone.recipients.is_empty());
    assert!(gone.not_evaluated.iter().any(|said| said.en.contains("returned or deleted")));
}

/// Two disclosures of one activity, with data of its own each; a wider category; an item of which nothing is said.
const DATA: &str = r#"
data-categories:
  - {key: contact, name: {en: Contact}}
  - {key: contact.email, name: {en: E-mail}, parents: [contact]}
  - {key: contact.phone, name: {en: Telephone}, parents: [contact]}
  - {key: health, name: {en: Health}}
data-subjects:
  - {key: customers, name: {en: Customers}}
  - {key: minors, name: {en: Minors}, parents: [customers]}
  - {key: staff, name: {en: Staff}}
activities:
  - key: a
    name: {en: A}
    subjects: [customers, staff]
    data:
      - {key: mail, category: contact.email, subjects: [customers]}
      - {key: reach, category: contact, subjects: [customers]}
      - {key: sick, category: health, subjects: [staff]}
      - {key: note}
    disclosures:
      - {key: mail, recipient: {organization: chatty}, data: [mail]}
      - {key: reach, recipient: {organization: helpers}, data: [reach]}
      - {key: sick, recipient: {organization: cloudy}, data: [sick]}
      - {key: note, recipient: {organization: maple}, data: [note]}
      - {key: open, recipient: {group: {en: partners}}, data: [sick]}
      - {key: silent, recipient: {department: {en: Sales}}}
    complete:
      - {pointer: /subjects, by: someone, "on": 2026-01-01}
      - {pointer: /disclosures, by: someone, "on": 2026-01-01}
      - {pointer: /disclosures/mail/data, by: someone, "on": 2026-01-01}
      - {pointer: /disclosures/reach/data, by: someone, "on": 2026-01-01}
      - {pointer: /disclosures/sick/data, by: someone, "on": 2026-01-01}
      - {pointer: /disclosures/note/data, by: someone, "on": 2026-01-01}
"#;

fn sure(report: &Recipients) -> Vec<String> {
    let line = |recipient: &ToTell| format!("{:?} {}", recipient.certainty, name(recipient)).to_lowercase();
    report.recipients.iter().map(line).collect()
}

#[test]
fn of_a_category_those_surely_are_told_who_have_it_and_perhaps_those_who_may() {
    let register = of(DATA);
    let mail = told(&register, Event::Erasure, category("contact.email"));
    // A wider category may be it, an item without one too, an open list may lack it; health data is none.
    assert_eq!(sure(&mail), ["surely chatty", "perhaps helpers", "perhaps maple", "perhaps partners", "perhaps sales"]);
    assert_eq!(mail.left_out, 1);
    // Everything below a category is it.
    let contact = told(&register, Event::Erasure, category("contact"));
    assert_eq!(sure(&contact)[..2], ["surely chatty", "surely helpers"]);
    assert_eq!(sure(&told(&register, Event::Erasure, category("health")))[..2], ["surely cloudy", "surely partners"]);
}

#[test]
fn of_a_group_of_people_those_are_told_who_have_its_data_and_a_wider_group_may_hold_it() {
    let register = of(DATA);
    let staff = told(&register, Event::Correction, subject("staff"));
    assert_eq!(sure(&staff), ["surely cloudy", "surely maple", "surely partners", "perhaps sales"]);
    let minors = told(&register, Event::Correction, subject("minors"));
    assert_eq!(
        sure(&minors),
        ["perhaps chatty", "perhaps helpers", "perhaps maple", "perhaps partners", "perhaps sales"]
    );
    // All of what is named must hold.
    let both = Selection { category: Some("health".parse().unwrap()), ..subject("customers") };
    assert!(!sure(&told(&register, Event::Erasure, both)).iter().any(|line| line.starts_with("surely")));
}

#[test]
fn a_field_of_a_system_that_holds_the_category_makes_its_host_one_who_has_it() {
    let register = of(r#"
data-categories: [{key: network.ip, name: {en: IP address}}, {key: contact.email, name: {en: E-mail}}]
processors: [{key: crm, name: {en: CRM}, sub_processors: []}]
systems: [{key: tenant, name: {en: CRM}, tenant_of: crm, fields: [{key: ip, category: network.ip, automatic: true}]}]
activities:
  - key: a
    name: {en: A}
    systems: [tenant]
    data: [{key: mail, category: contact.email}]
    complete: [{pointer: /data, by: someone, "on": 2026-01-01}]
"#);
    let report = told(&register, Event::Erasure, category("network.ip"));
    assert_eq!(sure(&report)[0], "surely crm");
    assert_eq!(report.recipients[0].ways[0].fields[0].key.as_str(), "network.ip");
    assert!(report.recipients[0].ways[0].data.items.is_empty());
}

#[test]
fn of_a_withdrawal_those_are_told_whose_part_rests_on_consent_or_may() {
    let register = of(r#"
activities:
  - key: a
    name: {en: A}
    data: [{key: mail}]
    purposes:
      - {key: news, bases: [{basis: consent}]}
      - {key: order, bases: [{basis: contract}]}
      - {key: other}
    disclosures:
      - {key: news, recipient: {organization: chatty}, kind: entrusted, data: [mail], purposes: [news]}
      - {key: order, recipient: {organization: cloudy}, data: [mail], purposes: [order]}
      - {key: other, recipient: {organization: helpers}, kind: provided, data: [mail], purposes: [other]}
    complete:
      - {pointer: /disclosures/news/purposes, by: someone, "on": 2026-01-01}
      - {pointer: /disclosures/order/purposes, by: someone, "on": 2026-01-01}
"#);
    let report = told(&register, Event::Withdrawal, activity("a"));
    assert_eq!(sure(&report), ["surely chatty", "perhaps helpers"]);
    assert_eq!(report.left_out, 1);
    assert!(report.recipients[0].steps[0].sentence.en.contains("rests on the consent"));
    assert!(report.recipients[1].steps[0].sentence.zh_hans.contains("撤回"));
    assert_eq!(told(&register, Event::Erasure, activity("a")).recipients.len(), 3);
}

#[test]
fn somebody_is_instructed_who_acts_for_us_and_informed_who_acts_for_himself_by_whatever_is_recorded() {
    let acts = |disclosure: &str, agreements: &str| -> Vec<Act> {
        let register = of(&format!(
            "agreements: [{agreements}]\nactivities: [{{key: a, name: {{en: A}}, controllers: [maple], data: [{{key: x}}], disclosures: [{{key: d, recipient: {{organization: chatty}}{disclosure}}}]}}]"
        ));
        let report = told(&register, Event::Restriction, activity("a"));
        report.recipients[0].steps.iter().map(|step| step.act).collect()
    };
    let contract = |kind: &str| {
        format!(
            "{{key: paper, name: {{en: Paper}}, kind: {kind}, state: signed, parties: [{{key: a, organization: maple}}, {{key: b, organization: chatty}}]}}"
        )
    };
    assert_eq!(acts(", kind: entrusted", ""), [Act::Instruct]);
    assert_eq!(acts(", kind: provided", ""), [Act::Inform]);
    assert_eq!(acts("", ""), [Act::FindOut, Act::Instruct, Act::Inform]);
    assert_eq!(acts(", roles: [{role: processor, according_to: contractual}]", ""), [Act::Instruct]);
    assert_eq!(
        acts(", kind: entrusted, roles: [{role: controller, according_to: actual}]", ""),
        [Act::Instruct, Act::Inform]
    );
    assert_eq!(acts(", agreements: [paper]", &contract("china_entrustment")), [Act::Instruct]);
    assert_eq!(acts(", agreements: [paper]", &contract("controller_to_controller")), [Act::Inform]);
    // An agreement that is not said to cover it, and one of no particular kind, tell nothing.
    assert_eq!(acts("", &contract("china_entrustment")).len(), 3);
    assert_eq!(acts(", agreements: [paper]", &contract("terms")).len(), 3);
}

#[test]
fn contacts_for_rights_come_first_with_representatives_and_clauses_are_told_as_recorded() {
    let register = register(
        r#"
organizations:
  - {key: us-gmbh, name: {en: Us}}
  - key: agent
    name: {en: Agent}
    contacts: [{key: desk, function: general, email: desk@agent.example}]
  - key: vendor
    name: {en: Vendor}
    contacts:
      - {key: incidents, function: security, email: incidents@vendor.example}
      - {key: complaints, function: complaints, email: no@vendor.example}
      - {key: agent, function: eu_representative, organization: agent}
      - {key: officer, function: data_protection_officer, email: dpo@vendor.example}
processors: [{key: tool, name: {en: Tool}, providers: [{key: v, organization: vendor}], sub_processors: []}]
agreements:
  - key: dpa
    name: {en: DPA}
    kind: data_processing_agreement
    state: signed
    parties: [{key: a, organization: us-gmbh}, {key: b, organization: vendor}]
    clauses: [{code: return-or-deletion, value: 30 days, section: "8.5"}]
activities:
  - key: a
    name: {en: A}
    controllers: [us-gmbh]
    data: [{key: x}]
    disclosures: [{key: d, recipient: {processor: tool}, agreements: [dpa]}]
"#,
    );
    let report = told(&register, Event::Erasure, activity("a"));
    let tool = &report.recipients[0];
    let reached: Vec<String> = tool
        .reached
        .iter()
        .map(|reached| {
            let keys: Vec<&str> = reached.contacts.iter().map(|contact| contact.key.as_str()).collect();
            format!("{}: {}", reached.organization.key, keys.join(", "))
        })
        .collect();
    assert_eq!(reached, ["vendor: officer, agent, incidents", "agent: desk"]);
    assert!(tool.missing.is_empty());
    assert_eq!(report.controllers[0].missing.as_ref().unwrap().to_string(), "organizations/us-gmbh#/contacts");
    let paper = serde_json::to_value(&tool.ways[0].agreements.items[0]).unwrap();
    assert_eq!(
        paper["clauses"][0],
        serde_json::json!({"code": "return-or-deletion", "value": "30 days", "section": "8.5"})
    );
    let page = rendered(Format::Markdown, &ask(&register, Name::Recipients, &[("activity", "a")]).unwrap());
    assert!(page.contains("dpo@vendor.example (data protection officer)"), "{page}");
    assert!(page.contains("DPA (return-or-deletion 30 days 8.5)"), "{page}");
}

#[test]
fn a_notice_tells_all_its_activities_and_which_may_belong_to_it() {
    let notice = || Selection { notice: Some("datenschutz".parse().unwrap()), ..Selection::default() };
    let report = told(&register(RHEINWERK), Event::Erasure, notice());
    let activities: Vec<&str> = report.activities.iter().map(|named| named.key.as_str()).collect();
    assert_eq!(activities, ["newsletter", "service-desk"]);
    let names: Vec<String> = report.recipients.iter().map(name).collect();
    for expected in ["mailhaus-newsletter", "bare", "affiliates", "ticketly", "Skyhost LLC", "steuerberater"] {
        assert!(names.contains(&expected.to_owned()), "{names:?}");
    }
    let open: Vec<String> = report.open.iter().map(|open| open.at.to_string()).collect();
    assert!(open.contains(&"activities/elsewhere#/notices".into()), "{open:?}");
}

#[test]
fn what_names_nothing_is_refused_and_what_is_unknown_is_told() {
    let register = &companies()[0];
    let nothing = ask(register, Name::Recipients, &[("event", "erasure")]).unwrap_err();
    assert!(matches!(nothing, Refused::Malformed(why) if why.contains("at least one of")));
    let unknown = ask(register, Name::Recipients, &[("category", "health")]).unwrap_err();
    assert!(matches!(unknown, Refused::Unknown(why) if why.contains("contact.email")));
    let event = ask(register, Name::Recipients, &[("activity", "newsletter"), ("event", "theft")]).unwrap_err();
    assert!(matches!(event, Refused::Malformed(why) if why.contains("erasure, correction, withdrawal, restriction")));
}

#[test]
fn the_page_is_there_in_english_and_chinese_and_the_model_has_no_nulls() {
    let register = sunmi();
    for (language, title, act) in [
        ("en", "# Whom to tell that a consent is withdrawn", "Instruct it to stop what rests on the consent"),
        ("zh-Hans", "# 撤回同意时应告知的各方", "指示其停止以该同意为依据的处理"),
    ] {
        let question = ropewalk::report::Question::read(
            Name::Recipients,
            language.parse().unwrap(),
            day("2026-11-22"),
            [("activity", "consultation-services"), ("event", "withdrawal")],
        );
        let report = ropewalk::report::make(&register, &question.unwrap()).unwrap();
        let page = rendered(Format::Markdown, &report);
        assert!(page.starts_with(title) && page.contains(act), "{page}");
        assert!(!json(&report).to_string().contains("null"));
    }
    let deep = told(&of(DEEP), Event::Erasure, activity("sales"));
    assert_eq!(deep.recipients[0].certainty, Certainty::Surely);
}
