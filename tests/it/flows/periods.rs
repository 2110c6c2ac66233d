//! Flows over a period: on which days they exist, and in which stretches their facts are the same.

use super::{flow, name, of};
use ropewalk::{
    domain::Register,
    flows::{Flows, Period, State, derive},
};

fn over<'a>(register: &'a Register, from: &str, to: &str) -> Flows<'a> {
    derive(register, Period::new(super::day(from), super::day(to)).unwrap())
}

/// The stretches of a flow: its days, its state and where it arrives.
fn stretches(flows: &Flows<'_>, wanted: &str) -> Vec<String> {
    let told = flow(flows, wanted).stretches.iter().map(|stretch| {
        let places: Vec<&str> =
            stretch.facts.storage.items.iter().filter_map(|spot| Some(spot.location?.as_str())).collect();
        let state = if stretch.facts.state == State::Residual { " residual" } else { "" };
        format!("{}..{} {}{state}", stretch.period.from(), stretch.period.to(), places.join("+"))
    });
    told.collect()
}

const MOVING: &str = r"
processors:
  - key: crm
    name: {en: CRM}
    locations:
      - {key: old, location: us, until: 2025-02-28}
      - {key: new, location: cn, since: 2025-03-01}
    sub_processors: []
activities:
  - key: a
    name: {en: A}
    disclosures:
      - {key: crm, recipient: {processor: crm}, since: 2025-01-15, until: 2025-03-31, returned_or_deleted_on: 2025-05-10}
      - {key: kept, recipient: {processor: crm}, until: 2025-01-31}
      - {key: later, recipient: {processor: crm}, since: 2025-07-01}
";

#[test]
fn a_flow_has_the_stretches_in_which_its_facts_are_the_same_and_ends_when_the_data_is_gone() {
    let register = of(MOVING);
    let flows = over(&register, "2025-01-01", "2025-06-30");
    assert_eq!(
        stretches(&flows, "a disclosure crm to crm"),
        ["2025-01-15..2025-02-28 us", "2025-03-01..2025-03-31 cn", "2025-04-01..2025-05-10 cn residual"]
    );
    assert_eq!(
        flow(&flows, "a disclosure crm to crm").days(),
        Some((super::day("2025-01-15"), super::day("2025-05-10")))
    );
    assert!(!flows.flows.iter().any(|flow| name(flow).contains("later")));
}

#[test]
fn a_disclosure_that_ended_stays_residual_as_long_as_nobody_records_return_or_deletion() {
    let register = of(MOVING);
    let flows = over(&register, "2030-01-01", "2030-12-31");
    assert_eq!(stretches(&flows, "a disclosure kept to crm"), ["2030-01-01..2030-12-31 cn residual"]);
    assert!(!flows.flows.iter().any(|flow| name(flow) == "a disclosure crm to crm"));
}

#[test]
fn what_an_activity_that_ended_held_and_disclosed_is_residual_until_it_is_retired() {
    let ended = "activities: [{key: a, name: {en: A}, until: 2025-01-31, storage: [{key: s, location: us}], disclosures: [{key: d, recipient: {organization: cloudy}, locations: [cn]}]}]";
    let register = of(ended);
    let flows = over(&register, "2025-01-30", "2025-02-10");
    assert_eq!(stretches(&flows, "a holding s"), ["2025-01-30..2025-01-31 us", "2025-02-01..2025-02-10 us residual"]);
    assert_eq!(
        stretches(&flows, "a disclosure d to cloudy"),
        ["2025-01-30..2025-01-31 cn", "2025-02-01..2025-02-10 cn residual"]
    );
    assert_eq!(stretches(&flows, "a collection"), ["2025-01-30..2025-01-31 us"]);
    let retired = of(&ended.replace("until: 2025-01-31", "until: 2025-01-31, status: retired"));
    let flows = over(&retired, "2025-01-30", "2025-02-10");
    assert_eq!(stretches(&flows, "a disclosure d to cloudy"), ["2025-01-30..2025-01-31 cn"]);
}

#[test]
fn a_former_sub_processor_may_have_the_data_still_if_it_could_have_got_it() {
    let register = of(r"
processors:
  - key: crm
    name: {en: CRM}
    sub_processors:
      - {key: before, name: Before, until: 2024-12-31}
      - {key: former, name: Former, until: 2025-01-31, locations: [in]}
activities:
  - {key: a, name: {en: A}, disclosures: [{key: crm, recipient: {processor: crm}, since: 2025-01-01}]}
");
    let flows = over(&register, "2025-01-01", "2025-02-28");
    assert_eq!(
        stretches(&flows, "a onward crm to crm crm -> former"),
        ["2025-01-01..2025-01-31 in", "2025-02-01..2025-02-28 in residual"]
    );
    assert!(!flows.flows.iter().any(|flow| name(flow).contains("before")));
}

#[test]
fn an_instrument_that_ends_within_the_period_begins_a_new_stretch() {
    let register = of(r"
agreements: [{key: dpa, name: {en: D}, state: signed, in_force: {until: 2025-03-31}, parties: [{key: m, organization: maple}, {key: c, organization: cloudy}]}]
activities: [{key: a, name: {en: A}, controllers: [maple], disclosures: [{key: d, recipient: {organization: cloudy}}]}]
");
    let flows = over(&register, "2025-01-01", "2025-06-30");
    let told: Vec<_> = flow(&flows, "a disclosure d to cloudy")
        .stretches
        .iter()
        .map(|stretch| (stretch.period.to().to_string(), stretch.facts.instruments.agreements.len()))
        .collect();
    assert_eq!(told, [("2025-03-31".to_owned(), 1), ("2025-06-30".to_owned(), 0)]);
    assert_eq!(flow(&flows, "a collection").stretches.len(), 1);
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    let refused = Period::new(super::day("2025-02-01"), super::day("2025-01-31")).unwrap_err();
    assert_eq!(refused, "a period from 2025-02-01 to 2025-01-31 ends before it begins; name the earlier day first");
}
