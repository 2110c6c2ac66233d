//! Which flows there are on a day, and what is known about their lists.

use super::{facts, lines, of, on};
use ropewalk::{
    domain::{Key, Register},
    flows::{Capacity, Extent, Flows, Listed, Party},
};

const DAY: &str = "2025-06-30";

fn lines_of(fragment: &str) -> Vec<String> {
    let register = of(fragment);
    lines(&on(&register, DAY))
}

#[test]
fn an_activity_of_which_nothing_is_known_has_collection_and_holding_and_says_that_every_list_is_open() {
    let register = of("activities: [{key: visits, name: {en: Visits}}]");
    let flows = on(&register, DAY);
    assert_eq!(lines(&flows), ["visits collection: - > -: may cross", "visits holding: - > -: may cross"]);
    let facts = facts(&flows, "visits collection");
    for unknown in [
        facts.recipients.is_unknown(),
        facts.data.is_unknown(),
        facts.people.is_unknown(),
        facts.subjects.is_unknown(),
        facts.purposes.is_unknown(),
        facts.storage.is_unknown(),
        facts.importer.parties.is_unknown(),
    ] {
        assert!(unknown);
    }
    assert_eq!(facts.recipients.said[0].at.to_string(), "activities/visits#/disclosures");
}

#[test]
fn a_list_is_complete_only_where_somebody_says_so_and_the_flow_tells_who_and_when() {
    let register = of(r#"
activities:
  - key: visits
    name: {en: Visits}
    people: [{key: ca, place: ca}]
    data: []
    disclosures: []
    complete:
      - {pointer: /people, by: Ann, "on": 2025-02-03}
      - {pointer: /disclosures, by: Bob, "on": 2025-02-04}
"#);
    let flows = on(&register, DAY);
    let facts = facts(&flows, "visits collection");
    assert!(facts.people.is_complete());
    assert!(!facts.data.is_complete() && !facts.data.is_unknown());
    assert_eq!(facts.data.open().unwrap().extent, Extent::Open);
    match facts.recipients.said[0].extent {
        Extent::Complete(complete) => {
            assert_eq!((&*complete.by, complete.on), ("Bob", super::day("2025-02-04")));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_held_only_where_both_lists_say_so_completely() {
    let none = "activities: [{key: a, name: {en: A}, systems: [], storage: []}]";
    assert_eq!(lines_of(none), ["a collection: - > -: may cross", "a holding: - > -: may cross"]);
    let surely = r#"
activities:
  - key: a
    name: {en: A}
    systems: []
    storage: []
    complete: [{pointer: /systems, by: B, "on": 2025-01-01}, {pointer: /storage, by: B, "on": 2025-01-01}]
"#;
    assert_eq!(lines_of(surely), ["a collection: - > -: stays"]);
}

const TENANT: &str = r"
processors:
  - {key: crm, name: {en: CRM}, providers: [{key: c, organization: cloudy}], locations: [{key: us, location: us}]}
systems:
  - {key: site, name: {en: Site}, operator: maple, storage: [{key: qc, location: montreal}]}
  - key: tenant
    name: {en: Tenant}
    tenant_of: crm
    fields: [{key: ip, automatic: true}]
    storage: [{key: cn, location: cn}]
  - {key: second, name: {en: Second tenant}, tenant_of: crm, storage: [{key: us, location: us}]}
activities:
  - key: leads
    name: {en: Leads}
    controllers: [maple]
    people: [{key: ca, place: ca}]
    data: [{key: mail}, {key: phone}]
    purposes: [{key: sell}, {key: answer}]
    systems: [site, tenant, second]
    disclosures:
      - {key: crm, recipient: {processor: crm}, kind: entrusted, data: [mail], purposes: [sell], systems: [tenant]}
";

#[test]
fn what_a_recipient_keeps_in_our_tenants_is_one_flow_and_comes_back_to_us() {
    let register = of(TENANT);
    let flows = on(&register, DAY);
    assert_eq!(
        lines(&flows),
        [
            "leads collection: ca > montreal: may cross",
            "leads holding site: ca > montreal: may cross",
            "leads disclosure crm to crm: montreal > us+cn: crosses",
            "leads onward crm to crm crm -> unrecorded: us+cn > -: may cross, inferred",
            "leads return crm to crm: us+cn > ca: crosses, inferred",
        ]
    );
    let facts = facts(&flows, "leads disclosure crm to crm");
    assert_eq!(keys(&facts.data.items, |item| &item.key), ["mail"]);
    assert_eq!(keys(&facts.purposes.items, |purpose| &purpose.key), ["sell"]);
    assert_eq!(keys(&facts.fields.items, |field| &field.key), ["ip"]);
    assert_eq!(facts.systems.iter().map(|key| key.as_str()).collect::<Vec<_>>(), ["second", "tenant"]);
    assert_eq!(facts.importer.service.unwrap().as_str(), "crm");
    assert_eq!(facts.importer.organizations().map(Key::as_str).collect::<Vec<_>>(), ["cloudy"]);
    assert_eq!(facts.exporter.organizations().map(Key::as_str).collect::<Vec<_>>(), ["maple"]);
    assert_eq!(facts.importer.capacity, Capacity::Unknown);
}

fn keys<'a, T>(items: &[&'a T], key: impl Fn(&'a T) -> &'a Key) -> Vec<&'a str> {
    items.iter().map(|item| key(item).as_str()).collect()
}

#[test]
fn our_own_people_with_access_to_the_tenant_make_the_return_declared_and_are_told_once() {
    let access = "tenant_of: crm\n    access: [{key: staff, organization: maple, places: [fr]}, {key: help, organization: helpers, places: [in]}]";
    let register = of(&TENANT.replacen("tenant_of: crm", access, 1));
    let flows = on(&register, DAY);
    let lines = lines(&flows);
    assert!(lines.contains(&"leads return crm to crm: us+cn > fr: crosses".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"leads access help to helpers: cn > in: crosses".to_owned()), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains("access")).count(), 1);
    assert_eq!(keys(&facts(&flows, "leads disclosure crm to crm").access.items, |access| &access.key), ["help"]);
}

#[test]
fn a_host_that_gets_nothing_by_a_disclosure_is_a_flow_of_its_own_over_all_it_hosts() {
    assert_eq!(
        lines_of(
            r"
processors:
  - {key: host, name: {en: Host}, providers: [{key: c, organization: cloudy}], sub_processors: []}
systems:
  - {key: a, name: {en: A}, storage: [{key: us, location: us, host: host}]}
  - {key: b, name: {en: B}, storage: [{key: cn, location: cn, host: host}, {key: own, location: ca}]}
activities:
  - {key: x, name: {en: X}, people: [{key: ca, place: ca}], systems: [a, b]}
"
        ),
        [
            "x collection: ca > us+cn+ca: crosses",
            "x holding to host: ca > us+cn: crosses",
            "x holding a: ca > us: crosses",
            "x holding b: ca > cn+ca: crosses",
        ]
    );
}

#[test]
fn a_recipient_that_collects_directly_is_a_collection_from_people_and_no_second_flow() {
    let register = of(r"
processors: [{key: stats, name: {en: Stats}, locations: [{key: us, location: us}], sub_processors: []}]
activities:
  - key: web
    name: {en: Web}
    people: [{key: qc, place: ca-qc}]
    storage: [{key: fr, location: fr}]
    disclosures: [{key: stats, recipient: {processor: stats}, collects_directly: true}]
");
    assert_eq!(
        lines(&on(&register, DAY)),
        [
            "web collection: ca-qc > fr: crosses",
            "web collection stats to stats: ca-qc > us: crosses",
            "web holding storage: ca-qc > fr: crosses",
        ]
        .map(|line| line.replace("holding storage", "holding fr"))
    );
}

#[test]
fn every_type_of_recipient_is_a_disclosure_and_who_is_not_named_stays_unnamed() {
    let register = of(r"
activities:
  - key: a
    name: {en: A}
    disclosures:
      - {key: group, recipient: {group: {en: affiliates}}}
      - {key: org, recipient: {organization: cloudy}, locations: [us]}
      - {key: dept, recipient: {department: {en: Sales}}}
      - {key: auth, recipient: {authority: {en: Courts}}}
      - {key: all, recipient: {public: {en: The public}}}
");
    let flows = on(&register, DAY);
    let disclosed: Vec<_> = lines(&flows).into_iter().filter(|line| line.contains("disclosure")).collect();
    assert_eq!(
        disclosed,
        [
            "a disclosure all to public: - > -: may cross",
            "a disclosure auth to authority: - > -: may cross",
            "a disclosure dept to department: - > -: may cross",
            "a disclosure group to group: - > -: may cross",
            "a disclosure org to cloudy: - > us: may cross",
        ]
    );
    let group = facts(&flows, "a disclosure group to group");
    assert!(!group.importer.parties.is_complete() && !group.sub_processors.is_complete());
    assert!(facts(&flows, "a disclosure org to cloudy").importer.parties.is_complete());
}

#[test]
fn sub_processors_are_followed_to_any_depth_and_a_circle_ends() {
    let register = of(r"
processors:
  - key: a
    name: {en: A}
    locations: [{key: us, location: us}]
    sub_processors: [{key: b, processor: b}, {key: c, processor: c}]
  - {key: b, name: {en: B}, locations: [{key: cn, location: cn}], sub_processors: [{key: d, processor: d}]}
  - {key: c, name: {en: C}, locations: [{key: in, location: in}], sub_processors: [{key: d, processor: d}]}
  - {key: d, name: {en: D}, locations: [{key: fr, location: fr}], sub_processors: [{key: a, processor: a}, {key: x, name: Xeno Ltd, locations: [hk]}]}
activities:
  - {key: act, name: {en: Act}, disclosures: [{key: a, recipient: {processor: a}, data: []}]}
");
    let flows = on(&register, DAY);
    let onward: Vec<_> = lines(&flows).into_iter().filter(|line| line.contains("onward")).collect();
    assert_eq!(
        onward,
        [
            "act onward a to a a -> b: us > cn: crosses",
            "act onward a to a a -> c: us > in: crosses",
            "act onward a to a b -> d: cn > fr: crosses",
            "act onward a to a c -> d: in > fr: crosses",
            "act onward a to a d -> a: fr > us: crosses",
            "act onward a to a d -> x: fr > hk: crosses",
        ]
    );
    let last = facts(&flows, "act onward a to a d -> x");
    assert_eq!(last.importer.parties.items, [Party::Named("Xeno Ltd")]);
    assert_eq!(last.importer.capacity, Capacity::SubProcessor);
}

#[test]
fn as_a_processor_we_are_the_exporter_whatever_the_controllers_are() {
    let register = of(r"
activities:
  - {key: a, name: {en: A}, role: processor, controllers: [cloudy], on_behalf_of: [cloudy], disclosures: [{key: c, recipient: {organization: chatty}}]}
");
    let flows = on(&register, DAY);
    assert_eq!(facts(&flows, "a disclosure c to chatty").exporter.parties.items, [Party::Us]);
}

#[test]
fn counts_are_carried_as_they_were_given_with_whether_they_overlap() {
    let register = of(r"
activities:
  - key: a
    name: {en: A}
    people:
      - {key: qc, place: ca-qc, people: 700, disjoint: true}
      - {key: ca, place: ca, people: 9000, disjoint: false}
      - {key: us, place: us, people: 12}
");
    let flows = on(&register, DAY);
    let counts: Vec<_> = facts(&flows, "a collection")
        .people
        .items
        .iter()
        .map(|people| (people.people.unwrap().value(), people.disjoint))
        .collect();
    assert_eq!(counts, [(700, Some(true)), (9000, Some(false)), (12, None)]);
}

#[test]
fn access_by_others_from_elsewhere_is_a_flow_from_where_the_data_is() {
    assert_eq!(
        lines_of(
            r"
processors:
  - {key: chat, name: {en: Chat}, providers: [{key: c, organization: chatty}], locations: [{key: ca, location: ca}], access: [{key: support, organization: helpers, places: [in]}], sub_processors: []}
systems:
  - {key: site, name: {en: Site}, storage: [{key: qc, location: montreal}], access: [{key: night, staff_group: {en: Night shift}, places: [fr]}, {key: gone, organization: helpers, until: 2024-01-01}]}
activities:
  - key: a
    name: {en: A}
    systems: [site]
    access: [{key: own, organization: maple, places: [ca]}, {key: unknown, organization: cloudy}]
    disclosures:
      - {key: one, recipient: {processor: chat}, access: [{key: lab, places: [cn]}]}
      - {key: two, recipient: {processor: chat}}
"
        )
        .into_iter()
        .filter(|line| line.contains("access"))
        .collect::<Vec<_>>(),
        [
            "a access support to chat: ca > in: crosses",
            "a access night: montreal > fr: crosses",
            "a access own to maple: montreal > ca: may cross",
            "a access unknown to cloudy: montreal > ?: may cross",
            "a access lab to chat: ca > cn: crosses",
        ]
    );
}

#[test]
fn a_draft_or_retired_activity_yields_nothing_and_a_draft_recipient_only_what_the_activity_says() {
    let register = of(r"
processors: [{key: new, name: {en: New}, status: draft, locations: [{key: cn, location: cn}], sub_processors: []}]
activities:
  - {key: draft, name: {en: D}, status: draft, storage: [{key: us, location: us}]}
  - {key: retired, name: {en: R}, status: retired, storage: [{key: us, location: us}]}
  - {key: over, name: {en: O}, status: retired, until: 2025-06-29}
  - {key: told, name: {en: T}, status: retired, until: 2025-06-30}
  - {key: now, name: {en: N}, disclosures: [{key: new, recipient: {processor: new}}]}
");
    let flows = on(&register, DAY);
    assert_eq!(
        lines(&flows),
        [
            "now collection: - > -: may cross",
            "now holding: - > -: may cross",
            "now disclosure new to new: - > -: may cross",
            "now onward new to new new -> unrecorded: - > -: may cross, inferred",
            "told collection: - > -: may cross",
            "told holding: - > -: may cross",
        ]
    );
    assert!(facts(&flows, "now disclosure new to new").storage.is_unknown());
}

/// That a list with nothing in it and nothing said is not taken for complete.
#[test]
fn a_list_that_no_record_has_a_place_for_is_never_complete() {
    assert!(!Listed::<u8>::nowhere().is_complete());
    let register = Register::empty();
    let Flows { flows, .. } = on(&register, DAY);
    assert!(flows.is_empty());
}

#[test]
fn a_host_to_which_a_disclosure_has_ended_still_holds_what_our_systems_keep_there() {
    let register = of(r"
processors: [{key: crm, name: {en: CRM}, sub_processors: []}]
systems:
  - {key: t, name: {en: T}, tenant_of: crm, storage: [{key: s, location: cn}], access: [{key: staff, organization: maple, places: [us]}]}
activities:
  - {key: a, name: {en: A}, controllers: [maple], people: [{key: ca, place: ca}], systems: [t], disclosures: [{key: crm, recipient: {processor: crm}, until: 2025-01-31}]}
");
    assert_eq!(
        lines(&on(&register, DAY)),
        [
            "a collection: ca > cn: crosses",
            "a holding to crm: ca > cn+us: crosses",
            "a disclosure crm to crm: cn > cn: may cross, residual",
            "a access staff to maple: cn > us: crosses",
        ]
    );
}
