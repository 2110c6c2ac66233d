//! The flows that registers have: on a day, over a period, across borders, under instruments.

mod borders;
mod derived;
mod inside;
mod instruments;
mod people;
mod periods;
mod properties;
mod reach;
mod sunmi;

use crate::exchange::register;
use ropewalk::{
    domain::{Day, Key, Register},
    flows::{Basis, Border, Crossing, Facts, Flow, Flows, Period, State, Target, derive},
};

/// Places, and two companies, that the fragments refer to.
pub const GROUND: &str = r#"
locations:
  - {key: ca, name: {en: Canada}, category: country, iso_3166_1: CA}
  - {key: ca-qc, name: {en: Quebec}, category: subdivision, iso_3166_2: CA-QC, part_of: ca}
  - {key: ca-on, name: {en: Ontario}, category: subdivision, iso_3166_2: CA-ON, part_of: ca}
  - {key: us, name: {en: United States}, category: country, iso_3166_1: US}
  - {key: cn, name: {en: China}, category: country, iso_3166_1: CN}
  - {key: hk, name: {en: Hong Kong}, category: country, iso_3166_1: HK, part_of: cn}
  - {key: fr, name: {en: France}, category: country, iso_3166_1: FR}
  - {key: gp, name: {en: Guadeloupe}, category: country, iso_3166_1: GP, part_of: fr}
  - {key: in, name: {en: India}, category: country, iso_3166_1: IN}
  - {key: montreal, name: {en: Montreal data centre}, category: place, part_of: ca-qc}
  - {key: somewhere, name: {en: A data centre somewhere}, category: place}
  - {key: planned, name: {en: A place not decided on}, category: country, iso_3166_1: DE, status: draft}
  - key: north-america
    name: {en: North America}
    category: region
    members: [ca, us, gp]
    complete: [{pointer: /members, by: someone, "on": 2025-01-01}]
  - {key: sales-region, name: {en: Our sales region}, category: region, members: [ca, us]}
organizations:
  - {key: maple, name: {en: Maple}, principal_place: ca}
  - {key: cloudy, name: {en: Cloudy}}
  - {key: chatty, name: {en: Chatty}}
  - {key: helpers, name: {en: Helpers}}
"#;

/// The register of a fragment on the common ground.
pub fn of(fragment: &str) -> Register {
    register(&format!("{GROUND}{fragment}"))
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The flows of a register on a day.
pub fn on<'a>(register: &'a Register, text: &str) -> Flows<'a> {
    derive(register, Period::day(day(text)))
}

/// Every flow in a line: its name, from where to where, and whether it crosses a border between countries.
pub fn lines(flows: &Flows<'_>) -> Vec<String> {
    flows.flows.iter().map(|flow| line(flow, flows)).collect()
}

fn line(flow: &Flow<'_>, flows: &Flows<'_>) -> String {
    let facts = &flow.stretches.last().unwrap().facts;
    let origin = facts.origin.items.iter().map(|spot| spot.location);
    let (from, to) = (places(origin), places(facts.destination().items.into_iter()));
    let crosses = match facts.crossing(&flows.atlas, Border::Country) {
        Crossing::Yes { .. } => "crosses",
        Crossing::No => "stays",
        Crossing::Undetermined(_) => "may cross",
    };
    let ended = if facts.state == State::Residual { ", residual" } else { "" };
    let inferred = if facts.basis == Basis::Inferred { ", inferred" } else { "" };
    format!("{}: {from} > {to}: {crosses}{ended}{inferred}", name(flow))
}

/// What a flow is, in words.
pub fn name(flow: &Flow<'_>) -> String {
    let mut words = vec![flow.name.activity.to_string(), flow.name.leg.word().to_owned()];
    words.extend(flow.name.element.map(|element| element.key.to_string()));
    words.extend(flow.name.recipient.map(|target| format!("to {}", target_word(target))));
    words.extend(flow.name.onward.map(|(from, to)| format!("{} -> {}", target_word(from), target_word(to))));
    words.join(" ")
}

fn target_word(target: Target<'_>) -> String {
    match target {
        Target::Processor(key) | Target::Organization(key) | Target::Element(key) => key.to_string(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn places<'a>(places: impl Iterator<Item = Option<&'a Key>>) -> String {
    let words: Vec<String> = places.map(|place| place.map_or("?".into(), ToString::to_string)).collect();
    if words.is_empty() { "-".into() } else { words.join("+") }
}

/// The facts of the only flow whose name in words is `wanted`, on the last day on which it is.
pub fn facts<'f, 'a>(flows: &'f Flows<'a>, wanted: &str) -> &'f Facts<'a> {
    &flow(flows, wanted).stretches.last().unwrap().facts
}

/// The only flow whose name in words is `wanted`.
pub fn flow<'f, 'a>(flows: &'f Flows<'a>, wanted: &str) -> &'f Flow<'a> {
    let found: Vec<_> = flows.flows.iter().filter(|flow| name(flow) == wanted).collect();
    assert_eq!(found.len(), 1, "{wanted} among {:#?}", lines(flows));
    found[0]
}
