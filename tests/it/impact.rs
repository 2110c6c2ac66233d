//! What an incident or an exit touches.

use crate::{
    exchange::register,
    flows::{day, of},
    processor_table::{RHEINWERK, sunmi},
};
use ropewalk::{
    domain::Register,
    flows::Period,
    report::{
        impact::{Affected, Certainty, Duty, Event, Extent, Impact, Law, Manner, Options, impact},
        told::Sentence,
    },
};

fn options(affected: Affected) -> Options {
    Options { affected, event: Event::Incident, period: Period::day(day("2026-11-22")) }
}

fn touched(register: &Register, affected: Affected) -> Impact {
    impact(register, &options(affected), &Law::default()).unwrap()
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
    let contacts: Vec<(&str, usize)> =
        report.contacts.iter().map(|told| (told.organization.key.as_str(), told.contacts.len())).collect();
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
            let keys: Vec<&str> = told.contacts.iter().map(|contact| contact.key.as_str()).collect();
            format!("{} {:?} {}", told.organization.key, told.because, keys.join("+"))
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
    let report = impact(&register(", returned_or_deleted_on: 2025-01-31"), &window, &Law::default()).unwrap();
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

#[test]
fn duties_are_those_given_and_without_packs_the_report_says_that_none_was_evaluated() {
    let register = register(RHEINWERK);
    let affected = || Affected::Processor("ticketly".parse().unwrap());
    let silent = touched(&register, affected());
    assert!(silent.duties.is_empty() && silent.not_evaluated[0].en.contains("no pack of rules was evaluated"));
    let pack = "some-law".parse().unwrap();
    let duty = Duty {
        regime: "some-law".parse().unwrap(),
        citation: "s. 1".into(),
        text: Sentence::of(("Tell the authority", "通知主管机关")),
        within: Some("PT72H".into()),
        confirmed: false,
    };
    let law = Law { packs: &[pack], duties: std::slice::from_ref(&duty) };
    let told = impact(&register, &options(affected()), &law).unwrap();
    assert_eq!((told.duties.as_slice(), told.regimes.len()), ([duty].as_slice(), 1));
    assert!(told.not_evaluated.iter().all(|said| !said.en.contains("no pack")));
    let unknown = impact(&register, &options(location("missing")), &Law::default()).unwrap_err();
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
