//! What holds of the flows of every register.

use super::{GROUND, name};
use crate::exchange::register;
use proptest::prelude::*;
use ropewalk::{
    domain::{Day, Record, Register, value::RecordId},
    flows::{Period, derive},
};
use std::{collections::BTreeSet, fmt::Write as _};

const PLACES: [&str; 5] = ["ca-qc", "us", "cn", "north-america", "somewhere"];

/// An element with a first and a last day that may be missing.
fn dates() -> impl Strategy<Value = String> {
    let day = prop::option::of(1..28_u8);
    (day.clone(), day).prop_map(|(since, until)| {
        let (since, until) = match (since, until) {
            (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
            other => other,
        };
        let mut text = String::new();
        for (word, day) in [("since", since), ("until", until)] {
            if let Some(day) = day {
                write!(text, ", {word}: 2025-01-{day:02}").unwrap();
            }
        }
        text
    })
}

/// Services that use each other in any way, circles too, and activities that disclose to them.
fn fragment() -> impl Strategy<Value = String> {
    let service = (prop::collection::vec((0..4_usize, dates()), 0..3), 0..5_usize, dates());
    let disclosure = (0..4_usize, dates(), prop::option::of(1..28_u8), any::<bool>());
    let status = prop::sample::select(vec!["active", "active", "active", "draft", "retired"]);
    let activity = (status, dates(), prop::collection::vec(disclosure, 0..3), 0..5_usize);
    (prop::collection::vec(service, 4), prop::collection::vec(activity, 1..4)).prop_map(|(services, activities)| {
        let mut yaml = String::from("processors:\n");
        for (at, (subs, place, dates)) in services.iter().enumerate() {
            let subs: Vec<String> = subs
                .iter()
                .enumerate()
                .map(|(n, (to, dates))| format!("{{key: s{n}, processor: p{to}{dates}}}"))
                .collect();
            let place = PLACES[*place];
            writeln!(
                yaml,
                "  - {{key: p{at}, name: {{en: P}}, providers: [{{key: o, organization: cloudy}}], locations: [{{key: l, location: {place}{dates}}}], sub_processors: [{}]}}",
                subs.join(", ")
            )
            .unwrap();
        }
        yaml.push_str("systems: [{key: t, name: {en: T}, tenant_of: p0, storage: [{key: s, location: us}]}]\nactivities:\n");
        for (at, (status, dates, disclosures, place)) in activities.iter().enumerate() {
            let disclosures: Vec<String> = disclosures
                .iter()
                .enumerate()
                .map(|(n, (to, dates, gone, direct))| {
                    let gone = gone.map(|day| format!(", returned_or_deleted_on: 2025-02-{day:02}")).unwrap_or_default();
                    format!("{{key: d{n}, recipient: {{processor: p{to}}}, kind: entrusted, collects_directly: {direct}{dates}{gone}}}")
                })
                .collect();
            let place = PLACES[*place];
            writeln!(
                yaml,
                "  - {{key: a{at}, name: {{en: A}}, status: {status}, controllers: [maple], people: [{{key: p, place: {place}}}], systems: [t], disclosures: [{}]{dates}}}",
                disclosures.join(", ")
            )
            .unwrap();
        }
        yaml
    })
}

fn of(fragment: &str) -> Register {
    register(&format!("{GROUND}{fragment}"))
}

fn day(n: u32) -> Day {
    let first: Day = super::day("2025-01-01");
    Day(first.0 + chrono::Days::new(u64::from(n)))
}

/// The fragment with every place, provider and date of an agreement changed to another.
fn changed(fragment: &str) -> String {
    fragment
        .replace("location: us", "location: in")
        .replace("place: us", "place: hk")
        .replace("north-america", "ca")
        .replace("organization: cloudy", "organization: chatty")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_period_is_the_union_of_its_days(fragment in fragment(), from in 0..40_u32, length in 0..40_u32) {
        let register = of(&fragment);
        let period = Period::new(day(from), day(from + length)).unwrap();
        let flows = derive(&register, period);
        for n in from..=from + length {
            let single = derive(&register, Period::day(day(n)));
            let of_period: Vec<_> =
                flows.flows.iter().filter_map(|flow| Some((flow.id, flow.on(day(n))?.clone()))).collect();
            let of_day: Vec<_> =
                single.flows.iter().map(|flow| (flow.id, flow.stretches[0].facts.clone())).collect();
            prop_assert_eq!(of_period, of_day, "on {}", day(n));
        }
        for flow in &flows.flows {
            prop_assert!(!flow.stretches.is_empty());
            for pair in flow.stretches.windows(2) {
                prop_assert!(pair[0].period.to() < pair[1].period.from(), "{}", name(flow));
                let adjacent = pair[0].period.to().0.succ_opt() == Some(pair[1].period.from().0);
                prop_assert!(!adjacent || pair[0].facts != pair[1].facts, "{} is cut for nothing", name(flow));
            }
        }
    }

    #[test]
    fn ids_are_different_deterministic_and_do_not_change_with_places_data_or_instruments(fragment in fragment()) {
        let (before, after) = (of(&fragment), of(&changed(&fragment)));
        let period = Period::new(day(0), day(60)).unwrap();
        let ids = |register: &Register| -> Vec<_> {
            derive(register, period).flows.iter().map(|flow| (name(flow), flow.id.to_string())).collect()
        };
        let told = ids(&before);
        prop_assert_eq!(&told, &ids(&before));
        prop_assert_eq!(&told, &ids(&after));
        let different: BTreeSet<_> = told.iter().map(|(_, id)| id).collect();
        prop_assert_eq!(different.len(), told.len());
    }

    #[test]
    fn every_record_that_a_flow_names_exists_and_no_draft_or_retired_one_yields(fragment in fragment()) {
        let register = of(&fragment);
        // After everything that a retired activity can have.
        for flow in &derive(&register, Period::day(day(100))).flows {
            let status = flow.activity.status;
            prop_assert_eq!(status, ropewalk::domain::record::Status::Active, "{}", name(flow));
        }
        for flow in &derive(&register, Period::new(day(0), day(60)).unwrap()).flows {
            prop_assert!(flow.activity.status != ropewalk::domain::record::Status::Draft);
            for (kind, key) in flow.records() {
                let found = register.get(&RecordId::new(kind, key.clone()));
                prop_assert!(found.is_some(), "{} names {}/{}", name(flow), kind, key);
            }
        }
    }

    #[test]
    fn every_disclosure_that_goes_on_is_a_flow_to_its_recipient(fragment in fragment(), n in 0..40_u32) {
        let register = of(&fragment);
        let flows = derive(&register, Period::day(day(n)));
        for entry in register.entries() {
            let Record::Activities(activity) = &entry.record else { continue };
            let counts = activity.status == ropewalk::domain::record::Status::Active
                && day(n).within(activity.since, activity.until);
            for disclosure in activity.disclosures.iter().flatten() {
                let goes_on = counts && day(n).within(disclosure.since, disclosure.until);
                let told = flows.flows.iter().any(|flow| {
                    flow.name.activity == &activity.key
                        && flow.name.element.is_some_and(|element| element.key == &disclosure.key)
                        && flow.on(day(n)).is_some_and(|facts| facts.state == ropewalk::flows::State::Active)
                });
                prop_assert!(!goes_on || told, "{} of {}", disclosure.key, activity.key);
            }
        }
    }
}
