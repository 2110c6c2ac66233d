//! What identifies a count of people, so that nobody is counted once for every flow.

use super::{of, on};
use std::collections::BTreeMap;

#[test]
fn the_people_of_an_activity_are_counted_once_however_many_flows_carry_their_data() {
    let register = of(r"
activities:
  - key: a
    name: {en: A}
    people: [{key: east, place: ca-qc, people: 40000}, {key: west, place: us, people: 2}]
    disclosures:
      - {key: one, recipient: {organization: cloudy}}
      - {key: two, recipient: {organization: chatty}}
  - {key: b, name: {en: B}, people: [{key: east, place: ca-qc, people: 40000}]}
  - {key: c, name: {en: C}}
");
    let flows = on(&register, "2025-06-30");
    let facts = || flows.flows.iter().map(|flow| &flow.stretches[0].facts);
    let counted: BTreeMap<_, _> =
        facts().flat_map(ropewalk::flows::Facts::counts).map(|one| (one.id, one.people)).collect();
    let told: Vec<String> = counted.keys().map(|(activity, element)| format!("{activity}/{element}")).collect();
    // The same key in two activities is two counts: whether they are the same people, `disjoint` says.
    assert_eq!(told, ["a/east", "a/west", "b/east"]);
    assert!(facts().flat_map(ropewalk::flows::Facts::counts).count() > counted.len());
}
