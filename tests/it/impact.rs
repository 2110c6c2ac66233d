//! What an incident or an exit touches.

use crate::{
    exchange::register,
    flows::{day, of},
    processor_table::{RHEINWERK, sunmi},
};
use ropewalk::{
    domain::Register,
    flows::Period,
    report::impact::{Affected, Certainty, Event, Extent, Impact, Manner, Options, impact},
};

fn options(affected: Affected) -> Options {
    Options { affected, event: Event::Incident, period: Period::day(day("2026-11-22")) }
}

fn touched(register: &Register, affected: Affected) -> Impact {
    impact(register, &options(affected)).unwrap()
}

fn location(key: &str) -> Affected {
    Affected::Location(key.parse().unwrap())
}

/// The flows of a certainty: step, activity, ways.
fn flows(report: &Impact, certainty: Certainty) -> Vec<String> {
    let of_certainty = report.flows.iter().filter(|flow| flow.certainty == certainty);
    let told = of_certainty.map(|flow| {
        let ways = flow.manners.iter().filter(|way| way.certainty == certainty).map(|way| {
            let at = way.location.as_ref().map_or(String::new(), |at| format!(" {}", at.key));
            format!("{:?}{at}", way.manner).to_lowercase()
        });
        let leg = format!("{:?}", flow.leg).to_lowercase();
        format!("{leg} in {}: {}", flow.activity.key, ways.collect::<Vec<_>>().join(", "))
    });
    told.collect()
}

fn keys(extent: &Extent) -> String {
    let named = extent.activities.iter().map(|named| named.key.to_string());
    named.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_crm_of_the_real_register_touches_one_activity_and_all_it_passes_on() {
    let report = touched(&sunmi(), Affected::Processor("neocrm".parse().unwrap()));
    assert_eq!(
        flows(&report, Certainty::Surely),
        [
            "disclosure in consultation-services: gets, hosts",
            "onward in consultation-services: sends",
            "return in consultation-services: sends"
        ]
    );
    assert_eq!(
        (report.perhaps.flows, report.anywhere.flows, keys(&report.surely)),
        (0, 0, "consultation-services".into())
    );
    let categories: Vec<&str> = report.surely.categories.iter().map(|told| told.category.key.as_str()).collect();
    for category in
        ["contact.phone", "contact.postal_address.postal_code", "identity.name", "professional.company_website"]
    {
        assert!(categories.contains(&category), "{categories:?}");
    }
    let notices: Vec<&str> = report.surely.notices.iter().map(|named| named.key.as_str()).collect();
    assert_eq!(notices, ["sunmi-north-america-website-privacy-policy"]);
    // Nobody recorded how many people there are.
    let range = report.surely.people_in_all[0].range;
    assert_eq!((range.at_least, range.at_most), (0, None));
    let contacts: Vec<(&str, usize)> = report
        .contacts
        .iter()
        .map(|told| (told.reached.organization.key.as_str(), told.reached.contacts.len()))
        .collect();
    assert_eq!(
        contacts,
        [
            ("beijing-ingageapp-internet-technology", 0),
            ("beijing-renkehudong-network-technology", 0),
            ("sunmi-technology-us", 2)
        ]
    );
    assert!(report.open.iter().any(|at| at.to_string() == "processors/neocrm#/sub_processors"), "{:?}", report.open);
    assert!(
        report.open.iter().any(|at| at.to_string() == "organizations/beijing-ingageapp-internet-technology#/contacts")
    );
}

#[test]
fn a_country_of_the_real_register_is_surely_perhaps_or_possibly_touched() {
    let report = touched(&sunmi(), location("cn"));
    assert_eq!(flows(&report, Certainty::Surely), ["disclosure in consultation-services: storage cn"]);
    let perhaps = flows(&report, Certainty::Perhaps);
    assert!(
        perhaps.contains(&"access in international-processing: reaches world, people world".into()),
        "{perhaps:#?}"
    );
    // Where the feedback system keeps its data nobody recorded: anywhere, also here.
    let anywhere = flows(&report, Certainty::Anywhere);
    assert!(anywhere.contains(&"holding in customer-service: storage".into()), "{anywhere:#?}");
    // What is in North America is not in China.
    assert!(
        report
            .flows
            .iter()
            .flat_map(|flow| &flow.manners)
            .all(|way| { way.location.as_ref().is_none_or(|at| at.key.as_str() != "north-america") })
    );
}

/// Three activities: one in a country of a region, one in the region, one outside of it.
const REGION: &str = r#"
activities:
  - key: here
    name: {en: Here}
    storage: [{key: a, location: ca}]
    people: [{key: ca, place: ca, people: 40, unit: people}, {key: fr, place: fr, people: 60, unit: people}]
  - key: there
    name: {en: There}
    storage: [{key: a, location: sales-region}]
    people: [{key: sales-region, place: sales-region, unit: people}]
  - key: elsewhere
    name: {en: Elsewhere}
    storage: [{key: a, location: in}]
    people: [{key: in, place: in, people: 7, unit: people, disjoint: true}]
    complete: [{pointer: /storage, by: somebody, "on": 2026-01-01}]
"#;

#[test]
fn a_region_tells_its_countries_and_what_may_be_in_each() {
    let register = of(REGION);
    let report = touched(&register, location("north-america"));
    let countries: Vec<(&str, usize, usize)> = report
        .countries
        .iter()
        .map(|told| (told.country.key.as_str(), told.surely.len(), told.perhaps.len()))
        .collect();
    // In Canada: collecting and holding of the first activity; the second may be in any country of its region.
    assert_eq!(countries, [("ca", 2, 2), ("gp", 0, 2), ("us", 0, 2)]);
    assert_eq!(keys(&report.surely), "here");
    assert_eq!(keys(&report.perhaps), "there");
    let canada = touched(&register, location("ca"));
    assert_eq!((keys(&canada.surely), keys(&canada.perhaps)), ("here".into(), "there".into()));
    assert_eq!(keys(&touched(&register, location("in")).surely), "elsewhere");
    // What is in Guadeloupe is in France, and not the other way round.
    let islands = of("activities: [{key: a, name: {en: A}, people: [], storage: [{key: s, location: gp}]}]");
    let france = touched(&islands, location("fr"));
    assert_eq!((keys(&france.surely), france.countries[0].surely.len()), ("a".into(), 2));
    let mainland = of("activities: [{key: a, name: {en: A}, people: [], storage: [{key: s, location: fr}]}]");
    assert_eq!(touched(&mainland, location("gp")).surely.flows, 0);
}

#[test]
fn people_are_ranges_by_place_and_those_who_may_be_touched_stay_apart() {
    let report = touched(&of(REGION), location("ca"));
    let told = |extent: &Extent| -> Vec<(String, u64, Option<u64>)> {
        let place =
            |at: &ropewalk::report::told::PeopleAt| at.place.as_ref().map_or("?".into(), |at| at.key.to_string());
        extent.people.iter().map(|at| (place(at), at.range.at_least, at.range.at_most)).collect()
    };
    // Whoever's data is kept there is touched, wherever people are.
    assert_eq!(told(&report.surely), [("ca".into(), 40, Some(40)), ("fr".into(), 60, Some(60))]);
    assert_eq!(report.surely.people_in_all[0].range.at_least, 60);
    assert_eq!(report.surely.people_in_all[0].range.at_most, Some(100));
    assert_eq!(told(&report.perhaps), [("sales-region".into(), 0, None)]);
    // Where only people are, only those there are touched.
    let france = touched(&of(REGION), location("fr"));
    assert_eq!(told(&france.surely), [("fr".into(), 60, Some(60))]);
}

#[test]
fn a_named_place_is_touched_and_the_country_around_it_may_be() {
    let register = |stored: &str| {
        of(&format!(
            "activities: [{{key: a, name: {{en: A}}, systems: [], people: [], storage: [{{key: s, location: {stored}}}]}}]"
        ))
    };
    let of_storage = |stored: &str, affected: &str| {
        let report = touched(&register(stored), location(affected));
        let ways = report.flows.iter().flat_map(|flow| &flow.manners).filter(|way| way.manner == Manner::Storage);
        ways.map(|way| way.certainty).min()
    };
    assert_eq!(of_storage("montreal", "montreal"), Some(Certainty::Surely));
    assert_eq!(of_storage("montreal", "ca-qc"), Some(Certainty::Surely));
    assert_eq!(of_storage("montreal", "ca-on"), None);
    assert_eq!(of_storage("ca", "montreal"), Some(Certainty::Perhaps));
    assert_eq!(of_storage("ca", "ca-qc"), Some(Certainty::Perhaps));
    assert_eq!(of_storage("us", "ca-qc"), None);
    assert_eq!(of_storage("somewhere", "ca"), Some(Certainty::Anywhere));
    assert_eq!(of_storage("somewhere", "montreal"), None);
}

#[test]
fn an_organisation_is_touched_as_provider_host_and_controller_and_its_contacts_are_told() {
    let register = register(
        r"
locations: [{key: ca, name: {en: Canada}, category: country, iso_3166_1: CA}]
organizations:
  - {key: maple, name: {en: Maple}}
  - key: agent
    name: {en: Agent}
    contacts: [{key: desk, function: general, email: desk@agent.example}]
  - key: host-inc
    name: {en: Host Inc}
    contacts:
      - {key: general, email: hello@host.example}
      - {key: incidents, function: security, email: incidents@host.example}
      - {key: agent, function: eu_representative, organization: agent}
      - {key: complaints, function: complaints, email: no@host.example}
processors: [{key: hosting, name: {en: Hosting}, providers: [{key: a, organization: host-inc}], sub_processors: []}]
systems: [{key: shop, name: {en: Shop}, storage: [{key: s, location: ca, host: hosting}]}]
activities:
  - {key: sales, name: {en: Sales}, controllers: [maple], systems: [shop]}
  - {key: other, name: {en: Other}, controllers: [maple], systems: []}
",
    );
    let report = touched(&register, Affected::Organization("host-inc".parse().unwrap()));
    assert_eq!(keys(&report.surely), "sales");
    assert_eq!(report.surely.systems.len(), 1);
    let told: Vec<String> = report
        .contacts
        .iter()
        .map(|told| {
            let keys: Vec<&str> = told.reached.contacts.iter().map(|contact| contact.key.as_str()).collect();
            format!("{} {:?} {}", told.reached.organization.key, told.because, keys.join("+"))
        })
        .collect();
    // Incidents first, complaints not at all.
    assert_eq!(
        told,
        [
            "host-inc [Affected, Party] incidents+agent+general",
            "maple [Controller, Party] ",
            "agent [Representative] desk"
        ]
    );
    assert!(report.open.iter().any(|at| at.to_string() == "organizations/maple#/contacts"), "{:?}", report.open);
    let controller = touched(&register, Affected::Organization("maple".parse().unwrap()));
    assert_eq!(keys(&controller.surely), "other, sales");
}

#[test]
fn what_ended_is_touched_as_long_as_it_is_not_returned_and_in_its_days_only() {
    let register = |returned: &str| {
        of(&format!(
            r"
activities:
  - key: a
    name: {{en: A}}
    disclosures: [{{key: d, recipient: {{organization: chatty}}, since: 2024-01-01, until: 2024-12-31{returned}}}]
"
        ))
    };
    let chatty = || Affected::Organization("chatty".parse().unwrap());
    assert_eq!(touched(&register(""), chatty()).surely.flows, 1);
    assert_eq!(touched(&register(", returned_or_deleted_on: 2025-01-31"), chatty()).surely.flows, 0);
    let period = Period::new(day("2024-06-01"), day("2025-06-30")).unwrap();
    let window = Options { affected: chatty(), event: Event::Exit, period };
    let report = impact(&register(", returned_or_deleted_on: 2025-01-31"), &window).unwrap();
    let days = report.flows[0].days;
    assert_eq!((days.from.to_string(), days.to.to_string()), ("2024-06-01".into(), "2025-01-31".into()));
}

#[test]
fn flags_of_categories_are_told_and_what_nobody_said_is_absent() {
    let register = of(r"
data-categories:
  - {key: health, name: {en: Health}, flags: {gdpr_special: article_9, pipl_sensitive: yes}}
  - {key: name, name: {en: Name}}
activities:
  - key: a
    name: {en: A}
    data: [{key: h, category: health}, {key: n, category: name}, {key: x}]
    storage: [{key: s, location: ca}]
");
    let report = touched(&register, location("ca"));
    let told = serde_json::to_value(&report.surely.categories).unwrap();
    assert_eq!(told[0]["flags"], serde_json::json!({"gdpr_special": "article_9", "pipl_sensitive": "yes"}));
    assert_eq!(told[1]["flags"], serde_json::json!({}));
    assert!(report.surely.data_not_recorded);
}

/// A law that asks for notification: of whoever is established in Canada, and of people in Quebec, wherever we are.
const LAW: &str = r"
regimes:
  - key: test-law
    name: {en: A law}
    law: {title: {en: A law}, citation: Act 1}
    checked: 2026-01-01
    authority: {en: The Commission}
    lists:
      - {key: here, name: {en: Here}, entries: [{key: ca, location: ca, status: confirmed}]}
      - {key: quebec, name: {en: Quebec}, entries: [{key: qc, location: ca-qc, status: confirmed}]}
    definitions:
      - {key: ours, text: {en: Ours}, citation: s. 2, status: unconfirmed, when: {people: {in: [quebec]}}}
    duties:
      - key: authority
        text: {en: Tell the Commission, zh-Hans: 告知委员会}
        occasion: incident
        when: {controller: {established_in: [here]}}
        towards: authority
        within: PT72H
        citation: s. 5
        status: confirmed
      - key: people
        text: {en: Tell the people, zh-Hans: 告知本人}
        occasion: incident
        when: {is: ours}
        towards: people
        citation: s. 6
        status: confirmed
      - {key: old, text: {en: Old, zh-Hans: 旧}, occasion: incident, until: 2025-12-31, when: {is: ours}, citation: s. 7, status: confirmed}
      - {key: erase, text: {en: Erase, zh-Hans: 删除}, occasion: erasure, when: {is: ours}, citation: s. 8, status: confirmed}
      - {key: with-rules, text: {en: Rules, zh-Hans: 规则}, occasion: incident, citation: s. 9, status: confirmed}
activities:
  - key: a
    name: {en: A}
    role: controller
    controllers: [maple]
    people: [{key: qc, place: ca-qc, people: 40, unit: people}, {key: fr, place: fr, people: 7, unit: people}, {key: x}]
    storage: [{key: s, location: us}]
  - key: b
    name: {en: B}
    controllers: [cloudy]
    people: [{key: ca, place: ca}]
    storage: [{key: s, location: us}]
";

/// Each duty in a line: which, how sure, for how many flows, for whose people.
fn duties(report: &Impact) -> Vec<String> {
    let line = |owed: &ropewalk::report::owed::DutyTold| {
        let people = owed.people.iter().map(|concerned| {
            let place = concerned.at.place.as_ref().map_or("?".into(), |place| place.key.to_string());
            format!("{place} {:?}", concerned.holds)
        });
        let people = people.collect::<Vec<_>>().join(", ");
        format!("{} {:?} {}+{}: {people}", owed.duty, owed.holds, owed.flows.len(), owed.perhaps.len())
    };
    report.duties.iter().map(line).collect()
}

#[test]
fn duties_to_notify_are_told_with_flows_people_time_and_how_far_the_law_is_known() {
    let report = touched(&of(LAW), location("us"));
    // Maple is in Canada; where Cloudy is nobody recorded. Of people in Canada it is not known whether they are in Quebec.
    assert_eq!(
        duties(&report),
        [
            "authority Surely 2+2: ? Surely, ca-qc Surely, fr Surely, ca Perhaps",
            "people Surely 2+2: ca-qc Surely, ? Perhaps, ca Perhaps",
        ]
    );
    let told = serde_json::to_value(&report.duties).unwrap();
    assert_eq!((told[0]["within"].as_str(), told[0]["law"].as_str()), (Some("PT72H"), Some("confirmed")));
    assert_eq!(told[0]["authority"]["en"], "The Commission");
    // It rests on a definition that is yet to be checked.
    assert_eq!(told[1]["law"], "unconfirmed");
    let missing: Vec<String> = report.duties[0].missing.iter().map(ToString::to_string).collect();
    assert!(missing.contains(&"organizations/cloudy#/establishments".into()), "{missing:?}");
    let silent: Vec<String> = report
        .not_known
        .iter()
        .map(|told| told.place.as_ref().map_or("?".into(), |place| place.key.to_string()))
        .collect();
    assert_eq!(silent, ["?", "fr"]);
    assert_eq!(report.regimes.len(), 1);
}

#[test]
fn an_exit_brings_no_duties_and_without_a_law_the_report_says_that_none_is_known() {
    let silent = touched(&register(RHEINWERK), Affected::Processor("ticketly".parse().unwrap()));
    assert!(silent.duties.is_empty() && silent.not_evaluated[0].en.contains("no regime of the register knows any"));
    let exit = Options { event: Event::Exit, ..options(location("us")) };
    let exit = impact(&of(LAW), &exit).unwrap();
    assert!(exit.duties.is_empty() && exit.regimes.is_empty() && exit.not_evaluated[0].en.contains("on an exit"));
    let unknown = impact(&register(RHEINWERK), &options(location("missing"))).unwrap_err();
    assert_eq!(unknown.to_string(), "there is no record `locations/missing`");
}

#[test]
fn the_model_is_what_its_schema_says() {
    let schema = serde_json::to_value(schemars::schema_for!(Impact)).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for affected in [location("world"), Affected::Processor("amazon-hosting".parse().unwrap())] {
        let document = serde_json::to_value(touched(&sunmi(), affected)).unwrap();
        let faults: Vec<String> = schema.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert!(!document.to_string().contains("null"));
    }
}
