//! What a change of records reaches, and that nothing beyond is changed by it.

use super::{GROUND, day, of};
use crate::exchange::register;
use proptest::prelude::*;
use ropewalk::{
    domain::{Key, Kind, Register, value::RecordId},
    flows::{Border, Flow, Ground, Period, reached},
};

const PLACES: [&str; 5] = ["us", "ca-qc", "montreal", "ours", "cn"];

/// A record: its list, its key, and two versions of it. An empty one is a record that is not there.
type Versions = (&'static str, String, [String; 2]);

fn versions(
    list: &'static str,
    key: impl Into<String>,
    version: impl Strategy<Value = String> + Clone + 'static,
) -> BoxedStrategy<Versions> {
    let key = key.into();
    (version.clone(), version).prop_map(move |(one, other)| (list, key.clone(), [one, other])).boxed()
}

fn place() -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(PLACES.to_vec())
}

/// The records of a register, each in two versions.
fn records() -> impl Strategy<Value = Vec<Versions>> {
    let maybe = |text: BoxedStrategy<String>| prop_oneof![Just(String::new()), text].boxed();
    let territory = prop::sample::select(vec!["", ", part_of: us", ", part_of: cn", ", part_of: montreal"])
        .prop_map(|above| format!("category: country, iso_3166_1: PR{above}"));
    let region =
        prop::sample::select(vec!["us", "us, cn", "ca"]).prop_map(|m| format!("category: region, members: [{m}]"));
    let organization = place().prop_map(|at| format!("principal_place: {at}"));
    let service = (0..3_usize, place(), prop::option::of(0..3_usize)).prop_map(|(org, at, sub)| {
        let subs = sub.map(|sub| format!(", sub_processors: [{{key: s, processor: p{sub}}}]")).unwrap_or_default();
        format!("providers: [{{key: o, organization: o{org}}}], locations: [{{key: l, location: {at}}}]{subs}")
    });
    let system = (0..3_usize, place())
        .prop_map(|(service, at)| format!("tenant_of: p{service}, storage: [{{key: s, location: {at}}}]"));
    let agreement = (0..3_usize, 0..3_usize, place(), place()).prop_map(|(one, other, from, to)| {
        format!(
            "parties: [{{key: a, organization: o{one}}}, {{key: b, organization: o{other}}}], state: by_terms, scope: {{routes: [{{key: r, from: {from}, to: {to}}}]}}"
        )
    });
    let scope = prop_oneof![
        (0..4_usize).prop_map(|n| format!("activities: [a{n}]")),
        (0..3_usize, place()).prop_map(|(n, to)| format!("processors: [p{n}], routes: [{{key: r, to: {to}}}]")),
    ];
    let assessment = scope.prop_map(|scope| format!("completed_on: 2024-05-01, scope: {{{scope}}}"));
    let recipient = prop_oneof![
        (0..3_usize).prop_map(|n| format!("processor: p{n}")),
        (0..3_usize).prop_map(|n| format!("organization: o{n}")),
    ];
    let activity = (0..3_usize, place(), recipient, prop::option::of(0..2_usize)).prop_map(|(org, at, to, system)| {
        let systems = system.map(|n| format!(", systems: [t{n}]")).unwrap_or_default();
        format!("controllers: [o{org}], people: [{{key: p, place: {at}}}], disclosures: [{{key: d, recipient: {{{to}}}}}]{systems}")
    });
    let mut all = vec![versions("locations", "pr", maybe(territory.boxed())), versions("locations", "ours", region)];
    all.extend((0..3).map(|n| versions("organizations", format!("o{n}"), organization.clone())));
    all.extend((0..3).map(|n| versions("processors", format!("p{n}"), service.clone())));
    all.extend((0..2).map(|n| versions("systems", format!("t{n}"), system.clone())));
    all.extend((0..2).map(|n| versions("agreements", format!("g{n}"), maybe(agreement.clone().boxed()))));
    all.extend((0..2).map(|n| versions("assessments", format!("s{n}"), maybe(assessment.clone().boxed()))));
    all.extend((0..4).map(|n| versions("activities", format!("a{n}"), activity.clone())));
    all
}

/// The register of the first versions, but of the one record `other` the second.
fn made(records: &[Versions], other: Option<usize>) -> Register {
    let (places, rest) = GROUND.split_once("organizations:").unwrap();
    let mut text = places.to_owned();
    let mut list = "locations";
    for (at, (of, key, versions)) in records.iter().enumerate() {
        if *of != list {
            text.push_str(&format!("{of}:{}", if *of == "organizations" { rest } else { "\n" }));
            list = of;
        }
        let version = &versions[usize::from(other == Some(at))];
        if !version.is_empty() {
            text.push_str(&format!("  - {{key: {key}, name: {{en: N}}, {version}}}\n"));
        }
    }
    // A list of which no record is there is left out.
    register(&text.replace("agreements:\nassessments", "assessments").replace("assessments:\nactivities", "activities"))
}

fn period() -> Period {
    Period::new(day("2025-01-01"), day("2025-03-31")).unwrap()
}

/// Everything that can be told of the flows of an activity.
fn told(register: &Register, key: &Key) -> String {
    let ground = Ground::of(register);
    let activity = ground.activities.iter().find(|activity| activity.key == *key).unwrap();
    let flows = ground.flows_of(activity, period());
    let crossing = |flow: &Flow<'_>| {
        let borders = [Border::Country, Border::State, Border::Subdivision];
        let facts = flow.stretches.iter().flat_map(|stretch| borders.map(|border| (&stretch.facts, border)));
        facts.map(|(facts, border)| format!("{:?}", facts.crossing(&ground.atlas, border))).collect::<Vec<_>>()
    };
    format!("{flows:#?} {:?}", flows.iter().map(crossing).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_changes_no_flow_of_an_activity_that_it_does_not_reach(records in records(), chosen in any::<prop::sample::Index>()) {
        let chosen = chosen.index(records.len());
        let (list, key, _) = &records[chosen];
        let (before, after) = (made(&records, None), made(&records, Some(chosen)));
        let kind = Kind::ALL.iter().copied().find(|kind| kind.path() == *list).unwrap();
        let reached = reached(&before, &after, &[RecordId::new(kind, key.parse().unwrap())]);
        for n in 0..4 {
            let activity: Key = format!("a{n}").parse().unwrap();
            if !reached.contains(&activity) {
                prop_assert_eq!(told(&before, &activity), told(&after, &activity), "{} does not reach {}", key, activity);
            }
        }
    }

    #[test]
    fn an_activity_derived_alone_has_the_flows_that_it_has_among_all(records in records()) {
        let register = made(&records, None);
        let all = ropewalk::flows::derive(&register, period());
        let ground = Ground::of(&register);
        let alone: Vec<_> = ground.activities.iter().flat_map(|activity| ground.flows_of(activity, period())).collect();
        prop_assert_eq!(alone, all.flows);
    }
}

/// The activities that a new record reaches, where `a` gives data to Cloudy's service and `b` to Chatty.
fn reach_of(kind: Kind, key: &str, record: &str) -> Vec<String> {
    let ground = r"
processors: [{key: crm, name: {en: CRM}, providers: [{key: p, organization: cloudy}], locations: [{key: l, location: sales-region}]}]
activities:
  - {key: a, name: {en: A}, controllers: [maple], disclosures: [{key: d, recipient: {processor: crm}}]}
  - {key: b, name: {en: B}, controllers: [maple], disclosures: [{key: d, recipient: {organization: chatty}}]}
";
    let (before, after) = (of(ground), of(&format!("{ground}{record}")));
    let reached = reached(&before, &after, &[RecordId::new(kind, key.parse().unwrap())]);
    reached.iter().map(ToString::to_string).collect()
}

#[test]
fn what_nobody_refers_to_reaches_those_that_it_acts_on() {
    let scoped = |scope: &str| format!("assessments: [{{key: n, name: {{en: N}}, scope: {{{scope}}}}}]");
    assert_eq!(reach_of(Kind::Assessments, "n", &scoped("activities: [b]")), ["b"]);
    assert_eq!(reach_of(Kind::Assessments, "n", &scoped("processors: [crm]")), ["a"]);
    let agreement = "agreements: [{key: n, name: {en: N}, parties: [{key: they, organization: chatty}]}]";
    assert_eq!(reach_of(Kind::Agreements, "n", agreement), ["b"]);
    assert!(
        reach_of(Kind::Notices, "n", "notices: [{key: n, name: {en: N}, listing: [{key: c, processor: crm}]}]")
            .is_empty()
    );
}

#[test]
fn a_territory_reaches_whoever_uses_a_region_that_lists_its_state() {
    let ground = r"
activities:
  - {key: a, name: {en: A}, people: [{key: p, place: sales-region}]}
  - {key: b, name: {en: B}, people: [{key: p, place: fr}]}
";
    let before = of(ground);
    let territory =
        "  - {key: pr, name: {en: Puerto Rico}, category: country, iso_3166_1: PR, part_of: us}\norganizations:";
    let after = register(&format!("{GROUND}{ground}").replace("organizations:", territory));
    let reached = reached(&before, &after, &[RecordId::new(Kind::Locations, "pr".parse().unwrap())]);
    assert_eq!(reached.iter().map(Key::as_str).collect::<Vec<_>>(), ["a"]);
    let places =
        |register| Ground::of(register).atlas.place(&"sales-region".parse().unwrap()).unwrap().candidates.len();
    assert_eq!((places(&before), places(&after)), (2, 3));
}
