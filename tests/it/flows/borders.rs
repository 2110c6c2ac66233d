//! Whether data crosses a border: yes, no, or nobody can tell.

use super::{facts, of, on};
use ropewalk::flows::{Border, Crossing, Doubt};

const DAY: &str = "2025-06-30";

/// What becomes of data that leaves one place and is given to somebody in another, both lists being complete.
fn crossing(from: &str, to: &str, border: Border) -> &'static str {
    let register = of(&format!(
        r#"
activities:
  - key: a
    name: {{en: A}}
    storage: [{{key: here, location: {from}}}]
    disclosures: [{{key: d, recipient: {{organization: cloudy}}, locations: [{to}], access: []}}]
    complete:
      - {{pointer: /storage, by: B, "on": 2025-01-01}}
      - {{pointer: /disclosures/d/locations, by: B, "on": 2025-01-01}}
      - {{pointer: /disclosures/d/access, by: B, "on": 2025-01-01}}
"#
    ));
    let flows = on(&register, DAY);
    match facts(&flows, "a disclosure d to cloudy").crossing(&flows.atlas, border) {
        Crossing::Yes { .. } => "yes",
        Crossing::No => "no",
        Crossing::Undetermined(_) => "undetermined",
    }
}

#[test]
fn a_region_is_one_unknown_country_of_its_members_and_never_narrowed() {
    for (from, to, country) in [
        ("ca", "us", "yes"),
        ("ca", "ca", "no"),
        ("ca-qc", "ca", "no"),
        ("montreal", "ca", "no"),
        ("montreal", "montreal", "no"),
        ("north-america", "cn", "yes"),
        ("cn", "north-america", "yes"),
        ("north-america", "us", "undetermined"),
        ("north-america", "north-america", "undetermined"),
        // Nobody says that the members are complete: China may be one.
        ("sales-region", "cn", "undetermined"),
        // Nobody says in which country it is, and a draft says nothing.
        ("somewhere", "cn", "undetermined"),
        ("planned", "cn", "undetermined"),
        ("somewhere", "somewhere", "no"),
    ] {
        assert_eq!(crossing(from, to, Border::Country), country, "{from} > {to}");
    }
}

#[test]
fn what_counts_as_a_border_is_a_parameter() {
    for (from, to, country, state, subdivision) in [
        ("hk", "cn", "yes", "no", "yes"),
        ("gp", "fr", "yes", "no", "yes"),
        ("north-america", "fr", "yes", "undetermined", "yes"),
        ("ca-qc", "ca-on", "no", "no", "yes"),
        ("ca-qc", "montreal", "no", "no", "no"),
        ("ca-on", "montreal", "no", "no", "yes"),
        // Which province of Canada is not said.
        ("ca-qc", "ca", "no", "no", "undetermined"),
        ("ca", "ca", "no", "no", "undetermined"),
        ("ca-qc", "us", "yes", "yes", "yes"),
    ] {
        let answers = [Border::Country, Border::State, Border::Subdivision].map(|border| crossing(from, to, border));
        assert_eq!(answers, [country, state, subdivision], "{from} > {to}");
    }
}

#[test]
fn candidates_name_the_state_that_a_territory_belongs_to() {
    let register = of("");
    let flows = on(&register, DAY);
    let candidates = |place: &str| -> Vec<String> {
        let place = flows.atlas.place(&place.parse().unwrap()).unwrap();
        place.candidates.iter().map(|one| format!("{} of {}", one.country, one.state)).collect()
    };
    assert_eq!(candidates("north-america"), ["ca of ca", "gp of fr", "us of us"]);
    assert_eq!(candidates("montreal"), ["ca of ca"]);
    assert!(candidates("somewhere").is_empty());
    assert!(flows.atlas.place(&"planned".parse().unwrap()).is_none());
}

#[test]
fn territories_may_be_meant_with_a_state_unless_somebody_says_that_the_list_is_complete() {
    let candidates = |region: &str| -> Vec<String> {
        let register = crate::exchange::register(&format!(
            "{}  - {{key: pr, name: {{en: Puerto Rico}}, category: country, iso_3166_1: PR, part_of: us}}\n  - {region}\n",
            super::GROUND.split("organizations:").next().unwrap()
        ));
        let flows = on(&register, DAY);
        let place = flows.atlas.place(&"ours".parse().unwrap()).unwrap();
        place.candidates.iter().map(|one| format!("{} of {}", one.country, one.state)).collect()
    };
    let complete = "complete: [{pointer: /members, by: someone, \"on\": 2025-01-01}]";
    assert_eq!(
        candidates("{key: ours, name: {en: Ours}, category: region, members: [us, fr, cn]}"),
        ["cn of cn", "fr of fr", "gp of fr", "hk of cn", "pr of us", "us of us"]
    );
    assert_eq!(
        candidates(&format!("{{key: ours, name: {{en: Ours}}, category: region, members: [us, fr], {complete}}}")),
        ["fr of fr", "us of us"]
    );
    assert_eq!(candidates("{key: ours, name: {en: Ours}, category: region, members: [pr]}"), ["pr of us"]);
    assert_eq!(candidates("{key: ours, name: {en: Ours}, category: country, iso_3166_1: US}"), ["ours of ours"]);
}

#[test]
fn no_is_said_only_of_complete_lists_and_the_reason_names_the_open_one() {
    let told = |disclosure: &str| {
        let register = of(&format!(
            "activities: [{{key: a, name: {{en: A}}, storage: [{{key: s, location: ca}}], complete: [{{pointer: /storage, by: B, \"on\": 2025-01-01}}], disclosures: [{{key: d, recipient: {{organization: cloudy}}{disclosure}}}]}}]"
        ));
        let flows = on(&register, DAY);
        match facts(&flows, "a disclosure d to cloudy").crossing(&flows.atlas, Border::Country) {
            Crossing::Undetermined(Doubt::NotComplete(Some(list))) => format!("open: {}", list.pointer()),
            Crossing::Undetermined(doubt) => format!("{doubt:?}"),
            Crossing::Yes { from, to } => format!("{from} > {to}"),
            Crossing::No => "no".into(),
        }
    };
    assert_eq!(told(""), "DestinationUnknown");
    assert_eq!(told(", locations: [ca]"), "open: /disclosures/d/locations");
    assert_eq!(told(", locations: [ca, cn]"), "ca > cn");
    assert_eq!(told(", locations: [], access: [{key: x, places: [in]}]"), "ca > in");
    assert_eq!(told(", locations: [], access: [{key: x}]"), "DestinationUnknown");
}

#[test]
fn peoples_data_may_cross_though_it_leaves_us_at_home() {
    let register = of(r"
activities:
  - key: a
    name: {en: A}
    people: [{key: qc, place: ca-qc}]
    storage: [{key: us, location: us}]
    disclosures: [{key: d, recipient: {organization: cloudy}, locations: [us]}]
");
    let flows = on(&register, DAY);
    let facts = facts(&flows, "a disclosure d to cloudy");
    assert!(matches!(facts.crossing(&flows.atlas, Border::Country), Crossing::Undetermined(Doubt::NotComplete(_))));
    assert!(matches!(facts.crossing_from_people(&flows.atlas, Border::Country), Crossing::Yes { .. }));
}
